"""FatturaPA of 1,000 parcelle against plain lxml building the very same trees."""

import time
from pathlib import Path
from typing import Any

from lxml import etree

from benchmarks.studio import contesto, documenti, nuovo

QUANTI = 1000


def misura(cartella: Path) -> list[str]:
    """Ratio of the writer to etree.SubElement and tostring, from documents already read."""
    from parcella.fatturapa.emissione import conferma
    from parcella.fatturapa.scrittura import xml
    from parcella.ledger.documenti.fascicoli import fascicoli
    from parcella.ledger.esito import Risposte

    archivio = nuovo(cartella / "xml.parcella")
    chi = contesto(archivio)
    elenco = [d for d in documenti(QUANTI * 3 // 2) if d.sigla_documento == "PA"][:QUANTI]
    emessi = conferma(archivio, chi, elenco, Risposte(interattive=False))
    with archivio.lettura() as sessione:
        letti = list(fascicoli(sessione, chi, [e.id for e in emessi]))
    xml(letti[0], "00001")
    rapporti = []
    for _ in range(3):
        inizio = time.perf_counter()
        scritti = [xml(fascicolo, "00001") for fascicolo in letti]
        nostro = time.perf_counter() - inizio
        alberi = [etree.fromstring(contenuto) for contenuto in scritti]
        inizio = time.perf_counter()
        for albero in alberi:
            etree.tostring(rifai(albero), xml_declaration=True, encoding="UTF-8")
        grezzo = time.perf_counter() - inizio
        rapporti.append((nostro / grezzo, nostro, grezzo))
    rapporto, nostro, grezzo = sorted(rapporti)[1]
    return [f"{QUANTI} file XML: {nostro:.2f} s = {rapporto:.1f} x lxml grezzo ({grezzo:.2f} s); obiettivo 5"]


def rifai(elemento: Any, padre: Any = None) -> Any:
    """The same tree made by plain lxml."""
    nuovo_elemento = (
        etree.Element(elemento.tag, elemento.attrib, elemento.nsmap)
        if padre is None
        else etree.SubElement(padre, elemento.tag)
    )
    nuovo_elemento.text = elemento.text
    for figlio in elemento:
        rifai(figlio, nuovo_elemento)
    return nuovo_elemento
