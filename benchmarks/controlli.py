"""Building and judging 1,000 FatturaPA against plain lxml building the same trees and the official schema judging them.

The schema is that of the sample data (PARCELLA_DATI_PROVA); without it there is nothing to compare with.
"""

import os
import time
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from benchmarks.studio import contesto, documenti, nuovo
from benchmarks.xml import rifai

QUANTI = 1000
OGGI = date(2026, 12, 31)


def misura(cartella: Path) -> list[str]:
    """The rate of build + layout + controls as a share of raw build + schema, from documents already read."""
    schema = _schema()
    if schema is None:
        return ["manca lo schema ufficiale (PARCELLA_DATI_PROVA): nessun confronto"]
    letti = _fascicoli(cartella)
    rapporti = []
    for _ in range(3):
        inizio = time.perf_counter()
        alberi = [_nostro(fascicolo) for fascicolo in letti]
        nostro = time.perf_counter() - inizio
        inizio = time.perf_counter()
        validi = sum(schema.validate(rifai(albero)) for albero in alberi)
        grezzo = time.perf_counter() - inizio
        assert validi == len(letti)
        rapporti.append((grezzo / nostro, nostro, grezzo))
    rapporto, nostro, grezzo = sorted(rapporti)[1]
    return [
        f"{QUANTI} file fatti e controllati: {nostro:.2f} s = {rapporto:.0%} del ritmo di lxml con lo schema ufficiale "
        f"({grezzo:.2f} s); obiettivo 15%"
    ]


def _nostro(fascicolo: Any) -> Any:
    from parcella.fatturapa.controlli.giudizio import giudica
    from parcella.fatturapa.scrittura import albero

    radice = albero(fascicolo, "00001")
    assert giudica(radice, OGGI, nostro=True).valido
    return radice


def _fascicoli(cartella: Path) -> list[Any]:
    from parcella.fatturapa.emissione import conferma
    from parcella.ledger.documenti.fascicoli import fascicoli
    from parcella.ledger.esito import Risposte

    archivio = nuovo(cartella / "controlli.parcella")
    chi = contesto(archivio)
    elenco = [d for d in documenti(QUANTI * 3 // 2) if d.sigla_documento == "PA"][:QUANTI]
    emessi = conferma(archivio, chi, elenco, Risposte(interattive=False))
    with archivio.lettura() as sessione:
        return list(fascicoli(sessione, chi, [e.id for e in emessi]))


def _schema() -> etree.XMLSchema | None:
    from parcella.fatturapa.controlli.schema import leggi_schema

    radice = Path(__file__).parent.parent
    dati = Path(os.environ.get("PARCELLA_DATI_PROVA") or radice.parent / "shared" / "data")
    file = dati / "fatturapa" / "schema" / "Schema_VFPR12_v1.2.3.xsd"
    return leggi_schema(file).schema if file.is_file() else None
