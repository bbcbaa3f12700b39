"""The rows of FE, FS and PG: the registrations printed in the manual, and those derived in the catalogue."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from parcella.ledger.esito import Rifiuto
from parcella.ledger.primanota.scritture import (
    ContiParcella,
    ImportiParcella,
    Ricavo,
    RigaScrittura,
    righe_fattura,
    righe_pagamento,
)
from parcella.ledger.tipi import ZERO

D = Decimal
CLIENTE, CASSA_CONTANTI, RICAVI, SOSPESO = "501.00004", "101.00001", "801.00001", "002.00101"
CONTI = ContiParcella(
    cliente=CLIENTE,
    erario_ritenute="109.00001",
    erario_ritenute_sospeso="005.00003",
    cassa_previdenza="318.00120",
    iva_vendite="110.00003",
    iva_differita="110.00005",
    spese_anticipate="104.00001",
    spese_banca="803.00001",
    spese_banca_sospeso="002.00103",
    rivalsa_inps="801.00002",
    rivalsa_inps_sospeso="002.00102",
    bollo="318.00130",
    arrotondamento="702.00099",
)
PAGATA: dict[str, Any] = {"tipo_azienda": "P", "totalmente_pagata": True, "sospesa": False}
NON_PAGATA: dict[str, Any] = {"tipo_azienda": "P", "totalmente_pagata": False, "sospesa": False}
FS: dict[str, Any] = NON_PAGATA | {"sospesa": True}
IMPRESA: dict[str, Any] = {"tipo_azienda": "I", "totalmente_pagata": False, "sospesa": False}


def importi(documento: str, da_pagare: str, ricavo: str = "0.00", **parti: Any) -> ImportiParcella:
    """A parcella of one revenue account; components not named are zero."""
    nomi = ["rivalsa_inps", "spese_anticipate", "spese_banca", "cassa_previdenza", "bollo", "iva", "ritenuta"]
    valori: dict[str, Any] = {nome: D(parti.pop(nome, "0.00")) for nome in nomi}
    ricavi = parti.pop("ricavi", (Ricavo(RICAVI, SOSPESO, D(ricavo)),))
    return ImportiParcella(D(documento), D(da_pagare), ricavi, **valori, **parti)


FE68 = importi("436.80", "366.80", "350.00", cassa_previdenza="14.00", iva="72.80", ritenuta="70.00")
FE69 = importi("811.20", "681.20", "650.00", cassa_previdenza="26.00", iva="135.20", ritenuta="130.00")
DOC117 = importi(
    "1576.22",
    "1376.22",
    "1200.00",
    spese_anticipate="50.00",
    spese_banca="3.00",
    cassa_previdenza="48.00",
    iva="275.22",
    ritenuta="200.00",
)
PRN024 = importi(
    "1344.90",
    "1144.90",
    "1000.00",
    spese_anticipate="70.00",
    spese_banca="5.00",
    cassa_previdenza="40.00",
    iva="229.90",
    ritenuta="200.00",
)
PRN025 = importi("1268.80", "1068.80", "1000.00", cassa_previdenza="40.00", iva="228.80", ritenuta="200.00")


def stampata(righe: list[RigaScrittura]) -> list[str]:
    """A registration as the manual prints it: account, amount, side; memo rows with their description."""
    return [f"{x.conto} {x.descrizione}" if x.descrizione else f"{x.conto} {x.importo} {x.segno}" for x in righe]


def paga(i: ImportiParcella, pagato: str, prima: str = "0.00", conti: ContiParcella = CONTI, **modo: Any) -> list[str]:
    return stampata(
        righe_pagamento(i, conti, pagato=D(pagato), pagato_prima=D(prima), conto_pagamento=CASSA_CONTANTI, **modo)
    )


def pareggio(i: ImportiParcella, **modo: Any) -> Decimal:
    righe = righe_fattura(i, CONTI, **modo)
    dare = sum((x.importo for x in righe if x.segno == "D"), ZERO)
    assert dare == sum((x.importo for x in righe if x.segno == "A"), ZERO)
    return dare


@pytest.mark.requisito("PRN-003", "PRN-005", "PRN-007", "PRN-008")
def test_fe_totalmente_pagata_del_manuale() -> None:
    assert stampata(righe_fattura(FE68, CONTI, **PAGATA)) == [
        "501.00004 436.80 D",
        "801.00001 350.00 A",
        "318.00120 14.00 A",
        "110.00003 72.80 A",
        "501.00004 70.00 A",
        "109.00001 70.00 D",
    ]


@pytest.mark.requisito("PRN-004", "PRN-005", "PRN-009", "PRN-010", "PRN-011")
def test_pg_totalmente_pagata_del_manuale() -> None:
    assert paga(FE68, "366.80", **PAGATA) == [
        "501.00004 366.80 A",
        "101.00001 366.80 D",
        "801.00001 350,00A",
        "318.00120 14,00A",
        "110.00003 72,80A",
        "109.00001 70,00D",
    ]
    righe = righe_pagamento(FE68, CONTI, pagato=D("366.80"), conto_pagamento=CASSA_CONTANTI, **PAGATA)
    assert {str(x.importo) for x in righe if x.descrizione} == {"0.00"}


@pytest.mark.requisito("PRN-003", "PRN-013", "PRN-015", "PRN-016")
def test_fe_non_pagata_del_manuale() -> None:
    assert stampata(righe_fattura(FE69, CONTI, **NON_PAGATA)) == [
        "501.00004 811.20 D",
        "002.00101 650.00 A",
        "318.00120 26.00 A",
        "110.00003 135.20 A",
        "501.00004 130.00 A",
        "005.00003 130.00 D",
    ]


@pytest.mark.requisito("PRN-017", "PRN-018", "PRN-019")
def test_pg_parziale_del_manuale() -> None:
    assert paga(FE69, "81.20", **NON_PAGATA) == [
        "501.00004 81.20 A",
        "101.00001 81.20 D",
        "002.00101 77.48 D",
        "801.00001 77.48 A",
        "318.00120 3,10A",
        "110.00003 16,12A",
        "005.00003 15.50 A",
        "109.00001 15.50 D",
    ]


@pytest.mark.requisito("PRN-018", "PRN-020")
def test_pg_del_residuo() -> None:
    assert paga(FE69, "600.00", "81.20", **NON_PAGATA) == [
        "501.00004 600.00 A",
        "101.00001 600.00 D",
        "002.00101 572.52 D",
        "801.00001 572.52 A",
        "318.00120 22,90A",
        "110.00003 119,08A",
        "005.00003 114.50 A",
        "109.00001 114.50 D",
    ]


@pytest.mark.requisito("PRN-021", "PRN-022", "PRN-023", "PRN-007")
def test_fe_e_pg_dell_esempio_completo() -> None:
    assert stampata(righe_fattura(DOC117, CONTI, **PAGATA)) == [
        "501.00004 1576.22 D",
        "801.00001 1200.00 A",
        "104.00001 50.00 A",
        "803.00001 3.00 A",
        "318.00120 48.00 A",
        "110.00003 275.22 A",
        "501.00004 200.00 A",
        "109.00001 200.00 D",
    ]
    assert pareggio(DOC117, **PAGATA) == D("1776.22")
    assert paga(DOC117, "1376.22", **PAGATA)[2:] == [
        "801.00001 1.200,00A",
        "104.00001 50,00A",
        "803.00001 3,00A",
        "318.00120 48,00A",
        "110.00003 275,22A",
        "109.00001 200,00D",
    ]


@pytest.mark.requisito("PRN-015", "PRN-022", "PRN-024")
def test_fe_non_pagata_con_spese() -> None:
    assert stampata(righe_fattura(PRN024, CONTI, **NON_PAGATA)) == [
        "501.00004 1344.90 D",
        "002.00101 1000.00 A",
        "104.00001 70.00 A",
        "002.00103 5.00 A",
        "318.00120 40.00 A",
        "110.00003 229.90 A",
        "501.00004 200.00 A",
        "005.00003 200.00 D",
    ]
    assert pareggio(PRN024, **NON_PAGATA) == D("1544.90")


@pytest.mark.requisito("PRN-017", "PRN-018", "PRN-024")
@pytest.mark.parametrize(
    ("pagato", "prima", "ricavo", "anticipate", "banca", "cassa", "iva", "ritenuta"),
    [
        ("500.00", "0.00", "436.72", "30,57A", "2.18", "17,47A", "100,40A", "87.34"),
        ("644.90", "500.00", "563.28", "39,43A", "2.82", "22,53A", "129,50A", "112.66"),
    ],
)
def test_due_pg_con_spese(
    pagato: str, prima: str, ricavo: str, anticipate: str, banca: str, cassa: str, iva: str, ritenuta: str
) -> None:
    assert paga(PRN024, pagato, prima, **NON_PAGATA) == [
        f"501.00004 {pagato} A",
        f"101.00001 {pagato} D",
        f"002.00101 {ricavo} D",
        f"801.00001 {ricavo} A",
        f"104.00001 {anticipate}",
        f"002.00103 {banca} D",
        f"803.00001 {banca} A",
        f"318.00120 {cassa}",
        f"110.00003 {iva}",
        f"005.00003 {ritenuta} A",
        f"109.00001 {ritenuta} D",
    ]


@pytest.mark.requisito("PRN-025")
def test_fs_e_suo_pagamento() -> None:
    assert stampata(righe_fattura(PRN025, CONTI, **FS)) == [
        "501.00004 1268.80 D",
        "002.00101 1000.00 A",
        "318.00120 40.00 A",
        "110.00005 228.80 A",
        "501.00004 200.00 A",
        "005.00003 200.00 D",
    ]
    assert paga(PRN025, "500.00", **FS) == [
        "501.00004 500.00 A",
        "101.00001 500.00 D",
        "002.00101 467.81 D",
        "801.00001 467.81 A",
        "318.00120 18,71A",
        "110.00003 107,04A",
        "110.00005 107.04 D",
        "110.00003 107.04 A",
        "005.00003 93.56 A",
        "109.00001 93.56 D",
    ]
    saldo = paga(PRN025, "1068.80", **FS)
    assert saldo[5:8] == ["110.00003 228,80A", "110.00005 228.80 D", "110.00003 228.80 A"]


@pytest.mark.requisito("PRN-018")
def test_tre_terzi_chiudono_dove_la_proporzione_semplice_non_chiude() -> None:
    """fisco § 1.7: three thirds of 1.068,80, each rounded alone, would leave 1.000,01 / 39,99 / 228,81 / 200,01."""
    terzi = [
        righe_pagamento(PRN025, CONTI, pagato=D(p), pagato_prima=D(s), conto_pagamento="x", **NON_PAGATA)
        for p, s in (("356.26", "0.00"), ("356.26", "356.26"), ("356.28", "712.52"))
    ]
    sospesi = [x for pg in terzi for x in pg if x.conto in (SOSPESO, "005.00003")]
    assert sum(x.importo for x in sospesi if x.segno == "D") == D("1000.00")
    assert sum(x.importo for x in sospesi if x.segno == "A") == D("200.00")


@pytest.mark.requisito("PDI-022", "PDI-023", "PRN-012")
@pytest.mark.parametrize(
    ("da_pagare", "pagato", "arrotondamento"),
    [("240.02", "240.00", "702.00099 0.02 D"), ("240.00", "240.03", "702.00099 0.03 A")],
)
def test_arrotondamento(da_pagare: str, pagato: str, arrotondamento: str) -> None:
    i = importi(da_pagare, da_pagare, da_pagare)
    assert paga(i, pagato, **PAGATA) == [
        f"501.00004 {da_pagare} A",
        f"101.00001 {pagato} D",
        arrotondamento,
        f"801.00001 {da_pagare.replace('.', ',')}A",
    ]
    assert paga(i, pagato, **(PAGATA | {"tipo_azienda": "I"}))[2:] == [arrotondamento]
    with pytest.raises(Rifiuto, match=r"arrotondamento.*parametri studio"):
        paga(i, pagato, conti=replace(CONTI, arrotondamento=None), **PAGATA)


def test_impresa_conti_reali_e_pg_di_due_righe() -> None:
    pagata, aperta = (righe_fattura(DOC117, CONTI, **(IMPRESA | {"totalmente_pagata": x})) for x in (True, False))
    assert pagata == aperta == righe_fattura(DOC117, CONTI, **PAGATA)
    for modo in (IMPRESA, IMPRESA | {"totalmente_pagata": True}):
        pagato = "1376.22" if modo["totalmente_pagata"] else "100.00"
        assert paga(DOC117, pagato, **modo) == [f"501.00004 {pagato} A", f"101.00001 {pagato} D"]


@pytest.mark.requisito("PRN-025")
def test_impresa_con_fs_gira_l_iva_esigibile() -> None:
    modo = IMPRESA | {"sospesa": True}
    assert "110.00005 228.80 A" in stampata(righe_fattura(PRN025, CONTI, **modo))
    assert paga(PRN025, "500.00", **modo)[2:] == ["110.00005 107.04 D", "110.00003 107.04 A"]


def test_bollo_e_rivalsa() -> None:
    """500,00 + INPS 20,00 + bollo 2,00, forfettario: order of the FE, memo of the bollo, giro of the rivalsa."""
    i = importi("522.00", "522.00", "500.00", rivalsa_inps="20.00", bollo="2.00")
    assert stampata(righe_fattura(i, CONTI, **NON_PAGATA)) == [
        "501.00004 522.00 D",
        "002.00101 500.00 A",
        "002.00102 20.00 A",
        "318.00130 2.00 A",
    ]
    assert paga(i, "261.00", **NON_PAGATA)[2:] == [
        "002.00101 250.00 D",
        "801.00001 250.00 A",
        "002.00102 10.00 D",
        "801.00002 10.00 A",
        "318.00130 1,00A",
    ]
    assert "801.00002 20.00 A" in stampata(righe_fattura(i, CONTI, **PAGATA))


def test_split_payment() -> None:
    """The FE gives the IVA back to the client's account; the payment, of the net alone, tells nothing of it."""
    i = importi("1268.80", "1040.00", "1000.00", cassa_previdenza="40.00", iva="228.80", split_payment=True)
    assert stampata(righe_fattura(i, CONTI, **NON_PAGATA))[3:] == [
        "110.00003 228.80 A",
        "501.00004 228.80 A",
        "110.00003 228.80 D",
    ]
    assert paga(i, "520.00", **NON_PAGATA)[2:] == ["002.00101 500.00 D", "801.00001 500.00 A", "318.00120 20,00A"]
    assert paga(i, "1040.00", **PAGATA)[2:] == ["801.00001 1.000,00A", "318.00120 40,00A"]


def test_piu_conti_di_ricavo() -> None:
    """One row per account in order of first appearance; cumulative shares, the last by difference."""
    ricavi = tuple(
        Ricavo(c, z, D(i)) for c, z, i in (("R1", "Z1", "100.00"), ("R2", "Z2", "0.03"), ("R1", "Z1", "50.00"))
    )
    i = importi("150.03", "150.03", ricavi=ricavi)
    assert stampata(righe_fattura(i, CONTI, **PAGATA))[1:] == ["R1 150.00 A", "R2 0.03 A"]
    assert stampata(righe_fattura(i, CONTI, **NON_PAGATA))[1:] == ["Z1 150.00 A", "Z2 0.03 A"]
    assert paga(i, "50.00", **NON_PAGATA)[2:] == ["Z1 49.99 D", "R1 49.99 A", "Z2 0.01 D", "R2 0.01 A"]
    assert paga(i, "100.03", "50.00", **NON_PAGATA)[2:] == ["Z1 100.01 D", "R1 100.01 A", "Z2 0.02 D", "R2 0.02 A"]


def test_conto_di_soli_sconti_cambia_lato() -> None:
    i = importi("90.00", "90.00", ricavi=(Ricavo("R1", "Z1", D("100.00")), Ricavo("R2", "Z2", D("-10.00"))))
    assert stampata(righe_fattura(i, CONTI, **PAGATA)) == ["501.00004 90.00 D", "R1 100.00 A", "R2 10.00 D"]
    assert paga(i, "90.00", **PAGATA)[2:] == ["R1 100,00A", "R2 10,00D"]
    assert paga(i, "90.00", **NON_PAGATA)[2:] == ["Z1 100.00 D", "R1 100.00 A", "Z2 10.00 A", "R2 10.00 D"]


TUTTE = importi(
    "1290.80",
    "1090.80",
    "1000.00",
    rivalsa_inps="1.00",
    spese_anticipate="10.00",
    spese_banca="9.00",
    cassa_previdenza="40.00",
    bollo="2.00",
    iva="228.80",
    ritenuta="200.00",
)


@pytest.mark.parametrize(
    ("conto", "modo", "campo", "dove"),
    [
        ("erario_ritenute", PAGATA, "conto_erario_ritenute", "parametri studio"),
        ("erario_ritenute_sospeso", NON_PAGATA, "conto_erario_ritenute_sospeso", "parametri studio"),
        ("cassa_previdenza", PAGATA, "conto_fondo_previdenza", "conti automatici"),
        ("iva_vendite", PAGATA, "conto_iva_vendite", "conti automatici"),
        ("iva_differita", FS, "conto_iva_differita", "conti automatici"),
        ("spese_anticipate", PAGATA, "conto_spese_anticipate", "parametri studio"),
        ("spese_banca", PAGATA, "conto_spese_banca", "conti automatici"),
        ("spese_banca_sospeso", NON_PAGATA, "conto_spese_banca_sospeso", "conti automatici"),
        ("rivalsa_inps", PAGATA, "conto_rivalsa_inps", "conti automatici"),
        ("rivalsa_inps_sospeso", NON_PAGATA, "conto_rivalsa_inps_sospeso", "conti automatici"),
        ("bollo", PAGATA, "conto_bollo", "conti automatici"),
    ],
)
def test_conto_mancante(conto: str, modo: dict[str, Any], campo: str, dove: str) -> None:
    mancante: dict[str, Any] = {conto: None}
    senza = replace(CONTI, **mancante)
    with pytest.raises(Rifiuto, match=rf"Manca il conto .*{dove}") as rifiuto:
        righe_fattura(TUTTE, senza, **modo)
    assert (rifiuto.value.campo, rifiuto.value.codice) == (campo, "conto_mancante")
    # What the document does not bear needs no account.
    assert righe_fattura(importi("10.00", "10.00", "10.00"), senza, **modo)


def test_conto_ricavo_sospeso_mancante() -> None:
    i = importi("10.00", "10.00", ricavi=(Ricavo(RICAVI, None, D("10.00")),))
    assert righe_fattura(i, CONTI, **PAGATA)
    with pytest.raises(Rifiuto, match=r"ricavo sospeso .*801\.00001.*prestazione"):
        righe_fattura(i, CONTI, **NON_PAGATA)


def test_importi_che_non_quadrano_non_arrivano_ai_libri() -> None:
    with pytest.raises(ValueError, match="sbilanciata"):
        righe_fattura(replace(FE68, iva=D("72.81")), CONTI, **PAGATA)
