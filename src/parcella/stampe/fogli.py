"""The archives to a file for a spreadsheet, whole or not at all. For screens and commands."""

import io
from collections.abc import Sequence
from pathlib import Path

from sqlmodel import Session

from parcella.ledger.scambio.fogli.elenchi import ELENCHI, leggi
from parcella.ledger.scambio.fogli.scrittura import Avanza, scrivi_csv, scrivi_xlsx
from parcella.stampe.intero import file_intero

SEPARATORI = {"punto-e-virgola": ";", "virgola": ",", "tabulazione": "\t"}


def scrivi(
    session: Session,
    azienda: int,
    percorso: Path,
    nomi: Sequence[str] = tuple(ELENCHI),
    separatore: str = ";",
    avanza: Avanza = lambda _nome, _righe: None,
) -> None:
    """Write the archives called `nomi`: XLSX, a sheet each, or by the name of the file the first of them in CSV.

    Raises Rifiuto if the file can't be written.
    """
    with file_intero(percorso, "File non scritto") as uscita:
        if percorso.suffix.lower() == ".xlsx":
            scrivi_xlsx((leggi(session, azienda, nome) for nome in nomi), uscita, avanza)
            return
        testo = io.TextIOWrapper(uscita, encoding="utf-8-sig", newline="")
        scrivi_csv(leggi(session, azienda, nomi[0]), testo, separatore, avanza)
        testo.detach()
