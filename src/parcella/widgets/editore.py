"""The one live editor of a form: a line of text, a cursor, and what the keys do to them. No widget.

A field just entered is wholly selected: the first character replaces it, a movement key keeps it. So is a text that
was refused, but with the cursor where it was, so that Backspace corrects the last character.
"""

from dataclasses import dataclass


@dataclass(slots=True)
class Editore:
    """Text being typed in a field of at most `lunghezza` characters (0 = no limit)."""

    testo: str = ""
    lunghezza: int = 0
    maiuscole: bool = False
    cursore: int = 0
    selezionato: bool = True
    """The whole text is selected: typing replaces it."""
    rifiutato: bool = False
    """The last key did not fit: the widget rings."""

    def tasto(self, nome: str, carattere: str | None) -> bool:
        """Obey a key; False if the key is not for an editor."""
        self.rifiutato = False
        if carattere is not None and carattere.isprintable() and len(carattere) == 1 and not nome.startswith("alt+"):
            self.inserisci(carattere)
            return True
        azione = _AZIONI.get(nome)
        if azione is None:
            return False
        azione(self)
        self.selezionato = False
        return True

    @property
    def alla_fine(self) -> bool:
        """The cursor is after the last character."""
        return self.cursore == len(self.testo)

    def inserisci(self, testo: str) -> None:
        """Type (or paste) at the cursor; what does not fit is refused whole, never cut."""
        if self.maiuscole:
            testo = testo.upper()
        base, cursore = ("", 0) if self.selezionato else (self.testo, self.cursore)
        if self.lunghezza and len(base) + len(testo) > self.lunghezza:
            self.rifiutato = True
            return
        self.testo = base[:cursore] + testo + base[cursore:]
        self.cursore = cursore + len(testo)
        self.selezionato = False

    def scrivi_sopra(self, carattere: str) -> None:
        """Put a character in the place of the one under the cursor, and go on."""
        self.testo = self.testo[: self.cursore] + carattere + self.testo[self.cursore + 1 :]
        self.cursore += 1
        self.selezionato = self.rifiutato = False

    def sostituisci(self, testo: str) -> None:
        """Put another text in place of what is there, selected."""
        self.testo, self.cursore, self.selezionato = testo, 0, True

    def da_rifare(self) -> None:
        """The text was refused: typing starts again, a movement key or Backspace corrects."""
        self.selezionato = True

    def sinistra(self) -> None:
        self.cursore = max(0, self.cursore - 1)

    def destra(self) -> None:
        self.cursore = min(len(self.testo), self.cursore + 1)

    def inizio(self) -> None:
        self.cursore = 0

    def fine(self) -> None:
        self.cursore = len(self.testo)

    def parola_prima(self) -> None:
        self.cursore = len(self.testo[: self.cursore].rstrip().rpartition(" ")[0])

    def parola_dopo(self) -> None:
        resto = self.testo[self.cursore :]
        self.cursore += len(resto) - len(resto.lstrip().partition(" ")[2])

    def cancella_indietro(self) -> None:
        if self.selezionato and not self.cursore:
            self.testo, self.cursore = "", 0
        elif self.cursore:
            self.testo = self.testo[: self.cursore - 1] + self.testo[self.cursore :]
            self.cursore -= 1

    def cancella_avanti(self) -> None:
        if self.selezionato:
            self.testo, self.cursore = "", 0
        else:
            self.testo = self.testo[: self.cursore] + self.testo[self.cursore + 1 :]

    def cancella_parola(self) -> None:
        if self.selezionato:
            self.cursore = len(self.testo)
        fine = self.cursore
        self.parola_prima()
        self.testo = self.testo[: self.cursore] + self.testo[fine:]

    def cancella_a_inizio(self) -> None:
        self.testo, self.cursore = "" if self.selezionato else self.testo[self.cursore :], 0

    def cancella_a_fine(self) -> None:
        self.testo = self.testo[: self.cursore]

    def finestra(self, larghezza: int) -> tuple[str, int]:
        """The part of the text to show in `larghezza` columns, and where the cursor is in it."""
        if len(self.testo) <= larghezza:
            return self.testo, min(self.cursore, larghezza - 1)
        inizio = max(0, self.cursore - larghezza + 1)
        return self.testo[inizio : inizio + larghezza], self.cursore - inizio


_AZIONI = {
    "left": Editore.sinistra,
    "right": Editore.destra,
    "home": Editore.inizio,
    "end": Editore.fine,
    "ctrl+a": Editore.inizio,
    "ctrl+e": Editore.fine,
    "ctrl+left": Editore.parola_prima,
    "ctrl+right": Editore.parola_dopo,
    "backspace": Editore.cancella_indietro,
    "delete": Editore.cancella_avanti,
    "ctrl+d": Editore.cancella_avanti,
    "ctrl+w": Editore.cancella_parola,
    "ctrl+u": Editore.cancella_a_inizio,
    "ctrl+k": Editore.cancella_a_fine,
}
