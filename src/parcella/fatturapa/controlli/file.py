"""The judgement of a file as it lies on disk: name, size, envelope, XML, and then what is in it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from parcella.fatturapa.controlli.esito import NON_CONFORME, Esito, Rilievo
from parcella.fatturapa.controlli.giudizio import giudica
from parcella.fatturapa.lettura.file import LIMITE, NON_LEGGIBILE
from parcella.fatturapa.lettura.origini import ZIP_ILLEGGIBILE, Archivi, Origine, elenca
from parcella.fatturapa.lettura.xml import analizza
from parcella.fatturapa.nomi import MASSIMO_SDI, leggi_nome
from parcella.ledger.esito import DatiNonValidi, Rifiuto

TROPPO_GRANDE, FIRMA_ILLEGGIBILE, NOME_NON_AMMESSO, ARCHIVIO_ILLEGGIBILE = "00003", "00102", "00001", "00106"
_CODICI = {NON_LEGGIBILE: NON_LEGGIBILE, ZIP_ILLEGGIBILE: ARCHIVIO_ILLEGGIBILE}
_FIRMA_XMLDSIG = "xmldsig-core-schema.xsd"


def file_da_controllare(
    nominati: Sequence[Path], avanza: Callable[[int], object] = lambda quanti: None
) -> list[Origine]:
    """The files named, and those of the folders and the ZIPs named. DatiNonValidi for one that is not there."""
    for percorso in nominati:
        if not percorso.exists():
            raise DatiNonValidi(f"Il file {percorso} non esiste.", "percorso")
    return elenca(nominati, avanza)


def controlla_file(origine: Origine, archivi: Archivi, oggi: date, schema: etree.XMLSchema | None = None) -> Esito:
    """Judge a file, .xml or .p7m. What can't be read at all is an error as well."""
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
        giudicato.errori += _secondo_lo_schema(radice, schema)
    if giudicato.formato and giudicato.giudicato:
        giudicato.avvisi += _nome(origine.nome)
    return giudicato


def leggi_schema(percorso: Path) -> etree.XMLSchema:
    """The user's own schema; that of the signature is looked for beside it. DatiNonValidi when it is not a schema."""
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
    parser.resolvers.add(_Accanto(percorso.parent))
    try:
        return etree.XMLSchema(etree.parse(str(percorso), parser))
    except (OSError, etree.XMLSyntaxError, etree.XMLSchemaParseError) as errore:
        manca = "" if (percorso.parent / _FIRMA_XMLDSIG).is_file() else f", e accanto non c'è {_FIRMA_XMLDSIG}"
        raise DatiNonValidi(f"Lo schema {percorso} non si può usare{manca}: {errore}.") from errore


class _Accanto(etree.Resolver):
    """Answers the address of the schema of the signature with the copy that lies beside: no network."""

    def __init__(self, cartella: Path) -> None:
        self.cartella = cartella

    def resolve(self, url: str, pubid: str, context: Any) -> Any:  # type: ignore[override]
        locale = self.cartella / url.rpartition("/")[2]
        return self.resolve_filename(str(locale), context) if locale.is_file() else None  # type: ignore[attr-defined]


def _secondo_lo_schema(radice: Any, schema: etree.XMLSchema) -> Iterator[Rilievo]:
    if not schema.validate(radice):
        for errore in schema.error_log:  # type: ignore[attr-defined]
            messaggio = f"Secondo lo schema indicato: {errore.message}"
            yield Rilievo(NON_CONFORME, messaggio, f"riga {errore.line}", "vedere gli altri errori del file")


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
