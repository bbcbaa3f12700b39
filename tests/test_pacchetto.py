"""The wheel, installed where the repository is not: forms, default tables and help pages travel with it."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

RADICE = Path(__file__).parent.parent

STUDIO = {
    "formato": "parcella/1",
    "azienda": {"sigla": "STU"},
    "clienti": [
        {
            "codice": "501.00001",
            "ragione_sociale": "Rossi s.r.l.",
            "partita_iva": "00488410010",
            "soggetto_ritenuta": "S",
        }
    ],
    "prestazioni": [
        {
            "codice": "CONSPROVA",
            "tipo": "R",
            "descrizione": "CONSULENZA",
            "cod_iva": "22",
            "soggetta_ritenuta": "S",
            "soggetta_cassa": "S",
        }
    ],
    "documenti": [
        {
            "sigla_documento": "NO",
            "serie": 1,
            "numero_documento": "AUTO",
            "data_documento": "2026-03-31",
            "codice_cliente": "501.00001",
            "righe": [{"codice_prestazione": "CONSPROVA", "importo_prestazione": "360.00"}],
        }
    ],
}


@pytest.fixture(scope="module")
def installato(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The console script of a new environment with the wheel; the libraries are borrowed from this one."""
    cartella = tmp_path_factory.mktemp("pacchetto")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(cartella), str(RADICE)],
        check=True,
        capture_output=True,
    )
    (ruota,) = cartella.glob("*.whl")
    ambiente = cartella / "ambiente"
    venv.create(ambiente, with_pip=True)
    subprocess.run(
        [ambiente / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", ruota],
        check=True,
        capture_output=True,
    )
    (librerie,) = (ambiente / "lib").glob("python*/site-packages")
    (librerie / "librerie.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")  # its .pth files are not read
    return ambiente / "bin" / "parcella"


def test_dalla_ruota_si_crea_uno_studio_e_si_stampa_una_notula(installato: Path, tmp_path: Path) -> None:
    ambiente = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "PARCELLA_ARCHIVIO": str(tmp_path / "a.parcella")}

    def parcella(*argomenti: str) -> str:
        processo = subprocess.run(
            [installato, *argomenti], cwd=tmp_path, env=ambiente, capture_output=True, text=True, check=False
        )
        assert processo.returncode == 0, processo.stderr
        return processo.stdout

    dove = subprocess.run(
        [installato.with_name("python"), "-c", "import parcella; print(parcella.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert str(installato.parent.parent) in dove
    parcella("archivio", "crea", "--azienda", "STU", "--tipo", "P", "--ragione-sociale", "Studio Bianchi")
    (tmp_path / "studio.json").write_text(json.dumps(STUDIO))
    parcella("importa", "studio.json")
    parcella("documenti", "stampa", "NO", "1/1", "--anno", "2026", "--cartella", "pdf")
    (pdf,) = (tmp_path / "pdf").iterdir()
    assert pdf.read_bytes().startswith(b"%PDF")
    prova = "from parcella.risorse import risorsa; print(risorsa('docs/schermi/menu.md'))"
    subprocess.run([installato.with_name("python"), "-c", prova], cwd=tmp_path, env=ambiente, check=True)
