"""`parcella stampa`: the prints of the menu, to a file or to standard output. Options are the fields of the screens."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from parcella.batch.opzioni import Opzioni, UsoErrato, apri_archivio, contesto, opzioni_di
from parcella.batch.uscita import stampa as mostra
from parcella.batch.uscita import stampa_avvisi

if TYPE_CHECKING:
    from sqlmodel import Session

    from parcella.ledger.contesto import Contesto
    from parcella.ledger.esito import Avviso
    from parcella.stampe.prospetti.prospetto import Prospetto

app = typer.Typer(help="Le stampe del menù: a video, in PDF, testo, CSV o JSON.")

Formato = Annotated[
    Literal["pdf", "testo", "csv", "json"] | None,
    typer.Option(help="Altrimenti quello del nome di --uscita (.pdf, .txt, .csv, .json), o testo."),
]
Uscita = Annotated[Path | None, typer.Option(metavar="FILE", help="Altrimenti sull'uscita del comando.")]
SN = Literal["S", "N"]


def _opzione(aiuto: str, metavar: str | None = None) -> Any:
    return typer.Option(help=aiuto, metavar=metavar)


@app.command("clienti-studio")
def clienti_studio(
    ctx: typer.Context,
    ordine: Annotated[Literal["C", "D"], _opzione("C codice, D descrizione.")] = "C",
    da_cliente: Annotated[str | None, _opzione("Dal cliente, compreso; con o senza il mastro.", "CODICE")] = None,
    a_cliente: Annotated[str | None, _opzione("Al cliente, compreso; con o senza il mastro.", "CODICE")] = None,
    conti_annullati: Annotated[Literal["S", "N", "A"], _opzione("S tutti, N solo attivi, A solo annullati.")] = "N",
    responsabile: Annotated[str | None, _opzione("L'utente responsabile.", "NOME")] = None,
    solo_con_prestazione: Annotated[
        SN, _opzione("S solo chi ha una prestazione nei contratti attivi o fra le tipiche.")
    ] = "N",
    codice_prestazione: Annotated[str | None, _opzione("Quale prestazione.", "CODICE")] = None,
    periodo_prestazione: Annotated[
        Literal["T", "M"] | None, _opzione("T tutte, M solo quelle con mese specifico.")
    ] = None,
    mese: Annotated[int | None, typer.Option(min=1, max=12, help="Il mese, con periodo M.")] = None,
    provincia: Annotated[str | None, _opzione("La sigla della provincia.", "SIGLA")] = None,
    zona: Annotated[str | None, _opzione("La zona.", "CODICE")] = None,
    categoria_statistica: Annotated[str | None, _opzione("La categoria statistica.", "CODICE")] = None,
    tipo_pagamento: Annotated[str | None, _opzione("Il tipo di pagamento: M, R, B…", "LETTERA")] = None,
    codice_pagamento: Annotated[str | None, _opzione("Il codice di pagamento.", "CODICE")] = None,
    con_sigla_azienda: Annotated[
        Literal["T", "S", "N"], _opzione("T tutti, S solo con sigla azienda, N solo senza.")
    ] = "T",
    formato: Formato = None,
    uscita: Uscita = None,
) -> None:
    """I clienti dello studio, con i dati della parcellazione."""
    from parcella.ledger.clienti import ricerca
    from parcella.ledger.clienti.selezione import Selezione
    from parcella.stampe.prospetti.clienti_studio import prospetto

    selezione = Selezione(
        ordine=ordine,
        da_cliente=da_cliente,
        a_cliente=a_cliente,
        conti_annullati=conti_annullati,
        responsabile=responsabile,
        solo_con_prestazione=solo_con_prestazione,
        codice_prestazione=_maiuscolo(codice_prestazione),
        periodo_prestazione=periodo_prestazione,
        mese=mese,
        provincia=_maiuscolo(provincia),
        zona=_maiuscolo(zona),
        categoria_statistica=_maiuscolo(categoria_statistica),
        tipo_pagamento=_maiuscolo(tipo_pagamento),
        codice_pagamento=_maiuscolo(codice_pagamento),
        con_sigla_azienda=con_sigla_azienda,
    )

    def prepara(sessione: "Session", chi: "Contesto") -> "Prospetto":
        """A number alone is that of a client, as at the screen, if it is not a mastro."""
        interi: dict[str, Any] = {}
        for campo, scritto in (("da_cliente", da_cliente), ("a_cliente", a_cliente)):
            if scritto and scritto.isdecimal():
                codice = ricerca.risolvi(sessione, chi.azienda, scritto) or scritto
                interi[campo] = scritto if codice.startswith(f"{scritto}.") else codice
        return prospetto(sessione, chi, replace(selezione, **interi))

    _stampa(opzioni_di(ctx), prepara, formato, uscita)


@app.command("prestazioni")
def prestazioni(
    ctx: typer.Context,
    ordine: Annotated[Literal["P", "S", "D"], _opzione("P codice primario, S secondario, D descrizione.")] = "P",
    da_prestazione: Annotated[str | None, _opzione("Dal codice, compreso.", "CODICE")] = None,
    a_prestazione: Annotated[str | None, _opzione("Al codice, compreso.", "CODICE")] = None,
    cod_iva: Annotated[str | None, _opzione("Aliquota o esenzione IVA.", "CODICE")] = None,
    periodicita: Annotated[Literal["N", "M", "S"] | None, _opzione("N nessuna, M mese, S sempre.")] = None,
    ritenuta: Annotated[SN | None, _opzione("Soggette a ritenuta d'acconto.")] = None,
    cassa_previdenza: Annotated[SN | None, _opzione("Soggette a cassa previdenza.")] = None,
    gestione_separata_inps: Annotated[SN | None, _opzione("Soggette alla gestione separata INPS.")] = None,
    conto_ricavo_sospeso: Annotated[str | None, _opzione("Il ricavo sospeso.", "CONTO")] = None,
    conto_ricavo: Annotated[str | None, _opzione("La contropartita di ricavo.", "CONTO")] = None,
    includi_precancellate: Annotated[SN, _opzione("S anche le precancellate.")] = "N",
    stampa: Annotated[
        Literal["R", "E"], _opzione("R ridotta, E estesa: ulteriore descrizione e tutti i prezzi.")
    ] = "R",
    formato: Formato = None,
    uscita: Uscita = None,
) -> None:
    """Le prestazioni dell'archivio."""
    from parcella.ledger.prestazioni.selezione import Selezione
    from parcella.stampe.prospetti.prestazioni import prospetto

    selezione = Selezione(
        ordine=ordine,
        da_prestazione=_maiuscolo(da_prestazione),
        a_prestazione=_maiuscolo(a_prestazione),
        cod_iva=_maiuscolo(cod_iva),
        periodicita=periodicita,
        ritenuta=ritenuta,
        cassa_previdenza=cassa_previdenza,
        gestione_separata_inps=gestione_separata_inps,
        conto_ricavo_sospeso=conto_ricavo_sospeso,
        conto_ricavo=conto_ricavo,
        includi_precancellate=includi_precancellate,
        formato=stampa,
    )
    _stampa(opzioni_di(ctx), lambda sessione, chi: prospetto(sessione, chi, selezione), formato, uscita)


def _tabella(nome: str, aiuto: str) -> None:
    """Add the command of a small table: all of them have the same options."""

    @app.command(nome, help=aiuto)
    def tabella(ctx: typer.Context, formato: Formato = None, uscita: Uscita = None) -> None:
        from parcella.stampe.prospetti.tabelle import prospetto

        _stampa(opzioni_di(ctx), lambda sessione, chi: prospetto(sessione, chi, nome), formato, uscita)


_tabella("piano-conti", "Il piano dei conti.")
_tabella("codici-iva", "I codici IVA.")
_tabella("codici-tributo", "I codici tributo.")
_tabella("pagamenti", "I pagamenti.")
_tabella("tariffari", "I tariffari.")


def _maiuscolo(testo: str | None) -> str | None:
    """Codes are kept in capitals; an empty one is none."""
    return testo.strip().upper() or None if testo is not None else None


def _stampa(
    opzioni: Opzioni,
    prepara: "Callable[[Session, Contesto], Prospetto]",
    formato: str | None,
    uscita: Path | None,
) -> None:
    """Make the print: into a file, and say so; or on standard output, if it is not a PDF."""
    from parcella.stampe.prospetti.uscita import scrivi, su_file

    formato = formato or _formato(opzioni, uscita)
    if uscita is None and formato == "pdf":
        raise UsoErrato("Un PDF va in un file: indicare --uscita FILE.")
    if uscita is None and opzioni.json and formato != "json":
        raise UsoErrato(f"Con --json il formato {formato} va in un file: indicare --uscita FILE.")
    avvisi: list[Avviso] = []
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        prospetto = prepara(sessione, contesto(sessione, opzioni))
        if uscita is None:
            scrivi(prospetto, formato, sys.stdout.buffer, avvisi)
            return
        pagine = su_file(prospetto, formato, uscita, avvisi)
    stampa_avvisi(avvisi)
    quante = "" if pagine is None else " (1 pagina)" if pagine == 1 else f" ({pagine} pagine)"
    fatto = {"stampa": prospetto.nome, "formato": formato, "file": uscita, "pagine": pagine}
    mostra(fatto, opzioni, testo=f"Scritto {uscita}{quante}.")


def _formato(opzioni: Opzioni, uscita: Path | None) -> str:
    from parcella.stampe.prospetti.uscita import ESTENSIONI

    if uscita is not None:
        return next((nome for nome, coda in ESTENSIONI.items() if uscita.suffix.lower() == coda), "testo")
    return "json" if opzioni.json else "testo"
