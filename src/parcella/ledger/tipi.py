"""Fixed-scale decimals, stored exactly as scaled integers, and the one rounding of the house.

A `Decimal` column would be kept as REAL by SQLite; these types keep cents (or hundred-thousandths for prices) as
integers, so that SQL sums are exact too. Dates are kept as integers aaaammgg: small, ordered, readable.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import BigInteger, Integer
from sqlalchemy.types import TypeDecorator

ZERO = Decimal("0.00")
CENTO = Decimal(100)
_CENTESIMO = Decimal("0.01")
_DUE_DECIMALI: Any = -2


def arrotonda(valore: Decimal) -> Decimal:
    """Half-up to the cent: the only rounding of amounts in the program (fisco § 1.2)."""
    return valore.quantize(_CENTESIMO, rounding=ROUND_HALF_UP)


def somma(importi: Iterable[Decimal]) -> Decimal:
    """The sum of some amounts; 0.00 of none."""
    return sum(importi, ZERO)


def ripartisci(totale: Decimal, pesi: Sequence[Decimal]) -> list[Decimal]:
    """Shares of `totale` in proportion to `pesi`, each half-up, the last by difference: they add up to `totale`.

    The difference falls on the last weight that is not zero; a weight of zero takes nothing. Weights must not add to 0.
    """
    somma = sum(pesi, ZERO)
    if not somma:
        raise ValueError("pesi a somma zero")
    quote = [arrotonda(totale * peso / somma) if peso else ZERO for peso in pesi]
    ultimo = max(indice for indice, peso in enumerate(pesi) if peso)
    quote[ultimo] += totale - sum(quote, ZERO)
    return quote


def quota_cumulativa(importo: Decimal, prima: Decimal, dopo: Decimal, totale: Decimal) -> Decimal:
    """What a component of `importo` moves when the sum paid goes from `prima` to `dopo` out of `totale` (PRN-018).

    The cumulative rule of fisco § 1.7: r(X·S/N) − r(X·S′/N), so that the moves of all payments add up to X exactly.
    """
    if not totale:
        return ZERO
    fino_a_ora = importo if dopo == totale else arrotonda(importo * dopo / totale)
    return fino_a_ora - arrotonda(importo * prima / totale) if prima else fino_a_ora


class _Scalato(TypeDecorator[Decimal]):
    """A Decimal with a fixed number of decimals, kept as an integer. More decimals than that are an error."""

    impl = BigInteger
    decimali = 2

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> int | None:
        if value is None:
            return None
        scalato = value.scaleb(self.decimali)
        intero = int(scalato)
        if intero != scalato:
            raise ValueError(f"{value} ha più di {self.decimali} decimali")
        return intero

    def process_result_value(self, value: int | None, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.decimali)


class Euro(_Scalato):
    """Amounts: euro with 2 decimals."""

    cache_ok = True


class Quantita(_Scalato):
    """Quantities: 2 decimals."""

    cache_ok = True


class Percentuale(_Scalato):
    """Percentages: 2 decimals, 4.00 for 4 %."""

    cache_ok = True


class Prezzo(_Scalato):
    """Unit prices: up to 5 decimals."""

    cache_ok = True

    decimali = 5

    def process_result_value(self, value: int | None, dialect: Any) -> Decimal | None:
        return None if value is None else prezzo_normale(Decimal(value).scaleb(-5))


class Giorno(TypeDecorator[date]):
    """A date, kept as the integer aaaammgg."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Any) -> int | None:
        return None if value is None else value.year * 10000 + value.month * 100 + value.day

    def process_result_value(self, value: int | None, dialect: Any) -> date | None:
        return None if value is None else date(value // 10000, value // 100 % 100, value % 100)


class Istante(TypeDecorator[datetime]):
    """A moment, UTC, kept as whole seconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        return None if value is None else int(value.timestamp())

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:
        from datetime import UTC

        return None if value is None else datetime.fromtimestamp(value, UTC)


def prezzo_normale(valore: Decimal) -> Decimal:
    """A price with at least 2 and at most 5 decimals, zeros beyond the second dropped (batch.md)."""
    normale = valore.normalize()
    return normale if normale.as_tuple().exponent <= _DUE_DECIMALI else normale.quantize(_CENTESIMO)


def euro(valore: str | int | Decimal) -> Decimal:
    """An amount from its text, at the scale of the archive: euro("10") is Decimal("10.00")."""
    return Decimal(valore).quantize(_CENTESIMO)


def in_italiano(valore: Decimal, decimali: int = 2) -> str:
    """1040.00 as an Italian reads it: 1.040,00."""
    testo = f"{valore:,.{decimali}f}"
    return testo.replace(",", "\0").replace(".", ",").replace("\0", ".")


def data_italiana(giorno: date | None) -> str:
    """gg/mm/aaaa, or nothing."""
    return "" if giorno is None else f"{giorno:%d/%m/%Y}"
