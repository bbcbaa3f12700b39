"""`parcella messaggi`: what the studio has left for the azienda of one of its clients."""

import typer

from parcella.batch.opzioni import apri_archivio, contesto, opzioni_di
from parcella.batch.uscita import stampa

app = typer.Typer()

_COLONNE = {
    "data_lavoro": "Data lavoro",
    "codice_prestazione": "Prestazione",
    "descrizione": "Descrizione",
    "quantita": "Q.tà",
    "unita_misura": "Um",
    "utente": "Utente",
    "note": "Note",
    "studio": "Studio",
    "codice_cliente": "Cliente",
}


@app.command()
def messaggi(ctx: typer.Context) -> None:
    """Elenca i messaggi che lo studio mostra all'apertura dell'azienda, alla data di lavoro."""
    from parcella.ledger.messaggi.elenco import da_mostrare

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        stampa(da_mostrare(sessione, contesto(sessione, opzioni)), opzioni, _COLONNE)
