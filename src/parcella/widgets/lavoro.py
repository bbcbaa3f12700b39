"""A long work in a window of its own: how far it is, and Esc that gives it up between one step and the next."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from parcella.keyboard.comandi import Comando
from parcella.widgets.avanzamento import Avanzamento
from parcella.widgets.finestra import Finestra
from parcella.widgets.schermo import Fatto, Schermo

T = TypeVar("T")
Avanza = Callable[[str, int, int], None]
"""What the work calls from its thread: what it is doing, steps done, steps in all. Raises `Interrotto` after Esc."""


class Interrotto(Exception):  # noqa: N818 - not an error
    """The operator gave the work up."""


@dataclass(frozen=True, slots=True)
class _Esito(Generic[T]):
    valore: T | None = None
    errore: Exception | None = None

    def rendi(self) -> T:
        """What the work returned, or what it raised."""
        if self.errore is not None:
            raise self.errore
        return self.valore  # type: ignore[return-value]


class FinestraLavoro(Finestra[_Esito[Any]]):
    """Closed by the end of the work; with None if it was given up."""

    DEFAULT_CSS = """
    FinestraLavoro { align: center middle; }
    FinestraLavoro > Vertical { border: double ansi_default; width: 72; max-width: 100%; height: auto; padding: 0 1; }
    FinestraLavoro Static { width: 100%; height: auto; }
    """
    fa_aspettare = True
    comandi = [Comando("lavoro.interrompi", "escape", "Interrompi", "interrompi")]

    def __init__(self, titolo: str, lavoro: Callable[[Avanza], Any]) -> None:
        super().__init__()
        self.titolo, self.lavoro = titolo, lavoro
        self.interrotto = False
        self._compito: asyncio.Task[None] | None = None

    def compose(self) -> ComposeResult:
        with Vertical() as cornice:
            cornice.border_title = self.titolo
            yield Avanzamento()
            yield Static("Esc interrompe: non resta scritto nulla.", markup=False)

    def on_mount(self) -> None:
        self.query_one(Avanzamento).inizia(self.titolo, 0)
        self._compito = asyncio.create_task(self._fai())

    def on_unmount(self) -> None:
        self.interrotto = True  # the program is leaving

    def interrompi(self) -> None:
        """Esc: the next step will not be made."""
        self.interrotto = True

    async def _fai(self) -> None:
        try:
            self.chiudi(_Esito(await asyncio.to_thread(self.lavoro, self._avanza)))
        except Interrotto:
            self.chiudi(None)
        except Exception as errore:  # noqa: BLE001 - told by the screen that asked for the work
            self.chiudi(_Esito(errore=errore))

    def _avanza(self, fase: str, fatti: int, totale: int) -> None:
        if self.interrotto:
            raise Interrotto
        for linea in self.query(Avanzamento):
            linea.titolo, linea.fatti, linea.totale = fase, fatti, totale


async def con_avanzamento(schermo: Schermo[Any], titolo: str, lavoro: Callable[[Avanza], T]) -> Fatto[T] | None:
    """Carry out a work in a thread, in a window; None when it was given up or refused, with the operator told."""
    esito: _Esito[T] | None = await schermo.programma.attendi(FinestraLavoro(titolo, lavoro))
    if esito is None:
        schermo.avvisa("Interrotto: non è stato scritto nulla.")
        return None
    return await schermo.esegui(esito.rendi)
