"""From what a cell holds to the value a column wants, by the metadata of the column.

A spreadsheet loses things: zeros in front of codes, texts that look like dates or numbers. What can be put back
without doubt is, and noted; the rest is refused with a sentence.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Column

from parcella.ledger.scambio.fogli.foglio import FormulaSenzaRisultato
from parcella.ledger.tabella import tipo_python
from parcella.ledger.tipi import Prezzo, data_italiana, in_italiano, prezzo_normale

Nota = Callable[[str], None]
Lettore = Callable[[Any, Nota], Any]

_SI = frozenset(("s", "si", "sì", "y", "yes", "true", "vero", "x", "1", "on"))
_NO = frozenset(("n", "no", "false", "falso", "0", "off", "-"))
_PAROLE = {
    "modo": {"fisso": "F", "valore fisso": "F", "quantità": "Q", "quantita": "Q", "per quantità": "Q"},
    "tipo": {"prestazione": "R", "descrizione": "D", "testo": "T", "testo fisso": "T", "testo variabile": "V"},
    "esigibilita_iva": {"immediata": "I", "differita": "D", "split payment": "S", "scissione": "S", "split": "S"},
    "sesso": {"maschio": "M", "femmina": "F", "maschile": "M", "femminile": "F"},
}
_NAZIONI = {
    "ITALIA": "IT", "ITALY": "IT", "ITA": "IT", "I": "IT", "GERMANIA": "DE", "FRANCIA": "FR", "SVIZZERA": "CH",
    "AUSTRIA": "AT", "SPAGNA": "ES", "REGNO UNITO": "GB", "SAN MARINO": "SM", "STATI UNITI": "US", "BELGIO": "BE",
    "PAESI BASSI": "NL", "OLANDA": "NL", "PORTOGALLO": "PT", "SLOVENIA": "SI", "CROAZIA": "HR", "ROMANIA": "RO",
    "POLONIA": "PL", "LUSSEMBURGO": "LU", "IRLANDA": "IE", "CITTÀ DEL VATICANO": "VA", "ALBANIA": "AL", "USA": "US",
}  # fmt: skip
_ERRORI = frozenset(
    ("#N/D", "#N/A", "#REF!", "#RIF!", "#VALUE!", "#VALORE!", "#DIV/0!", "#NAME?", "#NOME?", "#NUM!", "#NULL!")
)
_ZERI_DAVANTI = {
    "cap": (3, 5), "partita_iva": (7, 11), "codice_fiscale": (7, 11), "codice_fiscale_intestatario": (7, 11),
    "codice_destinatario": (1, 7), "codice_ufficio": (1, 6),
}  # fmt: skip
"""Codes of fixed length: how many digits at least, and how many they must be."""
_TELEFONI = ("telefono", "cellulare")
_TESTI_LIBERI = 80
_CIFRE_SOTTOCONTO = 5
_CONTROLLO = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_INTERO = re.compile(r"-?\d+(?:[.,]0+)?", re.ASCII)
_CON_ZERO = re.compile(r"(\d+)\.0", re.ASCII)
_NUMERO = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_MIGLIAIA = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+", re.ASCII)
_DATA = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})(?:[ T]00?:00(?::00)?(?:\.0+)?)?", re.ASCII)
_DATA_ISO = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[ T]00:00(?::00)?(?:\.0+)?Z?)?", re.ASCII)
_ANNO_CORTO = re.compile(r"\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2}", re.ASCII)
_SERIALI = range(18_000, 80_000)  # days of Excel: from 1949 to 2119
_EPOCA = date(1899, 12, 30)
_ANNI = range(1900, 3000)


class CellaErrata(Exception):  # noqa: N818 - told as a refusal of the row
    """The cell does not hold what its column wants."""


def lettore(colonna: Column[Any]) -> Lettore:
    """How the cells of a column are read: it takes the cell and who hears what was put right."""
    per_tipo: Lettore
    tipo = tipo_python(colonna)
    if tipo is Decimal:
        per_tipo = _decimale(5 if isinstance(colonna.type, Prezzo) else 2)
    elif tipo is date:
        per_tipo = data
    elif tipo is int:
        per_tipo = intero
    elif colonna.info.get("valori") in (("S", "N"), ("N", "S")):
        per_tipo = si_o_no
    elif "valori" in colonna.info:
        per_tipo = _scelta(colonna.name, colonna.info["valori"])
    else:
        nome = "conto" if colonna.table.name == "cliente" and colonna.name == "codice" else colonna.name
        per_tipo = _testo(nome, colonna.info.get("lunghezza"), piu_righe="righe" in colonna.info)

    def leggi(valore: Any, nota: Nota) -> Any:
        if valore is None:
            return None
        if isinstance(valore, str):
            valore = valore.replace("\xa0", " ").strip()
            if not valore:
                return None
            if valore in _ERRORI:
                raise CellaErrata(f"la cella contiene l'errore {valore}")
        elif isinstance(valore, FormulaSenzaRisultato):
            raise CellaErrata("formula senza risultato: aprire il file con il foglio di calcolo e salvarlo di nuovo")
        return per_tipo(valore, nota)

    return leggi


# ---- text


def _testo(nome: str, lunghezza: int | None, *, piu_righe: bool) -> Lettore:
    libero = lunghezza is None or lunghezza > _TESTI_LIBERI
    a_capo = lunghezza is None or piu_righe

    def leggi(valore: Any, nota: Nota) -> str:
        numerico = isinstance(valore, int | float | Decimal) and not isinstance(valore, bool)
        testo = _scritto(valore, libero, nota)
        if _CONTROLLO.search(testo):
            testo = _una_riga(testo, a_capo, nota)
        if testo.startswith("'") and testo[1:2] in ("=", "+", "-", "@"):
            testo = testo[1:]  # how a CSV says that it is no formula
        return _rimesso_a_posto(nome, testo, numerico, nota)

    return leggi


def _scritto(valore: Any, libero: bool, nota: Nota) -> str:
    if isinstance(valore, str):
        return valore
    if isinstance(valore, bool):
        return "S" if valore else "N"
    if isinstance(valore, int | float | Decimal) and Decimal(valore).is_finite():
        return _cifre(valore)
    if isinstance(valore, datetime | date):
        giorno = data_italiana(valore.date() if isinstance(valore, datetime) else valore)
        if not libero:
            raise CellaErrata(
                f"il foglio di calcolo ha letto una data ({giorno}) dove ci vuole un testo: formattare la colonna come "
                "testo e riscriverlo"
            )
        return giorno
    raise CellaErrata(f"ci vuole un testo, trovato {_descritto(valore)}")


def _cifre(numero: Any) -> str:
    """A number as a person would write it as a code: no exponent, no decimals that are zero."""
    scritto = format(Decimal(repr(numero)) if isinstance(numero, float) else Decimal(numero), "f")
    return scritto.rstrip("0").rstrip(".") if "." in scritto else scritto


def _una_riga(testo: str, a_capo: bool, nota: Nota) -> str:
    testo = testo.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_\n", "\n")
    if a_capo:
        if _CONTROLLO.search(testo.replace("\n", " ").replace("\t", " ")):
            raise CellaErrata("il testo contiene caratteri di controllo")
        return testo
    if _CONTROLLO.search(testo.replace("\n", " ").replace("\t", " ")):
        raise CellaErrata("il testo contiene caratteri di controllo")
    nota("a capo tolti")
    return " ".join(testo.split())


def _rimesso_a_posto(nome: str, testo: str, numerico: bool, nota: Nota) -> str:
    """Put back what a spreadsheet takes away from codes."""
    if nome in _ZERI_DAVANTI:
        testo = _con_gli_zeri(nome, testo, nota)
    elif nome in _TELEFONI:
        if con_zero := _CON_ZERO.fullmatch(testo):
            testo, numerico = con_zero[1], True
        if numerico and 6 <= len(testo) <= 10 and testo[0] != "3":  # a number can't keep the zero of a landline
            nota(f"{testo} letto come 0{testo}")
            testo = f"0{testo}"
    elif nome == "provincia" or nome == "provincia_nascita":
        testo = testo.strip("() ")
    elif nome == "nazione":
        testo = _NAZIONI.get(testo.upper(), testo)
    elif nome in ("conto", "cliente") and numerico and "." in testo:
        intero, _, decimali = testo.partition(".")  # 501.00010 taken for a number is 501.0001
        if len(decimali) < _CIFRE_SOTTOCONTO:
            nota(f"{testo} letto come {intero}.{decimali:0<{_CIFRE_SOTTOCONTO}}")
            testo = f"{intero}.{decimali:0<{_CIFRE_SOTTOCONTO}}"
    elif nome == "cod_iva":
        testo = _aliquota(testo, numerico)
    elif nome in ("codice", "conto", "cliente", "prestazione", "numero_civico") and (
        con_zero := _CON_ZERO.fullmatch(testo)
    ):
        testo = con_zero[1]
    return testo


def _aliquota(testo: str, numerico: bool) -> str:
    """The code of a rate written as a percentage: «22%», or 0.22 of a cell shown as 22%."""
    if numerico and 0 < Decimal(testo) < 1:
        testo = _cifre(Decimal(testo) * 100)
    return testo.removesuffix("%").strip()


def _con_gli_zeri(nome: str, testo: str, nota: Nota) -> str:
    almeno, tutte = _ZERI_DAVANTI[nome]
    cifre = _CON_ZERO.fullmatch(testo)
    nuovo = cifre[1] if cifre else testo
    if nuovo.isascii() and nuovo.isdigit() and almeno <= len(nuovo) < tutte:
        nuovo = nuovo.zfill(tutte)
    if nuovo != testo and nome != "codice_ufficio":
        nota(f"{testo} letto come {nuovo}")
    return nuovo


# ---- letters, numbers, dates


def si_o_no(valore: Any, nota: Nota) -> str:
    """S or N, from all the ways to say yes and no."""
    parola = _cifre(valore) if isinstance(valore, int | float) and not isinstance(valore, bool) else str(valore)
    if parola.lower() in _SI:
        return "S"
    if parola.lower() in _NO:
        return "N"
    raise CellaErrata(f"trovato {_descritto(valore)}, ci vuole S oppure N")


def _scelta(nome: str, valori: tuple[str, ...]) -> Lettore:
    elencati = ", ".join(valore for valore in valori if valore.strip())
    parole = dict(_PAROLE.get(nome, {}))
    if {"S", "N"} <= set(valori):
        parole |= dict.fromkeys(_SI, "S") | dict.fromkeys(_NO, "N")

    def leggi(valore: Any, nota: Nota) -> str:
        if isinstance(valore, bool):
            valore = "S" if valore else "N"
        testo = _cifre(valore) if isinstance(valore, int | float) else str(valore)
        testo = parole.get(testo.lower(), testo)
        if testo not in valori and testo.upper() in valori:
            testo = testo.upper()
        if testo not in valori:
            raise CellaErrata(f"trovato {_descritto(valore)}, ci vuole uno di: {elencati}")
        return testo

    return leggi


def intero(valore: Any, nota: Nota) -> int:
    """A whole number."""
    testo = _cifre(valore) if isinstance(valore, float) else str(valore)
    if isinstance(valore, bool) or not _INTERO.fullmatch(testo) or len(testo) > 12:
        raise CellaErrata(f"trovato {_descritto(valore)}, ci vuole un numero intero")
    return int(Decimal(testo.replace(",", ".")))


def _decimale(decimali: int) -> Lettore:
    unita = Decimal(1).scaleb(-decimali)

    def leggi(valore: Any, nota: Nota) -> Decimal:
        numero = _numero(valore, decimali)
        scalato = numero.quantize(unita, ROUND_HALF_UP)
        if isinstance(valore, float):
            numero = numero.quantize(Decimal("0.00000001"), ROUND_HALF_UP)  # what binary fractions leave at the end
        if numero != scalato:
            raise CellaErrata(f"{_descritto(valore)} ha più di {decimali} decimali")
        return scalato if decimali == 2 else prezzo_normale(scalato + 0)

    return leggi


def _numero(valore: Any, decimali: int) -> Decimal:
    if isinstance(valore, int | float | Decimal) and not isinstance(valore, bool):
        numero = Decimal(repr(valore)) if isinstance(valore, float) else Decimal(valore)
        if not numero.is_finite() or abs(numero) >= 10**11:
            raise CellaErrata(f"trovato {_descritto(valore)}, troppo grande")
        return numero
    if isinstance(valore, str):
        testo = re.sub(r"[€%\s']|eur[o]?", "", valore, flags=re.IGNORECASE)
        if "," in testo and "." in testo:
            migliaia, punto = (".", ",") if testo.rindex(",") > testo.rindex(".") else (",", ".")
            testo = testo.replace(migliaia, "").replace(punto, ".")
        elif testo.count(",") == 1:
            testo = testo.replace(",", ".")
        elif _MIGLIAIA.fullmatch(testo):
            if decimali > 2 and testo.count(".") == 1:
                intero, con_virgola = testo.replace(".", ""), testo.replace(".", ",")
                raise CellaErrata(
                    f"«{valore}» si può leggere in due modi: scriverlo con la virgola ({intero},00 o {con_virgola})"
                )
            testo = testo.replace(".", "")
        if _NUMERO.fullmatch(testo) and len(testo) <= 18:
            return Decimal(testo)
    raise CellaErrata(f"trovato {_descritto(valore)}, ci vuole un numero come 1.234,56")


def data(valore: Any, nota: Nota) -> date:
    """A day: a date of the spreadsheet, or a text in the Italian or in the ISO form."""
    giorno: date | None = None
    if isinstance(valore, datetime):
        giorno = valore.date()
    elif isinstance(valore, date):
        giorno = valore
    elif isinstance(valore, int | float) and not isinstance(valore, bool):
        if valore in _SERIALI:
            giorno = _EPOCA + timedelta(days=int(valore))
            nota(f"{valore} letto come {data_italiana(giorno)}")
    elif isinstance(valore, str):
        giorno = _data_scritta(valore)
    if giorno is None or giorno.year not in _ANNI:
        raise CellaErrata(f"trovato {_descritto(valore)}, ci vuole una data del calendario come 31/12/2026")
    return giorno


def _data_scritta(testo: str) -> date | None:
    if _ANNO_CORTO.fullmatch(testo):
        raise CellaErrata(f"«{testo}»: scrivere l'anno con quattro cifre")
    if trovata := _DATA.fullmatch(testo):
        g, m, a = map(int, trovata.groups())
    elif trovata := _DATA_ISO.fullmatch(testo):
        a, m, g = map(int, trovata.groups())
    else:
        return None
    try:
        return date(a, m, g)
    except ValueError:
        return None


def _descritto(valore: Any) -> str:
    if isinstance(valore, bool):
        return "VERO" if valore else "FALSO"
    if isinstance(valore, datetime | date):
        return f"la data {valore:%d/%m/%Y}"
    if isinstance(valore, time | timedelta):
        return f"l'ora {valore}"
    testo = in_italiano(Decimal(_cifre(valore)), 2) if isinstance(valore, Decimal) else str(valore)
    breve = testo if len(testo) <= 40 else testo[:37] + "…"
    return f"«{_CONTROLLO.sub(' ', breve)}»"
