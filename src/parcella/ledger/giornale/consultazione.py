"""Reading the journal: the entries newest first, a page at a time, and what each says in words."""

import importlib
import json
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Table, UniqueConstraint, func, or_, select, text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, SQLModel

import parcella
from parcella.ledger.giornale.cattura import NOME_DOCUMENTO
from parcella.ledger.giornale.documenti import ARCHIVIO as DOCUMENTO
from parcella.ledger.giornale.tabelle import OperazioneGiornale, VoceGiornale
from parcella.ledger.pagine import leggi_pagina
from parcella.ledger.tabella import etichetta
from parcella.ledger.tipi import data_italiana, in_italiano

_OPERAZIONI: Table = OperazioneGiornale.__table__  # type: ignore[attr-defined]
_VOCI: Table = VoceGiornale.__table__  # type: ignore[attr-defined]
_AZIONI = {"I": "inserimento", "V": "variazione", "C": "cancellazione", "R": "contenuto tolto"}
_DI_EVENTO: dict[str, Callable[[str], Any]] = {"totale": Decimal, "importo": Decimal, "data": date.fromisoformat}
_SENZA_CONTENUTO = "contenuto tolto per legge"


@dataclass(frozen=True, slots=True)
class Filtro:
    """Which entries: those of `azienda` and those common to the archive; `dal` and `al` are days, both included.

    A `chiave` that ends with * stands for those that begin so.
    """

    azienda: int
    archivio: str | None = None
    chiave: str | None = None
    utente: str | None = None
    dal: date | None = None
    al: date | None = None


@dataclass(frozen=True, slots=True)
class Cambiamento:
    """A column: its name, what it held before and what after (None: nothing)."""

    campo: str
    prima: Any
    dopo: Any

    def __str__(self) -> str:
        return f"{etichetta(self.campo)}: {leggibile(self.prima) or '(vuoto)'} → {leggibile(self.dopo) or '(vuoto)'}"


@dataclass(frozen=True, slots=True)
class VoceLetta:
    """An entry as people read it. `riga` tells which row of the record, where it has several."""

    numero: int
    operazione: int
    momento: datetime | None
    utente: str
    origine: str
    archivio: str
    chiave: str
    tabella: str
    azione: str
    riga: str
    cambiamenti: tuple[Cambiamento, ...]
    tolto: bool = False

    @property
    def sintesi(self) -> str:
        """In one line: what was done, and on which fields."""
        cosa = self.azione
        if self.tabella != self.archivio and self.tabella != "voce_giornale":
            cosa += f" {etichetta(self.tabella).lower()}" + (f" {self.riga}" if self.riga else "")
        if self.tolto:
            return f"{cosa} ({_SENZA_CONTENUTO})"
        if self.azione == _AZIONI["V"]:
            return f"{cosa} · " + "; ".join(map(str, self.cambiamenti))
        if self.tabella == DOCUMENTO and self.cambiamenti:
            return f"{cosa} · " + ", ".join(f"{etichetta(c.campo)} {leggibile(c.dopo)}" for c in self.cambiamenti)
        return cosa


def conta(sessione: Session, filtro: Filtro) -> int:
    """How many entries."""
    return int(sessione.execute(select(func.count()).select_from(_numeri(sessione, filtro).subquery())).scalar_one())


def pagina(
    sessione: Session,
    filtro: Filtro,
    quante: int,
    *,
    dopo: int | None = None,
    prima: int | None = None,
    salto: int = 0,
    dal_fondo: bool = False,
) -> list[VoceLetta]:
    """Some entries, newest first: from the first, `dopo` an entry, up to `prima` one, or the oldest."""
    numeri = leggi_pagina(  # the numbers first: contents are read for the rows of the page alone
        sessione,
        _numeri(sessione, filtro),
        (_VOCI.c.id,),
        quante,
        dopo=None if dopo is None else (dopo,),
        prima=None if prima is None else (prima,),
        salto=salto,
        dal_fondo=dal_fondo,
        decrescente=True,
    )
    trovate = _LETTURA.where(_VOCI.c.id.in_([numero for (numero,) in numeri])).order_by(_VOCI.c.id.desc())
    return [_letta(riga) for riga in sessione.execute(trovate)]


def voce(sessione: Session, azienda: int, numero: int) -> VoceLetta | None:
    """An entry by its number, if it is of the azienda or common."""
    trovata = sessione.execute(_LETTURA.where(_di(azienda), _VOCI.c.id == numero)).first()
    return _letta(trovata) if trovata else None


def nome_di_documento(sessione: Session, documento: int) -> str | None:
    """A document as the journal names it, from its internal key."""
    domanda = text(f"SELECT {NOME_DOCUMENTO.replace('{r}', 'documento')} FROM documento WHERE id = :id")
    return sessione.execute(domanda, {"id": documento}).scalar()


def chiave_di(tabella: type[SQLModel], valori: Mapping[str, Any]) -> str:
    """The key of a record of a table, as the journal writes it: its first unique key, but azienda."""
    argomenti: tuple[Any, ...] = tabella.__table_args__  # type: ignore[attr-defined]
    unica = next(v for v in argomenti if isinstance(v, UniqueConstraint))
    parti = (valori[colonna.name] for colonna in unica.columns if colonna.name != "azienda")
    return " ".join(p.isoformat() if isinstance(p, date) else "" if p is None else str(p) for p in parti)


def archivi(sessione: Session, azienda: int) -> list[str]:
    """The archives the journal has entries of."""
    domanda = select(_VOCI.c.archivio).where(_di(azienda)).distinct().order_by(_VOCI.c.archivio)
    return list(sessione.execute(domanda).scalars())


_LETTURA = select(
    _VOCI.c.id,
    _VOCI.c.operazione,
    _OPERAZIONI.c.momento,
    _OPERAZIONI.c.utente,
    _OPERAZIONI.c.origine,
    _VOCI.c.archivio,
    _VOCI.c.chiave,
    _VOCI.c.tabella,
    _VOCI.c.azione,
    _VOCI.c.contenuto,
).join(_OPERAZIONI, _OPERAZIONI.c.id == _VOCI.c.operazione)


def _di(azienda: int) -> Any:
    """Of the azienda, or common. «+ 0» keeps SQLite off the index: these are read in the order they were written."""
    return or_(_VOCI.c.azienda + 0 == azienda, (_VOCI.c.azienda + 0).is_(None))


def _numeri(sessione: Session, filtro: Filtro) -> Any:
    """The entries of a filter, by number."""
    domanda = select(_VOCI.c.id)
    if filtro.archivio is None:
        domanda = domanda.where(_di(filtro.azienda))
    else:  # a table is common or it is not: one branch of the index
        comune = select(_VOCI.c.id).where(_VOCI.c.azienda.is_(None), _VOCI.c.archivio == filtro.archivio).limit(1)
        di_tutti = sessione.execute(comune).first() is not None
        domanda = domanda.where(_VOCI.c.azienda.is_(None) if di_tutti else _VOCI.c.azienda == filtro.azienda)
        domanda = domanda.where(_VOCI.c.archivio == filtro.archivio)
    if filtro.chiave is not None:
        domanda = domanda.where(_con_chiave(sessione, filtro, filtro.chiave))
    if filtro.utente is None and filtro.dal is None and filtro.al is None:
        return domanda
    operazioni = select(_OPERAZIONI.c.id)
    if filtro.utente is not None:
        operazioni = operazioni.where(_OPERAZIONI.c.utente == filtro.utente)
    if filtro.dal is not None:
        operazioni = operazioni.where(_OPERAZIONI.c.momento >= _inizio(filtro.dal))
    if filtro.al is not None:
        operazioni = operazioni.where(_OPERAZIONI.c.momento < _inizio(filtro.al + timedelta(days=1)))
    return domanda.where(_VOCI.c.operazione.in_(operazioni))


def _inizio(giorno: date) -> datetime:
    """Midnight where the program runs."""
    return datetime.combine(giorno, time()).astimezone()


def _con_chiave(sessione: Session, filtro: Filtro, chiave: str) -> Any:
    """The key asked for, or those that begin so; of a parcella numbered as definitiva, its working number too."""
    if chiave.endswith("*"):
        return _VOCI.c.chiave.startswith(chiave[:-1], autoescape=True)
    nomi = [chiave]
    if filtro.archivio == DOCUMENTO:
        domanda = select(_VOCI.c.contenuto).where(
            _di(filtro.azienda),
            _VOCI.c.archivio == DOCUMENTO,
            _VOCI.c.chiave == chiave,
            _VOCI.c.contenuto.contains('"prima":'),
        )
        nomi += [json.loads(contenuto)["prima"] for contenuto in sessione.execute(domanda).scalars()]
    return _VOCI.c.chiave.in_(nomi)


def _letta(riga: Any) -> VoceLetta:
    numero, operazione, momento, utente, origine, archivio, chiave, tabella, azione, contenuto = riga
    campi: dict[str, Any] = json.loads(contenuto) if contenuto else {}
    nome, identita = _AZIONI.get(azione, azione), ""
    if azione == "E":
        nome = str(campi.pop("evento", "evento"))
        cambiamenti = [
            Cambiamento(campo, None, _DI_EVENTO.get(campo, str)(v))
            for campo, v in campi.items()
            if campo not in ("impronta", "eliminato")
        ]
    elif azione == "V":
        cambiamenti = [
            Cambiamento(campo, _valore(tabella, campo, v[0]), _valore(tabella, campo, v[1]))
            for campo, v in campi.items()
            if isinstance(v, list)
        ]
        identita = ", ".join(
            f"{etichetta(campo).lower()} {leggibile(_valore(tabella, campo, v))}"
            for campo, v in campi.items()
            if not isinstance(v, list)
        )
    else:
        valori = [(campo, _valore(tabella, campo, v)) for campo, v in campi.items()]
        cambiamenti = [Cambiamento(c, v, None) if azione == "C" else Cambiamento(c, None, v) for c, v in valori]
    return VoceLetta(
        numero, operazione, momento, utente, origine, archivio, chiave, tabella, nome, identita, tuple(cambiamenti),
        contenuto is None,
    )  # fmt: skip


def leggibile(valore: Any) -> str:
    """A value as an Italian reads it."""
    if valore is None:
        return ""
    if isinstance(valore, Decimal):
        return in_italiano(valore, max(2, -int(valore.as_tuple().exponent)))
    if isinstance(valore, datetime):
        return f"{valore.astimezone():%d/%m/%Y %H:%M}"
    if isinstance(valore, date):
        return data_italiana(valore)
    return str(valore)


def _valore(tabella: str, campo: str, scritto: Any) -> Any:
    """What SQLite keeps, as the type of the column reads it; as it is, for a column that is no more."""
    colonne = _tabelle().get(tabella)
    tipo = colonne.columns[campo].type if colonne is not None and campo in colonne.columns else None
    senza_dialetto: Any = None  # ours don't look at it
    return tipo.process_result_value(scritto, senza_dialetto) if isinstance(tipo, TypeDecorator) else scritto


@cache
def _tabelle() -> dict[str, Table]:
    """Every table of the program, those of the rooms above too: what is in the archive is told with its own types."""
    for modulo in pkgutil.walk_packages(parcella.__path__, "parcella."):
        if modulo.name.endswith(".tabelle"):
            importlib.import_module(modulo.name)
    return dict(SQLModel.metadata.tables)


def etichette(voci: Sequence[VoceLetta]) -> list[dict[str, Any]]:
    """The entries as rows for people."""
    return [
        {
            "quando": v.momento,
            "utente": v.utente,
            "da": v.origine,
            "archivio": etichetta(v.archivio),
            "chiave": v.chiave,
            "che_cosa": v.sintesi,
        }
        for v in voci
    ]
