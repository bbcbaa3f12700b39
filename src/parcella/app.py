"""The Textual application: start-up, and what happens when the terminal goes away.

It paints first; the ledger (and with it SQLAlchemy) is imported afterwards, in a thread.
"""

import asyncio
import importlib
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from parcella.widgets.finestra import Comandabile
from parcella.widgets.programma import Programma
from parcella.widgets.programma import Sessione as Sessione


def leggi_aiuto(pagina: str) -> str:
    """A page of the user's manual, `docs/schermi/<pagina>.md`, from the package or from the repository."""
    qui = Path(__file__).resolve().parent
    for cartella in (qui / "docs" / "schermi", qui.parents[1] / "docs" / "schermi"):
        percorso = cartella / f"{pagina}.md"
        if percorso.is_file():
            return percorso.read_text(encoding="utf-8")
    return f"# {pagina}\n\nLa pagina del manuale non è ancora stata scritta."


class Parcella(Programma):
    """The program."""

    da_caricare: tuple[str, ...] = ("sqlmodel", "parcella.ledger.esito")
    """Modules imported in a thread as soon as the first screen is painted."""

    def __init__(
        self,
        sessione: Sessione,
        *,
        leggi_aiuto: Callable[[str], str] = leggi_aiuto,
        mappa: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        super().__init__(sessione, leggi_aiuto=leggi_aiuto, mappa=mappa)

    def on_mount(self) -> None:
        anello = asyncio.get_running_loop()
        for segnale in (signal.SIGHUP, signal.SIGTERM):
            with suppress(NotImplementedError):  # loops without signals: drafts are a fraction of a second older
                anello.add_signal_handler(segnale, self._lascia, segnale)
        self.call_after_refresh(self._carica_libri)
        if self.errore_mappa:
            self.call_after_refresh(self._di_errore_mappa)

    def _carica_libri(self) -> None:
        """Import the ledger now that the first screen is painted: a hand takes longer to choose a line of the menu."""
        asyncio.get_running_loop().run_in_executor(None, lambda: [*map(importlib.import_module, self.da_caricare)])

    def _di_errore_mappa(self) -> None:
        if isinstance(self.screen, Comandabile):
            self.screen.avvisa(self.errore_mappa, grave=True)

    # --- going down ---

    def _lascia(self, segnale: signal.Signals) -> None:
        """The window was closed, or the system is going down: drafts first, then an orderly exit."""
        self.salva_bozze()
        if segnale == signal.SIGHUP:
            _senza_terminale()
        self.exit(return_code=128 + segnale)

    def _handle_exception(self, error: Exception) -> None:
        """An error of ours must not cost the operator what was typed."""
        self.salva_bozze()
        super()._handle_exception(error)


def _senza_terminale() -> None:
    """The terminal is gone: put nothing in its place, or the threads that read and write it would fail or wait."""
    nulla = os.open(os.devnull, os.O_RDWR)
    for descrittore in (0, 1, 2):
        os.dup2(nulla, descrittore)
    os.close(nulla)
