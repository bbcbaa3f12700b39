"""What strangers send: each bad file told by each command in one sentence, with nothing changed and no network."""

import json
import os
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fatturapa.lettura.buste import in_base64, p7m
from fatturapa.lettura.fatture import xml
from fatturapa.lettura.pacchi import bomba, bomba_annidata, pacco, sovrapposto
from fatturapa.ricevute import PA, esito, firmato, messaggio, scarto, scrivi

from .banco_comandi import Ufficio, parcella

DICHIARATA = b'<?xml version="1.0" encoding="UTF-8"?>'
GUASTI: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "entità interna": ("a.xml", lambda: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "una DTD o delle entità"),
    "miliardi di risate": (
        "a.xml",
        lambda: (
            b"<!DOCTYPE a [" + b"".join(b'<!ENTITY a%d "&a%d;&a%d;">' % (n + 1, n, n) for n in range(40)) + b"]><a/>"
        ),
        "una DTD o delle entità",
    ),
    "entità esterna": (
        "a.xml",
        lambda: b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "una DTD o delle entità",
    ),
    "DTD esterna": ("a.xml", lambda: b'<!DOCTYPE a SYSTEM "http://esempio.invalid/a.dtd"><a/>', "una DTD"),
    "entità di parametro": (
        "a.xml",
        lambda: b'<!DOCTYPE a [<!ENTITY % b SYSTEM "http://esempio.invalid/b">%b;]><a/>',
        "una DTD o delle entità",
    ),
    "DTD in un p7m": ("a.xml.p7m", lambda: p7m(b"<!DOCTYPE a><a/>"), "una DTD o delle entità"),
    "DTD in UTF-16": ("a.xml", lambda: "<!DOCTYPE a><a/>".encode("utf-16"), "una DTD o delle entità"),
    "annidato a fondo": ("a.xml", lambda: b"<a>" * 100_000, "annidati troppo a fondo"),
    "UTF-7": ("a.xml", lambda: b'<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-', "«UTF-7»"),
    "UTF-16 a torto": ("a.xml", lambda: b'<?xml version="1.0" encoding="UTF-16"?><a/>', "codifica che dichiara"),
    "windows-1252 a torto": ("a.xml", lambda: DICHIARATA + "<a>però</a>".encode("cp1252"), "codifica dichiarata"),
    "BOM due volte": ("a.xml", lambda: b"\xef\xbb\xbf" * 2 + xml(), "sta due volte"),
    "p7m in base64 guasto": (
        "a.xml.p7m",
        lambda: in_base64(p7m(xml()), b"\n").replace(b"A", b"?", 5),
        "base64 troncato o danneggiato",
    ),
    "bomba": ("a.zip", bomba, "più di 200 volte"),
    "bomba annidata": ("a.zip", bomba_annidata, "dentro un altro"),
    "bomba sovrapposta": ("a.zip", sovrapposto, "uno sopra l'altro"),
    **{
        f"p7m troncato a {n} decimi": (
            "a.xml.p7m",
            lambda n=n: p7m(xml())[: len(p7m(xml())) * n // 10],
            "troncato o danneggiato|vuoto",
        )
        for n in range(10)
    },
}


@pytest.fixture
def esportate(ufficio: Ufficio, monkeypatch: pytest.MonkeyPatch) -> Ufficio:
    """PA 1/1 and PA 1/2, each with its file; and no network."""
    ufficio.emetti(parcella(), parcella("200.00"))
    ufficio.json("fatturapa", "esporta", "--cartella", ufficio.cartella / "xml")
    monkeypatch.setattr(socket, "socket", None)
    return ufficio


def nome(progressivo: str) -> str:
    return f"ITBNCNNA75L41H294H_{progressivo}.xml"


def prova(ufficio: Ufficio, percorso: Path, frase: str) -> None:
    """Every command says it in one sentence, and the archive stays byte for byte what it was."""
    prima = ufficio.archivio.read_bytes()
    for comando, codice in (("controlla", 1), ("notifiche", 1), ("importa", 1)):
        detto = ufficio("--json", "fatturapa", comando, percorso)
        assert (detto.codice, detto.errori.count("interno")) == (codice, 0), comando
        (riga,) = detto.json
        scritto = riga["errori"][0]["messaggio"] if comando == "controlla" else riga["avviso"]
        assert re.search(frase, scritto) and "\n" not in scritto, comando
    for comando in (("fatturapa", "mostra"), ("clienti", "importa-da-xml")):
        detto = ufficio(*comando, percorso)
        assert (detto.codice, detto.uscita) == (3, ""), comando
        assert re.search(frase, detto.errori), comando
        ultima = detto.errori.strip().splitlines()[-1]
        assert re.search(frase, ultima) and "Traceback" not in detto.errori
    assert ufficio.archivio.read_bytes() == prima


@pytest.mark.parametrize("caso", GUASTI)
def test_ogni_comando_lo_dice_con_una_frase(esportate: Ufficio, caso: str) -> None:
    nome_file, fa, frase = GUASTI[caso]
    prova(esportate, scrivi(esportate.cartella / "arrivi", nome_file, fa()), frase)


def test_un_file_di_duecento_milioni_di_byte(esportate: Ufficio) -> None:
    percorso = scrivi(esportate.cartella, "a.xml", b"<a>")
    os.truncate(percorso, 200_000_000)
    prova(esportate, percorso, r"Supera 10 milioni|Il file è di 200,0 milioni di byte")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="code e dispositivi sono di Unix")
def test_code_dispositivi_e_collegamenti(esportate: Ufficio) -> None:
    dove = esportate.cartella
    os.mkfifo(dove / "coda.xml")
    (dove / "infinito.xml").symlink_to("/dev/zero")
    (dove / "tondo.xml").symlink_to("tondo.xml")
    prova(esportate, dove / "coda.xml", "è una coda o un dispositivo")
    prova(esportate, dove / "infinito.xml", "è una coda o un dispositivo")


def test_una_cartella_di_tutto_un_po(esportate: Ufficio) -> None:
    """A folder called as a file, a loop, a pipe: the good message among them is read."""
    dove = esportate.cartella / "arrivi"
    (dove / "a.xml").mkdir(parents=True)
    (dove / "a.xml" / "su").symlink_to(dove)
    os.mkfifo(dove / "b.xml")
    (dove / "c.xml").symlink_to("c.xml")
    scrivi(dove / "a.xml", "rc.xml", messaggio("RC", nome("00001")))
    letto = esportate("--json", "fatturapa", "notifiche", dove)
    assert (letto.codice, [riga["esito"] for riga in letto.json]) == (1, ["letto", "non_leggibile", "non_leggibile"])


# ---- messages


def leggi(ufficio: Ufficio, *messaggi: bytes | tuple[str, bytes], cartella: str = "messaggi") -> list[dict[str, Any]]:
    """Read one after the other, each by a command of its own."""
    letti = []
    for numero, uno in enumerate(messaggi):
        nome_file, dati = (f"{numero}.xml", uno) if isinstance(uno, bytes) else uno
        percorso = scrivi(ufficio.cartella / cartella, nome_file, dati)
        letti += json.loads(ufficio("--json", "fatturapa", "notifiche", percorso).uscita)
    return letti


def stato(ufficio: Ufficio) -> tuple[str, str | None]:
    """State and IdentificativoSdI of the file of PA 1/1."""
    voce = next(v for v in ufficio.json("fatturapa", "elenco") if v["file"] == nome("00001"))
    return voce["stato"], voce["identificativo_sdi"]


def di(tipo: str, sdi: str = "8812345670") -> bytes:
    """A message of a type about PA 1/1; EC01 and EC02 are outcomes."""
    if tipo in ("EC01", "EC02"):
        return esito(nome("00001"), tipo).replace(b"8812345670", sdi.encode())
    if tipo == "NS":
        return scarto(nome("00001"), "00002", "Nome file duplicato", identificativo=sdi)
    return messaggio(tipo, nome("00001"), spazio=PA, identificativo=sdi)


@pytest.mark.parametrize(
    ("arrivi", "atteso"),
    [
        (("RC", "NS"), "consegnato"),
        (("DT", "RC"), "termini"),
        (("EC01", "RC"), "accettato"),
        (("EC01", "DT"), "accettato"),
        (("EC02", "DT"), "rifiutato"),
        (("RC", "MC"), "consegnato"),
        (("RC", "AT"), "consegnato"),
        (("AT", "MC"), "impossibile"),
    ],
)
def test_due_messaggi_in_qualunque_ordine(esportate: Ufficio, arrivi: tuple[str, str], atteso: str) -> None:
    leggi(esportate, *map(di, arrivi))
    assert stato(esportate) == (atteso, "8812345670")


@pytest.mark.parametrize(
    "arrivi", [("RC", "NS"), ("NS", "RC"), ("NS", "RC", "NS"), ("NS", "MC", "RC"), ("DT", "NS", "RC")]
)
def test_di_un_nome_inviato_due_volte_vale_l_invio_non_scartato(esportate: Ufficio, arrivi: tuple[str, ...]) -> None:
    """SdI refuses the second (00002); the first is issued all the same, and must not be sent again."""
    letti = leggi(esportate, *(di(tipo, "22" if tipo == "NS" else "11") for tipo in arrivi))
    assert stato(esportate) == ({"DT": "termini"}.get(arrivi[0], "consegnato"), "11")
    if arrivi == ("RC", "NS"):
        assert "Riguarda un altro invio con lo stesso nome (identificativo 22)" in letti[1]["avviso"]
        assert "va corretta" not in letti[1]["avviso"]


@pytest.mark.requisito("FPA-082")
def test_uno_scarto_tardivo_non_riapre_una_fattura_consegnata(esportate: Ufficio) -> None:
    """A second upload refused (00404) after the delivery, then a scarto of the first: told, kept, no new file."""
    doppio = scarto(nome("00001"), "00404", "Fattura duplicata", identificativo="22")
    letti = leggi(esportate, di("RC", "11"), doppio, di("NS", "11"))
    assert [letto["esito"] for letto in letti] == ["letto"] * 3
    assert stato(esportate) == ("consegnato", "11")
    assert letti[1]["avviso"].startswith("Riguarda un altro invio con lo stesso nome (identificativo 22)")
    assert letti[2]["avviso"].startswith(
        "Messaggio contrario: è lo scarto di un invio che altri messaggi dicono emesso"
    )
    storia = esportate.json("fatturapa", "storia", nome("00001"))
    assert [f["stato"] for f in storia] == ["fatto", "consegnato", "", ""]
    assert "Messaggio contrario" in storia[3]["testo"] and "00002 Nome file duplicato" in storia[3]["testo"]
    assert esportate.json("fatturapa", "esporta", "--cartella", esportate.cartella / "altri") == []


def test_una_consegna_dopo_il_suo_scarto_rimette_la_fattura_fra_le_emesse(esportate: Ufficio) -> None:
    letti = leggi(esportate, di("NS", "11"), di("RC", "11"))
    assert "prima di rifare il file cercare la ricevuta del primo invio" in letti[0]["avviso"]
    assert letti[1]["avviso"].startswith("Messaggio contrario a uno scarto già letto")
    assert stato(esportate) == ("consegnato", "11")


@pytest.mark.parametrize("arrivi", [("EC01", "EC02"), ("EC02", "EC01")])
def test_di_due_esiti_contrari_vale_il_primo(esportate: Ufficio, arrivi: tuple[str, str]) -> None:
    quando = {"EC01": "2010-09-10T10:00:00+02:00", "EC02": "2010-09-12T10:00:00+02:00"}
    letti = leggi(esportate, di("RC"), *(firmato(di(esito), quando[esito]) for esito in arrivi))
    assert stato(esportate) == ("accettato", "8812345670")
    detto = "Esito contrario già ricevuto" if arrivi[1] == "EC02" else "Un esito contrario già letto è successivo"
    assert letti[2]["avviso"].startswith(detto)


@pytest.mark.parametrize(("riferimento", "presa"), [(("1/1", "2010"), True), (("1/2", "2010"), False),
                                                    (("1/1", "2009"), False), (("7", ""), False)])  # fmt: skip
def test_un_esito_di_un_altra_fattura_non_si_prende(
    esportate: Ufficio, riferimento: tuple[str, str], presa: bool
) -> None:
    numero, anno = riferimento
    dove = f"<RiferimentoFattura><NumeroFattura>{numero}</NumeroFattura><AnnoFattura>{anno}</AnnoFattura>"
    con_riferimento = di("EC02").replace(b"<Esito>", f"{dove}</RiferimentoFattura><Esito>".encode())
    (letto,) = leggi(esportate, con_riferimento)
    assert (letto["esito"], stato(esportate)[0]) == (("letto", "rifiutato") if presa else ("non_nostro", "fatto"))
    assert presa or f"ma il file {nome('00001')} contiene la 1/1 del 2010" in letto["avviso"]


def test_un_messaggio_due_volte_anche_con_un_altro_nome(esportate: Ufficio) -> None:
    letti = leggi(esportate, ("a.xml", di("RC")), ("a.xml", di("RC")), ("b.xml", di("RC")), ("c.p7m", p7m(di("RC"))))
    assert [letto["esito"] for letto in letti] == ["letto", "gia_letto", "gia_letto", "gia_letto"]
    assert len(esportate.json("fatturapa", "storia", nome("00001"))) == 2


def test_il_nome_del_messaggio_non_conta_ma_si_dice_se_mente(esportate: Ufficio) -> None:
    base = nome("00002").removesuffix(".xml")
    (mente,) = leggi(esportate, (f"{base}_NS_001.xml", di("RC")))
    assert (mente["fattura"], mente["tipo"], mente["stato"]) == (nome("00001"), "RC", "consegnato")
    assert "Attenzione: il nome del messaggio dice altro; vale quello che c'è scritto dentro." in mente["avviso"]
    giusto = nome("00001").removesuffix(".xml")
    (vero,) = leggi(esportate, (f"{giusto}_DT_002.xml", di("DT")))
    assert "Attenzione" not in vero["avviso"]


def test_un_esito_senza_nome_di_file_va_al_suo_identificativo(esportate: Ufficio) -> None:
    """An EC has no NomeFile: its own name is believed only where the IdentificativoSdI says nothing else."""
    committente = messaggio("EC", "", spazio=PA, identificativo="11", corpo="<Esito>EC02</Esito>")
    altro = nome("00002").removesuffix(".xml") + "_EC_001.xml"
    letti = leggi(esportate, di("RC", "11"), (altro, committente))
    assert (letti[1]["fattura"], stato(esportate)) == (nome("00001"), ("rifiutato", "11"))
    suo = nome("00001").removesuffix(".xml") + "_EC_002.xml"
    (ignoto,) = leggi(esportate, (suo, committente.replace(b">11<", b">99<")))
    assert (ignoto["esito"], stato(esportate)) == ("non_nostro", ("rifiutato", "11"))


@pytest.mark.parametrize(
    ("dati", "frase"),
    [
        (messaggio("RC", "IT01234567890_00009.xml"), "non è fra quelli fatti da questa azienda"),
        (di("RC").replace(b"RicevutaConsegna", b"RicevutaAcquisto"), "Non è un messaggio del Sistema"),
        (di("RC").replace(PA.encode(), b"urn:altro"), "Non è un messaggio del Sistema"),
        (di("RC").replace(b"8812345670", b""), "senza un IdentificativoSdI valido"),
        (di("EC01").replace(b"EC01", b"EC09"), "atteso EC01 oppure EC02"),
        (di("RC").replace(b"</t:", b"<Note>" + b"x" * 1_000_000 + b"</Note></t:"), "Supera un milione di byte"),
        (di("RC")[:-40], "Non è un file XML ben formato"),
        (pacco(("a.xml", di("RC"))), "È un archivio ZIP, ma il suo nome"),
    ],
)
def test_un_messaggio_che_non_va_non_cambia_niente(esportate: Ufficio, dati: bytes, frase: str) -> None:
    prima = esportate.archivio.read_bytes()
    (letto,) = leggi(esportate, dati)
    assert letto["esito"] in ("non_nostro", "non_leggibile")
    assert frase in letto["avviso"] and "\n" not in letto["avviso"]
    assert esportate.archivio.read_bytes() == prima


def test_di_messaggi_letti_insieme_si_dice_dove_portano_tutti(esportate: Ufficio) -> None:
    """By name the scarto of the second sending comes first: it must not be told that the invoice is to be redone."""
    dove = esportate.cartella / "insieme"
    scrivi(dove, "a.xml", di("NS", "22"))
    scrivi(dove, "b.xml", di("RC", "11"))
    letti = json.loads(esportate("--json", "fatturapa", "notifiche", dove).uscita)
    assert [letto["stato"] for letto in letti] == ["consegnato", "consegnato"]
    assert letti[0]["avviso"].startswith("Riguarda un altro invio con lo stesso nome (identificativo 22)")
