"""The payment code: EPC069-12 version 002, the text a bank's app reads to fill in a SEPA credit transfer."""

from dataclasses import dataclass
from decimal import Decimal

from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.scadenzario.tabelle import RataContabile, RataNotula
from parcella.ledger.tipi import ZERO, in_italiano
from parcella.stampe.campi import compilatore
from parcella.stampe.modulo import CodiceQr

_MASSIMO = Decimal("999999999.99")
# One mask for all: choosing the best of eight costs five times as much, and any reader reads any mask.
_MASCHERA = 3


@dataclass(frozen=True, slots=True)
class Bonifico:
    """What the code asks for. `rata` is "2/3", or nothing when there is one sum only."""

    importo: Decimal
    beneficiario: str
    iban: str
    bic: str
    causale: str
    rata: str = ""


def bonifico(f: Fascicolo, modulo: CodiceQr) -> Bonifico | None:
    """The transfer to ask for: the first rate still open. None with no IBAN, nothing to pay, or another way to pay."""
    iban = "".join((f.azienda.iban or "").split())
    if not modulo.stampa or not iban:
        return None
    if f.rate:
        dovuto, rata = _da_chiedere(f.rate, modulo)
    else:
        a_bonifico = f.pagamento is None or f.pagamento.tipo_pagamento in modulo.tipi
        dovuto, rata = f.totali.totale_da_pagare if a_bonifico else ZERO, ""
    if not ZERO < dovuto <= _MASSIMO:
        return None
    causale = compilatore(f)(modulo.causale, qr_importo=in_italiano(dovuto), qr_rata=rata)
    # The standard allows 70 and 140 characters, and 331 bytes in all; letters with an accent take two.
    beneficiario = f.azienda.ragione_sociale.encode()[:70].decode(errors="ignore").strip()
    causale = causale.encode()[:140].decode(errors="ignore").strip()
    return Bonifico(dovuto, beneficiario, iban, f.azienda.bic or "", causale, rata)


def _da_chiedere(rate: tuple[RataNotula | RataContabile, ...], modulo: CodiceQr) -> tuple[Decimal, str]:
    for rata in sorted(rate, key=lambda r: (r.data_scadenza, r.numero_rata)):
        if rata.stato_rata is None and rata.tipo_pagamento in modulo.tipi:
            return rata.importo_rata, f"{rata.numero_rata}/{len(rate)}" if len(rate) > 1 else ""
    return ZERO, ""


def contenuto_epc(b: Bonifico) -> str:
    """The lines of the code; those empty at the end are left out."""
    righe = ["BCD", "002", "1", "SCT", b.bic, b.beneficiario, b.iban, f"EUR{b.importo:.2f}", "", "", b.causale]
    return "\n".join(righe).rstrip("\n")


def quadretti(b: Bonifico) -> list[bytes]:
    """The modules of the code, 1 for dark; error correction M, as the standard wants."""
    import segno

    codice = segno.make_qr(contenuto_epc(b).encode(), error="m", boost_error=False, mask=_MASCHERA)
    return [bytes(riga) for riga in codice.matrix]
