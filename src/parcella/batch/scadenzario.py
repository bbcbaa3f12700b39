"""`parcella scadenzario`: the due dates of the notule, and those of the books."""

from collections.abc import Callable, Iterator
from typing import Annotated, Any

import typer

from parcella.batch.opzioni import apri_archivio, contesto, data_iso, opzioni_di
from parcella.batch.uscita import stampa

app = typer.Typer(help="Scadenzario delle notule e scadenzario contabile.")

_COLONNE = {
    "data_scadenza": "Scadenza",
    "documento": "Documento",
    "data_documento": "Del",
    "codice_cliente": "Cliente",
    "nome_cliente": "Nome",
    "numero_rata": "Rata",
    "tipo_pagamento": "Tp",
    "stato_rata": "Sr",
    "importo_rata": "Importo",
    "data_pagamento": "Pagata il",
}
DaData = Annotated[str | None, typer.Option(metavar="AAAA-MM-GG", help="Scadenze da.")]
AData = Annotated[str | None, typer.Option(metavar="AAAA-MM-GG", help="Scadenze a.")]
Cliente = Annotated[str | None, typer.Option(metavar="CODICE", help="Solo questo cliente.")]
Tutte = Annotated[bool, typer.Option("--tutte", help="Anche quelle pagate.")]
Limite = Annotated[int | None, typer.Option(min=1, max=999_999_999, help="Al massimo tante righe.")]


@app.command()
def notule(
    ctx: typer.Context,
    da_data: DaData = None,
    a_data: AData = None,
    cliente: Cliente = None,
    tutte: Tutte = False,
    limite: Limite = None,
) -> None:
    """Le rate delle notule non chiuse, per scadenza."""
    from parcella.ledger.scadenzario import consultazione

    _elenca(ctx, consultazione.notule, da_data, a_data, cliente, tutte, limite)


@app.command()
def contabile(
    ctx: typer.Context,
    da_data: DaData = None,
    a_data: AData = None,
    cliente: Cliente = None,
    tutte: Tutte = False,
    limite: Limite = None,
) -> None:
    """Le scadenze delle parcelle definitive."""
    from parcella.ledger.scadenzario import consultazione

    _elenca(ctx, consultazione.contabile, da_data, a_data, cliente, tutte, limite)


def _elenca(
    ctx: typer.Context,
    quale: Callable[..., Iterator[Any]],
    da_data: str | None,
    a_data: str | None,
    cliente: str | None,
    tutte: bool,
    limite: int | None,
) -> None:
    from itertools import islice

    from parcella.ledger.scadenzario.consultazione import Filtro

    opzioni = opzioni_di(ctx)
    filtro = Filtro(
        da=data_iso(da_data, "--da-data") if da_data else None,
        a=data_iso(a_data, "--a-data") if a_data else None,
        cliente=cliente,
        aperte=not tutte,
    )
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        voci = islice(quale(sessione, contesto(sessione, opzioni).azienda, filtro), limite)
        righe = [{nome: getattr(voce, nome) for nome in _COLONNE} for voce in voci]
    stampa(righe, opzioni, tabella=_COLONNE)
