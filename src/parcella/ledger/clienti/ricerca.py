"""Finding clients: lists that page on an index, and what is typed in a client field."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, func, literal, select
from sqlmodel import Session

from parcella.ledger.aziende.tabelle import ContiAutomatici
from parcella.ledger.clienti.lotti import tavola
from parcella.ledger.clienti.nomi import chiave_nome, fine_prefisso, nome_di
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.pagine import leggi_pagina

Ordine = Literal["nome", "codice"]
Chiave = tuple[str, ...]

_C = tavola(Cliente).c
_CHIAVI = {"nome": (_C.chiave_nome, _C.codice), "codice": (_C.codice,)}
_CIFRE_SOTTOCONTO = 5
_PER_DOMANDA = 500
_PREFISSO_IT = re.compile(r"^IT(?=[0-9]{11}$)")


@dataclass(frozen=True, slots=True)
class Filtro:
    """Which clients a list is of; None for all. `annullati`: S with the others, N without, A only those."""

    responsabile: str | None = None
    zona: str | None = None
    categoria: str | None = None
    provincia: str | None = None
    annullati: str = "S"

    def condizioni(self) -> list[ColumnElement[bool]]:
        """In AND."""
        uguali = [
            _C[nome] == valore
            for nome in ("responsabile", "zona", "categoria", "provincia")
            if (valore := getattr(self, nome)) is not None
        ]
        return uguali if self.annullati == "S" else [*uguali, _C.annullato == ("N" if self.annullati == "N" else "S")]


TUTTI = Filtro()


@dataclass(frozen=True, slots=True)
class VoceCliente:
    """A client as a list shows it."""

    codice: str
    nome: str
    comune: str | None
    provincia: str | None
    codice_fiscale: str | None
    partita_iva: str | None
    annullato: str
    chiave_nome: str

    def chiave(self, ordine: Ordine) -> Chiave:
        """Its place in a list of that order."""
        return (self.chiave_nome, self.codice) if ordine == "nome" else (self.codice,)


def pagina(
    session: Session,
    azienda: int,
    ordine: Ordine = "nome",
    *,
    dopo: Chiave | None = None,
    prima: Chiave | None = None,
    quanti: int = 50,
    salto: int = 0,
    dal_fondo: bool = False,
    filtro: Filtro = TUTTI,
) -> list[VoceCliente]:
    """Up to `quanti` clients in the order of the list: after a key, just before one, the last ones, or the first."""
    domanda, chiave = _voci(azienda).where(*filtro.condizioni()), _CHIAVI[ordine]
    trovati = leggi_pagina(session, domanda, chiave, quanti, dopo=dopo, prima=prima, salto=salto, dal_fondo=dal_fondo)
    return [_voce(riga) for riga in trovati]


def conta(session: Session, azienda: int) -> int:
    """How many clients there are."""
    tutti = select(func.count()).select_from(tavola(Cliente)).where(_C.azienda == azienda)
    return int(session.execute(tutti).scalar_one())


def posizione(session: Session, azienda: int, ordine: Ordine, testo: str) -> int:
    """How many clients come before what is typed, in the order of the list."""
    colonna = _CHIAVI[ordine][0]
    inizio = chiave_nome(testo) if ordine == "nome" else testo.strip().upper()
    prima = select(func.count()).where(_C.azienda == azienda, colonna < inizio)
    return int(session.execute(prima).scalar_one())


def cerca(session: Session, azienda: int, testo: str, quanti: int = 50, filtro: Filtro = TUTTI) -> list[VoceCliente]:
    """The clients that answer to what is typed, the best first, at most `quanti`.

    First whose code begins with it, then whose name does; then who has each of its words, in any order, anywhere in
    name, codice, codice fiscale, partita IVA or comune: before the others who has more of them at the beginning of a
    word. Case, accents and punctuation don't matter. The first two are ranges of an index; the third scans one index
    and is made only for the places they left.
    """
    if not testo.strip():
        return pagina(session, azienda, "nome", quanti=quanti, filtro=filtro)
    parole = list(dict.fromkeys(_PREFISSO_IT.sub("", parola) for parola in chiave_nome(testo).split()))
    if not parole:
        return []
    inizi = [_comincia(_C.codice, inizio) for inizio in _inizi_codice(session, azienda, testo.strip().upper())]
    ovunque = and_(*(func.instr(_C.chiave_ricerca, parola) > 0 for parola in parole))
    a_inizio_parola = sum((func.instr(_C.chiave_ricerca, f" {parola}") > 0 for parola in parole), literal(0))
    passi: list[tuple[ColumnElement[bool], tuple[Any, ...]]] = [
        *((inizio, (_C.codice,)) for inizio in inizi),
        (_comincia(_C.chiave_nome, " ".join(parole)), (_C.chiave_nome, _C.codice)),
        (ovunque, (a_inizio_parola.desc(), _C.chiave_nome, _C.codice)),
    ]
    trovati: dict[str, None] = {}
    suoi = (_C.azienda == azienda, *filtro.condizioni())
    for condizione, ordine in passi:
        if len(trovati) < quanti:
            domanda = select(_C.codice).where(*suoi, condizione).order_by(*ordine).limit(quanti)
            trovati.update(dict.fromkeys(session.execute(domanda).scalars()))
    return di_codici(session, azienda, list(trovati)[:quanti])


def di_codici(session: Session, azienda: int, codici: Sequence[str]) -> list[VoceCliente]:
    """The clients of some codes, in that order."""
    lette: dict[str, VoceCliente] = {}
    for inizio in range(0, len(codici), _PER_DOMANDA):
        domanda = _voci(azienda).where(_C.codice.in_(codici[inizio : inizio + _PER_DOMANDA]))
        lette.update((r.codice, _voce(r)) for r in session.execute(domanda))
    return [lette[codice] for codice in codici]


def risolvi(session: Session, azienda: int, testo: str) -> str | None:
    """The one client meant: its code, with or without the mastro; codice fiscale or partita IVA; beginning of the name.

    None if nobody is, or if more than one could be.
    """
    scritto = testo.strip().upper()
    if not scritto:
        return None
    mastro = _mastro(session, azienda)
    codici = [scritto]
    if mastro is not None:
        codici += [f"{mastro}.{scritto}", f"{mastro}.{scritto.zfill(_CIFRE_SOTTOCONTO)}"]
    for codice in codici:
        if trovato := _unico(session, azienda, _C.codice == codice):
            return trovato
    identificativo = scritto.replace(" ", "")
    for condizione in (
        _C.codice_fiscale == identificativo,
        _C.partita_iva == identificativo.removeprefix("IT"),
    ):
        if trovato := _unico(session, azienda, condizione):
            return trovato
    chiave = chiave_nome(scritto)
    if not chiave:
        return None
    return _unico(session, azienda, _C.chiave_nome == chiave) or _unico(
        session, azienda, _comincia(_C.chiave_nome, chiave)
    )


def _inizi_codice(session: Session, azienda: int, scritto: str) -> list[str]:
    """A code may be typed from its mastro, or from its own number."""
    mastro = _mastro(session, azienda)
    inizi = [scritto]
    if mastro is not None and scritto.isalnum():
        if scritto.isdecimal() and len(scritto) < _CIFRE_SOTTOCONTO:
            inizi.append(f"{mastro}.{scritto.zfill(_CIFRE_SOTTOCONTO)}")
        inizi.append(f"{mastro}.{scritto}")
    return inizi


def _mastro(session: Session, azienda: int) -> str | None:
    t = tavola(ContiAutomatici)
    return session.execute(select(t.c.mastro_clienti).where(t.c.azienda == azienda)).scalar()


def _comincia(colonna: ColumnElement[str], prefisso: str) -> ColumnElement[bool]:
    return colonna.between(prefisso, fine_prefisso(prefisso))


def _unico(session: Session, azienda: int, condizione: ColumnElement[bool]) -> str | None:
    trovati: Sequence[str] = (
        session.execute(select(_C.codice).where(_C.azienda == azienda, condizione).limit(2)).scalars().all()
    )
    return trovati[0] if len(trovati) == 1 else None


def _voci(azienda: int) -> Select[tuple[str, ...]]:
    return select(
        _C.codice, _C.ragione_sociale, _C.cognome, _C.nome, _C.comune, _C.provincia,
        _C.codice_fiscale, _C.partita_iva, _C.annullato, _C.chiave_nome,
    ).where(_C.azienda == azienda)  # fmt: skip


def _voce(r: Any) -> VoceCliente:
    return VoceCliente(
        codice=r.codice,
        nome=nome_di(r.ragione_sociale, r.cognome, r.nome),
        comune=r.comune,
        provincia=r.provincia,
        codice_fiscale=r.codice_fiscale,
        partita_iva=r.partita_iva,
        annullato=r.annullato,
        chiave_nome=r.chiave_nome,
    )
