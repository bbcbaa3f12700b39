"""The archive: one SQLite file with the books of a studio. Opening, unit of work, busy waiting.

- `application_id` and `user_version`, read with plain sqlite3, say whether a file is an archive and of which version.
- Readers use `lettura()`, writers `scrittura()`: the latter is one `BEGIN IMMEDIATE` transaction, committed at the end
  of the block or rolled back whole.
- Every failure is an `ErroreArchivio` with one Italian sentence (commands exit 4).

Everything that knows SQLite stands here, in `migrazioni.py`, in `copie.py` and in `giornale/`; elsewhere only Core
constructs. What a transaction changed is written in the journal just before it is committed.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlmodel import Session

from parcella.ledger.esito import Rifiuto
from parcella.ledger.giornale import catena, cattura

ID_APPLICAZIONE = 0x50415243  # "PARC"
VERSIONE_SCHEMA = 3
ATTESA_MASSIMA = 30.0
_PASSO_ATTESA_MS = 250
_FILE_SYSTEM_DI_RETE = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "davfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2",
}  # fmt: skip
_MOTIVI_SQLITE = (
    ("disk is full", "il disco è pieno"),
    ("disk I/O error", "il disco non accetta la scrittura (pieno o guasto)"),
    ("readonly", "è in sola lettura"),
    ("unable to open", "non si può aprire"),
    ("malformed", "è danneggiato"),
    ("not a database", "non è un archivio"),
    ("locked", "è occupato da un'altra operazione"),
)


P = TypeVar("P")


class ErroreArchivio(Exception):  # noqa: N818 - the house word
    """The archive can't be used: busy, damaged, newer, read-only, full disk. `messaggio` is for the operator."""

    def __init__(self, messaggio: str) -> None:
        super().__init__(messaggio)
        self.messaggio = messaggio


class ArchivioOccupato(ErroreArchivio):
    """Another process kept the archive for longer than a writer waits."""


class Archivio:
    """An open archive. `in_attesa(secondi)` is called while a writer waits, so that somebody can say so.

    `utente` and `origine` (the screen or the command) are what the journal says of the next change.
    """

    def __init__(self, percorso: Path, in_attesa: Callable[[float], None] | None = None) -> None:
        self.percorso = percorso
        self.in_attesa = in_attesa
        self.utente = accesso()
        self.origine = ""
        self._motore = _motore(percorso)

    @contextmanager
    def lettura(self) -> Iterator[Session]:
        """A consistent view of the archive for a while."""
        with _errori_tradotti(self.percorso), Session(self._motore, expire_on_commit=False) as sessione:
            yield sessione

    @contextmanager
    def scrittura(self) -> Iterator[Session]:
        """One transaction: committed whole at the end of the block, or not at all."""
        with _errori_tradotti(self.percorso), self._motore.connect() as connessione:
            cattura.prepara(connessione)
            self._prendi_il_turno(connessione)
            with Session(
                connessione, expire_on_commit=False, join_transaction_mode="conditional_savepoint"
            ) as sessione:
                yield sessione
                sessione.flush()
                catena.sigilla(sessione, self.utente, self.origine)
            connessione.commit()

    @contextmanager
    def scrittura_preparata(self, prepara: Callable[[Session], P]) -> Iterator[tuple[Session, P]]:
        """As `scrittura`, with the reading and checking done by `prepara` before the lock is taken.

        If somebody wrote meanwhile, `prepara` is called again under the lock: what it read may not hold any more.
        """
        with (
            _errori_tradotti(self.percorso),
            self._motore.connect() as connessione,
            Session(connessione, expire_on_commit=False, join_transaction_mode="conditional_savepoint") as sessione,
        ):
            cattura.prepara(connessione)
            preparato = prepara(sessione)
            vista = _versione_dei_dati(sessione)
            sessione.commit()
            self._prendi_il_turno(connessione)
            if _versione_dei_dati(sessione) != vista:
                sessione.expunge_all()
                preparato = prepara(sessione)
            yield sessione, preparato
            sessione.flush()
            catena.sigilla(sessione, self.utente, self.origine)
            connessione.commit()

    def _prendi_il_turno(self, connessione: Any) -> None:
        inizio = time.monotonic()
        connessione.execution_options(parcella_scrive=True)
        while True:
            try:
                connessione.begin()
                return
            except OperationalError as errore:
                attesa = time.monotonic() - inizio
                if "locked" not in str(errore) and "busy" not in str(errore):
                    raise
                if attesa > ATTESA_MASSIMA:
                    raise ArchivioOccupato(
                        f"L'archivio {self.percorso} è occupato da un'altra operazione da più di "
                        f"{ATTESA_MASSIMA:.0f} secondi: riprovare fra poco."
                    ) from None
                if self.in_attesa:
                    self.in_attesa(attesa)

    def chiudi(self) -> None:
        """Close every connection."""
        self._motore.dispose()

    def __enter__(self) -> "Archivio":
        return self

    def __exit__(self, *_: object) -> None:
        self.chiudi()


def apri(percorso: Path, *, in_attesa: Callable[[float], None] | None = None) -> Archivio:
    """Open an archive, bringing an older one up to date after an automatic backup.

    Raises ErroreArchivio for a missing file, a file that is no archive, a newer version, a read-only place.
    """
    versione = versione_del_file(percorso)
    if versione > VERSIONE_SCHEMA:
        raise ErroreArchivio(
            f"L'archivio {percorso} è di una versione più recente ({versione}) di questo programma "
            f"({VERSIONE_SCHEMA}): aggiornare parcella."
        )
    _rifiuta_rete(percorso)
    _rifiuta_sola_lettura(percorso)
    if versione < VERSIONE_SCHEMA:
        from parcella.ledger.migrazioni import aggiorna

        aggiorna(percorso)
    return Archivio(percorso, in_attesa)


def crea(percorso: Path, *, gruppo: str | None = None) -> None:
    """Make a new empty archive, mode 0600, or 0660 for the logins of `gruppo`. Refuses a file that exists."""
    from parcella.ledger.migrazioni import costruisci

    if percorso.exists():
        raise ErroreArchivio(f"Il file {percorso} esiste già: l'archivio non è stato creato.")
    identificativo = _gruppo(gruppo) if gruppo else None
    nuova_cartella = not percorso.parent.exists()
    provvisorio = percorso.with_name(f".{percorso.name}.{os.getpid()}.nuovo")
    try:
        percorso.parent.mkdir(parents=True, exist_ok=True, mode=0o770 if gruppo else 0o700)
        if nuova_cartella and identificativo is not None:
            os.chown(percorso.parent, -1, identificativo)
            percorso.parent.chmod(0o2770)
        _rifiuta_rete(percorso)
        provvisorio.touch(mode=0o600)
        costruisci(provvisorio)
        if identificativo is not None:
            os.chown(provvisorio, -1, identificativo)
            provvisorio.chmod(0o660)
        os.link(provvisorio, percorso)  # fails if somebody made it meanwhile: never overwrites
    except FileExistsError:
        raise ErroreArchivio(f"Il file {percorso} esiste già: l'archivio non è stato creato.") from None
    except OSError as errore:
        raise ErroreArchivio(f"Impossibile creare l'archivio {percorso}: {motivo(errore)}.") from None
    except DBAPIError as errore:
        raise ErroreArchivio(f"Impossibile creare l'archivio {percorso}: {motivo(errore.orig)}.") from None
    finally:
        for coda in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                provvisorio.with_name(provvisorio.name + coda).unlink()


def versione_del_file(percorso: Path) -> int:
    """The schema version of an archive, by plain sqlite3. Raises ErroreArchivio if the file is none."""
    if percorso.is_dir():
        raise ErroreArchivio(f"{percorso} è una cartella, non un archivio di parcella.")
    if not percorso.is_file():
        raise ErroreArchivio(f"L'archivio {percorso} non esiste: crearlo con «parcella archivio crea».")
    try:
        with closing(sqlite3.connect(f"{percorso.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as db:
            (applicazione,) = db.execute("PRAGMA application_id").fetchone()
            (versione,) = db.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError as errore:
        if "not a database" in str(errore):
            raise ErroreArchivio(f"Il file {percorso} non è un archivio di parcella.") from None
        _rifiuta_sola_lettura(percorso)  # in WAL mode even reading needs a folder that can be written
        raise ErroreArchivio(f"Impossibile leggere l'archivio {percorso}: {motivo(errore)}.") from None
    if applicazione != ID_APPLICAZIONE:
        raise ErroreArchivio(f"Il file {percorso} non è un archivio di parcella.")
    return int(versione)


def accesso() -> str:
    """The login name of who runs the program."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no login name: a service without a user
        return "parcella"


def _versione_dei_dati(sessione: Session) -> int:
    """A number that changes when another connection commits."""
    return int(sessione.connection().exec_driver_sql("PRAGMA data_version").scalar_one())


def _motore(percorso: Path) -> Engine:
    motore = create_engine(f"sqlite:///{percorso}", connect_args={"timeout": _PASSO_ATTESA_MS / 1000})

    @event.listens_for(motore, "connect")
    def _alla_connessione(dbapi: Any, _record: Any) -> None:
        dbapi.isolation_level = None  # transactions are begun below, never by the driver
        for istruzione in (
            "PRAGMA foreign_keys = ON",
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "PRAGMA trusted_schema = OFF",
            "PRAGMA cache_size = -16000",
        ):
            dbapi.execute(istruzione)

    @event.listens_for(motore, "begin")
    def _all_inizio(connessione: Any) -> None:
        scrive = connessione.get_execution_options().get("parcella_scrive")
        connessione.exec_driver_sql("BEGIN IMMEDIATE" if scrive else "BEGIN")

    return motore


def _rifiuta_rete(percorso: Path) -> None:
    """SQLite's locks can't be trusted on a network file system: two operators would ruin the archive."""
    tipo = file_system(percorso)
    if tipo in _FILE_SYSTEM_DI_RETE:
        raise ErroreArchivio(
            f"L'archivio {percorso} è su un disco di rete ({tipo}), dove i blocchi fra due operatori non sono "
            "affidabili: tenerlo su un disco di questo computer."
        )


def file_system(percorso: Path) -> str | None:
    """The type of file system a path lies on, where the system tells (Linux)."""
    montaggi = Path("/proc/mounts")
    if not montaggi.is_file():
        return None
    cartella = str(percorso.absolute().parent.resolve())
    migliore, tipo = "", None
    for riga in montaggi.read_text(errors="replace").splitlines():
        campi = riga.split(" ")
        punto = campi[1].replace("\\040", " ")
        dentro = cartella == punto or cartella.startswith(punto.rstrip("/") + "/")
        if dentro and len(punto) >= len(migliore):
            migliore, tipo = punto, campi[2]
    return tipo


def _rifiuta_sola_lettura(percorso: Path) -> None:
    if not os.access(percorso, os.W_OK):
        raise ErroreArchivio(f"L'archivio {percorso} è in sola lettura per questo utente.")
    if not os.access(percorso.parent, os.W_OK):
        raise ErroreArchivio(f"La cartella {percorso.parent} dell'archivio è in sola lettura per questo utente.")


def _gruppo(nome: str) -> int:
    import grp

    try:
        return grp.getgrnam(nome).gr_gid
    except KeyError:
        raise ErroreArchivio(f"Il gruppo {nome} non esiste su questo computer.") from None


@contextmanager
def _errori_tradotti(percorso: Path) -> Iterator[None]:
    try:
        yield
    except IntegrityError as errore:
        raise Rifiuto(
            f"I dati contrastano con quelli dell'archivio ({errore.orig}): nulla è stato scritto."
        ) from errore
    except DBAPIError as errore:
        raise tradotto(percorso, errore.orig) from errore
    except sqlite3.Error as errore:
        raise tradotto(percorso, errore) from errore


def tradotto(percorso: Path, errore: BaseException | None) -> ErroreArchivio:
    """What an error of SQLite means to the operator."""
    testo = str(errore)
    if "locked" in testo or "busy" in testo:
        return ArchivioOccupato(f"L'archivio {percorso} è occupato da un'altra operazione: riprovare fra poco.")
    if "disk is full" in testo:
        return ErroreArchivio(f"Il disco è pieno: nulla è stato scritto nell'archivio {percorso}.")
    if "readonly" in testo:
        return ErroreArchivio(f"L'archivio {percorso} è in sola lettura: nulla è stato scritto.")
    if "malformed" in testo or "not a database" in testo:
        return ErroreArchivio(f"L'archivio {percorso} è danneggiato: ripristinare una copia («archivio ripristina»).")
    return ErroreArchivio(f"Errore dell'archivio {percorso}: {motivo(errore)}.")


def motivo(errore: BaseException | None) -> str:
    """The reason of a failed operation on a file or a database, in Italian where it is a usual one."""
    import errno

    testi = {
        errno.EACCES: "permesso negato",
        errno.EPERM: "permesso negato",
        errno.EROFS: "il disco è in sola lettura",
        errno.ENOSPC: "il disco è pieno",
        errno.ENOENT: "il percorso non esiste",
        errno.ENOTDIR: "una parte del percorso non è una cartella",
        errno.EISDIR: "è una cartella",
        errno.EEXIST: "esiste già",
        errno.ELOOP: "è un collegamento che gira in tondo",
        errno.ENAMETOOLONG: "il nome è troppo lungo",
    }
    if isinstance(errore, OSError):
        return testi.get(errore.errno or 0, errore.strerror or str(errore))
    return next((italiano for inglese, italiano in _MOTIVI_SQLITE if inglese in str(errore)), str(errore))
