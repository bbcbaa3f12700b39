"""Both schedules: filters, marks with their sum, a payment taken from the line, the document one key away."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from parcella.ledger import archivio
from parcella.ledger.primanota.consultazione import elenco, saldo
from parcella.ledger.scadenzario.tabelle import RataContabile
from parcella.screens.incasso import SchermoIncasso
from parcella.screens.scadenzari import FiltroScadenze, SchermoScadenzarioContabile, SchermoScadenzarioNotule
from parcella.widgets.elenco import Elenco
from screens.pilota import programma
from widgets.pilota import Mani


def righe(mani: Mani) -> list[str]:
    return [" ".join(riga.strip(">* ").split()) for riga in mani.video]


def libri(percorso: Path, regola: Any) -> Any:
    with archivio.apri(percorso) as aperto, aperto.lettura() as sessione:
        return regola(sessione)


def rate(percorso: Path) -> list[tuple[str | None, Decimal]]:
    return list(
        libri(
            percorso,
            lambda s: [
                (r.stato_rata, r.importo_rata) for r in s.exec(select(RataContabile).order_by(RataContabile.id)).all()
            ],
        )
    )


async def test_scadenzario_notule(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoScadenzarioNotule()) as mani:
        assert "aperte, tutte le date, totale 534,40 €" in mani.video[1]
        assert righe(mani)[3] == "10/01/2026 NO 1/1 10/01/2026 Rossi s.r.l. M 534,40"
        assert "F7" not in mani.video[-1], "una notula non si incassa: si trasforma in parcella"


async def test_scadenzario_contabile(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoScadenzarioContabile()) as mani:
        assert "aperte, tutte le date, totale 694,72 €" in mani.video[1]
        assert righe(mani)[3] == "10/02/2026 PA 1/2 10/02/2026 Verdi e Figli s.n.c. M 694,72"
        await mani.premi("f4", "enter", "enter", "enter")
        await mani.scrivi("n\n")
        assert righe(mani)[3] == "15/01/2026 PA 1/1 15/01/2026 Rossi s.r.l. M 374,08 P 15/01/2026"
        assert mani.app.screen.query_one(Elenco).totale == 2
        await mani.premi("f4")
        await mani.scrivi("\n\nverdi\nn\n")
        assert "501.00002, totale 694,72 €" in mani.video[1]
        await mani.premi("f4")
        await mani.scrivi("010326\n\n\n\n")
        assert "Nessuna scadenza con questo filtro" in mani.video[3]


async def test_le_marche_si_sommano(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoScadenzarioContabile()) as mani:
        await mani.premi("f4", "enter", "enter", "enter")
        await mani.scrivi("n\n")
        await mani.premi("asterisk")
        assert mani.messaggio == "1 marcata, 374,08 €"
        await mani.premi("asterisk")
        assert mani.messaggio == "2 marcate, 1.068,80 €"
        await mani.premi("shift+f5")
        assert not mani.app.screen.query_one(Elenco).segni


@pytest.mark.requisito("PDI-031", "PRN-018")
async def test_incassa_in_due_volte(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoScadenzarioContabile()) as mani:
        await mani.premi("f7")
        assert isinstance(mani.app.screen, SchermoIncasso)
        assert "PA 1/2 del 10/02/2026" in "\n".join(mani.video)
        await mani.scrivi("200226\n200\n102.00001\n")
        await mani.premi("f10")
        assert isinstance(mani.app.screen, SchermoScadenzarioContabile)
        assert mani.messaggio == "Incassati 200,00 € su PA 1/2, restano 494,72 €."
        assert "totale 494,72 €" in mani.video[1]
        assert rate(studio_di_prova)[1:] == [("P", Decimal("200.00")), (None, Decimal("494.72"))]
        await mani.premi("f7", "f10")
        assert mani.messaggio == "Incassati 494,72 € su PA 1/2: è tutta pagata."
        assert "Nessuna scadenza" in mani.video[3]
    pagamenti = libri(
        studio_di_prova,
        lambda s: [r for r in elenco(s, 1, date(2026, 1, 1), date(2026, 12, 31)) if r["documento"] == "PA 1/2"],
    )
    assert [(r["causale"], r["data_registrazione"]) for r in pagamenti] == [
        ("FE", date(2026, 2, 10)), ("PG", date(2026, 2, 20)), ("PG", date(2026, 3, 20)),
    ]  # fmt: skip
    assert libri(studio_di_prova, lambda s: saldo(s, 1, "102.00001")) == Decimal("200.00")
    assert libri(studio_di_prova, lambda s: saldo(s, 1, "002.00101")) == 0, "i conti sospesi sono a zero"


async def test_un_incasso_rifiutato_non_scrive_nulla(studio_di_prova: Path) -> None:
    prima = rate(studio_di_prova)
    async with programma(studio_di_prova, SchermoScadenzarioContabile()) as mani:
        await mani.premi("f7")
        for digitato, frase in (
            ("\n9999\n", "supera il residuo"),
            ("\n0\n", "maggiore di zero"),
        ):
            await mani.premi("ctrl+home")
            await mani.scrivi(digitato)
            await mani.premi("f10")
            assert frase in mani.messaggio
            assert isinstance(mani.app.screen, SchermoIncasso)
        await mani.premi("ctrl+home")
        await mani.scrivi("010126\n694,72\n")
        await mani.premi("f10")
        assert "anteriore" in mani.messaggio
        await mani.premi("escape", "n")
        assert isinstance(mani.app.screen, SchermoIncasso)
        await mani.premi("escape", "s")
        assert isinstance(mani.app.screen, SchermoScadenzarioContabile)
    assert rate(studio_di_prova) == prima


async def test_cio_che_e_pagato_non_si_incassa(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoScadenzarioContabile()) as mani:
        await mani.premi("f4", "enter", "enter", "enter")
        await mani.scrivi("n\n")
        await mani.premi("f7")
        assert mani.messaggio == "F7 Incassa: ora non è possibile."


async def test_invio_apre_il_documento(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoScadenzarioContabile()) as mani:
        await mani.premi("enter")
        assert type(mani.app.screen).__name__ == "SchermoDocumenti"
        assert "694,72" in "\n".join(mani.video)


async def test_date_del_filtro_rovesciate(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoScadenzarioNotule()) as mani:
        await mani.premi("f4")
        await mani.scrivi("010326\n010226\n\n\n")
        assert isinstance(mani.app.screen, FiltroScadenze)
        assert mani.messaggio == "La data finale viene prima di quella iniziale."
