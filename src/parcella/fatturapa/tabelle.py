"""The register of the FatturaPA files: each one made is kept with its states and the messages SdI sent about it.

A name is never used twice, also after a scarto. Contents are kept compressed (zlib).
"""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel

from parcella.fatturapa.stati import ESITI, FATTO, STATI
from parcella.ledger import tabella as col

TIPI_MESSAGGIO = ("RC", "NS", "MC", "NE", "DT", "AT", "EC", "SE", "MT")


class FileFattura(SQLModel, table=True):
    """A file made from a parcella definitiva. `contenuto` is absent in those of the first version of the archive;
    `firmato` is the same invoice as it came back signed, kept as `nome_firmato`."""

    __tablename__ = "file_fattura"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    documento: int = col.riferimento("documento")
    nome_file: str = col.testo_obbligatorio(60)
    formato: str = col.scelta(("FPR12", "FPA12"), "FPR12")
    sha256: str = col.testo_obbligatorio(64)
    scritto_il: datetime | None = col.istante()
    stato: str = col.scelta(STATI, FATTO)
    identificativo_sdi: str | None = col.testo(36)
    contenuto: bytes | None = col.contenuto(facoltativo=True, interno=True)
    nome_firmato: str | None = col.testo(68, interno=True)
    firmato: bytes | None = col.contenuto(facoltativo=True, interno=True)

    __table_args__ = (
        UniqueConstraint("azienda", "nome_file"),
        Index("file_fattura_per_documento", "azienda", "documento"),
        Index("file_fattura_per_stato", "azienda", "stato"),
    )


class MessaggioSdi(SQLModel, table=True):
    """A message of SdI about a file of the register, as it was read. `momento` is the one the message states."""

    __tablename__ = "messaggio_sdi"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    file: int = col.riferimento("file_fattura")
    tipo: str = col.scelta(TIPI_MESSAGGIO, TIPI_MESSAGGIO[0])
    nome_messaggio: str = col.testo_obbligatorio(80)
    identificativo_sdi: str | None = col.testo(36)
    message_id: str | None = col.testo(36)
    esito: str | None = col.scelta(tuple(ESITI))
    descrizione: str | None = col.testo_lungo()
    momento: datetime | None = col.istante()
    letto_il: datetime | None = col.istante()
    sha256: str = col.testo_obbligatorio(64)
    contenuto: bytes = col.contenuto(interno=True)

    __table_args__ = (
        UniqueConstraint("azienda", "sha256"),
        Index("messaggio_sdi_per_file", "azienda", "file"),
    )


class PassaggioFile(SQLModel, table=True):
    """A step of a file from one state to another: when, who, by which message."""

    __tablename__ = "passaggio_file"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    file: int = col.riferimento("file_fattura")
    stato: str = col.scelta(STATI, FATTO)
    momento: datetime | None = col.istante()
    utente: str | None = col.testo(20)
    messaggio: int | None = col.riferimento("messaggio_sdi", facoltativo=True)
    nota: str | None = col.testo(200)

    __table_args__ = (Index("passaggio_file_per_file", "azienda", "file"),)
