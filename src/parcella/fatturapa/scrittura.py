"""From a parcella definitiva to its FatturaPA file, format FPR12 or FPA12, schema 1.2.3.

Pure: no database, no clock, no schema at run time. Amounts are those of the document's totals: nothing is computed
twice.
"""

from collections.abc import Callable

from lxml import etree

from parcella.fatturapa.allegati import scrivi_allegati
from parcella.fatturapa.blocco import Blocco, Nodo
from parcella.fatturapa.generali import scrivi_generali
from parcella.fatturapa.pagamento import scrivi_pagamento
from parcella.fatturapa.riepilogo import scrivi_riepilogo
from parcella.fatturapa.righe import linee, scrivi_linee
from parcella.fatturapa.testata import formato, parti_testata, scrivi_testata
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.sezionale import abilitato
from parcella.ledger.esito import Rifiuto


def xml(fascicolo: Fascicolo, progressivo: str) -> bytes:
    """The file of a parcella definitiva, or the Rifiuto that tells what it lacks (FPA-010, FPA-015, FPA-072)."""
    return in_byte(albero(fascicolo, progressivo))


def in_byte(radice: Nodo) -> bytes:
    """A tree as the file holds it."""
    return etree.tostring(radice, xml_declaration=True, encoding="UTF-8")


def albero(fascicolo: Fascicolo, progressivo: str) -> Nodo:
    """The same before it is text: the root of the tree."""
    _emettibile(fascicolo)
    radice = Blocco.radice()
    radice.nodo.set("versione", formato(fascicolo.cliente))
    scrivi_testata(radice.apri("FatturaElettronicaHeader"), fascicolo, progressivo)
    for parte in _parti_corpo(radice.apri("FatturaElettronicaBody"), fascicolo):
        parte()
    return radice.nodo


def difetti(fascicolo: Fascicolo, progressivo: str) -> list[Rifiuto]:
    """All that `albero` would refuse, and not the first thing only."""
    trovati: list[Rifiuto] = []
    radice = Blocco.radice(trovati)
    testata, corpo = radice.apri("FatturaElettronicaHeader"), radice.apri("FatturaElettronicaBody")
    for parte in (
        lambda: _emettibile(fascicolo),
        *parti_testata(testata, fascicolo, progressivo),
        *_parti_corpo(corpo, fascicolo),
    ):
        try:
            parte()
        except Rifiuto as rifiuto:
            trovati.append(rifiuto)
    if not trovati:
        try:
            albero(fascicolo, progressivo)
        except Rifiuto as rifiuto:  # what is wrong between one part and another
            trovati.append(rifiuto)
    return list({rifiuto.messaggio: rifiuto for rifiuto in trovati}.values())


def _parti_corpo(corpo: Blocco, fascicolo: Fascicolo) -> tuple[Callable[[], None], ...]:
    """The groups of the body, each to be written by itself."""
    casse = [voce for voce in fascicolo.totali.casse if voce.importo]

    def beni() -> None:
        gruppo, dettaglio = corpo.apri("DatiBeniServizi"), linee(fascicolo)
        scrivi_linee(gruppo, dettaglio)
        scrivi_riepilogo(gruppo, fascicolo, dettaglio, casse)

    return (
        lambda: scrivi_generali(corpo.apri("DatiGenerali"), fascicolo, casse),
        beni,
        lambda: scrivi_pagamento(corpo, fascicolo),
        lambda: scrivi_allegati(corpo, fascicolo),
    )


def _emettibile(fascicolo: Fascicolo) -> None:
    documento, cliente = fascicolo.documento, fascicolo.cliente
    if documento.sigla_documento != "PA":
        raise Rifiuto(
            f"{fascicolo.nome} è una notula: il file FatturaPA si fa solo della parcella definitiva.",
            "sigla_documento",
            "notula",
        )
    if documento.stato_parcella != "D" or documento.numero_documento is None:
        raise Rifiuto(
            f"{fascicolo.nome} è una parcella provvisoria: il file FatturaPA si fa solo della parcella definitiva.",
            "stato_parcella",
            "parcella_provvisoria",
        )
    if fascicolo.sezionale == "N":
        raise Rifiuto(f"{fascicolo.nome} è su un sezionale cartaceo: nessun file.", "serie", "sezionale_cartaceo")
    if not abilitato(cliente):
        raise Rifiuto(
            f"Il cliente {cliente.codice} non è abilitato alla fattura elettronica: nessun file.",
            "cliente.tipo_fattura_elettronica",
            "cliente_non_abilitato",
        )
