"""Grids: cells, rows, insertion, deletion."""

from decimal import Decimal
from typing import Any

import pytest
from textual.app import ComposeResult

from parcella.widgets.campo import Campo
from parcella.widgets.eventi import RigaLasciata
from parcella.widgets.griglia import Griglia
from parcella.widgets.schermo import Schermo
from widgets.pilota import Mani, prova

DUE_RIGHE = "consul\n\n4\n90,5\n.\nsolo descritta\n"


async def alla_griglia(mani: Mani) -> Griglia:
    mani.documento.righe.entra(1)
    await mani.quiete()
    return mani.documento.righe


async def test_invio_passa_di_cella_in_cella_e_di_riga_in_riga() -> None:
    async with prova() as mani:
        griglia = await alla_griglia(mani)
        await mani.scrivi("consul\n\n4\n90,5\ntenuta\n")
        assert griglia.righe[0] == {
            "codice": "CONSUL",
            "descrizione": "Consulenza fiscale",
            "quantita": Decimal(4),
            "prezzo": Decimal("90.5"),
        }
        assert griglia.righe[1]["descrizione"] == "Tenuta contabilità"
        assert (griglia.indice, griglia.cella) == (1, 1)


async def test_una_raffica_di_caratteri_costa_un_giro_dello_schermo_e_non_uno_per_tasto(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with prova() as mani:
        griglia = await alla_griglia(mani)
        giri = []
        vero = type(mani.app)._attendi_effetti

        async def conta(app: Any) -> None:
            giri.append(app)
            await vero(app)

        monkeypatch.setattr(type(mani.app), "_attendi_effetti", conta)
        await mani.scrivi(".\n" + "una riga lunga " * 100)
        assert griglia.editore.rifiutato or len(griglia.editore.testo) == 1500
        assert griglia.editore.testo.startswith("una riga lunga una riga")
        assert len(giri) == 3, "the dot, Enter, the burst"


async def test_la_riga_descrittiva_salta_gli_importi() -> None:
    async with prova() as mani:
        griglia = await alla_griglia(mani)
        griglia.carica([{"codice": ".", "descrizione": ""}])
        await mani.premi("enter")
        await mani.scrivi("solo descritta\n")
        assert griglia.indice == 1, "dopo la descrizione la riga dopo, non la quantità"


async def test_la_riga_vuota_in_fondo_non_conta_e_chiude_la_griglia() -> None:
    async with prova() as mani:
        griglia = await alla_griglia(mani)
        await mani.scrivi("consul\n\n4\n90,5\n\n")
        assert len(griglia.righe) == 1
        assert "F10 conferma" in mani.messaggio


async def test_su_dalla_prima_riga_torna_alla_testata() -> None:
    async with prova() as mani:
        await alla_griglia(mani)
        await mani.premi("up")
        assert mani.app.focused is mani.documento.testata
        assert mani.documento.testata.campo and mani.documento.testata.campo.identificatore == "importo"


async def test_inserire_e_cancellare_una_riga() -> None:
    async with prova() as mani:
        griglia = await alla_griglia(mani)
        griglia.carica([{"codice": c, "descrizione": c} for c in "ABC"])
        await mani.premi("down", "f6")
        assert [r["codice"] for r in griglia.righe] == ["A", "", "B", "C"]
        await mani.premi("f5")  # empty: no question
        assert [r["codice"] for r in griglia.righe] == ["A", "B", "C"]
        await mani.premi("f5", "enter", "s")  # Enter is no answer
        assert [r["codice"] for r in griglia.righe] == ["A", "C"]
        await mani.premi("f5", "n")
        assert [r["codice"] for r in griglia.righe] == ["A", "C"]


async def test_prima_e_ultima_riga_e_pagine() -> None:
    async with prova() as mani:
        griglia = await alla_griglia(mani)
        griglia.carica([{"codice": str(n), "descrizione": ""} for n in range(1000)])
        await mani.premi("shift+f6")
        assert griglia.indice == 999
        assert mani.dove("1000 999")
        await mani.premi("shift+f5", "pagedown")
        assert griglia.indice == griglia.size.height - 1
        await mani.premi("pageup")
        assert griglia.indice == 0
        assert not griglia.modificato


async def test_un_clic_va_alla_cella() -> None:
    async with prova() as mani:
        griglia = await alla_griglia(mani)
        griglia.carica([{"codice": c, "descrizione": f"riga {c}"} for c in "ABC"])
        await mani.quiete()
        await mani.clic(*mani.dove("riga B"))
        assert (griglia.indice, griglia.cella) == (1, 1)


class Fissa(Schermo[None]):
    """A grid with the rows it has."""

    titolo = "Rate"

    def corpo(self) -> ComposeResult:
        righe = [{"rata": n, "importo": None} for n in (1, 2)]
        yield Griglia(
            [Campo("rata", "Rata", "intero", sola_lettura=True), Campo("importo", "Importo", "importo")],
            righe,
            fissa=True,
        )


async def test_griglia_fissa_non_cresce() -> None:
    async with prova() as mani:
        mani.app.push_screen(Fissa())
        await mani.quiete()
        await mani.scrivi("10\n20\n")
        griglia = mani.app.screen.query_one(Griglia)
        await mani.premi("down", "f6")
        assert [r["importo"] for r in griglia.righe] == [Decimal(10), Decimal(20)]
        assert griglia.modificato


class ConTotale(Fissa):
    """Notes the rows left."""

    def on_riga_lasciata(self, event: RigaLasciata) -> None:
        self.avvisa(f"riga {event.indice}: {event.riga['importo']}")


async def test_la_riga_lasciata_si_dice_allo_schermo() -> None:
    async with prova() as mani:
        mani.app.push_screen(ConTotale())
        await mani.quiete()
        await mani.scrivi("10\n")
        assert mani.messaggio == "riga 0: 10"
