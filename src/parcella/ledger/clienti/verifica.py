"""What of the clients follows from other data, checked again: what they are found by, the codes of their tables."""

from collections.abc import Iterator

from sqlalchemy import exists, select
from sqlmodel import Session

from parcella.ledger.clienti.anagrafica import chiavi
from parcella.ledger.clienti.lotti import tavola
from parcella.ledger.clienti.statistica import TABELLE
from parcella.ledger.clienti.tabelle import Cliente

_C = tavola(Cliente).c
_DA_CUI = ("codice", "ragione_sociale", "cognome", "nome", "comune", "partita_iva", "codice_fiscale")


def violazioni(session: Session, azienda: int) -> Iterator[str]:
    """The breaches of the clients of a company."""
    domanda = select(_C.chiave_nome, _C.chiave_ricerca, *(_C[nome] for nome in _DA_CUI)).where(_C.azienda == azienda)
    for cliente in map(dict, session.execute(domanda.order_by(_C.codice)).mappings()):
        if any(cliente[nome] != valore for nome, valore in chiavi(cliente).items()):
            yield f"Cliente {cliente['codice']}: non si cerca con il nome e i codici che ha."
    for colonna, (tabella, nome) in TABELLE.items():
        t = tavola(tabella)
        in_tabella = exists().where(t.c.azienda == _C.azienda, t.c.codice == _C[colonna])
        orfani = select(_C.codice, _C[colonna]).where(_C.azienda == azienda, _C[colonna].is_not(None), ~in_tabella)
        for codice, valore in session.execute(orfani.order_by(_C.codice)):
            yield f"Cliente {codice}: {nome[0].lower()}{nome[1:]} {valore} non è in tabella."
