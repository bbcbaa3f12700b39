"""From a key to the screen in the largest form, Gestione notule/parcelle, through a pty."""

from pathlib import Path

from benchmarks.grande import archivio_grande
from benchmarks.terminale import programma

_GIRI = 60


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
    righe = []
    for nome, valori in tempi.items():
        quinto = sorted(valori)[int(len(valori) * 0.95) - 1] * 1000
        righe.append(f"{nome} nel modulo più grande: {quinto:.0f} ms al 95° percentile; obiettivo 50")
    return righe
