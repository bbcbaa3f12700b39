"""An editable table: the rows of a document, the instalments of a schedule. Drawn as lines, one live editor."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip

from parcella.keyboard.comandi import Comando
from parcella.widgets.campo import Campo
from parcella.widgets.eventi import FineGriglia, RigaLasciata, RigheCambiate
from parcella.widgets.scrittura import Scrittura
from parcella.widgets.tratti import NORMALE, SPENTO, Tratto, entro, striscia

RIGHE_MASSIME = 1000


class Griglia(Scrittura):
    """Rows of `Campo`s. Enter goes to the next cell and, at the end, to the next row; an empty row closes the grid.

    `righe` leaves out the empty row at the end. `Campo.attivo` sees the values of the row, so that a descriptive row
    skips its amounts.
    """

    DEFAULT_CSS = """
    Griglia { height: 1fr; min-height: 3; background: transparent; }
    Griglia { scrollbar-size: 1 1; scrollbar-gutter: stable; overflow-x: hidden; }
    """

    comandi = [
        *Scrittura.comandi,
        Comando("griglia_cancella", "f5", "Cancella riga", "cancella_riga", attivo="ha_riga"),
        Comando("griglia_inserisci", "f6", "Inserisci riga", "inserisci_riga", attivo="puo_crescere"),
        Comando("griglia_prima", "shift+f5", "Prima riga", "prima_riga", barra=False),
        Comando("griglia_ultima", "shift+f6", "Ultima riga", "ultima_riga", barra=False),
    ]

    def __init__(
        self,
        colonne: Sequence[Campo],
        righe: Sequence[Mapping[str, Any]] | None = None,
        *,
        nuova: Callable[[], Mapping[str, Any]] | None = None,
        fissa: bool = False,
        id: str | None = None,
    ) -> None:
        """`nuova` gives the values a new row starts from; `fissa` grids have the rows they have."""
        super().__init__(id=id)
        self.colonne = list(colonne)
        self._nuova = nuova
        self.fissa = fissa
        self._righe: list[dict[str, Any]] = []
        self._base: list[dict[str, Any]] = []
        self.indice = 0
        self.cella = 0
        self._posti: list[tuple[int, int]] = []
        self.carica(righe or [])

    # --- what screens ask --------------------------------------------------------------------------

    @property
    def righe(self) -> list[dict[str, Any]]:
        """The rows, without the empty one at the end."""
        piene = [dict(r) for r in self._righe]
        while piene and not self.fissa and self._vuota(piene[-1]):
            piene.pop()
        return piene

    @property
    def riga(self) -> dict[str, Any]:
        """The values of the current row."""
        return dict(self._righe[self.indice]) if self._righe else {}

    def carica(self, righe: Sequence[Mapping[str, Any]]) -> None:
        """Show these rows: what is there is not a change of the operator's."""
        self._righe = [self._riga_vuota() | dict(r) for r in righe[:RIGHE_MASSIME]]
        self._base = [dict(r) for r in self._righe]
        self.indice = 0
        self._assicura_riga()
        self.cella = self._cerca(0, 1, compreso=True)
        self._misura()
        self.apri_editore()
        self.refresh()

    def imposta(self, indice: int, identificatore: str, valore: Any) -> None:
        """Set a value of a row that the screen has worked out."""
        self._righe[indice][identificatore] = valore
        if indice == self.indice and self.colonne[self.cella].identificatore == identificatore:
            self.apri_editore()
        self.refresh()

    def vai_a(self, indice: int, identificatore: str | None = None) -> bool:
        """Put the cursor on a row (and a cell), and the focus on the grid."""
        if not 0 <= indice < len(self._righe):
            return False
        nomi = [c.identificatore for c in self.colonne]
        cella = nomi.index(identificatore) if identificatore in nomi else None
        self._vai(indice, cella)
        self.focus()
        return True

    @property
    def modificato(self) -> bool:
        """Something differs from the rows shown."""
        base = self._base
        return self.in_corso or (self._righe != base if self.fissa else self.righe != base)

    def registrato(self) -> None:
        """What is there has been saved."""
        self._base = self.righe

    def mancante(self) -> tuple[int, Campo] | None:
        """The first required cell that is empty."""
        for indice, riga in enumerate(self.righe):
            for campo in self.colonne:
                if campo.obbligatorio and riga.get(campo.identificatore) in (None, "") and campo.si_immette(riga):
                    return indice, campo
        return None

    def stato(self) -> dict[str, Any]:
        """All that was typed, for the draft."""
        testo = self.editore.testo if self.in_corso else None
        return {"righe": self.righe, "riga": self.indice, "cella": self.cella, "testo": testo}

    def riprendi(self, stato: Mapping[str, Any]) -> None:
        """Put back what a draft has; the rows it started from stay the term of comparison."""
        self._righe = [self._riga_vuota() | dict(r) for r in stato["righe"]]
        while len(self._righe) <= min(int(stato["riga"]), RIGHE_MASSIME - 1) and not self.fissa:
            self._righe.append(self._riga_vuota())
        self._assicura_riga()
        self._misura()
        self._vai(
            min(int(stato["riga"]), max(0, len(self._righe) - 1)), min(int(stato["cella"]), len(self.colonne) - 1)
        )
        if stato["testo"] is not None:
            self.editore.sostituisci(str(stato["testo"]))
            self.editore.fine()
            self.editore.selezionato = False
        self.refresh()

    # --- rows --------------------------------------------------------------------------------------

    def _riga_vuota(self) -> dict[str, Any]:
        riga = {c.identificatore: c.iniziale() for c in self.colonne}
        return riga | dict(self._nuova()) if self._nuova is not None else riga

    def _vuota(self, riga: Mapping[str, Any]) -> bool:
        """Nothing was put in the row beyond what a new one starts from."""
        nuova = self._riga_vuota()
        return all(riga.get(nome) in (valore, None, "") for nome, valore in nuova.items())

    def _assicura_riga(self) -> None:
        if not self._righe and not self.fissa:
            self._righe.append(self._riga_vuota())

    @property
    def ha_riga(self) -> bool:
        """There is a row to delete."""
        return not self.fissa and bool(self._righe)

    @property
    def puo_crescere(self) -> bool:
        """A row can be added."""
        return not self.fissa and len(self._righe) < RIGHE_MASSIME

    async def cancella_riga(self) -> None:
        """F5: delete the current row; asks, unless it is empty."""
        riga = self._righe[self.indice]
        if not self._vuota(riga) or self.in_corso:
            mostrati = [c.mostra(riga.get(c.identificatore)) for c in self.colonne]
            descritta = " ".join(m for m in mostrati if m)[:50]
            if not await self._schermo.conferma_cancellazione(f"Cancello la riga {self.indice + 1}: {descritta}"):
                return
        del self._righe[self.indice]
        self._assicura_riga()
        self._rifatte(min(self.indice, max(0, len(self._righe) - 1)))

    async def inserisci_riga(self) -> None:
        """F6: an empty row above the current one."""
        if await self.accetta():
            self._righe.insert(self.indice, self._riga_vuota())
            self._rifatte(self.indice)

    def prima_riga(self) -> None:
        """Shift+F5."""
        self.lascia(lambda: self._vai(0))

    def ultima_riga(self) -> None:
        """Shift+F6."""
        self.lascia(lambda: self._vai(len(self._righe) - 1))

    def _rifatte(self, indice: int) -> None:
        self._misura()
        self._vai(indice)
        self.post_message(RigheCambiate(self))

    # --- the current cell --------------------------------------------------------------------------

    @property
    def campo(self) -> Campo | None:
        if not self._righe:
            return None
        campo = self.colonne[self.cella]
        return campo if campo.si_immette(self._righe[self.indice]) else None

    @property
    def valori_correnti(self) -> dict[str, Any]:
        return self._righe[self.indice]

    def _cerca(self, da: int, verso: int, compreso: bool = False) -> int:
        """The next enterable cell of the current row; `da` if there is none."""
        if not self._righe:
            return da
        cella = da if compreso else da + verso
        while 0 <= cella < len(self.colonne):
            if self.colonne[cella].si_immette(self._righe[self.indice]):
                return cella
            cella += verso
        return da

    def muovi(self, verso: int) -> None:
        """Enter: the next cell, then the next row; on the empty row at the end, out of the grid."""
        if not self._righe:
            self.post_message(FineGriglia(self, verso))
            return
        in_fondo = self.indice == len(self._righe) - 1
        sulla_prima = self.cella == self._cerca(0, 1, compreso=True)
        if verso > 0 and in_fondo and not self.fissa and sulla_prima and self._vuota(self._righe[self.indice]):
            self.post_message(FineGriglia(self, 1))
            return
        trovata = self._cerca(self.cella, verso)
        if trovata != self.cella:
            self._vai(self.indice, trovata)
        else:
            self._cambia_riga(verso, ultima_cella=verso < 0)

    def _cambia_riga(self, verso: int, ultima_cella: bool = False, cella: int | None = None) -> None:
        meta = self.indice + verso
        if meta >= len(self._righe) and self.puo_crescere and not self._vuota(self._righe[-1]):
            self._righe.append(self._riga_vuota())
            self._misura()
        self._lascia_riga()
        if not 0 <= meta < len(self._righe):
            self.apri_editore()
            self.post_message(FineGriglia(self, verso))
            return
        self._vai(meta, cella)
        if ultima_cella:
            self._vai(meta, self._cerca(len(self.colonne) - 1, -1, compreso=True))

    def _lascia_riga(self) -> None:
        if not self._vuota(self._righe[self.indice]):
            self.post_message(RigaLasciata(self, self.indice, self.riga))

    def entra(self, verso: int) -> None:
        if self._righe:
            self._vai(0 if verso > 0 else len(self._righe) - 1)
        self.focus()

    def _vai(self, indice: int, cella: int | None = None) -> None:
        self.indice = max(0, indice)
        self.cella = self._cerca(0, 1, compreso=True) if cella is None else cella
        if self._righe and not self.colonne[self.cella].si_immette(self._righe[self.indice]):
            self.cella = self._cerca(self.cella, 1)
        self.apri_editore()
        self._in_vista()
        self.refresh()

    def tasto(self, nome: str, carattere: str | None) -> bool:
        salti = {"up": -1, "down": 1, "pageup": -self._visibili, "pagedown": self._visibili}
        if nome in salti and self._righe:
            salto = salti[nome]
            self.lascia(lambda: self._salta(salto))
            return True
        return super().tasto(nome, carattere)

    def _salta(self, righe: int) -> None:
        if abs(righe) > 1:
            meta = max(0, min(self.indice + righe, len(self._righe) - 1))
            if meta == self.indice:
                return
            righe = meta - self.indice
        self._cambia_riga(righe, cella=self.cella)

    def on_click(self, event: events.Click) -> None:
        indice = event.y - 1 + int(self.scroll_offset.y)
        if event.y < 1 or indice >= len(self._righe):
            return
        for cella, (x, colonne) in enumerate(self._posti):
            if x <= event.x < x + colonne and (indice, cella) != (self.indice, self.cella):
                self._clic(indice, cella)

    def _clic(self, indice: int, cella: int) -> None:
        def passo() -> None:
            if indice != self.indice:
                self._lascia_riga()
            self._vai(min(indice, len(self._righe) - 1), cella)

        self.lascia(passo)

    # --- drawing -----------------------------------------------------------------------------------

    @property
    def _visibili(self) -> int:
        return max(1, self.size.height - 1)

    def _misura(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._righe) + 1)

    def on_resize(self) -> None:
        numeri = 4
        fisse = sum(c.colonne for c in self.colonne) + len(self.colonne) + numeri
        elastiche = sum(c.elastico for c in self.colonne) or 1
        resto = (self.scrollable_content_region.width - fisse) // elastiche
        self._posti, x = [], numeri + 1
        for campo in self.colonne:
            colonne = max(3, campo.colonne + resto) if campo.elastico else campo.colonne
            self._posti.append((x, colonne))
            x += colonne + 1
        self._misura()
        self._in_vista()
        self.refresh()

    def _in_vista(self) -> None:
        if not self.size.height:
            return
        alto = int(self.scroll_offset.y)
        nuovo = min(alto, self.indice) if self.indice < alto + self._visibili else self.indice - self._visibili + 1
        if nuovo != alto:
            self.scroll_to(y=nuovo, animate=False, force=True, immediate=True)

    def ridisegna_campo(self) -> None:
        self.refresh(Region(0, self.indice + 1 - int(self.scroll_offset.y), self.scrollable_content_region.width, 1))

    def render_line(self, y: int) -> Strip:
        largo = self.scrollable_content_region.width
        if not self._posti:
            return Strip.blank(largo)
        if y == 0:
            titoli = (entro(c.etichetta, n, c.numerico) for c, (_, n) in zip(self.colonne, self._posti, strict=True))
            return striscia([("     " + " ".join(titoli), SPENTO)], largo)
        indice = y - 1 + int(self.scroll_offset.y)
        if indice >= len(self._righe):
            return Strip.blank(largo)
        riga = self._righe[indice]
        corrente = indice == self.indice
        tratti: list[Tratto] = [(f"{'>' if corrente else ' '}{indice + 1:>3} ", NORMALE)]
        for cella, (campo, (_, colonne)) in enumerate(zip(self.colonne, self._posti, strict=True)):
            si_immette = campo.si_immette(riga)
            attuale = corrente and cella == self.cella and si_immette
            valore = riga.get(campo.identificatore)
            valori = self.tratti_valore(campo, valore, colonne, attuale, si_immette)
            if not attuale:  # the row under the cursor is bright, the others plain: underlines would be a thicket
                valori = [(testo, NORMALE if si_immette else SPENTO) for testo, _ in valori]
            tratti += [*valori, (" ", NORMALE)]
        return striscia(tratti, largo)
