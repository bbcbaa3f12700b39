"""`parcella fatturapa importa`: our files come back signed, with SdI's messages, and nothing else does."""

import csv
import json
import socket
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fatturapa.lettura.buste import in_base64, in_xades, indefinita, p7m
from fatturapa.lettura.fatture import xml
from fatturapa.lettura.pacchi import CATTIVI, pacco
from fatturapa.ricevute import messaggio, scarto, scrivi
from parcella.fatturapa.ricevute import NON_PRESI

from .banco_comandi import Ufficio
from .banco_comandi import nome_file as nome


def fatto(ufficio: Ufficio, progressivo: str = "00001") -> bytes:
    return (ufficio.cartella / "xml" / nome(progressivo)).read_bytes()


def importa(ufficio: Ufficio, *percorsi: Path) -> tuple[int, list[dict[str, Any]]]:
    esito = ufficio("--json", "fatturapa", "importa", *percorsi)
    return esito.codice, json.loads(esito.uscita or "[]")


def uno(ufficio: Ufficio, percorso: Path) -> dict[str, Any]:
    """What becomes of a file that is taken."""
    codice, (letto,) = importa(ufficio, percorso)
    assert (codice, letto["esito"]) == (0, "letto"), letto["avviso"]
    return letto


def rifiutato(ufficio: Ufficio, percorso: Path) -> str:
    """Why a file is refused; the archive stays byte for byte what it was."""
    prima = ufficio.archivio.read_bytes()
    codice, (letto,) = importa(ufficio, percorso)
    assert (codice, letto["esito"] in NON_PRESI) == (1, True)
    assert "\n" not in letto["avviso"]
    assert ufficio.archivio.read_bytes() == prima
    return str(letto["avviso"])


def stati(ufficio: Ufficio) -> dict[str, tuple[str, str | None]]:
    return {v["file"]: (v["stato"], v["nome_firmato"]) for v in ufficio.json("fatturapa", "elenco")}


@pytest.mark.requisito("FEL-003", "FPA-012", "FPA-038")
def test_il_file_firmato_torna_e_va_inviato_al_posto_di_quello_fatto(esportate: Ufficio) -> None:
    firmato = p7m(fatto(esportate))
    percorso = scrivi(esportate.cartella / "firmati", f"{nome('00001')}.p7m", firmato)
    letto = uno(esportate, percorso)
    assert (letto["fattura"], letto["documento"], letto["stato"]) == (nome("00001"), "PA 1/1", "firmato")
    assert "CAdES di Rossi Mario." in letto["avviso"] and "Emittente del certificato non verificato." in letto["avviso"]
    assert stati(esportate) == {
        nome("00001"): ("firmato", f"{nome('00001')}.p7m"),
        nome("00002"): ("fatto", None),
    }
    storia = esportate.json("fatturapa", "storia", f"{nome('00001')}.p7m")
    assert [fatto["stato"] for fatto in storia] == ["fatto", "firmato"]
    assert storia[1]["testo"].startswith("CAdES di Rossi Mario.")

    (salvato,) = esportate.json("fatturapa", "salva", nome("00001"), "--cartella", esportate.cartella / "copia")
    assert Path(salvato["file"]).name == f"{nome('00001')}.p7m"
    assert Path(salvato["file"]).read_bytes() == firmato
    inviare = esportate.json("fatturapa", "zip", "--cartella", esportate.cartella / "pacchi")
    with zipfile.ZipFile(inviare["file"]) as aperto:
        assert aperto.namelist() == [f"{nome('00001')}.p7m", nome("00002")]
        assert aperto.read(f"{nome('00001')}.p7m") == firmato
    indice = list(csv.DictReader(Path(inviare["indice"]).read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [(riga["File"], riga["Firmato"]) for riga in indice] == [
        (f"{nome('00001')}.p7m", "S"),
        (nome("00002"), "N"),
    ]
    assert esportate("archivio", "verifica").codice == 0


@pytest.mark.requisito("FPA-003")
def test_di_un_file_per_la_pubblica_amministrazione_lo_zip_ha_quello_firmato(esportate: Ufficio) -> None:
    with sqlite3.connect(esportate.archivio) as db:
        db.execute("UPDATE file_fattura SET formato = 'FPA12'")
    esportate.json("fatturapa", "segna", "firmato", nome("00002"))
    uno(esportate, scrivi(esportate.cartella, f"{nome('00001')}.p7m", p7m(fatto(esportate))))
    inviare = esportate.json("fatturapa", "zip", "--cartella", esportate.cartella / "pacchi")
    assert inviare["contenuti"] == [f"{nome('00001')}.p7m", nome("00002")]
    assert inviare["da_firmare"] == [nome("00002")], "said to be signed, but what the archive has is not"
    esportate.json("fatturapa", "segna", "inviato", nome("00001"))


def riscritto(dati: bytes) -> bytes:
    """The same invoice as a program writes it that has read it: other quotes, line ends and blanks."""
    return (
        dati.replace(b"\n", b"\r\n").replace(b"><", b">\n  <").replace(b"<?xml version='1.0'", b'<?xml version="1.0"')
    )


MODI: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "base64": (lambda dati: in_base64(p7m(dati), b"\r\n"), ".p7m"),
    "lunghezza indefinita": (lambda dati: indefinita(p7m(dati)), ".p7m"),
    "due firme": (lambda dati: p7m(p7m(dati)), ".p7m"),
    "XAdES": (in_xades, ""),
    "XAdES dentro CAdES": (lambda dati: p7m(in_xades(dati)), ".p7m"),
    "riscritto e firmato": (lambda dati: p7m(riscritto(dati)), ".p7m"),
    "riscritto e firmato XAdES": (lambda dati: in_xades(riscritto(dati)), ""),
    "con BOM": (lambda dati: p7m(b"\xef\xbb\xbf" + dati), ".p7m"),
}


@pytest.mark.parametrize("modo", MODI)
def test_ogni_modo_di_firmare(esportate: Ufficio, modo: str) -> None:
    firma, coda = MODI[modo]
    firmato = firma(fatto(esportate))
    uno(esportate, scrivi(esportate.cartella / "firmati", nome("00001") + coda, firmato))
    assert stati(esportate)[nome("00001")] == ("firmato", nome("00001") + coda)
    esportate.json("fatturapa", "salva", nome("00001"), "--cartella", esportate.cartella / "copia")
    assert (esportate.cartella / "copia" / (nome("00001") + coda)).read_bytes() == firmato
    assert esportate("archivio", "verifica").codice == 0


@pytest.mark.parametrize("nuovo", ["_00001 (1).xml.p7m", "_00001-signed.xml.p7m", "_00001.xml.p7m.p7m", "_00001.P7M"])
def test_il_nome_puo_avere_una_coda(esportate: Ufficio, nuovo: str) -> None:
    """As browsers and signing programs add: the content says that it is ours."""
    uno(esportate, scrivi(esportate.cartella, f"ITBNCNNA75L41H294H{nuovo}", p7m(fatto(esportate))))
    assert stati(esportate)[nome("00001")] == ("firmato", f"{nome('00001')}.p7m")


def test_una_firma_alterata_e_rifiutata_e_quella_buona_passa(esportate: Ufficio) -> None:
    buona = p7m(fatto(esportate))
    rotta = buona[:-5] + bytes([buona[-5] ^ 1]) + buona[-4:]
    file = f"{nome('00001')}.p7m"
    assert "Firma ALTERATA" in rifiutato(esportate, scrivi(esportate.cartella, file, rotta))
    assert stati(esportate)[nome("00001")][0] == "fatto"
    uno(esportate, scrivi(esportate.cartella, file, buona))
    assert stati(esportate)[nome("00001")] == ("firmato", file)


def test_cio_che_non_e_il_nostro_file_firmato_e_rifiutato(esportate: Ufficio) -> None:
    dove, nostro = esportate.cartella / "firmati", fatto(esportate)
    for nome_file, dati, frase in (
        (f"{nome('00001')}.p7m", p7m(nostro.replace(b"100.00", b"900.00")), "non è quella fatta dal programma"),
        (nome("00001"), in_xades(nostro.replace(b"100.00", b"900.00")), "non è quella fatta dal programma"),
        (f"{nome('00001')}.p7m", p7m(fatto(esportate, "00002")), "non è quella fatta dal programma"),
        (nome("00001"), nostro, "È il file com'è stato fatto: non è firmato"),
        (nome("00001"), nostro.replace(b"100.00", b"900.00"), "Non è firmato, e non è uguale"),
        (f"{nome('00009')}.p7m", p7m(nostro), "Non è fra i file fatti da questa azienda"),
        ("fattura rossi.xml.p7m", p7m(nostro), "Non è fra i file fatti da questa azienda"),
        ("IT01234560017_00001.xml.p7m", p7m(xml()), "Non è fra i file fatti da questa azienda"),
        (f"{nome('00001')}.p7m", p7m(nostro)[:-300], "troncato o danneggiato"),
        (f"{nome('00001')}.p7m", p7m(nostro, staccata=True), "la sola firma"),
        (f"{nome('00001')}.p7m", p7m(b"<html/>"), "comincia con «html»"),
        (f"{nome('00001')}.p7m", p7m(pacco((nome("00001"), nostro))), "vanno firmate le singole fatture"),
        ("a.xml", messaggio("RC", "IT01234567890_00009.xml"), "non è fra quelli fatti da questa azienda"),
    ):
        percorso = scrivi(dove, nome_file, dati)
        assert frase in rifiutato(esportate, percorso)
    assert stati(esportate) == {nome("00002"): ("fatto", None), nome("00001"): ("fatto", None)}


def test_due_volte_lo_stesso_e_poi_con_un_altra_firma(esportate: Ufficio) -> None:
    percorso = scrivi(esportate.cartella, f"{nome('00001')}.p7m", p7m(fatto(esportate)))
    uno(esportate, percorso)
    prima = esportate.archivio.read_bytes()
    codice, (letto,) = importa(esportate, percorso)
    assert (codice, letto["esito"], letto["avviso"]) == (0, "gia_letto", "È già nell'archivio, uguale.")
    assert esportate.archivio.read_bytes() == prima
    percorso.write_bytes(p7m(fatto(esportate)) + b"\0")
    assert "già nell'archivio firmato, con un'altra firma" in rifiutato(esportate, percorso)


def test_un_file_gia_inviato_o_sostituito_non_si_firma_piu(esportate: Ufficio) -> None:
    percorso = scrivi(esportate.cartella, f"{nome('00001')}.p7m", p7m(fatto(esportate)))
    rifatta = ("fatturapa", "esporta", "PA", "1/1", "--rigenera", "--cartella", esportate.cartella / "xml")
    esportate.json(*rifatta)
    assert f"è stato sostituito da {nome('00003')}" in rifiutato(esportate, percorso)
    esportate.json("fatturapa", "segna", "inviato", nome("00002"))
    percorso = scrivi(esportate.cartella, f"{nome('00002')}.p7m", p7m(fatto(esportate, "00002")))
    assert "è già stato inviato (stato «inviato»)" in rifiutato(esportate, percorso)


def test_firmati_e_messaggi_da_una_cartella_con_uno_zip(esportate: Ufficio) -> None:
    """One row each: the refused do not stop the others, what was never signed is no fault in a folder."""
    dove = esportate.cartella / "xml"
    scrivi(dove, f"{nome('00001')}.p7m", p7m(fatto(esportate)))
    scrivi(dove, "rc.xml", messaggio("RC", f"{nome('00001')}.p7m"))
    (dove / "altri.zip").write_bytes(pacco((f"x/{nome('00002')}.p7m", p7m(fatto(esportate, "00002"))), ("a.xml", b"")))
    codice, letti = importa(esportate, dove)
    assert codice == 1
    assert [(Path(letto["file"]).name, letto["esito"], letto["tipo"]) for letto in letti] == [
        (nome("00001"), "ignorato", ""),
        (f"{nome('00001')}.p7m", "letto", "firma"),
        (nome("00002"), "ignorato", ""),
        ("a.xml", "non_leggibile", ""),
        (f"{nome('00002')}.p7m", "letto", "firma"),
        ("rc.xml", "letto", "RC"),
    ]
    assert {file: stato for file, (stato, _) in stati(esportate).items()} == {
        nome("00001"): "consegnato", nome("00002"): "firmato",
    }  # fmt: skip
    storia = esportate.json("fatturapa", "storia", nome("00001"))
    assert [f["stato"] for f in storia] == ["fatto", "firmato", "consegnato"]
    codice, letti = importa(esportate, dove)
    assert [letto["esito"] for letto in letti] == [
        "ignorato", "gia_letto", "ignorato", "non_leggibile", "gia_letto", "gia_letto",
    ]  # fmt: skip


def test_due_forme_firmate_dello_stesso_file_insieme(esportate: Ufficio) -> None:
    dove = esportate.cartella / "firmati"
    scrivi(dove, nome("00001"), in_xades(fatto(esportate)))
    scrivi(dove, f"{nome('00001')}.p7m", p7m(fatto(esportate)))
    codice, letti = importa(esportate, dove)
    assert (codice, [letto["esito"] for letto in letti]) == (1, ["letto", "non_preso"])
    assert "con un'altra firma: resta quella" in letti[1]["avviso"]


def test_uno_zip_cattivo_non_cambia_l_archivio(esportate: Ufficio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", None)
    for fa, _ in CATTIVI.values():
        percorso = esportate.cartella / "a.zip"
        percorso.write_bytes(fa())
        rifiutato(esportate, percorso)


def test_una_cartella_vuota_o_che_non_c_e(esportate: Ufficio) -> None:
    (esportate.cartella / "vuota").mkdir()
    vuota = esportate("fatturapa", "importa", esportate.cartella / "vuota")
    assert (vuota.codice, "non ci sono file .xml o .p7m" in vuota.errori) == (3, True)
    manca = esportate("fatturapa", "importa", esportate.cartella / "manca.p7m")
    assert (manca.codice, "manca.p7m non esiste" in manca.errori) == (3, True)


def test_dopo_uno_scarto_il_nuovo_file_si_firma_da_capo(esportate: Ufficio) -> None:
    uno(esportate, scrivi(esportate.cartella, f"{nome('00001')}.p7m", p7m(fatto(esportate))))
    importa(esportate, scrivi(esportate.cartella, "ns.xml", scarto(f"{nome('00001')}.p7m")))
    rifai = ("PA", "1/1", "--rispondi", "rifai_senza_correzione=S")
    esportate.json("fatturapa", "esporta", *rifai, "--cartella", esportate.cartella / "xml")
    uno(esportate, scrivi(esportate.cartella, f"{nome('00003')}.p7m", p7m(fatto(esportate, "00003"))))
    assert stati(esportate) == {
        nome("00001"): ("scartato", f"{nome('00001')}.p7m"),
        nome("00002"): ("fatto", None),
        nome("00003"): ("firmato", f"{nome('00003')}.p7m"),
    }


def test_l_archivio_che_non_ha_piu_il_file_firmato_giusto_e_detto(esportate: Ufficio) -> None:
    uno(esportate, scrivi(esportate.cartella, f"{nome('00001')}.p7m", p7m(fatto(esportate))))
    uno(esportate, scrivi(esportate.cartella, f"{nome('00002')}.p7m", p7m(fatto(esportate, "00002"))))
    importa(esportate, scrivi(esportate.cartella, "rc.xml", messaggio("RC", nome("00001"))))
    with sqlite3.connect(esportate.archivio) as db:
        firmati = db.execute("SELECT id, firmato FROM file_fattura ORDER BY id").fetchall()
        db.execute("UPDATE file_fattura SET firmato = ? WHERE id = ?", (firmati[1][1], firmati[0][0]))
        db.execute("UPDATE file_fattura SET contenuto = zeroblob(9) WHERE id = ?", (firmati[1][0],))
        db.execute("UPDATE messaggio_sdi SET contenuto = zeroblob(9)")
    esito = esportate("archivio", "verifica")
    assert esito.codice == 1
    assert f"{nome('00001')}.p7m: il file firmato tenuto nell'archivio non contiene quello fatto" in esito.errori
    assert f"{nome('00002')}: il contenuto tenuto nell'archivio non è quello scritto allora." in esito.errori
    assert "rc.xml: ricevuta di consegna cambiata da quando è stata letta." in esito.errori
