"""A paper made of blocks, whatever they are about: pairs, tables, sentences, one under the other.

Whoever lays something out gives blocks of this shape; what is too long for a page goes on, with its title, on the next.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from parcella.stampe.foglio import ALTEZZA, LARGHEZZA, Foglio, Stile


class Colonna(Protocol):
    """A column of a table: `cifre` puts it to the right; the text of greatest `peso` takes the width left over."""

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
_FRA_META = 6.0
_META = (_LARGO - _FRA_META) / 2
_POCHE = 12 * _INTERLINEA


def pdf(titolo: str, sottotitolo: str, blocchi: Sequence[Blocco], giorno: date, *, affiancati: bool = False) -> bytes:
    """The file; `affiancati` puts the first two blocks side by side, and the last two. Same blocks, same bytes."""
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
            self._fianco_a_fianco(*resto[:2])
            resto = resto[2:]
        insieme = resto[-2:] if affiancati and len(resto) > 1 and not any(b.righe for b in resto[-2:]) else []
        for blocco in resto[: len(resto) - len(insieme)]:
            self._blocco(blocco, _MARGINE, _LARGO)
        if insieme:
            self._fianco_a_fianco(*insieme)
        return self.foglio.bytes()

    def _fianco_a_fianco(self, sinistro: Blocco, destro: Blocco) -> None:
        """Two blocks on one page; those too high even for a whole one are put one under the other."""
        alto = max(self._altezza(sinistro, _META), self._altezza(destro, _META))
        if alto > _BASSO - _ALTO - 20:
            self._blocco(sinistro, _MARGINE, _LARGO)
            self._blocco(destro, _MARGINE, _LARGO)
            return
        self._posto(alto)
        inizio = self.y
        self._blocco(sinistro, _MARGINE, _META)
        fine, self.y = self.y, inizio
        self._blocco(destro, _MARGINE + _META + _FRA_META, _META)
        self.y = max(self.y, fine)

    def _altezza(self, blocco: Blocco, largo: float) -> float:
        """How high a block without a table is, its title included."""
        righe = 0
        for nome, valore in blocco.coppie:
            if valore:
                righe += len(self.foglio.a_capo(valore, largo - (self._rientro(largo) if nome else 0), self.normale))
        righe += sum(len(self.foglio.a_capo(frase, largo, self.normale)) for frase in blocco.frasi)
        return _INTERLINEA * (righe + 1) + 1.5

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
        due_colonne = largo > _META and self._stanno_in_due(blocco.coppie)
        alto = self._altezza(blocco, largo)
        self._posto(max(5 * _INTERLINEA, alto) if not blocco.righe and alto <= _POCHE else 5 * _INTERLINEA)
        self.foglio.testo(x, self.y, blocco.titolo, self.testata)
        self.foglio.linea(x, x + largo, self.y + 1.3, self.foglio.filetto)
        self.y += _INTERLINEA + 1.5
        piene = [coppia for coppia in blocco.coppie if coppia[1]]
        if due_colonne:
            meta = (len(piene) + 1) // 2
            self._posto(meta * _INTERLINEA)
            inizio = self.y
            for nome, valore in piene[:meta]:
                self._coppia(nome, valore, x, _META)
            fine, self.y = self.y, inizio
            for nome, valore in piene[meta:]:
                self._coppia(nome, valore, x + _META + _FRA_META, _META)
            self.y = fine
        else:
            for nome, valore in piene:
                self._coppia(nome, valore, x, largo)
        if blocco.righe:
            self._tabella(blocco, x, largo)
        for frase in blocco.frasi:
            self._righe([self.foglio.a_capo(frase, largo, self.normale)], [(x, largo, False)], self.normale)
        self.y += _INTERLINEA

    def _stanno_in_due(self, coppie: Sequence[tuple[str, str]]) -> bool:
        """Pairs each of which has a name, and takes one line in half the width."""
        piene = [coppia for coppia in coppie if coppia[1]]
        posto = _META - self._rientro(_META)
        return len(piene) > 1 and all(
            nome and len(self.foglio.a_capo(valore, posto, self.normale)) == 1 for nome, valore in piene
        )

    @staticmethod
    def _rientro(largo: float) -> float:
        return min(_ETICHETTA, largo * 0.4)

    def _coppia(self, nome: str, valore: str, x: float, largo: float) -> None:
        if not nome:
            self._righe([self.foglio.a_capo(valore, largo, self.normale)], [(x, largo, False)], self.normale)
            return
        rientro = self._rientro(largo)
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
        posti: list[tuple[float, float, bool]] = []
        larghe = self._larghezze(colonne, [[riga[n] for n in usate] for riga in blocco.righe], largo)
        for colonna, larga in zip(colonne, larghe, strict=True):
            posti.append((x, larga, colonna.cifre))
            x += larga + _SPAZIO
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

    def _larghezze(self, colonne: Sequence[Colonna], righe: Sequence[Sequence[str]], largo: float) -> list[float]:
        """What each column needs, the rest to the main text; if it is too much, the main text gives way, then all."""
        celle = [[colonna.titolo, *(riga[n] for riga in righe)] for n, colonna in enumerate(colonne)]
        larghe = [self._piu_larga(parte for testo in cella for parte in testo.split("\n")) for cella in celle]
        parole = [self._piu_larga(parte for testo in cella for parte in testo.split()) for cella in celle]
        disponibile = largo - _SPAZIO * (len(colonne) - 1)
        testi = [n for n, colonna in enumerate(colonne) if not colonna.cifre] or [len(colonne) - 1]
        principale = max(testi, key=lambda n: colonne[n].peso)
        altre = sorted((n for n in range(len(colonne)) if n != principale), key=lambda n: -larghe[n])
        minimi = [(principale, 0.45 * disponibile), *((n, parole[n]) for n in altre), (principale, 0.25 * disponibile)]
        for n, minimo in minimi:
            larghe[n] -= max(0.0, min(sum(larghe) - disponibile, larghe[n] - minimo))
        if sum(larghe) > disponibile:
            return [larga * disponibile / sum(larghe) for larga in larghe]
        larghe[principale] += disponibile - sum(larghe)
        return larghe

    def _piu_larga(self, testi: Iterable[str]) -> float:
        return max((self.foglio.larghezza(testo, self.normale) for testo in testi), default=0.0) + 0.1

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
