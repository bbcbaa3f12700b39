"""The official schema the user points to: read without network, and run on the files of its format."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from parcella.fatturapa.controlli.esito import NON_CONFORME, Esito, Rilievo
from parcella.fatturapa.controlli.formato import MASSIMO_ERRORI
from parcella.fatturapa.tracciato.tracciato import SPAZIO, SPAZIO_SEMPLIFICATA
from parcella.ledger.archivio import motivo
from parcella.ledger.esito import DatiNonValidi

_FIRMA = "xmldsig-core-schema.xsd"
_DI_SCHEMA = "{http://www.w3.org/2001/XMLSchema}schema"


@dataclass(frozen=True, slots=True)
class SchemaIndicato:
    """A schema and the namespace it describes."""

    schema: etree.XMLSchema
    spazio: str

    def aggiungi(self, radice: Any, esito: Esito) -> None:
        """Add what the schema has against a file, or that it is of another format."""
        if etree.QName(radice).namespace == self.spazio:
            esito.errori += self._errori(radice)
        else:
            messaggio = "Lo schema indicato è di un altro formato: su questo file non è stato usato."
            rimedio = "indicare lo schema di questo formato, se serve"
            esito.avvisi.append(Rilievo("schema_non_usato", messaggio, "file", rimedio))

    def _errori(self, radice: Any) -> Iterator[Rilievo]:
        try:
            if self.schema.validate(radice):
                return
        except etree.XMLSchemaValidateError:  # libxml2 gives up on some years
            yield _rilievo("non riesce a giudicare il file.", 0)
            return
        for errore in list(self.schema.error_log)[:MASSIMO_ERRORI]:  # type: ignore[call-overload]
            yield _rilievo(errore.message, errore.line)


def leggi_schema(percorso: Path) -> SchemaIndicato:
    """The user's own schema; that of the signature is looked for beside it.

    Raises DatiNonValidi when it can't be read, is no schema, or is not that of the invoice.
    """
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
    parser.resolvers.add(_Accanto(percorso.parent))
    try:
        with percorso.open("rb") as file:
            albero = etree.parse(file, parser, base_url=str(percorso))
    except OSError as errore:
        raise DatiNonValidi(f"Lo schema {percorso} non si può leggere: {motivo(errore)}.", "schema") from errore
    except etree.XMLSyntaxError as errore:
        dove = f"riga {errore.lineno}" if errore.lineno else "è vuoto"
        raise DatiNonValidi(f"Lo schema {percorso} non è un file XML ben formato ({dove}).", "schema") from errore
    radice = albero.getroot()
    if radice.tag != _DI_SCHEMA:
        nome = etree.QName(radice).localname
        raise DatiNonValidi(f"Il file {percorso} non è uno schema XSD: comincia con l'elemento {nome}.", "schema")
    spazio = radice.get("targetNamespace", "")
    if spazio not in (SPAZIO, SPAZIO_SEMPLIFICATA):
        descrive = spazio or "nessuno spazio dei nomi"
        raise DatiNonValidi(f"Lo schema {percorso} non è quello della fattura elettronica: è di {descrive}.", "schema")
    try:
        return SchemaIndicato(etree.XMLSchema(albero), spazio)
    except etree.XMLSchemaParseError as errore:
        if not (percorso.parent / _FIRMA).is_file():
            messaggio = f"Lo schema {percorso} vuole accanto a sé il file {_FIRMA}, che non c'è: copiarlo lì."
        else:
            messaggio = f"Lo schema {percorso} non è valido: {str(errore).rstrip('.')}."
        raise DatiNonValidi(messaggio, "schema") from errore


class _Accanto(etree.Resolver):
    """Answers the address of the schema of the signature with the copy that lies beside: no network."""

    def __init__(self, cartella: Path) -> None:
        self.cartella = cartella

    def resolve(self, url: str, pubid: str, context: Any) -> Any:  # type: ignore[override]
        locale = self.cartella / url.rpartition("/")[2]
        return self.resolve_filename(str(locale), context) if locale.is_file() else None  # type: ignore[attr-defined]


def _rilievo(messaggio: str, riga: int) -> Rilievo:
    dove = f"riga {riga}" if riga else "file"
    rimedio = "vedere gli altri errori del file"
    return Rilievo(NON_CONFORME, f"Secondo lo schema indicato: {messaggio}", dove, rimedio)
