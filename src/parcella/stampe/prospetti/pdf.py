"""A prospetto on A4 sheets, portrait or landscape as its bands need: headings on each page, «pagina 2 di 9».

Cells go straight into the content of the page: fpdf2's own text, one call each, would be ten times slower. Only the
texts that cp1252 can't hold go the slow way, through `Foglio`, which knows the other fonts. The rows are not kept; the
pages laid out are, some 10 kB each, until the file is written.
"""

from functools import lru_cache
from typing import BinaryIO, NamedTuple

from parcella.ledger.esito import Avviso
from parcella.stampe.caratteri import in_cp1252, pulito
from parcella.stampe.foglio import PUNTO, Colore, Foglio, Stile
from parcella.stampe.prospetti.prospetto import Colonna, Fascia, Gruppo, Prospetto, Riga, Totale, celle, totale

_VERTICALE = 100
"""Characters that an upright sheet takes."""
_LATO_CORTO, _LATO_LUNGO = 210.0, 297.0
_MARGINE = 10.0
_CORPO_MASSIMO = 8.0
_LARGO_MEDIO = 0.6
"""Width of a character, in sizes of type: capitals and figures fit."""


class Tratto(NamedTuple):
    """A text of a line: `x` is its left end, or its right end."""

    x: float
    testo: str
    stile: Stile
    a_destra: bool = False


Linea = list[Tratto]


def scrivi(prospetto: Prospetto, uscita: BinaryIO, avvisi: list[Avviso] | None = None) -> int:
    """Write the file; gives how many pages. `avvisi` collects what could not be printed as it is written."""
    stampa = _Stampa(prospetto)
    stampa.esegui()
    uscita.write(stampa.foglio.bytes())
    if avvisi is not None:
        avvisi.extend(stampa.foglio.avvisi.values())
    return stampa.numero


class _Stampa:
    """One prospetto being printed."""

    def __init__(self, prospetto: Prospetto) -> None:
        self.prospetto = prospetto
        richiesta = max(fascia.larghezza for fascia in prospetto.testate)
        orizzontale = richiesta > _VERTICALE
        self.largo, self.alto = (_LATO_LUNGO, _LATO_CORTO) if orizzontale else (_LATO_CORTO, _LATO_LUNGO)
        self.foglio = Foglio(None, prospetto.data, prospetto.titolo, prospetto.azienda, orizzontale=orizzontale)
        utile = self.largo - 2 * _MARGINE
        self.unita = utile / richiesta
        corpo = min(_CORPO_MASSIMO, self.unita / (_LARGO_MEDIO * PUNTO))
        f = self.foglio
        self.normale, self.forte = Stile(corpo, f.nero), Stile(corpo, f.nero, grassetto=True)
        self.testata, self.tenue = Stile(corpo - 0.5, f.grigio, grassetto=True), Stile(corpo - 0.5, f.grigio)
        self.titolo = Stile(12, f.tinta, grassetto=True)
        self.passo = corpo * PUNTO * 1.25
        self.fondo = self.alto - 15
        self.numero, self.y = 0, 0.0
        self._segni: list[bytes] = []
        self._stile: Stile | None = None
        self._mani: dict[Stile, bytes] = {}
        self._posti = {id(fascia): self._colonne(fascia) for fascia in prospetto.testate}

    def esegui(self) -> None:
        prospetto = self.prospetto
        self._nuova_pagina()
        in_sospeso: list[Linea] = []  # titles of groups, which go with the row that follows
        quante = 0
        for elemento in prospetto.righe:
            if isinstance(elemento, Gruppo):
                in_sospeso += [[], *self._testo(elemento.testo, self.forte)]
                continue
            quante += isinstance(elemento, Riga)
            blocco = self._totale(elemento) if isinstance(elemento, Totale) else self._blocco(elemento)
            self._posa(in_sospeso + blocco, filetto=isinstance(elemento, Riga))
            in_sospeso = []
        self._posa([*in_sospeso, [], [Tratto(_MARGINE, prospetto.conteggio(quante), self.forte)]])
        self._chiudi_pagina()
        self._piedi()

    # Pages.

    def _nuova_pagina(self) -> None:
        self.numero += 1
        foglio, prospetto = self.foglio, self.prospetto
        foglio.nuova_pagina()
        destra = self.largo - _MARGINE
        # Written by fpdf2, so that it gives the page both its fonts: those that `_tratto` names.
        foglio.testo(_MARGINE, 16, prospetto.titolo, self.titolo)
        foglio.testo(destra, 14 + self.passo, f"{prospetto.data:%d/%m/%Y}", self.tenue, "destra")
        self._tratto(14, Tratto(destra, prospetto.azienda, self.forte, True))
        self.y = 18.0
        if self.numero == 1 and prospetto.selezioni:
            for linea in self._testo(prospetto.in_parole(), self.tenue):
                self._linea(linea)
        self.y += 2
        for fascia in prospetto.testate:
            for linea in self._fianco_a_fianco(fascia, [c.titolo for c in fascia.colonne], self.testata):
                self._linea(linea)
        self.y += 1
        self._filetto(self.y, foglio.grigio, 0.3)
        self.y += 0.8
        self.inizio = self.y

    def _chiudi_pagina(self) -> None:
        self.foglio.pdf._out(b"q\n" + b"\n".join(self._segni) + b"\nQ")
        self._segni, self._stile = [], None

    def _posa(self, blocco: list[Linea], *, filetto: bool = False) -> None:
        """Put a block on the page, or on the next one; one longer than a page goes on over."""
        if self.y > self.inizio and self.y + len(blocco) * self.passo > self.fondo:
            self._chiudi_pagina()
            self._nuova_pagina()
        for linea in blocco:
            if self.y + self.passo > self.fondo:
                self._chiudi_pagina()
                self._nuova_pagina()
            self._linea(linea)
        if filetto:
            self._filetto(self.y + 0.5, self.foglio.filetto, 0.1)
            self.y += 0.9

    def _piedi(self) -> None:
        """The foot of every page, when it is known how many they are."""
        destra, y = self.largo - _MARGINE, self.alto - 8
        for numero in range(1, self.numero + 1):
            self.foglio.pdf.page = numero
            self._filetto(y - 3.5, self.foglio.filetto, 0.2)
            self._tratto(y, Tratto(_MARGINE, f"{self.prospetto.titolo} – {self.prospetto.azienda}", self.tenue))
            self._tratto(y, Tratto(destra, f"pagina {numero} di {self.numero}", self.tenue, True))
            self._chiudi_pagina()

    # Blocks.

    def _blocco(self, riga: Riga) -> list[Linea]:
        """The lines of a record."""
        linee: list[Linea] = []
        for indice, fascia in enumerate(self.prospetto.fasce):
            mostrate = celle(fascia, riga.valori)
            if mostrate is not None or not indice:
                linee += self._fianco_a_fianco(fascia, mostrate or [""] * len(fascia.colonne), self.normale)
        if self.prospetto.dettaglio is not None:
            dentro = self.prospetto.dettaglio.fascia
            for valori in riga.dettagli:
                mostrate = celle(dentro, valori)
                if mostrate is not None:
                    linee += self._fianco_a_fianco(dentro, mostrate, self.tenue)
        return linee

    def _totale(self, voce: Totale) -> list[Linea]:
        fascia = self.prospetto.fasce[0]
        etichetta, cifre = totale(fascia, voce)
        posti = self._posti[id(fascia)]
        return [
            [
                Tratto(_MARGINE, etichetta, self.forte),
                *(Tratto(sum(posti[i]), cifra, self.forte, True) for i, cifra in cifre),
            ]
        ]

    def _testo(self, testo: str, stile: Stile) -> list[Linea]:
        """A text as wide as the sheet."""
        righe = self.foglio.a_capo(testo, self.largo - 2 * _MARGINE, stile)
        return [[Tratto(_MARGINE, riga, stile)] for riga in righe]

    def _colonne(self, fascia: Fascia) -> list[tuple[float, float]]:
        """Where each column begins and how wide it is."""
        posti, x = [], _MARGINE + fascia.rientro * self.unita
        for colonna in fascia.colonne:
            posti.append((x, colonna.larghezza * self.unita))
            x += (colonna.larghezza + 1) * self.unita
        return posti

    def _fianco_a_fianco(self, fascia: Fascia, testi: list[str], stile: Stile) -> list[Linea]:
        """The cells of a band; what is too long for its column goes on under itself."""
        linee: list[Linea] = []
        for colonna, testo, (x, ampia) in zip(fascia.colonne, testi, self._posti[id(fascia)], strict=True):
            if testo:
                for indice, pezzo in enumerate(self._pezzi(colonna, testo, ampia, stile)):
                    if indice == len(linee):
                        linee.append([])
                    capo = x + ampia if colonna.a_destra else x
                    linee[indice].append(Tratto(capo, pezzo, stile, colonna.a_destra))
        return linee or [[]]

    def _pezzi(self, colonna: Colonna, testo: str, ampia: float, stile: Stile) -> list[str]:
        if len(testo) * stile.corpo * PUNTO <= ampia or self.foglio.larghezza(testo, stile) <= ampia:
            return [testo]
        return self.foglio.a_capo(testo, ampia, stile)

    # Marks on the sheet.

    def _linea(self, linea: Linea) -> None:
        self.y += self.passo
        for tratto in linea:
            self._tratto(self.y, tratto)

    def _tratto(self, y: float, tratto: Tratto) -> None:
        x, testo, stile, a_destra = tratto
        testo = pulito(testo)
        if not in_cp1252(testo):
            self.foglio.testo(x, y, testo, stile, "destra" if a_destra else "sinistra")
            return
        if a_destra:
            x -= self.foglio.larghezza(testo, stile)
        scritto = testo.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        if stile != self._stile:
            self._segni.append(self._mano(stile))
            self._stile = stile
        posto = f"BT {x / PUNTO:.1f} {(self.alto - y) / PUNTO:.1f} Td ("
        self._segni.append(posto.encode() + scritto + b") Tj ET")

    def _mano(self, stile: Stile) -> bytes:
        """The commands that choose colour, font and size."""
        if stile not in self._mani:
            carattere = self.foglio.pdf.fonts[self.foglio.famiglia.lower() + ("B" if stile.grassetto else "")].i
            self._mani[stile] = f"{_rgb(stile.colore)} rg BT /F{carattere} {stile.corpo:.2f} Tf ET".encode()
        return self._mani[stile]

    def _filetto(self, y: float, tinta: Colore, spessore: float) -> None:
        da, a, quota = _MARGINE / PUNTO, (self.largo - _MARGINE) / PUNTO, (self.alto - y) / PUNTO
        riga = f"{_rgb(tinta)} RG {spessore / PUNTO:.2f} w {da:.1f} {quota:.1f} m {a:.1f} {quota:.1f} l S"
        self._segni.append(riga.encode())


@lru_cache(maxsize=16)
def _rgb(tinta: Colore) -> str:
    return " ".join(f"{canale / 255:.3f}" for canale in tinta)
