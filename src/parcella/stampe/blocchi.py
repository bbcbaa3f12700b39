"""A paper made of blocks, whatever they are about: pairs, tables, sentences, one under the other.

Whoever lays something out gives blocks of this shape; what is too long for a page goes on, with its title, on the next.
"""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from parcella.stampe.foglio import ALTEZZA, LARGHEZZA, Foglio, Stile


class Colonna(Protocol):
    """A column of a table: `peso` is its share of the width, `cifre` puts it to the right."""

    @property
    def titolo(self) -> str: ...
    @property
    def cifre(self) -> bool: ...
    @property
    def peso(self) -> int: ...


class Blocco(Protocol):
    """A title, and under it pairs, a table, sentences: what is empty is not drawn."""

    @property
    def titolo(self) -> str: ...
    @property
    def coppie(self) -> Sequence[tuple[str, str]]: ...
    @property
    def colonne(self) -> Sequence[Colonna]: ...
    @property
    def righe(self) -> Sequence[Sequence[str]]: ...
    @property
    def frasi(self) -> Sequence[str]: ...


_MARGINE, _ALTO, _BASSO = 15.0, 16.0, ALTEZZA - 16.0
_LARGO = LARGHEZZA - 2 * _MARGINE
_INTERLINEA = 4.2
_ETICHETTA = 42.0
_SPAZIO = 3.0


def pdf(titolo: str, sottotitolo: str, blocchi: Sequence[Blocco], giorno: date, *, affiancati: bool = False) -> bytes:
    """The file; `affiancati` puts the first two blocks side by side. The same blocks give the same bytes."""
    return _Carta(titolo, sottotitolo, giorno).disegna(blocchi, affiancati)


class _Carta:
    def __init__(self, titolo: str, sottotitolo: str, giorno: date) -> None:
        self.foglio = Foglio(None, giorno, titolo, "parcella")
        self.titolo, self.sottotitolo = titolo, sottotitolo
        nero, tinta, grigio = self.foglio.nero, self.foglio.tinta, self.foglio.grigio
        self.normale, self.forte = Stile(9, nero), Stile(9, nero, grassetto=True)
        self.testata, self.tenue = Stile(9.5, tinta, grassetto=True), Stile(8, grigio)
        self.grande = Stile(15, tinta, grassetto=True)
        self.pagina = 0
        self.y = 0.0

    def disegna(self, blocchi: Sequence[Blocco], affiancati: bool) -> bytes:
        self._nuova_pagina()
        resto = list(blocchi)
        if affiancati and len(resto) > 1:
            inizio, meta = self.y, (_LARGO - 6) / 2
            self._blocco(resto[0], _MARGINE, meta)
            fine, self.y = self.y, inizio
            self._blocco(resto[1], _MARGINE + meta + 6, meta)
            self.y = max(self.y, fine)
            resto = resto[2:]
        for blocco in resto:
            self._blocco(blocco, _MARGINE, _LARGO)
        return self.foglio.bytes()

    def _nuova_pagina(self) -> None:
        self.foglio.nuova_pagina()
        self.pagina += 1
        self.y = _ALTO
        destra = LARGHEZZA - _MARGINE
        if self.pagina == 1:
            for riga in self.foglio.a_capo(self.titolo, _LARGO, self.grande):
                self.foglio.testo(_MARGINE, self.y + 4, riga, self.grande)
                self.y += 7
            self.foglio.testo(
                _MARGINE, self.y + 3, self.foglio.in_riga(self.sottotitolo, _LARGO, self.tenue), self.tenue
            )
        else:
            self.foglio.testo(_MARGINE, self.y, self.foglio.in_riga(self.titolo, _LARGO - 30, self.tenue), self.tenue)
            self.foglio.testo(destra, self.y, f"pag. {self.pagina}", self.tenue, "destra")
        self.y += 8

    def _posto(self, altezza: float) -> None:
        if self.y + altezza > _BASSO:
            self._nuova_pagina()

    def _blocco(self, blocco: Blocco, x: float, largo: float) -> None:
        self._posto(5 * _INTERLINEA)
        self.foglio.testo(x, self.y, blocco.titolo, self.testata)
        self.foglio.linea(x, x + largo, self.y + 1.3, self.foglio.filetto)
        self.y += _INTERLINEA + 1.5
        for nome, valore in blocco.coppie:
            if valore:
                self._coppia(nome, valore, x, largo)
        if blocco.righe:
            self._tabella(blocco, x, largo)
        for frase in blocco.frasi:
            self._righe([self.foglio.a_capo(frase, largo, self.normale)], [(x, largo, False)], self.normale)
        self.y += _INTERLINEA

    def _coppia(self, nome: str, valore: str, x: float, largo: float) -> None:
        if not nome:
            self._righe([self.foglio.a_capo(valore, largo, self.normale)], [(x, largo, False)], self.normale)
            return
        rientro = min(_ETICHETTA, largo * 0.4)
        righe = self.foglio.a_capo(valore, largo - rientro, self.normale)
        self._posto(_INTERLINEA)
        self.foglio.testo(x, self.y, self.foglio.in_riga(nome, rientro - _SPAZIO, self.tenue), self.tenue)
        self._righe([righe], [(x + rientro, largo - rientro, False)], self.normale)

    def _tabella(self, blocco: Blocco, x: float, largo: float) -> None:
        """Columns empty throughout are left out; the headings are repeated on every page."""
        usate = [n for n in range(len(blocco.colonne)) if any(riga[n] for riga in blocco.righe)]
        if not usate:
            return
        colonne = [blocco.colonne[n] for n in usate]
        unita = (largo - _SPAZIO * (len(colonne) - 1)) / sum(c.peso for c in colonne)
        posti: list[tuple[float, float, bool]] = []
        for colonna in colonne:
            posti.append((x, unita * colonna.peso, colonna.cifre))
            x += unita * colonna.peso + _SPAZIO
        testate = [[self.foglio.in_riga(c.titolo, p[1], self.tenue)] for c, p in zip(colonne, posti, strict=True)]
        self._righe(testate, posti, self.tenue)
        pagina = self.pagina
        for riga in blocco.righe:
            celle = [self.foglio.a_capo(riga[n], posto[1], self.normale) for n, posto in zip(usate, posti, strict=True)]
            self._posto(_INTERLINEA * min(3, max(map(len, celle))))
            if self.pagina != pagina:
                pagina = self.pagina
                self._righe(testate, posti, self.tenue)
            self._righe(celle, posti, self.normale)

    def _righe(self, celle: list[list[str]], posti: list[tuple[float, float, bool]], stile: Stile) -> None:
        """Some cells side by side, as high as the highest."""
        for n in range(max(len(cella) for cella in celle)):
            self._posto(_INTERLINEA)
            for cella, (x, largo, cifre) in zip(celle, posti, strict=True):
                if n < len(cella):
                    self.foglio.testo(
                        x + largo if cifre else x, self.y, cella[n], stile, "destra" if cifre else "sinistra"
                    )
            self.y += _INTERLINEA
