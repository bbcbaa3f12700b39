"""The sums of a document: the worked examples of fisco § 1.4 and of the catalogue."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from parcella.ledger.documenti.calcolo import NATURE_BOLLO, calcola
from parcella.ledger.documenti.voci import Aliquota, Condizioni, Fondo, RegolaBollo, Totali, VoceRiga
from parcella.ledger.esito import Rifiuto
from parcella.ledger.tipi import ZERO

D = Decimal
CODICI = {
    a.codice: a
    for a in (
        Aliquota("22", D("22.00")),
        Aliquota("22B", D("22.00")),
        Aliquota("20", D("20.00")),
        Aliquota("10", D("10.00")),
        Aliquota("E10", ZERO, "N4"),
        Aliquota("E15", ZERO, "N1"),
        Aliquota("FORF", ZERO, "N2.2"),
        Aliquota("E7", ZERO, "N2.1"),
        Aliquota("E8", ZERO, "N3.1"),
        Aliquota("E8C", ZERO, "N3.5"),
        Aliquota("RC", ZERO, "N6.9"),
    )
}
BOLLO = RegolaBollo(D("2.00"), D("77.47"), addebita=True)
CASSA4 = (Fondo(D("4.00"), tipo_cassa="TC02"),)
CASSA2 = (Fondo(D("2.00"), tipo_cassa="TC21"),)
CASSA5 = (Fondo(D("5.00"), tipo_cassa="TC03"),)


def condizioni(**variazioni: Any) -> Condizioni:
    """A professional in 2026 towards a sostituto: ritenuta 20 % on 100 %, bollo recharged, no cassa."""
    base = Condizioni(
        codici_iva=CODICI,
        codice_spese_anticipate="E15",
        iva_cassa="22",
        iva_inps="22",
        codice_iva_ordinario="22",
        aliquota_rda=D("20.00"),
        bollo=BOLLO,
    )
    return replace(base, **variazioni)


def riga(importo: str, codice: str = "22", rda: str = "S", cassa: bool = True, **altro: Any) -> VoceRiga:
    """A row of a fee; a negative amount is a discount."""
    return VoceRiga(D(importo), codice, rda, cassa, **altro)


def basi(totali: Totali) -> dict[str, str]:
    return {v.codice_iva: str(v.imponibile) for v in totali.riepilogo}


def casse(totali: Totali) -> list[tuple[str, str, str]]:
    return [(v.codice_iva, str(v.imponibile), str(v.importo)) for v in totali.casse]


INPS4 = {"perc_inps": D("4.00")}
PRIVATO = {"soggetto_rda": False}
FORFETTARIO = {"forfettario": True, "soggetto_rda": False, "iva_cassa": "FORF", "iva_inps": "FORF"}
MISTO = [riga("1000.00"), riga("200.00", "E10")]
SPESE150 = {"spese_anticipate_piede": D("150.00")}
ASSOCIATO = {"fondi": (Fondo(D("2.00"), D("60.00"), "TC01"), Fondo(D("4.00"), D("40.00"), "TC02"))}
ASSOCIATO_B = {"fondi": (Fondo(D("2.00"), D("66.67"), "TC01"), Fondo(D("4.00"), D("33.33"), "TC02"))}

# name: rows, conditions, bases by code, "cassa or INPS, IVA, totale documento, ritenuta, totale da pagare"
Esempio = tuple[Sequence[VoceRiga], dict[str, Any], dict[str, str], str]
ESEMPI: dict[str, Esempio] = {
    "1": ([riga("1000.00")], {"fondi": CASSA4}, {"22": "1040.00"}, "40.00 228.80 1268.80 200.00 1068.80"),
    "2": ([riga("1000.00")], {"fondi": CASSA4} | PRIVATO, {"22": "1040.00"}, "40.00 228.80 1268.80 0.00 1268.80"),
    "3": ([riga("1000.00", soggetta_inps=True)], INPS4, {"22": "1040.00"}, "40.00 228.80 1268.80 208.00 1060.80"),
    "4": ([riga("1000.00")], {}, {"22": "1000.00"}, "0.00 220.00 1220.00 200.00 1020.00"),
    "5": ([riga("1500.00")], {"fondi": CASSA5}, {"22": "1575.00"}, "75.00 346.50 1921.50 300.00 1621.50"),
    "6": (
        [riga("1000.00", "FORF")],
        {"fondi": CASSA4} | FORFETTARIO,
        {"FORF": "1042.00"},
        "40.00 0.00 1042.00 0.00 1042.00",
    ),
    "7": (
        [riga("500.00", "FORF", soggetta_inps=True)],
        INPS4 | FORFETTARIO,
        {"FORF": "522.00"},
        "20.00 0.00 522.00 0.00 522.00",
    ),
    "7b": ([riga("74.49", "FORF")], {"fondi": CASSA4} | FORFETTARIO, {"FORF": "77.47"}, "2.98 0.00 77.47 0.00 77.47"),
    "7c": ([riga("74.50", "FORF")], {"fondi": CASSA4} | FORFETTARIO, {"FORF": "79.48"}, "2.98 0.00 79.48 0.00 79.48"),
    "8A": (
        MISTO,
        {"fondi": CASSA4} | SPESE150,
        {"22": "1040.00", "E10": "208.00", "E15": "152.00"},
        "48.00 228.80 1628.80 240.00 1388.80",
    ),
    "8B": (
        MISTO,
        {"fondi": CASSA4, "cassa_iva": "CODICE"} | SPESE150,
        {"22": "1048.00", "E10": "200.00", "E15": "152.00"},
        "48.00 230.56 1630.56 240.00 1390.56",
    ),
    "9": (
        [riga("300.00", "E10")],
        {"fondi": CASSA2} | PRIVATO,
        {"E10": "306.00", "E15": "2.00"},
        "6.00 0.00 308.00 0.00 308.00",
    ),
    "9b": (
        [riga("300.00", "E10")],
        {"fondi": CASSA2},
        {"E10": "306.00", "E15": "2.00"},
        "6.00 0.00 308.00 60.00 248.00",
    ),
    "10": ([riga("1000.00")], ASSOCIATO, {"22": "1028.00"}, "28.00 226.16 1254.16 200.00 1054.16"),
    "10b": ([riga("333.33")], ASSOCIATO_B, {"22": "342.21"}, "8.88 75.29 417.50 66.67 350.83"),
    "11": (
        [riga("700.00"), riga("300.00", "E10")],
        {"fondi": CASSA4, "spese_banca": D("5.00")},
        {"22": "731.50", "E10": "313.50", "E15": "2.00"},
        "40.00 160.93 1207.93 200.00 1007.93",
    ),
    "11b": (
        [riga("500.00"), riga("333.33", "10"), riga("166.67", "E10")],
        {"spese_banca": D("3.10")},
        {"22": "501.55", "10": "334.36", "E10": "167.19", "E15": "2.00"},
        "0.00 143.78 1148.88 200.00 948.88",
    ),
    "12": (
        [riga("1000.00")],
        {"fondi": CASSA4, "spese_anticipate_piede": D("77.47")},
        {"22": "1040.00", "E15": "77.47"},
        "40.00 228.80 1346.27 200.00 1146.27",
    ),
    "12b": (
        [riga("1000.00")],
        {"fondi": CASSA4, "spese_anticipate_piede": D("77.48")},
        {"22": "1040.00", "E15": "79.48"},
        "40.00 228.80 1348.28 200.00 1148.28",
    ),
    "13": (
        [riga("1000.00"), riga("100.00", rda="R", cassa=False)],
        {"fondi": CASSA4},
        {"22": "1140.00"},
        "40.00 250.80 1390.80 200.00 1190.80",
    ),
    "13b": (
        [riga("1000.00"), riga("100.00")],
        {"fondi": CASSA4},
        {"22": "1144.00"},
        "44.00 251.68 1395.68 220.00 1175.68",
    ),
    "14": ([riga("1000.00")], {"split_payment": True} | PRIVATO, {"22": "1000.00"}, "0.00 220.00 1220.00 0.00 1000.00"),
    "14b": ([riga("1000.00")], {"fondi": CASSA4}, {"22": "1040.00"}, "40.00 228.80 1268.80 200.00 1068.80"),
    "15": (
        [riga("1000.00")],
        {"aliquota_rda": D("23.00"), "perc_imponibile_rda": D("50.00")},
        {"22": "1000.00"},
        "0.00 220.00 1220.00 115.00 1105.00",
    ),
    "15b": (
        [riga("1000.00")],
        {"aliquota_rda": D("23.00"), "perc_imponibile_rda": D("20.00")},
        {"22": "1000.00"},
        "0.00 220.00 1220.00 46.00 1174.00",
    ),
    "16": ([riga("1000.00")], {"aliquota_rda": D("4.00")}, {"22": "1000.00"}, "0.00 220.00 1220.00 40.00 1180.00"),
    "16b": ([riga("1000.00")], {"fondi": CASSA4}, {"22": "1040.00"}, "40.00 228.80 1268.80 200.00 1068.80"),
    "17": (
        [riga("1000.00", "E7")],
        {"aliquota_rda": D("30.00"), "bollo": None},
        {"E7": "1000.00"},
        "0.00 0.00 1000.00 300.00 700.00",
    ),
    "18": ([riga("33.33")] * 3, PRIVATO, {"22": "99.99"}, "0.00 22.00 121.99 0.00 121.99"),
}


@pytest.mark.requisito("DOC-107", "DOC-108", "DOC-110", "DOC-111", "DOC-112", "DOC-113", "DOC-114", "DOC-116")
@pytest.mark.parametrize("nome", ESEMPI)
def test_esempi_della_pagina_fisco(nome: str) -> None:
    righe, variazioni, attese, somme = ESEMPI[nome]
    t = calcola(righe, condizioni(**variazioni))
    assert basi(t) == attese
    contributi = t.cassa_previdenza + t.rivalsa_inps
    calcolate = (contributi, t.totale_iva, t.totale_documento, t.ritenuta_acconto, t.totale_da_pagare)
    assert [str(x) for x in calcolate] == somme.split()


@pytest.mark.requisito(
    "PAR-046", "PAR-047", "PAR-056", "PAR-057", "DOC-107", "DOC-112", "DOC-113", "DOC-114", "DOC-116"
)
@pytest.mark.parametrize(
    ("compenso", "perc", "cassa", "iva", "totale", "ritenuta", "netto"),
    [
        ("350.00", "4.00", "14.00", "72.80", "436.80", "70.00", "366.80"),
        ("650.00", "4.00", "26.00", "135.20", "811.20", "130.00", "681.20"),
        ("100.00", "2.00", "2.00", "20.40", "122.40", "20.00", "102.40"),
    ],
)
def test_cifre_del_manuale_con_iva_20(
    compenso: str, perc: str, cassa: str, iva: str, totale: str, ritenuta: str, netto: str
) -> None:
    t = calcola([riga(compenso, "20")], condizioni(fondi=(Fondo(D(perc)),), iva_cassa="20"))
    somme = (t.cassa_previdenza, t.totale_iva, t.totale_documento, t.ritenuta_acconto, t.totale_da_pagare)
    assert [str(s) for s in somme] == [cassa, iva, totale, ritenuta, netto]


@pytest.mark.requisito("DOC-102", "DOC-103", "DOC-104", "DOC-117")
def test_esempio_completo_del_piede() -> None:
    righe = [riga("1000.00", spese_anticipate=D("50.00")), riga("200.00", rda="N")]
    c = condizioni(fondi=CASSA4, spese_banca=D("3.00"))
    t = calcola(righe, c)
    assert (t.totale_prestazioni, t.totale_spese_anticipate, t.cassa_previdenza) == (D(1200), D(50), D(48))
    assert (t.imponibile_esenti, t.totale_iva, t.totale_documento) == (D("1301.00"), D("275.22"), D("1576.22"))
    assert (t.ritenuta_acconto, t.totale_da_pagare) == (D("200.00"), D("1376.22"))
    assert (t.bollo, t.bollo_virtuale) == (ZERO, False)
    senza = calcola(righe, replace(c, soggetto_rda=False))
    assert (senza.ritenuta_acconto, senza.base_ritenuta, senza.totale_da_pagare) == (ZERO, ZERO, D("1576.22"))


@pytest.mark.parametrize(
    ("compenso", "variazioni", "spese", "cassa", "iva", "totale", "ritenuta", "netto"),
    [
        ("935.63", {"fondi": CASSA4}, "0.00", "37.43", "214.07", "1187.13", "187.13", "1000.00"),
        ("942.68", INPS4, "0.00", "37.71", "215.69", "1196.08", "196.08", "1000.00"),
        ("793.41", {"fondi": CASSA4}, "150.00", "31.74", "181.53", "1158.68", "158.68", "1000.00"),
        ("795.28", {"fondi": CASSA4}, "150.00", "31.81", "181.96", "1161.05", "159.06", "1001.99"),
        ("467.81", {"fondi": CASSA4}, "0.00", "18.71", "107.03", "593.55", "93.56", "499.99"),
        ("467.82", {"fondi": CASSA4}, "0.00", "18.71", "107.04", "593.57", "93.56", "500.01"),
    ],
)
def test_totali_degli_esempi_di_scorporo(
    compenso: str, variazioni: dict[str, Any], spese: str, cassa: str, iva: str, totale: str, ritenuta: str, netto: str
) -> None:
    """fisco § 1.5 (a): the documents that the inverse problem arrives at."""
    c = condizioni(spese_anticipate_piede=D(spese), **variazioni)
    t = calcola([riga(compenso, soggetta_inps=True)], c)
    somme = (t.cassa_previdenza + t.rivalsa_inps, t.totale_iva, t.totale_documento, t.ritenuta_acconto)
    assert [str(s) for s in (*somme, t.totale_da_pagare)] == [cassa, iva, totale, ritenuta, netto]


def test_totali_dell_esempio_di_varia_totale_da_pagare() -> None:
    """fisco § 1.5 (b), bollo not considered: the scaled document misses 500,00 by a cent."""

    def netto(compenso: str, spese: str, banca: str) -> tuple[str, ...]:
        c = condizioni(fondi=CASSA4, spese_anticipate_piede=D(spese), spese_banca=D(banca), bollo=None)
        t = calcola([riga(compenso)], c)
        return tuple(map(str, (t.totale_iva, t.totale_documento, t.ritenuta_acconto, t.totale_da_pagare)))

    assert netto("1000.00", "150.00", "5.00") == ("229.90", "1424.90", "200.00", "1224.90")
    assert netto("408.20", "61.23", "2.04") == ("93.85", "581.65", "81.64", "500.01")
    assert netto("408.20", "61.22", "2.04")[-1] == "500.00"


@pytest.mark.parametrize(
    ("righe", "variazioni", "iva", "totale", "ritenuta", "netto"),
    [
        (
            [riga("12600.00", "21")],
            {"fondi": (Fondo(D("2.00"), tipo_cassa="TC02"),)},
            "2698.92",
            "15550.92",
            "2520.00",
            "13030.92",
        ),
        ([riga("1600.00", "21", soggetta_inps=True)], INPS4, "349.44", "2013.44", "332.80", "1680.64"),
        ([riga("465.50", "21")], {"split_payment": True} | PRIVATO, "97.76", "563.26", "0.00", "465.50"),
    ],
)
def test_esempi_ufficiali_fatturapa(
    righe: list[VoceRiga], variazioni: dict[str, Any], iva: str, totale: str, ritenuta: str, netto: str
) -> None:
    """The worked examples of the SdI specification (fatturapa.md § 4.7), at the 21 % of 2012."""
    codici = CODICI | {"21": Aliquota("21", D("21.00"))}
    t = calcola(righe, condizioni(codici_iva=codici, **variazioni))
    somme = (t.totale_iva, t.totale_documento, t.ritenuta_acconto, t.totale_da_pagare)
    assert [str(s) for s in somme] == [iva, totale, ritenuta, netto]


# --- spese anticipate and spese banca


@pytest.mark.requisito("DOC-103")
def test_spese_anticipate_del_piede_cedono_a_quelle_di_riga() -> None:
    c = condizioni(spese_anticipate_piede=D("30.00"))
    assert calcola([riga("100.00")], c).totale_spese_anticipate == D("30.00")
    sulle_righe = [riga("100.00", spese_anticipate=D("10.00")), riga("0.00", spese_anticipate=D("5.00"))]
    assert calcola(sulle_righe, c).totale_spese_anticipate == D("15.00")


@pytest.mark.requisito("DOC-104")
@pytest.mark.parametrize("sulla_riga", [True, False])
def test_spese_anticipate_fuori_da_iva_cassa_e_ritenuta(sulla_riga: bool) -> None:
    spese = D("70.00")
    r = riga("100.00", spese_anticipate=spese if sulla_riga else ZERO)
    t = calcola([r], condizioni(fondi=CASSA4, spese_anticipate_piede=ZERO if sulla_riga else spese))
    assert basi(t) == {"22": "104.00", "E15": "70.00"}
    assert (t.cassa_previdenza, t.totale_iva, t.ritenuta_acconto) == (D("4.00"), D("22.88"), D("20.00"))


@pytest.mark.parametrize("codice", [None, "E10"])
def test_spese_anticipate_vogliono_un_codice_n1(codice: str | None) -> None:
    with pytest.raises(Rifiuto, match="spese anticipate"):
        calcola([riga("100.00")], condizioni(codice_spese_anticipate=codice, spese_anticipate_piede=D("1.00")))


@pytest.mark.requisito("DOC-106")
def test_spese_banca_ripartite_sui_codici_delle_prestazioni() -> None:
    t = calcola([riga("300.00"), riga("100.00", "E10")], condizioni(spese_banca=D("4.00"), bollo=None))
    assert t.quote_spese_banca == (("22", D("3.00")), ("E10", D("1.00")))
    terzi = calcola([riga("100.00"), riga("100.00", "10"), riga("100.00", "E10")], condizioni(spese_banca=D("1.00")))
    assert [quota for _, quota in terzi.quote_spese_banca] == [D("0.33"), D("0.33"), D("0.34")]


@pytest.mark.requisito("DOC-106")
def test_spese_banca_non_vanno_su_n1_e_seguono_il_codice_dato() -> None:
    righe = [riga("50.00", "E15", rda="N", cassa=False), riga("100.00", spese_anticipate=D("60.00"))]
    assert calcola(righe, condizioni(spese_banca=D("3.00"))).quote_spese_banca == (("22", D("3.00")),)
    dato = calcola(righe, condizioni(spese_banca=D("3.00"), codice_iva_spese_banca="10"))
    assert dato.quote_spese_banca == (("10", D("3.00")),)
    assert basi(dato)["10"] == "3.00"


@pytest.mark.requisito("DOC-106")
def test_spese_banca_senza_prestazioni_al_codice_ordinario() -> None:
    for righe in ([], [riga("100.00"), riga("-100.00")], [riga("80.00", "E15")]):
        assert calcola(righe, condizioni(spese_banca=D("3.00"))).quote_spese_banca == (("22", D("3.00")),)
    with pytest.raises(Rifiuto, match="codice IVA ordinario"):
        calcola([], condizioni(spese_banca=D("3.00"), codice_iva_ordinario=None))


def test_spese_banca_nella_ritenuta_solo_per_parametro() -> None:
    c = condizioni(spese_banca=D("5.00"))
    assert calcola([riga("100.00")], c).ritenuta_acconto == D("20.00")
    assert calcola([riga("100.00")], replace(c, spese_banca_soggette_rda=True)).ritenuta_acconto == D("21.00")


# --- cassa and INPS


@pytest.mark.requisito("PAR-055", "PAR-056", "DOC-107")
def test_cassa_solo_sulle_righe_soggette_e_solo_se_il_fondo_c_e() -> None:
    righe = [riga("100.00"), riga("50.00", cassa=False)]
    assert calcola(righe, condizioni(fondi=CASSA4)).cassa_previdenza == D("4.00")
    senza = calcola(righe, condizioni())
    assert (senza.cassa_previdenza, senza.casse) == (ZERO, ())
    # Rounded once on the sum: 3 × r(0.33 × 4 %) would be 0.03.
    assert calcola([riga("0.33")] * 3, condizioni(fondi=CASSA4)).cassa_previdenza == D("0.04")


@pytest.mark.requisito("DOC-109", "PAR-058")
def test_cassa_prorata_e_codice() -> None:
    prorata = calcola(MISTO, condizioni(fondi=CASSA4))
    assert casse(prorata) == [("22", "1000.00", "40.00"), ("E10", "200.00", "8.00")]
    codice = calcola(MISTO, condizioni(fondi=CASSA4, cassa_iva="CODICE"))
    assert casse(codice) == [("22", "1200.00", "48.00")]
    altro = calcola(MISTO, condizioni(fondi=CASSA4, cassa_iva="CODICE", iva_cassa="10"))
    assert casse(altro) == [("10", "1200.00", "48.00")]
    with pytest.raises(Rifiuto, match="assoggettamento IVA"):
        calcola(MISTO, condizioni(fondi=CASSA4, cassa_iva="CODICE", iva_cassa=None))


@pytest.mark.requisito("DOC-109")
def test_cassa_prorata_segue_le_righe_soggette_a_cassa() -> None:
    t = calcola([riga("1000.00"), riga("200.00", "E10", cassa=False)], condizioni(fondi=CASSA4))
    assert casse(t) == [("22", "1000.00", "40.00")]


@pytest.mark.requisito("DOC-109")
@pytest.mark.parametrize("cassa_iva", ["PRORATA", "CODICE"])
def test_con_un_solo_codice_la_cassa_lo_segue(cassa_iva: str) -> None:
    """N1 (spese anticipate, rows, bollo) and rows of 0.00 do not make a document mixed."""
    righe = [
        riga("100.00", "10", spese_anticipate=D("100.00")),
        riga("20.00", "E15", rda="N", cassa=False),
        riga("0.00", "E10"),
    ]
    t = calcola(righe, condizioni(fondi=CASSA4, cassa_iva=cassa_iva))
    assert casse(t) == [("10", "100.00", "4.00")]
    assert basi(t) == {"10": "104.00", "E15": "122.00", "E10": "0.00"}


@pytest.mark.requisito("DOC-110")
@pytest.mark.parametrize("cassa_iva", ["PRORATA", "CODICE"])
def test_documento_tutto_esente_la_cassa_prende_il_primo_codice(cassa_iva: str) -> None:
    righe = [riga("10.00", "E15", cassa=False), riga("100.00", "E7"), riga("300.00", "E10")]
    t = calcola(righe, condizioni(fondi=CASSA4, cassa_iva=cassa_iva))
    assert casse(t) == [("E7", "400.00", "16.00")]
    # The first code of the document, even where the fees with cassa bear another.
    solo_seconda = [riga("100.00", "E7", cassa=False), riga("300.00", "E10")]
    assert casse(calcola(solo_seconda, condizioni(fondi=CASSA4, cassa_iva=cassa_iva))) == [("E7", "300.00", "12.00")]


@pytest.mark.requisito("DOC-108", "PAR-051", "PAR-052")
def test_studio_associato_ogni_fondo_ripartito_sui_codici() -> None:
    t = calcola([riga("1000.00")], condizioni(**ASSOCIATO))
    assert casse(t) == [("22", "600.00", "12.00"), ("22", "400.00", "16.00")]
    differenza = calcola([riga("333.33")], condizioni(**ASSOCIATO_B))
    assert casse(differenza) == [("22", "222.23", "4.44"), ("22", "111.10", "4.44")]
    # 100,01 in halves: 50,01 and, by difference, 50,00.
    meta = calcola([riga("100.01")], condizioni(fondi=(Fondo(D("4.00"), D("50.00")), Fondo(D("2.00"), D("50.00")))))
    assert casse(meta) == [("22", "50.01", "2.00"), ("22", "50.00", "1.00")]
    misto = calcola([riga("100.00"), riga("100.00", "10"), riga("100.01", "E10")], condizioni(**ASSOCIATO))
    assert casse(misto) == [
        ("22", "60.00", "1.20"),
        ("10", "60.00", "1.20"),
        ("E10", "60.01", "1.20"),
        ("22", "40.00", "1.60"),
        ("10", "40.00", "1.60"),
        ("E10", "40.00", "1.60"),
    ]


@pytest.mark.requisito("PAR-060", "PAR-061")
def test_rivalsa_inps() -> None:
    righe = [riga("1000.00", soggetta_inps=True), riga("200.00", "E10", soggetta_inps=True), riga("50.00")]
    t = calcola(righe, condizioni(**INPS4))
    assert t.rivalsa_inps == D("48.00")
    assert casse(t) == [("22", "1000.00", "40.00"), ("E10", "200.00", "8.00")]
    assert {(v.tipo_cassa, v.percentuale, v.soggetta_rda) for v in t.casse} == {("TC22", D("4.00"), True)}
    assert (t.base_ritenuta, t.ritenuta_acconto) == (D("1298.00"), D("259.60"))
    assert casse(calcola(righe, condizioni(cassa_iva="CODICE", iva_inps="10", **INPS4))) == [("10", "1200.00", "48.00")]


def test_rivalsa_inps_soggetta_a_ritenuta_solo_se_il_documento_la_porta() -> None:
    righe = [riga("1000.00", soggetta_inps=True)]
    for senza in (PRIVATO, {"aliquota_rda": ZERO}, {"inps_soggetta_rda": False}):
        t = calcola(righe, condizioni(**INPS4, **senza))
        assert [v.soggetta_rda for v in t.casse] == [False]
    assert calcola(righe, condizioni(**INPS4, inps_soggetta_rda=False)).ritenuta_acconto == D("200.00")


# --- bollo


@pytest.mark.parametrize("codice", ["E10", "FORF", "E7", "E8", "E8C", "E15", "RC", "22"])
def test_bollo_per_natura(codice: str) -> None:
    t = calcola([riga("100.00", codice, cassa=False)], condizioni())
    dovuto = CODICI[codice].natura in NATURE_BOLLO
    assert (t.bollo, t.bollo_virtuale, t.codice_iva_bollo) == (
        (D("2.00"), True, "E15") if dovuto else (ZERO, False, None)
    )


def test_bollo_somma_le_nature_e_supera_strettamente_la_soglia() -> None:
    c = condizioni(spese_anticipate_piede=D("40.00"))
    assert not calcola([riga("1000.00"), riga("37.47", "E10")], c).bollo_virtuale
    assert calcola([riga("1000.00"), riga("37.48", "E10")], c).bollo_virtuale


def test_bollo_dovuto_e_non_addebitato() -> None:
    t = calcola([riga("100.00", "E10")], condizioni(bollo=replace(BOLLO, addebita=False), codice_spese_anticipate=None))
    assert (t.bollo, t.bollo_virtuale, t.codice_iva_bollo, t.totale_documento) == (ZERO, True, None, D("100.00"))
    assert not calcola([riga("100.00", "E10")], condizioni(bollo=None)).bollo_virtuale


def test_bollo_del_forfettario_sul_codice_dell_onorario() -> None:
    c = condizioni(forfettario=True, spese_anticipate_piede=D("10.00"))
    t = calcola([riga("5.00", "E15"), riga("100.00", "FORF")], c)
    assert t.codice_iva_bollo == "FORF"
    assert basi(t) == {"E15": "15.00", "FORF": "102.00"}
    assert t.ritenuta_acconto == ZERO
    solo_spese = calcola([], condizioni(forfettario=True, spese_anticipate_piede=D("100.00")))
    assert solo_spese.codice_iva_bollo == "E15"


# --- IVA, ritenuta, Enasarco, edges


@pytest.mark.requisito("DOC-112")
def test_iva_una_volta_per_aliquota_anche_con_due_codici() -> None:
    t = calcola([riga("33.33", "22"), riga("33.33", "22B"), riga("33.33", "22")], condizioni())
    assert [(v.codice_iva, str(v.imponibile), str(v.imposta)) for v in t.riepilogo] == [
        ("22", "66.66", "14.67"),
        ("22B", "33.33", "7.33"),
    ]
    sei = calcola([riga("0.02", "22"), riga("0.02", "22B")], condizioni())
    assert [str(v.imposta) for v in sei.riepilogo] == ["0.00", "0.01"]


@pytest.mark.requisito("DOC-114", "PAR-046")
def test_ritenuta_arrotonda_prima_l_imponibile() -> None:
    t = calcola([riga("100.05")], condizioni(aliquota_rda=D("50.00"), perc_imponibile_rda=D("50.00")))
    # r(50.025) = 50.03; r(25.015) = 25.02, where 100.05 × 25 % in one go is 25.01.
    assert t.ritenuta_acconto == D("25.02")


@pytest.mark.requisito("DOC-116")
def test_enasarco_tolto_dal_totale_da_pagare() -> None:
    righe = [riga("1000.00", soggetta_enasarco=True), riga("500.00")]
    t = calcola(righe, condizioni(perc_enasarco=D("8.50")))
    assert t.contributo_enasarco == D("85.00")
    assert t.totale_da_pagare == t.totale_documento - D("300.00") - D("85.00")


def test_documento_senza_righe() -> None:
    t = calcola([], condizioni(fondi=CASSA4, **INPS4))
    assert (t.totale_documento, t.totale_da_pagare, t.riepilogo, t.casse) == (ZERO, ZERO, (), ())


def test_sconto_negativo() -> None:
    t = calcola([riga("1000.00"), riga("-100.00")], condizioni(fondi=CASSA4))
    assert (t.cassa_previdenza, t.totale_iva, t.ritenuta_acconto) == (D("36.00"), D("205.92"), D("180.00"))


def test_codice_iva_sconosciuto() -> None:
    with pytest.raises(Rifiuto, match="Codice IVA XX inesistente"):
        calcola([riga("1.00", "XX")], condizioni())
