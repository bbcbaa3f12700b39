"""F7 on a document of the archive: the files attached to it."""

from pathlib import Path

from parcella.ledger.annessi import allegati
from parcella.screens.annessi import SchermoAllegati
from screens.studio_documenti import gestione


async def test_f7_sul_documento_richiamato(studio: Path, tmp_path: Path) -> None:
    (tmp_path / "mandato.txt").write_text("mandato")
    async with gestione(studio) as mani:
        assert not mani.schermo.si_allega, "un documento nuovo non ha ancora il numero"
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
