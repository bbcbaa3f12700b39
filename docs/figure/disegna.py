"""Draw the pictures of the README from the demo studio: `make pictures`. Look at them before committing them."""

import asyncio
import sys
import tempfile
from datetime import date
from pathlib import Path

from parcella.app import Parcella
from parcella.batch.opzioni import Opzioni
from parcella.batch.principale import esegui

GIORNO = date(2026, 6, 30)
DOVE = Path(__file__).parent


async def disegna(archivio: Path) -> None:
    """The menu, and a parcella being written."""
    programma = Parcella(Opzioni(archivio=str(archivio), utente="elisa", data_lavoro=GIORNO))
    async with programma.run_test(size=(80, 24)) as pilota:
        await pilota.pause(2.0)
        programma.save_screenshot("menu.svg", str(DOVE))
        await pilota.press("1", "enter")
        await pilota.pause(1.0)
        await pilota.press(*"PA", "enter", "enter", "enter", "enter", "enter", "enter")
        await pilota.press(*"501.00003", "enter", "enter")
        for codice, quantita in (("CONSUL", "3"), ("CONTSEM", "1"), ("VISURA", "2")):
            await pilota.press(*codice, "enter", *quantita, "enter", "enter", "enter")
        await pilota.pause(1.0)
        programma.save_screenshot("parcella.svg", str(DOVE))


def main() -> int:
    with tempfile.TemporaryDirectory() as cartella:
        studio = Path(cartella) / "demo"
        esito = esegui(["demo", "--cartella", str(studio), "--data-lavoro", GIORNO.isoformat(), "--json"])
        asyncio.run(disegna(studio / "studio.parcella"))
    return esito


if __name__ == "__main__":
    sys.exit(main())
