"""The archives as tables to write: which columns, and their rows read a thousand at a time.

A new column of an archive is here by itself; a new archive is one line of `ELENCHI`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Select, func, select
from sqlmodel import Session, SQLModel

from parcella.ledger.annessi.tabelle import CampoAggiuntivo, ValoreAggiuntivo
from parcella.ledger.aziende.tabelle import (
    Cassa,
    CodiceIva,
    CodiceTributo,
    Conto,
    DescrizioneDocumento,
    Numeratore,
    Pagamento,
    Serie,
    Stampante,
    Utente,
    ValoreDiLegge,
)
from parcella.ledger.clienti.lotti import tavola
from parcella.ledger.clienti.tabelle import (
    CategoriaStatistica,
    Cliente,
    ContattoCliente,
    IndirizzoCliente,
    PrestazioneTipica,
    Zona,
)
from parcella.ledger.documenti.tabelle import Cointestatario, Documento, RiepilogoIva, RigaDocumento
from parcella.ledger.prestazioni import tariffari
from parcella.ledger.prestazioni.tabelle import (
    DescrizioneInLingua,
    Lingua,
    Particolarita,
    Prestazione,
    PrezzoTariffario,
    Scaglione,
    Tariffario,
)
from parcella.ledger.primanota.tabelle import Registrazione, RigaPrimanota
from parcella.ledger.scadenzario.tabelle import RataContabile, RataNotula
from parcella.ledger.scambio.fogli.intestazioni import titolo
from parcella.ledger.tabella import colonne

_PER_VOLTA = 1000
Valori = Sequence[Any]


@dataclass(frozen=True)
class Colonna:
    """A column to write: heading, and the column of the database that says what is in it."""

    titolo: str
    colonna: Column[Any]


@dataclass(frozen=True)
class Tabella:
    """Columns and rows of an archive, for one azienda, in an open session."""

    nome: str
    titolo: str
    colonne: Sequence[Colonna]
    righe: Iterator[Valori]


Leggi = Callable[[Session, int, str, str], Tabella]


@dataclass(frozen=True)
class Elenco:
    """An archive that can be written: `leggi` gives its columns and rows."""

    titolo: str
    leggi: Leggi


def leggi(session: Session, azienda: int, nome: str) -> Tabella:
    """The archive called `nome`, one of `ELENCHI`."""
    elenco = ELENCHI[nome]
    return elenco.leggi(session, azienda, nome, elenco.titolo)


def _semplice(
    modello: type[SQLModel],
    *ordine: str,
    prima: Mapping[str, Any] = {},
    unita: Mapping[Any, Any] = {},
    comune: bool = False,
) -> Leggi:
    """The visible columns of a table. `prima` are columns put before them, of the tables joined by `unita`."""
    t = tavola(modello)
    proprie = [c for c in colonne(modello) if c.name not in prima]

    def leggi_tabella(session: Session, azienda: int, nome: str, intestazione: str) -> Tabella:
        scritte = [Colonna(titolo(chiave), colonna) for chiave, colonna in prima.items()]
        scritte += [Colonna(titolo(c.name), c) for c in proprie]
        domanda: Select[Any] = select(*(colonna for colonna in prima.values()), *(t.c[c.name] for c in proprie))
        domanda = domanda.select_from(t)
        for altra, legame in unita.items():
            domanda = domanda.join(altra, legame, isouter=True)
        if not comune:
            domanda = domanda.where(t.c.azienda == azienda)
        domanda = domanda.order_by(*(prima.get(colonna, t.c.get(colonna)) for colonna in ordine), t.c.id)
        righe = session.execute(domanda.execution_options(yield_per=_PER_VOLTA))
        return Tabella(nome, intestazione, scritte, (tuple(riga) for riga in righe))

    return leggi_tabella


def _prestazioni(session: Session, azienda: int, nome: str, intestazione: str) -> Tabella:
    """The prestazioni with a column of prices for each tariffario enabled."""
    listini = tariffari.abilitati(session, azienda)
    base = _semplice(Prestazione, "codice")(session, azienda, nome, intestazione)
    z = tavola(PrezzoTariffario)
    scritte = [Colonna(f"Prezzo {breve or numero}", z.c.prezzo) for numero, breve in listini.items()]
    prezzi: dict[str, dict[int, Any]] = defaultdict(dict)
    for riga in session.execute(select(z.c.prestazione, z.c.tariffario, z.c.prezzo).where(z.c.azienda == azienda)):
        prezzi[riga.prestazione][riga.tariffario] = riga.prezzo

    def righe() -> Iterator[Valori]:
        for valori in base.righe:
            suoi = prezzi.get(valori[0], {})
            yield [*valori, *(suoi.get(numero) for numero in listini)]

    return Tabella(nome, intestazione, [*base.colonne, *scritte], righe())


def _particolarita(session: Session, azienda: int, nome: str, intestazione: str) -> Tabella:
    """The particolarità, with two columns for each of their quantity brackets."""
    p, s = tavola(Particolarita), tavola(Scaglione)
    quanti = select(func.count().label("n")).where(s.c.azienda == azienda).group_by(s.c.particolarita).subquery()
    massimo = session.execute(select(func.max(quanti.c.n))).scalar() or 0
    scritte = [Colonna(titolo(c.name), c) for c in colonne(Particolarita)]
    for numero in range(1, massimo + 1):
        scritte += [Colonna(f"Fino a {numero}", s.c.quantita), Colonna(f"Prezzo {numero}", s.c.prezzo)]
    scaglioni: dict[int, list[Any]] = defaultdict(list)
    for riga in session.execute(select(s).where(s.c.azienda == azienda).order_by(s.c.quantita)):
        scaglioni[riga.particolarita] += [riga.quantita, riga.prezzo]
    domanda = select(p.c.id, *(p.c[c.name] for c in colonne(Particolarita))).where(p.c.azienda == azienda)
    domanda = domanda.order_by(p.c.prestazione, p.c.cliente, p.c.tariffario, p.c.valida_da, p.c.id)

    def righe() -> Iterator[Valori]:
        for id_, *valori in session.execute(domanda.execution_options(yield_per=_PER_VOLTA)):
            suoi = scaglioni.get(id_, [])
            yield [*valori, *suoi, *([None] * (2 * massimo - len(suoi)))]

    return Tabella(nome, intestazione, scritte, righe())


_DOC, _CLI, _REG = tavola(Documento), tavola(Cliente), tavola(Registrazione)
_DEL_DOCUMENTO = {
    "sigla_documento": _DOC.c.sigla_documento,
    "anno": _DOC.c.anno,
    "serie": _DOC.c.serie,
    "numero_documento": _DOC.c.numero_documento,
    "data_documento": _DOC.c.data_documento,
    "codice_cliente": _DOC.c.codice_cliente,
}
_ORDINE_DOCUMENTI = ("sigla_documento", "anno", "serie", "numero_documento")


def _del_documento(modello: type[SQLModel], *ordine: str) -> Leggi:
    """What belongs to documents, with the document's own data before it."""
    legame = {_DOC: tavola(modello).c.documento == _DOC.c.id}
    return _semplice(modello, *_ORDINE_DOCUMENTI, *ordine, prima=_DEL_DOCUMENTO, unita=legame)


def _del_cliente(modello: type[SQLModel], ordine: str) -> Leggi:
    return _semplice(modello, "cliente", ordine, prima={"cliente": tavola(modello).c.cliente})


_CON_NOME = {_CLI: (_DOC.c.azienda == _CLI.c.azienda) & (_DOC.c.codice_cliente == _CLI.c.codice)}
_NOME = {"ragione_sociale": _CLI.c.ragione_sociale, "cognome": _CLI.c.cognome, "nome": _CLI.c.nome}
_DELLA_REGISTRAZIONE = {
    "anno": _REG.c.anno,
    "numero": _REG.c.numero,
    "data_registrazione": _REG.c.data_registrazione,
    "causale": _REG.c.causale,
    "numero_documento": _REG.c.numero_documento,
    "data_documento": _REG.c.data_documento,
    "numero_riga": tavola(RigaPrimanota).c.numero_riga,
}

ELENCHI: Mapping[str, Elenco] = {
    "clienti": Elenco("Clienti", _semplice(Cliente, "codice")),
    "indirizzi": Elenco("Indirizzi", _del_cliente(IndirizzoCliente, "numero")),
    "contatti": Elenco("Contatti", _del_cliente(ContattoCliente, "numero")),
    "prestazioni_tipiche": Elenco("Prestazioni tipiche", _del_cliente(PrestazioneTipica, "riga")),
    "prestazioni": Elenco("Prestazioni", _prestazioni),
    "prezzi": Elenco("Prezzi", _semplice(PrezzoTariffario, "prestazione", "tariffario")),
    "particolarita": Elenco("Particolarità", _particolarita),
    "descrizioni_in_lingua": Elenco("Descrizioni in lingua", _semplice(DescrizioneInLingua, "prestazione", "lingua")),
    "campi_aggiuntivi": Elenco("Campi aggiuntivi", _semplice(CampoAggiuntivo)),
    "valori_aggiuntivi": Elenco("Valori aggiuntivi", _semplice(ValoreAggiuntivo)),
    "tariffari": Elenco("Tariffari", _semplice(Tariffario, "numero")),
    "lingue": Elenco("Lingue", _semplice(Lingua, "numero")),
    "zone": Elenco("Zone", _semplice(Zona, "codice")),
    "categorie": Elenco("Categorie statistiche", _semplice(CategoriaStatistica, "codice")),
    "pagamenti": Elenco("Pagamenti", _semplice(Pagamento, "codice")),
    "codici_iva": Elenco("Codici IVA", _semplice(CodiceIva, "codice")),
    "codici_tributo": Elenco("Codici tributo", _semplice(CodiceTributo, "codice")),
    "conti": Elenco("Piano dei conti", _semplice(Conto, "codice")),
    "numeratori": Elenco("Numeratori", _semplice(Numeratore, "documento", "serie", "anno")),
    "sezionali": Elenco("Sezionali", _semplice(Serie, "documento", "serie")),
    "descrizioni_documento": Elenco("Descrizione documenti", _semplice(DescrizioneDocumento, "sigla")),
    "casse": Elenco("Casse", _semplice(Cassa, "tipo_cassa", "valido_dal", comune=True)),
    "valori_di_legge": Elenco("Valori di legge", _semplice(ValoreDiLegge, comune=True)),
    "stampanti": Elenco("Stampanti", _semplice(Stampante, "numero")),
    "utenti": Elenco("Utenti", _semplice(Utente, "nome", comune=True)),
    "documenti": Elenco("Documenti", _semplice(Documento, *_ORDINE_DOCUMENTI, prima=_NOME, unita=_CON_NOME)),
    "righe_documenti": Elenco("Righe documenti", _del_documento(RigaDocumento, "numero_riga")),
    "iva_documenti": Elenco("IVA documenti", _del_documento(RiepilogoIva)),
    "cointestatari": Elenco("Cointestatari", _del_documento(Cointestatario)),
    "scadenze_notule": Elenco("Scadenze notule", _del_documento(RataNotula, "numero_rata")),
    "scadenze_contabili": Elenco("Scadenze contabili", _del_documento(RataContabile, "numero_rata")),
    "primanota": Elenco(
        "Primanota",
        _semplice(
            RigaPrimanota,
            "anno",
            "numero",
            "numero_riga",
            prima=_DELLA_REGISTRAZIONE,
            unita={_REG: tavola(RigaPrimanota).c.registrazione == _REG.c.id},
        ),
    ),
}
"""Every archive, in the order of the sheets."""
