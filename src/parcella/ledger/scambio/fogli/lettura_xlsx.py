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
from itertools import repeat
from typing import Any

from parcella.ledger.esito import DatiNonValidi
from parcella.ledger.scambio.fogli.foglio import RIGHE_MASSIME, Foglio, FormulaSenzaRisultato, Riga

MASSIMO_APERTO = 300_000_000
"""Bytes of all the parts once open: fifty thousand clients with every column make 80."""
_PARTI_MASSIME = 2_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PEZZO = 1 << 20
_A_CAVALLO = 200
_VIETATI = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_UNIONE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]+)(\d+):([A-Z]+)(\d+)\"")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_UNIONI_MASSIME = 100_000


def e_un_contenitore(contenuto: bytes) -> bool:
    """Whether the bytes are those of a workbook, new or old, and not of a text."""
    return contenuto.startswith((_ZIP, _OLE))


@dataclass
class _Parte:
    """What the look at a sheet found."""

    unite: dict[int, str] = field(default_factory=dict)
    con_formule: bool = False


def leggi(nome: str, contenuto: bytes) -> list[Foglio]:
    """The sheets of a workbook. Raises DatiNonValidi: protected, of another program, damaged, too big."""
    parti = _ispeziona(nome, contenuto)
    valori = _apri(nome, contenuto, risultati=True)
    formule = _apri(nome, contenuto, risultati=False) if any(p.con_formule for p in parti.values()) else None
    fogli = []
    for posizione, foglio in enumerate(valori.worksheets):
        parte = parti.get(foglio._worksheet_path.lstrip("/"), _Parte())
        accanto = formule.worksheets[posizione] if formule is not None and parte.con_formule else None
        fogli.append(
            Foglio(
                nome,
                foglio.title,
                lambda foglio=foglio, accanto=accanto: _righe(nome, foglio, accanto),  # type: ignore[misc]
                min(foglio.max_row or 0, RIGHE_MASSIME),
                parte.unite,
                foglio.sheet_state != "visible",
            )
        )
    if not fogli:
        raise DatiNonValidi(f"{nome}: la cartella di lavoro non ha fogli con celle.")
    return fogli


def _ispeziona(nome: str, contenuto: bytes) -> dict[str, _Parte]:
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
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError):
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
    """Walk through a part: refuse a DTD; of a sheet, note merged cells and whether there are formulas."""
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
            if _VIETATI.search(testo):
                raise DatiNonValidi(f"{nome}: il file contiene definizioni XML che un foglio di calcolo non ha.")
            if foglio:
                parte.con_formule = parte.con_formule or _FORMULA.search(testo) is not None
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


def _apri(nome: str, contenuto: bytes, *, risultati: bool) -> Any:
    warnings.filterwarnings("ignore", module=r"openpyxl\b")  # what it leaves out of a file is not for the operator
    import openpyxl

    try:
        return openpyxl.load_workbook(io.BytesIO(contenuto), read_only=True, data_only=risultati, keep_links=False)
    except Exception:  # noqa: BLE001 - a damaged workbook fails in as many ways as there are parts
        raise _rovinato(nome) from None


def _righe(nome: str, foglio: Any, con_formule: Any) -> Iterator[Riga]:
    numero = 0
    accanto = repeat(()) if con_formule is None else _celle(con_formule)
    try:
        for numero, (riga, formule) in enumerate(zip(_celle(foglio), accanto, strict=False), 1):
            if numero > RIGHE_MASSIME:
                raise DatiNonValidi(f"{nome}, foglio «{foglio.title}»: oltre {RIGHE_MASSIME} righe.")
            if formule and None in riga:
                riga = tuple(map(_valore, riga, formule))
            if any(cella is not None for cella in riga):
                yield numero, riga
    except DatiNonValidi:
        raise
    except Exception:  # noqa: BLE001 - as above
        raise DatiNonValidi(f"{nome}, foglio «{foglio.title}», dopo la riga {numero}: il file è danneggiato.") from None


def _celle(foglio: Any) -> Iterator[tuple[Any, ...]]:
    foglio.reset_dimensions()  # a file may say fewer rows than it has
    return iter(foglio.iter_rows(values_only=True))


def _valore(risultato: Any, formula: Any) -> Any:
    return FormulaSenzaRisultato() if risultato is None and formula is not None else risultato


def _rovinato(nome: str) -> DatiNonValidi:
    return DatiNonValidi(f"{nome}: il file è danneggiato o non è un foglio di calcolo XLSX.")
