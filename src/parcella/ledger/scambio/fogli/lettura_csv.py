"""Reading a CSV: which encoding, which separator, and its records with the line each begins at."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from parcella.ledger.esito import DatiNonValidi
from parcella.ledger.scambio.fogli.foglio import Foglio, Riga

_SEPARATORI = ";,\t|"
_ASSAGGIO = 50
_CON_BOM = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CAMPO_MASSIMO = 1_000_000


def leggi(nome: str, contenuto: bytes) -> Foglio:
    """A CSV in UTF-8 (with BOM or without), UTF-16 with BOM or Windows-1252. Raises DatiNonValidi."""
    testo = _testo(nome, contenuto)
    separatore, salta = _separatore(testo)
    quante = testo.count("\n") + 1

    def righe() -> Iterator[Riga]:
        return _righe(nome, testo, separatore, salta)

    return Foglio(nome, "", righe, quante)


def _testo(nome: str, contenuto: bytes) -> str:
    codifiche = [codifica for inizio, codifica in _CON_BOM if contenuto.startswith(inizio)] or ["utf-8", "cp1252"]
    if codifiche[0] != "utf-16" and b"\0" in contenuto:
        raise DatiNonValidi(f"{nome}: non è un file CSV né XLSX (contiene byte che non sono testo).")
    for codifica in codifiche:
        try:
            return contenuto.decode(codifica)
        except UnicodeDecodeError:
            continue
    raise DatiNonValidi(f"{nome}: il testo non è in UTF-8 né in Windows-1252; salvarlo come «CSV UTF-8».")


def _separatore(testo: str) -> tuple[str, int]:
    """The separator, and how many lines say only that (`sep=;`, which Excel writes)."""
    prima, _, _ = testo.partition("\n")
    if prima.lower().startswith("sep=") and len(prima.strip()) == 5:
        return prima.strip()[4], 1
    return max(_SEPARATORI, key=lambda separatore: _bonta(testo, separatore)), 0


def _bonta(testo: str, separatore: str) -> tuple[float, int]:
    """How well a separator divides the first records: the share of those with the same number of cells, if many."""
    try:
        record = [riga for riga in islice(csv.reader(io.StringIO(testo, ""), delimiter=separatore), _ASSAGGIO) if riga]
    except csv.Error:
        return 0.0, 0
    if not record:
        return 0.0, 0
    celle, quanti = Counter(map(len, record)).most_common(1)[0]
    return (quanti / len(record) if celle > 1 else 0.0), celle


def _righe(nome: str, testo: str, separatore: str, salta: int) -> Iterator[Riga]:
    csv.field_size_limit(_CAMPO_MASSIMO)
    lettore = csv.reader(io.StringIO(testo, ""), delimiter=separatore, strict=True)
    riga = 1
    try:
        for celle in lettore:
            if riga > salta and any(cella.strip() for cella in celle):
                yield riga, [cella or None for cella in celle]
            riga = lettore.line_num + 1
    except csv.Error as errore:
        motivo = (
            f"un campo è più lungo di {_CAMPO_MASSIMO:_} caratteri".replace("_", ".")
            if "field larger" in str(errore)
            else "virgolette aperte e non chiuse, o altro testo dopo quelle di chiusura"
        )
        raise DatiNonValidi(f"{nome}, riga {riga}: {motivo}.") from None
