"""Amounts come back from the archive exactly as they went in, and SQL adds them exactly."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Integer, MetaData, Table, create_engine, func, select

from parcella.ledger.tipi import (
    Euro,
    Giorno,
    Istante,
    Percentuale,
    Prezzo,
    Quantita,
    arrotonda,
    data_italiana,
    euro,
    in_italiano,
    prezzo_normale,
    quota_cumulativa,
)

TABELLA = Table(
    "prova",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("euro", Euro),
    Column("quantita", Quantita),
    Column("percentuale", Percentuale),
    Column("prezzo", Prezzo),
    Column("giorno", Giorno),
    Column("istante", Istante),
)

importi = st.decimals(min_value=-(10**12), max_value=10**12, places=2)
prezzi = st.decimals(min_value=-(10**9), max_value=10**9, places=5)


@pytest.fixture(scope="module")
def connessione() -> Iterator[Connection]:
    motore = create_engine("sqlite://")
    TABELLA.metadata.create_all(motore)
    with motore.connect() as aperta:
        yield aperta


def andata_e_ritorno(connessione: Connection, colonna: str, valore: object) -> object:
    connessione.execute(TABELLA.delete())
    connessione.execute(TABELLA.insert().values(id=1, **{colonna: valore}))
    return connessione.execute(select(TABELLA.c[colonna])).scalar_one()


@pytest.mark.parametrize("colonna", ["euro", "quantita", "percentuale"])
@given(valore=importi)
def test_due_decimali_esatti(connessione: Connection, colonna: str, valore: Decimal) -> None:
    tornato = andata_e_ritorno(connessione, colonna, valore)
    assert tornato == valore
    assert isinstance(tornato, Decimal)
    assert tornato.as_tuple().exponent == -2


@given(valore=prezzi)
def test_prezzo_esatto_senza_zeri_oltre_il_secondo(connessione: Connection, valore: Decimal) -> None:
    tornato = andata_e_ritorno(connessione, "prezzo", valore)
    assert isinstance(tornato, Decimal)
    assert tornato == valore
    testo = str(tornato)
    decimali = testo.partition(".")[2]
    assert 2 <= len(decimali) <= 5
    assert len(decimali) == 2 or not testo.endswith("0")


@pytest.mark.parametrize(
    ("colonna", "valore"),
    [("euro", "0.001"), ("euro", "-1.005"), ("quantita", "1.234"), ("percentuale", "4.005"), ("prezzo", "0.000001")],
)
def test_un_decimale_di_troppo_e_un_errore(connessione: Connection, colonna: str, valore: str) -> None:
    with pytest.raises(Exception, match=r"ha più di \d decimali") as errore:
        andata_e_ritorno(connessione, colonna, Decimal(valore))
    assert isinstance(errore.value.__cause__ or errore.value, ValueError)


def test_nulla_resta_nulla(connessione: Connection) -> None:
    for colonna in TABELLA.c:
        if colonna.name != "id":
            assert andata_e_ritorno(connessione, colonna.name, None) is None


@given(valori=st.lists(importi, min_size=1, max_size=30))
def test_sql_somma_esattamente(connessione: Connection, valori: list[Decimal]) -> None:
    connessione.execute(TABELLA.delete())
    connessione.execute(TABELLA.insert(), [{"id": n, "euro": valore} for n, valore in enumerate(valori)])
    assert connessione.execute(select(func.sum(TABELLA.c.euro))).scalar_one() == sum(valori)
    assert connessione.execute(select(func.max(TABELLA.c.euro))).scalar_one() == max(valori)


def test_dieci_centesimi_tre_volte_fanno_trenta(connessione: Connection) -> None:
    connessione.execute(TABELLA.delete())
    connessione.execute(TABELLA.insert(), [{"id": n, "euro": Decimal("0.10")} for n in range(3)])
    assert connessione.execute(select(func.sum(TABELLA.c.euro) == Decimal("0.30"))).scalar_one()
    assert connessione.execute(select(func.sum(TABELLA.c.euro))).scalar_one() == Decimal("0.30")


def test_nel_file_ci_sono_interi(connessione: Connection) -> None:
    connessione.execute(TABELLA.delete())
    connessione.execute(
        TABELLA.insert().values(id=1, euro=Decimal("1040.00"), prezzo=Decimal("1.5"), giorno=date(2026, 3, 1))
    )
    riga = connessione.exec_driver_sql("SELECT euro, prezzo, giorno, typeof(euro), typeof(prezzo) FROM prova").one()
    assert tuple(riga) == (104000, 150000, 20260301, "integer", "integer")


@given(valore=st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_giorno(connessione: Connection, valore: date) -> None:
    assert andata_e_ritorno(connessione, "giorno", valore) == valore


@given(uno=st.dates(), due=st.dates())
def test_i_giorni_si_ordinano_nel_file(uno: date, due: date) -> None:
    giorno = Giorno()
    assert (giorno.process_bind_param(uno, None) < giorno.process_bind_param(due, None)) == (uno < due)


@given(valore=st.datetimes(datetime(1990, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_istante_in_utc(connessione: Connection, valore: datetime) -> None:
    tornato = andata_e_ritorno(connessione, "istante", valore.astimezone(timezone(timedelta(hours=2))))
    assert tornato == valore.replace(microsecond=0)
    assert isinstance(tornato, datetime)
    assert tornato.tzinfo is UTC


@pytest.mark.parametrize(
    ("valore", "atteso"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("1.004999", "1.00"), ("2.675", "2.68")]
)
def test_si_arrotonda_il_mezzo_centesimo_per_eccesso(valore: str, atteso: str) -> None:
    assert str(arrotonda(Decimal(valore))) == atteso


@given(
    importo=st.decimals(0, 10**6, places=2),
    tappe=st.lists(st.decimals(0, 10**6, places=2), min_size=1, max_size=8, unique=True),
)
def test_le_quote_cumulative_si_sommano_all_importo(importo: Decimal, tappe: list[Decimal]) -> None:
    totale = max(tappe)
    punti = [Decimal(0), *sorted(tappe)]
    mosse = [quota_cumulativa(importo, prima, dopo, totale) for prima, dopo in pairwise(punti)]
    assert sum(mosse) == (importo if totale else 0)


@pytest.mark.parametrize(
    ("valore", "atteso"), [("10", "10.00"), ("1.5", "1.50"), ("1.23000", "1.23"), ("0.12345", "0.12345"), ("0", "0.00")]
)
def test_prezzo_normale(valore: str, atteso: str) -> None:
    assert str(prezzo_normale(Decimal(valore))) == atteso


def test_testi_italiani() -> None:
    assert in_italiano(Decimal("1040.00")) == "1.040,00"
    assert in_italiano(Decimal("-1234567.5")) == "-1.234.567,50"
    assert in_italiano(Decimal("0.12345"), 5) == "0,12345"
    assert data_italiana(date(2026, 12, 31)) == "31/12/2026"
    assert data_italiana(None) == ""
    assert str(euro("10")) == "10.00"


def test_un_decimal_senza_tipo_non_si_scrive() -> None:
    """What the types protect from: sqlite3 itself does not know Decimal."""
    with pytest.raises(sqlite3.Error, match=r"type 'decimal\.Decimal' is not supported"):
        sqlite3.connect(":memory:").execute("SELECT ?", (Decimal("0.1"),))
