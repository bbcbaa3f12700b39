"""`parcella archivio`: make, look at, check, copy, restore and update the archive."""

import errno
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from parcella.batch.opzioni import Opzioni, UsoErrato, apri_archivio, opzioni_di
from parcella.batch.uscita import stampa
from parcella.ledger.esito import Rifiuto

if TYPE_CHECKING:
    from parcella.ledger.giornale.catena import Anello

app = typer.Typer(help="Crea, verifica, copia, ripristina e aggiorna l'archivio.")


@app.command()
def crea(
    ctx: typer.Context,
    tipo: Annotated[
        Literal["P", "I"] | None, typer.Option(help="P studio professionale, I impresa: con --azienda.")
    ] = None,
    ragione_sociale: Annotated[
        str | None, typer.Option(metavar="TESTO", help="Il nome dell'azienda: con --azienda.")
    ] = None,
    gruppo: Annotated[
        str | None, typer.Option(metavar="NOME", help="Il gruppo di utenti del computer che può usare l'archivio.")
    ] = None,
) -> None:
    """Crea un archivio nuovo; con --azienda SIGLA anche l'azienda, con i conti e le tabelle iniziali."""
    from parcella.ledger import archivio

    opzioni = opzioni_di(ctx)
    if opzioni.azienda is None and (tipo or ragione_sociale):
        raise UsoErrato("--tipo e --ragione-sociale vogliono anche --azienda SIGLA.")
    percorso = opzioni.percorso_archivio()
    archivio.crea(percorso, gruppo=gruppo)
    if opzioni.azienda is not None:
        try:
            _crea_azienda(opzioni, opzioni.azienda, tipo or "P", ragione_sociale)
        except BaseException:
            percorso.unlink(missing_ok=True)  # made a moment ago: all or nothing
            raise
    esito = {"archivio": percorso, "versione": archivio.VERSIONE_SCHEMA, "azienda": opzioni.azienda}
    azienda = f" con l'azienda {opzioni.azienda}" if opzioni.azienda else ""
    stampa(esito, opzioni, testo=f"Creato l'archivio {percorso}{azienda}.")


@app.command()
def stato(ctx: typer.Context) -> None:
    """Mostra dove sta l'archivio, la versione, le aziende e l'ultima copia."""
    from parcella.ledger.archivio import VERSIONE_SCHEMA, versione_del_file
    from parcella.ledger.copie import cartella_copie
    from parcella.ledger.scambio.consistenza import consistenza

    opzioni = opzioni_di(ctx)
    percorso = opzioni.percorso_archivio()
    versione = versione_del_file(percorso)
    copie = sorted(cartella_copie(percorso).glob("*.parcella"))
    esito: dict[str, Any] = {
        "archivio": percorso.absolute(),
        "versione": versione,
        "versione_programma": VERSIONE_SCHEMA,
        "dimensione": percorso.stat().st_size,
        "ultima_copia": datetime.fromtimestamp(copie[-1].stat().st_mtime, UTC) if copie else None,
        "file_ultima_copia": copie[-1] if copie else None,
        "aziende": None,  # known only when the tables are those of this program
    }
    if versione == VERSIONE_SCHEMA:
        with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
            esito["aziende"] = consistenza(sessione)
    stampa(esito, opzioni)


@app.command()
def verifica(
    ctx: typer.Context,
    copia: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Una copia di prima: il giornale deve continuare il suo.")
    ] = None,
) -> None:
    """Controlla il file, i libri e il giornale; esce con 1 nominando ogni difetto."""
    from parcella.fatturapa.firmati import verifica as verifica_file
    from parcella.ledger.copie import continua, controlla_file, ultimo_anello, verifica_giornale
    from parcella.ledger.documenti.verifica import verifica as verifica_libri

    opzioni = opzioni_di(ctx)
    percorso = opzioni.percorso_archivio()
    controlla_file(percorso)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        difetti = [*verifica_libri(sessione), *verifica_file(sessione)]
    difetti += verifica_giornale(percorso)
    ultimo = ultimo_anello(percorso)
    testo = "" if difetti else f"L'archivio è in ordine.\n{_anello(ultimo)}"
    esito = {"archivio": percorso, "difetti": difetti, "ultimo_anello": ultimo}
    if copia is not None and not difetti:
        if not copia.is_file():
            raise FileNotFoundError(errno.ENOENT, "", str(copia))
        della_copia = continua(percorso, copia)
        testo += f"\nIl giornale continua quello di {copia}, fermo all'operazione {della_copia.operazione}."
        esito |= {"copia": copia, "anello_della_copia": della_copia}
    stampa(esito, opzioni, testo=testo)
    if difetti:
        raise Rifiuto("\n".join([*difetti, f"L'archivio ha difetti: {len(difetti)}."]))


@app.command()
def backup(
    ctx: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="La copia da scrivere.")]
) -> None:
    """Copia l'archivio in FILE, anche mentre è in uso, e verifica la copia."""
    from parcella.ledger.copie import copia

    opzioni = opzioni_di(ctx)
    ultimo = copia(opzioni.percorso_archivio(), file)
    testo = f"Copia eseguita e verificata: {file}.\n{_anello(ultimo)}"
    stampa({"copia": file, "ultimo_anello": ultimo}, opzioni, testo=testo)


@app.command()
def ripristina(
    ctx: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="La copia da riprendere.")]
) -> None:
    """Mette una copia al posto dell'archivio, dopo aver salvato quello che c'era."""
    from parcella.ledger.copie import ripristina as rimetti

    opzioni = opzioni_di(ctx)
    percorso = opzioni.percorso_archivio()
    if not file.is_file():
        raise FileNotFoundError(errno.ENOENT, "", str(file))
    prima = rimetti(percorso, file)
    testo = f"Ripristinato l'archivio {percorso} da {file}."
    if prima is not None:
        testo += f"\nL'archivio di prima è in {prima}."
    stampa({"archivio": percorso, "copia": file, "archivio_di_prima": prima}, opzioni, testo=testo)


@app.command()
def aggiorna(ctx: typer.Context) -> None:
    """Porta l'archivio alla versione del programma, dopo una copia automatica."""
    from parcella.ledger.archivio import VERSIONE_SCHEMA, versione_del_file

    opzioni = opzioni_di(ctx)
    percorso = opzioni.percorso_archivio()
    prima = versione_del_file(percorso)
    with apri_archivio(opzioni):  # opening is what updates
        pass
    if prima == VERSIONE_SCHEMA:
        testo = f"L'archivio {percorso} è già alla versione {VERSIONE_SCHEMA}."
    else:
        testo = f"Aggiornato l'archivio {percorso} dalla versione {prima} alla {VERSIONE_SCHEMA}."
    stampa({"archivio": percorso, "versione_precedente": prima, "versione": VERSIONE_SCHEMA}, opzioni, testo=testo)


def _anello(ultimo: "Anello | None") -> str:
    """The last link of the journal, to be written down: the proof that what comes before was not rewritten."""
    if ultimo is None:
        return "L'archivio è di una versione senza giornale."
    return f"Ultimo anello del giornale, operazione {ultimo.operazione}: {ultimo.anello}"


def _crea_azienda(opzioni: Opzioni, sigla: str, tipo: str, ragione_sociale: str | None) -> None:
    from parcella.ledger.scambio.predefiniti import crea_azienda

    with apri_archivio(opzioni) as archivio, archivio.scrittura() as sessione:
        crea_azienda(sessione, sigla, tipo, ragione_sociale or sigla, opzioni.giorno())
