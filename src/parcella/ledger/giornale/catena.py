"""The chain: each transaction that changed something is a link, whose hash covers the one before.

An entry has a digest of its content, salted, and the link covers the digests: a content removed by law (`oblio`)
leaves the chain whole, and what it said can't be guessed from what is left. Whoever rewrites an entry must rewrite
every link after it; whoever rewrites them all is found by the last link of a backup, or written down elsewhere.
"""

import hashlib
import json
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any

from parcella.ledger.giornale import documenti
from parcella.ledger.parole import quanti

_INIZIO = "0" * 64
_SALE = 8  # bytes
_PER_VOLTA = 5000
_OPERAZIONE = (
    "INSERT INTO operazione_giornale (id, momento, utente, origine, voci, prima_voce, anello) VALUES (?,?,?,?,?,?,?)"
)
_VOCE = (
    "INSERT INTO voce_giornale (id, operazione, azienda, archivio, chiave, tabella, azione, contenuto, sale, impronta) "
    "VALUES (?,?,?,?,?,?,?,?,?,?)"
)

Voce = tuple[int | None, str, str, str, str, str]
"""azienda, archivio, chiave, tabella, azione, contenuto."""


@dataclass(frozen=True, slots=True)
class Anello:
    """A link: its number and its hash."""

    operazione: int
    anello: str


def sigilla(sessione: Any, utente: str, origine: str) -> None:
    """Write in the journal what the transaction of `sessione` changed, already flushed. Nothing changed, no link."""
    db = sessione.connection().connection.driver_connection
    altre: list[Voce] = documenti.voci(db, sessione.info.pop("eventi", {})) + sessione.info.pop("voci_giornale", [])
    (quante,) = db.execute("SELECT count(*) FROM temp.giornale_in_corso").fetchone()
    if quante or altre:
        in_corso = db.execute(
            "SELECT azienda, archivio, chiave, tabella, azione, contenuto FROM temp.giornale_in_corso ORDER BY id"
        )
        chi = (sessione.info.get("utente") or utente)[:20]
        _aggiungi(db, chain(in_corso, altre), quante + len(altre), chi, origine[:80])
        db.execute("DELETE FROM temp.giornale_in_corso")
    db.execute("DELETE FROM temp.giornale_documenti")


def _aggiungi(db: Any, voci: Iterator[Voce], quante: int, utente: str, origine: str) -> None:
    precedente = ultimo(db)
    (prima,) = db.execute("SELECT coalesce(max(id), 0) + 1 FROM voce_giornale").fetchone()
    operazione = (precedente.operazione + 1, int(time.time()), utente, origine, quante, prima)
    db.execute(_OPERAZIONE, (*operazione, ""))
    calcolo = _Calcolo(precedente.anello, operazione)
    numero = prima
    while gruppo := list(islice(voci, _PER_VOLTA)):
        sali = secrets.token_bytes(_SALE * len(gruppo)).hex()
        righe = []
        for n, voce in enumerate(gruppo):
            sale = sali[n * _SALE * 2 : (n + 1) * _SALE * 2]
            sua = impronta(sale, voce[-1])
            calcolo.voce(voce[:-1], sua)
            righe.append((numero + n, operazione[0], *voce, sale, sua))
        db.executemany(_VOCE, righe)
        numero += len(gruppo)
    db.execute("UPDATE operazione_giornale SET anello = ? WHERE id = ?", (calcolo.hash, operazione[0]))


def impronta(sale: str, contenuto: str) -> str:
    """The digest of the content of an entry."""
    return hashlib.sha256(f"{sale}{contenuto}".encode()).hexdigest()


class _Calcolo:
    """The hash of a link: of the link before, of the operation, and of each entry but its content, which is there by
    its digest. A line of JSON each."""

    def __init__(self, precedente: str, operazione: Sequence[Any]) -> None:
        self._sha = hashlib.sha256(_riga([precedente, *operazione]))

    def voce(self, campi: Sequence[Any], impronta: str) -> None:
        self._sha.update(_riga([*campi, impronta]))

    @property
    def hash(self) -> str:
        return self._sha.hexdigest()


def _riga(valori: list[Any]) -> bytes:
    return json.dumps(valori, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def ultimo(db: Any) -> Anello:
    """The last link of an archive; number 0 where the journal is empty. `db` is a connection of sqlite3."""
    riga = db.execute("SELECT id, anello FROM operazione_giornale ORDER BY id DESC LIMIT 1").fetchone()
    return Anello(*riga) if riga else Anello(0, _INIZIO)


def verifica(db: Any) -> list[str]:
    """What is wrong with the chain: the first link that doesn't hold, and the contents removed without an entry."""
    rotta = _prima_rotta(db)
    if rotta is not None:
        return [rotta]
    return [
        f"giornale: il contenuto di {quanti(quante, 'voce', 'voci')} di {archivio} {chiave} è stato tolto "
        "senza che il giornale lo dica."
        for archivio, chiave, quante in db.execute(_TOLTE_DI_NASCOSTO)
    ]


_TOLTE_DI_NASCOSTO = """
    SELECT archivio, chiave, count(*) FROM voce_giornale v
    WHERE contenuto IS NULL AND NOT EXISTS (
        SELECT 1 FROM voce_giornale r WHERE r.azienda IS v.azienda AND r.archivio = v.archivio AND r.chiave = v.chiave
        AND r.id > v.id AND r.azione = 'R')
    GROUP BY archivio, chiave"""


def _prima_rotta(db: Any) -> str | None:
    precedente, attesa = _INIZIO, 1
    voci = groupby(db.execute(_TUTTE), key=itemgetter(1))
    di, sue = next(voci, (None, iter(())))
    operazioni = db.execute(
        "SELECT id, momento, utente, origine, voci, prima_voce, anello FROM operazione_giornale ORDER BY id"
    )
    for numero, riga in enumerate(operazioni, 1):
        operazione, momento, *_, quante, prima, scritto = riga
        nome = f"giornale: l'operazione {operazione} del {_ora(momento)}"
        if operazione != numero:
            return f"{nome} segue la {numero - 1}: ne manca una."
        calcolo, trovate = _Calcolo(precedente, riga[:-1]), 0
        if di == operazione:
            for chiave, _, azienda, archivio, codice, tabella, azione, contenuto, sale, scritta in sue:
                if contenuto is not None and impronta(sale or "", contenuto) != scritta:
                    return f"{nome}: la voce {chiave} ({archivio} {codice}) è stata alterata."
                calcolo.voce((azienda, archivio, codice, tabella, azione), scritta)
                trovate += chiave == prima + trovate
            di, sue = next(voci, (None, iter(())))
        if prima != attesa or trovate != quante:
            return f"{nome} registra {quanti(quante, 'voce', 'voci')}, ma in archivio non è così."
        if calcolo.hash != scritto:
            return f"{nome} non si accorda con quello che registra o con l'operazione di prima: è stata alterata."
        precedente, attesa = scritto, prima + quante
    if di is not None:
        return f"giornale: {quanti(sum(1 for _ in sue), 'voce', 'voci')} di un'operazione che non c'è ({di})."
    return None


_TUTTE = (
    "SELECT id, operazione, azienda, archivio, chiave, tabella, azione, contenuto, sale, impronta "
    "FROM voce_giornale ORDER BY id"
)


def _ora(momento: int | None) -> str:
    return "?" if momento is None else f"{datetime.fromtimestamp(momento, UTC).astimezone():%d/%m/%Y %H:%M}"


def continua(db: Any, copia: Any) -> str | None:
    """Why the chain of `db` is not that of an earlier copy carried on; None when it is. Both connections of sqlite3."""
    suo = ultimo(copia)
    riga = db.execute("SELECT anello FROM operazione_giornale WHERE id = ?", (suo.operazione,)).fetchone()
    qui = ultimo(db)
    if suo.operazione > qui.operazione:
        return (
            f"il giornale della copia arriva all'operazione {suo.operazione}, quello dell'archivio alla "
            f"{qui.operazione}: l'archivio è più vecchio della copia, o ne sono state tolte operazioni."
        )
    if suo.operazione and riga[0] != suo.anello:
        return (
            f"l'operazione {suo.operazione} del giornale non è quella che la copia registra: il giornale è stato "
            "riscritto, oppure l'archivio e la copia sono andati avanti separatamente."
        )
    return None
