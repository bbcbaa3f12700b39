"""A machine that goes off: processes killed at any moment leave the archive whole, before or after, never between."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import func, select

from ledger.documenti.banco import apri_banco
from parcella.ledger.archivio import apri, crea
from parcella.ledger.copie import controlla_file
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.documenti.verifica import verifica
from parcella.ledger.primanota.tabelle import Registrazione

COMANDO = (sys.executable, "-c", "from parcella.batch.principale import main; main()")
VOLTE = 6
MOLTI = 2000


def documento(n: int) -> dict[str, Any]:
    altro = {"sigla_documento": "PA", "stato_parcella": "D"} if n % 2 else {"sigla_documento": "NO"}
    riga = {"codice_prestazione": "CONS", "importo_prestazione": f"{n + 1}.00"}
    return {"data_documento": "2010-09-02", "codice_cliente": "501.00004", "righe": [riga] * 3, **altro}


def parcella(archivio: Path, *argomenti: object) -> "subprocess.CompletedProcess[str]":
    comune = [*COMANDO, "--archivio", str(archivio), "--data-lavoro", "2010-09-02"]
    return subprocess.run([*comune, *map(str, argomenti)], capture_output=True, text=True, check=False)


def uccidi_dopo(secondi: float, archivio: Path, *argomenti: object) -> bool:
    """Start a command and kill it after a while; False if it had ended by itself."""
    comune = [*COMANDO, "--archivio", str(archivio), "--data-lavoro", "2010-09-02"]
    processo = subprocess.Popen([*comune, *map(str, argomenti)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        processo.wait(secondi)
    except subprocess.TimeoutExpired:
        processo.kill()
        processo.wait()
        return True
    return False


def quanti(archivio: Path) -> tuple[int, int]:
    """Documents and registrations, after file and books were found sound."""
    controlla_file(archivio)
    with apri(archivio) as libro, libro.lettura() as sessione:
        assert verifica(sessione) == []
        documenti, registrazioni = (
            sessione.exec(select(func.count()).select_from(tabella)).one() for tabella in (Documento, Registrazione)
        )
    return documenti, registrazioni


@pytest.fixture
def vuoto(tmp_path: Path) -> Path:
    archivio = tmp_path / "studio.parcella"
    crea(archivio)
    with apri(archivio) as libro:
        apri_banco(libro)
    return archivio


def uccidi_e_verifica(archivio: Path, attesi: tuple[int, int], *argomenti: object) -> None:
    """Kill the command at random moments of its own length, then let it end; each time all or nothing."""
    caso = random.Random(2010)
    inizio = time.monotonic()
    assert parcella(archivio.with_name("prova.parcella"), "archivio", "crea").returncode == 0
    avvio = time.monotonic() - inizio  # how long a command takes on this machine to start
    uccisi = 0
    for _ in range(VOLTE):
        uccisi += uccidi_dopo(avvio * caso.uniform(0.3, 3.0), archivio, *argomenti)
        trovati = quanti(archivio)
        assert trovati in ((0, 0), attesi)
        if trovati == attesi:
            break
    else:
        assert parcella(archivio, *argomenti).returncode == 0
    assert uccisi
    assert quanti(archivio) == attesi


@pytest.mark.slow
@pytest.mark.requisito("DOC-003")
def test_un_importazione_uccisa_e_intera_o_niente(vuoto: Path, tmp_path: Path) -> None:
    dati = {"formato": "parcella/1", "azienda": {"sigla": "STU"}, "documenti": [documento(n) for n in range(MOLTI)]}
    (tmp_path / "molti.json").write_text(json.dumps(dati), encoding="utf-8")
    uccidi_e_verifica(vuoto, (MOLTI, MOLTI), "importa", tmp_path / "molti.json")


@pytest.mark.slow
@pytest.mark.requisito("DOC-003")
def test_un_emissione_uccisa_e_intera_o_niente(vuoto: Path, tmp_path: Path) -> None:
    (tmp_path / "alcuni.json").write_text(json.dumps([documento(n) for n in range(200)]), encoding="utf-8")
    uccidi_e_verifica(vuoto, (200, 200), "documenti", "emetti", tmp_path / "alcuni.json")


FERMATO = """
import sys
from pathlib import Path
sys.argv = ["parcella", *sys.argv[1:]]
from parcella.ledger.documenti import scrittura
scrivi = scrittura.Scrittore.scrivi
def scrivi_e_aspetta(self):
    scrivi(self)
    print("pronto", flush=True)
    sys.stdin.readline()
scrittura.Scrittore.scrivi = scrivi_e_aspetta
from parcella.batch.principale import main
main()
"""


@pytest.mark.requisito("DOC-003")
def test_ucciso_a_documento_scritto_e_non_confermato(vuoto: Path, tmp_path: Path, altro_processo: Any) -> None:
    """The worst moment: every row is in the transaction, and the commit has not been given."""
    (tmp_path / "uno.json").write_text(json.dumps(documento(1)), encoding="utf-8")
    comune = ("--archivio", vuoto, "--data-lavoro", "2010-09-02", "documenti", "emetti", tmp_path / "uno.json")
    processo = altro_processo(FERMATO, *comune)
    processo.kill()
    processo.wait()
    assert quanti(vuoto) == (0, 0)
    emesso = parcella(vuoto, "--json", "documenti", "emetti", tmp_path / "uno.json")
    assert json.loads(emesso.stdout)[0]["numero_documento"] == 1  # the number was not lost
    assert quanti(vuoto) == (1, 2)
