"""The judgement of a file as it lies on disk: name, size, envelope, XML, and then what is in it."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from parcella.fatturapa.controlli.esito import NON_CONFORME, Esito, Rilievo
from parcella.fatturapa.controlli.giudizio import giudica
from parcella.fatturapa.lettura.file import ESTENSIONI, LIMITE, leggi_byte
from parcella.fatturapa.lettura.xml import analizza
from parcella.fatturapa.nomi import MASSIMO_SDI, leggi_nome
from parcella.ledger.archivio import motivo
from parcella.ledger.esito import DatiNonValidi, Rifiuto

TROPPO_GRANDE, FIRMA_ILLEGGIBILE, NOME_NON_AMMESSO = "00003", "00102", "00001"
_FIRMA_XMLDSIG = "xmldsig-core-schema.xsd"


def file_da_controllare(nominati: Sequence[Path]) -> Iterator[Path]:
    """The files named, and those of the folders named and of the folders in them. DatiNonValidi for one not there."""
    for percorso in nominati:
        if percorso.is_dir():
            yield from sorted(
                f for f in percorso.rglob("*") if f.suffix.lower() in ESTENSIONI and f.is_file() and f.name[0] != "."
            )
        elif percorso.is_file():
            yield percorso
        else:
            raise DatiNonValidi(f"Il file {percorso} non esiste.")


def controlla_file(percorso: Path, oggi: date, schema: etree.XMLSchema | None = None) -> Esito:
    """Judge a file, .xml or .p7m. DatiNonValidi only when it can't be read at all."""
    esito = Esito()
    try:
        grandezza = percorso.stat().st_size
    except OSError as errore:
        raise DatiNonValidi(f"Il file {percorso} non si può leggere: {motivo(errore)}.") from errore
    if grandezza > MASSIMO_SDI:
        esito.errori.append(_troppo_grande(grandezza))
        if grandezza > LIMITE:
            return esito
    try:
        contenuto = leggi_byte(percorso)
    except DatiNonValidi as errore:
        if isinstance(errore.__cause__, OSError):
            raise
        codice = FIRMA_ILLEGGIBILE if percorso.suffix.lower() == ".p7m" else NON_CONFORME
        esito.errori.append(Rilievo(codice, errore.messaggio, percorso.name, "procurarsi di nuovo il file"))
        return esito
    try:
        radice = analizza(contenuto.xml)
    except DatiNonValidi as errore:
        esito.errori.append(Rilievo(NON_CONFORME, errore.messaggio, percorso.name, "procurarsi di nuovo il file"))
        return esito
    giudicato = giudica(radice, oggi)
    giudicato.errori[:0] = esito.errori
    if schema is not None and giudicato.giudicato:
        giudicato.errori += _secondo_lo_schema(radice, schema)
    if giudicato.formato and giudicato.giudicato:
        giudicato.avvisi += _nome(percorso.name)
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
