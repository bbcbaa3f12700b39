"""The other files of a parcella, told beside each of its files: the one made last, and the one that was sent.

They are columns of a query on the register, looked up by the index on the document.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, FromClause, ScalarSelect, Table, select

from parcella.fatturapa.stati import DA_RIFARE, PRIMA_DELL_INVIO
from parcella.fatturapa.tabelle import FileFattura

_FILE: Table = FileFattura.__table__  # type: ignore[attr-defined]


def sostituito_da() -> ColumnElement[Any]:
    """The last file of the parcella, where it was made after this one."""
    return _altro(lambda altro: altro.c.id > _FILE.c.id).label("sostituito_da")


def gia_inviata_con() -> ColumnElement[Any]:
    """Another file of the parcella that was sent, and neither scartato nor refused by the office."""
    return _altro(lambda altro: (altro.c.id != _FILE.c.id) & altro.c.stato.not_in(DA_RIFARE | PRIMA_DELL_INVIO)).label(
        "gia_inviata_con"
    )


def _altro(condizione: Callable[[FromClause], ColumnElement[bool]]) -> ScalarSelect[Any]:
    altro = _FILE.alias()
    return (
        select(altro.c.nome_file)
        .where(altro.c.azienda == _FILE.c.azienda, altro.c.documento == _FILE.c.documento, condizione(altro))
        .order_by(altro.c.id.desc())
        .limit(1)
        .correlate(_FILE)
        .scalar_subquery()
    )
