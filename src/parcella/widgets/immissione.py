"""What is typed in a field becomes a value, and back: dates, numbers, letters. Pure functions, no clock, no float.

A fault raises `ErroreImmissione` with one sentence: what is wrong and what to type. "Today" is the session's
`data di lavoro`.
"""

import re
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

CIFRE_INTERE_MASSIME = 12
_ADDENDO = re.compile(r"[+-]?[^+-]+")
_RAGGRUPPATO = re.compile(r"\d{1,3}(\.\d{3})+,\d+")
_AMBIGUO = re.compile(r"\d{1,3}(\.\d{3})+")
_NUMERO = re.compile(r"\d+([.,]\d*)?|[.,]\d+")


class ErroreImmissione(ValueError):  # noqa: N818 - the house's exceptions have Italian names
    """What was typed cannot be the value of the field."""

    def __init__(self, messaggio: str) -> None:
        super().__init__(messaggio)
        self.messaggio = messaggio


def leggi_data(testo: str, lavoro: date, precedente: date | None = None) -> date | None:
    """A date from `g`, `gg`, `ggmm`, `gg/mm`, `ggmmaa`, `ggmmaaaa`, `o` (today), `+`/`-` (a day), `.` (as before)."""
    testo = testo.strip().lower()
    if not testo:
        return None
    if testo == "o":
        return lavoro
    if testo == ".":
        return precedente or lavoro
    if set(testo) <= {"+"} or set(testo) <= {"-"}:
        return sposta_data(precedente or lavoro, len(testo) if testo[0] == "+" else -len(testo))
    giorno, mese, anno = _parti_data(testo, lavoro)
    try:
        return date(anno, mese, giorno)
    except ValueError:
        raise ErroreImmissione(_data_impossibile(giorno, mese, anno)) from None


def _parti_data(testo: str, lavoro: date) -> tuple[int, int, int]:
    sbagliata = ErroreImmissione(f"'{testo}' non è una data: scrivere gg, ggmm, ggmmaa oppure gg/mm/aaaa.")
    parti = re.split(r"[/.\- ]", testo)
    if len(parti) == 1:
        cifre = parti[0]
        tagli = {1: (1,), 2: (2,), 4: (2, 4), 6: (2, 4, 6), 8: (2, 4, 8)}.get(len(cifre))
        if tagli is None:
            raise sbagliata
        parti = [cifre[inizio:fine] for inizio, fine in zip((0, *tagli), tagli, strict=False)]
    if len(parti) > 3 or not all(re.fullmatch(r"[0-9]+", p) for p in parti):
        raise sbagliata
    if len(parti) == 3 and len(parti[2]) not in (2, 4):
        raise sbagliata
    numeri = [int(p) for p in parti]
    giorno = numeri[0]
    mese = numeri[1] if len(numeri) > 1 else lavoro.month
    anno = numeri[2] if len(numeri) > 2 else lavoro.year
    if len(numeri) == 3 and len(parti[2]) == 2:
        anno = _secolo(anno, lavoro)
    return giorno, mese, anno


def _secolo(anno: int, lavoro: date) -> int:
    """Two figures mean the year within twenty years ahead of the working date; further ahead, the century before."""
    intero = lavoro.year - lavoro.year % 100 + anno
    return intero - 100 if intero > lavoro.year + 20 else intero


def _data_impossibile(giorno: int, mese: int, anno: int) -> str:
    if not 1 <= mese <= 12:
        return f"Il mese {mese} non esiste: scrivere da 01 a 12."
    if not 1 <= anno <= 9999:
        return f"L'anno {anno} non esiste: scriverlo di due o di quattro cifre."
    return f"Il giorno {giorno} non esiste in {mese:02}/{anno}: l'ultimo è il {monthrange(anno, mese)[1]}."


def sposta_data(giorno: date, giorni: int) -> date:
    """The date some days away."""
    try:
        return giorno + timedelta(days=giorni)
    except OverflowError:
        raise ErroreImmissione("La data non esiste: scrivere gg/mm/aaaa.") from None


def scrivi_data(valore: date | None) -> str:
    """A date as Italians write it."""
    return "" if valore is None else f"{valore.day:02}/{valore.month:02}/{valore.year:04}"


GIORNI = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")


def giorno_settimana(valore: date) -> str:
    """The weekday, shown once a date is accepted."""
    return GIORNI[valore.weekday()]


def leggi_numero(testo: str, decimali: int = 2) -> Decimal | None:
    """A number with comma or point as the decimal sign; sums (`120+35,50`) are worked out.

    No thousands separator is guessed: `1.234` is refused, since it may be either; `1.234,56` can only be one thing.
    """
    testo = testo.strip().replace(" ", "").replace("−", "-")
    if not testo:
        return None
    addendi = _ADDENDO.findall(testo)
    if "".join(addendi) != testo:
        raise ErroreImmissione(f"'{testo}' non è un numero: scrivere per esempio 1234,50 oppure 120+35,50.")
    totale = Decimal(0)
    for addendo in addendi:
        segno = -1 if addendo.startswith("-") else 1
        totale += segno * _addendo(addendo.lstrip("+-"), decimali)
    if abs(totale) >= Decimal(10) ** CIFRE_INTERE_MASSIME:
        raise ErroreImmissione(f"Il numero è troppo grande: al massimo {CIFRE_INTERE_MASSIME} cifre intere.")
    return totale + 0  # never a negative zero


def _addendo(testo: str, decimali: int) -> Decimal:
    if _AMBIGUO.fullmatch(testo):
        intero = testo.replace(".", "")
        virgola = testo.replace(".", ",", 1)
        alternativa = f" oppure {virgola}" if testo.count(".") == 1 and decimali >= 3 else f" oppure {_virgola(testo)}"
        raise ErroreImmissione(f"{testo} è ambiguo: scrivere {intero}{alternativa}, senza il punto delle migliaia.")
    if _RAGGRUPPATO.fullmatch(testo):
        testo = testo.replace(".", "")
    if not testo.isascii() or not _NUMERO.fullmatch(testo):
        raise ErroreImmissione(f"'{testo}' non è un numero: scrivere per esempio 1234,50.")
    numero = Decimal(testo.replace(",", "."))
    esponente = numero.normalize().as_tuple().exponent
    if isinstance(esponente, int) and -esponente > decimali:
        limite = "senza decimali" if decimali == 0 else f"con al massimo {decimali} decimali"
        raise ErroreImmissione(f"{testo} ha troppi decimali: scrivere il numero {limite}.")
    return numero


def _virgola(testo: str) -> str:
    """`1.234` as a number of one thousandth scale cut to what an amount can hold: 1,23."""
    intero, decimali = testo.split(".", 1)
    return f"{intero},{decimali[:2]}"


def scrivi_numero(valore: Decimal | None, minimi: int = 2, massimi: int | None = None, migliaia: bool = True) -> str:
    """A number as Italians write it: `1.040,00`; as many decimals as it has, from `minimi` to `massimi`."""
    if valore is None:
        return ""
    esponente = valore.normalize().as_tuple().exponent
    propri = -esponente if isinstance(esponente, int) and esponente < 0 else 0
    decimali = max(minimi, min(propri, minimi if massimi is None else massimi))
    scritto = f"{valore:{',' if migliaia else ''}.{decimali}f}"
    return scritto.replace(",", "\0").replace(".", ",").replace("\0", ".")


def leggi_intero(testo: str) -> int | None:
    """A whole number."""
    testo = testo.strip()
    if not testo:
        return None
    if not re.fullmatch(r"[+-]?[0-9]{1,12}", testo):
        raise ErroreImmissione(f"'{testo}' non è un numero intero: scrivere solo cifre.")
    return int(testo)


def leggi_lettera(testo: str, valori: tuple[str, ...]) -> str:
    """One of the letters (or short codes) admitted, in capitals."""
    testo = testo.strip().upper()
    if testo and testo not in valori:
        raise ErroreImmissione(f"'{testo}' non è ammesso: scrivere {_uno_di(valori)}.")
    return testo


def _uno_di(valori: tuple[str, ...]) -> str:
    leggibili = [v or "vuoto" for v in valori]
    return leggibili[0] if len(leggibili) == 1 else ", ".join(leggibili[:-1]) + " oppure " + leggibili[-1]
