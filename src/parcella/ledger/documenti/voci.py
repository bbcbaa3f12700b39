"""The plain values the document arithmetic works on: no session, no clock, no table rows.

Amounts are euro with 2 decimals, percentages 4.00 for 4 %. Codes are those of the azienda's tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from parcella.ledger.tipi import ZERO


@dataclass(frozen=True, slots=True)
class Aliquota:
    """A codice IVA as the arithmetic needs it. `natura` is None for a taxable code."""

    codice: str
    aliquota: Decimal
    natura: str | None = None


@dataclass(frozen=True, slots=True)
class Fondo:
    """A cassa previdenza: rate, share of the base (100 for a single professional), FatturaPA code."""

    percentuale: Decimal
    quota: Decimal = Decimal("100.00")
    tipo_cassa: str | None = None


@dataclass(frozen=True, slots=True)
class RegolaBollo:
    """The stamp duty in force at the date of the document."""

    importo: Decimal
    soglia: Decimal
    addebita: bool


@dataclass(frozen=True, slots=True)
class VoceRiga:
    """A row of the body. `soggetta_rda`: S, N or R (rimborso analitico: IVA yes, ritenuta no)."""

    importo: Decimal
    codice_iva: str
    soggetta_rda: str = "S"
    soggetta_cassa: bool = True
    soggetta_inps: bool = False
    soggetta_enasarco: bool = False
    spese_anticipate: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Condizioni:
    """Everything but the rows that decides the sums of a document: what Sh+F7 shows, and the law at its date."""

    codici_iva: Mapping[str, Aliquota]
    codice_spese_anticipate: str | None
    fondi: tuple[Fondo, ...] = ()
    iva_cassa: str | None = None
    cassa_iva: str = "PRORATA"
    perc_inps: Decimal = ZERO
    iva_inps: str | None = None
    inps_soggetta_rda: bool = True
    soggetto_rda: bool = True
    aliquota_rda: Decimal = ZERO
    perc_imponibile_rda: Decimal = Decimal("100.00")
    perc_enasarco: Decimal = ZERO
    spese_anticipate_piede: Decimal = ZERO
    spese_banca: Decimal = ZERO
    codice_iva_spese_banca: str | None = None
    codice_iva_ordinario: str | None = None
    spese_banca_soggette_rda: bool = False
    bollo: RegolaBollo | None = None
    forfettario: bool = False
    split_payment: bool = False


@dataclass(frozen=True, slots=True)
class VoceRiepilogo:
    """The riepilogo of one codice IVA."""

    codice_iva: str
    aliquota: Decimal
    natura: str | None
    imponibile: Decimal
    imposta: Decimal


@dataclass(frozen=True, slots=True)
class VoceCassa:
    """One DatiCassaPrevidenziale: a contribution on one IVA treatment. `tipo_cassa` TC22 = rivalsa INPS."""

    tipo_cassa: str | None
    percentuale: Decimal
    imponibile: Decimal
    importo: Decimal
    codice_iva: str
    soggetta_rda: bool = False


@dataclass(frozen=True, slots=True)
class Totali:
    """The foot of a document and how each part falls on the IVA codes."""

    totale_prestazioni: Decimal
    totale_spese_anticipate: Decimal
    spese_banca: Decimal
    cassa_previdenza: Decimal
    rivalsa_inps: Decimal
    bollo: Decimal
    bollo_virtuale: bool
    bollo_dovuto: Decimal
    codice_iva_bollo: str | None
    imponibile_esenti: Decimal
    totale_iva: Decimal
    totale_documento: Decimal
    base_ritenuta: Decimal
    ritenuta_acconto: Decimal
    contributo_enasarco: Decimal
    totale_da_pagare: Decimal
    riepilogo: tuple[VoceRiepilogo, ...] = ()
    casse: tuple[VoceCassa, ...] = ()
    quote_spese_banca: tuple[tuple[str, Decimal], ...] = field(default=())
