"""Which price applies, and the limits (PRE-059…061, PRE-073…087)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcella.ledger.prestazioni.prezzi import PrezzoParticolare, limite, trova

GIORNO = date(2026, 3, 10)
D = Decimal


def particolare(
    oltre: str,
    *scaglioni: tuple[str, str],
    cliente: str | None = None,
    tariffario: int | None = None,
    da: date | None = None,
    a: date | None = None,
) -> PrezzoParticolare:
    brackets = tuple((D(quantita), D(prezzo)) for quantita, prezzo in scaglioni)
    return PrezzoParticolare(cliente, tariffario, da, a, brackets, D(oltre))


@pytest.mark.requisito("PRE-087", "PRE-073", "PRE-083")
def test_the_most_specific_first_then_the_list() -> None:
    per_cliente = particolare("1.00", cliente="501.00001")
    per_tariffario = particolare("2.00", tariffario=2)
    generica = particolare("3.00")
    prezzi = {1: D("10.00"), 2: D("20.00")}

    def prezzo(cliente: str | None, tariffario: int | None, *particolarita: PrezzoParticolare) -> Decimal | None:
        return trova(D(1), cliente, tariffario, GIORNO, particolarita, prezzi)

    tutte = (generica, per_tariffario, per_cliente)
    assert prezzo("501.00001", 2, *tutte) == D("1.00")
    assert prezzo("501.00002", 2, *tutte) == D("2.00")
    assert prezzo(None, 2, *tutte) == D("2.00")
    assert prezzo("501.00002", 1, *tutte) == D("3.00")
    assert prezzo("501.00002", 2, per_cliente) == D("20.00")
    assert prezzo("501.00002", None, per_cliente) == D("10.00")
    assert prezzo(None, 3) == D("10.00")  # no price in tariffario 3: that of tariffario 1
    assert trova(D(1), None, 1, GIORNO, (), {2: D("20.00")}) is None
    assert trova(D(1), None, 2, GIORNO, (), {1: D("10.00"), 2: D("0.00")}) == D("0.00")


@pytest.mark.requisito("PRE-078", "PRE-079")
def test_validity_has_both_ends_included() -> None:
    prima, ultima = date(2026, 1, 1), date(2026, 6, 30)
    particolarita = [particolare("1.00", da=prima, a=ultima)]
    attesi = {date(2025, 12, 31): None, prima: D("1.00"), ultima: D("1.00"), date(2026, 7, 1): None}
    for giorno, atteso in attesi.items():
        assert trova(D(1), None, None, giorno, particolarita, {}) == atteso
    assert trova(D(1), None, None, date(1999, 1, 1), [particolare("1.00")], {}) == D("1.00")


def test_the_latest_da_data_wins() -> None:
    particolarita = [particolare("1.00"), particolare("3.00", da=GIORNO), particolare("2.00", da=date(2026, 1, 1))]
    assert trova(D(1), None, None, GIORNO, particolarita, {}) == D("3.00")
    assert trova(D(1), None, None, date(2026, 2, 1), particolarita, {}) == D("2.00")
    assert trova(D(1), None, None, date(2025, 2, 1), particolarita, {}) == D("1.00")


@pytest.mark.requisito("PRE-080", "PRE-081", "PRE-082")
def test_brackets_and_fixed_value() -> None:
    a_scaglioni = [particolare("70.00", ("4.00", "85.00"), ("10.00", "0.00"))]
    attesi = {None: "85.00", D("4.00"): "85.00", D("4.01"): "0.00", D("10.00"): "0.00", D("10.01"): "70.00"}
    for quantita, prezzo in attesi.items():
        assert trova(quantita, None, None, GIORNO, a_scaglioni, {}) == D(prezzo)
    for quantita in (D("0.01"), D(1000)):
        assert trova(quantita, None, None, GIORNO, [particolare("70.00")], {}) == D("70.00")


@pytest.mark.requisito("PRE-059", "PRE-060", "PRE-061", "DOC-085")
def test_figures_of_the_manual() -> None:
    rossi = [particolare("9.00", ("10.00", "8.00"), cliente="501.00001")]
    minimo, massimo = D("10.00"), D("60.00")
    assert trova(D(1), None, None, GIORNO, rossi, {}) is None
    assert limite(D("0.00"), minimo, massimo) == ("minimo", D("10.00"))
    assert trova(D(3), "501.00001", None, GIORNO, rossi, {}) == D("8.00")
    assert limite(D("24.00"), minimo, massimo) is None
    assert trova(D(9), "501.00001", None, GIORNO, rossi, {}) == D("8.00")
    assert limite(D("72.00"), minimo, massimo) == ("massimo", D("60.00"))


def test_limits_not_set_and_reached() -> None:
    assert limite(D("5.00"), None, None) is None
    assert limite(D("5.00"), D("0.00"), D("0.00")) is None
    assert limite(D("10.00"), D("10.00"), D("10.00")) is None


@given(
    st.lists(st.integers(1, 9999), min_size=1, max_size=8, unique=True).map(sorted),
    st.integers(0, 10_000),
)
def test_a_quantity_takes_the_first_bracket_that_holds_it(fino_a: list[int], quantita: int) -> None:
    scaglioni = [(str(q), f"{indice}.00") for indice, q in enumerate(fino_a)]
    prezzo = trova(D(quantita), None, None, GIORNO, [particolare("99.00", *scaglioni)], {})
    attesi = [D(p) for q, p in scaglioni if quantita <= D(q)]
    assert prezzo == (attesi[0] if attesi else D("99.00"))
