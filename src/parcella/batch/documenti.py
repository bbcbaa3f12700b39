"""`parcella documenti`: list, show, issue, revise, close, make definitive, cash, credit, delete, print."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from parcella.batch.annessi import comandi_allegati
from parcella.batch.opzioni import (
    UsoErrato,
    apri_archivio,
    contesto,
    data_iso,
    nome_documento,
    nomi_documenti,
    opzioni_di,
    risposte,
)
from parcella.batch.uscita import avanzamento, stampa, stampa_avvisi

if TYPE_CHECKING:
    from sqlmodel import Session

    from parcella.ledger.archivio import Archivio
    from parcella.ledger.contesto import Contesto
    from parcella.ledger.esito import Risposte
    from parcella.uscite import Uscita

app = typer.Typer(help="Notule e parcelle: elenco, emissione, revisione, incasso, stampa.")
app.add_typer(comandi_allegati("documenti"), name="allegati")

Nome = Annotated[list[str], typer.Argument(metavar="SIGLA SERIE/NUMERO", help="Il documento, per esempio NO 1/12.")]
Anno = Annotated[
    int | None, typer.Option(min=1990, max=2999, help="L'anno del documento; altrimenti quello della data di lavoro.")
]
_COLONNE = {
    "documento": "Documento",
    "data_documento": "Data",
    "codice_cliente": "Cliente",
    "nome_cliente": "Nome",
    "totale_documento": "Totale",
    "totale_da_pagare": "Da pagare",
    "sp": "Sp",
    "nc": "Nc",
    "r": "R",
    "p": "P",
}


@app.command()
def elenco(
    ctx: typer.Context,
    sigla: Annotated[Literal["NO", "PA"] | None, typer.Option(help="Solo notule o solo parcelle.")] = None,
    da_data: Annotated[str | None, typer.Option(metavar="AAAA-MM-GG", help="Data documento da.")] = None,
    a_data: Annotated[str | None, typer.Option(metavar="AAAA-MM-GG", help="Data documento a.")] = None,
    serie: Annotated[int | None, typer.Option(min=1, max=99, help="Solo questa serie.")] = None,
    cliente: Annotated[str | None, typer.Option(metavar="CODICE", help="Solo questo cliente.")] = None,
    stato_parcella: Annotated[Literal["P", "D"] | None, typer.Option(help="Parcelle provvisorie o definitive.")] = None,
    notule_chiuse: Annotated[Literal["S", "N"] | None, typer.Option(help="Notule chiuse o non chiuse.")] = None,
    anno: Annotated[int | None, typer.Option(min=1990, max=2999, help="Solo questo anno.")] = None,
    limite: Annotated[int | None, typer.Option(min=1, max=999_999_999, help="Al massimo tanti documenti.")] = None,
) -> None:
    """Elenca i documenti per data."""
    from parcella.ledger.documenti import ricerca

    opzioni = opzioni_di(ctx)
    filtro = ricerca.Filtro(
        sigla=sigla,
        data_da=data_iso(da_data, "--da-data") if da_data else date(anno, 1, 1) if anno else None,
        data_a=data_iso(a_data, "--a-data") if a_data else date(anno, 12, 31) if anno else None,
        serie_da=serie,
        serie_a=serie,
        cliente_da=cliente,
        cliente_a=cliente,
        stato_parcella=stato_parcella,
        notule_chiuse=notule_chiuse,
    )
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        voci = ricerca.pagina(sessione, contesto(sessione, opzioni).azienda, filtro, limite or -1)
        righe = [_riga_elenco(voce) for voce in voci]
    stampa(righe, opzioni, tabella=_COLONNE)


def _riga_elenco(voce: Any) -> dict[str, Any]:
    return {nome: getattr(voce, nome) for nome in (*_COLONNE, "note_testata")}


@app.command()
def mostra(ctx: typer.Context, nome: Nome, anno: Anno = None) -> None:
    """Mostra un documento per intero, con totali, rate e riferimenti."""
    opzioni = opzioni_di(ctx)
    quale = nome_documento(nome)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        chi = contesto(sessione, opzioni)
        documento = _in_forma(sessione, chi, [_chiave(sessione, chi, quale, anno)])[0]
    stampa(documento, opzioni)


@app.command()
def emetti(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Un documento, o un elenco, nel formato dell'archivio.")],
    cartella: Annotated[
        Path | None, typer.Option("--stampa", metavar="CARTELLA", help="Stampa in PDF i documenti emessi.")
    ] = None,
) -> None:
    """Emette uno o più documenti: tutti o nessuno."""
    from parcella.fatturapa.emissione import conferma
    from parcella.ledger.documenti.dati import da_dizionario

    opzioni = opzioni_di(ctx)
    letti = _leggi_documenti(file)
    dati = [da_dizionario(letto) for letto in letti]
    with apri_archivio(opzioni) as archivio:
        date = risposte(opzioni)
        with archivio.lettura() as sessione:
            chi = contesto(sessione, opzioni)
        campo = (lambda n: f"documento {n + 1}, ") if len(dati) > 1 else None
        emessi = conferma(archivio, chi, dati, date, campo=campo)
        chiavi = [emesso.id for emesso in emessi]
        with archivio.lettura() as sessione:
            documenti = _in_forma(sessione, chi, chiavi)
        if cartella is not None:
            _stampa_emessi(archivio, chi, chiavi, cartella, date)
    stampa_avvisi(date.avvisi)
    stampa(documenti, opzioni, testo="\n".join(f"Emesso {emesso.nome}." for emesso in emessi))


@app.command()
def rivedi(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Il documento rivisto, nel formato dell'archivio.")],
) -> None:
    """Riscrive una notula non parcellata o una parcella provvisoria."""
    from parcella.fatturapa.emissione import rivedi as rivedi_documento
    from parcella.ledger.esito import DatiNonValidi
    from parcella.ledger.scambio.documenti import da_rivedere

    opzioni = opzioni_di(ctx)
    letti = _leggi_documenti(file)
    if len(letti) != 1:
        raise DatiNonValidi(f"{file}: atteso un solo documento, trovati {len(letti)}.")
    letto = letti[0]
    numero = letto.get("numero_documento") or f"prov.{letto.get('numero_lavoro', '?')}"
    nome = f"{letto['sigla_documento']} {letto.get('serie', 1)}/{numero}"
    with apri_archivio(opzioni) as archivio:
        date = risposte(opzioni)
        with archivio.lettura() as sessione:
            chi = contesto(sessione, opzioni)
            chiave = _chiave(sessione, chi, nome, letto["data_documento"].year)
            mostrato = _in_forma(sessione, chi, [chiave])[0]
        rivedi_documento(archivio, chi, chiave, da_rivedere(letto, mostrato["rate"]), date)
        with archivio.lettura() as sessione:
            documento = _in_forma(sessione, chi, [chiave])[0]
    stampa_avvisi(date.avvisi)
    stampa(documento, opzioni, testo=f"Riscritto {nome}.")


@app.command()
def chiudi(ctx: typer.Context, nome: Nome, anno: Anno = None) -> None:
    """Chiude una notula in modo definitivo (chiede: chiusura_notula)."""
    from parcella.ledger.documenti.rivedi import chiudi as chiudi_notula

    opzioni = opzioni_di(ctx)
    quale = nome_documento(nome)
    with apri_archivio(opzioni) as archivio, archivio.scrittura() as sessione:
        chi = contesto(sessione, opzioni)
        chiave = _chiave(sessione, chi, quale, anno)
        chiusa = chiudi_notula(sessione, chi, chiave, risposte(opzioni))
        sessione.flush()
        documento = _in_forma(sessione, chi, [chiave])[0]
    stampa(documento, opzioni, testo=f"{chiusa} chiusa in modo definitivo.")


@app.command()
def definitiva(
    ctx: typer.Context,
    nome: Nome,
    anno: Anno = None,
    totalmente_pagata: Annotated[Literal["S", "N"] | None, typer.Option(help="Predefinito S.")] = None,
    importo_pagato: Annotated[str | None, typer.Option(metavar="IMPORTO", help="Con il punto: 150.00.")] = None,
    conto_pagamento: Annotated[str | None, typer.Option(metavar="CONTO", help="Predefinito il conto Cassa.")] = None,
) -> None:
    """Rende definitiva una parcella provvisoria e la registra in primanota."""
    from parcella.fatturapa.emissione import rivedi as rivedi_documento
    from parcella.ledger.documenti.dati import DatiPagamento
    from parcella.ledger.documenti.fascicoli import fascicolo
    from parcella.ledger.documenti.rivedi import dati_di

    opzioni = opzioni_di(ctx)
    quale = nome_documento(nome)
    importo = _importo(importo_pagato, "--importo-pagato") if importo_pagato is not None else None
    with apri_archivio(opzioni) as archivio:
        date = risposte(opzioni)
        with archivio.lettura() as sessione:
            chi = contesto(sessione, opzioni)
            chiave = _chiave(sessione, chi, quale, anno)
            dati = dati_di(fascicolo(sessione, chi, chiave))
        dati.stato_parcella = "D"
        dati.pagamento = DatiPagamento(totalmente_pagata, importo, conto_pagamento)
        emesso = rivedi_documento(archivio, chi, chiave, dati, date)
        with archivio.lettura() as sessione:
            documento = _in_forma(sessione, chi, [chiave])[0]
    stampa_avvisi(date.avvisi)
    stampa(documento, opzioni, testo=f"{emesso.nome} definitiva.")


@app.command()
def incassa(
    ctx: typer.Context,
    nome: Nome,
    importo: Annotated[str, typer.Option(metavar="IMPORTO", help="Con il punto: 150.00.")],
    data: Annotated[str | None, typer.Option(metavar="AAAA-MM-GG", help="Altrimenti la data di lavoro.")] = None,
    conto: Annotated[str | None, typer.Option(metavar="CONTO", help="Altrimenti il conto Cassa.")] = None,
    anno: Anno = None,
) -> None:
    """Registra un incasso su una parcella definitiva, o il rimborso di una nota di credito, e chiude le scadenze."""
    from parcella.fatturapa.emissione import incassa as registra

    opzioni = opzioni_di(ctx)
    quale = nome_documento(nome)
    quanto = _importo(importo, "--importo")
    giorno = data_iso(data, "--data") if data else opzioni.giorno()
    date = risposte(opzioni)
    with apri_archivio(opzioni) as archivio, archivio.scrittura() as sessione:
        chi = contesto(sessione, opzioni)
        fatto = registra(sessione, chi, _chiave(sessione, chi, quale, anno), giorno, quanto, conto, date)
    stampa_avvisi(date.avvisi)
    stampa(fatto, opzioni)


@app.command()
def accredita(
    ctx: typer.Context,
    nome: Nome,
    data: Annotated[str | None, typer.Option(metavar="AAAA-MM-GG", help="Altrimenti la data di lavoro.")] = None,
    cartella: Annotated[
        Path | None, typer.Option("--stampa", metavar="CARTELLA", help="Stampa in PDF la nota di credito.")
    ] = None,
    anno: Anno = None,
) -> None:
    """Emette la nota di credito di un'intera parcella definitiva (di una parte: emetti, con nota_credito S)."""
    from parcella.fatturapa.emissione import conferma
    from parcella.ledger.documenti.accredita import nota_di_credito
    from parcella.ledger.documenti.fascicoli import fascicolo

    opzioni = opzioni_di(ctx)
    quale = nome_documento(nome)
    giorno = data_iso(data, "--data") if data else opzioni.giorno()
    date = risposte(opzioni)
    with apri_archivio(opzioni) as archivio:
        with archivio.lettura() as sessione:
            chi = contesto(sessione, opzioni)
            dati = nota_di_credito(sessione, fascicolo(sessione, chi, _chiave(sessione, chi, quale, anno)), giorno)
        (emessa,) = conferma(archivio, chi, [dati], date)
        with archivio.lettura() as sessione:
            (documento,) = _in_forma(sessione, chi, [emessa.id])
        if cartella is not None:
            _stampa_emessi(archivio, chi, [emessa.id], cartella, date)
    stampa_avvisi(date.avvisi)
    stampa(documento, opzioni, testo=f"Emessa la nota di credito {emessa.nome}, a storno di {quale}.")


@app.command()
def compensa(
    ctx: typer.Context,
    nome: Nome,
    data: Annotated[str | None, typer.Option(metavar="AAAA-MM-GG", help="Altrimenti la data di lavoro.")] = None,
    anno: Anno = None,
) -> None:
    """Compensa una nota di credito con quanto resta da incassare della parcella che corregge."""
    from parcella.ledger.documenti.accredita import compensa as registra

    opzioni = opzioni_di(ctx)
    quale = nome_documento(nome)
    giorno = data_iso(data, "--data") if data else opzioni.giorno()
    date = risposte(opzioni)
    with apri_archivio(opzioni) as archivio, archivio.scrittura() as sessione:
        chi = contesto(sessione, opzioni)
        fatta = registra(sessione, chi, _chiave(sessione, chi, quale, anno), giorno, date)
    stampa_avvisi(date.avvisi)
    stampa(fatta, opzioni)


@app.command()
def elimina(ctx: typer.Context, nome: Nome, anno: Anno = None) -> None:
    """Cancella un documento (chiede: elimina_documento, elimina_primanota)."""
    from parcella.fatturapa.emissione import elimina as elimina_documento

    opzioni = opzioni_di(ctx)
    quale = nome_documento(nome)
    with apri_archivio(opzioni) as archivio:
        with archivio.lettura() as sessione:
            chi = contesto(sessione, opzioni)
            chiave = _chiave(sessione, chi, quale, anno)
        eliminato = elimina_documento(archivio, chi, chiave, risposte(opzioni))
    stampa({"eliminato": eliminato}, opzioni, testo=f"Cancellato {eliminato}.")


@app.command("stampa")
def stampa_documenti(
    ctx: typer.Context,
    nome: Annotated[
        list[str] | None, typer.Argument(metavar="SIGLA SERIE/NUMERO", help="Il documento, per esempio NO 1/12.")
    ] = None,
    cartella: Annotated[
        Path | None,
        typer.Option(metavar="CARTELLA", help="Dove scrivere i PDF; altrimenti quella della stampante, o questa."),
    ] = None,
    anno: Anno = None,
    da_data: Annotated[str | None, typer.Option(metavar="AAAA-MM-GG")] = None,
    a_data: Annotated[str | None, typer.Option(metavar="AAAA-MM-GG")] = None,
    modulo: Annotated[
        str, typer.Option(metavar="MODULO", help="Un altro modulo, per esempio PA1; altrimenti quello del documento.")
    ] = "",
    stampante: Annotated[
        int | None, typer.Option(min=1, max=99, help="Il numero della stampante; altrimenti la prima del suo formato.")
    ] = None,
) -> None:
    """Stampa in PDF uno o più documenti, e ne fa il file XML se il modulo lo prevede; senza nome, quelli fra due date.

    Chiede: rifai_file, rigenera_inviata, salta_errate.
    """
    from parcella.ledger.documenti import ricerca
    from parcella.uscite import fai_fatture

    opzioni = opzioni_di(ctx)
    date = risposte(opzioni)
    if not nome and not (da_data or a_data):
        raise UsoErrato("Indicare un documento (SIGLA SERIE/NUMERO) oppure --da-data e --a-data.")
    nomi = nomi_documenti(nome) if nome else []
    with apri_archivio(opzioni) as archivio:
        with archivio.lettura() as sessione:
            chi = contesto(sessione, opzioni)
            if nomi:
                chiavi = [_chiave(sessione, chi, uno, anno) for uno in nomi]
            else:
                filtro = ricerca.Filtro(
                    data_da=data_iso(da_data, "--da-data") if da_data else None,
                    data_a=data_iso(a_data, "--a-data") if a_data else None,
                )
                chiavi = [voce.id for voce in ricerca.pagina(sessione, chi.azienda, filtro, -1)]
        uscita = _decisa(archivio, chi, chiavi, cartella, modulo, stampante)
        fatture = [(fatta.documento, fatta.file) for fatta in fai_fatture(archivio, chi, uscita, date)]
        scritti = fatture + _pagine(uscita)
    stampa_avvisi(date.avvisi)
    stampa([{"documento": d, "file": f} for d, f in scritti], opzioni)


def _stampa_emessi(archivio: "Archivio", chi: "Contesto", chiavi: list[int], cartella: Path, date: "Risposte") -> None:
    """A print that fails undoes nothing: the documents are in the archive already, and a file not made can be made."""
    from parcella.ledger.archivio import motivo
    from parcella.ledger.esito import Rifiuto
    from parcella.uscite import fai_fatture

    senza_errate = replace(date, date={"salta_errate": "S", **date.date})
    try:
        uscita = _decisa(archivio, chi, chiavi, cartella)
        try:
            fai_fatture(archivio, chi, uscita, senza_errate)
        except Rifiuto as rifiuto:
            date.avvisa("senza_file", f"I file delle fatture restano da fare: {rifiuto.messaggio}")
        _pagine(uscita)
    except (Rifiuto, OSError) as errore:
        perche = errore.messaggio if isinstance(errore, Rifiuto) else f"{cartella}: {motivo(errore)}."
        date.avvisa("stampa", f"I documenti sono stati emessi, ma non stampati: {perche}")


def _decisa(
    archivio: "Archivio",
    chi: "Contesto",
    chiavi: list[int],
    cartella: Path | None,
    modulo: str = "",
    stampante: int | None = None,
) -> "Uscita":
    from parcella.uscite import decidi

    with archivio.lettura() as sessione:
        uscita = decidi(sessione, chi, chiavi, modulo=modulo, numero=stampante)
    uscita.cartella = cartella or uscita.cartella
    return uscita


def _pagine(uscita: "Uscita") -> list[tuple[str, Path]]:
    from parcella.uscite import fai_pagine

    with avanzamento("Stampa", len(uscita.pagine)) as avanza:
        scritti = fai_pagine(uscita, Path(), progresso=avanza)
    stampa_avvisi(uscita.avvisi)
    return scritti


def _chiave(sessione: "Session", chi: "Contesto", nome: str, anno: int | None) -> int:
    from parcella.ledger.documenti.fascicoli import per_nome

    return per_nome(sessione, chi, nome, anno)


def _in_forma(sessione: "Session", chi: "Contesto", chiavi: list[int]) -> list[dict[str, Any]]:
    from parcella.ledger.documenti.fascicoli import fascicoli
    from parcella.ledger.documenti.forma import documento
    from parcella.ledger.documenti.ricerca import riferimenti

    legami = riferimenti(sessione, chi.azienda, chiavi)
    return [documento(f, legami.get(f.documento.id or 0, ())) for f in fascicoli(sessione, chi, chiavi)]


def _leggi_documenti(file: Path) -> list[dict[str, Any]]:
    """One document, a list of them, or an archive file with a section `documenti`."""
    from parcella.ledger.scambio.documenti import leggi_documenti

    return leggi_documenti(str(file), file.read_bytes())


def _importo(testo: str, opzione: str) -> Decimal:
    from parcella.ledger.scambio.forma import FormaErrata, decimale

    try:
        return decimale(testo)
    except FormaErrata:
        raise UsoErrato(f"{opzione}: «{testo}» non è un importo; scriverlo con il punto, per esempio 150.00.") from None
