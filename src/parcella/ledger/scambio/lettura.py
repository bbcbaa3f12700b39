"""Reading a file of the archive format: bytes, UTF-8, JSON without doubled keys; and naming the place of an error.

The place (file and line) is looked for only when an error has to be told, by walking the text again.
"""

import json
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from json.decoder import JSONDecodeError
from typing import Any

from parcella.ledger.esito import DatiNonValidi, Rifiuto
from parcella.ledger.scambio.forma import FormaErrata, Voce

Percorso = tuple[str | int, ...]

_BIANCHI = re.compile(r"[ \t\n\r]*")
_TESTO = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SALTA = json.JSONDecoder().raw_decode
_MOTIVI = {
    "Expecting value": "manca un valore",
    "Expecting ',' delimiter": "manca una virgola",
    "Expecting ':' delimiter": "mancano i due punti dopo una chiave",
    "Expecting property name enclosed in double quotes": "manca una chiave fra virgolette",
    "Illegal trailing comma before end of object": "virgola di troppo alla fine di un oggetto",
    "Illegal trailing comma before end of array": "virgola di troppo alla fine di un elenco",
    "Unterminated string starting at": "testo senza virgolette di chiusura",
    "Invalid control character at": "carattere di controllo dentro un testo",
    "Invalid \\escape": "sequenza \\ non valida",
    "Invalid \\uXXXX escape": "sequenza \\u non valida",
    "Extra data": "altri dati dopo la fine del contenuto",
}


class _ChiaveDoppia(Exception):  # noqa: N818 - never leaves this module
    pass


class _Costante(Exception):  # noqa: N818 - never leaves this module
    pass


@dataclass(frozen=True)
class Fonte:
    """A file that has been read: its name, its text, and what it says."""

    nome: str
    testo: str
    valore: Any

    def secondo(self, voce: Voce, *percorso: str | int) -> Any:
        """What the file says, typed. Raises DatiNonValidi with the place."""
        try:
            valore = self.valore
            for passo in percorso:
                valore = valore[passo]
            return voce(valore)
        except FormaErrata as errore:
            raise self.non_valido(errore.messaggio, (*percorso, *errore.percorso)) from None

    def non_valido(self, messaggio: str, percorso: Percorso) -> DatiNonValidi:
        """An error of the format at a place of this file."""
        return DatiNonValidi(f"{self.luogo(percorso)}: {messaggio}.", _campo(percorso))

    def situato(self, rifiuto: Rifiuto, percorso: Percorso) -> Rifiuto:
        """The same refusal, naming file, line and key. `percorso` is that of the record it speaks of."""
        intero = (*percorso, *_passi(rifiuto.campo))
        messaggio = f"{self.luogo(intero)}: {rifiuto.messaggio}"
        if isinstance(rifiuto, DatiNonValidi):
            return DatiNonValidi(messaggio, _campo(intero))
        return Rifiuto(messaggio, _campo(intero), rifiuto.codice)

    def luogo(self, percorso: Percorso) -> str:
        """Where a path is: `studio.json, riga 12, clienti.2.cap`."""
        riga = riga_di(self.testo, percorso)
        return ", ".join(filter(None, (self.nome, f"riga {riga}", _campo(percorso))))


def leggi(nome: str, contenuto: bytes) -> Fonte:
    """Read a file. Raises DatiNonValidi saying line and column."""
    testo = _testo(nome, contenuto)
    try:
        return Fonte(nome, testo, json.loads(testo, object_pairs_hook=_oggetto, parse_constant=_costante))
    except JSONDecodeError as errore:
        raise DatiNonValidi(f"{nome}, {_motivo(testo, errore)}.") from None
    except _ChiaveDoppia:
        percorso = next(percorso for percorso, _, doppia in _cammina(testo) if doppia)
        riga = _riga(testo, next(inizio for _, inizio, doppia in _cammina(testo) if doppia))
        raise DatiNonValidi(
            f"{nome}, riga {riga}: la chiave «{percorso[-1]}» è scritta due volte.", _campo(percorso)
        ) from None
    except _Costante as errore:
        raise DatiNonValidi(f"{nome}: {errore} non è un valore ammesso.") from None
    except RecursionError:
        raise DatiNonValidi(f"{nome}: oggetti annidati oltre ogni misura.") from None
    except ValueError:  # an integer with thousands of digits
        raise DatiNonValidi(f"{nome}: contiene un numero troppo lungo.") from None


def riga_di(testo: str, percorso: Percorso) -> int:
    """The line where a path begins; for a path that is not there, that of the nearest thing around it."""
    trovati: dict[Percorso, int] = {(): 0}
    attesi = {percorso[:n] for n in range(1, len(percorso) + 1)}
    for punto, inizio, _ in _cammina(testo, attesi):
        if punto in attesi:
            trovati[punto] = inizio
            if punto == percorso:
                break
    return _riga(testo, trovati[max(trovati, key=len)])


def _testo(nome: str, contenuto: bytes) -> str:
    if contenuto.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DatiNonValidi(f"{nome}: il testo è in UTF-16; atteso UTF-8.")
    if b"\0" in contenuto:
        raise DatiNonValidi(f"{nome}: il file è binario; atteso un testo JSON in UTF-8.")
    try:
        testo = contenuto.decode("utf-8-sig")
    except UnicodeDecodeError as errore:
        riga = contenuto.count(b"\n", 0, errore.start) + 1
        raise DatiNonValidi(
            f"{nome}, riga {riga}: il byte {contenuto[errore.start]:#04x} non è UTF-8; atteso un testo JSON in UTF-8."
        ) from None
    if not testo.strip():
        raise DatiNonValidi(f"{nome}: il file è vuoto; atteso un testo JSON.")
    return testo


def _oggetto(coppie: list[tuple[str, Any]]) -> dict[str, Any]:
    oggetto = dict(coppie)
    if len(oggetto) != len(coppie):
        raise _ChiaveDoppia
    return oggetto


def _costante(nome: str) -> Any:
    raise _Costante(nome)


def _motivo(testo: str, errore: JSONDecodeError) -> str:
    motivo = _MOTIVI.get(errore.msg, errore.msg)
    if errore.pos >= len(testo.rstrip()) or errore.msg.startswith("Unterminated"):
        motivo = f"il file è troncato o incompleto ({motivo})"
    return f"riga {errore.lineno}, colonna {errore.colno}: {motivo}"


def _cammina(testo: str, dentro: Container[Percorso] | None = None) -> Iterator[tuple[Percorso, int, bool]]:
    """Every key and element of a valid JSON text: path, offset, whether the key was already in its object.

    With `dentro`, only what is inside those paths: the rest is skipped.
    """
    # A stack of the objects and lists that are open: path, names met so far, whether it is an object.
    aperti: list[tuple[Percorso, set[str | int], bool]] = []
    qui = _dopo(_BIANCHI, testo, 0)
    percorso: Percorso = ()
    while True:
        if testo[qui] in "{[" and (dentro is None or not percorso or percorso in dentro):
            aperti.append((percorso, set(), testo[qui] == "{"))
            qui += 1
        else:
            _, qui = _SALTA(testo, qui)
        qui = _dopo(_BIANCHI, testo, qui)
        while aperti and testo[qui] in "}]":
            aperti.pop()
            qui = _dopo(_BIANCHI, testo, qui + 1)
        if not aperti:
            return
        if testo[qui] == ",":
            qui = _dopo(_BIANCHI, testo, qui + 1)
        intorno, visti, oggetto = aperti[-1]
        inizio = qui
        nome: str | int = len(visti)
        if oggetto:
            qui = _dopo(_TESTO, testo, qui)
            nome = json.loads(testo[inizio:qui])
            qui = _dopo(_BIANCHI, testo, _dopo(_BIANCHI, testo, qui) + 1)
        percorso = (*intorno, nome)
        yield percorso, inizio, nome in visti
        visti.add(nome)


def _dopo(schema: re.Pattern[str], testo: str, inizio: int) -> int:
    trovato = schema.match(testo, inizio)
    return trovato.end() if trovato else inizio


def _riga(testo: str, inizio: int) -> int:
    return testo.count("\n", 0, inizio) + 1


def _campo(percorso: Percorso) -> str | None:
    """The dotted identifier, positions from 0: `clienti.2.cap`."""
    return ".".join(map(str, percorso)) or None


def _passi(campo: str | None) -> Percorso:
    passi = (campo or "").split(".")
    return tuple(int(passo) if passo.isdigit() else passo for passo in passi if passo)
