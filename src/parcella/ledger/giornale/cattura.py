"""What changes in a transaction, noted by SQLite itself: triggers no writer can go round, gone with the connection.

`prepara` reads the tables from the database (so a new one, or a new column, is caught without a word here) and makes
TEMP triggers that fill two TEMP tables: `giornale_in_corso`, one row for each row inserted, varied or cancelled, and
`giornale_documenti`, the documents touched, of which the journal keeps an event and a digest (`documenti`). `catena`
turns both into entries when the transaction is about to be committed; a rollback empties them.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

FASCICOLO = frozenset({
    "documento", "riga_documento", "riepilogo_iva", "fondo_documento", "cointestatario", "rata_notula",
    "rata_contabile", "registrazione", "riga_primanota",
})  # fmt: skip
"""The tables of a document's dossier: events and a digest, not every field."""

ESCLUSE = FASCICOLO | {
    "riferimento_documento",  # written with the parcella, whose event tells of it
    "operazione_giornale",
    "voce_giornale",
    "selezione_stampa",  # what a user likes to print, nothing of the books
    "archivio",
    "alembic_version",
}
"""The tables that are not journalled field by field."""

COLONNE_ESCLUSE = frozenset({"id", "azienda", "chiave_nome", "chiave_ricerca", "creato_il", "scritto_il"})
"""Columns that a person doesn't know: keys, search keys, moments. References by internal key go too."""

_GIORNI_IN_CHIAVE = frozenset({"valido_dal"})
_PER_FUNZIONE = 40  # SQLite takes at most 100 arguments (127 in old builds)


@dataclass(frozen=True, slots=True)
class Figlia:
    """A table whose rows are filed under the record they belong to. `{r}` stands for the row, NEW or OLD.

    `identita` are the columns that tell one row of the record from another, kept with every change.
    """

    archivio: str
    chiave: str
    identita: tuple[str, ...] = ()


FIGLIE: dict[str, Figlia] = {
    "indirizzo_cliente": Figlia("cliente", "{r}.cliente"),
    "contatto_cliente": Figlia("cliente", "{r}.cliente"),
    "prestazione_tipica": Figlia("cliente", "{r}.cliente"),
    "prezzo_tariffario": Figlia("prestazione", "{r}.prestazione"),
    "descrizione_in_lingua": Figlia("prestazione", "{r}.prestazione"),
    "particolarita": Figlia("prestazione", "{r}.prestazione", ("cliente", "tariffario", "valida_da")),
    # Brackets go before the particolarità they are of (the foreign key sees to it), so it is still there to be read.
    "scaglione": Figlia("prestazione", "(SELECT prestazione FROM particolarita WHERE id = {r}.particolarita)"),
    "fondo_associato": Figlia("parametri_studio", "''"),
    "messaggio_sdi": Figlia("file_fattura", "(SELECT nome_file FROM file_fattura WHERE id = {r}.file)"),
    "passaggio_file": Figlia("file_fattura", "(SELECT nome_file FROM file_fattura WHERE id = {r}.file)"),
    "allegato": Figlia("{r}.archivio", "{r}.chiave"),
    "valore_aggiuntivo": Figlia("{r}.archivio", "{r}.chiave"),
}
"""Children and their parent. A table that is not here is an archive by itself, and its key is its first unique key."""

_TABELLE_TEMPORANEE = (
    """CREATE TEMP TABLE giornale_in_corso (
        id INTEGER PRIMARY KEY, azienda INTEGER, archivio TEXT, chiave TEXT, tabella TEXT, azione TEXT, contenuto TEXT
    )""",
    "CREATE TEMP TABLE giornale_documenti (documento INTEGER PRIMARY KEY, azienda INTEGER, prima TEXT, nuovo INTEGER)",
)


def prepara(connessione: Any) -> None:
    """Make a connection (of SQLAlchemy, with no transaction begun) note what it will change. Once is enough."""
    if "giornale" not in connessione.info:
        db: sqlite3.Connection = connessione.connection.driver_connection
        for istruzione in istruzioni(db):
            db.execute(istruzione)
        connessione.info["giornale"] = True


def istruzioni(db: sqlite3.Connection) -> list[str]:
    """The statements that make the TEMP tables and triggers for a database."""
    tabelle = [
        nome
        for (nome,) in db.execute(
            "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' "
            "AND name NOT LIKE '%!_fts%' ESCAPE '!' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
        )
    ]
    scritte = ["PRAGMA recursive_triggers = ON", *_TABELLE_TEMPORANEE]  # ON: a REPLACE tells of the row it cancels
    for tabella in tabelle:
        if tabella in FASCICOLO:
            scritte += _del_fascicolo(tabella)
        elif tabella not in ESCLUSE:
            scritte += _campo_per_campo(db, tabella)
    return scritte


def _campo_per_campo(db: sqlite3.Connection, tabella: str) -> Iterable[str]:
    info = [(nome, tipo.upper()) for _, nome, tipo, *_ in db.execute(f'PRAGMA table_info("{tabella}")')]
    interne = COLONNE_ESCLUSE | {
        da for _, _, _, da, a, *_ in db.execute(f'PRAGMA foreign_key_list("{tabella}")') if a == "id"
    }
    colonne = [nome for nome, tipo in info if nome not in interne and "BLOB" not in tipo]
    propria = _chiave_naturale(db, tabella)
    identita: tuple[str, ...] = ()
    figlia = FIGLIE.get(tabella)
    if figlia is None:
        archivio, chiave = f"'{tabella}'", _concatenata(propria)
    else:
        archivio = figlia.archivio if "{r}" in figlia.archivio else f"'{figlia.archivio}'"
        chiave = f"coalesce({figlia.chiave}, '')"
        fuori = {"archivio", "chiave"} if "{r}" in figlia.archivio else {figlia.archivio}
        identita = figlia.identita or tuple(nome for nome in propria if nome in colonne and nome not in fuori)
        colonne = [nome for nome in colonne if nome not in fuori]
    azienda = "{r}.azienda" if any(nome == "azienda" for nome, _ in info) else "NULL"
    if tabella == "azienda":
        azienda = "{r}.id"
    for azione, evento, riga, quando, contenuto in (
        ("I", "INSERT", "NEW", "", _pieni("NEW", colonne)),
        ("V", "UPDATE", "NEW", "WHEN " + (_diversi(colonne) or "0"), _cambiati(colonne, identita)),
        ("C", "DELETE", "OLD", "", _pieni("OLD", colonne)),
    ):
        valori = ", ".join(testo.replace("{r}", riga) for testo in (azienda, archivio, chiave))
        yield (
            f'CREATE TEMP TRIGGER "giornale_{tabella}_{azione}" AFTER {evento} ON main."{tabella}" {quando} BEGIN '
            "INSERT INTO giornale_in_corso (azienda, archivio, chiave, tabella, azione, contenuto) "
            f"VALUES ({valori}, '{tabella}', '{azione}', {contenuto}); END"
        )


def _chiave_naturale(db: sqlite3.Connection, tabella: str) -> tuple[str, ...]:
    """The columns of the unique key declared first, but azienda."""
    uniche = sorted(
        nome
        for _, nome, unica, origine, *_ in db.execute(f'PRAGMA index_list("{tabella}")')
        if unica and origine == "u"
    )
    if not uniche:
        return ()
    colonne = [nome for _, _, nome, *_ in db.execute(f'PRAGMA index_info("{uniche[0]}")')]
    return tuple(nome for nome in colonne if nome != "azienda")


def _concatenata(colonne: Iterable[str]) -> str:
    parti = [
        f"""printf('%04d-%02d-%02d', {{r}}."{c}" / 10000, {{r}}."{c}" / 100 % 100, {{r}}."{c}" % 100)"""
        if c in _GIORNI_IN_CHIAVE
        else f"""coalesce({{r}}."{c}", '')"""
        for c in colonne
    ]
    return " || ' ' || ".join(parti) or "''"


def _pieni(riga: str, colonne: list[str]) -> str:
    """A JSON object of the columns that have a value: a merge with nothing drops the null ones."""
    return _oggetto((c, f'{riga}."{c}"') for c in colonne)


def _cambiati(colonne: list[str], identita: tuple[str, ...]) -> str:
    """[before, after] of the columns that changed, and what tells the row from the others of its record."""
    return _oggetto(
        (
            c,
            f'json(CASE WHEN {_diversi([c])} THEN json_array(OLD."{c}", NEW."{c}") '
            + (f'ELSE json_quote(NEW."{c}") ' if c in identita else "")
            + "END)",
        )
        for c in colonne
    )


def _diversi(colonne: list[str]) -> str:
    return " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in colonne)


def _oggetto(voci: Iterable[tuple[str, str]]) -> str:
    rimaste = list(voci)
    scritto = "'{}'"
    while rimaste:
        gruppo, rimaste = rimaste[:_PER_FUNZIONE], rimaste[_PER_FUNZIONE:]
        argomenti = ", ".join(f"'{nome}', {valore}" for nome, valore in gruppo)
        scritto = f"json_patch({scritto}, json_object({argomenti}))"
    return scritto


NOME_DOCUMENTO = (
    "{r}.sigla_documento || ' ' || {r}.serie || '/' || "
    "coalesce({r}.numero_documento, 'prov.' || {r}.numero_lavoro) || ' ' || {r}.anno"
)
"""A document as the journal names it: `PA 1/3 2026`, `PA 1/prov.7 2026`. `{r}` stands for its row."""


def _del_fascicolo(tabella: str) -> Iterable[str]:
    """Note which documents are touched. Of a document itself, also its name before and whether it is new."""
    for azione, evento, riga in (("I", "INSERT", "NEW"), ("V", "UPDATE", "NEW"), ("C", "DELETE", "OLD")):
        documento, prima = f"{riga}.documento", "NULL"
        if tabella == "riga_primanota":
            documento = f"(SELECT documento FROM registrazione WHERE id = {riga}.registrazione)"
        elif tabella == "documento":
            documento = f"{riga}.id"
            prima = "NULL" if azione == "I" else NOME_DOCUMENTO.replace("{r}", "OLD")
        nuovo = int(tabella == "documento" and azione == "I")
        yield (
            f'CREATE TEMP TRIGGER "giornale_{tabella}_{azione}" AFTER {evento} ON main."{tabella}" BEGIN '
            f"INSERT INTO giornale_documenti SELECT {documento}, {riga}.azienda, {prima}, {nuovo} "
            f"WHERE {documento} IS NOT NULL "
            "ON CONFLICT (documento) DO UPDATE SET prima = coalesce(prima, excluded.prima); END"
        )
