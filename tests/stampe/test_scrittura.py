"""Files: their names, whole or none, and one sentence when the disk says no."""

import errno
import io
import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from parcella.ledger.esito import Avviso, Rifiuto
from parcella.stampe.scrittura import nome_file, stampa

from .conftest import cliente, fascicolo, riga

VOCE = [riga(1, "Consulenza", "100.00")]


@pytest.mark.parametrize(
    ("ragione_sociale", "coda"),
    [
        ("Rossi s.r.l.", "Rossi-s.r.l"),
        ("A/B \\ C: *?<>|", "A-B-C"),
        ("../../etc/passwd", "etc-passwd"),
        ("Società d’Élite & C.", "Società-d-Élite-C"),
    ],
)
def test_nome_sicuro_e_leggibile(ragione_sociale: str, coda: str) -> None:
    f = fascicolo(VOCE, sigla="PA", cliente=cliente(ragione_sociale=ragione_sociale))
    nome = nome_file(f)
    assert nome == f"PA_1-12_2026_{coda}.pdf"
    assert Path(nome).name == nome


def test_nome_lunghissimo_e_provvisoria() -> None:
    documento = {"stato_parcella": "P", "numero_documento": None, "numero_lavoro": 7}
    f = fascicolo(VOCE, sigla="PA", cliente=cliente(ragione_sociale="Ж" * 80), documento=documento)
    assert len(nome_file(f).encode()) < 255
    assert nome_file(f).startswith("PA_1-prov7_2026_")


def test_stampa_crea_la_cartella_e_dice_a_che_punto_e(tmp_path: Path) -> None:
    passi: list[int] = []
    senza_modulo = fascicolo(VOCE, documento={"modulo_stampa": "Q"})
    scritti = stampa(
        [fascicolo(VOCE), senza_modulo, fascicolo(VOCE, sigla="PA")],
        tmp_path / "a" / "b",
        progresso=lambda: passi.append(1),
    )
    assert [p.name[:2] for p in scritti] == ["NO", "PA"]
    assert len(passi) == 3
    assert all(len(PdfReader(BytesIO(p.read_bytes())).pages) == 1 for p in scritti)
    assert len(list((tmp_path / "a" / "b").iterdir())) == 2


def test_ristampare_mette_il_file_nuovo_al_posto_del_vecchio(tmp_path: Path) -> None:
    [prima] = stampa([fascicolo(VOCE)], tmp_path)
    prima.write_bytes(b"vecchio")
    [dopo] = stampa([fascicolo(VOCE)], tmp_path)
    assert prima == dopo
    assert dopo.read_bytes().startswith(b"%PDF")


@pytest.mark.skipif(os.name != "posix", reason="permessi POSIX")
def test_i_permessi_sono_quelli_soliti_dell_utente(tmp_path: Path) -> None:
    maschera = os.umask(0o027)
    try:
        [percorso] = stampa([fascicolo(VOCE)], tmp_path)
    finally:
        os.umask(maschera)
    assert percorso.stat().st_mode & 0o777 == 0o640


def test_disco_pieno_una_frase_e_nessun_mezzo_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Pieno(io.FileIO):
        def write(self, contenuto: Any) -> int:
            super().write(contenuto[:100])
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "open", lambda percorso, _modo: Pieno(percorso, "w"))
    with pytest.raises(Rifiuto) as errore:
        stampa([fascicolo(VOCE)], tmp_path)
    assert errore.value.messaggio == f"Stampa non scritta in {tmp_path}: il disco è pieno."
    assert list(tmp_path.iterdir()) == []


def test_cartella_che_e_un_file(tmp_path: Path) -> None:
    (tmp_path / "occupato").write_text("x")
    with pytest.raises(Rifiuto, match=r"Stampa non scritta in .*occupato"):
        stampa([fascicolo(VOCE)], tmp_path / "occupato")


def test_gli_avvisi_della_stampa_arrivano_a_chi_stampa(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parcella.stampe.foglio.del_sistema", lambda: None)
    avvisi: list[Avviso] = []
    stampa([fascicolo(VOCE, cliente=cliente(ragione_sociale="Łąka"))], tmp_path, avvisi=avvisi)
    assert [a.codice for a in avvisi] == ["carattere_non_stampabile"]
