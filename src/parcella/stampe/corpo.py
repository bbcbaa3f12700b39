"""The rows of a document: what each prints, how they fall on the pages, and the sums carried from page to page.

Nothing is drawn here but by `Tabella.disegna`: the pages are settled first, so that "pagina 1 di 3" is known from the
start.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.tabelle import RigaDocumento
from parcella.ledger.tipi import ZERO, data_italiana, in_italiano, prezzo_normale
from parcella.stampe.campi import CASI, percentuale
from parcella.stampe.foglio import LARGHEZZA, PUNTO, Foglio, Stile
from parcella.stampe.modulo import Colonna, Corpo, Dicitura, Modulo

_SPALLA = 1.5


@dataclass(frozen=True, slots=True)
class Voce:
    """A row as it prints: its text, the other cells by column, the amounts carried. `solo_testo`: full width."""

    testo: str
    celle: dict[str, str] = field(default_factory=dict)
    importo: Decimal = ZERO
    spese: Decimal = ZERO
    solo_testo: bool = False


class Pezzo(NamedTuple):
    """The lines of a row that stand on one page; cells and amounts go with the first."""

    voce: Voce
    linee: list[str]
    primo: bool


class Posto(NamedTuple):
    """A column on the sheet."""

    colonna: Colonna
    x: float
    larghezza: float


def voci(f: Fascicolo, modulo: Modulo, diciture: Callable[[Dicitura], str]) -> list[Voce]:
    """The rows of the document, then the wordings the form wants at the end of the body (DOC-053)."""
    righe = [_voce(f, riga) for riga in f.righe]
    finali = [d for d in modulo.diciture.voci if d.posizione == "corpo"]
    return righe + [Voce(testo, solo_testo=True) for testo in map(diciture, finali) if testo]


def testo_dicitura(d: Dicitura, f: Fascicolo, compila: Callable[..., str]) -> str:
    """A wording, when its case applies: the archive's text at the document's date, else the form's."""
    caso = CASI.get(d.quando or d.codice, CASI["sempre"])
    return (f.riferimenti.get(d.codice) or compila(d.testo)) if caso(f) else ""


def _voce(f: Fascicolo, riga: RigaDocumento) -> Voce:
    prestazione = f.prestazioni.get(riga.codice_prestazione or "")
    testo = riga.descrizione_riga or (prestazione.descrizione if prestazione else "")
    testo = f.traduzioni.get((riga.codice_prestazione or "", testo), testo)  # PRE-048
    if prestazione is not None and prestazione.tipo == "V":
        testo = testo.replace("?", " ").rstrip()  # what was not filled in is blank (cap. 04, Ambiguità 26)
    if prestazione is not None and prestazione.tipo == "T":
        # One row on the screen, its whole text on paper (PRE-098).
        return Voce(prestazione.righe_testo or testo, solo_testo=True)
    if riga.tipo_riga is not None or (prestazione is not None and prestazione.tipo != "R"):
        return Voce(testo, solo_testo=True)
    importo, spese = riga.importo_prestazione, riga.spese_anticipate_riga
    return Voce(
        testo,
        {
            "numero": str(riga.numero_riga),
            "codice": riga.codice_prestazione or "",
            "data": data_italiana(riga.data_prestazione),
            "quantita": in_italiano(riga.quantita) if riga.quantita else "",
            "um": riga.unita_misura or "",
            "prezzo": _prezzo(riga.prezzo_unitario),
            "importo": in_italiano(importo) if importo or not spese else "",
            "spese": in_italiano(spese) if spese else "",
            "iva": _iva(f, riga.codice_iva_riga) if importo or not spese else "",
        },
        importo,
        spese,
    )


def _prezzo(prezzo: Decimal | None) -> str:
    if not prezzo:
        return ""
    normale = prezzo_normale(prezzo)
    esponente = normale.as_tuple().exponent
    return in_italiano(normale, -esponente if isinstance(esponente, int) else 2)


def _iva(f: Fascicolo, codice: str | None) -> str:
    iva = f.codici_iva.get(codice or "")
    return percentuale(iva.aliquota) if iva is not None and iva.natura is None else codice or ""


class Tabella:
    """The rows laid on a form: `pagine` of pieces, and their drawing."""

    def __init__(self, foglio: Foglio, modulo: Modulo, righe: Sequence[Voce], compila: Callable[..., str]) -> None:
        self.foglio, self.modulo, self.compila = foglio, modulo, compila
        self.forma: Corpo = modulo.corpo
        self.stile = Stile(self.forma.corpo, foglio.nero)
        self.x = modulo.pagina.margine_sinistro
        self.x_destra = LARGHEZZA - modulo.pagina.margine_destro
        self.posti = self._posti(righe)
        self.descrizione = next(p for p in self.posti if p.colonna.campo == "descrizione")
        self.con_riporti = any(p.colonna.campo in ("importo", "spese") for p in self.posti)
        self.altezza_testata = self.forma.interlinea + 2.4
        self.altezza_riporto = self.forma.interlinea + self.forma.spazio if self.con_riporti else 0.0

    def _posti(self, righe: Sequence[Voce]) -> list[Posto]:
        """The columns used, left to right; the description takes what they leave."""
        usate = [
            c
            for c in self.forma.colonne
            if not c.solo_se_usata or any(voce.celle.get(c.campo) for voce in righe) or c.campo == "descrizione"
        ]
        resto = self.x_destra - self.x - sum(c.larghezza for c in usate)
        posti, x = [], self.x
        for colonna in usate:
            larghezza = colonna.larghezza or resto
            posti.append(Posto(colonna, x, larghezza))
            x += larghezza
        return posti

    def linee(self, voce: Voce) -> list[str]:
        """The text of a row on lines: of the description, or of all the sheet to its right when it stands alone."""
        destra = self.x_destra if voce.solo_testo else self.descrizione.x + self.descrizione.larghezza - _SPALLA
        return self.foglio.a_capo(voce.testo, destra - self.descrizione.x, self.stile)

    def altezza(self, pezzo: Pezzo) -> float:
        """Height of a piece, with the space below it."""
        return len(pezzo.linee) * self.forma.interlinea + self.forma.spazio

    def impagina(self, righe: Sequence[Voce], prima: float, altre: float) -> list[list[Pezzo]]:
        """The rows on pages of these heights. A row is kept whole unless it would waste half a page."""
        pagine: list[list[Pezzo]] = [[]]
        resto = prima - self.altezza_riporto
        intera = altre - 2 * self.altezza_riporto
        for voce in righe:
            linee, primo = self.linee(voce), True
            while linee:
                pezzo = Pezzo(voce, linee, primo)
                if self.altezza(pezzo) <= resto:
                    pagine[-1].append(pezzo)
                    resto -= self.altezza(pezzo)
                    break
                stanno = int((resto - self.forma.spazio) / self.forma.interlinea)
                if pagine[-1] and (self.altezza(pezzo) <= intera / 2 or stanno < 2):
                    stanno = 0
                if stanno > 0 or not pagine[-1]:
                    stanno = max(stanno, 1)
                    pagine[-1].append(Pezzo(voce, linee[:stanno], primo))
                    linee, primo = linee[stanno:], False
                pagine.append([])
                resto = intera
        return pagine

    def disegna(self, y: float, pezzi: Sequence[Pezzo], prima: Voce, dopo: Voce | None) -> float:
        """One page of rows from `y` down; `prima` is what comes carried, `dopo` what goes on. Gives the y reached."""
        y = self._testata(y)
        if self.con_riporti and (prima.importo or prima.spese):
            y = self._somme(y, self.compila(self.forma.riporto), prima)
        for indice, pezzo in enumerate(pezzi):
            if indice and self.forma.filetti and pezzo.primo:
                self.foglio.linea(self.x, self.x_destra, y, self.foglio.filetto, 0.12)
            y = self._pezzo(y, pezzo)
        if dopo is not None and self.con_riporti:
            self.foglio.linea(self.x, self.x_destra, y, self.foglio.filetto, 0.12)
            y = self._somme(y, self.compila(self.forma.a_riportare), dopo)
        self.foglio.linea(self.x, self.x_destra, y, self.foglio.tinta, 0.3)
        return y

    def _base(self, y: float) -> float:
        """The baseline of a line whose row begins at `y`."""
        return y + self.forma.spazio / 2 + self.forma.interlinea / 2 + self.forma.corpo * PUNTO * 0.36

    def _testata(self, y: float) -> float:
        stile = Stile(max(self.forma.corpo - 1.5, 4), self.foglio.tinta, grassetto=True)
        for posto in self.posti:
            self._cella(posto, y + self.forma.interlinea * 0.75, posto.colonna.titolo, stile)
        fondo = y + self.altezza_testata - 1
        self.foglio.linea(self.x, self.x_destra, fondo, self.foglio.tinta, 0.3)
        return fondo

    def _pezzo(self, y: float, pezzo: Pezzo) -> float:
        base = self._base(y)
        for posto in self.posti:
            if posto.colonna.campo == "descrizione":
                for numero, linea in enumerate(pezzo.linee):
                    self.foglio.testo(posto.x, base + numero * self.forma.interlinea, linea, self.stile)
            elif pezzo.primo and (valore := pezzo.voce.celle.get(posto.colonna.campo)):
                self._cella(posto, base, valore, self.stile)
        return y + self.altezza(pezzo)

    def _somme(self, y: float, parola: str, somme: Voce) -> float:
        stile = Stile(self.forma.corpo, self.foglio.grigio)
        base = self._base(y)
        sinistra = min(p.x for p in self.posti if p.colonna.campo in ("importo", "spese"))
        self.foglio.testo(sinistra - _SPALLA, base, parola, stile, "destra")
        for posto in self.posti:
            valore = {"importo": somme.importo, "spese": somme.spese}.get(posto.colonna.campo, ZERO)
            if valore or posto.colonna.campo == "importo":
                self._cella(posto, base, in_italiano(valore), stile)
        return y + self.altezza_riporto

    def _cella(self, posto: Posto, y: float, testo: str, stile: Stile) -> None:
        come = posto.colonna.allineamento
        if come == "destra":
            x = posto.x + posto.larghezza - (0 if posto.x + posto.larghezza >= self.x_destra - 0.01 else _SPALLA)
        elif come == "centro":
            x = posto.x + posto.larghezza / 2
        else:
            x = posto.x
        spazio = posto.larghezza - (0 if posto.colonna.campo == "descrizione" else _SPALLA * 0.6)
        self.foglio.testo(x, y, self.foglio.in_riga(testo, spazio, stile), stile, come)


def somme(pezzi: Sequence[Pezzo], prima: Voce) -> Voce:
    """What is carried after a page."""
    capi = [p.voce for p in pezzi if p.primo]
    return Voce(
        "",
        importo=prima.importo + sum((v.importo for v in capi), ZERO),
        spese=prima.spese + sum((v.spese for v in capi), ZERO),
    )
