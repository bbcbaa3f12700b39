"""`parcella clienti varia-fattura-elettronica`: the mass change of the electronic invoicing (chapter 24)."""

from typing import Annotated

import typer

from parcella.batch.opzioni import UsoErrato, apri_archivio, contesto, opzioni_di, risposte
from parcella.batch.uscita import stampa, stampa_avvisi

_COLONNE = {
    "codice": "Codice",
    "nome": "Nome",
    "tipo_prima": "Era",
    "sezionale_prima": "Sez.",
    "tipo_dopo": "Diventa",
    "sezionale_dopo": "Sez. ",
}


def varia_fattura_elettronica(
    ctx: typer.Context,
    var_fatturazione_elettronica: Annotated[
        str, typer.Option(metavar="S|N", help="Se i clienti hanno la fattura elettronica.")
    ],
    var_sezionale: Annotated[int | None, typer.Option(metavar="N", help="Il loro sezionale IVA, con S.")] = None,
    sel_fatturazione_elettronica: Annotated[
        str | None, typer.Option(metavar="S|N", help="Solo i clienti con, o senza, fattura elettronica.")
    ] = None,
    sel_sezionale: Annotated[int | None, typer.Option(metavar="N", help="Solo i clienti su questo sezionale.")] = None,
    prova: Annotated[str, typer.Option(metavar="S|N", help="S elenca quello che farebbe; N scrive.")] = "S",
) -> None:
    """Abilita o disabilita la fattura elettronica di molti clienti; senza --prova N non scrive niente."""
    from parcella.ledger.clienti import variazione
    from parcella.ledger.clienti.variazione import Selezione

    for opzione, valore in (("--prova", prova), ("--sel-fatturazione-elettronica", sel_fatturazione_elettronica)):
        if valore not in ("S", "N", None):
            raise UsoErrato(f"{opzione} {valore}: scrivere S oppure N.")
    opzioni = opzioni_di(ctx)
    selezione = Selezione(sel_fatturazione_elettronica, sel_sezionale)
    dette = risposte(opzioni)
    with apri_archivio(opzioni) as archivio:
        if prova == "S":
            with archivio.lettura() as sessione:
                chi = contesto(sessione, opzioni)
                fatte = variazione.variazioni(sessione, chi, selezione, var_fatturazione_elettronica, var_sezionale)
        else:
            with archivio.scrittura() as sessione:
                chi = contesto(sessione, opzioni)
                fatte = variazione.varia(sessione, chi, selezione, var_fatturazione_elettronica, var_sezionale, dette)
    stampa_avvisi(dette.avvisi)
    stampa(fatte, opzioni, tabella=_COLONNE)
