"""How far a long work is: one line, there only while it lasts."""

from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from parcella.widgets.tratti import NORMALE, entro, striscia

_OGNI = 0.1
_BARRA = 30


class Avanzamento(Widget):
    """`inizia`, then `passo` once a step from the thread that works, then `finisci`."""

    DEFAULT_CSS = "Avanzamento { height: 1; background: transparent; }"

    titolo = ""
    totale = 0
    fatti = 0
    _orologio: Timer | None = None

    def on_mount(self) -> None:
        self.display = False

    def inizia(self, titolo: str, totale: int) -> None:
        """Show the line."""
        self.titolo, self.totale, self.fatti = titolo, totale, 0
        self.display = True
        self._orologio = self._orologio or self.set_interval(_OGNI, self.refresh)

    def passo(self) -> None:
        """A step more. It only counts: the screen's own clock draws."""
        self.fatti += 1

    def finisci(self) -> None:
        """Take the line away."""
        if self._orologio is not None:
            self._orologio.stop()
            self._orologio = None
        self.display = False

    def render_line(self, y: int) -> Strip:
        pieni = _BARRA * min(self.fatti, self.totale) // max(1, self.totale)
        barra = "█" * pieni + "░" * (_BARRA - pieni)
        testo = f" {self.titolo} {barra} {self.fatti} di {self.totale}"
        return striscia([(entro(testo, self.size.width), NORMALE)], self.size.width)
