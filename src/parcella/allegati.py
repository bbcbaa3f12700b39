"""Attachments on disk: a file taken into the archive, and one written back to a folder. For screens and commands."""

from pathlib import Path

from parcella.cartelle import scrivi_nuovo
from parcella.ledger.annessi.allegati import LIMITE_BYTE, LIMITE_MB
from parcella.ledger.archivio import motivo
from parcella.ledger.esito import DatiNonValidi, Rifiuto


def acquisisci(percorso: str) -> tuple[str, bytes]:
    """The name and the bytes of a file. Raises DatiNonValidi if it can't be read, Rifiuto if it is too large."""
    file = Path(percorso.strip()).expanduser()
    try:
        if file.is_dir():
            raise DatiNonValidi(f"{file} è una cartella: indicare un file.", "percorso")
        if file.stat().st_size > LIMITE_BYTE:  # before reading it
            raise Rifiuto(f"Il file {file.name} supera {LIMITE_MB} MB: è troppo grande per l'archivio.", "percorso")
        return file.name, file.read_bytes()
    except OSError as errore:
        raise DatiNonValidi(f"Il file {file}: {motivo(errore)}.", "percorso") from None


def scrivi(cartella: str, nome_file: str, contenuto: bytes) -> Path:
    """Write an attachment into a folder, under a new name if that is taken: nothing is overwritten.

    Raises Rifiuto if what is named is no folder, or it can't be written.
    """
    dove = Path(cartella.strip()).expanduser()
    nome = Path(nome_file)
    try:
        if dove.exists() and not dove.is_dir():
            raise Rifiuto(f"{dove} è un file: indicare una cartella.", "cartella")
        dove.mkdir(parents=True, exist_ok=True)
        for tentativo in range(1000):
            percorso = dove / (f"{nome.stem} ({tentativo}){nome.suffix}" if tentativo else nome.name)
            try:
                scrivi_nuovo(percorso, contenuto)
            except FileExistsError:
                continue
            return percorso
    except OSError as errore:
        raise Rifiuto(f"Il file {nome_file} non si scrive in {dove}: {motivo(errore)}.", "cartella") from None
    raise Rifiuto(f"In {dove} ci sono già troppi file di nome {nome_file}.", "cartella")
