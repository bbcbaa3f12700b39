"""Tables of the additional fields and of the attachments: a record is named by its `archivio` and its `chiave`."""

from datetime import date

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlmodel import SQLModel

from parcella.ledger import tabella as col

ARCHIVI = ("prestazioni", "clienti")
"""The archives whose records have additional fields and attachments; `chiave` is the code of the record."""
DOCUMENTI = "documenti"
"""Attachments only; `chiave` is the document with its year, `PA 2026 1/3`, or `PA 2026 1/prov.7` before its number."""
LUNGHEZZA_CHIAVE = 32
LUNGHEZZA_VALORE = 75
CAMPI_MASSIMI = 20


class CampoAggiuntivo(SQLModel, table=True):
    """A field defined by the studio: T text, N number, D date, S S/N."""

    __tablename__ = "campo_aggiuntivo"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    archivio: str = col.scelta(ARCHIVI, "prestazioni")
    numero: int = col.intero(1, minimo=1, massimo=CAMPI_MASSIMI)
    etichetta: str = col.testo_obbligatorio(30)
    tipo: str = col.lettera("TNDS", "T")

    __table_args__ = (UniqueConstraint("azienda", "archivio", "numero"),)


class ValoreAggiuntivo(SQLModel, table=True):
    """What a record has in an additional field, as text: a number with the point, a date as ISO writes it."""

    __tablename__ = "valore_aggiuntivo"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    archivio: str = col.scelta(ARCHIVI, "prestazioni")
    chiave: str = col.testo_obbligatorio(LUNGHEZZA_CHIAVE)
    numero: int = col.intero(1, minimo=1, massimo=CAMPI_MASSIMI)
    valore: str = col.testo_obbligatorio(LUNGHEZZA_VALORE)

    __table_args__ = (
        UniqueConstraint("azienda", "archivio", "chiave", "numero"),
        ForeignKeyConstraint(
            ["azienda", "archivio", "numero"],
            ["campo_aggiuntivo.azienda", "campo_aggiuntivo.archivio", "campo_aggiuntivo.numero"],
        ),
    )


class Allegato(SQLModel, table=True):
    """A file attached to a record, with its bytes: so it goes with the archive, its copies and its export."""

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    archivio: str = col.scelta((*ARCHIVI, DOCUMENTI), "prestazioni")
    chiave: str = col.testo_obbligatorio(LUNGHEZZA_CHIAVE)
    numero: int = col.intero(1, minimo=1)
    nome_file: str = col.testo_obbligatorio(200)
    descrizione: str | None = col.testo(80)
    aggiunto_il: date | None = col.giorno()
    dimensione: int = col.intero(0, interno=True)
    sha256: str = col.testo_obbligatorio(64, interno=True)
    contenuto: bytes = col.contenuto()

    __table_args__ = (UniqueConstraint("azienda", "archivio", "chiave", "numero"),)
