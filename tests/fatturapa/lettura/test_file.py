"""From a file to the XML inside it, in every dress a .p7m comes in; and files that are not what they seem."""

from collections.abc import Callable
from pathlib import Path

import pytest
from asn1crypto import cms, parser

from parcella.fatturapa.lettura.file import LIMITE, Contenuto, apri
from parcella.fatturapa.lettura.origini import Origine, leggi
from parcella.ledger.esito import DatiNonValidi

from .buste import FATTURA, in_base64, indefinita, p7m

VESTI: dict[str, Callable[[bytes], bytes]] = {
    "DER": lambda busta: busta,
    "DER con zeri in coda": lambda busta: busta + b"\0\0\n",
    "base64": in_base64,
    "base64 a righe": lambda busta: in_base64(busta, b"\n"),
    "base64 con CRLF": lambda busta: in_base64(busta, b"\r\n", 76),
    "base64 con BOM": lambda busta: b"\xef\xbb\xbf" + in_base64(busta, b"\r\n"),
    "PEM": lambda busta: b"-----BEGIN PKCS7-----\n" + in_base64(busta, b"\n") + b"-----END PKCS7-----\n",
    "lunghezza indefinita": indefinita,
    "indefinita in base64": lambda busta: in_base64(indefinita(busta), b"\r\n"),
    "pezzi di un byte": lambda busta: indefinita(busta, 1),
}


@pytest.mark.parametrize("veste", VESTI)
def test_un_p7m_si_legge_in_ogni_veste(veste: str, tmp_path: Path) -> None:
    percorso = tmp_path / "fattura.xml.p7m"
    percorso.write_bytes(VESTI[veste](p7m()))
    letto = leggi(Origine(percorso))
    assert letto.xml == FATTURA
    assert len(letto.buste) == 1


def test_un_xml_non_ha_buste() -> None:
    assert apri(FATTURA) == Contenuto(FATTURA, ())
    assert apri(b"\xef\xbb\xbf \r\n" + FATTURA).buste == ()


def test_un_file_firmato_due_volte_ha_due_buste() -> None:
    dentro = p7m()
    letto = apri(in_base64(p7m(dentro)))
    assert letto.xml == FATTURA
    assert letto.buste[1] == dentro


def test_un_p7m_a_pezzi_di_lunghezza_definita() -> None:
    pezzi = parser.emit(0, 0, 4, FATTURA[:10]) + parser.emit(0, 0, 4, FATTURA[10:])
    dentro = cms.ContentType("data").dump() + parser.emit(2, 1, 0, parser.emit(0, 1, 4, pezzi))
    firma = cms.ContentInfo.load(p7m())["content"]
    campi = firma["version"].dump() + firma["digest_algorithms"].dump() + parser.emit(0, 1, 16, dentro)
    tutta = parser.emit(0, 1, 16, campi + firma["signer_infos"].dump())
    busta = parser.emit(0, 1, 16, cms.ContentType("signed_data").dump() + parser.emit(2, 1, 0, tutta))
    assert apri(busta).xml == FATTURA


def _di_matrioske() -> bytes:
    busta = FATTURA
    for _ in range(6):
        busta = p7m(busta)
    return busta


CATTIVI: dict[str, tuple[Callable[[], bytes], str]] = {
    "vuoto": (lambda: b"", "vuoto"),
    "di blank": (lambda: b" \r\n\0", "vuoto"),
    "un PDF": (lambda: b"%PDF-1.7\n...", "Non è un file XML e non è un file firmato"),
    "una parola": (lambda: b"Macchina", "Non è un file XML e non è un file firmato"),
    "p7m troncato": (lambda: p7m()[:-200], "troncato o danneggiato"),
    "p7m troncato nella testata": (lambda: p7m()[:3], "troncato o danneggiato"),
    "indefinita troncata": (lambda: indefinita(p7m())[:-1], "troncato o danneggiato"),
    "base64 con byte guasti": (lambda: in_base64(p7m()).replace(b"A", b"\xc3", 9), "base64 troncato o danneggiato"),
    "base64 senza un pezzo": (lambda: in_base64(p7m())[:99] + in_base64(p7m())[102:], "troncato o danneggiato"),
    "base64 troncato": (lambda: in_base64(p7m())[:-99], "troncato o danneggiato"),
    "firma staccata": (lambda: p7m(staccata=True), "la sola firma"),
    "sei firme": (_di_matrioske, "più di 4 volte"),
    "annidato a fondo": (lambda: b"\x30\x80" * 4_000_000, "troncato o danneggiato"),
    "milioni di pezzi": (lambda: indefinita(p7m(b"x" * 60_000), 1), "più di 50000 pezzi"),
    "firma senza niente": (lambda: p7m(b""), "non contiene la fattura|la sola firma"),
}


@pytest.mark.parametrize("caso", CATTIVI)
def test_un_file_cattivo_e_detto_con_una_frase(caso: str, tmp_path: Path) -> None:
    fa, frase = CATTIVI[caso]
    percorso = tmp_path / "fattura.xml.p7m"
    percorso.write_bytes(fa())
    with pytest.raises(DatiNonValidi, match=frase) as errore:
        leggi(Origine(percorso))
    assert errore.value.campo == str(percorso)
    assert "\n" not in errore.value.messaggio


@pytest.mark.parametrize("veste", ["DER", "base64 con CRLF", "lunghezza indefinita"])
def test_un_p7m_troncato_a_ogni_decimo_byte(veste: str) -> None:
    busta = VESTI[veste](p7m())
    for lungo in range(0, len(busta) - 2, 10):
        with pytest.raises(DatiNonValidi, match=r"troncato o danneggiato|vuoto"):
            apri(busta[:lungo])


def test_un_file_enorme_non_e_letto(tmp_path: Path) -> None:
    percorso = tmp_path / "enorme.xml"
    with percorso.open("wb") as sparso:
        sparso.write(b"<a>")
        sparso.truncate(20 * LIMITE)
    with pytest.raises(DatiNonValidi, match="Supera 10 milioni di byte"):
        leggi(Origine(percorso))


def test_un_file_che_non_c_e(tmp_path: Path) -> None:
    with pytest.raises(DatiNonValidi, match="Non si può leggere: il percorso non esiste"):
        leggi(Origine(tmp_path / "niente.xml"))
    with pytest.raises(DatiNonValidi, match="è una cartella"):
        leggi(Origine(tmp_path))


@pytest.mark.dati
def test_i_campioni_firmati(dati_prova: Path) -> None:
    firmati = dati_prova / "fatturapa" / "samples" / "signed"
    der = leggi(Origine(firmati / "IT01234567890_FPR03.xml.p7m"))
    base64 = leggi(Origine(firmati / "IT01234567890_FPR03.base64.xml.p7m"))
    assert der.xml == base64.xml
    assert der.xml.rstrip().endswith(b"FatturaElettronica>")
    with pytest.raises(DatiNonValidi, match="troncato o danneggiato"):
        leggi(Origine(firmati / "invalid.xml.p7m"))
