"""What the header of a document reads elsewhere, as it is now: the name of its sigla, who follows the client."""

import json
from pathlib import Path
from typing import Any

import pytest

from parcella.ledger import archivio
from parcella.ledger.esito import Risposte
from parcella.ledger.scambio.importa import importa
from parcella.screens.elenco_documenti import FiltroDocumenti
from screens.studio_documenti import LAVORO, ManiDocumenti, gestione


def cambia(percorso: Path, **sezioni: Any) -> None:
    contenuto = json.dumps({"formato": "parcella/1", "azienda": {"sigla": "STU"}, **sezioni}).encode()
    with archivio.apri(percorso) as aperto:
        importa(aperto, [("variazione", contenuto)], data_lavoro=LAVORO, risposte=Risposte(interattive=False))


def si_legge(mani: ManiDocumenti, *testi: str) -> bool:
    return any(all(testo in riga for testo in testi) for riga in mani.video)


@pytest.mark.requisito("TAR-002", "TAR-003", "TAR-005", "DOC-016")
async def test_la_descrizione_della_sigla_si_vede_dovunque(studio: Path) -> None:
    cambia(studio, descrizioni_documento=[{"sigla": "NO", "descrizione": "Avviso di Parcella"}])
    async with gestione(studio) as mani:
        await mani.premi("f2")
        assert si_legge(mani, "NO", "Avviso di Parcella"), "F2 su Docum"
        assert si_legge(mani, "PA", "Parcella")
        await mani.premi("escape")
        await mani.testata("no")
        assert mani.schermo.testata["descrizione_documento"] == "Avviso di Parcella"
        await mani.riga("tenuta", "", "100")
        await mani.premi("f10")
        assert mani.ultimo.nome == "NO 1/28", "la sigla e il numeratore restano quelli"
        await mani.premi("f4")
        assert isinstance(mani.app.screen, FiltroDocumenti)
        await mani.premi("f2")
        assert si_legge(mani, "NO", "Avviso di Parcella"), "F2 nel filtro della lista"
        await mani.premi("escape")
        await mani.scrivi("no")
        await mani.premi("f10", "enter")
        assert mani.schermo.testata["descrizione_documento"] == "Avviso di Parcella", "il documento richiamato"


@pytest.mark.requisito("CLI-005", "CLI-032")
async def test_il_responsabile_e_quello_di_adesso_e_non_resta_sui_documenti(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.testata("no")
        assert mani.schermo.testata["responsabile"] == "Gabriella Neri"
        await mani.riga("tenuta", "", "100")
        await mani.premi("f10")
    cambia(
        studio,
        utenti=[{"nome": "carla"}],
        clienti=[{"codice": "501.00001", "dati_parcellazione": {"responsabile": "carla"}}],
    )
    async with gestione(studio) as mani:
        await mani.premi("f4", "f10", "end", "enter")
        assert mani.schermo.chiave is not None
        assert mani.schermo.testata["responsabile"] == "carla", "senza nome completo, il nome di accesso"
        assert si_legge(mani, "Resp. carla")
        assert "responsabile" not in mani.documenti()[0].model_dump()
