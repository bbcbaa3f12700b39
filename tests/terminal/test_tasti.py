"""Function keys, byte by byte, for each family of terminals: through the parser and through the running program."""

from collections.abc import Iterator

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from parcella.keyboard import tasti

from .sequenze import CONSOLE, FAMIGLIE
from .terminale import Terminale

SEQUENZE = [
    pytest.param(nome, sequenza, id=f"{famiglia}-{nome}")
    for famiglia, voci in FAMIGLIE.items()
    for nome, sequenza in voci.items()
]


def nome_dopo_i_due_passi(sequenza: str, alias: dict[str, str]) -> list[str]:
    """What FunctionKeys makes of what the parser makes of the bytes."""
    nomi = []
    parser = XTermParser()
    for evento in [*parser.feed(sequenza), *parser.feed("")]:
        if isinstance(evento, events.CursorPosition):
            nomi.append(tasti.f3_da_posizione_cursore(evento.x, evento.y) or "")
        elif isinstance(evento, events.Key):
            nomi.append(alias.get(evento.key, evento.key))
    return nomi


@pytest.mark.parametrize(("nome", "sequenza"), SEQUENZE)
def test_parser(nome: str, sequenza: str) -> None:
    assert nome_dopo_i_due_passi(sequenza, tasti.alias_dei_tasti("xterm")) == [nome]


@pytest.mark.parametrize(("nome", "sequenza"), CONSOLE.items())
def test_parser_console_linux(nome: str, sequenza: str) -> None:
    assert nome_dopo_i_due_passi(sequenza, tasti.alias_dei_tasti("linux")) == [nome]


def test_una_posizione_del_cursore_non_e_un_tasto() -> None:
    assert tasti.f3_da_posizione_cursore(23, 11) is None
    assert tasti.f3_da_posizione_cursore(8, 0) is None


@pytest.fixture(scope="module")
def spia() -> Iterator[Terminale]:
    with Terminale("tests.terminal.spia") as terminale:
        terminale.attendi("pronto")
        yield terminale


@pytest.mark.parametrize("famiglia", FAMIGLIE)
def test_programma_in_moto(spia: Terminale, famiglia: str) -> None:
    for nome, sequenza in FAMIGLIE[famiglia].items():
        spia.scrivi("_")
        spia.attendi("[tasto underscore ]")
        spia.scrivi(sequenza)
        spia.attendi(f"[tasto {nome} ]")


def test_console_linux_in_moto() -> None:
    with Terminale("tests.terminal.spia", TERM="linux") as spia:
        spia.attendi("pronto")
        for nome, sequenza in CONSOLE.items():
            spia.scrivi(sequenza)
            spia.attendi(f"[tasto {nome} ]")


@pytest.fixture(scope="module")
def programma() -> Iterator[Terminale]:
    with Terminale() as terminale:
        terminale.attendi("Documento di prova")
        yield terminale


@pytest.mark.parametrize("famiglia", FAMIGLIE)
def test_shift_f3_cancella_e_chiede(programma: Terminale, famiglia: str) -> None:
    programma.attendi(lambda testo: "^G Comandi" in testo)
    programma.scrivi(FAMIGLIE[famiglia]["shift+f3"])
    programma.attendi("Cancello il documento di prova")
    programma.scrivi("\r")  # Enter is no answer to a deletion
    programma.scrivi("n")
    programma.attendi(lambda testo: "Cancello il documento" not in testo and "Cancellato" not in testo)
