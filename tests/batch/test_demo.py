"""`parcella demo`: a whole studio in a folder of its own, and nothing anywhere else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.mark.slow
def test_la_demo_fa_uno_studio_intero(comando: Callable[..., Any], tmp_path: Path, casa_propria: Path) -> None:
    cartella = tmp_path / "demo"
    esito = comando("--json", "--data-lavoro", "2026-06-30", "demo", "--cartella", cartella)
    assert esito.codice == 0, esito.errori
    fatto = esito.json
    assert fatto["violazioni"] == []
    assert fatto["notule"] > 10 and fatto["parcelle_definitive"] > 10 and fatto["parcelle_provvisorie"] > 0
    assert len(list((cartella / "pdf").glob("*.pdf"))) == fatto["pdf"]
    assert fatto["pdf"] == fatto["notule"] + fatto["parcelle_definitive"] + fatto["parcelle_provvisorie"]
    assert len(list((cartella / "xml").glob("*.xml"))) == fatto["xml"] > 10
    assert fatto["dal"] > "2025-06-30" and fatto["al"] <= "2026-06-30"
    archivio = cartella / "studio.parcella"
    assert comando("--archivio", archivio, "archivio", "verifica").codice == 0
    assert not list(casa_propria.rglob("*.parcella"))  # the archive of the user is not touched

    (cartella / "appunti.txt").write_text("miei", encoding="utf-8")
    ancora = comando("--data-lavoro", "2026-06-30", "demo", "--cartella", cartella)
    assert ancora.codice == 0 and "Verifica dei libri: in ordine" in ancora.uscita
    assert (cartella / "appunti.txt").read_text(encoding="utf-8") == "miei"


@pytest.mark.parametrize("cosa", ["una cartella altrui", "un file"])
def test_la_demo_non_tocca_cio_che_non_e_suo(comando: Callable[..., Any], tmp_path: Path, cosa: str) -> None:
    posto = tmp_path / "mio"
    if cosa == "un file":
        posto.write_text("miei", encoding="utf-8")
    else:
        (posto / "pdf").mkdir(parents=True)
        (posto / "pdf" / "fattura.pdf").write_text("mia", encoding="utf-8")
    esito = comando("demo", "--cartella", posto)
    assert (esito.codice, esito.uscita) == (1, "")
    assert "non è la cartella di una demo" in esito.errori
    assert len(list(tmp_path.rglob("*.*"))) == (0 if cosa == "un file" else 1)
