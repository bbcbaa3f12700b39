"""50,000 clients from a spreadsheet to the archive, and back, beside the bare reading of the same file."""

import io
import time
from itertools import pairwise
from pathlib import Path

from benchmarks.studio import contesto, nuovo

QUANTI = 50_000
OBIETTIVO = 60
TITOLI = ("Rag. Soc.", "P.IVA", "Cod. Fisc.", "Via", "C.A.P.", "Città", "Prov.", "Tel.", "E-mail", "Cod. SDI", "R.A.")


def misura(cartella: Path) -> list[str]:
    """Seconds of the import and of the export; the import also as a ratio to the reading of the cells alone."""
    from parcella.ledger.scambio.fogli.importa import Scelte, importa
    from parcella.stampe.fogli import scrivi

    archivio = nuovo(cartella / "fogli.parcella")
    contenuto = _rubrica()
    inizio = time.perf_counter()
    celle = _celle(contenuto)
    lettura = time.perf_counter() - inizio

    momenti = [time.perf_counter()]
    resoconto = importa(
        archivio,
        contesto(archivio),
        [("clienti.xlsx", contenuto)],
        Scelte(),
        avanza=lambda _fase, _fatti, _totale: momenti.append(time.perf_counter()),
    )
    momenti.append(time.perf_counter())
    tempo = momenti[-1] - momenti[0]
    assert resoconto.scritto and resoconto.conteggi()["clienti"]["nuovo"] == QUANTI
    fermo = max(dopo - prima for prima, dopo in pairwise(momenti))

    inizio = time.perf_counter()
    with archivio.lettura() as sessione:
        scrivi(sessione, contesto(archivio).azienda, cartella / "clienti.xlsx", ["clienti"])
    uscita = time.perf_counter() - inizio
    archivio.chiudi()
    return [
        f"{QUANTI:_} clienti da XLSX in {tempo:.1f} s; obiettivo {OBIETTIVO}".replace("_", "."),
        f"{tempo / lettura:.1f} volte la sola lettura delle {celle:_} celle ({lettura:.1f} s)".replace("_", ".", 1),
        f"la barra non sta mai ferma più di {fermo:.1f} s",
        f"riscritti in XLSX in {uscita:.1f} s",
    ]


def _rubrica() -> bytes:
    """The workbook, with the partite IVA as the numbers a spreadsheet makes of them."""
    from openpyxl import Workbook
    from stdnum import luhn

    libro = Workbook(write_only=True)
    foglio = libro.create_sheet("Clienti")
    foglio.append(TITOLI)
    for n in range(QUANTI):
        cifre = f"{n + 1000:07}040"
        partita_iva = int(cifre + luhn.calc_check_digit(cifre))
        telefono = 541_000_000 + n
        foglio.append(
            (f"Ditta {n} s.r.l.", partita_iva, partita_iva, f"Via Roma {n % 300}", 47923, "Rimini", "RN", telefono,
             f"info{n}@example.it", "M5UXCR1", "Sì")
        )  # fmt: skip
    uscita = io.BytesIO()
    libro.save(uscita)
    return uscita.getvalue()


def _celle(contenuto: bytes) -> int:
    """The floor: the library that reads spreadsheets, and nothing else."""
    from openpyxl import load_workbook

    libro = load_workbook(io.BytesIO(contenuto), read_only=True, data_only=True)
    return sum(len(riga) for riga in libro.worksheets[0].iter_rows(values_only=True))
