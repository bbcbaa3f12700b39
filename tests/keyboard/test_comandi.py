"""Key map, legends, letters of the command list."""

from pathlib import Path

import pytest

from parcella.keyboard.comandi import Comando, MappaNonValida, legenda, leggi_mappa, lettere


@pytest.mark.parametrize(
    ("tasto", "attesa"),
    [
        ("f3", "F3"),
        ("shift+f3", "⇧F3"),
        ("ctrl+g", "^G"),
        ("ctrl+f2", "^F2"),
        ("escape", "Esc"),
        ("insert", "Ins"),
        ("shift+delete", "⇧Canc"),
        ("pageup", "Pag↑"),
        ("x", "X"),
    ],
)
def test_legenda(tasto: str, attesa: str) -> None:
    assert legenda(tasto) == attesa


def test_mappa_predefinita(tmp_path: Path) -> None:
    mappa = leggi_mappa(tmp_path / "manca.toml")
    assert mappa["conferma"] == ("f10", "ctrl+s")
    assert Comando("conferma", "f10", "Conferma", "x").tasti(mappa) == ("f10", "ctrl+s")
    assert Comando("altro", "f7", "Altro", "x").tasti(mappa) == ("f7",)


def test_mappa_dell_utente_sostituisce_tutti_i_tasti_del_comando(tmp_path: Path) -> None:
    percorso = tmp_path / "tasti.toml"
    percorso.write_text('conferma = ["F12"]\n"documento.copia" = "ctrl+o"\n')
    mappa = leggi_mappa(percorso)
    assert mappa["conferma"] == ("f12",)
    assert mappa["documento.copia"] == ("ctrl+o",)
    assert mappa["chiusura"] == ("ctrl+q",)


def test_un_comando_puo_avere_piu_tasti(tmp_path: Path) -> None:
    percorso = tmp_path / "tasti.toml"
    percorso.write_text('"conferma" = ["f12", "ctrl+s"]\n"documento.copia" = ["ctrl+o"]\n')
    assert leggi_mappa(percorso)["documento.copia"] == ("ctrl+o",)
    assert leggi_mappa(percorso)["conferma"] == ("f12", "ctrl+s")


@pytest.mark.parametrize("testo", ["conferma = [", "conferma = 3", "conferma = []", 'conferma = ["f10", 2]'])
def test_mappa_sbagliata_lo_dice(tmp_path: Path, testo: str) -> None:
    percorso = tmp_path / "tasti.toml"
    percorso.write_text(testo)
    with pytest.raises(MappaNonValida, match=r"tasti\.toml"):
        leggi_mappa(percorso)


def test_lettere_tutte_diverse_e_mai_la_h() -> None:
    comandi = [Comando(str(n), "f1", e, "x") for n, e in enumerate(["Copia", "Cancella", "Hotel", "Conferma", "ccc"])]
    scelte = lettere([*comandi, Comando("aiuto", "f1", "Aiuto", "x", lettera="h")])
    assert scelte[-1] == "h"
    assert len(set(scelte)) == len(scelte)
    assert scelte[0] == "c"
