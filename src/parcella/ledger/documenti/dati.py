"""What an operator, or a file, says of a document: the input of emission and revision.

None means "not said": the rule proposes. Amounts are euro, dates are dates; nothing here is computed.
"""

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from parcella.ledger.esito import Rifiuto

T = TypeVar("T")


@dataclass(slots=True)
class DatiRiga:
    """A row of the body. `tipo_riga` `.` or `,` makes it a description."""

    codice_prestazione: str | None = None
    tipo_riga: str | None = None
    descrizione_riga: str | None = None
    unita_misura: str | None = None
    quantita: Decimal | None = None
    prezzo_unitario: Decimal | None = None
    importo_prestazione: Decimal | None = None
    spese_anticipate_riga: Decimal | None = None
    codice_iva_riga: str | None = None
    data_prestazione: date | None = None
    soggetta_rda: str | None = None
    soggetta_cassa: str | None = None
    soggetta_inps: str | None = None
    soggetta_enasarco: str | None = None
    conto_ricavo: str | None = None
    conto_ricavo_sospeso: str | None = None
    azzera: str | None = None


@dataclass(slots=True)
class DatiFondo:
    """A fund of the window Cassa Prev/Rda."""

    percentuale: Decimal
    quota: Decimal
    tipo_cassa: str | None = None


@dataclass(slots=True)
class DatiRata:
    """A due date of a notula, typed."""

    data_scadenza: date
    importo_rata: Decimal
    tipo_pagamento: str = "M"
    stato_rata: str | None = None
    data_pagamento: date | None = None


@dataclass(slots=True)
class DatiCointestatario:
    """A co-holder; the first is the intestatario."""

    codice_cliente: str
    quota_millesimi: int | None = None


@dataclass(slots=True)
class DatiPagamento:
    """The window DATI REGISTRAZIONE PAGAMENTO."""

    totalmente_pagata: str | None = None
    importo_pagato: Decimal | None = None
    conto_pagamento: str | None = None

    @property
    def tutta(self) -> bool:
        """Totally paid, as it is unless it is said not to be (PDI-018)."""
        return (self.totalmente_pagata or "S") == "S"


@dataclass(slots=True)
class DatiDocumento:
    """A NO or a PA as it is asked for. `numero_documento` None is AUTO."""

    sigla_documento: str
    data_documento: date
    codice_cliente: str
    serie: int | None = None
    numero_documento: int | None = None
    modulo_stampa: str | None = None
    stato_parcella: str | None = None
    nota_credito: str | None = None
    note_testata: str | None = None
    soggetto_rda: str | None = None
    chiusa_definitiva: str | None = None
    escludi_bollo_virtuale: str | None = None
    esigibilita_iva: str | None = None
    codice_pagamento: str | None = None
    data_decorrenza: date | None = None
    totale_spese_anticipate: Decimal | None = None
    spese_banca: Decimal | None = None
    perc_cassa: Decimal | None = None
    iva_cassa: str | None = None
    aliquota_rda: Decimal | None = None
    perc_imponibile_rda: Decimal | None = None
    perc_inps: Decimal | None = None
    iva_inps: str | None = None
    fondi_associato: list[DatiFondo] | None = None
    cig: str | None = None
    cup: str | None = None
    rif_ext_tipo: str | None = None
    rif_ext_sigla: str | None = None
    rif_ext_numero: str | None = None
    rif_ext_codice: str | None = None
    rif_ext_data: date | None = None
    riferimento_amministrazione: str | None = None
    fattura_collegata_numero: str | None = None
    fattura_collegata_data: date | None = None
    nota_scadenzario: str | None = None
    righe: list[DatiRiga] = field(default_factory=list)
    cointestatari: list[DatiCointestatario] = field(default_factory=list)
    rate: list[DatiRata] | None = None
    pagamento: DatiPagamento | None = None


def da_dizionario(dati: dict[str, Any], *, scarta: bool = False) -> DatiDocumento:
    """A DatiDocumento from typed values by identifier, as import and screens give them.

    What an operator can't say of a document (a percentage frozen on it, a computed total) is refused, or with
    `scarta` left out: a document that was shown, changed and given back.
    """
    documento = _fatto(DatiDocumento, {k: v for k, v in dati.items() if k not in _COMPOSTI}, "", scarta)
    for nome, tipo in _ELENCHI.items():
        if dati.get(nome) is not None:
            elementi = [_fatto(tipo, e, f"{nome}.{n}.", scarta) for n, e in enumerate(dati[nome])]
            setattr(documento, nome, elementi)
    if dati.get("pagamento") is not None:
        documento.pagamento = _fatto(DatiPagamento, dati["pagamento"], "pagamento.", scarta)
    return documento


def _fatto(tipo: type[T], dati: dict[str, Any], prefisso: str, scarta: bool) -> T:
    noti = {campo.name for campo in fields(tipo)}  # type: ignore[arg-type]
    for nome in dati:
        if nome not in noti and nome not in _IGNORATI and not scarta:
            raise Rifiuto(f"{nome}: non si indica su un documento da emettere.", prefisso + nome)
    return tipo(**{k: v for k, v in dati.items() if k in noti})


_ELENCHI: dict[str, Any] = {
    "righe": DatiRiga,
    "cointestatari": DatiCointestatario,
    "fondi_associato": DatiFondo,
    "rate": DatiRata,
}
_COMPOSTI = {*_ELENCHI, "pagamento"}
_IGNORATI = {"numero_riga", "numero_rata"}  # their place in the list says it
