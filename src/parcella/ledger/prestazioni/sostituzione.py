"""Sostituzione codici precancellati: a code gives way to its sostitutivo everywhere, and goes for good (PRE-114).

Of a document only the code on the rows changes: texts, prices, flags and accounts were copied there at its issue.
What the sostitutivo has of its own stays (a price of the same tariffario, a particolarità on the same days, an
additional field, a description in a language); the rest of the old code becomes its.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, func, select, update
from sqlmodel import Session

from parcella.ledger.annessi import legami
from parcella.ledger.aziende.tabelle import FormatoInAttesa
from parcella.ledger.clienti.lotti import tavola
from parcella.ledger.clienti.tabelle import PrestazioneTipica
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.tabelle import RigaDocumento
from parcella.ledger.esito import Rifiuto
from parcella.ledger.giornale import documenti as giornale
from parcella.ledger.prestazioni.tabelle import (
    DescrizioneInLingua,
    Particolarita,
    Prestazione,
    PrezzoTariffario,
    Scaglione,
)

_CODICE = "codice_prestazione"
_R, _P, _T = tavola(RigaDocumento), tavola(Prestazione), tavola(PrestazioneTipica)
_Z, _S, _D = tavola(PrezzoTariffario), tavola(Scaglione), tavola(DescrizioneInLingua)
_X, _A = tavola(Particolarita), tavola(FormatoInAttesa)


@dataclass(slots=True)
class Sostituzione:
    """A code, the one that takes its place, and how many of each thing change. `note` say what is lost."""

    codice: str
    sostitutivo: str
    documenti: int = 0
    righe: int = 0
    prezzi: int = 0
    particolarita: int = 0
    prestazioni_tipiche: int = 0
    contratti: int = 0
    agenda: int = 0
    altri_codici: int = 0
    allegati: int = 0
    note: list[str] = field(default_factory=list)


def sostituisci(session: Session, contesto: Contesto, codici: Collection[str] | None = None) -> list[Sostituzione]:
    """Replace and delete the precancelled codes that have a sostitutivo, or those named; says what was done.

    Chains go to their end (A→B→C: A becomes C). Raises Rifiuto on a cycle, and for a code named that can't be.
    """
    session.flush()
    fatte = [_una(session, contesto, da, a) for da, a in _coppie(session, contesto.azienda, codici)]
    session.flush()
    return fatte


def prova(session: Session, contesto: Contesto, codici: Collection[str] | None = None) -> list[Sostituzione]:
    """What `sostituisci` would do: done, counted, and undone."""
    eventi = dict(session.info.get("eventi", {}))
    punto = session.begin_nested()
    try:
        return sostituisci(session, contesto, codici)
    finally:
        punto.rollback()
        session.info["eventi"] = eventi


def _coppie(session: Session, azienda: int, codici: Collection[str] | None) -> list[tuple[str, str]]:
    """(code, the end of its chain), by code."""
    colonne = (_P.c.codice, _P.c.tipo, _P.c.precancellata, _P.c.codice_sostitutivo)
    presenti = {riga.codice: riga for riga in session.execute(select(*colonne).where(_P.c.azienda == azienda))}
    da_sostituire = {c: r for c, r in presenti.items() if r.precancellata == "S" and r.codice_sostitutivo}
    voluti = sorted(da_sostituire) if codici is None else [codice.upper() for codice in codici]
    for codice in voluti:
        if codice not in presenti:
            raise Rifiuto(f"La prestazione {codice} non esiste.", "codice")
        if codice not in da_sostituire:
            raise Rifiuto(f"La prestazione {codice} non è precancellata con un codice sostitutivo.", "codice")
    coppie = []
    for codice in dict.fromkeys(voluti):
        percorso = [codice]
        while percorso[-1] in da_sostituire:
            prossimo = da_sostituire[percorso[-1]].codice_sostitutivo
            if prossimo in percorso:
                raise Rifiuto(f"I codici sostitutivi girano in tondo: {' → '.join([*percorso, prossimo])}.", "codice")
            percorso.append(prossimo)
        if percorso[-1] not in presenti:
            raise Rifiuto(f"Il codice sostitutivo {percorso[-1]} di {percorso[-2]} non esiste.", "codice")
        if presenti[percorso[-1]].tipo != presenti[codice].tipo:
            raise Rifiuto(f"{codice} e il suo sostitutivo {percorso[-1]} non sono dello stesso tipo.", "codice")
        coppie.append((codice, percorso[-1]))
    return coppie


def _una(session: Session, contesto: Contesto, da: str, a: str) -> Sostituzione:
    fatta = Sostituzione(da, a)
    azienda = contesto.azienda
    _testi(session, azienda, fatta)
    _documenti(session, azienda, fatta)
    _prezzi(session, azienda, fatta)
    _particolarita(session, azienda, fatta)
    fatta.prestazioni_tipiche = _cambia(session, _T, _T.c.prestazione, azienda, da, a)
    fatta.contratti = _in_attesa(session, azienda, "contratti", _del_contratto, da, a)
    fatta.agenda = _in_attesa(session, azienda, "agenda", lambda riga: [riga], da, a)
    fatta.altri_codici = _cambia(session, _P, _P.c.codice_sostitutivo, azienda, da, a)
    fatta.allegati, _valori = legami.sposta(session, azienda, "prestazioni", da, a)
    for t in (_Z, _D):
        session.execute(delete(t).where(t.c.azienda == azienda, t.c.prestazione == da))
    session.execute(delete(_P).where(_P.c.azienda == azienda, _P.c.codice == da))
    session.expire_all()
    return fatta


def _testi(session: Session, azienda: int, fatta: Sostituzione) -> None:
    """A testo fisso is not on the rows: its documents, printed again, will have that of the sostitutivo."""
    testi = dict(
        session.execute(
            select(_P.c.codice, _P.c.righe_testo).where(
                _P.c.azienda == azienda, _P.c.codice.in_((fatta.codice, fatta.sostitutivo)), _P.c.tipo == "T"
            )
        ).all()
    )
    if len(set(testi.values())) > 1:
        fatta.note.append(f"i documenti con {fatta.codice}, ristampati, avranno il testo fisso di {fatta.sostitutivo}")


def _documenti(session: Session, azienda: int, fatta: Sostituzione) -> None:
    """The code on the rows, and nothing else; the journal has an event for each document."""
    con_il_codice = (_R.c.azienda == azienda, _R.c.codice_prestazione == fatta.codice)
    toccati = session.execute(select(_R.c.documento, func.count()).where(*con_il_codice).group_by(_R.c.documento)).all()
    fatta.documenti, fatta.righe = len(toccati), sum(quante for _documento, quante in toccati)
    if toccati:
        session.execute(update(_R).where(*con_il_codice).values(codice_prestazione=fatta.sostitutivo))
        for documento, _quante in toccati:
            giornale.segna(session, documento, "sostituzione codice", da=fatta.codice, a=fatta.sostitutivo)


def _prezzi(session: Session, azienda: int, fatta: Sostituzione) -> None:
    suoi = select(_Z.c.tariffario).where(_Z.c.azienda == azienda, _Z.c.prestazione == fatta.sostitutivo)
    fatta.prezzi = _cambia(
        session, _Z, _Z.c.prestazione, azienda, fatta.codice, fatta.sostitutivo, _Z.c.tariffario.not_in(suoi)
    )
    persi = select(func.count()).select_from(_Z).where(_Z.c.azienda == azienda, _Z.c.prestazione == fatta.codice)
    if quanti := session.execute(persi).scalar_one():
        fatta.note.append(f"{fatta.sostitutivo} ha già il suo prezzo: {quanti} di {fatta.codice} si perdono")


def _particolarita(session: Session, azienda: int, fatta: Sostituzione) -> None:
    """Those that hold on a day when the sostitutivo has its own for the same subject go (Ambiguità 18)."""

    def di(codice: str) -> list[Any]:
        return list(session.execute(select(_X).where(_X.c.azienda == azienda, _X.c.prestazione == codice)))

    proprie = di(fatta.sostitutivo)
    sovrapposte = [riga.id for riga in di(fatta.codice) if any(_si_sovrappone(riga, altra) for altra in proprie)]
    if sovrapposte:
        session.execute(delete(_S).where(_S.c.azienda == azienda, _S.c.particolarita.in_(sovrapposte)))
        session.execute(delete(_X).where(_X.c.azienda == azienda, _X.c.id.in_(sovrapposte)))
        perse = f"{len(sovrapposte)} di {fatta.codice} si perdono"
        fatta.note.append(f"{fatta.sostitutivo} ha già particolarità negli stessi giorni: {perse}")
    fatta.particolarita = _cambia(session, _X, _X.c.prestazione, azienda, fatta.codice, fatta.sostitutivo)


def _si_sovrappone(una: Any, altra: Any) -> bool:
    return (
        (una.cliente, una.tariffario) == (altra.cliente, altra.tariffario)
        and (una.valida_da or date.min) <= (altra.valida_a or date.max)
        and (altra.valida_da or date.min) <= (una.valida_a or date.max)
    )


def _cambia(
    session: Session,
    t: Table,
    colonna: ColumnElement[Any],
    azienda: int,
    da: str,
    a: str,
    *altro: ColumnElement[bool],
) -> int:
    """Write the new code in a column; gives how many rows changed."""
    quali = (t.c.azienda == azienda, colonna == da, *altro)
    quante = int(session.execute(select(func.count()).select_from(t).where(*quali)).scalar_one())
    if quante:
        session.execute(update(t).where(*quali).values({colonna: a}))
    return quante


def _del_contratto(contratto: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield from contratto.get("prestazioni") or ()


def _in_attesa(session: Session, azienda: int, sezione: str, righe_di: Callable[[Any], Any], da: str, a: str) -> int:
    """The records kept as they were given: those that name the code, with the new one; gives how many."""
    quali = (_A.c.azienda == azienda, _A.c.sezione == sezione, _A.c.contenuto.icontains(f'"{da}"', autoescape=True))
    cambiati = 0
    for chiave, contenuto in session.execute(select(_A.c.id, _A.c.contenuto).where(*quali)).all():
        record = json.loads(contenuto)
        suoi = [riga for riga in righe_di(record) if str(riga.get(_CODICE) or "").upper() == da]
        for riga in suoi:
            riga[_CODICE] = a
        if suoi:
            scritto = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
            session.execute(update(_A).where(_A.c.id == chiave).values(contenuto=scritto))
            cambiati += 1
    return cambiati
