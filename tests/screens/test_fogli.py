"""Sheets in and out, by keyboard: the trial row by row, the import, giving it up, the export."""

import threading
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from parcella.ledger import archivio
from parcella.ledger.clienti import ricerca
from parcella.screens.clienti import SchermoClienti
from parcella.screens.esporta_fogli import SchermoEsportaFogli
from parcella.screens.importa_fogli import FinestraRigaFoglio, SchermoImportaFogli
from parcella.widgets.lavoro import Interrotto, con_avanzamento
from screens.pilota import programma
from widgets.pilota import Mani


def rubrica(cartella: Path, *righe: list[Any]) -> Path:
    libro = Workbook()
    foglio = libro.worksheets[0]
    for riga in (["Rag. Soc.", "P.IVA", "Città"], *righe):
        foglio.append(list(riga))
    libro.save(cartella / "rubrica.xlsx")
    return cartella / "rubrica.xlsx"


def clienti(percorso: Path) -> list[str]:
    with archivio.apri(percorso) as aperto, aperto.lettura() as sessione:
        return [voce.nome for voce in ricerca.pagina(sessione, 1)]


def video(mani: Mani) -> str:
    return " ".join("\n".join(mani.video).split())


async def finito(mani: Mani) -> None:
    """Wait until the command that opened the window of the work is over."""
    app: Any = mani.app
    await mani.fino_a(lambda: not app._lavori)
    await mani.quiete()


async def test_prova_importa_e_trova(studio_di_prova: Path, tmp_path: Path) -> None:
    """What the studio does first: its clients in, then one of them found by a part of the name."""
    file = rubrica(tmp_path, ["Gialli spa", None, "Asti"], ["Rossi s.r.l.", 1234567897, "Rimini"])
    prima = clienti(studio_di_prova)
    async with programma(studio_di_prova, SchermoImportaFogli()) as mani:
        await mani.premi(*str(file), "f10")
        await finito(mani)
        assert "1 cliente nuovo, 1 variato" in video(mani)
        assert "501.00003 Gialli spa" in video(mani)
        await mani.premi("down")
        assert "Comune: Torino → Rimini" in mani.messaggio
        await mani.premi("f6")
        assert isinstance(mani.app.screen, FinestraRigaFoglio) and "Torino" in video(mani)
        await mani.premi("escape")
        assert clienti(studio_di_prova) == prima
        await mani.premi("f10")
        assert "Scrivo nell'archivio 1 cliente nuovo, 1 variato" in video(mani)
        await mani.premi("s")
        await finito(mani)
        assert "Importazione finita: 1 cliente nuovo, 1 variato." in mani.messaggio
    assert clienti(studio_di_prova) == ["Gialli spa", *prima]
    async with programma(studio_di_prova, SchermoClienti()) as mani:
        await mani.premi("g", "i")
        assert "Gialli spa" in video(mani)


async def test_le_righe_rifiutate_fermano_tutto(studio_di_prova: Path, tmp_path: Path) -> None:
    file = rubrica(tmp_path, ["Gialli spa", "00000000001", "Asti"], ["Neri", None, "Asti"])
    prima = clienti(studio_di_prova)
    async with programma(studio_di_prova, SchermoImportaFogli()) as mani:
        await mani.premi(*str(file), "f10")
        await finito(mani)
        assert "Una riga rifiutata" in mani.messaggio
        assert "rifiutato Gialli spa" in video(mani) and "Neri" not in video(mani)
        await mani.premi("f8")
        assert "501.00004 Neri" in video(mani)
        await mani.premi("f7", "f10")
        assert "correggere il file e premere F5" in mani.messaggio
        rubrica(tmp_path, ["Gialli spa", None, "Asti"])
        await mani.premi("f5")
        await finito(mani)
        assert "1 cliente nuovo" in video(mani)
    assert clienti(studio_di_prova) == prima


@pytest.mark.parametrize(
    ("nome", "frase"),
    [
        ("manca.xlsx", "manca.xlsx"),
        ("cartella", "è una cartella"),
        ("x.xls", "vecchio Excel"),
        ("vuoto.csv", "è vuoto"),
    ],
)
async def test_file_che_non_vanno(studio_di_prova: Path, tmp_path: Path, nome: str, frase: str) -> None:
    (tmp_path / "cartella").mkdir()
    (tmp_path / "x.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    (tmp_path / "vuoto.csv").write_bytes(b"")
    async with programma(studio_di_prova, SchermoImportaFogli()) as mani:
        await mani.premi(*f"{tmp_path}/{nome}", "f10")
        await finito(mani)
        assert frase in mani.messaggio


async def test_f2_trova_i_file(studio_di_prova: Path, tmp_path: Path) -> None:
    rubrica(tmp_path, ["Gialli spa", None, None])
    for nome in ("foto.png", "altra.csv"):
        (tmp_path / nome).write_bytes(b"")
    async with programma(studio_di_prova, SchermoImportaFogli()) as mani:
        await mani.premi(*f"{tmp_path}/", "f2")
        assert "altra.csv" in video(mani) and "rubrica.xlsx" in video(mani) and "foto.png" not in video(mani)


async def test_esc_durante_il_lavoro(studio_di_prova: Path) -> None:
    """The work stops at its next step, and what it raised there gives the transaction up."""
    fermo, via = threading.Event(), threading.Event()
    visti: list[str] = []

    def lavoro(avanza: Any) -> None:
        try:
            avanza("Lettura", 3, 10)
            fermo.set()
            via.wait(10)
            avanza("Lettura", 4, 10)
        except Interrotto:
            visti.append("interrotto")
            raise

    schermo = SchermoImportaFogli()
    async with programma(studio_di_prova, schermo) as mani:
        mani.app.lavora(con_avanzamento(schermo, "Importazione", lavoro))
        await mani.fino_a(fermo.is_set)
        await mani.fino_a(lambda: "3 di 10" in video(mani))
        await mani.premi("escape")
        via.set()
        await finito(mani)
        assert mani.app.screen is schermo
        assert "non è stato scritto nulla" in mani.messaggio
    assert visti == ["interrotto"]


async def test_esporta(studio_di_prova: Path, tmp_path: Path) -> None:
    file = tmp_path / "studio.xlsx"
    async with programma(studio_di_prova, SchermoEsportaFogli()) as mani:
        await mani.premi("ctrl+u", *str(file), "f10")
        await finito(mani)
        assert f"Scritto {file}:" in mani.messaggio
        assert load_workbook(file)["Clienti"]["B2"].value == "Rossi s.r.l."
        await mani.premi("f10")
        assert "lo riscrivo" in video(mani)
        await mani.premi("n")
    async with programma(studio_di_prova, SchermoEsportaFogli()) as mani:
        await mani.premi("ctrl+u", *str(tmp_path / "c.csv"), "f10")
        assert "indicare quale" in mani.messaggio
        await mani.premi(*"clienti", "f10")
        await finito(mani)
        assert (tmp_path / "c.csv").read_text(encoding="utf-8-sig").startswith("Codice;Ragione sociale;")
