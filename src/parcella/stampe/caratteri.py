"""The type: the core fonts with cp1252, and an embedded TrueType font for the texts cp1252 cannot hold.

A core font costs nothing in the file and little in time; a TrueType font is cut down to an alphabet once a process,
and each document that needs it embeds from that small one (85 ms a document become some 10). No font is shipped: the
form may name one (`carattere_esteso`), else the usual places of the system are looked at, once a process. Where none
is found the letters lose what cp1252 lacks, or become `?`: never silently.
"""

import os
import tempfile
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
_LATINO = frozenset((*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x218, 0x21C), *range(0x2013, 0x2027), 0x20AC))
_EUROPEO = _LATINO | {*range(0x180, 0x250), *range(0x370, 0x460), *range(0x1E00, 0x1F00), *range(0x2027, 0x2040)}
ALFABETI = (_LATINO, _EUROPEO)
_GRAFIE = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "\u2012": "–", "\u2212": "–", "\u202f": "\xa0", "\u2009": " ", "\t": "    "}
)


def pulito(testo: str) -> str:
    """The text as it is written: composed letters, one hyphen, no control characters."""
    return testo if testo.isascii() and testo.isprintable() else _pulito(testo)


@lru_cache(maxsize=4096)
def _pulito(testo: str) -> str:
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


def alfabeto(testo: str) -> int:
    """The smallest of ALFABETI a text is written in; as many as they are when it takes the whole font."""
    lettere = frozenset(map(ord, testo))
    return next((numero for numero, scelte in enumerate(ALFABETI) if lettere <= scelte), len(ALFABETI))


@lru_cache(maxsize=1)
def _cartella() -> "tempfile.TemporaryDirectory[str]":
    """Where the small fonts are: gone with the process."""
    return tempfile.TemporaryDirectory(prefix="parcella-", ignore_cleanup_errors=True)


@lru_cache(maxsize=16)
def dell_alfabeto(percorso: Path, numero: int) -> Path:
    """A font with the letters of one alphabet only; the font itself for a text beyond them all."""
    if numero >= len(ALFABETI):
        return percorso
    from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont

    scelte = Options(hinting=False, notdef_outline=True, recommended_glyphs=True, layout_features=[], name_IDs=["*"])
    scelte.drop_tables += ["GDEF", "GPOS", "GSUB", "MATH", "FFTM", "kern"]
    with TTFont(percorso, lazy=True, recalcTimestamp=False) as carattere:
        forbici = Subsetter(scelte)
        forbici.populate(unicodes=ALFABETI[numero])
        forbici.subset(carattere)
        descrittore, nome = tempfile.mkstemp(suffix=".ttf", dir=_cartella().name)
        with os.fdopen(descrittore, "wb") as uscita:
            carattere.save(uscita)
    return Path(nome)


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
