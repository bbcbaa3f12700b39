"""Parametri studio by import: a transition the screen does not allow is refused, and nothing is written."""

from typing import Any

import pytest

from .banco_comandi import Ufficio, parcella

CASSA = {"perc_fondo_professionisti": "4.00", "iva_fondo_professionisti": "20"}
SENZA_CASSA = {"perc_fondo_professionisti": None, "iva_fondo_professionisti": None}
INPS = {"perc_gestione_separata_inps": "4.00", "iva_gestione_separata_inps": "22"}
SENZA_INPS = {"perc_gestione_separata_inps": None, "iva_gestione_separata_inps": None}
FONDI = [
    {"percentuale": "2.00", "quota": "60.00", "tipo_cassa": "TC11"},
    {"percentuale": "4.00", "quota": "40.00", "tipo_cassa": "TC02"},
]
ASSOCIATO = {"studio_associato": "S", "fondi_associato": FONDI}


def importa(ufficio: Ufficio, **parametri: Any) -> Any:
    contenuto = {"formato": "parcella/1", "azienda": {"sigla": "STU"}, "parametri_studio": parametri}
    return ufficio("importa", ufficio.file(contenuto, "parametri.json"))


def esportato(ufficio: Ufficio) -> str:
    esito = ufficio("esporta")
    assert esito.codice == 0, esito.errori
    return str(esito.uscita)


@pytest.mark.requisito("PAR-049", "PAR-050", "PAR-053", "PAR-054", "PAR-062")
@pytest.mark.parametrize(
    ("prima", "dopo", "motivo"),
    [
        ({}, SENZA_CASSA | INPS, None),
        ({}, SENZA_CASSA | ASSOCIATO, None),
        ({}, INPS, "non si può indicare insieme"),
        ({}, {"iva_gestione_separata_inps": "22"}, "non si può indicare insieme"),
        ({}, ASSOCIATO, "Vedi tabella"),
        ({}, {"studio_associato": "S"} | SENZA_CASSA, "almeno una riga"),
        ({}, {"fondi_associato": FONDI}, "solo con Studio associato"),
        (SENZA_CASSA | INPS, CASSA, "non si può indicare insieme"),
        (SENZA_CASSA | INPS, ASSOCIATO, "alternativi"),
        (SENZA_CASSA | INPS, ASSOCIATO | {"inps_con_studio_associato": "S"}, None),
        (SENZA_CASSA | INPS, SENZA_INPS | CASSA, None),
        (SENZA_CASSA | INPS, SENZA_INPS | ASSOCIATO, None),
        (SENZA_CASSA | ASSOCIATO, INPS, "alternativi"),
        (SENZA_CASSA | ASSOCIATO, CASSA, "Vedi tabella"),
        (SENZA_CASSA | ASSOCIATO, CASSA | {"studio_associato": "N"}, None),
        (SENZA_CASSA | ASSOCIATO, INPS | {"studio_associato": "N"}, None),
        (SENZA_CASSA | ASSOCIATO, {"fondi_associato": FONDI[:1]}, "non 100,00"),
        ({}, {"perc_fondo_previdenza": "4.00"}, "non previsto per un'azienda PROFESSIONISTA"),
        ({}, {"aliquota_ritenuta": "20.00"}, "non previsto per un'azienda PROFESSIONISTA"),
    ],
)
def test_le_transizioni_di_un_professionista(
    ufficio: Ufficio, prima: dict[str, Any], dopo: dict[str, Any], motivo: str | None
) -> None:
    assert importa(ufficio, **prima).codice == 0
    com_era = esportato(ufficio)
    esito = importa(ufficio, **dopo)
    if motivo is None:
        assert esito.codice == 0, esito.errori
        assert esportato(ufficio) != com_era
    else:
        assert (esito.codice, motivo in esito.errori) == (1, True), esito.errori
        assert esportato(ufficio) == com_era


@pytest.mark.requisito("PAR-065", "PAR-071")
@pytest.mark.parametrize(
    ("parametri", "motivo"),
    [
        ({"perc_fondo_previdenza": "4.00", "iva_fondo_previdenza": "22"}, None),
        ({"aliquota_ritenuta": "20.00", "perc_imponibile_ritenuta": "50.00"}, None),
        (INPS, None),
        ({"perc_fondo_previdenza": "4.00"} | INPS, "non si può indicare insieme"),
        ({"codice_tributo": "1040"}, "non previsto per un'azienda IMPRESA"),
        (ASSOCIATO, "non previsto per un'azienda IMPRESA"),
    ],
)
def test_le_transizioni_di_un_impresa(ufficio: Ufficio, parametri: dict[str, Any], motivo: str | None) -> None:
    contenuto = {
        "formato": "parcella/1",
        "azienda": {"sigla": "IMP", "tipo": "I", "ragione_sociale": "Officine Neri"},
        "codici_iva": [{"codice": "22", "aliquota": "22.00", "descrizione": "IVA 22%"}],
        "parametri_studio": {"parcellazione_studio": "S"} | parametri,
    }
    esito = ufficio("importa", ufficio.file(contenuto, "impresa.json"))
    assert esito.codice == (0 if motivo is None else 1), esito.errori
    assert (motivo or "") in esito.errori


@pytest.mark.requisito("FPA-027", "FPA-028")
@pytest.mark.parametrize("scritto", ["", None, " "])
def test_un_azienda_puo_non_trasmettere_fatture_elettroniche(ufficio: Ufficio, scritto: str | None) -> None:
    (parcella_,) = ufficio.emetti(parcella())
    variazione = {"formato": "parcella/1", "azienda": {"sigla": "STU", "trasmittente": scritto}}
    assert ufficio("importa", ufficio.file(variazione, "azienda.json")).codice == 0
    esito = ufficio("fatturapa", "esporta", "PA", f"1/{parcella_['numero_documento']}", "--cartella", ufficio.cartella)
    assert (esito.codice, "non trasmette fatture elettroniche" in esito.errori) == (1, True), esito.errori
    com_era = esportato(ufficio)
    ufficio.archivio = ufficio.cartella / "altro.parcella"
    assert ufficio("importa", ufficio.file(com_era.encode(), "tutto.json")).codice == 0
    assert esportato(ufficio) == com_era, "vuoto resta vuoto, anche in un archivio nuovo"


@pytest.mark.requisito("PRE-065")
def test_uno_studio_che_ha_tolto_la_cassa_si_esporta_e_si_importa_com_e(ufficio: Ufficio) -> None:
    assert importa(ufficio, **SENZA_CASSA).codice == 0
    com_era = esportato(ufficio)
    assert '"soggetta_cassa": "S"' in com_era
    tutto = ufficio.file(com_era.encode(), "tutto.json")
    assert ufficio("importa", tutto).codice == 0, "sullo stesso archivio"
    ufficio.archivio = ufficio.cartella / "altro.parcella"
    esito = ufficio("importa", tutto)
    assert esito.codice == 0, esito.errori
    assert "Prestazione CONS, Soggetta cassa: nei parametri dello studio manca la percentuale" in esito.errori
    assert esportato(ufficio) == com_era
