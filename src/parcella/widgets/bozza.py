"""What is typed and not confirmed, kept in a small file beside the archive until it is confirmed or given up."""

import json
import os
import re
import threading
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any


class Bozza:
    """The draft of one form of one user. Writes may come from threads; one that comes late never revives a draft."""

    def __init__(self, archivio: Path, *nomi: str) -> None:
        nome = "-".join(re.sub(r"[^\w.]+", "_", n) for n in nomi if n)
        self.percorso = archivio.parent / f"{archivio.name}.bozze" / f"{nome}.json"
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
            _scrivi(self.percorso, testo)

    def cancella(self) -> None:
        """The data have been confirmed, or given up."""
        with self._serratura:
            self._ultima += 1
            self._scritta = self._ultima
            self.percorso.unlink(missing_ok=True)

    def leggi(self) -> tuple[datetime, Any] | None:
        """When the draft was written, and what it has; None if there is none that can be read."""
        try:
            dati = json.loads(self.percorso.read_text(encoding="utf-8"), object_hook=_da_json)
            return datetime.fromisoformat(dati["quando"]), dati["stato"]
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            # Never overwrite what cannot be read: somebody may still save something from it.
            if self.percorso.exists():
                self.percorso.replace(self.percorso.with_suffix(".illeggibile"))
            return None


def _adesso() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _scrivi(percorso: Path, testo: str) -> None:
    percorso.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    provvisorio = percorso.with_suffix(f".{os.getpid()}.nuova")
    descrittore = os.open(provvisorio, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descrittore, "w", encoding="utf-8") as file:
        file.write(testo)
        file.flush()
        os.fsync(file.fileno())
    provvisorio.replace(percorso)


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
