"""For which codes each control holds, one by one, and where a tolerance ends to the last decimal."""

from datetime import date

import pytest

from parcella.fatturapa.controlli.giudizio import giudica

from .modello import CASSA, CEDENTE_CF, CLIENTE_CF, CLIENTE_IVA, CORPO, RITENUTA, albero, esito
from .test_controlli import (
    ART73,
    BOLLO,
    COLLEGATA,
    FINE_GENERALI,
    SCONTO,
    SE_STESSO,
    Cambi,
    con_quantita,
    esente,
    fiscali,
    lotto,
    tipo,
)

TIPI = [f"TD{n:02}" for n in (*range(1, 7), *range(16, 30))]
NATURE = ["N1", "N2.1", "N2.2", *(f"N3.{n}" for n in range(1, 7)), "N4", "N5", *(f"N6.{n}" for n in range(1, 10)), "N7"]
ARROTONDATO = ("</ImportoTotaleDocumento>", "</ImportoTotaleDocumento><Arrotondamento>0.01</Arrotondamento>")
ESTERO = fiscali("FR12345678901", "IT12345670017")
DA_NESSUN_LUOGO = fiscali("OO99999999999", "IT12345670017")
COLLEGATA_DOPO = (FINE_GENERALI, COLLEGATA.format("2026-04-03"))
SENZA_PARTITA_IVA = (CLIENTE_IVA, "")
SENZA_CODICE_FISCALE = (CLIENTE_CF, "")
TOTALE = "<ImportoTotaleDocumento>"
CHI_EMETTE = "TD01 TD02 TD03 TD04 TD05 TD06 TD24 TD25 TD26"


def errori(*cambi: tuple[str, str]) -> set[str]:
    return {errore.codice for errore in esito(*cambi).errori}


def avvisi(*cambi: tuple[str, str]) -> set[str]:
    return {avviso.codice for avviso in esito(*cambi).avvisi}


@pytest.mark.requisito("FPA-081")
@pytest.mark.parametrize(
    ("codice", "quali", "cambi"),
    [
        (
            "00471",
            "TD01 TD02 TD03 TD06 TD16 TD17 TD18 TD19 TD20 TD24 TD25 TD28 TD29",
            [*SE_STESSO, SENZA_CODICE_FISCALE],
        ),
        ("00472", "TD21 TD27", []),
        ("00473", "TD17 TD18 TD19 TD28", []),
        ("00473", "TD29", ESTERO),
        ("00473", " ".join(t for t in TIPI if t not in ("TD17", "TD19")), DA_NESSUN_LUOGO),
        ("00474", "TD21", esente("N4")),
        ("00475", "TD16 TD17 TD18 TD19 TD20 TD22 TD23 TD28 TD29", [SENZA_PARTITA_IVA]),
        ("00418", "TD04", [COLLEGATA_DOPO]),
    ],
)
def test_il_controllo_vale_per_questi_tipi_e_non_per_gli_altri(codice: str, quali: str, cambi: Cambi) -> None:
    assert {t for t in TIPI if codice in errori(tipo(t), *cambi)} == set(quali.split())


@pytest.mark.parametrize(
    ("codice", "cambi"),
    [
        ("bollo_mancante", esente("N4")),
        ("iva_e_regime", [("RF01", "RF19")]),
        ("natura_e_regime", esente("N2.2")),
        ("natura_e_cliente", esente("N2.1")),
    ],
)
def test_questi_avvisi_sono_per_chi_emette(codice: str, cambi: Cambi) -> None:
    assert {t for t in TIPI if codice in avvisi(tipo(t), *cambi)} == set(CHI_EMETTE.split())


def test_su_quali_nature_si_deve_il_bollo() -> None:
    dovuto = {natura for natura in NATURE if "bollo_mancante" in avvisi(*esente(natura))}
    assert dovuto == {"N1", "N2.1", "N2.2", "N3.5", "N3.6", "N4"}
    con_il_bollo = (RITENUTA, RITENUTA + BOLLO)
    assert not {natura for natura in NATURE if "bollo_mancante" in avvisi(*esente(natura), con_il_bollo)}
    assert {natura for natura in NATURE if "bollo_superfluo" in avvisi(*esente(natura), con_il_bollo)} == (
        set(NATURE) - dovuto
    )


def test_le_nature_generiche_non_si_mandano_dal_2021() -> None:
    assert [natura for natura in (*NATURE, "N2", "N3", "N6") if "00445" in errori(*esente(natura))] == [
        "N2",
        "N3",
        "N6",
    ]
    vecchia = giudica(albero(*esente("N3")), date(2020, 12, 31))
    assert "00445" not in {errore.codice for errore in vecchia.errori}
    nuova = giudica(albero(*esente("N3")), date(2021, 1, 1))
    assert "00445" in {errore.codice for errore in nuova.errori}


@pytest.mark.parametrize(
    ("codice", "cambi", "scarta"),
    [
        ("00423", con_quantita("1.00", "100.00", "100.01"), False),
        ("00423", con_quantita("1.00", "100.00", "100.0101"), True),
        ("00423", con_quantita("1.00", "100.00", "99.9899"), True),
        ("00422", [("<ImponibileImporto>104.00", "<ImponibileImporto>103.00")], False),
        ("00422", [("<ImponibileImporto>104.00", "<ImponibileImporto>102.99")], True),
        ("00424", [("<AliquotaIVA>22.00", "<AliquotaIVA>0.99")], True),
        ("00409", [*lotto(CORPO.replace("TD06", "TD04")), tipo("TD04")], True),
        ("00409", [*lotto(CORPO.replace("2026-04-02", "2026-04-03").replace(*ART73))], True),
        ("00409", [*lotto(CORPO.replace("2026-04-02", "2026-04-03")), (CORPO, CORPO.replace(*ART73))], True),
        ("00476", fiscali("IT01234567897", "DE123456789"), False),
        ("00476", [ESTERO[0], SENZA_PARTITA_IVA], False),
        ("00437", [(TOTALE, SCONTO.format("<Percentuale>5.00</Percentuale>") + TOTALE)], False),
        ("00472", [tipo("TD27"), (CLIENTE_CF, CEDENTE_CF)], True),
    ],
)
def test_fin_dove_si_tollera(codice: str, cambi: Cambi, scarta: bool) -> None:
    assert (codice in errori(*cambi)) is scarta


@pytest.mark.parametrize(
    ("codice", "cambi", "detto"),
    [
        ("riepilogo_non_quadra", con_quantita("1.00", "100.00", "100.005"), False),
        ("riepilogo_non_quadra", con_quantita("1.00", "100.00", "100.006"), True),
        ("riepilogo_non_quadra", [("<ImponibileImporto>104.00", "<ImponibileImporto>105.00")], True),
        ("riepilogo_non_quadra", [("<ImponibileImporto>104.00", "<ImponibileImporto>105.01")], False),
        ("cassa_non_nel_riepilogo", [("<ImponibileImporto>104.00", "<ImponibileImporto>100.02")], True),
        ("cassa_non_nel_riepilogo", [("<ImponibileImporto>104.00", "<ImponibileImporto>100.03")], False),
        ("importo_ritenuta", [("RT01", "RT02"), ("<ImportoRitenuta>20.00", "<ImportoRitenuta>15.00")], True),
        ("importo_ritenuta", [("RT01", "RT04"), ("<ImportoRitenuta>20.00", "<ImportoRitenuta>8.50")], False),
        ("importo_ritenuta", [("<Ritenuta>SI</Ritenuta>", "")], False),
        ("importo_pagamento", [ARROTONDATO, ("106.88", "106.89")], False),
        ("00301", [("<IdCodice>01234567897", "<IdCodice>RSSMRA80A01H501U")], True),
        ("00300", [("RSSMRA80A01H501U</IdCodice>", "01234567897</IdCodice>")], False),
        ("00300", [("RSSMRA80A01H501U</IdCodice>", "01234567898</IdCodice>")], True),
    ],
)  # fmt: skip
def test_fin_dove_si_tace(codice: str, cambi: Cambi, detto: bool) -> None:
    assert (codice in avvisi(*cambi)) is detto


def test_uno_sconto_del_documento_ferma_i_confronti_col_totale() -> None:
    """What it is taken from is not said by the layout: nothing to compare."""
    sconto = (
        "<ImportoTotaleDocumento>126.88",
        SCONTO.format("<Importo>10.00</Importo>") + "<ImportoTotaleDocumento>100.00",
    )
    assert {"totale_documento", "importo_pagamento"}.isdisjoint(avvisi(sconto, ("106.88", "80.00")))
    assert "totale_documento" not in avvisi(("<ImportoTotaleDocumento>126.88</ImportoTotaleDocumento>", ""))


def test_due_casse_ognuna_col_suo_contributo() -> None:
    doppia = CASSA.replace("TC02", "TC22")
    assert "cassa_non_nel_riepilogo" in avvisi((CASSA, CASSA + doppia))
    intera = [(CASSA, CASSA + doppia), ("104.00", "108.00"), ("22.88", "23.76")]
    assert "cassa_non_nel_riepilogo" not in avvisi(*intera)


def test_gli_esempi_delle_specifiche() -> None:
    """Rivalsa INPS and cassa geometri together (fig. 13); a riepilogo with its Arrotondamento (fig. 27)."""
    inps = CASSA.replace("TC02", "TC22").replace("4.00</Importo", "60.00</Importo").replace("100.00", "1500.00")
    inps = inps.replace("</AliquotaIVA>", "</AliquotaIVA><Ritenuta>SI</Ritenuta>")
    geometri = CASSA.replace("TC02", "TC03").replace("<AlCassa>4.00", "<AlCassa>2.00")
    geometri = geometri.replace("4.00</Importo", "31.20</Importo").replace("100.00", "1560.00")
    fig_13 = [
        (CASSA, inps + geometri),
        ("<PrezzoUnitario>100.00", "<PrezzoUnitario>1500.00"),
        ("<PrezzoTotale>100.00", "<PrezzoTotale>1500.00"),
        ("<ImponibileImporto>104.00", "<ImponibileImporto>1591.20"),
        ("<Imposta>22.88", "<Imposta>350.06"),
        ("<ImportoRitenuta>20.00", "<ImportoRitenuta>312.00"),
        ("126.88", "1941.26"),
        ("<ImportoPagamento>106.88", "<ImportoPagamento>1629.26"),
    ]
    assert (errori(*fig_13), avvisi(*fig_13)) == (set(), set())
    fig_27 = [
        (CASSA, ""),
        ("<PrezzoUnitario>100.00", "<PrezzoUnitario>9826.9803"),
        ("<PrezzoTotale>100.00", "<PrezzoTotale>9826.9803"),
        ("<ImponibileImporto>104.00", "<Arrotondamento>-0.0003</Arrotondamento><ImponibileImporto>9826.98"),
        ("<Imposta>22.88", "<Imposta>2161.94"),
        ("<ImportoRitenuta>20.00", "<ImportoRitenuta>1965.40"),
        ("126.88", "11988.92"),
        ("<ImportoPagamento>106.88", "<ImportoPagamento>10023.52"),
    ]
    assert (errori(*fig_27), avvisi(*fig_27)) == (set(), set())


@pytest.mark.parametrize(("imposta", "scarta"), [("97.76", False), ("97.65", True)])
def test_un_imposta_con_un_refuso(imposta: str, scarta: bool) -> None:
    """At the 21 % of 2012, on 465,50."""
    cambi = [(CASSA, ""), ("22.00", "21.00"), ("104.00", "465.50"), ("100.00", "465.50"), ("22.88", imposta)]
    assert ("00421" in errori(*cambi)) is scarta
