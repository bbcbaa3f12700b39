"""`parcella fatturapa controlla`: layout and controls of SdI on any file, without network.

No archive is needed; one that is named, and is there, tells what was sent already.
"""

import shutil
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from parcella.batch.opzioni import Opzioni, apri_archivio, opzioni_di
from parcella.batch.uscita import avanzamento, stampa

if TYPE_CHECKING:
    from parcella.fatturapa.controlli.file import GiaNoti

_ESITI = {True: "valido", False: "da scartare", None: "non controllato"}


def controlla(
    ctx: typer.Context,
    percorsi: Annotated[
        list[Path], typer.Argument(metavar="FILE…|CARTELLA|ZIP", help="File .xml, .p7m o .zip, o cartelle.")
    ],
    schema: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Controlla anche con questo schema XSD ufficiale.")
    ] = None,
) -> None:
    """Controlla dei file come il Sistema di Interscambio; esce con 1 se uno sarebbe scartato.

    Con --archivio avverte anche di un nome o di un numero già inviato da quell'archivio.
    """
    from parcella.fatturapa.controlli.file import controlla_file
    from parcella.fatturapa.controlli.schema import leggi_schema
    from parcella.fatturapa.lettura.origini import Archivi, da_leggere

    opzioni = opzioni_di(ctx)
    letto = leggi_schema(schema) if schema is not None else None
    elenco = da_leggere(percorsi)
    giudizi: list[dict[str, Any]] = []
    with _gia_mandati(opzioni) as gia, avanzamento("Controllo", len(elenco)) as avanza, Archivi() as archivi:
        for origine in elenco:
            esito = controlla_file(origine, archivi, opzioni.giorno(), letto, gia)
            giudizi.append(
                {
                    "file": origine.file,
                    "valido": esito.valido,
                    "formato": esito.formato,
                    "errori": esito.errori,
                    "avvisi": esito.avvisi,
                }
            )
            avanza()
    if opzioni.json:
        stampa(giudizi, opzioni)
    else:
        stampa(None, opzioni, testo="\n".join(_righe(giudizi)))
    if any(giudizio["valido"] is False for giudizio in giudizi):
        raise typer.Exit(1)


@contextmanager
def _gia_mandati(opzioni: Opzioni) -> "Iterator[GiaNoti | None]":
    """What the archive named, if any, knows of the files it sent."""
    if opzioni.archivio is None or not opzioni.percorso_archivio().is_file():
        yield None
        return
    from parcella.fatturapa.gia_mandati import Mandati

    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        yield Mandati(sessione).rilievi


def _righe(giudizi: list[dict[str, Any]]) -> Iterator[str]:
    """For each file its whole path and, under it, its remarks; then how many there are of each kind."""
    from parcella.fatturapa.controlli.esito import in_totale

    for giudizio in giudizi:
        formato = f" ({giudizio['formato']})" if giudizio["formato"] else ""
        yield f"{giudizio['file']}: {_ESITI[giudizio['valido']]}{formato}"
        for specie, titolo in (("errori", "errore"), ("avvisi", "avviso")):
            for rilievo in giudizio[specie]:
                yield from _rientrate(f"{titolo} {rilievo.codice}: {rilievo.messaggio}", 2)
                if rilievo.posizione:
                    yield from _rientrate(f"Dove: {rilievo.posizione}", 4)
                yield from _rientrate(f"Rimedio: {rilievo.rimedio}", 4)
    yield f"\n{in_totale([giudizio['valido'] for giudizio in giudizi])}."


def _rientrate(testo: str, rientro: int) -> list[str]:
    """The lines of a text for the terminal, or in one where there is none; no word is broken."""
    largo = shutil.get_terminal_size().columns if sys.stdout.isatty() else 10_000
    spazi = " " * rientro
    return textwrap.wrap(
        testo,
        max(40, largo),
        initial_indent=spazi,
        subsequent_indent=spazi + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
