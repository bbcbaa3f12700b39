"""Tables of the books: registrations and their rows. Balances are sums of the rows, kept nowhere else."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import SQLModel

from parcella.ledger import tabella as col

FATTURE = ("FE", "FS", "NE", "NS")
"""The registration of a parcella, or of a nota di credito; the second and the fourth with the IVA put off."""
SOSPESE = ("FS", "NS")
CAUSALI = (*FATTURE, "PG", "ED")


class Registrazione(SQLModel, table=True):
    """An entry of primanota. `flag_parcella_pagata` marks FE and PG of a parcella issued as totally paid (PRN-006)."""

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    anno: int = col.intero(2000, minimo=1990, massimo=2999, interno=True)
    numero: int = col.intero(1, minimo=1)
    data_registrazione: date = col.giorno(date(2000, 1, 1))
    causale: str = col.scelta(CAUSALI, "FE")
    descrizione: str | None = col.testo(60)
    protocollo: str | None = col.testo(12)
    serie: int | None = col.intero()
    numero_documento: int | None = col.intero()
    data_documento: date | None = col.giorno()
    documento: int | None = col.riferimento("documento", facoltativo=True)
    flag_parcella_pagata: str = col.sn("N", interno=True)

    __table_args__ = (
        UniqueConstraint("azienda", "anno", "numero"),
        Index("registrazione_per_documento", "azienda", "documento"),
        Index("registrazione_per_data", "azienda", "data_registrazione", "id"),
    )


class RigaPrimanota(SQLModel, table=True):
    """A row of an entry: account, amount, D or A. Memo rows are 0,00 with the figure in the description."""

    __tablename__ = "riga_primanota"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    registrazione: int = col.riferimento("registrazione")
    numero_riga: int = col.intero(1, minimo=1, interno=True)
    conto: str = col.testo_obbligatorio(12)
    importo: Decimal = col.importo(Decimal("0.00"))
    segno: str = col.lettera("DA", "D")
    descrizione: str | None = col.testo(60)

    __table_args__ = (
        UniqueConstraint("azienda", "registrazione", "numero_riga"),
        Index("riga_primanota_per_conto", "azienda", "conto"),
        CheckConstraint("importo >= 0"),
    )
