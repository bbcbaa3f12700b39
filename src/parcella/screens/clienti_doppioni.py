"""Doppioni: the clients written twice, and those that may be; Enter opens a card."""

from typing import Any

from textual.app import ComposeResult

from parcella.ledger.clienti import doppioni
from parcella.screens.sorgenti import riga_cliente
from parcella.screens.studio import SchermoStudio
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import RigaScelta
from parcella.widgets.sorgente import Colonna, SorgenteLista

MOTIVI = {"codice_fiscale": "Cod. fiscale", "partita_iva": "Partita IVA", "nome_e_comune": "Forse: nome"}


class SchermoDoppioni(SchermoStudio[None]):
    """The groups one after the other, the sure ones first."""

    titolo = "Doppioni"
    pagina_aiuto = "doppioni"

    def corpo(self) -> ComposeResult:
        colonne = (
            Colonna("motivo", "Uguale", 12),
            Colonna("codice", "Codice", 10),
            Colonna("nome", "Ragione sociale", 20, elastica=True),
            Colonna("comune", "Comune", 12),
            Colonna("identificativo", "P.IVA/cod.fisc.", 16),
            Colonna("stato", "", 3),
        )
        yield Elenco(colonne, titolo="Clienti scritti due volte", vuoto="Nessun doppione.")

    async def apri(self) -> None:
        if letto := await self.leggi(doppioni.doppioni, self.contesto.azienda):
            elenco = self.query_one(Elenco)
            indice = elenco.indice
            await elenco.mostra_subito(SorgenteLista(_righe(letto.valore), "posto"))
            elenco.vai(indice)

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.programma.lavora(self._apri_cliente(str(event.riga["codice"])))

    async def _apri_cliente(self, codice: str) -> None:
        from parcella.screens.cliente import SchermoCliente

        scheda = SchermoCliente(codice)
        await self.programma.attendi(scheda)
        await self.apri()
        if scheda.esito:
            self.avvisa(scheda.esito)


def _righe(gruppi: list[doppioni.Gruppo]) -> list[dict[str, Any]]:
    """A line for each client; the reason stands on the first of its group."""
    righe: list[dict[str, Any]] = []
    for gruppo in gruppi:
        for posto, voce in enumerate(gruppo.clienti):
            motivo = MOTIVI[gruppo.motivo] if posto == 0 else ""
            righe.append(dict(riga_cliente(voce)) | {"motivo": motivo, "posto": len(righe)})
    return righe
