"""Tables of the clients. A client is also an account of the piano dei conti, of tipo P C, with the same code."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import SQLModel

from parcella.ledger import tabella as col

LUNGHEZZA_CONTO = 12


class Cliente(SQLModel, table=True):
    """Anagrafica, condizioni, dati parcellazione and FatturaPA data of a client.

    `chiave_nome` is the one key names are found and sorted by (`clienti.nomi`).
    """

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    codice: str = col.testo_obbligatorio(LUNGHEZZA_CONTO)
    ragione_sociale: str | None = col.testo(80)
    cognome: str | None = col.testo(60)
    nome: str | None = col.testo(60)
    chiave_nome: str = col.testo_obbligatorio(120, interno=True)
    titolo: str | None = col.testo(10)
    partita_iva: str | None = col.testo(28)
    codice_fiscale: str | None = col.testo(16)
    indirizzo: str | None = col.testo(60)
    numero_civico: str | None = col.testo(8)
    cap: str | None = col.testo(5)
    comune: str | None = col.testo(60)
    provincia: str | None = col.testo(2)
    nazione: str = col.testo(2, "IT")
    telefono: str | None = col.testo(20)
    email: str | None = col.testo(256)
    pec: str | None = col.testo(256)
    iban: str | None = col.testo(34)
    privato: str = col.sn()
    senza_partita_iva: str | None = col.lettera("SN", None)
    ente_pubblico: str = col.sn()
    soggetto_ritenuta: str = col.sn()
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

    __table_args__ = (
        UniqueConstraint("azienda", "codice"),
        Index("cliente_per_nome", "azienda", "chiave_nome", "codice"),
        Index("cliente_per_codice_fiscale", "azienda", "codice_fiscale"),
        Index("cliente_per_partita_iva", "azienda", "partita_iva"),
        ForeignKeyConstraint(["azienda", "pagamento"], ["pagamento.azienda", "pagamento.codice"]),
        ForeignKeyConstraint(["azienda", "cod_iva"], ["codice_iva.azienda", "codice_iva.codice"]),
        CheckConstraint("ragione_sociale IS NOT NULL OR cognome IS NOT NULL"),
    )
