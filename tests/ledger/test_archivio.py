"""Opening, creating and writing the archive, and every way it can refuse."""

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
from sqlalchemy import event, text
from sqlmodel import select

from parcella.ledger import archivio
from parcella.ledger.archivio import Archivio, ArchivioOccupato, ErroreArchivio
from parcella.ledger.aziende.tabelle import Azienda, Conto, Utente
from parcella.ledger.esito import Rifiuto

TIENE_IL_TURNO = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
print("pronto", flush=True)
sys.stdin.readline()
db.execute("ROLLBACK")
db.close()
"""


def permessi(percorso: Path) -> int:
    return stat.S_IMODE(percorso.stat().st_mode)


def utenti(aperto: Archivio) -> list[str]:
    with aperto.lettura() as sessione:
        return list(sessione.exec(select(Utente.nome).order_by(Utente.nome)))


def da_utente_qualunque(funzione: Callable[[], None]) -> str:
    """The message of the ErroreArchivio of `funzione`, run without root's power to ignore permissions."""

    def messaggio() -> str:
        try:
            funzione()
        except ErroreArchivio as errore:
            return errore.messaggio
        return "nessun errore"

    if os.getuid() != 0:
        return messaggio()
    lettura, scrittura = os.pipe()
    if os.fork() == 0:
        os.setgid(65534)
        os.setuid(65534)
        try:
            os.write(scrittura, messaggio().encode())
        finally:
            os._exit(0)
    os.close(scrittura)
    with os.fdopen(lettura, encoding="utf-8") as tubo:
        esito = tubo.read()
    os.wait()
    return esito


@pytest.fixture
def cartella_di_tutti(archivio_modello: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A folder any user can reach (pytest's own are closed), with an archive in it."""
    import tempfile

    with tempfile.TemporaryDirectory() as nome:
        cartella = Path(nome)
        cartella.chmod(0o777)
        percorso = cartella / "studio.parcella"
        shutil.copy(archivio_modello, percorso)
        percorso.chmod(0o666)
        yield cartella
        cartella.chmod(0o777)


# ---- making an archive


def test_un_archivio_nuovo_e_solo_del_suo_utente(tmp_path: Path) -> None:
    percorso = tmp_path / "nuova" / "studio.parcella"
    archivio.crea(percorso)
    assert permessi(percorso) == 0o600
    assert permessi(percorso.parent) == 0o700
    assert [p.name for p in percorso.parent.iterdir()] == ["studio.parcella"]


def test_il_file_dice_di_essere_un_archivio_e_di_che_versione(archivio_modello: Path) -> None:
    with closing(sqlite3.connect(archivio_modello)) as db:
        assert db.execute("PRAGMA application_id").fetchone() == (archivio.ID_APPLICAZIONE,)
        assert db.execute("PRAGMA user_version").fetchone() == (archivio.VERSIONE_SCHEMA,)
    assert archivio.versione_del_file(archivio_modello) == archivio.VERSIONE_SCHEMA


def test_un_archivio_di_gruppo(tmp_path: Path) -> None:
    gruppo = grp.getgrgid(os.getgid())
    percorso = tmp_path / "nuova" / "studio.parcella"
    archivio.crea(percorso, gruppo=gruppo.gr_name)
    assert permessi(percorso) == 0o660
    assert percorso.stat().st_gid == gruppo.gr_gid
    # Files SQLite makes beside it must belong to the group too.
    assert permessi(percorso.parent) == 0o2770
    with archivio.apri(percorso) as aperto, aperto.scrittura() as sessione:
        sessione.add(Utente(nome="ANNA"))
        sessione.flush()
        assert permessi(percorso.with_name("studio.parcella-wal")) == 0o660


def test_un_gruppo_sconosciuto(tmp_path: Path) -> None:
    with pytest.raises(ErroreArchivio, match="Il gruppo nessuno-mai non esiste"):
        archivio.crea(tmp_path / "studio.parcella", gruppo="nessuno-mai")
    assert not list(tmp_path.iterdir())


def test_non_si_crea_sopra_un_file(archivio_vuoto: Archivio) -> None:
    prima = archivio_vuoto.percorso.read_bytes()
    with pytest.raises(ErroreArchivio, match="esiste già"):
        archivio.crea(archivio_vuoto.percorso)
    assert archivio_vuoto.percorso.read_bytes() == prima


def test_chi_crea_per_secondo_perde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    percorso = tmp_path / "studio.parcella"
    from parcella.ledger import migrazioni

    vera = migrazioni.costruisci

    def costruisci_mentre_un_altro_finisce(provvisorio: Path) -> None:
        vera(provvisorio)
        percorso.write_text("dell'altro")

    monkeypatch.setattr(migrazioni, "costruisci", costruisci_mentre_un_altro_finisce)
    with pytest.raises(ErroreArchivio, match="esiste già"):
        archivio.crea(percorso)
    assert percorso.read_text() == "dell'altro"
    assert [p.name for p in tmp_path.iterdir()] == ["studio.parcella"]


def test_cartella_che_non_si_puo_scrivere(cartella_di_tutti: Path) -> None:
    cartella_di_tutti.chmod(0o555)
    messaggio = da_utente_qualunque(lambda: archivio.crea(cartella_di_tutti / "altro.parcella"))
    assert "Impossibile creare l'archivio" in messaggio
    assert "permesso negato" in messaggio


# ---- opening


def test_le_regole_di_sqlite_sono_in_vigore(archivio_vuoto: Archivio) -> None:
    with archivio_vuoto.lettura() as sessione:
        connessione = sessione.connection()
        valori = {
            nome: connessione.execute(text(f"PRAGMA {nome}")).scalar()
            for nome in ("foreign_keys", "journal_mode", "synchronous", "busy_timeout", "trusted_schema")
        }
    assert valori == {
        "foreign_keys": 1,
        "journal_mode": "wal",
        "synchronous": 2,
        "busy_timeout": 250,
        "trusted_schema": 0,
    }


def test_archivio_che_manca(tmp_path: Path) -> None:
    with pytest.raises(ErroreArchivio, match="non esiste: crearlo con «parcella archivio crea»"):
        archivio.apri(tmp_path / "niente.parcella")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("contenuto", [b"", b"testo qualunque, piu' lungo di un'intestazione " * 20, b"breve"])
def test_un_file_che_non_e_un_archivio(tmp_path: Path, contenuto: bytes) -> None:
    percorso = tmp_path / "studio.parcella"
    percorso.write_bytes(contenuto)
    with pytest.raises(ErroreArchivio, match="non è un archivio di parcella"):
        archivio.apri(percorso)
    assert percorso.read_bytes() == contenuto


def test_il_database_di_un_altro_programma(tmp_path: Path) -> None:
    percorso = tmp_path / "altro.db"
    with closing(sqlite3.connect(percorso)) as db:
        db.execute("CREATE TABLE t (x)")
    with pytest.raises(ErroreArchivio, match="non è un archivio di parcella"):
        archivio.apri(percorso)


def test_una_cartella(tmp_path: Path) -> None:
    with pytest.raises(ErroreArchivio, match="è una cartella, non un archivio"):
        archivio.apri(tmp_path)


def test_un_archivio_piu_recente(archivio_vuoto: Archivio) -> None:
    archivio_vuoto.chiudi()
    with closing(sqlite3.connect(archivio_vuoto.percorso)) as db:
        db.execute(f"PRAGMA user_version = {archivio.VERSIONE_SCHEMA + 1}")
    with pytest.raises(ErroreArchivio, match=r"versione più recente \(\d+\) di questo programma .*aggiornare parcella"):
        archivio.apri(archivio_vuoto.percorso)


def test_archivio_in_sola_lettura(cartella_di_tutti: Path) -> None:
    percorso = cartella_di_tutti / "studio.parcella"
    percorso.chmod(0o444)
    messaggio = da_utente_qualunque(lambda: archivio.apri(percorso).chiudi())
    assert messaggio == f"L'archivio {percorso} è in sola lettura per questo utente."


def test_cartella_in_sola_lettura(cartella_di_tutti: Path) -> None:
    cartella_di_tutti.chmod(0o555)
    messaggio = da_utente_qualunque(lambda: archivio.apri(cartella_di_tutti / "studio.parcella").chiudi())
    assert messaggio == f"La cartella {cartella_di_tutti} dell'archivio è in sola lettura per questo utente."


@pytest.mark.parametrize("operazione", [archivio.apri, archivio.crea])
def test_un_disco_di_rete(
    archivio_vuoto: Archivio, monkeypatch: pytest.MonkeyPatch, operazione: Callable[[Path], object]
) -> None:
    monkeypatch.setattr(archivio, "file_system", lambda _percorso: "nfs4")
    percorso = archivio_vuoto.percorso
    if operazione is archivio.crea:
        percorso = percorso.with_name("nuovo.parcella")
    with pytest.raises(ErroreArchivio, match=r"disco di rete \(nfs4\), dove i blocchi fra due operatori non sono"):
        operazione(percorso)


def test_il_file_system_e_quello_del_punto_di_montaggio_piu_vicino(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    montaggi = f"/dev/sda / ext4 rw 0 0\nserver:/v {tmp_path} nfs4 rw 0 0\nserver:/v {tmp_path}x cifs rw 0 0\n"
    monkeypatch.setattr(Path, "is_file", lambda _self: True)
    monkeypatch.setattr(Path, "read_text", lambda _self, **_kwargs: montaggi)
    assert archivio.file_system(tmp_path / "studio.parcella") == "nfs4"
    assert archivio.file_system(tmp_path.parent / "studio.parcella") == "ext4"


# ---- the unit of work


def test_una_scrittura_riuscita_resta(archivio_vuoto: Archivio) -> None:
    with archivio_vuoto.scrittura() as sessione:
        sessione.add(Utente(nome="ANNA"))
    assert utenti(archivio_vuoto) == ["ANNA"]


def test_una_scrittura_fallita_non_lascia_nulla(archivio_vuoto: Archivio) -> None:
    with pytest.raises(Rifiuto, match="no"), archivio_vuoto.scrittura() as sessione:
        sessione.add(Utente(nome="ANNA"))
        sessione.flush()
        raise Rifiuto("no")
    assert utenti(archivio_vuoto) == []


def test_un_commit_dentro_non_scavalca_l_unita_di_lavoro(archivio_vuoto: Archivio) -> None:
    with pytest.raises(Rifiuto), archivio_vuoto.scrittura() as sessione:
        sessione.add(Utente(nome="ANNA"))
        sessione.commit()
        raise Rifiuto("no")
    assert utenti(archivio_vuoto) == []


def test_una_chiave_doppia_e_un_rifiuto(archivio_vuoto: Archivio) -> None:
    with pytest.raises(Rifiuto, match="I dati contrastano"), archivio_vuoto.scrittura() as sessione:
        sessione.add_all([Utente(nome="ANNA"), Utente(nome="ANNA")])
    assert utenti(archivio_vuoto) == []


def test_un_riferimento_a_nulla_e_un_rifiuto(archivio_vuoto: Archivio) -> None:
    with pytest.raises(Rifiuto, match="FOREIGN KEY"), archivio_vuoto.scrittura() as sessione:
        sessione.add(Conto(azienda=99, codice="101", descrizione="CASSA"))


def test_chi_scrive_aspetta_il_turno_e_lo_dice(archivio_vuoto: Archivio, altro_processo: Callable[..., Any]) -> None:
    altro = altro_processo(TIENE_IL_TURNO, archivio_vuoto.percorso)
    attese: list[float] = []

    def in_attesa(secondi: float) -> None:
        if not attese:
            altro.stdin.write("\n")
            altro.stdin.flush()
        attese.append(secondi)

    archivio_vuoto.in_attesa = in_attesa
    with archivio_vuoto.scrittura() as sessione:
        sessione.add(Utente(nome="ANNA"))
    assert attese
    assert utenti(archivio_vuoto) == ["ANNA"]


def test_chi_aspetta_troppo_rinuncia(
    archivio_vuoto: Archivio, altro_processo: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    altro_processo(TIENE_IL_TURNO, archivio_vuoto.percorso)
    monkeypatch.setattr(archivio, "ATTESA_MASSIMA", 0.3)
    attese: list[float] = []
    archivio_vuoto.in_attesa = attese.append
    with pytest.raises(ArchivioOccupato, match="occupato da un'altra operazione"), archivio_vuoto.scrittura():
        pytest.fail("il turno era di un altro")
    assert attese


def test_chi_legge_non_aspetta_chi_scrive(archivio_vuoto: Archivio, altro_processo: Callable[..., Any]) -> None:
    altro_processo(TIENE_IL_TURNO, archivio_vuoto.percorso)
    assert utenti(archivio_vuoto) == []


def test_due_processi_scrivono_senza_perdere_nulla(
    archivio_vuoto: Archivio, altro_processo: Callable[..., Any]
) -> None:
    scrittore = """
import sys
from pathlib import Path
from sqlmodel import func, select
from parcella.ledger import archivio
from parcella.ledger.aziende.tabelle import Utente
with archivio.apri(Path(sys.argv[1])) as aperto:
    print("pronto", flush=True)
    sys.stdin.readline()
    for _ in range(20):
        with aperto.scrittura() as sessione:
            quanti = sessione.exec(select(func.count()).select_from(Utente)).one()
            sessione.add(Utente(nome=f"U{quanti:03}"))
"""
    processi = [altro_processo(scrittore, archivio_vuoto.percorso) for _ in range(2)]
    for processo in processi:
        processo.stdin.write("\n")
        processo.stdin.flush()
    assert [processo.wait() for processo in processi] == [0, 0]
    assert utenti(archivio_vuoto) == [f"U{n:03}" for n in range(40)]


# ---- the disk


def test_disco_pieno(archivio_vuoto: Archivio) -> None:
    @event.listens_for(archivio_vuoto._motore, "connect")
    def _senza_spazio(dbapi: Any, _record: Any) -> None:
        (pagine,) = dbapi.execute("PRAGMA page_count").fetchone()
        dbapi.execute(f"PRAGMA max_page_count = {pagine}")

    archivio_vuoto.chiudi()
    pieno = pytest.raises(ErroreArchivio, match="Il disco è pieno: nulla è stato scritto")
    with pieno, archivio_vuoto.scrittura() as sessione:
        sessione.add(Azienda(id=1, sigla="AAA", tipo="P", ragione_sociale="STUDIO"))
        sessione.flush()
        sessione.add_all(Conto(azienda=1, codice=f"{n:05}", descrizione="D" * 60) for n in range(2000))
    with archivio_vuoto.lettura() as sessione:
        assert sessione.exec(select(Azienda)).all() == []


def test_disco_che_non_accetta_la_scrittura(archivio_vuoto: Archivio, altro_processo: Callable[..., Any]) -> None:
    codice = """
import resource, signal, sys
from pathlib import Path
from sqlmodel import select
from parcella.ledger import archivio
from parcella.ledger.aziende.tabelle import Azienda, Conto
print("pronto", flush=True)
with archivio.apri(Path(sys.argv[1])) as aperto:
    with aperto.lettura() as sessione:
        sessione.exec(select(Azienda)).all()
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
    try:
        with aperto.scrittura() as sessione:
            sessione.add(Azienda(sigla="AAA", tipo="P", ragione_sociale="STUDIO"))
            sessione.flush()
            sessione.add_all(Conto(azienda=1, codice=f"{n:05}", descrizione="D" * 60) for n in range(200))
    except archivio.ErroreArchivio as errore:
        print(errore.messaggio, flush=True)
"""
    altro = altro_processo(codice, archivio_vuoto.percorso)
    messaggio = altro.stdout.readline()
    assert "disco" in messaggio
    altro.wait()
    with archivio_vuoto.lettura() as sessione:
        assert sessione.exec(select(Azienda)).all() == []


def test_un_archivio_rovinato_lo_dice(archivio_vuoto: Archivio) -> None:
    archivio_vuoto.chiudi()
    percorso = archivio_vuoto.percorso
    contenuto = bytearray(percorso.read_bytes())
    contenuto[200:4096] = b"\xff" * 3896
    percorso.write_bytes(contenuto)
    with pytest.raises(ErroreArchivio, match="è danneggiato: ripristinare una copia"), archivio_vuoto.lettura() as s:
        s.exec(select(Azienda)).all()
