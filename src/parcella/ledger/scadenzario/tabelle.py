"""Tables of the due dates: of the notule (what was asked), and of the books (what was invoiced)."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel

from parcella.ledger import tabella as col

TIPI_RATA = "CMRBAVXYZ"


class RataNotula(SQLModel, table=True):
    """A due date of a notula. `stato_rata`: None open, P paid, e effect issued, S carried to the books."""

    __tablename__ = "rata_notula"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    documento: int = col.riferimento("documento")
    numero_rata: int = col.intero(1, minimo=1, massimo=99)
    data_scadenza: date = col.giorno(date(2000, 1, 1))
    tipo_pagamento: str = col.lettera(TIPI_RATA, "M")
    stato_rata: str | None = col.lettera("PeS", None)
    importo_rata: Decimal = col.importo(Decimal("0.00"))
    data_pagamento: date | None = col.giorno()
    conto_emissione_distinta: str | None = col.testo(12)
    numero_distinta: int | None = col.intero()
    data_emissione_effetto: date | None = col.giorno()
    parcella: int | None = col.riferimento("documento", facoltativo=True)
    numero_rata_origine: int | None = col.intero(None, interno=True)

    __table_args__ = (
        UniqueConstraint("azienda", "documento", "numero_rata"),
        Index("rata_notula_per_scadenza", "azienda", "data_scadenza"),
    )


class RataContabile(SQLModel, table=True):
    """A due date of a parcella definitiva. `stato_rata`: None open, P paid by `registrazione` (its PG)."""

    __tablename__ = "rata_contabile"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    documento: int = col.riferimento("documento")
    numero_rata: int = col.intero(1, minimo=1, massimo=999)
    data_scadenza: date = col.giorno(date(2000, 1, 1))
    tipo_pagamento: str = col.lettera(TIPI_RATA, "M")
    stato_rata: str | None = col.lettera("P", None)
    importo_rata: Decimal = col.importo(Decimal("0.00"))
    data_pagamento: date | None = col.giorno()
    registrazione: int | None = col.riferimento("registrazione", facoltativo=True)

    __table_args__ = (
        UniqueConstraint("azienda", "documento", "numero_rata"),
        Index("rata_contabile_per_scadenza", "azienda", "data_scadenza"),
    )
