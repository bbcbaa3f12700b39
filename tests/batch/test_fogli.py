"""`parcella importa` and `parcella esporta` of sheets, as a user runs them."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from .banco_comandi import ROSSI, Ufficio

RUBRICA = "Codice;Denominazione;P.IVA;Città\n{codice};Neri s.n.c.;01234567897;Rimini\n;Gialli;{piva};Asti\n"


@pytest.fixture
def rubrica(tmp_path: Path) -> Any:
    def scrivi(codice: str = "77", piva: str = "", nome: str = "clienti.csv") -> Path:
        (tmp_path / nome).write_text(RUBRICA.format(codice=codice, piva=piva), encoding="cp1252")
        return tmp_path / nome

    return scrivi


def nomi(ufficio: Ufficio) -> list[str]:
    return [cliente["nome"] for cliente in ufficio.json("clienti", "elenco")]


def test_in_prova_e_poi_davvero(ufficio: Ufficio, rubrica: Any) -> None:
    prima = nomi(ufficio)
    prova = ufficio("importa", rubrica(), "--prova", "S")
    assert prova.codice == 0
    righe = prova.uscita.splitlines()
    assert righe[0].startswith("riga 2  nuovo      501.00077 Neri s.n.c.  codice 77 letto come 501.00077")
    assert righe[1].startswith("riga 3  nuovo      501.00078 Gialli")
    assert righe[2] == "Prova: 2 clienti nuovi. Non ho scritto nulla: togliere --prova per importare."
    assert nomi(ufficio) == prima

    davvero = ufficio("importa", rubrica())
    assert (davvero.codice, davvero.uscita) == (0, "Importazione finita: 2 clienti nuovi.\n")
    assert set(nomi(ufficio)) == {*prima, "Neri s.n.c.", "Gialli"}


def test_in_json(ufficio: Ufficio, rubrica: Any) -> None:
    esito = ufficio.json("importa", rubrica(codice=ROSSI), "--prova", "S")
    assert (esito["prova"], esito["scritto"]) == ("S", "N")
    assert esito["riepilogo"] == {"clienti": {"nuovo": 1, "variato": 1, "uguale": 0, "rifiutato": 0}}
    prima = esito["righe"][0]
    assert (prima["riga"], prima["codice"], prima["esito"], prima["foglio"]) == (2, ROSSI, "variato", None)
    assert {"campo": "comune", "prima": None, "dopo": "Rimini"} in [{**v, "prima": None} for v in prima["variazioni"]]


def test_una_riga_rifiutata(ufficio: Ufficio, rubrica: Any) -> None:
    """In a trial every row is told; for good, nothing is written. Exit 1 in both cases."""
    prima = nomi(ufficio)
    file = rubrica(piva="01234567890")
    prova = ufficio("importa", file, "--prova", "S")
    assert prova.codice == 1
    assert "riga 3  rifiutato  Gialli  C (P.IVA): La partita IVA 01234567890 non è valida" in prova.uscita
    davvero = ufficio("importa", file)
    assert (davvero.codice, davvero.uscita) == (1, "")
    assert f"{file}, riga 3, colonna C (P.IVA): La partita IVA 01234567890 non è valida" in davvero.errori
    assert "Non ho scritto nulla: 1 cliente nuovo, 1 rifiutato." in davvero.errori
    assert nomi(ufficio) == prima


def test_file_che_non_si_leggono(ufficio: Ufficio, tmp_path: Path, rubrica: Any) -> None:
    (tmp_path / "vuoto.xlsx").write_bytes(b"")
    assert ufficio("importa", tmp_path / "vuoto.xlsx").errori == f"{tmp_path / 'vuoto.xlsx'}: il file è vuoto.\n"
    assert ufficio("importa", tmp_path / "vuoto.xlsx").codice == 3
    assert ufficio("importa", tmp_path / "manca.csv").codice == 3
    (tmp_path / "x.csv").write_text("Denominazione;Segno\nNeri;Pesci\n")
    rifiutato = ufficio("importa", tmp_path / "x.csv")
    assert rifiutato.codice == 3 and "«Segno» (colonna B" in rifiutato.errori
    assert ufficio("importa", tmp_path / "x.csv", "--ignora-sconosciute", "S", "--prova", "S").codice == 0
    assert ufficio("importa", rubrica(), rubrica(nome="altro.json")).codice == 2
    assert ufficio("importa", rubrica(nome="solo.json"), "--prova", "S").codice == 2


def test_esporta_e_riporta(ufficio: Ufficio, tmp_path: Path) -> None:
    libro = tmp_path / "studio.xlsx"
    esito = ufficio.json("esporta", libro)
    assert esito["righe"]["clienti"] == len(nomi(ufficio))
    assert "Clienti" in load_workbook(io.BytesIO(libro.read_bytes())).sheetnames
    rientro = ufficio.json("importa", libro)
    assert all(conti["uguale"] == sum(conti.values()) for conti in rientro["riepilogo"].values())

    assert ufficio("esporta", tmp_path / "c.csv", "--tabella", "clienti").codice == 0
    testo = (tmp_path / "c.csv").read_bytes()
    assert testo.startswith(b"\xef\xbb\xbfCodice;Ragione sociale;")
    assert ufficio("esporta", tmp_path / "v.csv", "--tabella", "clienti", "--separatore", "virgola").codice == 0
    assert (tmp_path / "v.csv").read_text(encoding="utf-8-sig").startswith("Codice,Ragione sociale,")
    assert ufficio("esporta", tmp_path / "c.csv", "--tabella", "gatti").codice == 2
    assert ufficio("esporta", tmp_path / "c.json", "--tabella", "clienti").codice == 2
    (tmp_path / "occupato").write_text("")
    assert ufficio("esporta", tmp_path / "occupato" / "x.xlsx").codice == 1


def test_un_libro_di_una_macchina(ufficio: Ufficio, tmp_path: Path) -> None:
    """`--tabella` for a sheet whose headings say too little."""
    libro = Workbook()
    libro.worksheets[0].append(["Cod.", "Descrizione"])
    libro.worksheets[0].append([1, "Neri"])
    libro.save(tmp_path / "x.xlsx")
    (riga,) = ufficio.json("importa", tmp_path / "x.xlsx", "--tabella", "clienti")["righe"]
    assert (riga["codice"], riga["nome"]) == ("501.00001", "Neri")
