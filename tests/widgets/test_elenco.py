"""Lists: pages by key, movement, marks, type-to-find."""

from collections.abc import Iterator

import pytest

from parcella.widgets.elenco import PAGINE_TENUTE, RIGHE_A_PAGINA, Elenco
from parcella.widgets.sorgente import Colonna, SorgenteLista
from terminal.programma import Documenti, SorgenteNumeri
from widgets.pilota import Mani, prova


async def apri(mani: Mani, quanti: int = 100_000) -> Elenco:
    schermo = Documenti(quanti)
    mani.app.push_screen(schermo)
    await mani.quiete()
    elenco = schermo.query_one(Elenco)
    await mani.fino_a(lambda: elenco.pronto)
    return elenco


def numero(elenco: Elenco) -> int:
    assert elenco.riga is not None
    return int(elenco.riga["numero"])


async def test_il_conto_nel_titolo_e_le_prime_righe() -> None:
    async with prova() as mani:
        await apri(mani)
        assert mani.video[1].startswith(" Filtro: tutti")
        assert mani.video[1].endswith("(100.000)")
        assert "Cliente 000001" in mani.video[3]


async def test_fine_pagine_e_inizio_senza_mai_saltare_righe_nel_database() -> None:
    async with prova() as mani:
        elenco = await apri(mani)
        await mani.premi("end")
        assert numero(elenco) == 100_000
        await mani.premi(*["pageup"] * 15)
        attesa = 100_000 - 15 * (elenco.size.height - 3)
        assert numero(elenco) == attesa
        await mani.premi("home", *["pagedown"] * 15, "down")
        assert numero(elenco) == 2 + 15 * (elenco.size.height - 3)
        assert set(mani.documenti.sorgente.salti) == {0}
        assert len(elenco._pagine) <= PAGINE_TENUTE


async def test_i_tasti_battuti_durante_la_lettura_aspettano() -> None:
    async with prova() as mani:
        elenco = await apri(mani)
        await mani.pilota.press("end", "up", "up", "enter")
        await mani.fino_a(lambda: mani.app.screen is mani.documento)
        await mani.quiete()
        assert elenco.indice == 99_997


async def test_la_barra_di_scorrimento_trascinata_in_mezzo_salta_una_volta() -> None:
    async with prova() as mani:
        elenco = await apri(mani)
        elenco.scroll_to(y=50_000, animate=False, force=True, immediate=True)
        await mani.quiete()
        assert "Cliente 050001" in mani.video[3]
        assert any(mani.documenti.sorgente.salti)


async def test_marche_e_loro_somma() -> None:
    async with prova() as mani:
        elenco = await apri(mani)
        await mani.premi("asterisk", "down", "s", "asterisk", "up", "asterisk")
        assert elenco.segni == {1: "*", 3: "s"}
        assert mani.messaggio == "2 marcate, 4 €"
        assert mani.video[3].startswith("*")


async def test_cercare_scrivendo() -> None:
    async with prova() as mani:
        elenco = await apri(mani)
        await mani.premi("4", "2", "0")
        assert numero(elenco) == 420
        assert "Cerca: 420_" in mani.video[1]
        await mani.premi("backspace")
        assert numero(elenco) == 42
        await mani.premi("x")
        assert numero(elenco) == 42
        await mani.premi("escape")
        assert "Cerca" not in mani.video[1]
        assert mani.app.screen is mani.documenti, "il primo Esc toglie la ricerca, non chiude"


async def test_elenco_vuoto_e_ricarica() -> None:
    async with prova() as mani:
        elenco = await apri(mani, 0)
        assert "Nessuna riga." in mani.video[3]
        await mani.premi("enter", "down", "end", "asterisk")
        assert elenco.riga is None
        mani.documenti.sorgente.quanti = 3
        elenco.ricarica()
        await mani.quiete()
        assert numero(elenco) == 1
        mani.documenti.sorgente.quanti = 1
        await mani.premi("end")
        elenco.ricarica()
        await mani.quiete()
        assert numero(elenco) == 1


async def test_doppio_clic_sceglie() -> None:
    async with prova() as mani:
        await apri(mani)
        await mani.pilota.click(offset=(5, 5), times=2)
        await mani.fino_a(lambda: mani.app.screen is mani.documento)


@pytest.mark.parametrize("quante", [1, 199, 200, 201, 450])
async def test_ogni_riga_al_suo_posto_da_tutte_e_due_le_parti(quante: int) -> None:
    async with prova() as mani:
        elenco = await apri(mani, quante)
        await mani.premi("end")
        for indice in (quante - 1, max(0, quante - RIGHE_A_PAGINA - 1), 0):
            elenco.vai(indice)
            await mani.quiete()
            assert numero(elenco) == indice + 1


def _tutte(sorgente: SorgenteLista) -> Iterator[int]:
    righe = sorgente.pagina(2)
    while righe:
        yield from (r["chiave"] for r in righe)
        righe = sorgente.pagina(2, dopo=sorgente.chiave(righe[-1]))


def test_sorgente_lista_come_una_del_database() -> None:
    sorgente = SorgenteLista([{"chiave": n, "nome": f"n{n}"} for n in range(5)])
    assert list(_tutte(sorgente)) == [0, 1, 2, 3, 4]
    assert [r["chiave"] for r in sorgente.pagina(2, prima=3)] == [1, 2]
    assert [r["chiave"] for r in sorgente.pagina(2, dal_fondo=True)] == [3, 4]
    assert [r["chiave"] for r in sorgente.pagina(1, dopo=0, salto=2)] == [3]
    assert sorgente.posizione("N3") == 3
    assert sorgente.posizione("zz") is None


def test_numeri_a_destra_e_scritti_all_italiana() -> None:
    from decimal import Decimal

    colonna = Colonna("importo", "Importo", 14, "importo")
    assert colonna.a_destra
    assert colonna.mostra({"importo": Decimal("1040")}) == "1.040,00"
    assert colonna.mostra({}) == ""
    assert SorgenteNumeri(3).posizione("4") is None
