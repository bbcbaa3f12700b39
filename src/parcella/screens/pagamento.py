"""DATI REGISTRAZIONE PAGAMENTO: what of a parcella definitiva has been paid, and on which account (chapter 12)."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from parcella.ledger.documenti import proposte
from parcella.ledger.documenti.dati import DatiDocumento, DatiPagamento
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.screens import ricerche
from parcella.screens.documenti_finestre import RiquadroStudio
from parcella.widgets.campo import Campo
from parcella.widgets.eventi import CampoLasciato, TestoDigitato
from parcella.widgets.immissione import ErroreImmissione
from parcella.widgets.modulo import Modulo

SOGLIA = "soglia_arrotondamento"


@dataclass(slots=True)
class Pagamento:
    """What was confirmed: the data, and the answers given about them. `rifiuto`: beyond the threshold (PDI-026)."""

    dati: DatiPagamento
    risposte: dict[str, str] = field(default_factory=dict)
    rifiuto: str = ""


class DatiRegistrazionePagamento(RiquadroStudio[Pagamento]):
    """Opened by F10 on a parcella definitiva; Esc goes back to the document with nothing written.

    `proposto` is what was answered before for the same document: with nothing said, it is paid.
    """

    titolo = "Dati registrazione pagamento"
    pagina_aiuto = "pagamento"

    def __init__(
        self,
        documento: DatiDocumento,
        totale: Decimal,
        cassa: str,
        descrizione_cassa: str = "",
        chiave: int | None = None,
        proposto: DatiPagamento | None = None,
    ) -> None:
        super().__init__()
        self.documento = documento
        self.chiave = chiave
        self.totale = totale
        self.cassa, self.descrizione_cassa = cassa, descrizione_cassa
        proposto = proposto or DatiPagamento()
        self.pagata = "S" if proposto.tutta else "N"
        intero = totale if proposto.tutta else Decimal("0.00")
        self.importo = intero if proposto.importo_pagato is None else proposto.importo_pagato

    def corpo(self) -> ComposeResult:
        conti = ricerche.conti(self.archivio, self.contesto, ("P G",), {"descrizione_conto": "descrizione"})
        yield Modulo(
            [
                Campo("totale", "Totale da pagare", "importo", sola_lettura=True),
                Campo(
                    "totalmente_pagata",
                    "Parcella totalmente pagata",
                    "lettera",
                    obbligatorio=True,
                    aiuto="S: pagata per intero; N: non pagata, oppure pagata in parte",
                ),
                Campo(
                    "importo_pagato",
                    "Importo pagato",
                    "importo",
                    aiuto="Con S può differire dal totale solo entro la soglia di arrotondamento",
                ),
                Campo("residuo", "Res.", "importo", sola_lettura=True, accanto=True),
                Campo(
                    "conto_pagamento",
                    "Conto per pagamento",
                    larghezza=12,
                    lunghezza=12,
                    ricerca=conti,
                    attivo=lambda v: bool(v["importo_pagato"]),
                    aiuto="Il conto sul quale è entrato l'importo; F2 elenco",
                ),
                Campo("descrizione_conto", "", elastico=True, sola_lettura=True, accanto=True),
            ],
            {
                "totale": self.totale,
                "totalmente_pagata": self.pagata,
                "importo_pagato": self.importo,
                "residuo": proposte.residuo(self.totale, self.importo) if self.pagata == "N" else None,
                "conto_pagamento": self.cassa,
                "descrizione_conto": self.descrizione_cassa,
            },
            id="pagamento",
        )

    @property
    def modulo(self) -> Modulo:
        return self.query_one("#pagamento", Modulo)

    def on_campo_lasciato(self, event: CampoLasciato) -> None:
        if event.identificatore == "totalmente_pagata" and event.cambiato:
            self.modulo.imposta("importo_pagato", self.totale if event.valore == "S" else Decimal("0.00"))
        self._mostra_residuo(self.modulo["importo_pagato"])

    def on_testo_digitato(self, event: TestoDigitato) -> None:
        """The residue follows what is typed (PDI-029)."""
        campo = self.modulo.campo
        if campo is not None and campo.identificatore == "importo_pagato":
            try:
                self._mostra_residuo(campo.leggi(self.modulo.editore.testo, self.programma.lavoro))
            except ErroreImmissione:
                return

    def _mostra_residuo(self, pagato: Decimal | None) -> None:
        parziale = self.modulo["totalmente_pagata"] == "N"
        self.modulo.imposta("residuo", proposte.residuo(self.totale, pagato) if parziale else None)

    async def conferma(self) -> None:
        valori = self.modulo.valori
        dati = DatiPagamento(
            totalmente_pagata=valori["totalmente_pagata"],
            importo_pagato=valori["importo_pagato"] or Decimal("0.00"),
            conto_pagamento=valori["conto_pagamento"] or None,
        )
        esito = Pagamento(dati)

        def verifica(risposte: dict[str, str]) -> Any:
            esito.risposte = risposte
            with self.archivio.lettura() as sessione:
                try:
                    return proposte.incasso(
                        sessione, self.contesto, self.documento, dati, Risposte(risposte), self.chiave
                    )
                except Rifiuto as rifiuto:
                    if rifiuto.codice != SOGLIA:
                        raise
                    esito.rifiuto = rifiuto.messaggio
            return None

        if fatto := await self.esegui(verifica):
            if fatto.valore is not None and fatto.valore.totalmente_pagata:
                dati.totalmente_pagata = "S"
            self.dismiss(esito)
