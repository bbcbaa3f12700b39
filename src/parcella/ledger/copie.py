"""Backups of the archive: made with SQLite's backup API, reopened and verified; restored only when nobody is in."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from parcella.ledger.archivio import VERSIONE_SCHEMA, ErroreArchivio, motivo, tradotto, versione_del_file
from parcella.ledger.esito import Rifiuto
from parcella.ledger.giornale import catena, documenti
from parcella.ledger.giornale.catena import Anello

COPIE_AUTOMATICHE = 5


def cartella_copie(archivio: Path) -> Path:
    """Where the automatic backups of an archive are."""
    return archivio.with_name(f"{archivio.name}.copie")


def copia(archivio: Path, destinazione: Path) -> Anello | None:
    """Copy the archive, even while it is in use; the copy is verified before it takes its name. Mode 0600.

    Returns the last link of the journal in the copy; None if its version has no journal.
    """
    versione_del_file(archivio)
    if destinazione.exists():
        raise ErroreArchivio(f"Il file {destinazione} esiste già: indicare un altro nome per la copia.")
    provvisoria = destinazione.with_name(f".{destinazione.name}.{os.getpid()}.copia")
    try:
        destinazione.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        provvisoria.touch(mode=0o600)
        with closing(sqlite3.connect(archivio, timeout=30)) as da, closing(sqlite3.connect(provvisoria)) as a:
            da.backup(a)
            a.execute("PRAGMA journal_mode = DELETE")
        controlla_file(provvisoria)
        ultimo = ultimo_anello(provvisoria)
        provvisoria.replace(destinazione)
        return ultimo
    except OSError as errore:
        raise ErroreArchivio(f"Copia non eseguita in {destinazione}: {motivo(errore)}.") from None
    except sqlite3.Error as errore:
        raise ErroreArchivio(f"Copia non eseguita in {destinazione}: {motivo(errore)}.") from None
    finally:
        with suppress(OSError):
            provvisoria.unlink()


def copia_automatica(archivio: Path) -> Path:
    """A backup in the archive's own folder of copies, of which the last five are kept."""
    cartella = cartella_copie(archivio)
    destinazione = cartella / f"{_adesso()}.parcella"
    copia(archivio, destinazione)
    for vecchia in sorted(cartella.glob("*.parcella"))[:-COPIE_AUTOMATICHE]:
        vecchia.unlink(missing_ok=True)
    return destinazione


def controlla_file(percorso: Path) -> None:
    """Refuse a file that is no archive, of a newer version, or damaged."""
    versione = versione_del_file(percorso)
    if versione > VERSIONE_SCHEMA:
        raise ErroreArchivio(f"Il file {percorso} è di una versione più recente ({versione}) di questo programma.")
    try:
        with closing(sqlite3.connect(percorso, timeout=30)) as db:
            esito = [riga[0] for riga in db.execute("PRAGMA integrity_check(5)")]
            orfani = db.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as errore:
        raise tradotto(percorso, errore) from None
    if esito != ["ok"]:
        raise ErroreArchivio(f"Il file {percorso} è danneggiato: {'; '.join(esito)}.")
    if orfani:
        raise ErroreArchivio(f"Il file {percorso} è danneggiato: riferimento mancante nella tabella {orfani[0]}.")


def ultimo_anello(percorso: Path) -> Anello | None:
    """The last link of the journal of an archive or of a copy; None if its version has no journal."""
    with closing(_in_lettura(percorso)) as db:
        return catena.ultimo(db) if _ha_giornale(db) else None


def verifica_giornale(percorso: Path) -> list[str]:
    """What is wrong with the journal: a broken chain, documents that are not as their last event left them."""
    with closing(_in_lettura(percorso)) as db:
        db.execute("BEGIN")
        return [*catena.verifica(db), *documenti.verifica(db)]


def continua(archivio: Path, copia_di_prima: Path) -> Anello:
    """Prove that the journal of the archive carries on that of an earlier copy; returns the last link of the copy.

    Raises Rifiuto when it does not, or when the copy has no journal or a broken one.
    """
    controlla_file(copia_di_prima)
    with closing(_in_lettura(archivio)) as db, closing(_in_lettura(copia_di_prima)) as copia:
        if not _ha_giornale(copia):
            raise Rifiuto(f"La copia {copia_di_prima} è di una versione senza giornale: non c'è nulla da confrontare.")
        perche = next(iter(catena.verifica(copia)), None) or catena.continua(db, copia)
        if perche:
            raise Rifiuto(f"Copia {copia_di_prima}: {perche}")
        return catena.ultimo(copia)


def svuota_registro(archivio: Path) -> None:
    """Empty the write-ahead log, where what was wiped from the journal may still be as it was."""
    with closing(sqlite3.connect(archivio, timeout=30)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _in_lettura(percorso: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{percorso.absolute().as_uri()}?mode=ro", uri=True, timeout=30)


def _ha_giornale(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = 'operazione_giornale'").fetchone() is not None


def ripristina(archivio: Path, copia_da_riprendere: Path) -> Path | None:
    """Put a backup in the archive's place; returns the backup of what was there before, if anything.

    Refused while another process has the archive open, since it would go on writing in a file that is gone.
    """
    controlla_file(copia_da_riprendere)
    provvisoria = archivio.with_name(f".{archivio.name}.{os.getpid()}.ripristino")
    try:
        archivio.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        provvisoria.touch(mode=0o600)
        with closing(sqlite3.connect(copia_da_riprendere)) as da, closing(sqlite3.connect(provvisoria)) as a:
            da.backup(a)
        if not archivio.exists():
            provvisoria.replace(archivio)
            return None
        with _esclusiva(archivio):
            prima = _conserva(archivio)
            permessi = archivio.stat()
            if provvisoria.stat().st_gid != permessi.st_gid:
                os.chown(provvisoria, -1, permessi.st_gid)
            provvisoria.chmod(permessi.st_mode & 0o777)
            provvisoria.replace(archivio)
            return prima
    except OSError as errore:
        raise ErroreArchivio(f"Ripristino non eseguito: {motivo(errore)}.") from None
    except sqlite3.Error as errore:
        raise ErroreArchivio(f"Ripristino non eseguito: {motivo(errore)}.") from None
    finally:
        with suppress(OSError):
            provvisoria.unlink()


def _conserva(archivio: Path) -> Path:
    """Keep what is in the archive's place: as an automatic backup, or as it is if it can't be read any more."""
    try:
        return copia_automatica(archivio)
    except ErroreArchivio:
        cartella = cartella_copie(archivio)
        cartella.mkdir(exist_ok=True, mode=0o700)
        conservato = cartella / f"{_adesso()}.illeggibile"
        shutil.copy2(archivio, conservato)
        for coda in ("-wal", "-shm", "-journal"):  # they belong to the file that goes
            archivio.with_name(archivio.name + coda).unlink(missing_ok=True)
        return conservato


@contextmanager
def _esclusiva(archivio: Path) -> Iterator[None]:
    """Hold the archive: no other connection has it open, and none can begin to use it until the end of the block."""
    with closing(sqlite3.connect(archivio, timeout=0.5, isolation_level=None)) as db:
        try:
            # Leaving WAL needs the file for oneself: it fails while any other connection is open, even an idle one.
            (modo,) = db.execute("PRAGMA journal_mode = DELETE").fetchone()
            db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            modo = "occupato"
        except sqlite3.DatabaseError:  # no database any more: nobody can be using it
            modo = "delete"
        if modo != "delete":
            raise ErroreArchivio(f"L'archivio {archivio} è aperto da un altro programma: chiuderlo e riprovare.")
        yield


def _adesso() -> str:
    return f"{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}"
