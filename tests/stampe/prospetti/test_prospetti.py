"""A tabular print in its four formats: the same rows on paper, as text at exact columns, for spreadsheets, as JSON."""

import csv as foglio_csv
import io
import json as leggi_json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from parcella.ledger.esito import Avviso, Rifiuto
from parcella.stampe.intero import file_intero, nome_libero
from parcella.stampe.prospetti import csv, json, pdf, testo
from parcella.stampe.prospetti.prospetto import Colonna, Dettaglio, Fascia, Gruppo, Prospetto, Riga, Totale
from parcella.stampe.prospetti.uscita import scrivi, su_file

NOMI = Fascia(
    (Colonna("codice", "Codice", 6), Colonna("nome", "Nome", 20), Colonna("importo", "Importo", 12, "importo"))
)
NOTE = Fascia((Colonna("nota", "Nota", 30), Colonna("quando", "Quando", 10, "data")), 7)
PREZZI = Dettaglio(
    "prezzi", Fascia((Colonna("numero", "T.", 2, "intero"), Colonna("prezzo", "Prezzo", 10, "prezzo")), 7)
)


def riga(codice: str, nome: str = "Rossi", importo: str = "10.00", **altri: Any) -> Riga:
    return Riga({"codice": codice, "nome": nome, "importo": Decimal(importo), **altri})


def prospetto(righe: Iterable[Any], **altri: Any) -> Prospetto:
    base = Prospetto(
        "prova", "Stampa di prova", "Studio Bianchi", date(2026, 3, 20), (("Ordine", "codice"), ("Zona", "NORD")),
        (NOMI, NOTE), righe, voci=("cliente", "clienti"),
    )  # fmt: skip
    return replace(base, **altri)


def in_testo(p: Prospetto) -> str:
    uscita = io.StringIO()
    testo.scrivi(p, uscita)
    return uscita.getvalue()


def in_pdf(p: Prospetto) -> PdfReader:
    uscita = io.BytesIO()
    pdf.scrivi(p, uscita)
    return PdfReader(io.BytesIO(uscita.getvalue()))


def test_il_testo_a_colonne_esatte() -> None:
    righe = [
        riga("A1", "Verdi e Figli di Rossi Anna", "1234.50", nota="in ritardo", quando=date(2026, 1, 5)),
        riga("A2"),
    ]
    assert in_testo(prospetto(righe)).splitlines() == [
        "Studio Bianchi                                                            Pag. 1",
        "Stampa di prova                                                       20/03/2026",
        "Ordine: codice; Zona: NORD",
        "",
        "Codice Nome                      Importo",
        "       Nota                           Quando",
        "-" * 80,
        "A1     Verdi e Figli di         1.234,50",
        "       Rossi Anna",
        "       in ritardo                     05/01/2026",
        "A2     Rossi                       10,00",
        "",
        "2 clienti",
    ]  # fmt: skip


def test_oltre_ottanta_colonne_il_foglio_e_di_132() -> None:
    larga = Fascia((Colonna("codice", "Codice", 90),))
    assert testo.larghezza(prospetto([])) == 80
    assert testo.larghezza(prospetto([], fasce=(larga,))) == 132
    assert "-" * 132 in in_testo(prospetto([], fasce=(larga,)))


def test_le_righe_dentro_una_riga() -> None:
    prezzi = ({"numero": 1, "prezzo": Decimal("90")}, {"numero": 2, "prezzo": Decimal("82.12345")})
    p = prospetto([Riga({"codice": "A1"}, prezzi)], dettaglio=PREZZI)
    assert in_testo(p).splitlines()[-5:] == ["A1", "        1      90,00", "        2   82,12345", "", "1 cliente"]
    uscita = io.StringIO()
    json.scrivi(replace(p, righe=[Riga({"codice": "A1"}, prezzi)]), uscita)
    letto = leggi_json.loads(uscita.getvalue())
    assert letto["righe"][0]["prezzi"] == [{"numero": 1, "prezzo": "90"}, {"numero": 2, "prezzo": "82.12345"}]
    uscita = io.StringIO()
    csv.scrivi(replace(p, righe=[Riga({"codice": "A1"}, prezzi), Riga({"codice": "A2"})]), uscita)
    assert uscita.getvalue().splitlines()[1:] == ["A1;;;;;1;90", "A1;;;;;2;82,12345", "A2;;;;;;"]


def test_ogni_pagina_ha_la_testata_e_nessun_record_e_diviso() -> None:
    righe = (riga(f"C{n:03}", nota=f"nota {n}") for n in range(100))
    pagine = in_testo(prospetto(righe)).split("\f")
    assert len(pagine) == 4
    for numero, pagina in enumerate(pagine, 1):
        linee = pagina.splitlines()
        assert len(linee) <= testo.RIGHE_PAGINA
        assert linee[0].endswith(f"Pag. {numero}")
        assert "Codice Nome" in pagina
        assert ("Zona: NORD" in pagina) == (numero == 1), "le selezioni solo sulla prima"
        for n in range(100):
            assert (f"C{n:03}" in pagina) == (f"nota {n}\n" in pagina)


def test_un_record_piu_lungo_della_pagina_prosegue_sulla_seguente() -> None:
    prezzi = [{"numero": n % 9 + 1, "prezzo": Decimal(n)} for n in range(1, 151)]
    pagine = in_testo(prospetto([Riga({"codice": "A1"}, prezzi)], dettaglio=PREZZI)).split("\f")
    assert [len(p.splitlines()) <= testo.RIGHE_PAGINA for p in pagine] == [True] * 3
    assert sum(f"{n},00" in p for p in pagine for n in (1, 75, 150)) >= 3
    uscita = io.BytesIO()
    assert pdf.scrivi(prospetto([Riga({"codice": "A1"}, prezzi)], dettaglio=PREZZI), uscita) == 3


def test_gruppi_e_totali() -> None:
    righe = [
        riga("A0"), Gruppo("Notule"), riga("A1"), riga("A2"), Totale("Totale notule", {"importo": Decimal("20.00")}),
    ]  # fmt: skip
    assert in_testo(prospetto(righe)).splitlines()[-7:] == [
        "",
        "Notule",
        "A1     Rossi                       10,00",
        "A2     Rossi                       10,00",
        "Totale notule                      20,00",
        "",
        "3 clienti",
    ]
    scritto = in_pdf(prospetto(righe)).pages[0].extract_text()
    assert "Notule" in scritto and "Totale notule" in scritto and "20,00" in scritto


def test_il_titolo_di_un_gruppo_va_con_la_sua_prima_riga() -> None:
    quante = testo.RIGHE_PAGINA - 7 - 2  # room for the title, not for the row
    righe = [*(riga(f"C{n:03}") for n in range(quante)), Gruppo("Verdi"), riga("Z9")]
    pagine = in_testo(prospetto(righe)).split("\f")
    assert "Verdi" not in pagine[0] and "Verdi" in pagine[1]


def test_nessuna_riga() -> None:
    assert in_testo(prospetto([])).splitlines()[-1] == "0 clienti"
    assert "0 clienti" in in_pdf(prospetto([])).pages[0].extract_text()


def test_il_pdf_ha_testata_e_numero_su_ogni_pagina() -> None:
    letto = in_pdf(prospetto(riga(f"C{n:03}", nota=f"nota {n}") for n in range(100)))
    quante = len(letto.pages)
    assert quante > 2
    for numero, pagina in enumerate(letto.pages, 1):
        scritto = pagina.extract_text()
        assert f"pagina {numero} di {quante}" in scritto
        assert "Stampa di prova" in scritto and "Studio Bianchi" in scritto and "Codice" in scritto
        assert [f"C{n:03}" in scritto for n in range(100)] == [f"nota {n}\n" in scritto + "\n" for n in range(100)]
    assert "100 clienti" in letto.pages[-1].extract_text()


def test_il_pdf_si_gira_quando_le_colonne_sono_tante() -> None:
    larga = Fascia((Colonna("codice", "Codice", 101),))
    verticale, orizzontale = in_pdf(prospetto([])).pages[0], in_pdf(prospetto([], fasce=(larga,))).pages[0]
    assert verticale.mediabox.height > verticale.mediabox.width
    assert orizzontale.mediabox.width > orizzontale.mediabox.height


def test_il_pdf_manda_a_capo_e_non_taglia() -> None:
    lungo = "Associazione professionale fra i dottori commercialisti Montanari, Bianchi, Verdi e altri (2) \\ soci"
    scritto = in_pdf(prospetto([riga("A1", lungo)])).pages[0].extract_text()
    assert " ".join(scritto.split()).count("Montanari") == 1
    for parola in lungo.split():
        assert parola in scritto


def test_il_pdf_scrive_le_lettere_che_cp1252_non_ha() -> None:
    avvisi: list[Avviso] = []
    uscita = io.BytesIO()
    pdf.scrivi(prospetto([riga("A1", "Łukasz Đorđević")]), uscita, avvisi)
    scritto = PdfReader(io.BytesIO(uscita.getvalue())).pages[0].extract_text()
    assert ("Łukasz Đorđević" in scritto) == (not avvisi), "o si legge com'è, o un avviso lo dice"


def test_le_stesse_righe_danno_gli_stessi_byte() -> None:
    def fatto() -> bytes:
        uscita = io.BytesIO()
        pdf.scrivi(prospetto([riga("A1")]), uscita)
        return uscita.getvalue()

    assert fatto() == fatto()


def test_il_csv_ha_bom_punto_e_virgola_e_valori_grezzi() -> None:
    uscita = io.BytesIO()
    scrivi(prospetto([riga("A1", "Già; «Rossi»", "1234.50", quando=date(2026, 1, 5))]), "csv", uscita)
    scritto = uscita.getvalue()
    assert scritto.startswith(b"\xef\xbb\xbfcodice;nome;importo;nota;quando\r\n")
    righe = list(foglio_csv.reader(io.StringIO(scritto.decode("utf-8-sig")), delimiter=";"))
    assert righe[1] == ["A1", "Già; «Rossi»", "1234,50", "", "2026-01-05"]


@pytest.mark.parametrize("inizio", ["=", "+", "-", "@", "\t", "\r"])
def test_nel_csv_un_testo_non_diventa_una_formula(inizio: str) -> None:
    uscita = io.StringIO()
    csv.scrivi(prospetto([riga("A1", f"{inizio}HYPERLINK(1)", "-5.00")]), uscita)
    cella = next(iter(list(foglio_csv.reader(io.StringIO(uscita.getvalue()), delimiter=";"))[1:]))
    assert cella[1] == f"'{inizio}HYPERLINK(1)"
    assert cella[2] == "-5,00", "un importo negativo resta un numero"


def test_il_json_ha_selezioni_e_righe() -> None:
    uscita = io.StringIO()
    json.scrivi(prospetto([riga("A1", "Già", "1234.50"), Totale("x", {}), riga("A2")]), uscita)
    letto = leggi_json.loads(uscita.getvalue())
    assert letto["selezioni"] == {"Ordine": "codice", "Zona": "NORD"}
    assert [r["codice"] for r in letto["righe"]] == ["A1", "A2"]
    assert letto["righe"][0]["importo"] == "1234.50" and letto["righe"][0]["quando"] is None
    uscita = io.StringIO()
    json.scrivi(prospetto([]), uscita)
    assert leggi_json.loads(uscita.getvalue())["righe"] == []


@pytest.mark.parametrize(("formato", "pagine"), [("pdf", 1), ("testo", 1), ("csv", None), ("json", None)])
def test_il_file_e_intero(formato: str, pagine: int | None, tmp_path: Path) -> None:
    percorso = tmp_path / "nuova" / "stampa"
    assert su_file(prospetto([riga("A1")]), formato, percorso) == pagine
    assert percorso.stat().st_size > 50
    assert list(percorso.parent.iterdir()) == [percorso]


def test_se_qualcosa_va_storto_il_file_di_prima_resta(tmp_path: Path) -> None:
    percorso = tmp_path / "stampa.csv"
    percorso.write_text("di prima")

    def righe() -> Iterable[Riga]:
        yield riga("A1")
        raise Rifiuto("interrotta")

    with pytest.raises(Rifiuto, match="interrotta"):
        su_file(prospetto(righe()), "csv", percorso)
    assert percorso.read_text() == "di prima"
    assert list(tmp_path.iterdir()) == [percorso]


def test_una_cartella_che_non_si_scrive_lo_dice(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Rifiuto, match="Stampa non scritta"), file_intero(tmp_path / "file" / "x.pdf"):
        pass


def test_un_nome_gia_preso_ne_ha_un_altro(tmp_path: Path) -> None:
    assert nome_libero(tmp_path, "stampa", ".pdf").name == "stampa.pdf"
    (tmp_path / "stampa.pdf").touch()
    (tmp_path / "stampa-2.pdf").touch()
    assert nome_libero(tmp_path, "stampa", ".pdf").name == "stampa-3.pdf"
