"""The files attached to a parcella: in its XML, in the archive format, gone with it."""

import base64
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from .banco_comandi import Ufficio, notula, parcella
from .test_fatturapa_pronto import varia

NOME = "PA 2010 1/1"


@pytest.fixture
def emessa(ufficio: Ufficio) -> Ufficio:
    ufficio.emetti(parcella())
    return ufficio


def allega(ufficio: Ufficio, nome_file: str, contenuto: bytes, *opzioni: str, documento: str = NOME) -> Any:
    return ufficio("documenti", "allegati", "aggiungi", documento, ufficio.file(contenuto, nome_file), *opzioni)


def esporta(ufficio: Ufficio) -> Any:
    return ufficio("--json", "fatturapa", "esporta", "--cartella", ufficio.cartella / "xml")


@pytest.mark.requisito("FPA-087")
def test_gli_allegati_entrano_nel_file_come_sono(emessa: Ufficio) -> None:
    assert allega(emessa, "mandato.pdf", b"%PDF-1.4 mandato", "--descrizione", "Mandato firmato").codice == 0
    assert allega(emessa, "relazione finale dello studio con un nome lungo piu di sessanta.txt", b"testo").codice == 0
    (fatto,) = esporta(emessa).json
    radice = etree.parse(fatto["file"]).getroot()
    primo, secondo = radice.findall("FatturaElettronicaBody/Allegati")
    assert [voce.text for voce in primo] == [
        "mandato.pdf", "PDF", "Mandato firmato", base64.b64encode(b"%PDF-1.4 mandato").decode(),
    ]  # fmt: skip
    nome = secondo.findtext("NomeAttachment")
    assert (len(nome), nome[-4:]) == (60, ".txt")
    assert radice[1][-1].tag == "Allegati", "dopo il pagamento"
    assert emessa("fatturapa", "controlla", fatto["file"]).codice == 0


def test_senza_allegati_nessun_elemento(emessa: Ufficio) -> None:
    (fatto,) = esporta(emessa).json
    assert b"Allegati" not in Path(fatto["file"]).read_bytes()


def test_un_file_troppo_grande_si_dice_e_non_si_fa(emessa: Ufficio) -> None:
    assert allega(emessa, "scansione.pdf", b"x" * 4_000_000).codice == 0
    passo = emessa("--json", "fatturapa", "pronto", "--cartella", emessa.cartella).json[-1]
    assert (passo["passo"], passo["pronto"], "supera 5 MB" in passo["che_cosa"]) == (6, "N", True)
    esito = esporta(emessa)
    assert (esito.codice, "PA 1/1: Con i suoi allegati il file supera 5 MB" in esito.errori) == (1, True)
    assert not list(emessa.cartella.glob("xml/*"))
    assert emessa("--si", "documenti", "allegati", "elimina", NOME, "1").codice == 0
    assert esporta(emessa).codice == 0


@pytest.mark.parametrize("documento", ["PA 2010 1/9", "XX 2010 1/1"])
def test_un_documento_che_non_c_e(emessa: Ufficio, documento: str) -> None:
    esito = allega(emessa, "a.txt", b"a", documento=documento)
    assert esito.codice == 1 and documento in esito.errori


def test_anche_di_una_provvisoria_col_numero_di_lavoro(ufficio: Ufficio) -> None:
    varia(ufficio, parametri_studio={"numero_alla_definitiva": "S"})
    ufficio.emetti(parcella(stato="P"))
    assert allega(ufficio, "a.txt", b"a", documento="pa 2010 1/prov.1").codice == 0
    doppio = allega(ufficio, "b.txt", b"a", documento="PA 2010 1/prov.1")
    assert (doppio.codice, "allegato_doppio=S" in doppio.errori) == (1, True)
    assert ufficio("archivio", "verifica").codice == 0
    com_era = ufficio("esporta").uscita
    assert '"PA 2010 1/prov.1"' in com_era
    ufficio.archivio = ufficio.cartella / "altro.parcella"
    assert ufficio("importa", ufficio.file(com_era.encode(), "tutto.json")).codice == 0
    assert ufficio("esporta").uscita == com_era


def test_vanno_col_documento_e_tornano_uguali(emessa: Ufficio) -> None:
    emessa.emetti(notula())
    for documento in (NOME, "NO 2010 1/1"):
        assert allega(emessa, "a.txt", b"a", documento=documento).codice == 0
    assert emessa("archivio", "verifica").codice == 0
    com_era = emessa("esporta").uscita
    archivio = emessa.archivio
    emessa.archivio = emessa.cartella / "altro.parcella"
    assert emessa("importa", emessa.file(com_era.encode(), "tutto.json")).codice == 0
    assert emessa("esporta").uscita == com_era
    emessa.archivio = archivio
    assert emessa("--si", "documenti", "elimina", "NO", "1/1").codice == 0
    assert "NO 2010 1/1" not in emessa("esporta").uscita
    assert emessa("archivio", "verifica").codice == 0
