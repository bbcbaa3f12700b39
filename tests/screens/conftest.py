"""A small studio for the tests of the screens: `studio_di_prova` is the path of an archive of the test's own."""

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parcella.ledger import archivio
from parcella.ledger.esito import Risposte
from parcella.ledger.scambio.importa import importa
from parcella.ledger.scambio.nuovo_studio import Scelte, crea_studio
from screens import studio_documenti

LAVORO = date(2026, 3, 20)
AZIENDA: dict[str, Any] = {
    "tipo": "P",
    "ragione_sociale": "Studio Bianchi",
    "partita_iva": "00488410010",
    "codice_fiscale": "00488410010",
    "indirizzo": "Via Roma 1",
    "cap": "10121",
    "comune": "Torino",
    "provincia": "TO",
    "regime_fiscale": "RF01",
    "sigla": "STU",
}
SCELTE = Scelte(utente="anna", tipo_cassa="TC02", perc_cassa=Decimal("4.00"), ritenuta=True)


def _societa(codice: str, nome: str, partita_iva: str) -> dict[str, str]:
    return {
        "codice": codice, "ragione_sociale": nome, "partita_iva": partita_iva, "indirizzo": "Via Po 2", "cap": "10123",
        "comune": "Torino", "provincia": "TO", "soggetto_ritenuta": "S",
    }  # fmt: skip


def _documento(sigla: str, giorno: str, cliente: str, importo: str, **altro: Any) -> dict[str, Any]:
    return {
        "sigla_documento": sigla, "serie": 1, "numero_documento": "AUTO", "data_documento": giorno,
        "codice_cliente": cliente, "righe": [{"codice_prestazione": "CONSUL", "importo_prestazione": importo}], **altro,
    }  # fmt: skip


STUDIO: dict[str, Any] = {
    "formato": "parcella/1",
    "azienda": {"sigla": "STU"},
    "clienti": [
        _societa("501.00001", "Rossi s.r.l.", "01234567897"),
        _societa("501.00002", "Verdi e Figli s.n.c.", "00743110157"),
    ],
    "documenti": [
        _documento("NO", "2026-01-10", "501.00001", "500.00"),
        _documento("PA", "2026-01-15", "501.00001", "350.00", stato_parcella="D", pagamento={"totalmente_pagata": "S"}),
        _documento("PA", "2026-02-10", "501.00002", "650.00", stato_parcella="D", pagamento={"totalmente_pagata": "N"}),
        _documento("PA", "2026-03-18", "501.00002", "100.00", stato_parcella="P"),
    ],
}
"""A notula overdue, a parcella paid (PA 1/1), one not paid (PA 1/2: 694,72 to come), a provvisoria."""


@pytest.fixture(scope="session")
def studio_modello(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small studio, made once: copied, never written."""
    percorso = tmp_path_factory.mktemp("modello") / "studio.parcella"
    crea_studio(percorso, AZIENDA, SCELTE, LAVORO, {})
    with archivio.apri(percorso) as aperto:
        importa(
            aperto,
            [("studio.json", json.dumps(STUDIO).encode())],
            data_lavoro=LAVORO,
            utente="anna",
            risposte=Risposte(interattive=False, tutte_si=True),
        )
    return percorso


@pytest.fixture
def studio_di_prova(studio_modello: Path, tmp_path: Path) -> Path:
    """The path of an archive with a small studio, to be written at will."""
    return _copia(studio_modello, tmp_path)


@pytest.fixture(scope="session")
def modello_documenti(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The studio of the tests of documents, made once: copied, never written."""
    return studio_documenti.crea(tmp_path_factory.mktemp("documenti") / "studio.parcella")


@pytest.fixture
def studio(modello_documenti: Path, tmp_path: Path) -> Path:
    """The path of an archive with the studio of the tests of documents, to be written at will."""
    return _copia(modello_documenti, tmp_path)


def _copia(modello: Path, cartella: Path) -> Path:
    percorso = cartella / "studio.parcella"
    shutil.copy(modello, percorso)
    percorso.chmod(0o600)
    return percorso
