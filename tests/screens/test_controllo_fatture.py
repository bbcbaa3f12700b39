"""Controlla fatture: a folder judged, a remark read in full."""

from pathlib import Path

import pytest

from fatturapa.controlli.modello import MODELLO
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
        assert "2 file controllati, 1 da scartare" in video
        assert "valido" in video
        assert "da scartare" in video
        await mani.premi("down", "down", "down")
        assert "Documento 1/27: 22,00% di 104,00 fa 22,88, l'imposta è 20,00" in mani.messaggio
        assert "Rimedio: correggere l'imposta" in mani.messaggio
        await mani.premi("enter")
        assert isinstance(mani.app.screen, FinestraRilievo)
        assert "errore 00421" in "\n".join(mani.video)
        assert "Dove: 2.2.2.6" in "\n".join(mani.video)
        await mani.premi("enter")
        assert isinstance(mani.app.screen, SchermoControlloFatture)


async def test_un_file_che_non_c_e(studio_di_prova: Path, tmp_path: Path) -> None:
    async with programma(studio_di_prova, SchermoControlloFatture(tmp_path / "manca.xml")) as mani:
        assert "non esiste" in mani.messaggio


async def test_una_cartella_vuota(studio_di_prova: Path, tmp_path: Path) -> None:
    vuota = tmp_path / "vuota"
    vuota.mkdir()
    async with programma(studio_di_prova, SchermoControlloFatture(vuota)) as mani:
        assert "non ci sono file .xml o .p7m" in mani.messaggio
