"""The sheet everything is drawn on: text, rules and tints over fpdf2, measured in millimetres from the top left."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from parcella.ledger.esito import Avviso, DatiNonValidi
from parcella.stampe.caratteri import alfabeto, del_sistema, dell_alfabeto, in_cp1252, lettere_di, pulito, ridotto
from parcella.stampe.modulo import Modulo, Pagina

LARGHEZZA, ALTEZZA = 210.0, 297.0
PUNTO = 25.4 / 72
_ESTESO = "esteso"

Colore = tuple[int, int, int]


class Stile(NamedTuple):
    """How a text is written."""

    corpo: float
    colore: Colore
    grassetto: bool = False


class Blocco(NamedTuple):
    """Something of a known height that can be drawn at any y of the sheet."""

    altezza: float
    disegna: Callable[[float], None]


@lru_cache(maxsize=64)
def colore(esadecimale: str) -> Colore:
    """#1f3a5f as three numbers."""
    return int(esadecimale[1:3], 16), int(esadecimale[3:5], 16), int(esadecimale[5:7], 16)


def sfumato(tinta: Colore, parte: float) -> Colore:
    """A tint on white: `parte` 0 is white, 1 the colour itself."""
    rosso, verde, blu = (round(255 - (255 - canale) * parte) for canale in tinta)
    return rosso, verde, blu


@lru_cache(maxsize=16)
def _larghezze(famiglia: str, grassetto: bool) -> dict[str, int]:
    """Widths of a core font, in thousandths of its size, by character."""
    from fpdf.fonts import CORE_FONTS_CHARWIDTHS

    tabella = CORE_FONTS_CHARWIDTHS[famiglia.lower() + ("B" if grassetto and famiglia != "Courier" else "")]
    return {
        bytes([codice]).decode("cp1252", "replace"): tabella[chr(codice)]
        for codice in range(256)
        if chr(codice) in tabella
    }


class Foglio:
    """A PDF being drawn. The same document gives the same bytes: its date is the file's.

    Without a form (the tabular prints have none) the type and the colours are those a form starts from.
    """

    def __init__(
        self, modulo: Modulo | None, giorno: date, titolo: str, autore: str, *, orizzontale: bool = False
    ) -> None:
        from fpdf import FPDF

        self.modulo = modulo
        p = Pagina() if modulo is None else modulo.pagina
        self.famiglia = p.carattere
        self.avvisi: dict[str, Avviso] = {}
        self.pdf: Any = FPDF(orientation="landscape" if orizzontale else "portrait", unit="mm", format="A4")
        self.pdf.set_auto_page_break(False)
        self.pdf.core_fonts_encoding = "cp1252"
        self.pdf.set_creation_date(datetime.combine(giorno, time(), UTC))
        self.pdf.set_title(titolo)
        self.pdf.set_author(autore)
        self.pdf.set_creator("parcella")
        self.pdf.set_lang("it-IT")
        self.pdf.set_line_width(0.2)
        self.tinta, self.nero = colore(p.colore), colore(p.colore_testo)
        self.grigio, self.filetto = colore(p.colore_tenue), colore(p.colore_filetti)

    def nuova_pagina(self) -> None:
        """The next page."""
        self.pdf.add_page()

    def bytes(self) -> bytes:
        """The file."""
        return bytes(self.pdf.output())

    # Text.

    def larghezza(self, testo: str, stile: Stile) -> float:
        """Width of a text on one line."""
        testo = pulito(testo)
        if in_cp1252(testo):
            misure = _larghezze(self.famiglia, stile.grassetto)
            return sum(misure.get(lettera, 0) for lettera in testo) * stile.corpo * PUNTO / 1000
        testo = self._scelta(testo, stile)
        misurata: float = self.pdf.get_string_width(testo)
        return misurata

    def testo(self, x: float, y: float, testo: str, stile: Stile, allineamento: str = "sinistra") -> None:
        """One line; `y` is its baseline, `x` its left end, right end or middle."""
        testo = pulito(testo)
        if not testo:
            return
        if allineamento != "sinistra":
            misura = self.larghezza(testo, stile)
            x -= misura if allineamento == "destra" else misura / 2
        reso = self._scelta(testo, stile)
        if reso != testo:
            rimedio = f" (chiave carattere_esteso del modulo {self.modulo.nome})" if self.modulo else ""
            self.avvisi[testo] = Avviso(
                "carattere_non_stampabile",
                f"Nella stampa «{testo}» è scritto «{reso}»: manca un carattere che abbia tutte le lettere{rimedio}.",
            )
        self.pdf.set_text_color(*stile.colore)
        self.pdf.text(x, y, reso)

    def a_capo(self, testo: str, larghezza: float, stile: Stile, resto: float | None = None) -> list[str]:
        """The lines of a text in a width; its own line ends are kept, a word too long is cut.

        `resto` is the width of the lines after the first, when another.
        """
        righe: list[str] = []
        for capoverso in testo.replace("\r", "").split("\n"):
            riga = ""
            rientro = capoverso[: len(capoverso) - len(capoverso.lstrip(" "))]
            primo, *altre = capoverso.lstrip(" ").split(" ")
            for parola in (rientro + primo, *altre):
                prova = f"{riga} {parola}" if riga else parola
                misura = larghezza if not righe or resto is None else resto
                if self.larghezza(prova, stile) <= misura:
                    riga = prova
                    continue
                if riga.strip():
                    righe.append(riga)
                riga = self._spezza(parola, larghezza if resto is None else resto, stile, righe)
            righe.append(riga)
        return righe

    def _spezza(self, parola: str, larghezza: float, stile: Stile, righe: list[str]) -> str:
        while self.larghezza(parola, stile) > larghezza and len(parola) > 1:
            taglio = next(
                (n for n in range(len(parola) - 1, 1, -1) if self.larghezza(parola[:n], stile) <= larghezza), 1
            )
            righe.append(parola[:taglio])
            parola = parola[taglio:]
        return parola

    def in_riga(self, testo: str, larghezza: float, stile: Stile) -> str:
        """The text cut to one line, with dots where it was cut."""
        if self.larghezza(testo, stile) <= larghezza:
            return testo
        while testo and self.larghezza(f"{testo}…", stile) > larghezza:
            testo = testo[:-1]
        return f"{testo.rstrip()}…"

    def _scelta(self, testo: str, stile: Stile) -> str:
        """Set the font a text needs; gives the text as that font can write it."""
        peso = "B" if stile.grassetto else ""
        if in_cp1252(testo):
            self.pdf.set_font(self.famiglia, peso, stile.corpo)
            return testo
        percorsi = self._caratteri_estesi()
        reso = ridotto(testo, lettere_di(percorsi[stile.grassetto]) if percorsi else None)
        if percorsi is None or in_cp1252(reso):
            self.pdf.set_font(self.famiglia, peso, stile.corpo)
            return reso
        numero = alfabeto(reso)
        famiglia = f"{_ESTESO}{numero}"
        if f"{famiglia}{peso}" not in self.pdf.fonts:
            self.pdf.add_font(famiglia, peso, dell_alfabeto(percorsi[stile.grassetto], numero))
        self.pdf.set_font(famiglia, peso, stile.corpo)
        return reso

    def _caratteri_estesi(self) -> tuple[Path, Path] | None:
        if self.modulo is None or not self.modulo.pagina.carattere_esteso:
            return del_sistema()
        normale = self.modulo.file_accanto(self.modulo.pagina.carattere_esteso)
        grassetto = self.modulo.pagina.carattere_esteso_grassetto
        return normale, self.modulo.file_accanto(grassetto) if grassetto else normale

    # Rules, tints, pictures.

    def linea(self, x1: float, x2: float, y: float, tinta: Colore, spessore: float = 0.2) -> None:
        """A horizontal rule."""
        self.pdf.set_draw_color(*tinta)
        self.pdf.set_line_width(spessore)
        self.pdf.line(x1, y, x2, y)

    def campitura(self, x: float, y: float, larghezza: float, altezza: float, tinta: Colore) -> None:
        """A filled rectangle."""
        self.pdf.set_fill_color(*tinta)
        self.pdf.rect(x, y, larghezza, altezza, style="F")

    def riquadro(self, x: float, y: float, larghezza: float, altezza: float, tinta: Colore) -> None:
        """The outline of a rectangle."""
        self.pdf.set_draw_color(*tinta)
        self.pdf.set_line_width(0.35)
        self.pdf.rect(x, y, larghezza, altezza)

    def quadretti(self, x: float, y: float, lato: float, righe: Iterable[Iterable[int]]) -> None:
        """A matrix of dark modules: each run of a row is a rectangle, all of them one path."""
        matrice = [bytes(riga) for riga in righe]
        modulo = lato / len(matrice) / PUNTO
        sinistra, alto = x / PUNTO, (ALTEZZA - y) / PUNTO
        tratti = []
        for indice, riga in enumerate(matrice):
            # A hair of overlap: no white line between rows when a screen smooths the edges.
            basso, spesso = alto - (indice + 1) * modulo, modulo * 1.02
            inizio = riga.find(1)
            while inizio >= 0:
                fine = riga.find(0, inizio)
                fine = len(riga) if fine < 0 else fine
                ampio = (fine - inizio) * modulo
                tratti.append(f"{sinistra + inizio * modulo:.3f} {basso:.3f} {ampio:.3f} {spesso:.3f} re")
                inizio = riga.find(1, fine)
        # FPDF.rect takes 15 µs for each of some 500 rectangles: twice the time of all the rest of the page.
        self.pdf._out(f"q 0 g {' '.join(tratti)} f Q")

    def filigrana(self, testo: str) -> None:
        """A pale word across the page, under everything."""
        from math import hypot

        stile = Stile(1, sfumato((150, 150, 150), 0.14), grassetto=True)
        corpo = 0.62 * hypot(LARGHEZZA, ALTEZZA) / max(self.larghezza(testo, stile), 0.1)
        stile = stile._replace(corpo=min(corpo, 96))
        meta = self.larghezza(testo, stile) / 2
        with self.pdf.rotation(52, x=LARGHEZZA / 2, y=ALTEZZA / 2):
            self.testo(LARGHEZZA / 2 - meta, ALTEZZA / 2, testo, stile)

    def immagine(self, percorso: Path, x: float, y: float, larghezza: float) -> None:
        """A picture, its height in proportion."""
        try:
            self.pdf.image(_contenuto(percorso, percorso.stat().st_mtime_ns), x, y, w=larghezza)
        except (OSError, ValueError) as errore:
            modulo = self.modulo.percorso.name if self.modulo else ""
            raise DatiNonValidi(
                f'Modulo {modulo}, sezione [intestazione], chiave "logo": '
                f"ci vuole un file PNG o JPG che si possa leggere, {percorso.name} non lo è."
            ) from errore


@lru_cache(maxsize=8)
def _contenuto(percorso: Path, _modificato: int) -> Any:
    """The picture, decoded once a process."""
    from PIL import Image

    with Image.open(percorso) as immagine:
        immagine.load()
        return immagine.copy()
