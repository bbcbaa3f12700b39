"""`parcella fatturapa controlla`: any file, no archive, and what each exit code means."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from tests.fatturapa.controlli.modello import MODELLO
from tests.fatturapa.controlli.test_semplificata import MODELLO as SEMPLIFICATA
from tests.fatturapa.lettura.buste import p7m
from tests.fatturapa.lettura.pacchi import pacco

BUONO = "IT01234567897_00001.xml"


def scrivi(cartella: Path, nome: str = BUONO, *cambi: tuple[str, str]) -> Path:
    testo = MODELLO
    for prima, dopo in cambi:
        testo = testo.replace(prima, dopo)
    file = cartella / nome
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(testo, "utf-8")
    return file


@pytest.fixture
def controlla(comando: Any) -> Any:
    return lambda *argomenti: comando("--data-lavoro", "2026-04-10", "fatturapa", "controlla", *argomenti)


@pytest.mark.requisito("FPA-081")
def test_un_file_buono(controlla: Any, tmp_path: Path) -> None:
    file = scrivi(tmp_path)
    esito = controlla(file, "--json")
    assert esito.codice == 0
    assert esito.json == [{"file": str(file), "valido": True, "formato": "FPR12", "errori": [], "avvisi": []}]


def test_un_file_che_sarebbe_scartato(controlla: Any, tmp_path: Path) -> None:
    file = scrivi(tmp_path, BUONO, ("<Imposta>22.88", "<Imposta>20.00"))
    esito = controlla(file, "--json")
    assert esito.codice == 1
    (giudizio,) = esito.json
    assert giudizio["valido"] is False
    assert giudizio["errori"] == [
        {
            "codice": "00421",
            "messaggio": "Documento 1/27: 22,00% di 104,00 fa 22,88, l'imposta è 20,00 (tolleranza 0,01).",
            "posizione": "2.2.2.6 FatturaElettronicaBody/DatiBeniServizi/DatiRiepilogo/Imposta",
            "rimedio": "correggere l'imposta: si calcola una volta sola, sull'imponibile del riepilogo",
        }
    ]
    assert {avviso["codice"] for avviso in giudizio["avvisi"]} == {"totale_documento", "importo_pagamento"}


def test_una_cartella_con_le_sue_cartelle(controlla: Any, tmp_path: Path) -> None:
    scrivi(tmp_path, "2026/IT01234567897_00002.xml", ("ABC1234", "ABC123"))
    scrivi(tmp_path, BUONO)
    (tmp_path / "note.txt").write_text("niente")
    esito = controlla(tmp_path, "--json")
    assert esito.codice == 1
    assert [(Path(g["file"]).name, g["valido"]) for g in esito.json] == [
        ("IT01234567897_00002.xml", False),
        (BUONO, True),
    ]


def test_uno_zip_come_lo_prende_sdi(controlla: Any, tmp_path: Path) -> None:
    """Each file in it is judged by itself, signed or not; what can't be opened is an error of that file."""
    buona, sbagliata = MODELLO.encode(), MODELLO.replace("ABC1234", "ABC123").encode()
    percorso = tmp_path / "IT01234567897_000AA.zip"
    file = (BUONO, buona), ("IT01234567897_00002.xml.p7m", p7m(sbagliata)), ("IT01234567897_00003.xml.p7m", p7m(buona))
    percorso.write_bytes(pacco(*file, ("altro.zip", b"")))
    esito = controlla(percorso, "--json")
    assert esito.codice == 1
    assert [(g["file"], g["valido"], [e["codice"] for e in g["errori"]]) for g in esito.json] == [
        (f"{percorso}/{BUONO}", True, []),
        (f"{percorso}/IT01234567897_00002.xml.p7m", False, ["00427"]),
        (f"{percorso}/IT01234567897_00003.xml.p7m", True, []),
        (f"{percorso}/altro.zip", False, ["00106"]),
    ]
    percorso.write_bytes(pacco(*file[::2]))
    assert controlla(percorso).codice == 0


def test_uno_zip_troncato_e_uno_in_una_cartella(controlla: Any, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(pacco((BUONO, MODELLO.encode()))[:-10])
    (tmp_path / "b.zip").write_bytes(pacco((BUONO, MODELLO.encode())))
    esito = controlla(tmp_path, "--json")
    assert esito.codice == 1
    rotto, buono = esito.json
    assert (rotto["errori"][0]["codice"], rotto["errori"][0]["messaggio"]) == (
        "00106", "L'archivio ZIP è troncato o danneggiato, o non è uno ZIP.",
    )  # fmt: skip
    assert buono["valido"] is True


def test_una_coda_in_una_cartella_non_ferma_gli_altri(controlla: Any, tmp_path: Path) -> None:
    scrivi(tmp_path)
    os.mkfifo(tmp_path / "coda.xml")
    esito = controlla(tmp_path, "--json")
    assert esito.codice == 1
    assert [[e["codice"] for e in g["errori"]] for g in esito.json] == [[], ["non_leggibile"]]


def test_per_le_persone(controlla: Any, tmp_path: Path) -> None:
    esito = controlla(scrivi(tmp_path, "fattura.xml", ("ABC1234", "ABC123")))
    assert esito.codice == 1
    for parte in ("da scartare", "errore", "00427", "avviso", "00001", "Rimedio"):
        assert parte in esito.uscita


def test_un_blocco_per_file_e_il_totale_in_fondo(controlla: Any, tmp_path: Path) -> None:
    lunga = tmp_path / ("una cartella dal nome lungo " * 4).strip() / ("sottocartella_" * 12) / "billion_laughs.xml"
    scrivi(lunga.parent, lunga.name, ("<Imposta>22.88", "<Imposta>20.00"))
    scrivi(tmp_path)
    righe = controlla(tmp_path).uscita.splitlines()
    assert f"{tmp_path / BUONO}: valido (FPR12)" in righe
    blocco = righe.index(f"{lunga}: da scartare (FPR12)")
    assert righe[blocco + 1].startswith("  errore 00421: Documento 1/27: 22,00% di 104,00 fa 22,88")
    assert righe[blocco + 2].startswith("    Dove: 2.2.2.6 FatturaElettronicaBody/")
    assert righe[blocco + 3].startswith("    Rimedio: correggere l'imposta")
    assert righe[-1] == "2 file: 1 valido, 1 da scartare."


@pytest.mark.parametrize(
    ("contenuto", "codice"),
    [
        (MODELLO.removesuffix("</p:FatturaElettronica>").encode(), "00200"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "00200"),
        (b"", "00200"),
        (b"una lettera", "00200"),
        (b"<html/>", "00200"),
        (MODELLO.encode() + b" " * 5_000_000, "00003"),
        (b" " * 10_000_001, "00003"),
    ],
)
def test_un_file_che_non_e_una_fattura(controlla: Any, tmp_path: Path, contenuto: bytes, codice: str) -> None:
    file = tmp_path / BUONO
    file.write_bytes(contenuto)
    esito = controlla(file, "--json")
    assert esito.codice == 1
    assert [errore["codice"] for errore in esito.json[0]["errori"]] == [codice]


def test_un_file_firmato_illeggibile(controlla: Any, tmp_path: Path) -> None:
    file = tmp_path / f"{BUONO}.p7m"
    file.write_bytes(b"\x30\x80 non una firma")
    esito = controlla(file, "--json")
    assert esito.codice == 1
    assert [errore["codice"] for errore in esito.json[0]["errori"]] == ["00102"]


def test_un_messaggio_non_e_giudicato(controlla: Any, tmp_path: Path) -> None:
    file = tmp_path / "IT01234567897_00001_RC_001.xml"
    file.write_text('<a:RicevutaConsegna xmlns:a="http://www.fatturapa.gov.it/sdi/messaggi/v1.0"/>')
    esito = controlla(file, "--json")
    assert (esito.codice, esito.json[0]["valido"]) == (0, None)


def test_una_semplificata_e_controllata_in_parte(controlla: Any, tmp_path: Path) -> None:
    file = tmp_path / BUONO
    file.write_text(SEMPLIFICATA, "utf-8")
    esito = controlla(file, "--json")
    assert (esito.codice, esito.json[0]["valido"], esito.json[0]["formato"]) == (0, True, "FSM10")
    assert [avviso["codice"] for avviso in esito.json[0]["avvisi"]] == ["controllo_parziale"]
    file.write_text(SEMPLIFICATA.replace("S/12", "S/uno"), "utf-8")
    esito = controlla(file, "--json")
    assert (esito.codice, esito.json[0]["errori"][0]["codice"]) == (1, "00425")


def test_un_file_che_non_c_e(controlla: Any, tmp_path: Path) -> None:
    esito = controlla(tmp_path / "manca.xml", "--json")
    assert (esito.codice, esito.uscita) == (3, "")
    assert "manca.xml non esiste" in esito.errori


@pytest.mark.dati
def test_con_uno_schema_dell_utente(controlla: Any, tmp_path: Path, dati_prova: Path) -> None:
    schema = dati_prova / "fatturapa" / "schema" / "Schema_VFPR12_v1.2.3.xsd"
    assert controlla(scrivi(tmp_path), "--schema", schema).codice == 0
    esito = controlla(scrivi(tmp_path, BUONO, ("EUR", "euro")), "--schema", schema, "--json")
    (nostro, suo) = esito.json[0]["errori"]
    assert nostro["messaggio"].startswith("Divisa (2.1.1.2): trovato «euro»")
    assert suo["messaggio"].startswith("Secondo lo schema indicato: Element 'Divisa'")
    senza_firma = tmp_path / "schema.xsd"
    senza_firma.write_bytes(schema.read_bytes())
    esito = controlla(scrivi(tmp_path), "--schema", senza_firma)
    assert esito.codice == 3
    assert "vuole accanto a sé il file xmldsig-core-schema.xsd" in esito.errori


@pytest.mark.dati
@pytest.mark.requisito("FPA-081")
def test_tutti_i_campioni(controlla: Any, dati_prova: Path) -> None:
    cartella = dati_prova / "fatturapa" / "samples"
    attesi = json.loads((cartella / "expected.json").read_text("utf-8"))
    giudizi = {Path(g["file"]).relative_to(cartella).as_posix(): g for g in controlla(cartella, "--json").json}
    for nome, atteso in attesi.items():
        codici = sorted({errore["codice"] for errore in giudizi[nome]["errori"]})
        assert codici == (["00200"] if atteso["sdi_codes"] is None else atteso["sdi_codes"]), nome
