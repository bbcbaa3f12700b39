"""A prospetto to a file, or to an open stream, in one of the formats."""

import io
from pathlib import Path
from typing import BinaryIO

from parcella.ledger.esito import Avviso
from parcella.stampe.intero import file_intero
from parcella.stampe.prospetti import csv, json, testo
from parcella.stampe.prospetti.prospetto import Prospetto

ESTENSIONI = {"pdf": ".pdf", "testo": ".txt", "csv": ".csv", "json": ".json"}
"""The formats, each with how its files end."""


def su_file(prospetto: Prospetto, formato: str, percorso: Path, avvisi: list[Avviso] | None = None) -> int | None:
    """Write the file, whole or not at all; gives the pages of a format that has them. Raises Rifiuto."""
    with file_intero(percorso) as uscita:
        return scrivi(prospetto, formato, uscita, avvisi)


def scrivi(prospetto: Prospetto, formato: str, uscita: BinaryIO, avvisi: list[Avviso] | None = None) -> int | None:
    """Write to a stream of bytes, which stays open; gives the pages of a format that has them."""
    if formato == "pdf":
        from parcella.stampe.prospetti import pdf

        return pdf.scrivi(prospetto, uscita, avvisi)
    lettere = io.TextIOWrapper(uscita, encoding="utf-8", newline="")
    try:
        if formato == "testo":
            return testo.scrivi(prospetto, lettere)
        (csv if formato == "csv" else json).scrivi(prospetto, lettere)
        return None
    finally:
        lettere.detach()  # flushes, and leaves the stream to who opened it
