"""Files as they come: encodings, separators, workbooks damaged, protected, of other programs, or made to do harm."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from parcella.ledger.archivio import Archivio
from parcella.ledger.esito import DatiNonValidi
from parcella.ledger.scambio.fogli import lettura_xlsx
from parcella.ledger.scambio.fogli.foglio import leggi, lettera

from .banco import carica, rifiuti, salvato, xlsx


def righe(contenuto: bytes, nome: str = "dati.csv") -> list[tuple[int, list[object]]]:
    (foglio,) = leggi(nome, contenuto)
    return [(numero, list(celle)) for numero, celle in foglio.righe()]


def errore(contenuto: bytes, nome: str = "dati.xlsx") -> str:
    with pytest.raises(DatiNonValidi) as colto:
        for foglio in leggi(nome, contenuto):
            list(foglio.righe())
    return colto.value.messaggio


@pytest.mark.parametrize("codifica", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separatore", [";", ",", "\t", "|"])
def test_un_csv_comunque_sia_scritto(codifica: str, separatore: str) -> None:
    testo = separatore.join(("Città", "Note")) + "\r\n" + separatore.join(("Forlì", '"a; b, c\n""d"" €"')) + "\r\n\r\n"
    assert righe(testo.encode(codifica)) == [(1, ["Città", "Note"]), (2, ["Forlì", 'a; b, c\n"d" €'])]


def test_la_riga_e_quella_dove_comincia() -> None:
    assert [numero for numero, _ in righe(b'a;b\n"1\n2";3\n\n4;5\n')] == [1, 2, 5]


def test_excel_dice_il_separatore_nella_prima_riga() -> None:
    assert righe(b'sep=,\r\nnome,prezzo\r\nx,"1;2"\r\n') == [(2, ["nome", "prezzo"]), (3, ["x", "1;2"])]


def test_virgolette_che_non_si_chiudono() -> None:
    assert errore(b'a;b\n1;2\n"x;3\n4;5\n', "d.csv") == (
        "d.csv, riga 3: virgolette aperte e non chiuse, o altro testo dopo quelle di chiusura."
    )


@pytest.mark.parametrize(
    ("contenuto", "frase"),
    [
        (b"", "il file è vuoto"),
        (b"  \n ", "il file è vuoto"),
        (b"\x89PNG\r\n\0\0\0", "non è un file CSV né XLSX"),
        (b"nome;\x81\n", "né in Windows-1252"),
        (lettura_xlsx._OLE + b"\0" * 600, "vecchio Excel"),
        (lettura_xlsx._OLE + "EncryptedPackage".encode("utf-16-le"), "protetto da password"),
        (b"PK\x03\x04 troncato", "danneggiato"),
    ],
)
def test_file_che_non_sono_fogli(contenuto: bytes, frase: str) -> None:
    assert frase in errore(contenuto, "d.csv")


def busta(**parti: bytes) -> bytes:
    uscita = io.BytesIO()
    with zipfile.ZipFile(uscita, "w", zipfile.ZIP_DEFLATED) as zip_:
        for nome, contenuto in parti.items():
            zip_.writestr(nome, contenuto)
    return uscita.getvalue()


def test_fogli_di_altri_programmi() -> None:
    assert ".ods" in errore(busta(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "d.ods")
    assert ".xlsb" in errore(busta(**{"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b""}))
    assert "non è un foglio di calcolo" in errore(busta(**{"foto.jpg": b""}))
    assert "danneggiato" in errore(busta(**{"[Content_Types].xml": b"<x/>"}))


def cambiato(contenuto: bytes, parte: str, prima: bytes, dopo: bytes) -> bytes:
    """The same workbook with something else in one of its parts."""
    uscita = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contenuto)) as vecchio, zipfile.ZipFile(uscita, "w", zipfile.ZIP_DEFLATED) as nuovo:
        for nome in vecchio.namelist():
            byte = vecchio.read(nome)
            nuovo.writestr(nome, byte.replace(prima, dopo, 1) if nome == parte else byte)
    return uscita.getvalue()


def test_entita_e_bombe(monkeypatch: pytest.MonkeyPatch) -> None:
    buono = xlsx([["Denominazione"], ["Neri"]])
    bomba = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet '
    assert "definizioni XML" in errore(cambiato(buono, "xl/worksheets/sheet1.xml", b"<worksheet ", bomba))
    in_utf16 = ("<?xml version='1.0' encoding='UTF-16'?>" + bomba.decode() + "/>").encode("utf-16")
    assert "definizioni XML" in errore(busta(**{"[Content_Types].xml": b"<x/>", "xl/styles.xml": in_utf16}))
    monkeypatch.setattr(lettura_xlsx, "MASSIMO_APERTO", 1_000_000)
    grande = busta(**{"[Content_Types].xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * 1_000_001})
    assert len(grande) < 10_000
    assert "supera 1 MB" in errore(grande)


def test_un_foglio_rovinato_a_meta() -> None:
    rotto = cambiato(xlsx([["a"], ["b"]]), "xl/worksheets/sheet1.xml", b"</row>", b"</riga>")
    assert "il file è danneggiato" in errore(rotto)


def test_le_formule_valgono_per_il_loro_risultato(archivio: Archivio) -> None:
    """Excel keeps the result beside the formula; a file made by a program may not have it."""
    libro = Workbook()
    foglio = libro.worksheets[0]
    foglio.append(["Denominazione", "Comune"])
    foglio.append(["Neri", '="Ri"&"mini"'])
    senza = carica(archivio, salvato(libro))
    assert rifiuti(senza) == [
        "dati.xlsx, foglio «Sheet», riga 2, colonna B (Comune): formula senza risultato: aprire il file con il foglio "
        "di calcolo e salvarlo di nuovo."
    ]
    risultato = cambiato(salvato(libro), "xl/worksheets/sheet1.xml", b"<v />", b"<v>Rimini</v>")
    risultato = cambiato(risultato, "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>Rimini</v>")
    risultato = cambiato(risultato, "xl/worksheets/sheet1.xml", b'<c r="B2"', b'<c r="B2" t="str"')
    assert carica(archivio, risultato).righe[0].dati["comune"] == "Rimini"


def test_celle_unite(archivio: Archivio) -> None:
    """Over the title they do no harm; among the data they hide something."""
    libro = Workbook()
    foglio = libro.worksheets[0]
    for riga in (["CLIENTI"], ["Denominazione", "Comune"], ["Neri", "Rimini"], ["Gialli", None], ["Verdi", "Asti"]):
        foglio.append(riga)
    foglio.merge_cells("A1:B1")
    foglio.merge_cells("B3:B4")
    fatto = carica(archivio, salvato(libro))
    assert [(riga.numero, riga.motivo) for riga in fatto.rifiutate] == [
        (3, "celle unite (B3:B4): dividerle, o togliere la riga"),
        (4, "celle unite (B3:B4): dividerle, o togliere la riga"),
    ]


def test_un_foglio_che_mente_sulla_sua_grandezza() -> None:
    bugiardo = cambiato(xlsx([["a", "b"], ["c", "d"]]), "xl/worksheets/sheet1.xml", b'ref="A1:B2"', b'ref="A1:A1"')
    (foglio,) = leggi("d.xlsx", bugiardo)
    assert list(foglio.righe()) == [(1, ["a", "b"]), (2, ["c", "d"])]


CELLE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn"]), max_size=8).filter(
        lambda testo: not testo.startswith("=") and "_x" not in testo
    ),
    st.datetimes(min_value=datetime.fromisoformat("1900-03-01"), max_value=datetime.fromisoformat("2999-12-31")).map(
        lambda momento: momento.replace(microsecond=0)
    ),
    st.dates(min_value=date(1900, 3, 1), max_value=date(2999, 12, 31)),
    st.times().map(lambda ora: ora.replace(microsecond=0)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLE, max_size=6), min_size=1, max_size=6))
def test_le_celle_sono_quelle_di_openpyxl(dati: list[list[object]]) -> None:
    """Our reader of the cells against the library's, cell by cell."""
    contenuto = xlsx([["inizio"], *dati])
    libro = load_workbook(io.BytesIO(contenuto), read_only=True, data_only=True)
    loro = [list(riga) for riga in libro.worksheets[0].iter_rows(values_only=True)]
    (foglio,) = leggi("d.xlsx", contenuto)
    nostre = {numero: list(celle) for numero, celle in foglio.righe()}
    for numero, riga in enumerate(loro, 1):
        while riga and riga[-1] is None:
            riga.pop()
        assert nostre.pop(numero, []) == riga
    assert not nostre


TIPO = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    b'spreadsheetml.sharedStrings+xml"/>'
)


def test_testi_condivisi_prefissi_e_riferimenti_mancanti() -> None:
    """As other programs write a sheet: shared texts, a prefix before the tags, no references, phonetic readings."""
    libro = Workbook()
    libro.worksheets[0].append(["x"])
    foglio = (
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        b"<x:row><x:c t='s'><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>"
        b"<x:row r='4'><x:c r='C4' t='inlineStr'><x:is><x:r><x:t>a</x:t></x:r><x:r><x:t>b</x:t></x:r>"
        b"<x:rPh><x:t>z</x:t></x:rPh></x:is></x:c><x:c t='b'><x:v>1</x:v></x:c><x:c t='e'><x:v>#N/A</x:v></x:c></x:row>"
        b"</x:sheetData></x:worksheet>"
    )
    testi = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>uno</t></si>'
        b"<si><t>due</t></si></sst>"
    )
    uscita = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(salvato(libro))) as vecchio, zipfile.ZipFile(uscita, "w") as nuovo:
        for nome in vecchio.namelist():
            byte = foglio if nome == "xl/worksheets/sheet1.xml" else vecchio.read(nome)
            if nome != "xl/sharedStrings.xml":
                nuovo.writestr(nome, byte if TIPO in byte else byte.replace(b"</Types>", TIPO + b"</Types>"))
        nuovo.writestr("xl/sharedStrings.xml", testi)
    (letto,) = leggi("d.xlsx", uscita.getvalue())
    assert list(letto.righe()) == [(1, ["due", 2]), (4, [None, None, "ab", True, "#N/A"])]


@pytest.mark.parametrize(
    "guasto", [b'<c r="ZZZZZ1"><v>1</v></c>', b"<c><v>1,5</v></c>", b'<c t="s"><v>99999</v></c>', b"<c><v>"]
)
def test_celle_rovinate(guasto: bytes) -> None:
    assert "danneggiato" in errore(cambiato(xlsx([["a"]]), "xl/worksheets/sheet1.xml", b"</row>", guasto + b"</row>"))
    assert "danneggiato" in errore(
        cambiato(xlsx([["a"]]), "xl/worksheets/sheet1.xml", b'<row r="1"', b'<row r="99999999999"')
    )


BUONO = xlsx([["Denominazione", "P.IVA"], ["Neri", 1], ["Verdi", 2.5]])
POSTI = st.integers(0, 10**6)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(POSTI, st.integers(0, 255)), max_size=4), POSTI)
def test_un_byte_cambiato_non_fa_cadere(cambi: list[tuple[int, int]], fine: int) -> None:
    """Whatever happened to the file on its way, it is read or refused with a sentence."""
    contenuto = bytearray(BUONO)
    for posto, byte in cambi:
        contenuto[posto % len(contenuto)] = byte
    for rovinato in (bytes(contenuto), bytes(contenuto[: 1 + fine % len(contenuto)])):
        try:
            for foglio in leggi("d.xlsx", rovinato):
                list(foglio.righe())
        except DatiNonValidi as rifiuto:
            assert rifiuto.messaggio.startswith("d.xlsx")


def test_i_fogli_nascosti_restano_fuori(archivio: Archivio) -> None:
    libro = Workbook()
    libro.worksheets[0].append(["Denominazione"])
    libro.worksheets[0].append(["Neri"])
    libro.worksheets[0].title = "Clienti"
    nascosto = libro.create_sheet("Prestazioni")
    nascosto.append(["x"])
    nascosto.sheet_state = "hidden"
    fatto = carica(archivio, salvato(libro))
    assert [avviso.codice for avviso in fatto.avvisi] == ["fogli_nascosti"]


def test_un_csv_di_clienti(archivio: Archivio, tmp_path: Path) -> None:
    """The name of the file says what it is; a text that begins as a formula is a text."""
    testo = 'Codice;Denominazione;Note\n3;Neri;\'=1+1\n4;"Bar ""Sport""";\n'
    fatto = carica(archivio, testo.encode("cp1252"), nome=str(tmp_path / "clienti 2026.csv"))
    assert fatto.scritto
    assert fatto.righe[0].dati["note"] == "=1+1"
    assert fatto.righe[1].nome == 'Bar "Sport"'


def test_le_lettere_delle_colonne() -> None:
    assert [lettera(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
