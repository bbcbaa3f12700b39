"""Where the rows of a list come from: by key, a page at a time; nothing loads a whole table to show a screen of it."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, runtime_checkable

from parcella.widgets.campo import Campo, Genere

Riga = Mapping[str, Any]


class Sorgente(Protocol):
    """Rows in a fixed order. Every method is called from a thread, never from the screen's."""

    def conta(self) -> int:
        """How many rows there are."""
        ...

    def pagina(
        self,
        quante: int,
        *,
        dopo: Hashable | None = None,
        prima: Hashable | None = None,
        salto: int = 0,
        dal_fondo: bool = False,
    ) -> Sequence[Riga]:
        """Up to `quante` rows, always in the order of the list.

        `dopo` a key: those that follow it, after leaving out `salto` (`WHERE key > ? ORDER BY key LIMIT ? OFFSET
        salto`; `salto` is 0 but when the scroll bar is dragged). `prima` of a key: those just before it.
        `dal_fondo`: the last ones. None of them: from the first.
        """
        ...

    def chiave(self, riga: Riga) -> Hashable:
        """The key of a row."""
        ...


@runtime_checkable
class SorgenteConRicerca(Sorgente, Protocol):
    """A source in which a row can be found by the first letters typed, or by its key."""

    def posizione(self, testo: str) -> int | None:
        """Index of the first row that answers to what was typed, or None."""
        ...


@lru_cache
def _campo(genere: Genere) -> Campo:
    return Campo("", "", genere)


@dataclass(frozen=True, slots=True)
class Colonna:
    """A column of a list."""

    identificatore: str
    titolo: str
    larghezza: int
    genere: Genere = "testo"
    elastica: bool = False
    """Takes the columns left over."""

    def mostra(self, riga: Riga) -> str:
        """The value of the row as it is shown."""
        return _campo(self.genere).mostra(riga.get(self.identificatore))

    @property
    def a_destra(self) -> bool:
        """Numbers are aligned to the right."""
        return _campo(self.genere).numerico


class SorgenteLista:
    """Rows already at hand: small tables, the hits of a lookup."""

    def __init__(self, righe: Sequence[Riga], chiave: str | Callable[[Riga], Hashable] = "chiave") -> None:
        self.righe = righe
        self._chiave: Callable[[Riga], Hashable] = (lambda r: r[chiave]) if isinstance(chiave, str) else chiave
        self._indici = {self._chiave(riga): indice for indice, riga in enumerate(righe)}

    def conta(self) -> int:
        return len(self.righe)

    def pagina(
        self,
        quante: int,
        *,
        dopo: Hashable | None = None,
        prima: Hashable | None = None,
        salto: int = 0,
        dal_fondo: bool = False,
    ) -> Sequence[Riga]:
        if dal_fondo:
            return self.righe[max(0, len(self.righe) - quante) :]
        if prima is not None:
            fine = self._indici[prima]
            return self.righe[max(0, fine - quante) : fine]
        inizio = (0 if dopo is None else self._indici[dopo] + 1) + salto
        return self.righe[inizio : inizio + quante]

    def chiave(self, riga: Riga) -> Hashable:
        return self._chiave(riga)

    def posizione(self, testo: str) -> int | None:
        """The first row one of whose values begins with the text."""
        cercato = testo.casefold()
        for indice, riga in enumerate(self.righe):
            if any(str(v).casefold().startswith(cercato) for v in riga.values() if v is not None):
                return indice
        return None
