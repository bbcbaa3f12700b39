"""Reading the messages of SdI: by root element, of both families, and refusing what is none."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from parcella.fatturapa.messaggi import DESCRIZIONI, Errore, leggi
from parcella.ledger.esito import DatiNonValidi

from .ricevute import B2B, PA, esito, messaggio, scarto

ATTESI = {
    "IT01234567890_11111_EC_001.xml": ("EC", "EC01"),
    "IT01234567890_11111_MC_001.xml": ("MC", None),
    "IT01234567890_11111_NE_001.xml": ("NE", "EC01"),
    "IT01234567890_11111_NS_001.xml": ("NS", None),
    "IT01234567890_11111_RC_001.xml": ("RC", None),
    "b2b_synthetic_IT01234567890_00007_MC_001.xml": ("MC", None),
    "b2b_synthetic_IT01234567890_00007_NS_001.xml": ("NS", None),
    "b2b_synthetic_IT01234567890_00007_RC_001.xml": ("RC", None),
    "b2b_synthetic_IT02345678901_00044_MT_001.xml": ("MT", None),
}


@pytest.mark.dati
def test_i_messaggi_pubblicati(dati_prova: Path) -> None:
    cartella = dati_prova / "fatturapa" / "samples" / "notifications"
    letti = {}
    for percorso in sorted(cartella.glob("*.xml")):
        if not percorso.name.startswith("invalid"):
            letto = leggi(percorso.read_bytes(), percorso.name)
            letti[percorso.name] = (letto.tipo, letto.esito)
    assert letti == ATTESI
    with pytest.raises(DatiNonValidi, match="senza un IdentificativoSdI"):
        leggi((cartella / "invalid_IT01234567890_11111_EC_001.xml").read_bytes())


def test_uno_scarto_dice_il_controllo_e_quando() -> None:
    corpo = "<DataOraRicezione>2026-03-10T09:12:33.000+01:00</DataOraRicezione>"
    letto = leggi(messaggio("RC", "IT01234567890_0000A.xml.p7m", corpo=corpo))
    assert (letto.radice_file, letto.momento) == ("IT01234567890_0000A", datetime(2026, 3, 10, 8, 12, 33, tzinfo=UTC))
    letto = leggi(scarto("IT01234567890_0000A.xml"))
    assert letto.errori == (Errore("00423", "PrezzoTotale non calcolato"),)
    assert letto.descrizione == "00423 PrezzoTotale non calcolato"


def test_l_esito_del_committente_e_dentro_la_notifica() -> None:
    letto = leggi(esito("IT01234567890_0000A.xml.p7m", "EC02", "CIG mancante"))
    assert (letto.esito, letto.descrizione) == ("EC02", "Fattura rifiutata.\nCIG mancante")
    assert leggi(messaggio("SE", "", spazio=PA), "IT01234567890_0000A_SE_001.xml").radice_file == "IT01234567890_0000A"


@pytest.mark.parametrize(
    ("xml", "frase"),
    [
        (b"<a/>", "Non è un messaggio del Sistema di Interscambio: comincia con «a»"),
        (messaggio("RC", "IT01234567890_0000A.xml", spazio=B2B).replace(B2B.encode(), b"urn:altro"), "Non è un mess"),
        (messaggio("RC", "IT01234567890_0000A.xml", identificativo=""), "senza un IdentificativoSdI"),
        (messaggio("RC", "IT01234567890_0000A.xml", identificativo="9" * 37), "senza un IdentificativoSdI"),
        (messaggio("RC", "fattura.xml"), "senza un nome di file valido: trovato «fattura.xml»"),
        (esito("IT01234567890_0000A.xml", "EC03"), "atteso EC01 oppure EC02"),
        (messaggio("RC", "IT01234567890_0000A.xml")[:-9], "Non è un file XML ben formato"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DTD"),
    ],
)
def test_cio_che_non_e_un_messaggio_si_dice_in_una_frase(xml: bytes, frase: str) -> None:
    with pytest.raises(DatiNonValidi, match=frase):
        leggi(xml)


def test_di_ogni_messaggio_si_sa_il_nome() -> None:
    assert set(DESCRIZIONI) == {"RC", "NS", "MC", "NE", "DT", "AT", "EC", "SE", "MT"}
