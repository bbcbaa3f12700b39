"""Opening the lookup F2 of the prestazioni on 50,000 codes, and each key of a search, against one plain scan."""

import os
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.studio import contesto, nuovo

PRESTAZIONI = int(os.environ.get("PARCELLA_BENCH_PRESTAZIONI", "50000"))
RICERCHE = ("p123", "'.fiscale", "'consul", "+.77", "-alt4", "-.t9", "++P2+R+", "zzz", "'.notrova")
GIRI = 3
RIGHE = 20
_COSE = ("Consulenza", "Assistenza", "Tenuta", "Perizia", "Dichiarazione", "Bilancio", "Visura", "Pratica", "Verbale")
_DI_CHE = ("fiscale", "societaria", "contabile", "del lavoro", "contrattuale", "immobiliare", "doganale")


def prestazione(n: int) -> dict[str, Any]:
    """The nth code, one in ten precancelled, one in two with a second code."""
    dati = {
        "codice": f"P{n:06}", "tipo": "R", "descrizione": f"{_COSE[n % 9]} {_DI_CHE[n // 9 % 7]} {n}", "cod_iva": "22",
        "precancellata": "N" if n % 10 else "S",
    }  # fmt: skip
    return dati | ({"codice_alternativo": f"ALT{n % 977}"} if n % 2 else {})


def archivio_prestazioni(quante: int = PRESTAZIONI) -> Path:
    """The path of an archive with many codes; kept in the temporary folder."""
    from parcella.ledger.esito import Risposte
    from parcella.ledger.prestazioni import anagrafica

    percorso = Path(tempfile.gettempdir()) / f"parcella-bench-{os.getuid()}-{quante}-prestazioni.parcella"
    if percorso.exists():
        return percorso
    provvisorio = percorso.with_suffix(".nuovo")
    provvisorio.unlink(missing_ok=True)
    with nuovo(provvisorio) as archivio, archivio.scrittura() as sessione:
        anagrafica.scrivi_tutti(
            sessione, contesto(archivio), [prestazione(n) for n in range(quante)], Risposte(interattive=False)
        )
    provvisorio.replace(percorso)
    return percorso


def misura(cartella: Path) -> list[str]:
    """The opening in each order, and the median and slowest key, with how many plain scans they cost."""
    from parcella.ledger.archivio import apri
    from parcella.ledger.esito import Rifiuto
    from parcella.ledger.prestazioni import ricerca

    percorso = archivio_prestazioni()
    aperture: dict[ricerca.Campo, list[float]] = {"codice": [], "descrizione": [], "codice_alternativo": []}
    tempi: list[tuple[float, str]] = []
    with apri(percorso) as archivio:
        azienda = contesto(archivio).azienda
        for _ in range(GIRI):
            for campo, suoi in aperture.items():
                inizio = time.perf_counter()
                with archivio.lettura() as sessione:
                    ricerca.conta(sessione, azienda, campo)
                    ricerca.pagina(sessione, azienda, campo, quante=RIGHE)
                suoi.append(time.perf_counter() - inizio)
            for testo in (parola[:n] for parola in RICERCHE for n in range(1, len(parola) + 1)):
                inizio = time.perf_counter()
                with archivio.lettura() as sessione:
                    try:
                        letta = ricerca.interpreta(testo)
                    except Rifiuto:  # half typed
                        continue
                    if letta.contiene:
                        ricerca.cerca(sessione, azienda, letta, "INVIO", 200)
                    else:
                        prima = ricerca.cerca(sessione, azienda, letta, "F2", 1)
                        da = prima[0].chiave if prima else None
                        ricerca.conta(sessione, azienda, letta.campo, da=da)
                        ricerca.pagina(sessione, azienda, letta.campo, quante=RIGHE, da=da)
                tempi.append((time.perf_counter() - inizio, testo))
    nudi = []
    with closing(sqlite3.connect(percorso)) as db:
        for _ in range(GIRI):
            inizio = time.perf_counter()
            db.execute(
                "SELECT count(*) FROM prestazione WHERE azienda = 1 AND instr(chiave_nome, 'QZQ') > 0"
            ).fetchone()
            nudi.append(time.perf_counter() - inizio)
    nudo = median(nudi)
    righe = [
        f"F2 per {campo.replace('_', ' ')} su {PRESTAZIONI} codici: {median(suoi) * 1000:.0f} ms = "
        f"{median(suoi) / nudo:.1f} x una scansione nuda ({nudo * 1000:.0f} ms); obiettivo 60 ms"
        for campo, suoi in aperture.items()
    ]
    tempi.sort()
    mezzo, (peggio, quale) = tempi[len(tempi) // 2][0], tempi[len(tempi) * 95 // 100]
    return [
        *righe,
        f"un tasto: {mezzo * 1000:.0f} ms, il 95% entro {peggio * 1000:.0f} ms («{quale}») = {peggio / nudo:.1f} x; "
        "obiettivo 50 ms",
    ]
