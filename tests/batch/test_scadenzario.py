"""`parcella scadenzario`: due dates of the notule and of the books."""

import pytest

from .banco_comandi import VERDI, Ufficio, notula, parcella

CHIAVI = {
    "data_scadenza", "documento", "data_documento", "codice_cliente", "nome_cliente", "numero_rata", "tipo_pagamento",
    "stato_rata", "importo_rata", "data_pagamento",
}  # fmt: skip


@pytest.mark.requisito("DOC-006", "DOC-043")
def test_notule(ufficio: Ufficio) -> None:
    ufficio.emetti(notula(codice_pagamento="B3060"), notula("10.00", codice_cliente=VERDI, codice_pagamento="RD"))
    voci = ufficio.json("scadenzario", "notule")
    assert set(voci[0]) == CHIAVI
    assert [(v["data_scadenza"], v["documento"], v["numero_rata"], v["importo_rata"]) for v in voci] == [
        ("2010-09-02", "NO 1/2", 1, "12.48"),
        ("2010-10-02", "NO 1/1", 1, "52.40"),
        ("2010-11-02", "NO 1/1", 2, "52.40"),
    ]
    assert len(ufficio.json("scadenzario", "notule", "--cliente", VERDI)) == 1
    assert len(ufficio.json("scadenzario", "notule", "--da-data", "2010-10-01", "--a-data", "2010-10-31")) == 1
    assert len(ufficio.json("scadenzario", "notule", "--limite", 2)) == 2
    ufficio.json("--si", "documenti", "chiudi", "NO", "1/1")
    assert [v["documento"] for v in ufficio.json("scadenzario", "notule")] == ["NO 1/2"]
    assert ufficio.json("scadenzario", "contabile") == []


@pytest.mark.requisito("PDI-010")
def test_contabile(ufficio: Ufficio) -> None:
    ufficio.emetti(
        parcella(pagamento={"totalmente_pagata": "N", "importo_pagato": "4.80"}, codice_pagamento="B3060"),
        parcella(stato="P"),
    )
    aperte = ufficio.json("scadenzario", "contabile")
    assert [(v["numero_rata"], v["importo_rata"], v["stato_rata"]) for v in aperte] == [
        (2, "50.00", None),
        (3, "50.00", None),
    ]
    pagata, *_ = ufficio.json("scadenzario", "contabile", "--tutte")
    assert (pagata["stato_rata"], pagata["data_pagamento"], pagata["tipo_pagamento"]) == ("P", "2010-09-02", "M")
    assert "50,00" in ufficio("scadenzario", "contabile").uscita
