"""The table of the prints: the selections each user keeps."""

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from parcella.ledger import tabella as col


class SelezioneStampa(SQLModel, table=True):
    """What a user chose for a print, under a name (STA-051). `valori` is JSON: the fields of the screen."""

    __tablename__ = "selezione_stampa"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    utente: str = col.testo_obbligatorio(20)
    stampa: str = col.testo_obbligatorio(40)
    nome: str = col.testo_obbligatorio(40)
    valori: str | None = col.testo_lungo()

    __table_args__ = (UniqueConstraint("azienda", "utente", "stampa", "nome"),)
