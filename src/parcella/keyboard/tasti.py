"""From a terminal's bytes to one name per key, delivered one at a time.

`class Parcella(FunctionKeys, TypeAhead, ..., App)`, in this order: the first names the key, the second queues it. The
other way round an F3 made out of a cursor report would overtake the keys typed before it.
"""

import asyncio
import os
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from textual import events
from textual._keyboard_protocol import FUNCTIONAL_KEYS  # private: guarded by tests/terminal
from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from textual.app import App

    _App = App[Any]
else:
    _App = object

# PuTTY and rxvt number Shift+Fn this way; stock Textual takes the number for a character code.
FUNCTIONAL_KEYS.update(
    {
        "25~": "f13",
        "26~": "f14",
        "28~": "f15",
        "29~": "f16",
        "31~": "f17",
        "32~": "f18",
        "33~": "f19",
        "34~": "f20",
    }
)


def alias_dei_tasti(term: str) -> dict[str, str]:
    """The names to replace: PuTTY and rxvt call Shift+F3 F13, Debian's Linux console calls Shift+F1 F13."""
    scarto = 12 if term == "linux" else 10
    alias = {f"f{n + scarto}": f"shift+f{n}" for n in range(13 - scarto, 21 - scarto)}
    return alias | {"f23": "shift+f11", "f24": "shift+f12", "ctrl+j": "enter"}  # ctrl+j: Enter on the keypad


ALIAS = alias_dei_tasti(os.environ.get("TERM", ""))


def f3_da_posizione_cursore(x: int, y: int) -> str | None:
    """ESC[1;<modifier>R is F3 with modifiers: a full-screen program never asks where the cursor is."""
    bit_attivi = x & ~(64 | 128)  # Caps Lock, Num Lock
    if y != 0 or not 0 <= bit_attivi <= 7:
        return None
    return "+".join([nome for bit, nome in ((2, "alt"), (4, "ctrl"), (1, "shift")) if bit_attivi & bit] + ["f3"])


class FunctionKeys(_App):
    """Give each key its one name, whatever the terminal sent."""

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.CursorPosition):
            if key := f3_da_posizione_cursore(event.x, event.y):
                event = events.Key(key, None)
        elif isinstance(event, events.Key) and event.key in ALIAS:
            key = ALIAS[event.key]
            event = events.Key(key, "\r" if key == "enter" else None)
        await super().on_event(event)


def _e_testo(event: events.Event | None) -> bool:
    return isinstance(event, events.Key) and event.is_printable


class TypeAhead(_App):
    """Deliver a key only when the one before has had its whole effect: focus moved, window opened, answer come.

    Mouse buttons and pasted text wait their turn in the same queue; each line of a paste but the last is followed by
    Enter, so that pasted lines go to successive fields as if they were typed. `coda_chiusa` keeps what is typed
    waiting while work goes on in a thread; `coda_aperta` lets it through to a window opened in the middle of it.
    """

    _coda: "asyncio.Queue[events.Event] | None" = None
    _chiusure: set[object]
    """Jobs in progress; those in `_sospese` wait for a window, and hold nothing back."""
    _sospese: set[object]
    _via_libera: asyncio.Event
    _in_consegna: bool = False
    battuto_alle: float = 0.0
    """When the key being delivered was struck, by the clock of Textual's events."""
    _consegna: "asyncio.Task[None]"
    _lavori: "set[asyncio.Task[None]]"

    async def on_event(self, event: events.Event) -> None:
        if getattr(event, "is_forwarded", False) or (isinstance(event, events.Key) and self.passa_avanti(event.key)):
            await super().on_event(event)
        elif isinstance(event, events.Paste):
            righe = event.text.splitlines() or [""]
            for numero, riga in enumerate(righe):
                if riga:
                    self._accoda(events.Paste(riga))
                if numero < len(righe) - 1:
                    self._accoda(events.Key("enter", "\r"))
        elif isinstance(event, events.Key | events.MouseDown | events.MouseUp):
            self._accoda(event)
        else:
            await super().on_event(event)

    def passa_avanti(self, tasto: str) -> bool:
        """The key is for a work in progress, and does not wait behind what was typed for after its end."""
        return False

    @property
    def coda_ferma(self) -> bool:
        """True when all that was typed has been delivered and has had its effect."""
        return self._coda is None or (
            self._coda.empty() and not self._in_consegna and self._via_libera.is_set() and not self.message_queue_size
        )

    @contextmanager
    def coda_chiusa(self) -> Iterator[None]:
        """Hold back the keys typed from now on: the work in progress decides where they belong."""
        self._prepara_coda()
        chiusura = object()
        self._chiusure.add(chiusura)
        self._aggiorna_cancello()
        try:
            yield
        finally:
            self._chiusure.discard(chiusura)
            self._sospese.discard(chiusura)
            self._aggiorna_cancello()

    @contextmanager
    def coda_aperta(self) -> Iterator[None]:
        """Let the keys through again, for the window that the work in progress has opened."""
        self._prepara_coda()
        mie = self._chiusure - self._sospese
        self._sospese |= mie
        self._aggiorna_cancello()
        try:
            yield
        finally:
            self._sospese -= mie
            self._aggiorna_cancello()

    def _aggiorna_cancello(self) -> None:
        if self._chiusure - self._sospese:
            self._via_libera.clear()
        else:
            self._via_libera.set()

    def lavora(self, lavoro: Coroutine[Any, Any, object]) -> None:
        """Do a job that a key has started, out of its handler; the keys typed meanwhile wait for its end."""
        cancello = self.coda_chiusa()
        cancello.__enter__()

        async def fino_in_fondo() -> None:
            try:
                await lavoro
            except Exception as errore:  # noqa: BLE001 - as above
                self._handle_exception(errore)

        def finito(compito: "asyncio.Task[None]") -> None:
            # Not in the coroutine: one cancelled before its start would leave the keyboard dead.
            self._lavori.discard(compito)
            cancello.__exit__(None, None, None)
            lavoro.close()

        compito = asyncio.create_task(fino_in_fondo())
        self._lavori.add(compito)
        compito.add_done_callback(finito)

    def ferma_coda(self) -> None:
        """End the delivery: the program is leaving."""
        if self._coda is not None:
            for compito in (self._consegna, *self._lavori):
                compito.cancel()

    def _prepara_coda(self) -> "asyncio.Queue[events.Event]":
        if self._coda is None:
            self._coda = asyncio.Queue()
            self._via_libera = asyncio.Event()
            self._via_libera.set()
            self._lavori = set()
            self._chiusure, self._sospese = set(), set()
            self._consegna = asyncio.create_task(self._consegna_tasti(self._coda), name="consegna dei tasti")
        return self._coda

    def _accoda(self, event: events.Event) -> None:
        self._prepara_coda().put_nowait(event)

    async def _consegna_tasti(self, coda: "asyncio.Queue[events.Event]") -> None:
        prossimo: events.Event | None = None
        while True:
            event, prossimo = prossimo or await coda.get(), None
            self._in_consegna = True
            try:
                await self._via_libera.wait()
                self.battuto_alle = event.time
                await super().on_event(event)
                prossimo = None if coda.empty() else coda.get_nowait()
                if not self._si_accodano(event, prossimo):
                    await self._attendi_effetti()
            except Exception as errore:  # noqa: BLE001 - must stop the program, as in any handler
                self._handle_exception(errore)
            finally:
                self._in_consegna = False

    def _si_accodano(self, event: events.Event, prossimo: events.Event | None) -> bool:
        """Two characters for a field that only takes them in: the second need not wait for the effects of the first.

        Otherwise a burst of characters costs a round of the whole screen for each.
        """
        return _e_testo(event) and _e_testo(prossimo) and bool(getattr(self.focused, "solo_testo", False))

    async def _attendi_effetti(self) -> None:
        """Wait until the effects of a key are over, however long a handler works; a new screen ends the wait."""
        for tentativo in range(25):
            prima = self.screen, self.focused
            pompe: list[MessagePump] = list((self.focused or self.screen).ancestors_with_self)
            for pompa in pompe:  # a marker through each queue, from the field up to the app
                await self._passa(pompa)
            await self._via_libera.wait()
            quieto = prima == (self.screen, self.focused) and not any(p.message_queue_size for p in pompe)
            if tentativo and quieto:
                return

    async def _passa(self, pompa: MessagePump) -> None:
        """Wait until what is in the queue of `pompa` has been handled."""
        schermo, fatto = self.screen, asyncio.Event()
        if not pompa.call_later(fatto.set):
            return
        while not fatto.is_set() and pompa.is_running and self.screen is schermo:
            try:
                await asyncio.wait_for(fatto.wait(), 0.1)
            except TimeoutError:
                continue
