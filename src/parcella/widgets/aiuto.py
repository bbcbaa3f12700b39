"""F1: a page of the manual over the screen, opened at the heading of the field."""

import re
import textwrap

from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from parcella.widgets.campo import Campo
from parcella.widgets.finestra import Finestra
from parcella.widgets.tratti import FORTE, NORMALE, striscia

_TITOLO = re.compile(r"(#{1,6})\s+(.*)")
_NOMI = r"[a-z][a-z0-9_]*(?:(?:, | … )[a-z][a-z0-9_]*)*"
_ETICHETTA = re.compile(rf"{_NOMI} — (.+)|(.+) \({_NOMI}\)")
"""A heading that names the field for the program too: the operator reads the label alone."""
_VOCE = re.compile(r"\s*([-*]|\d+\.)\s+")
"""The beginning of an item of a list."""


def impagina(testo: str, largo: int) -> list[tuple[str, bool]]:
    """The lines of a Markdown page, wrapped; True for headings. Tables and code keep their lines."""
    righe: list[tuple[str, bool]] = []
    capoverso: list[str] = []

    def chiudi_capoverso() -> None:
        if capoverso:
            piano = _senza_segni(" ".join(capoverso))
            voce = _VOCE.match(piano)
            rientro = " " * len(voce[0] if voce else "")
            righe.extend((r, False) for r in textwrap.wrap(piano, max(20, largo), subsequent_indent=rientro))
            capoverso.clear()

    in_codice = False
    for riga in testo.splitlines():
        titolo = None if in_codice else _TITOLO.match(riga)
        ferma = in_codice or riga.startswith(("```", "|")) or titolo or not riga.strip()
        if ferma or _VOCE.match(riga):
            chiudi_capoverso()
        if riga.startswith("```"):
            in_codice = not in_codice
        elif titolo:
            righe.append((_senza_segni(titolo[2]), True))
        elif ferma:
            righe.append((riga if in_codice else _senza_segni(riga), False))
        else:
            capoverso.append(riga.rstrip() if not capoverso else riga.strip())
    chiudi_capoverso()
    return righe


def _senza_segni(testo: str) -> str:
    return re.sub(r"\*\*|`", "", testo)


def etichetta(titolo: str) -> str:
    """What the operator reads of a heading: `Comune`, of `comune — Comune` and of `Comune (comune)`."""
    trovata = _ETICHETTA.fullmatch(titolo)
    return (trovata[1] or trovata[2]) if trovata else titolo


def riga_del_campo(righe: list[tuple[str, bool]], campo: Campo) -> int:
    """The line of the heading that names the field, or else of the first line that does; 0 if there is none."""
    numerato = re.sub(r"_\d$", "_1", campo.identificatore)  # prezzo_3 is under "prezzo_1 … prezzo_9"
    for nome in (
        campo.identificatore,
        numerato,
        campo.nome,
    ):  # many fields are called Codice: the identifier comes first
        cercato = re.compile(rf"(?<!\w){re.escape(nome)}(?!\w)", re.IGNORECASE)
        for numero, (testo, titolo) in enumerate(righe):
            if titolo and cercato.search(testo):
                return numero
    for numero, (testo, _) in enumerate(righe):
        if re.search(rf"(?<!\w){re.escape(campo.nome)}(?!\w)", testo, re.IGNORECASE):
            return numero
    return 0


class _Pagina(ScrollView, can_focus=True):
    """The lines of the page."""

    def __init__(self, testo: str, campo: Campo | None) -> None:
        super().__init__()
        self.testo, self.campo = testo, campo
        self.righe: list[tuple[str, bool]] = []

    def on_resize(self) -> None:
        prime = not self.righe
        self.righe = impagina(self.testo, self.size.width - 2)
        self.virtual_size = Size(self.size.width, len(self.righe))
        if prime and self.campo is not None:
            self.scroll_to(y=riga_del_campo(self.righe, self.campo), animate=False, force=True, immediate=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        numero = y + int(self.scroll_offset.y)
        testo, titolo = self.righe[numero] if numero < len(self.righe) else ("", False)
        testo = etichetta(testo) if titolo else testo
        stile: Style = FORTE if titolo else NORMALE
        return striscia([(" " + testo, stile)], self.size.width)


class Aiuto(Finestra[None]):
    """Esc or F1 closes it; arrows and pages move."""

    DEFAULT_CSS = """
    Aiuto { align: center middle; }
    Aiuto _Pagina { border: solid ansi_default; width: 100%; max-width: 100; height: 90%; }
    Aiuto _Pagina { scrollbar-size: 1 1; overflow-x: hidden; }
    """

    def __init__(self, titolo: str, testo: str, campo: Campo | None = None) -> None:
        super().__init__()
        self.pagina = _Pagina(testo, campo)
        self.pagina.border_title = f"Aiuto: {titolo}"
        self.pagina.border_subtitle = "↑ ↓ Pag↑ Pag↓ · Esc"

    def compose(self) -> ComposeResult:
        yield self.pagina

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        pagina = max(1, self.pagina.size.height - 1)
        mosse = {"up": -1, "down": 1, "pageup": -pagina, "pagedown": pagina, "home": -(10**6), "end": 10**6}
        if event.key in ("escape", "f1", "enter"):
            self.chiudi(None)
        elif event.key in mosse:
            self.pagina.scroll_relative(y=mosse[event.key], animate=False, force=True, immediate=True)
