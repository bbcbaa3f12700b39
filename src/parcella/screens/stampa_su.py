"""Another form and another device for a document printed again (RIC-043, FPA-071)."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult

from parcella.ledger.aziende import stampanti
from parcella.screens import ricerche
from parcella.screens.documenti_finestre import RiquadroStudio
from parcella.stampe import moduli
from parcella.widgets.campo import Campo
from parcella.widgets.modulo import Modulo
from parcella.widgets.sorgente import Colonna, Riga


@dataclass(frozen=True, slots=True)
class Scelta:
    """Where to print; empty what is left as it is."""

    modulo: str = ""
    stampante: int | None = None


class StampaSu(RiquadroStudio[Scelta]):
    """Refused here if form and device don't go together (FPA-061, FPA-062, FPA-075)."""

    titolo = "Stampa su"
    pagina_aiuto = "elenco-documenti"

    def __init__(self, chiave: int, sigla: str) -> None:
        super().__init__()
        self._chiave, self._sigla = chiave, sigla

    def corpo(self) -> ComposeResult:
        di_sigla = ricerche.su_righe(
            "Moduli di stampa",
            (*ricerche.codice_e_descrizione(6), Colonna("tipo", "Tipo", 16)),
            self._moduli,
            non_trovato="non c'è un modulo con questo codice: F2 elenco.",
        )
        dispositivi = ricerche.su_righe(
            "Stampanti",
            (
                Colonna("numero", "N.", 3, "intero"),
                Colonna("descrizione", "Descrizione", 20, elastica=True),
                Colonna("formato", "Formato", 18),
            ),
            self._stampanti,
            "numero",
            non_trovato="non c'è una stampante con questo numero: F2 elenco.",
        )
        yield Modulo(
            [
                Campo("modulo", "Modulo", "codice", 3, ricerca=di_sigla, aiuto="Vuoto = il suo; F2 elenco"),
                Campo("stampante", "Stampante", "intero", larghezza=3, ricerca=dispositivi,
                      aiuto="Vuota = la prima del formato che serve; F2 elenco"),
            ]
        )  # fmt: skip

    def _moduli(self) -> Sequence[Riga]:
        return [
            {"codice": voce.codice, "descrizione": voce.descrizione, "tipo": moduli.TIPI.get(voce.tipo, "")}
            for voce in moduli.elenco_moduli()
            if voce.codice.startswith(self._sigla)
        ]

    def _stampanti(self) -> Sequence[Riga]:
        with self.archivio.lettura() as sessione:
            trovate = stampanti.elenco_stampanti(sessione, self.contesto.azienda)
        return [
            {"numero": s.numero, "descrizione": s.descrizione, "formato": stampanti.FORMATI[s.formato]} for s in trovate
        ]

    async def conferma(self) -> None:
        from parcella.uscite import decidi

        valori = self.query_one(Modulo).valori
        scelta = Scelta(valori["modulo"], valori["stampante"])
        if await self.leggi(decidi, self.contesto, [self._chiave], modulo=scelta.modulo, numero=scelta.stampante):
            self.dismiss(scelta)
