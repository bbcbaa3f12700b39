"""`parcella scadenzario`: the due dates of the notule, and those of the books."""

from typing import Annotated

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


def _elenco(nome: str, aiuto: str) -> None:
    """Add a command: both read a list of `scadenzario.consultazione` that has their name, with the same options."""

    @app.command(nome, help=aiuto)
    def elenca(
        ctx: typer.Context,
        da_data: Annotated[str | None, typer.Option(metavar="AAAA-MM-GG", help="Scadenze da.")] = None,
        a_data: Annotated[str | None, typer.Option(metavar="AAAA-MM-GG", help="Scadenze a.")] = None,
        cliente: Annotated[str | None, typer.Option(metavar="CODICE", help="Solo questo cliente.")] = None,
        tutte: Annotated[bool, typer.Option("--tutte", help="Anche quelle pagate.")] = False,
        limite: Annotated[int | None, typer.Option(min=1, max=999_999_999, help="Al massimo tante righe.")] = None,
    ) -> None:
        from itertools import islice

        from parcella.ledger.scadenzario import consultazione

        opzioni = opzioni_di(ctx)
        filtro = consultazione.Filtro(
            da=data_iso(da_data, "--da-data") if da_data else None,
            a=data_iso(a_data, "--a-data") if a_data else None,
            cliente=cliente,
            aperte=not tutte,
        )
        leggi = {"notule": consultazione.notule, "contabile": consultazione.contabile}[nome]
        with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
            voci = islice(leggi(sessione, contesto(sessione, opzioni).azienda, filtro), limite)
            righe = [{colonna: getattr(voce, colonna) for colonna in _COLONNE} for voce in voci]
        stampa(righe, opzioni, tabella=_COLONNE)


_elenco("notule", "Le rate delle notule non chiuse, per scadenza.")
_elenco("contabile", "Le scadenze delle parcelle definitive.")
