"""Files and folders found as one types: F2 on a path."""

from collections.abc import Collection
from pathlib import Path

from parcella.widgets.ricerca import Ricerca
from parcella.widgets.sorgente import Colonna, Riga

_MASSIMO = 500


def file(estensioni: Collection[str]) -> Ricerca:
    """The folders, and the files that end so, in the folder of what is typed. Any other path is admitted as it is."""
    return Ricerca(
        "File",
        (Colonna("nome", "Nome", 40, elastica=True), Colonna("che_cosa", "", 9)),
        cerca=lambda testo, _ordine: _trovati(testo, estensioni),
        chiave="percorso",
        ordini=("per nome",),
        risolvi=_file,
        libera=True,
    )


def _file(testo: str) -> Riga | None:
    """A file by its whole path; a folder is a place to look in."""
    percorso = Path(testo.strip()).expanduser()
    return _riga(percorso) if percorso.is_file() else None


def _trovati(testo: str, estensioni: Collection[str]) -> list[Riga]:
    scritto = Path(testo.strip() or "~").expanduser()
    cartella, inizio = (scritto, "") if scritto.is_dir() else (scritto.parent, scritto.name.casefold())
    try:
        dentro = sorted(cartella.iterdir(), key=lambda voce: (not voce.is_dir(), voce.name.casefold()))
    except OSError:
        return []
    adatti = [
        voce
        for voce in dentro
        if voce.name.casefold().startswith(inizio)
        and (inizio.startswith(".") or not voce.name.startswith("."))
        and (voce.is_dir() or voce.suffix.lower() in estensioni)
    ]
    return [_riga(voce) for voce in adatti[:_MASSIMO]]


def _riga(percorso: Path) -> Riga:
    cartella = percorso.is_dir()
    return {
        "percorso": f"{percorso}/" if cartella else str(percorso),
        "nome": percorso.name or str(percorso),
        "che_cosa": "cartella" if cartella else "",
    }
