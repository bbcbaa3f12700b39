"""`parcella lingue`: the foreign languages of the documents."""

from typing import Annotated, Any

import typer

from parcella.batch.opzioni import apri_archivio, contesto, opzioni_di, risposte
from parcella.batch.uscita import stampa

app = typer.Typer(help="Le lingue in cui stampare i documenti.")

_COLONNE = {"numero": "N.", "codice": "Codice", "descrizione": "Descrizione"}
_NUMERO = typer.Argument(metavar="N", min=1, max=9, help="Da 1 a 9.")


@app.command()
def elenco(ctx: typer.Context) -> None:
    """Elenca le lingue dichiarate."""
    from parcella.ledger.prestazioni import lingue

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        trovate = lingue.elenco(sessione, contesto(sessione, opzioni).azienda)
        righe = [{nome: getattr(lingua, nome) for nome in _COLONNE} for lingua in trovate]
    stampa(righe, opzioni, _COLONNE)


@app.command()
def salva(
    ctx: typer.Context,
    numero: Annotated[int, _NUMERO],
    codice: Annotated[str | None, typer.Option(metavar="CC", help="Due lettere, come EN.")] = None,
    descrizione: Annotated[str | None, typer.Option(metavar="TESTO", help="Il nome della lingua.")] = None,
) -> None:
    """Dichiara una lingua, o la varia."""
    from parcella.ledger.prestazioni import lingue

    opzioni = opzioni_di(ctx)
    scritte = {"codice": codice, "descrizione": descrizione}
    dati: dict[str, Any] = {"numero": numero} | {n: v for n, v in scritte.items() if v is not None}
    with apri_archivio(opzioni) as archivio, archivio.scrittura() as sessione:
        scritta = lingue.salva(sessione, contesto(sessione, opzioni), dati)
        riga = {nome: getattr(scritta, nome) for nome in _COLONNE}
    stampa(riga, opzioni, testo=f"Lingua {numero} {riga['codice']} registrata.")


@app.command()
def elimina(ctx: typer.Context, numero: Annotated[int, _NUMERO]) -> None:
    """Elimina una lingua con le descrizioni delle prestazioni, se lo si conferma."""
    from parcella.ledger.prestazioni import lingue

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.scrittura() as sessione:
        codice = lingue.elimina(sessione, contesto(sessione, opzioni), numero, risposte(opzioni))
    stampa({"eliminata": numero}, opzioni, testo=f"Lingua {codice} eliminata.")
