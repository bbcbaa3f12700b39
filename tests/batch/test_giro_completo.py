"""A studio's whole way, by command only: from the empty archive to the XML in the folder."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger.documenti.banco import studio

from .banco_comandi import Ufficio, notula, parcella


@pytest.mark.requisito("DOC-004", "DOC-007", "REV-001", "PAR-017")
def test_dall_archivio_vuoto_alla_fattura(comando: Callable[..., Any], tmp_path: Path) -> None:
    ufficio = Ufficio(comando, tmp_path, tmp_path / "nuovo.parcella")
    assert ufficio("archivio", "crea").codice == 0
    assert ufficio("importa", ufficio.file(studio(), "studio.json")).codice == 0

    (avviso,) = ufficio.emetti(notula("650.00", codice_pagamento="B3060"))
    assert [r["importo_rata"] for r in avviso["rate"]] == ["340.60", "340.60"]
    assert ufficio.json("primanota", "elenco") == []

    (provvisoria,) = ufficio.emetti(parcella("650.00", stato="P", codice_pagamento="B3060"))
    assert provvisoria["totale_da_pagare"] == "681.20"
    acconto = ("--totalmente-pagata", "N", "--importo-pagato", "81.20")
    definitiva = ufficio.json("documenti", "definitiva", "PA", "1/1", *acconto)
    assert [r["importo_rata"] for r in definitiva["rate"]] == ["81.20", "300.00", "300.00"]

    saldo = ufficio.json("documenti", "incassa", "PA", "1/1", "--importo", "600.00", "--data", "2010-10-04")
    assert saldo["residuo"] == "0.00"
    righe = [r for voce in ufficio.json("primanota", "elenco") for r in voce["righe"]]
    for sospeso in ("002.00101", "005.00003", "501.00004"):
        segni = [(1 if r["segno"] == "D" else -1) * float(r["importo"]) for r in righe if r["conto"] == sospeso]
        assert round(sum(segni), 2) == 0
    assert ufficio.json("scadenzario", "contabile") == []

    pdf = ufficio.json("documenti", "stampa", "NO", "1/1", "PA", "1/1", "--cartella", tmp_path / "pdf")
    xml = ufficio.json("fatturapa", "esporta", "--cartella", tmp_path / "xml")
    assert [len(pdf), len(xml)] == [2, 1]
    assert all(Path(f["file"]).stat().st_size > 500 for f in pdf + xml)

    assert ufficio.json("archivio", "verifica")["difetti"] == []
    copia = Ufficio(comando, tmp_path, tmp_path / "copia.parcella")
    assert ufficio("esporta", tmp_path / "tutto.json").codice == 0
    assert copia("importa", tmp_path / "tutto.json").codice == 0
    assert copia("esporta").uscita == ufficio("esporta").uscita
    assert json.loads(copia("esporta").uscita)["azienda"]["sigla"] == "STU"
