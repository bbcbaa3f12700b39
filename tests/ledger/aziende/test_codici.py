"""Codici IVA and tributo, pagamenti, names of the documents."""

from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from parcella.ledger.aziende import codici
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte

D = Decimal


def iva(sessione: Session, contesto: Contesto, **dati: Any) -> None:
    codici.salva_codice_iva(sessione, contesto, {"codice": "X1", "descrizione": "prova", **dati}, Risposte())


def test_la_natura_va_con_l_aliquota_zero(sessione: Session, studio: Contesto) -> None:
    iva(sessione, studio, aliquota=D("0.00"), natura="N4")
    with pytest.raises(Rifiuto, match="natura non va indicata"):
        iva(sessione, studio, aliquota=D("10.00"))  # the natura of before stays
    iva(sessione, studio, aliquota=D("10.00"), natura=None)
    with pytest.raises(Rifiuto, match="occorre la natura"):
        iva(sessione, studio, aliquota=D("0.00"))
    with pytest.raises(Rifiuto, match="non ammesso"):
        iva(sessione, studio, aliquota=D("0.00"), natura="N2")


def test_un_codice_in_uso_non_si_cancella(sessione: Session, studio: Contesto) -> None:
    with pytest.raises(Rifiuto, match="in uso"):
        codici.elimina_codice_iva(sessione, studio, "22")
    with pytest.raises(Rifiuto, match="in uso"):
        codici.elimina_codice_tributo(sessione, studio, "1040")
    codici.elimina_codice_iva(sessione, studio, "5")
    codici.elimina_pagamento(sessione, studio, "MAV30")
    assert "5" not in {codice.codice for codice in codici.elenco_codici_iva(sessione, studio.azienda)}
    with pytest.raises(Rifiuto, match="inesistente"):
        codici.elimina_pagamento(sessione, studio, "MAV30")


@pytest.mark.requisito("PAR-045", "PAR-046")
def test_la_tabella_dei_tributi(sessione: Session, studio: Contesto) -> None:
    tabella = {t.codice: (t.aliquota_rda, t.perc_imponibile_rda) for t in codici.elenco_codici_tributo(sessione, 1)}
    assert tabella["1040"] == (D("20.00"), D("100.00"))
    dati = {"codice": "1040", "aliquota_rda": D("100.01")}
    with pytest.raises(Rifiuto, match="non è compreso"):
        codici.salva_codice_tributo(sessione, studio, dati, Risposte())


@pytest.mark.parametrize(
    "dati",
    [
        {"numero_rate": 0},
        {"tipo_pagamento": "Q"},
        {"unita": "A"},
        {"mesi_esclusi": "8,13"},
        {"mesi_esclusi": "8,8"},
        {"mesi_esclusi": "1,2,3,4,5,6,7,8,9,10,11,12"},
        {"spese_banca": D("-1.00")},
        {"codice_iva_spese_banca": "99"},
        {"modalita_pagamento": "MP24"},
        {"giorno_fisso": 32},
    ],
)
def test_un_pagamento_impossibile_e_rifiutato(sessione: Session, studio: Contesto, dati: dict[str, Any]) -> None:
    with pytest.raises(Rifiuto) as rifiuto:
        codici.salva_pagamento(sessione, studio, {"codice": "RD", **dati}, Risposte())
    assert rifiuto.value.campo == next(iter(dati))


def test_un_pagamento(sessione: Session, studio: Contesto) -> None:
    dati = {"codice": "RB6", "descrizione": "RiBa", "tipo_pagamento": "R", "numero_rate": 2, "mesi_esclusi": "8,12"}
    risposte = Risposte()
    assert codici.salva_pagamento(sessione, studio, dati, risposte).mesi_esclusi == "8,12"
    assert [avviso.codice for avviso in risposte.avvisi] == ["rate_stesso_giorno"]


@pytest.mark.requisito("TAR-001", "TAR-002", "TAR-005")
def test_la_descrizione_dei_documenti(sessione: Session, studio: Contesto) -> None:
    dati = {"sigla": "NO", "descrizione": "Avviso parcella"}
    codici.salva_descrizione_documento(sessione, studio, dati, Risposte())
    elenco = codici.elenco_descrizioni_documento(sessione, studio.azienda)
    assert [(d.sigla, d.descrizione) for d in elenco] == [("NO", "Avviso parcella"), ("PA", "PARCELLA")]
    with pytest.raises(Rifiuto):
        codici.salva_descrizione_documento(sessione, studio, {"sigla": "XX", "descrizione": "Altro"}, Risposte())
