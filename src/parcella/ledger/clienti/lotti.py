"""Reading and writing many records at a time, with Core: an import of fifty thousand takes seconds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, insert, select, update
from sqlmodel import Session, SQLModel

_PER_DOMANDA = 500
Record = dict[str, Any]


def tavola(tabella: type[SQLModel]) -> Table:
    """The Core table of a model."""
    return tabella.__table__  # type: ignore[attr-defined, no-any-return]


def predefiniti(tabella: type[SQLModel]) -> Record:
    """What a new record holds where nothing is given."""
    return {
        nome: campo.default
        for nome, campo in tabella.model_fields.items()
        if nome not in ("id", "azienda") and not campo.is_required()
    }


def leggi(
    session: Session, tabella: type[SQLModel], azienda: int, colonna: str, valori: Iterable[Any]
) -> Iterator[Record]:
    """The records of a company whose `colonna` is one of `valori`."""
    t = tavola(tabella)
    cercati = sorted(set(valori))
    for inizio in range(0, len(cercati), _PER_DOMANDA):
        domanda = select(t).where(t.c.azienda == azienda, t.c[colonna].in_(cercati[inizio : inizio + _PER_DOMANDA]))
        for riga in session.execute(domanda).mappings():
            yield dict(riga)


def scrivi(
    session: Session, tabella: type[SQLModel], nuovi: Sequence[Mapping[str, Any]], variati: Sequence[Mapping[str, Any]]
) -> None:
    """Insert whole records, and rewrite whole records that have their `id`."""
    t = tavola(tabella)
    if nuovi:
        session.execute(insert(t), list(nuovi))
    if variati:
        colonne = [c.name for c in t.columns if c.name not in ("id", "azienda")]
        riscrittura = update(t).where(t.c.id == bindparam("_id")).values({n: bindparam(f"_{n}") for n in colonne})
        session.connection().execute(
            riscrittura, [{"_id": r["id"], **{f"_{n}": r[n] for n in colonne}} for r in variati]
        )
