"""Ctrl+G: all the commands of the screen, with label, key and letter. The way in that no terminal can swallow."""

from collections.abc import Sequence
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from parcella.keyboard.comandi import MappaTasti, legenda, lettere
from parcella.widgets.finestra import Finestra, Voce
from parcella.widgets.tratti import BARRA, NORMALE, SPENTO, entro, striscia


class _Righe(ScrollView):
    """The lines of the list."""

    can_focus = False

    def __init__(self, finestra: "ListaComandi") -> None:
        super().__init__()
        self.finestra = finestra

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, len(self.finestra.scelte))

    def render_line(self, y: int) -> Strip:
        return self.finestra.riga(y + int(self.scroll_offset.y), self.size.width)

    def on_click(self, event: events.Click) -> None:
        self.finestra.scegli(event.y + int(self.scroll_offset.y))


class ListaComandi(Finestra[Voce]):
    """Type the letter, or move and press Enter; `h` is help."""

    DEFAULT_CSS = """
    ListaComandi { align: center middle; }
    ListaComandi _Righe { border: solid ansi_default; width: 56; max-width: 100%; height: auto; max-height: 90%; }
    ListaComandi _Righe { scrollbar-size: 1 1; }
    """

    def __init__(self, voci: Sequence[Voce], attive: Sequence[bool], mappa: MappaTasti) -> None:
        super().__init__()
        self.scelte = list(voci)
        self.attive = list(attive)
        self.lettere = lettere([comando for _, comando in voci])
        self.mappa = mappa
        self.indice = next((i for i, attiva in enumerate(self.attive) if attiva), 0)
        self.righe = _Righe(self)
        self.righe.border_title = "Comandi"
        self.righe.border_subtitle = "lettera, oppure ↑ ↓ e Invio · Esc"

    def compose(self) -> ComposeResult:
        self.righe.virtual_size = Size(54, len(self.scelte))
        yield self.righe

    def riga(self, indice: int, largo: int) -> Strip:
        """A line: letter, label, keys; what cannot be given now is dim and in brackets."""
        if indice >= len(self.scelte):
            return Strip.blank(largo)
        comando = self.scelte[indice][1]
        tasti = " ".join(legenda(t) for t in comando.tasti(self.mappa))
        etichetta = comando.etichetta if self.attive[indice] else f"({comando.etichetta})"
        segno = ">" if indice == self.indice else " "
        testo = f"{segno}{self.lettere[indice] or ' '}  {entro(etichetta, max(1, largo - 20))}{entro(tasti, 15, True)} "
        stile = BARRA if indice == self.indice else NORMALE if self.attive[indice] else SPENTO
        return striscia([(entro(testo, largo), stile)], largo)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        mosse: dict[str, Any] = {"up": -1, "down": 1}
        if event.key in ("escape", "ctrl+g"):
            self.chiudi(None)
        elif event.key in mosse:
            self._vai((self.indice + mosse[event.key]) % len(self.scelte))
        elif event.key in ("home", "end"):
            self._vai(0 if event.key == "home" else len(self.scelte) - 1)
        elif event.key == "enter":
            self.scegli(self.indice)
        elif event.character and event.character.lower() in self.lettere:
            self.scegli(self.lettere.index(event.character.lower()))
        else:
            self.app.bell()

    def _vai(self, indice: int) -> None:
        self.indice = indice
        alto = int(self.righe.scroll_offset.y)
        visibili = max(1, self.righe.size.height)
        alto = min(alto, indice) if indice < alto + visibili else indice - visibili + 1
        self.righe.scroll_to(y=alto, animate=False, force=True, immediate=True)
        self.righe.refresh()

    def scegli(self, indice: int) -> None:
        """Give a command, if it can be given now."""
        if indice < len(self.scelte) and self.attive[indice]:
            self.chiudi(self.scelte[indice])
        else:
            self.app.bell()
