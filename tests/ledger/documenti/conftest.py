import pytest

from parcella.ledger.archivio import Archivio

from .banco import Banco, apri_banco


@pytest.fixture
def banco(archivio_vuoto: Archivio) -> Banco:
    return apri_banco(archivio_vuoto)
