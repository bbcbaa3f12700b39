import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger.documenti.banco import studio
from parcella.batch.principale import esegui

from .banco_comandi import Ufficio, parcella


@pytest.fixture(scope="session")
def ufficio_modello(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small studio, imported once: copied, never written."""
    cartella = tmp_path_factory.mktemp("ufficio")
    (cartella / "studio.json").write_text(json.dumps(studio()), encoding="utf-8")
    argomenti = ["--archivio", cartella / "studio.parcella", "--data-lavoro", "2010-09-02", "--json", "importa"]
    assert esegui([*map(str, argomenti), str(cartella / "studio.json")]) == 0
    return cartella / "studio.parcella"


@pytest.fixture
def ufficio(comando: Callable[..., Any], ufficio_modello: Path, tmp_path: Path) -> Ufficio:
    archivio = tmp_path / "studio.parcella"
    shutil.copy(ufficio_modello, archivio)
    archivio.chmod(0o600)
    return Ufficio(comando, tmp_path, archivio)


@pytest.fixture
def esportate(ufficio: Ufficio) -> Ufficio:
    """PA 1/1 and PA 1/2, each with its file."""
    ufficio.emetti(parcella(), parcella("200.00"))
    ufficio.json("fatturapa", "esporta", "--cartella", ufficio.cartella / "xml")
    return ufficio
