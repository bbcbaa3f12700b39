"""Clients from the invoices of the old program, by keyboard: read, choose, write."""

from pathlib import Path
from typing import Any

import pytest

from fatturapa.lettura.buste import p7m
from fatturapa.lettura.fatture import VERDI, corpo, riga, xml
from parcella.ledger import archivio
from parcella.ledger.clienti import ricerca
from parcella.ledger.prestazioni import anagrafica as prestazioni
from parcella.screens.clienti import SchermoClienti
from parcella.screens.clienti_da_xml import FinestraProposta, SchermoClientiDaXml
from screens.pilota import programma
from widgets.pilota import Mani

STUDIO = {"iva": "00488410010", "denominazione": "Studio Bianchi"}
GIALLI = {"iva": "09991230013", "fiscale": "09991230013", "denominazione": "Gialli spa"}
ROSSI = {"iva": "01234567897", "denominazione": "Rossi srl"}
ASSISTENZA = [riga("Assistenza tributaria 2024")]


@pytest.fixture
def emesse(tmp_path: Path) -> Path:
    cartella = tmp_path / "emesse"
    cartella.mkdir()
    (cartella / "1.xml").write_bytes(xml(GIALLI, corpo("1", righe=ASSISTENZA), cedente=STUDIO))
    (cartella / "2.xml.p7m").write_bytes(p7m(xml(VERDI, corpo("2", righe=ASSISTENZA), cedente=STUDIO)))
    (cartella / "3.xml").write_bytes(xml(ROSSI, corpo("3", righe=ASSISTENZA), cedente=STUDIO))
    (cartella / "4.xml").write_bytes(b"<a>")
    return cartella


def clienti(percorso: Path) -> list[str]:
    with archivio.apri(percorso) as aperto, aperto.lettura() as sessione:
        return [voce.nome for voce in ricerca.pagina(sessione, 1)]


def video(mani: Mani) -> str:
    return "\n".join(mani.video)


async def test_si_legge_si_sceglie_e_si_scrive(studio_di_prova: Path, emesse: Path) -> None:
    prima = clienti(studio_di_prova)
    async with programma(studio_di_prova, SchermoClientiDaXml()) as mani:
        await mani.premi(*str(emesse), "f10")
        assert "3 fatture, 1 file non preso (F7) (4)" in " ".join(video(mani).split())
        righe = [r for r in mani.video if "Cliente  " in r or "Prestaz. " in r]
        assert [r.split()[:3] for r in righe] == [
            ["*", "Cliente", "nuovo"],
            ["Cliente", "c'è", "già"],
            ["*", "Cliente", "nuovo"],
            ["*", "Prestaz.", "nuovo"],
        ]
        await mani.premi("down")
        assert "Ragione sociale: Rossi srl, in archivio Rossi s.r.l." in " ".join(mani.messaggio.split())
        await mani.premi("space")
        assert "c'è già, non si scrive" in mani.messaggio
        await mani.premi("space")  # the bar is on Verdi now: its mark goes
        assert clienti(studio_di_prova) == prima
        await mani.premi("f10")
        assert "Scrivo nell'archivio 1 cliente e" in video(mani)
        await mani.premi("s")
        assert "Scritti 1 cliente e 1 prestazione." in mani.messaggio
    assert clienti(studio_di_prova) == ["Gialli spa", *prima]
    with archivio.apri(studio_di_prova) as aperto, aperto.lettura() as sessione:
        assert prestazioni.leggi(sessione, 1, "ASSITRIB") is not None


async def test_il_dettaglio_e_i_file_non_presi(studio_di_prova: Path, emesse: Path) -> None:
    async with programma(studio_di_prova, SchermoClientiDaXml()) as mani:
        await mani.premi(*str(emesse), "f10")
        await mani.premi("f7")
        assert "4.xml" in video(mani) and "finisce prima del dovuto" in " ".join(video(mani).split())
        await mani.premi("escape", "enter")
        assert isinstance(mani.app.screen, FinestraProposta)
        assert "09991230013" in video(mani)


@pytest.mark.parametrize(("percorso", "frase"), [("manca", "il percorso non esiste"), ("", "nessun file .xml o .p7m")])
async def test_niente_da_leggere(studio_di_prova: Path, tmp_path: Path, percorso: str, frase: str) -> None:
    (tmp_path / "vuota").mkdir()
    async with programma(studio_di_prova, SchermoClientiDaXml(), size=(160, 50)) as mani:
        await mani.premi(*str(tmp_path / (percorso or "vuota")), "f10")
        assert frase in mani.messaggio


async def test_dai_clienti_e_dal_menu(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoClienti()) as mani:
        await mani.premi("f7")
        assert isinstance(mani.app.screen, SchermoClientiDaXml)
    async with programma(studio_di_prova) as mani:
        await mani.premi("1", "0", "enter", "4", "enter")
        schermo: Any = mani.app.screen
        assert isinstance(schermo, SchermoClientiDaXml)
