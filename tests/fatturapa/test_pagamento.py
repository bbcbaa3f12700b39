"""The rates in the file: together, what the client pays."""

from typing import Any

import pytest

from parcella.fatturapa.scrittura import xml
from parcella.ledger.aziende.tabelle import Pagamento
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.esito import Rifiuto

from .controlli_sdi import leggi, valori
from .fascicoli import azienda, fascicolo, riga

PAGAMENTO = "FatturaElettronicaBody/DatiPagamento"


def pagamento(documento: Fascicolo) -> Any:
    return leggi(xml(documento, "00001")).find(PAGAMENTO)


def test_rate_pagate_e_aperte_fanno_il_totale_da_pagare() -> None:
    blocco = pagamento(fascicolo(riga("1000"), rate=("300.00P", "400.00", "320.00")))
    assert valori(blocco, "CondizioniPagamento") == ["TP01"]
    assert valori(blocco, "DettaglioPagamento/ImportoPagamento") == ["300.00", "400.00", "320.00"]
    assert valori(blocco, "DettaglioPagamento/DataScadenzaPagamento") == ["2026-04-30", "2026-05-30", "2026-06-30"]


def test_rate_che_non_quadrano() -> None:
    with pytest.raises(Rifiuto, match=r"1\.019,99 e il totale da pagare è 1\.020,00"):
        pagamento(fascicolo(riga("1000"), rate=("500.00", "519.99")))


def test_senza_scadenzario_una_sola_somma() -> None:
    blocco = pagamento(fascicolo(riga("1000"), rate=()))
    assert valori(blocco, "CondizioniPagamento") == ["TP02"]
    assert valori(blocco, "DettaglioPagamento/ImportoPagamento") == ["1020.00"]
    assert valori(blocco, "DettaglioPagamento/ModalitaPagamento") == ["MP05"]


def test_niente_da_pagare_niente_blocco() -> None:
    assert pagamento(fascicolo(riga("100"), riga("-100"), soggetto_rda=False)) is None


@pytest.mark.parametrize(
    ("tipo", "modalita"),
    [("C", "MP01"), ("M", "MP05"), ("B", "MP05"), ("X", "MP05"), ("R", "MP12"), ("V", "MP13"), ("A", "MP19")],
)
def test_modalita_dal_tipo_della_rata(tipo: str, modalita: str) -> None:
    documento = fascicolo(riga("1000"))
    documento.rate[0].tipo_pagamento = tipo
    blocco = pagamento(documento)
    assert valori(blocco, "DettaglioPagamento/ModalitaPagamento") == [modalita]
    assert len(valori(blocco, "DettaglioPagamento/IBAN")) == (modalita == "MP05")


def test_modalita_della_tabella_pagamenti() -> None:
    tabella = Pagamento(azienda=1, codice="SDD", descrizione="SDD", tipo_pagamento="A", modalita_pagamento="MP20")
    documento = fascicolo(riga("1000"), pagamento=tabella, rate=("500.00", "520.00"))
    documento.rate[0].tipo_pagamento = "A"
    # The second rate was given another way of paying: the table does not speak of it.
    assert valori(pagamento(documento), "DettaglioPagamento/ModalitaPagamento") == ["MP20", "MP05"]
    tabella.modalita_pagamento = "MP99"
    with pytest.raises(Rifiuto, match="MP99"):
        pagamento(documento)


def test_conto_di_accredito() -> None:
    studio = azienda(iban="it60 x054 2811 1010 0000 0123 456", bic="bppiitrrxxx", istituto_finanziario="Banca “Prova”")
    (dettaglio,) = pagamento(fascicolo(riga("1000"), azienda=studio)).iterfind("DettaglioPagamento")
    assert [(foglia.tag, foglia.text) for foglia in dettaglio][-3:] == [
        ("IstitutoFinanziario", 'Banca "Prova"'),
        ("IBAN", "IT60X0542811101000000123456"),
        ("BIC", "BPPIITRRXXX"),
    ]
    with pytest.raises(Rifiuto) as rifiuto:
        pagamento(fascicolo(riga("1000"), azienda=azienda(iban="IT60")))
    assert rifiuto.value.campo == "azienda.iban"
    assert valori(pagamento(fascicolo(riga("1"), azienda=azienda(iban=None))), "DettaglioPagamento/IBAN") == []
