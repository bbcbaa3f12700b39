"""A later payment on a parcella definitiva (PDI-031, PRN-018…020, PRN-025): posts the PG and closes its dues.

Of a nota di credito the dues are negative, and what is posted is what goes back to the client.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti import nota_credito, registrazione
from parcella.ledger.documenti.emetti import nome
from parcella.ledger.documenti.scrittura import Scrittore
from parcella.ledger.documenti.tabelle import Documento, RigaDocumento
from parcella.ledger.documenti.tavole import Tavole
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.giornale import documenti as giornale
from parcella.ledger.primanota.scritture import righe_pagamento
from parcella.ledger.primanota.tabelle import SOSPESE
from parcella.ledger.scadenzario import rate as scadenze
from parcella.ledger.scadenzario.tabelle import RataContabile
from parcella.ledger.tipi import ZERO, in_italiano


@dataclass(frozen=True, slots=True)
class Incassato:
    """What a payment did."""

    documento: str
    importo: Decimal
    residuo: Decimal


def incassa(
    sessione: Session,
    contesto: Contesto,
    chiave: int,
    giorno: date,
    importo: Decimal,
    conto: str | None,
    risposte: Risposte,
) -> Incassato:
    """Post a payment of `importo` euro on the open dues, earliest first; a due paid in part is split.

    `importo` is positive also for a nota di credito, of which it is given back.
    """
    documento = sessione.exec(
        select(Documento).where(Documento.azienda == contesto.azienda, Documento.id == chiave)
    ).first()
    if documento is None or documento.stato_parcella != "D" or documento.causale is None:
        raise Rifiuto("Si incassano solo le parcelle definitive.", "documento")
    suo_nome = nome(documento.__dict__)
    pagate, aperte = _rate(sessione, contesto.azienda, chiave)
    prima = sum((r.importo_rata for r in pagate), ZERO)
    aperto = _aperto(documento, pagate)
    _controlla(documento, suo_nome, giorno, importo, aperto)
    tavole = Tavole(sessione, contesto)
    tavole.carica([documento.codice_cliente], [])
    registrazione.controlla_periodo(tavole, giorno)
    conto = conto or tavole.conti_automatici.conto_cassa
    registrazione.controlla_incasso(tavole, giorno, conto, importo, risposte)
    righe = [
        riga.__dict__
        for riga in sessione.exec(
            select(RigaDocumento)
            .where(RigaDocumento.azienda == contesto.azienda, RigaDocumento.documento == chiave)
            .order_by(col(RigaDocumento.numero_riga))
        )
    ]
    testata = documento.__dict__
    mosso = nota_credito.segno(testata) * importo
    scritture = righe_pagamento(
        registrazione.importi_parcella(testata, righe),
        registrazione.conti_parcella(
            tavole, documento.codice_cliente, tavole.clienti[documento.codice_cliente].conto_spese_anticipate
        ),
        tipo_azienda=tavole.azienda.tipo,
        totalmente_pagata=False,
        sospesa=documento.causale in SOSPESE,
        pagato=mosso,
        pagato_prima=prima,
        conto_pagamento=conto or "",
    )
    registrazione.controlla_conti(tavole, scritture)
    scrittore = Scrittore(sessione, contesto.azienda)
    pagamento = registrazione.testata_pagamento(testata, giorno, "N")
    registrazione.completa(testata, [pagamento])
    pg = scrittore.registrazione(chiave, pagamento, registrazione.in_colonne(tavole, scritture))
    scrittore.scrivi()
    _chiudi_rate(sessione, scrittore, chiave, aperte, giorno, mosso, pg)
    giornale.segna(sessione, chiave, "incasso", data=f"{giorno:%Y-%m-%d}", importo=f"{importo:.2f}")
    return Incassato(suo_nome, importo, aperto - importo)


def residuo(sessione: Session, documento: Documento) -> Decimal:
    """What is still open of a parcella definitiva, in euro; never negative, also of a nota di credito."""
    return _aperto(documento, _rate(sessione, documento.azienda, documento.id or 0)[0])


def _aperto(documento: Documento, pagate: list[RataContabile]) -> Decimal:
    return documento.totale_da_pagare - abs(sum((r.importo_rata for r in pagate), ZERO))


def _rate(sessione: Session, azienda: int, documento: int) -> tuple[list[RataContabile], list[RataContabile]]:
    righe = sessione.exec(
        select(RataContabile)
        .where(RataContabile.azienda == azienda, RataContabile.documento == documento)
        .order_by(col(RataContabile.data_scadenza), col(RataContabile.numero_rata))
    ).all()
    return [r for r in righe if r.stato_rata == "P"], [r for r in righe if r.stato_rata is None]


def _controlla(documento: Documento, suo_nome: str, giorno: date, importo: Decimal, aperto: Decimal) -> None:
    di_credito = documento.nota_credito == "S"
    if aperto <= ZERO:
        fatta = "resa o compensata" if di_credito else "incassata"
        raise Rifiuto(f"{suo_nome} è già interamente {fatta}.", "documento")
    if importo <= ZERO:
        raise Rifiuto(f"L'importo {'reso' if di_credito else 'incassato'} deve essere maggiore di zero.", "importo")
    if importo > aperto:
        resta = "da rendere" if di_credito else "da pagare"
        raise Rifiuto(
            f"L'importo ({in_italiano(importo)}) supera il residuo {resta} di {suo_nome} ({in_italiano(aperto)}).",
            "importo",
        )
    if giorno < documento.data_documento:
        quale = "del rimborso" if di_credito else "dell'incasso"
        raise Rifiuto(
            f"La data {quale} è anteriore a quella di {suo_nome} ({documento.data_documento:%d/%m/%Y}).", "data"
        )


def _chiudi_rate(
    sessione: Session,
    scrittore: Scrittore,
    documento: int,
    aperte: list[RataContabile],
    giorno: date,
    importo: Decimal,
    pagamento: int,
) -> None:
    ultimo = sessione.exec(
        select(func.max(RataContabile.numero_rata)).where(
            RataContabile.azienda == scrittore.azienda, RataContabile.documento == documento
        )
    ).one()
    resto = importo
    for rata in aperte:
        if not resto:
            break
        parte = min(resto, rata.importo_rata, key=abs)
        resto -= parte
        avanzo = rata.importo_rata - parte
        sessione.execute(
            update(RataContabile)
            .where(col(RataContabile.id) == rata.id)
            .values(stato_rata="P", data_pagamento=giorno, importo_rata=parte, registrazione=pagamento)
        )
        if avanzo:
            nuova = scadenze.riga(rata.azienda, (ultimo or 0) + 1, rata.data_scadenza, rata.tipo_pagamento, avanzo)
            scrittore.rata_contabile(documento, nuova, None)
    scrittore.scrivi()
