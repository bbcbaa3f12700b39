"""The calendar of F2 on a date: arrows move by a day or a week, pages by a month, Enter takes the day."""

import calendar
from datetime import date, timedelta

from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from parcella.widgets.finestra import Finestra
from parcella.widgets.tratti import BARRA, FORTE, NORMALE, SPENTO, Tratto, striscia

MESI = (
    "Gennaio", "Febbraio", "Marzo", "Aprile", "Maggio", "Giugno", "Luglio", "Agosto", "Settembre", "Ottobre",
    "Novembre", "Dicembre",
)  # fmt: skip


class _Mese(Widget):
    """A month, a week a line."""

    giorno: date

    def render_line(self, y: int) -> Strip:
        if y == 0:
            return striscia([(f"{MESI[self.giorno.month - 1]} {self.giorno.year}".center(22), FORTE)], self.size.width)
        if y == 1:
            return striscia([(" lu ma me gi ve sa do ", SPENTO)], self.size.width)
        settimane = calendar.monthcalendar(self.giorno.year, self.giorno.month)
        tratti: list[Tratto] = [(" ", NORMALE)]
        for numero in settimane[y - 2] if y - 2 < len(settimane) else ():
            stile: Style = BARRA if numero == self.giorno.day else NORMALE
            tratti += [(f"{numero:>2}" if numero else "  ", stile), (" ", NORMALE)]
        return striscia(tratti, self.size.width)


class Calendario(Finestra[date]):
    """Closed with the day chosen, or None."""

    DEFAULT_CSS = """
    Calendario { align: center middle; }
    Calendario _Mese { border: solid ansi_default; width: 24; height: 10; }
    """

    def __init__(self, giorno: date) -> None:
        super().__init__()
        self.mese = _Mese()
        self.mese.giorno = giorno
        self.mese.border_subtitle = "Invio · Esc"

    def compose(self) -> ComposeResult:
        yield self.mese

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        giorni = {"left": -1, "right": 1, "up": -7, "down": 7}
        mesi = {"pageup": -1, "pagedown": 1}
        if event.key == "escape":
            self.chiudi(None)
        elif event.key == "enter":
            self.chiudi(self.mese.giorno)
        elif event.key in giorni:
            self._vai(self.mese.giorno + timedelta(giorni[event.key]))
        elif event.key in mesi:
            self._vai(_sposta_mese(self.mese.giorno, mesi[event.key]))

    def _vai(self, giorno: date) -> None:
        self.mese.giorno = giorno
        self.mese.refresh()


def _sposta_mese(giorno: date, mesi: int) -> date:
    """The same day some months away, or the last of that month."""
    anno, mese = divmod(giorno.year * 12 + giorno.month - 1 + mesi, 12)
    return date(anno, mese + 1, min(giorno.day, calendar.monthrange(anno, mese + 1)[1]))
