"""What a command shows, to programs and to people."""

import json
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parcella.batch import uscita
from parcella.batch.opzioni import Opzioni
from parcella.ledger.esito import Avviso


def mostra(capsys: pytest.CaptureFixture[str], valore: Any, json_: bool = False, **altro: Any) -> str:
    uscita.stampa(valore, Opzioni(json=json_), **altro)
    return capsys.readouterr().out


VALORE = {
    "totale": Decimal("1040.00"),
    "prezzo": Decimal("1.5"),
    "quanto": Decimal("1E+3"),
    "quando": date(2026, 12, 31),
    "istante": datetime(2026, 12, 31, 10, 30, tzinfo=UTC),
    "file": Path("a/b"),
    "niente": None,
    "città": "Forlì",
    "numeri": [1, 2],
    "righe": [{"conto": "101", "importo": Decimal("-0.05")}],
}


def test_json_e_un_solo_valore_con_le_cifre_intere(capsys: pytest.CaptureFixture[str]) -> None:
    scritto = mostra(capsys, VALORE, json_=True, testo="una frase", tabella=["conto"])
    assert json.loads(scritto) == {
        "totale": "1040.00",
        "prezzo": "1.50",
        "quanto": "1000.00",
        "quando": "2026-12-31",
        "istante": "2026-12-31T10:30:00+00:00",
        "file": "a/b",
        "niente": None,
        "città": "Forlì",
        "numeri": [1, 2],
        "righe": [{"conto": "101", "importo": "-0.05"}],
    }
    assert "Forlì" in scritto
    assert list(json.loads(scritto)) == list(VALORE)


def test_un_float_non_passa(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(TypeError, match="float"):
        mostra(capsys, {"importo": 0.1}, json_=True)
    assert capsys.readouterr().out == ""


def test_le_persone_leggono_numeri_e_date_italiane(capsys: pytest.CaptureFixture[str]) -> None:
    scritto = mostra(capsys, VALORE)
    assert "Totale   1.040,00" in scritto
    assert "Quando   31/12/2026" in scritto
    assert "Righe\n" in scritto
    assert "-0,05" in scritto
    assert "Niente" not in scritto


def test_una_tabella_ha_le_colonne_scelte_e_i_numeri_a_destra(capsys: pytest.CaptureFixture[str]) -> None:
    righe = [
        {"conto": "[101]", "importo": Decimal("1040.00"), "interno": "no"},
        {"conto": "2", "importo": None, "interno": "no"},
        {"conto": "3", "importo": Decimal("5.00"), "interno": "no"},
    ]
    linee = mostra(capsys, righe, tabella={"importo": "Euro", "conto": "Conto"}).splitlines()
    assert [linea.split() for linea in linee if "─" not in linea] == [
        ["Euro", "Conto"],
        ["1.040,00", "[101]"],
        ["2"],
        ["5,00", "3"],
    ]
    assert linee[2].index("0 ") == linee[4].index("0 ")


def test_un_elenco_vuoto_lo_dice(capsys: pytest.CaptureFixture[str]) -> None:
    assert mostra(capsys, []) == "Nessun elemento.\n"
    assert json.loads(mostra(capsys, [], json_=True)) == []


def test_gli_avvisi_e_l_avanzamento_non_sporcano_l_uscita(capsys: pytest.CaptureFixture[str]) -> None:
    uscita.stampa_avvisi([Avviso("x", "La PEC manca.")])
    with uscita.avanzamento("Stampo", 25) as avanza:
        for _ in range(25):
            avanza()
    scritto = capsys.readouterr()
    assert scritto.out == ""
    linee = scritto.err.splitlines()
    assert linee[0] == "Avviso: La PEC manca."
    assert linee[1] == "Stampo: 3 di 25"
    assert linee[-1] == "Stampo: 25 di 25"
    assert len(linee) == 1 + 9


def test_l_avanzamento_a_terminale_e_una_barra(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with uscita.avanzamento("Stampo", 2) as avanza:
        avanza()
        avanza()
    scritto = capsys.readouterr()
    assert scritto.out == ""
    assert "2/2" in scritto.err
