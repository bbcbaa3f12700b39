"""Sostituzione codici precancellati: what would change, then the codici sostitutivi take their place (PRE-114)."""

from dataclasses import asdict
from typing import Any

from sqlmodel import Session
from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.esito import Risposte
from parcella.ledger.prestazioni import sostituzione
from parcella.ledger.prestazioni.sostituzione import Sostituzione
from parcella.screens.studio import SchermoStudio
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import RigaIndicata
from parcella.widgets.sorgente import Colonna, SorgenteLista

MARCHE = {"*": "*"}


class SchermoSostituzioneCodici(SchermoStudio[None]):
    """All the precancelled codes that have a sostitutivo, or those marked; F10 replaces and deletes them."""

    titolo = "Sostituzione codici precancellati"
    pagina_aiuto = "sostituzione-codici"
    comandi = [Comando("sostituzione.prova", "f5", "Ricalcola", "prova")]

    def corpo(self) -> ComposeResult:
        yield Elenco(
            [
                Colonna("codice", "Codice", 12, elastica=True),
                Colonna("sostitutivo", "Sostitutivo", 12),
                Colonna("documenti", "Docum.", 7, "intero"),
                Colonna("righe", "Righe", 6, "intero"),
                Colonna("prezzi", "Prezzi", 6, "intero"),
                Colonna("particolarita", "Partic.", 7, "intero"),
                Colonna("altri", "Altri", 5, "intero"),
            ],
            marche=MARCHE,
            vuoto="Nessun codice precancellato con un codice sostitutivo.",
        )

    @property
    def elenco(self) -> Elenco:
        return self.query_one(Elenco)

    @property
    def modificato(self) -> bool:
        """Marks are a choice, not data."""
        return False

    @property
    def scelti(self) -> list[str] | None:
        """The codes marked, None for all."""
        return sorted(str(codice) for codice in self.elenco.segni) or None

    async def apri(self) -> None:
        await self.prova()

    async def prova(self) -> None:
        """F5: count again what would change; nothing is written."""

        def conta(sessione: Session, _risposte: Risposte) -> list[Sostituzione]:
            return sostituzione.prova(sessione, self.contesto)

        if provate := await self.conferma_regola(conta):
            righe = [_riga(una) for una in provate.valore]
            await self.elenco.mostra_subito(SorgenteLista(righe, "codice"))
            self.avvisa(f"{_quanti(len(righe))}. F10 sostituisce; * su una riga la sceglie, e vale solo per le scelte.")

    def on_riga_indicata(self, event: RigaIndicata) -> None:
        """What is lost with the code under the bar."""
        note = (self.elenco.riga or {}).get("note")
        if note:
            self.avvisa(str(note))

    async def conferma(self) -> None:
        """F10: everywhere, in one transaction."""
        scelti = self.scelti
        quanti = self.elenco.totale if scelti is None else len(scelti)
        if not quanti:
            self.avvisa("Nessun codice da sostituire.", grave=True)
            return
        domanda = f"ATTENZIONE Sostituisco ovunque e cancello {_quanti(quanti)}: non si torna indietro. Confermi"
        if not await self.conferma_cancellazione(domanda):
            return

        def scrivi(sessione: Session, _risposte: Risposte) -> list[Sostituzione]:
            return sostituzione.sostituisci(sessione, self.contesto, scelti)

        if fatte := await self.conferma_regola(scrivi):
            documenti = sum(una.documenti for una in fatte.valore)
            self.elenco.segni.clear()
            await self.prova()
            self.avvisa(f"Sostituiti: {_quanti(len(fatte.valore))}; documenti toccati: {documenti}.")


def _riga(una: Sostituzione) -> dict[str, Any]:
    altri = una.prestazioni_tipiche + una.contratti + una.agenda + una.altri_codici + una.allegati
    note = f"{una.codice}: {'; '.join(una.note)}." if una.note else ""
    return asdict(una) | {"altri": altri, "note": note}


def _quanti(quanti: int) -> str:
    return "1 codice" if quanti == 1 else f"{quanti} codici"
