"""Parametri aziendali: what is changed only here after the creation of the azienda (chapter 21)."""

from typing import Any

from textual.app import ComposeResult

from parcella.ledger.aziende.parametri import gestisci_messaggi, parametri_studio
from parcella.ledger.aziende.tabelle import ParametriStudio
from parcella.screens.scheda import campo
from parcella.screens.studio import SchermoStudio
from parcella.widgets.modulo import Modulo


class SchermoParametriAziendali(SchermoStudio[None]):
    """The messages on the aziende clienti, on or off (FIS-007, FIS-013)."""

    titolo = "Parametri aziendali"
    pagina_aiuto = "parametri-aziendali"
    nel_giornale = ("parametri_studio", "")

    def corpo(self) -> ComposeResult:
        yield Modulo(
            [
                campo(
                    ParametriStudio,
                    "visualizza_attivita",
                    "Gest. messaggi su az.CLI. (S/N)",
                    aiuto="S = le attività assegnate si mostrano aprendo le aziende dei clienti.",
                )
            ]
        )

    async def apri(self) -> None:
        letto = await self.leggi(parametri_studio, self.contesto.azienda)
        if letto is not None and letto.valore is not None:
            self.query_one(Modulo).carica({"visualizza_attivita": letto.valore.visualizza_attivita})

    async def conferma(self) -> None:
        """F10."""
        valore: Any = self.query_one(Modulo)["visualizza_attivita"]
        if await self.scrivi(gestisci_messaggi, valore):
            self.registrato()
            self.dismiss(None)
