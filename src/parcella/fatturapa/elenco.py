"""The register as screen and commands show it: the files by when they were made, the story and content of one."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, func, select
from sqlmodel import Session

from parcella.fatturapa.messaggi import DESCRIZIONI as DESCRIZIONI_MESSAGGI
from parcella.fatturapa.messaggi import detto_da
from parcella.fatturapa.rifatti import gia_inviata_con, sostituito_da
from parcella.fatturapa.stati import FATTO, PRIMA_DELL_INVIO, SOSTITUITO, cosa_fare, valuta
from parcella.fatturapa.tabelle import FileFattura, MessaggioSdi, PassaggioFile
from parcella.ledger.clienti.nomi import nome_cliente
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Rifiuto
from parcella.ledger.pagine import leggi_pagina

_F: Any = FileFattura.__table__.c  # type: ignore[attr-defined]
_D: Any = Documento.__table__.c  # type: ignore[attr-defined]
_C: Any = Cliente.__table__.c  # type: ignore[attr-defined]
_M: Table = MessaggioSdi.__table__  # type: ignore[attr-defined]
_P: Table = PassaggioFile.__table__  # type: ignore[attr-defined]
_PER_DOMANDA = 500


@dataclass(frozen=True, slots=True)
class Filtro:
    """Which files: bounds on the date of the document, inclusive; None is no limit."""

    stato: str | None = None
    da_data: date | None = None
    a_data: date | None = None
    cliente: str | None = None
    documento: int | None = None


@dataclass(frozen=True, slots=True)
class Voce:
    """A line of the register. `id` pages and opens."""

    id: int
    file: str
    documento: str
    data_documento: date
    codice_cliente: str
    nome_cliente: str
    formato: str
    stato: str
    scritto_il: datetime | None
    identificativo_sdi: str | None
    chiave_documento: int
    nome_firmato: str | None
    sostituito_da: str | None
    gia_inviata_con: str | None

    @property
    def stato_mostrato(self) -> str:
        """Its state, or `sostituito`."""
        return SOSTITUITO if self.sostituito_da and self.stato in PRIMA_DELL_INVIO else self.stato


@dataclass(frozen=True, slots=True)
class Fatto:
    """Something that happened to a file: a step of its state, or a message of SdI."""

    momento: datetime | None
    cosa: str
    stato: str
    testo: str
    utente: str
    messaggio: int | None


def conta(sessione: Session, azienda: int, filtro: Filtro) -> int:
    """How many files the filter finds."""
    domanda = _unite(select(func.count())).where(*_condizioni(azienda, filtro))
    return int(sessione.execute(domanda).scalar_one())


def pagina(
    sessione: Session,
    azienda: int,
    filtro: Filtro,
    quanti: int | None,
    *,
    dopo: int | None = None,
    prima: int | None = None,
    salto: int = 0,
    dal_fondo: bool = False,
) -> list[Voce]:
    """A page of the files, the newest first: after one (and `salto` more), before one, the last, or the first."""
    trovate = leggi_pagina(
        sessione,
        _domanda().where(*_condizioni(azienda, filtro)),
        (_F.id,),
        quanti,
        dopo=None if dopo is None else (dopo,),
        prima=None if prima is None else (prima,),
        salto=salto,
        dal_fondo=dal_fondo,
        decrescente=True,
    )
    return [_voce(riga) for riga in trovate]


def storia(sessione: Session, azienda: int, file: int) -> list[Fatto]:
    """All that happened to a file, in order of time: its steps, and what each message said."""
    passi = {riga.messaggio: riga for riga in _righe(sessione, _P, azienda, file) if riga.messaggio is not None}
    fatti = [
        Fatto(riga.momento, "", riga.stato, riga.nota or "", riga.utente or "", None)
        for riga in _righe(sessione, _P, azienda, file)
        if riga.messaggio is None
    ]
    messaggi = _righe(sessione, _M, azienda, file)
    contrari = valuta(FATTO, [detto_da(riga.id, riga) for riga in messaggi]).contrari
    for riga in messaggi:
        passo = passi.get(riga.id)
        fatti.append(
            Fatto(
                riga.momento or riga.letto_il,
                DESCRIZIONI_MESSAGGI[riga.tipo],
                passo.stato if passo else "",
                "\n".join(filter(None, (contrari.get(riga.id), riga.descrizione))),
                (passo.utente or "") if passo else "",
                riga.id,
            )
        )
    return sorted(fatti, key=lambda fatto: (fatto.momento is not None, fatto.momento))


def da_fare(voce: Voce) -> str:
    """What the operator has to do of a file."""
    return cosa_fare(
        voce.stato,
        pubblica_amministrazione=voce.formato == "FPA12",
        sostituito_da=voce.sostituito_da,
        gia_inviata_con=voce.gia_inviata_con,
    )


def chiave_di(sessione: Session, azienda: int, nome: str) -> int:
    """The file with this name, signed or not, also without its extension."""
    semplice = nome.strip().removesuffix(".p7m").removesuffix(".xml") + ".xml"
    chiave = sessione.execute(select(_F.id).where(_F.azienda == azienda, _F.nome_file == semplice)).scalar()
    if chiave is None:
        raise Rifiuto(f"Il file {semplice} non è fra quelli fatti da questa azienda.", "file")
    return int(chiave)


def voci(sessione: Session, azienda: int, chiavi: Sequence[int]) -> list[Voce]:
    """Some files of the register, in the order of `chiavi`."""
    trovate: dict[int, Voce] = {}
    for inizio in range(0, len(chiavi), _PER_DOMANDA):
        gruppo = chiavi[inizio : inizio + _PER_DOMANDA]
        domanda = _domanda().where(_F.azienda == azienda, _F.id.in_(gruppo))
        trovate.update((riga.id, _voce(riga)) for riga in sessione.execute(domanda))
    return [trovate[chiave] for chiave in dict.fromkeys(chiavi)]


def da_inviare(sessione: Session, azienda: int) -> list[int]:
    """The files not sent yet, the oldest first; of a parcella made again, the last one only."""
    domanda = select(func.max(_F.id)).where(_F.azienda == azienda).group_by(_F.documento)
    ultimi = select(_F.id).where(_F.id.in_(domanda), _F.stato.in_(PRIMA_DELL_INVIO)).order_by(_F.id)
    return list(sessione.execute(ultimi).scalars())


def contenuti(sessione: Session, azienda: int, chiavi: Sequence[int]) -> dict[str, bytes]:
    """Some files by name, in the order of `chiavi`, signed if they came back so. Refuses one that was never kept."""
    trovati: dict[int, Any] = {}
    colonne = (
        _F.nome_file.label("nome_file"),
        func.coalesce(_F.nome_firmato, _F.nome_file).label("nome"),
        func.coalesce(_F.firmato, _F.contenuto).label("contenuto"),
    )
    for inizio in range(0, len(chiavi), _PER_DOMANDA):
        gruppo = chiavi[inizio : inizio + _PER_DOMANDA]
        domanda = select(_F.id, *colonne).where(_F.azienda == azienda, _F.id.in_(gruppo))
        trovati.update((riga.id, riga) for riga in sessione.execute(domanda))
    for chiave in chiavi:
        if trovati[chiave].contenuto is None:
            raise Rifiuto(
                f"Il contenuto di {trovati[chiave].nome_file} non è nell'archivio: è stato fatto con una versione "
                "precedente del programma; farne uno nuovo con la rigenerazione.",
                "file",
            )
    return {trovati[chiave].nome: zlib.decompress(trovati[chiave].contenuto) for chiave in chiavi}


def _condizioni(azienda: int, filtro: Filtro) -> list[ColumnElement[bool]]:
    condizioni = [_F.azienda == azienda]
    for valore, colonna in (
        (None if filtro.stato == SOSTITUITO else filtro.stato, _F.stato),
        (filtro.cliente, _D.codice_cliente),
        (filtro.documento, _F.documento),
    ):
        if valore is not None:
            condizioni.append(colonna == valore)
    if filtro.stato == SOSTITUITO:
        condizioni += [_F.stato.in_(PRIMA_DELL_INVIO), sostituito_da().is_not(None)]
    elif filtro.stato in PRIMA_DELL_INVIO:
        condizioni.append(sostituito_da().is_(None))
    if filtro.da_data is not None:
        condizioni.append(_D.data_documento >= filtro.da_data)
    if filtro.a_data is not None:
        condizioni.append(_D.data_documento <= filtro.a_data)
    return condizioni


def _domanda() -> Select[Any]:
    return _unite(
        select(
            _F.id, _F.nome_file, _F.formato, _F.stato, _F.scritto_il, _F.identificativo_sdi, _F.documento,
            _F.nome_firmato, sostituito_da(), gia_inviata_con(),
            _D.sigla_documento, _D.serie, _D.numero_documento, _D.data_documento, _D.codice_cliente,
            _C.ragione_sociale, _C.cognome, _C.nome,
        )
    )  # fmt: skip


def _unite(domanda: Select[Any]) -> Select[Any]:
    return (
        domanda.select_from(FileFattura)
        .join(Documento, _D.id == _F.documento)
        .join(Cliente, (_C.azienda == _D.azienda) & (_C.codice == _D.codice_cliente))
    )


def _righe(sessione: Session, tavola: Table, azienda: int, file: int) -> Sequence[Any]:
    domanda = select(tavola).where(tavola.c.azienda == azienda, tavola.c.file == file)
    return sessione.execute(domanda.order_by(tavola.c.id)).all()


def _voce(riga: Any) -> Voce:
    return Voce(
        id=riga.id,
        file=riga.nome_file,
        documento=f"{riga.sigla_documento} {riga.serie}/{riga.numero_documento}",
        data_documento=riga.data_documento,
        codice_cliente=riga.codice_cliente,
        nome_cliente=nome_cliente(riga),
        formato=riga.formato,
        stato=riga.stato,
        scritto_il=riga.scritto_il,
        identificativo_sdi=riga.identificativo_sdi,
        chiave_documento=riga.documento,
        nome_firmato=riga.nome_firmato,
        sostituito_da=riga.sostituito_da,
        gia_inviata_con=riga.gia_inviata_con,
    )
