"""The tariffari (cap. 18) and the prices of a prestazione in each of them (PRE-071)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlmodel import Session

from parcella.ledger.aziende import schede
from parcella.ledger.clienti import lotti
from parcella.ledger.clienti.lotti import tavola
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.prestazioni.prezzi import TARIFFARIO_BASE
from parcella.ledger.prestazioni.tabelle import Particolarita, PrezzoTariffario, Scaglione, Tariffario
from parcella.ledger.tabella import etichetta

DESCRIZIONE_BASE = "BASE"


def assicura_base(session: Session, azienda: int) -> None:
    """Tariffario 1 always exists (TAR-010)."""
    t = tavola(Tariffario)
    presente = select(t.c.id).where(t.c.azienda == azienda, t.c.numero == TARIFFARIO_BASE)
    if session.execute(presente).first() is None:
        session.execute(insert(t).values(azienda=azienda, numero=TARIFFARIO_BASE, descrizione=DESCRIZIONE_BASE))


def abilitati(session: Session, azienda: int) -> dict[int, str]:
    """The tariffari one may use, with their short descriptions (TAR-008)."""
    t = tavola(Tariffario)
    domanda = select(t.c.numero, t.c.descrizione).where(t.c.azienda == azienda).order_by(t.c.numero)
    definiti = {numero: descrizione or "" for numero, descrizione in session.execute(domanda)}
    return definiti if TARIFFARIO_BASE in definiti else {TARIFFARIO_BASE: DESCRIZIONE_BASE, **definiti}


def elenco_tariffari(session: Session, azienda: int) -> list[Tariffario]:
    """The tariffari defined, by number; the first is there even before anybody has written it (TAR-010)."""
    definiti = schede.elenco(session, Tariffario, "numero", azienda=azienda)
    base = Tariffario(azienda=azienda, numero=TARIFFARIO_BASE, descrizione=DESCRIZIONE_BASE)
    return definiti if definiti and definiti[0].numero == TARIFFARIO_BASE else [base, *definiti]


def salva_tariffario(session: Session, contesto: Contesto, dati: Mapping[str, Any]) -> Tariffario:
    """Enable a tariffario by its short description, or change it (TAR-007, TAR-011)."""
    scheda = schede.apri(session, Tariffario, dati, azienda=contesto.azienda, numero=dati.get("numero"))
    if not scheda.valori["descrizione"]:
        if scheda.valori["numero"] != TARIFFARIO_BASE or "descrizione" in dati:
            raise Rifiuto("Un tariffario vuole la sua descrizione breve.", "descrizione")
        scheda.dati["descrizione"] = DESCRIZIONE_BASE
    return scheda.scrivi(session)


@dataclass(frozen=True, slots=True)
class Usi:
    """What Cancella takes away: prices of prestazioni, particolarità, and the clients that go to tariffario 1."""

    prezzi: int
    clienti: int
    particolarita: int

    def __str__(self) -> str:
        return (
            f"Prestazioni che perdono il suo prezzo: {self.prezzi}; clienti che passano al tariffario 1: "
            f"{self.clienti}; particolarità cancellate: {self.particolarita}"
        )


def usi(session: Session, azienda: int, numero: int) -> Usi:
    """How many prestazioni have a price in the tariffario, how many clients and particolarità are of it (TAR-013)."""
    return Usi(
        *(
            session.execute(
                select(func.count()).select_from(t).where(t.c.azienda == azienda, t.c.tariffario == numero)
            ).scalar_one()
            for t in (tavola(PrezzoTariffario), tavola(Cliente), tavola(Particolarita))
        )
    )


def _pretendi_eliminabile(session: Session, azienda: int, numero: int) -> str:
    """Refuse tariffario 1, and one that is not enabled (TAR-012); gives its short description."""
    if numero == TARIFFARIO_BASE:
        raise Rifiuto("Il tariffario 1 non si può cancellare.", "numero")
    definiti = abilitati(session, azienda)
    if numero not in definiti:
        raise Rifiuto(f"Il tariffario {numero} non è abilitato.", "numero")
    return definiti[numero]


def elimina_tariffario(session: Session, contesto: Contesto, numero: int, risposte: Risposte) -> Usi:
    """Disable a tariffario other than 1, with its prices and particolarità; its clients go to 1 (TAR-012, TAR-013).

    A question says what goes with it; gives the same at the end. Raises Rifiuto or Richiesta.
    """
    azienda = contesto.azienda
    descrizione = _pretendi_eliminabile(session, azienda, numero)
    persi = usi(session, azienda, numero)
    risposte.pretendi("elimina_tariffario", "numero", tariffario=f"{numero} {descrizione}", usi=str(persi))
    t, prezzo, cliente, particolarita, scaglione = (
        tavola(tabella) for tabella in (Tariffario, PrezzoTariffario, Cliente, Particolarita, Scaglione)
    )
    sue = select(particolarita.c.id).where(particolarita.c.azienda == azienda, particolarita.c.tariffario == numero)
    session.execute(delete(scaglione).where(scaglione.c.particolarita.in_(sue)))
    for tabella in (particolarita, prezzo):
        session.execute(delete(tabella).where(tabella.c.azienda == azienda, tabella.c.tariffario == numero))
    session.execute(
        update(cliente).where(cliente.c.azienda == azienda, cliente.c.tariffario == numero).values(tariffario=None)
    )
    session.execute(delete(t).where(t.c.azienda == azienda, t.c.numero == numero))
    return persi


def controlla_prezzi(prezzi: Mapping[int, Decimal | None], tipo: str, tariffari: Mapping[int, str]) -> None:
    """Only prestazioni R have prices, only in the tariffari enabled, never negative (PRE-071, TAR-008)."""
    for numero, prezzo in prezzi.items():
        campo = f"prezzi.{numero}"
        if prezzo is None:
            continue
        if tipo != "R":
            raise Rifiuto(f"I prezzi sono solo del tipo R, non del tipo {tipo}.", campo)
        if numero not in tariffari:
            raise Rifiuto(f"Il tariffario {numero} non è abilitato.", campo)
        if prezzo < 0:
            raise Rifiuto(f"{etichetta('prezzo')}: non può essere negativo.", campo)


def scrivi_prezzi(session: Session, azienda: int, prezzi: Mapping[str, Mapping[int, Decimal | None]]) -> set[str]:
    """Write the prices of many prestazioni, None takes a price away; gives the codes whose prices changed."""
    if not prezzi:
        return set()
    assicura_base(session, azienda)
    t = tavola(PrezzoTariffario)
    attuali = {
        (riga["prestazione"], riga["tariffario"]): riga["prezzo"]
        for riga in lotti.leggi(session, PrezzoTariffario, azienda, "prestazione", prezzi)
    }
    voluti = {(codice, numero): prezzo for codice, suoi in prezzi.items() for numero, prezzo in suoi.items()}
    diversi = {chiave: prezzo for chiave, prezzo in voluti.items() if attuali.get(chiave) != prezzo}
    for codice, numero in diversi.keys() & attuali.keys():
        session.execute(delete(t).where(t.c.azienda == azienda, t.c.prestazione == codice, t.c.tariffario == numero))
    righe = [
        {"azienda": azienda, "prestazione": codice, "tariffario": numero, "prezzo": prezzo}
        for (codice, numero), prezzo in diversi.items()
        if prezzo is not None
    ]
    if righe:
        session.execute(insert(t), righe)
    return {codice for codice, _numero in diversi}
