"""Reading both schedules: rate of the notule not closed, and due dates of the parcelle definitive."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, func, or_
from sqlalchemy import select as select_colonne
from sqlmodel import Session

from parcella.ledger.clienti.nomi import nome_cliente
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.pagine import leggi_pagina
from parcella.ledger.scadenzario.tabelle import RataContabile, RataNotula

Chiave = tuple[date, int]


@dataclass(frozen=True, slots=True)
class Filtro:
    """None is no limit; `aperte` True only what is still to be paid."""

    da: date | None = None
    a: date | None = None
    cliente: str | None = None
    aperte: bool = True


@dataclass(frozen=True, slots=True)
class Voce:
    """A due date in the list. `documento_id` opens the document."""

    id: int
    chiave: Chiave
    documento_id: int
    documento: str
    data_documento: date
    codice_cliente: str
    nome_cliente: str
    numero_rata: int
    data_scadenza: date
    tipo_pagamento: str
    stato_rata: str | None
    importo_rata: Decimal
    data_pagamento: date | None


def notule(sessione: Session, azienda: int, filtro: Filtro) -> Iterator[Voce]:
    """All the rate of the filter, by due date (SCN; DOC-006, DOC-043: closed notule are ignored)."""
    yield from map(_voce, _tutte(sessione, azienda, filtro, RataNotula))


def contabile(sessione: Session, azienda: int, filtro: Filtro) -> Iterator[Voce]:
    """All the due dates of the books of the filter, by due date."""
    yield from map(_voce, _tutte(sessione, azienda, filtro, RataContabile))


def _tutte(sessione: Session, azienda: int, filtro: Filtro, tabella: Any) -> Iterator[Any]:
    r = tabella.__table__.c
    yield from sessione.execute(_domanda(tabella, azienda, filtro).order_by(r.data_scadenza, r.id))


def conta(sessione: Session, azienda: int, filtro: Filtro, tabella: Any) -> int:
    """How many lines a list has; `tabella` is RataNotula or RataContabile."""
    quante: int = sessione.execute(
        select_colonne(func.count())
        .select_from(tabella)
        .join(Documento, Documento.__table__.c.id == tabella.__table__.c.documento)  # type: ignore[attr-defined]
        .where(*_condizioni(tabella, azienda, filtro))
    ).scalar_one()
    return quante


def somma(sessione: Session, azienda: int, filtro: Filtro, tabella: Any) -> Decimal:
    """The total of the lines of a list."""
    totale = sessione.execute(
        select_colonne(func.sum(tabella.__table__.c.importo_rata))
        .join(Documento, Documento.__table__.c.id == tabella.__table__.c.documento)  # type: ignore[attr-defined]
        .where(*_condizioni(tabella, azienda, filtro))
    ).scalar_one()
    return Decimal(totale or 0)


def posizione(sessione: Session, azienda: int, filtro: Filtro, tabella: Any, documento: int) -> int | None:
    """The place in the list of the first line of a document, from 0; None if it has none."""
    r = tabella.__table__.c
    sua = sessione.execute(
        _domanda(tabella, azienda, filtro).where(r.documento == documento).order_by(r.data_scadenza, r.id)
    ).first()
    if sua is None:
        return None
    prima = or_(r.data_scadenza < sua.data_scadenza, and_(r.data_scadenza == sua.data_scadenza, r.id < sua.id))
    quante: int = sessione.execute(
        select_colonne(func.count())
        .select_from(tabella)
        .join(Documento, Documento.__table__.c.id == r.documento)  # type: ignore[attr-defined]
        .where(*_condizioni(tabella, azienda, filtro), prima)
    ).scalar_one()
    return quante


def pagina(
    sessione: Session,
    azienda: int,
    filtro: Filtro,
    tabella: Any,
    quanti: int,
    *,
    dopo: Chiave | None = None,
    prima: Chiave | None = None,
    dal_fondo: bool = False,
    salto: int = 0,
) -> list[Voce]:
    """A page by due date: after a key (and `salto` more), before one, the last one or the first."""
    r = tabella.__table__.c
    domanda, chiave = _domanda(tabella, azienda, filtro), (r.data_scadenza, r.id)
    trovate = leggi_pagina(sessione, domanda, chiave, quanti, dopo=dopo, prima=prima, salto=salto, dal_fondo=dal_fondo)
    return [_voce(riga) for riga in trovate]


def _condizioni(tabella: Any, azienda: int, filtro: Filtro) -> list[Any]:
    r = tabella.__table__.c
    d = Documento.__table__.c  # type: ignore[attr-defined]
    condizioni: list[Any] = [r.azienda == azienda]
    if filtro.da is not None:
        condizioni.append(r.data_scadenza >= filtro.da)
    if filtro.a is not None:
        condizioni.append(r.data_scadenza <= filtro.a)
    if filtro.cliente is not None:
        condizioni.append(d.codice_cliente == filtro.cliente)
    if tabella is RataNotula:
        condizioni.append(d.chiusa_definitiva == "N")
    if filtro.aperte:
        condizioni.append(r.stato_rata.is_(None))
    return condizioni


def _domanda(tabella: Any, azienda: int, filtro: Filtro) -> Any:
    r = tabella.__table__.c
    d = Documento.__table__.c  # type: ignore[attr-defined]
    c = Cliente.__table__.c  # type: ignore[attr-defined]
    return (
        select_colonne(
            r.id, r.documento, d.sigla_documento, d.serie, d.numero_documento, d.data_documento, d.codice_cliente,
            c.ragione_sociale, c.cognome, c.nome, r.numero_rata, r.data_scadenza, r.tipo_pagamento, r.stato_rata,
            r.importo_rata, r.data_pagamento,
        )
        .join(Documento, d.id == r.documento)
        .join(Cliente, and_(c.azienda == d.azienda, c.codice == d.codice_cliente))
        .where(*_condizioni(tabella, azienda, filtro))
    )  # fmt: skip


def _voce(riga: Any) -> Voce:
    return Voce(
        id=riga.id,
        chiave=(riga.data_scadenza, riga.id),
        documento_id=riga.documento,
        documento=f"{riga.sigla_documento} {riga.serie}/{riga.numero_documento}",
        data_documento=riga.data_documento,
        codice_cliente=riga.codice_cliente,
        nome_cliente=nome_cliente(riga),
        numero_rata=riga.numero_rata,
        data_scadenza=riga.data_scadenza,
        tipo_pagamento=riga.tipo_pagamento,
        stato_rata=riga.stato_rata,
        importo_rata=riga.importo_rata,
        data_pagamento=riga.data_pagamento,
    )
