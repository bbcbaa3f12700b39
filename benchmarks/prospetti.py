"""The print of 50,000 clients in every format, each in a process of its own: time against the bare reading, memory."""

import subprocess
import sys
import time
from pathlib import Path

from benchmarks.clienti_ricerca import CLIENTI, archivio_clienti
from benchmarks.studio import contesto

_STAMPA = """
import sys, time
from pathlib import Path
from benchmarks.studio import contesto
from parcella.ledger.archivio import apri
from parcella.ledger.clienti.selezione import Selezione
from parcella.stampe.prospetti.clienti_studio import prospetto
from parcella.stampe.prospetti.uscita import su_file

with apri(Path(sys.argv[1])) as archivio:
    chi = contesto(archivio)
    with archivio.lettura() as sessione:
        inizio = time.process_time()
        pagine = su_file(prospetto(sessione, chi, Selezione(ordine="D")), sys.argv[2], Path(sys.argv[3]))
        tempo = time.process_time() - inizio
(massimo,) = [riga for riga in Path("/proc/self/status").read_text().splitlines() if riga.startswith("VmHWM")]
print(pagine or 0, tempo, int(massimo.split()[1]) / 1024)
"""


def misura(cartella: Path) -> list[str]:
    """Seconds of processor and megabytes of each format; the floor is every row read and made into values."""
    percorso = archivio_clienti()
    base = _lettura(percorso)
    righe = [f"lettura di {CLIENTI:,} clienti: {base:.1f} s".replace(",", ".")]
    for formato in ("csv", "json", "testo", "pdf"):
        uscita = subprocess.run(
            [sys.executable, "-c", _STAMPA, str(percorso), formato, str(cartella / formato)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        pagine, tempo, memoria = map(float, uscita.stdout.split())
        quante = f", {pagine / tempo:.0f} pagine al secondo" if pagine else ""
        righe.append(f"{formato}: {tempo:.1f} s, {tempo / base:.1f} volte la lettura, {memoria:.0f} MB{quante}")
    return righe


def _lettura(percorso: Path) -> float:
    from parcella.ledger.archivio import apri
    from parcella.ledger.clienti.selezione import Selezione, leggi

    with apri(percorso) as archivio:
        azienda = contesto(archivio).azienda
        with archivio.lettura() as sessione:
            inizio = time.process_time()
            for _ in leggi(sessione, azienda, Selezione(ordine="D")):
                pass
            return time.process_time() - inizio
