"""Tables of the journal: operations, each a link of the chain, and their entries. Written by `catena`, nobody else."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import SQLModel

from parcella.ledger import tabella as col

AZIONI = "IVCER"
"""I inserted, V varied, C cancelled, E event of a document, R content removed by law."""


class OperazioneGiornale(SQLModel, table=True):
    """A transaction that changed something. `anello` is the hash of the link before and of all this says (`catena`)."""

    __tablename__ = "operazione_giornale"

    id: int | None = col.chiave()
    momento: datetime | None = col.istante()
    utente: str = col.testo_obbligatorio(20)
    origine: str = col.testo(80, "")
    voci: int = col.intero(0, interno=True)
    prima_voce: int = col.intero(0, interno=True)
    anello: str = col.testo_obbligatorio(64, interno=True)


class VoceGiornale(SQLModel, table=True):
    """What an operation did to one row: its entries are those from `prima_voce` on.

    `azienda` is None for the tables common to the archive. `archivio` and `chiave` name the record the user knows,
    `tabella` the table of the row, which may be a child. `contenuto` is JSON as stored: {column: value} for I and C,
    {column: [before, after]} for V. `contenuto` and `sale` are None when the content was removed by law: what is left,
    `impronta`, tells nothing of it.
    """

    __tablename__ = "voce_giornale"

    id: int | None = col.chiave()
    operazione: int = col.riferimento("operazione_giornale")
    azienda: int | None = col.intero(None, interno=True)  # no reference: the journal outlives what it tells of
    archivio: str = col.testo_obbligatorio(40)
    chiave: str = col.testo(120, "")
    tabella: str = col.testo_obbligatorio(40)
    azione: str = col.lettera(AZIONI, "V")
    contenuto: str | None = col.testo_lungo(interno=True)
    sale: str | None = col.testo(16, None, interno=True)
    impronta: str = col.testo_obbligatorio(64, interno=True)

    __table_args__ = (Index("voce_giornale_per_chiave", "azienda", "archivio", "chiave", "id"),)
