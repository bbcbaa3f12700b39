"""The service functions of the prestazioni, by keyboard."""

from pathlib import Path

import pytest
from sqlmodel import select

from parcella.ledger.documenti.tabelle import RigaDocumento
from parcella.ledger.prestazioni import anagrafica
from parcella.ledger.prestazioni.tabelle import Prestazione
from parcella.screens.precancellazione_prestazioni import SchermoPrecancellazionePrestazioni
from parcella.screens.sostituzione_codici import SchermoSostituzioneCodici
from parcella.widgets.domanda import Domanda
from screens.pilota import programma
from screens.test_prestazioni import prestazione, sull_archivio


def precancellate(percorso: Path) -> set[str]:
    scelte = select(Prestazione.codice).where(Prestazione.precancellata == "S")
    return set(sull_archivio(percorso, lambda s, c: s.exec(scelte).all()))


@pytest.mark.requisito("PRE-114")
async def test_si_vede_che_cosa_cambia_e_poi_cambia(studio_di_prova: Path) -> None:
    sull_archivio(studio_di_prova, lambda s, c: anagrafica.precancella(s, c, "CONSUL", "TENUTA"))
    sull_archivio(studio_di_prova, lambda s, c: anagrafica.precancella(s, c, "DICHIAR", "TENUTA"))
    async with programma(studio_di_prova, SchermoSostituzioneCodici()) as mani:
        riga = mani.video[mani.dove("CONSUL")[1]].split()
        assert riga[-7:] == ["CONSUL", "TENUTA", "4", "4", "0", "0", "0"], "quattro documenti, una riga ciascuno"
        await mani.premi("down", "asterisk", "f10")
        assert isinstance(mani.app.screen, Domanda) and mani.dove("1 codice:")
        await mani.premi("enter")
        assert isinstance(mani.app.screen, Domanda), "Invio non basta"
        await mani.premi("s")
        assert "Sostituiti: 1 codice" in mani.messaggio
        assert prestazione(studio_di_prova, "DICHIAR") is None
        assert prestazione(studio_di_prova, "CONSUL") is not None, "solo quella scelta"
        await mani.premi("f10", "s")
    assert prestazione(studio_di_prova, "CONSUL") is None
    codici = sull_archivio(studio_di_prova, lambda s, c: set(s.exec(select(RigaDocumento.codice_prestazione)).all()))
    assert codici == {"TENUTA"}


@pytest.mark.requisito("PRE-115")
async def test_si_precancellano_e_si_ripristinano_quelle_di_una_selezione(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrecancellazionePrestazioni()) as mani:
        await mani.premi("f10")
        assert mani.dove("Precancello 6 prestazioni")
        await mani.premi("s")
        assert "Indicare almeno una selezione" in mani.messaggio
        await mani.premi("ctrl+home")
        await mani.scrivi("p\n")
        await mani.scrivi("d\ns\n")
        await mani.premi("f5")
        assert "Prestazioni della selezione: 4" in mani.messaggio
        await mani.scrivi("r\n")
        await mani.premi("f10", "s")
        assert "Prestazioni precancellate: 2" in mani.messaggio
    assert precancellate(studio_di_prova) == {"DICHIAR", "RIMBSP"}
    async with programma(studio_di_prova, SchermoPrecancellazionePrestazioni()) as mani:
        await mani.scrivi("r\nn\n")
        await mani.premi("f10", "s")
        assert "Prestazioni ripristinate: 2" in mani.messaggio
    assert precancellate(studio_di_prova) == set()
