"""Whatever the order and the kind of the values given, what is written is in the order and the form of the layout."""

import base64
import itertools
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from parcella.fatturapa.blocco import Blocco, in_testo
from parcella.fatturapa.tracciato.tracciato import Elemento, tracciato
from parcella.ledger.esito import Rifiuto

from .controlli.completa import esempio

SEDE = "FatturaElettronicaHeader/CedentePrestatore/Sede"
DOCUMENTO = "FatturaElettronicaBody/DatiGenerali/DatiGeneraliDocumento"
LINEA = "FatturaElettronicaBody/DatiBeniServizi/DettaglioLinee"
ALLEGATO = "FatturaElettronicaBody/Allegati"


def scritto(blocco: Blocco) -> list[tuple[str, str]]:
    return [(figlio.tag, figlio.text) for figlio in blocco.nodo]


@given(st.permutations(["Indirizzo", "NumeroCivico", "CAP", "Comune", "Provincia", "Nazione"]))
def test_in_qualunque_ordine_si_danno_escono_in_quello_del_tracciato(dati: list[str]) -> None:
    valori = {"CAP": "00184", "Provincia": "RM", "Nazione": "IT"}
    sede = Blocco.sciolto(SEDE)
    for tag in dati:
        sede.metti(tag, valori.get(tag, "12"))
    assert [tag for tag, _ in scritto(sede)] == ["Indirizzo", "NumeroCivico", "CAP", "Comune", "Provincia", "Nazione"]


def test_anche_i_gruppi_e_cio_che_si_ripete_vanno_al_loro_posto() -> None:
    dati = Blocco.sciolto(DOCUMENTO)
    dati.metti("Causale", "la prima")
    dati.apri("DatiRitenuta").metti("TipoRitenuta", "RT01")
    dati.metti("Causale", "la seconda")
    dati.apri("DatiRitenuta").metti("TipoRitenuta", "RT04")
    dati.metti("Numero", "1/7")
    assert [figlio.tag for figlio in dati.nodo] == ["Numero", "DatiRitenuta", "DatiRitenuta", "Causale", "Causale"]
    assert [e.text for e in dati.nodo.iter("TipoRitenuta", "Causale")] == ["RT01", "RT04", "la prima", "la seconda"]


@pytest.mark.parametrize(
    ("percorso", "valore", "atteso"),
    [
        (f"{DOCUMENTO}/ImportoTotaleDocumento", Decimal("1268.8"), "1268.80"),
        (f"{LINEA}/PrezzoUnitario", Decimal("0.12345"), "0.12345"),
        (f"{LINEA}/PrezzoUnitario", Decimal("12.50000"), "12.50"),
        (f"{LINEA}/Quantita", Decimal("2.5"), "2.50"),
        (f"{LINEA}/AliquotaIVA", Decimal(22), "22.00"),
        (f"{LINEA}/NumeroLinea", 12, "12"),
        (f"{DOCUMENTO}/Data", date(2026, 3, 2), "2026-03-02"),
        (f"{LINEA}/Descrizione", " Perizia “urgente” – 1º grado… ", 'Perizia "urgente" - 1º grado...'),
        (f"{SEDE}/NumeroCivico", "10º", "10o"),
        (f"{ALLEGATO}/Attachment", b"%PDF", "JVBERg=="),
        (f"{LINEA}/Descrizione", " \t ", ""),
        (f"{LINEA}/Descrizione", None, ""),
    ],
    ids=str,
)
def test_ogni_valore_prende_la_sua_forma(percorso: str, valore: Any, atteso: str) -> None:
    formato = tracciato().trova(percorso).formato
    assert formato is not None
    assert in_testo(formato, valore, "x") == atteso


@pytest.mark.requisito("FPA-015")
@pytest.mark.parametrize(
    ("percorso", "tag", "valore", "motivo"),
    [
        (SEDE, "Indirizzo", None, "Campo: dato obbligatorio per il file FatturaPA."),
        (SEDE, "Indirizzo", "  ", "Campo: dato obbligatorio per il file FatturaPA."),
        (SEDE, "Comune", "x" * 61, "Campo: al massimo 60 caratteri nel file, trovati 61."),
        (SEDE, "CAP", "0184", "Campo: «0184» non è valido per il file FatturaPA, che vuole 5 cifre."),
        (SEDE, "Indirizzo", "via 東", "Campo: il carattere «東» (U+6771) non è ammesso nel file FatturaPA"),
        (DOCUMENTO, "Divisa", "euro", "«euro» non è valido per il file FatturaPA, che vuole 3 lettere maiuscole."),
        (DOCUMENTO, "TipoDocumento", "TD10", "«TD10» non è valido per il file FatturaPA, che vuole uno dei codici"),
        (DOCUMENTO, "Data", date(1969, 12, 31), "vuole una data dal 1970 in poi"),
        (DOCUMENTO, "ImportoTotaleDocumento", Decimal(10**11), "vuole un importo con il punto e 2 decimali"),
        (LINEA, "Quantita", Decimal("-1.00"), "vuole una quantità senza segno"),
        (f"{SEDE.removesuffix('/Sede')}/Contatti", "Telefono", "0612", "servono almeno 5 caratteri, trovati 4."),
    ],
    ids=str,
)
def test_cio_che_il_tracciato_non_ammette_e_rifiutato_col_suo_campo(
    percorso: str, tag: str, valore: Any, motivo: str
) -> None:
    blocco = Blocco.sciolto(percorso)
    with pytest.raises(Rifiuto) as rifiuto:
        blocco.metti(tag, valore, "campo")
    assert motivo in rifiuto.value.messaggio
    assert rifiuto.value.campo == "campo"
    assert scritto(blocco) == []


def valore_di(elemento: Elemento) -> Any:
    """A value of the archive for any element of the layout."""
    assert elemento.formato is not None
    testo = esempio(elemento)
    match elemento.formato.nome:
        case "importo" | "importo8" | "quantita" | "aliquota":
            return Decimal(testo)
        case "data" | "data_fattura":
            return date.fromisoformat(testo)
        case "base64":
            return base64.b64decode(testo)
    return testo


def riempi(blocco: Blocco, elemento: Elemento) -> None:
    """Put in everything there may be, from the last to the first; of two ways, the first."""
    for figlio in reversed(elemento.figli):
        if figlio.formato is None:
            riempi(blocco.apri(figlio.tag), figlio)
        elif figlio.scelta != "B" and figlio.formato.nome != "firma":
            blocco.metti(figlio.tag, valore_di(figlio))


@pytest.mark.dati
def test_una_fattura_con_dentro_tutto_scritta_alla_rovescia_e_conforme_allo_schema(
    schema_fatturapa: etree.XMLSchema,
) -> None:
    radice = Blocco.radice()
    radice.nodo.set("versione", "FPR12")
    riempi(radice, tracciato())
    riletta = etree.fromstring(etree.tostring(radice.nodo))
    assert schema_fatturapa.validate(riletta), schema_fatturapa.error_log
    scritti = {e.tag for e in riletta.iter()}
    del_tracciato = {figlio.tag for figlio in _tutti(tracciato())}
    assert del_tracciato - scritti == {"Nome", "Cognome", "{http://www.w3.org/2000/09/xmldsig#}Signature"}


def _tutti(elemento: Elemento) -> list[Elemento]:
    return list(itertools.chain.from_iterable([figlio, *_tutti(figlio)] for figlio in elemento.figli))
