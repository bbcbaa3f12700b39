"""The frame of a XAdES signature inside the file: the parts XML-Signature asks for, not what they say.

Whether the signature is good is told where it is verified (`lettura.firma`); here only what would refuse the layout.
"""

import re
from collections.abc import Iterator
from typing import Any

from parcella.fatturapa.tracciato.formati import base64_valido

Albero = Any
_SPAZIO = "{http://www.w3.org/2000/09/xmldsig#}"
_PARTI = {
    "Signature": re.compile("SignedInfo SignatureValue (KeyInfo )?(Object )*"),
    "SignedInfo": re.compile("CanonicalizationMethod SignatureMethod (Reference )+"),
    "Reference": re.compile("(Transforms )?DigestMethod DigestValue "),
}
_CON_ALGORITMO = frozenset(("CanonicalizationMethod", "SignatureMethod", "DigestMethod"))
_IN_BASE64 = frozenset(("SignatureValue", "DigestValue"))
_ATTRIBUTI = {nome: {"Id"} for nome in ("Signature", "SignedInfo", "SignatureValue")}
_ATTRIBUTI |= {nome: {"Algorithm"} for nome in _CON_ALGORITMO}
_ATTRIBUTI["Reference"] = {"Id", "URI", "Type"}
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_SEMPRE_AMMESSI = {f"{_XSI}schemaLocation", f"{_XSI}noNamespaceSchemaLocation"}


def firma_intera(firma: Albero) -> bool:
    """Whether a ds:Signature has the parts it must have, in order, and no attribute of its own invention."""
    return all(_buona(parte) for parte in _scheletro(firma))


def _scheletro(firma: Albero) -> Iterator[Albero]:
    """The signature, what is signed and each reference; the rest may hold anything."""
    yield firma
    for parte in firma.iterchildren(f"{_SPAZIO}SignedInfo", f"{_SPAZIO}SignatureValue"):
        yield parte
        for figlio in parte.iterchildren(tag=f"{_SPAZIO}*"):
            yield figlio
            yield from figlio.iterchildren(f"{_SPAZIO}DigestMethod", f"{_SPAZIO}DigestValue")


def _buona(parte: Albero) -> bool:
    nome = parte.tag.removeprefix(_SPAZIO)
    if set(parte.attrib) - _ATTRIBUTI.get(nome, set()) - _SEMPRE_AMMESSI:
        return False
    if nome in _CON_ALGORITMO:
        return "Algorithm" in parte.attrib
    figli = [figlio for figlio in parte if isinstance(figlio.tag, str)]
    if nome in _IN_BASE64:
        return not figli and base64_valido(parte.xpath("string()"))
    if nome not in _PARTI:
        return True
    if any(parola and parola.strip(" \t\n\r") for parola in (parte.text, *(figlio.tail for figlio in parte))):
        return False
    nomi = "".join(f"{figlio.tag.removeprefix(_SPAZIO)} " for figlio in figli)
    return _PARTI[nome].fullmatch(nomi) is not None
