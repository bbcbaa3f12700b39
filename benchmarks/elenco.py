"""The document list on 100,000 documents: opening, End, PgDn."""

import time
from pathlib import Path

from benchmarks.grande import DOCUMENTI, archivio_grande
from benchmarks.studio import contesto

RIGHE = 20


def misura(cartella: Path) -> list[str]:
    """Milliseconds of each movement, from the rule to the rows read."""
    from parcella.ledger.archivio import apri
    from parcella.ledger.documenti import ricerca

    with apri(archivio_grande()) as archivio:
        chi = contesto(archivio)
        filtro = ricerca.Filtro()
        tempi: dict[str, list[float]] = {"apertura": [], "Fine": [], "PagGiù": []}
        for _ in range(10):
            with archivio.lettura() as sessione:
                inizio = time.perf_counter()
                ricerca.conta(sessione, chi.azienda, filtro)
                pagina = ricerca.pagina(sessione, chi.azienda, filtro, RIGHE)
                tempi["apertura"].append(time.perf_counter() - inizio)
                inizio = time.perf_counter()
                ricerca.pagina(sessione, chi.azienda, filtro, RIGHE, dal_fondo=True)
                tempi["Fine"].append(time.perf_counter() - inizio)
                for _ in range(5):
                    inizio = time.perf_counter()
                    pagina = ricerca.pagina(sessione, chi.azienda, filtro, RIGHE, dopo=pagina[-1].chiave)
                    tempi["PagGiù"].append(time.perf_counter() - inizio)
    righe = []
    for nome, valori in tempi.items():
        mediano = sorted(valori)[len(valori) // 2] * 1000
        righe.append(f"{nome} su {DOCUMENTI:,} documenti: {mediano:.1f} ms; obiettivo 100".replace(",", "."))
    return righe
