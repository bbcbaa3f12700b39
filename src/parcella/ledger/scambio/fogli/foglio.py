"""A sheet as it was read: rows of raw cells, with what it takes to say where something is.

The readers give what is in the cells (text, numbers, dates, True/False, None) and know nothing of clients or prices.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from parcella.ledger.esito import DatiNonValidi

RIGHE_MASSIME = 1_048_576  # those of a sheet of Excel
Riga = tuple[int, Sequence[Any]]
"""The number of a row, from 1 as Excel counts them (of a CSV, the line it begins at), and its cells."""


class FormulaSenzaRisultato:
    """A cell with a formula that nobody has computed: there is no value to read."""


@dataclass(frozen=True)
class Foglio:
    """A sheet of a file; a CSV is one sheet without a name. `righe` reads it from the start, empty rows left out."""

    file: str
    nome: str
    righe: Callable[[], Iterator[Riga]]
    quante: int = 0
    """How many rows it seems to have, for the progress bar."""
    unite: Mapping[int, str] = field(default_factory=dict)
    """The rows with merged cells, and which (`B5:B9`)."""
    nascosto: bool = False

    def luogo(self, riga: int | None = None, colonna: str | None = None) -> str:
        """Where something is: `clienti.xlsx, foglio «Rubrica», riga 12, colonna C (Partita IVA)`."""
        foglio = f"foglio «{self.nome}»" if self.nome else ""
        return ", ".join(
            filter(
                None,
                (self.file, foglio, f"riga {riga}" if riga else "", f"colonna {colonna}" if colonna else ""),
            )
        )

    def non_valido(self, messaggio: str, riga: int | None = None, colonna: str | None = None) -> DatiNonValidi:
        """The sheet can't be read, and why."""
        return DatiNonValidi(f"{self.luogo(riga, colonna)}: {messaggio}.", colonna)


def lettera(posizione: int) -> str:
    """The letters of a column from its position, from 0: A, B … Z, AA."""
    lettere = ""
    posizione += 1
    while posizione:
        posizione, resto = divmod(posizione - 1, 26)
        lettere = chr(ord("A") + resto) + lettere
    return lettere


def leggi(nome: str, contenuto: bytes) -> list[Foglio]:
    """The sheets of a file, told by what is inside it and not by its name. Raises DatiNonValidi."""
    if not contenuto.strip():
        raise DatiNonValidi(f"{nome}: il file è vuoto.")
    from parcella.ledger.scambio.fogli import lettura_csv, lettura_xlsx

    if lettura_xlsx.e_un_contenitore(contenuto) or nome.lower().endswith((".xlsx", ".xlsm")):
        return lettura_xlsx.leggi(nome, contenuto)
    return [lettura_csv.leggi(nome, contenuto)]
