"""`parcella clienti importa-da-xml`: proposes by default, writes all together with --prova N."""

from pathlib import Path
from typing import Any

import pytest

from fatturapa.lettura.buste import in_base64, p7m
from fatturapa.lettura.fatture import ROSSI, VERDI, corpo, riga, xml

from .banco_comandi import Ufficio, parcella

STUDIO = {"iva": "00743110157", "denominazione": "Studio Bianchi"}
ASSISTENZA = [riga("Assistenza tributaria 2024")]
NUOVI = ("09991230013", "09991230021")


@pytest.fixture
def vecchio(ufficio: Ufficio) -> Ufficio:
    """The studio, and in `emesse` three invoices of its old program."""
    cartella = ufficio.cartella / "emesse"
    cartella.mkdir()
    uno = ROSSI | {"iva": NUOVI[0], "fiscale": NUOVI[0]}
    due = ROSSI | {"iva": NUOVI[1], "fiscale": NUOVI[1], "denominazione": "Gialli spa"}
    (cartella / "1.xml").write_bytes(xml(uno, corpo("1", righe=ASSISTENZA), cedente=STUDIO))
    (cartella / "2.xml.p7m").write_bytes(p7m(xml(due, corpo("2", righe=ASSISTENZA), cedente=STUDIO)))
    (cartella / "3.xml.p7m").write_bytes(
        in_base64(p7m(xml(VERDI, corpo("3", righe=ASSISTENZA), cedente=STUDIO)), b"\r\n")
    )
    return ufficio


def importa(ufficio: Ufficio, *argomenti: object) -> Any:
    return ufficio.json("clienti", "importa-da-xml", ufficio.cartella / "emesse", *argomenti)


def codici(ufficio: Ufficio) -> set[str]:
    return {c["codice"] for c in ufficio.json("clienti", "elenco")}


def test_senza_prova_n_non_scrive_niente(vecchio: Ufficio) -> None:
    prima = codici(vecchio)
    proposta = importa(vecchio)
    assert proposta["prova"] == "S"
    assert [(c["stato"], c["nome"], c["codice"]) for c in proposta["clienti"]] == [
        ("nuovo", "Gialli spa", None),
        ("nuovo", "Rossi s.r.l.", None),
        ("nuovo", "Verdi Aldo", None),
    ]
    assert proposta["clienti"][0]["dati"]["partita_iva"] == NUOVI[1]
    assert [(p["stato"], p["codice"], p["usi"]) for p in proposta["prestazioni"]] == [("nuovo", "ASSITRIB", 3)]
    assert proposta["prestazioni"][0]["dati"]["prezzi"] == {"1": "100.00"}
    assert [f["esito"] for f in proposta["file"]] == ["letto"] * 3
    assert codici(vecchio) == prima


def test_con_prova_n_scrive_tutto_e_una_volta_sola(vecchio: Ufficio) -> None:
    prima = codici(vecchio)
    scritti = importa(vecchio, "--prova", "N")
    nuovi = {c["codice"] for c in scritti["clienti"]}
    assert codici(vecchio) == prima | nuovi and len(nuovi) == 3
    assert vecchio.json("prestazioni", "mostra", "ASSITRIB")["prezzi"] == {"1": "100.00"}
    ancora = importa(vecchio, "--prova", "N")
    assert {c["stato"] for c in ancora["clienti"] + ancora["prestazioni"]} == {"presente"}
    assert codici(vecchio) == prima | nuovi
    assert vecchio("archivio", "verifica").codice == 0


def test_minimo_uso(vecchio: Ufficio) -> None:
    assert importa(vecchio, "--minimo-uso", "4")["prestazioni"] == []


def test_per_le_persone(vecchio: Ufficio) -> None:
    esito = vecchio("clienti", "importa-da-xml", vecchio.cartella / "emesse")
    assert esito.codice == 0
    assert "Gialli spa" in esito.uscita and "ASSITRIB" in esito.uscita
    assert "Da scrivere: 3 clienti e 1 prestazione. Niente è stato scritto: per farlo, --prova N." in esito.uscita


def test_un_file_che_non_si_legge_non_ferma_la_proposta_ma_la_scrittura(vecchio: Ufficio) -> None:
    prima = codici(vecchio)
    (vecchio.cartella / "emesse" / "rotta.xml.p7m").write_bytes(p7m()[:-50])
    file = importa(vecchio)["file"]
    assert [(f["esito"], f["motivo"][:34]) for f in file if f["esito"] != "letto"] == [
        ("illeggibile", "Il file .p7m è troncato o danneggi")
    ]
    esito = vecchio("clienti", "importa-da-xml", vecchio.cartella / "emesse", "--prova", "N")
    assert esito.codice == 3
    assert "rotta.xml.p7m" in esito.errori and "--salta-illeggibili" in esito.errori
    assert codici(vecchio) == prima
    importa(vecchio, "--prova", "N", "--salta-illeggibili")
    assert len(codici(vecchio)) == len(prima) + 3


def test_fatture_di_un_altro(vecchio: Ufficio) -> None:
    altre = vecchio.cartella / "altre"
    altre.mkdir()
    (altre / "1.xml").write_bytes(xml(VERDI))
    esito = vecchio("clienti", "importa-da-xml", altre)
    assert esito.codice == 0
    assert "Nessuna delle fatture è emessa dall'azienda STU (partita IVA 00743110157)" in esito.errori
    assert vecchio("clienti", "importa-da-xml", altre, "--prova", "N").codice == 1
    assert len(vecchio.json("clienti", "importa-da-xml", altre, "--tutti-i-cedenti")["clienti"]) == 1


def test_niente_da_leggere(ufficio: Ufficio) -> None:
    vuota = ufficio.cartella / "vuota"
    vuota.mkdir()
    for argomento, frase in (
        (vuota, "Nessun file .xml o .p7m in"),
        (ufficio.cartella / "manca.xml", "il percorso non esiste"),
        (ufficio.file(b"<a>", "rotto.xml"), "finisce prima del dovuto"),
    ):
        esito = ufficio("clienti", "importa-da-xml", argomento)
        assert (esito.codice, esito.uscita) == (3, "")
        assert frase in esito.errori and "Traceback" not in esito.errori
    assert ufficio("clienti", "importa-da-xml", vuota, "--prova", "forse").codice == 2


def test_i_clienti_di_parcella_tornano_dalle_sue_fatture(ufficio: Ufficio) -> None:
    ufficio.emetti(parcella(), parcella("200.00"))
    cartella = ufficio.cartella / "emesse"
    ufficio.json("fatturapa", "esporta", "--cartella", cartella)
    (cliente,) = importa(ufficio)["clienti"]
    assert (cliente["stato"], cliente["usi"]) == ("presente", 2)
    assert cliente["differenze"].keys() <= {"pagamento"}, "the document had one, the client none"


def test_la_guida_e_leggera(parcella: Any) -> None:
    assert parcella("clienti", "importa-da-xml", "--help").codice == 0


@pytest.mark.dati
def test_i_campioni(ufficio: Ufficio, dati_prova: Path) -> None:
    campioni = dati_prova / "fatturapa" / "samples"
    trovato = ufficio.json(
        "clienti", "importa-da-xml", campioni, "--tutti-i-cedenti", "--prova", "N", "--salta-illeggibili"
    )
    stati = {c["stato"] for c in trovato["clienti"]}
    assert stati == {"nuovo", "scartato"}
    assert all(c["motivo"] for c in trovato["clienti"] if c["stato"] == "scartato")
    assert ufficio("archivio", "verifica").codice == 0
