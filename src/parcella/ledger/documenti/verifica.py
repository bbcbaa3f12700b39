"""Every invariant of the books, derived again and compared: `archivio verifica`.

Each breach is one Italian sentence that names the document or registration. Nothing is mended.
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import exists, func
from sqlalchemy import select as select_colonne
from sqlmodel import Session, col, select

from parcella.ledger.annessi import legami
from parcella.ledger.aziende.tabelle import Azienda, Conto, Numeratore
from parcella.ledger.clienti import verifica as clienti
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti import nota_credito, registrazione
from parcella.ledger.documenti.fascicoli import fascicoli
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.tabelle import Documento, RiepilogoIva
from parcella.ledger.documenti.tavole import Tavole
from parcella.ledger.esito import Rifiuto
from parcella.ledger.primanota.scritture import ContiParcella, RigaScrittura, righe_fattura, righe_pagamento
from parcella.ledger.primanota.tabelle import FATTURE, SOSPESE, Registrazione, RigaPrimanota
from parcella.ledger.tipi import ZERO, in_italiano

_PER_VOLTA = 400
_SENZA_DATA = date(1900, 1, 1)  # nothing here depends on the day it runs
_TOTALI = (
    "totale_prestazioni",
    "totale_spese_anticipate",
    "cassa_previdenza",
    "rivalsa_inps",
    "imponibile_esenti",
    "totale_iva",
    "bollo",
    "totale_documento",
    "ritenuta_acconto",
    "contributo_enasarco",
    "totale_da_pagare",
)


def verifica(sessione: Session) -> list[str]:
    """All breaches of all the companies of the archive; an empty list means whole books."""
    violazioni: list[str] = []
    for azienda in sessione.exec(select(Azienda)).all():
        contesto = Contesto(azienda.id or 0, azienda.sigla, azienda.tipo, "verifica", _SENZA_DATA)
        trovate = [*_numerazione(sessione, contesto), *_registrazioni(sessione, contesto)]
        trovate += _documenti(sessione, contesto)
        trovate += legami.violazioni(sessione, contesto.azienda)
        trovate += clienti.violazioni(sessione, contesto.azienda)
        violazioni += [f"{azienda.sigla}: {violazione}" for violazione in trovate]
    return violazioni


def verifica_documenti(sessione: Session, contesto: Contesto, chiavi: list[int]) -> list[str]:
    """The breaches of some documents: what a restore checks before it is committed."""
    tavole = Tavole(sessione, contesto)
    violazioni: list[str] = []
    for inizio in range(0, len(chiavi), _PER_VOLTA):
        gruppo = chiavi[inizio : inizio + _PER_VOLTA]
        riepiloghi = _riepiloghi(sessione, contesto.azienda, gruppo)
        scritture = _scritture(sessione, contesto.azienda, gruppo)
        for fascicolo in fascicoli(sessione, contesto, gruppo):
            chiave = fascicolo.documento.id or 0
            violazioni += _documento(tavole, fascicolo, riepiloghi.get(chiave, {}), scritture.get(chiave, []))
    return violazioni


def _documenti(sessione: Session, contesto: Contesto) -> list[str]:
    chiavi = sessione.exec(
        select(Documento.id).where(Documento.azienda == contesto.azienda).order_by(col(Documento.id))
    ).all()
    return verifica_documenti(sessione, contesto, [chiave for chiave in chiavi if chiave is not None])


def _documento(
    tavole: Tavole,
    fascicolo: Fascicolo,
    riepilogo: dict[str, tuple[Decimal, Decimal]],
    scritture: list[tuple[Registrazione, list[RigaScrittura]]],
) -> Iterator[str]:
    documento = fascicolo.documento
    for campo in _TOTALI:
        scritto, derivato = getattr(documento, campo), getattr(fascicolo.totali, campo)
        if scritto != derivato:
            yield (
                f"{fascicolo.nome}: {campo} {in_italiano(scritto)} anziche' {in_italiano(derivato)} (ricalcolato dalle "
                "righe)."
            )
    if (documento.bollo_virtuale == "S") != fascicolo.totali.bollo_virtuale:
        yield f"{fascicolo.nome}: bollo virtuale {documento.bollo_virtuale}, diverso da quello ricalcolato."
    derivato_iva = {v.codice_iva: (v.imponibile, v.imposta) for v in fascicolo.totali.riepilogo}
    if riepilogo != derivato_iva:
        yield f"{fascicolo.nome}: il riepilogo IVA non corrisponde a quello ricalcolato dalle righe."
    if documento.anno != documento.data_documento.year:
        yield f"{fascicolo.nome}: anno {documento.anno} diverso da quello della data."
    numeri = [riga.numero_riga for riga in fascicolo.righe]
    if numeri != list(range(1, len(numeri) + 1)):
        yield f"{fascicolo.nome}: la numerazione delle righe non è continua."
    if documento.sigla_documento == "NO":
        yield from _notula(fascicolo, scritture)
    else:
        yield from _parcella(tavole, fascicolo, scritture)


def _notula(fascicolo: Fascicolo, scritture: list[Any]) -> Iterator[str]:
    totale = sum((rata.importo_rata for rata in fascicolo.rate), ZERO)
    if totale != fascicolo.documento.totale_da_pagare:
        yield (
            f"{fascicolo.nome}: totale rate {in_italiano(totale)} diverso dal totale da pagare "
            f"{in_italiano(fascicolo.documento.totale_da_pagare)}."
        )
    if scritture:
        yield f"{fascicolo.nome}: una notula non ha registrazioni in primanota."


def _parcella(
    tavole: Tavole, fascicolo: Fascicolo, scritture: list[tuple[Registrazione, list[RigaScrittura]]]
) -> Iterator[str]:
    documento = fascicolo.documento
    if documento.causale is None:
        if scritture:
            yield f"{fascicolo.nome}: registrazioni in primanota per una parcella non contabilizzata."
        if documento.stato_parcella == "D" and documento.totale_documento:
            yield f"{fascicolo.nome}: parcella definitiva senza registrazione."
        return
    totale = sum((rata.importo_rata for rata in fascicolo.rate), ZERO)
    if totale != nota_credito.segno(documento.__dict__) * documento.totale_da_pagare:
        yield (
            f"{fascicolo.nome}: scadenzario contabile {in_italiano(totale)} diverso dal totale da pagare "
            f"{in_italiano(documento.totale_da_pagare)}."
        )
    try:
        yield from _scritture_attese(tavole, fascicolo, scritture)
    except Rifiuto as rifiuto:
        yield f"{fascicolo.nome}: scritture non ricostruibili ({rifiuto.messaggio})"
    except ValueError:
        yield f"{fascicolo.nome}: dai totali scritti non si ricostruisce una registrazione che quadri."


def _scritture_attese(
    tavole: Tavole, fascicolo: Fascicolo, scritture: list[tuple[Registrazione, list[RigaScrittura]]]
) -> Iterator[str]:
    """The FE as it would be posted today from the document, and each PG by what it cashed."""
    documento = fascicolo.documento
    fatture = [(r, righe) for r, righe in scritture if r.causale in FATTURE]
    if len(fatture) != 1 or fatture[0][0].causale != documento.causale:
        yield f"{fascicolo.nome}: attesa una registrazione {documento.causale}, trovate {len(fatture)}."
        return
    testata = documento.__dict__
    importi = registrazione.importi_parcella(testata, [riga.__dict__ for riga in fascicolo.righe])
    fattura, righe = fatture[0]
    if (fattura.serie, fattura.numero_documento, fattura.data_registrazione) != (
        documento.serie,
        documento.numero_documento,
        documento.data_documento,
    ):
        yield f"{fascicolo.nome}: protocollo o data della registrazione {fattura.causale} diversi dal documento."
    pagata = documento.totalmente_pagata == "S"
    conti = _senza_mancanti(
        registrazione.conti_parcella(tavole, documento.codice_cliente, fascicolo.cliente.conto_spese_anticipate)
    )
    sospesa = documento.causale in SOSPESE
    segno = nota_credito.segno(testata)
    attese = righe_fattura(importi, conti, tipo_azienda=tavole.azienda.tipo, totalmente_pagata=pagata, sospesa=sospesa)
    if _importi(righe) != _importi(attese):
        yield f"{fascicolo.nome}: le righe della registrazione {fattura.causale} non corrispondono al documento."
    pagamenti = [(r, righe) for r, righe in scritture if r.causale == "PG"]
    if pagata and len(pagamenti) != 1:
        yield f"{fascicolo.nome}: totalmente pagata, attesa una registrazione PG, trovate {len(pagamenti)}."
    incassato = ZERO
    for pagamento, righe in pagamenti:
        incasso = segno * righe[1].importo if len(righe) > 1 else ZERO
        attese = righe_pagamento(
            importi,
            conti,
            tipo_azienda=tavole.azienda.tipo,
            totalmente_pagata=pagata,
            sospesa=sospesa,
            pagato=incasso,
            pagato_prima=incassato,
            conto_pagamento=righe[1].conto if len(righe) > 1 else "",
        )
        if _importi(righe) != _importi(attese):
            yield f"{fascicolo.nome}: le righe del pagamento n. {pagamento.numero} non corrispondono all'incasso."
        incassato += incasso
    segnato = sum((rata.importo_rata for rata in fascicolo.rate if rata.stato_rata == "P"), ZERO)
    if segnato != (documento.totale_da_pagare if pagata else incassato):
        yield (
            f"{fascicolo.nome}: rate pagate per {in_italiano(segnato)}, pagamenti in primanota per "
            f"{in_italiano(incassato)}."
        )


def _senza_mancanti(conti: ContiParcella) -> ContiParcella:
    """An account taken out of the tables after the posting stands under its own name: only amounts are compared."""
    nomi = (campo.name for campo in fields(conti))
    return replace(conti, **{nome: nome for nome in nomi if getattr(conti, nome) is None})


def _importi(righe: Iterable[RigaScrittura]) -> list[tuple[Decimal, str, str]]:
    # Accounts of parametri and conti automatici may change after a posting: amounts, signs and memos may not.
    return [(riga.importo, riga.segno, riga.descrizione or "") for riga in righe]


def _riepiloghi(sessione: Session, azienda: int, chiavi: list[int]) -> dict[int, dict[str, tuple[Decimal, Decimal]]]:
    trovati: dict[int, dict[str, tuple[Decimal, Decimal]]] = {}
    for riga in sessione.exec(
        select(RiepilogoIva).where(RiepilogoIva.azienda == azienda, col(RiepilogoIva.documento).in_(chiavi))
    ):
        trovati.setdefault(riga.documento, {})[riga.codice_iva] = (riga.imponibile, riga.imposta)
    return trovati


def _scritture(
    sessione: Session, azienda: int, chiavi: list[int]
) -> dict[int, list[tuple[Registrazione, list[RigaScrittura]]]]:
    registrazioni = sessione.exec(
        select(Registrazione)
        .where(col(Registrazione.azienda) == azienda, col(Registrazione.documento).in_(chiavi))
        .order_by(col(Registrazione.anno), col(Registrazione.numero))
    ).all()
    righe: dict[int, list[RigaScrittura]] = {}
    r = RigaPrimanota.__table__.c  # type: ignore[attr-defined]
    domanda = (
        select_colonne(r.registrazione, r.conto, r.importo, r.segno, r.descrizione)
        .join(Registrazione, (col(Registrazione.id) == r.registrazione) & (r.azienda == azienda))
        .where(col(Registrazione.azienda) == azienda, col(Registrazione.documento).in_(chiavi))
        .order_by(r.registrazione, r.numero_riga)
    )
    for chiave, conto, importo, segno, descrizione in sessione.execute(domanda):
        righe.setdefault(chiave, []).append(RigaScrittura(conto, importo, segno, descrizione or ""))
    trovate: dict[int, list[tuple[Registrazione, list[RigaScrittura]]]] = {}
    for registrazione_ in registrazioni:
        trovate.setdefault(registrazione_.documento or 0, []).append(
            (registrazione_, righe.get(registrazione_.id or 0, []))
        )
    return trovate


def _numerazione(sessione: Session, contesto: Contesto) -> Iterator[str]:
    """A counter is never behind the numbers that AUTO gave: no document beyond it unless typed by hand."""
    d = Documento.__table__.c  # type: ignore[attr-defined]
    doppi = (
        select_colonne(d.sigla_documento, d.anno, d.serie, d.numero_documento)
        .where(d.azienda == contesto.azienda, d.numero_documento.is_not(None))
        .group_by(d.sigla_documento, d.anno, d.serie, d.numero_documento)
        .having(func.count() > 1)
    )
    for sigla, anno, serie, numero in sessione.execute(doppi):
        yield f"{sigla} {serie}/{numero} del {anno}: numero usato da più documenti."
    for numeratore, _ in numeratori_indietro(sessione, contesto):
        yield (
            f"numeratore {numeratore.documento} serie {numeratore.serie} del {numeratore.anno}: data ultimo "
            "documento anteriore a quella dei documenti."
        )


def numeratori_indietro(sessione: Session, contesto: Contesto) -> list[tuple[Numeratore, date]]:
    """The counters whose last date is before that of their documents, with the date they should have."""
    indietro = []
    for numeratore in sessione.exec(select(Numeratore).where(Numeratore.azienda == contesto.azienda)).all():
        ultima = sessione.exec(
            select(func.max(Documento.data_documento)).where(
                Documento.azienda == contesto.azienda,
                Documento.sigla_documento == numeratore.documento,
                Documento.serie == numeratore.serie,
                Documento.anno == numeratore.anno,
                col(Documento.numero_documento).is_not(None),
            )
        ).one()
        if ultima is not None and (numeratore.data_ultimo is None or numeratore.data_ultimo < ultima):
            indietro.append((numeratore, ultima))
    return indietro


def _registrazioni(sessione: Session, contesto: Contesto) -> Iterator[str]:
    """Every entry balances; every account is in the piano dei conti or is a client; numbers without gaps."""
    r = RigaPrimanota.__table__.c  # type: ignore[attr-defined]
    g = Registrazione.__table__.c  # type: ignore[attr-defined]
    dare = func.sum(r.importo).filter(r.segno == "D")
    avere = func.sum(r.importo).filter(r.segno == "A")
    sbilanciate = (
        select_colonne(g.anno, g.numero)
        .join(RigaPrimanota, (r.azienda == g.azienda) & (r.registrazione == g.id))
        .where(g.azienda == contesto.azienda)
        .group_by(g.id, g.anno, g.numero)
        .having(func.coalesce(dare, 0) != func.coalesce(avere, 0))
    )
    for anno, numero in sessione.execute(sbilanciate):
        yield f"registrazione {numero} del {anno}: dare e avere non quadrano."
    conosciuti = set(sessione.exec(select(Conto.codice).where(Conto.azienda == contesto.azienda)))
    conosciuti.update(sessione.exec(select(Cliente.codice).where(Cliente.azienda == contesto.azienda)))
    usati = set(sessione.execute(select_colonne(r.conto).where(r.azienda == contesto.azienda).distinct()).scalars())
    for conto in sorted(usati - conosciuti):
        yield f"il conto {conto}, usato in primanota, non è nel piano dei conti."
    orfane = sessione.exec(
        select(Registrazione).where(
            Registrazione.azienda == contesto.azienda,
            ~exists().where(r.azienda == g.azienda, r.registrazione == g.id),
        )
    )
    for registrazione_ in orfane:
        yield f"registrazione {registrazione_.numero} del {registrazione_.anno}: senza righe."
