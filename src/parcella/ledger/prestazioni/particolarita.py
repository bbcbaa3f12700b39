"""Special prices of a prestazione, for a client, a tariffario or everybody (PRE-072…087, PRE-118).

A particolarità is known by its prestazione, its subject and its Da data: written again, it is changed.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from parcella.ledger.aziende.tabelle import ContiAutomatici
from parcella.ledger.clienti.lotti import tavola
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto
from parcella.ledger.prestazioni import tariffari
from parcella.ledger.prestazioni.tabelle import Particolarita, Prestazione, Scaglione
from parcella.ledger.tabella import colonne, controlla
from parcella.ledger.tipi import data_italiana, in_italiano

_CHIAVE = ("prestazione", "cliente", "tariffario", "valida_da")


def salva(
    session: Session, contesto: Contesto, dati: Mapping[str, Any], identificativo: int | None = None
) -> Particolarita:
    """Write a particolarità, with its `scaglioni` [{quantita, prezzo}]; with `identificativo`, that one."""
    session.flush()
    puliti: dict[str, Any] = {nome: None if valore == "" else valore for nome, valore in dati.items()}
    scaglioni = puliti.pop("scaglioni", None)
    if puliti.get("prestazione"):
        puliti["prestazione"] = puliti["prestazione"].upper()
    prima = session.get(Particolarita, identificativo) if identificativo else _trova(session, contesto, puliti)
    valori: dict[str, Any] = {c.name: getattr(prima, c.name) if prima else None for c in colonne(Particolarita)}
    valori["prezzo_oltre"] = valori["prezzo_oltre"] or Decimal("0.00")
    valori.update(puliti)
    if scaglioni is None:
        letti = [] if prima is None or valori["modo"] != "Q" else leggi_scaglioni(session, prima)
        scaglioni = [{"quantita": s.quantita, "prezzo": s.prezzo} for s in letti]
    controlla(Particolarita, valori)
    _controlla_soggetto(session, contesto, valori)
    _controlla_prezzi(valori, scaglioni)
    _rifiuta_sovrapposte(session, contesto, valori, prima)

    riga = prima or Particolarita(azienda=contesto.azienda, prestazione=valori["prestazione"], modo=valori["modo"])
    for nome, valore in valori.items():
        setattr(riga, nome, valore)
    session.add(riga)
    session.flush()
    _scrivi_scaglioni(session, riga, scaglioni)
    return riga


def _scrivi_scaglioni(session: Session, riga: Particolarita, scaglioni: Sequence[Mapping[str, Any]]) -> None:
    """The brackets in the place of those there were; the same ones are left alone, and the journal says nothing."""
    scritti = [(s.quantita, s.prezzo) for s in leggi_scaglioni(session, riga)]
    if scritti == [(s["quantita"], s["prezzo"]) for s in scaglioni]:
        return
    s = tavola(Scaglione)
    session.execute(delete(s).where(s.c.particolarita == riga.id))
    if scaglioni:
        comuni = {"azienda": riga.azienda, "particolarita": riga.id}
        session.execute(insert(s), [{**comuni, **scaglione} for scaglione in scaglioni])


def elenco(
    session: Session, azienda: int, prestazione: str | None = None, cliente: str | None = None
) -> list[Particolarita]:
    """The particolarità of a prestazione (F5 Ricerca), of a client (F11 Condizioni particolari), or all."""
    p = tavola(Particolarita)
    domanda = select(Particolarita).where(p.c.azienda == azienda)
    if prestazione is not None:
        domanda = domanda.where(p.c.prestazione == prestazione)
    if cliente is not None:
        domanda = domanda.where(p.c.cliente == cliente)
    ordine = (p.c.prestazione, p.c.cliente, p.c.tariffario, p.c.valida_da, p.c.id)
    return list(session.execute(domanda.order_by(*ordine)).scalars())


def leggi_scaglioni(session: Session, particolarita: Particolarita) -> list[Scaglione]:
    """The quantity brackets, increasing."""
    s = tavola(Scaglione)
    domanda = select(Scaglione).where(s.c.particolarita == particolarita.id)
    return list(session.execute(domanda.order_by(s.c.quantita)).scalars())


def elimina(session: Session, contesto: Contesto, identificativo: int) -> None:
    """Delete one particolarità (PRE-086)."""
    if not _elimina(session, tavola(Particolarita).c.id == identificativo, contesto):
        raise Rifiuto("La particolarità non esiste più.")


def elimina_tutte(session: Session, contesto: Contesto, prestazione: str) -> int:
    """Delete all the particolarità of a prestazione (PRE-085), and say how many."""
    return _elimina(session, tavola(Particolarita).c.prestazione == prestazione, contesto)


def _elimina(session: Session, quali: Any, contesto: Contesto) -> int:
    session.flush()
    p, s = tavola(Particolarita), tavola(Scaglione)
    sue = list(session.execute(select(p.c.id).where(p.c.azienda == contesto.azienda, quali)).scalars())
    session.execute(delete(s).where(s.c.particolarita.in_(sue)))
    session.execute(delete(p).where(p.c.id.in_(sue)))
    return len(sue)


def _trova(session: Session, contesto: Contesto, dati: Mapping[str, Any]) -> Particolarita | None:
    p = tavola(Particolarita)
    uguali = [p.c[nome] == dati.get(nome) for nome in _CHIAVE]
    return session.execute(select(Particolarita).where(p.c.azienda == contesto.azienda, *uguali)).scalars().first()


def _controlla_soggetto(session: Session, contesto: Contesto, valori: Mapping[str, Any]) -> None:
    azienda, codice, cliente = contesto.azienda, valori["prestazione"], valori["cliente"]
    t, c, automatici = tavola(Prestazione), tavola(Cliente), tavola(ContiAutomatici)
    tipo = session.execute(select(t.c.tipo).where(t.c.azienda == azienda, t.c.codice == codice)).scalar()
    if tipo is None:
        raise Rifiuto(f"La prestazione {codice} non esiste.", "prestazione")
    if tipo != "R":
        raise Rifiuto(
            f"La prestazione {codice} è di tipo {tipo}: le particolarità sono solo del tipo R.", "prestazione"
        )
    if cliente is not None and valori["tariffario"] is not None:  # PRE-076
        raise Rifiuto("Indicare il cliente oppure il tariffario, non tutti e due.", "tariffario")
    if cliente is not None:  # PRE-075
        mastro = session.execute(select(automatici.c.mastro_clienti).where(automatici.c.azienda == azienda)).scalar()
        if mastro is not None and not cliente.startswith(f"{mastro}."):
            raise Rifiuto(f"{cliente} non è un conto del mastro clienti {mastro}.", "cliente")
        if session.execute(select(c.c.id).where(c.c.azienda == azienda, c.c.codice == cliente)).first() is None:
            raise Rifiuto(f"Il cliente {cliente} non esiste.", "cliente")
    if valori["tariffario"] is not None and valori["tariffario"] not in tariffari.abilitati(session, azienda):
        raise Rifiuto(f"Il tariffario {valori['tariffario']} non è abilitato.", "tariffario")
    da, a = valori["valida_da"], valori["valida_a"]
    if da is not None and a is not None and a < da:
        raise Rifiuto(
            f"La validità finisce ({data_italiana(a)}) prima di cominciare ({data_italiana(da)}).", "valida_a"
        )


def _controlla_prezzi(valori: Mapping[str, Any], scaglioni: Sequence[Mapping[str, Any]]) -> None:
    if valori["prezzo_oltre"] < 0:
        raise Rifiuto("Il prezzo non può essere negativo.", "prezzo_oltre")
    if valori["modo"] == "F":  # PRE-082
        if scaglioni:
            raise Rifiuto("Con il valore fisso (F) non ci sono scaglioni di quantità.", "scaglioni")
        return
    if not scaglioni:  # PRE-081
        raise Rifiuto("Con il valore per quantità (Q) serve almeno uno scaglione.", "scaglioni")
    precedente = Decimal(0)
    for indice, scaglione in enumerate(scaglioni):
        controlla(Scaglione, scaglione, f"scaglioni.{indice}.")
        for nome in ("quantita", "prezzo"):
            if scaglione.get(nome) is None:
                raise Rifiuto(f"Lo scaglione vuole {nome}.", f"scaglioni.{indice}.{nome}")
        if scaglione["quantita"] <= precedente:
            dopo = f": dopo {in_italiano(precedente)} c'è {in_italiano(scaglione['quantita'])}" if indice else ""
            raise Rifiuto(f"Le quantità degli scaglioni devono crescere{dopo}.", f"scaglioni.{indice}.quantita")
        if scaglione["prezzo"] < 0:
            raise Rifiuto("Il prezzo non può essere negativo.", f"scaglioni.{indice}.prezzo")
        precedente = scaglione["quantita"]


def _rifiuta_sovrapposte(
    session: Session, contesto: Contesto, valori: Mapping[str, Any], prima: Particolarita | None
) -> None:
    """Two particolarità of the same subject can't hold on the same day (Ambiguità 18)."""
    p = tavola(Particolarita)
    stesse = session.execute(
        select(p).where(
            p.c.azienda == contesto.azienda, *(p.c[nome] == valori[nome] for nome in _CHIAVE if nome != "valida_da")
        )
    )
    da, a = valori["valida_da"] or date.min, valori["valida_a"] or date.max
    for altra in stesse:
        if prima is not None and altra.id == prima.id:
            continue
        if da <= (altra.valida_a or date.max) and (altra.valida_da or date.min) <= a:
            questa = _validita(valori["valida_da"], valori["valida_a"])
            raise Rifiuto(
                f"La particolarità {questa} si sovrappone a quella già presente, valida "
                f"{_validita(altra.valida_da, altra.valida_a)}.",
                "valida_da",
            )


def _validita(da: date | None, a: date | None) -> str:
    dal = f"dal {data_italiana(da)}" if da else "senza data di inizio"
    return f"{dal} al {data_italiana(a)}" if a else f"{dal} senza scadenza"
