"""What a field is: declared once, read and shown by its kind.

Values are `str`, `date`, `Decimal`, `int` or None; never float. Amounts carry two decimals, prices two to five.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from parcella.widgets import immissione
from parcella.widgets.immissione import ErroreImmissione

if TYPE_CHECKING:
    from parcella.widgets.ricerca import Ricerca

Genere = Literal[
    "testo",
    "maiuscole",
    "codice",
    "data",
    "importo",
    "prezzo",
    "quantita",
    "percentuale",
    "intero",
    "lettera",
    "testo_lungo",
]
Valori = Mapping[str, Any]

DECIMALI: dict[Genere, tuple[int, int]] = {
    "importo": (2, 2),
    "prezzo": (2, 5),
    "quantita": (2, 5),
    "percentuale": (2, 4),
}
LARGHEZZE: dict[Genere, int] = {
    "data": 10,
    "importo": 14,
    "prezzo": 14,
    "quantita": 10,
    "percentuale": 7,
    "intero": 6,
    "lettera": 1,
    "testo_lungo": 50,
}


@dataclass(frozen=True, slots=True)
class Campo:
    """A field of a form or a column of a grid."""

    identificatore: str
    etichetta: str
    genere: Genere = "testo"
    lunghezza: int = 0
    """Most characters that can be typed; 0 = as the kind has it (30 for a text)."""
    obbligatorio: bool = False
    valori: tuple[str, ...] = ("S", "N")
    """Admitted letters or short codes of a `lettera`."""
    ricerca: "Ricerca | None" = None
    attivo: Callable[[Valori], bool] | None = None
    """Whether it may be entered, given the other values of the form (or of the row)."""
    controllo: Callable[[Any, Valori], object] | None = None
    """A rule of the ledger on the value alone, given the other values: asked on leaving the field, in a thread."""
    predefinito: Any = None
    """Value of a new form; a callable is called without arguments."""
    aiuto: str = ""
    """One line shown above the key bar while the cursor is here."""
    sola_lettura: bool = False
    accanto: bool = False
    """Drawn on the line of the field before it."""
    riga: int | None = None
    colonna: int | None = None
    """Explicit place of the label, from 0; by default fields flow one a line."""
    larghezza: int = 0
    """Columns shown; 0 = as the length, at most 50."""
    elastico: bool = False
    """Takes the columns left over on its line."""
    sezione: str = ""
    """Title of a rule drawn above this field."""
    decimali: tuple[int, int] | None = None
    """Least and most decimals, where the kind's own do not do."""
    a_destra: str = ""
    """The field that the right arrow, at the end of this one, goes to."""
    di_lato: bool = False
    """Not on the way of Enter and of the arrows: reached from another's right end, or by a click."""
    in_rilievo: bool = False
    """A mark: its value, when there is one, is shown in reverse."""
    tenue_da: int = 0
    """From this character on the value is shown in low intensity, but while it is being typed."""

    @property
    def numerico(self) -> bool:
        """Aligned to the right, and read as a number."""
        return self.genere in DECIMALI or self.genere == "intero"

    @property
    def massimo(self) -> int:
        """Most characters that can be typed; numbers leave room for a sum."""
        if self.numerico or self.genere == "data":
            return max(self.lunghezza, 40)
        if self.lunghezza:
            return self.lunghezza
        if self.genere == "lettera":
            return max(len(v) for v in self.valori)
        return 0 if self.genere == "testo_lungo" else 30

    @property
    def colonne(self) -> int:
        """Columns of the value on the screen."""
        if self.larghezza:
            return self.larghezza
        if self.genere == "lettera":
            return max(len(v) for v in self.valori)
        return min(self.lunghezza or LARGHEZZE.get(self.genere, 30), 50)

    @property
    def scala(self) -> tuple[int, int]:
        """Least and most decimals."""
        return self.decimali or DECIMALI.get(self.genere, (0, 0))

    def iniziale(self) -> Any:
        """Value in a new form."""
        if callable(self.predefinito):
            return self.predefinito()
        return self.vuoto if self.predefinito is None else self.predefinito

    @property
    def vuoto(self) -> Any:
        """Value of an empty field: the empty text, or None."""
        return None if self.numerico or self.genere == "data" else ""

    def si_immette(self, valori: Valori) -> bool:
        """Whether the cursor can stop here."""
        return not self.sola_lettura and (self.attivo is None or self.attivo(valori))

    def leggi(self, testo: str, lavoro: date, precedente: Any = None) -> Any:
        """The value of what was typed; `ErroreImmissione` names the field."""
        try:
            return self._leggi(testo, lavoro, precedente)
        except ErroreImmissione as errore:
            raise ErroreImmissione(f"{self.nome}: {errore.messaggio}") from None

    @property
    def nome(self) -> str:
        """How messages call the field."""
        return self.etichetta.strip(" .:") or self.identificatore

    def _leggi(self, testo: str, lavoro: date, precedente: Any) -> Any:
        match self.genere:
            case "data":
                return immissione.leggi_data(testo, lavoro, precedente if isinstance(precedente, date) else None)
            case "importo" | "prezzo" | "quantita" | "percentuale":
                return immissione.leggi_numero(testo, self.scala[1])
            case "intero":
                return immissione.leggi_intero(testo)
            case "lettera":
                return immissione.leggi_lettera(testo, self.valori)
            case "codice" | "maiuscole":
                return testo.strip().upper()
            case _:
                return testo.rstrip()

    def mostra(self, valore: Any) -> str:
        """The value as it is shown."""
        return self._scrivi(valore, migliaia=True)

    def da_modificare(self, valore: Any) -> str:
        """The value as the editor starts from it: no thousands separators, so that it reads back the same."""
        return self._scrivi(valore, migliaia=False)

    def _scrivi(self, valore: Any, migliaia: bool) -> str:
        if valore is None:
            return ""
        if isinstance(valore, date):
            return immissione.scrivi_data(valore)
        if isinstance(valore, Decimal):
            return immissione.scrivi_numero(valore, *self.scala, migliaia=migliaia)
        return str(valore)
