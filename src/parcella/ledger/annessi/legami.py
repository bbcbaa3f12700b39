"""The record that fields and attachments belong to: it must exist, and takes them along when it goes.

Whoever deletes a record calls `elimina_di`; whoever puts one in the place of another calls `sposta`.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import ColumnElement, Table, delete, exists, func, select, update
from sqlmodel import Session, SQLModel

from parcella.ledger.annessi.tabelle import DOCUMENTI, Allegato, ValoreAggiuntivo
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Rifiuto
from parcella.ledger.prestazioni.tabelle import Prestazione

_RECORD: dict[str, tuple[type[SQLModel], str]] = {
    "prestazioni": (Prestazione, "La prestazione"),
    "clienti": (Cliente, "Il cliente"),
}
_V: Table = ValoreAggiuntivo.__table__  # type: ignore[attr-defined]
_A: Table = Allegato.__table__  # type: ignore[attr-defined]
_D: Table = Documento.__table__  # type: ignore[attr-defined]
_CHIAVE_DOCUMENTO = re.compile(r"([A-Z]{2}) (\d{4}) (\d{1,2})/(prov\.)?(\d{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Annessi:
    """What a card shows of a record's: additional fields filled (the mark VID), and attachments."""

    campi: int = 0
    allegati: int = 0


def stato(session: Session, azienda: int, archivio: str, chiave: str) -> Annessi:
    """How many additional fields of the record are filled, and how many files are attached to it."""
    return Annessi(*(_quanti(session, t, azienda, archivio, chiave) for t in (_V, _A)))


def chiave_documento(sigla: str, anno: int, serie: int, numero: int | None, lavoro: int | None = None) -> str:
    """How a document is named in the attachments: `PA 2026 1/3`, or `PA 2026 1/prov.7` while it has no number."""
    return f"{sigla} {anno} {serie}/{f'prov.{lavoro}' if numero is None else numero}"


def pretendi(session: Session, azienda: int, archivio: str, chiave: str) -> None:
    """Refuse a record that is not in the archive."""
    if archivio == DOCUMENTI:
        _pretendi_documento(session, azienda, chiave)
        return
    tabella, nome = _RECORD[archivio]
    t: Table = tabella.__table__  # type: ignore[attr-defined]
    if session.execute(select(t.c.id).where(t.c.azienda == azienda, t.c.codice == chiave)).first() is None:
        raise Rifiuto(f"{nome} {chiave} non esiste.", "chiave")


def leggi_chiave_documento(chiave: str) -> tuple[str, int, int, int, bool]:
    """Sigla, year, serie and number of `PA 2026 1/3`; last, whether the number is that of work (`PA 2026 1/prov.7`).

    Raises Rifiuto if it is not written so.
    """
    letta = _CHIAVE_DOCUMENTO.fullmatch(chiave)
    if letta is None:
        raise Rifiuto(
            f"Documento «{chiave}»: scrivere SIGLA ANNO SERIE/NUMERO, per esempio PA 2026 1/12, o PA 2026 1/prov.3.",
            "chiave",
        )
    return letta[1], int(letta[2]), int(letta[3]), int(letta[5]), letta[4] is not None


def _pretendi_documento(session: Session, azienda: int, chiave: str) -> None:
    sigla, anno, serie, numero, di_lavoro = leggi_chiave_documento(chiave)
    suo = [_D.c.sigla_documento == sigla, _D.c.anno == anno, _D.c.serie == serie]
    if di_lavoro:
        suo += [_D.c.numero_lavoro == numero, _D.c.numero_documento.is_(None)]
    else:
        suo.append(_D.c.numero_documento == numero)
    if session.execute(select(_D.c.id).where(_D.c.azienda == azienda, *suo)).first() is None:
        raise Rifiuto(f"Il documento {chiave} non esiste.", "chiave")


def elimina_di(session: Session, azienda: int, archivio: str, chiave: str) -> None:
    """Delete the fields and the attachments of a record that is being deleted."""
    for t in (_V, _A):
        session.execute(delete(t).where(*_di(t, azienda, archivio, chiave)))


def sposta(session: Session, azienda: int, archivio: str, da: str, a: str) -> tuple[int, int]:
    """Give a record what another has, before this goes: gives how many attachments and how many values moved.

    Attachments follow those there already; of a field filled in both, the value of `a` stays.
    """
    suoi = select(_V.c.numero).where(*_di(_V, azienda, archivio, a))
    valori = update(_V).where(*_di(_V, azienda, archivio, da), _V.c.numero.not_in(suoi)).values(chiave=a)
    spostati = session.execute(valori).rowcount  # type: ignore[attr-defined]
    ultimo = session.execute(select(func.max(_A.c.numero)).where(*_di(_A, azienda, archivio, a))).scalar() or 0
    allegati = update(_A).where(*_di(_A, azienda, archivio, da)).values(chiave=a, numero=_A.c.numero + ultimo)
    quanti = session.execute(allegati).rowcount  # type: ignore[attr-defined]
    session.execute(delete(_V).where(*_di(_V, azienda, archivio, da)))
    return quanti, spostati


def violazioni(session: Session, azienda: int) -> list[str]:
    """What `archivio verifica` finds: attachments whose bytes are not those acquired, and things of no record."""
    trovate = []
    colonne = (_A.c.id, _A.c.archivio, _A.c.chiave, _A.c.nome_file, _A.c.sha256)
    for riga in session.execute(select(*colonne).where(_A.c.azienda == azienda)).all():
        contenuto = session.execute(select(_A.c.contenuto).where(_A.c.id == riga.id)).scalar_one()
        if sha256(contenuto).hexdigest() != riga.sha256:
            trovate.append(f"allegato {riga.nome_file} di {riga.archivio} {riga.chiave}: il contenuto è cambiato.")
    for t, che_cosa in ((_V, "un dato aggiuntivo"), (_A, "un allegato")):
        for archivio, (tabella, _nome) in _RECORD.items():
            r: Table = tabella.__table__  # type: ignore[attr-defined]
            esiste = exists().where(r.c.azienda == azienda, r.c.codice == t.c.chiave)
            senza = select(t.c.chiave).distinct().where(t.c.azienda == azienda, t.c.archivio == archivio, ~esiste)
            trovate += [
                f"{archivio} {chiave}: ha {che_cosa} ma non esiste." for chiave in session.execute(senza).scalars()
            ]
    senza = select(_A.c.chiave).distinct().where(_A.c.azienda == azienda, _A.c.archivio == DOCUMENTI)
    for chiave in session.execute(senza).scalars():
        try:
            _pretendi_documento(session, azienda, chiave)
        except Rifiuto:
            trovate.append(f"{DOCUMENTI} {chiave}: ha un allegato ma non esiste.")
    return trovate


def _di(t: Table, azienda: int, archivio: str, chiave: str) -> tuple[ColumnElement[bool], ...]:
    return t.c.azienda == azienda, t.c.archivio == archivio, t.c.chiave == chiave


def _quanti(session: Session, t: Table, azienda: int, archivio: str, chiave: str) -> int:
    conta = select(func.count()).select_from(t).where(*_di(t, azienda, archivio, chiave))
    return int(session.execute(conta).scalar_one())
