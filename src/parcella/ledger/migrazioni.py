"""Bringing an archive to the version of the program, by Alembic. Imported only when an archive is new or behind.

Everything happens in one transaction of SQLite (which can undo CREATE and ALTER too): killed half-way, the old
archive is still there.
"""

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from parcella.ledger import archivio

_MIGRAZIONI = Path(__file__).parent.parent / "migrations"


def costruisci(percorso: Path, migrazioni: Path = _MIGRAZIONI) -> None:
    """Make all tables in an empty file."""
    _applica(percorso, migrazioni, archivio.VERSIONE_SCHEMA)


def aggiorna(percorso: Path, migrazioni: Path = _MIGRAZIONI) -> Path:
    """Bring an archive up to date; returns the automatic backup made before. Raises ErroreArchivio."""
    from parcella.ledger.copie import copia_automatica

    copia = copia_automatica(percorso)
    try:
        _applica(percorso, migrazioni, archivio.VERSIONE_SCHEMA)
    except (DBAPIError, sqlite3.Error) as errore:
        motivo = archivio.motivo(errore.orig if isinstance(errore, DBAPIError) else errore)
        raise archivio.ErroreArchivio(f"L'archivio {percorso} non è stato aggiornato: {motivo}.") from errore
    return copia


def _applica(percorso: Path, migrazioni: Path, versione: int) -> None:
    motore = create_engine(f"sqlite:///{percorso}", connect_args={"timeout": archivio.ATTESA_MASSIMA})

    @event.listens_for(motore, "connect")
    def _senza_transazioni_del_driver(dbapi: sqlite3.Connection, _record: object) -> None:
        dbapi.isolation_level = None

    try:
        with motore.connect() as connessione:
            connessione.exec_driver_sql("PRAGMA journal_mode = WAL")
            connessione.exec_driver_sql("BEGIN IMMEDIATE")
            command.upgrade(configurazione(connessione, migrazioni), "head")
            connessione.exec_driver_sql(f"PRAGMA application_id = {archivio.ID_APPLICAZIONE}")
            connessione.exec_driver_sql(f"PRAGMA user_version = {versione}")
            connessione.exec_driver_sql("COMMIT")
    finally:
        motore.dispose()


def configurazione(connessione: Connection, migrazioni: Path = _MIGRAZIONI) -> Config:
    """Alembic's configuration for an open connection."""
    config = Config()
    config.set_main_option("script_location", str(migrazioni))
    config.attributes["connection"] = connessione
    return config
