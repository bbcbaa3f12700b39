"""Reading documents whole, many at a time: for prints, XML, the screens and the commands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple, TypeVar, cast

from sqlmodel import Session, SQLModel, col, select

from parcella.ledger.aziende.tabelle import Utente
from parcella.ledger.clienti.liste import indirizzo_corrispondenza
from parcella.ledger.clienti.tabelle import Cliente, IndirizzoCliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.composizione import Pronto
from parcella.ledger.documenti.condizioni import totali_di
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.tabelle import Cointestatario, Documento, FondoDocumento, RigaDocumento
from parcella.ledger.documenti.tavole import Tavole
from parcella.ledger.documenti.voci import Fondo, Totali
from parcella.ledger.esito import Rifiuto
from parcella.ledger.scadenzario import rate
from parcella.ledger.scadenzario.tabelle import RataContabile, RataNotula

R = TypeVar("R", bound=SQLModel)
_PER_VOLTA = 400
_NUMERO_MASSIMO = 999_999_999


class Nome(NamedTuple):
    """`SIGLA SERIE/NUMERO`, in its parts."""

    sigla: str
    serie: int
    numero: int
    provvisoria: bool
    """The number is that of work: `PA 1/prov.7`."""


def leggi_nome(nome: str) -> Nome:
    """The parts of `SIGLA SERIE/NUMERO` (or `PA 1/prov.7`). Raises Rifiuto if it is not written so."""
    try:
        sigla, posto = nome.split()
        serie, numero = posto.split("/")
        return Nome(sigla.upper()[:2], int(serie), int(numero.removeprefix("prov.")), numero.startswith("prov."))
    except ValueError:
        raise Rifiuto(
            f"Documento «{nome}»: scrivere SIGLA SERIE/NUMERO, per esempio NO 1/12.", "documento", "nome_documento"
        ) from None


def per_nome(sessione: Session, contesto: Contesto, nome: str, anno: int | None = None) -> int:
    """The key of a document from its name, in the year of the session or `anno`. Raises Rifiuto if there is none."""
    anno = anno or contesto.data_lavoro.year
    letto = leggi_nome(nome)
    colonna = col(Documento.numero_lavoro if letto.provvisoria else Documento.numero_documento)
    domanda = select(Documento.id).where(
        Documento.azienda == contesto.azienda,
        Documento.sigla_documento == letto.sigla,
        Documento.anno == anno,
        Documento.serie == letto.serie,
        colonna == letto.numero,
    )
    if letto.provvisoria:
        domanda = domanda.where(col(Documento.numero_documento).is_(None))
    nell_archivio = max(letto.serie, letto.numero) <= _NUMERO_MASSIMO  # SQLite would not take a longer number
    identificativo = sessione.exec(domanda).first() if nell_archivio else None
    if identificativo is None:
        raise Rifiuto(f"Il documento {nome} del {anno} non esiste.", "documento", "documento_inesistente")
    return identificativo


def fascicoli(sessione: Session, contesto: Contesto, chiavi: Sequence[int]) -> Iterator[Fascicolo]:
    """The documents of `chiavi`, in that order, a few hundred read at a time."""
    tavole = Tavole(sessione, contesto)
    utenti = {u.nome: u.nome_completo or u.nome for u in sessione.exec(select(Utente))}
    for inizio in range(0, len(chiavi), _PER_VOLTA):
        yield from _un_gruppo(tavole, utenti, chiavi[inizio : inizio + _PER_VOLTA])


def fascicolo(sessione: Session, contesto: Contesto, chiave: int) -> Fascicolo:
    """One document whole. Raises Rifiuto if it is gone."""
    for trovato in fascicoli(sessione, contesto, [chiave]):
        return trovato
    raise Rifiuto("Il documento non esiste più.", "documento", "documento_inesistente")


def _un_gruppo(tavole: Tavole, utenti: dict[str, str], chiavi: Sequence[int]) -> Iterator[Fascicolo]:
    sessione = tavole.sessione
    documenti = {
        d.id: d
        for d in sessione.exec(
            select(Documento).where(Documento.azienda == tavole.contesto.azienda, col(Documento.id).in_(chiavi))
        )
    }
    righe = _figlie(tavole, RigaDocumento, RigaDocumento.numero_riga, chiavi)
    fondi = _figlie(tavole, FondoDocumento, FondoDocumento.numero_riga, chiavi)
    cointestatari = _figlie(tavole, Cointestatario, Cointestatario.posizione, chiavi)
    rate_notula = _figlie(tavole, RataNotula, RataNotula.numero_rata, chiavi)
    rate_contabili = _figlie(tavole, RataContabile, RataContabile.numero_rata, chiavi)
    tavole.carica(
        {d.codice_cliente for d in documenti.values()}
        | {c.codice_cliente for cc in cointestatari.values() for c in cc},
        {r.codice_prestazione for rr in righe.values() for r in rr if r.codice_prestazione},
    )
    clienti = {d.codice_cliente for d in documenti.values()}
    spedizioni = indirizzo_corrispondenza(sessione, tavole.contesto.azienda, clienti)
    for chiave in chiavi:
        documento = documenti.get(chiave)
        if documento is None:
            continue
        corpo = tuple(righe.get(chiave, ()))
        suoi_fondi = tuple(Fondo(f.percentuale, f.quota, f.tipo_cassa) for f in fondi.get(chiave, ()))
        totali = totali_di(tavole, documento.__dict__, [riga.__dict__ for riga in corpo], suoi_fondi)
        yield _componi(
            tavole,
            documento,
            corpo,
            totali,
            (rate_notula if documento.sigla_documento == "NO" else rate_contabili).get(chiave, []),
            [(c, tavole.clienti[c.codice_cliente]) for c in cointestatari.get(chiave, ())],
            suoi_fondi,
            utenti,
            spedizioni.get(documento.codice_cliente),
        )


def _figlie(tavole: Tavole, tabella: Any, ordine: Any, chiavi: Sequence[int]) -> dict[int, list[Any]]:
    trovate: dict[int, list[Any]] = {}
    domanda = (
        select(tabella)
        .where(tabella.azienda == tavole.contesto.azienda, tabella.documento.in_(chiavi))
        .order_by(tabella.documento, ordine)
    )
    for riga in tavole.sessione.exec(domanda):
        trovate.setdefault(riga.documento, []).append(riga)
    return trovate


def fascicolo_di(tavole: Tavole, pronto: Pronto) -> Fascicolo:
    """A document not yet written, as it will be: what a check before the writing looks at."""
    documento = _valori(Documento, pronto.testata)
    righe = tuple(_valori(RigaDocumento, riga) for riga in pronto.righe)
    tabella: Any = RataNotula if documento.sigla_documento == "NO" else RataContabile
    rate_scritte = pronto.rate_notula or pronto.rate_contabili
    cointestatari = [(_valori(Cointestatario, c), tavole.clienti[c["codice_cliente"]]) for c in pronto.cointestatari]
    return _componi(
        tavole,
        documento,
        righe,
        pronto.totali,
        [_valori(tabella, rata) for rata in rate_scritte],
        cointestatari,
        pronto.fondi,
        {},
    )


def _valori(tabella: type[R], valori: Mapping[str, Any]) -> R:
    """A row to be looked at, as plain values: to make one the session could write costs thirty times as much."""
    return cast(R, SimpleNamespace(**{**_predefiniti(tabella), **valori}))


@cache
def _predefiniti(tabella: type[SQLModel]) -> dict[str, Any]:
    return {nome: campo.get_default(call_default_factory=True) for nome, campo in tabella.model_fields.items()}


def _componi(
    tavole: Tavole,
    documento: Documento,
    righe: tuple[RigaDocumento, ...],
    totali: Totali,
    rate_scritte: list[Any],
    cointestatari: list[tuple[Cointestatario, Cliente]],
    fondi: tuple[Fondo, ...],
    utenti: dict[str, str],
    spedizione: IndirizzoCliente | None = None,
) -> Fascicolo:
    cliente = tavole.clienti[documento.codice_cliente]
    pagamento = tavole.pagamenti.get(documento.codice_pagamento or "")
    serie = tavole.serie.get((documento.sigla_documento, documento.serie))
    return Fascicolo(
        azienda=tavole.azienda,
        parametri=tavole.parametri,
        cliente=cliente,
        documento=documento,
        righe=righe,
        totali=totali,
        codici_iva=tavole.codici_iva,
        pagamento=pagamento,
        rate=tuple(_rate_previste(tavole, documento) if documento.stato_parcella == "P" else rate_scritte),
        riferimenti=tavole.riferimenti(documento.data_documento),
        cointestatari=tuple(cointestatari),
        prestazioni={
            r.codice_prestazione: tavole.prestazioni[r.codice_prestazione] for r in righe if r.codice_prestazione
        },
        traduzioni=tavole.traduzioni(cliente.lingua, (r.codice_prestazione for r in righe if r.codice_prestazione)),
        fondi=fondi,
        descrizione_documento=tavole.descrizioni_documento[documento.sigla_documento],
        nome_responsabile=utenti.get(cliente.responsabile or "", cliente.responsabile),
        spedizione=spedizione,
        trasmittente=tavole.trasmittente,
        sezionale=serie.fattura_elettronica if serie is not None else None,
    )


def _rate_previste(tavole: Tavole, documento: Documento) -> Iterable[RataContabile]:
    """A provvisoria has no schedule yet: the due dates its payment would give."""
    pagamento = tavole.pagamenti.get(documento.codice_pagamento or "")
    previste = rate.proposte(
        documento.azienda,
        documento.totale_da_pagare,
        documento.data_decorrenza or documento.data_documento,
        pagamento.tipo_pagamento if pagamento else None,
        tavole.termini[pagamento.codice] if pagamento else None,
    )
    return [RataContabile(documento=0, **riga) for riga in previste]
