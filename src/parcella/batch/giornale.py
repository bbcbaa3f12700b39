"""`parcella giornale`: who changed what, when, and what was there before."""

from typing import Annotated, Any

import typer

from parcella.batch.opzioni import apri_archivio, contesto, data_iso, opzioni_di, risposte
from parcella.batch.uscita import stampa, stampa_avvisi
from parcella.ledger.parole import quanti

app = typer.Typer(help="Chi ha cambiato che cosa.")

_COLONNE = {
    "numero": "Voce",
    "quando": "Quando",
    "utente": "Utente",
    "da": "Da",
    "archivio": "Archivio",
    "chiave": "Chiave",
    "che_cosa": "Che cosa",
}


@app.command()
def elenco(
    ctx: typer.Context,
    archivio_dati: Annotated[
        str | None, typer.Option(metavar="NOME", help="L'archivio: cliente, prestazione, documento, codice_iva…")
    ] = None,
    chiave: Annotated[
        str | None, typer.Option(metavar="CODICE", help="Il codice del record; di un documento PA 1/3 2026.")
    ] = None,
    operatore: Annotated[str | None, typer.Option(metavar="NOME", help="Chi ha fatto il cambiamento.")] = None,
    da_data: Annotated[str | None, typer.Option(metavar="AAAA-MM-GG")] = None,
    a_data: Annotated[str | None, typer.Option(metavar="AAAA-MM-GG")] = None,
    limite: Annotated[int, typer.Option(min=1, help="Al massimo tante voci.")] = 100,
) -> None:
    """Elenca i cambiamenti, dal più recente; di una variazione dice prima e dopo."""
    from parcella.ledger.giornale.consultazione import Filtro, archivi, etichette, pagina

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        azienda = contesto(sessione, opzioni).azienda
        filtro = Filtro(
            azienda,
            _archivio(archivio_dati, archivi(sessione, azienda)) if archivio_dati else None,
            chiave,
            operatore,
            data_iso(da_data, "--da-data") if da_data else None,
            data_iso(a_data, "--a-data") if a_data else None,
        )
        voci = pagina(sessione, filtro, limite)
    righe = [{"numero": v.numero, **riga} for v, riga in zip(voci, etichette(voci), strict=True)]
    stampa([_in_json(v) for v in voci] if opzioni.json else righe, opzioni, _COLONNE)


@app.command()
def mostra(
    ctx: typer.Context, numero: Annotated[int, typer.Argument(metavar="VOCE", help="Il numero della voce.")]
) -> None:
    """Mostra una voce con tutti i campi, prima e dopo."""
    from parcella.ledger.esito import Rifiuto
    from parcella.ledger.giornale.consultazione import etichette, voce
    from parcella.ledger.tabella import etichetta

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        trovata = voce(sessione, contesto(sessione, opzioni).azienda, numero)
    if trovata is None:
        raise Rifiuto(f"La voce {numero} non è nel giornale di questa azienda.", "numero")
    scheda = {"numero": numero, **etichette([trovata])[0], "che_cosa": trovata.azione, "riga": trovata.riga}
    campi = [{"campo": etichetta(c.campo), "prima": c.prima, "dopo": c.dopo} for c in trovata.cambiamenti]
    stampa(_in_json(trovata) if opzioni.json else {**scheda, "campi": campi}, opzioni)


@app.command()
def dimentica(
    ctx: typer.Context,
    archivio_dati: Annotated[str, typer.Option(metavar="NOME", help="L'archivio: cliente, prestazione…")],
    chiave: Annotated[str, typer.Option(metavar="CODICE", help="Il codice del record.")],
) -> None:
    """Toglie per legge il contenuto delle voci di un record: restano data, utente e impronta, e la catena regge.

    Le copie dell'archivio fatte prima tengono quello che hanno.
    """
    from parcella.ledger.copie import svuota_registro
    from parcella.ledger.giornale.oblio import dimentica as togli

    opzioni = opzioni_di(ctx)
    date = risposte(opzioni)
    with apri_archivio(opzioni) as archivio, archivio.scrittura() as sessione:
        quante = togli(sessione, contesto(sessione, opzioni), archivio_dati, chiave, date)
    svuota_registro(opzioni.percorso_archivio())
    stampa_avvisi(date.avvisi)
    esito = {"archivio": archivio_dati, "chiave": chiave, "voci": quante}
    tolte = quanti(quante, "voce", "voci")
    stampa(esito, opzioni, testo=f"Tolto dal giornale il contenuto di {tolte} di {archivio_dati} {chiave}.")


def _archivio(nome: str, presenti: list[str]) -> str:
    """The archive named; refused with the list of those there are."""
    from parcella.ledger.esito import Rifiuto

    scelto = nome.lower().replace("-", "_").replace(" ", "_")
    if scelto not in presenti:
        ci_sono = ", ".join(presenti) or "nessuno"
        raise Rifiuto(f"Il giornale non ha voci dell'archivio «{nome}»; ne ha di: {ci_sono}.", "archivio_dati")
    return scelto


def _in_json(voce: Any) -> dict[str, Any]:
    return {
        "numero": voce.numero,
        "operazione": voce.operazione,
        "momento": voce.momento,
        "utente": voce.utente,
        "origine": voce.origine,
        "archivio": voce.archivio,
        "chiave": voce.chiave,
        "tabella": voce.tabella,
        "azione": voce.azione,
        "riga": voce.riga,
        "tolto": "S" if voce.tolto else "N",
        "campi": list(voce.cambiamenti),
    }
