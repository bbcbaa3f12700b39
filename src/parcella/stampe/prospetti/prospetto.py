"""What a tabular print is: its heading, its columns in bands, and its rows as they come from the archive.

`testo`, `pdf`, `csv` and `json` lay the same prospetto out. Rows are read once, one at a time, and never kept.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from parcella.ledger.tipi import data_italiana, in_italiano, prezzo_normale

Genere = Literal["testo", "data", "importo", "prezzo", "quantita", "intero"]
Valori = Mapping[str, Any]
_A_DESTRA = ("importo", "prezzo", "quantita", "intero")


@dataclass(frozen=True, slots=True)
class Colonna:
    """`nome` is the key of the value; `larghezza` is in characters, and in proportion on paper."""

    nome: str
    titolo: str
    larghezza: int
    genere: Genere = "testo"
    tace: str | None = None
    """The value that is printed as nothing: the N of a flag that few have."""

    @property
    def a_destra(self) -> bool:
        """Numbers stand one under the other by their last figure."""
        return self.genere in _A_DESTRA

    def mostra(self, valore: Any) -> str:
        """The value as it is printed; nothing for nothing."""
        if valore is None or (self.tace is not None and valore == self.tace):
            return ""
        if isinstance(valore, date):
            return data_italiana(valore)
        if isinstance(valore, Decimal):
            normale = prezzo_normale(valore) if self.genere == "prezzo" else valore
            return in_italiano(normale, max(2, -int(normale.as_tuple().exponent)))
        return str(valore)


@dataclass(frozen=True, slots=True)
class Fascia:
    """A line of columns, `rientro` characters in. After the first, one that has nothing to show is left out."""

    colonne: tuple[Colonna, ...]
    rientro: int = 0

    @property
    def larghezza(self) -> int:
        """In characters, with a blank between columns."""
        return self.rientro + sum(c.larghezza for c in self.colonne) + len(self.colonne) - 1


@dataclass(frozen=True, slots=True)
class Dettaglio:
    """The rows inside a row: `nome` is their key in JSON."""

    nome: str
    fascia: Fascia


@dataclass(frozen=True, slots=True)
class Riga:
    """A record; it stays whole on a page if it can."""

    valori: Valori
    dettagli: Sequence[Valori] = ()


@dataclass(frozen=True, slots=True)
class Gruppo:
    """A title before some rows; never the last of a page."""

    testo: str


@dataclass(frozen=True, slots=True)
class Totale:
    """Sums under the columns of the first band; the label takes the room of those before the first sum."""

    etichetta: str
    valori: Valori


@dataclass(frozen=True, slots=True)
class Prospetto:
    """A tabular print. `nome` names its file; `selezioni` are the choices made, in words; `voci` one and many rows."""

    nome: str
    titolo: str
    azienda: str
    data: date
    selezioni: Sequence[tuple[str, str]]
    fasce: tuple[Fascia, ...]
    righe: Iterable[Riga | Gruppo | Totale]
    dettaglio: Dettaglio | None = None
    voci: tuple[str, str] = ("riga", "righe")

    @property
    def colonne(self) -> Iterator[Colonna]:
        """The columns of the record, band after band."""
        for fascia in self.fasce:
            yield from fascia.colonne

    @property
    def testate(self) -> tuple[Fascia, ...]:
        """The bands that have a heading at the top of each page."""
        return self.fasce if self.dettaglio is None else (*self.fasce, self.dettaglio.fascia)

    def conteggio(self, quante: int) -> str:
        """The last line: «1 cliente», «3 clienti»."""
        numero = f"{quante:,}".replace(",", ".")
        return f"{numero} {self.voci[quante != 1]}"

    def in_parole(self) -> str:
        """The selections in a sentence."""
        return "; ".join(f"{nome}: {valore}" for nome, valore in self.selezioni)


def celle(fascia: Fascia, valori: Valori) -> list[str] | None:
    """What a band shows of a record, column by column; None when it has nothing to show."""
    mostrate = [colonna.mostra(valori.get(colonna.nome)) for colonna in fascia.colonne]
    return mostrate if any(mostrate) else None


def totale(fascia: Fascia, voce: Totale) -> tuple[str, list[tuple[int, str]]]:
    """The label of a total, and its figures by the place of their column."""
    cifre = [(i, c.mostra(voce.valori[c.nome])) for i, c in enumerate(fascia.colonne) if c.nome in voce.valori]
    return voce.etichetta, cifre
