"""A prospetto for programs: one JSON value, written a record at a time."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, TextIO

from parcella.stampe.prospetti.prospetto import Colonna, Prospetto, Riga, Valori


def scrivi(prospetto: Prospetto, uscita: TextIO) -> None:
    """Write `stampa`, `azienda`, `data`, `selezioni` and the list `righe`; titles and totals are left out."""
    from json import dumps

    testa = {
        "stampa": prospetto.nome,
        "azienda": prospetto.azienda,
        "data": prospetto.data.isoformat(),
        "selezioni": dict(prospetto.selezioni),
    }
    uscita.write(dumps(testa, ensure_ascii=False, indent=2).removesuffix("\n}") + ',\n  "righe": [')
    separatore = "\n    "
    for record in _record(prospetto):
        uscita.write(separatore + dumps(record, ensure_ascii=False))
        separatore = ",\n    "
    uscita.write("]\n}\n" if separatore == "\n    " else "\n  ]\n}\n")


def _record(prospetto: Prospetto) -> Iterator[dict[str, Any]]:
    colonne = tuple(prospetto.colonne)
    for riga in prospetto.righe:
        if isinstance(riga, Riga):
            record = _valori(colonne, riga.valori)
            if prospetto.dettaglio is not None:
                dentro = prospetto.dettaglio.fascia.colonne
                record[prospetto.dettaglio.nome] = [_valori(dentro, valori) for valori in riga.dettagli]
            yield record


def _valori(colonne: Iterable[Colonna], valori: Valori) -> dict[str, Any]:
    return {colonna.nome: _semplice(valori.get(colonna.nome)) for colonna in colonne}


def _semplice(valore: Any) -> Any:
    """Decimals and dates as text, as all the commands give them (batch.md)."""
    if isinstance(valore, Decimal):
        return f"{valore:f}"
    return valore.isoformat() if isinstance(valore, date) else valore
