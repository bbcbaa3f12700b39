"""`parcella fatturapa`: the XML files of the parcelle definitive."""

from pathlib import Path
from typing import Annotated

import typer

from parcella.batch.fatturapa_controlla import controlla
from parcella.batch.fatturapa_mostra import mostra
from parcella.batch.fatturapa_pronto import pronto
from parcella.batch.fatturapa_registro import registra_comandi
from parcella.batch.opzioni import apri_archivio, contesto, data_iso, nomi_documenti, opzioni_di, risposte
from parcella.batch.uscita import avanzamento, stampa, stampa_avvisi

app = typer.Typer(help="Fattura elettronica.")


@app.callback()
def _gruppo() -> None:
    """Fattura elettronica."""


@app.command()
def esporta(
    ctx: typer.Context,
    documenti: Annotated[
        list[str] | None, typer.Argument(metavar="SIGLA SERIE/NUMERO", help="Le parcelle, per esempio PA 1/3.")
    ] = None,
    cartella: Annotated[
        Path | None,
        typer.Option(
            metavar="CARTELLA",
            help="Dove scrivere i file XML; altrimenti quella della stampante di formato F, o dei documenti.",
        ),
    ] = None,
    da_data: Annotated[str | None, typer.Option(metavar="AAAA-MM-GG", help="Data documento da.")] = None,
    a_data: Annotated[str | None, typer.Option(metavar="AAAA-MM-GG", help="Data documento a.")] = None,
    cliente: Annotated[str | None, typer.Option(metavar="CODICE", help="Solo questo cliente.")] = None,
    anno: Annotated[int | None, typer.Option(min=1990, max=2999, help="L'anno dei documenti nominati.")] = None,
    rigenera: Annotated[
        bool, typer.Option("--rigenera", help="Anche quelle già esportate, con un nuovo nome.")
    ] = False,
    salta_errate: Annotated[
        bool, typer.Option("--salta-errate", help="Fa i file delle altre, se di alcune non si possono fare.")
    ] = False,
) -> None:
    """Scrive i file XML; senza documenti nominati, tutte le parcelle definitive non ancora esportate.

    Tutto o niente: se di una non si può fare il file si dice di ognuna perché, e non si scrive nulla. Un avviso dice
    quali sono datate dopo la data di lavoro, e di quali, rifiutate, non è stato corretto nulla.
    """
    from parcella.cartelle import cartella_documenti
    from parcella.fatturapa.esportazione import da_esportare
    from parcella.fatturapa.esportazione import esporta as esporta_documenti
    from parcella.ledger.aziende.tabelle import Azienda
    from parcella.ledger.documenti.fascicoli import per_nome
    from parcella.uscite import cartella_fatture

    opzioni = opzioni_di(ctx)
    nomi = nomi_documenti(documenti) if documenti else []
    dette = risposte(opzioni)
    if salta_errate:
        dette.date = {**dette.date, "salta_errate": "S"}
    with apri_archivio(opzioni) as archivio:
        with archivio.lettura() as sessione:
            chi = contesto(sessione, opzioni)
            azienda = sessione.get_one(Azienda, chi.azienda)
            dove = cartella or cartella_fatture(sessione, chi) or cartella_documenti(azienda.cartella_documenti)
            if nomi:
                chiavi = [per_nome(sessione, chi, nome, anno) for nome in nomi]
            else:
                chiavi = da_esportare(
                    sessione,
                    chi,
                    da_data=data_iso(da_data, "--da-data") if da_data else None,
                    a_data=data_iso(a_data, "--a-data") if a_data else None,
                    cliente=cliente,
                    rigenera=rigenera,
                    risposte=dette,
                )
        with avanzamento("Esportazione", len(chiavi)) as avanza:
            fatte = esporta_documenti(
                archivio,
                chi,
                chiavi,
                dove,
                rigenera=rigenera,
                avanza=avanza,
                risposte=dette,
                nominate=bool(nomi),
            )
    stampa_avvisi(dette.avvisi)
    stampa(fatte, opzioni, tabella={"documento": "Documento", "file": "File"})


registra_comandi(app)
app.command()(controlla)
app.command()(mostra)
app.command()(pronto)
