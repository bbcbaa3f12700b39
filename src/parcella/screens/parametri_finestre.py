"""The windows of the parametri studio: funds of a studio associato, FatturaPA codes of cassa and causale."""

from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import ComposeResult

from parcella.fatturapa.codici import CASSE
from parcella.ledger.aziende.parametri import controlla_fondi
from parcella.ledger.aziende.tabelle import FondoAssociato
from parcella.ledger.esito import Risposte
from parcella.screens import ricerche
from parcella.screens.scheda import campo
from parcella.screens.tabella import con_descrizione, da_scrivere, descrivi
from parcella.widgets.campo import Campo
from parcella.widgets.griglia import Griglia
from parcella.widgets.modulo import Modulo
from parcella.widgets.ricerca import Ricerca
from parcella.widgets.schermo import Riquadro
from parcella.widgets.scrittura import Scrittura

Fondi = list[dict[str, Any]]


class _FinestraCodice(Riquadro[str]):
    """One code with its description; dismissed with it, empty where the operator wants none."""

    pagina_aiuto = "parametri-studio"
    identificatore: str
    etichetta: str
    aiuto: str

    def __init__(self, codice: str) -> None:
        super().__init__()
        self.codice = codice

    def ricerca(self) -> Ricerca:
        """The codes of the law."""
        raise NotImplementedError

    def corpo(self) -> ComposeResult:
        voce = Campo(
            self.identificatore, self.etichetta, "maiuscole", 4, larghezza=6, ricerca=self.ricerca(), aiuto=self.aiuto
        )
        yield Modulo(con_descrizione(voce))

    async def apri(self) -> None:
        modulo = self.query_one(Modulo)
        modulo.carica(descrivi(modulo.campi, {self.identificatore: self.codice}))

    async def conferma(self) -> None:
        """F10."""
        self.dismiss(str(self.query_one(Modulo)[self.identificatore]))


class FinestraTipoCassa(_FinestraCodice):
    """F5 (PAR-041)."""

    titolo = "Tipo cassa previdenza FatturaPA"
    identificatore = "tipo_cassa_fatturapa"
    etichetta = "Tipo cassa"
    aiuto = "Il codice della cassa nel file della fattura; F2 elenca quelli ammessi."

    def ricerca(self) -> Ricerca:
        return ricerche.tipi_cassa()


class FinestraCausale(_FinestraCodice):
    """F6 (PAR-040)."""

    titolo = "Causale pagamento (CU)"
    identificatore = "causale_pagamento_770s"
    etichetta = "Causale pagamento (CU)"
    aiuto = "Il motivo della ritenuta nel file della fattura; F2 elenca i codici ammessi."

    def ricerca(self) -> Ricerca:
        return ricerche.causali_pagamento()


class _FinestraFondi(Riquadro[Fondi]):
    """Rows of the studio associato; dismissed with them."""

    pagina_aiuto = "parametri-studio"
    solo_tipi = False

    def __init__(self, fondi: Sequence[Mapping[str, Any]]) -> None:
        super().__init__()
        self._fondi = [{**fondo, "cassa": CASSE.get(fondo["tipo_cassa"] or "", "")} for fondo in fondi]

    def corpo(self) -> ComposeResult:
        fermi = self.solo_tipi
        casse = ricerche.tipi_cassa({"cassa": "descrizione"})
        yield Griglia(
            [
                campo(
                    FondoAssociato, "percentuale", "% fondi", obbligatorio=True, predefinito=None, sola_lettura=fermi,
                    aiuto="La percentuale della cassa.",
                ),
                campo(
                    FondoAssociato, "quota", "% quota", obbligatorio=True, predefinito=None, sola_lettura=fermi,
                    aiuto="La quota di chi ha questa percentuale; le quote danno in tutto 100,00.",
                ),
                campo(
                    FondoAssociato, "tipo_cassa", "Tipo cassa", "maiuscole", lunghezza=4, larghezza=10, ricerca=casse,
                    obbligatorio=False, aiuto="Il codice della cassa nel file della fattura; F2 elenca quelli ammessi.",
                ),
                Campo("cassa", "Cassa", sola_lettura=True, larghezza=20, elastico=True),
            ],
            self._fondi,
            fissa=fermi,
            id="fondi_associato",
        )  # fmt: skip

    def trova_campo(self, percorso: str) -> Scrittura | None:
        """A refusal of them all goes to the last share."""
        griglia = self.query_one(Griglia)
        if percorso == griglia.id:
            return griglia if griglia.vai_a(len(griglia.righe) - 1, "quota") else None
        return super().trova_campo(percorso)

    async def conferma(self) -> None:
        """F10: the rows, if the shares add up."""
        fondi = [da_scrivere(FondoAssociato, riga) for riga in self.query_one(Griglia).righe]
        if not fondi or await self.esegui(lambda: controlla_fondi(fondi, Risposte())):
            self.dismiss(fondi)


class FinestraFondi(_FinestraFondi):
    """F7 (PAR-049…051)."""

    titolo = "Studio associato: percentuali e quote"


class FinestraTipiCassa(_FinestraFondi):
    """F5 of a studio associato: a code for each fund (PAR-042)."""

    titolo = "Tipo cassa previdenza FatturaPA"
    solo_tipi = True
