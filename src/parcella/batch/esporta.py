"""`parcella esporta`: an azienda of the archive, in the archive format."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer

from parcella.batch.opzioni import UsoErrato, apri_archivio, contesto, opzioni_di
from parcella.batch.uscita import stampa

app = typer.Typer()


@app.command()
def esporta(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Il file da scrivere; senza, l'uscita del comando.")
    ] = None,
) -> None:
    """Scrive un'azienda nel formato JSON, che «parcella importa» rilegge senza perdere nulla."""
    from parcella.ledger.scambio.esporta import esporta as scrivi

    opzioni = opzioni_di(ctx)
    if file is not None and file.suffix.lower() in (".csv", ".xlsx"):
        raise UsoErrato(f"{file}: l'esportazione di un'azienda è in formato JSON.")
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        azienda = contesto(sessione, opzioni)
        if file is None:
            if hasattr(sys.stdout, "reconfigure"):
                sys.stdout.reconfigure(encoding="utf-8")
            scrivi(sessione, azienda.azienda, sys.stdout)
            return
        with _file_intero(file) as foglio:
            scrivi(sessione, azienda.azienda, foglio)
    esito = {"azienda": azienda.sigla, "file": file}
    stampa(esito, opzioni, testo=f"Esportata l'azienda {azienda.sigla} in {file}.")


@contextmanager
def _file_intero(percorso: Path) -> Iterator[TextIO]:
    """A file that takes its name only when it is written whole; only its owner reads it."""
    provvisorio = percorso.with_name(f".{percorso.name}.{os.getpid()}.nuovo")
    try:
        descrittore = os.open(provvisorio, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descrittore, "w", encoding="utf-8", newline="\n") as foglio:
            yield foglio
            foglio.flush()
            os.fsync(descrittore)
        provvisorio.replace(percorso)
    finally:
        provvisorio.unlink(missing_ok=True)
