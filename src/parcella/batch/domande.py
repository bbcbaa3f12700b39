"""`parcella domande`: the questions the commands may ask, with the codes of --rispondi."""

import typer

from parcella.batch.opzioni import opzioni_di
from parcella.batch.uscita import stampa
from parcella.ledger.esito import DOMANDE

app = typer.Typer()


@app.command()
def domande(ctx: typer.Context) -> None:
    """Elenca le domande che i comandi possono porre: codice, testo, risposta predefinita.

    Si risponde con --rispondi CODICE=S (o N), oppure S a tutte con --si.
    """
    valori = [
        {"codice": domanda.codice, "testo": domanda.testo, "predefinita": domanda.predefinita}
        for domanda in DOMANDE.values()
    ]
    stampa(valori, opzioni_di(ctx))
