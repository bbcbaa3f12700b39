"""Reading primanota: registrations with their rows, the movements of an account, balances as sums of rows."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as select_colonne
from sqlmodel import Session, col, select

from parcella.ledger.aziende.tabelle import Conto
from parcella.ledger.clienti.nomi import nome_cliente
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Rifiuto
from parcella.ledger.pagine import leggi_pagina
from parcella.ledger.primanota.tabelle import Registrazione, RigaPrimanota
from parcella.ledger.tipi import ZERO

_PER_VOLTA = 400
Chiave = tuple[date, int]


@dataclass(frozen=True, slots=True)
class Voce:
    """A registration in the list. `totale` is the sum of the dare."""

    id: int
    chiave: Chiave
    numero: int
    data_registrazione: date
    causale: str
    descrizione: str | None
    protocollo: str | None
    documento: str | None
    totale: Decimal


def elenco(
    sessione: Session, azienda: int, da: date, a: date, *, documento: int | None = None
) -> Iterator[dict[str, Any]]:
    """The registrations between two dates, bounds included, by date and number, as batch.md shapes them."""
    domanda = (
        select(Registrazione)
        .where(
            Registrazione.azienda == azienda,
            col(Registrazione.data_registrazione) >= da,
            col(Registrazione.data_registrazione) <= a,
        )
        .order_by(col(Registrazione.anno), col(Registrazione.numero))
    )
    if documento is not None:
        domanda = domanda.where(Registrazione.documento == documento)
    registrazioni = sessione.exec(domanda).all()
    descrizioni = descrizioni_conti(sessione, azienda)
    for inizio in range(0, len(registrazioni), _PER_VOLTA):
        yield from _in_forma(sessione, registrazioni[inizio : inizio + _PER_VOLTA], descrizioni)


def _in_forma(
    sessione: Session, registrazioni: Sequence[Registrazione], descrizioni: dict[str, str]
) -> Iterator[dict[str, Any]]:
    chiavi = [r.id for r in registrazioni]
    righe: dict[int, list[RigaPrimanota]] = {}
    for riga in sessione.exec(
        select(RigaPrimanota)
        .where(
            col(RigaPrimanota.azienda).in_({r.azienda for r in registrazioni}),
            col(RigaPrimanota.registrazione).in_(chiavi),
        )
        .order_by(col(RigaPrimanota.registrazione), col(RigaPrimanota.numero_riga))
    ):
        righe.setdefault(riga.registrazione, []).append(riga)
    documenti = {
        d.id: d
        for d in sessione.exec(
            select(Documento).where(col(Documento.id).in_({r.documento for r in registrazioni if r.documento}))
        )
    }
    for registrazione in registrazioni:
        documento = documenti.get(registrazione.documento)
        forma = {
            "numero": registrazione.numero,
            "data_registrazione": registrazione.data_registrazione,
            "causale": registrazione.causale,
            "descrizione": registrazione.descrizione,
            "protocollo": registrazione.protocollo,
            "serie": registrazione.serie,
            "numero_documento": registrazione.numero_documento,
            "data_documento": registrazione.data_documento,
            "documento": _nome(documento) if documento else None,
            "righe": [
                {
                    "conto": riga.conto,
                    "descrizione_conto": descrizioni.get(riga.conto, ""),
                    "importo": riga.importo,
                    "segno": riga.segno,
                    "descrizione": riga.descrizione or "",
                }
                for riga in righe.get(registrazione.id or 0, ())
            ],
        }
        if documento is not None and documento.anno != registrazione.anno:
            forma["anno_documento"] = documento.anno  # its name alone would be that of another
        yield forma


def _nome(documento: Documento) -> str:
    return f"{documento.sigla_documento} {documento.serie}/{documento.numero_documento}"


def descrizioni_conti(sessione: Session, azienda: int, codici: Collection[str] | None = None) -> dict[str, str]:
    """The description of every account, clients included; or of those named."""
    c = Cliente.__table__.c  # type: ignore[attr-defined]
    clienti = select_colonne(c.codice, c.ragione_sociale, c.cognome, c.nome).where(c.azienda == azienda)
    conti = select(Conto).where(Conto.azienda == azienda)
    if codici is not None:
        clienti, conti = clienti.where(c.codice.in_(codici)), conti.where(col(Conto.codice).in_(codici))
    descrizioni = {riga.codice: nome_cliente(riga) for riga in sessione.execute(clienti)}
    for conto in sessione.exec(conti):
        descrizioni[conto.codice] = conto.descrizione
    return descrizioni


def conta(sessione: Session, azienda: int, da: date | None = None, a: date | None = None) -> int:
    """How many registrations there are, between two dates."""
    return sessione.exec(select(func.count()).select_from(Registrazione).where(*_condizioni(azienda, da, a))).one()


def _condizioni(azienda: int, da: date | None, a: date | None) -> list[Any]:
    g = Registrazione.__table__.c  # type: ignore[attr-defined]
    condizioni = [g.azienda == azienda]
    if da is not None:
        condizioni.append(g.data_registrazione >= da)
    if a is not None:
        condizioni.append(g.data_registrazione <= a)
    return condizioni


def pagina(
    sessione: Session,
    azienda: int,
    quanti: int,
    *,
    da: date | None = None,
    a: date | None = None,
    dopo: Chiave | None = None,
    prima: Chiave | None = None,
    dal_fondo: bool = False,
    salto: int = 0,
) -> list[Voce]:
    """A page of registrations by date: after a key (and `salto` more), before one, the last one or the first."""
    g = Registrazione.__table__.c  # type: ignore[attr-defined]
    d = Documento.__table__.c  # type: ignore[attr-defined]
    r = RigaPrimanota.__table__.c  # type: ignore[attr-defined]
    totale = (
        select_colonne(func.sum(r.importo))
        .where(r.azienda == azienda, r.registrazione == g.id, r.segno == "D")
        .scalar_subquery()
    )
    domanda = (
        select_colonne(
            g.id, g.numero, g.data_registrazione, g.causale, g.descrizione, g.protocollo, d.sigla_documento, d.serie,
            d.numero_documento, totale.label("totale"),
        )
        .outerjoin(Documento, d.id == g.documento)
        .where(*_condizioni(azienda, da, a))
    )  # fmt: skip
    chiave = (g.data_registrazione, g.id)
    trovate = leggi_pagina(sessione, domanda, chiave, quanti, dopo=dopo, prima=prima, salto=salto, dal_fondo=dal_fondo)
    return [
        Voce(
            id=riga.id,
            chiave=(riga.data_registrazione, riga.id),
            numero=riga.numero,
            data_registrazione=riga.data_registrazione,
            causale=riga.causale,
            descrizione=riga.descrizione,
            protocollo=riga.protocollo,
            documento=f"{riga.sigla_documento} {riga.serie}/{riga.numero_documento}" if riga.sigla_documento else None,
            totale=riga.totale or ZERO,
        )
        for riga in trovate
    ]


def una(sessione: Session, azienda: int, chiave: int) -> dict[str, Any] | None:
    """One registration with its rows."""
    trovata = sessione.exec(
        select(Registrazione).where(Registrazione.azienda == azienda, Registrazione.id == chiave)
    ).all()
    conti = sessione.exec(
        select(RigaPrimanota.conto).where(RigaPrimanota.azienda == azienda, RigaPrimanota.registrazione == chiave)
    ).all()
    return next(_in_forma(sessione, trovata, descrizioni_conti(sessione, azienda, conti)), None)


def di_documento(sessione: Session, azienda: int, documento: int) -> list[dict[str, Any]]:
    """FE and PG of a parcella (DOC-048…050)."""
    trovate = sessione.exec(
        select(Registrazione)
        .where(Registrazione.azienda == azienda, Registrazione.documento == documento)
        .order_by(col(Registrazione.anno), col(Registrazione.numero))
    ).all()
    return list(_in_forma(sessione, trovate, descrizioni_conti(sessione, azienda)))


def saldo(sessione: Session, azienda: int, conto: str) -> Decimal:
    """Dare minus avere of an account."""
    r = RigaPrimanota.__table__.c  # type: ignore[attr-defined]
    somme = dict(
        sessione.execute(
            select_colonne(r.segno, func.sum(r.importo)).where(r.azienda == azienda, r.conto == conto).group_by(r.segno)
        ).all()
    )
    return Decimal(somme.get("D") or ZERO) - Decimal(somme.get("A") or ZERO)


def per_numero(sessione: Session, azienda: int, anno: int, numero: int) -> dict[str, Any]:
    """A registration by its number in a year. Raises Rifiuto if there is none."""
    trovata = sessione.exec(
        select(Registrazione).where(
            Registrazione.azienda == azienda, Registrazione.anno == anno, Registrazione.numero == numero
        )
    ).all()
    if not trovata:
        raise Rifiuto(f"La registrazione {numero} del {anno} non esiste.", "numero")
    return next(_in_forma(sessione, trovata, descrizioni_conti(sessione, azienda)))
