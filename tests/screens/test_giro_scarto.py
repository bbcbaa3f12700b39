"""A parcella to a public body, from the keyboard: issued, exported, refused by SdI, corrected under the same number,
made again, delivered and accepted.
"""

from pathlib import Path

import pytest
from lxml import etree

from fatturapa.ricevute import PA, esito, messaggio, scarto, scrivi
from parcella.ledger.documenti.verifica import verifica
from parcella.screens.documenti import SchermoDocumenti
from parcella.screens.file_fatture import SchermoFileFatture
from parcella.screens.pagamento import DatiRegistrazionePagamento
from parcella.widgets.domanda import Domanda
from parcella.widgets.elenco import Elenco
from screens.studio_documenti import ManiDocumenti, euro, gestione

COMUNE = "501.00003"


def stati(mani: ManiDocumenti) -> list[str]:
    elenco = mani.app.screen.query_one(Elenco)
    return [" ".join(riga.strip("> ").split()).replace("…", "") for riga in mani.video[3 : 3 + elenco.totale]]


def numero_scritto(file: Path) -> str:
    """Number and date of the document in a file, as its XML has them."""
    albero = etree.parse(str(file))
    return " ".join(str(albero.findtext(f".//DatiGeneraliDocumento/{nome}")) for nome in ("Numero", "Data"))


async def conferma_da_pagare(mani: ManiDocumenti, proposta: str = "S") -> None:
    """F10, nothing paid yet, S to every question. `proposta`: what the window says before it is touched."""
    await mani.premi("f10")
    while isinstance(mani.app.screen, Domanda):
        await mani.premi("s")
    assert isinstance(mani.app.screen, DatiRegistrazionePagamento)
    assert mani.app.screen.modulo["totalmente_pagata"] == proposta
    await mani.scrivi("n\n")
    await mani.premi("f10")
    while isinstance(mani.app.screen, Domanda):
        await mani.premi("s")


async def legge(mani: ManiDocumenti, percorso: Path) -> None:
    await mani.premi("f5")
    await mani.scrivi(str(percorso))
    await mani.premi("f10", "enter")


@pytest.mark.requisito("FPA-001", "FPA-072", "FPA-080", "FPA-082")
async def test_dal_controllo_alla_ricevuta(studio: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parcella.screens.file_fatture.cartella_documenti", lambda _: tmp_path)
    async with gestione(studio) as mani:
        await mani.scrivi(f"pa\n\n\n\nd\n\n{COMUNE}\n\n")
        await mani.riga("tenuta", "", "1000")
        await conferma_da_pagare(mani)
        emessa = mani.ultimo.documento
        numero = emessa.numero_documento
        registrate = [(r["causale"], r["numero"]) for r in mani.registrazioni(emessa.id)]

        await mani.app.push_screen(SchermoFileFatture())
        await mani.quiete()
        await mani.premi("f6", "s")
        (primo,) = sorted(p.name for p in tmp_path.glob("IT*.xml"))
        await mani.premi("f9", "s")
        assert "va firmato" in mani.messaggio
        await mani.premi("shift+f9", "s", "f9", "s")
        assert stati(mani)[0].endswith("Inviato")
        await legge(mani, scrivi(tmp_path / "sdi", "ns.xml", scarto(f"{primo}.p7m", spazio=PA)))
        assert stati(mani)[0].endswith("Scartato")

        await mani.premi("shift+f5")
        assert isinstance(mani.app.screen, SchermoDocumenti)
        assert "farne il nuovo file" in mani.messaggio
        await mani.premi("f8", "enter", "enter")
        await mani.scrivi("900\n\n")
        await conferma_da_pagare(mani, proposta="N")
        corretta = mani.fascicolo(emessa.id).documento
        assert (corretta.numero_documento, corretta.totale_prestazioni) == (numero, euro("900.00"))
        assert [(r["causale"], r["numero"]) for r in mani.registrazioni(emessa.id)] == registrate
        await mani.premi("escape")

        assert isinstance(mani.app.screen, SchermoFileFatture)
        await mani.premi("f6", "s")
        secondo = max(p.name for p in tmp_path.glob("IT*.xml"))
        assert secondo > primo
        assert numero_scritto(tmp_path / secondo) == numero_scritto(tmp_path / primo)
        await legge(mani, scrivi(tmp_path / "sdi", "ne.xml", esito(f"{secondo}.p7m", "EC01")))
        await legge(mani, scrivi(tmp_path / "sdi", "rc.xml", messaggio("RC", f"{secondo}.p7m", spazio=PA)))
        assert [riga.split()[-1] for riga in stati(mani)] == ["Accettato", "Scartato"]
        with mani.app.archivio.lettura() as sessione:
            assert verifica(sessione) == []
