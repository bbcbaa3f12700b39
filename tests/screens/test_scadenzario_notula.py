"""The scadenzario of a notula: made from the payment, edited, compared with the totale da pagare."""

from datetime import date
from pathlib import Path

import pytest

from parcella.screens.scadenzario_notula import ScadenzarioNotula
from screens.studio_documenti import ManiDocumenti, euro, gestione


async def notula(mani: ManiDocumenti, cliente: str = "501.00004", importo: str = "1000") -> None:
    await mani.testata("no", cliente)
    await mani.riga("tenuta", "", importo)


def aperto(mani: ManiDocumenti) -> ScadenzarioNotula:
    assert isinstance(mani.app.screen, ScadenzarioNotula), mani.video
    return mani.app.screen


@pytest.mark.requisito("SCN-001", "SCN-002", "SCN-003", "SCN-005", "SCN-006", "SCN-007", "SCN-018", "NOT-018",
                       "NOT-020", "NOT-021", "NOT-022")  # fmt: skip
async def test_f11_mostra_le_rate_e_i_tre_totali(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.scrivi("pa\n")
        await mani.premi("f11")
        assert "ora non è possibile" in mani.messaggio, "una parcella diretta non ne ha"
        await mani.premi("up", "up")
        await mani.premi("escape", "s")
    async with gestione(studio) as mani:
        await notula(mani)
        await mani.premi("f11")
        righe = aperto(mani).griglia.righe
        assert [r["data_scadenza"] for r in righe] == [date(2026, 4, 30), date(2026, 5, 31)]
        assert {r["documento"] for r in righe} == {"1/AUTO"}
        assert any("501.00004 Banca Riba s.p.a." in r for r in mani.video)
        assert any("Tot. da pagare" in r and "Tot. rate" in r and "Diff.         0,00" in r for r in mani.video)
        await mani.premi("enter", "enter")
        await mani.scrivi("10\n")
        totali = mani.app.screen.query_one("#totali")
        assert totali["differenza"] == totali["totale_da_pagare"] - totali["totale_rate"] != 0  # type: ignore[index]
        await mani.premi("escape")
        await mani.premi("f10")
        assert sum(r.importo_rata for r in mani.ultimo.rate) == mani.ultimo.documento.totale_da_pagare


@pytest.mark.requisito("SCN-008", "SCN-009", "SCN-016", "SCN-017", "SCN-026", "SCN-027", "NOT-024")
async def test_tipo_ammesso_e_stato_non_digitabile(studio: Path) -> None:
    async with gestione(studio) as mani:
        await notula(mani)
        await mani.premi("f11", "enter")
        await mani.scrivi("t\n")
        assert "sono ammessi C, M, R, B, A, V, X, Y, Z" in mani.messaggio
        assert mani.campo() == "tipo_pagamento"
        await mani.premi("backspace")
        await mani.scrivi("b\n")
        assert aperto(mani).griglia.riga["descrizione_tipo"] == "BONIFICO"
        assert mani.campo() == "importo_rata", "Sr non si scrive"
        await mani.premi("enter")
        assert mani.campo() == "data_scadenza", "neppure la data pagamento"
        await mani.premi("f10", "f10")
        assert [r.tipo_pagamento for r in mani.ultimo.rate] == ["B", "R"]
        assert [r.stato_rata for r in mani.ultimo.rate] == [None, None]


@pytest.mark.requisito("NOT-016", "NOT-019", "NOT-023", "SCN-023")
async def test_f10_con_differenza_apre_lo_scadenzario_e_blocca(studio: Path) -> None:
    async with gestione(studio) as mani:
        await notula(mani)
        await mani.premi("f11", "enter", "enter")
        await mani.scrivi("10\n")
        await mani.premi("f10")
        assert mani.app.screen is mani.schermo, "a metà lavoro si chiude anche con una differenza"
        await mani.premi("f10")
        assert aperto(mani).bloccante
        await mani.premi("f10")
        assert "diverso dal totale da pagare" in mani.messaggio
        assert mani.documenti() == []
        await mani.premi("f7", "s", "f10")
        assert sum(r.importo_rata for r in mani.ultimo.rate) == mani.ultimo.documento.totale_da_pagare


@pytest.mark.requisito("NOT-017")
async def test_apertura_automatica(studio: Path) -> None:
    async with gestione(studio) as mani:
        mani.parametri(apertura_automatica_scadenzario="S")
        await mani.schermo.apri()
        await mani.quiete()
        await notula(mani)
        await mani.premi("f10")
        aperto(mani)
        assert mani.documenti() == []
        await mani.premi("f10")
        assert len(mani.ultimo.rate) == 2


@pytest.mark.requisito("NOT-012", "NOT-013", "NOT-014", "NOT-015", "DOC-101", "DOC-103")
async def test_domanda_di_ricalcolo_su_pag_antic_e_banca(studio: Path) -> None:
    async with gestione(studio) as mani:
        await notula(mani)
        await mani.premi("f8")
        await mani.scrivi("rd\n")
        assert any("Confermi il ricalcolo delle rate" in r for r in mani.video)
        await mani.premi("enter")
        assert len(mani.schermo.rate) == 1
        assert mani.schermo.piede["spese_banca"] == euro("0.00")
        await mani.scrivi("100426\n20\n")
        assert any("Confermi il ricalcolo" in r for r in mani.video)
        await mani.premi("n")
        assert mani.schermo.rate[0]["importo_rata"] != mani.schermo.piede["totale_da_pagare"]
        await mani.scrivi("3\n")
        await mani.premi("s")
        assert mani.schermo.rate[0]["importo_rata"] == mani.schermo.piede["totale_da_pagare"]
        await mani.premi("f10")
        f = mani.ultimo
        assert (f.documento.codice_pagamento, f.documento.totale_spese_anticipate) == ("RD", euro("20.00"))
        assert [r.data_scadenza for r in f.rate] == [date(2026, 4, 10)]


@pytest.mark.requisito("DOC-100")
async def test_tratta_rifiutata(studio: Path) -> None:
    async with gestione(studio) as mani:
        await notula(mani)
        await mani.premi("f8")
        await mani.scrivi("tr\n")
        assert "TRATTA" in mani.messaggio
        assert mani.campo() == "codice_pagamento"


async def test_le_rate_mai_toccate_seguono_i_totali(studio: Path) -> None:
    """NOT, Ambiguità 2."""
    async with gestione(studio) as mani:
        await notula(mani)
        await mani.riga("tenuta", "", "500")
        assert sum(r["importo_rata"] for r in mani.schermo.rate) == mani.schermo.piede["totale_da_pagare"]


@pytest.mark.requisito("SCN-004", "SCN-028", "SCN-029", "SCN-030", "SCN-031", "SCN-032", "SCN-033", "SCN-034")
async def test_tasti_dello_scadenzario(studio: Path) -> None:
    async with gestione(studio) as mani:
        await notula(mani)
        await mani.premi("f11")
        griglia = aperto(mani).griglia
        prima = griglia.righe
        await mani.premi("f6")
        await mani.scrivi("300426\nm\n50\n")
        assert len(griglia.righe) == 3
        await mani.premi("shift+f6")
        assert griglia.indice == 2
        await mani.premi("f5", "s", "shift+f5")
        assert (len(griglia.righe), griglia.indice) == (2, 0)
        await mani.premi("f8", "s")
        assert [r["importo_rata"] for r in griglia.righe] == [r["importo_rata"] for r in prima]
        await mani.premi("f4")
        await mani.scrivi("Sollecitare")
        await mani.premi("f10")
        griglia.carica([dict(griglia.righe[0]) for _ in range(99)])
        await mani.quiete()
        await mani.premi("f6")
        assert "ora non è possibile" in mani.messaggio
        await mani.premi("f7", "s", "f10", "f10")
        assert mani.ultimo.documento.nota_scadenzario == "Sollecitare"
        assert len(mani.ultimo.rate) == 2


@pytest.mark.requisito("SCN-025", "NOT-041", "NOT-042", "RIC-028", "RIC-035")
async def test_notula_chiusa_solo_da_guardare_e_da_cancellare(studio: Path) -> None:
    async with gestione(studio) as mani:
        await notula(mani)
        mani.schermo.testata.vai_a("chiusa_definitiva")
        await mani.scrivi("s\n")
        await mani.premi("s", "f10", "f6", "f11")
        assert aperto(mani).sola_lettura
        assert not mani.app.screen.si_conferma  # type: ignore[attr-defined]
        await mani.premi("f5")
        assert len(aperto(mani).griglia.righe) == 2
        await mani.premi("escape", "escape", "f4")
        mani.app.screen.query_one("#filtro").imposta("filtro_notule_chiuse", "")  # type: ignore[attr-defined]
        await mani.premi("f10", "f11")
        assert aperto(mani).sola_lettura
        await mani.premi("escape", "shift+f3", "enter")
        assert len(mani.documenti()) == 1, "Invio non cancella"
        await mani.premi("s")
        assert mani.documenti() == []
