"""What a command shows: one JSON value for programs, or tables and sentences for people.

A command hands over plain values (dict, list, Decimal, date, text) and, if the generic table is not good enough, a
sentence or the columns to show. Notes and progress go to standard error, so that standard output holds the result.
"""

import dataclasses
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import typer

from parcella.batch.opzioni import Opzioni
from parcella.ledger.esito import Avviso

if TYPE_CHECKING:
    from rich.table import Table

_LARGHEZZA_SENZA_TERMINALE = 200
_RIGHE_DI_AVANZAMENTO = 10

Colonne = Mapping[str, str] | Sequence[str]
Avanza = Callable[[], None]


def stampa(valore: Any, opzioni: Opzioni, tabella: Colonne | None = None, testo: str | None = None) -> None:
    """Print the result of a command.

    With --json, `valore` as one JSON value. Otherwise `testo` if given; else a list of records is a table, a record
    a sheet followed by a table for each list in it. `tabella` chooses the columns of a list and their headings:
    names, or a mapping from name to heading.
    """
    if opzioni.json:
        scritto = json.dumps(_semplice(valore), ensure_ascii=False, indent=2)
    elif testo is not None:
        scritto = testo
    else:
        scritto = _per_persone(_campi(valore), tabella)
    if scritto:
        sys.stdout.write(scritto + "\n")


def stampa_avvisi(avvisi: Iterable[Avviso]) -> None:
    """The notes of an operation, on standard error."""
    for avviso in avvisi:
        typer.echo(f"Avviso: {avviso.messaggio}", err=True)


@contextmanager
def avanzamento(titolo: str, totale: int) -> Iterator[Avanza]:
    """Long work of `totale` steps: a bar on a terminal, ten plain lines elsewhere. Call the value each step."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        colonne = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*colonne, console=Console(stderr=True)) as barra:
            lavoro = barra.add_task(titolo, total=totale)
            yield lambda: barra.advance(lavoro)
        return
    fatti = 0
    passo = max(1, -(-totale // _RIGHE_DI_AVANZAMENTO))

    def avanza() -> None:
        nonlocal fatti
        fatti += 1
        if fatti % passo == 0 or fatti == totale:
            typer.echo(f"{titolo}: {fatti} di {totale}", err=True)

    yield avanza


def _semplice(valore: Any) -> Any:
    """A value as JSON holds it: no float, decimals and dates as text, records in their own order."""
    valore = _campi(valore)
    if valore is None or isinstance(valore, str | int):
        return valore
    if isinstance(valore, Decimal):
        return f"{valore:.{_decimali(valore)}f}"
    if isinstance(valore, date):  # datetime too
        return valore.isoformat()
    if isinstance(valore, Path):
        return str(valore)
    if isinstance(valore, Mapping):
        return {str(nome): _semplice(contenuto) for nome, contenuto in valore.items()}
    if isinstance(valore, Sequence):
        return [_semplice(elemento) for elemento in valore]
    raise TypeError(f"valore non rappresentabile: {type(valore).__name__}")


def _campi(valore: Any) -> Any:
    if dataclasses.is_dataclass(valore) and not isinstance(valore, type):
        return {campo.name: getattr(valore, campo.name) for campo in dataclasses.fields(valore)}
    return valore


def _decimali(valore: Decimal) -> int:
    return max(2, -cast(int, valore.as_tuple().exponent))


def _per_persone(valore: Any, colonne: Colonne | None) -> str:
    if isinstance(valore, Mapping):
        return _scheda(valore)
    if isinstance(valore, Sequence) and not isinstance(valore, str):
        righe = [_campi(riga) for riga in valore]
        if not righe:
            return "Nessun elemento."
        if all(isinstance(riga, Mapping) for riga in righe):
            return _disegna(_tabella(righe, colonne))
        return "\n".join(_leggibile(riga) for riga in righe)
    return _leggibile(valore)


def _scheda(campi: Mapping[str, Any]) -> str:
    from rich.table import Table

    foglio = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    elenchi: list[tuple[str, list[Any]]] = []
    for nome, valore in campi.items():
        semplice = _campi(valore)
        if isinstance(semplice, Mapping):
            elenchi.append((nome, [semplice]))
        elif isinstance(semplice, list | tuple) and any(isinstance(_campi(v), Mapping) for v in semplice):
            elenchi.append((nome, [_campi(v) for v in semplice]))
        elif semplice not in (None, "", [], ()):
            foglio.add_row(_etichetta(nome), _letterale(_leggibile(semplice)))
    parti = [_disegna(foglio)] if foglio.row_count else []
    parti += [f"\n{_etichetta(nome)}\n{_disegna(_tabella(righe, None))}" for nome, righe in elenchi]
    return "\n".join(parti)


def _tabella(righe: Sequence[Mapping[str, Any]], colonne: Colonne | None) -> "Table":
    from rich import box
    from rich.table import Table

    if colonne is None:
        colonne = list(dict.fromkeys(nome for riga in righe for nome in riga))
    titoli = dict(colonne) if isinstance(colonne, Mapping) else {nome: _etichetta(nome) for nome in colonne}
    tabella = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for nome, titolo in titoli.items():
        numeri = all(isinstance(riga.get(nome), int | Decimal | None) for riga in righe)
        tabella.add_column(_letterale(titolo), justify="right" if numeri else "left", overflow="fold")
    for riga in righe:
        tabella.add_row(*(_letterale(_leggibile(riga.get(nome))) for nome in titoli))
    return tabella


def _leggibile(valore: Any) -> str:
    if valore is None:
        return ""
    if isinstance(valore, bool):
        return "S" if valore else "N"
    if isinstance(valore, Decimal):
        from parcella.ledger.tipi import in_italiano

        return in_italiano(valore, _decimali(valore))
    if isinstance(valore, datetime):
        return f"{valore.astimezone():%d/%m/%Y %H:%M}"
    if isinstance(valore, date):
        return f"{valore:%d/%m/%Y}"
    if isinstance(valore, Mapping):
        return ", ".join(f"{_etichetta(nome)} {_leggibile(v)}" for nome, v in valore.items())
    if isinstance(valore, list | tuple):
        return ", ".join(_leggibile(_campi(elemento)) for elemento in valore)
    return str(valore)


def _etichetta(nome: str) -> str:
    return nome.replace("_", " ").capitalize()


def _letterale(testo: str) -> str:
    from rich.markup import escape

    return escape(testo)


def _disegna(tabella: "Table") -> str:
    from rich.console import Console

    terminale = sys.stdout.isatty()
    larghezza = None if terminale else _LARGHEZZA_SENZA_TERMINALE
    foglio = Console(file=io.StringIO(), force_terminal=terminale, width=larghezza, highlight=False, emoji=False)
    with foglio.capture() as disegno:
        foglio.print(tabella)
    righe = [riga.rstrip() for riga in disegno.get().splitlines()]
    return "\n".join(righe).strip("\n")
