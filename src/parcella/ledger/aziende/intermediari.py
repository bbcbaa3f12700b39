"""Intermediari, who transmit electronic invoices to SdI for others (chapter 25): a table common to the archive."""

import re
from typing import Any

from sqlmodel import Session, or_, select

from parcella.ledger.aziende import identificativi
from parcella.ledger.aziende.schede import apri, elenco, trova
from parcella.ledger.aziende.tabelle import Azienda, Intermediario
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte

_NAZIONE = re.compile("[A-Z]{2}")
_PROGRESSIVO = re.compile("[A-Z0-9]{5}")


def salva(session: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> Intermediario:
    """Write an intermediario, found by its code. Its progressivo never goes back: a name is given once."""
    scheda = apri(session, Intermediario, dati, codice=dati.get("codice"))
    valori = scheda.valori
    if not _NAZIONE.fullmatch(valori["nazione"]):
        raise Rifiuto(f"Nazione {valori['nazione']}: atteso 2 lettere maiuscole, come IT.", "nazione")
    if not _PROGRESSIVO.fullmatch(valori["progressivo_file"] or ""):
        raise Rifiuto("Progressivo dei file: atteso 5 caratteri A-Z, 0-9.", "progressivo_file")
    if valori["nazione"] == "IT" and valori["codice_fiscale"]:
        identificativi.codice_fiscale(valori["codice_fiscale"])
    gia_detta = scheda.prima is not None and scheda.prima.partita_iva == valori["partita_iva"]
    if valori["partita_iva"] and not identificativi.partita_iva(valori["partita_iva"]) and not gia_detta:
        risposte.pretendi("partita_iva_ufficio", "partita_iva", partita_iva=valori["partita_iva"])
    if scheda.prima is not None and valori["progressivo_file"] < scheda.prima.progressivo_file:
        scheda.dati["progressivo_file"] = scheda.prima.progressivo_file
    return scheda.scrivi(session)


def elimina(session: Session, codice: str) -> None:
    """Delete an intermediario that no azienda names."""
    trovato = trova(session, Intermediario, codice=codice)
    if trovato is None:
        raise Rifiuto(f"L'intermediario {codice} non esiste.", "codice")
    usata = session.exec(
        select(Azienda.sigla).where(
            or_(Azienda.intermediario_trasmittente == codice, Azienda.intermediario_emittente == codice)
        )
    ).first()
    if usata is not None:
        raise Rifiuto(f"L'intermediario {codice} è indicato dall'azienda {usata}.", "codice", "in_uso")
    session.delete(trovato)
    session.flush()


def pretendi(session: Session, codice: str, campo: str) -> None:
    """Refuse a code that is not in the table (FPA-031, FPA-043)."""
    if trova(session, Intermediario, codice=codice) is None:
        raise Rifiuto(f"L'intermediario {codice} non è in tabella.", campo)


def elenco_intermediari(session: Session) -> list[Intermediario]:
    """The intermediari, by code."""
    return elenco(session, Intermediario, "codice")
