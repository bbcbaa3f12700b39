"""The type: the core fonts with cp1252, and an embedded TrueType font for the texts cp1252 cannot hold.

A core font costs nothing in the file and little in time; a TrueType font is parsed and cut down for the one document
that needs it. No font is shipped: the form may name one (`carattere_esteso`), else the usual places of the system
are looked at, once a process. Where none is found the letters lose what cp1252 lacks, or become `?`: never silently.
"""

import unicodedata
from functools import lru_cache
from pathlib import Path

_CARTELLE = (
    "/usr/share/fonts/truetype/dejavu",
    "/usr/share/fonts/TTF",
    "/usr/share/fonts/dejavu-sans-fonts",
    "/usr/share/fonts/dejavu",
    "/usr/local/share/fonts/dejavu",
    "/usr/share/fonts/truetype/liberation",
    "/usr/share/fonts/liberation-sans",
    "/System/Library/Fonts/Supplemental",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
_COPPIE = (
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),
    ("arial.ttf", "arialbd.ttf"),
)
_GRAFIE = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "\u2012": "–", "\u2212": "–", "\u202f": "\xa0", "\u2009": " ", "\t": "    "}
)


@lru_cache(maxsize=4096)
def pulito(testo: str) -> str:
    """The text as it is written: composed letters, one hyphen, no control characters."""
    testo = unicodedata.normalize("NFC", testo).translate(_GRAFIE)
    return "".join(lettera for lettera in testo if unicodedata.category(lettera) not in ("Cc", "Cf", "Cs"))


def in_cp1252(testo: str) -> bool:
    """Whether a core font can write it."""
    if testo.isascii():
        return True
    try:
        testo.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=1)
def del_sistema() -> tuple[Path, Path] | None:
    """A regular and a bold TrueType font of the computer, for what cp1252 lacks."""
    for cartella in map(Path, _CARTELLE):
        for normale, grassetto in _COPPIE:
            if (cartella / normale).is_file():
                neretto = cartella / grassetto
                return cartella / normale, neretto if neretto.is_file() else cartella / normale
    return None


@lru_cache(maxsize=16)
def lettere_di(percorso: Path) -> frozenset[int]:
    """The characters a font has."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(percorso, lazy=True) as carattere:
        return frozenset(carattere.getBestCmap())


def ridotto(testo: str, lettere: frozenset[int] | None) -> str:
    """The text with what can't be written respelled: without the accent, or `?`. `lettere` None is cp1252."""

    def scrivibile(lettera: str) -> bool:
        return in_cp1252(lettera) if lettere is None else ord(lettera) in lettere

    def resa(lettera: str) -> str:
        if scrivibile(lettera):
            return lettera
        nuda = "".join(x for x in unicodedata.normalize("NFKD", lettera) if not unicodedata.combining(x))
        return nuda if nuda and all(map(scrivibile, nuda)) else "?"

    return "".join(map(resa, testo))
