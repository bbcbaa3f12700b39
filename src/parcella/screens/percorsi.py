"""What the screens that read files share: the field of the path, F2 on it, the window of a long reading."""

import asyncio
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Generic, TypeVar

from parcella.fatturapa.lettura.origini import e_zip
from parcella.screens.studio import SchermoStudio
from parcella.widgets.campo import Campo
from parcella.widgets.lavoro import Avanza, con_avanzamento
from parcella.widgets.modulo import Modulo
from parcella.widgets.ricerca import Ricerca
from parcella.widgets.schermo import Fatto, Schermo
from parcella.widgets.sorgente import Colonna, Riga

T = TypeVar("T")
R = TypeVar("R")

FATTURE = (".xml", ".p7m", ".zip")
_LUNGHEZZA = 400
_MASSIMO = 500


class SchermoDaFile(SchermoStudio[T], Generic[T]):
    """A screen that reads a file: what is typed on it is no datum of the archive, so no draft and no question."""

    @property
    def nome_bozza(self) -> str:
        return ""

    @property
    def modificato(self) -> bool:
        return False

    @property
    def percorso_scritto(self) -> Path:
        """What is in the field of the path."""
        return Path(str(self.query_one("#file", Modulo)["percorso"]).strip()).expanduser()


async def leggi_tutti(
    schermo: Schermo[Any], percorso: Path, titolo: str, lavoro: Callable[[Avanza], R]
) -> Fatto[R] | None:
    """Carry out the reading of a path. If it may hold many files, in a window that tells how far it is; Esc ends it.

    A single file is read at once, and takes none of the keys struck meanwhile.
    """
    if e_zip(percorso) or await asyncio.to_thread(percorso.is_dir):
        return await con_avanzamento(schermo, titolo, lavoro)
    return await schermo.esegui(lavoro, lambda fase, fatti, totale: None)


def campo(
    etichetta: str, estensioni: Collection[str], aiuto: str, larghezza: int = 58, *, cartelle: bool = False
) -> Campo:
    """The field of a path, with F2. With `cartelle` a folder is an answer too, not only a place to look in."""
    return Campo(
        "percorso",
        etichetta,
        lunghezza=_LUNGHEZZA,
        larghezza=larghezza,
        obbligatorio=True,
        ricerca=file(estensioni, cartelle=cartelle),
        aiuto=aiuto,
    )


def cartella_di_uscita(aiuto: str = "Si crea se non c'è; nessun file viene sovrascritto. F2 cerca, F10 salva") -> Campo:
    """The field of a folder to write to, with F2."""
    return Campo(
        "cartella",
        "Cartella",
        lunghezza=_LUNGHEZZA,
        larghezza=58,
        obbligatorio=True,
        ricerca=file((), cartelle=True),
        aiuto=aiuto,
    )


def elidi(percorso: Path, larghezza: int) -> str:
    """A path in a width: the name is never cut as long as it fits, the folder is in the middle."""
    testo, nome = str(percorso), percorso.name
    resto = larghezza - len(nome) - 2
    if len(testo) <= larghezza or resto < 4:
        return testo if len(testo) <= larghezza else nome
    cartella = str(percorso.parent)
    return f"{cartella[: resto - resto // 2]}…{cartella[len(cartella) - resto // 2 :]}/{nome}"


def file(estensioni: Collection[str], *, cartelle: bool = False) -> Ricerca:
    """The folders, and the files that end so, in the folder of what is typed. Any other path is admitted as it is."""
    return Ricerca(
        "File",
        (Colonna("nome", "Nome", 40, elastica=True), Colonna("che_cosa", "", 9)),
        cerca=lambda testo, _ordine: _trovati(testo, estensioni),
        chiave="percorso",
        ordini=("per nome",),
        risolvi=lambda testo: _file(testo, cartelle),
        libera=True,
    )


def _file(testo: str, cartelle: bool) -> Riga | None:
    """A file by its whole path; a folder is a place to look in, or with `cartelle` an answer."""
    percorso = Path(testo.strip()).expanduser()
    return _riga(percorso) if percorso.is_file() or (cartelle and percorso.is_dir()) else None


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
