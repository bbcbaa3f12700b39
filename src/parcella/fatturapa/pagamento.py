"""DatiPagamento: the rates of the document, that together are what the client has to pay (fatturapa.md § 4.7)."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from parcella.fatturapa.blocco import Blocco
from parcella.ledger.aziende.tabelle import Azienda
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.esito import Rifiuto
from parcella.ledger.tipi import ZERO, in_italiano

BONIFICO = "MP05"
# C contanti, R ricevuta bancaria, V MAV, A addebito in conto (SDD), T tratta; the rimesse and B are bank transfers.
MODALITA = {"C": "MP01", "R": "MP12", "V": "MP13", "A": "MP19", "T": "MP06"}


class _Rata(NamedTuple):
    """A due date as the file tells it."""

    modalita: str
    scadenza: date | None
    importo: Decimal


def scrivi_pagamento(corpo: Blocco, fascicolo: Fascicolo) -> None:
    """Write the rates, paid ones too. Nothing to pay, no block: nor in a nota di credito, which asks for nothing."""
    if fascicolo.documento.nota_credito == "S":
        return
    rate = _rate(fascicolo)
    dovuto = fascicolo.totali.totale_da_pagare
    totale = sum((rata.importo for rata in rate), ZERO)
    if totale != dovuto:
        raise Rifiuto(
            f"Le rate sono in tutto {in_italiano(totale)} e il totale da pagare è {in_italiano(dovuto)}: "
            "correggere lo scadenzario.",
            "rate",
            "rate_non_quadrano",
        )
    if not rate:
        return
    pagamento = corpo.apri("DatiPagamento")
    pagamento.metti("CondizioniPagamento", "TP02" if len(rate) == 1 else "TP01")
    codice = fascicolo.pagamento.codice if fascicolo.pagamento else ""
    for rata in rate:
        dettaglio = pagamento.apri("DettaglioPagamento")
        dettaglio.metti("ModalitaPagamento", rata.modalita, f"pagamenti.{codice}.modalita_pagamento")
        dettaglio.metti("DataScadenzaPagamento", rata.scadenza)
        dettaglio.metti("ImportoPagamento", rata.importo)
        if rata.modalita == BONIFICO:
            _conto(dettaglio, fascicolo.azienda)


def _rate(fascicolo: Fascicolo) -> list[_Rata]:
    """The rates; without a scadenzario one sum only, due by the payment of the document."""
    if fascicolo.rate:
        return [
            _Rata(_modalita(fascicolo, rata.tipo_pagamento), rata.data_scadenza, rata.importo_rata)
            for rata in fascicolo.rate
        ]
    dovuto = fascicolo.totali.totale_da_pagare
    tipo = fascicolo.pagamento.tipo_pagamento if fascicolo.pagamento else "M"
    return [_Rata(_modalita(fascicolo, tipo), None, dovuto)] if dovuto else []


def _modalita(fascicolo: Fascicolo, tipo: str) -> str:
    """The code of the payment table, unless the rate was given another way of paying."""
    pagamento = fascicolo.pagamento
    if pagamento and pagamento.modalita_pagamento and pagamento.tipo_pagamento == tipo:
        return pagamento.modalita_pagamento
    return MODALITA.get(tipo, BONIFICO)


def _conto(dettaglio: Blocco, azienda: Azienda) -> None:
    if not azienda.iban:
        return
    dettaglio.metti("IstitutoFinanziario", azienda.istituto_finanziario, "azienda.istituto_finanziario")
    dettaglio.metti("IBAN", azienda.iban.replace(" ", "").upper(), "azienda.iban")
    dettaglio.metti("BIC", azienda.bic.upper() if azienda.bic else None, "azienda.bic")
