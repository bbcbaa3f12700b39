"""`parcella prestazioni`: list, search and show the prestazioni."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from parcella.batch.annessi import comandi_allegati, comandi_altri_dati
from parcella.batch.clienti import scheda
from parcella.batch.opzioni import Opzioni, apri_archivio, contesto, opzioni_di
from parcella.batch.uscita import stampa
from parcella.ledger.esito import Rifiuto

if TYPE_CHECKING:
    from parcella.ledger.prestazioni.ricerca import VocePrestazione

app = typer.Typer(help="Elenca, cerca e mostra le prestazioni.")
app.add_typer(comandi_allegati("prestazioni"), name="allegati")
app.add_typer(comandi_altri_dati("prestazioni"), name="altri-dati")

_COLONNE = {
    "codice": "Codice",
    "descrizione": "Descrizione",
    "codice_alternativo": "Codice alternativo",
    "tipo": "Tp",
    "stato": "Canc",
}
_PRECANCELLATE = typer.Option("--precancellate", help="Anche le precancellate (il tasto F3).")
_LIMITE = typer.Option(min=1, help="Al massimo tante prestazioni.")


@app.command()
def elenco(
    ctx: typer.Context,
    precancellate: Annotated[bool, _PRECANCELLATE] = False,
    limite: Annotated[int | None, _LIMITE] = None,
) -> None:
    """Elenca le prestazioni per codice."""
    from parcella.ledger.prestazioni import ricerca

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        azienda = contesto(sessione, opzioni).azienda
        trovate = ricerca.cerca(sessione, azienda, "", "F3" if precancellate else "F2", limite)
    _stampa(trovate, opzioni)


@app.command()
def cerca(
    ctx: typer.Context,
    stringa: Annotated[
        str,
        typer.Argument(
            metavar="STRINGA",
            help="+ codice, - codice alternativo, ' descrizione; col punto la cerca all'interno ('.A23); "
            "raddoppiato filtra la tipologia (++NOT+R+). Prima di una STRINGA che comincia con - scrivere --.",
        ),
    ],
    elenco: Annotated[
        bool, typer.Option("--elenco", help="Le prestazioni da quella cercata in poi (il tasto F2).")
    ] = False,
    precancellate: Annotated[bool, _PRECANCELLATE] = False,
    limite: Annotated[int | None, _LIMITE] = None,
) -> None:
    """Cerca le prestazioni come il campo codice: confermato con Invio, o con F2 e F3."""
    from parcella.ledger.prestazioni import ricerca

    opzioni = opzioni_di(ctx)
    tasto: ricerca.Tasto = "F3" if precancellate else "F2" if elenco else "INVIO"
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        trovate = ricerca.cerca(sessione, contesto(sessione, opzioni).azienda, stringa, tasto, limite)
    _stampa(trovate, opzioni)


@app.command()
def mostra(
    ctx: typer.Context, codice: Annotated[str, typer.Argument(metavar="CODICE", help="Il codice della prestazione.")]
) -> None:
    """Mostra una prestazione con i suoi prezzi, nella forma del formato di archivio."""
    from parcella.ledger.prestazioni import anagrafica
    from parcella.ledger.prestazioni.tabelle import Prestazione
    from parcella.ledger.scambio.forma import a_json

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        azienda = contesto(sessione, opzioni).azienda
        prestazione = anagrafica.leggi(sessione, azienda, codice)
        if prestazione is None:
            raise Rifiuto(f"La prestazione {codice} non esiste.", "codice")
        prezzi = anagrafica.prezzi(sessione, azienda, prestazione.codice)
    if opzioni.json:
        record = a_json(Prestazione, prestazione)
        listini: dict[str, Any] = {str(numero): str(prezzo) for numero, prezzo in prezzi.items()}
        stampa(record | ({"prezzi": listini} if listini else {}), opzioni)
    else:
        listini = {f"prezzo_tariffario_{numero}": prezzo for numero, prezzo in prezzi.items()}
        stampa(scheda(Prestazione, prestazione) | listini, opzioni)


def _stampa(trovate: "Sequence[VocePrestazione]", opzioni: Opzioni) -> None:
    stampa([{nome: getattr(voce, nome) for nome in _COLONNE} for voce in trovate], opzioni, _COLONNE)
