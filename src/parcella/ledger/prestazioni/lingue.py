"""The foreign languages of the studio, and the descriptions of the prestazioni in them (PRE-046…048)."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlmodel import Session

from parcella.ledger.aziende import schede
from parcella.ledger.clienti import lotti
from parcella.ledger.clienti.lotti import tavola
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.parole import quanti
from parcella.ledger.prestazioni.tabelle import DescrizioneInLingua, Lingua

ITALIANO = "IT"
_D = tavola(DescrizioneInLingua)


def elenco(session: Session, azienda: int) -> list[Lingua]:
    """The languages, by number."""
    return schede.elenco(session, Lingua, "numero", azienda=azienda)


def nomi(session: Session, azienda: int) -> dict[int, str]:
    """The languages by number, as a person calls them."""
    return {lingua.numero: lingua.descrizione or lingua.codice for lingua in elenco(session, azienda)}


def salva(session: Session, contesto: Contesto, dati: Mapping[str, Any], risposte: Risposte | None = None) -> Lingua:
    """Declare a language, known by its number; two have not the same code, and Italian is not foreign."""
    puliti = dict(dati)
    if puliti.get("codice"):
        puliti["codice"] = str(puliti["codice"]).strip().upper()
    scheda = schede.apri(session, Lingua, puliti, azienda=contesto.azienda, numero=puliti.get("numero"))
    codice = scheda.valori["codice"]
    if codice == ITALIANO:
        raise Rifiuto("L'italiano non si dichiara: è la lingua delle descrizioni.", "codice")
    altra = schede.trova(session, Lingua, azienda=contesto.azienda, codice=codice)
    if altra is not None and altra.numero != scheda.valori["numero"]:
        raise Rifiuto(f"La lingua {codice} è già la numero {altra.numero}.", "codice")
    if scheda.prima is not None and codice != scheda.prima.codice:
        _rifiuta_se_di_clienti(session, contesto.azienda, scheda.prima.codice)
    return scheda.scrivi(session)


def descritte(session: Session, azienda: int, numero: int) -> int:
    """How many prestazioni have a description in a language."""
    conta = select(func.count()).select_from(_D).where(_D.c.azienda == azienda, _D.c.lingua == numero)
    return int(session.execute(conta).scalar_one())


def elimina(session: Session, contesto: Contesto, numero: int, risposte: Risposte) -> str:
    """Delete a language with the descriptions in it, refused while a client has it; gives its code.

    A question says how many descriptions go. Raises Rifiuto or Richiesta.
    """
    lingua = schede.trova(session, Lingua, azienda=contesto.azienda, numero=numero)
    if lingua is None:
        raise Rifiuto(f"La lingua {numero} non esiste.", "numero")
    codice = lingua.codice
    _rifiuta_se_di_clienti(session, contesto.azienda, codice)
    quante = descritte(session, contesto.azienda, numero)
    risposte.pretendi("elimina_lingua", "numero", lingua=codice, quante=str(quante))
    session.execute(delete(_D).where(_D.c.azienda == contesto.azienda, _D.c.lingua == numero))
    session.delete(lingua)
    session.flush()
    return codice


def _rifiuta_se_di_clienti(session: Session, azienda: int, codice: str) -> None:
    c = tavola(Cliente).c
    conta = select(func.count()).select_from(tavola(Cliente)).where(c.azienda == azienda, c.lingua == codice)
    if loro := session.execute(conta).scalar_one():
        clienti = quanti(loro, "cliente", "clienti")
        raise Rifiuto(f"La lingua {codice} è quella di {clienti}: cambiarla prima lì.", "codice", "in_uso")


def descrizioni(session: Session, azienda: int, prestazione: str) -> dict[int, str]:
    """The descriptions of a prestazione, by number of language."""
    sue = (_D.c.azienda == azienda, _D.c.prestazione == prestazione)
    return dict(session.execute(select(_D.c.lingua, _D.c.descrizione).where(*sue).order_by(_D.c.lingua)).all())


def in_lingua(session: Session, azienda: int, codice: str, prestazioni: Collection[str]) -> dict[str, str]:
    """The descriptions of some prestazioni in the language of a code (EN): what the print of a document takes."""
    z = tavola(Lingua).c
    numero = session.execute(select(z.numero).where(z.azienda == azienda, z.codice == codice)).scalar()
    if numero is None or not prestazioni:
        return {}
    lette = lotti.leggi(session, DescrizioneInLingua, azienda, "prestazione", prestazioni)
    return {riga["prestazione"]: riga["descrizione"] for riga in lette if riga["lingua"] == numero}


def controlla_descrizioni(descrizioni: Mapping[int, str | None], massimo: int, lingue: Mapping[int, str]) -> None:
    """Only in the languages declared, no longer than `massimo`."""
    for numero, testo in descrizioni.items():
        campo = f"descrizioni_lingua.{numero}"
        if testo is None:
            continue
        if numero not in lingue:
            raise Rifiuto(f"La lingua {numero} non è dichiarata.", campo)
        if len(testo) > massimo:
            raise Rifiuto(f"La descrizione in {lingue[numero]} ha {len(testo)} caratteri: al massimo {massimo}.", campo)


def scrivi_descrizioni(session: Session, azienda: int, voluti: Mapping[str, Mapping[int, str | None]]) -> set[str]:
    """Write the descriptions of many prestazioni, None takes one away; gives the codes whose descriptions changed."""
    if not voluti:
        return set()
    attuali = {
        (riga["prestazione"], riga["lingua"]): riga["descrizione"]
        for riga in lotti.leggi(session, DescrizioneInLingua, azienda, "prestazione", voluti)
    }
    diverse = {
        (codice, numero): testo
        for codice, sue in voluti.items()
        for numero, testo in sue.items()
        if attuali.get((codice, numero)) != testo
    }
    for codice, numero in diverse.keys() & attuali.keys():
        questa = (_D.c.azienda == azienda, _D.c.prestazione == codice, _D.c.lingua == numero)
        session.execute(delete(_D).where(*questa))
    righe = [
        {"azienda": azienda, "prestazione": codice, "lingua": numero, "descrizione": testo}
        for (codice, numero), testo in diverse.items()
        if testo is not None
    ]
    if righe:
        session.execute(insert(_D), righe)
    return {codice for codice, _numero in diverse}
