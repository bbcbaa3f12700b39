"""The first screen waits for nothing heavy: the ledger and the printers are imported after it, or when used."""

import subprocess
import sys

import pytest

PESANTI = ("sqlmodel", "sqlalchemy", "fpdf", "lxml", "pydantic", "alembic")


@pytest.mark.parametrize("modulo", ["parcella.app", "parcella.keyboard.comandi", "parcella.widgets.ricerca"])
def test_niente_di_pesante_all_importazione(modulo: str) -> None:
    codice = f"import sys, {modulo}; print([m for m in {PESANTI!r} if m in sys.modules])"
    uscita = subprocess.run([sys.executable, "-c", codice], capture_output=True, text=True, check=True)
    assert uscita.stdout.strip() == "[]"
