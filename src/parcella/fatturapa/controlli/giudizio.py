"""The whole judgement of a file: which format it is, its layout, and, if that is good, the controls of SdI."""

from copy import deepcopy
from datetime import date

from lxml import etree

from parcella.fatturapa.controlli import avvisi, documento, riepilogo, semplificata, soggetti
from parcella.fatturapa.controlli.elenco import SUL_CORPO, SUL_FILE, SULLA_SEMPLIFICATA, Controllo, Trovato
from parcella.fatturapa.controlli.esito import NON_CONFORME, Esito, Rilievo
from parcella.fatturapa.controlli.fattura import Albero, leggi
from parcella.fatturapa.controlli.fattura_semplificata import leggi_semplificata
from parcella.fatturapa.controlli.formato import controlla_formato, formato_buono, insolito
from parcella.fatturapa.controlli.posizione import percorso
from parcella.fatturapa.tracciato.tracciato import RADICE, RADICE_SEMPLIFICATA, tracciato

FAMIGLIE = (
    soggetti,
    documento,
    riepilogo,
    avvisi,
    semplificata,
)  # their controls are in the lists once they are imported
_GIUDICATE = (RADICE, RADICE_SEMPLIFICATA)
_MESSAGGI = (
    "http://www.fatturapa.gov.it/sdi/messaggi/v1.0",
    "http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fattura/messaggi/v1.0",
)


def giudica(radice: Albero, oggi: date, *, nostro: bool = False) -> Esito:
    """Judge a file. `oggi` is the day it would be sent; `nostro` a tree the writer has just made."""
    if radice.tag not in _GIUDICATE:
        return _altro_formato(radice)
    esito = Esito(radice.get("versione"))
    _vivi = [*radice.iter()] if nostro else []  # held, since lxml makes an element anew each time it is looked at
    attento = not nostro and insolito(radice)
    if not (nostro and formato_buono(radice, tracciato())):
        esito.errori += controlla_formato(radice, attento=attento)
    if not esito.errori:
        if attento:
            radice = _senza_commenti(radice)
        controlla_sdi(radice, oggi, esito)
    return esito


def controlla_sdi(radice: Albero, oggi: date, esito: Esito) -> None:
    """Add what the controls find in a file whose layout is good."""
    if radice.tag == RADICE_SEMPLIFICATA:
        letta = leggi_semplificata(radice, oggi)
        for controllo in SULLA_SEMPLIFICATA:
            for trovato in controllo.cerca(letta):
                _annota(controllo, trovato, esito)
        return
    fattura = leggi(radice, oggi)
    for controllo in SUL_FILE:
        for trovato in controllo.cerca(fattura):
            _annota(controllo, trovato, esito)
    for corpo in fattura.corpi:
        for controllo in SUL_CORPO:
            for trovato in controllo.cerca(corpo):
                _annota(controllo, trovato, esito)


def _annota(controllo: Controllo, trovato: Trovato, esito: Esito) -> None:
    messaggio, nodo, numero = trovato
    posizione = f"{numero} {percorso(nodo)}" if nodo is not None else numero
    rilievo = Rilievo(controllo.codice, messaggio, posizione, controllo.rimedio)
    (esito.avvisi if controllo.avviso else esito.errori).append(rilievo)


def _senza_commenti(radice: Albero) -> Albero:
    """A copy where every value is in one piece."""
    copia = deepcopy(radice)
    etree.strip_tags(copia, etree.Comment, etree.ProcessingInstruction)
    return copia


def _altro_formato(radice: Albero) -> Esito:
    nome = etree.QName(radice)
    dove = nome.localname
    if nome.namespace in _MESSAGGI:
        messaggio = f"È un messaggio del Sistema di Interscambio ({nome.localname}), non una fattura."
        avviso = Rilievo("non_controllato", messaggio, dove, "leggerlo con «fatturapa notifiche»")
        return Esito(None, giudicato=False, avvisi=[avviso])
    if nome.localname == "FatturaElettronica":
        messaggio = f"La fattura è di una versione del formato che non è più ammessa ({nome.namespace or 'nessuna'})."
        rimedio = "rifare il file nel formato 1.2"
    else:
        messaggio = f"Il file comincia con l'elemento {nome.localname}: non è una fattura elettronica."
        rimedio = "scegliere il file di una fattura elettronica"
    return Esito(None, errori=[Rilievo(NON_CONFORME, messaggio, dove, rimedio)])
