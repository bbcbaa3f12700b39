"""`parcella primanota`: the registrations in the shape of the contract."""

from .banco_comandi import Ufficio, notula, parcella

CHIAVI = {
    "numero", "data_registrazione", "causale", "descrizione", "protocollo", "serie", "numero_documento",
    "data_documento", "documento", "righe",
}  # fmt: skip


def test_elenco(ufficio: Ufficio) -> None:
    ufficio.emetti(notula(), parcella("350.00"))
    fe, pg = ufficio.json("primanota", "elenco")
    assert set(fe) == set(pg) == CHIAVI
    assert (fe["numero"], fe["causale"], fe["protocollo"], fe["documento"]) == (1, "FE", "V01/000001", "PA 1/1")
    assert (fe["serie"], fe["numero_documento"], fe["data_documento"]) == (1, 1, "2010-09-02")
    assert (pg["causale"], pg["descrizione"], pg["protocollo"]) == ("PG", "FE 1 DEL 02/09/10", None)
    assert fe["righe"][0] == {
        "conto": "501.00004", "descrizione_conto": "Rossi s.r.l.", "importo": "436.80", "segno": "D", "descrizione": "",
    }  # fmt: skip
    assert pg["righe"][2] == {
        "conto": "801.00001", "descrizione_conto": "PRESTAZIONI", "importo": "0.00", "segno": "A",
        "descrizione": "350,00A",
    }  # fmt: skip
    assert ufficio.json("primanota", "mostra", 2) == pg
    assert ufficio("primanota", "mostra", 3).codice == 1
    assert "436,80" in ufficio("primanota", "elenco").uscita


def test_anno_date_e_limite(ufficio: Ufficio) -> None:
    ufficio.emetti(parcella(pagamento={"totalmente_pagata": "N"}))
    ufficio.json("documenti", "incassa", "PA", "1/1", "--importo", "50.00", "--data", "2011-01-05")
    ufficio.emetti(parcella(data_documento="2011-01-10"))

    def causali(*opzioni: object) -> list[str]:
        return [r["causale"] for r in ufficio.json("primanota", "elenco", *opzioni)]

    assert causali() == ["FE"]
    assert causali("--anno", 2011) == ["PG", "FE", "PG"]
    assert causali("--da-data", "2010-01-01", "--a-data", "2011-01-05") == ["FE", "PG"]
    assert causali("--anno", 2011, "--limite", 1) == ["PG"]
    (pagamento,) = ufficio.json("primanota", "elenco", "--anno", 2011, "--limite", 1)
    assert (pagamento["documento"], pagamento["anno_documento"]) == ("PA 1/1", 2010)  # not the PA 1/1 of 2011
