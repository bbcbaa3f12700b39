"""How names are written, found and sorted: the stored keys of a name and of a search, and the name of a client."""

import unicodedata
from typing import Any, Protocol

_SENZA_SCOMPOSIZIONE = str.maketrans(
    {"Æ": "AE", "Œ": "OE", "Þ": "TH", "Ð": "D", "ẞ": "SS", "ı": "I", "Ə": "E", "\N{COMBINING GREEK YPOGEGRAMMENI}": ""}
)
_ATTACCATI = frozenset(".'`´’‘ʼ′")
_SEPARATORE_TRATTO = " WITH "
_LATIN_1 = 0xFF
_DOPO_TUTTO = "\U0010ffff"


class Nominativo(Protocol):
    """Whatever has the three fields of a name: a client, a company."""

    ragione_sociale: Any
    cognome: Any
    nome: Any


def chiave_nome(testo: str) -> str:
    """The key names are stored, found and sorted by: capitals, no accents, no punctuation, single blanks.

    Points and apostrophes vanish (S.N.C. is SNC, Dell'Orto is DELLORTO); any other sign parts two words.
    """
    if not testo.isascii():
        testo = "".join(map(_lettera_semplice, unicodedata.normalize("NFKD", testo)))
    lettere = (c if c.isalnum() else "" if c in _ATTACCATI else " " for c in testo.upper())
    return " ".join("".join(lettere).split())


def _lettera_semplice(carattere: str) -> str:
    """A character without its marks: nothing for an accent, L for Ł, SS for ß."""
    if carattere.isascii() or carattere in _ATTACCATI:
        return carattere
    if unicodedata.category(carattere).startswith(("M", "Lm")) or unicodedata.combining(carattere):
        return ""
    maiuscola = unicodedata.normalize("NFKD", carattere.upper()).translate(_SENZA_SCOMPOSIZIONE)
    nome = unicodedata.name(maiuscola, "") if len(maiuscola) == 1 else ""
    if _SEPARATORE_TRATTO in nome:
        try:
            return unicodedata.lookup(nome.partition(_SEPARATORE_TRATTO)[0])
        except KeyError:
            return maiuscola
    return maiuscola


def fuori_dal_latino(testo: str) -> str:
    """The first letter or picture of a text that can't be respelled in Latin letters; the empty string for none."""
    lettere = (c for c in unicodedata.normalize("NFKD", testo) if ord(c) > _LATIN_1 and _e_lettera(c))
    return next((c for c in lettere if not _lettera_semplice(c).isascii()), "")


def _e_lettera(carattere: str) -> bool:
    categoria = unicodedata.category(carattere)
    return categoria[0] == "L" or categoria == "So"


def fine_prefisso(prefisso: str) -> str:
    """The end of the index range of what begins with `prefisso`: `prefisso <= key < fine_prefisso(prefisso)`."""
    return prefisso + _DOPO_TUTTO


def chiave_ricerca(chiave: str, *altri: str | None) -> str:
    """What the words typed are looked for in: the key of the name and those of `altri`, a blank before each word."""
    return " " + " ".join(filter(None, (chiave, *(chiave_nome(altro or "") for altro in altri))))


def nome_di(ragione_sociale: str | None, cognome: str | None, nome: str | None) -> str:
    """Ragione sociale, else Cognome Nome."""
    return ragione_sociale or " ".join(filter(None, (cognome, nome)))


def nome_cliente(cliente: Nominativo) -> str:
    """The name a client is shown and printed with."""
    return nome_di(cliente.ragione_sociale, cliente.cognome, cliente.nome)
