"""How a value is written for a person, and for a program."""

from datetime import date
from decimal import Decimal
from typing import Any, cast

from parcella.ledger.tipi import data_italiana, in_italiano


def per_persone(valore: Any) -> str:
    """1.234,56 and 31/12/2026; nothing for nothing."""
    if valore is None:
        return ""
    if isinstance(valore, Decimal):
        return in_italiano(valore, decimali(valore))
    return data_italiana(valore) if isinstance(valore, date) else str(valore)


def decimali(valore: Decimal) -> int:
    """The decimals of a value, at least two."""
    return max(2, -cast(int, valore.as_tuple().exponent))
