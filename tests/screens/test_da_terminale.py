"""`parcella --archivio …` in a real terminal: the menu by number, typed before the archive is open, and out again."""

from pathlib import Path

from terminal.terminale import Terminale


def parcella(percorso: Path, *altro: str) -> Terminale:
    return Terminale("parcella", "--archivio", str(percorso), "--data-lavoro", "2026-03-20", "--utente", "anna", *altro)


def test_il_menu_per_numero(studio_di_prova: Path) -> None:
    with parcella(studio_di_prova) as terminale:
        terminale.scrivi("8\r")  # at once: it waits for the archive
        terminale.attendi("Registrazioni: dal 01/01/2026 al 31/12/2026")
        terminale.scrivi("\r")
        terminale.attendi("002.00101")
        terminale.scrivi("\x1b")
        terminale.attendi("Registrazioni:")
        terminale.scrivi("\x1b")
        terminale.attendi("Da fare")
        terminale.scrivi("7\r2\r")
        terminale.attendi("Scadenzario contabile")
        terminale.attendi("694,72")
        terminale.scrivi("\x1b")
        terminale.attendi("Scadenzario notule")
        terminale.scrivi("\x1b")
        terminale.attendi("Clienti")
        terminale.scrivi("\x1b")
        assert terminale.attendi_fine() == 0


def test_un_archivio_illeggibile_si_dice_ed_esce_con_4(tmp_path: Path) -> None:
    percorso = tmp_path / "rotto.parcella"
    percorso.write_text("questo non è un archivio " * 50)
    with parcella(percorso) as terminale:
        terminale.attendi("non è un archivio di parcella")
        terminale.scrivi("\r")
        assert terminale.attendi_fine() == 4


def test_senza_colori(studio_di_prova: Path) -> None:
    with Terminale(
        "parcella",
        "--archivio",
        str(studio_di_prova),
        "--data-lavoro",
        "2026-03-20",
        NO_COLOR="1",
        TERM="vt100",
        USER="anna",
    ) as terminale:
        terminale.attendi("di cui scaduti")
        assert not terminale.colori()
        terminale.scrivi("\x1b")
        assert terminale.attendi_fine() == 0


GUASTO = """
import sys
from parcella.batch.principale import esegui
from parcella.screens.menu import Menu

def guasto(menu):
    raise ZeroDivisionError("guaio")

Menu.on_screen_suspend = guasto
sys.exit(esegui(sys.argv[1:]))
"""


def test_un_difetto_si_dice_in_una_frase_e_la_traccia_va_nel_diario(studio_di_prova: Path, tmp_path: Path) -> None:
    (tmp_path / "parcella_guasta.py").write_text(GUASTO)
    ambiente = {"PYTHONPATH": f"src:{tmp_path}", "XDG_STATE_HOME": str(tmp_path), "USER": "anna"}
    with Terminale("parcella_guasta", "--archivio", str(studio_di_prova), **ambiente) as terminale:
        terminale.attendi("Da fare")
        terminale.scrivi("6\r")
        terminale.attendi("Errore interno di parcella, ce ne scusiamo: il dettaglio è in")
        assert terminale.attendi_fine() == 70
        assert "Traceback" not in terminale.testo
    assert "ZeroDivisionError: guaio" in (tmp_path / "parcella" / "log" / "errori.log").read_text()
