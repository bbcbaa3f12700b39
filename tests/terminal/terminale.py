"""A terminal for the tests: a real pty, a real process, and pyte to read the screen."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pyte

RADICE = Path(__file__).resolve().parents[2]
PAZIENZA = 20.0
NON_DEL_TERMINALE = ("NO_COLOR", "COLORTERM", "TMUX", "COLUMNS", "LINES")
"""What the test runner may have set, and would hide the terminal from the program."""


class Terminale:
    """Runs a module (the test program, if no other is named) in a pty of its own."""

    def __init__(
        self,
        modulo: str = "tests.terminal.programma",
        *argomenti: str,
        righe: int = 24,
        colonne: int = 80,
        **ambiente: str,
    ) -> None:
        self.grezzo = bytearray()
        self.schermo = pyte.Screen(colonne, righe)
        self._flusso = pyte.ByteStream(self.schermo)
        self.stato: int | None = None
        pid, descrittore = pty.fork()
        if pid == 0:
            os.chdir(RADICE)
            puliti = {k: v for k, v in os.environ.items() if k not in NON_DEL_TERMINALE}
            os.execve(
                sys.executable,
                [sys.executable, "-m", modulo, *argomenti],
                puliti | {"TERM": "xterm-256color", "PYTHONPATH": "src"} | ambiente,
            )
        self.pid, self.fd = pid, descrittore
        self.ridimensiona(righe, colonne)

    def ridimensiona(self, righe: int, colonne: int) -> None:
        self.schermo.resize(righe, colonne)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", righe, colonne, 0, 0))

    def scrivi(self, dati: bytes | str) -> None:
        os.write(self.fd, dati.encode() if isinstance(dati, str) else dati)

    def leggi(self, per: float = 0.05) -> None:
        """Take what the program has written, waiting a little for the first of it."""
        while select.select([self.fd], [], [], per)[0]:
            per = 0.0
            try:
                pezzo = os.read(self.fd, 65536)
            except OSError:
                return
            if not pezzo:
                return
            self.grezzo += pezzo
            # pyte takes the final letter of `CSI > … u` and `CSI ? … $ p` for text or for other commands
            self._flusso.feed(_SCONOSCIUTE.sub(b"", pezzo))

    @property
    def testo(self) -> str:
        return "\n".join(riga.rstrip() for riga in self.schermo.display)

    def attendi(self, condizione: str | Callable[[str], bool]) -> str:
        """Read until the screen shows a text (or meets a condition)."""
        scadenza = time.monotonic() + PAZIENZA
        while time.monotonic() < scadenza:
            testo = self.testo
            if condizione in testo if isinstance(condizione, str) else condizione(testo):
                return testo
            self.leggi()
        raise AssertionError(f"atteso: {condizione!r}\n{self.testo}")

    def colori(self) -> set[int]:
        """The colours the program has asked for: SGR parameters that are not strokes nor the terminal's own colours."""
        chiesti = set()
        for parametri in re.findall(rb"\x1b\[([\d;]*)m", bytes(self.grezzo)):
            chiesti |= {int(p) for p in parametri.split(b";") if p}
        return chiesti - {0, 1, 2, 3, 4, 5, 7, 22, 23, 24, 25, 27, 39, 49}

    def attendi_fine(self) -> int:
        """Wait for the process to end; its exit status as a shell gives it."""
        scadenza = time.monotonic() + PAZIENZA
        while time.monotonic() < scadenza:
            if self.fd >= 0:
                self.leggi(0.02)
            else:
                time.sleep(0.02)
            finito, stato = os.waitpid(self.pid, os.WNOHANG)
            if finito:
                self.stato = os.waitstatus_to_exitcode(stato)
                return self.stato
        raise AssertionError("il programma non è finito\n" + self.testo)

    def chiudi_finestra(self) -> None:
        """What closing the terminal's window does."""
        os.close(self.fd)
        self.fd = -1

    def __enter__(self) -> "Terminale":
        return self

    def __exit__(self, *_: object) -> None:
        if self.stato is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self.fd >= 0:
            os.close(self.fd)


_SCONOSCIUTE = re.compile(rb"\x1b\[[>=<][\d;]*u|\x1b\[\?[\d;]*\$p|\x1b\]22;[^\x07\x1b]*(\x07|\x1b\\)")
