"""The companies of the archive and the people who work in it (menu Aziende – Anagrafica azienda)."""

import re
from typing import Any, cast

from sqlmodel import Session

from parcella.ledger.aziende import identificativi, intermediari
from parcella.ledger.aziende.schede import Scheda, apri, elenco
from parcella.ledger.aziende.tabelle import Azienda, ContiAutomatici, DescrizioneDocumento, ParametriStudio, Utente
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte

DESCRIZIONI_DOCUMENTI = {"NO": "NOTULA", "PA": "PARCELLA"}

_SIGLA = re.compile(r"[A-Z0-9]{1,3}")
_FORME = {
    "cap": (re.compile(r"\d{5}", re.ASCII), "5 cifre"),
    "provincia": (re.compile(r"[A-Z]{2}"), "2 lettere maiuscole"),
    "provincia_albo": (re.compile(r"[A-Z]{2}"), "2 lettere maiuscole"),
    "nazione": (re.compile(r"[A-Z]{2}"), "2 lettere maiuscole"),
    "email": (re.compile(r"[^@\s]+@[^@\s]+"), "un indirizzo di posta elettronica"),
    "pec": (re.compile(r"[^@\s]+@[^@\s]+"), "un indirizzo di posta elettronica"),
    "progressivo_file": (re.compile(r"[A-Z0-9]{5}"), "5 caratteri A-Z, 0-9"),
}


def salva_azienda(session: Session, dati: dict[str, Any], risposte: Risposte) -> Azienda:
    """Write a company, found by its sigla. A new one gets its parametri, conti automatici and names of documents."""
    scheda = apri(session, Azienda, dati, sigla=dati.get("sigla"))
    _controlla_azienda(scheda, risposte)
    for campo in ("intermediario_trasmittente", "intermediario_emittente"):
        if scheda.valori[campo]:
            intermediari.pretendi(session, scheda.valori[campo], campo)
    azienda = scheda.scrivi(session)
    if scheda.nuova:
        sua = cast(int, azienda.id)
        session.add_all((ParametriStudio(azienda=sua), ContiAutomatici(azienda=sua)))
        for sigla, descrizione in DESCRIZIONI_DOCUMENTI.items():
            session.add(DescrizioneDocumento(azienda=sua, sigla=sigla, descrizione=descrizione))
        session.flush()
    return azienda


def _controlla_azienda(scheda: Scheda[Azienda], risposte: Risposte) -> None:
    valori = scheda.valori
    if not _SIGLA.fullmatch(valori["sigla"]):
        raise Rifiuto(f"Sigla azienda {valori['sigla']}: da 1 a 3 caratteri A-Z, 0-9.", "sigla")
    if scheda.prima is not None and scheda.prima.tipo != valori["tipo"]:
        raise Rifiuto(f"Il tipo azienda di {scheda.prima.sigla} è {scheda.prima.tipo} e non si cambia.", "tipo")
    for nome, (forma, attesa) in _FORME.items():
        valore = valori[nome]
        if valore is not None and not forma.fullmatch(valore):
            raise Rifiuto(f"{nome.replace('_', ' ').capitalize()} {valore}: atteso {attesa}.", nome)
    gia_detta = scheda.prima is not None and scheda.prima.partita_iva == valori["partita_iva"]
    if valori["partita_iva"] and not identificativi.partita_iva(valori["partita_iva"]) and not gia_detta:
        risposte.pretendi("partita_iva_ufficio", "partita_iva", partita_iva=valori["partita_iva"])
    if valori["codice_fiscale"]:
        identificativi.codice_fiscale(valori["codice_fiscale"])
    if valori["iban"]:
        identificativi.iban(valori["iban"])
    if valori["bic"]:
        identificativi.bic(valori["bic"])


def elenco_aziende(session: Session) -> list[Azienda]:
    """The companies, by sigla."""
    return elenco(session, Azienda, "sigla")


def salva_utente(session: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> Utente:
    """Write a person who works in the studio, found by the login name."""
    return apri(session, Utente, dati, nome=dati.get("nome")).scrivi(session)


def elenco_utenti(session: Session, *, solo_attivi: bool = False) -> list[Utente]:
    """The people of the studio, by login name."""
    return elenco(session, Utente, "nome", **({"attivo": "S"} if solo_attivi else {}))
