"""A long work in its window: what is struck meanwhile is for after it, and Esc is for it at once."""

import asyncio
import threading

from textual import events

from parcella.widgets.lavoro import Avanza, FinestraLavoro, con_avanzamento
from widgets.pilota import Mani, prova


def batti(mani: Mani, testo: str) -> None:
    for carattere in testo:
        nome = {"\n": "enter", "\x1b": "escape"}.get(carattere, carattere)
        mani.app.post_message(events.Key(nome, "\r" if nome == "enter" else carattere))


async def apri(mani: Mani, fine: threading.Event) -> None:
    """A work that goes on until `fine`, a step every hundredth of a second."""

    def lavoro(avanza: Avanza) -> None:
        while not fine.wait(0.01):
            avanza("Lettura", 1, 2)

    async def comando() -> None:
        await con_avanzamento(mani.documento, "Lettura", lavoro)

    mani.app.lavora(comando())
    await mani.fino_a(lambda: isinstance(mani.app.screen, FinestraLavoro))


async def test_quel_che_si_batte_va_dove_sarebbe_andato_dopo() -> None:
    fine = threading.Event()
    async with prova() as mani:
        await apri(mani, fine)
        batti(mani, "501.00001\n")
        await asyncio.sleep(0.1)
        fine.set()
        await mani.quiete()
        assert any("Rossi s.r.l." in riga for riga in mani.video)


async def test_esc_interrompe_senza_aspettare_il_suo_turno() -> None:
    fine = threading.Event()
    async with prova() as mani:
        await apri(mani, fine)
        batti(mani, "501.00001\n\x1b")
        await mani.fino_a(lambda: mani.app.screen is mani.documento)
        await mani.quiete()
        assert not fine.is_set()
        assert any("Rossi s.r.l." in riga for riga in mani.video)
