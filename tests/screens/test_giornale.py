"""The journal on the screens: F12 from a card, from a list, from a document; the filter; an entry in full."""

from pathlib import Path

from parcella.screens.azienda import SchermoAzienda
from parcella.screens.cliente import SchermoCliente
from parcella.screens.codici_iva import SchermoCodiciIva
from parcella.screens.documenti import SchermoDocumenti
from parcella.screens.giornale import FiltroGiornale, FinestraVoce, SchermoGiornale
from parcella.screens.legge import SchermoLegge
from parcella.screens.parametri_studio import SchermoParametriStudio
from parcella.screens.primanota import SchermoPrimanota
from parcella.screens.tabella import Carta
from parcella.widgets.elenco import Elenco
from screens import schermi
from screens.pilota import programma
from widgets.pilota import Mani


def righe(mani: Mani) -> list[dict[str, object]]:
    elenco = mani.app.screen.query_one(Elenco)
    return [dict(elenco.riga_a(i) or {}) for i in range(elenco.totale)]


async def test_un_cambiamento_fatto_sullo_schermo_si_rilegge_da_f12(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoCodiciIva()) as mani:
        await mani.premi("enter")
        carta = mani.app.screen
        assert isinstance(carta, Carta)
        codice = carta.riga["codice"] if carta.riga else ""
        carta.modulo.vai_a("descrizione")
        await mani.premi("end", *" BIS", "f10", "f12")
        assert isinstance(mani.app.screen, SchermoGiornale)
        prima, *_, ultima = righe(mani)
        assert str(prima["sintesi"]).startswith("variazione · Descrizione: ")
        assert (prima["utente"], ultima["sintesi"]) == ("anna", "inserimento")
        assert getattr(prima["voce"], "origine", "") == carta.titolo
        assert mani.video[1].split("  ")[0].strip() == f"Giornale: Codice iva {codice}"
        await mani.premi("enter")
        assert isinstance(mani.app.screen, FinestraVoce)
        testo = "\n".join(mani.video)
        assert "Descrizione" in testo
        assert "Codice iva" in testo
        await mani.premi("escape", "escape")
        assert isinstance(mani.app.screen, SchermoCodiciIva)


async def test_ogni_scheda_ha_il_suo_giornale(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        for schermo, titolo in (
            (SchermoCliente("501.00001"), "Giornale: Cliente 501.00001"),
            (SchermoAzienda(), "Giornale: Azienda STU"),
            (SchermoParametriStudio(), "Giornale: Parametri studio"),
            (SchermoLegge(), "Giornale: Cassa TC01 *"),
            (SchermoDocumenti(schermi.documento(mani, "PA")), "Giornale: Documento PA 1/"),
        ):
            await mani.app.push_screen(schermo)
            await mani.quiete()
            await mani.premi("f12")
            assert isinstance(mani.app.screen, SchermoGiornale), titolo
            assert mani.video[1].strip().startswith(titolo)
            assert righe(mani)
            await mani.premi("escape", "escape")


async def test_f12_sta_nell_elenco_dei_comandi_dove_c_e_un_record(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoCodiciIva()) as mani:
        assert any(comando.id == "giornale" for _, comando in mani.app.screen.voci())  # type: ignore[attr-defined]
    async with programma(studio_di_prova, SchermoPrimanota()) as mani:
        assert not any(comando.id == "giornale" for _, comando in mani.app.screen.voci())  # type: ignore[attr-defined]
        await mani.premi("f12")
        assert isinstance(mani.app.screen, SchermoPrimanota)


async def test_il_filtro(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoGiornale()) as mani:
        tutte = len(righe(mani))
        await mani.premi("f4", *"documento", "enter", *"PA 1/*", "f10")
        assert mani.video[1].split("  ")[0].strip() == "Giornale: Documento PA 1/*"
        scelte = righe(mani)
        assert 0 < len(scelte) < tutte
        assert {riga["archivio"] for riga in scelte} == {"Documento"}
        await mani.premi("f4")
        assert isinstance(mani.app.screen, FiltroGiornale)
        await mani.premi("escape")
        assert len(righe(mani)) == len(scelte)
