"""F7 on a document of the archive: the files attached to it."""

from pathlib import Path

from parcella.ledger.annessi import allegati
from parcella.screens.annessi import SchermoAllegati
from parcella.widgets.domanda import Domanda
from screens.studio_documenti import gestione


async def test_f7_sul_documento_richiamato(studio: Path, tmp_path: Path) -> None:
    (tmp_path / "mandato.txt").write_text("mandato")
    async with gestione(studio) as mani:
        await mani.premi("f7")
        assert "Prima registrare il documento" in mani.messaggio
        await mani.testata("no")
        await mani.riga("tenuta", "", "100")
        await mani.premi("f10")
        ultimo = mani.ultimo.documento
        await mani.premi("f6")
        assert mani.schermo.chiave == ultimo.id
        await mani.premi("f7")
        assert isinstance(mani.app.screen, SchermoAllegati)
        await mani.premi("f4")
        await mani.scrivi(f"{tmp_path / 'mandato.txt'}\n")
        await mani.premi("f10")
        with mani.app.archivio.lettura() as sessione:
            (voce,) = allegati.elenco(sessione, 1, "documenti", f"NO 2026 1/{ultimo.numero_documento}")
        assert voce.nome_file == "mandato.txt"


async def test_f7_su_una_provvisoria_col_numero_di_lavoro(studio: Path, tmp_path: Path) -> None:
    (tmp_path / "mandato.txt").write_text("mandato")
    async with gestione(studio) as mani:
        mani.parametri(numero_alla_definitiva="S")
        await mani.scrivi("pa\n\n\n\np\n\n501.00001\n\n")
        await mani.riga("tenuta", "", "100")
        await mani.premi("f7")
        assert "Prima registrare il documento come provvisoria" in mani.messaggio
        await mani.premi("f10", "f6", "f7")
        assert isinstance(mani.app.screen, SchermoAllegati)
        await mani.premi("f4")
        await mani.scrivi(f"{tmp_path / 'mandato.txt'}\n")
        await mani.premi("f10", "f4")
        await mani.scrivi(f"{tmp_path / 'mandato.txt'}\n")
        await mani.premi("f10")
        assert isinstance(mani.app.screen, Domanda), "lo stesso file un'altra volta"
        await mani.premi("enter", "escape", "s", "escape")
        await mani.scrivi("d\n")
        await mani.premi("f10", "f10")
        with mani.app.archivio.lettura() as sessione:
            (voce,) = allegati.elenco(sessione, 1, "documenti", "PA 2026 1/68")
        assert voce.nome_file == "mandato.txt"
