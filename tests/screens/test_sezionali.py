"""Sezionali from the keyboard: 1 paper, 2 and 3 electronic; Rossi enabled on 2, Verdi not enabled."""

from pathlib import Path

import pytest
from sqlmodel import select

from parcella.ledger.aziende.tabelle import Serie
from parcella.screens.numeratori import SchermoNumeratori
from parcella.widgets.domanda import Domanda
from screens.pilota import programma
from screens.studio_documenti import ManiDocumenti, gestione
from screens.test_testata_documento import cambia, si_legge
from widgets.pilota import Mani

ROSSI, VERDI = "501.00001", "501.00002"


@pytest.fixture
def con_sezionali(studio: Path) -> Path:
    cambia(
        studio,
        numeratori=[
            {"documento": "PA", "serie": 1, "fattura_elettronica": "N"},
            {"documento": "PA", "serie": 2, "fattura_elettronica": "S"},
            {"documento": "PA", "serie": 3, "fattura_elettronica": "S", "descrizione": "Altri"},
        ],
        clienti=[
            {"codice": ROSSI, "sezionale_fattura_elettronica": 2},
            {"codice": VERDI, "tipo_fattura_elettronica": "N"},
        ],
    )
    return studio


async def scrivi_parcella(mani: ManiDocumenti, serie: str = "") -> None:
    """A provvisoria to Rossi; `serie` typed over the one proposed."""
    await mani.testata("pa", ROSSI)
    await mani.riga("tenuta", "", "100")
    if serie:
        mani.schermo.testata.vai_a("serie")
        await mani.scrivi(f"{serie}\n")


@pytest.mark.requisito("FEL-023", "FEL-024", "FEL-031")
async def test_la_serie_del_cliente_si_propone_e_si_cambia(con_sezionali: Path) -> None:
    async with gestione(con_sezionali) as mani:
        await scrivi_parcella(mani)
        assert mani.schermo.testata["serie"] == 2
        mani.schermo.testata.vai_a("serie")
        await mani.scrivi("3\n")
        await mani.premi("f10")
        assert isinstance(mani.app.screen, Domanda)
        assert "diverso da quello definito nell'anagrafica del cliente (2)" in mani.app.screen.testo
        await mani.scrivi("sn\n")
        await mani.premi("f10")
        assert "PA 3/1 registrato. Il sezionale 3 e' diverso" in mani.messaggio


@pytest.mark.requisito("FEL-025", "FEL-027", "FEL-031")
async def test_sul_cartaceo_si_chiede_e_con_n_si_torna_alla_serie(con_sezionali: Path) -> None:
    async with gestione(con_sezionali) as mani:
        await scrivi_parcella(mani, "1")
        await mani.premi("f10")
        assert isinstance(mani.app.screen, Domanda)
        assert "ma il sezionale 1 e' cartaceo" in mani.app.screen.testo
        await mani.premi("enter")  # N is the answer proposed
        assert (mani.campo(), mani.documenti()) == ("serie", [])
        await mani.scrivi("2\n")
        await mani.premi("f10")
        await mani.scrivi("n\n")
        await mani.premi("f10")
        assert mani.ultimo.nome == "PA 2/1"


@pytest.mark.requisito("FEL-030", "FEL-031")
async def test_chi_non_e_abilitato_si_ferma_subito(con_sezionali: Path) -> None:
    async with gestione(con_sezionali) as mani:
        await mani.scrivi(f"pa\n2\n\n\n\n\n{VERDI}\n")
        assert "indicare un altro cliente o un sezionale cartaceo" in mani.messaggio
        assert mani.campo() == "codice_cliente"
        mani.schermo.testata.vai_a("serie")
        await mani.scrivi("1\n")
        assert "sezionale cartaceo" not in mani.messaggio
        await mani.scrivi("3")
        mani.schermo.testata.vai_a("serie")
        await mani.scrivi("3\n")
        assert (mani.campo(), "sezionale cartaceo" in mani.messaggio) == ("serie", True)


@pytest.mark.requisito("FEL-022", "FEL-031")
async def test_una_notula_non_prende_la_serie_elettronica(con_sezionali: Path) -> None:
    async with gestione(con_sezionali) as mani:
        await mani.testata("no", ROSSI)
        assert mani.schermo.testata["serie"] == 1


@pytest.mark.requisito("FEL-028", "DOC-022")
async def test_f3_dice_quali_sono_elettronici(con_sezionali: Path) -> None:
    async with gestione(con_sezionali) as mani:
        await mani.scrivi("pa\n")
        await mani.premi("f3")
        assert si_legge(mani, "1", "Parcelle", "cartacea")
        assert si_legge(mani, "3", "Altri", "elettronica")


@pytest.mark.requisito("FEL-005", "FEL-006")
async def test_la_colonna_fattelettr_dei_numeratori(con_sezionali: Path) -> None:
    async with programma(con_sezionali, SchermoNumeratori()) as mani:
        assert si_legge_di(mani, "FattElettr")
        await mani.premi("end", "enter")
        while mani.app.focused.campo.identificatore != "fattura_elettronica":  # type: ignore[union-attr]
            await mani.premi("enter")
        await mani.scrivi("n\n")
        await mani.premi("f10")
        with mani.app.archivio.lettura() as sessione:  # type: ignore[attr-defined]
            serie = sessione.exec(select(Serie).where(Serie.documento == "PA").order_by(Serie.serie)).all()
            assert [s.fattura_elettronica for s in serie] == ["N", "S", "N"]


def si_legge_di(mani: Mani, testo: str) -> bool:
    return any(testo in riga for riga in mani.video)
