"""The live editor: what each key does to the text and the cursor."""

import pytest

from parcella.widgets.editore import Editore


def scritto(editore: Editore, *tasti: str) -> Editore:
    for tasto in tasti:
        assert editore.tasto(tasto, tasto if len(tasto) == 1 else None), tasto
    return editore


def test_la_prima_lettera_sostituisce_il_testo_trovato() -> None:
    assert scritto(Editore("vecchio"), "a", "b").testo == "ab"


def test_una_freccia_tiene_il_testo_trovato() -> None:
    assert scritto(Editore("vecchio"), "end", "a").testo == "vecchioa"
    assert scritto(Editore("vecchio"), "right", "X").testo == "vXecchio"


@pytest.mark.parametrize(
    ("tasti", "testo", "cursore"),
    [
        (("end", "backspace"), "uno du", 6),
        (("home", "delete"), "no due", 0),
        (("end", "ctrl+w"), "uno", 3),
        (("end", "ctrl+left", "ctrl+k"), "uno", 3),
        (("home", "ctrl+right", "ctrl+u"), "due", 0),
        (("end", "left", "left", "x"), "uno dxue", 6),
        (("home", "left"), "uno due", 0),
        (("end", "right"), "uno due", 7),
        (("ctrl+e", "ctrl+a", "ctrl+d"), "no due", 0),
    ],
)
def test_movimenti(tasti: tuple[str, ...], testo: str, cursore: int) -> None:
    editore = scritto(Editore("uno due"), *tasti)
    assert (editore.testo, editore.cursore) == (testo, cursore)


@pytest.mark.parametrize("tasto", ["backspace", "delete"])
def test_cancellare_il_testo_selezionato_lo_toglie_tutto(tasto: str) -> None:
    assert scritto(Editore("uno due"), tasto).testo == ""


@pytest.mark.parametrize("tasto", ["ctrl+u", "ctrl+w", "ctrl+k"])
def test_i_tasti_che_cancellano_valgono_anche_sul_testo_selezionato(tasto: str) -> None:
    assert scritto(Editore("uno"), tasto).testo == ""


def test_il_testo_rifiutato_si_riscrive_o_si_corregge() -> None:
    for tasti, testo in (("P", "P"), (("backspace",), "3"), (("left", "1"), "312"), (("ctrl+u",), "")):
        editore = scritto(Editore(""), "3", "2")
        editore.da_rifare()
        assert scritto(editore, *tasti).testo == testo


def test_quel_che_non_entra_e_rifiutato_intero() -> None:
    editore = scritto(Editore("", lunghezza=3), "a", "b", "c")
    editore.inserisci("xy")
    assert editore.rifiutato
    assert editore.testo == "abc"
    editore.tasto("backspace", None)
    assert not editore.rifiutato


def test_maiuscole() -> None:
    assert scritto(Editore(maiuscole=True), "à", "b").testo == "ÀB"


def test_tasti_che_non_sono_suoi() -> None:
    editore = Editore("x")
    assert not editore.tasto("f3", None)
    assert not editore.tasto("enter", "\r")
    assert not editore.tasto("alt+c", "c")
    assert editore.selezionato


@pytest.mark.parametrize(("cursore", "attesa"), [(0, ("abcd", 0)), (5, ("cdef", 3)), (10, ("hij", 3))])
def test_finestra_sul_testo_lungo(cursore: int, attesa: tuple[str, int]) -> None:
    assert Editore("abcdefghij", cursore=cursore).finestra(4) == attesa


def test_finestra_di_una_lettera() -> None:
    assert Editore("S", cursore=1).finestra(1) == ("S", 0)
