"""Writing tables for a spreadsheet: XLSX, a row at a time, or CSV as Excel opens it.

A cell never holds a formula: what begins as one is written as the text it is.
"""

import csv
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO, TextIO

from parcella.ledger.esito import Rifiuto
from parcella.ledger.scambio.fogli.elenchi import Colonna, Tabella
from parcella.ledger.scambio.fogli.foglio import RIGHE_MASSIME, lettera
from parcella.ledger.scambio.fogli.valori import decimali
from parcella.ledger.tabella import tipo_python
from parcella.ledger.tipi import Prezzo, data_italiana

Avanza = Callable[[str, int], None]
"""Hears which table is being written and how many rows it has so far. May raise to give up."""
_FORMULE = ("=", "+", "-", "@", "\t", "\r")
_IMPORTO, _PREZZO, _DATA, _TESTO = "#,##0.00", "#,##0.00###", "dd/mm/yyyy", "@"
_LARGHEZZE = {"importo": 14, "data": 12, "intero": 10}
_OGNI = 100


def scrivi_xlsx(tabelle: Iterable[Tabella], uscita: BinaryIO, avanza: Avanza = lambda _nome, _righe: None) -> None:
    """One sheet for each table: headings that stay, filters, amounts as numbers, codes as texts, dates as dates."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    libro = Workbook(write_only=True)
    grassetto = Font(bold=True)
    for tabella in tabelle:
        foglio = libro.create_sheet(tabella.titolo)
        foglio.freeze_panes = "A2"
        formati = [_formato(colonna) for colonna in tabella.colonne]
        for posto, colonna in enumerate(tabella.colonne):
            foglio.column_dimensions[lettera(posto)].width = _larghezza(colonna)
            foglio.column_dimensions[lettera(posto)].number_format = formati[posto]  # for what is typed there later
        intestazioni = []
        for colonna in tabella.colonne:
            cella = WriteOnlyCell(foglio, colonna.titolo)
            cella.font = grassetto
            intestazioni.append(cella)
        foglio.append(intestazioni)
        quante = 0
        for valori in tabella.righe:
            quante += 1
            if quante >= RIGHE_MASSIME:
                raise Rifiuto(f"{tabella.titolo}: le righe non stanno in un foglio; esportare la tabella in CSV.")
            if quante % _OGNI == 0:
                avanza(tabella.titolo, quante)
            riga: list[Any] = []
            for valore, formato in zip(valori, formati, strict=True):
                if valore is None:
                    riga.append(None)
                    continue
                if isinstance(valore, str):
                    valore = ILLEGAL_CHARACTERS_RE.sub("", valore)
                    if formato == _TESTO and not valore.startswith(_FORMULE) and not valore.isdigit():
                        riga.append(valore)
                        continue
                cella = WriteOnlyCell(foglio, valore)
                if isinstance(valore, str):
                    cella.data_type = "s"  # never a formula
                cella.number_format = formato
                riga.append(cella)
            foglio.append(riga)
        foglio.auto_filter.ref = f"A1:{lettera(len(tabella.colonne) - 1)}{quante + 1}"
        avanza(tabella.titolo, quante)
    libro.save(uscita)


def scrivi_csv(
    tabella: Tabella, uscita: TextIO, separatore: str = ";", avanza: Avanza = lambda _nome, _righe: None
) -> None:
    """A table as CSV. With `,` numbers and dates are those of programs (1234.56, 2026-12-31), else the Italian ones."""
    scrittore = csv.writer(uscita, delimiter=separatore, lineterminator="\r\n")
    scrittore.writerow([colonna.titolo for colonna in tabella.colonne])
    internazionale = separatore == ","
    quante = 0
    for valori in tabella.righe:
        quante += 1
        scrittore.writerow([_in_csv(valore, internazionale) for valore in valori])
        if quante % _OGNI == 0:
            avanza(tabella.titolo, quante)
    avanza(tabella.titolo, quante)


def _in_csv(valore: Any, internazionale: bool) -> str:
    if valore is None:
        return ""
    if isinstance(valore, Decimal):
        quanti = decimali(valore)
        if internazionale:
            return f"{valore:.{4 if quanti == 3 else quanti}f}"  # 85.125 could be read as thousands
        return f"{valore:.{quanti}f}".replace(".", ",")
    if isinstance(valore, date):
        return valore.isoformat() if internazionale else data_italiana(valore)
    testo = str(valore)
    return f"'{testo}" if isinstance(valore, str) and testo.startswith(_FORMULE) else testo


def _formato(colonna: Colonna) -> str:
    tipo = tipo_python(colonna.colonna)
    if tipo is Decimal:
        return _PREZZO if isinstance(colonna.colonna.type, Prezzo) else _IMPORTO
    if tipo is date:
        return _DATA
    return "0" if tipo is int else _TESTO


def _larghezza(colonna: Colonna) -> int:
    """Room for the heading, and for most of what stands under it."""
    tipo = tipo_python(colonna.colonna)
    if tipo is Decimal:
        dati = _LARGHEZZE["importo"]
    elif tipo is date:
        dati = _LARGHEZZE["data"]
    elif tipo is int:
        dati = _LARGHEZZE["intero"]
    else:
        dati = min(40, colonna.colonna.info.get("lunghezza") or 12)
    return max(dati, len(colonna.titolo)) + 2
