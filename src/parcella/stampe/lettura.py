"""From the tables of a TOML file to the dataclasses that describe them; each fault is one sentence that says where.

What a key accepts is written on the field of the dataclass: its type, and in `metadata` `minimo` and `massimo`,
`valori`, `chiavi`, `colore`, or `campi` for a text that may name fields of the document.
"""

import re
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path
from typing import Any, NoReturn, get_args, get_origin, get_type_hints

from parcella.ledger.esito import DatiNonValidi
from parcella.stampe.campi import CAMPO, NOMI_CAMPI, PARENTESI

_COLORE = re.compile(r"#[0-9a-fA-F]{6}")


def tabella(classe: type[Any], dati: object, file: str, sezione: str = "") -> Any:
    """An instance of `classe` from a table of the file."""
    if not isinstance(dati, dict):
        _rifiuta(file, *_genitore(sezione), "una sezione", dati)
    campi = {campo.name: campo for campo in fields(classe)}
    for chiave in dati:
        if chiave not in campi:
            noti = ", ".join(nome for nome in campi if nome not in ("nome", "percorso") or sezione)
            _rifiuta(file, sezione, chiave, f"una chiave fra {noti}", None)
    tipi = get_type_hints(classe)
    valori: dict[str, Any] = {}
    for nome, campo in campi.items():
        if nome in dati:
            valori[nome] = _valore(tipi[nome], campo, dati[nome], file, sezione, nome)
        elif campo.default is MISSING and campo.default_factory is MISSING:
            _rifiuta(file, sezione, nome, "un valore: è obbligatoria", None)
    return classe(**valori)


def _valore(tipo: Any, campo: Field[Any], dato: object, file: str, sezione: str, chiave: str) -> Any:
    sotto = f"{sezione}.{chiave}" if sezione else chiave
    if tipo is Path:
        return dato
    if isinstance(tipo, type) and is_dataclass(tipo):
        return tabella(tipo, dato, file, sotto)
    if get_origin(tipo) is dict:
        return _parole(campo, dato, file, sotto)
    if get_origin(tipo) is tuple:
        elemento = get_args(tipo)[0]
        if not isinstance(dato, list):
            _rifiuta(file, sezione, chiave, "un elenco", dato)
        if isinstance(elemento, type) and is_dataclass(elemento):
            if not dato:
                _rifiuta(file, sezione, chiave, "un elenco non vuoto", dato)
            return tuple(tabella(elemento, voce, file, f"{sotto}.{n}") for n, voce in enumerate(dato, 1))
        return tuple(_semplice(elemento, campo, voce, file, sezione, chiave) for voce in dato)
    return _semplice(tipo, campo, dato, file, sezione, chiave)


def _semplice(tipo: Any, campo: Field[Any], dato: object, file: str, sezione: str, chiave: str) -> Any:
    regole = campo.metadata
    if tipo is bool:
        if not isinstance(dato, bool):
            _rifiuta(file, sezione, chiave, "true o false", dato)
        return dato
    if tipo is float:
        minimo, massimo = regole["minimo"], regole["massimo"]
        if isinstance(dato, bool) or not isinstance(dato, int | float) or not minimo <= dato <= massimo:
            _rifiuta(file, sezione, chiave, f"un numero da {minimo:g} a {massimo:g}", dato)
        return float(dato)
    if not isinstance(dato, str):
        _rifiuta(file, sezione, chiave, "un testo fra virgolette", dato)
    if "valori" in regole and dato not in regole["valori"]:
        _rifiuta(file, sezione, chiave, f"uno fra {', '.join(v for v in regole['valori'] if v)}", dato)
    if regole.get("colore") and not _COLORE.fullmatch(dato):
        _rifiuta(file, sezione, chiave, 'un colore come "#1f3a5f"', dato)
    if regole.get("campi"):
        _controlla_campi(dato, file, sezione, chiave)
    return dato


def _parole(campo: Field[Any], dato: object, file: str, sezione: str) -> dict[str, str]:
    chiavi = campo.metadata["chiavi"]
    if not isinstance(dato, dict):
        _rifiuta(file, *_genitore(sezione), "una sezione", dato)
    for chiave, testo in dato.items():
        if chiave not in chiavi:
            _rifiuta(file, sezione, chiave, f"una chiave fra {', '.join(chiavi)}", None)
        if not isinstance(testo, str):
            _rifiuta(file, sezione, chiave, "un testo fra virgolette", testo)
    return dict(dato)


def _controlla_campi(testo: str, file: str, sezione: str, chiave: str) -> None:
    for nome in CAMPO.findall(testo):
        if nome not in NOMI_CAMPI:
            _rifiuta(file, sezione, chiave, "un campo che esiste (docs/manutenzione/moduli.md)", f"{{{nome}}}")
    if set("[]{}") & set(CAMPO.sub("", PARENTESI.sub(r"\1", testo))):
        _rifiuta(file, sezione, chiave, "parentesi quadre e graffe aperte e chiuse, non una dentro l'altra", testo)


def _genitore(sezione: str) -> tuple[str, str]:
    genitore, _, chiave = sezione.rpartition(".")
    return genitore, chiave


def _rifiuta(file: str, sezione: str, chiave: str, atteso: str, trovato: object) -> NoReturn:
    dove = f"sezione [{sezione}], " if sezione else ""
    if trovato is None:
        coda = "."
    elif isinstance(trovato, str):
        coda = f', trovato "{trovato}".'
    elif isinstance(trovato, bool):
        coda = f", trovato {str(trovato).lower()}."
    else:
        coda = f", trovato {trovato}."
    raise DatiNonValidi(
        f'Modulo {file}, {dove}chiave "{chiave}": ci vuole {atteso}{coda}', f"{sezione}.{chiave}".strip(".")
    )
