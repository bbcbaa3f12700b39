"""Due dates and amounts of the payment terms: the table of fisco § 5."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcella.ledger.aziende.rate import Termini, dividi, rate, scadenze
from parcella.ledger.esito import Rifiuto

D = Decimal


def giorno(testo: str) -> date:
    g, m, a = testo.split("/")
    return date(int(a), int(m), int(g))


TRE_FM = {"numero_rate": 3, "giorni_prima_rata": 30, "fine_mese": True}
AGOSTO_DICEMBRE = {"mesi_esclusi": frozenset({8, 12})}
DODICI = (
    "31/01/2026 28/02/2026 31/03/2026 30/04/2026 31/05/2026 30/06/2026 "
    "31/07/2026 31/08/2026 30/09/2026 31/10/2026 30/11/2026 31/12/2026"
)


@pytest.mark.parametrize(
    ("termini", "base", "attese"),
    [
        pytest.param({}, "18/03/2026", "18/03/2026", id="1"),
        pytest.param({"giorni_prima_rata": 30}, "31/01/2026", "28/02/2026", id="2"),
        pytest.param({"giorni_prima_rata": 30, "unita": "G"}, "31/01/2026", "02/03/2026", id="2b"),
        pytest.param(TRE_FM, "15/01/2026", "28/02/2026 31/03/2026 30/04/2026", id="3"),
        pytest.param(TRE_FM, "31/01/2026", "28/02/2026 31/03/2026 30/04/2026", id="4"),
        pytest.param(TRE_FM | {"unita": "G"}, "31/01/2026", "31/03/2026 30/04/2026 31/05/2026", id="4b"),
        pytest.param(
            {"giorni_prima_rata": 60, "fine_mese": True, "piu_giorni": 10}, "20/05/2026", "10/08/2026", id="5"
        ),
        pytest.param(
            TRE_FM | AGOSTO_DICEMBRE | {"giorno_ripresa": 10}, "10/06/2026", "31/07/2026 10/09/2026 30/09/2026", id="6"
        ),
        pytest.param(TRE_FM | AGOSTO_DICEMBRE, "10/06/2026", "31/07/2026 30/09/2026 30/09/2026", id="6b"),
        pytest.param(
            {"giorni_prima_rata": 60, "fine_mese": True, "giorno_ripresa": 10} | AGOSTO_DICEMBRE,
            "22/10/2026",
            "10/01/2027",
            id="7",
        ),
        pytest.param({"giorni_prima_rata": 30, "giorno_fisso": 15}, "20/02/2026", "15/04/2026", id="8"),
        pytest.param({"giorni_prima_rata": 30, "giorno_fisso": 15}, "10/02/2026", "15/03/2026", id="8 dal 10/02"),
        pytest.param({"numero_rate": 12, "giorno_fisso": 31}, "31/01/2026", DODICI, id="9"),
        pytest.param(TRE_FM, "30/11/2027", "31/12/2027 31/01/2028 29/02/2028", id="10"),
        # Half months are days; the same day after an excluded month; the fixed day survives a short month.
        pytest.param({"giorni_prima_rata": 45}, "31/01/2026", "15/03/2026", id="45 giorni"),
        pytest.param({"giorni_prima_rata": 60} | AGOSTO_DICEMBRE, "12/06/2026", "12/09/2026", id="stesso giorno"),
        pytest.param({"fine_mese": True, "mesi_esclusi": frozenset({2})}, "10/02/2026", "31/03/2026", id="fine mese"),
        pytest.param(
            {"giorno_fisso": 30, "mesi_esclusi": frozenset({2})}, "10/02/2026", "30/03/2026", id="fisso e mese escluso"
        ),
        pytest.param(
            {"mesi_esclusi": frozenset({7, 8, 9})}, "31/07/2026", "31/10/2026", id="più mesi esclusi di seguito"
        ),
    ],
)
def test_scadenze(termini: dict[str, Any], base: str, attese: str) -> None:
    assert scadenze(Termini(**termini), giorno(base)) == [giorno(x) for x in attese.split()]


@pytest.mark.parametrize(
    ("totale", "n", "attesi"),
    [
        ("1068.80", 3, "356.26 356.26 356.28"),
        ("100.00", 3, "33.33 33.33 33.34"),
        ("-100.00", 3, "-33.33 -33.33 -33.34"),
        ("0.00", 2, "0.00 0.00"),
        ("600.00", 2, "300.00 300.00"),
        ("681.20", 2, "340.60 340.60"),
        ("0.02", 3, "0.00 0.00 0.02"),
        ("10.00", 1, "10.00"),
    ],
)
def test_dividi(totale: str, n: int, attesi: str) -> None:
    assert [str(x) for x in dividi(D(totale), n)] == attesi.split()


def test_rate_dell_esempio_pdi_034() -> None:
    """Nothing paid of 681,20, PAG = 2 rates at 30/60 days."""
    due = Termini(numero_rate=2, giorni_prima_rata=30)
    assert rate(D("681.20"), date(2010, 9, 2), due) == [
        (date(2010, 10, 2), D("340.60")),
        (date(2010, 11, 2), D("340.60")),
    ]


def test_rate_di_importo_zero_non_si_scrivono() -> None:
    tre = Termini(numero_rate=3)
    assert rate(D("0.00"), date(2026, 1, 1), tre) == []
    assert rate(D("0.01"), date(2026, 1, 1), tre) == [(date(2026, 3, 1), D("0.01"))]


@pytest.mark.parametrize("sbagliati", [{"numero_rate": 0}, {"unita": "X"}, {"mesi_esclusi": frozenset(range(1, 13))}])
def test_termini_impossibili(sbagliati: dict[str, Any]) -> None:
    with pytest.raises(Rifiuto):
        Termini(**sbagliati)


termini_casuali = st.builds(
    Termini,
    numero_rate=st.integers(1, 12),
    giorni_prima_rata=st.sampled_from([0, 15, 30, 45, 60, 90]),
    giorni_intervallo=st.sampled_from([15, 30, 60]),
    unita=st.sampled_from("MG"),
    fine_mese=st.booleans(),
    piu_giorni=st.integers(0, 15),
    giorno_fisso=st.one_of(st.none(), st.integers(1, 31)),
    mesi_esclusi=st.frozensets(st.integers(1, 12), max_size=11),
    giorno_ripresa=st.one_of(st.none(), st.integers(1, 31)),
)


@settings(max_examples=300, deadline=None)
@given(
    st.integers(-1_000_000, 10_000_000).map(lambda cent: D(cent).scaleb(-2)),
    st.dates(date(2000, 1, 1), date(2090, 12, 31)),
    termini_casuali,
)
def test_le_rate_danno_il_totale_e_rispettano_i_termini(totale: Decimal, base: date, termini: Termini) -> None:
    calcolate = rate(totale, base, termini)
    assert sum((importo for _, importo in calcolate), D(0)) == totale
    assert len(scadenze(termini, base)) == termini.numero_rate
    for g in scadenze(termini, base):
        assert g.month not in termini.mesi_esclusi
        assert g >= base
        if termini.giorno_fisso is not None and not termini.giorno_ripresa:
            assert g.day == termini.giorno_fisso or (g + timedelta(days=1)).day == 1
    ordinate = scadenze(termini, base)
    assert ordinate == sorted(ordinate) or termini.mesi_esclusi
