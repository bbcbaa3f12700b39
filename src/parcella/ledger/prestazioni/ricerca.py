"""The search grammar of the prestazioni (PRE-005…028), used by every field "codice prestazione" and by the command.

`+` codice primario, `-` codice secondario, `'` descrizione; `.` after it looks inside the field; the prefix doubled
filters by tipologia (`++NOT+R+`). Invio opens or lists what answers; F2 lists from there on, F3 with the precancelled.
"""

from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, or_, select, tuple_
from sqlmodel import Session

from parcella.ledger.clienti.lotti import tavola
from parcella.ledger.clienti.nomi import chiave_nome
from parcella.ledger.esito import Rifiuto
from parcella.ledger.pagine import leggi_pagina
from parcella.ledger.prestazioni import parametri
from parcella.ledger.prestazioni.tabelle import Prestazione

Campo = Literal["codice", "codice_alternativo", "descrizione"]
Tasto = Literal["INVIO", "F2", "F3"]
Chiave = tuple[str, ...]

TIPOLOGIE = ("R", "D", "T", "V")
_PREFISSI: dict[str, Campo] = {
    "+": "codice",
    "-": "codice_alternativo",
    "–": "codice_alternativo",
    "'": "descrizione",
    "’": "descrizione",
}
_P = tavola(Prestazione).c
_COLONNE: dict[Campo, ColumnElement[str]] = {
    "codice": _P.codice,
    "codice_alternativo": func.coalesce(_P.codice_alternativo, literal_column("''")),
    "descrizione": _P.chiave_nome,
}


@dataclass(frozen=True, slots=True)
class Ricerca:
    """What was typed, read: where to look, for what, inside or from the beginning, of which tipologia (None: all).

    `guidata`: the prefix is doubled and the tipologia is still to be chosen in its window (PRE-025).
    """

    campo: Campo = "codice"
    testo: str = ""
    contiene: bool = False
    per_tipologia: bool = False
    tipologia: str | None = None
    guidata: bool = False

    def con_tipologia(self, tipologia: str | None) -> "Ricerca":
        """The search once the tipologia is chosen; None is "TUTTE" (PRE-026)."""
        return replace(self, tipologia=tipologia, guidata=False)


@dataclass(frozen=True, slots=True)
class VocePrestazione:
    """A prestazione as the window shows it (PRE-014); `stato` is the + or - of the precancelled (PRE-015)."""

    codice: str
    descrizione: str
    codice_alternativo: str | None
    tipo: str
    stato: str
    chiave: Chiave


def interpreta(scritto: str) -> Ricerca:
    """Read the grammar. No prefix means codice primario (Ambiguità 2)."""
    prefisso = scritto[:1]
    campo = _PREFISSI.get(prefisso)
    if campo is None:
        return Ricerca(testo=scritto.strip())
    resto = scritto[1:]
    if resto[:1] and _PREFISSI.get(resto[0]) == campo:
        return _per_tipologia(campo, resto[1:])
    contiene = resto.startswith(".")
    return Ricerca(campo, resto[contiene:].strip(), contiene)


def chiave(riga: Any, campo: Campo) -> Chiave:
    """Where a prestazione is in the order of a field."""
    if campo == "codice":
        return (riga.codice,)
    return ((riga.codice_alternativo or "") if campo == "codice_alternativo" else riga.chiave_nome, riga.codice)


def pretendi_abilitata(session: Session, azienda: int, ricerca: Ricerca) -> None:
    """Refuse a search by second code where it is not in use; that by description always works (PRE-008)."""
    if ricerca.campo == "codice_alternativo" and not parametri.con_codice_alternativo(session, azienda):
        raise Rifiuto("La ricerca per codice alternativo non è abilitata: parametri delle prestazioni.", "codice")


def _per_tipologia(campo: Campo, resto: str) -> Ricerca:
    """`++testo+T+`: text and tipologia may be missing, the two separators not; without them, the guided mode."""
    separatori = [indice for indice, segno in enumerate(resto) if _PREFISSI.get(segno) == campo]
    diretta = len(separatori) >= 2 and separatori[-1] == len(resto) - 1
    testo = resto[: separatori[-2]] if diretta else resto
    tipologia = resto[separatori[-2] + 1 : -1].upper() if diretta else ""
    if tipologia and tipologia not in TIPOLOGIE:
        raise Rifiuto(f"La tipologia {tipologia} non esiste: R, D, T o V.", "tipologia")
    contiene = testo.startswith(".")
    return Ricerca(campo, testo[contiene:].strip(), contiene, True, tipologia or None, not diretta)


def cerca(
    session: Session, azienda: int, scritto: str | Ricerca, tasto: Tasto = "INVIO", quante: int | None = None
) -> list[VocePrestazione]:
    """The prestazioni that answer to what was typed and the key pressed, in the order of the field searched.

    Invio: the one with that code, or all and only those that contain the string (PRE-010, PRE-018). F2 and F3: all
    from the first that answers on (PRE-011, PRE-023). A search by tipologia is always a list from there on.
    """
    ricerca = interpreta(scritto) if isinstance(scritto, str) else scritto
    pretendi_abilitata(session, azienda, ricerca)
    visibili = _P.azienda == azienda
    if tasto == "F2" or (tasto == "INVIO" and ricerca.per_tipologia):
        visibili = and_(visibili, _P.precancellata == "N")  # PRE-009
    if ricerca.tipologia:
        visibili = and_(visibili, _P.tipo == ricerca.tipologia)
    if tasto == "INVIO" and not ricerca.per_tipologia:
        return _leggi(session, ricerca.campo, and_(visibili, _risponde(ricerca)), quante)
    inizio = _prima(session, ricerca, visibili)
    if inizio is None:
        return []
    da_qui = tuple_(*_ordine(ricerca.campo)) >= tuple_(*inizio)
    return _leggi(session, ricerca.campo, and_(visibili, da_qui), quante)


def pagina(
    session: Session,
    azienda: int,
    campo: Campo = "codice",
    *,
    dopo: Chiave | None = None,
    prima: Chiave | None = None,
    quante: int = 50,
    salto: int = 0,
    dal_fondo: bool = False,
    precancellate: bool = False,
    tipologia: str | None = None,
    da: Chiave | None = None,
) -> list[VocePrestazione]:
    """Up to `quante` prestazioni in the order of a field: after a key, just before one, the last ones, or the first.

    `da` is the key the whole list begins from.
    """
    visibili = _visibili(azienda, campo, precancellate=precancellate, tipologia=tipologia, da=da)
    return _leggi(session, campo, visibili, quante, dopo=dopo, prima=prima, salto=salto, dal_fondo=dal_fondo)


def conta(
    session: Session,
    azienda: int,
    campo: Campo = "codice",
    *,
    precancellate: bool = False,
    tipologia: str | None = None,
    da: Chiave | None = None,
) -> int:
    """How many prestazioni a list shows."""
    visibili = _visibili(azienda, campo, precancellate=precancellate, tipologia=tipologia, da=da)
    return int(session.execute(select(func.count()).select_from(tavola(Prestazione)).where(visibili)).scalar_one())


def _visibili(
    azienda: int, campo: Campo, *, precancellate: bool, tipologia: str | None, da: Chiave | None
) -> ColumnElement[bool]:
    visibili = _P.azienda == azienda
    if da is not None:
        visibili = and_(visibili, tuple_(*_ordine(campo)) >= tuple_(*da))
    if not precancellate:
        visibili = and_(visibili, _P.precancellata == "N")
    return and_(visibili, _P.tipo == tipologia) if tipologia else visibili


def _ordine(campo: Campo) -> tuple[ColumnElement[str], ...]:
    return (_P.codice,) if campo == "codice" else (_COLONNE[campo], _P.codice)


def _cercato(ricerca: Ricerca) -> str:
    """What was typed, as the column searched holds it; upper and lower case are one (Ambiguità 3)."""
    return chiave_nome(ricerca.testo) if ricerca.campo == "descrizione" else ricerca.testo.upper()


def _risponde(ricerca: Ricerca) -> ColumnElement[bool]:
    colonna, cercato = _COLONNE[ricerca.campo], _cercato(ricerca)
    if ricerca.contiene:
        return _contiene(ricerca, cercato)
    if ricerca.campo == "descrizione":
        return colonna.startswith(cercato, autoescape=True)
    return colonna == cercato


def _contiene(ricerca: Ricerca, cercato: str) -> ColumnElement[bool]:
    if ricerca.campo != "descrizione":
        return _COLONNE[ricerca.campo].contains(cercato, autoescape=True)
    if ricerca.testo.isascii() and ricerca.testo.isalnum():  # then the key has it wherever the description does
        return _P.chiave_nome.contains(cercato, autoescape=True)
    letterale = or_(
        _P.descrizione.icontains(ricerca.testo, autoescape=True),
        _P.descrizione_estesa.icontains(ricerca.testo, autoescape=True),
    )
    return or_(_P.chiave_nome.contains(cercato, autoescape=True), letterale) if cercato else letterale


def _prima(session: Session, ricerca: Ricerca, visibili: ColumnElement[bool]) -> Chiave | None:
    """The key the list begins from: the first that contains the string, or the nearest to the text typed."""
    ordine = _ordine(ricerca.campo)
    if ricerca.contiene:
        condizione = _contiene(ricerca, _cercato(ricerca))
    else:
        condizione = _COLONNE[ricerca.campo] >= _cercato(ricerca)
    da_qui = select(*ordine).where(visibili, condizione).order_by(*ordine).limit(1)
    trovata = session.execute(da_qui).first()
    if trovata is None and not ricerca.contiene:  # nothing follows: the nearest is the last
        ultima = select(*ordine).where(visibili).order_by(*(c.desc() for c in ordine)).limit(1)
        trovata = session.execute(ultima).first()
    return None if trovata is None else tuple(trovata)


def _leggi(
    session: Session,
    campo: Campo,
    condizione: ColumnElement[bool],
    quante: int | None,
    *,
    dopo: Chiave | None = None,
    prima: Chiave | None = None,
    salto: int = 0,
    dal_fondo: bool = False,
) -> list[VocePrestazione]:
    domanda: Select[tuple[str, ...]] = select(
        _P.codice, _P.descrizione, _P.codice_alternativo, _P.tipo, _P.precancellata, _P.codice_sostitutivo,
        _P.chiave_nome,
    ).where(condizione)  # fmt: skip
    trovate = leggi_pagina(
        session, domanda, _ordine(campo), quante, dopo=dopo, prima=prima, salto=salto, dal_fondo=dal_fondo
    )
    return [
        VocePrestazione(
            codice=r.codice,
            descrizione=r.descrizione,
            codice_alternativo=r.codice_alternativo,
            tipo=r.tipo,
            stato="" if r.precancellata == "N" else "+" if r.codice_sostitutivo else "-",
            chiave=chiave(r, campo),
        )
        for r in trovate
    ]
