"""The draft file: what goes in comes out, and a late write never revives it."""

import stat
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from parcella.widgets.bozza import Bozza

STATO = {"testata": {"valori": {"data": date(2026, 3, 20), "importo": Decimal("1040.00"), "note": "à", "vuoto": None}}}


def test_andata_e_ritorno(tmp_path: Path) -> None:
    bozza = Bozza(tmp_path / "archivio.db", "anna", "STU", "Documento")
    bozza.salva(STATO)
    letta = bozza.leggi()
    assert letta is not None
    assert letta[1] == STATO
    assert str(letta[1]["testata"]["valori"]["importo"]) == "1040.00"
    assert bozza.percorso == tmp_path / "archivio.db.bozze" / "anna-STU-Documento.json"
    assert stat.S_IMODE(bozza.percorso.stat().st_mode) == 0o600
    assert [p.name for p in bozza.percorso.parent.iterdir()] == [bozza.percorso.name]


def test_nome_che_non_puo_uscire_dalla_cartella(tmp_path: Path) -> None:
    bozza = Bozza(tmp_path / "a.db", "../../anna", "501/1")
    assert bozza.percorso.parent == tmp_path / "a.db.bozze"


def test_scritture_in_disordine(tmp_path: Path) -> None:
    bozza = Bozza(tmp_path / "a.db", "anna")
    prima, seconda = bozza.prenota(), bozza.prenota()
    bozza.salva("seconda", seconda)
    bozza.salva("prima", prima)
    letta = bozza.leggi()
    assert letta is not None and letta[1] == "seconda"


def test_scrittura_in_ritardo_dopo_la_conferma(tmp_path: Path) -> None:
    bozza = Bozza(tmp_path / "a.db", "anna")
    posto = bozza.prenota()
    bozza.cancella()
    bozza.salva("tardi", posto)
    assert bozza.leggi() is None
    bozza.salva("nuova")
    assert bozza.leggi() is not None


def test_bozza_illeggibile_si_mette_da_parte(tmp_path: Path) -> None:
    bozza = Bozza(tmp_path / "a.db", "anna")
    bozza.salva(1)
    bozza.percorso.write_text("{a meta")
    assert bozza.leggi() is None
    assert bozza.percorso.with_suffix(".illeggibile").read_text() == "{a meta"


def test_un_float_non_entra(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        Bozza(tmp_path / "a.db", "anna").salva({"x": object()})


def test_due_sessioni_hanno_una_bozza_ciascuna(tmp_path: Path) -> None:
    prima, seconda = Bozza(tmp_path / "a.db", "anna"), Bozza(tmp_path / "a.db", "anna")
    prima.salva("della prima")
    assert seconda.leggi() is None, "the first session is still typing it"
    seconda.salva("della seconda")
    prima.salva("della prima, poi")
    assert (prima.leggi() or [None])[1] == "della prima, poi"
    assert (seconda.leggi() or [None])[1] == "della seconda"
    seconda.cancella()
    assert [p.name for p in prima.percorso.parent.iterdir()] == ["anna.json"]


def test_la_bozza_di_una_sessione_finita_e_di_chi_viene_dopo(tmp_path: Path) -> None:
    viva, morta = Bozza(tmp_path / "a.db", "anna"), Bozza(tmp_path / "a.db", "anna")
    viva.salva("viva")
    morta.salva("morta")
    del morta
    terza, quarta = Bozza(tmp_path / "a.db", "anna"), Bozza(tmp_path / "a.db", "anna")
    assert (terza.leggi() or [None])[1] == "morta"
    assert quarta.leggi() is None, "offered to one session only"
    quarta.cancella()
    assert (terza.leggi() or [None])[1] == "morta"
    terza.cancella()
    assert Bozza(tmp_path / "a.db", "anna").leggi() is None


def test_una_sessione_uccisa_lascia_la_bozza(tmp_path: Path) -> None:
    codice = (
        "import os, signal, sys; from pathlib import Path; from parcella.widgets.bozza import Bozza;"
        "b = Bozza(Path(sys.argv[1]), 'anna'); b.salva('a meta'); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", codice, str(tmp_path / "a.db")], check=False)
    assert (Bozza(tmp_path / "a.db", "anna").leggi() or [None])[1] == "a meta"
