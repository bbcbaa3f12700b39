"""Who transmits and who issues the files of an azienda: imported, exported, and seen in the files."""

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from .banco_comandi import Ufficio, parcella

CAF = {"codice": "CAF", "denominazione": "CAF Rossi", "nazione": "IT", "codice_fiscale": "00488410010"}


def importa(ufficio: Ufficio, azienda: dict[str, Any], *intermediari: dict[str, Any]) -> Any:
    contenuto = {"formato": "parcella/1", "azienda": {"sigla": "STU"} | azienda, "intermediari": list(intermediari)}
    return ufficio("importa", ufficio.file(contenuto, "variazione.json"))


def esporta(ufficio: Ufficio) -> Any:
    return ufficio("--json", "fatturapa", "esporta", "--cartella", ufficio.cartella / "xml")


def esportato(ufficio: Ufficio) -> dict[str, Any]:
    letto: dict[str, Any] = json.loads(ufficio("esporta").uscita)
    return letto


@pytest.mark.requisito("FPA-026", "FPA-027", "FPA-031", "FPA-042", "FPA-043", "FPA-044", "FPA-046", "FPA-049")
def test_l_intermediario_e_nel_nome_e_nel_file_come_trasmittente_soltanto(ufficio: Ufficio) -> None:
    ufficio.emetti(parcella())
    chi = {
        "trasmittente": "I", "intermediario_trasmittente": "CAF", "emittente": "I", "intermediario_emittente": "CAF",
    }  # fmt: skip
    assert importa(ufficio, chi, CAF).codice == 0
    (fatto,) = esporta(ufficio).json
    assert Path(fatto["file"]).name == "IT00488410010_00001.xml"
    radice = etree.parse(fatto["file"]).getroot()
    assert radice.findtext(".//DatiTrasmissione/IdTrasmittente/IdCodice") == "00488410010"
    assert radice.findtext(".//DatiTrasmissione/ProgressivoInvio") == "00001"
    assert radice.findtext(".//CedentePrestatore/DatiAnagrafici/IdFiscaleIVA/IdCodice") == "00743110157", (
        "chi vende, e ne risponde, resta l'azienda"
    )
    assert radice.find(".//TerzoIntermediarioOSoggettoEmittente") is None
    assert radice.find(".//SoggettoEmittente") is None
    assert esportato(ufficio)["intermediari"] == [CAF | {"progressivo_file": "00001"}]
    assert esportato(ufficio)["azienda"]["progressivo_file"] == "00000"


@pytest.mark.requisito("FPA-031", "FPA-043")
@pytest.mark.parametrize("campo", ["intermediario_trasmittente", "intermediario_emittente"])
def test_un_codice_fuori_tabella_e_rifiutato(ufficio: Ufficio, campo: str) -> None:
    esito = importa(ufficio, {campo: "BOH"}, CAF)
    assert (esito.codice, "L'intermediario BOH non è in tabella" in esito.errori) == (1, True)
    assert "intermediari" not in esportato(ufficio), "nulla è stato scritto"


@pytest.mark.requisito("FPA-047")
def test_senza_i_suoi_dati_non_si_fanno_file(ufficio: Ufficio) -> None:
    ufficio.emetti(parcella())
    assert importa(ufficio, {"trasmittente": "I"}).codice == 0
    assert "ma l'azienda non dice quale" in esporta(ufficio).errori
    senza = {"codice": "CAF", "denominazione": "CAF Rossi"}
    assert importa(ufficio, {"intermediario_trasmittente": "CAF"}, senza).codice == 0
    assert "Codice fiscale" in esporta(ufficio).errori
    esito = importa(ufficio, {}, CAF | {"nazione": ""})
    assert (esito.codice, "intermediari.0.nazione" in esito.errori) == (3, True)
    assert "Nazione 12: atteso 2 lettere" in importa(ufficio, {}, CAF | {"nazione": "12"}).errori
    assert not list(ufficio.cartella.glob("xml/*"))


@pytest.mark.requisito("FPA-049")
def test_il_progressivo_non_torna_indietro_e_l_esportazione_torna_uguale(ufficio: Ufficio) -> None:
    assert importa(ufficio, {"intermediario_trasmittente": "CAF"}, CAF | {"progressivo_file": "0000K"}).codice == 0
    assert importa(ufficio, {}, CAF | {"progressivo_file": "00002"}).codice == 0
    assert esportato(ufficio)["intermediari"][0]["progressivo_file"] == "0000K"
    com_era = ufficio("esporta").uscita
    ufficio.archivio = ufficio.cartella / "altro.parcella"
    assert ufficio("importa", ufficio.file(com_era.encode(), "tutto.json")).codice == 0
    assert ufficio("esporta").uscita == com_era
