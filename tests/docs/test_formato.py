"""The page of the archive format names every key the program reads."""

from pathlib import Path

from parcella.ledger.scambio.forma import Forma
from parcella.ledger.scambio.sezioni import FORMA_ARCHIVIO

PAGINA = (Path(__file__).parents[2] / "docs" / "formato-archivio.md").read_text(encoding="utf-8")
CON_PAGINA_PROPRIA = {"contratti", "agenda"}


def test_ogni_sezione_e_nella_pagina() -> None:
    mancanti = [
        n for n in FORMA_ARCHIVIO.voci if f"### {n}\n" not in PAGINA and f"`{n}`" not in PAGINA and n != "formato"
    ]
    assert mancanti == []


def test_ogni_chiave_di_un_oggetto_e_nella_pagina() -> None:
    mancanti = [
        f"{sezione}.{chiave}"
        for sezione, voce in FORMA_ARCHIVIO.voci.items()
        if isinstance(voce, Forma)
        for chiave in voce.voci
        if f"`{chiave}`" not in PAGINA
    ]
    assert mancanti == []
