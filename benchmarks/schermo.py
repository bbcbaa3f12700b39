"""First screen, from exec to its text on the terminal, against an empty Textual app."""

from pathlib import Path
from statistics import median

from benchmarks.grande import DOCUMENTI, archivio_grande
from benchmarks.terminale import PYTHON, Terminale, programma

_VUOTA = """
from textual.app import App
from textual.widgets import Static

class Vuota(App):
    def compose(self):
        yield Static("Gestione notule")

Vuota(ansi_color=True).run()
"""
GIRI = 9


def misura(cartella: Path) -> list[str]:
    """Median of several starts, the two in turn."""
    archivio = archivio_grande()
    nostri, vuoti = [], []
    for giro in range(GIRI + 1):
        with Terminale(PYTHON, "-c", _VUOTA) as vuota:
            vuoto = vuota.attendi(b"Gestione notule")
        with programma(archivio, "--utente", "elisa", ambiente={"HOME": str(cartella)}) as nostro:
            tempo = nostro.attendi(b"Gestione notule")
        if giro:  # the first warms the disk
            vuoti.append(vuoto)
            nostri.append(tempo)
    rapporto = median(nostri) / median(vuoti)
    return [
        f"primo schermo con {DOCUMENTI} documenti: {median(nostri) * 1000:.0f} ms = {rapporto:.2f} x un'app vuota "
        f"({median(vuoti) * 1000:.0f} ms); obiettivo 1,6"
    ]
