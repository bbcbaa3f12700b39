"""How a table declares its columns, and the check of what is written in them.

Each helper gives a SQLModel field with its SQL type and, in `info`, what the column accepts: import, export, screens
and `controlla` all read it from there, so a length or a list of letters is written once.

- Text absent is None (SQL NULL), never the empty string.
- S/N and one-letter codes are the manual's letters.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Column, Integer, LargeBinary, String, Text
from sqlmodel import Field, SQLModel

from parcella.ledger.esito import Rifiuto
from parcella.ledger.tipi import Euro, Giorno, Istante, Percentuale, Prezzo, Quantita

_NIENTE: Any = object()


def _campo(tipo: Any, predefinito: Any, *, interno: bool = False, indice: bool = False, **info: Any) -> Any:
    obbligatorio = predefinito is _NIENTE
    kwargs: dict[str, Any] = {
        "sa_type": tipo,
        "nullable": predefinito is None,
        "sa_column_kwargs": {"info": {"interno": interno, "obbligatorio": obbligatorio, **info}},
    }
    if indice:
        kwargs["index"] = True
    return Field(**kwargs) if obbligatorio else Field(default=predefinito, **kwargs)


def chiave() -> Any:
    """The integer primary key, never shown."""
    return Field(default=None, primary_key=True, sa_column_kwargs={"info": {"interno": True}})


def azienda() -> Any:
    """The company a row belongs to."""
    return Field(foreign_key="azienda.id", nullable=False, sa_column_kwargs={"info": {"interno": True}})


def riferimento(tabella: str, *, facoltativo: bool = False) -> Any:
    """An internal reference to another table's id."""
    predefinito: Any = None if facoltativo else _NIENTE
    kwargs: dict[str, Any] = {
        "foreign_key": f"{tabella}.id",
        "nullable": facoltativo,
        "sa_column_kwargs": {"info": {"interno": True}},
    }
    return Field(**kwargs) if predefinito is _NIENTE else Field(default=None, **kwargs)


def testo(lunghezza: int, predefinito: Any = None, **info: Any) -> Any:
    """Free text of at most `lunghezza` characters."""
    return _campo(String(lunghezza), predefinito, lunghezza=lunghezza, **info)


def testo_obbligatorio(lunghezza: int, **info: Any) -> Any:
    """Text that must be given."""
    return _campo(String(lunghezza), _NIENTE, lunghezza=lunghezza, **info)


def testo_lungo(**info: Any) -> Any:
    """Text of any length."""
    return _campo(Text(), None, **info)


def lettera(valori: str, predefinito: Any = _NIENTE, **info: Any) -> Any:
    """One of the letters of `valori`; with default None it may be absent."""
    return _campo(String(1), predefinito, valori=tuple(valori), **info)


def scelta(valori: tuple[str, ...], predefinito: Any = None, **info: Any) -> Any:
    """One of some words."""
    return _campo(String(max(map(len, valori))), predefinito, valori=valori, **info)


def sn(predefinito: str | None = "N", **info: Any) -> Any:
    """S or N."""
    return lettera("SN", predefinito, **info)


def intero(predefinito: Any = None, minimo: int = 0, massimo: int = 999_999_999, **info: Any) -> Any:
    """A whole number within bounds."""
    return _campo(Integer, predefinito, minimo=minimo, massimo=massimo, **info)


def importo(predefinito: Any = None, **info: Any) -> Any:
    """Euro, 2 decimals."""
    return _campo(Euro, predefinito, **info)


def quantita(predefinito: Any = None, **info: Any) -> Any:
    """A quantity, 2 decimals."""
    return _campo(Quantita, predefinito, **info)


def prezzo(predefinito: Any = None, **info: Any) -> Any:
    """A unit price, 2 to 5 decimals."""
    return _campo(Prezzo, predefinito, **info)


def percentuale(predefinito: Any = None, **info: Any) -> Any:
    """A percentage between 0.00 and 100.00."""
    return _campo(Percentuale, predefinito, minimo=Decimal(0), massimo=Decimal(100), **info)


def giorno(predefinito: Any = None, **info: Any) -> Any:
    """A date."""
    return _campo(Giorno, predefinito, **info)


def contenuto(*, facoltativo: bool = False, **info: Any) -> Any:
    """The bytes of a file; base64 in the archive format."""
    return _campo(LargeBinary, None if facoltativo else _NIENTE, **info)


def istante(**info: Any) -> Any:
    """A moment, UTC."""
    return _campo(Istante, None, interno=True, **info)


@cache
def colonne(tabella: type[SQLModel]) -> tuple[Column[Any], ...]:
    """The columns a user knows, in the order of declaration."""
    tutte: Iterable[Column[Any]] = tabella.__table__.columns  # type: ignore[attr-defined]
    return tuple(colonna for colonna in tutte if not colonna.info.get("interno"))


@cache
def _per_nome(tabella: type[SQLModel]) -> dict[str, Column[Any]]:
    return {colonna.name: colonna for colonna in colonne(tabella)}


@cache
def _obbligatorie(tabella: type[SQLModel]) -> tuple[str, ...]:
    return tuple(colonna.name for colonna in colonne(tabella) if colonna.info["obbligatorio"])


def controlla(tabella: type[SQLModel], dati: Mapping[str, Any], prefisso: str = "", *, nuovo: bool = True) -> None:
    """Refuse values a column of `tabella` does not accept. With `nuovo`, absent obligatory columns too."""
    if nuovo:
        for nome in _obbligatorie(tabella):
            if nome not in dati:
                raise Rifiuto(f"{etichetta(nome)}: dato obbligatorio.", prefisso + nome)
    per_nome = _per_nome(tabella)
    for nome, valore in dati.items():
        if nome in per_nome:
            _controlla_valore(per_nome[nome], valore, prefisso + nome)


def _controlla_valore(colonna: Column[Any], valore: Any, campo: str) -> None:
    info = colonna.info
    motivo = ""
    if valore is None:
        if colonna.nullable:
            return
        motivo = "dato obbligatorio"
    elif "valori" in info and valore not in info["valori"]:
        ammessi = ", ".join("vuoto" if v in ("", " ") else v for v in info["valori"])
        motivo = f"valore {valore!r} non ammesso; sono ammessi {ammessi}"
    elif "lunghezza" in info and len(valore) > info["lunghezza"]:
        motivo = f"al massimo {info['lunghezza']} caratteri, trovati {len(valore)}"
    elif "minimo" in info and not info["minimo"] <= valore <= info["massimo"]:
        motivo = f"{valore} non è compreso fra {info['minimo']} e {info['massimo']}"
    if motivo:
        raise Rifiuto(f"{etichetta(colonna.name)}: {motivo}.", campo)


def etichetta(nome: str) -> str:
    """The identifier of a field as a person reads it."""
    return nome.replace("_", " ").capitalize()


def tipo_python(colonna: Column[Any]) -> type:
    """The Python type of the values of a column."""
    tipo = colonna.type
    if isinstance(tipo, Euro | Quantita | Percentuale | Prezzo):
        return Decimal
    if isinstance(tipo, Giorno):
        return date
    if isinstance(tipo, Integer):
        return int
    return bytes if isinstance(tipo, LargeBinary) else str
