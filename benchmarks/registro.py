"""The register of the FatturaPA files: 1,000 files in a ZIP, and a folder of 1,000 messages of SdI read.

Floors, in the same run: zipfile on the same bytes, plain lxml parsing of the same messages.
"""

import io
import time
import zipfile
from pathlib import Path

from lxml import etree

from benchmarks.studio import contesto, documenti, nuovo

QUANTI = 1000
_RICEVUTA = (
    '<?xml version="1.0" encoding="UTF-8"?><t:RicevutaConsegna '
    'xmlns:t="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fattura/messaggi/v1.0" versione="1.0">'
    "<IdentificativoSdI>{numero}</IdentificativoSdI><NomeFile>{nome}</NomeFile>"
    "<DataOraRicezione>2026-03-10T09:12:33+01:00</DataOraRicezione><MessageId>{numero}</MessageId></t:RicevutaConsegna>"
)


def misura(cartella: Path) -> list[str]:
    """Seconds of each, and their ratio to the floor."""
    from parcella.fatturapa.emissione import conferma
    from parcella.fatturapa.esportazione import da_esportare, esporta
    from parcella.fatturapa.pacco import impacchetta
    from parcella.fatturapa.ricevute import leggi_messaggi
    from parcella.ledger.esito import Risposte

    archivio = nuovo(cartella / "registro.parcella")
    chi = contesto(archivio)
    elenco = [d for d in documenti(QUANTI * 3 // 2) if d.sigla_documento == "PA"][:QUANTI]
    conferma(archivio, chi, elenco, Risposte(interattive=False))
    with archivio.lettura() as sessione:
        chiavi = da_esportare(sessione, chi)
    fatte = esporta(archivio, chi, chiavi, cartella / "xml")

    byte = {fatta.file.name: fatta.file.read_bytes() for fatta in fatte}
    inizio = time.perf_counter()
    with zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as pacco:
        for nome, contenuto in byte.items():
            pacco.writestr(nome, contenuto)
    grezzo_zip = time.perf_counter() - inizio
    inizio = time.perf_counter()
    impacchetta(archivio, chi, range(1, len(fatte) + 1), cartella / "zip")
    nostro_zip = time.perf_counter() - inizio

    messaggi = cartella / "messaggi"
    messaggi.mkdir()
    for numero, nome in enumerate(byte, 1):
        (messaggi / f"{numero}.xml").write_text(_RICEVUTA.format(numero=numero, nome=nome), encoding="utf-8")
    inizio = time.perf_counter()
    for percorso in sorted(messaggi.iterdir()):
        etree.fromstring(percorso.read_bytes())
    grezzo_messaggi = time.perf_counter() - inizio
    inizio = time.perf_counter()
    leggi_messaggi(archivio, chi, [messaggi])
    nostro_messaggi = time.perf_counter() - inizio
    return [
        f"ZIP di {len(fatte)} file: {nostro_zip:.2f} s = {nostro_zip / grezzo_zip:.1f} x zipfile "
        f"({grezzo_zip:.2f} s); obiettivo 1 s",
        f"{len(byte)} messaggi di SdI letti: {nostro_messaggi:.2f} s = {nostro_messaggi / grezzo_messaggi:.0f} x lxml "
        f"({grezzo_messaggi:.2f} s); obiettivo 3 s",
    ]
