"""Particolarità prezzi: the subject above, the prices below, F5 ricerca, deleting one or all, and from the client."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parcella.ledger import archivio
from parcella.ledger.contesto import Contesto
from parcella.ledger.prestazioni import particolarita
from parcella.ledger.prestazioni.tabelle import Particolarita
from parcella.screens.cliente import SchermoCliente
from parcella.screens.particolarita import ElencoParticolarita, SchermoParticolarita
from parcella.screens.prestazione import SchermoPrestazione
from parcella.widgets.domanda import Domanda
from parcella.widgets.griglia import Griglia
from parcella.widgets.modulo import Modulo
from screens.conftest import LAVORO
from screens.pilota import programma
from widgets.pilota import Mani


def tutte(percorso: Path) -> list[tuple[Particolarita, list[tuple[Decimal, Decimal]]]]:
    with archivio.apri(percorso) as aperto, aperto.lettura() as sessione:
        return [
            (una, [(s.quantita, s.prezzo) for s in particolarita.leggi_scaglioni(sessione, una)])
            for una in particolarita.elenco(sessione, 1)
        ]


def aggiungi(percorso: Path, **dati: Any) -> None:
    with archivio.apri(percorso) as aperto, aperto.scrittura() as sessione:
        contesto = Contesto(1, "STU", "P", "anna", LAVORO)
        comuni = {"prestazione": "CONSUL", "modo": "F", "prezzo_oltre": Decimal("70.00")}
        particolarita.salva(sessione, contesto, comuni | dati)


def campo(mani: Mani) -> str:
    qui = mani.app.screen.focused
    assert isinstance(qui, Modulo | Griglia)
    assert qui.campo is not None
    return qui.campo.identificatore


@pytest.mark.requisito("PRE-072", "PRE-074", "PRE-077", "PRE-082", "PRE-118")
async def test_un_valore_fisso_per_un_cliente(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazione("CONSUL")) as mani:
        await mani.premi("f11")
        assert mani.dove("P Prezzo")
        assert mani.dove("CONSUL")
        assert campo(mani) == "cliente", "tipo e prestazione si vedono soltanto"
        await mani.scrivi("ross\n")
        assert mani.dove("501.00001")
        assert campo(mani) == "valida_da", "il tariffario è alternativo al cliente"
        await mani.scrivi("010126\n")
        assert campo(mani) == "valida_a", "definito il soggetto si passa sotto"
        await mani.scrivi("311226\nf\n")
        assert campo(mani) == "prezzo_oltre", "con F non ci sono scaglioni"
        assert "Prezzo" in "\n".join(mani.video[9:14])
        assert "Quantità" not in "\n".join(mani.video)
        await mani.scrivi("75,5")
        await mani.premi("f10")
        assert mani.messaggio == "Particolarità registrata."
        assert campo(mani) == "cliente", "pronta per la prossima"
    ((una, scaglioni),) = tutte(studio_di_prova)
    assert (una.prestazione, una.cliente, una.tariffario) == ("CONSUL", "501.00001", None)
    assert (una.valida_da, una.valida_a) == (date(2026, 1, 1), date(2026, 12, 31))
    assert (una.modo, una.prezzo_oltre, scaglioni) == ("F", Decimal("75.50"), [])


@pytest.mark.requisito("PRE-073", "PRE-078", "PRE-079", "PRE-080", "PRE-081")
async def test_prezzi_per_quantita_per_tutti(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoParticolarita("CONSUL")) as mani:
        await mani.scrivi("\n\n\n\n")
        assert campo(mani) == "modo"
        await mani.scrivi("x\n")
        assert "F oppure Q" in mani.messaggio
        await mani.scrivi("q\n")
        assert campo(mani) == "quantita"
        assert mani.dove("Quantità") and mani.dove("Prezzi"), "le colonne si leggono intere"
        assert mani.dove("Oltre")
        await mani.scrivi("10\n8\n5\n7\n\n")
        assert campo(mani) == "prezzo_oltre"
        await mani.scrivi("6")
        await mani.premi("f10")
        assert "devono crescere" in mani.messaggio
        assert campo(mani) == "quantita"
        await mani.scrivi("20\n0\n")
        await mani.premi("f10")
        assert mani.messaggio == "Particolarità registrata."
    ((una, scaglioni),) = tutte(studio_di_prova)
    assert (una.cliente, una.tariffario, una.valida_da, una.valida_a) == (None, None, None, None)
    assert (una.modo, una.prezzo_oltre) == ("Q", Decimal("6.00"))
    assert scaglioni == [(Decimal(10), Decimal(8)), (Decimal(20), Decimal(0))], "lo zero è un prezzo"


@pytest.mark.requisito("PRE-075", "PRE-076")
async def test_il_soggetto(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoParticolarita("CONSUL")) as mani:
        await mani.scrivi("104.00001\n")
        assert "non trovato" in mani.messaggio, "è un conto, ma non del mastro clienti"
        await mani.premi("ctrl+u", "enter")
        assert campo(mani) == "tariffario"
        await mani.scrivi("1\n")
        assert campo(mani) == "valida_da"
        await mani.premi("up", "up")
        assert campo(mani) == "tariffario", "il codice conto è chiuso: sono alternativi"
        await mani.scrivi("5\n")
        assert "non abilitato" in mani.messaggio
        await mani.premi("ctrl+u")
        await mani.scrivi("1\n\n\n\n60")
        await mani.premi("f10")
    ((una, _),) = tutte(studio_di_prova)
    assert (una.cliente, una.tariffario) == (None, 1)


@pytest.mark.requisito("PRE-084")
async def test_f5_ricerca_apre_quella_scelta(studio_di_prova: Path) -> None:
    aggiungi(studio_di_prova, cliente="501.00002", valida_da=date(2026, 1, 1))
    aggiungi(studio_di_prova)
    async with programma(studio_di_prova, SchermoParticolarita("CONSUL")) as mani:
        await mani.premi("f5")
        assert isinstance(mani.app.screen, ElencoParticolarita)
        assert mani.dove("tutti")
        await mani.premi("down", "enter")
        assert mani.dove("Verdi e Figli")
        await mani.scrivi("\n\n\n\n")
        await mani.scrivi("65")
        await mani.premi("f10")
        assert mani.messaggio == "Particolarità registrata."
    prezzi = {una.cliente: una.prezzo_oltre for una, _ in tutte(studio_di_prova)}
    assert prezzi == {None: Decimal("70.00"), "501.00002": Decimal("65.00")}


async def test_il_soggetto_di_una_che_c_e_gia_la_mostra(studio_di_prova: Path) -> None:
    aggiungi(studio_di_prova, cliente="501.00002")
    async with programma(studio_di_prova, SchermoParticolarita("CONSUL")) as mani:
        await mani.scrivi("2\n\n")
        assert mani.dove("70,00")


@pytest.mark.requisito("PRE-085", "PRE-086")
async def test_cancellare_questa_o_tutte(studio_di_prova: Path) -> None:
    aggiungi(studio_di_prova, cliente="501.00001")
    aggiungi(studio_di_prova, cliente="501.00002")
    aggiungi(studio_di_prova, prestazione="TENUTA")
    async with programma(studio_di_prova, SchermoParticolarita("CONSUL")) as mani:
        await mani.premi("f5", "enter", "shift+f3")
        assert "non è possibile" in mani.messaggio, "solo dalla parte bassa"
        await mani.scrivi("\n\n")
        assert campo(mani) == "valida_a"
        await mani.premi("shift+f3", "enter")
        assert isinstance(mani.app.screen, Domanda)
        await mani.premi("s")
        assert mani.messaggio == "Particolarità cancellata."
        assert len(tutte(studio_di_prova)) == 2
        aggiungi(studio_di_prova)
        await mani.premi("shift+f5")
        assert mani.dove("TUTTE le 2")
        await mani.premi("s")
        assert mani.messaggio == "Particolarità cancellate: 2."
    ((una, _),) = tutte(studio_di_prova)
    assert una.prestazione == "TENUTA"


@pytest.mark.requisito("PRE-083")
async def test_dal_cliente_con_f11(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoCliente("501.00001")) as mani:
        assert "Particolarità P" not in "\n".join(mani.video)
        await mani.premi("escape")
    aggiungi(studio_di_prova, cliente="501.00001")
    async with programma(studio_di_prova, SchermoCliente("501.00001")) as mani:
        assert mani.dove("Particolarità P")
        await mani.premi("f11")
        assert isinstance(mani.app.screen, ElencoParticolarita)
        await mani.premi("enter")
        assert isinstance(mani.app.screen, SchermoParticolarita)
        assert mani.dove("Rossi s.r.l.")
        await mani.scrivi("\n\n")
        await mani.premi("shift+f3", "s", "escape", "escape")
        assert isinstance(mani.app.screen, SchermoCliente)
        assert "Particolarità P" not in "\n".join(mani.video)
