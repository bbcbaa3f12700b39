"""What an operator sees: the text of every screen at 80x24, and of the main ones at 120x40, on the small studio.

To refresh them after a wanted change: `pytest tests/snapshots --snapshot-update`; then look at each difference.
"""

import re
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from screens.pilota import programma
from screens.schermi import apri, casi
from widgets.pilota import Mani

PRINCIPALI = ["SchermoDocumenti", "SchermoClienti", "ElencoDocumenti"]
_MOMENTO = re.compile(r"\d\d/\d\d/\d{4} \d\d:\d\d( .{8} )?")


def quadro(mani: Mani) -> str:
    """What is on the screen, but for when the studio was made, and by whom: the journal tells it."""
    return _MOMENTO.sub(lambda m: "gg/mm/aaaa oo:mm" + (" utente   " if m[1] else ""), "\n".join(mani.video))


@pytest.fixture(autouse=True)
def _casa(monkeypatch: pytest.MonkeyPatch, casa_propria: Path) -> None:
    """The folders shown have the same name on every machine. Nothing is written in them here."""
    for nome in ("HOME", "XDG_DOCUMENTS_DIR"):
        monkeypatch.setenv(nome, "/tmp")
    monkeypatch.setattr("parcella.screens.fatture_pronte.cartella_documenti", lambda _: Path("/tmp"))


async def test_il_menu(studio_di_prova: Path, snapshot: SnapshotAssertion) -> None:
    async with programma(studio_di_prova) as mani:
        await mani.quiete()
        await mani.fino_a(lambda: any("Fatturato" in riga for riga in mani.video))
        assert quadro(mani) == snapshot


@pytest.mark.parametrize("caso", casi())
async def test_uno_schermo(caso: str, studio_di_prova: Path, snapshot: SnapshotAssertion) -> None:
    async with programma(studio_di_prova) as mani:
        await apri(mani, caso)
        await mani.quiete()
        assert quadro(mani) == snapshot


@pytest.mark.parametrize("caso", [c for c in casi() if c in PRINCIPALI])
async def test_uno_schermo_piu_grande(caso: str, studio_di_prova: Path, snapshot: SnapshotAssertion) -> None:
    async with programma(studio_di_prova, size=(120, 40)) as mani:
        await apri(mani, caso)
        await mani.quiete()
        assert quadro(mani) == snapshot
