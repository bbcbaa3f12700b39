"""The clients a print selects (STA-016…036): filters in AND, read from the archive in the order asked, not kept."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select
from sqlmodel import Session

from parcella.ledger.aziende.tabelle import FormatoInAttesa, Pagamento, Utente
from parcella.ledger.clienti import lotti
from parcella.ledger.clienti.lotti import tavola
from parcella.ledger.clienti.nomi import fine_prefisso
from parcella.ledger.clienti.tabelle import Cliente, PrestazioneTipica
from parcella.ledger.esito import Rifiuto
from parcella.ledger.prestazioni.tabelle import Prestazione

_C, _U, _G = tavola(Cliente).c, tavola(Utente).c, tavola(Pagamento).c
_PER_VOLTA = 500
_LETTERE = {"ordine": "CD", "conti_annullati": "SNA", "solo_con_prestazione": "SN", "con_sigla_azienda": "TSN"}


@dataclass(frozen=True, slots=True)
class Selezione:
    """The fields of the screen; None selects everything."""

    ordine: str = "C"
    da_cliente: str | None = None
    a_cliente: str | None = None
    conti_annullati: str = "N"
    responsabile: str | None = None
    solo_con_prestazione: str = "N"
    codice_prestazione: str | None = None
    periodo_prestazione: str | None = None
    mese: int | None = None
    provincia: str | None = None
    zona: str | None = None
    categoria_statistica: str | None = None
    tipo_pagamento: str | None = None
    codice_pagamento: str | None = None
    con_sigla_azienda: str = "T"


@dataclass(frozen=True, slots=True)
class PrestazioneTrovata:
    """A prestazione a client has: in an active contratto, or among its typical ones (Ambiguità 4)."""

    prestazione: str
    descrizione: str
    periodicita: str
    mese: int | None
    origine: str
    quantita: Decimal | None
    prezzo: Decimal | None


@dataclass(frozen=True, slots=True)
class ClienteScelto:
    """A client with the names of what it refers to; `prestazioni` only with SOLO CLIENTI CON PRESTAZIONE."""

    dati: Row[Any]
    prestazioni: Sequence[PrestazioneTrovata] = ()


def controlla(session: Session, azienda: int, s: Selezione) -> None:
    """Refuse fields that the others leave closed, and letters that are none (STA-017, 020…028, 033…035)."""
    for campo, ammesse in _LETTERE.items():
        if getattr(s, campo) not in tuple(ammesse):
            raise Rifiuto(f"{campo.replace('_', ' ').capitalize()}: sono ammessi {', '.join(ammesse)}.", campo)
    if s.solo_con_prestazione != "S":
        for campo in ("codice_prestazione", "periodo_prestazione"):
            if getattr(s, campo) is not None:
                nome = campo.replace("_", " ").capitalize()
                raise Rifiuto(f"{nome}: si indica solo con Solo clienti con prestazione = S.", campo)
    if s.periodo_prestazione not in (None, "T", "M"):
        raise Rifiuto("Periodo prestazione: sono ammessi T, M.", "periodo_prestazione")
    if s.mese is not None and s.periodo_prestazione != "M":
        raise Rifiuto("Mese: si indica solo con Periodo prestazione = M.", "mese")
    if s.mese is not None and not 1 <= s.mese <= 12:
        raise Rifiuto("Mese: va da 1 a 12.", "mese")
    if s.da_cliente and s.a_cliente and s.da_cliente > fine_prefisso(s.a_cliente):
        raise Rifiuto(f"Dal cliente {s.da_cliente} viene dopo Al cliente {s.a_cliente}.", "a_cliente")
    if s.codice_prestazione is not None:
        t = tavola(Prestazione).c
        esiste = select(t.id).where(t.azienda == azienda, t.codice == s.codice_prestazione)
        if session.execute(esiste).first() is None:
            raise Rifiuto(f"La prestazione {s.codice_prestazione} non esiste.", "codice_prestazione")


def leggi(session: Session, azienda: int, s: Selezione) -> Iterator[ClienteScelto]:
    """The clients selected, a few hundred at a time from the archive. Raises Rifiuto as `controlla` does."""
    controlla(session, azienda, s)
    return _leggi(session, azienda, s)


def _leggi(session: Session, azienda: int, s: Selezione) -> Iterator[ClienteScelto]:
    trovati = session.execute(_domanda(azienda, s), execution_options={"yield_per": _PER_VOLTA})
    if s.solo_con_prestazione != "S":
        yield from map(ClienteScelto, trovati)
        return
    cerca = _Cercatore(session, azienda, s)
    for parte in trovati.partitions():
        prestazioni = cerca.di([cliente.codice for cliente in parte])
        for cliente in parte:
            if sue := prestazioni.get(cliente.codice):
                yield ClienteScelto(cliente, sue)


def _domanda(azienda: int, s: Selezione) -> Select[Any]:
    pagamento = and_(_G.azienda == _C.azienda, _G.codice == _C.pagamento)
    return (
        select(
            tavola(Cliente),
            _U.nome_completo.label("nome_responsabile"),
            _G.descrizione.label("descrizione_pagamento"),
            _G.tipo_pagamento,
        )
        .outerjoin(tavola(Utente), _U.nome == _C.responsabile)
        .outerjoin(tavola(Pagamento), pagamento)
        .where(*_condizioni(azienda, s))
        .order_by(*((_C.codice,) if s.ordine == "C" else (_C.chiave_nome, _C.codice)))
    )


def _condizioni(azienda: int, s: Selezione) -> Iterator[ColumnElement[bool]]:
    yield _C.azienda == azienda
    if s.da_cliente:
        yield _C.codice >= s.da_cliente
    if s.a_cliente:  # up to a mastro: with all its accounts
        yield or_(_C.codice <= s.a_cliente, _C.codice.startswith(f"{s.a_cliente}.", autoescape=True))
    if s.conti_annullati != "S":
        yield _C.annullato == ("S" if s.conti_annullati == "A" else "N")
    if s.responsabile:  # the one of today, by login or by full name (CLI-034)
        yield or_(_C.responsabile == s.responsabile, _U.nome_completo == s.responsabile)
    for colonna, valore in (
        (_C.provincia, s.provincia),
        (_C.zona, s.zona),
        (_C.categoria, s.categoria_statistica),
        (_G.tipo_pagamento, s.tipo_pagamento),
        (_C.pagamento, s.codice_pagamento),
    ):
        if valore:
            yield colonna == valore
    if s.con_sigla_azienda != "T":
        vuota = or_(_C.sigla_azienda.is_(None), _C.sigla_azienda == "")
        yield ~vuota if s.con_sigla_azienda == "S" else vuota


class _Cercatore:
    """Who has the prestazione: the active contratti, read once, and the typical ones, read with their clients."""

    def __init__(self, session: Session, azienda: int, s: Selezione) -> None:
        self.session, self.azienda, self.s = session, azienda, s
        t = tavola(Prestazione).c
        note = select(t.codice, t.descrizione, t.periodicita, t.mese).where(t.azienda == azienda)
        self.note = {riga.codice: riga for riga in session.execute(note)}
        self.nei_contratti: dict[str, list[PrestazioneTrovata]] = {}
        for contratto in self._contratti():
            for voce in contratto.get("prestazioni") or ():
                self._aggiungi(
                    self.nei_contratti,
                    contratto["codice_cliente"],
                    voce["codice_prestazione"],
                    None,
                    f"contratto {contratto.get('anno') or ''}".strip(),
                    *(None if voce.get(n) is None else Decimal(voce[n]) for n in ("quantita", "prezzo")),
                )

    def _contratti(self) -> Iterator[dict[str, Any]]:
        t = tavola(FormatoInAttesa).c
        domanda = select(t.contenuto).where(t.azienda == self.azienda, t.sezione == "contratti").order_by(t.posizione)
        for testo in self.session.execute(domanda).scalars():
            contratto = json.loads(testo)
            if contratto.get("stato") == "A" and contratto.get("codice_cliente"):
                yield contratto

    def di(self, clienti: list[str]) -> dict[str, list[PrestazioneTrovata]]:
        """The prestazioni of some clients, those in the contratti first."""
        trovate = {cliente: list(self.nei_contratti.get(cliente, ())) for cliente in clienti}
        tipiche = lotti.leggi(self.session, PrestazioneTipica, self.azienda, "cliente", clienti)
        for riga in sorted(tipiche, key=lambda r: (r["cliente"], r["riga"])):
            origine = f"tipica {riga['riga']}"
            voci = (riga["cliente"], riga["prestazione"], riga["mese"], origine, riga["quantita"], riga["prezzo"])
            self._aggiungi(trovate, *voci)
        return trovate

    def _aggiungi(
        self,
        dove: dict[str, list[PrestazioneTrovata]],
        cliente: str,
        codice: str,
        mese: int | None,
        origine: str,
        quantita: Decimal | None,
        prezzo: Decimal | None,
    ) -> None:
        """Add it if it is the one looked for, in the period: the month of a typical one is that of its row."""
        nota = self.note.get(codice)
        periodicita = "M" if mese is not None else nota.periodicita if nota is not None else "N"
        mese = mese or (nota.mese if nota is not None and periodicita == "M" else None)
        s = self.s
        if s.codice_prestazione not in (None, codice):
            return
        if s.periodo_prestazione == "M" and (periodicita != "M" or s.mese not in (None, mese)):
            return
        descrizione = "" if nota is None else nota.descrizione
        trovata = PrestazioneTrovata(codice, descrizione, periodicita, mese, origine, quantita, prezzo)
        dove.setdefault(cliente, []).append(trovata)
