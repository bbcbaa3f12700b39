"""Sheets made for a test, and their import into the small studio."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from parcella.ledger.archivio import Archivio
from parcella.ledger.contesto import Contesto
from parcella.ledger.scambio.fogli.importa import Scelte, importa
from parcella.ledger.scambio.fogli.resoconto import Resoconto

GIORNO = date(2026, 3, 31)
STU = Contesto(1, "STU", "P", "gabri", GIORNO)
Righe = Sequence[Sequence[Any]]


def xlsx(righe: Righe = (), foglio: str = "Foglio1", **altri: Righe) -> bytes:
    """A workbook: one sheet, or more by name."""
    libro = Workbook()
    libro.remove(libro.worksheets[0])
    for nome, sue in {foglio: righe, **altri}.items() if righe else altri.items():
        pagina = libro.create_sheet(nome)
        for riga in sue:
            pagina.append(list(riga))
    return salvato(libro)


def salvato(libro: Workbook) -> bytes:
    uscita = io.BytesIO()
    libro.save(uscita)
    return uscita.getvalue()


def carica(archivio: Archivio, contenuto: bytes | Righe, nome: str = "dati.xlsx", **scelte: Any) -> Resoconto:
    """Import one file."""
    byte = contenuto if isinstance(contenuto, bytes) else xlsx(contenuto)
    return importa(archivio, STU, [(nome, byte)], Scelte(**scelte))


def rifiuti(resoconto: Resoconto) -> list[str]:
    """The sentences of what was refused."""
    return [riga.frase for riga in resoconto.rifiutate]


def esiti(resoconto: Resoconto) -> list[tuple[str, str]]:
    """Code and outcome of each row."""
    return [(riga.codice, riga.esito) for riga in resoconto.righe]
