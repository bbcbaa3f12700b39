"""The archives that a sheet can bring in: their columns, which may not be missing, and how a sheet is recognised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column
from sqlmodel import SQLModel

from parcella.ledger.clienti.lotti import tavola
from parcella.ledger.clienti.tabelle import Cliente, ContattoCliente, IndirizzoCliente
from parcella.ledger.prestazioni.tabelle import Particolarita, Prestazione, PrezzoTariffario, Scaglione
from parcella.ledger.scambio.fogli import intestazioni
from parcella.ledger.tabella import colonne

SCAGLIONI_MASSIMI = 20
LISTE = ("indirizzi", "contatti")
"""What belongs to a client, which its rows name."""
_PREZZO = tavola(PrezzoTariffario).c.prezzo
_SCAGLIONE = tavola(Scaglione).c

ORDINE = ("clienti", "indirizzi", "contatti", "prestazioni", "prezzi", "particolarita")
"""What is named comes before what names it."""
TITOLI = {
    "clienti": "Clienti", "indirizzi": "Indirizzi", "contatti": "Contatti", "prestazioni": "Prestazioni",
    "prezzi": "Prezzi", "particolarita": "Particolarità",
}  # fmt: skip
_ALTRI_NOMI = {
    "clienti": "anagrafica; anagrafiche; rubrica; anagrafica clienti; elenco clienti; cliente; clients",
    "indirizzi": "altri indirizzi; indirizzi clienti; sedi",
    "contatti": "contatti clienti; referenti; persone",
    "prestazioni": "prestazione; articoli; servizi; elenco prestazioni; anagrafica prestazioni; prestazioni clienti",
    "prezzi": "listino; listini; tariffe; tariffario prezzi; prezzi prestazioni; elenco prezzi",
    "particolarita": "particolarità prezzi; prezzi particolari; condizioni particolari; condizioni",
}
_NECESSARIE: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "clienti": (("ragione_sociale", "cognome", "codice"),),
    "indirizzi": (("cliente",), ("indirizzo", "comune")),
    "contatti": (("cliente",), ("nome",)),
    "prestazioni": (("codice",),),
    "prezzi": (("codice",), ("tariffario",), ("prezzo",)),
    "particolarita": (("prestazione",), ("modo", "prezzo_oltre")),
}
"""Of each group a sheet must have at least one column."""


@dataclass(frozen=True)
class Archivio:
    """An archive as a sheet shows it: identifier -> column of the database and heading."""

    nome: str
    colonne: Mapping[str, Column[Any]]
    titoli: Mapping[str, str]
    chiavi: Mapping[str, str]
    necessarie: tuple[tuple[str, ...], ...]


def archivio(nome: str, tariffari: Mapping[int, str]) -> Archivio:
    """The archive called `nome`. `tariffari` are those enabled, with their short descriptions: one column each."""
    per_nome = dict(_fisse(nome))
    titoli = {colonna: intestazioni.titolo(colonna) for colonna in per_nome}
    altre: dict[str, str] = {}
    if nome == "prestazioni":
        for numero in range(1, 10):
            chiave = f"prezzi.{numero}"
            per_nome[chiave] = _PREZZO
            titoli[chiave] = f"Prezzo {tariffari.get(numero) or numero}"
            modi = [f"{parola} {numero}" for parola in ("prezzo", "tariffario", "listino", "tariffa")]
            breve = tariffari.get(numero)
            modi += [f"{parola}{breve}" for parola in ("prezzo ", "tariffario ", "listino ", "")] if breve else []
            altre |= {intestazioni.normale(modo): chiave for modo in modi}
        altre |= dict.fromkeys(("prezzo", "prezzounitario", "tariffa", "importo", "prezzoeur"), "prezzi.1")
    elif nome == "particolarita":
        for numero in range(1, SCAGLIONI_MASSIMI + 1):
            for parte, titolo, altri in (
                ("quantita", f"Fino a {numero}", (f"quantità {numero}", f"fino a quantità {numero}")),
                ("prezzo", f"Prezzo {numero}", (f"prezzo scaglione {numero}",)),
            ):
                chiave = f"scaglioni.{numero}.{parte}"
                per_nome[chiave], titoli[chiave] = _SCAGLIONE[parte], titolo
                altre |= {intestazioni.normale(modo): chiave for modo in altri}
    chiavi = altre | intestazioni.chiavi(nome, titoli)
    return Archivio(nome, per_nome, titoli, chiavi, _NECESSARIE[nome])


@cache
def _fisse(nome: str) -> Mapping[str, Column[Any]]:
    if nome == "prezzi":
        t = {colonna.name: colonna for colonna in colonne(PrezzoTariffario)}
        return {"codice": t["prestazione"], "tariffario": t["tariffario"], "prezzo": t["prezzo"]}
    modelli: Mapping[str, type[SQLModel]] = {
        "clienti": Cliente,
        "indirizzi": IndirizzoCliente,
        "contatti": ContattoCliente,
        "prestazioni": Prestazione,
        "particolarita": Particolarita,
    }
    prime = [tavola(modelli[nome]).c.cliente] if nome in LISTE else []
    return {colonna.name: colonna for colonna in (*prime, *colonne(modelli[nome]))}


def dal_nome(*nomi: str) -> str | None:
    """The archive that a sheet or a file is called after: «Clienti», «clienti 2026.csv», «Elenco prestazioni»."""
    for nome in nomi:
        scritto = intestazioni.normale(nome)
        for archivio_, titolo in TITOLI.items():
            detti = [intestazioni.normale(voce) for voce in (titolo, *_ALTRI_NOMI[archivio_].split(";"))]
            if scritto in detti or scritto.rstrip("0123456789") in detti:
                return archivio_
    return None


def mancanti(archivio_: Archivio, presenti: Sequence[str]) -> list[str]:
    """The headings a sheet must have and has not: of a group, the first."""
    return [
        " oppure ".join(f"«{archivio_.titoli[nome]}»" for nome in gruppo if nome != "codice" or len(gruppo) == 1)
        for gruppo in archivio_.necessarie
        if not any(nome in presenti for nome in gruppo)
    ]
