"""The judgement of a file as it lies on disk: name, size, envelope, XML, and then what is in it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from parcella.fatturapa.controlli.esito import NON_CONFORME, Esito, Rilievo
from parcella.fatturapa.controlli.giudizio import giudica
from parcella.fatturapa.controlli.schema import SchemaIndicato
from parcella.fatturapa.lettura.file import LIMITE, NON_LEGGIBILE
from parcella.fatturapa.lettura.origini import ZIP_ILLEGGIBILE, Archivi, Origine
from parcella.fatturapa.lettura.xml import analizza
from parcella.fatturapa.nomi import MASSIMO_SDI, leggi_nome
from parcella.ledger.esito import DatiNonValidi, Rifiuto

TROPPO_GRANDE, FIRMA_ILLEGGIBILE, NOME_NON_AMMESSO, ARCHIVIO_ILLEGGIBILE = "00003", "00102", "00001", "00106"
_CODICI = {NON_LEGGIBILE: NON_LEGGIBILE, ZIP_ILLEGGIBILE: ARCHIVIO_ILLEGGIBILE}

GiaNoti = Callable[[str, Any], Iterable[Rilievo]]


def controlla_file(
    origine: Origine,
    archivi: Archivi,
    oggi: date,
    schema: SchemaIndicato | None = None,
    gia_noti: GiaNoti | None = None,
) -> Esito:
    """Judge a file, .xml or .p7m. What can't be read at all is an error as well.

    `gia_noti` warns from the name of the file and its tree: an archive may know that it was sent.
    """
    esito = Esito()
    try:
        grandezza = origine.grandezza()
        if grandezza > MASSIMO_SDI:
            esito.errori.append(_troppo_grande(grandezza))
            if grandezza > LIMITE:
                return esito
        contenuto = archivi.leggi(origine)
    except DatiNonValidi as errore:
        firmato = origine.nome.lower().endswith(".p7m")
        codice = _CODICI.get(errore.codice, FIRMA_ILLEGGIBILE if firmato else NON_CONFORME)
        esito.errori.append(Rilievo(codice, errore.messaggio, origine.nome, "procurarsi di nuovo il file"))
        return esito
    try:
        radice = analizza(contenuto.xml)
    except DatiNonValidi as errore:
        esito.errori.append(Rilievo(NON_CONFORME, errore.messaggio, origine.nome, "procurarsi di nuovo il file"))
        return esito
    giudicato = giudica(radice, oggi)
    giudicato.errori[:0] = esito.errori
    if schema is not None and giudicato.giudicato:
        schema.aggiungi(radice, giudicato)
    if giudicato.formato and giudicato.giudicato:
        giudicato.avvisi += _nome(origine.nome)
        if gia_noti is not None:
            giudicato.avvisi += gia_noti(origine.nome, radice)
    return giudicato


def _troppo_grande(grandezza: int) -> Rilievo:
    quanto = f"{grandezza / 1_000_000:.1f}".replace(".", ",")
    return Rilievo(
        TROPPO_GRANDE,
        f"Il file è di {quanto} milioni di byte: il Sistema di Interscambio ne accetta 5.",
        "file",
        "togliere o alleggerire gli allegati",
    )


def _nome(nome: str) -> Iterator[Rilievo]:
    try:
        leggi_nome(nome)
    except Rifiuto as rifiuto:
        rimedio = "dargli un nome come IT01234567897_00001.xml prima di mandarlo"
        yield Rilievo(NOME_NON_AMMESSO, rifiuto.messaggio, "nome del file", rimedio)
