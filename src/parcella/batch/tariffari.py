"""`parcella tariffari`: the price lists (cap. 18)."""

from typing import Annotated, Any

import typer

from parcella.batch.opzioni import apri_archivio, contesto, opzioni_di, risposte
from parcella.batch.uscita import stampa

app = typer.Typer(help="I tariffari: elenco, abilitazione, cancellazione.")

_COLONNE = {"numero": "N.", "descrizione": "Descriz.", "descrizione_estesa": "Descrizione estesa"}
_NUMERO = typer.Argument(metavar="N", min=1, max=9, help="Da 1 a 9.")


@app.command()
def elenco(ctx: typer.Context) -> None:
    """Elenca i tariffari abilitati."""
    from parcella.ledger.prestazioni import tariffari

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        trovati = tariffari.elenco_tariffari(sessione, contesto(sessione, opzioni).azienda)
        righe = [{nome: getattr(tariffario, nome) for nome in _COLONNE} for tariffario in trovati]
    stampa(righe, opzioni, _COLONNE)


@app.command()
def salva(
    ctx: typer.Context,
    numero: Annotated[int, _NUMERO],
    descrizione: Annotated[
        str | None, typer.Option(metavar="TESTO", help="La descrizione breve, 7 caratteri: abilita il tariffario.")
    ] = None,
    descrizione_estesa: Annotated[str | None, typer.Option(metavar="TESTO", help="40 caratteri.")] = None,
) -> None:
    """Abilita un tariffario, o ne varia le descrizioni."""
    from parcella.ledger.prestazioni import tariffari

    opzioni = opzioni_di(ctx)
    scritte = {"descrizione": descrizione, "descrizione_estesa": descrizione_estesa}
    dati: dict[str, Any] = {"numero": numero} | {n: v for n, v in scritte.items() if v is not None}
    with apri_archivio(opzioni) as archivio, archivio.scrittura() as sessione:
        scritto = tariffari.salva_tariffario(sessione, contesto(sessione, opzioni), dati)
        riga = {nome: getattr(scritto, nome) for nome in _COLONNE}
    stampa(riga, opzioni, testo=f"Tariffario {numero} {riga['descrizione']} registrato.")


@app.command()
def elimina(ctx: typer.Context, numero: Annotated[int, _NUMERO]) -> None:
    """Disabilita un tariffario con i suoi prezzi e particolarità, se lo si conferma."""
    from parcella.ledger.prestazioni import tariffari

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.scrittura() as sessione:
        usi = tariffari.elimina_tariffario(sessione, contesto(sessione, opzioni), numero, risposte(opzioni))
    stampa({"eliminato": numero}, opzioni, testo=f"Tariffario {numero} eliminato. {usi}.")
