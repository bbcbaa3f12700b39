"""Tables of the companies: parametri, accounts, IVA codes, payments, numeratori; and the law, dated, for everybody.

Law tables (`ValoreDiLegge`, `Cassa`, `RiferimentoNormativo`), `Utente` and `Intermediario` are common to the archive;
every other table begins its natural key with `azienda`.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlmodel import SQLModel

from parcella.ledger import tabella as col

LUNGHEZZA_CONTO = 12
TIPI_CONTO = ("P C", "P F", "P G", "P M", "P Z", "E G", "E M")
TIPI_PAGAMENTO = "CMRBAVXYZT"
REGIMI = ("RF01", "RF02", *(f"RF{n:02}" for n in range(4, 21)))
TIPI_CASSA = tuple(f"TC{n:02}" for n in range(1, 23))
NATURE = (
    "N1", "N2.1", "N2.2", "N3.1", "N3.2", "N3.3", "N3.4", "N3.5", "N3.6", "N4", "N5",
    "N6.1", "N6.2", "N6.3", "N6.4", "N6.5", "N6.6", "N6.7", "N6.8", "N6.9", "N7",
)  # fmt: skip
CAUSALI_PAGAMENTO = (
    "A", "B", "C", "D", "E", "G", "H", "I", "L", "L1", "M", "M1", "M2", "N", "O", "O1", "P", "Q", "R", "S", "T",
    "U", "V", "V1", "W", "X", "Y", "ZO",
)  # fmt: skip


def conto(predefinito: None = None, **info: object) -> str | None:
    """A column that names an account of the piano dei conti."""
    return col.testo(LUNGHEZZA_CONTO, predefinito, conto=True, **info)  # type: ignore[no-any-return]


class Archivio(SQLModel, table=True):
    """One row: which program made the archive."""

    id: int | None = col.chiave()
    versione_programma: str = col.testo_obbligatorio(20)
    creato_il: datetime | None = col.istante()


class Utente(SQLModel, table=True):
    """A person who works in the studio."""

    id: int | None = col.chiave()
    nome: str = col.testo_obbligatorio(20)
    nome_completo: str | None = col.testo(40)
    gruppo: str | None = col.testo(20)
    attivo: str = col.sn("S")

    __table_args__ = (UniqueConstraint("nome"),)


class ValoreDiLegge(SQLModel, table=True):
    """A rate or a threshold of the law, with its dates. `valore` in euro or per cent."""

    __tablename__ = "valore_di_legge"

    id: int | None = col.chiave()
    nome: str = col.testo_obbligatorio(40)
    valido_dal: date = col.giorno(date(1900, 1, 1))
    valido_al: date | None = col.giorno()
    valore: Decimal = col.importo(Decimal("0.00"))
    fonte: str | None = col.testo(120)

    __table_args__ = (UniqueConstraint("nome", "valido_dal"),)


class Cassa(SQLModel, table=True):
    """The contributo integrativo of a cassa previdenza, with its dates."""

    id: int | None = col.chiave()
    tipo_cassa: str = col.scelta(TIPI_CASSA, TIPI_CASSA[0])
    valido_dal: date = col.giorno(date(1900, 1, 1))
    valido_al: date | None = col.giorno()
    descrizione: str = col.testo_obbligatorio(80)
    percentuale: Decimal | None = col.percentuale()

    __table_args__ = (UniqueConstraint("tipo_cassa", "valido_dal"),)


class RiferimentoNormativo(SQLModel, table=True):
    """A legal wording that is printed, with its dates."""

    __tablename__ = "riferimento_normativo"

    id: int | None = col.chiave()
    codice: str = col.testo_obbligatorio(40)
    valido_dal: date = col.giorno(date(1900, 1, 1))
    valido_al: date | None = col.giorno()
    testo: str = col.testo_obbligatorio(200)

    __table_args__ = (UniqueConstraint("codice", "valido_dal"),)


class Intermediario(SQLModel, table=True):
    """Who transmits, or issues, electronic invoices for aziende of the archive; `progressivo_file` is of all of them
    (FPA-049). Abroad `codice_fiscale` is the identifier of that country."""

    id: int | None = col.chiave()
    codice: str = col.testo_obbligatorio(8)
    denominazione: str = col.testo_obbligatorio(80)
    nazione: str = col.testo(2, "IT")
    codice_fiscale: str | None = col.testo(28)
    partita_iva: str | None = col.testo(11)
    progressivo_file: str = col.testo(5, "00000")

    __table_args__ = (UniqueConstraint("codice"),)


class Stampante(SQLModel, table=True):
    """Where prints go. `dispositivo` F is files in a folder; `formato` is G for pages (PDF) and F for the XML of
    Fattura PA (FPA-060, FPA-064)."""

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    numero: int = col.intero(1, 1, 99)
    descrizione: str = col.testo_obbligatorio(30)
    dispositivo: str = col.lettera("F", "F")
    formato: str = col.lettera("GF", "G")
    cartella: str | None = col.testo(255)

    __table_args__ = (UniqueConstraint("azienda", "numero"),)


class Azienda(SQLModel, table=True):
    """A company of the archive: the studio, or a client whose books it keeps."""

    id: int | None = col.chiave()
    sigla: str = col.testo_obbligatorio(3)
    tipo: str = col.lettera("PI")
    ragione_sociale: str = col.testo_obbligatorio(80)
    cognome: str | None = col.testo(60)
    nome: str | None = col.testo(60)
    partita_iva: str | None = col.testo(11)
    codice_fiscale: str | None = col.testo(16)
    indirizzo: str | None = col.testo(60)
    numero_civico: str | None = col.testo(8)
    cap: str | None = col.testo(5)
    comune: str | None = col.testo(60)
    provincia: str | None = col.testo(2)
    nazione: str = col.testo(2, "IT")
    telefono: str | None = col.testo(12)
    email: str | None = col.testo(256)
    pec: str | None = col.testo(256)
    iban: str | None = col.testo(34)
    bic: str | None = col.testo(11)
    istituto_finanziario: str | None = col.testo(80)
    regime_fiscale: str = col.scelta(REGIMI, "RF01")
    iva_per_cassa: str = col.sn()
    gestione_iva_differita: str = col.sn("S")
    gestione_scadenzario: str = col.sn("S")
    socio_unico: str | None = col.lettera("SN", None)
    albo_professionale: str | None = col.testo(60)
    provincia_albo: str | None = col.testo(2)
    numero_iscrizione_albo: str | None = col.testo(60)
    data_iscrizione_albo: date | None = col.giorno()
    trasmittente: str = col.lettera("AI ", "A")  # blank: no electronic invoices (FPA-028)
    intermediario_trasmittente: str | None = col.testo(8)
    progressivo_file: str = col.testo(5, "00000")
    emittente: str | None = col.lettera("AI", None)
    intermediario_emittente: str | None = col.testo(8)
    tipo_documento_fatturapa: str = col.scelta(("TD06", "TD01"), "TD06")
    tipo_ritenuta: str | None = col.scelta(("RT01", "RT02"))
    periodo_chiuso_al: date | None = col.giorno()
    cartella_documenti: str | None = col.testo(400)

    __table_args__ = (UniqueConstraint("sigla"), CheckConstraint("tipo IN ('P','I')"))


class Conto(SQLModel, table=True):
    """An account: mastro (no point) or sottoconto. The width of the mastro is data, not a constant."""

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    codice: str = col.testo_obbligatorio(LUNGHEZZA_CONTO)
    descrizione: str = col.testo_obbligatorio(60)
    tipo: str = col.scelta(TIPI_CONTO, "P G")
    bloccato: str = col.sn()

    __table_args__ = (UniqueConstraint("azienda", "codice"),)


class CodiceIva(SQLModel, table=True):
    """An aliquota, or with `natura` a code of exemption."""

    __tablename__ = "codice_iva"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    codice: str = col.testo_obbligatorio(5)
    aliquota: Decimal = col.percentuale(Decimal("0.00"))
    descrizione: str = col.testo_obbligatorio(40)
    natura: str | None = col.scelta(NATURE)
    descrizione_estesa: str | None = col.testo(100)
    valido_dal: date | None = col.giorno()
    valido_al: date | None = col.giorno()

    __table_args__ = (
        UniqueConstraint("azienda", "codice"),
        CheckConstraint("(aliquota = 0) = (natura IS NOT NULL)"),
    )


class CodiceTributo(SQLModel, table=True):
    """The ritenuta: rate, and share of the fee it is computed on."""

    __tablename__ = "codice_tributo"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    codice: str = col.testo_obbligatorio(6)
    descrizione: str = col.testo_obbligatorio(60)
    aliquota_rda: Decimal = col.percentuale(Decimal("0.00"))
    perc_imponibile_rda: Decimal = col.percentuale(Decimal("100.00"))

    __table_args__ = (UniqueConstraint("azienda", "codice"),)


class Pagamento(SQLModel, table=True):
    """Payment terms: the formal model of the fisco page § 5. `mesi_esclusi` is a list like "8,12"."""

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    codice: str = col.testo_obbligatorio(8)
    descrizione: str = col.testo_obbligatorio(40)
    tipo_pagamento: str = col.lettera(TIPI_PAGAMENTO, "M")
    numero_rate: int = col.intero(1, minimo=1, massimo=99)
    giorni_prima_rata: int = col.intero(0, massimo=3650)
    giorni_intervallo: int = col.intero(0, massimo=3650)
    unita: str = col.lettera("MG", "M")
    fine_mese: str = col.sn()
    piu_giorni: int = col.intero(0, massimo=365)
    giorno_fisso: int | None = col.intero(None, minimo=1, massimo=31)
    mesi_esclusi: str | None = col.testo(40, None, elenco_interi=True)
    giorno_ripresa: int | None = col.intero(None, minimo=1, massimo=31)
    spese_banca: Decimal = col.importo(Decimal("0.00"))
    codice_iva_spese_banca: str | None = col.testo(5)
    modalita_pagamento: str | None = col.testo(4)

    __table_args__ = (
        UniqueConstraint("azienda", "codice"),
        ForeignKeyConstraint(["azienda", "codice_iva_spese_banca"], ["codice_iva.azienda", "codice_iva.codice"]),
    )


class DescrizioneDocumento(SQLModel, table=True):
    """The name of a sigla, as the screens and forms show it."""

    __tablename__ = "descrizione_documento"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    sigla: str = col.scelta(("NO", "PA"), "NO")
    descrizione: str = col.testo_obbligatorio(30)

    __table_args__ = (UniqueConstraint("azienda", "sigla"),)


class Serie(SQLModel, table=True):
    """A sezionale of a document. Without `fattura_elettronica` it holds both kinds (batch.md)."""

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    documento: str = col.scelta(("NO", "PA"), "NO")
    serie: int = col.intero(1, minimo=1, massimo=99)
    descrizione: str | None = col.testo(30)
    fattura_elettronica: str | None = col.lettera("SN", None)

    __table_args__ = (UniqueConstraint("azienda", "documento", "serie"),)


class Numeratore(SQLModel, table=True):
    """The last number used of a serie in a year."""

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    documento: str = col.scelta(("NO", "PA"), "NO")
    serie: int = col.intero(1, minimo=1, massimo=99)
    anno: int = col.intero(2000, minimo=1990, massimo=2999)
    ultimo_numero: int = col.intero(0)
    data_ultimo: date | None = col.giorno()

    __table_args__ = (
        UniqueConstraint("azienda", "documento", "serie", "anno"),
        ForeignKeyConstraint(["azienda", "documento", "serie"], ["serie.azienda", "serie.documento", "serie.serie"]),
    )


class ParametriStudio(SQLModel, table=True):
    """Parametri studio (chapter 01), one row a company; layout and use depend on its tipo."""

    __tablename__ = "parametri_studio"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    parcellazione_studio: str = col.sn("N")
    cod_esenzione_spese_anticipate: str | None = col.testo(5)
    conto_spese_anticipate: str | None = conto(tipi=("P G",))
    conto_ricavo_standard: str | None = conto(tipi=("E G", "E M"))
    conto_ricavo_sospeso: str | None = conto(tipi=("P Z",))
    conto_erario_ritenute: str | None = conto(tipi=("P G",))
    conto_erario_ritenute_sospeso: str | None = conto(tipi=("P Z",))
    conto_arrotondamento_pagamento: str | None = conto(tipi=("E G",))
    importo_soglia_arrotondamento: Decimal = col.importo(Decimal("0.01"), minimo=Decimal(0), massimo=Decimal(1000000))
    stato_parcella_proposto: str = col.lettera("PD", "P")
    apertura_automatica_scadenzario: str = col.sn("N")
    conto_giro_effetti_notule: str | None = conto(tipi=("P G",))
    riporta_data_proposto: str = col.sn("N")
    riporta_nota_proposto: str = col.lettera(" ,.", " ")
    prezzi_particolari_da_anagrafica: str = col.sn("N")
    import_paghe: str = col.sn("N")
    visualizza_attivita: str = col.sn("N")
    gg_anticipo_messaggi: int | None = col.intero(None, massimo=999)
    gg_posticipo_messaggi: int | None = col.intero(None, massimo=999)
    causale_pagamento_770s: str | None = col.scelta(CAUSALI_PAGAMENTO)
    tipo_cassa_fatturapa: str | None = col.scelta(TIPI_CASSA)
    codice_tributo: str | None = col.testo(6)
    studio_associato: str = col.sn("N")
    perc_fondo_professionisti: Decimal | None = col.percentuale()
    iva_fondo_professionisti: str | None = col.testo(5)
    perc_gestione_separata_inps: Decimal | None = col.percentuale()
    iva_gestione_separata_inps: str | None = col.testo(5)
    perc_fondo_previdenza: Decimal | None = col.percentuale()
    iva_fondo_previdenza: str | None = col.testo(5)
    conto_cassa_previdenza: str | None = conto(tipi=("P G", "P C", "P F", "P M"))
    aliquota_ritenuta: Decimal | None = col.percentuale()
    perc_imponibile_ritenuta: Decimal | None = col.percentuale()
    cassa_iva: str = col.scelta(("PRORATA", "CODICE"), "PRORATA")
    addebita_bollo: str = col.sn("S")
    bollo_su_notule: str = col.sn("S")
    rifiuta_spese_banca_ripartite: str = col.sn("N")
    spese_banca_soggette_ritenuta: str = col.sn("N")
    rivalsa_inps_soggetta_ritenuta: str = col.sn("S")
    inps_con_studio_associato: str = col.sn("N")
    fs_enti_pubblici: str = col.scelta(("chiedi", "sempre", "mai"), "chiedi")
    numero_alla_definitiva: str = col.sn("N")
    perc_enasarco: Decimal | None = col.percentuale()

    __table_args__ = (
        UniqueConstraint("azienda"),
        ForeignKeyConstraint(["azienda", "codice_tributo"], ["codice_tributo.azienda", "codice_tributo.codice"]),
        *(
            ForeignKeyConstraint(["azienda", colonna], ["codice_iva.azienda", "codice_iva.codice"])
            for colonna in (
                "cod_esenzione_spese_anticipate",
                "iva_fondo_professionisti",
                "iva_gestione_separata_inps",
                "iva_fondo_previdenza",
            )
        ),
    )


class FondoAssociato(SQLModel, table=True):
    """A row of the studio associato: rate, share of the base, FatturaPA code. Shares add up to 100."""

    __tablename__ = "fondo_associato"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    numero_riga: int = col.intero(1, minimo=1, interno=True)
    percentuale: Decimal = col.percentuale(Decimal("0.00"))
    quota: Decimal = col.percentuale(Decimal("100.00"))
    tipo_cassa: str | None = col.scelta(TIPI_CASSA)

    __table_args__ = (UniqueConstraint("azienda", "numero_riga"),)


class ContiAutomatici(SQLModel, table=True):
    """The accounts the program uses by itself (chapter 02), one row a company."""

    __tablename__ = "conti_automatici"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    mastro_clienti: str | None = conto(tipi=("P C",))
    conto_cassa: str | None = conto(tipi=("P G",))
    conto_iva_vendite: str | None = conto(tipi=("P G",))
    conto_iva_vendite_sospeso: str | None = conto(tipi=("P Z",))
    conto_iva_differita: str | None = conto(tipi=("P G",))
    conto_fondo_previdenza: str | None = conto(tipi=("P G",))
    conto_fondo_previdenza_sospeso: str | None = conto(tipi=("P Z",))
    conto_rivalsa_inps: str | None = conto(tipi=("E G", "E M"))
    conto_rivalsa_inps_sospeso: str | None = conto(tipi=("P Z",))
    conto_spese_banca: str | None = conto(tipi=("E G", "E M"))
    conto_spese_banca_sospeso: str | None = conto(tipi=("P Z",))
    conto_bollo: str | None = conto(tipi=("P G",))
    conto_iva_acquisti: str | None = conto(tipi=("P G",))
    conto_erario_ritenute_acquisti: str | None = conto(tipi=("P G",))
    conto_fornitore_studio: str | None = conto(tipi=("P F",))
    conto_costo_prestazione_studio: str | None = conto(tipi=("E G", "P Z"))

    __table_args__ = (UniqueConstraint("azienda"),)


class FormatoInAttesa(SQLModel, table=True):
    """Records of sections whose own chapter is not built yet, kept as given and exported unchanged."""

    __tablename__ = "formato_in_attesa"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    sezione: str = col.scelta(("contratti", "agenda"), "contratti")
    posizione: int = col.intero(0)
    contenuto: str | None = col.testo_lungo()

    __table_args__ = (UniqueConstraint("azienda", "sezione", "posizione"),)
