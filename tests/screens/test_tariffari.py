"""Tariffari: nine rows, enabled by a short description, disabled with ⇧F3."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parcella.ledger import archivio
from parcella.ledger.clienti import anagrafica as clienti
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Risposte
from parcella.ledger.prestazioni import anagrafica, tariffari
from parcella.screens.menu import Menu
from parcella.screens.prestazione import SchermoPrestazione
from parcella.screens.tariffari import SchermoTariffari
from parcella.widgets.domanda import Domanda
from screens.conftest import LAVORO
from screens.pilota import programma


def sull_archivio(percorso: Path, regola: Any) -> Any:
    with archivio.apri(percorso) as aperto, aperto.scrittura() as sessione:
        return regola(sessione, Contesto(1, "STU", "P", "anna", LAVORO))


def abilitati(percorso: Path) -> dict[int, tuple[str | None, str | None]]:
    letti = sull_archivio(percorso, lambda s, c: tariffari.elenco_tariffari(s, c.azienda))
    return {t.numero: (t.descrizione, t.descrizione_estesa) for t in letti}


@pytest.mark.requisito("TAR-006", "TAR-007", "TAR-010", "TAR-011", "TAR-014")
async def test_si_abilitano_con_la_descrizione(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoTariffari()) as mani:
        assert mani.dove("BASE")
        await mani.scrivi("NORMALE\n\nAMICI\nClienti amici dello studio\n")
        await mani.premi("down")
        await mani.scrivi("URGENZE")
        await mani.premi("x")
        assert "al massimo 7" in mani.messaggio
        await mani.premi("f10")
        assert isinstance(mani.app.screen, Menu)
    assert abilitati(studio_di_prova) == {
        1: ("NORMALE", None),
        2: ("AMICI", "Clienti amici dello studio"),
        4: ("URGENZE", None),
    }


async def test_la_descrizione_estesa_da_sola_non_basta(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoTariffari()) as mani:
        await mani.premi("down", "enter")
        await mani.scrivi("Clienti amici")
        await mani.premi("f10")
        assert "descrizione breve" in mani.messaggio
        await mani.scrivi("AMICI")
        await mani.premi("f10")
    assert abilitati(studio_di_prova)[2] == ("AMICI", "Clienti amici")


@pytest.mark.requisito("TAR-008", "TAR-012", "TAR-013")
async def test_cancella_con_i_prezzi(studio_di_prova: Path) -> None:
    def prepara(sessione: Any, contesto: Contesto) -> None:
        tariffari.salva_tariffario(sessione, contesto, {"numero": 2, "descrizione": "AMICI"})
        anagrafica.salva_prezzi(sessione, contesto, "CONSUL", {1: Decimal("90.00"), 2: Decimal("80.00")})
        clienti.salva(sessione, contesto, {"codice": "501.00001", "tariffario": 2}, Risposte(interattive=False))

    sull_archivio(studio_di_prova, prepara)
    async with programma(studio_di_prova, SchermoPrestazione("CONSUL"), SchermoTariffari()) as mani:
        await mani.premi("shift+f3")
        assert "non è possibile" in mani.messaggio, "il primo non si cancella"
        await mani.premi("down", "shift+f3")
        assert isinstance(mani.app.screen, Domanda)
        assert mani.app.screen.testo.startswith("Cancello il tariffario 2 AMICI. ")
        assert "prezzo: 1;" in mani.app.screen.testo
        assert "tariffario 1: 1; particolarità cancellate: 0" in mani.app.screen.testo
        await mani.premi("enter")
        assert isinstance(mani.app.screen, Domanda), "risponde solo una lettera"
        await mani.premi("s")
        assert mani.messaggio == "Tariffario 2 cancellato."
        await mani.premi("escape", "f8")
    assert abilitati(studio_di_prova) == {1: ("BASE", None)}
    assert sull_archivio(studio_di_prova, lambda s, c: anagrafica.prezzi(s, 1, "CONSUL")) == {1: Decimal("90.00")}
    cliente = sull_archivio(studio_di_prova, lambda s, c: clienti.leggi(s, 1, "501.00001"))
    assert cliente.tariffario is None
