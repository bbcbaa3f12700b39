"""Parametri studio (chapter 01): accounts by type, alternatives, layouts, what may be entered."""

from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from parcella.ledger.aziende.parametri import (
    fondi_associato,
    gestisci_messaggi,
    parametri_studio,
    salva_parametri,
    voci_accessibili,
)
from parcella.ledger.aziende.schede import apri
from parcella.ledger.aziende.tabelle import CodiceTributo
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Richiesta, Rifiuto, Risposte

D = Decimal
SENZA_CASSA: dict[str, Any] = {"perc_fondo_professionisti": None, "iva_fondo_professionisti": None}


def salva(sessione: Session, contesto: Contesto, **dati: Any) -> Risposte:
    risposte = Risposte(interattive=False)
    salva_parametri(sessione, contesto, dati, risposte)
    return risposte


def rifiuto_atteso(sessione: Session, contesto: Contesto, messaggio: str, **dati: Any) -> Rifiuto:
    with pytest.raises(Rifiuto, match=messaggio) as rifiuto:
        salva(sessione, contesto, **dati)
    return rifiuto.value


@pytest.mark.parametrize(
    ("campo", "buono", "cattivo", "ammessi"),
    [
        pytest.param("conto_spese_anticipate", "104.00001", "801.00001", "P G", marks=pytest.mark.requisito("PAR-008")),
        pytest.param(
            "conto_ricavo_standard", "801.00002", "104.00001", "E G o E M", marks=pytest.mark.requisito("PAR-009")
        ),
        pytest.param("conto_erario_ritenute", "109.00001", "005.00003", "P G", marks=pytest.mark.requisito("PAR-010")),
        pytest.param(
            "conto_arrotondamento_pagamento", "702.00099", "101.00001", "E G", marks=pytest.mark.requisito("PAR-011")
        ),
        pytest.param(
            "conto_giro_effetti_notule", "103.00001", "801.00001", "P G", marks=pytest.mark.requisito("PAR-021")
        ),
        pytest.param("conto_ricavo_sospeso", "002.00101", "801.00001", "P Z", marks=pytest.mark.requisito("PAR-063")),
        pytest.param(
            "conto_erario_ritenute_sospeso", "005.00003", "109.00001", "P Z", marks=pytest.mark.requisito("PAR-064")
        ),
    ],
)
def test_un_conto_esiste_ed_e_del_suo_tipo(
    sessione: Session, studio: Contesto, campo: str, buono: str, cattivo: str, ammessi: str
) -> None:
    salva(sessione, studio, **{campo: buono})
    assert getattr(parametri_studio(sessione, studio.azienda), campo) == buono
    assert rifiuto_atteso(sessione, studio, f"ammesso {ammessi}", **{campo: cattivo}).campo == campo
    rifiuto_atteso(sessione, studio, "non esiste nel piano dei conti", **{campo: "999.00001"})
    salva(sessione, studio, **{campo: None})  # empty is admitted: it is asked where it is needed


@pytest.mark.requisito("PAR-068")
def test_il_conto_della_cassa_di_una_impresa_e_patrimoniale(sessione: Session, impresa: Contesto) -> None:
    salva(sessione, impresa, conto_cassa_previdenza="318.00120")
    rifiuto_atteso(sessione, impresa, "ammesso P G o P C o P F o P M", conto_cassa_previdenza="801.00001")


@pytest.mark.requisito("PAR-006", "PAR-007")
@pytest.mark.parametrize("codice", ["22", "E10", "ZZZ"])
def test_le_spese_anticipate_vogliono_un_codice_fuori_campo(sessione: Session, studio: Contesto, codice: str) -> None:
    rifiuto_atteso(sessione, studio, codice, cod_esenzione_spese_anticipate=codice)


@pytest.mark.requisito("PAR-012", "PAR-016", "PAR-019", "PAR-022", "PAR-023")
def test_i_valori_proposti(sessione: Session, studio: Contesto) -> None:
    parametri = parametri_studio(sessione, studio.azienda)
    assert parametri is not None
    assert parametri.importo_soglia_arrotondamento == D("0.01")
    assert (parametri.riporta_data_proposto, parametri.riporta_nota_proposto) == ("N", " ")
    for campo, valori in (
        ("stato_parcella_proposto", "PD"),
        ("apertura_automatica_scadenzario", "SN"),
        ("riporta_data_proposto", "SN"),
        ("riporta_nota_proposto", " ,."),
    ):
        for valore in valori:
            salva(sessione, studio, **{campo: valore})
        rifiuto_atteso(sessione, studio, "non ammesso", **{campo: "X"})
    rifiuto_atteso(sessione, studio, "non è compreso", importo_soglia_arrotondamento=D("-0.01"))


@pytest.mark.requisito("PAR-040", "PAR-041")
def test_i_codici_fatturapa_sono_quelli_della_norma(sessione: Session, studio: Contesto) -> None:
    salva(sessione, studio, causale_pagamento_770s="ZO", tipo_cassa_fatturapa="TC22")
    rifiuto_atteso(sessione, studio, "non ammesso", causale_pagamento_770s="F")
    rifiuto_atteso(sessione, studio, "non ammesso", tipo_cassa_fatturapa="TC23")


@pytest.mark.requisito("PAR-043", "PAR-044", "PAR-046")
def test_il_codice_tributo_e_nella_tabella(sessione: Session, studio: Contesto) -> None:
    apri(sessione, CodiceTributo, {"codice": "1041", "descrizione": "x"}, azienda=studio.azienda, codice="1041").scrivi(
        sessione
    )
    salva(sessione, studio, codice_tributo="1041")
    rifiuto_atteso(sessione, studio, "Codice tributo 9999 non presente", codice_tributo="9999")


@pytest.mark.requisito("PAR-002", "PAR-065", "PAR-066", "PAR-067", "PAR-072")
def test_i_campi_dell_altro_tipo_non_si_usano(sessione: Session, studio: Contesto, impresa: Contesto) -> None:
    rifiuto_atteso(sessione, studio, "PROFESSIONISTA", perc_fondo_previdenza=D("4.00"))
    rifiuto_atteso(sessione, studio, "PROFESSIONISTA", aliquota_ritenuta=D("4.00"))
    rifiuto_atteso(sessione, impresa, "IMPRESA", codice_tributo="1040")
    rifiuto_atteso(sessione, impresa, "IMPRESA", perc_fondo_professionisti=D("4.00"))
    salva(sessione, impresa, perc_fondo_previdenza=D("4.00"), iva_fondo_previdenza="22")
    salva(sessione, impresa, aliquota_ritenuta=D("4.00"), perc_imponibile_ritenuta=D("100.00"))


@pytest.mark.requisito("PAR-053", "PAR-054", "PAR-056", "PAR-058", "PAR-060", "PAR-061", "PAR-062")
def test_cassa_e_gestione_separata_sono_alternative(sessione: Session, studio: Contesto) -> None:
    inps = {"perc_gestione_separata_inps": D("4.00"), "iva_gestione_separata_inps": "22"}
    rifiuto_atteso(sessione, studio, "non si può indicare insieme a Perc fondo professionisti", **inps)
    rifiuto_atteso(sessione, studio, "non si può indicare insieme", iva_gestione_separata_inps="22")
    salva(sessione, studio, **SENZA_CASSA, **inps)
    # The reverse lock (Ambiguità 19), and studio associato with INPS.
    rifiuto_atteso(sessione, studio, "non si può indicare insieme", perc_fondo_professionisti=D("4.00"))
    fondi = [{"percentuale": D("4.00"), "quota": D("100.00")}]
    rifiuto_atteso(sessione, studio, "alternativi", studio_associato="S", fondi_associato=fondi)
    risposte = salva(sessione, studio, studio_associato="S", fondi_associato=fondi, inps_con_studio_associato="S")
    assert "inps_con_studio_associato" in {avviso.codice for avviso in risposte.avvisi}


@pytest.mark.requisito("PAR-070", "PAR-071")
def test_anche_per_una_impresa(sessione: Session, impresa: Contesto) -> None:
    salva(sessione, impresa, perc_gestione_separata_inps=D("4.00"), iva_gestione_separata_inps="22")
    rifiuto_atteso(sessione, impresa, "insieme a Perc fondo previdenza", perc_fondo_previdenza=D("4.00"))


@pytest.mark.requisito("PAR-055")
def test_senza_percentuale_nessuna_cassa(sessione: Session, studio: Contesto) -> None:
    salva(sessione, studio, **SENZA_CASSA)
    assert parametri_studio(sessione, studio.azienda).perc_fondo_professionisti is None  # type: ignore[union-attr]


@pytest.mark.requisito("PAR-042", "PAR-048", "PAR-049", "PAR-050", "PAR-051")
def test_le_quote_dello_studio_associato_fanno_cento(sessione: Session, studio: Contesto) -> None:
    fondi = [
        {"percentuale": D("2.00"), "quota": D("60.00"), "tipo_cassa": "TC01"},
        {"percentuale": D("4.00"), "quota": D("40.00"), "tipo_cassa": "TC02"},
    ]
    vuota = SENZA_CASSA | {"iva_fondo_professionisti": "22"}
    rifiuto_atteso(sessione, studio, "Vedi tabella", studio_associato="S", fondi_associato=fondi)
    rifiuto_atteso(sessione, studio, "almeno una riga", **vuota, studio_associato="S")
    rifiuto_atteso(sessione, studio, "danno 60,00", **vuota, studio_associato="S", fondi_associato=fondi[:1])
    rifiuto_atteso(sessione, studio, "Studio associato = S", **vuota, fondi_associato=fondi)
    salva(sessione, studio, **vuota, studio_associato="S", fondi_associato=fondi)
    assert [riga.quota for riga in fondi_associato(sessione, studio.azienda)] == [D("60.00"), D("40.00")]
    salva(sessione, studio, bollo_su_notule="N")  # the rows stay when they are not given
    assert len(fondi_associato(sessione, studio.azienda)) == 2
    quattro = [{"percentuale": D(n), "quota": D("25.00")} for n in ("2.00", "4.00", "5.00", "5.00")]
    risposte = salva(sessione, studio, fondi_associato=quattro)  # more than the manual's three
    assert "percentuale_ripetuta" in {avviso.codice for avviso in risposte.avvisi}
    salva(sessione, studio, studio_associato="N")
    assert fondi_associato(sessione, studio.azienda) == []


@pytest.mark.requisito("PAR-035", "PAR-037")
def test_i_giorni_dei_messaggi_non_sono_negativi(sessione: Session, studio: Contesto) -> None:
    salva(sessione, studio, gg_anticipo_messaggi=5, gg_posticipo_messaggi=None)
    rifiuto_atteso(sessione, studio, "non è compreso", gg_anticipo_messaggi=-1)


@pytest.mark.requisito("PAR-003", "PAR-004")
def test_disattivare_la_parcellazione_con_documenti_si_fa_notare(
    sessione: Session, studio: Contesto, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert salva(sessione, studio, parcellazione_studio="N").avvisi == []
    salva(sessione, studio, parcellazione_studio="S")
    monkeypatch.setattr("parcella.ledger.aziende.parametri._ha_documenti", lambda *_: True)
    (avviso,) = salva(sessione, studio, parcellazione_studio="N").avvisi
    assert avviso.codice == "parcellazione_disattivata"


def test_i_conti_mancanti_si_fanno_notare(sessione: Session, studio: Contesto) -> None:
    (avviso,) = salva(sessione, studio, conto_erario_ritenute=None).avvisi
    assert avviso.codice == "conti_mancanti"
    assert "Conto erario ritenute" in avviso.messaggio


VOCI = ("studio_associato", "perc_fondo_professionisti", "perc_gestione_separata_inps", "iva_gestione_separata_inps")


@pytest.mark.requisito("PAR-049", "PAR-053", "PAR-062")
@pytest.mark.parametrize(
    ("valori", "attese"),
    [
        pytest.param({}, (True, True, True, True), id="tutto vuoto"),
        pytest.param({"iva_gestione_separata_inps": "22"}, (False, False, True, True), id="INPS"),
        pytest.param({"perc_fondo_professionisti": D("4.00")}, (True, True, False, False), id="cassa"),
        pytest.param({"studio_associato": "S"}, (True, False, False, False), id="associato"),
        pytest.param(
            {"studio_associato": "S", "inps_con_studio_associato": "S"}, (True, False, True, True), id="col parametro"
        ),
    ],
)
def test_le_voci_accessibili(valori: dict[str, Any], attese: tuple[bool, ...]) -> None:
    accessibili = voci_accessibili("P", {"parcellazione_studio": "S", **valori})
    assert tuple(accessibili[voce] for voce in VOCI) == attese
    assert accessibili["fondi_associato"] == (valori.get("studio_associato") == "S")


@pytest.mark.requisito("PAR-002", "PAR-004", "PAR-071")
def test_le_voci_accessibili_seguono_il_tipo() -> None:
    spente = voci_accessibili("P", {"parcellazione_studio": "N"})
    assert [nome for nome, aperta in spente.items() if aperta] == ["parcellazione_studio"]
    impresa = voci_accessibili("I", {"parcellazione_studio": "S", "perc_fondo_previdenza": D("4.00")})
    assert not impresa["codice_tributo"]
    assert not impresa["perc_gestione_separata_inps"]
    assert impresa["aliquota_ritenuta"]
    assert not voci_accessibili("P", {"parcellazione_studio": "S"})["aliquota_ritenuta"]


@pytest.mark.requisito("PAR-026")
def test_i_documenti_tengono_le_proprie_percentuali() -> None:
    """The columns that keep them are on the document; that they are filled is proved with the emission."""
    colonne = Documento.__table__.columns  # type: ignore[attr-defined]
    assert {"perc_cassa", "iva_cassa", "aliquota_rda", "perc_imponibile_rda", "perc_inps", "iva_inps"} <= {
        colonna.name for colonna in colonne
    }


@pytest.mark.requisito("PAR-034", "FIS-007", "FIS-009", "FIS-012")
def test_i_messaggi_si_cambiano_da_parametri_aziendali(sessione: Session, studio: Contesto) -> None:
    accese = {"parcellazione_studio": "S"}
    assert not voci_accessibili("P", accese)["visualizza_attivita"]
    assert voci_accessibili("P", accese, in_creazione=True)["visualizza_attivita"]
    assert not voci_accessibili("P", {"parcellazione_studio": "N"}, in_creazione=True)["visualizza_attivita"]
    salva(sessione, studio, parcellazione_studio="S")
    gestisci_messaggi(sessione, studio, "S", Risposte())
    with pytest.raises(Richiesta) as richiesta:
        gestisci_messaggi(sessione, studio, "N", Risposte())
    assert (richiesta.value.codice, richiesta.value.predefinita) == ("disattiva_messaggi", "N")
    parametri = parametri_studio(sessione, studio.azienda)
    assert parametri is not None and parametri.visualizza_attivita == "S"
    gestisci_messaggi(sessione, studio, "N", Risposte({"disattiva_messaggi": "S"}))
    assert parametri.visualizza_attivita == "N"
    salva(sessione, studio, parcellazione_studio="N")
    with pytest.raises(Rifiuto, match="Parcellazione studio = S"):
        gestisci_messaggi(sessione, studio, "S", Risposte())
