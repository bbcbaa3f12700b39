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


def copia_utente(nome: str) -> Path:
    """Where the user's own copy of a file is, or would be."""
    return cartella_utente() / nome


def risorsa(nome: str) -> Path:
    """The file `nome` (e.g. `forms/NO.toml`). Raises FileNotFoundError naming it."""
    for base in (cartella_utente(), _PACCHETTO, _RADICE):
        percorso = base / nome
        if percorso.is_file():
            return percorso
    raise FileNotFoundError(f"Il file {nome} non si trova né fra quelli dell'utente né fra quelli del programma.")


def risorse(cartella: str, schema: str) -> dict[str, Path]:
    """All files of a folder by their stem; the user's win over the package's."""
    return di_serie(cartella, schema) | _in_cartella(cartella_utente() / cartella, schema)


def di_serie(cartella: str, schema: str) -> dict[str, Path]:
    """The package's own files of a folder by their stem, whatever the user has."""
    return _in_cartella(_RADICE / cartella, schema) | _in_cartella(_PACCHETTO / cartella, schema)


def _in_cartella(cartella: Path, schema: str) -> dict[str, Path]:
    return {p.stem: p for p in sorted(cartella.glob(schema))} if cartella.is_dir() else {}
