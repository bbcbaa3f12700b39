"""A program on a pseudo-terminal, timed from outside: when its bytes come, and how much memory it holds."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path


class Terminale:
    """A child process on a pty of 80x24. Use as a context manager: it is killed at the end."""

    def __init__(self, *comando: str, ambiente: dict[str, str] | None = None) -> None:
        self.inizio = time.perf_counter()
        self.pid, self.canale = pty.fork()
        if self.pid == 0:
            for nome in ("COLUMNS", "LINES"):
                os.environ.pop(nome, None)
            os.environ.update({"TERM": "xterm-256color"} | (ambiente or {}))
            os.execvp(comando[0], comando)
        fcntl.ioctl(self.canale, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.letto = b""

    def __enter__(self) -> "Terminale":
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.canale)

    def attendi(self, testo: bytes, limite: float = 20.0) -> float:
        """Seconds from the start of the process until `testo` is among what it wrote."""
        while testo not in self.letto:
            if not self.leggi(limite):
                raise TimeoutError(f"{testo!r} non è comparso")
        return time.perf_counter() - self.inizio

    def leggi(self, limite: float) -> bytes:
        """What arrives next; nothing after `limite` seconds of silence."""
        pronti, _, _ = select.select([self.canale], [], [], limite)
        arrivato = os.read(self.canale, 65536) if pronti else b""
        self.letto += arrivato
        return arrivato

    def silenzio(self, quanto: float = 0.5) -> None:
        """Read until nothing comes for a while."""
        while self.leggi(quanto):
            pass

    def tasto(self, sequenza: bytes) -> float:
        """Seconds from a key to the first bytes it causes."""
        os.write(self.canale, sequenza)
        inizio = time.perf_counter()
        if not self.leggi(2.0):
            return float("inf")
        tempo = time.perf_counter() - inizio
        self.silenzio(0.06)
        return tempo

    def memoria(self) -> float:
        """Resident memory in MB."""
        for riga in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if riga.startswith("VmRSS"):
                return int(riga.split()[1]) / 1024
        return 0.0


PYTHON = sys.executable


def programma(archivio: Path, *altro: str, ambiente: dict[str, str] | None = None) -> Terminale:
    """The program full screen on an archive."""
    codice = "from parcella.batch.ingresso import main; main()"
    return Terminale(PYTHON, "-c", codice, "--archivio", str(archivio), *altro, ambiente=ambiente)
