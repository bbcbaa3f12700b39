"""Codes D and V typed in the body of a document: the description, and the text with its fields made of `?`."""

from pathlib import Path

import pytest

from parcella.ledger import archivio
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Risposte
from parcella.ledger.prestazioni import anagrafica
from screens.studio_documenti import LAVORO, gestione

TESTO = "PRESTAZIONE??????????\nCONSULENZA??????????"


@pytest.fixture
def con_variabile(studio: Path) -> Path:
    """The example of the manual."""
    dati = {"codice": "PERIODO", "tipo": "V", "descrizione": "PERIODO", "righe_testo": TESTO}
    with archivio.apri(studio) as aperto, aperto.scrittura() as sessione:
        anagrafica.salva(sessione, Contesto(1, "STU", "P", "anna", LAVORO), dati, Risposte(interattive=False))
    return studio


@pytest.mark.requisito("PRE-088")
async def test_un_codice_d_e_sostituito_dalla_sua_descrizione(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.testata("no")
        await mani.scrivi("incar\n")
        assert mani.dove("COME DA INCARICO")
        await mani.scrivi("tenuta\n\n\n\n")
        await mani.premi("f10")
        assert mani.ultimo.righe[0].descrizione_riga == "COME DA INCARICO"


@pytest.mark.requisito("PRE-101", "PRE-102", "PRE-103")
async def test_i_punti_interrogativi_sono_campi_lunghi_quanto_sono(con_variabile: Path) -> None:
    async with gestione(con_variabile) as mani:
        await mani.testata("no")
        await mani.scrivi("periodo\n")
        assert mani.dove("PRESTAZIONE??????????") and mani.dove("CONSULENZA??????????"), "esploso subito"
        griglia = mani.schermo.griglia
        assert (griglia.indice, mani.campo(), griglia.editore.cursore) == (0, "descrizione_riga", 11)
        await mani.scrivi(" di marzo12")
        assert griglia.editore.testo == "PRESTAZIONE di marzo1", "dieci caratteri e non di più"
        assert "Qui stanno 10 caratteri" in mani.messaggio
        await mani.premi("backspace", "backspace")
        assert griglia.editore.testo == "PRESTAZIONE di marz??"
        await mani.scrivi("o\n")
        assert (griglia.indice, griglia.editore.cursore) == (1, 10), "il campo seguente, sull'altra riga"
        await mani.scrivi(" fiscale\n")
        assert mani.campo() == "codice", "finiti i campi si va avanti"
        await mani.scrivi("tenuta\n\n\n\n")
        await mani.premi("f10")
        assert [r.descrizione_riga for r in mani.ultimo.righe][:2] == ["PRESTAZIONE di marzo?", "CONSULENZA fiscale??"]
