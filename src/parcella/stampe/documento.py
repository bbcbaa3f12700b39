"""A document on paper: `pdf` lays a fascicolo on a form and gives the bytes of the file.

The sheet is A4. The first page has the letterhead, the client's address and the title; the others a line that says
whose and which document it is. The foot follows the rows, on the last page.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.esito import Avviso
from parcella.stampe.campi import compilatore, e_provvisoria
from parcella.stampe.corpo import Pezzo, Tabella, Voce, somme, testo_dicitura, voci
from parcella.stampe.foglio import ALTEZZA, LARGHEZZA, PUNTO, Blocco, Foglio, Stile
from parcella.stampe.modulo import Modulo, modulo_di
from parcella.stampe.piede import Piede

__all__ = ["modulo_di", "pdf"]

_PRIMA_DELLE_RIGHE = 7.0
_PRIMA_DEL_PIEDE = 7.0
_MARCHIO = 7.5
_ROSSO = (178, 34, 34)
_FRA_FASCE = 6.0


def pdf(fascicolo: Fascicolo, modulo: Modulo, avvisi: list[Avviso] | None = None) -> bytes:
    """The PDF of a document. `avvisi` collects what could not be printed as it is written."""
    stampa = _Stampa(fascicolo, modulo)
    contenuto = stampa.esegui()
    if avvisi is not None:
        avvisi.extend(stampa.foglio.avvisi.values())
    return contenuto


class _Linea(NamedTuple):
    x: float
    y: float
    testo: str
    stile: Stile


@dataclass(slots=True)
class _Facciata:
    """A page: its rows, if the table goes on there, and its bands of the foot."""

    pezzi: list[Pezzo]
    con_righe: bool = True
    fasce: list[Blocco] = field(default_factory=list)


class _Stampa:
    """One document being printed."""

    def __init__(self, f: Fascicolo, modulo: Modulo) -> None:
        self.f, self.modulo = f, modulo
        self.compila: Callable[..., str] = compilatore(f)
        self.foglio = Foglio(modulo, f.documento.data_documento, f.nome, f.azienda.ragione_sociale)
        p = modulo.pagina
        self.x, self.x_destra = p.margine_sinistro, LARGHEZZA - p.margine_destro
        self.fondo = ALTEZZA - p.margine_basso
        self.marchio = Stile(9, _ROSSO, grassetto=True)
        self.tenue = Stile(p.corpo, self.foglio.grigio)
        self.y_righe = max(modulo.corpo.y, self._fine_testata() + _PRIMA_DELLE_RIGHE)

    def esegui(self) -> bytes:
        righe = voci(self.f, self.modulo, lambda d: testo_dicitura(d, self.f, self.compila))
        self.tabella = Tabella(self.foglio, self.modulo, righe, self.compila)
        facciate = self._impagina(righe)
        self.pagine = str(len(facciate))
        portato = Voce("")
        for numero, facciata in enumerate(facciate, 1):
            y = self._inizia_pagina(numero)
            if facciata.con_righe:
                dopo = somme(facciata.pezzi, portato)
                prosegue = numero < len(facciate) and facciate[numero].con_righe
                y = self.tabella.disegna(y, facciata.pezzi, portato, dopo if prosegue else None) + _PRIMA_DEL_PIEDE
                portato = dopo
            self._disegna_fasce(y, facciata.fasce)
        return self.foglio.bytes()

    # Pages.

    def _inizio(self, numero: int) -> float:
        """Where the rows begin on a page."""
        return self.y_righe if numero == 1 else self.modulo.pagina.y_continua + 8

    def _impagina(self, righe: list[Voce]) -> list[_Facciata]:
        """The rows on their pages, then the bands of the foot wherever there is room."""
        tabella = self.tabella
        prima, altre = (self.fondo - self._inizio(n) - tabella.altezza_testata for n in (1, 2))
        facciate = [_Facciata(pezzi) for pezzi in tabella.impagina(righe, prima, altre)]
        ultima = facciate[-1]
        libero = prima if len(facciate) == 1 else altre - tabella.altezza_riporto
        libero -= sum(map(tabella.altezza, ultima.pezzi)) + _PRIMA_DEL_PIEDE
        fasce = Piede(self.foglio, self.modulo, self.f, self.compila).fasce()
        if _altezza(fasce) > libero:
            # The foot goes whole on a page, and never alone under a carried sum: the last row goes with it.
            sola = len(ultima.pezzi) < 2 or not ultima.pezzi[-1].primo
            ultima = _Facciata([] if sola else [ultima.pezzi.pop()])
            facciate.append(ultima)
            libero = altre - tabella.altezza_riporto - _PRIMA_DEL_PIEDE
            libero -= sum(map(tabella.altezza, ultima.pezzi))
        for fascia in fasce:
            if fascia.altezza > libero and ultima.fasce:
                ultima = _Facciata([], con_righe=False)
                facciate.append(ultima)
                libero = altre + tabella.altezza_testata
            ultima.fasce.append(fascia)
            libero -= fascia.altezza + _FRA_FASCE
        return facciate

    def _inizia_pagina(self, numero: int) -> float:
        m = self.modulo
        self.foglio.nuova_pagina()
        if e_provvisoria(self.f) and m.titolo.filigrana and m.titolo.provvisoria:
            self.foglio.filigrana(self.compila(m.titolo.provvisoria))
        if numero == 1:
            self._intestazione()
            self._destinatario()
            self._titolo()
        else:
            self._continua()
        self._piede_pagina(numero)
        self._testi(numero)
        return self._inizio(numero)

    def _disegna_fasce(self, y: float, fasce: list[Blocco]) -> None:
        if self.modulo.totali.posizione == "fondo" and fasce:
            y = max(y, self.fondo - _altezza(fasce))
        for fascia in fasce:
            fascia.disegna(y)
            y += fascia.altezza + _FRA_FASCE

    # What stands around the rows.

    def _righe(
        self, x: float, y: float, righe: tuple[str, ...], stile: Stile, passo: float, come: str = "sinistra"
    ) -> float:
        """Lines of a form one under the other, those empty left out; gives the baseline of the next."""
        for riga in righe:
            if testo := self.compila(riga):
                self.foglio.testo(x, y, testo, stile, come)
                y += passo
        return y

    def _intestazione(self) -> None:
        m, foglio = self.modulo.intestazione, self.foglio
        if m.logo:
            foglio.immagine(self.modulo.file_accanto(m.logo), m.logo_x, m.logo_y, m.logo_larghezza)
        nome = Stile(m.corpo_nome, foglio.tinta, grassetto=True)
        base = m.y + m.corpo_nome * PUNTO * 0.75
        foglio.testo(m.x, base, self.compila(m.nome), nome)
        stile = Stile(m.corpo, foglio.grigio)
        self._righe(m.x, base + m.interlinea * 1.35, m.righe, stile, m.interlinea)
        self._righe(self.x_destra, m.y + m.interlinea * 0.8, m.righe_destra, stile, m.interlinea, "destra")
        if m.filetto_y:
            foglio.linea(self.x, self.x_destra, m.filetto_y, foglio.tinta, 0.3)

    def _destinatario(self) -> None:
        for x, y, testo, stile in self._linee_destinatario():
            self.foglio.testo(x, y, testo, stile)

    def _linee_destinatario(self) -> list[_Linea]:
        m, foglio = self.modulo.destinatario, self.foglio
        stile = Stile(m.corpo, foglio.nero)
        piccolo = Stile(max(m.corpo - 2, 4), foglio.grigio)
        linee, y = [], m.y
        gruppi = (
            ((m.etichetta,), piccolo, 1.0, 0.0),
            ((m.nome,), stile._replace(grassetto=True), 1.0, 0.0),
            (m.righe, stile, 1.0, 0.0),
            (m.righe_fiscali, piccolo, 0.8, 1.0),
        )
        for righe, come, passo, prima in gruppi:
            y += prima
            for riga in filter(None, map(self.compila, righe)):
                for linea in foglio.a_capo(riga, m.larghezza, come):
                    linee.append(_Linea(m.x, y, linea, come))
                    y += m.interlinea * passo
        return linee

    def _titolo(self) -> None:
        for x, y, testo, stile in self._linee_titolo():
            self.foglio.testo(x, y, testo, stile)
            if stile == self.marchio:
                larghezza = self.foglio.larghezza(testo, stile) + 5
                self.foglio.riquadro(x - 2.5, y - 4.15, larghezza, 6, stile.colore)

    def _linee_titolo(self) -> list[_Linea]:
        m, foglio = self.modulo.titolo, self.foglio
        stile = Stile(m.corpo, foglio.tinta, grassetto=True)
        linee, y = [], m.y + 0.5
        for linea in foglio.a_capo(self.compila(m.testo), m.larghezza, stile):
            linee.append(_Linea(m.x, y, linea, stile))
            y += m.corpo * PUNTO * 1.2
        linee.append(_Linea(m.x, y + 0.4, self.compila(m.sottotitolo), Stile(m.corpo_sottotitolo, foglio.nero)))
        y += m.corpo_sottotitolo * PUNTO * 1.3 + 0.4
        if e_provvisoria(self.f) and m.provvisoria:
            linee.append(_Linea(m.x + 2.5, y + 2.95, self.compila(m.provvisoria), self.marchio))
            y += _MARCHIO
        y += 2.2
        righe = Stile(m.corpo_righe, foglio.grigio)
        for riga in filter(None, map(self.compila, m.righe)):
            for linea in foglio.a_capo(riga, m.larghezza, righe):
                linee.append(_Linea(m.x, y, linea, righe))
                y += m.corpo_righe * PUNTO * 1.4
        return linee

    def _fine_testata(self) -> float:
        """How far down the address and the references reach: long ones push the rows."""
        return max(linea.y for linea in (*self._linee_destinatario(), *self._linee_titolo()))

    def _continua(self) -> None:
        p, foglio = self.modulo.pagina, self.foglio
        foglio.testo(self.x, p.y_continua, self.compila(p.continua_sinistra), Stile(9, foglio.tinta, grassetto=True))
        foglio.testo(self.x_destra, p.y_continua, self.compila(p.continua_destra), Stile(9, foglio.nero), "destra")
        if e_provvisoria(self.f):
            testo = self.compila(self.modulo.titolo.provvisoria)
            foglio.testo(LARGHEZZA / 2, p.y_continua, testo, self.marchio, "centro")
        foglio.linea(self.x, self.x_destra, p.y_continua + 2.5, foglio.filetto)

    def _piede_pagina(self, numero: int) -> None:
        p, y = self.modulo.pagina, ALTEZZA - 10
        self.foglio.linea(self.x, self.x_destra, y - 4, self.foglio.filetto)
        self.foglio.testo(self.x, y, self.compila(p.piede_pagina), self.tenue)
        numerazione = self.compila(p.numerazione, pagina=str(numero), pagine=self.pagine)
        self.foglio.testo(self.x_destra, y, numerazione, self.tenue, "destra")

    def _testi(self, numero: int) -> None:
        for t in self.modulo.testi:
            if t.pagine == "tutte" or numero == (1 if t.pagine == "prima" else int(self.pagine)):
                testo = self.compila(t.testo, pagina=str(numero), pagine=self.pagine)
                stile = Stile(t.corpo, self.foglio.nero, t.grassetto)
                self.foglio.testo(t.x, t.y, testo, stile, t.allineamento)


def _altezza(fasce: list[Blocco]) -> float:
    """Of the bands one under the other."""
    return sum(fascia.altezza for fascia in fasce) + _FRA_FASCE * max(len(fasce) - 1, 0)
