"""What is typed and not confirmed, kept in a small file beside the archive until it is confirmed or given up."""

import fcntl
import json
import os
import re
import threading
import weakref
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

_POSTI = 99


class Bozza:
    """The draft of one form of one user. Writes may come from threads; one that comes late never revives a draft.

    Two sessions of the same user have a file each. The file in use is locked by its session, so that nobody else is
    offered it or writes over it; a session that dies, however it dies, leaves it free.
    """

    def __init__(self, archivio: Path, *nomi: str) -> None:
        self._nome = "-".join(re.sub(r"[^\w.]+", "_", n) for n in nomi if n)
        self._cartella = archivio.parent / f"{archivio.name}.bozze"
        self.percorso = self._posto(1)
        self._presa: weakref.finalize[..., Bozza] | None = None
        """Lets go of the file in use."""
        self._descrittore = -1
        self._serratura = threading.Lock()
        self._ultima = 0
        self._scritta = 0

    def prenota(self) -> int:
        """The place in the row of a write about to be made."""
        with self._serratura:
            self._ultima += 1
            return self._ultima

    def salva(self, stato: Any, posto: int | None = None) -> None:
        """Write the draft, unless a later write or a deletion has come first."""
        posto = self.prenota() if posto is None else posto
        testo = json.dumps({"quando": _adesso(), "stato": stato}, default=_in_json, ensure_ascii=False)
        with self._serratura:
            if posto <= self._scritta:
                return
            self._scritta = posto
            self._scrivi(testo)

    def cancella(self) -> None:
        """The data have been confirmed, or given up."""
        with self._serratura:
            self._ultima += 1
            self._scritta = self._ultima
            if self._presa is not None:
                self.percorso.unlink(missing_ok=True)
                self._lascia()

    def lascia(self) -> None:
        """The screen is closed: the draft, if there still is one, is for whoever opens it next."""
        with self._serratura:
            self._scritta = self._ultima
            self._lascia()

    def leggi(self) -> tuple[datetime, Any] | None:
        """When the draft was written, and what it has; None if there is none that can be read, or it is being typed."""
        with self._serratura:
            if self._presa is not None:
                return self._letta()
            for numero in range(1, _POSTI + 1):
                percorso = self._posto(numero)
                descrittore = _apri_libera(percorso)
                if descrittore is None:
                    continue
                self._tieni(percorso, descrittore)
                if (letta := self._letta()) is not None:
                    return letta
                self._lascia()
            return None

    def _letta(self) -> tuple[datetime, Any] | None:
        try:
            with open(self._descrittore, encoding="utf-8", closefd=False) as file:
                file.seek(0)
                testo = file.read()
            if not testo:  # another session has claimed it, and is about to write
                return None
            dati = json.loads(testo, object_hook=_da_json)
            return datetime.fromisoformat(dati["quando"]), dati["stato"]
        except (OSError, ValueError, KeyError, TypeError):
            # Never overwrite what cannot be read: somebody may still save something from it.
            if self.percorso.exists():
                self.percorso.replace(self.percorso.with_suffix(".illeggibile"))
            return None

    def _scrivi(self, testo: str) -> None:
        """The new file is locked before it takes the place of the old one: there is no moment when it is nobody's."""
        self._cartella.mkdir(mode=0o700, parents=True, exist_ok=True)
        provvisorio = self._cartella / f"{self._nome}.{os.getpid()}.{id(self)}.nuova"
        descrittore = os.open(provvisorio, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with open(descrittore, "w", encoding="utf-8", closefd=False) as file:
                file.write(testo)
                file.flush()
                os.fsync(descrittore)
            _blocca(descrittore)
            percorso = self.percorso if self._presa is not None else self._libero()
            provvisorio.replace(percorso)
        except BaseException:
            os.close(descrittore)
            provvisorio.unlink(missing_ok=True)
            raise
        self._tieni(percorso, descrittore)

    def _posto(self, numero: int) -> Path:
        return self._cartella / (f"{self._nome}.json" if numero == 1 else f"{self._nome}~{numero}.json")

    def _libero(self) -> Path:
        """A name that no other session has, claimed."""
        for numero in range(1, _POSTI):
            with suppress(FileExistsError):
                os.close(os.open(self._posto(numero), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
                return self._posto(numero)
        return self._posto(_POSTI)

    def _tieni(self, percorso: Path, descrittore: int) -> None:
        self._lascia()
        self.percorso, self._descrittore = percorso, descrittore
        self._presa = weakref.finalize(self, os.close, descrittore)

    def _lascia(self) -> None:
        if self._presa is not None:
            self._presa()
            self._presa = None


def _apri_libera(percorso: Path) -> int | None:
    """A draft that no live session has, locked for this one."""
    try:
        descrittore = os.open(percorso, os.O_RDWR)
    except OSError:
        return None
    try:
        nostra = _blocca(descrittore) and os.path.samestat(os.fstat(descrittore), percorso.stat())
    except OSError:  # taken away, or written anew, in the meantime
        nostra = False
    if nostra:
        return descrittore
    os.close(descrittore)
    return None


def _blocca(descrittore: int) -> bool:
    """Lock a file until it is closed; False if another has it. Where files can't be locked, nobody has."""
    try:
        fcntl.flock(descrittore, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _adesso() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _in_json(valore: Any) -> Any:
    if isinstance(valore, Decimal):
        return {"$decimal": str(valore)}
    if isinstance(valore, date):
        return {"$data": valore.isoformat()}
    raise TypeError(f"{type(valore).__name__} non può stare in una bozza")


def _da_json(oggetto: dict[str, Any]) -> Any:
    if oggetto.keys() == {"$decimal"}:
        return Decimal(oggetto["$decimal"])
    if oggetto.keys() == {"$data"}:
        return date.fromisoformat(oggetto["$data"])
    return oggetto
