"""Attachments on disk: what is said when the folder is none."""

from pathlib import Path

import pytest

from parcella.allegati import scrivi
from parcella.ledger.esito import Rifiuto


def test_un_file_non_e_una_cartella(tmp_path: Path) -> None:
    (tmp_path / "nota.txt").write_text("mia")
    with pytest.raises(Rifiuto, match=r"nota\.txt è un file: indicare una cartella"):
        scrivi(str(tmp_path / "nota.txt"), "altro.txt", b"ciao")
    assert (tmp_path / "nota.txt").read_text() == "mia"
    assert scrivi(str(tmp_path / "nuova"), "altro.txt", b"ciao").read_bytes() == b"ciao"
