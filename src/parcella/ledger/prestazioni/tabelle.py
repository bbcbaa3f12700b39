"""Tables of what can be put on a row: prestazioni R, descriptions D, texts T and V; tariffari; particolarità."""

from datetime import date
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    column,
    func,
    literal_column,
)
from sqlmodel import SQLModel

from parcella.ledger import tabella as col

LUNGHEZZA_CODICE = 32
ALTERNATIVO: ColumnElement[str] = func.coalesce(column("codice_alternativo"), literal_column("''"))
"""The second code as lists go by it: an index on an expression serves only the very same expression."""


class ParametriPrestazioni(SQLModel, table=True):
    """How the codes of an azienda are made: their length (None: no limit but those of the columns), a second code."""

    __tablename__ = "parametri_prestazioni"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    lunghezza_codice: int | None = col.intero(None, minimo=8, massimo=LUNGHEZZA_CODICE)
    codice_alternativo: str = col.sn("S")

    __table_args__ = (UniqueConstraint("azienda"),)


class Lingua(SQLModel, table=True):
    """A foreign language the documents may be printed in, 1 to 9."""

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    numero: int = col.intero(1, minimo=1, massimo=9)
    codice: str = col.testo_obbligatorio(2)
    descrizione: str | None = col.testo(30)

    __table_args__ = (UniqueConstraint("azienda", "numero"), UniqueConstraint("azienda", "codice"))


class Tariffario(SQLModel, table=True):
    """A price list, 1 to 9."""

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    numero: int = col.intero(1, minimo=1, massimo=9)
    descrizione: str | None = col.testo(7)
    descrizione_estesa: str | None = col.testo(40)

    __table_args__ = (UniqueConstraint("azienda", "numero"),)


class Prestazione(SQLModel, table=True):
    """A code of the archive. `soggetta_ritenuta` R: rimborso analitico, IVA yes and ritenuta no."""

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    codice: str = col.testo_obbligatorio(LUNGHEZZA_CODICE)
    tipo: str = col.lettera("RDTV")
    descrizione: str = col.testo_obbligatorio(80)
    descrizione_estesa: str | None = col.testo(80)
    chiave_nome: str = col.testo_obbligatorio(160, interno=True)
    codice_alternativo: str | None = col.testo(20)
    cod_iva: str | None = col.testo(5)
    unita_misura: str | None = col.testo(3)
    periodicita: str = col.lettera("SNM", "N")
    mese: int | None = col.intero(None, minimo=1, massimo=12)
    minimo_fatturabile: Decimal | None = col.importo()
    massimo_fatturabile: Decimal | None = col.importo()
    soggetta_ritenuta: str = col.lettera("SNR", "N")
    soggetta_enasarco: str = col.sn()
    soggetta_cassa: str = col.sn()
    soggetta_inps: str = col.sn()
    conto_ricavo_sospeso: str | None = col.testo(12, None, tipi=("P Z",))
    conto_ricavo: str | None = col.testo(12, None, tipi=("E G", "E M"))
    data_aggiornamento: date | None = col.giorno()
    precancellata: str = col.sn()
    codice_sostitutivo: str | None = col.testo(LUNGHEZZA_CODICE)
    tipo_descrizione: str | None = col.lettera(".,", None)
    messaggio: str | None = col.testo(75)
    scadenza_messaggio: date | None = col.giorno()
    righe_testo: str | None = col.testo_lungo(righe=True)

    __table_args__ = (
        UniqueConstraint("azienda", "codice"),
        # What a list is counted and filtered by is in the index: fifty thousand codes without touching the table.
        Index("prestazione_per_codice", "azienda", "codice", "precancellata", "tipo"),
        Index("prestazione_per_nome", "azienda", "chiave_nome", "codice", "precancellata", "tipo"),
        Index("prestazione_per_alternativo", "azienda", ALTERNATIVO, "codice", "precancellata", "tipo"),
        ForeignKeyConstraint(["azienda", "cod_iva"], ["codice_iva.azienda", "codice_iva.codice"]),
        CheckConstraint("soggetta_cassa = 'N' OR soggetta_inps = 'N'"),
    )


class DescrizioneInLingua(SQLModel, table=True):
    """The description of a prestazione in a foreign language."""

    __tablename__ = "descrizione_in_lingua"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    prestazione: str = col.testo_obbligatorio(LUNGHEZZA_CODICE)
    lingua: int = col.intero(1, minimo=1, massimo=9)
    descrizione: str = col.testo_obbligatorio(52)

    __table_args__ = (
        UniqueConstraint("azienda", "prestazione", "lingua"),
        ForeignKeyConstraint(["azienda", "prestazione"], ["prestazione.azienda", "prestazione.codice"]),
        ForeignKeyConstraint(["azienda", "lingua"], ["lingua.azienda", "lingua.numero"]),
    )


class PrezzoTariffario(SQLModel, table=True):
    """The price of a prestazione in a tariffario."""

    __tablename__ = "prezzo_tariffario"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    prestazione: str = col.testo_obbligatorio(LUNGHEZZA_CODICE)
    tariffario: int = col.intero(1, minimo=1, massimo=9)
    prezzo: Decimal = col.prezzo(Decimal("0.00"))

    __table_args__ = (
        UniqueConstraint("azienda", "prestazione", "tariffario"),
        ForeignKeyConstraint(["azienda", "prestazione"], ["prestazione.azienda", "prestazione.codice"]),
        ForeignKeyConstraint(["azienda", "tariffario"], ["tariffario.azienda", "tariffario.numero"]),
    )


class Particolarita(SQLModel, table=True):
    """A special price of a prestazione: for a client, a tariffario or everybody; F fixed or Q by quantity."""

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    prestazione: str = col.testo_obbligatorio(LUNGHEZZA_CODICE)
    cliente: str | None = col.testo(12)
    tariffario: int | None = col.intero(None, minimo=1, massimo=9)
    valida_da: date | None = col.giorno()
    valida_a: date | None = col.giorno()
    modo: str = col.lettera("FQ")
    prezzo_oltre: Decimal = col.prezzo(Decimal("0.00"))

    __table_args__ = (
        Index("particolarita_per_prestazione", "azienda", "prestazione", "cliente", "tariffario", "valida_da"),
        ForeignKeyConstraint(["azienda", "prestazione"], ["prestazione.azienda", "prestazione.codice"]),
        ForeignKeyConstraint(["azienda", "cliente"], ["cliente.azienda", "cliente.codice"]),
        CheckConstraint("cliente IS NULL OR tariffario IS NULL"),
    )


class Scaglione(SQLModel, table=True):
    """A quantity bracket of a particolarità Q: the price holds up to `quantita` included."""

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    particolarita: int = col.riferimento("particolarita")
    quantita: Decimal = col.quantita(Decimal("0.00"))
    prezzo: Decimal = col.prezzo(Decimal("0.00"))

    __table_args__ = (UniqueConstraint("azienda", "particolarita", "quantita"),)
