"""The lists of a client: other addresses, contacts, typical prestazioni. Each is written whole, in place of the old."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlmodel import Session, SQLModel

from parcella.ledger.aziende import identificativi as forma
from parcella.ledger.clienti import lotti
from parcella.ledger.clienti.lotti import Record, tavola
from parcella.ledger.clienti.tabelle import ContattoCliente, IndirizzoCliente, PrestazioneTipica
from parcella.ledger.esito import Rifiuto
from parcella.ledger.prestazioni.tabelle import Prestazione
from parcella.ledger.tabella import colonne, controlla

LISTE: Mapping[str, type[SQLModel]] = {
    "indirizzi": IndirizzoCliente,
    "contatti": ContattoCliente,
    "prestazioni_tipiche": PrestazioneTipica,
}
NUMERO: Mapping[str, str] = {"indirizzi": "numero", "contatti": "numero", "prestazioni_tipiche": "riga"}
"""The column that orders the rows of a list."""
_MASSIMO = {"indirizzi": 99, "contatti": 99, "prestazioni_tipiche": 255}
_MAIUSCOLI = ("provincia", "nazione", "prestazione")
_PER_VOLTA = 500
Righe = Sequence[Mapping[str, Any]]


def leggi(session: Session, azienda: int, codice: str) -> dict[str, list[Record]]:
    """The lists of a client, in their order, with the columns a user knows."""
    return {nome: _lette(session, azienda, nome, [codice])[codice] for nome in LISTE}


def tipiche(session: Session, azienda: int, codice: str) -> list[Record]:
    """The typical prestazioni of a client, each with its description and unit."""
    righe = _lette(session, azienda, "prestazioni_tipiche", [codice])[codice]
    colonne_lette = ("codice", "descrizione", "unita_misura")
    nominate = {riga["prestazione"] for riga in righe}
    note = {r.pop("codice"): r for r in lotti.leggi(session, Prestazione, azienda, "codice", nominate, colonne_lette)}
    return [riga | note[riga["prestazione"]] for riga in righe]


def pulite(nome: str, righe: Righe, campo: Callable[[str], str]) -> list[Record]:
    """The rows of a list as they are kept, numbered, each one checked by itself. `campo` names a field of the list.

    Raises Rifiuto: too many rows, a number twice, a form that isn't right, more than one address for the post.
    """
    tabella, numero = LISTE[nome], NUMERO[nome]
    if len(righe) > _MASSIMO[nome]:
        raise Rifiuto(f"Al massimo {_MASSIMO[nome]} righe, trovate {len(righe)}.", campo(""))
    predefiniti = {c: v for c, v in lotti.predefiniti(tabella).items() if c != numero}
    intere: list[Record] = []
    usati: set[int] = set()
    for indice, riga in enumerate(righe):
        prefisso = campo(f".{indice}.")
        intera = predefiniti | _pulita(riga)
        intera[numero] = intera.get(numero) or max(usati, default=0) + 1
        controlla(tabella, intera, prefisso)
        if intera[numero] in usati:
            raise Rifiuto(f"Il numero {intera[numero]} è scritto due volte.", prefisso + numero)
        usati.add(intera[numero])
        try:
            _CONTROLLI[nome](intera)
        except Rifiuto as rifiuto:
            rifiuto.campo = prefisso + (rifiuto.campo or numero)
            raise
        intere.append(intera)
    if nome == "indirizzi" and sum(riga["corrispondenza"] == "S" for riga in intere) > 1:
        ultimo = max(i for i, riga in enumerate(intere) if riga["corrispondenza"] == "S")
        raise Rifiuto("La corrispondenza va a un indirizzo solo.", campo(f".{ultimo}.corrispondenza"))
    return sorted(intere, key=lambda riga: int(riga[numero]))


def _pulita(riga: Mapping[str, Any]) -> Record:
    pulita: Record = {}
    for nome, valore in riga.items():
        if isinstance(valore, str):
            valore = valore.strip()
            valore = valore.upper() if nome in _MAIUSCOLI else valore
        if valore not in (None, ""):
            pulita[nome] = valore
    return pulita


def _controlla_indirizzo(riga: Record) -> None:
    forma.indirizzo(riga["nazione"], riga["provincia"], riga["cap"])
    if not riga["indirizzo"] and not riga["comune"]:
        raise Rifiuto("Indicare l'indirizzo o almeno il comune.", "indirizzo")


def _controlla_contatto(riga: Record) -> None:
    if riga["email"]:
        forma.posta_elettronica(riga["email"], "email")


def _controlla_prestazione_tipica(riga: Record) -> None:
    if riga["prezzo"] is not None and riga["prezzo"] < 0:
        raise Rifiuto("Il prezzo non può essere negativo.", "prezzo")


_CONTROLLI: Mapping[str, Callable[[Record], None]] = {
    "indirizzi": _controlla_indirizzo,
    "contatti": _controlla_contatto,
    "prestazioni_tipiche": _controlla_prestazione_tipica,
}


def scrivi(
    session: Session, azienda: int, liste: Mapping[str, Mapping[str, list[Record]]], campo: Callable[[str, str], str]
) -> set[str]:
    """Write the lists of many clients, by code and name, already `pulite`; gives the codes of those that changed."""
    cambiati: set[str] = set()
    for nome, tabella in LISTE.items():
        date = {codice: sue[nome] for codice, sue in liste.items() if nome in sue}
        if not date:
            continue
        if nome == "prestazioni_tipiche":
            _pretendi_prestazioni(session, azienda, date, campo)
        lette = _lette(session, azienda, nome, date)
        diverse = {codice: righe for codice, righe in date.items() if righe != lette[codice]}
        _cancella(session, tabella, azienda, [codice for codice in diverse if lette[codice]])
        nuove = [{"azienda": azienda, "cliente": codice, **riga} for codice, righe in diverse.items() for riga in righe]
        if nuove:
            session.execute(insert(tavola(tabella)), nuove)
        cambiati |= set(diverse)
    return cambiati


def elimina(session: Session, azienda: int, codice: str) -> None:
    """Delete the lists of a client."""
    for tabella in LISTE.values():
        _cancella(session, tabella, azienda, [codice])


def _pretendi_prestazioni(
    session: Session, azienda: int, date: Mapping[str, list[Record]], campo: Callable[[str, str], str]
) -> None:
    nominate = {riga["prestazione"] for righe in date.values() for riga in righe}
    trovate = {r["codice"] for r in lotti.leggi(session, Prestazione, azienda, "codice", nominate, ("codice",))}
    for codice, righe in date.items():
        for indice, riga in enumerate(righe):
            if riga["prestazione"] not in trovate:
                dove = campo(codice, f"prestazioni_tipiche.{indice}.prestazione")
                raise Rifiuto(f"La prestazione {riga['prestazione']} non esiste.", dove)


def _lette(session: Session, azienda: int, nome: str, codici: Iterable[str]) -> dict[str, list[Record]]:
    tabella, numero = LISTE[nome], NUMERO[nome]
    visibili = [c.name for c in colonne(tabella)]
    lette: dict[str, list[Record]] = defaultdict(list)
    for riga in lotti.leggi(session, tabella, azienda, "cliente", codici):
        lette[riga["cliente"]].append({colonna: riga[colonna] for colonna in visibili})
    for righe in lette.values():
        righe.sort(key=lambda riga: int(riga[numero]))
    return lette


def _cancella(session: Session, tabella: type[SQLModel], azienda: int, codici: Sequence[str]) -> None:
    t = tavola(tabella)
    for inizio in range(0, len(codici), _PER_VOLTA):
        suoi = t.c.cliente.in_(codici[inizio : inizio + _PER_VOLTA])
        session.execute(delete(t).where(t.c.azienda == azienda, suoi))


def indirizzo_corrispondenza(session: Session, azienda: int, codici: Iterable[str]) -> dict[str, IndirizzoCliente]:
    """By client, the address its documents are posted to, where it isn't the main one."""
    t = tavola(IndirizzoCliente)
    trovati: dict[str, IndirizzoCliente] = {}
    cercati = sorted(set(codici))
    for inizio in range(0, len(cercati), _PER_VOLTA):
        domanda = select(IndirizzoCliente).where(
            t.c.azienda == azienda,
            t.c.cliente.in_(cercati[inizio : inizio + _PER_VOLTA]),
            t.c.corrispondenza == "S",
        )
        trovati.update((indirizzo.cliente, indirizzo) for indirizzo in session.execute(domanda).scalars())
    return trovati
