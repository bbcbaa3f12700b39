"""The list of documents (chapter 09): filters, keyset paging by date, the columns Sp, Nc, R, P."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlalchemy import select as select_colonne
from sqlmodel import Session, col, select

from parcella.ledger.clienti.nomi import nome_cliente
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.documenti.nota_credito import segno
from parcella.ledger.documenti.tabelle import Documento, RiferimentoDocumento
from parcella.ledger.esito import Rifiuto
from parcella.ledger.pagine import leggi_pagina

QUALSIASI_MODULO = "t"
Chiave = tuple[date, int]


@dataclass(frozen=True, slots=True)
class Filtro:
    """RIC-005…014. Each state filter acts only on its own sigla; bounds are inclusive; None is no limit."""

    sigla: str | None = None
    modulo: str = QUALSIASI_MODULO
    data_da: date | None = None
    data_a: date | None = None
    serie_da: int | None = None
    serie_a: int | None = None
    numero_da: int | None = None
    numero_a: int | None = None
    cliente_da: str | None = None
    cliente_a: str | None = None
    stato_parcella: str | None = None
    notule_chiuse: str | None = None


@dataclass(frozen=True, slots=True)
class Voce:
    """A line of the list (RIC-015…020). `chiave` pages, `id` opens."""

    id: int
    chiave: Chiave
    documento: str
    data_documento: date
    codice_cliente: str
    nome_cliente: str
    note_testata: str | None
    totale_documento: Decimal
    totale_da_pagare: Decimal
    sp: str
    nc: str
    r: str
    p: str


def conta(sessione: Session, azienda: int, filtro: Filtro) -> int:
    """How many documents the filter finds (RIC-021)."""
    return sessione.exec(select(func.count()).select_from(Documento).where(*_condizioni(azienda, filtro))).one()


def pagina(
    sessione: Session,
    azienda: int,
    filtro: Filtro,
    quanti: int,
    *,
    dopo: Chiave | None = None,
    prima: Chiave | None = None,
    salto: int = 0,
    dal_fondo: bool = False,
) -> list[Voce]:
    """A page in order of date: after a key (and `salto` more), before one, the last one, or the first."""
    d = Documento.__table__.c  # type: ignore[attr-defined]
    c = Cliente.__table__.c  # type: ignore[attr-defined]
    ha_riferimenti = exists().where(
        col(RiferimentoDocumento.azienda) == azienda,
        or_(col(RiferimentoDocumento.notula) == d.id, col(RiferimentoDocumento.parcella) == d.id),
    )
    domanda = (
        select_colonne(
            d.id, d.sigla_documento, d.modulo_stampa, d.serie, d.numero_documento, d.numero_lavoro, d.data_documento,
            d.codice_cliente, c.ragione_sociale, c.cognome, c.nome, d.note_testata, d.totale_documento,
            d.totale_da_pagare, d.stato_parcella, d.nota_credito, d.chiusa_definitiva, d.causale, d.totalmente_pagata,
            ha_riferimenti.label("riferimenti"),
        )
        .join(Cliente, and_(c.azienda == d.azienda, c.codice == d.codice_cliente))
        .where(*_condizioni(azienda, filtro))
    )  # fmt: skip
    trovati = leggi_pagina(
        sessione, domanda, (d.data_documento, d.id), quanti, dopo=dopo, prima=prima, salto=salto, dal_fondo=dal_fondo
    )
    return [_voce(riga) for riga in trovati]


def _voce(riga: Any) -> Voce:
    numero = riga.numero_documento if riga.numero_documento is not None else f"prov.{riga.numero_lavoro}"
    verso = segno(riga._mapping)
    return Voce(
        id=riga.id,
        chiave=(riga.data_documento, riga.id),
        documento=f"{riga.sigla_documento}{riga.modulo_stampa or ''} {riga.serie}/{numero}",
        data_documento=riga.data_documento,
        codice_cliente=riga.codice_cliente,
        nome_cliente=nome_cliente(riga),
        note_testata=riga.note_testata,
        totale_documento=verso * riga.totale_documento,
        totale_da_pagare=verso * riga.totale_da_pagare,
        sp="D" if riga.stato_parcella == "D" else "",
        nc=_segnato(riga),
        r="r" if riga.riferimenti else "",
        p="S" if riga.totalmente_pagata == "S" else "",
    )


def _segnato(riga: Any) -> str:
    """The column Nc: a notula closed, a parcella with the IVA put off, a nota di credito."""
    if riga.nota_credito == "S":
        return "NC"
    return "S" if riga.chiusa_definitiva == "S" else "FS" if riga.causale == "FS" else ""


def _condizioni(azienda: int, filtro: Filtro) -> list[ColumnElement[bool]]:
    d: Any = Documento
    condizioni: list[Any] = [d.azienda == azienda]
    if filtro.sigla:
        if filtro.sigla not in ("NO", "PA"):
            raise Rifiuto(f"Sigla documento {filtro.sigla}: sono ammesse NO e PA.", "filtro_sigla")
        condizioni.append(d.sigla_documento == filtro.sigla)
    if filtro.modulo != QUALSIASI_MODULO:
        condizioni.append(d.modulo_stampa == filtro.modulo)
    for colonna, da, a in (
        (d.data_documento, filtro.data_da, filtro.data_a),
        (d.serie, filtro.serie_da, filtro.serie_a),
        (d.numero_documento, filtro.numero_da, filtro.numero_a),
        (d.codice_cliente, filtro.cliente_da, filtro.cliente_a),
    ):
        if da is not None:
            condizioni.append(colonna >= da)
        if a is not None:
            condizioni.append(colonna <= a)
    if filtro.stato_parcella:
        condizioni.append(or_(d.sigla_documento == "NO", d.stato_parcella == filtro.stato_parcella))
    if filtro.notule_chiuse:
        condizioni.append(or_(d.sigla_documento == "PA", d.chiusa_definitiva == filtro.notule_chiuse))
    return condizioni


def riferimenti(sessione: Session, azienda: int, chiavi: Sequence[int]) -> dict[int, list[str]]:
    """The documents each is tied to: of a notula its parcelle, of a parcella its notula (DOC-047)."""
    from parcella.ledger.documenti.fascicolo import nome_documento

    r: Any = RiferimentoDocumento
    coppie = sessione.exec(
        select(r.notula, r.parcella).where(r.azienda == azienda, or_(r.notula.in_(chiavi), r.parcella.in_(chiavi)))
    ).all()
    altri = {chiave for coppia in coppie for chiave in coppia}
    nomi = {d.id: nome_documento(d) for d in sessione.exec(select(Documento).where(col(Documento.id).in_(altri)))}
    trovati: dict[int, list[str]] = {}
    for notula, parcella in coppie:
        trovati.setdefault(notula, []).append(nomi[parcella])
        trovati.setdefault(parcella, []).append(nomi[notula])
    return trovati
