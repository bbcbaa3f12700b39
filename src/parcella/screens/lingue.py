"""Lingue: the foreign languages in which the documents may be printed (PRE-046)."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Risposte
from parcella.ledger.prestazioni import lingue
from parcella.ledger.prestazioni.tabelle import Lingua
from parcella.screens.scheda import campo
from parcella.screens.tabella import SchermoTabella
from parcella.widgets.campo import Campo
from parcella.widgets.sorgente import Colonna


class SchermoLingue(SchermoTabella):
    """Up to nine; a client names one by its code."""

    titolo = "Lingue"
    pagina_aiuto = "lingue"
    tabella = Lingua
    chiave = ("numero",)
    voce = "Lingua"
    colonne = (
        Colonna("numero", "Numero", 6, "intero"),
        Colonna("codice", "Codice", 6),
        Colonna("descrizione", "Descrizione", 30, elastica=True),
    )

    def campi(self) -> Iterable[Campo]:
        yield campo(Lingua, "numero", "Numero", aiuto="Da 1 a 9")
        yield campo(Lingua, "codice", "Codice", "codice", aiuto="Due lettere, come EN: è quello della scheda cliente")
        yield campo(Lingua, "descrizione", "Descrizione", aiuto="Il nome della lingua")

    def elenca(self, sessione: Session, azienda: int) -> Iterable[Lingua]:
        return lingue.elenco(sessione, azienda)

    def salva(self, sessione: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> object:
        return lingue.salva(sessione, contesto, dati, risposte)

    @property
    def si_cancella(self) -> bool:
        return self.elenco.riga is not None

    async def cancella(self) -> None:
        """⇧F3: the rule asks, and says how many descriptions go with it."""
        riga = self.elenco.riga
        if riga is not None and await self.conferma_regola(
            lambda sessione, risposte: lingue.elimina(sessione, self.contesto, int(riga["numero"]), risposte)
        ):
            await self.rileggi()
            self.avvisa(f"Lingua {riga['codice']} cancellata.")
