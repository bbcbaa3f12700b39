"""A list drawn a line at a time, that reads its rows by key, a page at a time, off the screen's thread."""

import asyncio
from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from parcella.widgets.eventi import MarcheCambiate, RigaIndicata, RigaScelta
from parcella.widgets.sorgente import Colonna, Riga, Sorgente, SorgenteConRicerca
from parcella.widgets.tratti import BARRA, FORTE, NORMALE, SPENTO, entro, striscia

if TYPE_CHECKING:
    from parcella.keyboard.tasti import TypeAhead

RIGHE_A_PAGINA = 200
PAGINE_TENUTE = 12


class Elenco(ScrollView, can_focus=True):
    """Rows of a `Sorgente` under a reverse-video bar. `marche` maps a typed character to the sign it puts on a row."""

    DEFAULT_CSS = """
    Elenco { height: 1fr; background: transparent; }
    Elenco { scrollbar-size: 1 1; scrollbar-gutter: stable; overflow-x: hidden; }
    """

    def __init__(
        self,
        colonne: Sequence[Colonna],
        sorgente: Sorgente | None = None,
        *,
        titolo: str | None = None,
        marche: Mapping[str, str] | None = None,
        vuoto: str = "Nessuna riga.",
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.colonne = colonne
        self.titolo = titolo
        self.marche = dict(marche or {})
        self.vuoto = vuoto
        self.indice = 0
        self.totale = 0
        self.segni: dict[Hashable, str] = {}
        self.righe_marcate: dict[Hashable, Riga] = {}
        self.pronto = False
        """The rows of the present source have been counted and the first are here."""
        self._sorgente = sorgente
        self._pagine: OrderedDict[int, Sequence[Riga]] = OrderedDict()
        self._confini: dict[int, tuple[Hashable, Hashable]] = {}
        self._in_lettura: set[int] = set()
        self._serie = 0
        self._cercato = ""

    # --- what screens ask --------------------------------------------------------------------------

    @property
    def sorgente(self) -> Sorgente | None:
        """Where the rows come from."""
        return self._sorgente

    @property
    def riga(self) -> Riga | None:
        """The row under the bar."""
        return self.riga_a(self.indice)

    @property
    def chiave(self) -> Hashable | None:
        """The key of the row under the bar."""
        riga = self.riga
        return None if riga is None or self._sorgente is None else self._sorgente.chiave(riga)

    def mostra(self, sorgente: Sorgente, indice: int = 0) -> None:
        """Show another source (another filter, another order); marks on keys are kept."""
        self._sorgente = sorgente
        self.indice = indice
        self.ricarica()

    async def mostra_subito(self, sorgente: Sorgente) -> None:
        """Show another source, and wait until its first rows are here."""
        self._sorgente = sorgente
        self.indice = 0
        await self._apri(self._da_capo())

    def ricarica(self) -> None:
        """Read the rows again: they have changed. The bar stays where it is."""
        serie = self._da_capo()
        if self._sorgente is not None and self.is_attached:
            self.programma.lavora(self._apri(serie))

    def _da_capo(self) -> int:
        self._serie += 1
        self._pagine.clear()
        self._confini.clear()
        self._in_lettura.clear()
        self._cercato = ""
        self.pronto = False
        return self._serie

    def togli_marche(self) -> None:
        """Unmark every row."""
        self.segni.clear()
        self.righe_marcate.clear()
        self.post_message(MarcheCambiate(self))
        self.refresh()

    # --- reading -----------------------------------------------------------------------------------

    @property
    def programma(self) -> "TypeAhead":
        """The running program."""
        return cast("TypeAhead", self.app)

    def on_mount(self) -> None:
        if self._sorgente is not None:
            self.ricarica()

    def riga_a(self, indice: int) -> Riga | None:
        """The row at an index, if it has been read."""
        pagina = self._pagine.get(indice // RIGHE_A_PAGINA)
        posto = indice % RIGHE_A_PAGINA
        return pagina[posto] if pagina is not None and posto < len(pagina) else None

    async def _apri(self, serie: int) -> None:
        sorgente = self._sorgente
        totale = 0 if sorgente is None else await asyncio.to_thread(sorgente.conta)
        if serie != self._serie:
            return
        self.totale = totale
        self.indice = max(0, min(self.indice, totale - 1))
        self._misura()
        if totale:
            await self._leggi_pagina(self.indice // RIGHE_A_PAGINA, serie)
        if serie == self._serie:
            self.pronto = True
            self.vai(self.indice)
            self.refresh()

    def _misura(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, self.totale + self._testate)

    def _chiedi_pagina(self, sorgente: Sorgente, numero: int) -> Sequence[Riga]:
        """Read a page from the nearest key that is known. Runs in a thread."""
        ultima = max(0, self.totale - 1) // RIGHE_A_PAGINA
        confini = dict(self._confini)
        if numero - 1 in confini:
            return sorgente.pagina(RIGHE_A_PAGINA, dopo=confini[numero - 1][1])
        if numero and numero == ultima:
            return sorgente.pagina(self.totale - numero * RIGHE_A_PAGINA, dal_fondo=True)
        if numero + 1 in confini:
            return sorgente.pagina(RIGHE_A_PAGINA, prima=confini[numero + 1][0])
        prima = max((n for n in confini if n < numero), default=None)
        if prima is None:
            return sorgente.pagina(RIGHE_A_PAGINA, salto=numero * RIGHE_A_PAGINA)
        salto = (numero - prima - 1) * RIGHE_A_PAGINA
        return sorgente.pagina(RIGHE_A_PAGINA, dopo=confini[prima][1], salto=salto)

    async def _leggi_pagina(self, numero: int, serie: int) -> None:
        sorgente = self._sorgente
        if sorgente is None or numero in self._pagine or numero in self._in_lettura:
            return
        self._in_lettura.add(numero)
        try:
            righe = await asyncio.to_thread(self._chiedi_pagina, sorgente, numero)
        finally:
            self._in_lettura.discard(numero)
        if serie != self._serie:
            return
        self._pagine[numero] = righe
        if righe:
            self._confini[numero] = sorgente.chiave(righe[0]), sorgente.chiave(righe[-1])
        while len(self._pagine) > PAGINE_TENUTE:
            self._pagine.popitem(last=False)
        self.refresh()
        if numero == self.indice // RIGHE_A_PAGINA:
            self.post_message(RigaIndicata(self, self.riga))

    def _leggi_mancanti(self) -> None:
        """Have the page under the bar read, then the others in sight; keys wait for it."""
        primo = max(0, int(self.scroll_offset.y))
        ultimo = max(primo, min(self.totale - 1, primo + self.size.height))
        in_vista = range(primo // RIGHE_A_PAGINA, ultimo // RIGHE_A_PAGINA + 1)
        servono = dict.fromkeys([self.indice // RIGHE_A_PAGINA, *in_vista])
        for numero in servono:
            if numero in self._pagine:
                self._pagine.move_to_end(numero)
        mancanti = [n for n in servono if n not in self._pagine and n not in self._in_lettura]
        if mancanti and self.pronto and self.totale:
            self.programma.lavora(self._leggi_pagine(mancanti, self._serie))

    async def _leggi_pagine(self, numeri: list[int], serie: int) -> None:
        for numero in numeri:
            await self._leggi_pagina(numero, serie)

    # --- moving ------------------------------------------------------------------------------------

    def vai(self, indice: int) -> None:
        """Put the bar on a row."""
        prima = self.indice
        self.indice = max(0, min(indice, self.totale - 1))
        alto = int(self.scroll_offset.y)
        visibili = max(1, self.size.height - self._testate)
        if self.indice < alto:
            alto = self.indice
        elif self.indice >= alto + visibili:
            alto = self.indice - visibili + 1
        self.scroll_to(y=alto, animate=False, force=True, immediate=True)
        if self.riga is not None or not self.totale:
            self.post_message(RigaIndicata(self, self.riga))
        self._leggi_mancanti()
        if prima != self.indice or self.pronto:
            self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._leggi_mancanti()

    def on_resize(self) -> None:
        self._misura()
        if self.pronto:
            self.vai(self.indice)

    def on_key(self, event: events.Key) -> None:
        if self.tasto(event.key, event.character):
            event.stop()
            event.prevent_default()

    def tasto(self, nome: str, carattere: str | None) -> bool:
        """Obey a key; False if it is not for the list."""
        pagina = max(1, self.size.height - self._testate - 1)
        mosse = {
            "up": self.indice - 1,
            "down": self.indice + 1,
            "pageup": self.indice - pagina,
            "pagedown": self.indice + pagina,
            "home": 0,
            "end": self.totale - 1,
        }
        if nome in mosse:
            self._cercato = ""
            self.vai(mosse[nome])
        elif nome == "enter":
            self.scegli()
        elif carattere and carattere in self.marche:
            self.marca(self.marche[carattere])
        elif nome == "backspace" and self._cercato:
            self._cerca(self._cercato[:-1])
        elif carattere and carattere.isprintable() and isinstance(self._sorgente, SorgenteConRicerca):
            self._cerca(self._cercato + carattere)
        elif nome == "escape" and self._cercato:
            self._cercato = ""
            self.refresh()
        else:
            return False
        return True

    def scegli(self) -> None:
        """Tell that the row under the bar has been chosen."""
        riga = self.riga
        if riga is None or self._sorgente is None:
            self.app.bell()
            return
        self.post_message(RigaScelta(self, self._sorgente.chiave(riga), riga))

    def marca(self, segno: str) -> None:
        """Put the sign on the row under the bar, or take it off, and go on to the next."""
        chiave, riga = self.chiave, self.riga
        if chiave is None or riga is None:
            self.app.bell()
            return
        if self.segni.get(chiave) == segno:
            del self.segni[chiave], self.righe_marcate[chiave]
        else:
            self.segni[chiave], self.righe_marcate[chiave] = segno, riga
        self.post_message(MarcheCambiate(self))
        self.vai(self.indice + 1)

    def _cerca(self, testo: str) -> None:
        self._cercato = testo
        self.refresh()
        if testo:
            self.programma.lavora(self._trova(testo))

    async def _trova(self, testo: str) -> None:
        if not isinstance(self._sorgente, SorgenteConRicerca):
            return
        posizione = await asyncio.to_thread(self._sorgente.posizione, testo)
        if posizione is None:
            self._cercato = testo[:-1]
            self.app.bell()
            self.refresh()
        else:
            self.vai(posizione)

    def on_click(self, event: events.Click) -> None:
        riga = event.y - self._testate + int(self.scroll_offset.y)
        if event.y >= self._testate and riga < self.totale:
            self.vai(riga)
            if event.chain > 1:
                self.scegli()

    # --- drawing -----------------------------------------------------------------------------------

    @property
    def _testate(self) -> int:
        return 1 if self.titolo is None else 2

    @property
    def conteggio(self) -> str:
        """How many rows, as Italians write it."""
        return f"{self.totale:,}".replace(",", ".")

    def _larghezze(self) -> list[int]:
        fisse = sum(c.larghezza for c in self.colonne) + len(self.colonne) - 1 + (2 if self.marche else 1)
        resto = max(0, self.scrollable_content_region.width - fisse)
        elastiche = sum(c.elastica for c in self.colonne) or 1
        return [c.larghezza + (resto // elastiche if c.elastica else 0) for c in self.colonne]

    def render_line(self, y: int) -> Strip:
        largo = self.scrollable_content_region.width
        if self.titolo is not None and y == 0:
            conto = f" ({self.conteggio})"
            trovato = f"  Cerca: {self._cercato}_" if self._cercato else ""
            return striscia([(entro(" " + self.titolo + trovato, largo - len(conto)), FORTE), (conto, FORTE)], largo)
        margine = "  " if self.marche else " "
        if y < self._testate:
            testate = (entro(c.titolo, n, c.a_destra) for c, n in zip(self.colonne, self._larghezze(), strict=True))
            return striscia([(margine + " ".join(testate), SPENTO)], largo)
        indice = y - self._testate + int(self.scroll_offset.y)
        if indice >= self.totale:
            vuoto = self.vuoto if self.pronto and not self.totale and y == self._testate else ""
            return striscia([(" " + vuoto, NORMALE)], largo)
        sulla_barra = indice == self.indice
        stile = (BARRA if self.has_focus or not self.can_focus else FORTE) if sulla_barra else NORMALE
        riga = self.riga_a(indice)
        if riga is None or self._sorgente is None:
            return striscia([(entro(margine + "…", largo), stile)], largo)
        segno = self.segni.get(self._sorgente.chiave(riga), "")
        valori = (entro(c.mostra(riga), n, c.a_destra) for c, n in zip(self.colonne, self._larghezze(), strict=True))
        inizio = (segno or (">" if sulla_barra else " ")) + margine[1:]
        return striscia([(entro(inizio + " ".join(valori), largo), stile)], largo)
