"""Where files come from: folders of every kind, and ZIPs that are good, damaged, or made to do harm."""

import os
import socket
import zipfile
from pathlib import Path

import pytest

from parcella.fatturapa.lettura import origini
from parcella.fatturapa.lettura.origini import Archivi, Origine, elenca, leggi
from parcella.ledger.esito import DatiNonValidi

from .buste import p7m
from .fatture import xml
from .pacchi import CATTIVI, pacco


def nomi(cartella: Path, *percorsi: Path) -> list[str]:
    return [str(origine.file.relative_to(cartella)) for origine in elenca(percorsi or [cartella])]


def test_i_file_di_una_cartella(tmp_path: Path) -> None:
    (tmp_path / "sotto" / "x.xml").mkdir(parents=True)
    (tmp_path / ".nascosta").mkdir()
    for nome in ("b.XML", "a.xml.p7m", "note.txt", "sotto/c.xml", "sotto/x.xml/d.xml", ".e.xml", ".nascosta/f.xml"):
        (tmp_path / nome).write_bytes(xml())
    trovati = nomi(tmp_path, tmp_path, tmp_path / "note.txt", tmp_path / "b.XML")
    assert trovati == ["a.xml.p7m", "b.XML", "sotto/c.xml", "sotto/x.xml/d.xml", "note.txt"]


def test_i_file_di_uno_zip_nominato_o_in_una_cartella(tmp_path: Path) -> None:
    file = ("2026/b.xml", xml()), ("a.xml.p7m", p7m(xml())), ("nota.txt", b"-"), ("__MACOSX/._a.xml", b"-")
    (tmp_path / "fatture.ZIP").write_bytes(pacco(*file, ("2026/.b.xml", b"-")))
    (tmp_path / "foto.zip").write_bytes(pacco(("foto.jpg", b"-")))
    attesi = ["fatture.ZIP/2026/b.xml", "fatture.ZIP/a.xml.p7m"]
    assert nomi(tmp_path) == nomi(tmp_path, tmp_path / "fatture.ZIP") == attesi
    with Archivi() as archivi:
        letti = [archivi.leggi(origine) for origine in elenca([tmp_path])]
    assert [letto.xml for letto in letti] == [xml(), xml()]
    assert [len(letto.buste) for letto in letti] == [0, 1]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["fatture.ZIP", "foto.zip"], "nothing is written to disk"


@pytest.mark.parametrize("caso", CATTIVI)
def test_uno_zip_cattivo_e_detto_con_una_frase(caso: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", None)
    fa, frase = CATTIVI[caso]
    percorso = tmp_path / "qui" / "dentro" / "fatture.zip"
    percorso.parent.mkdir(parents=True)
    percorso.write_bytes(fa())
    (origine,) = elenca([percorso])
    with pytest.raises(DatiNonValidi, match=frase) as errore:
        leggi(origine)
    assert errore.value.campo == str(origine.file)
    assert "\n" not in errore.value.messaggio
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [percorso], "nothing is written, there or above"


def test_un_file_cattivo_non_ferma_gli_altri_dello_zip(tmp_path: Path) -> None:
    percorso = tmp_path / "fatture.zip"
    percorso.write_bytes(pacco(("../a.xml", xml()), ("b.xml", xml()), ("c.zip", pacco()), ("d.xml", b"")))
    detti = {}
    with Archivi() as archivi:
        for origine in elenca([percorso]):
            try:
                detti[origine.dentro] = archivi.leggi(origine).xml == xml()
            except DatiNonValidi:
                detti[origine.dentro] = False
    assert detti == {"../a.xml": False, "b.xml": True, "c.zip": False, "d.xml": False}


@pytest.mark.parametrize("posto", range(10))
def test_uno_zip_troncato_a_ogni_decimo(posto: int, tmp_path: Path) -> None:
    dati = pacco(("a.xml", xml()), ("b.xml", xml()))
    percorso = tmp_path / "fatture.zip"
    percorso.write_bytes(dati[: len(dati) * posto // 10])
    with pytest.raises(DatiNonValidi, match="ZIP"):
        leggi(elenca([percorso])[0])


def test_troppi_file_o_troppo_pesanti(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    percorso = tmp_path / "fatture.zip"
    percorso.write_bytes(pacco(("a.xml", xml()), ("b.xml", xml())))
    monkeypatch.setattr(origini, "PESO_MASSIMO", len(xml()) * 2 - 1)
    assert "superano" in elenca([percorso])[0].difetto
    monkeypatch.setattr(origini, "FILE_MASSIMI", 1)
    assert "ha più di 1 file" in elenca([percorso])[0].difetto


def test_un_nome_non_scrive_sul_terminale(tmp_path: Path) -> None:
    percorso = tmp_path / "fatture.zip"
    percorso.write_bytes(pacco(("\x1b[2Ja.xml", xml()), ("\x1b[3Ja.xml", xml())))
    assert [origine.dentro for origine in elenca([percorso])] == ["?[2Ja.xml", "?[3Ja.xml"]


def test_uno_zip_con_un_altro_nome_e_detto(tmp_path: Path) -> None:
    percorso = tmp_path / "fatture.xml"
    percorso.write_bytes(pacco(("a.xml", xml())))
    with pytest.raises(DatiNonValidi, match=r"È un archivio ZIP, ma il suo nome non finisce per \.zip"):
        leggi(Origine(percorso))


def test_uno_zip_cambiato_dopo_l_elenco(tmp_path: Path) -> None:
    percorso = tmp_path / "fatture.zip"
    percorso.write_bytes(pacco(("a.xml", xml()), ("b.xml", xml())))
    ultima = elenca([percorso])[-1]
    percorso.write_bytes(pacco(("a.xml", xml())))
    with pytest.raises(DatiNonValidi, match="danneggiato"):
        leggi(ultima)
    percorso.unlink()
    with pytest.raises(DatiNonValidi, match="il percorso non esiste"):
        leggi(ultima)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="code e collegamenti sono di Unix")
def test_in_una_cartella_cio_che_non_e_un_file_e_detto_e_non_ferma(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(xml())
    os.mkfifo(tmp_path / "coda.xml")
    (tmp_path / "zero.xml").symlink_to("/dev/zero")
    (tmp_path / "tondo.xml").symlink_to("tondo.xml")
    (tmp_path / "nulla.xml").symlink_to("non-c-e")
    (tmp_path / "su").symlink_to(tmp_path)
    (tmp_path / "coda.zip").symlink_to("coda.xml")
    detti = {}
    for origine in elenca([tmp_path]):
        try:
            detti[origine.nome] = leggi(origine).xml[:5].decode()
        except DatiNonValidi as errore:
            detti[origine.nome] = errore.messaggio
    assert detti == {
        "a.xml": "<?xml",
        "coda.xml": "Non è un file: è una coda o un dispositivo.",
        "coda.zip": "Non è un file: è una coda o un dispositivo.",
        "zero.xml": "Non è un file: è una coda o un dispositivo.",
        "tondo.xml": "Non si può leggere: è un collegamento che gira in tondo.",
        "nulla.xml": "Non si può leggere: il percorso non esiste.",
    }


def test_una_cartella_che_non_si_puo_leggere_e_detta(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "chiusa").mkdir()
    (tmp_path / "a.xml").write_bytes(xml())
    vero = os.scandir

    def scandir(dove: str) -> object:  # root reads every folder
        if str(dove).endswith("chiusa"):
            raise PermissionError(13, "Permission denied", str(dove))
        return vero(dove)

    monkeypatch.setattr(os, "scandir", scandir)
    chiusa, aperta = elenca([tmp_path])
    assert (chiusa.nome, chiusa.difetto) == ("chiusa", "La cartella non si può leggere: permesso negato.")
    assert aperta.nome == "a.xml"


def test_l_elenco_si_interrompe(tmp_path: Path) -> None:
    for numero in range(3):
        (tmp_path / f"{numero}.xml").write_bytes(xml())

    def basta(quanti: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        elenca([tmp_path], basta)


def test_uno_zip_di_mille_file_si_apre_una_volta(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    percorso = tmp_path / "fatture.zip"
    percorso.write_bytes(pacco(*((f"{n:04}.xml", xml()) for n in range(1000))))
    trovate = elenca([percorso])
    aperti = []
    vero = zipfile.ZipFile.__init__
    monkeypatch.setattr(zipfile.ZipFile, "__init__", lambda suo, *a, **b: aperti.append(1) or vero(suo, *a, **b))
    with Archivi() as archivi:
        assert all(archivi.byte(origine) == xml() for origine in trovate)
    assert (len(trovate), len(aperti)) == (1000, 1)
