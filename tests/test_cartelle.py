"""Files written whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from parcella.allegati import scrivi
from parcella.cartelle import cartella_documenti, scrivi_nuovo
from parcella.fatturapa.pacco import salva
from parcella.ledger.esito import Rifiuto


@pytest.fixture
def disco_pieno(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up after some bytes: the file is there, what is in it is not all."""
    intero = Path.write_bytes

    def a_meta(percorso: Path, dati: bytes) -> int:
        if len(dati) > 4:
            intero(percorso, dati[:4])
            raise OSError(errno.ENOSPC, "No space left on device", str(percorso))
        return intero(percorso, dati)

    monkeypatch.setattr(Path, "write_bytes", a_meta)


def test_un_file_nuovo_non_ne_sostituisce_uno(tmp_path: Path) -> None:
    scrivi_nuovo(tmp_path / "a.xml", b"uno")
    with pytest.raises(FileExistsError):
        scrivi_nuovo(tmp_path / "a.xml", b"due")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.xml", b"uno")]


def test_anche_su_un_disco_senza_collegamenti(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def rifiuta(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", rifiuta)
    test_un_file_nuovo_non_ne_sostituisce_uno(tmp_path)


@pytest.mark.usefixtures("disco_pieno")
def test_un_disco_pieno_non_lascia_mezzi_file(tmp_path: Path) -> None:
    """So that who tries again is not told that the file is there already; nor is a name told nobody knows."""
    for prova in (
        lambda: salva({"a.xml": b"uno", "b.xml": b"troppo lungo"}, tmp_path),
        lambda: scrivi(str(tmp_path), "fattura.pdf", b"troppo lungo"),
    ):
        with pytest.raises(Rifiuto, match="il disco è pieno") as rifiuto:
            prova()
        assert ".parte" not in rifiuto.value.messaggio
        assert list(tmp_path.iterdir()) == []


def test_la_cartella_dei_documenti() -> None:
    assert cartella_documenti("/dati/carte") == Path("/dati/carte")
    assert cartella_documenti(None).name == "parcella"
