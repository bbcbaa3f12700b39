"""`parcella importa`: files of the archive format into the archive, all or nothing."""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from parcella.batch.opzioni import apri_archivio, opzioni_di, risposte
from parcella.batch.uscita import stampa, stampa_avvisi

app = typer.Typer()


@app.command()
def importa(
    ctx: typer.Context,
    file: Annotated[list[Path], typer.Argument(metavar="FILE…", help="I file da importare, nel formato JSON.")],
) -> None:
    """Importa uno o più file nell'archivio: tutto o niente. L'archivio che non c'è viene creato.

    I dati presenti nei file sono scritti, quelli assenti restano come sono. Ogni file è di un'azienda: quella che
    nomina, creata se la sigla è nuova, oppure quella di --azienda.
    """
    from parcella.ledger.archivio import crea
    from parcella.ledger.scambio.importa import importa as importa_file

    opzioni = opzioni_di(ctx)
    percorso = opzioni.percorso_archivio()
    contenuti = [(str(nome), nome.read_bytes()) for nome in file]
    risposte_date = risposte(opzioni)
    nuovo = not percorso.exists()
    if nuovo:
        crea(percorso)
    try:
        with apri_archivio(opzioni) as archivio:
            resoconto = importa_file(
                archivio,
                contenuti,
                data_lavoro=opzioni.giorno(),
                utente=(opzioni.utente or _accesso())[:20],
                sigla=opzioni.azienda,
                risposte=risposte_date,
            )
    except BaseException:
        if nuovo:  # made a moment ago: all or nothing
            _togli(percorso)
        raise
    stampa_avvisi(risposte_date.avvisi)
    testo = "\n".join(
        f"Importato {voce['file']} nell'azienda {voce['azienda']}: "
        + (", ".join(f"{nome} {numero}" for nome, numero in voce["sezioni"].items()) or "nessun elenco")
        + "."
        for voce in resoconto
    )
    stampa({"archivio": percorso, "file": resoconto, "avvisi": risposte_date.avvisi}, opzioni, testo=testo)


def _accesso() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no login name: a service without a user
        return "parcella"


def _togli(archivio: Path) -> None:
    for coda in ("", "-wal", "-shm"):
        archivio.with_name(archivio.name + coda).unlink(missing_ok=True)
