"""Clients written twice: the same codice fiscale or partita IVA, for certain; the same name and comune, perhaps."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select, union_all
from sqlmodel import Session

from parcella.ledger.clienti import ricerca
from parcella.ledger.clienti.lotti import tavola
from parcella.ledger.clienti.ricerca import VoceCliente
from parcella.ledger.clienti.tabelle import Cliente

_C = tavola(Cliente).c


@dataclass(frozen=True, slots=True)
class Gruppo:
    """Clients that are, or may be, the same."""

    motivo: str
    """«codice_fiscale», «partita_iva» or «nome_e_comune»."""
    valore: str
    clienti: Sequence[VoceCliente]

    @property
    def certo(self) -> bool:
        """They have an identifier in common."""
        return self.motivo != "nome_e_comune"


def doppioni(session: Session, azienda: int) -> list[Gruppo]:
    """The groups of clients that are the same, then those that may be; each client with what a list shows of it."""
    certi = _per_identificativo(session, azienda)
    insieme = [frozenset(codici) for _, _, codici in certi]
    possibili = [
        gruppo for gruppo in _per_nome(session, azienda) if not any(frozenset(gruppo[2]) <= altri for altri in insieme)
    ]
    tutti = sorted({codice for _, _, codici in certi + possibili for codice in codici})
    voci = {voce.codice: voce for voce in ricerca.di_codici(session, azienda, tutti)}
    gruppi = [Gruppo(motivo, valore, [voci[c] for c in codici]) for motivo, valore, codici in certi + possibili]
    return [g for g in gruppi if g.certo or not _hanno_identita_diverse(g.clienti)]


def uguali(
    session: Session, azienda: int, codice: str, codice_fiscale: str | None, partita_iva: str | None
) -> list[VoceCliente]:
    """The other clients that have one of these identifiers, in either field."""
    valori = [valore for valore in (codice_fiscale, partita_iva) if valore]
    if not valori:
        return []
    domanda = select(_C.codice).where(
        _C.azienda == azienda,
        _C.codice != codice,
        or_(_C.codice_fiscale.in_(valori), _C.partita_iva.in_(valori)),
    )
    return ricerca.di_codici(session, azienda, list(session.execute(domanda.order_by(_C.codice)).scalars()))


def _per_identificativo(session: Session, azienda: int) -> list[tuple[str, str, list[str]]]:
    """A number is the same whether it stands as codice fiscale or as partita IVA."""
    coppie = union_all(
        *(
            select(colonna.label("valore"), _C.codice).where(_C.azienda == azienda, colonna.is_not(None))
            for colonna in (_C.codice_fiscale, _C.partita_iva)
        )
    ).subquery()
    di_piu = (
        select(coppie.c.valore)
        .group_by(coppie.c.valore)
        .having(func.count(func.distinct(coppie.c.codice)) > 1)
        .scalar_subquery()
    )
    domanda = select(coppie).where(coppie.c.valore.in_(di_piu)).order_by(coppie.c.valore, coppie.c.codice)
    per_valore: dict[str, dict[str, None]] = defaultdict(dict)
    for valore, codice in session.execute(domanda):
        per_valore[valore][codice] = None
    gruppi: dict[tuple[str, ...], tuple[str, str, list[str]]] = {}
    for valore, codici in per_valore.items():
        motivo = "codice_fiscale" if len(valore) != 11 else "partita_iva"
        gruppi.setdefault(tuple(codici), (motivo, valore, list(codici)))
    return list(gruppi.values())


def _per_nome(session: Session, azienda: int) -> list[tuple[str, str, list[str]]]:
    comune = func.lower(_C.comune)
    di_piu = (
        select(_C.chiave_nome, comune.label("comune"))
        .where(_C.azienda == azienda, _C.comune.is_not(None))
        .group_by(_C.chiave_nome, comune)
        .having(func.count() > 1)
        .subquery()
    )
    domanda = (
        select(_C.chiave_nome, di_piu.c.comune, _C.codice)
        .where(_C.azienda == azienda, _C.chiave_nome == di_piu.c.chiave_nome, comune == di_piu.c.comune)
        .order_by(_C.chiave_nome, di_piu.c.comune, _C.codice)
    )
    gruppi: dict[tuple[str, str], list[str]] = defaultdict(list)
    for chiave, dove, codice in session.execute(domanda):
        gruppi[chiave, dove].append(codice)
    return [("nome_e_comune", f"{chiave}, {dove}", codici) for (chiave, dove), codici in gruppi.items()]


def _hanno_identita_diverse(clienti: Iterable[VoceCliente]) -> bool:
    """Namesakes: each has its own identifier."""
    identita = [voce.codice_fiscale or voce.partita_iva for voce in clienti]
    return None not in identita and len(set(identita)) == len(identita)
