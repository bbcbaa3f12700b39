"""`parcella fatturapa esporta`: which parcelle, under which names, and never twice by mistake."""

from pathlib import Path
from typing import Any

import pytest

from .banco_comandi import ROSSI, VERDI, Ufficio, notula, parcella


def esporta(ufficio: Ufficio, *argomenti: object) -> Any:
    return ufficio.json("fatturapa", "esporta", *argomenti, "--cartella", ufficio.cartella / "xml")


@pytest.fixture
def emesse(ufficio: Ufficio) -> Ufficio:
    ufficio.emetti(
        notula(),
        parcella(data_documento="2010-09-01"),
        parcella("200.00"),
        parcella(stato="P"),
    )
    return ufficio


@pytest.mark.requisito("DOC-152")
def test_tutte_le_definitive_non_ancora_esportate(emesse: Ufficio) -> None:
    fatte = esporta(emesse)
    assert [f["documento"] for f in fatte] == ["PA 1/1", "PA 1/2"]
    file = [Path(f["file"]) for f in fatte]
    assert [f.name for f in file] == ["ITBNCNNA75L41H294H_00001.xml", "ITBNCNNA75L41H294H_00002.xml"]
    assert all(f.read_bytes().startswith(b"<?xml") for f in file)
    assert sorted(f.name for f in (emesse.cartella / "xml").iterdir()) == sorted(f.name for f in file)
    assert esporta(emesse) == []
    ancora = esporta(emesse, "--rigenera")
    assert {f["file"] for f in ancora}.isdisjoint(f["file"] for f in fatte)


def test_una_gia_esportata_e_rifiutata_senza_rigenera(emesse: Ufficio) -> None:
    (prima,) = esporta(emesse, "PA", "1/1")
    esito = emesse("fatturapa", "esporta", "PA", "1/1", "--cartella", emesse.cartella / "xml")
    assert (esito.codice, esito.uscita) == (1, "")
    assert "PA 1/1 è già stata esportata (ITBNCNNA75L41H294H_00001.xml)" in esito.errori
    (seconda,) = esporta(emesse, "PA", "1/1", "--rigenera")
    assert seconda["file"] != prima["file"]
    assert len(esporta(emesse, "PA", "1/2", "PA", "1/2")) == 1  # named twice, made once


@pytest.mark.parametrize("documento", ["NO 1/1", "PA 1/3", "PA 1/9"])
def test_mai_per_una_notula_una_provvisoria_o_chi_non_c_e(emesse: Ufficio, documento: str) -> None:
    esito = emesse("fatturapa", "esporta", *documento.split(), "--cartella", emesse.cartella / "xml")
    assert (esito.codice, esito.uscita) == (1, "")
    assert list(emesse.cartella.glob("xml/*")) == []
    assert [f["documento"] for f in esporta(emesse)] == ["PA 1/1", "PA 1/2"]


def test_un_cliente_non_abilitato(ufficio: Ufficio) -> None:
    cliente = {"codice": VERDI, "tipo_fattura_elettronica": "N"}
    ufficio.json("importa", ufficio.file({"azienda": {"sigla": "STU"}, "clienti": [cliente]}))
    ufficio.emetti(parcella(codice_cliente=VERDI))
    esito = ufficio("fatturapa", "esporta", "PA", "1/1", "--cartella", ufficio.cartella / "xml")
    assert esito.codice == 1 and "non è abilitato alla fattura elettronica" in esito.errori
    assert esporta(ufficio) == []


def test_date_e_cliente(emesse: Ufficio) -> None:
    assert esporta(emesse, "--cliente", VERDI) == []
    assert esporta(emesse, "--da-data", "2010-09-03") == []
    assert [f["documento"] for f in esporta(emesse, "--da-data", "2010-09-02")] == ["PA 1/2"]
    assert [f["documento"] for f in esporta(emesse, "--a-data", "2010-09-01")] == ["PA 1/1"]


def test_una_cartella_che_non_si_scrive(emesse: Ufficio) -> None:
    esito = emesse("fatturapa", "esporta", "--cartella", emesse.file({}))
    assert esito.codice == 1 and "Impossibile scrivere nella cartella" in esito.errori
    assert len(esporta(emesse)) == 2  # nothing was taken as exported


def test_esportata_non_si_cancella(emesse: Ufficio) -> None:
    esporta(emesse, "PA", "1/2")
    emesse.json("--si", "documenti", "elimina", "PA", "1/3")
    esito = emesse("--si", "documenti", "elimina", "PA", "1/2")
    assert esito.codice == 1 and "nota di credito" in esito.errori


def test_quel_che_sdi_scarterebbe_ferma_la_conferma(ufficio: Ufficio) -> None:
    cliente = {"codice": ROSSI, "cap": None}
    ufficio.json("importa", ufficio.file({"azienda": {"sigla": "STU"}, "clienti": [cliente]}))
    documento = ufficio.file([parcella()])
    esito = ufficio("--json", "documenti", "emetti", documento)
    assert (esito.codice, esito.uscita) == (1, "")
    assert "Non registrato: SdI scarterebbe la fattura. CAP del cliente: dato obbligatorio" in esito.errori
    assert ufficio.json("documenti", "elenco") == []
    assert ufficio("documenti", "emetti", documento, "--rispondi", "fattura_scartata=S").codice == 0


@pytest.mark.requisito("FPA-081")
def test_un_importazione_lo_dice(ufficio: Ufficio) -> None:
    cliente = {"codice": ROSSI, "cap": None}
    file = ufficio.file({"azienda": {"sigla": "STU"}, "clienti": [cliente], "documenti": [parcella()]})
    rifiutata = ufficio("--json", "importa", file, "--rispondi", "fattura_scartata=N")
    assert (rifiutata.codice, rifiutata.uscita) == (1, "")
    assert ufficio.json("documenti", "elenco") == []
    esito = ufficio("--json", "importa", file)
    assert esito.codice == 0
    assert "Avviso: SdI scarterebbe la fattura. CAP del cliente: dato obbligatorio" in esito.errori
    assert [d["documento"] for d in ufficio.json("documenti", "elenco")] == ["PA 1/1"]


@pytest.fixture
def con_errate(ufficio: Ufficio) -> Ufficio:
    """Four parcelle, the second and the last of a client whose CAP was then lost."""
    ufficio.emetti(*(parcella(codice_cliente=cliente) for cliente in (ROSSI, VERDI, ROSSI, VERDI)))
    ufficio.json("importa", ufficio.file({"azienda": {"sigla": "STU"}, "clienti": [{"codice": VERDI, "cap": None}]}))
    return ufficio


@pytest.mark.requisito("FPA-015")
def test_dice_tutte_quelle_che_non_si_possono_esportare(con_errate: Ufficio) -> None:
    esito = con_errate("--json", "fatturapa", "esporta", "--cartella", con_errate.cartella / "xml")
    assert (esito.codice, esito.uscita) == (1, "")
    righe = esito.errori.splitlines()
    assert [r[:14] for r in righe if "dato obbligatorio" in r] == ["PA 1/2: CAP de", "PA 1/4: CAP de"]
    assert "Nessun file è stato fatto." in esito.errori and "--rispondi salta_errate=S" in esito.errori
    assert list(con_errate.cartella.glob("xml/*")) == [] and con_errate.json("fatturapa", "elenco") == []


@pytest.mark.parametrize("come", [["--salta-errate"], ["--rispondi", "salta_errate=S"], ["--si"]])
def test_e_a_richiesta_fa_i_file_delle_altre(con_errate: Ufficio, come: list[str]) -> None:
    esito = con_errate("--json", "fatturapa", "esporta", "--cartella", con_errate.cartella / "xml", *come)
    assert esito.codice == 0
    assert [(set(f), f["documento"]) for f in esito.json] == [
        ({"documento", "file"}, "PA 1/1"),
        ({"documento", "file"}, "PA 1/3"),
    ]
    assert [Path(f["file"]).name[-9:] for f in esito.json] == ["00001.xml", "00002.xml"]
    assert "Avviso: PA 1/2: CAP" in esito.errori and "Avviso: PA 1/4: CAP" in esito.errori
    ancora = con_errate("fatturapa", "esporta", "--salta-errate", "--cartella", con_errate.cartella / "xml")
    assert ancora.codice == 1 and "PA 1/4: CAP" in ancora.errori  # nothing else is left to make


def test_anche_fra_quelle_nominate(con_errate: Ufficio) -> None:
    esporta(con_errate, "PA", "1/1")
    nominate = ["PA", "1/1", "PA", "1/2", "PA", "1/3"]
    esito = con_errate("fatturapa", "esporta", *nominate, "--cartella", con_errate.cartella / "xml")
    assert esito.codice == 1
    assert "PA 1/1 è già stata esportata" in esito.errori and "PA 1/2: CAP" in esito.errori
    (fatta,) = esporta(con_errate, *nominate, "--salta-errate")
    assert fatta["documento"] == "PA 1/3"


def test_di_una_datata_domani_si_dice_da_quando_mandarla(emesse: Ufficio) -> None:
    emesse.emetti(parcella(data_documento="2010-09-03", righe=[{"codice_prestazione": "CONS"}]))
    esito = emesse("--json", "fatturapa", "esporta", "--cartella", emesse.cartella / "xml")
    assert [f["documento"] for f in esito.json] == ["PA 1/1", "PA 1/2", "PA 1/4"]
    assert "Avviso: PA 1/4 è del 03/09/2010: mandarla da quel giorno (00403)." in esito.errori
