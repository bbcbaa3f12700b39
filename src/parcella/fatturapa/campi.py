"""How a value becomes the text of an element: obligatory, respelled, within its length, of its form.

Every refusal names the field of the archive to correct, not the element of the file.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from lxml import etree

from parcella.fatturapa.identificativi import controllo_11, controllo_16
from parcella.fatturapa.latino import in_ascii, in_latino, nome_campo
from parcella.ledger.esito import Rifiuto

Elemento = Any  # lxml's element: its stubs are not complete enough to be worth naming
SubElement = etree.SubElement


def aggiungi(padre: Elemento, nome: str, testo: str) -> None:
    """Add an element with its text."""
    SubElement(padre, nome).text = testo


def aggiungi_se(padre: Elemento, nome: str, testo: str | None) -> None:
    """Add an element only when there is something to write: FatturaPA refuses empty elements."""
    if testo:
        SubElement(padre, nome).text = testo


def importo(valore: Decimal) -> str:
    """An amount or a rate with its two decimals."""
    return f"{valore:.2f}"


def testo(valore: str | None, campo: str, massimo: int) -> str | None:
    """An optional Latin-1 text, None when blank."""
    return _testo(valore, campo, massimo, in_latino)


def codice(valore: str | None, campo: str, massimo: int, minimo: int = 1) -> str | None:
    """An optional ASCII text, None when blank."""
    reso = _testo(valore, campo, massimo, in_ascii)
    if reso is not None and len(reso) < minimo:
        raise Rifiuto(f"{nome_campo(campo)}: servono almeno {minimo} caratteri, trovati {len(reso)}.", campo)
    return reso


def obbligatorio(valore: str | None, campo: str) -> str:
    """What must be there."""
    if valore is None or not valore.strip():
        raise manca(campo)
    return valore


def di_forma(valore: str, campo: str, vale: Callable[[str], object], spiegazione: str) -> str:
    """A value of a fixed form: mostly that of the layout (`tracciato.formato`)."""
    if not vale(valore):
        raise Rifiuto(f"{nome_campo(campo)}: «{valore}» non è valido per il file FatturaPA, {spiegazione}.", campo)
    return valore


def manca(campo: str) -> Rifiuto:
    """The refusal for an absent datum."""
    return Rifiuto(f"{nome_campo(campo)}: dato obbligatorio per il file FatturaPA.", campo, "dato_mancante")


def partita_iva(valore: str, campo: str) -> str:
    """An Italian partita IVA, without the prefix of the country, with its check digit (00301, 00305)."""
    numero = valore.removeprefix("IT")
    if not controllo_11(numero):
        raise Rifiuto(f"{nome_campo(campo)}: la partita IVA «{valore}» non è valida.", campo)
    return numero


def codice_fiscale(valore: str, campo: str) -> str:
    """An Italian codice fiscale of a person (16) or of an entity (11), with its check character (00300, 00306)."""
    maiuscolo = valore.upper()
    if not (controllo_11(maiuscolo) or controllo_16(maiuscolo)):
        raise Rifiuto(f"{nome_campo(campo)}: il codice fiscale «{valore}» non è valido.", campo)
    return maiuscolo


def spezza(lungo: str, massimo: int) -> list[str]:
    """A long text in pieces of at most `massimo` characters, cut at a blank where there is one."""
    pezzi = []
    while len(lungo) > massimo:
        taglio = lungo.rfind(" ", 1, massimo + 1)
        if taglio <= 0:
            taglio = massimo
        pezzi.append(lungo[:taglio].rstrip())
        lungo = lungo[taglio:].lstrip()
    if lungo:
        pezzi.append(lungo)
    return pezzi


def _testo(valore: str | None, campo: str, massimo: int, riscrivi: Callable[[str, str], str]) -> str | None:
    reso = riscrivi(valore, campo) if valore else ""
    if len(reso) > massimo:
        raise Rifiuto(f"{nome_campo(campo)}: al massimo {massimo} caratteri nel file, trovati {len(reso)}.", campo)
    return reso or None
