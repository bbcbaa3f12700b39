"""Spese banca of a client with Fattura PA: each charge needs a rate of its own (FPA-076…078)."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from ledger.documenti.banco import COMUNE, ROSSI, Banco, apri_banco, con, parcella, riga
from parcella.fatturapa.esportazione import esporta
from parcella.ledger.archivio import Archivio
from parcella.ledger.documenti.dati import DatiDocumento
from parcella.ledger.esito import Rifiuto

CIG = "cig_cup_mancanti"


def pagamento(codice_iva: str | None) -> dict[str, Any]:
    return {
        "codice": "SB",
        "descrizione": "Con spese banca",
        "tipo_pagamento": "R",
        "spese_banca": "5.00",
        "codice_iva_spese_banca": codice_iva,
    }


@pytest.fixture
def banco(archivio_vuoto: Archivio) -> Banco:
    """A studio that refuses to spread the spese banca of the PA."""
    return apri_banco(
        archivio_vuoto, parametri_studio={"rifiuta_spese_banca_ripartite": "S", "fs_enti_pubblici": "mai"}
    )


def a_due_aliquote() -> DatiDocumento:
    righe = (riga("CON22", importo="100.00"), riga("ESENTE", importo="50.00"))
    return parcella(*righe, cliente=COMUNE, serie=2, codice_pagamento="SB")


def a_una_aliquota() -> DatiDocumento:
    return parcella(riga("CON22", importo="100.00"), cliente=COMUNE, serie=2, codice_pagamento="SB")


@pytest.mark.requisito("FPA-077", "FPA-078")
@pytest.mark.parametrize("dati", [a_una_aliquota(), a_due_aliquote()], ids=["una aliquota", "due aliquote"])
def test_senza_codice_iva_nella_tabella_una_definitiva_e_rifiutata(banco: Banco, dati: DatiDocumento) -> None:
    banco.imposta(pagamenti=[pagamento(None)])
    with pytest.raises(Rifiuto, match="indicarlo nella tabella pagamenti") as rifiuto:
        banco.emetti(dati, si=(CIG,))
    assert rifiuto.value.campo == "spese_banca"
    assert banco.ultimo_numero("PA", 2) == 0


@pytest.mark.requisito("FPA-077")
def test_una_provvisoria_avverte_e_si_ferma_quando_diventa_definitiva(banco: Banco) -> None:
    """Chapter 25, Ambiguità 10."""
    banco.imposta(pagamenti=[pagamento(None)])
    provvisoria = banco.emetti(con(a_una_aliquota(), stato_parcella="P", pagamento=None), si=(CIG,))
    assert [avviso.codice for avviso in provvisoria.avvisi] == ["spese_banca_ripartite"]
    definitiva = con(banco.dati(provvisoria.id), stato_parcella="D")
    with pytest.raises(Rifiuto, match="indicarlo nella tabella pagamenti"):
        banco.rivedi(provvisoria.id, definitiva, si=(CIG,))
    assert banco.documento(provvisoria.id).stato_parcella == "P"


@pytest.mark.requisito("FPA-077")
@pytest.mark.parametrize(
    ("altro", "rifiuta"),
    [({"spese_banca": Decimal("0.00")}, "S"), ({"cliente": ROSSI, "serie": 1}, "S"), ({}, "N")],
    ids=["senza spese", "cliente senza Fattura PA", "con il parametro a N"],
)
def test_negli_altri_casi_non_dice_nulla(banco: Banco, altro: dict[str, Any], rifiuta: str) -> None:
    banco.imposta(pagamenti=[pagamento(None)], parametri_studio={"rifiuta_spese_banca_ripartite": rifiuta})
    campi = {"cliente": COMUNE, "serie": 2, "codice_pagamento": "SB"} | altro
    emessa = banco.emetti(parcella(riga("CON22", importo="100.00"), **campi), si=(CIG,))
    assert "spese_banca_ripartite" not in {avviso.codice for avviso in emessa.avvisi}


@pytest.mark.requisito("FPA-078")
def test_con_il_codice_iva_del_22_una_linea_di_5_al_22(banco: Banco, tmp_path: Path) -> None:
    banco.imposta(pagamenti=[pagamento("22")])
    (fatta,) = esporta(banco.archivio, banco.contesto, [banco.emetti(a_una_aliquota(), si=(CIG,)).id], tmp_path)
    spese = etree.parse(str(fatta.file)).getroot().findall(".//DettaglioLinee")[1:]
    assert [(linea.findtext("PrezzoTotale"), linea.findtext("AliquotaIVA")) for linea in spese] == [("5.00", "22.00")]


@pytest.mark.requisito("FPA-076", "FPA-078")
def test_con_il_codice_iva_una_linea_sola(banco: Banco, tmp_path: Path) -> None:
    banco.imposta(pagamenti=[pagamento("22")])
    emessa = banco.emetti(a_due_aliquote(), si=(CIG,))
    (fatta,) = esporta(banco.archivio, banco.contesto, [emessa.id], tmp_path)
    linee = etree.parse(str(fatta.file)).getroot().findall(".//DettaglioLinee")
    (spesa,) = [linea for linea in linee if linea.findtext("TipoCessionePrestazione") == "AC"]
    assert (Decimal(spesa.findtext("PrezzoTotale")), spesa.findtext("AliquotaIVA")) == (Decimal("5.00"), "22.00")
    assert all(linea.findtext("AliquotaIVA") for linea in linee)


@pytest.mark.requisito("FPA-076")
def test_ripartite_ogni_quota_ha_la_sua_aliquota(banco: Banco, tmp_path: Path) -> None:
    banco.imposta(pagamenti=[pagamento(None)], parametri_studio={"rifiuta_spese_banca_ripartite": "N"})
    emessa = banco.emetti(a_due_aliquote(), si=(CIG,))
    (fatta,) = esporta(banco.archivio, banco.contesto, [emessa.id], tmp_path)
    linee = etree.parse(str(fatta.file)).getroot().findall(".//DettaglioLinee")
    spese = [linea for linea in linee if linea.findtext("TipoCessionePrestazione") == "AC"]
    assert sum(Decimal(linea.findtext("PrezzoTotale")) for linea in spese) == Decimal("5.00")
    assert {(linea.findtext("AliquotaIVA"), linea.findtext("Natura")) for linea in spese} == {
        ("22.00", None),
        ("0.00", "N4"),
    }
