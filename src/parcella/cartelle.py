"""Folders and files the program writes for its user, whoever asks for them: screens and commands."""

import os
from pathlib import Path


def cartella_documenti(scelta: str | None) -> Path:
    """The folder of the azienda, else `parcella` in the user's documents."""
    if scelta:
        return Path(scelta).expanduser()
    from platformdirs import user_documents_path

    return user_documents_path() / "parcella"


def scrivi_nuovo(percorso: Path, dati: bytes) -> None:
    """Write a whole file, or none: what fails halfway leaves nothing behind. FileExistsError if the name is taken."""
    provvisorio = percorso.with_name(f".{os.getpid()}.parte")
    try:
        provvisorio.write_bytes(dati)
        try:
            os.link(provvisorio, percorso)
        except FileExistsError:
            raise
        except OSError:  # a disk without links
            if percorso.exists():
                raise FileExistsError(percorso) from None
            provvisorio.replace(percorso)
    finally:
        provvisorio.unlink(missing_ok=True)
