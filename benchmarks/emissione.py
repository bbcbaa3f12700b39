"""`documenti emetti` of 1,000 documents of 5 rows against plain sqlite3 inserting the very same rows."""

import gc
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from benchmarks.studio import contesto, documenti, nuovo

QUANTI = 1000
_TABELLE = (
    "documento", "riga_documento", "riepilogo_iva", "rata_notula", "registrazione", "riga_primanota",
    "rata_contabile",
)  # fmt: skip


def misura(cartella: Path) -> list[str]:
    """Ratio of the emission to the raw insert, and kB a document."""
    from parcella.fatturapa.emissione import conferma
    from parcella.ledger.esito import Risposte

    rapporti = []
    for giro in range(3):
        percorso = cartella / f"emissione{giro}.parcella"
        archivio = nuovo(percorso)
        chi = contesto(archivio)
        vuoto = cartella / f"grezzo{giro}.parcella"
        with closing(sqlite3.connect(percorso)) as da, closing(sqlite3.connect(vuoto)) as a:
            da.backup(a)
        prima = _pagine(percorso)
        elenco = documenti(QUANTI)
        gc.collect()
        inizio = time.perf_counter()
        conferma(archivio, chi, elenco, Risposte(interattive=False))
        nostro = time.perf_counter() - inizio
        archivio.chiudi()
        grezzo = _grezzo(percorso, vuoto)
        rapporti.append((nostro / grezzo, nostro, grezzo, (_pagine(percorso) - prima) / QUANTI / 1024))
    rapporto, nostro, grezzo, peso = sorted(rapporti)[1]
    return [
        f"documenti emetti, {QUANTI} documenti di 5 righe: {nostro:.2f} s = {rapporto:.1f} x l'inserimento grezzo "
        f"({grezzo:.3f} s); obiettivo 15",
        f"archivio: {peso:.2f} kB a documento; obiettivo 4",
    ]


def _pagine(percorso: Path) -> int:
    with closing(sqlite3.connect(percorso)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (pagine,) = db.execute("PRAGMA page_count").fetchone()
        (grandezza,) = db.execute("PRAGMA page_size").fetchone()
        return int(pagine * grandezza)


def _grezzo(pieno: Path, vuoto: Path) -> float:
    """The same rows, in the same tables with the same keys and indexes, by plain sqlite3 in one transaction."""
    with closing(sqlite3.connect(pieno)) as db:
        righe = {tabella: db.execute(f"SELECT * FROM {tabella}").fetchall() for tabella in _TABELLE}
    with closing(sqlite3.connect(vuoto, isolation_level=None)) as db:
        for istruzione in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL"):
            db.execute(f"PRAGMA {istruzione}")
        inizio = time.perf_counter()
        db.execute("BEGIN IMMEDIATE")
        for tabella, contenuto in righe.items():
            if contenuto:
                segni = ",".join("?" * len(contenuto[0]))
                db.executemany(f"INSERT INTO {tabella} VALUES ({segni})", contenuto)
        db.execute("COMMIT")
        return time.perf_counter() - inizio
