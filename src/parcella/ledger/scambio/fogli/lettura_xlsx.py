"""Reading an XLSX, after a look at its parts: how big they are once open, and whether they hide entities.

The library that reads cells trusts what a file says of itself. Here every part is walked through first, a piece at a
time: a file that would fill the memory, or that carries a DTD, goes no further.
"""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from parcella.ledger.esito import DatiNonValidi
from parcella.ledger.scambio.fogli.foglio import RIGHE_MASSIME, Foglio, Riga
from parcella.ledger.scambio.fogli.lettura_celle import FoglioRovinato, Libro
from parcella.ledger.scambio.fogli.lettura_celle import leggi as leggi_celle

MASSIMO_APERTO = 300_000_000
"""Bytes of all the parts once open: fifty thousand clients with every column make 80."""
_PARTI_MASSIME = 2_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PEZZO = 1 << 20
_A_CAVALLO = 200
_VIETATI = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_UNIONE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]+)(\d+):([A-Z]+)(\d+)\"")
_UNIONI_MASSIME = 100_000
_GUASTI = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, OSError, NotImplementedError, RuntimeError)
"""How a damaged container fails to open."""


def e_un_contenitore(contenuto: bytes) -> bool:
    """Whether the bytes are those of a workbook, new or old, and not of a text."""
    return contenuto.startswith((_ZIP, _OLE))


@dataclass
class _Parte:
    """What the look at a sheet found: how many rows, and the merged cells of each."""

    quante: int = 0
    unite: dict[int, str] = field(default_factory=dict)


def leggi(nome: str, contenuto: bytes) -> list[Foglio]:
    """The sheets of a workbook. Raises DatiNonValidi: protected, of another program, damaged, too big."""
    parti = _ispeziona(nome, contenuto)
    libro, pagine = _apri(nome, contenuto)
    fogli = [
        Foglio(
            nome,
            titolo,
            partial(_righe, nome, titolo, contenuto, dove, libro),
            parti[dove].quante,
            parti[dove].unite,
            nascosto,
        )
        for titolo, dove, nascosto in pagine
        if dove in parti
    ]
    if not fogli:
        raise DatiNonValidi(f"{nome}: la cartella di lavoro non ha fogli con celle.")
    return fogli


def _ispeziona(nome: str, contenuto: bytes) -> dict[str, _Parte]:
    """Look at every part, and refuse what should not be opened; gives what there is in each sheet."""
    if contenuto.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in contenuto:
            raise DatiNonValidi(f"{nome}: il file è protetto da password; salvarlo senza password e riprovare.")
        raise DatiNonValidi(
            f"{nome}: è un file .xls del vecchio Excel; aprirlo e salvarlo come «Cartella di lavoro .xlsx» o CSV."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(contenuto)) as busta:
            _controlla_tipo(nome, busta)
            return {voce.filename: _guarda(nome, busta, voce) for voce in busta.infolist()}
    except _GUASTI:
        raise _rovinato(nome) from None


def _controlla_tipo(nome: str, busta: zipfile.ZipFile) -> None:
    voci = busta.infolist()
    nomi = {voce.filename for voce in voci}
    if any(voce.flag_bits & 1 for voce in voci):
        raise DatiNonValidi(f"{nome}: il file è protetto da password; salvarlo senza password e riprovare.")
    if "mimetype" in nomi or "content.xml" in nomi:
        raise DatiNonValidi(f"{nome}: è un file .ods di LibreOffice; aprirlo e salvarlo come .xlsx o CSV.")
    if "xl/workbook.bin" in nomi:
        raise DatiNonValidi(f"{nome}: è un file .xlsb; aprirlo e salvarlo come «Cartella di lavoro .xlsx» o CSV.")
    if "[Content_Types].xml" not in nomi:
        raise DatiNonValidi(f"{nome}: non è un foglio di calcolo XLSX.")
    if len(voci) > _PARTI_MASSIME or sum(voce.file_size for voce in voci) > MASSIMO_APERTO:
        raise DatiNonValidi(
            f"{nome}: una volta aperto il file supera {MASSIMO_APERTO // 1_000_000} MB; dividerlo in più file."
        )


def _guarda(nome: str, busta: zipfile.ZipFile, voce: zipfile.ZipInfo) -> _Parte:
    """Walk through a part: refuse a DTD; of a sheet, count the rows and note the merged cells."""
    parte = _Parte()
    if not voce.filename.lower().endswith((".xml", ".rels", ".vml")):
        return parte
    foglio = voce.filename.startswith("xl/worksheets/")
    prima = b""
    with busta.open(voce) as aperta:
        while pezzo := aperta.read(_PEZZO):
            testo = prima + pezzo
            if b"\0" in testo:  # UTF-16, where a DTD would not be seen
                testo = testo.replace(b"\0", b"")
            if b"<!" in testo and _VIETATI.search(testo):
                raise DatiNonValidi(f"{nome}: il file contiene definizioni XML che un foglio di calcolo non ha.")
            if foglio:
                parte.quante += pezzo.count(b"<row ")
                if b"mergeCell" in testo:
                    _unioni(parte.unite, testo)
            prima = testo[-_A_CAVALLO:]
    return parte


def _unioni(unite: dict[int, str], testo: bytes) -> None:
    for trovata in _UNIONE.finditer(testo):
        da, a = int(trovata[2]), int(trovata[4])
        nome = trovata[0].rpartition(b'ref="')[2].rstrip(b'"').decode()
        for riga in range(da, min(a, da + _UNIONI_MASSIME, RIGHE_MASSIME) + 1):
            unite.setdefault(riga, nome)
        if len(unite) > _UNIONI_MASSIME:
            return


def _apri(nome: str, contenuto: bytes) -> tuple[Libro, list[tuple[str, str, bool]]]:
    """What the cells need of the workbook; and its sheets: title, part, whether hidden.

    The steps of openpyxl's own reading, without the sheets: to size them up it would go through them all.
    """
    warnings.filterwarnings("ignore", module=r"openpyxl\b")  # what it leaves out of a file is not for the operator
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles.stylesheet import apply_stylesheet

    try:
        lettore: Any = ExcelReader(io.BytesIO(contenuto), read_only=True, data_only=True, keep_links=False)
        lettore.read_manifest()
        lettore.read_strings()
        lettore.read_workbook()
        apply_stylesheet(lettore.archive, lettore.wb)
        pagine = [
            (foglio.name, legame.target, foglio.state != "visible")
            for foglio, legame in lettore.parser.find_sheets()
            if "chartsheet" not in legame.Type
        ]
        libro = lettore.wb
        date, durate = frozenset(libro._date_formats), frozenset(libro._timedelta_formats)
        return Libro(lettore.shared_strings, date, durate, libro.epoch), pagine
    except Exception:  # noqa: BLE001 - a damaged workbook fails in as many ways as there are parts
        raise _rovinato(nome) from None


def _righe(nome: str, titolo: str, contenuto: bytes, parte: str, libro: Libro) -> Iterator[Riga]:
    ultima = 0
    try:
        with zipfile.ZipFile(io.BytesIO(contenuto)) as busta, busta.open(parte) as aperta:
            for riga in leggi_celle(aperta, libro):
                ultima = riga[0]
                yield riga
    except (FoglioRovinato, *_GUASTI):
        raise DatiNonValidi(f"{nome}, foglio «{titolo}», dopo la riga {ultima}: il file è danneggiato.") from None


def _rovinato(nome: str) -> DatiNonValidi:
    return DatiNonValidi(f"{nome}: il file è danneggiato o non è un foglio di calcolo XLSX.")
