"""From a key to the screen in the largest form, Gestione notule/parcelle, through a pty."""

import os
import time
from pathlib import Path

from benchmarks.grande import archivio_grande
from benchmarks.terminale import Terminale, programma

_GIRI = 60
_PAUSA = 0.3


def misura(cartella: Path) -> list[str]:
    """95th percentile, in milliseconds, of the first bytes after a character and after Enter."""
    with programma(archivio_grande(), "--utente", "elisa", ambiente={"HOME": str(cartella)}) as terminale:
        terminale.attendi(b"Gestione notule")
        terminale.silenzio(2.0)
        terminale.tasto(b"1")
        terminale.tasto(b"\r")
        terminale.silenzio(2.0)
        tempi = {"un carattere": [], "Invio": []}  # type: dict[str, list[float]]
        terminale.tasto(b"N")
        terminale.tasto(b"O")
        terminale.tasto(b"\r")
        terminale.silenzio(0.5)
        for _ in range(_GIRI // 4):
            tempi["un carattere"].append(terminale.tasto(b"1"))
            tempi["un carattere"].append(terminale.tasto(b"\x7f"))
            tempi["un carattere"].append(terminale.tasto(b"1"))
            tempi["Invio"].append(terminale.tasto(b"\x1b[A"))
            tempi["Invio"].append(terminale.tasto(b"\r"))
        raffica = {quanti: _raffica(terminale, quanti) for quanti in (500, 1500)}
    righe = [f"{quanti} caratteri in un colpo: {tempo:.1f} s, pausa compresa" for quanti, tempo in raffica.items()]
    for nome, valori in tempi.items():
        quinto = sorted(valori)[int(len(valori) * 0.95) - 1] * 1000
        righe.append(f"{nome} nel modulo più grande: {quinto:.0f} ms al 95° percentile; obiettivo 50")
    return righe


def _raffica(terminale: Terminale, quanti: int) -> float:
    """Seconds until nothing more comes after so many characters written at once; the pause that tells is in them."""
    inizio = time.perf_counter()
    os.write(terminale.canale, b"1" * quanti)
    terminale.silenzio(_PAUSA)
    tempo = time.perf_counter() - inizio
    terminale.tasto(b"\x15")
    return tempo
