"""The piano dei conti and the conti automatici (chapter 02)."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Column, String
from sqlmodel import Session, SQLModel

from parcella.ledger.aziende.schede import apri, elenco, rifiuta_se_in_uso, trova, tutte_le_tavole
from parcella.ledger.aziende.tabelle import ContiAutomatici, Conto
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.tabella import colonne, etichetta

_CODICE = re.compile(r"[0-9A-Z]+(\.[0-9A-Z]+)?")
# Accounts of the client's own company, not of the one whose record names them (chapter 03).
_CONTI_ALTRUI = {"conto_fornitore_studio", "conto_costo_prestazione", "conto_pg"}


def salva_conto(session: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> Conto:
    """Write an account: a mastro (no point) or a sottoconto. The type of an account in use does not change."""
    scheda = apri(session, Conto, dati, azienda=contesto.azienda, codice=dati.get("codice"))
    codice = scheda.valori["codice"]
    if not _CODICE.fullmatch(codice):
        raise Rifiuto(f"Conto {codice}: atteso mastro oppure mastro.sottoconto, come 101.00001.", "codice")
    if scheda.prima is not None and scheda.prima.tipo != scheda.valori["tipo"]:
        rifiuta_se_in_uso(session, "Il tipo non cambia: conto", contesto.azienda, codice, colonne_dei_conti())
    return scheda.scrivi(session)


def elimina_conto(session: Session, contesto: Contesto, codice: str) -> None:
    """Delete an account nothing names."""
    conto = trova(session, Conto, azienda=contesto.azienda, codice=codice)
    if conto is None:
        raise Rifiuto(f"Conto {codice} inesistente.", "codice")
    rifiuta_se_in_uso(session, "Conto", contesto.azienda, codice, colonne_dei_conti())
    session.delete(conto)
    session.flush()


def colonne_dei_conti() -> list[Column[Any]]:
    """Every column of the books that holds an account of the company of its row."""
    return [
        colonna
        for tavola in tutte_le_tavole()
        for colonna in tavola.columns
        if isinstance(colonna.type, String)
        and (colonna.name == "conto" or colonna.name.startswith("conto_") or colonna.name == "mastro_clienti")
        and not (tavola.name == "cliente" and colonna.name in _CONTI_ALTRUI)
    ]


def elenco_conti(session: Session, azienda: int, tipi: Collection[str] = ()) -> list[Conto]:
    """The accounts by code; with `tipi`, those a field admits (F2)."""
    return [conto for conto in elenco(session, Conto, "codice", azienda=azienda) if not tipi or conto.tipo in tipi]


def salva_conti_automatici(
    session: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte
) -> ContiAutomatici:
    """Write the accounts the program uses by itself (CTA-001…014)."""
    scheda = apri(session, ContiAutomatici, dati, azienda=contesto.azienda)
    controlla_conti(session, contesto, ContiAutomatici, scheda.dati, risposte)
    return scheda.scrivi(session)


def controlla_conti(
    session: Session, contesto: Contesto, tabella: type[SQLModel], dati: Mapping[str, Any], risposte: Risposte
) -> None:
    """Each account given exists and has a type its column admits (PAR-008…011, 021, 063, 064, 068; CTA-006, 007).

    A locked account is only told: it may be named, it takes no posting.
    """
    for colonna in colonne(tabella):
        codice = dati.get(colonna.name)
        if codice is None or "tipi" not in colonna.info:
            continue
        conto = pretendi_conto(session, contesto.azienda, codice, tipi_ammessi(colonna, contesto.tipo), colonna.name)
        if conto.bloccato == "S":
            risposte.avvisa("conto_bloccato", f"{etichetta(colonna.name)}: il conto {codice} è bloccato.")


def tipi_ammessi(colonna: Column[Any], tipo_azienda: str) -> tuple[str, ...]:
    """The types of account of a column. The cost of the studio is E G for an impresa, P Z for a professionista."""
    if colonna.name == "conto_costo_prestazione_studio":
        return ("E G",) if tipo_azienda == "I" else ("P Z",)
    return tuple(colonna.info["tipi"])


def pretendi_conto(session: Session, azienda: int, codice: str, tipi: Collection[str], campo: str) -> Conto:
    """The account, if it exists and has one of these types."""
    nome = etichetta(campo.rpartition(".")[2])
    conto = trova(session, Conto, azienda=azienda, codice=codice)
    if conto is None:
        raise Rifiuto(f"{nome}: il conto {codice} non esiste nel piano dei conti.", campo, "conto_inesistente")
    if tipi and conto.tipo not in tipi:
        ammessi = " o ".join(tipi)
        raise Rifiuto(
            f"{nome}: il conto {codice} ({conto.descrizione}) è di tipo {conto.tipo}; ammesso {ammessi}.",
            campo,
            "tipo_conto",
        )
    return conto


def conti_automatici(session: Session, azienda: int) -> ContiAutomatici | None:
    """The conti automatici of a company."""
    return trova(session, ContiAutomatici, azienda=azienda)
