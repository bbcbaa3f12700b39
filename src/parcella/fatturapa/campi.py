"""What the layout can't know of a value: check characters of identifiers, and how a long text is cut."""

from parcella.fatturapa.blocco import manca
from parcella.fatturapa.identificativi import controllo_11, controllo_16
from parcella.fatturapa.latino import nome_campo
from parcella.ledger.esito import Rifiuto


def obbligatorio(valore: str | None, campo: str) -> str:
    """What must be there."""
    if valore is None or not valore.strip():
        raise manca(campo)
    return valore


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
