"""A prospetto for spreadsheets: UTF-8 with BOM, semicolons, a line a record, no titles and no totals.

Dates are ISO and numbers have a decimal comma without thousands, which spreadsheets set to Italian read as such.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TextIO

from parcella.stampe.prospetti.prospetto import Colonna, Prospetto, Riga, Valori

_FORMULE = ("=", "+", "-", "@", "\t", "\r")


def scrivi(prospetto: Prospetto, uscita: TextIO) -> None:
    """Write the records. One with rows inside takes a line for each, its own values repeated."""
    import csv

    foglio = csv.writer(uscita, delimiter=";", lineterminator="\r\n")
    colonne = list(prospetto.colonne)
    dentro = list(prospetto.dettaglio.fascia.colonne) if prospetto.dettaglio else []
    uscita.write("\ufeff")
    foglio.writerow([colonna.nome for colonna in (*colonne, *dentro)])
    for riga in prospetto.righe:
        if isinstance(riga, Riga):
            suoi = _celle(colonne, riga.valori)
            for valori in riga.dettagli or [{}]:
                foglio.writerow(suoi + _celle(dentro, valori))


def _celle(colonne: Sequence[Colonna], valori: Valori) -> list[str]:
    return [_cella(valori.get(colonna.nome)) for colonna in colonne]


def _cella(valore: Any) -> str:
    if valore is None:
        return ""
    if isinstance(valore, Decimal):
        return f"{valore:f}".replace(".", ",")
    if isinstance(valore, date):
        return valore.isoformat()
    testo = str(valore)
    # A text that begins like a formula would be worked out by the spreadsheet: the apostrophe leaves it a text.
    return f"'{testo}" if isinstance(valore, str) and len(testo) > 1 and testo.startswith(_FORMULE) else testo
