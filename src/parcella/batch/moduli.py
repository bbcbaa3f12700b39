"""`parcella moduli`: the print forms of the documents, and the copy of one to be changed."""

from typing import Annotated

import typer

from parcella.batch.opzioni import opzioni_di, risposte
from parcella.batch.uscita import stampa

app = typer.Typer(help="I moduli di stampa di notule e parcelle.")

_COLONNE = {"codice": "Modulo", "descrizione": "Descrizione", "tipo": "Tipo", "di_chi": "Di chi", "file": "File"}


@app.command()
def elenco(ctx: typer.Context) -> None:
    """Elenca i moduli di stampa: quelli del programma e quelli dello studio, che ne prendono il posto."""
    from parcella.stampe.moduli import elenco_moduli

    stampa(elenco_moduli(), opzioni_di(ctx), tabella=_COLONNE | {"errore": "Errore"})


@app.command()
def copia(
    ctx: typer.Context,
    esempio: Annotated[str, typer.Argument(metavar="MODULO", help="Il modulo del programma, per esempio PAE.")],
    codice: Annotated[str, typer.Argument(metavar="CODICE", help="Quello della copia, per esempio PAX.")],
) -> None:
    """Copia un modulo del programma nella cartella dello studio, per modificarlo (chiede: sostituisci_modulo)."""
    from parcella.stampe.moduli import SENZA_AGGIORNAMENTI
    from parcella.stampe.moduli import copia as copia_modulo

    opzioni = opzioni_di(ctx)
    fatta = copia_modulo(esempio, codice, risposte(opzioni))
    stampa(fatta, opzioni, testo=f"{esempio} copiato in {fatta.file}. {SENZA_AGGIORNAMENTI}")
