"""Tables of the clients. A client is also an account of the piano dei conti, of tipo P C, with the same code."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import SQLModel

from parcella.ledger import tabella as col

LUNGHEZZA_CONTO = 12
LUNGHEZZA_RICERCA = 300


class Cliente(SQLModel, table=True):
    """Anagrafica, condizioni, dati parcellazione and FatturaPA data of a client.

    `chiave_nome` is the one key names are found and sorted by, `chiave_ricerca` what is searched for the words typed
    (`clienti.nomi`).
    """

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    codice: str = col.testo_obbligatorio(LUNGHEZZA_CONTO)
    ragione_sociale: str | None = col.testo(80)
    cognome: str | None = col.testo(60)
    nome: str | None = col.testo(60)
    chiave_nome: str = col.testo_obbligatorio(120, interno=True)
    chiave_ricerca: str = col.testo(LUNGHEZZA_RICERCA, "", interno=True)
    titolo: str | None = col.testo(10)
    partita_iva: str | None = col.testo(28)
    codice_fiscale: str | None = col.testo(16)
    data_nascita: date | None = col.giorno()
    comune_nascita: str | None = col.testo(60)
    provincia_nascita: str | None = col.testo(2)
    sesso: str | None = col.lettera("MF", None)
    indirizzo: str | None = col.testo(60)
    numero_civico: str | None = col.testo(8)
    cap: str | None = col.testo(5)
    comune: str | None = col.testo(60)
    provincia: str | None = col.testo(2)
    nazione: str = col.testo(2, "IT")
    telefono: str | None = col.testo(20)
    cellulare: str | None = col.testo(20)
    email: str | None = col.testo(256)
    pec: str | None = col.testo(256)
    iban: str | None = col.testo(34)
    bic: str | None = col.testo(11)
    istituto_finanziario: str | None = col.testo(80)
    intestatario_conto: str | None = col.testo(70)
    codice_fiscale_intestatario: str | None = col.testo(16)
    identificativo_mandato: str | None = col.testo(35)
    data_mandato: date | None = col.giorno()
    tipo_mandato: str | None = col.scelta(("CORE", "B2B"))
    sequenza_mandato: str | None = col.scelta(("FRST", "RCUR", "FNAL", "OOFF"))
    fine_mandato: date | None = col.giorno()
    privato: str = col.sn()
    senza_partita_iva: str | None = col.lettera("SN", None)
    ente_pubblico: str = col.sn()
    soggetto_ritenuta: str = col.sn()
    soggetto_ritenuta_dal: date | None = col.giorno()
    pagamento: str | None = col.testo(8)
    tariffario: int | None = col.intero(None, minimo=1, massimo=9)
    cod_iva: str | None = col.testo(5)
    esigibilita_iva: str | None = col.lettera("IDS", None)
    lingua: str | None = col.testo(2)
    zona: str | None = col.testo(4)
    categoria: str | None = col.testo(4)
    tipo_fattura_elettronica: str = col.sn("S")
    sezionale_fattura_elettronica: int | None = col.intero(None, minimo=1, massimo=99)
    fattura_pa: str = col.sn()
    codice_ufficio: str | None = col.testo(6)
    codice_destinatario: str | None = col.testo(7)
    pec_destinatario: str | None = col.testo(256)
    riferimento_amministrazione_pa: str | None = col.testo(20)
    obbligo_riferimento_movimenti: str = col.sn()
    gestione_cig_cup: str = col.sn()
    note: str | None = col.testo(400)
    annullato: str = col.sn()
    bloccato: str = col.sn()
    responsabile: str | None = col.testo(20, gruppo="dati_parcellazione")
    conto_spese_anticipate: str | None = col.testo(LUNGHEZZA_CONTO, gruppo="dati_parcellazione")
    sigla_azienda: str | None = col.testo(3, gruppo="dati_parcellazione")
    contabilizza_come_fr: str = col.sn(gruppo="dati_parcellazione")
    conto_fornitore_studio: str | None = col.testo(LUNGHEZZA_CONTO, gruppo="dati_parcellazione")
    conto_costo_prestazione: str | None = col.testo(LUNGHEZZA_CONTO, gruppo="dati_parcellazione")
    registra_pg: str = col.sn(gruppo="dati_parcellazione")
    conto_pg: str | None = col.testo(LUNGHEZZA_CONTO, gruppo="dati_parcellazione")
    modello_dichiarativo: str | None = col.testo(20, gruppo="dati_parcellazione")
    pratica_dichiarativo: str | None = col.testo(20, gruppo="dati_parcellazione")
    riferimento_esterno: str | None = col.testo(40, gruppo="dati_parcellazione")

    __table_args__ = (
        UniqueConstraint("azienda", "codice"),
        Index("cliente_per_nome", "azienda", "chiave_nome", "codice", "chiave_ricerca"),
        Index("cliente_per_codice_fiscale", "azienda", "codice_fiscale"),
        Index("cliente_per_partita_iva", "azienda", "partita_iva"),
        Index("cliente_per_mandato", "azienda", "identificativo_mandato"),
        ForeignKeyConstraint(["azienda", "pagamento"], ["pagamento.azienda", "pagamento.codice"]),
        ForeignKeyConstraint(["azienda", "cod_iva"], ["codice_iva.azienda", "codice_iva.codice"]),
        CheckConstraint("ragione_sociale IS NOT NULL OR cognome IS NOT NULL"),
    )


class IndirizzoCliente(SQLModel, table=True):
    """Another address of a client; the one with `corrispondenza` S is where documents are posted."""

    __tablename__ = "indirizzo_cliente"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    cliente: str = col.testo_obbligatorio(LUNGHEZZA_CONTO, interno=True)
    numero: int = col.intero(1, minimo=1, massimo=99)
    descrizione: str | None = col.testo(30)
    presso: str | None = col.testo(60)
    indirizzo: str | None = col.testo(60)
    numero_civico: str | None = col.testo(8)
    cap: str | None = col.testo(5)
    comune: str | None = col.testo(60)
    provincia: str | None = col.testo(2)
    nazione: str = col.testo(2, "IT")
    corrispondenza: str = col.sn()

    __table_args__ = (
        UniqueConstraint("azienda", "cliente", "numero"),
        ForeignKeyConstraint(["azienda", "cliente"], ["cliente.azienda", "cliente.codice"]),
    )


class ContattoCliente(SQLModel, table=True):
    """Somebody to speak with at a client's."""

    __tablename__ = "contatto_cliente"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    cliente: str = col.testo_obbligatorio(LUNGHEZZA_CONTO, interno=True)
    numero: int = col.intero(1, minimo=1, massimo=99)
    nome: str = col.testo_obbligatorio(60)
    ruolo: str | None = col.testo(40)
    telefono: str | None = col.testo(20)
    cellulare: str | None = col.testo(20)
    email: str | None = col.testo(256)
    note: str | None = col.testo(200)

    __table_args__ = (
        UniqueConstraint("azienda", "cliente", "numero"),
        ForeignKeyConstraint(["azienda", "cliente"], ["cliente.azienda", "cliente.codice"]),
    )


class PrestazioneTipica(SQLModel, table=True):
    """A row of the second page of the dati parcellazione (CLI-030): filled by import only, read by cap. 22 only."""

    __tablename__ = "prestazione_tipica"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    cliente: str = col.testo_obbligatorio(LUNGHEZZA_CONTO, interno=True)
    riga: int = col.intero(1, minimo=1, massimo=255)
    prestazione: str = col.testo_obbligatorio(32)
    quantita: Decimal | None = col.quantita()
    mese: int | None = col.intero(None, minimo=1, massimo=12)
    prezzo: Decimal | None = col.importo()

    __table_args__ = (
        UniqueConstraint("azienda", "cliente", "riga"),
        Index("prestazione_tipica_per_prestazione", "azienda", "prestazione"),
        ForeignKeyConstraint(["azienda", "cliente"], ["cliente.azienda", "cliente.codice"]),
        ForeignKeyConstraint(["azienda", "prestazione"], ["prestazione.azienda", "prestazione.codice"]),
    )


class Zona(SQLModel, table=True):
    """Where a client is, for selections and prints."""

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    codice: str = col.testo_obbligatorio(4)
    descrizione: str = col.testo_obbligatorio(40)

    __table_args__ = (UniqueConstraint("azienda", "codice"),)


class CategoriaStatistica(SQLModel, table=True):
    """What kind of client it is, for selections and prints."""

    __tablename__ = "categoria_statistica"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    codice: str = col.testo_obbligatorio(4)
    descrizione: str = col.testo_obbligatorio(40)

    __table_args__ = (UniqueConstraint("azienda", "codice"),)
