"""`parcella clienti cerca · annulla · riattiva · elimina · doppioni`."""

from typing import Annotated

import typer

from parcella.batch.opzioni import apri_archivio, contesto, opzioni_di, risposte
from parcella.batch.uscita import stampa, stampa_avvisi

Codice = Annotated[str, typer.Argument(metavar="CODICE", help="Il codice del cliente, con o senza il mastro.")]
COLONNE = {
    "codice": "Codice",
    "nome": "Nome",
    "comune": "Comune",
    "provincia": "Pr",
    "codice_fiscale": "Codice fiscale",
    "partita_iva": "Partita IVA",
    "annullato": "Ann",
}
_MOTIVI = {
    "codice_fiscale": "Codice fiscale",
    "partita_iva": "Partita IVA",
    "nome_e_comune": "Possibile: nome e comune",
}


def cerca(
    ctx: typer.Context,
    testo: Annotated[list[str], typer.Argument(metavar="TESTO", help="Una o più parole, in qualsiasi ordine.")],
    limite: Annotated[int, typer.Option(min=1, help="Al massimo tanti clienti.")] = 50,
) -> None:
    """Cerca i clienti per parti di nome, codice, codice fiscale, partita IVA o comune; prima i più somiglianti."""
    from parcella.ledger.clienti import ricerca

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        trovati = ricerca.cerca(sessione, contesto(sessione, opzioni).azienda, " ".join(testo), limite)
    stampa([{nome: getattr(voce, nome) for nome in COLONNE} for voce in trovati], opzioni, COLONNE)


def annulla(ctx: typer.Context, codice: Codice) -> None:
    """Annulla un cliente: resta nell'archivio e nei suoi documenti, non è più da usare."""
    _annulla(ctx, codice, annullato=True)


def riattiva(ctx: typer.Context, codice: Codice) -> None:
    """Riattiva un cliente annullato."""
    _annulla(ctx, codice, annullato=False)


def _annulla(ctx: typer.Context, codice: str, *, annullato: bool) -> None:
    from parcella.ledger.clienti import anagrafica, ricerca

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.scrittura() as sessione:
        chi = contesto(sessione, opzioni)
        trovato = ricerca.risolvi(sessione, chi.azienda, codice) or codice
        anagrafica.annulla(sessione, chi, trovato, annullato=annullato)
    fatto = "annullato" if annullato else "riattivato"
    stampa({"codice": trovato, "annullato": "S" if annullato else "N"}, opzioni, testo=f"Cliente {trovato} {fatto}.")


def elimina(ctx: typer.Context, codice: Codice) -> None:
    """Cancella un cliente mai usato; di uno usato dice dove, e lo lascia."""
    from parcella.ledger.clienti import anagrafica, ricerca

    opzioni = opzioni_di(ctx)
    date = risposte(opzioni)
    with apri_archivio(opzioni) as archivio, archivio.scrittura() as sessione:
        chi = contesto(sessione, opzioni)
        trovato = ricerca.risolvi(sessione, chi.azienda, codice) or codice
        anagrafica.elimina(sessione, chi, trovato)
        date.pretendi("elimina_cliente", "codice", cliente=trovato)
    stampa_avvisi(date.avvisi)
    stampa({"eliminato": trovato}, opzioni, testo=f"Cliente {trovato} cancellato.")


def doppioni(
    ctx: typer.Context,
    possibili: Annotated[
        bool, typer.Option("--possibili/--solo-certi", help="Anche chi ha solo lo stesso nome e comune.")
    ] = True,
) -> None:
    """Elenca i clienti scritti due volte: stesso codice fiscale o partita IVA, e i possibili per nome e comune."""
    from parcella.ledger.clienti.doppioni import doppioni as trova

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        gruppi = [g for g in trova(sessione, contesto(sessione, opzioni).azienda) if g.certo or possibili]
    if opzioni.json:
        voci = [
            {
                "motivo": gruppo.motivo,
                "valore": gruppo.valore,
                "certo": "S" if gruppo.certo else "N",
                "clienti": [{nome: getattr(voce, nome) for nome in COLONNE} for voce in gruppo.clienti],
            }
            for gruppo in gruppi
        ]
        stampa(voci, opzioni)
        return
    righe = [
        {"motivo": _MOTIVI[gruppo.motivo], **{nome: getattr(voce, nome) for nome in COLONNE}}
        for gruppo in gruppi
        for voce in gruppo.clienti
    ]
    if righe:
        stampa(righe, opzioni, {"motivo": "Uguale", **COLONNE})
    else:
        stampa([], opzioni, testo="Nessun doppione.")
