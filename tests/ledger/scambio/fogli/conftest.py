import pytest

from ledger.scambio.fogli.banco import GIORNO
from ledger.scambio.studio import byte, studio
from parcella.ledger.archivio import Archivio
from parcella.ledger.scambio.importa import importa


@pytest.fixture
def archivio(archivio_vuoto: Archivio) -> Archivio:
    """The small studio: clients 501.00001 and 501.00002, prestazioni CONSUL and NOTA, tariffari BASE and AMICI."""
    importa(archivio_vuoto, [("studio.json", byte(studio()))], data_lavoro=GIORNO)
    return archivio_vuoto
