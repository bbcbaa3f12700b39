"""PDFs of a run, in one process."""

import time
from pathlib import Path

from benchmarks.studio import contesto, documenti, nuovo

QUANTI = 300


def misura(cartella: Path) -> list[str]:
    """Documents printed a second."""
    from parcella.fatturapa.emissione import conferma
    from parcella.ledger.documenti.fascicoli import fascicoli
    from parcella.ledger.esito import Risposte
    from parcella.stampe.scrittura import stampa

    archivio = nuovo(cartella / "pdf.parcella")
    chi = contesto(archivio)
    emessi = conferma(archivio, chi, documenti(QUANTI), Risposte(interattive=False))
    with archivio.lettura() as sessione:
        letti = list(fascicoli(sessione, chi, [e.id for e in emessi]))
    stampa(letti[:5], cartella / "prova")
    inizio = time.perf_counter()
    stampa(letti, cartella / "pdf")
    tempo = time.perf_counter() - inizio
    return [f"{QUANTI} PDF di una pagina: {QUANTI / tempo:.0f} al secondo; obiettivo 60"]
