"""Pronti per la fattura elettronica, from the keyboard: what is missing, and back when it is there."""

from pathlib import Path

import pytest

from parcella.screens.azienda import SchermoAzienda
from parcella.screens.cliente import SchermoCliente
from parcella.screens.fatture_pronte import SchermoFatturePronte
from parcella.screens.stampanti import SchermoStampanti
from parcella.widgets.elenco import Elenco
from parcella.widgets.modulo import Modulo
from screens.pilota import programma
from screens.test_testata_documento import cambia


@pytest.mark.requisito("FPA-015", "FPA-016")
async def test_si_va_dove_manca_e_si_torna(studio_di_prova: Path) -> None:
    cambia(studio_di_prova, azienda={"sigla": "STU", "trasmittente": ""})
    async with programma(studio_di_prova, SchermoFatturePronte()) as mani:
        elenco = mani.app.screen.query_one(Elenco)
        assert elenco.riga is not None and elenco.riga["esito"] == "manca"
        assert "trasmittente vuoto" in mani.messaggio
        await mani.premi("enter")
        assert isinstance(mani.app.screen, SchermoAzienda)
        mani.app.screen.query_one(Modulo).vai_a("trasmittente")
        await mani.scrivi("a\n")
        await mani.premi("f10")
        assert isinstance(mani.app.screen, SchermoFatturePronte)
        assert elenco.riga is not None and elenco.riga["esito"] == "pronto"
        assert "Trasmette IT00488410010" in mani.messaggio


@pytest.mark.requisito("FPA-016")
async def test_dal_terzo_passo_si_va_alle_stampanti(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoFatturePronte()) as mani:
        await mani.premi("down", "down", "enter")
        assert isinstance(mani.app.screen, SchermoStampanti)
        await mani.premi("escape")
        assert isinstance(mani.app.screen, SchermoFatturePronte)


@pytest.mark.requisito("FPA-016")
async def test_la_scheda_del_cliente_si_apre_sul_campo_che_manca(studio_di_prova: Path) -> None:
    cambia(studio_di_prova, clienti=[{"codice": "501.00001", "cap": ""}])
    async with programma(studio_di_prova, SchermoFatturePronte()) as mani:
        elenco = mani.app.screen.query_one(Elenco)
        while elenco.riga is not None and elenco.riga["codice_cliente"] != "501.00001":
            await mani.premi("down")
        await mani.premi("enter")
        scheda = mani.app.screen
        assert isinstance(scheda, SchermoCliente)
        assert scheda.anagrafica.campo is not None and scheda.anagrafica.campo.identificatore == "cap"
        assert mani.messaggio.startswith("CAP del cliente: dato obbligatorio")
