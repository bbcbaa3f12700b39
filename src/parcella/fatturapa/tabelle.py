"""The register of the FatturaPA files made: a name is never used twice, also after a scarto."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel

from parcella.ledger import tabella as col


class FileFattura(SQLModel, table=True):
    """A file made from a parcella definitiva."""

    __tablename__ = "file_fattura"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    documento: int = col.riferimento("documento")
    nome_file: str = col.testo_obbligatorio(60)
    formato: str = col.scelta(("FPR12", "FPA12"), "FPR12")
    sha256: str = col.testo_obbligatorio(64)
    scritto_il: datetime | None = col.istante()

    __table_args__ = (
        UniqueConstraint("azienda", "nome_file"),
        Index("file_fattura_per_documento", "azienda", "documento"),
    )
