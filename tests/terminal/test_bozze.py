"""What was typed survives the window closed, the signals, the kill: each leaves a draft, offered again."""

import os
import signal
import stat
from pathlib import Path

import pytest

from .terminale import Terminale


def percorso(cartella: Path) -> Path:
    return cartella / "prova.db.bozze" / "anna-STU-Documento.json"


def scrivi_meta(terminale: Terminale) -> None:
    """A client accepted, and a note being typed."""
    terminale.attendi("^G Comandi")
    terminale.scrivi("501.00002\r\r\rmeta nota")
    terminale.attendi(lambda t: "Verdi Aldo" in t and "meta nota" in t)


def controlla_ripresa(cartella: Path, nota: str = "meta nota") -> None:
    with Terminale(PARCELLA_PROVA_ARCHIVIO=str(cartella / "prova.db")) as terminale:
        terminale.attendi("C'è una bozza del")
        terminale.scrivi("\r")
        terminale.attendi(lambda t: "Verdi Aldo" in t and nota in t and "C'è una bozza" not in t)
        terminale.scrivi(" finita\r")
        terminale.attendi(f"Note    {nota} finita")


def apri(cartella: Path) -> Terminale:
    return Terminale(PARCELLA_PROVA_ARCHIVIO=str(cartella / "prova.db"))


@pytest.mark.parametrize("segnale", [signal.SIGHUP, signal.SIGTERM])
def test_segnale_salva_anche_l_ultima_lettera(tmp_path: Path, segnale: signal.Signals) -> None:
    with apri(tmp_path) as terminale:
        scrivi_meta(terminale)
        os.kill(terminale.pid, segnale)
        assert terminale.attendi_fine() == 128 + segnale
    assert stat.S_IMODE(percorso(tmp_path).stat().st_mode) == 0o600
    controlla_ripresa(tmp_path)


def test_finestra_chiusa(tmp_path: Path) -> None:
    with apri(tmp_path) as terminale:
        scrivi_meta(terminale)
        terminale.chiudi_finestra()
        terminale.attendi_fine()
    controlla_ripresa(tmp_path)


def test_sigkill_lascia_i_campi_lasciati_e_il_testo_di_poco_prima(tmp_path: Path) -> None:
    with apri(tmp_path) as terminale:
        scrivi_meta(terminale)
        terminale.attendi(lambda _: percorso(tmp_path).exists() and "meta nota" in percorso(tmp_path).read_text())
        os.kill(terminale.pid, signal.SIGKILL)
        assert terminale.attendi_fine() == -signal.SIGKILL
    controlla_ripresa(tmp_path)


def test_confermare_toglie_la_bozza(tmp_path: Path) -> None:
    with apri(tmp_path) as terminale:
        scrivi_meta(terminale)
        terminale.attendi(lambda _: percorso(tmp_path).exists())
        terminale.scrivi("\x1b[21~")
        terminale.attendi("Documento registrato.")
        assert not percorso(tmp_path).exists()


def test_ctrl_q_chiede_e_abbandonare_toglie_la_bozza(tmp_path: Path) -> None:
    with apri(tmp_path) as terminale:
        scrivi_meta(terminale)
        terminale.attendi(lambda _: percorso(tmp_path).exists())
        terminale.scrivi("\x11")
        terminale.attendi("Ci sono dati non confermati")
        terminale.scrivi("\r")  # the default is to stay
        terminale.attendi(lambda t: "Ci sono dati" not in t and "meta nota" in t)
        assert percorso(tmp_path).exists()
        terminale.scrivi("\x11s")
        assert terminale.attendi_fine() == 0
    assert not percorso(tmp_path).exists()


def test_bozza_rifiutata_non_torna(tmp_path: Path) -> None:
    with apri(tmp_path) as terminale:
        scrivi_meta(terminale)
        os.kill(terminale.pid, signal.SIGTERM)
        terminale.attendi_fine()
    with apri(tmp_path) as terminale:
        terminale.attendi("C'è una bozza del")
        terminale.scrivi("n")
        terminale.attendi(lambda t: "C'è una bozza" not in t)
        terminale.attendi(lambda _: not percorso(tmp_path).exists())
        assert "Verdi" not in terminale.testo
