"""From a parcella definitiva to its nota di credito, at the keyboard; and from there to the schedule."""

from decimal import Decimal
from pathlib import Path

from sqlmodel import select

from parcella.ledger.aziende.tabelle import ParametriStudio
from parcella.ledger.scadenzario.tabelle import RataContabile
from parcella.screens.scadenzari import SchermoScadenzarioContabile

from .studio_documenti import ManiDocumenti, gestione


async def parcella_da_incassare(mani: ManiDocumenti) -> int:
    await mani.testata("pa")
    await mani.riga("tenuta", "", "1000")
    await mani.premi("f10")
    await mani.scrivi("n\n\n")  # not paid
    await mani.premi("f10")
    return int(mani.documenti()[-1].id or 0)


def rate(mani: ManiDocumenti) -> list[tuple[str | None, Decimal]]:
    with mani.app.archivio.lettura() as sessione:
        tutte = sessione.exec(select(RataContabile).order_by(RataContabile.id)).all()  # type: ignore[arg-type]
        return [(r.stato_rata, r.importo_rata) for r in tutte]


async def test_la_nota_di_credito_di_una_parte(studio: Path) -> None:
    async with gestione(studio) as mani:
        await parcella_da_incassare(mani)
        await mani.premi("f6")
        assert "definitiva: sola consultazione" in mani.messaggio
        await mani.premi("ctrl+f6")
        assert "a storno della 1/68" in mani.messaggio
        assert mani.schermo.testata["descrizione_documento"] == "Nota di credito"
        assert mani.schermo.testata["numero_documento"] == "AUTO"
        assert mani.schermo.modificato, "Esc non la perde senza chiedere"
        await mani.premi("enter", "enter")
        await mani.scrivi("400\n\n")
        await mani.premi("f10")
        assert "PA 1/69 registrato." in mani.messaggio, mani.video
        nota = mani.ultimo.documento
        assert (nota.nota_credito, nota.causale, nota.totale_prestazioni) == ("S", "NE", Decimal("400.00"))
        assert (nota.fattura_collegata_numero, str(nota.fattura_collegata_data)) == ("1/68", "2026-03-20")
        assert [r["causale"] for r in mani.registrazioni(nota.id)] == ["NE"]
        await mani.premi("f6", "ctrl+f6")
        assert mani.schermo.chiave == nota.id, "una nota di credito non si accredita"


async def test_si_compensa_e_si_rende_dallo_scadenzario(studio: Path) -> None:
    async with gestione(studio) as mani:
        with mani.app.archivio.scrittura() as sessione:
            sessione.exec(select(ParametriStudio)).one().conto_giro_effetti_notule = "110.00009"
        fattura = await parcella_da_incassare(mani)
        await mani.premi("f6", "ctrl+f6", "f10")
        assert "PA 1/69 registrato." in mani.messaggio
        assert rate(mani) == [(None, Decimal("1068.80")), (None, Decimal("-1068.80"))]
        await mani.app.push_screen(SchermoScadenzarioContabile())
        await mani.quiete()
        await mani.premi("end")
        await mani.premi("shift+f7")
        assert any("Compenso 1.068,80 € fra la nota di credito PA 1/69 e la PA 1/68" in riga for riga in mani.video)
        await mani.premi("enter")
        assert mani.messaggio.startswith("Compensati 1.068,80 € fra PA 1/69 e PA 1/68.")
        assert rate(mani) == [("P", Decimal("1068.80")), ("P", Decimal("-1068.80"))]
        assert [r["causale"] for r in mani.registrazioni(fattura)] == ["FE", "PG"]


async def test_il_rimborso_di_cio_che_era_incassato(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.testata("pa")
        await mani.riga("tenuta", "", "1000")
        await mani.premi("f10", "f10")
        await mani.premi("f6", "ctrl+f6", "f10")
        await mani.app.push_screen(SchermoScadenzarioContabile())
        await mani.quiete()
        assert any("-1.068,80" in riga for riga in mani.video)
        await mani.premi("f7")
        assert any("Rimborso" in riga for riga in mani.video)
        await mani.premi("f10")
        assert mani.messaggio.startswith("Resi 1.068,80 € su PA 1/69: è tutta resa."), mani.messaggio
        assert rate(mani)[-1] == ("P", Decimal("-1068.80"))


async def test_dopo_una_compensazione_la_barra_resta_sulla_nota(studio: Path) -> None:
    """Or the next key would take the money of another client."""
    async with gestione(studio) as mani:
        with mani.app.archivio.scrittura() as sessione:
            sessione.exec(select(ParametriStudio)).one().conto_giro_effetti_notule = "110.00009"
        await mani.testata("pa")
        await mani.riga("tenuta", "", "1000")
        await mani.premi("f10")
        await mani.scrivi("n\n100\n\n")
        await mani.premi("f10")
        await mani.premi("f6", "ctrl+f6", "f10")
        await mani.testata("pa", "501.00002")
        await mani.riga("tenuta", "", "500")
        await mani.premi("f10")
        await mani.scrivi("n\n\n")
        await mani.premi("f10")
        await mani.app.push_screen(SchermoScadenzarioContabile())
        await mani.quiete()
        await mani.premi("down", "shift+f7", "enter")
        assert "da rendere 100,00" in mani.messaggio, mani.messaggio
        (barra,) = [riga for riga in mani.video if riga.startswith(">")]
        assert "1/69" in barra and "-100,00" in barra
