"""Additional fields and attachments from the card of a prestazione, by keyboard."""

from pathlib import Path
from typing import Any

import pytest

from parcella.ledger import archivio
from parcella.ledger.annessi import allegati, campi
from parcella.ledger.contesto import Contesto
from parcella.screens.annessi import FinestraCampi, SchermoAllegati
from parcella.screens.campi_aggiuntivi import SchermoCampiAggiuntivi
from parcella.screens.prestazione import SchermoPrestazione
from parcella.widgets.domanda import Domanda
from parcella.widgets.modulo import Modulo
from screens.conftest import LAVORO
from screens.pilota import programma
from widgets.pilota import Mani


def sull_archivio(percorso: Path, regola: Any) -> Any:
    with archivio.apri(percorso) as aperto, aperto.scrittura() as sessione:
        return regola(sessione, Contesto(1, "STU", "P", "anna", LAVORO))


def elenco(percorso: Path) -> list[str]:
    voci = sull_archivio(percorso, lambda s, c: allegati.elenco(s, c.azienda, "prestazioni", "CONSUL"))
    return [voce.nome_file for voce in voci]


def video(mani: Mani) -> str:
    return "\n".join(mani.video)


@pytest.mark.requisito("PRE-116")
async def test_a_field_defined_is_asked_by_the_card_that_then_shows_vid(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazione("CONSUL")) as mani:
        await mani.premi("shift+f8")
        assert "Nessun campo aggiuntivo" in video(mani)
    async with programma(studio_di_prova, SchermoCampiAggiuntivi()) as mani:
        await mani.premi("shift+f4", *"prestazioni", "enter", "1", "enter", *"Settore", "enter", "f10", "escape")
    async with programma(studio_di_prova, SchermoPrestazione("CONSUL")) as mani:
        assert "VID" not in video(mani)
        await mani.premi("shift+f8")
        assert isinstance(mani.app.screen, FinestraCampi) and "Settore" in video(mani)
        await mani.premi(*"Lavoro", "f10")
        assert "VID" in mani.video[4]
        marca = next(s for s in mani.app.screen.query_one(Modulo).render_line(3) if s.text == "VID")
        assert marca.style is not None and marca.style.reverse
        await mani.premi("escape")
        assert not isinstance(mani.app.screen, Domanda), "what the window wrote is no change of the card's"
    letti = sull_archivio(studio_di_prova, lambda s, c: campi.valori(s, c.azienda, "prestazioni", "CONSUL"))
    assert letti == {1: "Lavoro"}


async def test_a_field_goes_by_a_letter_with_the_words_of_the_rule(studio_di_prova: Path) -> None:
    campo = {"archivio": "prestazioni", "numero": 1, "etichetta": "Settore", "tipo": "T"}
    sull_archivio(studio_di_prova, lambda s, c: campi.salva(s, c, campo))
    sull_archivio(studio_di_prova, lambda s, c: campi.salva_valori(s, c, "prestazioni", "CONSUL", {1: "Lavoro"}))
    async with programma(studio_di_prova, SchermoCampiAggiuntivi()) as mani:
        await mani.premi("shift+f3")
        domanda = mani.app.screen
        assert isinstance(domanda, Domanda)
        assert domanda.testo == "Cancello il campo Settore; schede che perdono quello che c'è scritto: 1"
        await mani.premi("enter")
        assert mani.app.screen is domanda, "risponde solo una lettera"
        await mani.premi("n")
        assert mani.messaggio == "Operazione non eseguita."
        await mani.premi("shift+f3", "s")
        assert mani.messaggio == "Campo Settore cancellato."
    assert sull_archivio(studio_di_prova, lambda s, c: campi.tutti(s, c.azienda)) == []


@pytest.mark.requisito("PRE-117")
async def test_f4_is_acquisisci_with_none_and_allegati_with_one(studio_di_prova: Path, tmp_path: Path) -> None:
    file = tmp_path / "mandato.pdf"
    file.write_bytes(b"%PDF finto")
    async with programma(studio_di_prova, SchermoPrestazione("CONSUL"), size=(160, 50)) as mani:
        assert "F4 Acquisisci" in mani.video[-1]
        await mani.premi("f4", *str(tmp_path / "manca.pdf"), "f10")
        assert "manca.pdf: il percorso" in video(mani) and "non esiste" in video(mani)
        await mani.premi("escape", "s", "f4", *str(file), "enter", *"Firmato", "f10")
        assert "F4 Allegati" in mani.video[-1] and "mandato.pdf allegato" in mani.video[-2]
        await mani.premi("f4")
        assert isinstance(mani.app.screen, SchermoAllegati) and "Firmato" in video(mani)
        await mani.premi("f5")
        await mani.premi("ctrl+u", *str(tmp_path / "copia"), "f10")
        assert (tmp_path / "copia" / "mandato.pdf").read_bytes() == b"%PDF finto"
        assert elenco(studio_di_prova) == ["mandato.pdf"]
        await mani.premi("shift+f3", "enter")
        assert isinstance(mani.app.screen, Domanda), "Enter does not delete"
        await mani.premi("s", "escape")
        assert "F4 Acquisisci" in mani.video[-1]
    assert elenco(studio_di_prova) == []
