"""Controlla fatture: a folder judged, a remark read in full."""

import re
import threading
from pathlib import Path

import pytest
from textual import events

from fatturapa.controlli.modello import MODELLO
from fatturapa.lettura.pacchi import CATTIVI, pacco
from parcella.fatturapa.lettura.file import Contenuto
from parcella.fatturapa.lettura.origini import Archivi, Origine
from parcella.screens.controllo_fatture import FinestraRilievo, SchermoControlloFatture
from screens.pilota import programma


@pytest.fixture
def cartella(tmp_path: Path) -> Path:
    (tmp_path / "IT01234567897_00001.xml").write_text(MODELLO, "utf-8")
    sbagliata = MODELLO.replace("<Imposta>22.88", "<Imposta>20.00")
    (tmp_path / "IT01234567897_00002.xml").write_text(sbagliata, "utf-8")
    return tmp_path


@pytest.mark.requisito("FPA-081")
@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_una_cartella_e_un_rilievo(studio_di_prova: Path, cartella: Path, size: tuple[int, int]) -> None:
    async with programma(studio_di_prova, SchermoControlloFatture(), size=size) as mani:
        await mani.scrivi(str(cartella))
        await mani.premi("f10")
        video = "\n".join(mani.video)
        assert "2 file: 1 valido, 1 da scartare" in video
        assert "valido" in video
        assert "da scartare" in video
        await mani.premi("down", "down", "down")
        assert "Documento 1/27: 22,00% di 104,00 fa 22,88, l'imposta è 20,00" in mani.messaggio
        assert "Rimedio: correggere l'imposta" in mani.messaggio
        await mani.premi("enter")
        assert isinstance(mani.app.screen, FinestraRilievo)
        assert "errore 00421" in "\n".join(mani.video)
        assert "Dove: 2.2.2.6" in "\n".join(mani.video)
        assert "File: " in "\n".join(mani.video)
        await mani.premi("enter")
        assert isinstance(mani.app.screen, SchermoControlloFatture)


async def test_ogni_riga_dice_il_suo_file_e_il_messaggio_ha_posto(studio_di_prova: Path, cartella: Path) -> None:
    async with programma(studio_di_prova, SchermoControlloFatture(cartella)) as mani:
        errore = next(riga for riga in mani.video if "00421" in riga)
        assert "IT01234567897_00002.xml  errore" in errore
        assert "Documento 1/27: 22,00% di 104,0" in errore
        testa = next(riga for riga in mani.video if "da scartare FPR12" in riga)
        assert "1 errore, 3 avvisi" in testa
        await mani.premi("end")
        assert mani.messaggio.startswith("IT01234567897_00002.xml: ")


async def test_solo_i_file_da_scartare_e_dall_uno_all_altro(studio_di_prova: Path, cartella: Path) -> None:
    for numero in (3, 4, 5):
        testo = MODELLO if numero == 4 else MODELLO.replace("<Imposta>22.88", "<Imposta>20.00")
        (cartella / f"IT01234567897_0000{numero}.xml").write_text(testo, "utf-8")
    async with programma(studio_di_prova, SchermoControlloFatture(cartella), size=(160, 50)) as mani:
        assert "5 file: 2 validi, 3 da scartare" in "\n".join(mani.video)
        for atteso in ("00002", "00003", "00005"):
            await mani.premi("f6")
            assert f"IT01234567897_{atteso}.xml: 1 errore, 3 avvisi" in mani.messaggio
        await mani.premi("f6")
        assert "Non ci sono altri file da scartare" in mani.messaggio
        await mani.premi("shift+f6", "f5")
        video = "\n".join(mani.video)
        assert "solo da scartare" in video and "_00004.xml" not in video and "_00001.xml" not in video
        assert "IT01234567897_00003.xml: 1 errore" in mani.messaggio, "the bar stays on its file"
        await mani.premi("f5")
        assert "_00004.xml" in "\n".join(mani.video)


async def test_uno_zip(studio_di_prova: Path, tmp_path: Path) -> None:
    buona, sbagliata = MODELLO.encode(), MODELLO.replace("<Imposta>22.88", "<Imposta>20.00").encode()
    (tmp_path / "a.zip").write_bytes(pacco(("2026/buona.xml", buona), ("sbagliata.xml", sbagliata), ("c.zip", b"")))
    async with programma(studio_di_prova, SchermoControlloFatture(tmp_path / "a.zip"), size=(160, 50)) as mani:
        video = "\n".join(mani.video)
        assert "3 file: 1 valido, 2 da scartare" in video
        assert all(testo in video for testo in ("buona.xml", "sbagliata.xml", "c.zip", "00106"))


@pytest.mark.parametrize("caso", ["troncato", "bomba", "bomba annidata", "protetto"])
async def test_uno_zip_cattivo(studio_di_prova: Path, tmp_path: Path, caso: str) -> None:
    fa, frase = CATTIVI[caso]
    (tmp_path / "a.zip").write_bytes(fa())
    async with programma(studio_di_prova, SchermoControlloFatture(tmp_path / "a.zip")) as mani:
        assert "1 file: 1 da scartare" in "\n".join(mani.video)
        await mani.premi("down")
        assert re.search(frase, mani.messaggio)


async def test_esc_interrompe_una_cartella_lunga(
    studio_di_prova: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for numero in range(100):
        (tmp_path / f"{numero}.xml").write_text(MODELLO, "utf-8")
    letti, via = [], threading.Event()
    vero = Archivi.leggi

    def leggi(suo: Archivi, origine: Origine) -> Contenuto:
        letti.append(origine)
        if len(letti) == 10:
            via.wait(10)
        return vero(suo, origine)

    monkeypatch.setattr(Archivi, "leggi", leggi)
    async with programma(studio_di_prova, SchermoControlloFatture()) as mani:
        await mani.scrivi(str(tmp_path))
        mani.app.post_message(events.Key("f10", None))
        await mani.fino_a(lambda: len(letti) == 10)
        await mani.fino_a(lambda: "9 di 100" in "\n".join(mani.video))
        await mani.pilota.press("escape")
        via.set()
        await mani.quiete()
        assert isinstance(mani.app.screen, SchermoControlloFatture)
        assert mani.messaggio.startswith("Interrotto")
        assert len(letti) == 10


async def test_un_file_che_non_c_e(studio_di_prova: Path, tmp_path: Path) -> None:
    async with programma(studio_di_prova, SchermoControlloFatture(tmp_path / "manca.xml")) as mani:
        assert "non esiste" in mani.messaggio


async def test_una_cartella_vuota(studio_di_prova: Path, tmp_path: Path) -> None:
    vuota = tmp_path / "vuota"
    vuota.mkdir()
    async with programma(studio_di_prova, SchermoControlloFatture(vuota)) as mani:
        assert "non ci sono file .xml o .p7m" in mani.messaggio
