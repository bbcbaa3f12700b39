"""Cells as spreadsheets leave them, column by column."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.prestazioni.tabelle import Particolarita, Prestazione
from parcella.ledger.scambio.fogli.celle import CellaErrata, lettore
from parcella.ledger.scambio.fogli.valori import per_persone
from parcella.ledger.tabella import colonne
from parcella.ledger.tipi import prezzo_normale

D = Decimal
COLONNE = {
    (tabella.__name__, colonna.name): colonna
    for tabella in (Cliente, Prestazione, Particolarita)
    for colonna in colonne(tabella)
}


def letto(campo: str, cella: Any, tabella: str = "Cliente") -> Any:
    return lettore(COLONNE[tabella, campo])(cella, lambda _nota: None)


@pytest.mark.parametrize(
    ("cella", "valore"),
    [
        (1234.56, "1234.56"), ("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("€ 1 234,5", "1234.50"),
        ("1.234", "1234.00"), ("1.234.567", "1234567.00"), (0.1 + 0.2, "0.30"), (90, "90.00"), ("-3,10", "-3.10"),
        ("12,50 EUR", "12.50"), ("1\xa0000,00", "1000.00"),
    ],
)  # fmt: skip
def test_importi(cella: Any, valore: str) -> None:
    assert letto("minimo_fatturabile", cella, "Prestazione") == D(valore)


@pytest.mark.parametrize("cella", [1.234, "1,234", "abc", True, date(2026, 1, 1), 1e30, "1,2,3", float("nan"), "--1"])
def test_importi_che_non_lo_sono(cella: Any) -> None:
    with pytest.raises(CellaErrata):
        letto("minimo_fatturabile", cella, "Prestazione")


def test_prezzi_fino_a_cinque_decimali() -> None:
    assert letto("prezzo_oltre", "1,23450", "Particolarita") == D("1.2345")
    assert letto("prezzo_oltre", 70.12345, "Particolarita") == D("70.12345")
    with pytest.raises(CellaErrata, match=r"due modi: scriverlo con la virgola \(1234,00 o 1,234\)"):
        letto("prezzo_oltre", "1.234", "Particolarita")


@pytest.mark.parametrize(
    "cella",
    ["31/12/2026", "31-12-2026", "31.12.2026", "2026-12-31", "2026-12-31 00:00:00", 46387,
     date(2026, 12, 31), datetime.fromisoformat("2026-12-31T10:30:00")],
)  # fmt: skip
def test_date(cella: Any) -> None:
    assert letto("data_mandato", cella) == date(2026, 12, 31)


@pytest.mark.parametrize("cella", ["31/12/26", "31/02/2026", "12/31/2026", "ieri", 3, "31/12/1026", True])
def test_date_che_non_lo_sono(cella: Any) -> None:
    with pytest.raises(CellaErrata):
        letto("data_mandato", cella)


@pytest.mark.parametrize("cella", ["S", "sì", "SI", "x", 1, True, "vero", "Yes", "1"])
def test_si(cella: Any) -> None:
    assert letto("annullato", cella) == "S"
    assert letto("soggetta_ritenuta", cella, "Prestazione") == "S"


@pytest.mark.parametrize("cella", ["n", "No", 0, False, "falso", "-"])
def test_no(cella: Any) -> None:
    assert letto("annullato", cella) == "N"


@pytest.mark.parametrize(
    ("campo", "cella", "valore"),
    [
        ("cap", 47921.0, "47921"), ("cap", 121, "00121"), ("cap", "121", "00121"), ("cap", "47921.0", "47921"),
        ("partita_iva", 488410010, "00488410010"), ("partita_iva", "00488410010.0", "00488410010"),
        ("codice_destinatario", 0, "0000000"), ("telefono", 3331234567, "3331234567"), ("telefono", 541123, "0541123"),
        ("telefono", "'+39 0541 1", "+39 0541 1"), ("nazione", "Italia", "IT"), ("provincia", "(RN)", "RN"),
        ("codice", 501.0001, "501.00010"), ("codice", 12, "12"), ("note", "a\nb", "a b"), ("note", "'=1+1", "=1+1"),
        ("numero_civico", 3.0, "3"), ("esigibilita_iva", "split payment", "S"), ("tariffario", 2.0, 2),
        ("ragione_sociale", "  Neri \xa0", "Neri"), ("note", "  ", None), ("ragione_sociale", 3.14, "3.14"),
    ],
)  # fmt: skip
def test_testi_e_codici(campo: str, cella: Any, valore: Any) -> None:
    assert letto(campo, cella) == valore


def test_un_civico_diventato_data() -> None:
    with pytest.raises(CellaErrata, match="una data"):
        letto("numero_civico", datetime.fromisoformat("2026-02-01"))


@pytest.mark.parametrize("cella", ["#N/D", "#REF!", "a\x00b"])
def test_celle_guaste(cella: str) -> None:
    with pytest.raises(CellaErrata):
        letto("comune", cella)


@given(st.decimals(min_value=D("-999999"), max_value=D("9999999"), places=2))
def test_un_importo_scritto_per_una_persona_si_rilegge(importo: Decimal) -> None:
    assert letto("minimo_fatturabile", per_persone(importo), "Prestazione") == importo
    assert letto("minimo_fatturabile", float(importo), "Prestazione") == importo


@given(st.decimals(min_value=D(0), max_value=D("9999999"), places=5))
def test_un_prezzo_in_virgola_mobile_si_rilegge(prezzo: Decimal) -> None:
    assert letto("prezzo_oltre", float(prezzo), "Particolarita") == prezzo_normale(prezzo)


@given(st.one_of(st.text(), st.floats(), st.integers(), st.dates(), st.booleans(), st.times()))
def test_nessuna_cella_fa_cadere_nessuna_colonna(cella: Any) -> None:
    for colonna in COLONNE.values():
        try:
            lettore(colonna)(cella, lambda _nota: None)
        except CellaErrata as errore:
            assert str(errore)
