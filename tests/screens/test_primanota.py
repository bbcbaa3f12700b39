"""Consulting primanota: the list, its filter, the rows of FE and PG with their totals."""

from pathlib import Path

import pytest

from parcella.screens.primanota import FiltroDate, SchermoPrimanota, SchermoRegistrazione
from parcella.widgets.elenco import Elenco
from screens.pilota import programma
from widgets.pilota import Mani


def righe(mani: Mani) -> list[str]:
    """The lines of the list on the screen, without their blanks."""
    return [" ".join(riga.strip(">* ").split()) for riga in mani.video]


@pytest.mark.requisito("PRN-001", "PRN-002", "PRN-014")
async def test_l_elenco(studio_di_prova: Path) -> None:
    """FE and PG of the parcella paid, only the FE of the one not paid, nothing of the provvisoria."""
    async with programma(studio_di_prova, SchermoPrimanota()) as mani:
        assert mani.video[1].split("  ")[0].strip() == "Registrazioni: dal 01/01/2026 al 31/12/2026"
        assert righe(mani)[3:7] == [
            "15/01/2026 1 FE V01/000001 PA 1/1 514,08",
            "15/01/2026 2 PG PA 1/1 FE 1 DEL 15/01/26 374,08",
            "10/02/2026 3 FE V01/000002 PA 1/2 954,72",
            "",
        ]
        assert mani.app.screen.query_one(Elenco).indice == 2, "si parte dall'ultima"


@pytest.mark.requisito("PRN-004", "PRN-007", "PRN-009", "PRN-010")
async def test_le_righe_di_una_parcella_pagata(studio_di_prova: Path) -> None:
    """The figures of PRN-008 and PRN-011, with the IVA of today."""
    async with programma(studio_di_prova, SchermoPrimanota()) as mani:
        await mani.premi("home", "enter")
        assert isinstance(mani.app.screen, SchermoRegistrazione)
        video = righe(mani)
        assert video[1] == "Data 15/01/2026 Numero 1 Caus FE Fattura emessa"
        assert video[3] == "Prot V01/000001 Ndoc 1 Del 15/01/2026 Documento PA 1/1"
        assert video[5:11] == [
            "501.00001 Rossi s.r.l. 444,08 D",
            "801.00001 Prestazioni di servizi 350,00 A",
            "318.00120 Debiti vs cassa previdenza 14,00 A",
            "110.00003 IVA a debito (vendite) 80,08 A",
            "501.00001 Rossi s.r.l. 70,00 A",
            "109.00001 Erario c/ritenute subite 70,00 D",
        ]
        assert video[-4:-2] == ["Totale D 514,08", "Totale A 514,08"]
        await mani.premi("escape", "down", "enter")
        video = righe(mani)
        assert video[2] == "Desc FE 1 DEL 15/01/26"
        assert video[5:11] == [
            "501.00001 Rossi s.r.l. 374,08 A",
            "101.00001 Cassa 374,08 D",
            "801.00001 Prestazioni di servizi 0,00 A 350,00A",
            "318.00120 Debiti vs cassa previdenza 0,00 A 14,00A",
            "110.00003 IVA a debito (vendite) 0,00 A 80,08A",
            "109.00001 Erario c/ritenute subite 0,00 D 70,00D",
        ]
        assert video[-4:-2] == ["Totale D 374,08", "Totale A 374,08"]


@pytest.mark.requisito("PRN-015")
async def test_le_righe_di_una_parcella_non_pagata(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrimanota()) as mani:
        await mani.premi("end", "enter")
        assert righe(mani)[5:11] == [
            "501.00002 Verdi e Figli s.n.c. 824,72 D",
            "002.00101 C/sospeso prestazioni 650,00 A",
            "318.00120 Debiti vs cassa previdenza 26,00 A",
            "110.00003 IVA a debito (vendite) 148,72 A",
            "501.00002 Verdi e Figli s.n.c. 130,00 A",
            "005.00003 Erario c/rit. documenti (sospeso) 130,00 D",
        ]


async def test_il_filtro(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrimanota()) as mani:
        await mani.premi("f4")
        await mani.scrivi("010226\n010126\n")
        assert isinstance(mani.app.screen, FiltroDate)
        assert mani.messaggio == "La data finale viene prima di quella iniziale."
        await mani.premi("escape")
        assert mani.app.screen.query_one(Elenco).totale == 3, "Esc lascia l'elenco com'era"
        await mani.premi("f4")
        await mani.scrivi("010226\n280226\n")
        assert "dal 01/02/2026 al 28/02/2026" in mani.video[1]
        assert mani.app.screen.query_one(Elenco).totale == 1
        await mani.premi("f4")
        await mani.scrivi("010125\n311225\n")
        assert "Nessuna registrazione" in mani.video[3]
        await mani.premi("enter")
        assert isinstance(mani.app.screen, SchermoPrimanota)
