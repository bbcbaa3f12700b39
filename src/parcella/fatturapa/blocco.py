"""A group of the file being written, as the layout wants it: order, form, length and obligation of what goes in.

The writer gives values as the archive has them, in any order, each with the field they come from. Every refusal names
that field, which is what there is to correct, and not the element of the file.
"""

import base64
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from lxml import etree

from parcella.fatturapa.latino import in_ascii, in_latino, nome_campo
from parcella.fatturapa.tracciato import tracciato as layout
from parcella.fatturapa.tracciato.formati import Formato
from parcella.ledger.esito import Rifiuto
from parcella.ledger.tipi import prezzo_normale

Nodo = Any  # lxml's element: its stubs are not complete enough to be worth naming
Valore = str | int | date | Decimal | bytes | None


class Blocco:
    """A group of elements. Nothing is written for a value that is absent, blank or of blanks."""

    __slots__ = ("_difetti", "_elemento", "_ultima", "nodo")

    def __init__(self, nodo: Nodo, elemento: layout.Elemento, difetti: list[Rifiuto] | None = None) -> None:
        self.nodo = nodo
        self._elemento = elemento
        self._ultima = ""
        self._difetti = difetti

    @classmethod
    def radice(cls, difetti: list[Rifiuto] | None = None) -> "Blocco":
        """The whole file, empty. In `difetti` what `metti` refuses is gathered, and the writing goes on."""
        return cls(etree.Element(layout.RADICE, nsmap={"p": layout.SPAZIO}), layout.tracciato(), difetti)

    @classmethod
    def sciolto(cls, percorso: str) -> "Blocco":
        """A group outside any file, to try what would go in it."""
        elemento = layout.tracciato().trova(percorso)
        return cls(etree.Element(elemento.tag), elemento)

    def apri(self, tag: str) -> "Blocco":
        """A group inside this one."""
        lettera, _, elemento = self._elemento.voci[tag]
        return Blocco(self._al_suo_posto(tag, lettera), elemento, self._difetti)

    def metti(self, tag: str, valore: Valore, campo: str = "") -> None:
        """An element with its value, in the form the layout asks for.

        Raises Rifiuto with `campo` when it must be there and is not, or can't take that form.
        """
        lettera, _, elemento = self._elemento.voci[tag]
        if elemento.formato is None:
            raise KeyError(tag)
        try:
            testo = in_testo(elemento.formato, valore, campo or elemento.nome)
            if not testo and elemento.minimo:
                raise manca(campo or elemento.nome)
        except Rifiuto as rifiuto:
            if self._difetti is None:
                raise
            self._difetti.append(rifiuto)
            return
        if testo:
            self._al_suo_posto(tag, lettera).text = testo

    def massimo(self, tag: str) -> int:
        """How many characters an element of this group takes."""
        formato = self._elemento.voci[tag].elemento.formato
        if formato is None or formato.lunghezza is None:
            raise KeyError(tag)
        return formato.lunghezza[1]

    def _al_suo_posto(self, tag: str, lettera: str) -> Nodo:
        """A new element, after those the layout puts before it."""
        if lettera >= self._ultima:
            self._ultima = lettera
            return etree.SubElement(self.nodo, tag)
        posto = sum(self._elemento.voci[figlio.tag].lettera <= lettera for figlio in self.nodo)
        nuovo = etree.Element(tag)
        self.nodo.insert(posto, nuovo)
        return nuovo


def in_testo(formato: Formato, valore: Valore, campo: str) -> str:
    """A value as the file holds it, empty when there is none. Raises Rifiuto with `campo` if it can't have the form."""
    if valore is None:
        return ""
    resa = _resa(formato.nome)
    testo = resa(valore, campo)
    if testo and resa is not _in_base64 and not formato.vale(testo):
        raise Rifiuto(f"{nome_campo(campo)}: {_perche(formato, testo)}.", campo)
    return testo


def manca(campo: str) -> Rifiuto:
    """The refusal for an absent datum."""
    return Rifiuto(f"{nome_campo(campo)}: dato obbligatorio per il file FatturaPA.", campo, "dato_mancante")


def _perche(formato: Formato, testo: str) -> str:
    minimo, massimo = formato.lunghezza or (0, len(testo))
    if len(testo) > massimo:
        return f"al massimo {massimo} caratteri nel file, trovati {len(testo)}"
    if len(testo) < minimo:
        return f"servono almeno {minimo} caratteri, trovati {len(testo)}"
    return f"«{testo}» non è valido per il file FatturaPA, che vuole {formato.ammesso}"


Resa = Callable[[Any, str], str]


def _due_decimali(valore: Decimal, campo: str) -> str:
    return f"{valore:.2f}"


def _fino_a_otto_decimali(valore: Decimal, campo: str) -> str:
    return f"{prezzo_normale(valore):f}"


def _giorno(valore: date, campo: str) -> str:
    return valore.isoformat()


def _in_base64(valore: bytes, campo: str) -> str:
    return base64.b64encode(valore).decode()


def _com_e(valore: object, campo: str) -> str:
    return str(valore)


_RESE: dict[str, Resa] = {
    "latino": in_latino,
    **dict.fromkeys(("ascii", "libero", "titolo", "posta"), in_ascii),
    **dict.fromkeys(("importo", "aliquota"), _due_decimali),
    **dict.fromkeys(("importo8", "quantita"), _fino_a_otto_decimali),
    **dict.fromkeys(("data", "data_fattura"), _giorno),
    "base64": _in_base64,
}


@cache
def _resa(formato: str) -> Resa:
    return _RESE.get(formato.partition(" ")[0], _com_e)
