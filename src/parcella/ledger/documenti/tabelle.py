"""Tables of the documents NO and PA: header with foot, rows, IVA summary, funds, co-holders, references.

The percentages, accounts and codes a document was made with are kept on it: a later change of a parameter changes
nothing already issued (PAR-026, DOC-127).
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import SQLModel

from parcella.ledger import tabella as col

ZERO = Decimal("0.00")


class Documento(SQLModel, table=True):
    """A notula or a parcella.

    `numero_documento` is None while a provvisoria has only its `numero_lavoro` (numero_alla_definitiva S).
    `causale` is FE or FS on a parcella definitiva, NE or NS on a nota di credito. `versione` grows at each change: two
    operators can't overwrite each other.
    """

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    sigla_documento: str = col.scelta(("NO", "PA"), "NO")
    modulo_stampa: str | None = col.testo(1)
    anno: int = col.intero(2000, minimo=1990, massimo=2999)
    serie: int = col.intero(1, minimo=1, massimo=99)
    numero_documento: int | None = col.intero(None, minimo=1)
    numero_lavoro: int | None = col.intero(None, minimo=1)
    data_documento: date = col.giorno(date(2000, 1, 1))
    stato_parcella: str | None = col.lettera("PD", None)
    # S: a parcella that credits what another charged; its amounts are positive, its postings on the other side
    nota_credito: str | None = col.lettera("S", None)
    codice_cliente: str = col.testo_obbligatorio(12)
    note_testata: str | None = col.testo(50)
    soggetto_rda: str = col.sn("S")
    chiusa_definitiva: str | None = col.lettera("SN", None)
    chiusura_automatica: str = col.sn("N")
    escludi_bollo_virtuale: str = col.sn("N")
    esigibilita_iva: str = col.lettera("IDS", "I")
    codice_pagamento: str | None = col.testo(8)
    data_decorrenza: date | None = col.giorno()
    perc_cassa: Decimal | None = col.percentuale()
    tipo_cassa: str | None = col.testo(4)
    iva_cassa: str | None = col.testo(5)
    cassa_iva: str = col.scelta(("PRORATA", "CODICE"), "PRORATA")
    aliquota_rda: Decimal = col.percentuale(ZERO)
    perc_imponibile_rda: Decimal = col.percentuale(Decimal("100.00"))
    perc_inps: Decimal | None = col.percentuale()
    iva_inps: str | None = col.testo(5)
    inps_soggetta_rda: str = col.sn("S")
    spese_banca_soggette_rda: str = col.sn("N")
    perc_enasarco: Decimal | None = col.percentuale()
    cod_esenzione_spese_anticipate: str | None = col.testo(5)
    codice_iva_spese_banca: str | None = col.testo(5)
    # S recharged to the client, N due but not recharged, X not computed (a notula with bollo_su_notule N)
    addebita_bollo: str = col.lettera("SNX", "S")
    # what the law had when it was issued: a value corrected afterwards changes nothing here
    bollo_importo: Decimal | None = col.importo(interno=True)
    bollo_soglia: Decimal | None = col.importo(interno=True)
    forfettario: str = col.sn("N")
    iva_per_cassa: str = col.sn("N")
    causale_pagamento_770s: str | None = col.testo(2)
    cig: str | None = col.testo(15)
    cup: str | None = col.testo(15)
    rif_ext_tipo: str | None = col.scelta(("Documento", "Contratto", "Convenzione"))
    rif_ext_sigla: str | None = col.testo(5)
    rif_ext_numero: str | None = col.testo(20)
    rif_ext_codice: str | None = col.testo(20)
    rif_ext_data: date | None = col.giorno()
    riferimento_amministrazione: str | None = col.testo(20)
    fattura_collegata_numero: str | None = col.testo(20)
    fattura_collegata_data: date | None = col.giorno()
    nota_scadenzario: str | None = col.testo(200)
    spese_anticipate_piede: Decimal = col.importo(ZERO, interno=True)
    totale_prestazioni: Decimal = col.importo(ZERO, calcolata=True)
    totale_spese_anticipate: Decimal = col.importo(ZERO, calcolata=True)
    spese_banca: Decimal = col.importo(ZERO)
    cassa_previdenza: Decimal = col.importo(ZERO, calcolata=True)
    rivalsa_inps: Decimal = col.importo(ZERO, calcolata=True)
    imponibile_esenti: Decimal = col.importo(ZERO, calcolata=True)
    totale_iva: Decimal = col.importo(ZERO, calcolata=True)
    bollo: Decimal = col.importo(ZERO, calcolata=True)
    bollo_virtuale: str = col.sn("N", calcolata=True)
    totale_documento: Decimal = col.importo(ZERO, calcolata=True)
    ritenuta_acconto: Decimal = col.importo(ZERO, calcolata=True)
    contributo_enasarco: Decimal = col.importo(ZERO, calcolata=True)
    totale_da_pagare: Decimal = col.importo(ZERO, calcolata=True)
    causale: str | None = col.scelta(("FE", "FS", "NE", "NS"), None, calcolata=True)
    totalmente_pagata: str | None = col.lettera("SN", None, calcolata=True)
    utente: str | None = col.testo(20, None, interno=True)
    scritto_il: datetime | None = col.istante()
    versione: int = col.intero(1, interno=True)

    __table_args__ = (
        UniqueConstraint("azienda", "sigla_documento", "anno", "serie", "numero_documento"),
        Index("documento_per_data", "azienda", "data_documento", "id"),
        Index("documento_per_cliente", "azienda", "codice_cliente", "data_documento"),
        ForeignKeyConstraint(["azienda", "codice_cliente"], ["cliente.azienda", "cliente.codice"]),
        ForeignKeyConstraint(["azienda", "codice_pagamento"], ["pagamento.azienda", "pagamento.codice"]),
        CheckConstraint("(sigla_documento = 'PA') = (stato_parcella IS NOT NULL)"),
        CheckConstraint("numero_documento IS NOT NULL OR numero_lavoro IS NOT NULL"),
    )


class RigaDocumento(SQLModel, table=True):
    """A row of the body. `tipo_riga` . or , for a description; flags and accounts are those of the moment."""

    __tablename__ = "riga_documento"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    documento: int = col.riferimento("documento")
    numero_riga: int = col.intero(1, minimo=1, massimo=9999)
    codice_prestazione: str | None = col.testo(32)
    tipo_riga: str | None = col.lettera(".,", None)
    descrizione_riga: str | None = col.testo(1000)
    unita_misura: str | None = col.testo(3)
    quantita: Decimal | None = col.quantita()
    prezzo_unitario: Decimal | None = col.prezzo()
    importo_prestazione: Decimal = col.importo(ZERO)
    spese_anticipate_riga: Decimal = col.importo(ZERO)
    codice_iva_riga: str | None = col.testo(5)
    data_prestazione: date | None = col.giorno()
    soggetta_rda: str | None = col.lettera("SNR", None)
    soggetta_cassa: str | None = col.lettera("SN", None)
    soggetta_inps: str | None = col.lettera("SN", None)
    soggetta_enasarco: str | None = col.lettera("SN", None)
    conto_ricavo: str | None = col.testo(12)
    conto_ricavo_sospeso: str | None = col.testo(12)
    azzera: str | None = col.lettera("SN", None)
    importo_parcellato: Decimal | None = col.importo(None, calcolata=True)
    spese_parcellate: Decimal | None = col.importo(None, calcolata=True)
    riga_notula_origine: int | None = col.intero(None, interno=True)
    riga_agenda: int | None = col.intero(None, interno=True)

    __table_args__ = (
        UniqueConstraint("azienda", "documento", "numero_riga"),
        ForeignKeyConstraint(["azienda", "codice_prestazione"], ["prestazione.azienda", "prestazione.codice"]),
        ForeignKeyConstraint(["azienda", "codice_iva_riga"], ["codice_iva.azienda", "codice_iva.codice"]),
    )


class RiepilogoIva(SQLModel, table=True):
    """The taxable base and the tax of a document on one codice IVA: what the registro IVA shows."""

    __tablename__ = "riepilogo_iva"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    documento: int = col.riferimento("documento")
    codice_iva: str = col.testo_obbligatorio(5)
    natura: str | None = col.testo(4)
    aliquota: Decimal = col.percentuale(ZERO)
    imponibile: Decimal = col.importo(ZERO)
    imposta: Decimal = col.importo(ZERO)

    __table_args__ = (UniqueConstraint("azienda", "documento", "codice_iva"),)


class FondoDocumento(SQLModel, table=True):
    """A fund of a studio associato, as it was when the document was made."""

    __tablename__ = "fondo_documento"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    documento: int = col.riferimento("documento")
    numero_riga: int = col.intero(1, minimo=1, interno=True)
    percentuale: Decimal = col.percentuale(ZERO)
    quota: Decimal = col.percentuale(Decimal("100.00"))
    tipo_cassa: str | None = col.testo(4)

    __table_args__ = (UniqueConstraint("azienda", "documento", "numero_riga"),)


class Cointestatario(SQLModel, table=True):
    """A co-holder of a parcella; position 1 is the intestatario. Quotas are thousandths."""

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    documento: int = col.riferimento("documento")
    posizione: int = col.intero(1, minimo=1, interno=True)
    codice_cliente: str = col.testo_obbligatorio(12)
    quota_millesimi: int | None = col.intero(None, massimo=1000)

    __table_args__ = (
        UniqueConstraint("azienda", "documento", "posizione"),
        ForeignKeyConstraint(["azienda", "codice_cliente"], ["cliente.azienda", "cliente.codice"]),
    )


class RiferimentoDocumento(SQLModel, table=True):
    """A parcella made from a notula."""

    __tablename__ = "riferimento_documento"

    id: int | None = col.chiave()
    azienda: int = col.azienda()
    notula: int = col.riferimento("documento")
    parcella: int = col.riferimento("documento")

    __table_args__ = (
        UniqueConstraint("azienda", "notula", "parcella"),
        Index("riferimento_per_parcella", "azienda", "parcella"),
    )
