"""From JSON values to typed values and back: what is accepted, and what is told when it is not."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcella.ledger.aziende.tabelle import CodiceIva, Pagamento
from parcella.ledger.prestazioni.tabelle import Prestazione, PrezzoTariffario
from parcella.ledger.scambio import forma
from parcella.ledger.scambio.forma import Forma, FormaErrata, a_json, voci

D = Decimal


def rifiuta(voce: forma.Voce, valore: Any) -> FormaErrata:
    with pytest.raises(FormaErrata) as errore:
        voce(valore)
    return errore.value


@pytest.mark.parametrize(
    ("testo", "atteso"),
    [("1040.00", "1040.00"), ("4", "4.00"), ("0.1", "0.10"), ("-3.50", "-3.50"), ("-0.00", "0.00"), ("007", "7.00")],
)
def test_un_importo(testo: str, atteso: str) -> None:
    assert str(forma.decimale(testo)) == atteso


@pytest.mark.parametrize(
    "valore",
    [4.0, 4, "4,00", "1.040,00", "4.001", "", " 4.00", "4.", ".5", "1e3", "NaN", "٤.00", "9" * 12, True, None, [], {}],
)
def test_un_importo_scritto_male(valore: Any) -> None:
    errore = rifiuta(forma.decimale, valore)
    assert errore.messaggio.startswith("trovato ")
    assert 'atteso un testo come "150.00"' in errore.messaggio


def test_un_prezzo_ha_fino_a_cinque_decimali() -> None:
    assert str(forma.prezzo("0.12345")) == "0.12345"
    assert str(forma.prezzo("80")) == "80.00"
    assert str(forma.prezzo("1.23000")) == "1.23"
    rifiuta(forma.prezzo, "0.123456")


@given(st.integers(-(10**13) + 1, 10**13 - 1))
def test_gli_importi_vanno_e_tornano(centesimi: int) -> None:
    importo = D(centesimi).scaleb(-2)
    scritto = a_json(CodiceIva, CodiceIva(codice="X", descrizione="x", aliquota=importo))["aliquota"]
    assert forma.decimale(scritto) == importo
    assert str(forma.decimale(scritto)) == scritto


@given(st.integers(0, 10**15))
def test_i_prezzi_vanno_e_tornano(centomillesimi: int) -> None:
    prezzo = D(centomillesimi).scaleb(-5)
    scritto = a_json(PrezzoTariffario, PrezzoTariffario(prestazione="X", prezzo=prezzo))["prezzo"]
    assert forma.prezzo(scritto) == prezzo
    intero, _, decimali = scritto.partition(".")
    assert intero.isdigit()
    assert 2 <= len(decimali) <= 5
    assert len(decimali) == 2 or not decimali.endswith("0")


@given(st.text())
def test_qualunque_testo_e_un_importo_o_un_errore(testo: str) -> None:
    try:
        importo = forma.decimale(testo)
    except FormaErrata:
        return
    assert importo == importo.quantize(D("0.01"))


@pytest.mark.parametrize(
    "valore", ["2026-02-31", "31/12/2026", "20261231", "2026-1-1", "2026-W01-1", "0001-01-01", 20261231, None]
)
def test_una_data_impossibile(valore: Any) -> None:
    assert "una data del calendario" in rifiuta(forma.data, valore).messaggio


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_le_date_vanno_e_tornano(giorno: date) -> None:
    assert forma.data(giorno.isoformat()) == giorno


@pytest.mark.parametrize("valore", ["7", 7.0, True, None])
def test_un_numero_intero_e_un_numero(valore: Any) -> None:
    assert "numero intero" in rifiuta(forma.intero, valore).messaggio


@pytest.mark.parametrize("valore", ["a\x00b", "a\nb", "\ud800", 7, None, []])
def test_un_testo_di_una_riga(valore: Any) -> None:
    rifiuta(forma.testo, valore)


def test_vuoto_e_niente() -> None:
    voce = voci(CodiceIva)["natura"]
    assert voce("") is None
    assert voce(None) is None
    assert "un valore" in rifiuta(voci(CodiceIva)["codice"], "").messaggio
    assert voci(Pagamento)["giorno_fisso"](None) is None


@pytest.mark.parametrize(
    ("campo", "valore", "atteso"),
    [
        ("tipo_pagamento", "Q", "uno di: C, M, R"),
        ("aliquota", "-4.00", "fra 0 e 100"),
        ("aliquota", "100.01", "fra 0 e 100"),
        ("natura", "N2", "uno di: N1"),
        ("numero_rate", 100, "fra 1 e 99"),
        ("mesi_esclusi", "8,12", "un elenco"),
        ("mesi_esclusi", [8, "12"], "numero intero"),
    ],
)
def test_lettere_e_limiti_sono_quelli_della_colonna(campo: str, valore: Any, atteso: str) -> None:
    assert atteso in rifiuta((voci(CodiceIva) | voci(Pagamento))[campo], valore).messaggio


def test_gli_elenchi_dentro_una_colonna() -> None:
    assert voci(Pagamento)["mesi_esclusi"]([8, 12]) == "8,12"
    assert voci(Pagamento)["mesi_esclusi"]([]) is None
    assert voci(Prestazione)["righe_testo"](["uno", "", "tre"]) == "uno\n\ntre"
    pagamento = Pagamento(codice="X", descrizione="x", mesi_esclusi="8,12")
    assert a_json(Pagamento, pagamento)["mesi_esclusi"] == [8, 12]
    testo = Prestazione(codice="T", tipo="T", descrizione="x", chiave_nome="X", righe_testo="uno\ndue")
    assert a_json(Prestazione, testo)["righe_testo"] == ["uno", "due"]


def test_il_percorso_di_un_errore() -> None:
    voce = Forma({"righe": forma.elenco(Forma({"importo": forma.decimale}, ("importo",)))})
    assert rifiuta(voce, {"righe": [{"importo": "1.00"}, {"importo": 1}]}).percorso == ["righe", 1, "importo"]
    assert rifiuta(voce, {"righe": [{}]}).percorso == ["righe", 0]
    assert rifiuta(voce, {"righe": {}}).percorso == ["righe"]
    sconosciuta = rifiuta(voce, {"righe": [{"imporot": "1.00"}]})
    assert sconosciuta.percorso == ["righe", 0, "imporot"]
    assert sconosciuta.messaggio == "chiave sconosciuta; forse «importo»?"
    assert rifiuta(voce, []).percorso == []


def test_una_parola_al_posto_di_un_numero() -> None:
    voce = forma.parola("AUTO", forma.intero)
    assert (voce("AUTO"), voce(7)) == ("AUTO", 7)
    rifiuta(voce, "auto")
