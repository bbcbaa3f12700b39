"""Files that are written whole or not at all, and names that take nobody's place."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from parcella.ledger.archivio import motivo
from parcella.ledger.esito import Rifiuto


@contextmanager
def file_intero(percorso: Path, non_scritto: str = "Stampa non scritta") -> Iterator[BinaryIO]:
    """A file that takes its name, and the place of the one before, when all of it has been written.

    Raises Rifiuto, which begins with `non_scritto`, if the folder can't be written.
    """
    provvisorio = percorso.with_name(f".{percorso.name}.{os.getpid()}")
    try:
        percorso.parent.mkdir(parents=True, exist_ok=True)
        with provvisorio.open("wb") as uscita:
            yield uscita
        provvisorio.replace(percorso)
    except OSError as errore:
        raise Rifiuto(f"{non_scritto} in {percorso.parent}: {motivo(errore)}.", "cartella") from None
    finally:
        with suppress(OSError):
            provvisorio.unlink()


def nome_libero(cartella: Path, nome: str, estensione: str) -> Path:
    """`nome.pdf`, or `nome-2.pdf` if there is one already, and so on."""
    percorso, volta = cartella / f"{nome}{estensione}", 1
    while percorso.exists():
        volta += 1
        percorso = cartella / f"{nome}-{volta}{estensione}"
    return percorso
