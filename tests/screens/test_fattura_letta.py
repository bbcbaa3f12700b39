"""A received invoice on the screen, by keyboard: read, run through, on paper, its attachments saved."""

import os
import socket
from pathlib import Path

import pytest

from fatturapa.lettura.buste import autorita, in_base64, p7m
from fatturapa.lettura.fatture import ROSSI, corpo, riga, xml
from fatturapa.lettura.pacchi import bomba, pacco
from parcella.screens.fattura_letta import FinestraAllegati, FinestraFile, SchermoFatturaLetta
from parcella.screens.percorsi import elidi
from parcella.widgets.messaggi import Messaggi
from parcella.widgets.ricerca import FinestraRicerca
from screens.pilota import programma
from widgets.pilota import Mani

ALLEGATI = "".join(
    f"<Allegati><NomeAttachment>{nome}</NomeAttachment><Attachment>Y2lhbw==</Attachment></Allegati>"
    for nome in ("mandato.pdf", "nota.txt")
)


@pytest.fixture
def ricevute(tmp_path: Path) -> Path:
    cartella = tmp_path / "ricevute"
    cartella.mkdir()
    lotto = xml(ROSSI, corpo("7", dopo=ALLEGATI), corpo("8", righe=[riga("Rimborso")]))
    (cartella / "a.xml.p7m").write_bytes(in_base64(p7m(lotto), b"\r\n"))
    (cartella / "b.xml").write_bytes(xml(ROSSI, corpo("9")))
    return cartella


def video(mani: Mani) -> str:
    return "\n".join(mani.video)


async def riscrivi(mani: Mani, testo: object) -> None:
    """Type over what the field has."""
    await mani.premi("ctrl+u", *str(testo))


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_una_fattura_si_legge(studio_di_prova: Path, ricevute: Path, size: tuple[int, int]) -> None:
    async with programma(studio_di_prova, SchermoFatturaLetta(), size=size) as mani:
        await mani.premi(*str(ricevute / "a.xml.p7m"), "f10")
        assert "Parcella 7 del 31/03/2025, documento 1 di 2" in video(mani)
        assert "Studio Bianchi" in video(mani) and "Rossi s.r.l." in video(mani)
        assert "Emittente del certificato non verificato" in mani.messaggio
        await mani.premi("end")
        assert "CAdES di Rossi Mario" in video(mani)
        await mani.premi("f6")
        assert "Parcella 8 del 31/03/2025, documento 2 di 2" in video(mani)
        await mani.premi("f6")
        assert "ora non è possibile" in mani.messaggio
        await mani.premi("shift+f6")
        assert "documento 1 di 2" in video(mani)


async def test_con_l_autorita_fra_quelle_di_cui_ci_si_fida(
    studio_di_prova: Path, ricevute: Path, casa_propria: Path
) -> None:
    certificati = casa_propria / "config" / "parcella" / "certificati"
    certificati.mkdir(parents=True)
    (certificati / "ca.pem").write_bytes(autorita().pem)
    async with programma(studio_di_prova, SchermoFatturaLetta(ricevute / "a.xml.p7m")) as mani:
        assert mani.messaggio.startswith("Firma valida."), mani.messaggio


async def test_una_firma_alterata_si_dice_e_la_fattura_si_vede(studio_di_prova: Path, tmp_path: Path) -> None:
    (tmp_path / "a.p7m").write_bytes(p7m(xml()).replace(b"Rossi s.r.l.", b"Gialli s.p.a"))
    async with programma(studio_di_prova, SchermoFatturaLetta(tmp_path / "a.p7m")) as mani:
        assert "Firma ALTERATA" in mani.messaggio
        assert "Gialli s.p.a" in video(mani)


async def test_da_una_cartella(studio_di_prova: Path, ricevute: Path) -> None:
    async with programma(studio_di_prova, SchermoFatturaLetta()) as mani:
        await mani.premi(*str(ricevute), "f10")
        assert isinstance(mani.app.screen, FinestraFile)
        await mani.premi("down", "enter")
        assert "Parcella 9" in video(mani) and mani.messaggio == "Il file non è firmato."
        assert "b.xml (2 di 2)" in video(mani)
        await mani.premi("f4", "enter")
        assert "Parcella 9" in video(mani), "the list opens on the file read last"
        await mani.premi("f5")
        assert "ora non è possibile" in mani.messaggio
        await mani.premi("shift+f5")
        assert "Parcella 7" in video(mani) and "a.xml.p7m (1 di 2)" in video(mani)
        await mani.premi("f5")
        assert "Parcella 9" in video(mani)


async def test_un_file_che_non_si_legge_toglie_la_fattura_di_prima(studio_di_prova: Path, ricevute: Path) -> None:
    (ricevute / "a_meta.xml").write_bytes(b"<a>")
    async with programma(studio_di_prova, SchermoFatturaLetta()) as mani:
        await mani.premi(*str(ricevute), "f10", "end", "enter")
        assert "Parcella 9" in video(mani)
        await mani.premi("shift+f5")
        assert "Parcella 9" not in video(mani) and "b.xml" not in video(mani)
        assert "Nessuna fattura: a_meta.xml non si può leggere" in video(mani)
        assert mani.app.screen.query_one(Messaggi).grave
        await mani.premi("f7")
        assert "F7 PDF: ora non è possibile" in mani.messaggio
        await mani.premi("shift+f5")
        assert "Parcella 7" in video(mani), "the others of the folder are a key away"


async def test_da_uno_zip(studio_di_prova: Path, tmp_path: Path) -> None:
    due = ("2025/a.xml", xml(ROSSI, corpo("7"))), ("b.xml.p7m", p7m(xml(ROSSI, corpo("8"))))
    (tmp_path / "due.zip").write_bytes(pacco(*due))
    (tmp_path / "una.zip").write_bytes(pacco(due[0]))
    (tmp_path / "rotto.zip").write_bytes(pacco(*due)[:-40])
    async with programma(studio_di_prova, SchermoFatturaLetta(), size=(160, 50)) as mani:
        await mani.premi(*str(tmp_path / "due.zip"), "f10")
        assert isinstance(mani.app.screen, FinestraFile)
        assert "2025/a.xml" in video(mani) and "b.xml.p7m" in video(mani)
        await mani.premi("down", "enter")
        assert "Parcella 8" in video(mani) and "Emittente del certificato non verificato" in mani.messaggio
        await mani.premi("f4", "up", "enter")
        assert "Parcella 7" in video(mani)
        await mani.premi("f5")
        assert "Parcella 8" in video(mani)
        await mani.premi("shift+tab")
        await riscrivi(mani, tmp_path / "una.zip")
        await mani.premi("f10")
        assert isinstance(mani.app.screen, SchermoFatturaLetta) and mani.messaggio == "Il file non è firmato."
        await mani.premi("shift+tab")
        await riscrivi(mani, tmp_path / "rotto.zip")
        await mani.premi("f10")
        assert "troncato o danneggiato" in mani.messaggio


async def test_il_pdf_e_gli_allegati(studio_di_prova: Path, ricevute: Path, tmp_path: Path) -> None:
    uscita = tmp_path / "uscita"
    async with programma(studio_di_prova, SchermoFatturaLetta(ricevute / "a.xml.p7m"), size=(160, 50)) as mani:
        await mani.premi("f7")
        await riscrivi(mani, uscita)
        await mani.premi("f10")
        assert mani.messaggio == f"Scritto {uscita / 'a_1.pdf'}."
        await mani.premi("f8")
        assert isinstance(mani.app.screen, FinestraAllegati)
        await mani.premi("f5")
        await riscrivi(mani, uscita)
        await mani.premi("f10")
    assert sorted(p.name for p in uscita.iterdir()) == ["a_1.pdf", "mandato.pdf", "nota.txt"]
    assert (uscita / "a_1.pdf").read_bytes().startswith(b"%PDF")
    assert (uscita / "nota.txt").read_bytes() == b"ciao"


async def test_la_cartella_si_cerca_e_un_file_non_lo_e(studio_di_prova: Path, ricevute: Path, tmp_path: Path) -> None:
    async with programma(studio_di_prova, SchermoFatturaLetta(ricevute / "b.xml"), size=(160, 50)) as mani:
        await mani.premi("f7")
        await riscrivi(mani, ricevute / "b.xml")
        await mani.premi("f10")
        assert f"{ricevute / 'b.xml'} è un file: indicare una cartella." in mani.messaggio
        await mani.premi("f7")
        (tmp_path / "ritirate").mkdir()
        await riscrivi(mani, tmp_path / "ri")
        await mani.premi("f2")
        assert isinstance(mani.app.screen, FinestraRicerca) and "ricevute" in video(mani)


@pytest.mark.parametrize("larghezza", [30, 66])
def test_il_nome_di_un_file_non_si_taglia(larghezza: int) -> None:
    percorso = Path("/home/studio/Documenti/fatture ricevute/anno 2026/marzo/IT01234567890_FPR01.xml")
    scritto = elidi(percorso, larghezza)
    assert len(scritto) <= larghezza and scritto.endswith("/IT01234567890_FPR01.xml") and "…" in scritto
    assert elidi(percorso, 200) == str(percorso)


async def test_quello_che_non_si_legge(studio_di_prova: Path, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
    async with programma(studio_di_prova, SchermoFatturaLetta(), size=(160, 50)) as mani:
        await mani.premi(*str(tmp_path / "a.xml"), "f10")
        assert "una DTD o delle entità" in mani.messaggio
        await mani.premi("x", "f10")
        assert "il percorso non esiste" in mani.messaggio


@pytest.mark.parametrize(
    ("nome", "contenuto", "frase"),
    [
        ("a.xml", b'<!DOCTYPE a SYSTEM "http://esempio.invalid/a.dtd"><a/>', "una DTD o delle entità"),
        ("a.xml", b"<a>" * 100_000, "annidati troppo a fondo"),
        ("a.xml", b"\xef\xbb\xbf" * 2 + xml(), "sta due volte"),
        ("a.xml.p7m", p7m(xml())[:900], "troncato o danneggiato"),
        ("a.xml.p7m", in_base64(p7m(xml())).replace(b"A", b"?", 5), "base64 troncato o danneggiato"),
        ("a.zip", bomba(), "più di 200 volte"),
    ],
    ids=["DTD", "annidato", "BOM", "p7m", "base64", "bomba"],
)
async def test_quello_che_fa_del_male(
    studio_di_prova: Path, tmp_path: Path, nome: str, contenuto: bytes, frase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told on the line of messages; the screen stays as it was, and nobody goes on the network."""
    (tmp_path / nome).write_bytes(contenuto)
    prima = studio_di_prova.read_bytes()
    async with programma(studio_di_prova, SchermoFatturaLetta(), size=(160, 50)) as mani:
        monkeypatch.setattr(socket, "socket", None)
        await mani.premi(*str(tmp_path / nome), "f10")
        assert frase in mani.messaggio
        assert "Nessuna fattura" in video(mani)
    assert studio_di_prova.read_bytes() == prima


async def test_una_coda_non_ferma_il_programma(studio_di_prova: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.xml")
    async with programma(studio_di_prova, SchermoFatturaLetta(), size=(160, 50)) as mani:
        await mani.premi(*str(tmp_path / "a.xml"), "f10")
        assert mani.messaggio == "Non è un file: è una coda o un dispositivo."


async def test_dal_menu(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        await mani.premi("1", "0", "enter", "3", "enter")
        assert isinstance(mani.app.screen, SchermoFatturaLetta)
