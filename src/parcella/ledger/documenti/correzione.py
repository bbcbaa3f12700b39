"""The correction of a parcella definitiva that was not issued: SdI scartò its file, or the office refused it.

It keeps number, date and client; its postings are taken back and made again, under the numbers they had.
"""

from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti import scrittura
from parcella.ledger.documenti.dati import DatiDocumento, DatiPagamento
from parcella.ledger.documenti.nota_credito import rifiuta_accreditata
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Rifiuto
from parcella.ledger.primanota.tabelle import Registrazione, RigaPrimanota

PAGAMENTO = "PG"


@dataclass(slots=True)
class Ritirata:
    """What a parcella had in the books: the numbers of its registrations, by year, and how it was paid."""

    numeri: dict[int, list[int]] = field(default_factory=dict)
    pagamento: DatiPagamento = field(default_factory=DatiPagamento)


def scritta_prima(sessione: Session, contesto: Contesto, documento: Documento) -> Ritirata:
    """What is in the books of a parcella. Raises Rifiuto if money came in after it was issued, or it was credited."""
    rifiuta_accreditata(sessione, documento)
    registrazioni = sessione.exec(
        select(Registrazione)
        .where(Registrazione.azienda == contesto.azienda, Registrazione.documento == documento.id)
        .order_by(col(Registrazione.numero))
    ).all()
    pagamenti = [r for r in registrazioni if r.causale == PAGAMENTO]
    alla_emissione = documento.nota_credito != "S"  # when it was paid at once: a nota di credito never is
    if len(pagamenti) > 1 or any(
        not alla_emissione or p.data_registrazione != documento.data_documento for p in pagamenti
    ):
        raise Rifiuto("La parcella ha incassi registrati dopo l'emissione: non si può più correggere.", "documento")
    prima = Ritirata(pagamento=DatiPagamento(totalmente_pagata=documento.totalmente_pagata))
    for registrazione in registrazioni:
        prima.numeri.setdefault(registrazione.anno, []).append(registrazione.numero)
    if pagamenti:
        incasso = sessione.exec(
            select(RigaPrimanota)
            .where(
                RigaPrimanota.azienda == contesto.azienda,
                RigaPrimanota.registrazione == pagamenti[0].id,
                RigaPrimanota.segno == "D",  # the account the money came in on is the first one debited
            )
            .order_by(col(RigaPrimanota.numero_riga))
        ).first()
        if incasso is not None:
            prima.pagamento.conto_pagamento = incasso.conto
            if documento.totalmente_pagata != "S":
                prima.pagamento.importo_pagato = incasso.importo
    return prima


def prepara(documento: Documento, dati: DatiDocumento, prima: Ritirata) -> None:
    """It stays definitiva, and paid as it was unless the correction says otherwise. Raises Rifiuto."""
    if dati.stato_parcella == "P":
        raise Rifiuto("La correzione di una parcella definitiva la lascia definitiva.", "stato_parcella")
    dati.stato_parcella = documento.stato_parcella
    dati.pagamento = dati.pagamento or prima.pagamento


def ritira(sessione: Session, contesto: Contesto, chiave: int, prima: Ritirata, scrittore: scrittura.Scrittore) -> None:
    """Take the postings and the dues out of the books; their numbers go to those that take their place."""
    scrittura.togli_contabilita(sessione, contesto.azienda, chiave)
    scrittore.riusa(prima.numeri)
