"""From bytes to the tree of an XML that is not trusted: no DTD, no entities, no network, a bounded size and depth.

What lxml would build is bounded before it is built: a tag costs some two hundred bytes whatever it says, so tags and
attributes are counted first. Depth is bounded by libxml2 (256).
"""

import codecs
import re
from functools import cache

from lxml import etree

from parcella.fatturapa.lettura.file import LIMITE, UTF16
from parcella.ledger.esito import DatiNonValidi

SEGNI_MASSIMI = 400_000  # `<`, two for each element; the fullest file of 5 MB has 270.000
ATTRIBUTI_MASSIMI = 100_000  # `=`
_BOM = b"\xef\xbb\xbf"
_DUE_BOM = "Non è un file XML ben formato: il segno della codifica (BOM) vi sta due volte."
_DICHIARAZIONE = re.compile(rb"\s*<\?xml\b[^>]{0,500}?\sencoding\s*=\s*[\"']([^\"'>]{0,60})[\"'][^>]{0,200}\?>")
_UTF16_SENZA_BOM = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_CODIFICHE = re.compile(r"utf-8|ascii|iso8859-\d+|cp125\d|cp437|cp85\d|mac-roman")
_DTD = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


def analizza(xml: bytes) -> etree._Element:
    """The root of the document. What is not well formed, or is made to do harm, is `DatiNonValidi`, one sentence."""
    testo = _in_ottetti(xml)
    if len(testo) > LIMITE:
        raise DatiNonValidi(f"L'XML supera {LIMITE // 1_000_000} milioni di byte: non è una fattura elettronica.")
    if _DTD.search(testo):
        raise DatiNonValidi("L'XML contiene una DTD o delle entità, che una fattura elettronica non può avere.")
    if testo.count(b"<") > SEGNI_MASSIMI or testo.count(b"=") > ATTRIBUTI_MASSIMI:
        raise DatiNonValidi("L'XML ha troppi elementi o attributi: non è una fattura elettronica.")
    try:
        radice = etree.fromstring(testo, _parser())
    except etree.XMLSyntaxError as errore:
        raise DatiNonValidi(_frase(errore)) from errore
    except ValueError as errore:
        raise DatiNonValidi("Non è un file XML ben formato.") from errore
    return radice


def _in_ottetti(xml: bytes) -> bytes:
    """The text in an encoding where `<` is one byte, and that is one of those invoices are written in."""
    if xml.startswith(UTF16):
        try:
            testo = xml.decode(_UTF16_SENZA_BOM.get(xml[:2], "utf-16"))
        except UnicodeDecodeError as errore:
            raise DatiNonValidi("L'XML non è nella codifica che dichiara (UTF-16).") from errore
        if testo.startswith("\ufeff"):
            raise DatiNonValidi(_DUE_BOM)
        return re.sub(r"^\s*<\?xml[^>]*\?>", "", testo).strip().encode()
    xml = xml.removeprefix(_BOM).strip(b" \t\r\n\0")
    if xml.startswith(_BOM):  # libxml2 would let it pass
        raise DatiNonValidi(_DUE_BOM)
    if not xml:
        raise DatiNonValidi("Il file è vuoto.")
    if dichiarata := _DICHIARAZIONE.match(xml):
        nome = dichiarata[1].decode("ascii", "replace")
        try:
            nota = _CODIFICHE.fullmatch(codecs.lookup(nome).name)
        except (LookupError, ValueError):
            nota = None
        if nome.lower().startswith("utf-16"):
            raise DatiNonValidi("L'XML non è nella codifica che dichiara (UTF-16).")
        if not nota:
            raise DatiNonValidi(
                f"L'XML dichiara la codifica «{nome}», che non è tra quelle di una fattura elettronica."
            )
    return xml


@cache
def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_blank_text=False
    )


_CAUSE = (
    (r"not proper UTF-8|invalid byte|encod|bytes: 0x|conv", "dei caratteri non sono nella codifica dichiarata"),
    (r"depth", "gli elementi sono annidati troppo a fondo"),
    (r"huge|too long|too large|length", "un testo è troppo lungo"),
    (r"Premature end|not finished|EndTag|Couldn't find end", "il file finisce prima del dovuto"),
    (r"tag mismatch", "un elemento non è chiuso"),
    (r"invalid char|out of allowed range", "c'è un carattere che un XML non può avere"),
    (r"Entity|EntityRef", "c'è un'entità che non esiste, o un «&» non scritto «&amp;»"),
    (r"Document is empty|Start tag expected", "non comincia con un elemento"),
    (r"Extra content", "c'è dell'altro dopo la fine del documento"),
    (r"expected '>'|name|attribut|AttValue|QName|Namespace|xmlns", "un elemento o un attributo è scritto male"),
)


def _frase(errore: etree.XMLSyntaxError) -> str:
    messaggio = errore.msg or ""
    causa = next((frase for motivo, frase in _CAUSE if re.search(motivo, messaggio, re.IGNORECASE)), "")
    riga, colonna = errore.position
    dove = f"riga {riga}, colonna {colonna}"
    return f"Non è un file XML ben formato: {causa + ', ' if causa else ''}{dove}."
