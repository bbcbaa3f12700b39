"""F1: every screen has its page, every field its heading; the studio's own page comes first."""

import re
from pathlib import Path
from typing import Any

import pytest

from parcella.app import leggi_aiuto
from parcella.risorse import cartella_utente, risorsa
from parcella.widgets.aiuto import Aiuto, etichetta, impagina
from parcella.widgets.campo import Campo
from parcella.widgets.griglia import Griglia
from parcella.widgets.modulo import Modulo
from parcella.widgets.schermo import Schermo
from screens.pilota import programma
from screens.schermi import apri, casi


def campi(schermo: Schermo[Any]) -> list[Campo]:
    """The fields of a screen; the description beside a code, which has no label, goes with its code."""
    tutti = [c for modulo in schermo.query(Modulo) for c in modulo.campi]
    tutti += [c for griglia in schermo.query(Griglia) for c in griglia.colonne]
    return [c for c in tutti if c.etichetta or not c.sola_lettura]


@pytest.mark.parametrize("caso", casi())
async def test_ogni_schermo_ha_la_pagina_e_ogni_campo_il_titolo(caso: str, studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        schermo = await apri(mani, caso)
        assert schermo.pagina_aiuto, f"{caso} non ha pagina_aiuto"
        testo = risorsa(f"docs/schermi/{schermo.pagina_aiuto}.md").read_text(encoding="utf-8")
        titoli = [titolo for titolo, e_titolo in impagina(testo, 80) if e_titolo]
        senza = [c.identificatore for c in campi(schermo) if not any(nomina(t, c) for t in titoli)]
        assert not senza, f"in docs/schermi/{schermo.pagina_aiuto}.md mancano i titoli di {senza}"


def nomina(titolo: str, campo: Campo) -> bool:
    tutti = re.sub(r"(\w+_)1 … \1(\d+)", lambda m: " ".join(f"{m[1]}{n}" for n in range(1, int(m[2]) + 1)), titolo)
    parole = tutti.casefold()
    return any(
        re.search(rf"(?<!\w){re.escape(nome.casefold())}(?!\w)", parole) for nome in (campo.identificatore, campo.nome)
    )


async def test_f1_si_apre_sul_campo(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        await mani.premi("7", "enter", "2", "enter", "f4", "enter", "enter", "f1")
        assert isinstance(mani.app.screen, Aiuto)
        video = "\n".join(mani.video)
        assert mani.dove("Cliente") and "Sono due." not in video, "la pagina è aperta al campo, non all'inizio"
        assert "(cliente)" not in video, "il nome per il programma non si mostra"
        await mani.premi("escape", "escape", "f1")
        assert "Sono due." in "\n".join(mani.video)


@pytest.mark.parametrize(
    ("titolo", "letta"),
    [
        ("comune — Comune", "Comune"),
        ("Comune (comune)", "Comune"),
        ("campo_1 … campo_20 — Altri dati", "Altri dati"),
        ("I tasti", "I tasti"),
        ("Notule — e parcelle", "Notule — e parcelle"),
    ],
)
def test_di_un_titolo_si_legge_l_etichetta(titolo: str, letta: str) -> None:
    assert etichetta(titolo) == letta


def test_la_copia_dello_studio_viene_prima() -> None:
    assert leggi_aiuto("menu").startswith("# Menu\n")
    sua = cartella_utente() / "docs" / "schermi" / "menu.md"
    sua.parent.mkdir(parents=True)
    sua.write_text("# Il nostro menu\n", encoding="utf-8")
    assert leggi_aiuto("menu") == "# Il nostro menu\n"


def test_una_pagina_che_manca_lo_dice() -> None:
    assert "non si trova" in leggi_aiuto("inesistente")


def test_i_capoversi_si_ricompongono_e_le_tabelle_restano() -> None:
    testo = (
        "# Uno `due`\n\nprima riga\nseconda **riga**\n- una voce\n  che segue\n- altra\n\n| a | b |\n```\nx  `y`\n```"
    )
    assert impagina(testo, 80) == [
        ("Uno due", True), ("", False), ("prima riga seconda riga", False), ("- una voce che segue", False),
        ("- altra", False), ("", False), ("| a | b |", False), ("x  `y`", False),
    ]  # fmt: skip
    assert impagina("- " + "parola " * 6, 20)[1][0].startswith("  parola"), "la voce continua sotto il suo testo"
