"""The messages at the opening of an azienda cliente, and the switch in Parametri aziendali."""

import json
from pathlib import Path
from typing import Any

import pytest

from parcella.ledger import archivio
from parcella.ledger.aziende.parametri import parametri_studio
from parcella.ledger.esito import Risposte
from parcella.ledger.scambio.importa import importa
from parcella.ledger.scambio.nuovo_studio import Scelte, aggiungi_studio
from parcella.screens.menu import Menu
from parcella.screens.messaggi import SchermoMessaggi
from parcella.screens.parametri_aziendali import SchermoParametriAziendali
from parcella.screens.parametri_studio import SchermoParametriStudio
from parcella.screens.scelta_azienda import SchermoSceltaAzienda
from parcella.widgets.domanda import Domanda
from parcella.widgets.modulo import Modulo
from screens.conftest import AZIENDA, LAVORO
from screens.pilota import programma
from widgets.pilota import Mani

CLIENTE: dict[str, Any] = AZIENDA | {"sigla": "PR1", "tipo": "I", "ragione_sociale": "Rossi s.r.l."}
ATTIVITA = {
    "stato": "A", "data_lavoro": "2026-03-20", "codice_prestazione": "CONSUL", "quantita": "2.00", "utente": "anna",
    "codice_cliente": "501.00001", "note": "Portare il verbale della verifica",
}  # fmt: skip


def variazione(percorso: Path, **sezioni: Any) -> None:
    contenuto = json.dumps({"formato": "parcella/1", "azienda": {"sigla": "STU"}, **sezioni}).encode()
    with archivio.apri(percorso) as aperto:
        importa(aperto, [("variazione", contenuto)], data_lavoro=LAVORO, risposte=Risposte(interattive=False))


@pytest.fixture
def con_cliente(studio_di_prova: Path) -> Path:
    """The azienda PR1 of the client Rossi, to whom the studio has assigned an attività for today."""
    with archivio.apri(studio_di_prova) as aperto:
        aggiungi_studio(aperto, CLIENTE, Scelte(utente="anna"), LAVORO, {})
    variazione(
        studio_di_prova,
        parametri_studio={"visualizza_attivita": "S"},
        clienti=[{"codice": "501.00001", "dati_parcellazione": {"sigla_azienda": "PR1"}}],
        agenda=[ATTIVITA],
    )
    return studio_di_prova


def visualizza(percorso: Path, sigla: int = 1) -> str:
    with archivio.apri(percorso) as aperto, aperto.lettura() as sessione:
        parametri = parametri_studio(sessione, sigla)
        assert parametri is not None
        return parametri.visualizza_attivita


@pytest.mark.requisito("PAR-027", "PAR-028", "FIS-010")
async def test_aprendo_l_azienda_del_cliente_i_messaggi_si_mostrano_una_volta(con_cliente: Path) -> None:
    async with programma(con_cliente, azienda="PR1") as mani:
        assert isinstance(mani.app.screen, SchermoMessaggi)
        mani.dove("20/03/2026")
        assert mani.messaggio == "CONSUL · 501.00001 Rossi s.r.l. · Portare il verbale della verifica"
        await mani.premi("enter")
        assert isinstance(mani.app.screen, Menu)
        await mani.scrivi("12\n1\n")
        await mani.premi("escape", "escape")
        assert isinstance(mani.app.screen, Menu), "tornando al menu non si mostrano di nuovo"


async def test_cambiando_azienda_si_mostrano_e_si_chiudono_con_esc(con_cliente: Path) -> None:
    async with programma(con_cliente, azienda="STU") as mani:
        assert isinstance(mani.app.screen, Menu)
        await mani.premi("f9")
        assert isinstance(mani.app.screen, SchermoSceltaAzienda)
        await mani.premi("home", "enter")
        assert isinstance(mani.app.screen, SchermoMessaggi)
        assert mani.app.sessione.azienda == "PR1"
        await mani.premi("escape")
        assert isinstance(mani.app.screen, Menu)
        assert mani.video[0].startswith(" PR1 Rossi s.r.l.")


async def test_fuori_dai_suoi_giorni_non_si_mostra(con_cliente: Path) -> None:
    async with programma(con_cliente, azienda="PR1", data_lavoro=LAVORO.replace(day=21)) as mani:
        assert isinstance(mani.app.screen, Menu)


@pytest.mark.requisito("PAR-034", "FIS-007", "FIS-009", "FIS-013")
async def test_si_accendono_e_si_spengono_solo_nei_parametri_aziendali(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        await mani.scrivi("12\n14\n")
        assert isinstance(mani.app.screen, SchermoParametriAziendali)
        mani.dove("Gest. messaggi su az.CLI.")
        await mani.scrivi("s\n")
        await mani.premi("f10")
        assert visualizza(studio_di_prova) == "S"
        await mani.scrivi("14\nn\n")
        await mani.premi("f10")
        domanda = mani.app.screen
        assert isinstance(domanda, Domanda) and "non saranno più mostrati" in domanda.testo
        await mani.scrivi("n")
        assert visualizza(studio_di_prova) == "S"
        await mani.premi("f10")
        await mani.scrivi("s")
        assert visualizza(studio_di_prova) == "N"


@pytest.mark.requisito("FIS-007")
async def test_senza_parcellazione_la_voce_non_c_e(studio_di_prova: Path) -> None:
    variazione(studio_di_prova, parametri_studio={"parcellazione_studio": "N"})
    async with programma(studio_di_prova) as mani:
        await mani.scrivi("12\n")
        assert "Parametri aziendali" not in "\n".join(mani.video)


@pytest.mark.requisito("PAR-034", "FIS-012", "FIS-013")
async def test_nei_parametri_studio_si_immette_solo_accendendo_la_parcellazione(studio_di_prova: Path) -> None:
    variazione(studio_di_prova, parametri_studio={"parcellazione_studio": "N"})

    def si_immette(mani: Mani) -> bool:
        modulo = mani.app.screen.query_one(Modulo)
        campo = next(c for c in modulo.campi if c.identificatore == "visualizza_attivita")
        return campo.si_immette(modulo.valori)

    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        assert not si_immette(mani)
        await mani.scrivi("s\n")
        assert si_immette(mani)
        modulo = mani.app.screen.query_one(Modulo)
        while modulo.campo is not None and modulo.campo.identificatore != "visualizza_attivita":
            await mani.premi("enter")
        await mani.scrivi("s\n")
        await mani.premi("f10")
    assert visualizza(studio_di_prova) == "S"
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        assert not si_immette(mani)
