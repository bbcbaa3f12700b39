"""From the values of a JSON file to typed values, and back, by the columns of the tables.

A *voce* is a function from a JSON value to a typed one; `Forma` is the voce of an object with known keys. What does
not fit raises `FormaErrata`, which gathers the path while it climbs: the good road pays nothing for it.

- Amounts, prices, quantities and percentages are strings with a point; dates ISO strings; whole numbers numbers.
- Letters and words are the column's own. An empty string, or null where the column may be empty, is None.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Column
from sqlmodel import SQLModel

from parcella.ledger.tabella import colonne, tipo_python
from parcella.ledger.tipi import Prezzo, prezzo_normale

Voce = Callable[[Any], Any]

_DATA = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMERI = {decimali: re.compile(rf"-?\d{{1,11}}(\.\d{{1,{decimali}}})?", re.ASCII) for decimali in (2, 5)}
_CENTESIMO = Decimal("0.01")
# Control characters, and halves of a surrogate pair, which no file and no database can hold.
_ILLEGGIBILE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_ANNI = range(1900, 3000)


class FormaErrata(Exception):  # noqa: N818 - caught and told as DatiNonValidi with its place
    """A value is not what the format says. `percorso` is its path: keys, and positions from 0."""

    def __init__(self, messaggio: str) -> None:
        super().__init__(messaggio)
        self.messaggio = messaggio
        self.percorso: list[str | int] = []


def attesa(valore: Any, attesi: str) -> FormaErrata:
    """What was found, and what was expected."""
    return FormaErrata(f"trovato {_descrivi(valore)}, atteso {attesi}")


@dataclass(frozen=True)
class Forma:
    """An object with these keys and no others; the `obbligatorie` must be there."""

    voci: Mapping[str, Voce]
    obbligatorie: tuple[str, ...] = ()
    _nomi: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_nomi", frozenset(self.voci))

    def __call__(self, valore: Any) -> dict[str, Any]:
        if not isinstance(valore, dict):
            raise attesa(valore, "un oggetto { … }")
        tipizzato = {}
        for nome, grezzo in valore.items():
            voce = self.voci.get(nome)
            try:
                if voce is None:
                    raise FormaErrata(f"chiave sconosciuta{self._simile(nome)}")
                tipizzato[nome] = voce(grezzo)
            except FormaErrata as errore:
                errore.percorso.insert(0, nome)
                raise
        for nome in self.obbligatorie:
            if tipizzato.get(nome) is None:
                raise FormaErrata(f"manca la chiave obbligatoria «{nome}»")
        return tipizzato

    def _simile(self, nome: str) -> str:
        from difflib import get_close_matches

        simili = get_close_matches(nome, self.voci, n=1)
        return f"; forse «{simili[0]}»?" if simili else ""


def elenco(voce: Voce) -> Voce:
    """A list of things of one form."""

    def leggi(valore: Any) -> list[Any]:
        if not isinstance(valore, list):
            raise attesa(valore, "un elenco [ … ]")
        tipizzati: list[Any] = []
        for elemento in valore:
            try:
                tipizzati.append(voce(elemento))
            except FormaErrata as errore:
                errore.percorso.insert(0, len(tipizzati))
                raise
        return tipizzati

    return leggi


def mappa(chiave: Callable[[str], Any], voce: Voce) -> Voce:
    """An object whose keys are data, as the prices by tariffario `{"1": "150.00"}`."""

    def leggi(valore: Any) -> dict[Any, Any]:
        if not isinstance(valore, dict):
            raise attesa(valore, "un oggetto { … }")
        tipizzati = {}
        for nome, grezzo in valore.items():
            try:
                tipizzati[chiave(nome)] = voce(grezzo)
            except FormaErrata as errore:
                errore.percorso.insert(0, nome)
                raise
        return tipizzati

    return leggi


def parola(nome: str, altrimenti: Voce) -> Voce:
    """The word `nome` as it is, else another voce: `"AUTO"` or a number."""
    return lambda valore: valore if valore == nome else altrimenti(valore)


def testo(valore: Any) -> str:
    """Text of one line; '' is left to the caller."""
    if not isinstance(valore, str):
        raise attesa(valore, "un testo fra virgolette")
    if _ILLEGGIBILE.search(valore):
        raise FormaErrata("il testo contiene caratteri di controllo o non validi")
    return valore


def testo_lungo(valore: Any) -> str:
    """Text that may have more lines."""
    if isinstance(valore, str):
        testo(valore.replace("\n", " ").replace("\t", " "))
        return valore
    return testo(valore)


def decimale(valore: Any, decimali: int = 2) -> Decimal:
    """`"1040.00"`: a string with a point and at most `decimali` decimals."""
    esempio = f'un testo come "150.00", con al massimo {decimali} decimali'
    if not isinstance(valore, str) or not _NUMERI[decimali].fullmatch(valore):
        raise attesa(valore, esempio)
    numero = Decimal(valore) + 0  # no negative zero
    return numero.quantize(_CENTESIMO) if decimali == 2 else prezzo_normale(numero)


def prezzo(valore: Any) -> Decimal:
    """A unit price: 2 to 5 decimals."""
    return decimale(valore, 5)


def data(valore: Any) -> date:
    """`"2026-12-31"`, a day of the calendar."""
    if isinstance(valore, str) and _DATA.fullmatch(valore) and int(valore[:4]) in _ANNI:
        try:
            return date.fromisoformat(valore)
        except ValueError:
            pass
    raise attesa(valore, "una data del calendario come «2026-12-31»")


def intero(valore: Any) -> int:
    """A whole number, written as a number."""
    if not isinstance(valore, int) or isinstance(valore, bool):
        raise attesa(valore, "un numero intero, senza virgolette")
    return valore


def contenuto(valore: Any) -> bytes:
    """The bytes of a file, in base64."""
    try:
        return b64decode(testo(valore), validate=True)
    except ValueError:
        raise FormaErrata("il contenuto del file non è in base64") from None


def interi(valore: Any) -> str | None:
    """`[8, 12]`, kept as "8,12"."""
    return ",".join(map(str, elenco(intero)(valore))) or None


def righe(valore: Any) -> str | None:
    """A list of lines, kept as one text."""
    return "\n".join(elenco(testo)(valore)) or None


def fra(voce: Voce, valori: Iterable[str]) -> Voce:
    """One of some letters or words."""
    ammessi = frozenset(valori)
    elencati = ", ".join("vuoto" if v == " " else v for v in valori)

    def leggi(valore: Any) -> Any:
        letto = voce(valore)
        if letto not in ammessi:
            raise attesa(valore, f"uno di: {elencati}")
        return letto

    return leggi


def entro(voce: Voce, minimo: Any, massimo: Any) -> Voce:
    """A number within bounds."""

    def leggi(valore: Any) -> Any:
        letto = voce(valore)
        if not minimo <= letto <= massimo:
            raise attesa(valore, f"un valore fra {minimo} e {massimo}")
        return letto

    return leggi


def facoltativa(voce: Voce, *, vuoto_ammesso: bool = False) -> Voce:
    """null, or an empty string, is None."""
    return lambda valore: None if valore is None or (valore == "" and not vuoto_ammesso) else voce(valore)


def _piena(voce: Voce) -> Voce:
    def leggi(valore: Any) -> Any:
        if valore is None or valore == "":
            raise attesa(valore, "un valore: il dato è obbligatorio")
        return voce(valore)

    return leggi


def _anche_in_bianco(voce: Voce) -> Voce:
    """A letter that may be a blank: nothing, too, is written so."""
    return lambda valore: " " if valore is None or valore == "" else voce(valore)


def _voce_semplice(colonna: Column[Any]) -> Voce:
    if colonna.info.get("elenco_interi"):
        return interi
    if colonna.info.get("righe"):
        return righe
    tipo = tipo_python(colonna)
    if tipo is Decimal:
        return prezzo if isinstance(colonna.type, Prezzo) else decimale
    if tipo is bytes:
        return contenuto
    if tipo is str:
        return testo if "lunghezza" in colonna.info or "valori" in colonna.info else testo_lungo
    return data if tipo is date else intero


@cache
def di_colonna(colonna: Column[Any]) -> Voce:
    """The voce of a column: its type, letters, bounds."""
    voce = _voce_semplice(colonna)
    if "valori" in colonna.info:
        voce = fra(voce, colonna.info["valori"])
    if "minimo" in colonna.info:
        voce = entro(voce, colonna.info["minimo"], colonna.info["massimo"])
    if " " in colonna.info.get("valori", ()) and not colonna.nullable:
        return _anche_in_bianco(voce)
    return facoltativa(voce) if colonna.nullable else _piena(voce)


def voci(tabella: type[SQLModel], *, gruppo: str | None = None) -> dict[str, Voce]:
    """The voci of the columns of a table a user knows: those of `gruppo`, or those of none."""
    return {c.name: di_colonna(c) for c in colonne(tabella) if c.info.get("gruppo") == gruppo}


def a_json(tabella: type[SQLModel], riga: Any, *, gruppo: str | None = None) -> dict[str, Any]:
    """A record as the format writes it: keys in the order of the columns, what is empty left out."""
    scritta = {}
    for nome, in_json in _scritture(tabella, gruppo):
        valore = getattr(riga, nome)
        if valore is not None:
            scritta[nome] = valore if in_json is None else in_json(valore)
    return scritta


@cache
def _scritture(tabella: type[SQLModel], gruppo: str | None) -> list[tuple[str, Voce | None]]:
    return [(c.name, _scrittura(c)) for c in colonne(tabella) if c.info.get("gruppo") == gruppo]


def _scrittura(colonna: Column[Any]) -> Voce | None:
    """How a value of the column is written; None where it is written as it is."""
    if colonna.info.get("elenco_interi"):
        return lambda valore: [int(numero) for numero in valore.split(",")]
    if colonna.info.get("righe"):
        return lambda valore: valore.split("\n")
    tipo = tipo_python(colonna)
    if tipo is Decimal:
        return prezzo_json if isinstance(colonna.type, Prezzo) else "{:.2f}".format
    if tipo is bytes:
        return lambda valore: b64encode(valore).decode()
    return date.isoformat if tipo is date else None


def prezzo_json(valore: Decimal) -> str:
    """A price with at least 2 and at most 5 decimals."""
    return str(prezzo_normale(valore))


def _descrivi(valore: Any) -> str:
    if valore is None:
        return "null"
    if isinstance(valore, bool):
        return "true" if valore else "false"
    if isinstance(valore, dict):
        return "un oggetto"
    if isinstance(valore, list):
        return "un elenco"
    if isinstance(valore, str):
        breve = valore if len(valore) <= 40 else valore[:37] + "…"
        return f"«{_ILLEGGIBILE.sub('?', breve)}»"
    return f"il numero {valore}"
