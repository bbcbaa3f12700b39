"""The message line above the key bar: the hint of the field, what happened, what is refused."""

import textwrap

from textual.strip import Strip
from textual.widget import Widget

from parcella.widgets.tratti import ACCENTO, NORMALE, entro, striscia


class Messaggi(Widget):
    """One line, or as many as a long message needs. A refusal stands out in bold after a mark."""

    DEFAULT_CSS = "Messaggi { height: 1; background: transparent; }"

    testo = ""
    grave = False
    _fresco = False
    _al_lavoro = False

    def mostra(self, testo: str, grave: bool = False) -> None:
        """Say something."""
        self.testo, self.grave, self._fresco = testo, grave, True
        self._misura()

    def suggerisci(self, aiuto: str, giorno: str = "") -> None:
        """Show the hint of the field just reached, after the weekday of the date just left.

        A field without a hint leaves what was just said.
        """
        if aiuto or not self._fresco or self.grave:
            self.testo, self.grave = " · ".join(filter(None, (giorno, aiuto))), False
        self._fresco = False
        self._misura()

    def on_resize(self) -> None:
        self._misura()

    def _righe(self) -> list[str]:
        segno = " ! " if self.grave else " "
        largo = max(20, self.size.width)
        return textwrap.wrap(self.testo, largo, initial_indent=segno, subsequent_indent=" " * len(segno)) or [""]

    def _misura(self) -> None:
        """Never cut what is said: what to type is at the end of it."""
        righe = len(self._righe()) if self.size.width else 1
        if self.size.height and righe != self.size.height:
            self.styles.height = righe
        self.refresh()

    def lavora(self, al_lavoro: bool) -> None:
        """Tell that something is being done."""
        self._al_lavoro = al_lavoro
        self.refresh()

    def render_line(self, y: int) -> Strip:
        largo = self.size.width
        if self._al_lavoro:
            return striscia([(" … attendere …" if y == 0 else "", NORMALE)], largo)
        righe = self._righe()
        testo = righe[y] if y < len(righe) else ""
        return striscia([(entro(testo, largo), ACCENTO if self.grave else NORMALE)], largo)
