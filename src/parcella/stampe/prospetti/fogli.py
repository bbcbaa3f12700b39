"""A prospetto as sheets to leaf through on the screen: the pages of the text print, kept in a file that has no name."""

import tempfile
from typing import BinaryIO, cast

from parcella.stampe.prospetti import testo
from parcella.stampe.prospetti.prospetto import Prospetto


class Fogli:
    """The pages of a print made once: any of them is read when it is looked at."""

    def __init__(self, prospetto: Prospetto) -> None:
        """Lay the whole print out; its rows are read here, and only here."""
        self.titolo = prospetto.titolo
        self.larghezza = testo.larghezza(prospetto)
        self._file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - as long as the pages are looked at
        self._inizi = [0]
        for pagina in testo.pagine(prospetto):
            self._file.write("\n".join(pagina).encode())
            self._inizi.append(self._file.tell())

    @property
    def quanti(self) -> int:
        """How many pages; there is one at least."""
        return len(self._inizi) - 1

    def pagina(self, numero: int) -> list[str]:
        """The lines of a page, counted from 1."""
        self._file.seek(self._inizi[numero - 1])
        return self._file.read(self._inizi[numero] - self._inizi[numero - 1]).decode().split("\n")

    def chiudi(self) -> None:
        """The pages are not looked at any more."""
        self._file.close()
