"""The tables of a new archive are those of the code, and an older archive becomes one, or stays as it was."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from parcella.ledger import archivio, copie, migrazioni
from parcella.ledger.archivio import Archivio, ErroreArchivio

from . import test_tabelle  # noqa: F401 - puts all tables on the metadata

SECONDA = """
import sys, time
from alembic import op
import sqlalchemy as sa

revision = "9999"
down_revision = {precedente!r}
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("utente", sa.Column("telefono", sa.String(12)))
    op.execute("INSERT INTO utente (nome, attivo) VALUES ('NUOVO', 'S')")
{altro}
"""

MIGRA = """
import sys
from pathlib import Path
from parcella.ledger import archivio, migrazioni
archivio.VERSIONE_SCHEMA += 1
migrazioni.aggiorna(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.fixture
def percorso(archivio_vuoto: Archivio) -> Path:
    """An archive nobody has open."""
    archivio_vuoto.chiudi()
    return archivio_vuoto.percorso


@pytest.fixture
def con_una_revisione_in_piu(tmp_path: Path) -> Callable[..., Path]:
    """The migrations of the program and one more."""

    def cartella(altro: str = "") -> Path:
        from alembic.config import Config
        from alembic.script import ScriptDirectory

        destinazione = tmp_path / "migrazioni"
        shutil.copytree(migrazioni._MIGRAZIONI, destinazione, ignore=shutil.ignore_patterns("__pycache__"))
        config = Config()
        config.set_main_option("script_location", str(destinazione))
        precedente = ScriptDirectory.from_config(config).get_current_head()
        (destinazione / "versions" / "9999_seconda.py").write_text(SECONDA.format(precedente=precedente, altro=altro))
        return destinazione

    return cartella


@pytest.fixture
def versione_dopo(monkeypatch: pytest.MonkeyPatch) -> int:
    """The program is one version ahead of the archives."""
    versione = archivio.VERSIONE_SCHEMA + 1
    monkeypatch.setattr(archivio, "VERSIONE_SCHEMA", versione)
    monkeypatch.setattr(copie, "VERSIONE_SCHEMA", versione)
    return versione


def colonne_di_utente(percorso: Path) -> set[str]:
    with closing(sqlite3.connect(percorso)) as db:
        return {riga[1] for riga in db.execute("PRAGMA table_info(utente)")}


def test_le_tabelle_di_un_archivio_nuovo_sono_quelle_del_codice(archivio_modello: Path) -> None:
    motore = create_engine(f"sqlite:///{archivio_modello}")
    with motore.connect() as connessione:
        contesto = MigrationContext.configure(connessione, opts={"compare_type": True})
        assert compare_metadata(contesto, SQLModel.metadata) == []
    motore.dispose()


def test_i_vincoli_di_un_archivio_nuovo_sono_quelli_del_codice(archivio_modello: Path) -> None:
    """compare_metadata does not look at CHECK constraints."""

    def senza_spazi(testo: object) -> str:
        return "".join(str(testo).split())

    motore = create_engine(f"sqlite:///{archivio_modello}")
    ispettore = sa.inspect(motore)
    for tabella in SQLModel.metadata.sorted_tables:
        nel_codice = {
            senza_spazi(vincolo.sqltext) for vincolo in tabella.constraints if isinstance(vincolo, sa.CheckConstraint)
        }
        nel_file = {senza_spazi(vincolo["sqltext"]) for vincolo in ispettore.get_check_constraints(tabella.name)}
        assert nel_file == nel_codice, tabella.name
    motore.dispose()


def test_un_archivio_aggiornato_ha_la_copia_di_prima(
    percorso: Path, con_una_revisione_in_piu: Callable[..., Path], versione_dopo: int
) -> None:
    copia = migrazioni.aggiorna(percorso, con_una_revisione_in_piu())
    assert archivio.versione_del_file(percorso) == versione_dopo
    assert "telefono" in colonne_di_utente(percorso)
    assert archivio.versione_del_file(copia) == versione_dopo - 1
    assert "telefono" not in colonne_di_utente(copia)
    assert copia.parent == copie.cartella_copie(percorso)


def test_aprire_un_archivio_vecchio_lo_aggiorna(
    percorso: Path, con_una_revisione_in_piu: Callable[..., Path], versione_dopo: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cartella = con_una_revisione_in_piu()
    vera = migrazioni.aggiorna
    monkeypatch.setattr(migrazioni, "aggiorna", lambda quale: vera(quale, cartella))
    with archivio.apri(percorso) as aperto, aperto.lettura() as sessione:
        assert sessione.execute(sa.text("SELECT nome, telefono FROM utente")).all() == [("NUOVO", None)]


def test_aprire_un_archivio_aggiornato_non_fa_copie(percorso: Path) -> None:
    archivio.apri(percorso).chiudi()
    assert not copie.cartella_copie(percorso).exists()


def test_una_migrazione_che_fallisce_lascia_l_archivio_di_prima(
    percorso: Path, con_una_revisione_in_piu: Callable[..., Path], versione_dopo: int
) -> None:
    cartella = con_una_revisione_in_piu('    op.execute("SELECT * FROM tabella_che_manca")')
    with pytest.raises(ErroreArchivio, match="non è stato aggiornato"):
        migrazioni.aggiorna(percorso, cartella)
    assert archivio.versione_del_file(percorso) == versione_dopo - 1
    assert "telefono" not in colonne_di_utente(percorso)


def test_una_migrazione_uccisa_a_meta_lascia_l_archivio_di_prima(
    percorso: Path, con_una_revisione_in_piu: Callable[..., Path], altro_processo: Callable[..., Any]
) -> None:
    cartella = con_una_revisione_in_piu('    print("pronto", flush=True)\n    sys.stdin.readline()')
    altro = altro_processo(MIGRA, percorso, cartella)  # it has changed the tables, and waits
    altro.kill()  # SIGKILL
    altro.wait()
    copie.controlla_file(percorso)
    assert archivio.versione_del_file(percorso) == archivio.VERSIONE_SCHEMA
    assert "telefono" not in colonne_di_utente(percorso)
    with archivio.apri(percorso) as aperto, aperto.lettura() as sessione:
        assert sessione.execute(sa.text("SELECT count(*) FROM utente")).scalar() == 0


def test_due_processi_aggiornano_insieme(
    percorso: Path,
    con_una_revisione_in_piu: Callable[..., Path],
    altro_processo: Callable[..., Any],
    versione_dopo: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second one waits for the first, then finds nothing left to do."""
    cartella = con_una_revisione_in_piu('    print("pronto", flush=True)\n    sys.stdin.readline()')
    altro = altro_processo(MIGRA, percorso, cartella)
    monkeypatch.setattr(archivio, "ATTESA_MASSIMA", 0.2)
    with pytest.raises(ErroreArchivio, match="non è stato aggiornato: è occupato"):
        migrazioni.aggiorna(percorso, cartella)
    altro.communicate("\n")
    assert altro.returncode == 0
    migrazioni.aggiorna(percorso, cartella)
    with closing(sqlite3.connect(percorso)) as db:
        assert db.execute("SELECT nome FROM utente").fetchall() == [("NUOVO",)]
