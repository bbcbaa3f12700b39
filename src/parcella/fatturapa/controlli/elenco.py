"""The list of the controls: each a code, its meaning in our words, what to do, and the function that looks for it.

A function yields what it found: the sentence with the figures, the element, the number of the field in the layout.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from parcella.fatturapa.controlli.fattura import Corpo, Fattura
from parcella.fatturapa.controlli.fattura_semplificata import Semplificata

Trovato = tuple[str, Any, str]
SulFile = Callable[[Fattura], Iterator[Trovato]]
SulCorpo = Callable[[Corpo], Iterator[Trovato]]
SullaSemplificata = Callable[[Semplificata], Iterator[Trovato]]


@dataclass(frozen=True, slots=True)
class Controllo:
    """A control: SdI refuses the file, or (`avviso`) lets pass what nobody should send."""

    codice: str
    significato: str
    rimedio: str
    cerca: Callable[[Any], Iterator[Trovato]]
    avviso: bool = False


SUL_FILE: list[Controllo] = []
SUL_CORPO: list[Controllo] = []
SULLA_SEMPLIFICATA: list[Controllo] = []


def sul_file(codice: str, significato: str, rimedio: str, *, avviso: bool = False) -> Callable[[SulFile], SulFile]:
    """Enter a control of the whole file in the list."""

    def iscrivi(cerca: SulFile) -> SulFile:
        SUL_FILE.append(Controllo(codice, significato, rimedio, cerca, avviso))
        return cerca

    return iscrivi


def sul_corpo(codice: str, significato: str, rimedio: str, *, avviso: bool = False) -> Callable[[SulCorpo], SulCorpo]:
    """Enter a control of each document of the file in the list."""

    def iscrivi(cerca: SulCorpo) -> SulCorpo:
        SUL_CORPO.append(Controllo(codice, significato, rimedio, cerca, avviso))
        return cerca

    return iscrivi


def sulla_semplificata(
    codice: str, significato: str, rimedio: str, *, avviso: bool = False
) -> Callable[[SullaSemplificata], SullaSemplificata]:
    """Enter a control of a simplified invoice in the list."""

    def iscrivi(cerca: SullaSemplificata) -> SullaSemplificata:
        SULLA_SEMPLIFICATA.append(Controllo(codice, significato, rimedio, cerca, avviso))
        return cerca

    return iscrivi
