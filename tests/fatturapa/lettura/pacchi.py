"""ZIPs made for the tests: good ones, and those that are damaged or made to do harm."""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable

from .buste import p7m
from .fatture import xml

_CENTRALE, _LOCALE = b"PK\1\2", b"PK\3\4"


def pacco(*file: tuple[str, bytes], metodo: int = zipfile.ZIP_DEFLATED) -> bytes:
    scritto = io.BytesIO()
    with zipfile.ZipFile(scritto, "w", metodo) as aperto, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a name written twice
        for nome, dati in file:
            aperto.writestr(nome, dati)
    return scritto.getvalue()


def ritocca(dati: bytes, firma: bytes, posto: int, formato: str, valore: int) -> bytes:
    """Write a number over a field of every header of a kind."""
    tutto, inizio = bytearray(dati), dati.find(firma)
    while inizio >= 0:
        struct.pack_into(formato, tutto, inizio + posto, valore)
        inizio = dati.find(firma, inizio + 4)
    return bytes(tutto)


def protetto() -> bytes:
    """As a program that encrypts marks it."""
    return ritocca(ritocca(pacco(("a.xml", xml())), _CENTRALE, 8, "<H", 1), _LOCALE, 6, "<H", 1)


def che_mente(peso: int) -> bytes:
    """A file that says to be `peso` bytes once open."""
    return ritocca(pacco(("a.xml", xml())), _CENTRALE, 24, "<I", peso)


def sovrapposto(quanti: int = 3) -> bytes:
    """Every name of the index leads to the same bytes."""
    return ritocca(pacco(*((f"{n}.xml", xml()) for n in range(quanti))), _CENTRALE, 42, "<I", 0)


def guasto() -> bytes:
    """A byte changed in the file: the CRC says so."""
    return pacco(("a.xml", xml()), metodo=zipfile.ZIP_STORED).replace(b"Studio Bianchi", b"Studio Bruschi")


def bomba() -> bytes:
    return pacco(("a.xml", b"<a>" + b" " * 9_900_000 + b"</a>"))


def bomba_annidata() -> bytes:
    return pacco(("dentro.zip", pacco(("dentro.zip", bomba()))))


def indice_immenso() -> bytes:
    """It claims an index of four million bytes, which are there."""
    return ritocca(bytes(5_000_000) + pacco(("a.xml", xml())), b"PK\5\6", 12, "<I", 4_000_000)


CATTIVI: dict[str, tuple[Callable[[], bytes], str]] = {
    "vuoto": (lambda: b"", "troncato o danneggiato"),
    "senza file": (pacco, "è vuoto"),
    "senza fatture": (lambda: pacco(("nota.txt", b"ciao")), "non ci sono file .xml o .p7m"),
    "troncato": (lambda: pacco(("a.xml", xml()))[:-30], "troncato o danneggiato"),
    "senza la testa": (lambda: pacco(("a.xml", xml()))[200:], "è danneggiato"),
    "non è uno zip": (xml, "non è uno ZIP"),
    "indice immenso": (indice_immenso, "più di 10000 file, o è danneggiato"),
    "protetto": (protetto, "protetto da una parola d'ordine"),
    "bzip2": (lambda: pacco(("a.xml", xml()), metodo=zipfile.ZIP_BZIP2), "non usano"),
    "doppioni": (lambda: pacco(("a.xml", xml()), ("a.xml", xml())), "più file hanno questo nome"),
    "un byte cambiato": (guasto, "è danneggiato"),
    "più lungo di quanto dice": (lambda: che_mente(10), "è danneggiato"),
    "troppo grande": (lambda: pacco(("a.xml", b"<a/>" * 3_000_000), metodo=zipfile.ZIP_STORED), "Supera 10 milioni"),
    "bomba": (bomba, "più di 200 volte"),
    "bomba annidata": (bomba_annidata, "dentro un altro"),
    "bomba sovrapposta": (sovrapposto, "uno sopra l'altro"),
    "fuori dalla cartella": (lambda: pacco(("../../a.xml", xml())), "porta fuori"),
    "dalla radice": (lambda: pacco(("/etc/a.xml", xml())), "porta fuori"),
    "di un altro disco": (lambda: pacco(("C:/a.xml", xml())), "porta fuori"),
    "nome infinito": (lambda: pacco(("a" * 60_000 + ".xml", xml())), "troppo lungo"),
    "uno zip firmato": (lambda: pacco(("a.p7m", p7m(pacco(("a.xml", xml()))))), "le singole fatture"),
}
