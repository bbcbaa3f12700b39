"""The data the program ships: the law with its dates, and the tables a new azienda starts from."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import Session, SQLModel, insert, select

import parcella
from parcella.ledger.aziende.tabelle import Azienda, Cassa, RiferimentoNormativo, ValoreDiLegge
from parcella.ledger.esito import Risposte
from parcella.ledger.scambio.forma import Forma, elenco, voci
from parcella.ledger.scambio.lettura import Fonte, leggi
from parcella.ledger.scambio.scrittura import scrivi
from parcella.ledger.scambio.sezioni import FORMA_ARCHIVIO

_CARTELLA = Path(parcella.__file__).parent / "predefiniti"
_LEGGI: dict[str, tuple[type[SQLModel], str]] = {
    "valori_di_legge": (ValoreDiLegge, "nome"),
    "casse": (Cassa, "tipo_cassa"),
    "riferimenti_normativi": (RiferimentoNormativo, "codice"),
}
_FORMA_LEGGI = Forma({nome: elenco(Forma(voci(tabella))) for nome, (tabella, _) in _LEGGI.items()})


@cache
def leggi_di_serie() -> dict[str, list[dict[str, Any]]]:
    """The shipped law tables, typed."""
    return _fonte("legge").secondo(_FORMA_LEGGI)  # type: ignore[no-any-return]


def aggiungi_leggi(session: Session) -> None:
    """Add the law rows the archive has not; those there, maybe corrected by the user, stay as they are."""
    for nome, (tabella, codice) in _LEGGI.items():
        tavola = tabella.__table__  # type: ignore[attr-defined]
        presenti = {tuple(riga) for riga in session.execute(select(tavola.c[codice], tavola.c.valido_dal))}
        nuove = [riga for riga in leggi_di_serie()[nome] if (riga[codice], riga["valido_dal"]) not in presenti]
        if nuove:
            colonne = {colonna: None for riga in nuove for colonna in riga}
            session.execute(insert(tabella), [colonne | riga for riga in nuove])


def crea_azienda(
    session: Session,
    sigla: str,
    tipo: str,
    ragione_sociale: str,
    data_lavoro: date,
    dati_azienda: dict[str, Any] | None = None,
    risposte: Risposte | None = None,
) -> int:
    """Make an azienda P or I with the default chart, codes, parametri and numeratori; gives its id."""
    aggiungi_leggi(session)
    fonte = _fonte("professionista" if tipo == "P" else "impresa")
    testata = {"sigla": sigla, "tipo": tipo, "ragione_sociale": ragione_sociale, **(dati_azienda or {})}
    dati = fonte.secondo(FORMA_ARCHIVIO) | {"azienda": testata}
    scrivi(session, fonte, dati, risposte or Risposte(interattive=False), data_lavoro=data_lavoro, utente="")
    return session.exec(select(Azienda.id).where(Azienda.sigla == sigla)).one() or 0


def _fonte(nome: str) -> Fonte:
    percorso = _CARTELLA / f"{nome}.json"
    return leggi(percorso.name, percorso.read_bytes())
