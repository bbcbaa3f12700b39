"""An archive of 100,000 documents, made once for the benchmarks that want one."""

import os
import tempfile
from pathlib import Path

from benchmarks.studio import contesto, documenti, nuovo

DOCUMENTI = int(os.environ.get("PARCELLA_BENCH_DOCUMENTI", "100000"))
_PER_ANNO = 10_000


def archivio_grande() -> Path:
    """The path of the big archive; kept in the temporary folder for the next benchmark of the run."""
    from parcella.fatturapa.emissione import conferma
    from parcella.ledger.esito import Risposte

    percorso = Path(tempfile.gettempdir()) / f"parcella-bench-{os.getuid()}-{DOCUMENTI}.parcella"
    if percorso.exists():
        return percorso
    provvisorio = percorso.with_suffix(".nuovo")
    provvisorio.unlink(missing_ok=True)
    archivio = nuovo(provvisorio)
    chi = contesto(archivio)
    for n in range(DOCUMENTI // _PER_ANNO):
        conferma(archivio, chi, documenti(_PER_ANNO, anno=2017 + n), Risposte(interattive=False))
    archivio.chiudi()
    provvisorio.replace(percorso)
    return percorso
