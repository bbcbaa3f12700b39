"""How a record of a company is written: found by its natural key, checked whole as it will be, then changed or made.

Keys present in `dati` are written, keys absent stay as they are (batch.md, "What import does").
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, String, Table, func
from sqlmodel import Session, SQLModel, select

from parcella.ledger.esito import Rifiuto
from parcella.ledger.tabella import colonne, controlla

Riga = TypeVar("Riga", bound=SQLModel)


def trova(session: Session, tabella: type[Riga], **chiave: Any) -> Riga | None:
    """The record with this natural key."""
    return session.exec(select(tabella).filter_by(**chiave)).first()


def elenco(session: Session, tabella: type[Riga], *ordine: str, **filtro: Any) -> list[Riga]:
    """The records of a table, ordered by the named columns."""
    per = [getattr(tabella, nome) for nome in ordine]
    return list(session.exec(select(tabella).filter_by(**filtro).order_by(*per)).all())


@dataclass
class Scheda(Generic[Riga]):
    """A record about to be written: `prima` is the one stored (None if new), `valori` what it will hold."""

    tabella: type[Riga]
    chiave: dict[str, Any]
    dati: dict[str, Any]
    prima: Riga | None
    valori: dict[str, Any]

    @property
    def nuova(self) -> bool:
        return self.prima is None

    def scrivi(self, session: Session) -> Riga:
        """Make or change the record, and return it."""
        riga = self.prima if self.prima is not None else self.tabella(**self.chiave)
        for nome, valore in self.dati.items():
            setattr(riga, nome, valore)
        session.add(riga)
        session.flush()
        return riga


def apri(session: Session, tabella: type[Riga], dati: Mapping[str, Any], **chiave: Any) -> Scheda[Riga]:
    """Find the record, check the form of `dati`, and lay out what the record will hold. Nothing is written yet."""
    prima = trova(session, tabella, **chiave) if None not in chiave.values() else None
    scritti = {nome: None if valore == "" else valore for nome, valore in dati.items()}
    controlla(tabella, scritti, nuovo=prima is None)
    stato = prima if prima is not None else tabella()
    valori = {c.name: scritti.get(c.name, getattr(stato, c.name)) for c in colonne(tabella)}
    return Scheda(tabella, chiave, scritti, prima, valori)


def elimina(session: Session, tabella: type[Riga], nome: str, azienda: int, codice: str) -> None:
    """Delete a code, unless some record names it by a foreign key."""
    riga = trova(session, tabella, azienda=azienda, codice=codice)
    if riga is None:
        raise Rifiuto(f"{nome} {codice} inesistente.", "codice")
    rifiuta_se_in_uso(session, nome, azienda, codice, _colonne_che_nominano(tabella))
    session.delete(riga)
    session.flush()


def rifiuta_se_in_uso(session: Session, nome: str, azienda: int, codice: str, usi: Iterable[Column[Any]]) -> None:
    """Refuse if one of the columns `usi` holds the code for this company."""
    for colonna in usi:
        dove = colonna.table
        trovato = session.execute(
            select(func.count()).select_from(dove).where(dove.c.azienda == azienda, colonna == codice)
        ).scalar_one()
        if trovato:
            tavola = str(dove).replace("_", " ")
            raise Rifiuto(f"{nome} {codice} è in uso ({tavola}, {trovato}).", "codice", "in_uso")


def _colonne_che_nominano(tabella: type[SQLModel]) -> list[Column[Any]]:
    """The columns of every table with a foreign key (azienda, …) on the code of `tabella`."""
    codice = _tavola(tabella).c.codice
    return [
        chiave.parent
        for tavola in tutte_le_tavole()
        for chiave in tavola.foreign_keys
        if chiave.column is codice and isinstance(chiave.parent.type, String)
    ]


def tutte_le_tavole() -> list[Table]:
    """Every table of the books, whichever area has declared it."""
    import parcella.ledger.clienti.tabelle
    import parcella.ledger.documenti.tabelle
    import parcella.ledger.prestazioni.tabelle
    import parcella.ledger.primanota.tabelle
    import parcella.ledger.scadenzario.tabelle  # noqa: F401

    return SQLModel.metadata.sorted_tables


def _tavola(tabella: type[SQLModel]) -> Table:
    return tabella.__table__  # type: ignore[attr-defined,no-any-return]
