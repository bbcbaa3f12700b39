"""Documents in the journal: an event and the digest of the whole dossier, as it was written.

A rule names its event with `segna`; a change nobody named is journalled just the same (`cattura` knows which documents
were touched). `verifica` takes the digests again and names the document that was altered outside the program.

The digest is of the values alone, absent ones and internal keys left out: it does not change when a column is added
that may be absent, nor when keys do.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from parcella.ledger.giornale.cattura import NOME_DOCUMENTO

ARCHIVIO = "documento"
_PER_DOMANDA = 500
_INTERNE = frozenset({
    "id", "azienda", "documento", "registrazione", "parcella", "riga_notula_origine", "riga_agenda",
    "numero_rata_origine", "utente", "scritto_il",
})  # fmt: skip
_CORPO = (
    ("riga_documento", "numero_riga"),
    ("riepilogo_iva", "codice_iva"),
    ("fondo_documento", "numero_riga"),
    ("cointestatario", "posizione"),
    ("rata_notula", "numero_rata"),
    ("rata_contabile", "numero_rata"),
    ("registrazione", "anno, numero"),
)

Voce = tuple[int | None, str, str, str, str, str]


@dataclass(slots=True)
class Impronta:
    """What the journal keeps of a dossier. `totale` in cents."""

    azienda: int
    chiave: str
    totale: int
    impronta: str


@dataclass(slots=True)
class _Lettura:
    testata: dict[str, Any]
    corpo: list[Any] = field(default_factory=list)


def segna(sessione: Any, documento: int, evento: str, **altro: Any) -> None:
    """Name what the transaction does to a document (`emissione`, `incasso` …); `altro` goes in the journal with it."""
    sessione.info.setdefault("eventi", {})[documento] = {"evento": evento, **altro}


def voci(db: Any, eventi: Mapping[int, dict[str, Any]]) -> list[Voce]:
    """The entries of the documents the transaction touched or named."""
    toccati = {
        chiave: resto for chiave, *resto in db.execute("SELECT * FROM temp.giornale_documenti ORDER BY documento")
    }
    trovati = impronte(db, [*toccati, *(chiave for chiave in eventi if chiave not in toccati)])
    scritte: list[Voce] = []
    for chiave, (azienda, prima, nuovo) in toccati.items():
        if chiave not in trovati and not nuovo and prima is not None:
            evento = eventi.get(chiave, {"evento": "eliminazione"})
            scritte.append(_voce(azienda, prima, evento | {"eliminato": "S"}))
    for chiave, trovato in trovati.items():
        _, prima, nuovo = toccati.get(chiave, (None, None, 0))
        evento = eventi.get(chiave, {"evento": "emissione" if nuovo else "modifica"})
        if not nuovo and prima is not None and prima != trovato.chiave:
            scritte.append(
                _voce(trovato.azienda, prima, {"evento": "numero", "eliminato": "S", "dopo": trovato.chiave})
            )
            evento = evento | {"prima": prima}
        evento = evento | {"totale": f"{Decimal(trovato.totale).scaleb(-2):.2f}", "impronta": trovato.impronta}
        scritte.append(_voce(trovato.azienda, trovato.chiave, evento))
    return scritte


def _voce(azienda: int, chiave: str, contenuto: dict[str, Any]) -> Voce:
    return azienda, ARCHIVIO, chiave, ARCHIVIO, "E", json.dumps(contenuto, ensure_ascii=False, separators=(",", ":"))


def impronte(db: Any, chiavi: Sequence[int]) -> dict[int, Impronta]:
    """The digests of some documents, by internal key; one that is not there is left out."""
    trovate: dict[int, Impronta] = {}
    for inizio in range(0, len(chiavi), _PER_DOMANDA):
        gruppo = chiavi[inizio : inizio + _PER_DOMANDA]
        for chiave, lettura in _leggi(db, gruppo).items():
            testata = lettura.testata
            azienda, nome = testata.pop("azienda"), testata.pop("nome")
            scritto = json.dumps([testata, lettura.corpo], ensure_ascii=False, separators=(",", ":"))
            sua = hashlib.sha256(scritto.encode()).hexdigest()
            trovate[chiave] = Impronta(azienda, nome, testata["totale_documento"], sua)
    return trovate


def _leggi(db: Any, chiavi: Sequence[int]) -> dict[int, _Lettura]:
    segni = ",".join("?" * len(chiavi))
    nome = NOME_DOCUMENTO.replace("{r}", "documento")
    domanda = f"SELECT id, azienda, {nome} AS nome, {_colonne(db, 'documento')} FROM documento WHERE id IN ({segni})"
    letti = {chiave: _Lettura(valori) for chiave, valori in _righe(db, domanda, chiavi)}
    aziende = sorted({lettura.testata["azienda"] for lettura in letti.values()})
    for azienda in aziende:
        for tabella, ordine in _CORPO:
            domanda = (
                f"SELECT documento, '{tabella}' AS _, {_colonne(db, tabella)} FROM {tabella} "
                f"WHERE azienda = ? AND documento IN ({segni}) ORDER BY documento, {ordine}"
            )
            _metti(letti, _righe(db, domanda, [azienda, *chiavi]))
        domanda = (
            "SELECT g.documento, 'riga_primanota' AS _, g.anno AS _anno, g.numero AS _numero, "
            f"{_colonne(db, 'riga_primanota', 'r.')} FROM registrazione g "
            "JOIN riga_primanota r ON r.azienda = g.azienda AND r.registrazione = g.id "
            f"WHERE g.azienda = ? AND g.documento IN ({segni}) ORDER BY g.documento, g.anno, g.numero, r.numero_riga"
        )
        _metti(letti, _righe(db, domanda, [azienda, *chiavi]))
    return letti


def _metti(letti: dict[int, _Lettura], righe: Iterable[tuple[int, dict[str, Any]]]) -> None:
    for chiave, valori in righe:
        if chiave in letti:
            letti[chiave].corpo.append(valori)


def _righe(db: Any, domanda: str, argomenti: Sequence[Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The first column, and the others by name, those absent left out."""
    cursore = db.execute(domanda, argomenti)
    nomi = [colonna[0] for colonna in cursore.description[1:]]
    for riga in cursore:
        coppie = zip(nomi, riga[1:], strict=True)
        yield riga[0], {nome: valore for nome, valore in coppie if valore is not None}


def _colonne(db: Any, tabella: str, prefisso: str = "") -> str:
    nomi = sorted(nome for _, nome, *_ in db.execute(f'PRAGMA table_info("{tabella}")'))  # whatever their order there
    return ", ".join(f'{prefisso}"{nome}"' for nome in nomi if nome not in _INTERNE)


def verifica(db: Any) -> list[str]:
    """The documents that are not as their last event left them. Those with no event (older than the journal) pass."""
    difetti: list[str] = []
    sigle = dict(db.execute("SELECT id, sigla FROM azienda"))
    attese: dict[tuple[int, str], dict[str, Any]] = {
        (azienda, chiave): json.loads(contenuto)
        for azienda, chiave, contenuto in db.execute(
            "SELECT azienda, chiave, contenuto FROM voce_giornale WHERE id IN (SELECT max(id) FROM voce_giornale "
            "WHERE archivio = ? AND azione = 'E' AND contenuto IS NOT NULL GROUP BY azienda, chiave)",
            (ARCHIVIO,),
        )
    }
    if not attese:
        return difetti
    chiavi = [chiave for (chiave,) in db.execute("SELECT id FROM documento ORDER BY id")]
    for inizio in range(0, len(chiavi), _PER_DOMANDA):
        for trovata in impronte(db, chiavi[inizio : inizio + _PER_DOMANDA]).values():
            attesa = attese.pop((trovata.azienda, trovata.chiave), None)
            nome = f"{sigle.get(trovata.azienda, '?')}: {trovata.chiave}"
            if attesa is not None and attesa.get("eliminato"):
                difetti.append(f"{nome}: per il giornale è stato eliminato, ma è in archivio.")
            elif attesa is not None and attesa["impronta"] != trovata.impronta:
                difetti.append(
                    f"{nome}: è stato alterato fuori dal programma, non è più come l'ultima operazione lo ha scritto."
                )
    for (azienda, chiave), attesa in attese.items():
        if not attesa.get("eliminato"):
            difetti.append(f"{sigle.get(azienda, '?')}: {chiave}: è stato tolto dall'archivio fuori dal programma.")
    return difetti
