"""The official schemas, read from the folder of the sample data, without network."""

from functools import cache
from pathlib import Path

import pytest
from lxml import etree


class _Locale(etree.Resolver):
    """The schema imports xmldsig by an http URL: answer with the copy that lies beside it."""

    def __init__(self, cartella: Path) -> None:
        self.cartella = cartella

    def resolve(self, url: str, pubid: str, context: object) -> object:
        if url.endswith("xmldsig-core-schema.xsd"):
            return self.resolve_filename(str(self.cartella / "xmldsig-core-schema.xsd"), context)
        return None


@pytest.fixture
def schema_fatturapa(dati_prova: Path) -> etree.XMLSchema:
    return _leggi_schema(dati_prova / "fatturapa" / "schema", "Schema_VFPR12_v1.2.3.xsd")


@pytest.fixture
def schema_semplificata(dati_prova: Path) -> etree.XMLSchema:
    return _leggi_schema(dati_prova / "fatturapa" / "schema", "Schema_VFSM10_v1.0.2.xsd")


@cache
def _leggi_schema(cartella: Path, nome: str) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
    parser.resolvers.add(_Locale(cartella))
    return etree.XMLSchema(etree.parse(str(cartella / nome), parser))
