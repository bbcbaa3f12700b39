"""`parcella prestazioni`: list, search and show the prestazioni."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from parcella.batch.annessi import comandi_allegati, comandi_altri_dati
from parcella.batch.clienti import scheda
from parcella.batch.opzioni import Opzioni, UsoErrato, apri_archivio, contesto, data_iso, opzioni_di, risposte
from parcella.batch.uscita import stampa, stampa_avvisi
from parcella.ledger.esito import Avviso, Rifiuto

if TYPE_CHECKING:
    from sqlmodel import Session

    from parcella.ledger.contesto import Contesto
    from parcella.ledger.prestazioni.precancellazione import Operazione
    from parcella.ledger.prestazioni.ricerca import VocePrestazione

app = typer.Typer(help="Le prestazioni: elenco, ricerca, precancellazione, sostituzione, parametri, allegati.")
app.add_typer(comandi_allegati("prestazioni"), name="allegati")
app.add_typer(comandi_altri_dati("prestazioni"), name="altri-dati")

_COLONNE = {
    "codice": "Codice",
    "descrizione": "Descrizione",
    "codice_alternativo": "Codice alternativo",
    "tipo": "Tp",
    "stato": "Canc",
}
_SOSTITUZIONI = {
    "codice": "Codice",
    "sostitutivo": "Sostitutivo",
    "documenti": "Documenti",
    "righe": "Righe",
    "prezzi": "Prezzi",
    "particolarita": "Particolarità",
    "prestazioni_tipiche": "Clienti",
    "contratti": "Contratti",
    "agenda": "Agenda",
    "altri_codici": "Altri codici",
    "allegati": "Allegati",
}
_MOLTE = {"codice": "Codice", "tipo": "Tp", "descrizione": "Descrizione", "codice_sostitutivo": "Sostitutivo"}
_PROVA = typer.Option(metavar="S|N", help="S elenca quello che farebbe; N scrive, tutto insieme.")
_DA_CODICE = typer.Option(metavar="CODICE", help="Da questo codice.")
_A_CODICE = typer.Option(metavar="CODICE", help="Fino a questo codice, e a quelli che cominciano così.")
_TIPO = typer.Option(metavar="R|D|T|V", help="Solo di questo tipo.")
_COD_IVA = typer.Option(metavar="CODICE", help="Solo con questo codice IVA.")
_DESCRIZIONE = typer.Option(metavar="TESTO", help="Solo con questo testo nella descrizione.")
_NON_USATE = typer.Option(metavar="AAAA-MM-GG", help="Solo quelle che dal giorno in poi non sono in documenti.")
_AGGIORNATE = typer.Option(metavar="AAAA-MM-GG", help="Solo quelle aggiornate prima del giorno.")
_PRECANCELLATE = typer.Option("--precancellate", help="Anche le precancellate (il tasto F3).")
_LIMITE = typer.Option(min=1, help="Al massimo tante prestazioni.")


@app.command()
def elenco(
    ctx: typer.Context,
    precancellate: Annotated[bool, _PRECANCELLATE] = False,
    limite: Annotated[int | None, _LIMITE] = None,
) -> None:
    """Elenca le prestazioni per codice."""
    from parcella.ledger.prestazioni import ricerca

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        azienda = contesto(sessione, opzioni).azienda
        trovate = ricerca.cerca(sessione, azienda, "", "F3" if precancellate else "F2", limite)
    _stampa(trovate, opzioni)


@app.command()
def cerca(
    ctx: typer.Context,
    stringa: Annotated[
        str,
        typer.Argument(
            metavar="STRINGA",
            help="+ codice, - codice alternativo, ' descrizione; col punto la cerca all'interno ('.A23); "
            "raddoppiato filtra la tipologia (++NOT+R+). Prima di una STRINGA che comincia con - scrivere --.",
        ),
    ],
    elenco: Annotated[
        bool, typer.Option("--elenco", help="Le prestazioni da quella cercata in poi (il tasto F2).")
    ] = False,
    precancellate: Annotated[bool, _PRECANCELLATE] = False,
    limite: Annotated[int | None, _LIMITE] = None,
) -> None:
    """Cerca le prestazioni come il campo codice: confermato con Invio, o con F2 e F3."""
    from parcella.ledger.prestazioni import ricerca

    opzioni = opzioni_di(ctx)
    tasto: ricerca.Tasto = "F3" if precancellate else "F2" if elenco else "INVIO"
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        trovate = ricerca.cerca(sessione, contesto(sessione, opzioni).azienda, stringa, tasto, limite)
    _stampa(trovate, opzioni)


@app.command()
def mostra(
    ctx: typer.Context, codice: Annotated[str, typer.Argument(metavar="CODICE", help="Il codice della prestazione.")]
) -> None:
    """Mostra una prestazione con i suoi prezzi, nella forma del formato di archivio."""
    from parcella.ledger.prestazioni import anagrafica, lingue
    from parcella.ledger.prestazioni.tabelle import Prestazione
    from parcella.ledger.scambio.forma import a_json

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        azienda = contesto(sessione, opzioni).azienda
        prestazione = anagrafica.leggi(sessione, azienda, codice)
        if prestazione is None:
            raise Rifiuto(f"La prestazione {codice} non esiste.", "codice")
        prezzi = anagrafica.prezzi(sessione, azienda, prestazione.codice)
        tradotte = {str(n): t for n, t in lingue.descrizioni(sessione, azienda, prestazione.codice).items()}
    if opzioni.json:
        record = a_json(Prestazione, prestazione)
        listini: dict[str, Any] = {str(numero): str(prezzo) for numero, prezzo in prezzi.items()}
        record |= {"prezzi": listini} if listini else {}
        stampa(record | ({"descrizioni_lingua": tradotte} if tradotte else {}), opzioni)
    else:
        listini = {f"prezzo_tariffario_{numero}": prezzo for numero, prezzo in prezzi.items()}
        listini |= {f"descrizione_lingua_{numero}": testo for numero, testo in tradotte.items()}
        stampa(scheda(Prestazione, prestazione) | listini, opzioni)


@app.command()
def elimina(
    ctx: typer.Context, codice: Annotated[str, typer.Argument(metavar="CODICE", help="Il codice della prestazione.")]
) -> None:
    """Elimina una prestazione mai usata, se lo si conferma."""
    from parcella.ledger.prestazioni import anagrafica

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.scrittura() as sessione:
        lavoro = contesto(sessione, opzioni)
        prestazione = anagrafica.leggi(sessione, lavoro.azienda, codice)
        if prestazione is not None and not anagrafica.usata(sessione, lavoro.azienda, prestazione.codice):
            nome = f"{prestazione.codice} {prestazione.descrizione}"
            risposte(opzioni).pretendi("elimina_prestazione", "codice", prestazione=nome)
        anagrafica.elimina(sessione, lavoro, codice)
    stampa({"eliminata": codice.upper()}, opzioni, testo=f"Prestazione {codice.upper()} eliminata.")


@app.command()
def parametri(
    ctx: typer.Context,
    lunghezza_codice: Annotated[
        str | None, typer.Option(metavar="8…32|nessuna", help="La lunghezza dei codici: 8, 12, 16, 20, 24, 28, 32.")
    ] = None,
    codice_alternativo: Annotated[
        str | None, typer.Option(metavar="S|N", help="Se le prestazioni hanno anche un secondo codice.")
    ] = None,
) -> None:
    """Mostra i parametri delle prestazioni, o li varia; dice quali codici non rientrano nella lunghezza."""
    from parcella.ledger.prestazioni import parametri as regole

    opzioni = opzioni_di(ctx)
    dati: dict[str, Any] = {}
    if lunghezza_codice is not None:
        if lunghezza_codice != "nessuna" and not (lunghezza_codice.isascii() and lunghezza_codice.isdecimal()):
            raise UsoErrato(f"--lunghezza-codice {lunghezza_codice}: scrivere un numero, oppure nessuna.")
        dati["lunghezza_codice"] = None if lunghezza_codice == "nessuna" else int(lunghezza_codice)
    if codice_alternativo is not None:
        dati["codice_alternativo"] = codice_alternativo.upper()
    with apri_archivio(opzioni) as archivio, archivio.scrittura() if dati else archivio.lettura() as sessione:
        lavoro = contesto(sessione, opzioni)
        if dati:
            regole.salva(sessione, lavoro, dati, risposte(opzioni))
        scritti = regole.leggi(sessione, lavoro.azienda)
        valori = {"lunghezza_codice": scritti.lunghezza_codice, "codice_alternativo": scritti.codice_alternativo}
        fuori = list(regole.fuori_misura(sessione, lavoro.azienda))
    stampa(valori | {"fuori_misura": fuori}, opzioni)


@app.command()
def sostituisci(
    ctx: typer.Context,
    codici: Annotated[
        list[str] | None, typer.Argument(metavar="[CODICE…]", help="Solo questi; senza, tutti i precancellati.")
    ] = None,
    prova: Annotated[str, _PROVA] = "S",
) -> None:
    """Mette al posto dei codici precancellati il loro sostitutivo, ovunque, e li cancella."""
    from dataclasses import asdict

    from parcella.ledger.prestazioni import sostituzione

    opzioni, davvero = opzioni_di(ctx), not _in_prova(prova)
    regola = sostituzione.sostituisci if davvero else sostituzione.prova
    with apri_archivio(opzioni) as archivio, archivio.scrittura() as sessione:
        fatte = regola(sessione, contesto(sessione, opzioni), codici or None)
    if not opzioni.json:
        for fatta in fatte:
            stampa_avvisi(Avviso("sostituzione", nota) for nota in fatta.note)
    stampa([asdict(fatta) for fatta in fatte], opzioni, _SOSTITUZIONI)
    _di_prova(davvero, opzioni, f"Prestazioni sostituite e cancellate: {len(fatte)}.")


@app.command()
def precancella(
    ctx: typer.Context,
    da_codice: Annotated[str | None, _DA_CODICE] = None,
    a_codice: Annotated[str | None, _A_CODICE] = None,
    tipo: Annotated[str | None, _TIPO] = None,
    cod_iva: Annotated[str | None, _COD_IVA] = None,
    descrizione: Annotated[str | None, _DESCRIZIONE] = None,
    non_usate_dal: Annotated[str | None, _NON_USATE] = None,
    aggiornate_prima_del: Annotated[str | None, _AGGIORNATE] = None,
    codice: Annotated[str | None, typer.Option(metavar="CODICE", help="Una sola, al posto delle selezioni.")] = None,
    codice_sostitutivo: Annotated[
        str | None, typer.Option(metavar="CODICE", help="Con --codice: quello da usare al suo posto.")
    ] = None,
    prova: Annotated[str, _PROVA] = "S",
) -> None:
    """Precancella una prestazione, o tutte quelle delle selezioni: non sono più negli elenchi."""
    from parcella.ledger.prestazioni import anagrafica

    if codice_sostitutivo is not None and codice is None:
        raise UsoErrato("--codice-sostitutivo si usa con --codice.")
    opzioni = opzioni_di(ctx)
    selezioni = {"da_codice": da_codice, "a_codice": a_codice, "tipo": tipo, "cod_iva": cod_iva}
    selezioni |= {"descrizione": descrizione, **_giorni(non_usate_dal, aggiornate_prima_del)}
    if codice is None:
        _molte(opzioni, "P", prova, selezioni)
        return
    _una(opzioni, "precancellata", prova, codice, partial(anagrafica.precancella, sostitutivo=codice_sostitutivo))


@app.command()
def ripristina(
    ctx: typer.Context,
    da_codice: Annotated[str | None, _DA_CODICE] = None,
    a_codice: Annotated[str | None, _A_CODICE] = None,
    tipo: Annotated[str | None, _TIPO] = None,
    cod_iva: Annotated[str | None, _COD_IVA] = None,
    descrizione: Annotated[str | None, _DESCRIZIONE] = None,
    non_usate_dal: Annotated[str | None, _NON_USATE] = None,
    aggiornate_prima_del: Annotated[str | None, _AGGIORNATE] = None,
    con_sostitutivo: Annotated[
        str | None, typer.Option(metavar="S|N", help="Solo con, o senza, codice sostitutivo.")
    ] = None,
    codice: Annotated[str | None, typer.Option(metavar="CODICE", help="Una sola, al posto delle selezioni.")] = None,
    prova: Annotated[str, _PROVA] = "S",
) -> None:
    """Toglie la precancellazione a una prestazione, o a tutte quelle delle selezioni."""
    from parcella.ledger.prestazioni import anagrafica

    opzioni = opzioni_di(ctx)
    selezioni = {"da_codice": da_codice, "a_codice": a_codice, "tipo": tipo, "cod_iva": cod_iva}
    selezioni |= {"descrizione": descrizione, "con_sostitutivo": con_sostitutivo and con_sostitutivo.upper()}
    if codice is None:
        _molte(opzioni, "R", prova, selezioni | _giorni(non_usate_dal, aggiornate_prima_del))
        return
    _una(opzioni, "ripristinata", prova, codice, anagrafica.ripristina)


def _giorni(non_usate_dal: str | None, aggiornate_prima_del: str | None) -> dict[str, Any]:
    return {
        "non_usate_dal": data_iso(non_usate_dal, "--non-usate-dal") if non_usate_dal else None,
        "aggiornate_prima_del": data_iso(aggiornate_prima_del, "--aggiornate-prima-del")
        if aggiornate_prima_del
        else None,
    }


class _SoloProva(Exception):  # noqa: N818 - no error: the way out of a transaction
    """Puts the archive back as it was."""


def _una(
    opzioni: Opzioni, fatta: str, prova: str, codice: str, regola: "Callable[[Session, Contesto, str], object]"
) -> None:
    davvero, codice = not _in_prova(prova), codice.upper()
    with apri_archivio(opzioni) as archivio, suppress(_SoloProva), archivio.scrittura() as sessione:
        regola(sessione, contesto(sessione, opzioni), codice)
        if not davvero:
            raise _SoloProva
    stampa([{"codice": codice}], opzioni, testo=f"Prestazione {codice} {'' if davvero else 'che sarebbe '}{fatta}.")
    _di_prova(davvero, opzioni)


def _molte(opzioni: Opzioni, operazione: "Operazione", prova: str, selezioni: dict[str, Any]) -> None:
    from parcella.ledger.prestazioni import precancellazione
    from parcella.ledger.prestazioni.precancellazione import Filtro

    filtro, davvero = Filtro(**selezioni), not _in_prova(prova)
    with apri_archivio(opzioni) as archivio, archivio.scrittura() if davvero else archivio.lettura() as sessione:
        lavoro = contesto(sessione, opzioni)
        trovate = precancellazione.trova(sessione, lavoro.azienda, operazione, filtro)
        if davvero:
            precancellazione.esegui(sessione, lavoro, operazione, filtro)
    stampa(trovate, opzioni, _MOLTE)
    _di_prova(
        davvero, opzioni, f"Prestazioni {'precancellate' if operazione == 'P' else 'ripristinate'}: {len(trovate)}."
    )


def _in_prova(prova: str) -> bool:
    if prova.upper() not in ("S", "N"):
        raise UsoErrato(f"--prova {prova}: scrivere S oppure N.")
    return prova.upper() == "S"


def _di_prova(davvero: bool, opzioni: Opzioni, fatto: str = "") -> None:
    detto = fatto if davvero else "Era una prova: nulla è cambiato. Con --prova N si esegue."
    if detto and not opzioni.json:
        typer.echo(detto, err=True)


def _stampa(trovate: "Sequence[VocePrestazione]", opzioni: Opzioni) -> None:
    stampa([{nome: getattr(voce, nome) for nome in _COLONNE} for voce in trovate], opzioni, _COLONNE)
