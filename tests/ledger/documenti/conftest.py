import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from parcella.ledger import archivio

from .banco import Banco, apri_banco, banco_di


@pytest.fixture(scope="session")
def banco_modello(archivio_modello: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small studio, imported once: copied, never written."""
    percorso = tmp_path_factory.mktemp("banco") / "studio.parcella"
    shutil.copy(archivio_modello, percorso)
    percorso.chmod(0o600)
    with archivio.apri(percorso) as aperto:
        apri_banco(aperto)
    return percorso


@pytest.fixture
def banco(banco_modello: Path, tmp_path: Path) -> Iterator[Banco]:
    percorso = tmp_path / "banco.parcella"
    shutil.copy(banco_modello, percorso)
    percorso.chmod(0o600)
    with archivio.apri(percorso) as aperto:
        yield banco_di(aperto)
