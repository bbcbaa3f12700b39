"""Descrizione documenti: the name that every list, screen and form gives to NO and to PA (chapter 18)."""

from typing import Any

from sqlmodel import Session
from textual.app import ComposeResult

from parcella.ledger.aziende.anagrafica import DESCRIZIONI_DOCUMENTI
from parcella.ledger.aziende.codici import elenco_descrizioni_documento, salva_descrizione_documento
from parcella.ledger.aziende.tabelle import DescrizioneDocumento
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Risposte
from parcella.screens.scheda import campo
from parcella.screens.studio import SchermoStudio
from parcella.widgets.campo import Campo
from parcella.widgets.modulo import Modulo


def _campo(sigla: str, normale: str) -> Campo:
    modello = campo(DescrizioneDocumento, "descrizione", f"Descrizione di {sigla}")
    return Campo(sigla, modello.etichetta, lunghezza=modello.lunghezza, aiuto=f"Vuota = torna {normale}.")


class SchermoDescrizioniDocumento(SchermoStudio[None]):
    """Two sigle and their names: none is added, none is taken away."""

    titolo = "Descrizione documenti"
    pagina_aiuto = "descrizioni-documento"
    nel_giornale = ("descrizione_documento", None)

    def corpo(self) -> ComposeResult:
        yield Modulo([_campo(sigla, normale) for sigla, normale in DESCRIZIONI_DOCUMENTI.items()])

    async def apri(self) -> None:
        letto = await self.leggi(elenco_descrizioni_documento, self.contesto.azienda)
        if letto is not None:
            self.query_one(Modulo).carica({riga.sigla: riga.descrizione for riga in letto.valore})

    async def conferma(self) -> None:
        """F10."""
        if await self.scrivi(_salva, self.query_one(Modulo).valori):
            self.registrato()
            self.dismiss(None)


def _salva(sessione: Session, contesto: Contesto, valori: dict[str, Any], risposte: Risposte) -> None:
    for sigla, normale in DESCRIZIONI_DOCUMENTI.items():
        dati = {"sigla": sigla, "descrizione": valori[sigla].strip() or normale}
        salva_descrizione_documento(sessione, contesto, dati, risposte)
