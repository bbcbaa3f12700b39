"""Cassa, gestione separata INPS, studio associato: what may be entered and what may be saved are the same thing."""

from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from sqlmodel import Session, select

from parcella.ledger.aziende.parametri import parametri_studio, salva_parametri, voci_accessibili
from parcella.ledger.aziende.tabelle import CodiceIva, Conto
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte

D = Decimal
FONDI = [{"percentuale": D("4.00"), "quota": D("100.00"), "tipo_cassa": "TC02"}]
VUOTI: dict[str, Any] = {
    "parcellazione_studio": "S",
    "perc_fondo_professionisti": None,
    "iva_fondo_professionisti": None,
    "perc_gestione_separata_inps": None,
    "iva_gestione_separata_inps": None,
    "studio_associato": "N",
    "inps_con_studio_associato": "N",
}


def salva(sessione: Session, contesto: Contesto, **dati: Any) -> None:
    salva_parametri(sessione, contesto, dati, Risposte(interattive=False))


@pytest.mark.requisito("PAR-053", "PAR-054", "PAR-062")
@pytest.mark.parametrize("cassa", [None, D("4.00")])
@pytest.mark.parametrize("inps", [None, D("4.00")])
@pytest.mark.parametrize("iva_inps", [None, "22"])
@pytest.mark.parametrize("associato", ["N", "S"])
@pytest.mark.parametrize("ammessi_insieme", ["N", "S"])
def test_un_professionista_salva_solo_quello_che_puo_immettere(
    sessione: Session,
    studio: Contesto,
    cassa: Decimal | None,
    inps: Decimal | None,
    iva_inps: str | None,
    associato: str,
    ammessi_insieme: str,
) -> None:
    scritti = VUOTI | {
        "perc_fondo_professionisti": cassa,
        "perc_gestione_separata_inps": inps,
        "iva_gestione_separata_inps": iva_inps,
        "studio_associato": associato,
        "inps_con_studio_associato": ammessi_insieme,
        "fondi_associato": FONDI if associato == "S" else [],
    }
    aperti = voci_accessibili("P", scritti)
    chiusi = {nome for nome, valore in scritti.items() if valore not in (None, "N", []) and not aperti[nome]}
    salva(sessione, studio, **VUOTI, fondi_associato=[])
    if chiusi:
        with pytest.raises(Rifiuto) as rifiuto:
            salva(sessione, studio, **scritti)
        assert rifiuto.value.campo in {*chiusi, "studio_associato", "perc_gestione_separata_inps"}
    else:
        salva(sessione, studio, **scritti)


@pytest.mark.requisito("PAR-053", "PAR-062")
def test_le_quattro_righe_della_tabella() -> None:
    campi = ("studio_associato", "perc_fondo_professionisti", "perc_gestione_separata_inps")

    def righe(**valori: Any) -> tuple[bool, ...]:
        aperti = voci_accessibili("P", VUOTI | valori)
        assert aperti["perc_gestione_separata_inps"] == aperti["iva_gestione_separata_inps"]
        return tuple(aperti[campo] for campo in campi)

    assert righe() == (True, True, True)
    assert righe(perc_gestione_separata_inps=D("4.00")) == (False, False, True)
    assert righe(iva_gestione_separata_inps="22") == (False, False, True), "anche con il solo codice IVA"
    assert righe(perc_fondo_professionisti=D("4.00")) == (True, True, False)
    assert righe(studio_associato="S") == (True, False, False)


@pytest.mark.requisito("PAR-071")
@pytest.mark.parametrize(
    ("cassa", "inps", "iva_inps"), list(product((None, D("4.00")), (None, D("4.00")), (None, "22")))
)
def test_un_impresa_salva_solo_quello_che_puo_immettere(
    sessione: Session, impresa: Contesto, cassa: Decimal | None, inps: Decimal | None, iva_inps: str | None
) -> None:
    scritti: dict[str, Any] = {
        "parcellazione_studio": "S",
        "perc_fondo_previdenza": cassa,
        "perc_gestione_separata_inps": inps,
        "iva_gestione_separata_inps": iva_inps,
    }
    aperti = voci_accessibili("I", scritti)
    if all(aperti[nome] for nome, valore in scritti.items() if valore):
        salva(sessione, impresa, **scritti)
    else:
        with pytest.raises(Rifiuto, match="non si può indicare insieme"):
            salva(sessione, impresa, **scritti)


@pytest.mark.requisito("PAR-002", "PAR-065")
@pytest.mark.parametrize("tipo", ["P", "I"])
def test_nessun_campo_dell_altro_tipo_si_immette(tipo: str) -> None:
    aperti = {nome for nome, si in voci_accessibili(tipo, {"parcellazione_studio": "S"}).items() if si}
    altrui = {
        "P": {"perc_fondo_previdenza", "iva_fondo_previdenza", "conto_cassa_previdenza", "aliquota_ritenuta"},
        "I": {"codice_tributo", "studio_associato", "conto_ricavo_sospeso", "conto_erario_ritenute_sospeso"},
    }[tipo]
    assert not aperti & altrui


@pytest.mark.requisito("PAR-069")
def test_il_conto_della_cassa_e_dell_azienda_e_non_di_un_altra(
    sessione: Session, impresa: Contesto, studio: Contesto
) -> None:
    """There are no raggruppamenti: an account is always looked for in the piano dei conti of the azienda itself."""
    sessione.add(Conto(azienda=studio.azienda, codice="318.00999", descrizione="Cassa dello studio", tipo="P G"))
    sessione.flush()
    with pytest.raises(Rifiuto, match=r"318\.00999 non esiste nel piano dei conti") as rifiuto:
        salva(sessione, impresa, conto_cassa_previdenza="318.00999")
    assert rifiuto.value.campo == "conto_cassa_previdenza"
    salva(sessione, impresa, conto_cassa_previdenza="318.00120")
    parametri = parametri_studio(sessione, impresa.azienda)
    assert parametri is not None and parametri.conto_cassa_previdenza == "318.00120"


@pytest.mark.requisito("PAR-006", "PAR-058", "PAR-061", "PAR-067")
@pytest.mark.parametrize(
    "campo",
    [
        "cod_esenzione_spese_anticipate",
        "iva_fondo_professionisti",
        "iva_gestione_separata_inps",
        "iva_fondo_previdenza",
    ],
)
def test_i_codici_iva_sono_quelli_della_tabella(
    sessione: Session, studio: Contesto, impresa: Contesto, campo: str
) -> None:
    contesto = impresa if campo == "iva_fondo_previdenza" else studio
    with pytest.raises(Rifiuto, match="il codice IVA 99 non esiste"):
        salva(sessione, contesto, **{campo: "99"})


@pytest.mark.requisito("PAR-061")
def test_la_rivalsa_ammette_anche_un_articolo_di_esenzione(sessione: Session, studio: Contesto) -> None:
    esenzione = sessione.exec(select(CodiceIva.codice).where(CodiceIva.natura == "N4")).first()
    salva(
        sessione,
        studio,
        **VUOTI | {"perc_gestione_separata_inps": D("4.00"), "iva_gestione_separata_inps": esenzione},
    )
    parametri = parametri_studio(sessione, studio.azienda)
    assert esenzione is not None
    assert parametri is not None and parametri.iva_gestione_separata_inps == esenzione


def test_ogni_parametro_si_scrive_e_si_rilegge(sessione: Session, studio: Contesto) -> None:
    """Those read by functions that are not there yet are kept for them, and change nothing meanwhile."""
    salva(sessione, studio, parcellazione_studio="S", prezzi_particolari_da_anagrafica="S", import_paghe="S")
    parametri = parametri_studio(sessione, studio.azienda)
    assert parametri is not None
    assert (parametri.prezzi_particolari_da_anagrafica, parametri.import_paghe) == ("S", "S")
