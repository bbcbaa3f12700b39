"""A small studio made by hand: what the rules of clients and prestazioni refer to."""

from datetime import date
from decimal import Decimal

from sqlmodel import Session

from parcella.ledger.aziende.tabelle import (
    Azienda,
    CodiceIva,
    ContiAutomatici,
    Conto,
    Pagamento,
    ParametriStudio,
    Serie,
    Utente,
)
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Risposte
from parcella.ledger.prestazioni.tabelle import Tariffario

OGGI = date(2026, 3, 10)
CONTI = (
    ("501", "P C"),
    ("101.00001", "P G"),
    ("110.00009", "P G"),
    ("801.00001", "E G"),
    ("801.00009", "E M"),
    ("002.00101", "P Z"),
    ("501.00900", "P G"),
)


def comando() -> Risposte:
    """The answers of a command: none, the defaults are taken."""
    return Risposte(interattive=False)


def prepara(session: Session, tipo: str = "P", **parametri: object) -> Contesto:
    """The azienda STU with its accounts, codes and parametri; and the client company PR1."""
    session.add(Azienda(id=1, sigla="STU", tipo=tipo, ragione_sociale="Studio Bianchi"))
    session.add(Azienda(id=2, sigla="PR1", tipo="I", ragione_sociale="Prova Uno"))
    session.flush()
    session.add_all(
        [
            *(Conto(azienda=1, codice=codice, descrizione=codice, tipo=di) for codice, di in CONTI),
            ContiAutomatici(azienda=1, mastro_clienti="501"),
            CodiceIva(azienda=1, codice="22", descrizione="IVA 22%", aliquota=Decimal("22.00")),
            CodiceIva(azienda=1, codice="E10", descrizione="Esenti art. 10", natura="N4"),
            Pagamento(azienda=1, codice="RD", descrizione="Rimessa diretta"),
            Pagamento(azienda=1, codice="TR", descrizione="Tratta", tipo_pagamento="T"),
            Utente(nome="gabri", nome_completo="Gabriella Neri"),
            Tariffario(azienda=1, numero=1, descrizione="BASE"),
            Tariffario(azienda=1, numero=2, descrizione="AMICI"),
            Serie(azienda=1, documento="PA", serie=1, fattura_elettronica="S"),
            Serie(azienda=1, documento="PA", serie=2, fattura_elettronica="N"),
        ]
    )
    session.flush()
    valori = {
        "conto_ricavo_standard": "801.00001",
        "conto_ricavo_sospeso": "002.00101",
        "perc_fondo_professionisti": Decimal("4.00"),
        "iva_fondo_professionisti": "22",
        **parametri,
    }
    session.add(ParametriStudio(azienda=1, **valori))
    session.flush()
    return Contesto(1, "STU", tipo, "gabri", OGGI)
