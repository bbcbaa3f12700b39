"""Revision of what is in the archive (chapters 11, 14): a notula not yet invoiced, a parcella provvisoria, P to D.

Sigla, serie, number, date and client never change; a definitiva opens in consultation only (its revision has its own
chapter). `versione` guards against two operators revising the same document.
"""

from dataclasses import fields
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from parcella.ledger.annessi import legami
from parcella.ledger.annessi.tabelle import DOCUMENTI
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti import correzione, scrittura
from parcella.ledger.documenti.composizione import Pronto, componi
from parcella.ledger.documenti.dati import DatiCointestatario, DatiDocumento, DatiFondo, DatiRata, DatiRiga
from parcella.ledger.documenti.emetti import (
    Controllo,
    Emesso,
    NumeriDiLavoro,
    carica_nominati,
    completa,
    controlla_sezionale,
    nome,
    numera,
    numeri_di,
    provvisoria_senza_numero,
    rinomina,
)
from parcella.ledger.documenti.fascicoli import fascicolo_di
from parcella.ledger.documenti.fascicolo import Fascicolo, chiave_allegati
from parcella.ledger.documenti.precedente import precedente
from parcella.ledger.documenti.tabelle import Documento, RiferimentoDocumento
from parcella.ledger.documenti.tavole import Tavole
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.giornale import documenti as giornale
from parcella.ledger.scadenzario.tabelle import RataContabile, RataNotula

_DISTINTA = ("conto_emissione_distinta", "numero_distinta", "data_emissione_effetto")
_FISSI = {
    "sigla_documento": "la sigla",
    "serie": "la serie",
    "numero_documento": "il numero",
    "data_documento": "la data",
    "codice_cliente": "il cliente",
    "nota_credito": "il tipo",
}


def rivedi(
    sessione: Session,
    contesto: Contesto,
    chiave: int,
    dati: DatiDocumento,
    risposte: Risposte,
    *,
    versione: int | None = None,
    non_emessa: bool = False,
    prima_di_scrivere: Controllo | None = None,
) -> Emesso:
    """Write a document again with new data. Raises Rifiuto (nothing changed) or Richiesta.

    `non_emessa`: a definitiva whose file SdI or the office refused (the caller knows the register of files).
    """
    documento, ritirata, tavole, pronto = componi_di_nuovo(
        sessione, contesto, chiave, dati, risposte, versione=versione, non_emessa=non_emessa
    )
    prima, senza_numero = len(risposte.avvisi), nome(pronto.testata)
    rate = _rate(sessione, documento)
    if documento.sigla_documento == "NO" and dati.rate is None and _stesse_scadenze(documento, pronto):
        dati.rate = [_dati_rata(rata) for rata in rate]
    if pronto.testata["stato_parcella"] == "D" and ritirata is None:
        controlla_sezionale(tavole, pronto, risposte)
    completa(tavole, pronto, dati, risposte, nuovo=False)
    _riporta_effetti(pronto.rate_notula, rate)
    if documento.numero_documento is None and not provvisoria_senza_numero(tavole, pronto.testata):
        numeri = numeri_di(sessione, contesto)
        numera(tavole, numeri, NumeriDiLavoro(sessione, contesto), pronto, risposte)
        numeri.scrivi()
        rinomina(risposte, risposte.avvisi[prima:], senza_numero, nome(pronto.testata))
        _sposta_allegati(sessione, documento, pronto)
    if prima_di_scrivere is not None:
        prima_di_scrivere(fascicolo_di(tavole, pronto))
    _riscrivi(sessione, contesto, documento, pronto, ritirata)
    diventa_definitiva = pronto.testata["stato_parcella"] == "D" and ritirata is None
    giornale.segna(sessione, chiave, "definitiva" if diventa_definitiva else "revisione")
    return Emesso(chiave, nome(pronto.testata), tuple(risposte.avvisi))


def componi_di_nuovo(
    sessione: Session,
    contesto: Contesto,
    chiave: int,
    dati: DatiDocumento,
    risposte: Risposte,
    *,
    versione: int | None = None,
    non_emessa: bool = False,
) -> tuple[Documento, correzione.Ritirata | None, Tavole, Pronto]:
    """A document of the archive composed with new data, not posted yet; what of a definitiva is in the books."""
    documento = da_rivedere(sessione, contesto, chiave, versione, non_emessa=non_emessa)
    _controlla_fissi(documento, dati)
    ritirata = None
    if documento.stato_parcella == "D":
        ritirata = correzione.scritta_prima(sessione, contesto, documento)
        correzione.prepara(documento, dati, ritirata)
    elif documento.stato_parcella == "P" and dati.stato_parcella is None:
        dati.stato_parcella = "P"
    tavole = Tavole(sessione, contesto)
    carica_nominati(tavole, [dati])
    pronto = componi(tavole, dati, risposte, precedente(sessione, documento, dati))
    pronto.testata["numero_documento"] = documento.numero_documento
    pronto.testata["numero_lavoro"] = documento.numero_lavoro
    pronto.testata["versione"] = documento.versione + 1
    return documento, ritirata, tavole, pronto


def da_rivedere(
    sessione: Session, contesto: Contesto, chiave: int, versione: int | None, *, non_emessa: bool = False
) -> Documento:
    """The document, if it can be revised. Raises Rifiuto with the reason."""
    documento = sessione.exec(
        select(Documento).where(Documento.azienda == contesto.azienda, Documento.id == chiave)
    ).first()
    if documento is None:
        raise Rifiuto("Il documento non esiste più: forse è stato cancellato da un altro operatore.", "documento")
    if versione is not None and documento.versione != versione:
        raise Rifiuto(
            "Il documento è stato modificato nel frattempo da un altro operatore: richiamarlo e riprovare.",
            "documento",
        )
    motivo = motivo_sola_consultazione(sessione, documento, non_emessa=non_emessa)
    if motivo:
        raise Rifiuto(motivo, "documento", "sola_consultazione")
    return documento


def motivo_sola_consultazione(sessione: Session, documento: Documento, *, non_emessa: bool = False) -> str | None:
    """Why a document opens only to be looked at, or None (NOT-041, SCN-025, DOC-042)."""
    if documento.chiusa_definitiva == "S":
        return "La notula è chiusa in modo definitivo: sola visualizzazione."
    if documento.stato_parcella == "D":
        return None if non_emessa else "La parcella è definitiva: sola consultazione."
    parcellata = sessione.exec(
        select(RiferimentoDocumento.id).where(
            RiferimentoDocumento.azienda == documento.azienda, RiferimentoDocumento.notula == documento.id
        )
    ).first()
    return "La notula è già parcellata: sola consultazione." if parcellata is not None else None


def _sposta_allegati(sessione: Session, documento: Documento, pronto: Pronto) -> None:
    """They follow the document to its number, before its XML is judged with them."""
    da = chiave_allegati(documento)
    sigla, anno, serie = documento.sigla_documento, documento.anno, documento.serie
    a = legami.chiave_documento(sigla, anno, serie, pronto.testata["numero_documento"])
    legami.sposta(sessione, documento.azienda, DOCUMENTI, da, a)


def _controlla_fissi(documento: Documento, dati: DatiDocumento) -> None:
    """NOT-029, REV-003, REV-016, DOC-031."""
    for campo, descrizione in _FISSI.items():
        scritto = getattr(dati, campo)
        if campo in ("serie", "numero_documento") and scritto is None:
            setattr(dati, campo, getattr(documento, campo))
        elif scritto != getattr(documento, campo):
            raise Rifiuto(f"In revisione {descrizione} del documento non si può modificare.", campo)
    if documento.sigla_documento == "PA" and dati.stato_parcella not in ("P", "D", None):
        raise Rifiuto("Stato della parcella: sono ammessi P e D.", "stato_parcella")


def _rate(sessione: Session, documento: Documento) -> list[RataNotula]:
    domanda = (
        select(RataNotula)
        .where(RataNotula.azienda == documento.azienda, RataNotula.documento == documento.id)
        .order_by(col(RataNotula.numero_rata))
    )
    return list(sessione.exec(domanda))


def _stesse_scadenze(documento: Documento, pronto: Pronto) -> bool:
    """Nothing the rate are made from has changed: those written stay, also if somebody had typed them."""
    return all(
        pronto.testata[campo] == getattr(documento, campo)
        for campo in ("totale_da_pagare", "codice_pagamento", "data_decorrenza")
    )


def _riporta_effetti(nuove: list[dict[str, Any]], scritte: list[RataNotula]) -> None:
    """A rata that bore an effect keeps its distinta; `e` is never typed (SCN, Ambiguita' 2)."""
    con_effetto = {(r.data_scadenza, r.importo_rata): r for r in scritte if r.stato_rata == "e"}
    for nuova in nuove:
        if nuova["stato_rata"] != "e":
            continue
        scritta = con_effetto.get((nuova["data_scadenza"], nuova["importo_rata"]))
        if scritta is None:
            n = nuova["numero_rata"]
            raise Rifiuto(f"Rata {n}: lo stato «e» lo scrive solo l'emissione effetti.", f"rate.{n}.stato_rata")
        nuova.update({campo: getattr(scritta, campo) for campo in _DISTINTA})


def _riscrivi(
    sessione: Session,
    contesto: Contesto,
    documento: Documento,
    pronto: Pronto,
    ritirata: correzione.Ritirata | None = None,
) -> None:
    chiave = documento.id or 0
    scrittore = scrittura.Scrittore(sessione, contesto.azienda)
    testata: dict[str, Any] = pronto.testata | {"scritto_il": scrittore.adesso}
    sessione.expunge(documento)
    sessione.execute(update(Documento).where(col(Documento.id) == chiave).values(**testata))
    scrittura.togli_corpo(sessione, contesto.azienda, chiave)
    scrittore.corpo(chiave, pronto)
    if testata["sigla_documento"] == "NO":
        scrittura.togli_rate_notula(sessione, contesto.azienda, chiave)
        scrittore.rate_notula(chiave, pronto.rate_notula)
    if ritirata is not None:
        correzione.ritira(sessione, contesto, chiave, ritirata, scrittore)
    scrittore.contabilita(chiave, pronto)
    scrittore.scrivi()


def dati_di(fascicolo: Fascicolo) -> DatiDocumento:
    """The input that would write a document again just as it is."""
    documento = fascicolo.documento
    dati = DatiDocumento(
        **{campo.name: getattr(documento, campo.name) for campo in fields(DatiDocumento) if campo.name in _SUOI}
    )
    dati.codice_pagamento = documento.codice_pagamento or ""
    dati.totale_spese_anticipate = documento.spese_anticipate_piede
    dati.righe = [
        DatiRiga(**{campo.name: getattr(riga, campo.name) for campo in fields(DatiRiga)}) for riga in fascicolo.righe
    ]
    dati.cointestatari = [DatiCointestatario(c.codice_cliente, c.quota_millesimi) for c, _ in fascicolo.cointestatari]
    if fascicolo.fondi:
        dati.fondi_associato = [DatiFondo(f.percentuale, f.quota, f.tipo_cassa) for f in fascicolo.fondi]
    if documento.sigla_documento == "NO":
        dati.rate = [_dati_rata(rata) for rata in fascicolo.rate]
    return dati


def _dati_rata(rata: RataNotula | RataContabile) -> DatiRata:
    return DatiRata(rata.data_scadenza, rata.importo_rata, rata.tipo_pagamento, rata.stato_rata, rata.data_pagamento)


_SUOI = frozenset(Documento.model_fields)


def chiudi(sessione: Session, contesto: Contesto, chiave: int, risposte: Risposte) -> str:
    """Close a notula definitively (DOC-041…045), after the warning. Returns its name."""
    documento = da_rivedere(sessione, contesto, chiave, None)
    if documento.sigla_documento != "NO":
        raise Rifiuto("Solo le notule si chiudono in modo definitivo.", "documento")
    risposte.pretendi("chiusura_notula", "chiusa_definitiva")
    documento.chiusa_definitiva = "S"
    documento.versione += 1
    sessione.add(documento)
    giornale.segna(sessione, chiave, "chiusura")
    return nome(documento.__dict__)
