"""From a file to the XML inside it: plain XML, or a .p7m (DER, BER, base64, PEM), also signed twice.

The bytes are not trusted. A file is read up to `LIMITE`, twice what the Sistema di Interscambio takes; the envelope is
walked with asn1crypto, and its pieces are counted before they are put together. What cannot be read is a
`DatiNonValidi` of one sentence, which names the file in `campo`.
"""

import base64
import binascii
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from parcella.ledger.archivio import motivo
from parcella.ledger.esito import DatiNonValidi

LIMITE = 10_000_000
ESTENSIONI = (".xml", ".p7m")
NON_LEGGIBILE = "non_leggibile"
_BUSTE_MASSIME = 4
_PEZZI_MASSIMI = 50_000
_TROPPI_PEZZI = f"Il file .p7m è diviso in più di {_PEZZI_MASSIMI} pezzi: non è una fattura elettronica."
_FINESTRA = 8192
_PEZZO = b"\x04"  # OCTET STRING
_INIZIO_DER = 0x30  # SEQUENCE, definite or not
_INIZIO_BASE64 = b"MI"  # what 0x30 0x80…0x84 is in base64
_ESTRANEI_OGNI = 20  # a damaged base64 is still mostly one
_INIZIO_ZIP = b"PK\3\4"
_ZIP_FIRMATO = "Il file firmato è un archivio ZIP: vanno firmate le singole fatture, non l'archivio."
_BOM = b"\xef\xbb\xbf"
UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
"""How an XML in UTF-16 begins, with its mark or without."""
_ETICHETTA = re.compile(rb"-----(BEGIN|END)[^\n]*-----")


@dataclass(frozen=True, slots=True)
class Contenuto:
    """What a file holds: the XML as it was signed, and the CMS envelopes it was in, the outermost first."""

    xml: bytes
    buste: tuple[bytes, ...] = ()


def dal_disco(percorso: Path) -> bytes:
    """The bytes of a file, up to one more than `LIMITE`. DatiNonValidi, also for a pipe, which might never end."""
    try:
        if not stat.S_ISREG(percorso.stat().st_mode) and not percorso.is_dir():
            raise non_leggibile("Non è un file: è una coda o un dispositivo.", percorso)
        with percorso.open("rb") as aperto:
            return aperto.read(LIMITE + 1)
    except OSError as errore:
        raise non_leggibile(f"Non si può leggere: {motivo(errore)}.", percorso) from errore


def non_leggibile(frase: str, percorso: Path) -> DatiNonValidi:
    """The refusal of what this computer does not let be read, whatever it holds."""
    errore = DatiNonValidi(frase, str(percorso))
    errore.codice = NON_LEGGIBILE
    return errore


def troppo_grande() -> DatiNonValidi:
    """The refusal of a file of more than `LIMITE`."""
    return DatiNonValidi(
        f"Supera {LIMITE // 1_000_000} milioni di byte: non è una fattura elettronica "
        "(il Sistema di Interscambio ne accetta 5)."
    )


def apri(dati: bytes) -> Contenuto:
    """The same from the bytes of a file, at most `LIMITE`."""
    if len(dati) > LIMITE:
        raise troppo_grande()
    buste: list[bytes] = []
    while not _sembra_xml(dati):
        if not dati.strip(b"\0 \t\r\n"):
            raise DatiNonValidi("Il file firmato non contiene la fattura." if buste else "Il file è vuoto.")
        if len(buste) == _BUSTE_MASSIME:
            raise DatiNonValidi(f"È firmato più di {_BUSTE_MASSIME} volte: non è una fattura elettronica.")
        if dati.startswith(_INIZIO_ZIP):
            raise DatiNonValidi(_ZIP_FIRMATO if buste else "È un archivio ZIP, ma il suo nome non finisce per .zip.")
        busta = dati if dati[0] == _INIZIO_DER else _da_base64(dati)
        dati = contenuto_della_busta(busta)
        buste.append(busta)
    return Contenuto(dati, tuple(buste))


def _sembra_xml(dati: bytes) -> bool:
    """True for what begins as XML does, whatever the encoding."""
    testa = dati[:1000]
    while testa.startswith(_BOM):  # two are no XML, but were meant to be
        testa = testa.removeprefix(_BOM)
    return testa.startswith(UTF16) or testa.lstrip()[:1] == b"<"


def _da_base64(dati: bytes) -> bytes:
    """The envelope written as text, on one line or many, with or without the lines of PEM."""
    testo = b"".join(_ETICHETTA.sub(b"", dati.removeprefix(_BOM)).split())
    try:
        if not testo.startswith(_INIZIO_BASE64):
            raise binascii.Error
        return base64.b64decode(testo, validate=True)
    except binascii.Error:
        estranei = len(re.sub(rb"[A-Za-z0-9+/=]+", b"", testo))
        if testo.startswith(_INIZIO_BASE64) and estranei * _ESTRANEI_OGNI <= len(testo):
            raise DatiNonValidi("È un .p7m in base64 troncato o danneggiato.") from None
        raise DatiNonValidi("Non è un file XML e non è un file firmato .p7m.") from None


def contenuto_della_busta(busta: bytes) -> bytes:
    """What a CMS SignedData envelops."""
    from asn1crypto import cms, parser

    if busta.count(_PEZZO) > _PEZZI_MASSIMI:  # a byte XML can't have: before anybody walks through them
        raise DatiNonValidi(_TROPPI_PEZZI)
    try:
        esterna = cms.ContentInfo.load(busta)
        tipo = esterna["content_type"].native
        if tipo != "signed_data":
            raise DatiNonValidi(
                f"Il file .p7m non è una firma che racchiude la fattura, ma {_TIPI.get(tipo, 'altro')}."
            )
        racchiuso = esterna["content"]["encap_content_info"].contents
        oid = parser.parse(racchiuso)
        resto = racchiuso[len(oid[3]) + len(oid[4]) + len(oid[5]) :]
        if not resto:
            raise DatiNonValidi("Il file .p7m contiene la sola firma: la fattura è in un altro file.")
        return b"".join(_pezzi(parser.parse(resto)[4], [0]))
    except (ValueError, TypeError, KeyError, RecursionError) as errore:
        raise DatiNonValidi("Il file .p7m è troncato o danneggiato: la busta della firma non si legge.") from errore


_TIPI = {"enveloped_data": "un file cifrato", "data": "un file senza firma"}


def _pezzi(contenuto: bytes, contati: list[int], profondita: int = 0) -> Iterator[bytes]:
    """The bytes of an OCTET STRING: whole, or in the pieces of BER, which may be many and in pieces themselves."""
    from asn1crypto import parser

    if profondita > _BUSTE_MASSIME:
        raise ValueError("pieces within pieces")
    inizio = 0
    while inizio < len(contenuto):
        finestra = _FINESTRA
        while True:  # a window, since to slice all that is left for each small piece would take forever
            try:
                _, costruito, etichetta, testa, valore, coda = parser.parse(contenuto[inizio : inizio + finestra])
                break
            except ValueError:
                if inizio + finestra >= len(contenuto):
                    raise
                finestra *= 32
        contati[0] += 1
        if contati[0] > _PEZZI_MASSIMI:
            raise DatiNonValidi(_TROPPI_PEZZI)
        inizio += len(testa) + len(valore) + len(coda)
        if not costruito and etichetta != _PEZZO[0]:
            raise ValueError("not an OCTET STRING")
        if costruito:
            yield from _pezzi(valore, contati, profondita + 1)
        else:
            yield valore
