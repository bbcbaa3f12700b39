"""What screens and windows have in common: commands, the message line, work off the screen's thread."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, cast

from textual import events
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen

from parcella.keyboard.comandi import Comando, legenda
from parcella.widgets.messaggi import Messaggi

if TYPE_CHECKING:
    from parcella.widgets.programma import Programma

T = TypeVar("T")
P = ParamSpec("P")
PAZIENZA = 0.3
"""Seconds of work before the screen says that it is working."""

Voce = tuple[DOMNode, Comando]
"""A command and the node whose method it calls."""


class Comandabile(Screen[T], Generic[T]):
    """A screen whose commands are declared: in `comandi`, and in those of the widget that has the focus."""

    comandi: list[Comando] = []
    comandi_di_serie: list[Comando] = []
    fa_aspettare = False
    """Nothing is typed here: keys wait for what comes after, all but those of its commands."""

    @property
    def programma(self) -> "Programma":
        """The running program: its session, its windows, its keyboard."""
        return cast("Programma", self.app)

    # --- commands ----------------------------------------------------------------------------------

    def voci(self) -> list[Voce]:
        """All commands of the moment; a command of the screen hides one of the widget on the same key."""
        voci: list[Voce] = [(self, c) for c in self.comandi]
        if self.focused is not None:
            voci += [(self.focused, c) for c in getattr(self.focused, "comandi", ())]
        voci += [(self, c) for c in self.comandi_di_serie]
        viste: set[str] = set()
        return [v for v in voci if not (v[1].id in viste or viste.add(v[1].id))]  # type: ignore[func-returns-value]

    @staticmethod
    def e_attivo(voce: Voce) -> bool:
        """The command can be given now."""
        nodo, comando = voce
        if comando.attivo is None:
            return True
        condizione = getattr(nodo, comando.attivo)
        return bool(condizione() if callable(condizione) else condizione)

    def comando_da_tasto(self, tasto: str) -> bool:
        """Give the command of a key; False if the key has none."""
        mie = [v for v in self.voci() if tasto in v[1].tasti(self.programma.mappa)]
        for voce in mie:
            if self.e_attivo(voce):
                self.dai_comando(voce)
                return True
        if mie:
            self.avvisa(f"{legenda(tasto)} {mie[0][1].etichetta}: ora non è possibile.", grave=True)
        return bool(mie)

    def dai_comando(self, voce: Voce) -> None:
        """Run a command's method; what it awaits keeps the keyboard waiting, save for the windows it opens."""
        nodo, comando = voce
        self.scorda_rifiuto()
        lavoro = getattr(nodo, comando.azione)()
        if asyncio.iscoroutine(lavoro):
            self.programma.lavora(lavoro)

    def on_key(self, event: events.Key) -> None:
        """Keys that the focused widget had no use for (Esc, Ins, letters)."""
        if self.comando_da_tasto(event.key):
            event.stop()
            event.prevent_default()

    def scorda_rifiuto(self) -> None:
        """A command begins, or a window opens: what was refused before is not about it."""

    def aggiorna_barra(self) -> None:
        """The commands of the moment may have changed. Called after every key."""

    # --- messages and work -------------------------------------------------------------------------

    def avvisa(self, testo: str, grave: bool = False) -> None:
        """Say something on the message line; `grave` rings and stands out."""
        if grave:
            self.app.bell()
        for riga in self.query(Messaggi):
            riga.mostra(testo, grave)

    async def in_disparte(self, funzione: Callable[P, Any], *args: P.args, **kwargs: P.kwargs) -> Any:
        """Run a function in a thread, telling the operator if it takes long."""
        lavoro = asyncio.ensure_future(asyncio.to_thread(funzione, *args, **kwargs))
        finito, _ = await asyncio.wait({lavoro}, timeout=PAZIENZA)
        if finito:
            return lavoro.result()
        righe = list(self.query(Messaggi))
        for riga in righe:
            riga.lavora(True)
        try:
            return await lavoro
        finally:
            for riga in righe:
                riga.lavora(False)


class Finestra(Comandabile[T | None], ModalScreen[T | None], Generic[T]):
    """A window over a screen, closed with its answer; `None` means that the operator gave up."""

    DEFAULT_CSS = "Finestra { background: transparent; } Finestra:ansi { background: transparent; }"

    _chiusa = False

    def chiudi(self, esito: T | None) -> None:
        """Close with an answer; a second call (a key struck in the meantime) changes nothing."""
        if not self._chiusa:
            self._chiusa = True
            self.dismiss(esito)
