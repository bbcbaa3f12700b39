"""`parcella fatturapa pronto`: what is still missing to make electronic invoices."""

from pathlib import Path
from typing import Annotated

import typer

from parcella.batch.opzioni import apri_archivio, contesto, opzioni_di
from parcella.batch.uscita import stampa

_COLONNE = {"passo": "Passo", "nome": "Che cosa", "pronto": "Pronto", "che_cosa": ""}


def pronto(
    ctx: typer.Context,
    cartella: Annotated[
        Path | None,
        typer.Option(
            metavar="CARTELLA",
            help="Dove si scriveranno i file XML, senza una stampante di formato F; altrimenti la cartella documenti.",
        ),
    ] = None,
) -> None:
    """Controlla in sei passi che ci sia tutto per fare le fatture elettroniche; esce con 1 se manca qualcosa."""
    from parcella.cartelle import cartella_documenti
    from parcella.fatturapa.pronto import voci
    from parcella.ledger.aziende.tabelle import Azienda
    from parcella.stampe.moduli import moduli_di_fattura

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        chi = contesto(sessione, opzioni)
        dove = cartella or cartella_documenti(sessione.get_one(Azienda, chi.azienda).cartella_documenti)
        trovate = voci(sessione, chi, dove, moduli_di_fattura())
    righe = [
        {
            "passo": voce.passo,
            "nome": voce.nome,
            "pronto": "S" if voce.pronto else "N",
            "che_cosa": voce.che_cosa,
            "campo": voce.campo,
            "codice_cliente": voce.codice_cliente,
        }
        for voce in trovate
    ]
    stampa(righe, opzioni, tabella=_COLONNE)
    if not all(voce.pronto for voce in trovate):
        raise typer.Exit(1)
