"""Spese banca of a client with Fattura PA: each charge needs a rate of its own (FPA-076…078)."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from ledger.documenti.banco import COMUNE, Banco, apri_banco, parcella, riga
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


@pytest.mark.requisito("FPA-077", "FPA-078")
def test_senza_codice_iva_nella_tabella_il_documento_e_rifiutato(banco: Banco) -> None:
    banco.imposta(pagamenti=[pagamento(None)])
    with pytest.raises(Rifiuto, match="Spese banca da ripartire su più aliquote") as rifiuto:
        banco.emetti(a_due_aliquote(), si=(CIG,))
    assert rifiuto.value.campo == "spese_banca"
    assert banco.ultimo_numero("PA", 2) == 0


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
