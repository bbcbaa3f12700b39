"""What the header of a document reads elsewhere, as it is now: the name of its sigla, who follows the client."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parcella.ledger import archivio
from parcella.ledger.documenti.proposte import riproposta
from parcella.ledger.esito import Risposte
from parcella.ledger.scambio.importa import importa
from parcella.screens.elenco_documenti import FiltroDocumenti
from parcella.widgets.domanda import Domanda
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


async def _due_righe_e_un_altro_cliente(mani: ManiDocumenti) -> None:
    await mani.testata("no")
    await mani.riga("consul", "4")
    await mani.riga("tenuta", "", "100")
    await mani.premi("f8", "f8")
    while mani.campo() != "codice_cliente":
        await mani.premi("enter")
    await mani.scrivi("501.00002\n")
    domanda = mani.app.screen
    assert isinstance(domanda, Domanda) and "rileggo i prezzi e l'IVA" in domanda.testo


def _prezzi_e_importi(mani: ManiDocumenti) -> list[tuple[str, Decimal, Decimal]]:
    return [
        (r["codice_prestazione"], r["prezzo_unitario"], r["importo_prestazione"]) for r in mani.schermo.griglia.righe
    ]


@pytest.mark.requisito("DOC-084", "DOC-092")
async def test_cambiando_cliente_i_prezzi_si_rileggono_a_richiesta(studio: Path) -> None:
    cambia(studio, clienti=[{"codice": "501.00002", "cod_iva": "E10"}])
    async with gestione(studio) as mani:
        await _due_righe_e_un_altro_cliente(mani)
        await mani.premi("enter")
        assert _prezzi_e_importi(mani) == [
            ("CONSUL", Decimal("80.00"), Decimal("320.00")),
            ("TENUTA", Decimal("150.00"), Decimal("100.00")),
        ], "l'importo scritto a mano resta"
        assert [r["codice_iva_riga"] for r in mani.schermo.griglia.righe] == ["E10", "E10"]
        assert mani.schermo.piede["totale_prestazioni"] == Decimal("420.00")


async def test_o_si_lasciano_come_sono(studio: Path) -> None:
    async with gestione(studio) as mani:
        await _due_righe_e_un_altro_cliente(mani)
        await mani.scrivi("n")
        assert _prezzi_e_importi(mani)[0] == ("CONSUL", Decimal("90.00"), Decimal("360.00"))
        assert mani.schermo.piede["codice_pagamento"] == "RD", "il resto è del nuovo cliente"


def test_quello_che_e_stato_scritto_a_mano_resta() -> None:
    proposta = {"codice_iva_riga": "22", "iva_proposta": "22", "prezzo_unitario": Decimal("90.00"), "quantita": None}
    nuova = {"codice_iva_riga": "E10", "prezzo_unitario": Decimal("80.00")}
    riga = proposta | {"prezzo_proposto": Decimal("90.00"), "importo_prestazione": Decimal("90.00")}
    assert riproposta(riga, nuova) == {
        "codice_iva_riga": "E10",
        "iva_proposta": "E10",
        "prezzo_unitario": Decimal("80.00"),
        "prezzo_proposto": Decimal("80.00"),
        "importo_prestazione": Decimal("80.00"),
    }
    assert "codice_iva_riga" not in riproposta(riga | {"codice_iva_riga": "10"}, nuova)
    assert "importo_prestazione" not in riproposta(riga | {"importo_prestazione": Decimal("75.00")}, nuova)
    a_mano = riproposta(riga | {"prezzo_unitario": Decimal("70.00")}, nuova)
    assert set(a_mano) == {"codice_iva_riga", "iva_proposta"}
