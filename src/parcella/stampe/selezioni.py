"""The selections of a print that a user keeps: ⇧F11 stores them under a name, F11 recalls them (STA-051)."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, select

from parcella.ledger.aziende.schede import apri, elenco, trova
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto
from parcella.stampe.tabelle import SelezioneStampa

PREDEFINITA = "Predefinita"
"""The name proposed to who keeps one only."""


def memorizza(session: Session, contesto: Contesto, stampa: str, nome: str, valori: Mapping[str, Any]) -> str:
    """Store the fields under a name, in the place of those that had it (capitals or not); gives the name."""
    nome = nome.strip()
    if not nome:
        raise Rifiuto("Il nome delle selezioni è obbligatorio.", "nome")
    uguale = session.exec(
        select(SelezioneStampa.nome).where(
            SelezioneStampa.azienda == contesto.azienda,
            SelezioneStampa.utente == contesto.utente,
            SelezioneStampa.stampa == stampa,
            func.lower(SelezioneStampa.nome) == nome.lower(),
        )
    ).first()
    chiave = {"azienda": contesto.azienda, "utente": contesto.utente, "stampa": stampa, "nome": uguale or nome}
    dati = {"valori": json.dumps(dict(valori), default=_in_json, sort_keys=True)}
    apri(session, SelezioneStampa, dati | {n: chiave[n] for n in ("utente", "stampa", "nome")}, **chiave).scrivi(
        session
    )
    return uguale or nome


def _in_json(valore: Any) -> Any:
    """Dates and amounts as text, marked: a screen gets back what it gave."""
    if isinstance(valore, date):
        return {"data": valore.isoformat()}
    if isinstance(valore, Decimal):
        return {"importo": str(valore)}
    raise TypeError(f"valore non memorizzabile: {type(valore).__name__}")


def memorizzate(session: Session, contesto: Contesto, stampa: str) -> list[str]:
    """The names under which the user keeps selections of this print."""
    return [s.nome for s in elenco(session, SelezioneStampa, "nome", **_sue(contesto, stampa))]


def richiama(session: Session, contesto: Contesto, stampa: str, nome: str) -> dict[str, Any]:
    """The fields stored under a name. Raises Rifiuto if there are none."""
    trovata = trova(session, SelezioneStampa, **_sue(contesto, stampa), nome=nome)
    if trovata is None:
        raise Rifiuto(f"Le selezioni «{nome}» non ci sono più.", "nome")
    valori: dict[str, Any] = json.loads(trovata.valori or "{}")
    return {campo: _da_json(valore) for campo, valore in valori.items()}


def _da_json(valore: Any) -> Any:
    match valore:
        case {"data": str(testo)}:
            return date.fromisoformat(testo)
        case {"importo": str(testo)}:
            return Decimal(testo)
    return valore


def dimentica(session: Session, contesto: Contesto, stampa: str, nome: str) -> None:
    """Delete the selections of a name."""
    trovata = trova(session, SelezioneStampa, **_sue(contesto, stampa), nome=nome)
    if trovata is not None:
        session.delete(trovata)
        session.flush()


def _sue(contesto: Contesto, stampa: str) -> dict[str, Any]:
    return {"azienda": contesto.azienda, "utente": contesto.utente, "stampa": stampa}
