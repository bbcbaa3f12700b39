"""The table of the intermediari, and F2 on the azienda, from the keyboard."""

from pathlib import Path

import pytest
from sqlmodel import select

from parcella.ledger import archivio
from parcella.ledger.aziende.tabelle import Azienda, Intermediario
from parcella.screens.azienda import SchermoAzienda
from parcella.screens.intermediari import SchermoIntermediari
from parcella.widgets.domanda import Domanda
from parcella.widgets.modulo import Modulo
from screens.pilota import programma


@pytest.mark.requisito("FPA-026", "FPA-031", "FPA-042", "FPA-043", "FPA-048")
async def test_dalla_tabella_all_azienda(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoIntermediari()) as mani:
        await mani.premi("shift+f4")
        await mani.scrivi("caf\nCAF Rossi\n\n00743110157\n")
        await mani.premi("f10", "escape")
        assert any("CAF Rossi" in riga and "00000" in riga for riga in mani.video)
        await mani.app.push_screen(SchermoAzienda())
        await mani.quiete()
        modulo = mani.app.screen.query_one(Modulo)
        for campo, lettera in (("trasmittente", "I"), ("emittente", "I")):
            modulo.vai_a(campo)
            await mani.scrivi(f"{lettera}\n")
        for campo in ("intermediario_trasmittente", "intermediario_emittente"):
            modulo.vai_a(campo)
            await mani.premi("f2", "enter", "enter")
            assert modulo[f"descrizione_di_{campo}"] == "CAF Rossi"
        await mani.premi("f10")
        await mani.app.push_screen(SchermoIntermediari())
        await mani.quiete()
        await mani.premi("shift+f3")
        assert isinstance(mani.app.screen, Domanda)
        await mani.premi("s")
        assert "L'intermediario CAF è indicato dall'azienda STU" in mani.messaggio
    with archivio.apri(studio_di_prova) as aperto, aperto.lettura() as sessione:
        azienda = sessione.exec(select(Azienda)).one()
        assert (azienda.intermediario_trasmittente, azienda.intermediario_emittente) == ("CAF", "CAF")
        assert sessione.exec(select(Intermediario)).one().nazione == "IT"
