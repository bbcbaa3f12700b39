"""`parcella primanota`: the registrations with their rows."""

from datetime import date
from typing import Annotated

import typer

from parcella.batch.opzioni import apri_archivio, contesto, data_iso, opzioni_di
from parcella.batch.uscita import stampa

app = typer.Typer(help="Le registrazioni di primanota.")


@app.command()
def elenco(
    ctx: typer.Context,
    anno: Annotated[
        int | None, typer.Option(min=1990, max=2999, help="L'anno; altrimenti quello della data di lavoro.")
    ] = None,
    da_data: Annotated[str | None, typer.Option(metavar="AAAA-MM-GG", help="Registrate da.")] = None,
    a_data: Annotated[str | None, typer.Option(metavar="AAAA-MM-GG", help="Registrate a.")] = None,
    limite: Annotated[int | None, typer.Option(min=1, max=999_999_999, help="Al massimo tante registrazioni.")] = None,
) -> None:
    """Elenca le registrazioni dell'anno, per numero."""
    from itertools import islice

    from parcella.ledger.primanota import consultazione

    opzioni = opzioni_di(ctx)
    di_anno = anno or opzioni.giorno().year
    da = data_iso(da_data, "--da-data") if da_data else date(di_anno, 1, 1)
    a = data_iso(a_data, "--a-data") if a_data else date(di_anno, 12, 31)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        azienda = contesto(sessione, opzioni).azienda
        registrazioni = list(islice(consultazione.elenco(sessione, azienda, da, a), limite))
    if opzioni.json:
        stampa(registrazioni, opzioni)
        return
    righe = [
        {
            "numero": r["numero"],
            "data": r["data_registrazione"],
            "causale": r["causale"],
            "protocollo": r["protocollo"] or r["descrizione"],
            **{nome: riga[nome] for nome in ("conto", "descrizione_conto", "importo", "segno", "descrizione")},
        }
        for r in registrazioni
        for riga in r["righe"]
    ]
    stampa(righe, opzioni)


@app.command()
def mostra(
    ctx: typer.Context,
    numero: Annotated[
        int, typer.Argument(min=1, max=999_999_999, metavar="NUMERO", help="Il numero della registrazione.")
    ],
    anno: Annotated[
        int | None, typer.Option(min=1990, max=2999, help="L'anno; altrimenti quello della data di lavoro.")
    ] = None,
) -> None:
    """Mostra una registrazione."""
    from parcella.ledger.primanota import consultazione

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        azienda = contesto(sessione, opzioni).azienda
        registrazione = consultazione.per_numero(sessione, azienda, anno or opzioni.giorno().year, numero)
    stampa(registrazione, opzioni)
