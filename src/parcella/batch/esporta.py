"""`parcella esporta`: an azienda of the archive, in the archive format or for a spreadsheet."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal, TextIO

import typer

from parcella.batch.opzioni import Opzioni, UsoErrato, apri_archivio, contesto, opzioni_di
from parcella.batch.uscita import stampa

app = typer.Typer()


@app.command()
def esporta(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Il file da scrivere; senza, l'uscita del comando.")
    ] = None,
    tabella: Annotated[
        str | None, typer.Option(metavar="NOME", help="CSV e XLSX: solo questo archivio, per esempio clienti.")
    ] = None,
    separatore: Annotated[
        Literal["punto-e-virgola", "virgola", "tabulazione"], typer.Option(help="CSV: che cosa divide le colonne.")
    ] = "punto-e-virgola",
) -> None:
    """Scrive un'azienda nel formato JSON, che «parcella importa» rilegge senza perdere nulla.

    Con un FILE .xlsx scrive ogni archivio in un foglio; con --tabella e un FILE .csv o .xlsx, un archivio solo.
    """
    from parcella.ledger.scambio.esporta import esporta as scrivi

    opzioni = opzioni_di(ctx)
    formato = "" if file is None else file.suffix.lower()
    if file is not None and formato in (".xlsx", ".csv"):
        _in_foglio(opzioni, file, tabella, separatore)
        return
    if tabella is not None:
        raise UsoErrato("--tabella vuole un FILE .xlsx o .csv.")
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


def _in_foglio(opzioni: Opzioni, file: Path, tabella: str | None, separatore: str) -> None:
    from parcella.ledger.scambio.fogli.elenchi import ELENCHI
    from parcella.stampe.fogli import SEPARATORI, scrivi

    if tabella is not None and tabella not in ELENCHI:
        raise UsoErrato(f"--tabella {tabella}: gli archivi sono {', '.join(ELENCHI)}.")
    if tabella is None and file.suffix.lower() == ".csv":
        raise UsoErrato(
            f"{file}: un file CSV è di un archivio solo; indicarlo con --tabella, oppure scrivere un .xlsx."
        )
    righe: dict[str, int] = {}
    nomi = [tabella] if tabella else list(ELENCHI)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        azienda = contesto(sessione, opzioni)
        scrivi(sessione, azienda.azienda, file, nomi, SEPARATORI[separatore], righe.__setitem__)
    per_nome = {nome: righe.get(ELENCHI[nome].titolo, 0) for nome in nomi}
    esito = {"azienda": azienda.sigla, "file": file, "righe": per_nome}
    quante = ", ".join(f"{ELENCHI[nome].titolo.lower()} {numero}" for nome, numero in per_nome.items() if numero)
    stampa(esito, opzioni, testo=f"Esportata l'azienda {azienda.sigla} in {file}: {quante or 'nessuna riga'}.")


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
