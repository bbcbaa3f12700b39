"""`parcella fatturapa pronto`: the six steps of the setup, and what each of them says is missing."""

from pathlib import Path
from typing import Any

import pytest

from .banco_comandi import ROSSI, Ufficio, parcella


def passi(ufficio: Ufficio, codice: int = 0) -> dict[int, Any]:
    esito = ufficio("--json", "fatturapa", "pronto", "--cartella", ufficio.cartella / "xml")
    assert esito.codice == codice, esito.uscita
    return {voce["passo"]: voce for voce in reversed(esito.json)}


def varia(ufficio: Ufficio, azienda: dict[str, Any] | None = None, **sezioni: Any) -> None:
    contenuto = {"formato": "parcella/1", "azienda": {"sigla": "STU"} | (azienda or {}), **sezioni}
    assert ufficio("importa", ufficio.file(contenuto, "variazione.json")).codice == 0


@pytest.mark.requisito("FPA-015", "FPA-016")
def test_uno_studio_pronto(ufficio: Ufficio) -> None:
    ufficio.emetti(parcella())
    pronti = passi(ufficio)
    assert list(pronti) == [6, 5, 4, 3, 2, 1] and all(voce["pronto"] == "S" for voce in pronti.values())
    assert "Trasmette ITBNCNNA75L41H294H (azienda)" in pronti[1]["che_cosa"]
    assert pronti[2]["che_cosa"] == "Sezionali: 1, 2."
    assert pronti[6]["che_cosa"] == "Senza file: 1."
    testo = ufficio("fatturapa", "pronto").uscita
    assert "Chi trasmette" in testo and "Modulo e dati del tracciato" in testo


@pytest.mark.requisito("FPA-015", "FPA-016")
@pytest.mark.parametrize(
    ("azienda", "sezioni", "passo", "campo"),
    [
        ({"trasmittente": ""}, {}, 1, "azienda.trasmittente"),
        ({"trasmittente": "I"}, {}, 1, "azienda.intermediario_trasmittente"),
        ({"codice_fiscale": ""}, {}, 1, "azienda.codice_fiscale"),
        ({"cap": ""}, {}, 1, "azienda.cap"),
        (
            {},
            {"numeratori": [{"documento": "PA", "serie": 1, "fattura_elettronica": "N"},
                            {"documento": "PA", "serie": 2, "fattura_elettronica": "N"}]},
            2,
            "serie",
        ),
        ({}, {"parametri_studio": {"causale_pagamento_770s": ""}}, 4, "parametri_studio.causale_pagamento_770s"),
        ({}, {"parametri_studio": {"tipo_cassa_fatturapa": ""}}, 4, "parametri_studio.tipo_cassa_fatturapa"),
    ],
)  # fmt: skip
def test_che_cosa_manca(
    ufficio: Ufficio, azienda: dict[str, Any], sezioni: dict[str, Any], passo: int, campo: str
) -> None:
    varia(ufficio, azienda, **sezioni)
    trovati = passi(ufficio, 1)
    assert [n for n, voce in trovati.items() if voce["pronto"] == "N"] == [passo]
    assert trovati[passo]["campo"] == campo


@pytest.mark.requisito("FPA-015", "FPA-016")
def test_i_clienti_da_completare_per_nome(ufficio: Ufficio) -> None:
    varia(ufficio, clienti=[{"codice": ROSSI, "cap": ""}])
    esito = ufficio("--json", "fatturapa", "pronto", "--cartella", ufficio.cartella)
    del_passo = [voce for voce in esito.json if voce["passo"] == 5]
    assert (esito.codice, del_passo[0]["che_cosa"]) == (1, "Da completare: 1 di 3.")
    assert (del_passo[1]["codice_cliente"], del_passo[1]["campo"]) == (ROSSI, "cliente.cap")


def test_una_cartella_che_e_un_file(ufficio: Ufficio) -> None:
    esito = ufficio("--json", "fatturapa", "pronto", "--cartella", ufficio.file({}))
    assert (esito.codice, [v["passo"] for v in esito.json if v["pronto"] == "N"]) == (1, [3])


@pytest.mark.requisito("FPA-016")
def test_la_stampante_di_formato_f_e_il_terzo_passo(ufficio: Ufficio) -> None:
    assert "Nessuna di formato F: i file si fanno a parte" in passi(ufficio)[3]["che_cosa"], "e il passo è pronto"
    cartella = ufficio.cartella / "fatture"
    varia(ufficio, stampanti=[{"numero": 4, "descrizione": "SdI", "formato": "F", "cartella": str(cartella)}])
    assert passi(ufficio)[3]["che_cosa"] == f"Stampante 4 SdI: {cartella}."
    cartella.write_text("non è una cartella", encoding="utf-8")
    guasto = passi(ufficio, 1)[3]
    assert (guasto["pronto"], guasto["campo"]) == ("N", "stampante.cartella")


@pytest.mark.requisito("FPA-016")
def test_il_modulo_legato_all_xml_e_nel_quarto_passo(
    ufficio: Ufficio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parcella.risorse.cartella_utente", lambda: tmp_path / "utente")
    assert passi(ufficio)[4]["che_cosa"].startswith("Modulo PAE; ")
    assert ufficio("moduli", "copia", "PAE", "PAX").codice == 0
    assert passi(ufficio)[4]["che_cosa"].startswith("Moduli PAE, PAX; ")
    for guasto in ("PAE", "PAX"):
        (tmp_path / "utente" / "forms" / f"{guasto}.toml").write_text("tipo = 3", encoding="utf-8")
    assert (passi(ufficio, 1)[4]["pronto"], passi(ufficio, 1)[4]["campo"]) == ("N", "modulo")
