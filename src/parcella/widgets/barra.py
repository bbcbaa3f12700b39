"""The key bar: one line with the commands that can be given now; a click gives them."""

from typing import TYPE_CHECKING, Any, cast

from rich.cells import cell_len
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from parcella.keyboard.comandi import legenda
from parcella.widgets.tratti import FORTE, NORMALE, Tratto, striscia

if TYPE_CHECKING:
    from parcella.widgets.finestra import Comandabile, Voce

LISTA = "lista_comandi"
PRIMI = (LISTA, "conferma", "elenco_campo")
"""Never left out for want of room."""


class Barra(Widget):
    """What does not fit is in the command list, whose own key is always shown."""

    DEFAULT_CSS = "Barra { height: 1; background: transparent; }"

    _mostrate: "list[tuple[str, str, Voce]]"

    def __init__(self) -> None:
        super().__init__()
        self._mostrate = []

    @property
    def _schermo(self) -> "Comandabile[Any]":

        return cast("Comandabile[Any]", self.screen)

    def aggiorna(self) -> None:
        """Draw the bar again if the commands of the moment have changed."""
        nuove = self._scegli()
        if [v[:2] for v in nuove] != [v[:2] for v in self._mostrate]:
            self._mostrate = nuove
            self.refresh()
        self._mostrate = nuove

    def on_resize(self) -> None:
        self.aggiorna()
        self.refresh()

    def _scegli(self) -> "list[tuple[str, str, Voce]]":
        """As many active commands as fit, the screen's own first; then in the order of the keyboard."""
        schermo = self._schermo
        mappa = schermo.programma.mappa
        voci = [v for v in schermo.voci() if v[1].barra and schermo.e_attivo(v)]
        voci.sort(key=lambda v: PRIMI.index(v[1].id) if v[1].id in PRIMI else len(PRIMI))
        scelte: list[tuple[str, str, Voce]] = []
        libere = self.size.width - 1
        for voce in voci:
            tasto = voce[1].tasti(mappa)[0]
            segno, etichetta = legenda(tasto), voce[1].etichetta
            ingombro = cell_len(segno) + cell_len(etichetta) + 3
            if ingombro - 2 <= libere and not any(segno == s for s, _, _ in scelte):
                scelte.append((segno, etichetta, voce))
                libere -= ingombro
        return sorted(scelte, key=lambda v: _ordine(v[2][1].tasti(mappa)[0], v[2][1].id))

    def render_line(self, y: int) -> Strip:
        tratti: list[Tratto] = [(" ", NORMALE)]
        for segno, etichetta, _ in self._mostrate:
            tratti += [(segno, FORTE), (" " + etichetta, NORMALE), ("  ", NORMALE)]
        return striscia(tratti, self.size.width)

    def on_click(self, event: events.Click) -> None:
        x = 1
        for segno, etichetta, voce in self._mostrate:
            fine = x + cell_len(segno) + 1 + cell_len(etichetta)
            if x <= event.x < fine:
                if self._schermo.e_attivo(voce):
                    self._schermo.dai_comando(voce)
                return
            x = fine + 2


def _ordine(tasto: str, nome: str) -> tuple[int, int, str]:
    """Function keys by number, shifted ones after, then Esc and the rest, the command list last."""
    if nome == LISTA:
        return 9, 0, ""
    base = tasto.rpartition("+")[2]
    if base.startswith("f") and base[1:].isdigit():
        return (1 if "+" in tasto else 0), int(base[1:]), tasto
    return 2, 0, tasto
