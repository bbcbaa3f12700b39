"""The archives the benchmarks run on: a small studio, and documents of five rows."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from parcella.ledger import archivio as libro
from parcella.ledger.archivio import Archivio
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.dati import DatiDocumento, DatiPagamento, DatiRiga
from parcella.ledger.esito import Risposte
from parcella.ledger.scambio.importa import importa

ANNO = 2026
GIORNO = date(ANNO, 6, 30)


def nuovo(percorso: Path) -> Archivio:
    """An archive with the clients and prestazioni of the demo studio, no documents."""
    from parcella.batch.studio_dimostrativo import studio_dimostrativo

    libro.crea(percorso)
    archivio = libro.apri(percorso)
    studio = studio_dimostrativo(ANNO) | {"documenti": []}
    importa(
        archivio,
        [("studio", json.dumps(studio).encode())],
        data_lavoro=GIORNO,
        risposte=Risposte(interattive=False),
    )
    return archivio


def contesto(archivio: Archivio) -> Contesto:
    """The demo company, on a fixed day."""
    from sqlmodel import select

    from parcella.ledger.aziende.tabelle import Azienda

    with archivio.lettura() as sessione:
        azienda = sessione.exec(select(Azienda)).one()
    return Contesto(azienda.id or 0, azienda.sigla, azienda.tipo, "bench", GIORNO)


def documenti(quanti: int, *, anno: int = ANNO) -> list[DatiDocumento]:
    """Documents of five rows: a third notule, a third parcelle paid, a third paid in part; dates in order."""
    elenco = []
    for n in range(quanti):
        giorno = date(anno, 1, 1) + timedelta(days=n * 360 // max(quanti, 1))
        righe = [
            DatiRiga("CONTSEM", importo_prestazione=Decimal("150.00") + n % 97),
            DatiRiga("CONSUL", quantita=Decimal("2.00"), importo_prestazione=Decimal("180.00")),
            DatiRiga("CONSUL", importo_prestazione=Decimal("95.50"), spese_anticipate_riga=Decimal("16.00")),
            DatiRiga(tipo_riga=".", descrizione_riga="Assistenza alla verifica del mese"),
            DatiRiga("CONSUL", importo_prestazione=Decimal("60.00")),
        ]
        documento = DatiDocumento("NO" if n % 3 == 0 else "PA", giorno, CLIENTI[n % len(CLIENTI)], 1, righe=righe)
        if n % 3:
            documento.stato_parcella = "D"
            documento.pagamento = DatiPagamento("S", None, "102.00001")
        if n % 3 == 2:
            documento.pagamento = DatiPagamento("N", Decimal("100.00"), "102.00001")
        elenco.append(documento)
    return elenco


CLIENTI = ["501.00001", "501.00002", "501.00003", "501.00005", "501.00006", "501.00007"]
