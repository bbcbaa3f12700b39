"""Writing an azienda in the archive format: sections, records and keys in a fixed order, so that bytes can be compared.

Export → import into a new archive → export gives the same bytes (batch.md).
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, TextIO

from sqlalchemy import Table, select
from sqlmodel import Session, SQLModel

from parcella.ledger.annessi.tabelle import Allegato, CampoAggiuntivo, ValoreAggiuntivo
from parcella.ledger.aziende.parametri import fondi_associato
from parcella.ledger.aziende.schede import trova
from parcella.ledger.aziende.tabelle import (
    Azienda,
    Cassa,
    CodiceIva,
    CodiceTributo,
    ContiAutomatici,
    Conto,
    DescrizioneDocumento,
    FondoAssociato,
    FormatoInAttesa,
    Intermediario,
    Numeratore,
    Pagamento,
    ParametriStudio,
    Serie,
    Stampante,
    Utente,
)
from parcella.ledger.clienti.liste import LISTE, NUMERO
from parcella.ledger.clienti.tabelle import CategoriaStatistica, Cliente, Zona
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.fascicoli import fascicoli
from parcella.ledger.documenti.forma import documento as in_forma
from parcella.ledger.documenti.ricerca import riferimenti
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.prestazioni.tabelle import (
    DescrizioneInLingua,
    Lingua,
    ParametriPrestazioni,
    Particolarita,
    Prestazione,
    PrezzoTariffario,
    Scaglione,
    Tariffario,
)
from parcella.ledger.primanota.consultazione import elenco as elenco_registrazioni
from parcella.ledger.scambio.forma import a_json, prezzo_json
from parcella.ledger.scambio.predefiniti import leggi_di_serie
from parcella.ledger.scambio.sezioni import DATI_PARCELLAZIONE, FORMATO, SEZIONI

Record = dict[str, Any]
_PER_VOLTA = 1000
_DOCUMENTI_PER_VOLTA = 400
_TESTO = json.JSONEncoder(ensure_ascii=False).encode


def esporta(session: Session, azienda: int, scrivi: TextIO) -> None:
    """Write an azienda, one record at a time."""
    studio = session.get_one(Azienda, azienda)
    contesto = Contesto(azienda, studio.sigla, studio.tipo, "", date.min)
    scrivi.write("{")
    prima = True
    for nome in SEZIONI:
        pezzi = _pezzi(_LETTORI[nome](session, contesto))
        inizio = next(pezzi, None)
        if inizio is None:
            continue
        scrivi.write(f'{"" if prima else ","}\n "{nome}": {inizio}')
        prima = False
        for pezzo in pezzi:
            scrivi.write(pezzo)
    scrivi.write("\n}\n")


def _pezzi(valore: Any) -> Iterator[str]:
    """The text of a section, record by record; nothing for an empty one."""
    if isinstance(valore, str | dict):
        if valore:
            yield _rientrato(valore, 1)
        return
    separatore = "["
    for record in valore:
        yield f"{separatore}\n  {_rientrato(record, 2)}"
        separatore = ","
    if separatore == ",":
        yield "\n ]"


def _rientrato(valore: Any, livello: int) -> str:
    """As json.dumps with indent=1 lays it out, but faster."""
    if isinstance(valore, dict) and valore:
        voci = (f"{_TESTO(nome)}: {_rientrato(voce, livello + 1)}" for nome, voce in valore.items())
        return _fra_parentesi("{", voci, "}", livello)
    if isinstance(valore, list) and valore:
        return _fra_parentesi("[", (_rientrato(voce, livello + 1) for voce in valore), "]", livello)
    return _TESTO(valore)


def _fra_parentesi(apre: str, voci: Iterable[str], chiude: str, livello: int) -> str:
    a_capo = "\n" + " " * livello
    return f"{apre}{a_capo} " + f",{a_capo} ".join(voci) + a_capo + chiude


def _righe(session: Session, tabella: type[SQLModel], azienda: int | None, *ordine: str) -> Iterator[Any]:
    tavola: Table = tabella.__table__  # type: ignore[attr-defined]
    domanda = select(tavola).order_by(*(tavola.c[nome] for nome in ordine), tavola.c.id)
    if azienda is not None:
        domanda = domanda.where(tavola.c.azienda == azienda)
    yield from session.execute(domanda.execution_options(yield_per=_PER_VOLTA))


def _tabella(tabella: type[SQLModel], *ordine: str) -> Callable[[Session, Contesto], Iterator[Record]]:
    return lambda session, contesto: (
        a_json(tabella, riga) for riga in _righe(session, tabella, contesto.azienda, *ordine)
    )


def _unica(tabella: type[SQLModel]) -> Callable[[Session, Contesto], Record]:
    def leggi(session: Session, contesto: Contesto) -> Record:
        riga = trova(session, tabella, azienda=contesto.azienda)
        return {} if riga is None else a_json(tabella, riga)

    return leggi


def _formato(session: Session, contesto: Contesto) -> str:
    return FORMATO


def _azienda(session: Session, contesto: Contesto) -> Record:
    return a_json(Azienda, session.get_one(Azienda, contesto.azienda))


def _parametri_studio(session: Session, contesto: Contesto) -> Record:
    fondi = [a_json(FondoAssociato, fondo) for fondo in fondi_associato(session, contesto.azienda)]
    parametri = _unica(ParametriStudio)(session, contesto)
    return parametri | ({"fondi_associato": fondi} if fondi else {})


def _numeratori(session: Session, contesto: Contesto) -> Iterator[Record]:
    contatori = defaultdict(list)
    for riga in _righe(session, Numeratore, contesto.azienda, "anno"):
        contatori[riga.documento, riga.serie].append(a_json(Numeratore, riga))
    for riga in _righe(session, Serie, contesto.azienda, "documento", "serie"):
        for contatore in contatori[riga.documento, riga.serie] or [{"ultimo_numero": 0}]:
            yield a_json(Serie, riga) | contatore


def _casse(session: Session, contesto: Contesto) -> Iterator[Record]:
    """Only what the studio has changed: the rest comes with the program."""
    di_serie = [a_json(Cassa, Cassa(**riga)) for riga in leggi_di_serie()["casse"]]
    for riga in _righe(session, Cassa, None, "tipo_cassa", "valido_dal"):
        if (scritta := a_json(Cassa, riga)) not in di_serie:
            yield scritta


def _intermediari(session: Session, contesto: Contesto) -> Iterator[Record]:
    return (a_json(Intermediario, riga) for riga in _righe(session, Intermediario, None, "codice"))


def _utenti(session: Session, contesto: Contesto) -> Iterator[Record]:
    return (a_json(Utente, riga) for riga in _righe(session, Utente, None, "nome"))


def _prestazioni(session: Session, contesto: Contesto) -> Iterator[Record]:
    prezzi: dict[str, dict[str, str]] = defaultdict(dict)
    for riga in _righe(session, PrezzoTariffario, contesto.azienda, "prestazione", "tariffario"):
        prezzi[riga.prestazione][str(riga.tariffario)] = prezzo_json(riga.prezzo)
    tradotte: dict[str, dict[str, str]] = defaultdict(dict)
    for riga in _righe(session, DescrizioneInLingua, contesto.azienda, "prestazione", "lingua"):
        tradotte[riga.prestazione][str(riga.lingua)] = riga.descrizione
    for riga in _righe(session, Prestazione, contesto.azienda, "codice"):
        record = a_json(Prestazione, riga)
        record |= {"prezzi": prezzi[riga.codice]} if riga.codice in prezzi else {}
        yield record | ({"descrizioni_lingua": tradotte[riga.codice]} if riga.codice in tradotte else {})


def _particolarita(session: Session, contesto: Contesto) -> Iterator[Record]:
    scaglioni = defaultdict(list)
    for riga in _righe(session, Scaglione, contesto.azienda, "quantita"):
        scaglioni[riga.particolarita].append(a_json(Scaglione, riga))
    for riga in _righe(session, Particolarita, contesto.azienda, "prestazione", "cliente", "tariffario", "valida_da"):
        record = a_json(Particolarita, riga)
        yield record | ({"scaglioni": scaglioni[riga.id]} if riga.id in scaglioni else {})


def _clienti(session: Session, contesto: Contesto) -> Iterator[Record]:
    liste = {nome: _per_cliente(session, contesto, nome, tabella) for nome, tabella in LISTE.items()}
    for riga in _righe(session, Cliente, contesto.azienda, "codice"):
        record = a_json(Cliente, riga) | {DATI_PARCELLAZIONE: a_json(Cliente, riga, gruppo=DATI_PARCELLAZIONE)}
        yield record | {nome: sue[riga.codice] for nome, sue in liste.items() if riga.codice in sue}


def _per_cliente(session: Session, contesto: Contesto, nome: str, tabella: type[SQLModel]) -> dict[str, list[Record]]:
    per_cliente = defaultdict(list)
    for riga in _righe(session, tabella, contesto.azienda, "cliente", NUMERO[nome]):
        per_cliente[riga.cliente].append(a_json(tabella, riga))
    return per_cliente


def _allegati(session: Session, contesto: Contesto) -> Iterator[Record]:
    """One at a time: each may be of megabytes."""
    t: Table = Allegato.__table__  # type: ignore[attr-defined]
    ordine = select(t.c.id).where(t.c.azienda == contesto.azienda).order_by(t.c.archivio, t.c.chiave, t.c.numero)
    for chiave in session.execute(ordine).scalars().all():
        yield a_json(Allegato, session.execute(select(t).where(t.c.id == chiave)).one())


def _in_attesa(sezione: str) -> Callable[[Session, Contesto], Iterator[Any]]:
    return lambda session, contesto: (
        json.loads(riga.contenuto)
        for riga in _righe(session, FormatoInAttesa, contesto.azienda, "posizione")
        if riga.sezione == sezione
    )


def _documenti(sessione: Session, contesto: Contesto) -> Iterator[dict[str, Any]]:
    """The documents with their computed keys, by sigla, year, serie and number; values ready for JSON."""
    d = Documento.__table__.c  # type: ignore[attr-defined]
    ordine = (d.sigla_documento, d.anno, d.serie, d.numero_documento.is_(None), d.numero_documento, d.numero_lavoro)
    chiavi = sessione.scalars(select(d.id).where(d.azienda == contesto.azienda).order_by(*ordine)).all()
    for inizio in range(0, len(chiavi), _DOCUMENTI_PER_VOLTA):
        gruppo = chiavi[inizio : inizio + _DOCUMENTI_PER_VOLTA]
        legami = riferimenti(sessione, contesto.azienda, gruppo)
        for fascicolo in fascicoli(sessione, contesto, gruppo):
            yield _per_json(in_forma(fascicolo, legami.get(fascicolo.documento.id or 0, ())))


def _primanota(sessione: Session, contesto: Contesto) -> Iterator[dict[str, Any]]:
    """The registrations by year and number, as `primanota elenco` shapes them; what is empty left out."""
    for registrazione in elenco_registrazioni(sessione, contesto.azienda, date.min, date.max):
        righe = [{k: v for k, v in riga.items() if v != ""} for riga in registrazione["righe"]]
        yield _per_json({k: v for k, v in registrazione.items() if v is not None} | {"righe": righe})


def _per_json(valore: Any) -> Any:
    """Decimals and dates as the format writes them."""
    if isinstance(valore, Decimal):
        return f"{valore:f}"
    if isinstance(valore, date):
        return valore.isoformat()
    if isinstance(valore, dict):
        return {k: _per_json(v) for k, v in valore.items()}
    if isinstance(valore, list):
        return [_per_json(v) for v in valore]
    return valore


_LETTORI: dict[str, Callable[[Session, Contesto], Any]] = {
    "formato": _formato,
    "azienda": _azienda,
    "parametri_studio": _parametri_studio,
    "descrizioni_documento": _tabella(DescrizioneDocumento, "sigla"),
    "numeratori": _numeratori,
    "codici_iva": _tabella(CodiceIva, "codice"),
    "codici_tributo": _tabella(CodiceTributo, "codice"),
    "casse": _casse,
    "pagamenti": _tabella(Pagamento, "codice"),
    "conti": _tabella(Conto, "codice"),
    "conti_automatici": _unica(ContiAutomatici),
    "intermediari": _intermediari,
    "stampanti": _tabella(Stampante, "numero"),
    "utenti": _utenti,
    "lingue": _tabella(Lingua, "numero"),
    "tariffari": _tabella(Tariffario, "numero"),
    "prestazioni": _prestazioni,
    "parametri_prestazioni": _unica(ParametriPrestazioni),
    "particolarita": _particolarita,
    "zone": _tabella(Zona, "codice"),
    "categorie_statistiche": _tabella(CategoriaStatistica, "codice"),
    "clienti": _clienti,
    "campi_aggiuntivi": _tabella(CampoAggiuntivo, "archivio", "numero"),
    "valori_aggiuntivi": _tabella(ValoreAggiuntivo, "archivio", "chiave", "numero"),
    "allegati": _allegati,
    "contratti": _in_attesa("contratti"),
    "agenda": _in_attesa("agenda"),
    "documenti": _documenti,
    "primanota": _primanota,
}
