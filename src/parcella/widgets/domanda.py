"""The question box: a text, the letters that answer it, the default as the manual shows it: `(S/N): N`."""

import re
from collections.abc import Mapping

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from parcella.widgets.finestra import Finestra


class Invito(Static):
    """The line of the letters."""

    def on_click(self, event: events.Click) -> None:
        domanda = self.screen
        if isinstance(domanda, Domanda):
            domanda.clic(event.x)


class Domanda(Finestra[str]):
    """Closed with the letter of the answer, or None on Esc. Without a default (a deletion) Enter does not answer."""

    DEFAULT_CSS = """
    Domanda { align: center middle; }
    Domanda > Vertical { border: double ansi_default; width: 72; max-width: 100%; height: auto; padding: 0 1; }
    Domanda Static { width: 100%; height: auto; }
    Domanda Invito { margin-top: 1; text-style: bold; }
    """

    def __init__(
        self, testo: str, predefinita: str | None = "N", risposte: Mapping[str, str] | tuple[str, ...] = ("S", "N")
    ) -> None:
        """`risposte` are letters, or letters with what each of them does."""
        super().__init__()
        self.testo = re.sub(r"\s*\(S/N\)\s*(:\s*\w?)?\s*$", "", testo)
        self.predefinita = predefinita
        self.risposte = dict(risposte) if isinstance(risposte, Mapping) else dict.fromkeys(risposte, "")

    @property
    def invito(self) -> str:
        """The letters, and the default."""
        lettere = "/".join(self.risposte)
        if self.predefinita is None:
            return f"({lettere}): _   rispondere con una lettera"
        return f"({lettere}): {self.predefinita}"

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self.testo, markup=False)
            for lettera, effetto in self.risposte.items():
                if effetto:
                    yield Static(f" {lettera}  {effetto}", markup=False)
            yield Invito(self.invito, markup=False)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        lettera = (event.character or "").upper()
        if lettera in self.risposte:
            self.chiudi(lettera)
        elif event.key == "escape":
            self.chiudi(None)
        elif event.key == "enter" and self.predefinita is not None:
            self.chiudi(self.predefinita)
        elif event.character is not None or event.key == "enter":
            self.app.bell()

    def clic(self, x: int) -> None:
        """A click on a letter of the answer line gives it."""
        colonna = 1
        for lettera in self.risposte:
            if colonna <= x < colonna + len(lettera):
                self.chiudi(lettera)
                return
            colonna += len(lettera) + 1


def e_cancellazione(codice: str) -> bool:
    """Questions that delete are answered by a letter only, never by Enter."""
    return codice.partition(".")[0].startswith(("elimina", "cancella", "azzera"))
