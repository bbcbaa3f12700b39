"""The register of the files made: names given out once for all, and what each file contained.

Everything happens in the caller's transaction: a name given out and rolled back was never written anywhere.
"""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import CursorResult, Table, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from parcella.fatturapa.nomi import nome_file, progressivo_successivo
from parcella.fatturapa.rifatti import sostituito_da
from parcella.fatturapa.stati import DESCRIZIONI, FATTO, FIRMATO, INVIATO, STATI
from parcella.fatturapa.tabelle import FileFattura, MessaggioSdi, PassaggioFile
from parcella.fatturapa.trasmittente import Trasmittente, trasmittente
from parcella.ledger.aziende.tabelle import Azienda, Intermediario
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto
from parcella.ledger.giornale import documenti as giornale

_AZIENDE: Table = Azienda.__table__  # type: ignore[attr-defined]
_INTERMEDIARI: Table = Intermediario.__table__  # type: ignore[attr-defined]
_FILE: Table = FileFattura.__table__  # type: ignore[attr-defined]
_MESSAGGI: Table = MessaggioSdi.__table__  # type: ignore[attr-defined]
_PASSAGGI: Table = PassaggioFile.__table__  # type: ignore[attr-defined]
_TENTATIVI = 5
_PER_DOMANDA = 500


class NomeAssegnato(NamedTuple):
    """A name nobody else has, and the progressivo it ends with (also the ProgressivoInvio of the file)."""

    nome: str
    progressivo: str


def assegna_nomi(session: Session, azienda: Azienda, quanti: int) -> list[NomeAssegnato]:
    """Give out `quanti` new names and move the progressivo past them (FPA-029, FPA-030, FPA-040).

    The progressivo is that of who transmits: the azienda, or the intermediario, which shares it among the aziende it
    serves (FPA-049). It is moved only from the value it was read at: two operators never get the same name.
    """
    if quanti < 1:
        return []
    session.flush()
    intermediario = _intermediario(session, azienda)
    chi = trasmittente(azienda, intermediario)
    tavola, riga = (_AZIENDE, azienda) if intermediario is None else (_INTERMEDIARI, intermediario)
    for _ in range(_TENTATIVI):
        attuale: str = session.execute(select(tavola.c.progressivo_file).where(tavola.c.id == riga.id)).scalar_one()
        nomi = _prossimi(session, chi, attuale, quanti)
        mosso = session.execute(
            update(tavola)
            .where(tavola.c.id == riga.id, tavola.c.progressivo_file == attuale)
            .values(progressivo_file=nomi[-1].progressivo)
        )
        if cast("CursorResult[Any]", mosso).rowcount == 1:
            if riga in session:
                session.expire(riga, ["progressivo_file"])
            return nomi
    raise Rifiuto(
        "Il progressivo dei file FatturaPA è stato mosso più volte da altri operatori: riprovare.",
        "azienda.progressivo_file",
        "progressivo_conteso",
    )


def _intermediario(session: Session, azienda: Azienda) -> Intermediario | None:
    """The intermediario that transmits for the azienda, if it does."""
    if azienda.trasmittente != "I":
        return None
    codice = azienda.intermediario_trasmittente
    return session.scalars(select(Intermediario).where(_INTERMEDIARI.c.codice == codice)).first()


@dataclass(frozen=True, slots=True)
class FileFatto:
    """A file made of a document."""

    documento: int
    nome: str
    formato: str
    contenuto: bytes


def registra(session: Session, azienda: int, fatti: Sequence[FileFatto], utente: str = "") -> None:
    """Keep the files made, each with its content, its SHA-256, the moment and who made it."""
    if not fatti:
        return
    adesso = datetime.now(UTC)
    primo = (session.execute(select(func.max(_FILE.c.id))).scalar() or 0) + 1
    comune = {"azienda": azienda, "stato": FATTO}
    righe = [
        {
            **comune,
            "id": chiave,
            "documento": fatto.documento,
            "nome_file": fatto.nome,
            "formato": fatto.formato,
            "sha256": hashlib.sha256(fatto.contenuto).hexdigest(),
            "scritto_il": adesso,
            "contenuto": zlib.compress(fatto.contenuto),
        }
        for chiave, fatto in enumerate(fatti, primo)
    ]
    session.execute(insert(_FILE), righe)
    passaggio = {**comune, "momento": adesso, "utente": utente[:20] or None}
    session.execute(insert(_PASSAGGI), [{**passaggio, "file": riga["id"]} for riga in righe])
    for fatto in fatti:
        giornale.segna(session, fatto.documento, "esportazione", file=fatto.nome)


def segna(session: Session, contesto: Contesto, chiavi: Sequence[int], stato: str, nota: str = "") -> None:
    """Note that files were signed or sent by other means. Refuses a step back, a file of which a newer one was made,
    and an unsigned file sent to the PA."""
    if stato not in (FIRMATO, INVIATO):
        raise Rifiuto("Si può segnare un file come firmato o come inviato: gli altri stati vengono da SdI.", "stato")
    adesso = datetime.now(UTC)
    passaggi = []
    for riga in _scelti(session, contesto, chiavi):
        if STATI.index(riga.stato) >= STATI.index(stato):
            gia = DESCRIZIONI[riga.stato].lower()
            raise Rifiuto(f"{riga.nome_file} è già nello stato «{gia}»: non si può segnare come {stato}.", "file")
        if riga.sostituito_da:
            raise Rifiuto(f"{riga.nome_file} è stato sostituito da {riga.sostituito_da}: va inviato quello.", "file")
        if stato == INVIATO and riga.formato == "FPA12" and riga.stato != FIRMATO:
            raise Rifiuto(f"{riga.nome_file} va alla Pubblica Amministrazione: prima di inviarlo va firmato.", "file")
        passaggi.append(_passo(contesto, riga.id, stato, adesso, nota))
    _muovi(session, passaggi)


def togli_segno(session: Session, contesto: Contesto, chiavi: Sequence[int]) -> dict[int, str]:
    """Take back the last mark put on files by hand, signed or sent; the state each goes back to. The story keeps both.

    Refuses a file without a mark, one SdI has answered about, and one that is in the archive signed.
    """
    adesso = datetime.now(UTC)
    passaggi = []
    for riga in _scelti(session, contesto, chiavi):
        if session.execute(select(_MESSAGGI.c.id).where(_MESSAGGI.c.file == riga.id).limit(1)).first() is not None:
            raise Rifiuto(f"Di {riga.nome_file} ci sono messaggi del Sistema di Interscambio: resta com'è.", "file")
        if riga.stato == FIRMATO and riga.nome_firmato:
            raise Rifiuto(f"{riga.nome_file} è nell'archivio firmato ({riga.nome_firmato}): resta firmato.", "file")
        if riga.stato not in (FIRMATO, INVIATO):
            stato = DESCRIZIONI[riga.stato].lower()
            raise Rifiuto(f"{riga.nome_file} è nello stato «{stato}»: non c'è un segno da togliere.", "file")
        prima = _stato_prima(session, riga.id, riga.stato)
        passaggi.append(
            _passo(contesto, riga.id, prima, adesso, f"Tolto il segno «{DESCRIZIONI[riga.stato].lower()}».")
        )
    _muovi(session, passaggi)
    return {passo["file"]: passo["stato"] for passo in passaggi}


def _stato_prima(session: Session, file: int, adesso: str) -> str:
    """The state a file had before the one it has: the last step of its story that stands lower on the stair."""
    domanda = select(_PASSAGGI.c.stato).where(_PASSAGGI.c.file == file).order_by(_PASSAGGI.c.id)
    pila: list[str] = []
    for stato in session.execute(domanda).scalars():
        while pila and STATI.index(pila[-1]) >= STATI.index(stato):
            pila.pop()
        pila.append(stato)
    return next((stato for stato in reversed(pila) if STATI.index(stato) < STATI.index(adesso)), FATTO)


def _scelti(session: Session, contesto: Contesto, chiavi: Sequence[int]) -> Sequence[Any]:
    trovate: list[Any] = []
    for inizio in range(0, len(chiavi), _PER_DOMANDA):
        gruppo = chiavi[inizio : inizio + _PER_DOMANDA]
        f = _FILE.c
        domanda = select(f.id, f.nome_file, f.formato, f.stato, f.nome_firmato, sostituito_da())
        trovate += session.execute(domanda.where(f.azienda == contesto.azienda, f.id.in_(gruppo)).order_by(f.id)).all()
    return trovate


def _passo(contesto: Contesto, file: int, stato: str, momento: datetime, nota: str) -> dict[str, Any]:
    return {
        "azienda": contesto.azienda,
        "file": file,
        "stato": stato,
        "momento": momento,
        "utente": contesto.utente[:20] or None,
        "nota": nota or None,
    }


def _muovi(session: Session, passaggi: Sequence[dict[str, Any]]) -> None:
    """Write steps, and the state each file takes by them."""
    if passaggi:
        session.execute(insert(_PASSAGGI), passaggi)
        stati = [{"_id": passo["file"], "_stato": passo["stato"]} for passo in passaggi]
        mossa = update(_FILE).where(_FILE.c.id == bindparam("_id")).values(stato=bindparam("_stato"))
        session.connection().execute(mossa, stati)


def _prossimi(session: Session, chi: Trasmittente, attuale: str, quanti: int) -> list[NomeAssegnato]:
    """The next free names. Those already in the register are skipped: a restored progressivo may stand behind it."""
    nomi: list[NomeAssegnato] = []
    while len(nomi) < quanti:
        candidati = []
        for _ in range(quanti - len(nomi)):
            attuale = progressivo_successivo(attuale)
            candidati.append(NomeAssegnato(nome_file(chi.paese, chi.identificativo, attuale), attuale))
        usati = _usati(session, [candidato.nome for candidato in candidati])
        nomi += [candidato for candidato in candidati if candidato.nome not in usati]
    return nomi


def _usati(session: Session, nomi: list[str]) -> set[str]:
    """Which names are taken, by any azienda of the archive: two may transmit with the same identifier."""
    aziende = select(_AZIENDE.c.id)
    usati: set[str] = set()
    for inizio in range(0, len(nomi), _PER_DOMANDA):
        gruppo = nomi[inizio : inizio + _PER_DOMANDA]
        domanda = select(_FILE.c.nome_file).where(_FILE.c.azienda.in_(aziende), _FILE.c.nome_file.in_(gruppo))
        usati.update(session.execute(domanda).scalars())
    return usati
