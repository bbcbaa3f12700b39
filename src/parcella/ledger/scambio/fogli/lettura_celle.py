"""The cells of a sheet, straight from its XML: three times as fast as building a tree of every cell.

The workbook around them (names of the sheets, shared texts, which styles are dates) is read by openpyxl. A DTD has been
refused before (`lettura_xlsx`), so there are no entities to expand.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from xml.parsers import expat

from parcella.ledger.scambio.fogli.foglio import RIGHE_MASSIME, FormulaSenzaRisultato, Riga

COLONNE_MASSIME = 16_384
_PEZZO = 1 << 18
_SENZA_RISULTATO = FormulaSenzaRisultato()


@dataclass(frozen=True)
class Libro:
    """What of a workbook the cells need: shared texts, and the styles of dates and of lengths of time."""

    testi: Sequence[Any]
    date: frozenset[int]
    durate: frozenset[int]
    epoca: datetime


class FoglioRovinato(Exception):  # noqa: N818 - told as DatiNonValidi with its place
    """The XML of the sheet is not what it should be."""


def leggi(parte: IO[bytes], libro: Libro) -> Iterator[Riga]:
    """The rows that have something in them, with their number. Raises FoglioRovinato."""
    lettore = _Lettore(libro)
    try:
        while pezzo := parte.read(_PEZZO):
            lettore.parser.Parse(pezzo, False)
            yield from lettore.prendi()
        lettore.parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, IndexError, KeyError, OverflowError) as errore:
        raise FoglioRovinato from errore
    yield from lettore.prendi()


class _Lettore:
    """What expat calls while it goes through the sheet. One cell at a time is open."""

    def __init__(self, libro: Libro) -> None:
        self.libro = libro
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._inizio
        self.parser.EndElementHandler = self._fine
        self.pronte: list[Riga] = []
        self.riga = 0
        self.celle: dict[int, Any] = {}
        self.colonna = -1
        self.tipo = self.stile = ""
        self.testo: list[str] = []
        self.con_formula = self.con_valore = self.fonetico = False
        self._nomi: dict[str, str] = {}
        self._lettere: dict[str, int] = {}

    def prendi(self) -> list[Riga]:
        """The rows finished since the last time."""
        pronte, self.pronte = self.pronte, []
        return pronte

    def _locale(self, nome: str) -> str:
        return self._nomi.setdefault(nome, nome.rpartition(":")[2])

    def _inizio(self, nome: str, attributi: dict[str, str]) -> None:
        nome = self._nomi.get(nome) or self._locale(nome)
        if nome == "c":
            self.colonna = self._posto(attributi["r"]) if "r" in attributi else self.colonna + 1
            self.tipo = attributi.get("t", "n")
            self.stile = attributi.get("s", "")
            self.con_formula = self.con_valore = False
            self.testo = []
        elif nome in ("v", "t"):
            if not self.fonetico:
                self.con_valore = True
                self.parser.CharacterDataHandler = self.testo.append
        elif nome == "f":
            self.con_formula = True
        elif nome == "row":
            self.riga = int(attributi.get("r", self.riga + 1))
            if not 0 < self.riga <= RIGHE_MASSIME:
                raise ValueError(self.riga)
            self.colonna = -1
        elif nome == "rPh":
            self.fonetico = True

    def _fine(self, nome: str) -> None:
        nome = self._nomi.get(nome) or self._locale(nome)
        if nome == "c":
            if self.con_valore:
                self.celle[self.colonna] = self._valore("".join(self.testo))
            elif self.con_formula:
                self.celle[self.colonna] = _SENZA_RISULTATO
        elif nome in ("v", "t"):
            self.parser.CharacterDataHandler = None
        elif nome == "row" and self.celle:
            righe = [None] * (max(self.celle) + 1)
            for posto, valore in self.celle.items():
                righe[posto] = valore
            if any(valore is not None for valore in righe):
                self.pronte.append((self.riga, righe))
            self.celle = {}
        elif nome == "rPh":
            self.fonetico = False

    def _posto(self, riferimento: str) -> int:
        lettere = riferimento.rstrip("0123456789")
        posto = self._lettere.get(lettere)
        if posto is None:
            posto = 0
            for lettera in lettere.upper():
                posto = posto * 26 + ord(lettera) - 64
            posto = self._lettere[lettere] = posto - 1
            if not 0 <= posto < COLONNE_MASSIME:
                raise ValueError(riferimento)
        return posto

    def _valore(self, testo: str) -> Any:
        if self.tipo == "s":
            return self.libro.testi[int(testo)]
        if self.tipo in ("inlineStr", "str", "e"):
            return testo or (_SENZA_RISULTATO if self.con_formula and self.tipo != "e" else None)
        if not testo:
            return _SENZA_RISULTATO if self.con_formula else None
        if self.tipo == "b":
            return testo == "1"
        if self.tipo == "d":
            return datetime.fromisoformat(testo)
        numero = float(testo) if "." in testo or "E" in testo or "e" in testo else int(testo)
        stile = int(self.stile) if self.stile else 0
        return self._data(numero, stile) if stile in self.libro.date else numero

    def _data(self, numero: float, stile: int) -> Any:
        from openpyxl.utils.datetime import from_excel

        converti: Callable[..., Any] = from_excel
        try:
            return converti(numero, self.libro.epoca, timedelta=stile in self.libro.durate)
        except (OverflowError, ValueError):
            return "#VALUE!"  # as Excel shows a date that is none
