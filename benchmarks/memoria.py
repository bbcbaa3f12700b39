"""Memory of the program at rest, and of the emission of 1,000 documents in a process of its own."""

import subprocess
import sys
from pathlib import Path

from benchmarks.grande import archivio_grande
from benchmarks.terminale import programma

_EMISSIONE = """
import sys
from pathlib import Path
from benchmarks.studio import contesto, documenti, nuovo
from parcella.fatturapa.emissione import conferma
from parcella.ledger.esito import Risposte

archivio = nuovo(Path(sys.argv[1]))
conferma(archivio, contesto(archivio), documenti(1000), Risposte(interattive=False))
# VmHWM, not ru_maxrss: the latter carries over what the process that started us held.
(massimo,) = [riga for riga in Path("/proc/self/status").read_text().splitlines() if riga.startswith("VmHWM")]
print(int(massimo.split()[1]) / 1024)
"""


def misura(cartella: Path) -> list[str]:
    """Megabytes resident."""
    with programma(archivio_grande(), "--utente", "elisa", ambiente={"HOME": str(cartella)}) as terminale:
        terminale.attendi(b"Gestione notule")
        terminale.silenzio(3.0)
        riposo = terminale.memoria()
    uscita = subprocess.run(
        [sys.executable, "-c", _EMISSIONE, str(cartella / "m.parcella")], capture_output=True, text=True, check=True
    )
    return [
        f"a riposo, sul menù: {riposo:.0f} MB; obiettivo 110",
        f"nell'emissione di 1.000 documenti: {float(uscita.stdout):.0f} MB; obiettivo 250",
    ]
