"""An import of 50,000 clients, from the bytes of the file to the commit."""

import json
import time
from pathlib import Path

from benchmarks.studio import GIORNO, nuovo

QUANTI = 50_000


def misura(cartella: Path) -> list[str]:
    """Seconds, and clients a second."""
    from parcella.ledger.esito import Risposte
    from parcella.ledger.scambio.importa import importa

    archivio = nuovo(cartella / "importa.parcella")
    clienti = [
        {"codice": f"501.{n:06}", "ragione_sociale": f"Ditta {n} s.r.l.", "cap": "47923", "comune": "Rimini"}
        for n in range(100, QUANTI + 100)
    ]
    contenuto = json.dumps({"formato": "parcella/1", "azienda": {"sigla": "STU"}, "clienti": clienti}).encode()
    inizio = time.perf_counter()
    importa(archivio, [("clienti", contenuto)], data_lavoro=GIORNO, risposte=Risposte(interattive=False))
    tempo = time.perf_counter() - inizio
    return [f"{QUANTI:,} clienti importati in {tempo:.1f} s ({QUANTI / tempo:.0f} al secondo)".replace(",", ".", 1)]
