"""Reading and writing many records at a time, with Core: an import of fifty thousand takes seconds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Table, bindparam, insert, select, update
from sqlmodel import Session, SQLModel

from parcella.ledger.esito import Avviso, Rifiuto, Risposte
from parcella.ledger.tabella import colonne, etichetta

_PER_DOMANDA = 500
Record = dict[str, Any]


class Resoconto(Protocol):
    """Who wants to know what became of each record: with it a refusal does not stop the writing of the others.

    Whoever passes one must give the transaction up if anything was refused. A refusal may follow an acceptance.
    """

    def accettato(self, indice: int, prima: Record | None, dopo: Record) -> None:
        """The record was, or will be, written: how it was in the archive, None if it is new, and how it is now."""

    def rifiutato(self, indice: int, rifiuto: Rifiuto) -> None:
        """A rule refuses the record; `rifiuto.campo` is the name of its field."""

    def annotato(self, indice: int, avviso: Avviso) -> None:
        """Of a record accepted there is something to know, seen only with the others at hand."""


def tavola(tabella: type[SQLModel]) -> Table:
    """The Core table of a model."""
    return tabella.__table__  # type: ignore[attr-defined, no-any-return]


def predefiniti(tabella: type[SQLModel]) -> Record:
    """What a new record holds where nothing is given."""
    return {
        nome: campo.default
        for nome, campo in tabella.model_fields.items()
        if nome not in ("id", "azienda") and not campo.is_required()
    }


def leggi(
    session: Session,
    tabella: type[SQLModel],
    azienda: int,
    colonna: str,
    valori: Iterable[Any],
    colonne: Sequence[str] | None = None,
) -> Iterator[Record]:
    """The records of a company whose `colonna` is one of `valori`: whole, or only some `colonne`."""
    t = tavola(tabella)
    lette = [t] if colonne is None else [t.c[nome] for nome in colonne]
    cercati = sorted(set(valori))
    for inizio in range(0, len(cercati), _PER_DOMANDA):
        uguali = t.c[colonna].in_(cercati[inizio : inizio + _PER_DOMANDA])
        for riga in session.execute(select(*lette).where(t.c.azienda == azienda, uguali)).mappings():
            yield dict(riga)


def cambiamenti(nuovo: Mapping[str, Any], vecchio: Mapping[str, Any]) -> Record:
    """What of a record is not as it was."""
    return {nome: valore for nome, valore in nuovo.items() if valore != vecchio[nome]}


def pretendi_come_visto(
    adesso: SQLModel | None, visto: SQLModel | None, dati: Mapping[str, Any], chi: str, risposte: Risposte
) -> None:
    """Two operators on one record: what somebody changed since it was shown, and these data change too, is asked.

    `adesso` is the record in the archive, `visto` as the card read it. Raises Richiesta, or Rifiuto on N.
    """
    if adesso is None or visto is None:
        return
    cambiati = [
        colonna.name
        for colonna in colonne(type(visto))
        if colonna.name in dati
        and getattr(adesso, colonna.name) != getattr(visto, colonna.name)
        and getattr(adesso, colonna.name) != dati[colonna.name]
    ]
    if cambiati:
        campi = ", ".join(etichetta(nome) for nome in cambiati)
        risposte.pretendi("cambiato_nel_frattempo", cambiati[0], record=chi, campi=campi)


def scrivi(session: Session, tabella: type[SQLModel], nuovi: Sequence[Record], variati: Mapping[int, Record]) -> None:
    """Insert whole records; of those there are already, by id, write what changed."""
    t = tavola(tabella)
    if nuovi:
        session.execute(insert(t), nuovi)
    per_colonne: dict[tuple[str, ...], list[Record]] = {}
    for chiave, variazioni in variati.items():
        valori = {f"_{nome}": valore for nome, valore in variazioni.items()}
        per_colonne.setdefault(tuple(variazioni), []).append({"_id": chiave, **valori})
    for nomi, righe in per_colonne.items():
        riscrittura = update(t).where(t.c.id == bindparam("_id"))
        session.connection().execute(riscrittura.values({nome: bindparam(f"_{nome}") for nome in nomi}), righe)
