"""Where the shipped data files are: print forms, default tables, help pages.

The user's folder comes first (a studio copies a file there and changes it), then the package's own: beside the
modules in a wheel, at the top of the repository in an editable install.
"""

from pathlib import Path

from platformdirs import user_data_path

_PACCHETTO = Path(__file__).parent
_RADICE = _PACCHETTO.parent.parent


def cartella_utente() -> Path:
    """The folder of the user's own copies."""
    return user_data_path("parcella")


def risorsa(nome: str) -> Path:
    """The file `nome` (e.g. `forms/NO.toml`). Raises FileNotFoundError naming it."""
    for base in (cartella_utente(), _PACCHETTO, _RADICE):
        percorso = base / nome
        if percorso.is_file():
            return percorso
    raise FileNotFoundError(f"Il file {nome} non si trova né fra quelli dell'utente né fra quelli del programma.")


def risorse(cartella: str, schema: str) -> dict[str, Path]:
    """All files of a folder by their stem; the user's win over the package's."""
    trovate: dict[str, Path] = {}
    for base in (_RADICE, _PACCHETTO, cartella_utente()):
        if (base / cartella).is_dir():
            trovate |= {p.stem: p for p in sorted((base / cartella).glob(schema))}
    return trovate
