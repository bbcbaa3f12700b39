"""What every test may use: an archive, the command line, the official samples; and nobody's own files."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from parcella.batch.principale import esegui
from parcella.ledger import archivio
from parcella.ledger.archivio import Archivio

MANCANO_I_DATI = "mancano i dati di prova (PARCELLA_DATI_PROVA)"
RADICE = Path(__file__).parent.parent

settings.register_profile("senza_tempi", deadline=None)  # a machine that has other work to do is no failure
settings.load_profile("senza_tempi")


def cartella_dati() -> Path:
    """The folder of the official samples, which are not in the repository."""
    return Path(os.environ.get("PARCELLA_DATI_PROVA") or RADICE.parent / "shared" / "data")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("dati") and not cartella_dati().is_dir():
        if os.environ.get("PARCELLA_SENZA_SALTI") == "1":
            pytest.fail(MANCANO_I_DATI, pytrace=False)
        pytest.skip(MANCANO_I_DATI)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    saltate = [
        rapporto
        for rapporto in terminalreporter.stats.get("skipped", [])
        if isinstance(rapporto.longrepr, tuple) and MANCANO_I_DATI in rapporto.longrepr[2]
    ]
    if saltate:
        terminalreporter.write_line(f"{len(saltate)} prove saltate: mancano i dati di prova")


@pytest.fixture(autouse=True)
def casa_propria(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for each test: the user's archive, log and settings are never touched."""
    casa = tmp_path_factory.mktemp("casa")
    monkeypatch.setenv("HOME", str(casa))
    for nome in ("DATA", "CONFIG", "STATE", "CACHE", "RUNTIME"):
        cartella = f"XDG_{nome}_DIR" if nome == "RUNTIME" else f"XDG_{nome}_HOME"
        monkeypatch.setenv(cartella, str(casa / nome.lower()))
    for nome in ("ARCHIVIO", "AZIENDA", "DATA_LAVORO", "UTENTE"):
        monkeypatch.delenv(f"PARCELLA_{nome}", raising=False)
    return casa


@pytest.fixture
def dati_prova() -> Path:
    """The official samples; the test must carry the mark `dati`."""
    return cartella_dati()


@pytest.fixture(scope="session")
def archivio_modello(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty archive, made once: copied, never written."""
    percorso = tmp_path_factory.mktemp("modello") / "vuoto.parcella"
    archivio.crea(percorso)
    return percorso


@pytest.fixture
def archivio_vuoto(archivio_modello: Path, tmp_path: Path) -> Iterator[Archivio]:
    """An open empty archive of the test's own."""
    percorso = tmp_path / "studio.parcella"
    shutil.copy(archivio_modello, percorso)
    percorso.chmod(0o600)
    with archivio.apri(percorso) as aperto:
        yield aperto


@dataclass(frozen=True)
class Esito:
    """How a command ended."""

    codice: int
    uscita: str
    errori: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON value it must be."""
        return json.loads(self.uscita)


Comando = Callable[..., Esito]


@pytest.fixture
def parcella() -> Comando:
    """Run `parcella ARGOMENTI…` in a process of its own, as a user does."""

    def esegui_a_parte(*argomenti: object) -> Esito:
        processo = subprocess.run(
            [sys.executable, "-c", "from parcella.batch.ingresso import main; main()", *map(str, argomenti)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return Esito(processo.returncode, processo.stdout, processo.stderr)

    return esegui_a_parte


@pytest.fixture
def comando(capsys: pytest.CaptureFixture[str]) -> Comando:
    """Run `parcella ARGOMENTI…` in this process: the same, faster."""

    def esegui_qui(*argomenti: object) -> Esito:
        capsys.readouterr()
        codice = esegui([str(argomento) for argomento in argomenti])
        return Esito(codice, *capsys.readouterr())

    return esegui_qui


@pytest.fixture
def altro_processo() -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Start Python code in another process and go on when it has printed a line; killed at the end of the test."""
    avviati: list[subprocess.Popen[str]] = []

    def avvia(codice: str, *argomenti: object) -> "subprocess.Popen[str]":
        processo = subprocess.Popen(
            [sys.executable, "-c", codice, *map(str, argomenti)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        avviati.append(processo)
        assert processo.stdout is not None
        assert processo.stdout.readline().strip() == "pronto"
        return processo

    yield avvia
    for processo in avviati:
        processo.kill()
        processo.communicate()
