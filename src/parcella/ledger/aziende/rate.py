"""Payment terms: the due dates of a payment code and the amounts of the rates (fisco § 5, batch.md `pagamenti[]`).

Due dates are always computed from the base date, never from the rate before, or days would be lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from dateutil.relativedelta import relativedelta

from parcella.ledger.esito import Rifiuto
from parcella.ledger.tipi import ZERO

_CENTESIMO = Decimal("0.01")
_FINE_MESE = relativedelta(day=31)
_UN_MESE = relativedelta(months=1)


@dataclass(frozen=True, slots=True)
class Termini:
    """The terms of a payment code. `unita` M counts 30 days as one month and 15 as 15 days; G counts true days."""

    numero_rate: int = 1
    giorni_prima_rata: int = 0
    giorni_intervallo: int = 30
    unita: str = "M"
    fine_mese: bool = False
    piu_giorni: int = 0
    giorno_fisso: int | None = None
    mesi_esclusi: frozenset[int] = frozenset()
    giorno_ripresa: int | None = None

    def __post_init__(self) -> None:
        if self.numero_rate < 1:
            raise Rifiuto("Il numero delle rate deve essere almeno 1", "numero_rate")
        if self.unita not in ("M", "G"):
            raise Rifiuto("L'unità dei termini di pagamento è M (mesi) o G (giorni)", "unita")
        if self.mesi_esclusi.issuperset(range(1, 13)):
            raise Rifiuto("I mesi esclusi non possono essere tutti i dodici", "mesi_esclusi")


def scadenze(termini: Termini, base: date) -> list[date]:
    """The due dates, one per rate, from `base` (Decor, or the date of the document)."""
    giorni = range(termini.numero_rate)
    return [_scadenza(termini, base, termini.giorni_prima_rata + i * termini.giorni_intervallo) for i in giorni]


def _scadenza(termini: Termini, base: date, giorni: int) -> date:
    """In this order: delay, fine mese, + giorni, giorno fisso, mesi esclusi."""
    giorno = _dilaziona(base, giorni, termini.unita)
    if termini.fine_mese:
        giorno += _FINE_MESE
    giorno += timedelta(days=termini.piu_giorni)
    if termini.giorno_fisso is not None:
        giorno = _al_giorno_fisso(giorno, termini.giorno_fisso)
    return _oltre_i_mesi_esclusi(termini, giorno)


def _dilaziona(base: date, giorni: int, unita: str) -> date:
    """Adding months clips the day (31/01 + 1 month = 28/02); what is not a whole month is added as days."""
    if unita == "G":
        return base + timedelta(days=giorni)
    mesi, resto = divmod(giorni, 30)
    return base + relativedelta(months=mesi) + timedelta(days=resto)


def _al_giorno_fisso(giorno: date, fisso: int) -> date:
    """That day of the same month if it is not past, else of the next; 31 is the last day of any month."""
    if giorno.day > fisso:
        giorno += _UN_MESE
    return giorno + relativedelta(day=fisso)


def _oltre_i_mesi_esclusi(termini: Termini, giorno: date) -> date:
    """From an excluded month to the next allowed one: on `giorno_ripresa`, else on the same day or at its end."""
    if giorno.month not in termini.mesi_esclusi:
        return giorno
    ripresa = termini.giorno_ripresa or termini.giorno_fisso
    if ripresa is None:
        ripresa = 31 if termini.fine_mese and not termini.piu_giorni else giorno.day
    while giorno.month in termini.mesi_esclusi:
        giorno += _UN_MESE
    return giorno + relativedelta(day=ripresa)


def dividi(totale: Decimal, n: int) -> list[Decimal]:
    """`totale` in n amounts: cut to the cent towards zero, the rest on the last (100,00 / 3 = 33,33 33,33 33,34)."""
    quota = (totale / n).quantize(_CENTESIMO, ROUND_DOWN)
    return [quota] * (n - 1) + [totale - quota * (n - 1)]


def rate(totale: Decimal, base: date, termini: Termini) -> list[tuple[date, Decimal]]:
    """Due dates and amounts, adding up to `totale`. Rates of 0.00 are not written: a total of zero has none."""
    importi: Sequence[Decimal] = dividi(totale, termini.numero_rate)
    coppie = zip(scadenze(termini, base), importi, strict=True)
    return [(giorno, importo) for giorno, importo in coppie if importo != ZERO]
