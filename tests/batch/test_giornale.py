"""`parcella giornale`, and the journal in `archivio verifica` and `archivio backup`."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def percorso(comando: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive with a client, whose comune was changed."""
    percorso = tmp_path / "studio.parcella"
    monkeypatch.setenv("PARCELLA_ARCHIVIO", str(percorso))
    assert comando("archivio", "crea", "--azienda", "STU", "--ragione-sociale", "Studio Bianchi").codice == 0
    for comune in ("Rimini", "Riccione"):
        foglio = tmp_path / "clienti.json"
        cliente = {"codice": "501.00001", "ragione_sociale": "Rossi s.r.l.", "comune": comune}
        foglio.write_text(json.dumps({"formato": "parcella/1", "azienda": {"sigla": "STU"}, "clienti": [cliente]}))
        assert comando("importa", foglio, "--utente", "anna").codice == 0
    return percorso


def test_la_storia_di_un_cliente(comando: Any, percorso: Path) -> None:
    ultima, prima = comando("giornale", "elenco", "--archivio-dati", "cliente", "--chiave", "501.00001", "--json").json
    assert (ultima["azione"], prima["azione"]) == ("variazione", "inserimento")
    assert (ultima["utente"], ultima["origine"]) == ("anna", "parcella importa")
    assert ultima["campi"] == [{"campo": "comune", "prima": "Rimini", "dopo": "Riccione"}]
    tabella = comando("giornale", "elenco", "--operatore", "anna", "--limite", "1").uscita
    assert "Comune: Rimini → Riccione" in tabella
    foglio = comando("giornale", "mostra", ultima["numero"]).uscita
    assert "Rimini" in foglio
    assert "Riccione" in foglio


def test_un_archivio_che_il_giornale_non_conosce(comando: Any, percorso: Path) -> None:
    esito = comando("giornale", "elenco", "--archivio-dati", "clienti")
    assert esito.codice == 1
    assert "non ha voci dell'archivio «clienti»; ne ha di: azienda, " in esito.errori
    assert comando("giornale", "mostra", "9999").codice == 1


def test_dimentica_toglie_il_contenuto_e_la_catena_regge(comando: Any, percorso: Path) -> None:
    quale = ("--archivio-dati", "cliente", "--chiave", "501.00001")
    senza = comando("giornale", "dimentica", *quale)
    assert senza.codice == 1
    assert "--rispondi dimentica_giornale=S" in senza.errori
    assert comando("giornale", "dimentica", *quale, "--si", "--json").json["voci"] == 2
    voci = comando("giornale", "elenco", *quale, "--json").json
    assert [(v["azione"], v["tolto"], v["campi"] == []) for v in voci] == [
        ("contenuto tolto", "N", False), ("variazione", "S", True), ("inserimento", "S", True)
    ]  # fmt: skip
    assert "variazione (contenuto tolto per legge)" in comando("giornale", "elenco", *quale).uscita
    assert comando("archivio", "verifica").codice == 0


def test_verifica_e_backup_dicono_l_ultimo_anello(comando: Any, percorso: Path, tmp_path: Path) -> None:
    copia = tmp_path / "copia.parcella"
    ultimo = comando("archivio", "verifica", "--json").json["ultimo_anello"]
    assert comando("archivio", "backup", copia, "--json").json["ultimo_anello"] == ultimo
    assert f"operazione {ultimo['operazione']}: {ultimo['anello']}" in comando("archivio", "verifica").uscita
    esito = comando("archivio", "verifica", "--copia", copia, "--json").json
    assert esito["anello_della_copia"] == ultimo


def test_verifica_dice_quale_operazione_e_stata_alterata(comando: Any, percorso: Path, tmp_path: Path) -> None:
    copia = tmp_path / "copia.parcella"
    comando("archivio", "backup", copia)
    with closing(sqlite3.connect(percorso)) as db:
        db.execute("UPDATE voce_giornale SET contenuto = replace(contenuto, 'Riccione', 'Cattolica')")
        db.commit()
    esito = comando("archivio", "verifica")
    assert esito.codice == 1
    assert "è stata alterata" in esito.errori
    with closing(sqlite3.connect(percorso)) as db:
        db.executescript("DELETE FROM voce_giornale; DELETE FROM operazione_giornale;")
    assert comando("archivio", "verifica").codice == 0
    esito = comando("archivio", "verifica", "--copia", copia)
    assert esito.codice == 1
    assert "l'archivio è più vecchio della copia, o ne sono state tolte operazioni" in esito.errori
