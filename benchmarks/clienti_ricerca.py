"""Finding a client among 50,000 as one types: each key of some searches, against one plain scan of the same index."""

import os
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.studio import contesto, nuovo

CLIENTI = int(os.environ.get("PARCELLA_BENCH_CLIENTI", "50000"))
RICERCHE = ("rossi", "rimini caffe", "01234567", "officina torino", "zzzq", "snc", "rss80 asti", "50123")
GIRI = 5
_INSEGNE = (
    "Caffè",
    "Officina",
    "Trattoria",
    "Studio",
    "Edil",
    "Ottica",
    "Libreria",
    "Falegnameria",
    "Vivaio",
    "Autotrasporti",
)
_COGNOMI = (
    "Rossi", "Bianchi", "Dell'Orto", "Ferrari", "Esposito", "Nicolò", "Gallo", "De Santis", "Fontana", "Moretti",
    "Barbieri", "Rinaldi", "Caruso", "Ferri", "Mariani", "Zanetti", "Bellini", "Sartori", "Testa", "Pagàn",
)  # fmt: skip
_NOMI = ("Anna", "Bruno", "Carla", "Dario", "Elisa", "Fabio", "Gina", "Ivo", "Lucia", "Marco", "Nadia", "Piero")
_COMUNI = ("Torino", "Rimini", "Forlì", "Asti", "Cefalù", "Milano", "San Donà di Piave", "Reggio nell'Emilia", "Bari")


def cliente(n: int) -> dict[str, Any]:
    """The nth client: a company, or one in three a person."""
    cognome, comune = _COGNOMI[n % 20], _COMUNI[n % 9]
    dati: dict[str, Any] = {
        "codice": f"501.{n:05}",
        "comune": comune,
        "indirizzo": f"Via Po {n % 300}",
        "email": f"c{n}@example.it",
    }
    if n % 3:
        return dati | {"ragione_sociale": f"{_INSEGNE[n // 7 % 10]} {cognome} {n} {('s.r.l.', 's.n.c.')[n % 2]}"}
    return dati | {"cognome": cognome, "nome": f"{_NOMI[n // 20 % 12]} {n}"}


def archivio_clienti(quanti: int = CLIENTI) -> Path:
    """The path of an archive with many clients; kept in the temporary folder."""
    from parcella.ledger.clienti import anagrafica
    from parcella.ledger.esito import Risposte

    percorso = Path(tempfile.gettempdir()) / f"parcella-bench-{os.getuid()}-{quanti}-clienti.parcella"
    if percorso.exists():
        return percorso
    provvisorio = percorso.with_suffix(".nuovo")
    provvisorio.unlink(missing_ok=True)
    with nuovo(provvisorio) as archivio, archivio.scrittura() as sessione:
        anagrafica.scrivi_tutti(
            sessione, contesto(archivio), [cliente(n) for n in range(1000, quanti + 1000)], Risposte(interattive=False)
        )
    provvisorio.replace(percorso)
    return percorso


def misura(cartella: Path) -> list[str]:
    """The median and the slowest key, and how many plain scans they cost."""
    from parcella.ledger.archivio import apri
    from parcella.ledger.clienti import ricerca

    percorso = archivio_clienti()
    tempi: list[float] = []
    with apri(percorso) as archivio:
        chi = contesto(archivio)
        for _ in range(GIRI):
            for testo in (parola[:n] for parola in RICERCHE for n in range(1, len(parola) + 1)):
                inizio = time.perf_counter()
                with archivio.lettura() as sessione:
                    ricerca.cerca(sessione, chi.azienda, testo, 200)
                tempi.append(time.perf_counter() - inizio)
    nudi = []
    with closing(sqlite3.connect(percorso)) as db:
        for _ in range(GIRI):
            inizio = time.perf_counter()
            db.execute("SELECT count(*) FROM cliente WHERE azienda = 1 AND instr(chiave_ricerca, 'QZQ') > 0").fetchone()
            nudi.append(time.perf_counter() - inizio)
    mezzo, peggio, nudo = median(tempi), sorted(tempi)[len(tempi) * 95 // 100], median(nudi)
    return [
        f"un tasto su {CLIENTI} clienti: {mezzo * 1000:.0f} ms, il 95% entro {peggio * 1000:.0f} ms = "
        f"{peggio / nudo:.1f} x una scansione nuda ({nudo * 1000:.0f} ms); obiettivo 50 ms"
    ]
