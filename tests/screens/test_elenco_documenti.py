"""The list of documents: filter, columns, marks, deletion, print."""

from dataclasses import replace
from pathlib import Path

import pytest

from parcella.ledger.documenti.ricerca import Filtro
from parcella.screens.elenco_documenti import FiltroDocumenti, SchermoElencoDocumenti, descrivi
from screens.studio_documenti import ManiDocumenti, gestione


def elenco(mani: ManiDocumenti) -> SchermoElencoDocumenti:
    assert isinstance(mani.app.screen, SchermoElencoDocumenti), mani.video
    return mani.app.screen


async def tre_documenti(mani: ManiDocumenti) -> None:
    """NO 1/28, NO 1/29, PA 1/68 definitiva e pagata."""
    for importo in ("100", "200"):
        await mani.testata("no1")
        await mani.riga("tenuta", "", importo)
        await mani.premi("f10")
    await mani.scrivi("pa\n\n\n\nd\nnota della parcella\n501.00001\n\n")
    await mani.riga("tenuta", "", "300")
    await mani.premi("f10", "f10")


@pytest.mark.requisito("DOC-020", "RIC-001", "RIC-002", "RIC-003", "RIC-004", "RIC-005", "RIC-008", "RIC-009",
                       "RIC-014", "RIC-025")  # fmt: skip
async def test_il_filtro_la_prima_volta_poi_la_lista(studio: Path) -> None:
    async with gestione(studio) as mani:
        await tre_documenti(mani)
        await mani.premi("f4")
        assert isinstance(mani.app.screen, FiltroDocumenti)
        assert any("01/01/2026" in r and "31/12/2026" in r for r in mani.video)
        await mani.scrivi("pa")
        await mani.premi("f10")
        assert elenco(mani).elenco.totale == 1
        await mani.premi("escape", "f4")
        assert elenco(mani).elenco.totale == 1, "direttamente l'ultima lista"
        await mani.premi("f4")
        assert isinstance(mani.app.screen, FiltroDocumenti)
        await mani.premi("delete")
        await mani.premi("f10")
        assert elenco(mani).elenco.totale == 3


@pytest.mark.requisito("RIC-015", "RIC-016", "RIC-020", "RIC-021", "RIC-022", "RIC-023", "RIC-024")
async def test_colonne_titolo_movimento_e_apertura(studio: Path) -> None:
    async with gestione(studio) as mani:
        await tre_documenti(mani)
        await mani.premi("f4", "f10")
        assert any("Filtro: NO e PA, 01/01/2026-31/12/2026, notule non chiuse" in r and "(3)" in r for r in mani.video)
        riga = mani.video[mani.dove("PA  1/68")[1]]
        assert "20/03/2026 501.00001 Rossi s.r" in riga
        assert riga.rstrip().endswith("D       S")
        assert "nota della parcella" in mani.messaggio, "la nota della riga sotto la barra"
        assert elenco(mani).elenco.indice == 2, "la barra sull'ultima"
        await mani.premi("home")
        assert elenco(mani).elenco.indice == 0
        await mani.premi("pagedown")
        assert elenco(mani).elenco.indice == 2
        await mani.premi("pageup", "end", "up")
        assert elenco(mani).elenco.indice == 1
        await mani.premi("enter")
        assert mani.schermo.testata["numero_documento"] == "29"
        assert mani.schermo.testata["sigla_documento"] == "NO1"
        await mani.premi("escape")
        assert elenco(mani).elenco.indice == 1, "Esc torna alla lista dov'era"


async def test_marche_e_loro_somma(studio: Path) -> None:
    async with gestione(studio) as mani:
        await tre_documenti(mani)
        await mani.premi("f4", "f10", "home", "space", "space")
        marcate = elenco(mani).elenco.righe_marcate.values()
        somma = sum(r["totale_da_pagare"] for r in marcate)
        assert mani.messaggio == f"2 marcati, {somma}".replace(".", ",") + " €"


@pytest.mark.requisito("RIC-029", "RIC-034", "DOC-026", "DOC-044")
async def test_cancellare_chiede_con_una_lettera_e_non_muove_il_numeratore(studio: Path) -> None:
    async with gestione(studio) as mani:
        await tre_documenti(mani)
        await mani.premi("f4", "f10", "home", "shift+f3")
        assert any("Confermi la cancellazione di NO 1/28" in r for r in mani.video)
        await mani.premi("enter", "n")
        assert len(mani.documenti()) == 3
        await mani.premi("end", "up", "shift+f3", "s")
        assert [d.numero_documento for d in mani.documenti()] == [28, 68]
        assert elenco(mani).elenco.totale == 2
        await mani.premi("escape")
        await mani.testata("no")
        await mani.riga("tenuta")
        await mani.premi("f10")
        assert mani.ultimo.nome == "NO 1/30"


async def test_cancellare_una_definitiva_dice_che_va_via_anche_la_primanota(studio: Path) -> None:
    async with gestione(studio) as mani:
        await tre_documenti(mani)
        chiave = mani.documenti()[-1].id
        await mani.premi("f4", "f10", "shift+f3", "s")
        assert any("registrazioni FE/PG di primanota" in r for r in mani.video)
        await mani.premi("n")
        assert len(mani.registrazioni(chiave)) == 2
        await mani.premi("shift+f3", "s", "s")
        assert mani.registrazioni(chiave) == []


@pytest.mark.requisito("RIC-043")
async def test_stampa_dalla_lista(studio: Path, casa_propria: Path) -> None:
    async with gestione(studio) as mani:
        await tre_documenti(mani)
        for fatto in casa_propria.rglob("*.pdf"):
            fatto.unlink()
        await mani.premi("f4", "f10", "shift+f8")
        assert "PDF: " in mani.messaggio
        assert len(list(casa_propria.rglob("*.pdf"))) == 1


def test_il_filtro_in_una_riga() -> None:
    filtro = Filtro(sigla="NO", modulo="1", serie_da=1, numero_a=9, cliente_da="501.00001", notule_chiuse="S")
    assert descrivi(filtro) == "Filtro: NO modulo 1, serie 1-…, numero …-9, cliente 501.00001-…, notule chiuse"
    assert "parcelle definitive" in descrivi(replace(filtro, stato_parcella="D"))
