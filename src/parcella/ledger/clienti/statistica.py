"""Zone and categorie statistiche of the clients: two small tables for selections and prints (cap. 16, 19)."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, insert, select
from sqlmodel import Session

from parcella.ledger.aziende.schede import Riga, apri, elenco, trova
from parcella.ledger.clienti.lotti import Record, tavola
from parcella.ledger.clienti.tabelle import CategoriaStatistica, Cliente, Zona
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.parole import quanti

TABELLE: dict[str, tuple[type[Zona] | type[CategoriaStatistica], str]] = {
    "zona": (Zona, "La zona"),
    "categoria": (CategoriaStatistica, "La categoria statistica"),
}
"""By column of the client: the table of its codes, and how a sentence calls one."""


def salva_zona(session: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> Zona:
    """Write a zona."""
    return _salva(session, contesto, Zona, dati)


def salva_categoria(
    session: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte
) -> CategoriaStatistica:
    """Write a categoria statistica."""
    return _salva(session, contesto, CategoriaStatistica, dati)


def _salva(session: Session, contesto: Contesto, tabella: type[Riga], dati: dict[str, Any]) -> Riga:
    codice = str(dati.get("codice") or "").strip().upper() or None
    return apri(session, tabella, dati | {"codice": codice}, azienda=contesto.azienda, codice=codice).scrivi(session)


def elenco_zone(session: Session, azienda: int) -> list[Zona]:
    """The zone, by code."""
    return elenco(session, Zona, "codice", azienda=azienda)


def elenco_categorie(session: Session, azienda: int) -> list[CategoriaStatistica]:
    """The categorie statistiche, by code."""
    return elenco(session, CategoriaStatistica, "codice", azienda=azienda)


def elimina(session: Session, contesto: Contesto, colonna: str, codice: str) -> None:
    """Delete a zona or a categoria (`colonna` of the client) that no client has."""
    tabella, nome = TABELLE[colonna]
    riga = trova(session, tabella, azienda=contesto.azienda, codice=codice)
    if riga is None:
        raise Rifiuto(f"{nome} {codice} non esiste.", "codice")
    c = tavola(Cliente).c
    suoi = select(func.count()).where(c.azienda == contesto.azienda, c[colonna] == codice)
    if loro := session.execute(suoi).scalar_one():
        clienti = quanti(loro, "cliente", "clienti")
        raise Rifiuto(f"{nome} {codice} è di {clienti}: non si può cancellare.", "codice", "in_uso")
    session.delete(riga)
    session.flush()


def aggiungi_mancanti(session: Session, contesto: Contesto, clienti: Iterable[Record], risposte: Risposte) -> None:
    """Put in the tables the codes the clients have and the tables haven't, described by themselves, with a note.

    Whoever answers questions is asked first.
    """
    scritti = list(clienti)
    for colonna, (tabella, nome) in TABELLE.items():
        t = tavola(tabella)
        codici = {cliente[colonna] for cliente in scritti if cliente[colonna]}
        if not codici:
            continue
        noti = set(session.execute(select(t.c.codice).where(t.c.azienda == contesto.azienda)).scalars())
        nuovi = sorted(codici - noti)
        for codice in nuovi:
            if risposte.interattive:
                risposte.pretendi(f"{colonna}_nuova", colonna, voce=codice)
            risposte.avvisa(f"{colonna}_aggiunta", f"{nome} {codice} non c'era: è stata aggiunta alla sua tabella.")
        if nuovi:
            comuni = {"azienda": contesto.azienda}
            session.execute(insert(t), [comuni | {"codice": c, "descrizione": c} for c in nuovi])
