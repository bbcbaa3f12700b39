"""Precancellazione di più prestazioni: hide from F2, or show again, all those of a filter (PRE-115)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, select, update
from sqlmodel import Session

from parcella.ledger.clienti.lotti import tavola
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.tabelle import Documento, RigaDocumento
from parcella.ledger.esito import Rifiuto
from parcella.ledger.prestazioni.tabelle import Prestazione

Operazione = Literal["P", "R"]
"""P precancella, R ripristina."""
_P, _D, _R = tavola(Prestazione), tavola(Documento), tavola(RigaDocumento)
_DOPO_TUTTI = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Filtro:
    """Which prestazioni; what is None is not asked. `non_usate_dal`: in no document from that day on."""

    da_codice: str | None = None
    a_codice: str | None = None
    tipo: str | None = None
    cod_iva: str | None = None
    descrizione: str | None = None
    non_usate_dal: date | None = None
    aggiornate_prima_del: date | None = None
    con_sostitutivo: str | None = None
    """S only with a sostitutivo, N only without: for R, which loses it."""

    @property
    def vuoto(self) -> bool:
        """Nothing is asked: everything would answer."""
        return self == Filtro()


def trova(session: Session, azienda: int, operazione: Operazione, filtro: Filtro) -> list[dict[str, Any]]:
    """The prestazioni that would change, by code: those not precancelled for P, the precancelled for R."""
    colonne = (_P.c.codice, _P.c.tipo, _P.c.descrizione, _P.c.codice_sostitutivo)
    domanda = select(*colonne).where(*_condizioni(azienda, operazione, filtro)).order_by(_P.c.codice)
    return [dict(riga) for riga in session.execute(domanda).mappings()]


def esegui(
    session: Session, contesto: Contesto, operazione: Operazione, filtro: Filtro, escluse: Sequence[str] = ()
) -> int:
    """Precancel or restore them in one go; gives how many changed. An empty filter is refused.

    The date of the last update moves as with F10, never back. A code restored has no sostitutivo any more (PRE-113).
    """
    if filtro.vuoto:
        raise Rifiuto("Indicare almeno una selezione: così sarebbero tutte le prestazioni.", "da_codice")
    session.flush()
    quali = [*_condizioni(contesto.azienda, operazione, filtro), _P.c.codice.not_in(list(escluse))]
    chiavi = session.execute(select(_P.c.id, _P.c.data_aggiornamento).where(*quali)).all()
    valori: dict[str, Any] = {"precancellata": "S" if operazione == "P" else "N"}
    if operazione == "R":
        valori["codice_sostitutivo"] = None
    for chiave, aggiornata in chiavi:
        giorno = max(contesto.data_lavoro, aggiornata) if aggiornata else contesto.data_lavoro
        session.execute(update(_P).where(_P.c.id == chiave).values(data_aggiornamento=giorno, **valori))
    session.expire_all()
    return len(chiavi)


def _condizioni(azienda: int, operazione: Operazione, filtro: Filtro) -> list[ColumnElement[bool]]:
    condizioni = [_P.c.azienda == azienda, _P.c.precancellata == ("N" if operazione == "P" else "S")]
    if filtro.da_codice:
        condizioni.append(_P.c.codice >= filtro.da_codice.upper())
    if filtro.a_codice:  # A…B has every code that begins with B too
        condizioni.append(_P.c.codice <= filtro.a_codice.upper() + _DOPO_TUTTI)
    if filtro.tipo:
        condizioni.append(_P.c.tipo == filtro.tipo.upper())
    if filtro.cod_iva:
        condizioni.append(_P.c.cod_iva == filtro.cod_iva.upper())
    if filtro.descrizione:
        condizioni.append(_P.c.descrizione.icontains(filtro.descrizione, autoescape=True))
    if filtro.aggiornate_prima_del:
        condizioni.append(_P.c.data_aggiornamento < filtro.aggiornate_prima_del)
    if filtro.con_sostitutivo:
        vuoto = _P.c.codice_sostitutivo.is_(None)
        condizioni.append(~vuoto if filtro.con_sostitutivo == "S" else vuoto)
    if filtro.non_usate_dal:
        condizioni.append(_P.c.codice.not_in(_usate_dal(azienda, filtro.non_usate_dal)))
    return condizioni


def _usate_dal(azienda: int, giorno: date) -> Select[tuple[Any]]:
    """The codes on the rows of the documents from a day on."""
    dei_documenti = (_R.c.azienda == azienda, _R.c.codice_prestazione.is_not(None))
    unita = _R.join(_D, (_D.c.azienda == _R.c.azienda) & (_D.c.id == _R.c.documento))
    return select(_R.c.codice_prestazione).select_from(unita).where(*dei_documenti, _D.c.data_documento >= giorno)
