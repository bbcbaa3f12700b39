"""The commands on the register of the XML files: list, story, messages of SdI, marks, ZIP."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parcella.batch.opzioni import apri_archivio, contesto, data_iso, opzioni_di
from parcella.batch.uscita import stampa
from parcella.ledger.esito import Rifiuto

if TYPE_CHECKING:
    from sqlmodel import Session

_ELENCO = {
    "file": "File",
    "documento": "Documento",
    "data_documento": "Del",
    "codice_cliente": "Cliente",
    "nome_cliente": "Nome",
    "formato": "Formato",
    "stato": "Stato",
    "identificativo_sdi": "Identificativo SdI",
    "da_fare": "Da fare",
}
_STORIA = {"momento": "Quando", "cosa": "Messaggio", "stato": "Stato", "testo": "Testo", "utente": "Utente"}
_NOTIFICHE = {
    "file": "Messaggio",
    "esito": "Esito",
    "tipo": "Tipo",
    "fattura": "Fattura",
    "documento": "Documento",
    "stato": "Stato",
    "avviso": "Da fare",
}

_Cartella = Annotated[Path, typer.Option(metavar="CARTELLA", help="Dove scrivere.")]
_AIUTO_NOME = "Il nome del file, come lo dà «fatturapa elenco»."
_Nomi = Annotated[list[str], typer.Argument(metavar="NOME_FILE…", help=_AIUTO_NOME)]


def registra_comandi(app: typer.Typer) -> None:
    """Add the commands of the register to `parcella fatturapa`."""
    for comando in (elenco, storia, notifiche, importa, segna, salva):
        app.command()(comando)
    app.command("zip")(pacco)


def elenco(
    ctx: typer.Context,
    stato: Annotated[str | None, typer.Option(metavar="STATO", help="Solo i file in questo stato.")] = None,
    da_data: Annotated[str | None, typer.Option(metavar="AAAA-MM-GG", help="Data documento da.")] = None,
    a_data: Annotated[str | None, typer.Option(metavar="AAAA-MM-GG", help="Data documento a.")] = None,
    cliente: Annotated[str | None, typer.Option(metavar="CODICE", help="Solo questo cliente.")] = None,
    limite: Annotated[int | None, typer.Option(min=1, max=999_999_999, help="Al massimo tante righe.")] = None,
) -> None:
    """I file fatti, con il loro stato e che cosa resta da fare; prima gli ultimi."""
    from parcella.fatturapa.elenco import Filtro, da_fare, pagina
    from parcella.fatturapa.stati import SOSTITUITO, STATI
    from parcella.ledger.clienti import anagrafica

    opzioni = opzioni_di(ctx)
    if stato is not None and stato not in (*STATI, SOSTITUITO):
        stati = ", ".join((*STATI, SOSTITUITO))
        raise Rifiuto(f"Lo stato «{stato}» non esiste; gli stati sono: {stati}.", "stato")
    filtro = Filtro(
        stato=stato,
        da_data=data_iso(da_data, "--da-data") if da_data else None,
        a_data=data_iso(a_data, "--a-data") if a_data else None,
        cliente=cliente,
    )
    if filtro.da_data and filtro.a_data and filtro.a_data < filtro.da_data:
        raise Rifiuto(f"Il periodo va da {da_data} a {a_data}: la seconda data viene prima.", "a_data")
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        azienda = contesto(sessione, opzioni).azienda
        if cliente is not None and anagrafica.leggi(sessione, azienda, cliente) is None:
            raise Rifiuto(f"Il cliente {cliente} non esiste.", "cliente")
        voci = pagina(sessione, azienda, filtro, limite)
    righe = [
        {nome: getattr(voce, nome, None) for nome in (*_ELENCO, "nome_firmato", "sostituito_da")}
        | {"stato": voce.stato_mostrato, "da_fare": da_fare(voce)}
        for voce in voci
    ]
    stampa(righe, opzioni, tabella=_ELENCO)


def storia(ctx: typer.Context, nome: Annotated[str, typer.Argument(metavar="NOME_FILE", help=_AIUTO_NOME)]) -> None:
    """Che cosa è successo a un file: passaggi di stato e messaggi del Sistema di Interscambio."""
    from parcella.fatturapa import elenco as registro

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        azienda = contesto(sessione, opzioni).azienda
        fatti = registro.storia(sessione, azienda, registro.chiave_di(sessione, azienda, nome))
    stampa([{chiave: getattr(fatto, chiave) for chiave in _STORIA} for fatto in fatti], opzioni, tabella=_STORIA)


def notifiche(
    ctx: typer.Context,
    percorsi: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…|CARTELLA|ZIP", help="I messaggi, .xml o .p7m; di una cartella o ZIP, tutti."),
    ],
) -> None:
    """Legge i messaggi del Sistema di Interscambio e aggiorna lo stato delle fatture."""
    from parcella.fatturapa.ricevute import NON_PRESI, leggi_messaggi

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio:
        with archivio.lettura() as sessione:
            chi = contesto(sessione, opzioni)
        letture = leggi_messaggi(archivio, chi, percorsi)
    stampa(letture, opzioni, tabella=_NOTIFICHE)
    if any(lettura.esito in NON_PRESI for lettura in letture):
        raise typer.Exit(1)


def importa(
    ctx: typer.Context,
    percorsi: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…|CARTELLA|ZIP", help="I file firmati, .xml.p7m o .xml, e i messaggi."),
    ],
) -> None:
    """Riprende i file firmati con altri programmi, e i messaggi del Sistema di Interscambio; ognuno ha il suo esito."""
    from parcella.fatturapa.firmati import importa as importa_file
    from parcella.fatturapa.ricevute import NON_PRESI

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio:
        with archivio.lettura() as sessione:
            chi = contesto(sessione, opzioni)
        letture = importa_file(archivio, chi, percorsi)
    stampa(letture, opzioni, tabella=_NOTIFICHE | {"file": "File"})
    if any(lettura.esito in NON_PRESI for lettura in letture):
        raise typer.Exit(1)


def segna(
    ctx: typer.Context,
    stato: Annotated[
        str,
        typer.Argument(
            metavar="firmato|inviato|fatto", help="Che cosa ne è stato fatto; «fatto» toglie l'ultimo segno."
        ),
    ],
    nomi: _Nomi,
    nota: Annotated[str, typer.Option(metavar="TESTO", help="Come è stato inviato.")] = "",
) -> None:
    """Segna che un file è stato firmato o inviato con altri mezzi; «fatto» toglie l'ultimo segno messo per errore."""
    from parcella.fatturapa.registro import segna as segna_file
    from parcella.fatturapa.registro import togli_segno
    from parcella.fatturapa.stati import FATTO

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.scrittura() as sessione:
        chi = contesto(sessione, opzioni)
        chiavi = _chiavi(sessione, chi.azienda, nomi)
        if stato == FATTO:
            tornati = togli_segno(sessione, chi, chiavi)
        else:
            segna_file(sessione, chi, chiavi, stato, nota)
            tornati = {}
    stampa(
        [{"file": nome, "stato": tornati.get(chiave, stato)} for nome, chiave in zip(nomi, chiavi, strict=True)],
        opzioni,
    )


def salva(ctx: typer.Context, nomi: _Nomi, cartella: _Cartella = Path()) -> None:
    """Scrive di nuovo, uguali, i file tenuti nell'archivio; firmati, se sono stati importati così."""
    from parcella.fatturapa.elenco import contenuti
    from parcella.fatturapa.pacco import salva as salva_file

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        azienda = contesto(sessione, opzioni).azienda
        byte = contenuti(sessione, azienda, _chiavi(sessione, azienda, nomi))
    stampa([{"file": percorso} for percorso in salva_file(byte, cartella)], opzioni)


def pacco(
    ctx: typer.Context,
    nomi: Annotated[list[str] | None, typer.Argument(metavar="NOME_FILE…", help=_AIUTO_NOME)] = None,
    cartella: _Cartella = Path(),
) -> None:
    """Riunisce in uno ZIP, con un indice, i file da caricare sul sito; senza nomi, tutti quelli non ancora inviati."""
    from parcella.fatturapa.elenco import da_inviare
    from parcella.fatturapa.pacco import impacchetta

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio:
        with archivio.lettura() as sessione:
            chi = contesto(sessione, opzioni)
            chiavi = _chiavi(sessione, chi.azienda, nomi) if nomi else da_inviare(sessione, chi.azienda)
        fatto = impacchetta(archivio, chi, chiavi, cartella)
    stampa(fatto, opzioni)


def _chiavi(sessione: "Session", azienda: int, nomi: list[str]) -> list[int]:
    from parcella.fatturapa.elenco import chiave_di

    return [chiave_di(sessione, azienda, nome) for nome in nomi]
