"""`parcella fatturapa mostra`: a received invoice, readable, with its signature, its attachments, its paper."""

import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from fatturapa.lettura.buste import autorita, in_base64, p7m
from fatturapa.lettura.fatture import ROSSI, corpo, riga, xml
from fatturapa.lettura.pacchi import CATTIVI, pacco
from fatturapa.ricevute import messaggio

Comando = Callable[..., Any]
RITENUTA = (
    "<DatiRitenuta><TipoRitenuta>RT01</TipoRitenuta><ImportoRitenuta>20.00</ImportoRitenuta>"
    "<AliquotaRitenuta>20.00</AliquotaRitenuta><CausalePagamento>A</CausalePagamento></DatiRitenuta>"
)
ALLEGATO = (
    "<Allegati><NomeAttachment>../../nota</NomeAttachment><FormatoAttachment>TXT</FormatoAttachment>"
    "<Attachment>Y2lhbw==</Attachment></Allegati>"
)


@pytest.fixture
def fattura(tmp_path: Path) -> Path:
    percorso = tmp_path / "IT01234560017_00001.xml.p7m"
    due = corpo("8", righe=[riga("Rimborso", "50.00")])
    percorso.write_bytes(p7m(xml(ROSSI, corpo("7", generali=RITENUTA, dopo=ALLEGATO), due)))
    return percorso


def test_come_la_legge_una_persona(comando: Comando, fattura: Path) -> None:
    esito = comando("fatturapa", "mostra", fattura)
    assert esito.codice == 0
    for testo in (
        "Parcella 7 del 31/03/2025", "Studio Bianchi", "Rossi s.r.l.", "Via Po 1, 10100 Torino (TO)", "Consulenza",
        "RT01 Ritenuta d'acconto, persone fisiche 20%, causale A", "102,00", "Parcella 8 del 31/03/2025",
        "Emittente del certificato non verificato.", "CAdES di Rossi Mario (RSSMRA80A01H501U)",
    ):  # fmt: skip
        assert testo in " ".join(esito.uscita.split())
    solo = comando("fatturapa", "mostra", fattura, "--documento", "2").uscita
    assert "Parcella 8" in solo and "Parcella 7" not in solo


def test_in_json(comando: Comando, fattura: Path, casa_propria: Path) -> None:
    certificati = casa_propria / "config" / "parcella" / "certificati"
    certificati.mkdir(parents=True)
    (certificati / "ca.pem").write_bytes(autorita().pem)
    letta = comando("--json", "fatturapa", "mostra", fattura).json
    assert letta["firme"][0]["esito"] == "valida"
    assert letta["testata"]["cessionario"]["id_codice"] == "00488410010"
    assert [d["numero"] for d in letta["documenti"]] == ["7", "8"]
    assert letta["documenti"][0]["righe"][0]["prezzo"] == "100.00"
    assert letta["documenti"][0]["allegati"] == [
        {"nome": "../../nota", "formato": "TXT", "compressione": "", "descrizione": "", "dimensione": 4}
    ]


def test_il_pdf_e_gli_allegati_senza_sovrascrivere(comando: Comando, fattura: Path, tmp_path: Path) -> None:
    argomenti = ("fatturapa", "mostra", fattura, "--pdf", tmp_path / "pdf", "--allegati", tmp_path / "allegati")
    fatto = comando("--json", *argomenti).json
    assert [Path(p).name for p in fatto["pdf"]] == ["IT01234560017_00001_1.pdf", "IT01234560017_00001_2.pdf"]
    testo = PdfReader(fatto["pdf"][0]).pages[0].extract_text()
    assert "Parcella 7 del 31/03/2025" in testo and "Netto a pagare" in testo and "102,00" in testo
    assert [p.name for p in (tmp_path / "allegati").iterdir()] == ["nota.txt"], "never out of the folder"
    assert (tmp_path / "allegati" / "nota.txt").read_bytes() == b"ciao"
    comando(*argomenti)
    assert len(list((tmp_path / "pdf").iterdir())) == 4


def test_una_firma_alterata_si_dice_e_la_fattura_si_mostra(comando: Comando, tmp_path: Path) -> None:
    percorso = tmp_path / "a.p7m"
    percorso.write_bytes(in_base64(p7m(xml()).replace(b"Rossi s.r.l.", b"Gialli s.p.a")))
    uscita = comando("fatturapa", "mostra", percorso).uscita
    assert "Gialli s.p.a" in uscita
    assert "Firma ALTERATA: il contenuto non è quello che è stato firmato." in " ".join(uscita.split())


@pytest.mark.parametrize(
    ("contenuto", "frase"),
    [
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "DTD"),
        (b"<RicevutaConsegna/>", "non una fattura elettronica"),
        (b"%PDF-1.4", "Non è un file XML"),
        (p7m()[:100], "troncato"),
        (b"", "vuoto"),
    ],
    ids=["dtd", "messaggio", "pdf", "troncato", "vuoto"],
)
def test_quello_che_non_si_legge(comando: Comando, tmp_path: Path, contenuto: bytes, frase: str) -> None:
    percorso = tmp_path / "a.xml"
    percorso.write_bytes(contenuto)
    esito = comando("fatturapa", "mostra", percorso)
    assert (esito.codice, esito.uscita) == (3, "")
    assert frase in esito.errori and str(percorso) in esito.errori


def test_l_unica_fattura_di_uno_zip(comando: Comando, tmp_path: Path) -> None:
    """An invoice received comes with its metadata, which is none."""
    percorso = tmp_path / "ricevuta.zip"
    mt = ("IT01234560017_00001_MT_001.xml", messaggio("MT", "IT01234560017_00001.xml.p7m"))
    percorso.write_bytes(pacco(("IT01234560017_00001.xml.p7m", p7m(xml())), mt, ("leggimi.txt", b"-")))
    letta = comando("--json", "fatturapa", "mostra", percorso, "--pdf", tmp_path).json
    assert letta["file"] == f"{percorso}/IT01234560017_00001.xml.p7m"
    assert [Path(p).name for p in letta["pdf"]] == ["IT01234560017_00001.pdf"]


def test_di_piu_fatture_se_ne_indica_una(comando: Comando, tmp_path: Path) -> None:
    percorso = tmp_path / "ricevute.zip"
    percorso.write_bytes(pacco(*((f"2026/{n:02}.xml", xml(ROSSI, corpo(str(n)))) for n in range(1, 26))))
    esito = comando("fatturapa", "mostra", percorso)
    assert (esito.codice, esito.uscita) == (1, "")
    assert "ci sono 25 fatture: indicarne una con --nome, fra 2026/01.xml, 2026/02.xml" in esito.errori
    assert "2026/20.xml e altri 5." in esito.errori
    for nome in ("07.xml", "2026/07.xml", f"{percorso}/2026/07.xml"):
        assert "Parcella 7 del 31/03/2025" in comando("fatturapa", "mostra", percorso, "--nome", nome).uscita
    esito = comando("fatturapa", "mostra", percorso, "--nome", "77.xml")
    assert (esito.codice, "non c'è il file 77.xml; ci sono: 2026/01.xml" in esito.errori) == (1, True)


@pytest.mark.parametrize("caso", CATTIVI)
def test_uno_zip_cattivo(comando: Comando, tmp_path: Path, caso: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", None)
    fa, frase = CATTIVI[caso]
    percorso = tmp_path / "a.zip"
    percorso.write_bytes(fa())
    esito = comando("fatturapa", "mostra", percorso)
    assert (esito.codice, esito.uscita) == (3, "")
    assert re.search(frase, esito.errori) and esito.errori.count("\n") == 1


def test_un_documento_che_non_c_e(comando: Comando, fattura: Path) -> None:
    assert comando("fatturapa", "mostra", fattura, "--documento", "3").codice == 1
    assert comando("fatturapa", "mostra", fattura.parent / "manca.xml").codice == 3


@pytest.mark.dati
def test_tutti_i_campioni(comando: Comando, dati_prova: Path, tmp_path: Path) -> None:
    campioni = dati_prova / "fatturapa" / "samples"
    letti = 0
    for percorso in [*campioni.glob("in*/*.xml"), *campioni.glob("signed/*")]:
        esito = comando("fatturapa", "mostra", percorso, "--pdf", tmp_path, "--allegati", tmp_path / "allegati")
        assert esito.codice in (0, 3), esito.errori
        assert "Errore interno" not in esito.errori
        letti += esito.codice == 0
    assert letti >= 30
    assert (tmp_path / "allegati" / "test.png").stat().st_size == 13383
