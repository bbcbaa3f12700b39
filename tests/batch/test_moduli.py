"""`parcella moduli`: the forms listed, and one copied to be changed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def cartella(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder."""
    monkeypatch.setattr("parcella.risorse.cartella_utente", lambda: tmp_path / "utente")
    return tmp_path / "utente" / "forms"


@pytest.mark.requisito("FPA-066")
def test_elenco(comando: Callable[..., Any], cartella: Path) -> None:
    voci = comando("--json", "moduli", "elenco").json
    assert [(v["codice"], v["tipo"], v["di_chi"]) for v in voci if v["codice"][:2] != "NC"] == [
        ("NO", "pagine", "programma"),
        ("NO1", "pagine", "programma"),
        ("PA", "pagine", "programma"),
        ("PAE", "fatturapa", "programma"),
    ]


@pytest.mark.requisito("FPA-066", "FPA-067")
def test_copia_dice_che_non_ricevera_aggiornamenti(comando: Callable[..., Any], cartella: Path) -> None:
    esito = comando("moduli", "copia", "PAE", "PAX")
    assert (esito.codice, str(cartella / "PAX.toml") in esito.uscita) == (0, True)
    assert "gli aggiornamenti del programma non la cambieranno" in esito.uscita
    assert 'tipo = "fatturapa"' in (cartella / "PAX.toml").read_text(encoding="utf-8")
    assert comando("--json", "moduli", "elenco").json[-1]["di_chi"] == "studio"


def test_copia_sopra_un_altra_solo_se_confermata(comando: Callable[..., Any], cartella: Path) -> None:
    assert comando("moduli", "copia", "PAE", "PAX").codice == 0
    (cartella / "PAX.toml").write_text("# mia\n", encoding="utf-8")
    esito = comando("moduli", "copia", "PAE", "PAX")
    assert (esito.codice, "--rispondi sostituisci_modulo=S" in esito.errori) == (1, True)
    assert comando("--si", "--json", "moduli", "copia", "PAE", "PAX").json["codice"] == "PAX"
    assert comando("moduli", "copia", "PAE", "NOX").codice == 1
