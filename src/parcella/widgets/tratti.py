"""The few strokes every widget is drawn with: reverse, bold, dim, underline; never a colour alone, never a fixed one.

Sixteen colours, black and white, light and dark terminals all show these the same way. The accent (yellow) only ever
goes together with bold.
"""

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

NORMALE = Style()
FORTE = Style(bold=True)
SPENTO = Style(dim=True)
BARRA = Style(reverse=True)
IMMETTIBILE = Style(underline=True)
CURSORE = Style(reverse=True, bold=True, underline=True)
ACCENTO = Style(bold=True, color="yellow")

Tratto = tuple[str, Style]


def entro(testo: str, colonne: int, destra: bool = False) -> str:
    """The text in exactly so many columns, cut with `…` when it is longer."""
    if colonne <= 0:
        return ""
    testo = testo.replace("\n", " ").replace("\t", " ")
    misura = cell_len(testo)
    if misura > colonne:
        return set_cell_size(testo, colonne - 1) + "…"
    return " " * (colonne - misura) + testo if destra else testo + " " * (colonne - misura)


def striscia(tratti: list[Tratto], colonne: int) -> Strip:
    """A line of the screen."""
    return Strip([Segment(testo, stile) for testo, stile in tratti if testo]).adjust_cell_length(colonne, NORMALE)


def filetto(titolo: str, colonne: int) -> Strip:
    """A rule across the screen, with the title of what is below it."""
    testo = f"──── {titolo} " if titolo else ""
    return striscia([(testo + "─" * max(0, colonne - cell_len(testo)), NORMALE)], colonne)
