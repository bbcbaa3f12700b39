"""What is typed and what it means: dates, numbers, letters."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcella.widgets.immissione import (
    ErroreImmissione,
    giorno_settimana,
    leggi_data,
    leggi_intero,
    leggi_lettera,
    leggi_numero,
    scrivi_data,
    scrivi_numero,
    sposta_data,
)

LAVORO = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("testo", "attesa"),
    [
        ("5", date(2026, 3, 5)),
        ("05", date(2026, 3, 5)),
        ("31", date(2026, 3, 31)),
        ("0512", date(2026, 12, 5)),
        ("05/12", date(2026, 12, 5)),
        ("5/1", date(2026, 1, 5)),
        ("5.1", date(2026, 1, 5)),
        ("051226", date(2026, 12, 5)),
        ("05122026", date(2026, 12, 5)),
        ("05/12/26", date(2026, 12, 5)),
        ("5-12-2026", date(2026, 12, 5)),
        ("010170", date(1970, 1, 1)),
        ("010146", date(2046, 1, 1)),
        ("29/02/2028", date(2028, 2, 29)),
        ("o", LAVORO),
        ("O", LAVORO),
        ("+", date(2026, 3, 21)),
        ("--", date(2026, 3, 18)),
        (".", LAVORO),
        ("", None),
        ("  ", None),
    ],
)
def test_data(testo: str, attesa: date | None) -> None:
    assert leggi_data(testo, LAVORO) == attesa


def test_data_riferita_alla_precedente() -> None:
    prima = date(2026, 12, 31)
    assert leggi_data("+", LAVORO, prima) == date(2027, 1, 1)
    assert leggi_data(".", LAVORO, prima) == prima


@pytest.mark.parametrize(
    ("testo", "frase"),
    [
        ("32", "Il giorno 32 non esiste in 03/2026: l'ultimo è il 31."),
        ("3102", "Il giorno 31 non esiste in 02/2026: l'ultimo è il 28."),
        ("290226", "l'ultimo è il 28"),
        ("0113", "Il mese 13 non esiste"),
        ("0", "Il giorno 0 non esiste"),
        ("123", "'123' non è una data"),
        ("12345", "non è una data"),
        ("ieri", "non è una data"),
        ("1/2/3/4", "non è una data"),
        ("1/2/345", "non è una data"),
        ("1//2026", "non è una data"),
        ("01010000", "L'anno 0 non esiste"),
        ("²", "non è una data"),
    ],
)
def test_data_sbagliata(testo: str, frase: str) -> None:
    with pytest.raises(ErroreImmissione, match=frase.replace("(", r"\(")):
        leggi_data(testo, LAVORO)


def test_data_oltre_i_confini() -> None:
    with pytest.raises(ErroreImmissione):
        sposta_data(date.max, 1)


def test_giorno_della_settimana() -> None:
    assert giorno_settimana(LAVORO) == "venerdì"


@given(st.dates())
def test_data_scritta_si_rilegge(giorno: date) -> None:
    assert leggi_data(scrivi_data(giorno), LAVORO) == giorno


@pytest.mark.parametrize(
    ("testo", "decimali", "atteso"),
    [
        ("1040", 2, "1040"),
        ("56,34", 2, "56.34"),
        ("56.34", 2, "56.34"),
        (",5", 2, "0.5"),
        ("5,", 2, "5"),
        ("-12,5", 2, "-12.5"),
        ("+12", 2, "12"),
        ("120+35,50", 2, "155.50"),
        ("120 + 35.5 - 5", 2, "150.5"),
        ("1.234,56", 2, "1234.56"),
        ("1.234.567,8", 2, "1234567.8"),
        ("0,12345", 5, "0.12345"),
        ("1,234", 3, "1.234"),
        ("1,200", 2, "1.2"),
        ("-0", 2, "0"),
    ],
)
def test_numero(testo: str, decimali: int, atteso: str) -> None:
    letto = leggi_numero(testo, decimali)
    assert letto == Decimal(atteso)
    assert isinstance(letto, Decimal)


def test_numero_vuoto() -> None:
    assert leggi_numero("  ") is None


@pytest.mark.parametrize(
    ("testo", "frase"),
    [
        ("1.234", "1.234 è ambiguo: scrivere 1234 oppure 1,23"),
        ("1.234.567", "ambiguo"),
        ("10+1.234", "ambiguo"),
        ("1,234", "troppi decimali: scrivere il numero con al massimo 2 decimali"),
        ("12a", "non è un numero"),
        ("1,2,3", "non è un numero"),
        ("1,234.56", "non è un numero"),
        ("12.34,56", "non è un numero"),
        ("12++3", "non è un numero"),
        ("12+", "non è un numero"),
        ("+", "non è un numero"),
        ("1e5", "non è un numero"),
        ("٣", "non è un numero"),
        ("1000000000000", "troppo grande"),
        ("999999999999+1", "troppo grande"),
    ],
)
def test_numero_sbagliato(testo: str, frase: str) -> None:
    with pytest.raises(ErroreImmissione) as errore:
        leggi_numero(testo, 2)
    assert frase in errore.value.messaggio


def test_numero_ambiguo_anche_nel_prezzo_dice_le_due_scritture() -> None:
    with pytest.raises(ErroreImmissione, match="scrivere 1234 oppure 1,234"):
        leggi_numero("1.234", 5)


@pytest.mark.parametrize(
    ("valore", "minimi", "massimi", "atteso"),
    [
        ("1040", 2, 2, "1.040,00"),
        ("-1234567.5", 2, 2, "-1.234.567,50"),
        ("0", 2, 2, "0,00"),
        ("90.5", 2, 5, "90,50"),
        ("0.12345", 2, 5, "0,12345"),
        ("4.10000", 2, 5, "4,10"),
        ("100", 0, 0, "100"),
    ],
)
def test_scrivi_numero(valore: str, minimi: int, massimi: int, atteso: str) -> None:
    assert scrivi_numero(Decimal(valore), minimi, massimi) == atteso


def test_scrivi_niente() -> None:
    assert scrivi_numero(None) == ""
    assert scrivi_data(None) == ""


@given(st.decimals(min_value=-(10**10), max_value=10**10, places=5))
def test_numero_scritto_si_rilegge(valore: Decimal) -> None:
    assert leggi_numero(scrivi_numero(valore, 2, 5, migliaia=False), 5) == valore
    assert leggi_numero(scrivi_numero(valore, 2, 5), 5) == valore


@pytest.mark.parametrize("testo", ["1,5", "a", "--1", "²", "1 000"])
def test_intero_sbagliato(testo: str) -> None:
    with pytest.raises(ErroreImmissione):
        leggi_intero(testo)


def test_intero() -> None:
    assert leggi_intero(" 42 ") == 42
    assert leggi_intero("-3") == -3
    assert leggi_intero("") is None


def test_lettera() -> None:
    assert leggi_lettera("s", ("S", "N")) == "S"
    assert leggi_lettera("", ("S", "N")) == ""
    with pytest.raises(ErroreImmissione, match="scrivere P, D oppure vuoto"):
        leggi_lettera("x", ("P", "D", ""))
