"""The real program driven by Pilot at 80x24, on an archive: `async with programma(percorso) as mani`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

from parcella.app import Parcella
from parcella.batch.opzioni import Opzioni
from screens.conftest import LAVORO
from widgets.pilota import Mani


@asynccontextmanager
async def programma(
    percorso: Path,
    *schermi: Any,
    size: tuple[int, int] = (80, 24),
    utente: str | None = "anna",
    azienda: str | None = None,
    data_lavoro: date | None = LAVORO,
) -> AsyncIterator[Mani]:
    """The program started as the command line starts it; `schermi` are opened over the menu."""
    app = Parcella(Opzioni(str(percorso), azienda, data_lavoro, utente), mappa={"conferma": ("f10", "ctrl+s")})
    async with app.run_test(size=size) as pilota:
        mani = Mani(pilota, app)  # type: ignore[arg-type]
        await mani.quiete()
        for schermo in schermi:
            await app.push_screen(schermo)
            await mani.quiete()
        yield mani
