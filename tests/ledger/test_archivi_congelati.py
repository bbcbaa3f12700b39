"""An archive of every version released opens with this program, and its books are whole."""

import shutil
from pathlib import Path

import pytest
from sqlmodel import select

from parcella.ledger.archivio import VERSIONE_SCHEMA, apri, versione_del_file
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.documenti.verifica import verifica

CARTELLA = Path(__file__).parents[1] / "archivi"
ARCHIVI = sorted(CARTELLA.glob("v*.parcella"))


def test_ogni_versione_ha_il_suo_archivio() -> None:
    assert [a.stem for a in ARCHIVI] == [f"v{n}" for n in range(1, VERSIONE_SCHEMA + 1)]


@pytest.mark.parametrize("congelato", ARCHIVI, ids=lambda a: a.stem)
def test_un_archivio_di_allora_si_apre_ed_e_in_ordine(congelato: Path, tmp_path: Path) -> None:
    percorso = tmp_path / "studio.parcella"
    shutil.copy(congelato, percorso)
    with apri(percorso) as archivio, archivio.lettura() as sessione:
        assert verifica(sessione) == []
        assert len(sessione.exec(select(Documento)).all()) == 4
    assert versione_del_file(percorso) == VERSIONE_SCHEMA
