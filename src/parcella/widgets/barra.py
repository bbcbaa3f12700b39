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
PRIMI = (LISTA, "aiuto", "esci", "conferma", "elenco_campo")
"""Never left out for want of room: the rest is in the command list."""


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
        """As many active commands as fit, the screen's own first, in brief if not all do; in the keyboard's order."""
        schermo = self._schermo
        mappa = schermo.programma.mappa
        voci: dict[str, Voce] = {}
        for voce in schermo.voci():
            if voce[1].barra and schermo.e_attivo(voce):
                voci.setdefault(legenda(voce[1].tasti(mappa)[0]), voce)
        ordinate = sorted(voci.items(), key=lambda v: PRIMI.index(v[1][1].id) if v[1][1].id in PRIMI else len(PRIMI))
        scelte = self._che_entrano([(segno, voce[1].etichetta, voce) for segno, voce in ordinate])
        if len(scelte) < len(voci):
            brevi = [(s, v[1].etichetta if v[1].breve is None else v[1].breve, v) for s, v in ordinate]
            scelte = self._che_entrano(brevi)
        return sorted(scelte, key=lambda v: _ordine(v[2][1].tasti(mappa)[0], v[2][1].id))

    def _che_entrano(self, scritte: "list[tuple[str, str, Voce]]") -> "list[tuple[str, str, Voce]]":
        entrate = []
        libere = self.size.width - 1
        for segno, etichetta, voce in scritte:
            ingombro = cell_len(_scritta(segno, etichetta))
            if ingombro <= libere:
                entrate.append((segno, etichetta, voce))
                libere -= ingombro + 2
        return entrate

    def render_line(self, y: int) -> Strip:
        tratti: list[Tratto] = [(" ", NORMALE)]
        for segno, etichetta, _ in self._mostrate:
            tratti += [(segno, FORTE), (_scritta(segno, etichetta)[len(segno) :] + "  ", NORMALE)]
        return striscia(tratti, self.size.width)

    def on_click(self, event: events.Click) -> None:
        x = 1
        for segno, etichetta, voce in self._mostrate:
            fine = x + cell_len(_scritta(segno, etichetta))
            if x <= event.x < fine:
                if self._schermo.e_attivo(voce):
                    self._schermo.dai_comando(voce)
                return
            x = fine + 2


def _scritta(segno: str, etichetta: str) -> str:
    return f"{segno} {etichetta}" if etichetta else segno


def _ordine(tasto: str, nome: str) -> tuple[int, int, str]:
    """Function keys by number, shifted ones after, then Esc and the rest, the command list last."""
    if nome == LISTA:
        return 9, 0, ""
    base = tasto.rpartition("+")[2]
    if base.startswith("f") and base[1:].isdigit():
        return (1 if "+" in tasto else 0), int(base[1:]), tasto
    return 2, 0, tasto
