"""The window of a payment received on a parcella definitiva, or given back on a nota di credito."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from parcella.fatturapa.emissione import incassa
from parcella.ledger.documenti.incassa import Incassato
from parcella.screens import ricerche
from parcella.screens.studio import SchermoStudio
from parcella.widgets.campo import Campo
from parcella.widgets.modulo import Modulo
from parcella.widgets.schermo import Riquadro

Esito = tuple[Incassato, tuple[str, ...]]


class SchermoIncasso(Riquadro[Esito], SchermoStudio[Esito]):
    """Posts the PG and closes the dues, in one transaction; dismissed with what was done, and its notes."""

    titolo = "Incasso"
    pagina_aiuto = "incasso"

    def __init__(self, scadenza: Mapping[str, Any], conto_cassa: str | None, descrizione: str) -> None:
        """`scadenza` is the line of the scadenzario the payment is for."""
        super().__init__()
        self._documento: int = scadenza["documento_id"]
        self._rimborso = scadenza["importo_rata"] < 0
        if self._rimborso:
            self.titolo = "Rimborso"
        self._iniziali: dict[str, Any] = {
            "documento": f"{scadenza['documento']} del {scadenza['data_documento']:%d/%m/%Y}",
            "cliente": f"{scadenza['codice_cliente']} {scadenza['nome_cliente']}",
            "importo": abs(scadenza["importo_rata"]),
            "conto": conto_cassa or "",
            "descrizione_conto": descrizione,
        }

    def corpo(self) -> ComposeResult:
        conti = ricerche.conti(self.archivio, self.contesto, ("P G",), {"descrizione_conto": "descrizione"})
        yield Modulo(
            [
                Campo("documento", "Documento", larghezza=40, sola_lettura=True),
                Campo("cliente", "Cliente", larghezza=56, sola_lettura=True),
                Campo(
                    "data",
                    "Data",
                    "data",
                    obbligatorio=True,
                    aiuto=f"Il giorno in cui il denaro è {'stato reso' if self._rimborso else 'arrivato'}.",
                ),
                Campo(
                    "importo",
                    "Importo",
                    "importo",
                    obbligatorio=True,
                    aiuto="Anche più o meno della rata: chiude le scadenze aperte dalla più vecchia.",
                ),
                Campo(
                    "conto", "Conto", "codice", 12, ricerca=conti, obbligatorio=True, aiuto="F2 elenca cassa e banche."
                ),
                Campo("descrizione_conto", "", larghezza=40, sola_lettura=True, accanto=True),
            ],
            self._iniziali | {"data": self.programma.lavoro},
            id="incasso",
        )

    async def conferma(self) -> None:
        valori = self.query_one(Modulo).valori
        giorno: date = valori["data"]
        importo: Decimal = valori["importo"]
        fatto = await self.scrivi(_incassa, self._documento, giorno, importo, valori["conto"])
        if fatto is not None:
            self.registrato()
            self.dismiss(fatto.valore)


def _incassa(
    sessione: Any, contesto: Any, documento: int, giorno: date, importo: Decimal, conto: str, *, risposte: Any
) -> Esito:
    fatto = incassa(sessione, contesto, documento, giorno, importo, conto, risposte)
    return fatto, tuple(avviso.messaggio for avviso in risposte.avvisi)
