"""The commands of the archive, as they are called."""

import grp
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from parcella.batch.opzioni import Opzioni, apri_archivio
from parcella.ledger import archivio, copie, migrazioni
from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.tabelle import Azienda, Utente
from parcella.ledger.clienti.tabelle import Cliente

TIENE_IL_TURNO = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
print("pronto", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def percorso(archivio_modello: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive nobody has open, which the commands find in the environment."""
    percorso = tmp_path / "studio.parcella"
    shutil.copy(archivio_modello, percorso)
    percorso.chmod(0o600)
    monkeypatch.setenv("PARCELLA_ARCHIVIO", str(percorso))
    return percorso


def scrivi(percorso: Path, *righe: Any) -> None:
    with archivio.apri(percorso) as aperto, aperto.scrittura() as sessione:
        sessione.add_all(righe)


def utenti(percorso: Path) -> list[str]:
    with closing(sqlite3.connect(percorso)) as db:
        return [nome for (nome,) in db.execute("SELECT nome FROM utente ORDER BY nome")]


def imposta_versione(percorso: Path, versione: int) -> None:
    with closing(sqlite3.connect(percorso)) as db:
        db.execute(f"PRAGMA user_version = {versione}")


def test_giro_completo_come_lo_fa_un_utente(parcella: Any, casa_propria: Path, tmp_path: Path) -> None:
    percorso = casa_propria / "data" / "parcella" / "studio.parcella"
    esito = parcella("archivio", "crea")
    assert (esito.codice, esito.uscita, esito.errori) == (0, f"Creato l'archivio {percorso}.\n", "")
    assert stat.S_IMODE(percorso.stat().st_mode) == 0o600
    copia = tmp_path / "copia.parcella"
    assert parcella("archivio", "backup", copia, "--json").json["copia"] == str(copia)
    esito = parcella("--json", "archivio", "ripristina", copia)
    assert esito.codice == 0
    assert Path(esito.json["archivio_di_prima"]).parent == copie.cartella_copie(percorso)
    stato = parcella("archivio", "stato", "--json").json
    assert stato["archivio"] == str(percorso)
    assert stato["file_ultima_copia"] == esito.json["archivio_di_prima"]


def test_crea_dove_si_vuole(comando: Any, tmp_path: Path) -> None:
    percorso = tmp_path / "a" / "b.parcella"
    esito = comando("archivio", "crea", "--archivio", percorso, "--json")
    assert esito.json == {"archivio": str(percorso), "versione": archivio.VERSIONE_SCHEMA, "azienda": None}
    assert comando("archivio", "crea", "--archivio", percorso).codice == 4


def test_crea_per_un_gruppo(comando: Any, tmp_path: Path) -> None:
    gruppo = grp.getgrgid(os.getgid()).gr_name
    percorso = tmp_path / "b.parcella"
    assert comando("archivio", "crea", "--archivio", percorso, "--gruppo", gruppo).codice == 0
    assert stat.S_IMODE(percorso.stat().st_mode) == 0o660
    esito = comando("archivio", "crea", "--archivio", tmp_path / "c", "--gruppo", "nessuno-mai")
    assert (esito.codice, esito.errori) == (4, "Il gruppo nessuno-mai non esiste su questo computer.\n")


def test_crea_con_l_azienda_e_tutto_o_niente(comando: Any, percorso: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nuovo = percorso.with_name("nuovo.parcella")
    esito = comando("archivio", "crea", "--archivio", nuovo, "--tipo", "P")
    assert esito.codice == 2
    assert "vogliono anche --azienda" in esito.errori
    assert not nuovo.exists()

    def interrotta(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("parcella.batch.archivio._crea_azienda", interrotta)
    assert comando("archivio", "crea", "--archivio", nuovo, "--azienda", "AAA").codice == 130
    assert not list(percorso.parent.glob("nuovo*"))


def test_crea_con_l_azienda(comando: Any, tmp_path: Path) -> None:
    percorso = tmp_path / "nuovo.parcella"
    nuova = ["--azienda", "AAA", "--tipo", "P", "--ragione-sociale", "STUDIO ROSSI"]
    esito = comando("--archivio", percorso, "archivio", "crea", *nuova)
    assert esito.uscita == f"Creato l'archivio {percorso} con l'azienda AAA.\n"
    (azienda,) = comando("--archivio", percorso, "archivio", "stato", "--json").json["aziende"]
    assert (azienda["sigla"], azienda["tipo"], azienda["ragione_sociale"]) == ("AAA", "P", "STUDIO ROSSI")


def test_stato(comando: Any, percorso: Path) -> None:
    scrivi(
        percorso,
        Azienda(id=2, sigla="BBB", tipo="I", ragione_sociale="IMPRESA"),
        Azienda(id=1, sigla="AAA", tipo="P", ragione_sociale="STUDIO"),
        Cliente(azienda=2, codice="1", ragione_sociale="ROSSI", chiave_nome="ROSSI"),
    )
    stato = comando("archivio", "stato", "--json").json
    zero = {"clienti": 0, "prestazioni": 0, "documenti": 0, "registrazioni": 0}
    assert stato == {
        "archivio": str(percorso),
        "versione": archivio.VERSIONE_SCHEMA,
        "versione_programma": archivio.VERSIONE_SCHEMA,
        "dimensione": percorso.stat().st_size,
        "ultima_copia": None,
        "file_ultima_copia": None,
        "aziende": [
            {"sigla": "AAA", "tipo": "P", "ragione_sociale": "STUDIO", **zero},
            {"sigla": "BBB", "tipo": "I", "ragione_sociale": "IMPRESA", **zero, "clienti": 1},
        ],
    }
    scritto = comando("archivio", "stato").uscita
    assert str(percorso) in scritto
    assert "IMPRESA" in scritto


def test_stato_di_un_archivio_di_un_altra_versione_non_lo_tocca(comando: Any, percorso: Path) -> None:
    for versione in (archivio.VERSIONE_SCHEMA - 1, archivio.VERSIONE_SCHEMA + 1):
        imposta_versione(percorso, versione)
        stato = comando("archivio", "stato", "--json").json
        assert (stato["versione"], stato["aziende"]) == (versione, None)
        assert archivio.versione_del_file(percorso) == versione


@pytest.mark.parametrize("azione", ["stato", "verifica", "backup x", "aggiorna"])
def test_un_archivio_che_non_si_puo_usare_esce_con_4(
    comando: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, azione: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "testo.txt").write_text("testo" * 200)
    for nome, messaggio in (("manca", "non esiste"), ("testo.txt", "non è un archivio"), (".", "è una cartella")):
        esito = comando("archivio", *azione.split(), "--archivio", nome)
        assert (esito.codice, esito.uscita) == (4, "")
        assert messaggio in esito.errori
        assert len(esito.errori.splitlines()) == 1
    assert {p.name for p in tmp_path.iterdir()} == {"testo.txt"}


def test_backup_e_ripristino(comando: Any, percorso: Path) -> None:
    copia = percorso.with_name("copia.parcella")
    scrivi(percorso, Utente(nome="ANNA"))
    assert comando("archivio", "backup", copia).uscita.startswith(f"Copia eseguita e verificata: {copia}.\n")
    assert comando("archivio", "backup", copia).codice == 4
    scrivi(percorso, Utente(nome="BRUNO"))
    esito = comando("archivio", "ripristina", copia)
    assert esito.codice == 0
    assert "L'archivio di prima è in " in esito.uscita
    assert utenti(percorso) == ["ANNA"]


def test_ripristino_di_un_file_che_manca(comando: Any, percorso: Path) -> None:
    esito = comando("archivio", "ripristina", percorso.with_name("manca"))
    assert (esito.codice, esito.errori) == (3, f"Il file {percorso.with_name('manca')}: il percorso non esiste.\n")


def test_ripristino_mentre_un_altro_usa_l_archivio(
    parcella: Any, percorso: Path, altro_processo: Callable[..., Any]
) -> None:
    copia = percorso.with_name("copia.parcella")
    copie.copia(percorso, copia)
    scrivi(percorso, Utente(nome="ANNA"))
    altro_processo(TIENE_IL_TURNO, percorso)
    esito = parcella("archivio", "ripristina", copia)
    assert esito.codice == 4
    assert esito.errori == f"L'archivio {percorso} è aperto da un altro programma: chiuderlo e riprovare.\n"
    assert utenti(percorso) == ["ANNA"]


def test_aggiorna(comando: Any, percorso: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "è già alla versione" in comando("archivio", "aggiorna").uscita
    assert not copie.cartella_copie(percorso).exists()
    imposta_versione(percorso, archivio.VERSIONE_SCHEMA - 1)
    esito = comando("archivio", "aggiorna", "--json")
    assert esito.json == {
        "archivio": str(percorso),
        "versione_precedente": archivio.VERSIONE_SCHEMA - 1,
        "versione": archivio.VERSIONE_SCHEMA,
    }
    assert len(list(copie.cartella_copie(percorso).iterdir())) == 1
    imposta_versione(percorso, archivio.VERSIONE_SCHEMA + 1)
    esito = comando("archivio", "aggiorna")
    assert esito.codice == 4
    assert "aggiornare parcella" in esito.errori


def test_un_aggiornamento_fallito_esce_con_4(comando: Any, percorso: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fallito(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    imposta_versione(percorso, archivio.VERSIONE_SCHEMA - 1)
    monkeypatch.setattr(migrazioni.command, "upgrade", fallito)
    esito = comando("archivio", "aggiorna")
    assert esito.codice == 4
    assert esito.errori == f"L'archivio {percorso} non è stato aggiornato: il disco è pieno.\n"


def test_verifica_di_un_archivio_in_ordine(comando: Any, tmp_path: Path) -> None:
    percorso = tmp_path / "nuovo.parcella"
    assert comando("--archivio", percorso, "archivio", "crea", "--azienda", "AAA").codice == 0
    esito = comando("--archivio", percorso, "archivio", "verifica")
    assert (esito.codice, esito.errori) == (0, "")
    assert esito.uscita.startswith("L'archivio è in ordine.\n")
    assert comando("--archivio", percorso, "archivio", "verifica", "--json").json["difetti"] == []


def test_verifica_nomina_ogni_difetto(comando: Any, percorso: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    difetti = ["AAA: registrazione 1: non quadra.", "AAA: NO 1/2: totale diverso."]
    monkeypatch.setattr("parcella.ledger.documenti.verifica.verifica", lambda _sessione: difetti)
    esito = comando("archivio", "verifica")
    assert esito.codice == 1
    assert esito.errori.splitlines() == [*difetti, "L'archivio ha difetti: 2."]
    esito = comando("archivio", "verifica", "--json")
    assert (esito.codice, esito.json["difetti"]) == (1, difetti)


def test_verifica_di_un_file_danneggiato(comando: Any, percorso: Path) -> None:
    contenuto = bytearray(percorso.read_bytes())
    contenuto[8192:20480] = b"\xff" * 12288
    percorso.write_bytes(contenuto)
    esito = comando("archivio", "verifica")
    assert esito.codice == 4
    assert "danneggiato" in esito.errori


def test_chi_aspetta_lo_dice_una_volta(
    archivio_vuoto: Archivio,
    altro_processo: Callable[..., Any],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    altro_processo(TIENE_IL_TURNO, archivio_vuoto.percorso)
    monkeypatch.setattr(archivio, "ATTESA_MASSIMA", 0.6)
    with (
        apri_archivio(Opzioni(archivio=str(archivio_vuoto.percorso))) as aperto,
        pytest.raises(archivio.ArchivioOccupato),
        aperto.scrittura(),
    ):
        pytest.fail("il turno era di un altro")
    scritto = capsys.readouterr()
    assert (scritto.out, scritto.err) == ("", "L'archivio è in uso: attendo…\n")
