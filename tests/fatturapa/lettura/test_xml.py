"""The XML of strangers: encodings, and files made to do harm."""

import json
from pathlib import Path

import pytest

from parcella.fatturapa.lettura.origini import Origine, leggi
from parcella.fatturapa.lettura.xml import analizza
from parcella.ledger.esito import DatiNonValidi

BOMBA = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;&c;&c;</a>'


@pytest.mark.parametrize(
    ("codifica", "dichiarata"),
    [
        ("utf-8", ""),
        ("utf-8", ' encoding="UTF-8"'),
        ("utf-8-sig", ' encoding="utf-8"'),
        ("windows-1252", ' encoding="windows-1252"'),
        ("latin-1", " encoding='ISO-8859-1'"),
        ("utf-16", ' encoding="UTF-16"'),
        ("utf-16", ""),
        ("utf-16-le", ' encoding="UTF-16"'),
        ("utf-16-be", ""),
    ],
)
def test_ogni_codifica_delle_fatture(codifica: str, dichiarata: str) -> None:
    testo = f'<?xml version="1.0"{dichiarata}?>\r\n<a>Università però</a>'
    assert analizza(testo.encode(codifica)).text == "Università però"


CATTIVI = {
    "bomba di entità": (BOMBA, "una DTD o delle entità"),
    "bomba in UTF-16": (BOMBA.decode().encode("utf-16"), "una DTD o delle entità"),
    "DTD esterna": (b'<!DOCTYPE a SYSTEM "http://esempio.invalid/a.dtd"><a/>', "una DTD o delle entità"),
    "file dell'utente": (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "una DTD"),
    "codifica sbagliata": ('<?xml version="1.0" encoding="UTF-8"?><a>però</a>'.encode("cp1252"), "codifica dichiarata"),
    "codifica sconosciuta": (b'<?xml version="1.0" encoding="pippo"?><a/>', "«pippo»"),
    "codifica con un nullo": (b'<?xml version="1.0" encoding="utf\x00-8"?><a/>', "tra quelle di una fattura"),
    "codifica insidiosa": (b'<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-', "«UTF-7»"),
    "UTF-16 dichiarata a torto": (b'<?xml version="1.0" encoding="UTF-16"?><a/>', "codifica che dichiara"),
    "BOM due volte": (b"\xef\xbb\xbf\xef\xbb\xbf<a/>", "sta due volte"),
    "BOM due volte in UTF-16": (b"\xff\xfe\xff\xfe<\0a\0/\0>\0", "sta due volte"),
    "UTF-16 dentro un BOM UTF-8": (b"\xef\xbb\xbf" + "<a/>".encode("utf-16"), "ben formato"),
    "UTF-32": ("<a>però</a>".encode("utf-32"), "ben formato"),
    "EBCDIC": ('<?xml version="1.0" encoding="IBM037"?><a/>'.encode("cp037"), "ben formato|dichiara"),
    "entità di parametro": (b'<!DOCTYPE a [<!ENTITY % b SYSTEM "http://esempio.invalid/b">%b;]><a/>', "una DTD"),
    "un carattere nullo": (b"<a>x\0y</a>", "un carattere che un XML non può avere"),
    "un carattere di controllo": (b"<a>\x1b[2J</a>", "un carattere che un XML non può avere"),
    "attributi scritti male": (b"<a b=c/>", "scritto male"),
    "UTF-16 a metà": (b"\xff\xfe<\x00a\x00/\x00>", "UTF-16"),
    "annidato a fondo": (b"<a>" * 100_000, "annidati troppo a fondo"),
    "milioni di elementi": (b"<r>" + b"<a/>" * 500_000 + b"</r>", "troppi elementi"),
    "milioni di attributi": (b"<r " + b" ".join(b'a%d=""' % n for n in range(200_000)) + b"/>", "troppi elementi"),
    "troncato": (b"<a><b>testo</b>", "finisce prima del dovuto"),
    "tag incrociati": (b"<a><b></a></b>", "un elemento non è chiuso"),
    "e commerciale": (b"<a>Rossi & Bianchi</a>", "«&amp;»"),
    "due radici": (b"<a/><b/>", "dopo la fine"),
    "vuoto": (b"  \n", "vuoto"),
    "HTML": (b"<!DOCTYPE html><html><body>404</body></html>", "una DTD"),
    "troppo lungo": (b"<a>" + b"x" * 10_000_000 + b"</a>", "supera 10 milioni"),
}


@pytest.mark.parametrize("caso", CATTIVI)
def test_un_xml_cattivo_e_detto_con_una_frase(caso: str) -> None:
    xml, frase = CATTIVI[caso]
    with pytest.raises(DatiNonValidi, match=frase) as errore:
        analizza(xml)
    assert "\n" not in errore.value.messaggio


def test_di_un_errore_si_dice_dove() -> None:
    with pytest.raises(DatiNonValidi, match="riga 3, colonna"):
        analizza(b"<a>\n<b>\n<c></b></a>")


@pytest.mark.dati
def test_i_campioni(dati_prova: Path) -> None:
    campioni = dati_prova / "fatturapa" / "samples"
    attesi = json.loads((campioni / "expected.json").read_text())
    illeggibili = {"malformed_no_closing_root_TC01_RT01.xml", "billion_laughs.xml"}
    letti = 0
    for percorso in [*campioni.glob("in*/*.xml"), *campioni.glob("signed/*.xml")]:
        if percorso.name in illeggibili:
            with pytest.raises(DatiNonValidi):
                analizza(leggi(Origine(percorso)).xml)
        else:
            assert str(analizza(leggi(Origine(percorso)).xml).tag).endswith("}FatturaElettronica")
            letti += 1
    assert letti >= len(attesi) // 2
