"""Files made wrong at random, always the same ones for a seed: what the layout check is compared with the schema on."""

from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from lxml import etree

FIRMA = "{http://www.w3.org/2000/09/xmldsig#}Signature"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
VALORI = (
    "", " ", "\n", "x", "SI", "IT", "it", " IT", "Italia", "€", "è", "’", "–", "\t22.00\n", "22", "22,00", "22.0",
    "22.00", "022.00", "100.00", "100.01", "0.22", "-1.00", "+1.00", "1.00000000", "1.000000000", "99999999999.00",
    "199999999999.00", "0", "+1", "01", "-0", "9999", "10000", "999", "1000", "1.0", "12345.00", "2026-04-02",
    " 2026-04-02", "2026-04-02\n", "2026-4-2", "2026-02-29", "2024-02-29", "1969-12-31", "1970-01-01", "1970-01-01Z",
    "1970-01-01-01:00", "2026-04-02Z", "2026-04-02+14:00", "2026-04-02+14:01", "0000-01-01", "12026-01-01",
    "2026-04-02T10:30:00", "2026-04-02T24:00:00", "2026-04-02T24:00:01", "2026-04-02T10:30", "2026-04-02T10:30:00.5Z",
    "FPA12", "FPR12", "FSM10", "TD01", "TD07", "TD29", "RF20", "RF03", "N2", "N2.1", "N2.3", "MP05", "MP24", "mp05",
    "TC22", "TC23", "RT07", "A", "ZO", "F", "EUR", "EURO", "RM", "Rm", "00100", "0010", "ABC1234", "ABC123", "abc1234",
    "12345678", "a@b.cc", "aa@bb.cc", "aaaaaaa", "a@b", "a@b..", "IT60X0542811101000000123456", "IT60 X0542811101",
    "UNCRITM1", "UNCRITMM", "UNCRITM1000", "AAAA", "AAA=", "AA==", "AB==", "AAA", "AAAA AAAA", "AAA=A",
    "RSSMRA80A01H501U", "RSSMRA80A01H501", "12345", "\x80", "\u0100", "\U0001f600", "a\tb", "a  b", "Dr", "D",
    "Dott. Ing. Avv", "\x7f", "\xff", "\xa0", "22.00\xa0", "1.00E0", "+0", "0" * 30 + "1", "1.0０", "-0001-01-01",
    "-0004-02-29", "1900-02-29", "12000-02-29", "9223372036854775806-02-29", "99999999999999999999-01-01",
    "1970-01-01+00:01", "1970-01-01-00:00", "1969-12-31-14:00", "2026-04-02T10:30:00Z ",
    "2026-04-02ZT10:30:00", "2026-04-02T24:00:00.000Z",
    '"a b"@bb.cc', "a..b@bb.cc", "a@[1.2.3.4]", "a@bb.cc ", "a b@bb.cc", "à@bb.cc", "a@b\nb.cc", "UNCRITM0", "UNCRITMO",
    "UNCRIT2M", "AA= =", "AR==", "AAE@", "=AAA", "FPR12 ", "Fpr12", "SÌ", "N2,1", "02/04/2026", "]]>",
)  # fmt: skip
LUNGHEZZE = (1, 2, 4, 5, 7, 8, 10, 11, 12, 13, 15, 16, 17, 20, 28, 35, 60, 80, 100, 200, 256, 1000)
CARATTERI = "aZ0 9.-+€è\t\n_’&<\x7f\x80\xa0\xff\u0100"
NOMI = ("Denominazione", "Nome", "Cognome")
FIRMATO = (
    '<s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#" Id="s"><s:SignedInfo><s:CanonicalizationMethod '
    'Algorithm="a"/><s:SignatureMethod Algorithm="b"/><s:Reference URI=""><s:DigestMethod Algorithm="c"/>'
    "<s:DigestValue>AAAA</s:DigestValue></s:Reference></s:SignedInfo><s:SignatureValue>AAAA</s:SignatureValue>"
    "</s:Signature>"
)
PEZZI = (
    "<s:SignatureValue>AAAA</s:SignatureValue>", "AAAA", ' Algorithm="a"', ' Id="s"', ' URI=""',
    '<s:SignatureMethod Algorithm="b"/>', "<s:DigestValue>AAAA</s:DigestValue>", '<s:DigestMethod Algorithm="c"/>',
)  # fmt: skip


def muta(radice: Any, caso: Random) -> Any:
    """A copy of a file with one to three things changed."""
    copia = deepcopy(radice)
    for _ in range(caso.choice((1, 1, 1, 2, 3))):
        caso.choice(_MUTAZIONI)(copia, caso)
    return etree.fromstring(etree.tostring(copia), etree.XMLParser(strip_cdata=False))


def _elementi(radice: Any) -> list[Any]:
    """All but the root and the inside of the signature, which the layout does not describe."""
    return [
        e
        for e in radice.iterdescendants()
        if isinstance(e.tag, str) and e.tag != FIRMA and next(e.iterancestors(FIRMA), None) is None
    ]


def _foglie(radice: Any) -> list[Any]:
    return [e for e in _elementi(radice) if not len(e)]


def _blocchi(radice: Any) -> list[Any]:
    return [radice, *(e for e in _elementi(radice) if len(e))]


def _scelto(elementi: list[Any], caso: Random) -> Any:
    return caso.choice(elementi)


def _valore(radice: Any, caso: Random) -> None:
    _scelto(_foglie(radice), caso).text = caso.choice(VALORI) or None


def _lunghezza(radice: Any, caso: Random) -> None:
    foglia = _scelto(_foglie(radice), caso)
    foglia.text = caso.choice("aè7A \U0001f600") * (caso.choice(LUNGHEZZE) + caso.choice((-1, 0, 0, 1)))


def _carattere(radice: Any, caso: Random) -> None:
    foglia = _scelto(_foglie(radice), caso)
    testo = foglia.text or ""
    posto = caso.randint(0, len(testo))
    foglia.text = testo[:posto] + caso.choice(CARATTERI) + testo[posto + caso.randint(0, 1) :]


def _togli(radice: Any, caso: Random) -> None:
    elementi = _elementi(radice)
    if len(elementi) > 1:
        tolto = _scelto(elementi, caso)
        tolto.getparent().remove(tolto)


def _ripeti(radice: Any, caso: Random) -> None:
    elemento = _scelto(_elementi(radice), caso)
    padre = elemento.getparent()
    padre.insert(caso.randint(0, len(padre)) if caso.random() < 0.3 else padre.index(elemento), deepcopy(elemento))


def _sposta(radice: Any, caso: Random) -> None:
    elemento = _scelto(_elementi(radice), caso)
    padre = elemento.getparent()
    padre.remove(elemento)
    padre.insert(caso.randint(0, len(padre)), elemento)


def _trapianta(radice: Any, caso: Random) -> None:
    """A block or a value of another place of the file."""
    padre = _scelto(_blocchi(radice), caso)
    padre.insert(caso.randint(0, len(padre)), deepcopy(_scelto(_elementi(radice), caso)))


def _rinomina(radice: Any, caso: Random) -> None:
    elemento = _scelto(_elementi(radice), caso)
    elemento.tag = caso.choice(
        (
            _scelto(_elementi(radice), caso).tag,
            elemento.tag.lower(),
            "{urn:altro}" + etree.QName(elemento).localname,
            etree.QName(etree.QName(radice).namespace, etree.QName(elemento).localname).text,
        )
    )


def _attributo(radice: Any, caso: Random) -> None:
    nomi = ["versione", "SistemaEmittente", "altro", "{urn:altro}altro", "{http://www.w3.org/XML/1998/namespace}lang"]
    nomi += [XSI + nome for nome in ("schemaLocation", "noNamespaceSchemaLocation", "nil", "altro")]
    elemento = caso.choice((radice, _scelto(_elementi(radice), caso)))
    valori = ("FPA12", "FPR12", "FPR13", " FPR12", "", "abc", "a" * 10, "a" * 11, "è", "true")
    elemento.set(caso.choice(nomi), caso.choice(valori))


def _senza_attributo(radice: Any, caso: Random) -> None:
    if radice.attrib:
        del radice.attrib[caso.choice(list(radice.attrib))]


def _commento(radice: Any, caso: Random) -> None:
    elemento = _scelto(_elementi(radice), caso)
    nodo = caso.choice((etree.Comment("nota"), etree.ProcessingInstruction("nota", "x")))
    nodo.tail = caso.choice((None, " ", "x"))
    elemento.insert(caso.randint(0, len(elemento)), nodo)


def _parole(radice: Any, caso: Random) -> None:
    elemento = _scelto(_elementi(radice), caso)
    elemento.tail = caso.choice(("\n  ", "x", "\xa0"))


def _svuota(radice: Any, caso: Random) -> None:
    elemento = _scelto(_elementi(radice), caso)
    for figlio in list(elemento):
        elemento.remove(figlio)
    elemento.text = None


def _scambia(radice: Any, caso: Random) -> None:
    elemento = _scelto(_elementi(radice), caso)
    if elemento.getnext() is not None:
        elemento.getnext().addnext(elemento)


def _denominazione(radice: Any, caso: Random) -> None:
    """The names of somebody, in any order and number."""
    uno = _scelto([e for e in _elementi(radice) if e.tag in NOMI] or _elementi(radice), caso)
    padre = uno.getparent()
    for gia in [e for e in padre if e.tag in NOMI and e is not uno]:
        padre.remove(gia)
    for nome in caso.choices(NOMI, k=caso.randint(0, 3)):
        uno.addprevious(etree.fromstring(f"<{nome}>A</{nome}>"))
    padre.remove(uno)


def _firma(radice: Any, caso: Random) -> None:
    """A signature, whole or not, at the end or where it should not be."""
    testo = FIRMATO.replace(caso.choice(PEZZI), "") if caso.random() < 0.7 else FIRMATO
    padre = caso.choice((radice, radice, radice, _scelto(_elementi(radice), caso)))
    padre.append(etree.fromstring(testo))


def _cdata(radice: Any, caso: Random) -> None:
    foglia = _scelto(_foglie(radice), caso)
    if foglia.text:
        foglia.text = etree.CDATA(foglia.text)


def _due_corpi(radice: Any, caso: Random) -> None:
    corpi = radice.findall("FatturaElettronicaBody")
    if corpi:
        radice.insert(caso.choice((0, 1, len(radice))), deepcopy(caso.choice(corpi)))


_MUTAZIONI: tuple[Callable[[Any, Random], None], ...] = (
    _valore, _valore, _valore, _lunghezza, _lunghezza, _carattere, _carattere, _togli, _ripeti, _sposta, _trapianta,
    _rinomina, _attributo, _senza_attributo, _commento, _parole, _svuota, _scambia, _denominazione, _firma, _cdata,
    _due_corpi,
)  # fmt: skip
