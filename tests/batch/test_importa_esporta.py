"""`parcella importa` and `parcella esporta` as a user runs them."""

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

STUDIO: dict[str, Any] = {
    "formato": "parcella/1",
    "azienda": {"sigla": "STU", "tipo": "P", "ragione_sociale": "Studio Bianchi"},
    "conti": [{"codice": "501", "descrizione": "Clienti", "tipo": "P C"}],
    "conti_automatici": {"mastro_clienti": "501"},
    "clienti": [{"codice": "501.00001", "ragione_sociale": "Perché s.r.l."}],
}


@pytest.fixture
def studio(tmp_path: Path) -> Callable[..., Path]:
    def scrivi(nome: str = "studio.json", **cambiati: Any) -> Path:
        (tmp_path / nome).write_text(json.dumps(STUDIO | cambiati, indent=1), encoding="utf-8")
        return tmp_path / nome

    return scrivi


def test_importa_crea_l_archivio_ed_esporta_lo_rende(comando: Any, studio: Any, tmp_path: Path) -> None:
    archivio = tmp_path / "nuovo.parcella"
    esito = comando("--archivio", archivio, "--json", "importa", studio())
    assert (esito.codice, esito.errori) == (0, "")
    (voce,) = esito.json["file"]
    assert (voce["azienda"], voce["nuova"], voce["sezioni"]) == ("STU", "S", {"conti": 1, "clienti": 1})
    assert stat.S_IMODE(archivio.stat().st_mode) == 0o600

    uscita = comando("--archivio", archivio, "esporta")
    assert uscita.codice == 0
    assert uscita.json["clienti"][0]["ragione_sociale"] == "Perché s.r.l."
    copia = tmp_path / "copia.json"
    assert comando("--archivio", archivio, "--json", "esporta", copia).json == {"azienda": "STU", "file": str(copia)}
    assert copia.read_text(encoding="utf-8") == uscita.uscita
    assert stat.S_IMODE(copia.stat().st_mode) == 0o600
    assert comando("--archivio", archivio, "esporta", copia).codice == 0  # written again over itself

    altro = tmp_path / "altro.parcella"
    assert comando("--archivio", altro, "importa", copia).codice == 0
    assert comando("--archivio", altro, "esporta").uscita == uscita.uscita


@pytest.mark.parametrize(
    ("cambiati", "codice", "messaggio"),
    [
        ({"clienti": [{"codice": "501.00001"}]}, 1, "studio.json, riga "),
        ({"clienti": [{"codice": "501.00001", "colore": "blu"}]}, 3, "clienti.0.colore: chiave sconosciuta"),
        ({"conti_automatici": {"mastro_clienti": "601"}}, 1, "il conto 601 non esiste"),
    ],
)
def test_un_rifiuto_non_lascia_un_archivio(
    comando: Any, studio: Any, tmp_path: Path, cambiati: dict[str, Any], codice: int, messaggio: str
) -> None:
    archivio = tmp_path / "nuovo.parcella"
    esito = comando("--archivio", archivio, "importa", studio(**cambiati))
    assert (esito.codice, esito.uscita) == (codice, "")
    assert messaggio in esito.errori
    assert [file.name for file in tmp_path.iterdir()] == ["studio.json"]


@pytest.mark.parametrize(
    "contenuto", [b'{"azienda": {', b"\x00\x01", b"", b'{"a": 1, "a": 2}', "{è}".encode("latin-1")]
)
def test_un_file_illeggibile_esce_con_3(comando: Any, tmp_path: Path, contenuto: bytes) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(contenuto)
    esito = comando("--archivio", tmp_path / "a.parcella", "importa", file)
    assert (esito.codice, esito.uscita) == (3, "")
    assert esito.errori.startswith(str(file))
    assert not (tmp_path / "a.parcella").exists()


def test_un_file_che_manca_o_una_cartella_esce_con_3(comando: Any, tmp_path: Path) -> None:
    assert comando("--archivio", tmp_path / "a.parcella", "importa", tmp_path / "manca.json").codice == 3
    assert comando("--archivio", tmp_path / "a.parcella", "importa", tmp_path).codice == 3
    assert comando("--archivio", tmp_path / "a.parcella", "importa").codice == 2


def test_esporta_dice_dove_non_puo(comando: Any, studio: Any, tmp_path: Path) -> None:
    archivio = tmp_path / "a.parcella"
    assert comando("--archivio", archivio, "importa", studio()).codice == 0
    assert comando("--archivio", archivio, "esporta", tmp_path / "manca" / "x.json").codice == 3
    assert comando("--archivio", archivio, "esporta", tmp_path / "x.csv").codice == 2
    assert comando("--archivio", archivio, "--azienda", "XXX", "esporta", tmp_path / "x.json").codice == 1
    assert not (tmp_path / "x.json").exists()


def test_piu_aziende(comando: Any, studio: Any, tmp_path: Path) -> None:
    archivio = tmp_path / "a.parcella"
    uno, due = (studio(f"{s}.json", azienda=STUDIO["azienda"] | {"sigla": s}) for s in ("UNO", "DUE"))
    assert comando("--archivio", archivio, "importa", uno, due).codice == 0
    assert comando("--archivio", archivio, "esporta").codice == 2
    assert comando("--archivio", archivio, "--azienda", "DUE", "esporta").json["azienda"]["sigla"] == "DUE"
