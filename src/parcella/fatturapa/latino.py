"""Respelling of texts in the characters FatturaPA admits: Latin-1, or ASCII for codes (fatturapa.md § 2.2).

Typographic signs and letters outside the set are respelled; what has no sensible spelling is refused with the field and
the character named. A refused character is the most frequent real scarto 00200.
"""

import unicodedata
from functools import lru_cache

from parcella.ledger.esito import Rifiuto
from parcella.ledger.tabella import etichetta

_LATIN_1 = 0xFF
_ASCII = 0x7F
_GRAFIE = {
    **dict.fromkeys("‘’‚‛′`´ʼʹ‹›", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("•‣▪●·", "-"),
    "…": "...", "€": "EUR", "⁄": "/", "×": "x", "÷": ":", "≤": "<=", "≥": ">=", "→": "->", "°": "o", "\u00ad": "",
    "Œ": "OE", "œ": "oe", "Æ": "AE", "æ": "ae", "ẞ": "SS", "ß": "ss", "Ø": "O", "ø": "o", "Ł": "L", "ł": "l",
    "Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Þ": "Th", "þ": "th", "Ħ": "H", "ħ": "h", "ı": "i", "ĸ": "k",
}  # fmt: skip

ETICHETTE = {
    "bic": "BIC",
    "cap": "CAP",
    "codice_destinatario": "Cod.destin.",
    "codice_ufficio": "Cod. ufficio",
    "email": "E-mail",
    "iban": "IBAN",
    "istituto_finanziario": "Istituto",
    "numero_civico": "N.",
    "partita_iva": "Partita IVA",
    "pec_destinatario": "PEC dest.",
    "tipo_fattura_elettronica": "Fatt.elettr.",
    "unita_misura": "Unità misura",
}
"""Fields by the label they have on their card, where it is not the identifier in words."""
_DI_CHI = {"cliente": "del cliente", "azienda": "dell'azienda", "parametri_studio": "dei parametri studio"}


def in_latino(testo: str, campo: str) -> str:
    """`testo` in Latin-1, for the descriptive fields. `campo` is the dotted identifier told in a refusal."""
    return _riscrivi(testo, campo, _LATIN_1)


def in_ascii(testo: str, campo: str) -> str:
    """`testo` in ASCII, for the fields the schema calls BasicLatin: Numero, UnitaMisura, NumeroCivico, Titolo…"""
    return _riscrivi(testo, campo, _ASCII)


def nome_campo(campo: str) -> str:
    """A dotted identifier as a person reads it: `CAP del cliente`, `Unità misura (riga 3)`."""
    *contesto, nome = campo.split(".")
    detto = ETICHETTE.get(nome) or etichetta(nome)
    dove = ".".join(contesto)
    if dove in _DI_CHI:
        return f"{detto} {_DI_CHI[dove]}"
    return f"{detto} ({' '.join(contesto).replace('righe', 'riga').replace('_', ' ')})" if contesto else detto


def _riscrivi(testo: str, campo: str, limite: int) -> str:
    if testo.isprintable() and _sta_in(testo, limite):
        return testo.strip()
    pezzi = []
    for carattere in unicodedata.normalize("NFC", testo):
        grafia = _grafia(carattere, limite)
        if grafia is None:
            raise Rifiuto(
                f"{nome_campo(campo)}: il carattere {_mostra(carattere)} non è ammesso nel file FatturaPA e non ha una "
                "grafia equivalente; correggere il testo.",
                campo,
                "carattere_non_ammesso",
            )
        pezzi.append(grafia)
    return "".join(pezzi).strip()


def _sta_in(testo: str, limite: int) -> bool:
    if testo.isascii() or limite == _ASCII:
        return testo.isascii()
    try:
        testo.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=4096)
def _grafia(carattere: str, limite: int) -> str | None:
    """The spelling of one character within `limite`, None when there is none."""
    categoria = unicodedata.category(carattere)
    if carattere in "\t\n\r" or categoria in ("Zs", "Zl", "Zp"):
        return " "
    if ord(carattere) <= limite and categoria not in ("Cc", "Cf"):
        return carattere
    grafia = _GRAFIE.get(carattere)
    if grafia is not None:
        return grafia
    if categoria in ("Cf", "Mn"):  # direction marks, joiners, an accent that no letter took
        return ""
    if categoria == "Cc":
        return None
    semplice = unicodedata.normalize("NFKD", carattere)
    if semplice == carattere:
        return None
    parti = [_grafia(parte, _ASCII) for parte in semplice]
    return None if None in parti else "".join(parte for parte in parti if parte)


def _mostra(carattere: str) -> str:
    codice = f"U+{ord(carattere):04X}"
    return f"«{carattere}» ({codice})" if carattere.isprintable() else codice
