"""What every screen may ask of the program it runs in: session, key map, windows, drafts, orderly leaving."""

import asyncio
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from textual import events
from textual.app import App
from textual.screen import Screen

from parcella.keyboard.comandi import MappaNonValida, leggi_mappa
from parcella.keyboard.tasti import FunctionKeys, TypeAhead
from parcella.widgets.finestra import Comandabile
from parcella.widgets.schermo import Schermo

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sessione:
    """Who works, on which company, and the date that "today" means."""

    archivio: Path | None
    azienda: str
    ragione_sociale: str
    utente: str
    data_di_lavoro: date


class TastiComando(App[None]):
    """Function and control keys give the commands of the screen before any field can swallow them."""

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded and prioritario(event.key):
            schermo = self.screen
            if isinstance(schermo, Comandabile) and schermo.comando_da_tasto(event.key):
                return
        await super().on_event(event)


def prioritario(tasto: str) -> bool:
    """Keys that no field types or edits with."""
    modificatori, _, nome = tasto.rpartition("+")
    return (nome.startswith("f") and nome[1:].isdigit()) or (modificatori == "ctrl" and nome in "glorsyq")


class Programma(FunctionKeys, TypeAhead, TastiComando):
    """The mixins' order matters: name the key, queue it, give its command."""

    TITLE = "parcella"
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { scrollbar-color: ansi_default; scrollbar-background: ansi_default; }
    """

    def __init__(
        self,
        sessione: Sessione,
        *,
        leggi_aiuto: Callable[[str], str],
        mappa: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        super().__init__(ansi_color=True)  # the terminal's own sixteen colours, on its own background
        self.theme = "ansi-dark"
        self.sessione = sessione
        self.leggi_aiuto = leggi_aiuto
        self.difetto: Exception | None = None
        """The error of ours that ended the program."""
        self.errore_mappa = ""
        try:
            self.mappa = dict(leggi_mappa() if mappa is None else mappa)
        except MappaNonValida as errore:
            self.mappa = dict(leggi_mappa(Path(os.devnull)))
            self.errore_mappa = str(errore)
        self.set_keymap({nome: ",".join(tasti) for nome, tasti in self.mappa.items()})

    @property
    def lavoro(self) -> date:
        """The session's working date: what "today" means."""
        return self.sessione.data_di_lavoro

    def on_mount(self) -> None:
        anello = asyncio.get_running_loop()
        for segnale in (signal.SIGHUP, signal.SIGTERM):
            with suppress(NotImplementedError):  # loops without signals: drafts are a fraction of a second older
                anello.add_signal_handler(segnale, self._lascia, segnale)
        if self.errore_mappa:
            self.call_after_refresh(self._di_errore_mappa)

    def on_unmount(self) -> None:
        self.ferma_coda()

    def _di_errore_mappa(self) -> None:
        if isinstance(self.screen, Comandabile):
            self.screen.avvisa(self.errore_mappa, grave=True)

    # --- windows ---------------------------------------------------------------------------------------------------

    async def attendi(self, schermo: Screen[T]) -> T | None:
        """Open a window (or a screen) and wait for its answer, in the middle of a command; keys go to it meanwhile."""
        chiuso: asyncio.Future[T | None] = asyncio.get_running_loop().create_future()

        def risposto(esito: T | None) -> None:
            if not chiuso.done():
                chiuso.set_result(esito)

        if isinstance(self.screen, Comandabile):
            self.screen.scorda_rifiuto()
        aspettano = isinstance(schermo, Comandabile) and schermo.fa_aspettare
        with nullcontext() if aspettano else self.coda_aperta():
            self.push_screen(schermo, risposto)
            return await chiuso

    def passa_avanti(self, tasto: str) -> bool:
        schermo = self.screen_stack[-1] if self.screen_stack else None
        if not isinstance(schermo, Comandabile) or not schermo.fa_aspettare:
            return False
        return any(tasto in comando.tasti(self.mappa) for comando in schermo.comandi)

    async def chiedi_chiusura(self) -> None:
        """Ctrl+Q: leave the program, if nothing typed would be lost or the operator says so."""
        aperti = [s for s in self.screen_stack if isinstance(s, Schermo)]
        modificati = [s for s in aperti if s.modificato]
        if modificati:
            dove = ", ".join(s.titolo for s in modificati)
            domanda = f"Ci sono dati non confermati in: {dove}. Chiudo il programma e li abbandono"
            if await aperti[-1].chiedi(domanda, "N") != "S":
                return
        for schermo in aperti:
            schermo.abbandona_bozza()
        self.exit()

    async def action_quit(self) -> None:
        """Textual's own way out goes through the same question."""
        self.lavora(self.chiedi_chiusura())

    def action_help_quit(self) -> None:
        """Ctrl+C, which Textual answers in English."""
        if isinstance(self.screen, Comandabile):
            self.screen.avvisa("Ctrl+C non chiude il programma: Ctrl+Q lo chiude, Esc torna indietro.")

    # --- drafts ---

    def salva_bozze(self) -> None:
        """Write the draft of every open screen, now."""
        for schermo in self.screen_stack:
            if isinstance(schermo, Schermo):
                try:
                    schermo.salva_bozza()
                except OSError:
                    continue  # the next screen may be luckier; there is nobody left to tell

    def _lascia(self, segnale: signal.Signals) -> None:
        """The window was closed, or the system is going down: drafts first, then an orderly exit."""
        self.salva_bozze()
        if segnale == signal.SIGHUP:
            _senza_terminale()
        self.exit(return_code=128 + segnale)

    def _handle_exception(self, error: Exception) -> None:
        """An error of ours must not cost the operator what was typed."""
        self.difetto = error
        self.salva_bozze()
        super()._handle_exception(error)

    def _print_error_renderables(self) -> None:
        """A traceback is for the log file: who runs the program writes it there, and says it in a sentence."""
        if self.difetto is None or "debug" in self.features:
            super()._print_error_renderables()

    async def _attendi_effetti(self) -> None:
        await super()._attendi_effetti()
        schermo = self.screen
        if isinstance(schermo, Comandabile):
            schermo.aggiorna_barra()


def _senza_terminale() -> None:
    """The terminal is gone: put nothing in its place, or the threads that read and write it would fail or wait."""
    nulla = os.open(os.devnull, os.O_RDWR)
    for descrittore in (0, 1, 2):
        os.dup2(nulla, descrittore)
    os.close(nulla)
