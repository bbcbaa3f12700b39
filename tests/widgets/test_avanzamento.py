"""How far a long work is."""

import asyncio

from textual.app import App, ComposeResult

from parcella.widgets.avanzamento import Avanzamento


class Prova(App[None]):
    def compose(self) -> ComposeResult:
        yield Avanzamento()


async def test_si_vede_solo_durante_il_lavoro() -> None:
    async with Prova().run_test(size=(60, 3)) as pilota:
        linea = pilota.app.query_one(Avanzamento)
        assert not linea.display
        linea.inizia("Lettura", 3)
        await asyncio.to_thread(linea.passo)
        await pilota.pause()
        testo = linea.render_line(0).text
        assert testo.startswith(" Lettura ██████████░") and "1 di 3" in testo
        linea.passo()
        linea.passo()
        linea.passo()
        assert "░" not in linea.render_line(0).text
        linea.finisci()
        assert not linea.display
