"""A print on the screen, a sheet at a time as it would be on paper; from here it goes to PDF, text or CSV."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from parcella.cartelle import cartella_documenti
from parcella.keyboard.comandi import Comando
from parcella.screens.studio import SchermoStudio
from parcella.widgets.tratti import NORMALE, striscia

if TYPE_CHECKING:
    from sqlmodel import Session

    from parcella.ledger.contesto import Contesto
    from parcella.stampe.prospetti.fogli import Fogli
    from parcella.stampe.prospetti.prospetto import Prospetto

    Prepara = Callable[[Session, Contesto], Prospetto]

DI_LATO = 20
"""Columns that an arrow moves a sheet wider than the screen."""


class FoglioMostrato(Message):
    """Another part of the print is on the screen."""


class Foglio(ScrollView, can_focus=True):
    """One page: arrows move on it, Pag↓ and Pag↑ go from one to the next."""

    DEFAULT_CSS = """
    Foglio { height: 1fr; background: transparent; overflow-x: hidden; }
    Foglio { scrollbar-size: 1 1; scrollbar-gutter: stable; }
    """

    def __init__(self, fogli: "Fogli") -> None:
        super().__init__()
        self.fogli = fogli
        self.numero = 1
        self.righe = fogli.pagina(1)

    def on_mount(self) -> None:
        self.vai(1)

    def vai(self, numero: int, *, in_fondo: bool = False) -> None:
        """Show a page from its top, or from its bottom coming back from the next."""
        self.numero = max(1, min(numero, self.fogli.quanti))
        self.righe = self.fogli.pagina(self.numero)
        self.virtual_size = Size(self.fogli.larghezza + 1, len(self.righe))
        self._scorri(y=len(self.righe) if in_fondo else 0)

    def on_key(self, event: events.Key) -> None:
        y, alto, ultima = int(self.scroll_offset.y), self.size.height, self.max_scroll_y
        match event.key:
            case "down":
                self._scorri(y=y + 1)
            case "up":
                self._scorri(y=y - 1)
            case "right":
                self._scorri(x=int(self.scroll_offset.x) + DI_LATO)
            case "left":
                self._scorri(x=int(self.scroll_offset.x) - DI_LATO)
            case "pagedown" | "space" | "enter":
                if y < ultima:
                    self._scorri(y=y + alto)
                elif self.numero < self.fogli.quanti:
                    self.vai(self.numero + 1)
                else:
                    self.app.bell()
            case "pageup" | "backspace":
                if y > 0:
                    self._scorri(y=y - alto)
                elif self.numero > 1:
                    self.vai(self.numero - 1, in_fondo=True)
                else:
                    self.app.bell()
            case "home":
                self.vai(1)
            case "end":
                self.vai(self.fogli.quanti, in_fondo=True)
            case _:
                return
        event.stop()
        event.prevent_default()

    def _scorri(self, *, x: int | None = None, y: int | None = None) -> None:
        self.scroll_to(x=x, y=y, animate=False, force=True, immediate=True)
        self.refresh()
        self.post_message(FoglioMostrato())

    def render_line(self, y: int) -> Strip:
        numero, da = y + int(self.scroll_offset.y), int(self.scroll_offset.x)
        riga = self.righe[numero] if numero < len(self.righe) else ""
        return striscia([(" " + riga[da:], NORMALE)], self.scrollable_content_region.width)


class SchermoStampaVideo(SchermoStudio[None]):
    """The sheets of a print; `prepara` makes it again for a file."""

    pagina_aiuto = "stampe"
    comandi = [
        Comando("video.pdf", "f5", "PDF", "scrivi_pdf"),
        Comando("video.testo", "f6", "Testo", "scrivi_testo"),
        Comando("video.csv", "f7", "CSV", "scrivi_csv"),
    ]

    def __init__(self, fogli: "Fogli", prepara: "Prepara") -> None:
        super().__init__()
        self.titolo = fogli.titolo
        self.fogli = fogli
        self.prepara = prepara

    def corpo(self) -> ComposeResult:
        yield Foglio(self.fogli)

    def on_foglio_mostrato(self, event: FoglioMostrato) -> None:
        """Which page, and which columns of a sheet wider than the screen."""
        foglio = self.query_one(Foglio)
        da, largo = int(foglio.scroll_offset.x), foglio.scrollable_content_region.width - 1
        lato = "" if largo >= self.fogli.larghezza else f", colonne {da + 1}-{da + largo} (← →)"
        self.avvisa(f"Pagina {foglio.numero} di {self.fogli.quanti}{lato}")

    def on_unmount(self) -> None:
        self.fogli.chiudi()

    async def scrivi_pdf(self) -> None:
        """F5."""
        await self._scrivi("pdf", "PDF")

    async def scrivi_testo(self) -> None:
        """F6."""
        await self._scrivi("testo", "Testo")

    async def scrivi_csv(self) -> None:
        """F7."""
        await self._scrivi("csv", "CSV")

    async def _scrivi(self, formato: str, nome: str) -> None:
        """Make the file in the studio's documents folder, and say where."""
        if fatto := await self.leggi(su_file, self.contesto, self.prepara, formato):
            percorso, avvisi = fatto.valore
            self.avvisa(" ".join([f"{nome}: {percorso}", *avvisi]))


async def mostra(schermo: SchermoStudio[Any], prepara: "Prepara") -> None:
    """Make a print and show it; a refusal is told on the screen that asked for it."""
    if fatto := await schermo.leggi(in_fogli, schermo.contesto, prepara):
        await schermo.programma.attendi(SchermoStampaVideo(fatto.valore, prepara))


async def mostra_tabella(schermo: SchermoStudio[Any], nome: str) -> None:
    """Show the print of a small table."""
    from parcella.stampe.prospetti import tabelle

    await mostra(schermo, lambda sessione, contesto: tabelle.prospetto(sessione, contesto, nome))


def su_file(sessione: "Session", contesto: "Contesto", prepara: "Prepara", formato: str) -> tuple[Path, list[str]]:
    """Print to a new file of the documents folder; gives it, and what could not be printed as it is written."""
    from parcella.ledger.aziende.tabelle import Azienda
    from parcella.ledger.esito import Avviso
    from parcella.stampe.intero import nome_libero
    from parcella.stampe.prospetti import uscita

    prospetto = prepara(sessione, contesto)
    cartella = cartella_documenti(sessione.get_one(Azienda, contesto.azienda).cartella_documenti)
    nome = f"{prospetto.nome}_{contesto.sigla}_{contesto.data_lavoro:%Y-%m-%d}"
    percorso = nome_libero(cartella, nome, uscita.ESTENSIONI[formato])
    avvisi: list[Avviso] = []
    uscita.su_file(prospetto, formato, percorso, avvisi)
    return percorso, [avviso.messaggio for avviso in avvisi]


def in_fogli(sessione: Any, contesto: "Contesto", prepara: "Prepara") -> "Fogli":
    """The print, laid out to be looked at."""
    from parcella.stampe.prospetti.fogli import Fogli

    return Fogli(prepara(sessione, contesto))
