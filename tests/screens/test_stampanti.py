"""Stampanti and Moduli di stampa from the keyboard; a document printed again on another form and device."""

from pathlib import Path

import pytest
from sqlmodel import select

from parcella.ledger import archivio
from parcella.ledger.aziende.tabelle import Stampante
from parcella.screens.elenco_documenti import SchermoElencoDocumenti
from parcella.screens.file_fatture import SchermoFileFatture
from parcella.screens.moduli import CopiaDaEsempi, SchermoModuli
from parcella.screens.stampa_su import StampaSu
from parcella.screens.stampanti import SchermoStampanti
from parcella.widgets.domanda import Domanda
from parcella.widgets.modulo import Modulo
from screens.pilota import programma
from screens.test_testata_documento import cambia
from widgets.pilota import Mani


@pytest.fixture(autouse=True)
def cartella_utente(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder."""
    monkeypatch.setattr("parcella.risorse.cartella_utente", lambda: tmp_path / "utente")
    return tmp_path / "utente"


def etichette(mani: Mani) -> dict[str, str]:
    return {c.identificatore: c.etichetta for c in mani.app.screen.query_one(Modulo).campi}


@pytest.mark.requisito("FPA-060", "FPA-064")
async def test_una_stampante_per_i_file_delle_fatture(studio_di_prova: Path, tmp_path: Path) -> None:
    async with programma(studio_di_prova, SchermoStampanti()) as mani:
        await mani.premi("shift+f4")
        assert etichette(mani)["cartella"] == "Cartella"
        await mani.scrivi("1\nFatture\n\nF\n")
        assert etichette(mani)["cartella"] == "Nome directory"
        await mani.premi("f10")
        assert "Nome directory: il dato è obbligatorio" in mani.messaggio
        await mani.scrivi(f"{tmp_path}/fatture\n")
        await mani.premi("f10", "escape")
        assert any("Fatture" in riga and "Fattura PA (XML)" in riga for riga in mani.video)
        await mani.premi("enter")
        assert etichette(mani)["cartella"] == "Nome directory"
    with archivio.apri(studio_di_prova) as aperto, aperto.lettura() as sessione:
        salvata = sessione.exec(select(Stampante)).one()
        assert (salvata.numero, salvata.formato, salvata.cartella) == (1, "F", f"{tmp_path}/fatture")


@pytest.mark.requisito("FPA-063")
async def test_le_impostazioni_del_formato_ci_sono_solo_per_le_pagine(studio_di_prova: Path) -> None:
    fatture = {"numero": 2, "descrizione": "Fatture", "formato": "F", "cartella": "/fatture"}
    cambia(studio_di_prova, stampanti=[{"numero": 1, "descrizione": "Archivio"}, fatture])
    async with programma(studio_di_prova, SchermoStampanti()) as mani:
        await mani.premi("f5")
        assert isinstance(mani.app.screen, SchermoModuli)
        await mani.premi("escape", "down", "f5")
        assert isinstance(mani.app.screen, SchermoStampanti)


async def test_si_cancella(studio_di_prova: Path) -> None:
    cambia(studio_di_prova, stampanti=[{"numero": 1, "descrizione": "Archivio"}])
    async with programma(studio_di_prova, SchermoStampanti()) as mani:
        await mani.premi("shift+f3", "s")
        assert "Stampante 1: cancellato" in mani.messaggio
    with archivio.apri(studio_di_prova) as aperto, aperto.lettura() as sessione:
        assert sessione.exec(select(Stampante)).all() == []


@pytest.mark.requisito("FPA-066", "FPA-067")
async def test_copia_da_esempi(studio_di_prova: Path, cartella_utente: Path) -> None:
    async with programma(studio_di_prova, SchermoModuli()) as mani:
        assert any("PAE" in r and "Parcella XML PA" in r and "del programma" in r for r in mani.video)
        await mani.premi("shift+f4")
        assert isinstance(mani.app.screen, CopiaDaEsempi)
        await mani.scrivi("pae\npax\n")
        await mani.premi("f10")
        assert "gli aggiornamenti del programma non la cambieranno" in mani.messaggio
        assert any("PAX" in r and "dello studio" in r for r in mani.video)
        (cartella_utente / "forms" / "PAX.toml").write_text("# mia\n", encoding="utf-8")
        await mani.premi("shift+f4")
        await mani.scrivi("pae\npax\n")
        await mani.premi("f10")
        assert isinstance(mani.app.screen, Domanda)
        await mani.premi("n")
        assert (cartella_utente / "forms" / "PAX.toml").read_text(encoding="utf-8") == "# mia\n"


async def _su_pa(mani: Mani) -> SchermoElencoDocumenti:
    """The list of the documents, on PA 1/1."""
    await mani.premi("f10")
    elenco = mani.app.screen
    assert isinstance(elenco, SchermoElencoDocumenti)
    while str(elenco.elenco.riga["numero"]) != "1/1" or elenco.elenco.riga["sigla"] != "PA":
        await mani.premi("up")
    return elenco


@pytest.mark.requisito("FPA-061", "FPA-062", "FPA-071", "FPA-075")
async def test_si_ristampa_su_un_altro_modulo_e_un_altra_stampante(studio_di_prova: Path, tmp_path: Path) -> None:
    pagine = {"numero": 1, "descrizione": "Archivio", "cartella": str(tmp_path / "pagine")}
    fatture = {"numero": 2, "descrizione": "Fatture", "formato": "F", "cartella": str(tmp_path / "fatture")}
    cambia(studio_di_prova, stampanti=[pagine, fatture])
    async with programma(studio_di_prova, SchermoElencoDocumenti()) as mani:
        await _su_pa(mani)
        await mani.premi("shift+f9")
        assert isinstance(mani.app.screen, StampaSu)
        await mani.scrivi("pae\n1\n")
        await mani.premi("f10")
        assert isinstance(mani.app.screen, StampaSu), "rifiutato sul campo"
        assert "è di formato G Pagine" in mani.messaggio
        modulo = mani.app.screen.query_one(Modulo)
        modulo.vai_a("stampante")
        await mani.scrivi("2\n")
        await mani.premi("f10")
        assert "Fattura: " in mani.messaggio
        assert [f.suffix for f in (tmp_path / "fatture").iterdir()] == [".xml"]
        await mani.premi("shift+f9")
        await mani.scrivi("pa\n2\n")
        await mani.premi("f10")
        assert "è di formato F Fattura PA" in mani.messaggio
        await mani.premi("escape")


@pytest.mark.requisito("FPA-040")
async def test_il_file_che_c_e_gia_si_rifa_solo_con_un_si(studio_di_prova: Path, tmp_path: Path) -> None:
    fatture = {"numero": 2, "descrizione": "Fatture", "formato": "F", "cartella": str(tmp_path / "fatture")}
    cambia(studio_di_prova, stampanti=[fatture], azienda={"cartella_documenti": str(tmp_path / "pdf")})
    async with programma(studio_di_prova, SchermoElencoDocumenti()) as mani:
        await _su_pa(mani)
        for risposta, quanti in (("", 1), ("n", 1), ("s", 2)):
            await mani.premi("shift+f9")
            await mani.scrivi("pae\n\n")
            await mani.premi("f10")
            if risposta:
                assert isinstance(mani.app.screen, Domanda)
                assert "ha già il suo file" in mani.app.screen.testo
                await mani.premi(risposta)
            assert len(list((tmp_path / "fatture").iterdir())) == quanti


@pytest.mark.requisito("FPA-017")
async def test_i_file_delle_fatture_vanno_nella_directory_della_stampante(
    studio_di_prova: Path, tmp_path: Path
) -> None:
    fatture = {"numero": 2, "descrizione": "Fatture", "formato": "F", "cartella": str(tmp_path / "fatture")}
    cambia(studio_di_prova, stampanti=[fatture])
    async with programma(studio_di_prova, SchermoFileFatture()) as mani:
        await mani.premi("f6", "s")
        assert mani.messaggio == f"2 file scritti in {tmp_path / 'fatture'}."
