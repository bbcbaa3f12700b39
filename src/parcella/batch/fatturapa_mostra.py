"""`parcella fatturapa mostra`: a FatturaPA file as a person reads it, without an archive and without network."""

import dataclasses
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from parcella.batch.opzioni import opzioni_di
from parcella.batch.uscita import stampa, stampa_avvisi
from parcella.ledger import parole
from parcella.ledger.esito import Avviso, Rifiuto

if TYPE_CHECKING:
    from parcella.fatturapa.lettura.apertura import Aperta

_LARGHEZZA = 100


def mostra(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE|CARTELLA|ZIP", help="La fattura, .xml o .p7m, o chi la contiene.")
    ],
    nome: Annotated[
        str | None, typer.Option(metavar="NOME_FILE", help="Quale, di uno ZIP o di una cartella con più fatture.")
    ] = None,
    documento: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Di un file con più documenti, solo l'N-esimo.")
    ] = None,
    pdf: Annotated[
        Path | None, typer.Option(metavar="CARTELLA", help="Scrive anche un PDF per documento, in questa cartella.")
    ] = None,
    allegati: Annotated[
        Path | None, typer.Option(metavar="CARTELLA", help="Salva in questa cartella i file allegati alla fattura.")
    ] = None,
) -> None:
    """Mostra una fattura elettronica come la legge una persona, e lo stato della sua firma.

    La firma è giudicata con i certificati delle autorità nella cartella «certificati» della configurazione
    dell'utente; se è alterata o scaduta lo si dice, e la fattura si mostra lo stesso. Nessun file è sovrascritto.
    """
    from parcella.fatturapa.lettura.apertura import apri_file, scegli
    from parcella.fatturapa.lettura.testo import righe

    opzioni = opzioni_di(ctx)
    aperta = apri_file(scegli(file, nome), opzioni.giorno())
    stampa_avvisi(Avviso("certificato_illeggibile", frase) for frase in aperta.avvisi)
    quanti = len(aperta.fattura.corpi)
    if documento is not None and documento > quanti:
        sono = parole.quanti(quanti, "documento", "documenti")
        raise Rifiuto(f"Il file {aperta.file.name} ha {sono}: non c'è il numero {documento}.", "documento")
    numeri = range(quanti) if documento is None else [documento - 1]
    scritti = _scrivi_pdf(aperta, numeri, pdf) if pdf else []
    salvati = _salva_allegati(aperta, numeri, allegati) if allegati else []
    if opzioni.json:
        stampa(_dati(aperta, list(numeri)) | {"pdf": scritti, "allegati_salvati": salvati}, opzioni)
        return
    largo = min(shutil.get_terminal_size((_LARGHEZZA, 24)).columns, 120)
    testo = "\n".join(riga for numero in numeri for riga in righe(aperta.vista(numero), largo))
    testo += "".join(f"\nScritto {percorso}." for percorso in (*scritti, *salvati))
    stampa(None, opzioni, testo=testo)


def _scrivi_pdf(aperta: "Aperta", numeri: Any, cartella: Path) -> list[Path]:
    from parcella.allegati import scrivi
    from parcella.stampe.blocchi import pdf

    scritti = []
    for numero in numeri:
        vista = aperta.vista(numero)
        carta = pdf(vista.titolo, aperta.sottotitolo, vista.blocchi, aperta.oggi, affiancati=True)
        scritti.append(scrivi(str(cartella), aperta.nome_pdf(numero), carta))
    return scritti


def _salva_allegati(aperta: "Aperta", numeri: Any, cartella: Path) -> list[Path]:
    from parcella.allegati import scrivi

    suoi = [allegato for numero in numeri for allegato in aperta.fattura.corpi[numero].allegati]
    return [scrivi(str(cartella), allegato.nome_file, allegato.contenuto()) for allegato in suoi]


def _dati(aperta: "Aperta", numeri: list[int]) -> dict[str, Any]:
    firme = [
        {"esito": firma.esito(aperta.oggi), "giudizio": firma.giudizio(aperta.oggi)} | _semplice(firma)
        for firma in aperta.firme
    ]
    return {
        "file": aperta.file,
        "formato": aperta.fattura.versione,
        "semplificata": "S" if aperta.fattura.semplificata else "N",
        "firme": firme,
        "testata": _semplice(aperta.fattura.testata),
        "documenti": [_semplice(aperta.fattura.corpi[numero]) for numero in numeri],
    }


def _semplice(valore: Any) -> Any:
    """A dataclass as a record: figures and dates as they are written, attachments without their bytes."""
    from parcella.fatturapa.lettura.fattura import Allegato, Cifra, Giorno

    if isinstance(valore, Cifra | Giorno):
        return valore.testo or None
    if isinstance(valore, bool):
        return "S" if valore else "N"
    if isinstance(valore, Allegato):
        campi = ("nome", "formato", "compressione", "descrizione", "dimensione")
        return {campo: getattr(valore, campo) for campo in campi}
    if dataclasses.is_dataclass(valore):
        return {campo.name: _semplice(getattr(valore, campo.name)) for campo in dataclasses.fields(valore)}
    if isinstance(valore, tuple | list):
        return [_semplice(elemento) for elemento in valore]
    return valore
