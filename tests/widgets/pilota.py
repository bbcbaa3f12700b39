"""The test program driven by Pilot: keys, then a wait until they have all had their effect."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot

from parcella.widgets.messaggi import Messaggi
from terminal.programma import Documenti, Documento, Prova, programma

SEGNI = {"enter": "\r", "space": " ", "asterisk": "*", "plus": "+", "minus": "-"}


class Mani:
    """Two hands on the keyboard, eyes on the screen."""

    def __init__(self, pilota: Pilot[None], app: Prova) -> None:
        self.pilota, self.app = pilota, app

    async def premi(self, *tasti: str) -> None:
        """Strike keys, all in one burst: the type-ahead is on trial in every test."""
        for tasto in tasti:
            carattere = SEGNI.get(tasto, tasto if len(tasto) == 1 else None)
            self.app.post_message(events.Key(tasto, carattere))
        await self.quiete()

    async def scrivi(self, testo: str) -> None:
        await self.premi(*({"\n": "enter", " ": "space"}.get(c, c) for c in testo))

    async def quiete(self) -> None:
        """Wait until all that was struck has had its effect."""
        await asyncio.sleep(0)
        await self.fino_a(lambda: self.app.coda_ferma)
        await self.pilota.pause()
        await self.fino_a(lambda: self.app.coda_ferma)

    async def fino_a(self, condizione: Callable[[], Any]) -> None:
        async with asyncio.timeout(20):
            while not condizione():
                await asyncio.sleep(0.01)

    async def clic(self, x: int, y: int) -> None:
        await self.pilota.click(offset=(x, y))
        await self.quiete()

    @property
    def documento(self) -> Documento:
        return next(s for s in self.app.screen_stack if isinstance(s, Documento))

    @property
    def documenti(self) -> Documenti:
        return next(s for s in self.app.screen_stack if isinstance(s, Documenti))

    @property
    def messaggio(self) -> str:
        return self.app.screen.query_one(Messaggi).testo

    @property
    def video(self) -> list[str]:
        """What the screen shows, line by line."""
        larghezza, altezza = self.app.size
        righe = self.app.screen._compositor.render_strips()
        return ["".join(s.text for s in riga).rstrip()[:larghezza] for riga in righe][:altezza]

    def dove(self, testo: str) -> tuple[int, int]:
        """Where a text is on the screen: column and line."""
        for y, riga in enumerate(self.video):
            if testo in riga:
                return riga.index(testo), y
        raise AssertionError(f"{testo!r} non si vede:\n" + "\n".join(self.video))


@asynccontextmanager
async def prova(archivio: Path | None = None, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Mani]:
    app = programma(archivio)
    async with app.run_test(size=size) as pilota:
        mani = Mani(pilota, app)
        await mani.quiete()
        yield mani
