"""Commands of a screen, their keys, and the user's own key map.

Every command has three ways in: its key, the command list (Ctrl+G) and a click on the key bar. A key map is a TOML
file, `tasti.toml`, in the user's configuration folder: `conferma = ["f10", "ctrl+s"]`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_config_path

MappaTasti = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Comando:
    """A command: `azione` and `attivo` are names of methods of the screen (or of the widget that declares it)."""

    id: str
    tasto: str
    """Key name as Textual has it: `f10`, `shift+f3`, `ctrl+g`; several separated by commas."""
    etichetta: str
    azione: str
    lettera: str = ""
    """Letter in the command list; when empty one of the label is chosen."""
    attivo: str | None = None
    """Name of a method or property that says whether the command can be given now."""
    barra: bool = True
    """Shown on the key bar, besides the command list."""
    breve: str | None = None
    """The label on a bar that has no room for all; empty, the key alone."""

    def tasti(self, mappa: MappaTasti) -> tuple[str, ...]:
        """The keys that give this command under the user's key map."""
        return mappa.get(self.id) or tuple(self.tasto.split(","))


# Second chords for the keys that some terminals keep for themselves.
TASTI_PREDEFINITI: dict[str, tuple[str, ...]] = {
    "conferma": ("f10", "ctrl+s"),
    "lista_comandi": ("ctrl+g",),
    "chiusura": ("ctrl+q",),
}


class MappaNonValida(ValueError):  # noqa: N818 - the house's exceptions have Italian names
    """The user's key map cannot be read."""


def percorso_mappa() -> Path:
    """Where the user's key map is."""
    return user_config_path("parcella") / "tasti.toml"


def leggi_mappa(percorso: Path | None = None) -> dict[str, tuple[str, ...]]:
    """The default second chords, replaced id by id by the user's own."""
    percorso = percorso or percorso_mappa()
    mappa = dict(TASTI_PREDEFINITI)
    if not percorso.is_file():
        return mappa
    try:
        voci = tomllib.loads(percorso.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as errore:
        raise MappaNonValida(f"La mappa dei tasti {percorso} non si legge: {errore}") from errore
    for nome, tasti in voci.items():
        elenco = [tasti] if isinstance(tasti, str) else tasti
        if not isinstance(elenco, list) or not elenco or not all(isinstance(t, str) and t for t in elenco):
            raise MappaNonValida(f"Mappa dei tasti {percorso}: '{nome}' deve essere un tasto o un elenco di tasti.")
        mappa[nome] = tuple(t.strip().lower() for t in elenco)
    return mappa


LEGENDE = {
    "escape": "Esc",
    "enter": "Invio",
    "tab": "Tab",
    "insert": "Ins",
    "delete": "Canc",
    "pageup": "Pag↑",
    "pagedown": "Pag↓",
    "home": "Inizio",
    "end": "Fine",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "space": "Spazio",
    "backspace": "⌫",
    "plus": "+",
    "minus": "-",
    "asterisk": "*",
}


def legenda(tasto: str) -> str:
    """The key as the bar and the manual show it: `⇧F3`, `^G`, `Esc`."""
    *modificatori, nome = tasto.split("+")
    segni = "".join({"shift": "⇧", "ctrl": "^", "alt": "Alt-"}.get(m, m + "-") for m in modificatori)
    if len(nome) == 1 or (nome.startswith("f") and nome[1:].isdigit()):
        nome = nome.upper()
    else:
        nome = LEGENDE.get(nome, nome.capitalize())
    return segni + nome


def lettere(comandi: list[Comando]) -> list[str]:
    """A letter for each command of the list: its own, or the first free one of its label. `h` is always help."""
    prese = {c.lettera.lower() for c in comandi if c.lettera} | {"h"}
    scelte = []
    for comando in comandi:
        lettera = comando.lettera.lower()
        if not lettera:
            candidate = [
                x for x in comando.etichetta.lower() + "abcdefgijklmnopqrstuvwxyz" if x.isascii() and x.isalpha()
            ]
            lettera = next((x for x in candidate if x not in prese), "")
            prese.add(lettera)
        scelte.append(lettera)
    return scelte
