"""The mass change of the clients' electronic invoicing, from the keyboard."""

from pathlib import Path

import pytest

from parcella.screens.variazione_clienti import SchermoVariazioneClienti
from screens.pilota import programma


@pytest.mark.requisito("FEL-039", "FEL-042")
async def test_prova_poi_cambia(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoVariazioneClienti()) as mani:
        await mani.scrivi("s\n\n")
        await mani.premi("f5")
        assert "Indicare il sezionale IVA" in mani.messaggio
        await mani.premi("ctrl+home")
        await mani.scrivi("s\n1\n")
        await mani.premi("f5")
        assert mani.messaggio == "Cambierebbero 2 clienti. F10 li cambia."
        assert "Rossi s.r.l." in "\n".join(mani.video)
        await mani.premi("f10", "s")
        assert mani.messaggio == "Cambiati 2 clienti."
        await mani.premi("f10")
        assert mani.messaggio == "Nessun cliente cambierebbe."
