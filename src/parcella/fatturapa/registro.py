"""The register of the files made: names given out once for all, and what each file contained.

Everything happens in the caller's transaction: a name given out and rolled back was never written anywhere.
"""

import hashlib
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import CursorResult, Table, insert, or_, select, update
from sqlalchemy.orm import Session

from parcella.fatturapa.nomi import nome_file, progressivo_successivo
from parcella.fatturapa.tabelle import FileFattura
from parcella.ledger.aziende.tabelle import Azienda
from parcella.ledger.esito import Rifiuto

_AZIENDE: Table = Azienda.__table__  # type: ignore[attr-defined]
_FILE: Table = FileFattura.__table__  # type: ignore[attr-defined]
_TENTATIVI = 5
_PER_DOMANDA = 500


class NomeAssegnato(NamedTuple):
    """A name nobody else has, and the progressivo it ends with (also the ProgressivoInvio of the file)."""

    nome: str
    progressivo: str


def assegna_nomi(session: Session, azienda: Azienda, quanti: int) -> list[NomeAssegnato]:
    """Give out `quanti` new names and move the progressivo of the azienda past them (FPA-029, FPA-030, FPA-040).

    The progressivo is moved only from the value it was read at: two operators never get the same name.
    """
    if quanti < 1:
        return []
    session.flush()
    for _ in range(_TENTATIVI):
        attuale: str = session.execute(
            select(_AZIENDE.c.progressivo_file).where(_AZIENDE.c.id == azienda.id)
        ).scalar_one()
        nomi = _prossimi(session, azienda, attuale, quanti)
        mosso = session.execute(
            update(_AZIENDE)
            .where(_AZIENDE.c.id == azienda.id, _AZIENDE.c.progressivo_file == attuale)
            .values(progressivo_file=nomi[-1].progressivo)
        )
        if cast("CursorResult[Any]", mosso).rowcount == 1:
            if azienda in session:
                session.expire(azienda, ["progressivo_file"])
            return nomi
    raise Rifiuto(
        "Il progressivo dei file FatturaPA è stato mosso più volte da altri operatori: riprovare.",
        "azienda.progressivo_file",
        "progressivo_conteso",
    )


def registra(session: Session, azienda_id: int, documento_id: int, nome: str, formato: str, contenuto: bytes) -> None:
    """Note a file made: whose it is, its format, its SHA-256 and the moment."""
    session.execute(
        insert(_FILE).values(
            azienda=azienda_id,
            documento=documento_id,
            nome_file=nome,
            formato=formato,
            sha256=hashlib.sha256(contenuto).hexdigest(),
            scritto_il=datetime.now(UTC),
        )
    )


def _prossimi(session: Session, azienda: Azienda, attuale: str, quanti: int) -> list[NomeAssegnato]:
    """The next free names. Those already in the register are skipped: a restored progressivo may stand behind it."""
    identificativo = (azienda.codice_fiscale or azienda.partita_iva or "").upper()
    nomi: list[NomeAssegnato] = []
    while len(nomi) < quanti:
        candidati = []
        for _ in range(quanti - len(nomi)):
            attuale = progressivo_successivo(attuale)
            candidati.append(NomeAssegnato(nome_file(azienda.nazione, identificativo, attuale), attuale))
        usati = _usati(session, azienda, [candidato.nome for candidato in candidati])
        nomi += [candidato for candidato in candidati if candidato.nome not in usati]
    return nomi


def _usati(session: Session, azienda: Azienda, nomi: list[str]) -> set[str]:
    """Which names are taken, by any azienda of the archive that transmits with the same identifier."""
    stesse = select(_AZIENDE.c.id).where(
        or_(
            _AZIENDE.c.id == azienda.id,
            _AZIENDE.c.codice_fiscale == azienda.codice_fiscale,
            _AZIENDE.c.partita_iva == azienda.partita_iva,
        )
    )
    usati: set[str] = set()
    for inizio in range(0, len(nomi), _PER_DOMANDA):
        gruppo = nomi[inizio : inizio + _PER_DOMANDA]
        domanda = select(_FILE.c.nome_file).where(_FILE.c.azienda.in_(stesse), _FILE.c.nome_file.in_(gruppo))
        usati.update(session.execute(domanda).scalars())
    return usati
