"""Prints on the devices and on the forms bound to the XML: what comes out, where, and what is refused."""

from pathlib import Path
from typing import Any

import pytest

from .banco_comandi import ROSSI, VERDI, Ufficio, notula, parcella

MODULO_DI_PAGINE = '[corpo]\n[[corpo.colonne]]\ncampo = "descrizione"\n[totali]\n[[totali.voci]]\ncampo = "bollo"\n'


@pytest.fixture(autouse=True)
def cartella_utente(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder."""
    monkeypatch.setattr("parcella.risorse.cartella_utente", lambda: tmp_path / "utente")
    return tmp_path / "utente"


def dispositivi(ufficio: Ufficio, *altri: dict[str, Any]) -> None:
    """Device 1 for the pages, device 2 for the invoices."""
    pagine = {"numero": 1, "descrizione": "Archivio", "cartella": str(ufficio.cartella / "pagine")}
    fatture = {"numero": 2, "descrizione": "SdI", "formato": "F", "cartella": str(ufficio.cartella / "fatture")}
    file = ufficio.file({"formato": "parcella/1", "stampanti": [pagine, fatture, *altri]}, "stampanti.json")
    assert ufficio("importa", file).codice == 0


def stampa(ufficio: Ufficio, *argomenti: object) -> Any:
    return ufficio("--json", "documenti", "stampa", *argomenti)


def fatti(ufficio: Ufficio, cartella: str) -> list[str]:
    return sorted(file.name for file in (ufficio.cartella / cartella).glob("*"))


@pytest.mark.requisito("FPA-017", "FPA-064", "FPA-068")
def test_pae_da_il_file_nella_directory_e_la_copia_di_cortesia(ufficio: Ufficio) -> None:
    dispositivi(ufficio)
    ufficio.emetti(parcella(modulo_stampa="E"))
    (fattura, pagine) = stampa(ufficio, "PA", "1/1").json
    assert fattura == {
        "documento": "PA 1/1",
        "file": str(ufficio.cartella / "fatture" / "ITBNCNNA75L41H294H_00001.xml"),
    }
    assert (pagine["documento"], Path(pagine["file"]).parent) == ("PA 1/1", ufficio.cartella / "pagine")
    (registrato,) = ufficio.json("fatturapa", "elenco")
    assert (registrato["file"], registrato["stato"]) == ("ITBNCNNA75L41H294H_00001.xml", "fatto")


@pytest.mark.requisito("FPA-072")
def test_una_provvisoria_da_solo_pagine(ufficio: Ufficio) -> None:
    dispositivi(ufficio)
    ufficio.emetti(parcella(stato="P", modulo_stampa="E"))
    esito = stampa(ufficio, "PA", "1/1", "--stampante", "2")
    assert [Path(voce["file"]).suffix for voce in esito.json] == [".pdf"]
    assert "è provvisoria" in esito.errori
    assert fatti(ufficio, "fatture") == []


def test_chi_non_e_abilitato_ha_solo_pagine(ufficio: Ufficio) -> None:
    dispositivi(ufficio)
    cambia = {"formato": "parcella/1", "clienti": [{"codice": VERDI, "tipo_fattura_elettronica": "N"}]}
    assert ufficio("importa", ufficio.file(cambia, "cliente.json")).codice == 0
    ufficio.emetti(parcella(codice_cliente=VERDI, modulo_stampa="E"))
    esito = stampa(ufficio, "PA", "1/1")
    assert (len(esito.json), f"il cliente {VERDI} non è abilitato" in esito.errori) == (1, True)


@pytest.mark.requisito("FPA-061", "FPA-062", "FPA-075")
@pytest.mark.parametrize(
    ("modulo", "stampante", "frase"),
    [
        ("PAE", 1, "La stampante 1 (Archivio) è di formato G Pagine: il modulo PAE"),
        ("PA", 2, "La stampante 2 (SdI) è di formato F Fattura PA: il modulo PA fa pagine"),
        ("PA", 9, "La stampante 9 non esiste"),
        ("PAZ", 1, "Il modulo di stampa PAZ non esiste"),
        ("NO1", 1, "Il modulo NO1 non è per i documenti PA"),
    ],
)
def test_modulo_e_stampante_devono_andare_insieme(ufficio: Ufficio, modulo: str, stampante: int, frase: str) -> None:
    dispositivi(ufficio)
    ufficio.emetti(parcella())
    esito = stampa(ufficio, "PA", "1/1", "--modulo", modulo, "--stampante", stampante)
    assert (esito.codice, frase in esito.errori) == (1, True), esito.errori
    assert fatti(ufficio, "fatture") == fatti(ufficio, "pagine") == []


@pytest.mark.requisito("FPA-061", "FPA-062")
def test_vale_anche_per_un_modulo_dello_studio(ufficio: Ufficio, cartella_utente: Path) -> None:
    dispositivi(ufficio)
    assert ufficio("moduli", "copia", "PAE", "PAX").codice == 0
    (cartella_utente / "forms" / "PAB.toml").write_text(MODULO_DI_PAGINE, encoding="utf-8")
    ufficio.emetti(parcella())
    assert stampa(ufficio, "PA", "1/1", "--modulo", "PAX", "--stampante", 1).codice == 1
    assert stampa(ufficio, "PA", "1/1", "--modulo", "PAB", "--stampante", 2).codice == 1
    assert stampa(ufficio, "PA", "1/1", "--modulo", "PAX", "--stampante", 2).codice == 0
    assert fatti(ufficio, "fatture") == ["ITBNCNNA75L41H294H_00001.xml"]


@pytest.mark.requisito("FPA-071")
def test_un_documento_con_pae_si_ristampa_su_carta(ufficio: Ufficio) -> None:
    dispositivi(ufficio)
    ufficio.emetti(parcella(modulo_stampa="E"))
    (solo,) = stampa(ufficio, "PA", "1/1", "--modulo", "PA", "--stampante", 1).json
    assert Path(solo["file"]).parent == ufficio.cartella / "pagine"
    assert fatti(ufficio, "fatture") == []
    assert ufficio.json("documenti", "mostra", "PA", "1/1")["modulo_stampa"] == "E"


@pytest.mark.requisito("FPA-040")
def test_il_file_che_c_e_si_rifa_solo_se_chiesto(ufficio: Ufficio) -> None:
    dispositivi(ufficio)
    ufficio.emetti(parcella(modulo_stampa="E"))
    for argomenti, quanti in (((), 2), ((), 1), (("--rispondi", "rifai_file=S"), 2)):
        assert len(stampa(ufficio, "PA", "1/1", *argomenti).json) == quanti
    assert fatti(ufficio, "fatture") == ["ITBNCNNA75L41H294H_00001.xml", "ITBNCNNA75L41H294H_00002.xml"]
    assert ufficio("fatturapa", "segna", "inviato", "ITBNCNNA75L41H294H_00002.xml").codice == 0
    assert len(stampa(ufficio, "PA", "1/1", "--rispondi", "rifai_file=S").json) == 1, "già inviata"
    assert len(stampa(ufficio, "PA", "1/1", "--rispondi", "rigenera_inviata=S").json) == 2


@pytest.mark.requisito("FPA-070")
def test_senza_stampante_il_file_resta_da_fare_ed_e_detto(ufficio: Ufficio) -> None:
    ufficio.emetti(parcella(modulo_stampa="E"))
    esito = stampa(ufficio, "PA", "1/1", "--cartella", ufficio.cartella / "qui")
    assert [Path(voce["file"]).parent.name for voce in esito.json] == ["qui"]
    assert "PA 1/1: il file della fattura resta da fare, manca una stampante" in esito.errori
    assert len(ufficio.json("fatturapa", "esporta", "--cartella", ufficio.cartella / "xml")) == 1


def test_emetti_con_stampa_segue_le_stesse_regole_e_lascia_il_modulo(ufficio: Ufficio) -> None:
    dispositivi(ufficio)
    file = ufficio.file([parcella(modulo_stampa="E"), parcella(), notula()])
    emessi = ufficio.json("documenti", "emetti", file, "--stampa", ufficio.cartella / "emessi")
    assert [d.get("modulo_stampa") for d in emessi] == ["E", None, None]
    assert fatti(ufficio, "fatture") == ["ITBNCNNA75L41H294H_00001.xml"]
    assert len(fatti(ufficio, "emessi")) == 3


def test_le_pagine_vanno_nella_cartella_della_stampante_scelta(ufficio: Ufficio) -> None:
    dispositivi(ufficio, {"numero": 3, "descrizione": "Altra", "cartella": str(ufficio.cartella / "altra")})
    ufficio.emetti(notula(codice_cliente=ROSSI))
    for argomenti, dove in (((), "pagine"), (("--stampante", 3), "altra")):
        (voce,) = stampa(ufficio, "NO", "1/1", *argomenti).json
        assert Path(voce["file"]).parent.name == dove


@pytest.mark.requisito("FPA-070")
def test_un_file_che_non_si_puo_fare_non_ferma_le_altre_stampe_di_emetti(ufficio: Ufficio) -> None:
    dispositivi(ufficio)
    ufficio.json("importa", ufficio.file({"azienda": {"sigla": "STU"}, "clienti": [{"codice": VERDI, "cap": None}]}))
    errata = parcella(modulo_stampa="E", serie=2, codice_cliente=VERDI)
    file = ufficio.file([parcella(modulo_stampa="E"), errata])
    comando = ("documenti", "emetti", file, "--stampa", ufficio.cartella / "emessi")
    esito = ufficio("--json", *comando, "--rispondi", "fattura_scartata=S")
    assert (esito.codice, len(esito.json)) == (0, 2), esito.errori
    assert fatti(ufficio, "fatture") == ["ITBNCNNA75L41H294H_00001.xml"]
    assert len(fatti(ufficio, "emessi")) == 2
    assert "PA 2/1" in esito.errori


@pytest.mark.requisito("FPA-017")
def test_anche_l_esportazione_va_nella_directory_della_stampante(ufficio: Ufficio) -> None:
    dispositivi(ufficio)
    ufficio.emetti(parcella(), parcella())
    (uno,) = ufficio.json("fatturapa", "esporta", "PA", "1/1")
    (due,) = ufficio.json("fatturapa", "esporta", "--cartella", ufficio.cartella / "altrove")
    assert [Path(voce["file"]).parent.name for voce in (uno, due)] == ["fatture", "altrove"]


@pytest.mark.requisito("FPA-001")
def test_chi_stampa_solo_pagine_e_avvertito_se_il_file_manca(ufficio: Ufficio) -> None:
    ufficio.emetti(parcella(), parcella(), parcella(stato="P"), notula())
    argomenti = ("--da-data", "2010-01-01", "--cartella", ufficio.cartella / "qui")
    assert "file" not in stampa(ufficio, *argomenti).errori, "senza stampante di formato F tutto come prima"
    dispositivi(ufficio)
    assert "Restano da fare i file di 2 fatture, da PA 1/1 a PA 1/2" in stampa(ufficio, *argomenti).errori
    assert "PA 1/2: il modulo fa solo pagine" in stampa(ufficio, "PA", "1/2").errori
    ufficio.json("fatturapa", "esporta", "PA", "1/2")
    assert "il file" not in stampa(ufficio, "PA", "1/2").errori
