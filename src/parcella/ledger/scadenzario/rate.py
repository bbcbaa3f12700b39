"""The rate of a notula and of a parcella: made from the payment, checked against the amount (chapters 10, 11, 12)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from parcella.ledger.aziende.rate import Termini
from parcella.ledger.aziende.rate import rate as rate_di
from parcella.ledger.esito import Rifiuto
from parcella.ledger.scadenzario.tabelle import TIPI_RATA
from parcella.ledger.tipi import ZERO, in_italiano

RATE_MASSIME = 99
RIMESSA = "M"


def proposte(
    azienda: int, totale: Decimal, base: date, tipo: str | None, termini: Termini | None
) -> list[dict[str, Any]]:
    """Rate numbered from 1. Without payment: one rate M at `base`; with a total of zero: none (SCN ambiguity 4)."""
    if totale == ZERO:
        return []
    coppie = [(base, totale)] if termini is None else rate_di(totale, base, termini)
    return [riga(azienda, n, giorno, tipo or RIMESSA, importo) for n, (giorno, importo) in enumerate(coppie, 1)]


def riga(azienda: int, numero: int, giorno: date, tipo: str, importo: Decimal) -> dict[str, Any]:
    """An open rate, by column."""
    return {
        "azienda": azienda,
        "numero_rata": numero,
        "data_scadenza": giorno,
        "tipo_pagamento": tipo,
        "stato_rata": None,
        "importo_rata": importo,
        "data_pagamento": None,
    }


def controlla_notula(rate: Sequence[dict[str, Any]], totale: Decimal, *, nuova: bool = False) -> None:
    """SCN-004, 008, 017, 023, 027; NOT-016, 023, 024: the rate of a notula new or never transformed.

    Only on one already written a rata may bear an effect (`e`), which emissione effetti put there.
    """
    if len(rate) > RATE_MASSIME:
        raise Rifiuto(f"Le rate di un documento sono al massimo {RATE_MASSIME}.", f"rate.{RATE_MASSIME + 1}")
    for n, rata in enumerate(rate, 1):
        if rata["tipo_pagamento"] not in tuple(TIPI_RATA):  # of the text, also "" and "CM" would be part
            raise Rifiuto(
                f"Rata {n}: tipo {rata['tipo_pagamento']} non ammesso; sono ammessi {', '.join(TIPI_RATA)}.",
                f"rate.{n}.tipo_pagamento",
            )
        if rata["stato_rata"] is not None and (nuova or rata["stato_rata"] != "e"):
            raise Rifiuto(f"Rata {n}: lo stato non si scrive su una notula mai trasformata.", f"rate.{n}.stato_rata")
        if rata["data_pagamento"] is not None:
            raise Rifiuto(
                f"Rata {n}: la data pagamento non si scrive su una notula mai trasformata.", f"rate.{n}.data_pagamento"
            )
        if rata["importo_rata"] <= ZERO:
            raise Rifiuto(f"Rata {n}: l'importo deve essere maggiore di zero.", f"rate.{n}.importo_rata")
    somma = totale_rate(rate)
    if somma != totale:
        raise Rifiuto(
            f"ATTENZIONE Il totale rate ({in_italiano(somma)}) e' diverso dal totale da pagare della Notula "
            f"({in_italiano(totale)}). Impossibile salvare il documento. Premere INVIO per continuare",
            "rate",
            "rate_diverse",
        )


def totale_rate(rate: Sequence[dict[str, Any]]) -> Decimal:
    """TOTALE RATE of the foot of the schedule."""
    return sum((rata["importo_rata"] for rata in rate), ZERO)


def differenza_da_scadenzare(rate: Sequence[dict[str, Any]], totale: Decimal) -> Decimal:
    """Positive: the notula is greater than its rate; negative: the rate are greater (NOT-022)."""
    return totale - totale_rate(rate)
