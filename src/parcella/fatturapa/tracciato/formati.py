"""The forms a value may have: what each word of the column `formato` of tracciato.txt means.

Blanks count as the schema counts them: they are part of a text, and may stand around a number but not around a date
(libxml2 lets them follow the zone of a date with an hour).
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

_BIANCHI = r"[ \t\n\r]*"
_PAROLA = r"[!#-'*+/-9=?A-Z^-~-]+"
_PEC = re.compile(
    rf'(?:{_PAROLA}(?:\.{_PAROLA})*|"(?:\[\]!#-[^-~ \t]|\\[\t -~])+")'
    rf"@(?:{_PAROLA}(?:\.{_PAROLA})*|\[[\t -Z^-~]*\])"
)
_ZONA = "(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)"
_FUSO = f"{_ZONA}?"
_DATA = re.compile(rf"(-?(?:[1-9][0-9]{{4,}}|[0-9]{{4}}))-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]){_FUSO}")
_ORA = re.compile(
    rf"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)(?:{_ZONA}{_BIANCHI})?"
)
_NULLO = re.compile("-?0+")
_ULTIMO_ANNO = 2**63 - 1  # of those who validate with libxml2


@dataclass(frozen=True, slots=True)
class Formato:
    """A form. `vale` tells if a text, as it stands in the file, has it; `ammesso` says in words what it wants."""

    nome: str
    vale: Callable[[str], object]
    ammesso: str
    rimedio: str = "correggere il valore"
    lunghezza: tuple[int, int] | None = None
    ultimo_carattere: str | None = None
    codici: Mapping[str, str] | None = None


def leggi_formato(parole: str, codici: Mapping[str, Mapping[str, str]]) -> Formato:
    """The form a cell of the column names: `latino 1-60`, `codice natura`, `importo`. KeyError for an unknown word."""
    nome, _, argomento = parole.partition(" ")
    if nome == "codice":
        return _di_codici(parole, codici[argomento])
    if argomento:
        primo, _, secondo = argomento.partition("-")
        return _MISURATI[nome](parole, int(primo), int(secondo or primo))
    return _FISSI[nome]


def _di_codici(nome: str, tabella: Mapping[str, str]) -> Formato:
    elenco = ", ".join(tabella)
    return Formato(
        nome,
        tabella.__contains__,
        f"uno dei codici {elenco}" if len(tabella) > 1 else f"solo {elenco}",
        "scegliere un codice della tabella",
        codici=tabella,
    )


def _di_lettere(nome: str, minimo: int, massimo: int, ultimo: str, quali: str) -> Formato:
    limite = f"\\x{ord(ultimo):02x}"
    return Formato(
        nome,
        re.compile(f"[\\x00-{limite}]{{{minimo},{massimo}}}").fullmatch,
        f"{_da_a(minimo, massimo)} {quali}",
        "riscrivere il testo con i caratteri ammessi, o accorciarlo",
        (minimo, massimo),
        ultimo,
    )


def _latino(nome: str, minimo: int, massimo: int) -> Formato:
    quali = "dell'alfabeto latino (lettere accentate sì; €, virgolette tipografiche e lineette no)"
    return _di_lettere(nome, minimo, massimo, "\xff", quali)


def _ascii(nome: str, minimo: int, massimo: int) -> Formato:
    return _di_lettere(nome, minimo, massimo, "\x7f", "semplici (lettere senza accenti, cifre, segni comuni)")


def _libero(nome: str, minimo: int, massimo: int) -> Formato:
    vale = re.compile(f"(?s:.{{{minimo},{massimo}}})").fullmatch
    return Formato(nome, vale, _da_a(minimo, massimo), "accorciare o completare il testo", (minimo, massimo))


def _ripetuto(classe: str, quali: str) -> Callable[[str, int, int], Formato]:
    def costruisci(nome: str, minimo: int, massimo: int) -> Formato:
        return Formato(nome, re.compile(f"{classe}{{{minimo}}}").fullmatch, f"{minimo} {quali}")

    return costruisci


def _intero(nome: str, minimo: int, massimo: int) -> Formato:
    cifre = len(str(massimo))  # massimo is always all nines
    numero = rf"\+?0*[1-9][0-9]{{0,{cifre - 1}}}" if minimo else rf"(?:\+?0*[0-9]{{1,{cifre}}}|-0+)"
    return Formato(
        nome, re.compile(f"{_BIANCHI}{numero}{_BIANCHI}").fullmatch, f"un numero intero da {minimo} a {massimo}"
    )


def _da_a(minimo: int, massimo: int) -> str:
    return f"da {minimo} a {massimo} caratteri" if minimo != massimo else f"{minimo} caratteri"


def _numero(nome: str, forma: str, ammesso: str) -> Formato:
    return Formato(
        nome,
        re.compile(f"{_BIANCHI}(?:{forma}){_BIANCHI}").fullmatch,
        ammesso,
        "scrivere il numero con il punto e i decimali richiesti",
    )


def _preciso(nome: str, forma: str, ammesso: str) -> Formato:
    return Formato(nome, re.compile(forma).fullmatch, ammesso)


@lru_cache(maxsize=8192)
def data_valida(testo: str) -> bool:
    """A day of the calendar, `AAAA-MM-GG`, with or without a time zone."""
    trovata = _DATA.fullmatch(testo)
    if trovata is None or _NULLO.fullmatch(trovata[1]):
        return False
    if len(trovata[1]) > 20 or abs(anno := int(trovata[1])) > _ULTIMO_ANNO:
        return False
    # The calendar repeats every 400 years, and monthrange knows only the first 9999.
    return int(trovata[3]) <= monthrange(anno % 400 + 2000, int(trovata[2]))[1]


@lru_cache(maxsize=8192)
def data_di_fattura(testo: str) -> bool:
    """A day from 1970-01-01; on that very day a zone not behind Greenwich is still 1969 somewhere."""
    if not data_valida(testo) or testo[0] == "-":
        return False
    if len(testo) > 10 and testo[4] != "-":
        return True
    return testo[:4] >= "1970" and not (testo[:10] == "1970-01-01" and _avanti(testo[10:]))


def _avanti(fuso: str) -> bool:
    return bool(fuso) and (fuso[0] != "-" or fuso == "-00:00")


def data_ora_valida(testo: str) -> bool:
    """A day and an hour, `AAAA-MM-GGTHH:MM:SS`."""
    giorno, separatore, ora = testo.partition("T")
    # A zone closes the hour, not the day.
    return bool(separatore and giorno[-3:-2] == "-" and data_valida(giorno) and _ORA.fullmatch(ora))


def _titolo_valido(testo: str) -> bool:
    stretto = stringi(testo)
    return 2 <= len(stretto) <= 10 and stretto.isascii()


def _pec_valida(testo: str) -> bool:
    stretto = stringi(testo)
    return len(stretto) <= 256 and _PEC.fullmatch(stretto) is not None


def stringi(testo: str) -> str:
    """Blanks, tabs and newlines as the schema squeezes them."""
    return " ".join(re.split(r"[ \t\n\r]+", testo.strip(" \t\n\r")))


_NON_BASE64 = re.compile(r"[^A-Za-z0-9+/=]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/]*(={0,2})")
_ULTIMI = {0: "", 1: "AEIMQUYcgkosw048", 2: "AQgw"}  # the bits that no byte takes must be zero


def base64_valido(testo: str) -> bool:
    """Groups of four, well padded. Characters that are not base64 are passed over, as readers do."""
    netto = _NON_BASE64.sub("", testo)
    trovato = _BASE64.fullmatch(netto)
    if trovato is None or len(netto) % 4:
        return False
    vuoti = len(trovato[1])
    return not vuoti or netto[-1 - vuoti] in _ULTIMI[vuoti]


_MISURATI: dict[str, Callable[[str, int, int], Formato]] = {
    "latino": _latino,
    "ascii": _ascii,
    "libero": _libero,
    "maiuscole": _ripetuto("[A-Z]", "lettere maiuscole"),
    "alfanumerico": _ripetuto("[A-Z0-9]", "lettere maiuscole o cifre"),
    "cifre": _ripetuto("[0-9]", "cifre"),
    "intero": _intero,
}
_FISSI: dict[str, Formato] = {
    f.nome: f
    for f in (
        _numero("importo", r"-?[0-9]{1,11}\.[0-9]{2}", "un importo con il punto e 2 decimali, per esempio 1040.00"),
        _numero("importo8", r"-?[0-9]{1,11}\.[0-9]{2,8}", "un importo con il punto e da 2 a 8 decimali"),
        _numero("quantita", r"[0-9]{1,12}\.[0-9]{2,8}", "una quantità senza segno, con il punto e da 2 a 8 decimali"),
        _numero(
            "aliquota",
            r"0?[0-9]{1,2}\.[0-9]{2}|100\.00",
            "una percentuale da 0.00 a 100.00, con il punto e 2 decimali",
        ),
        _numero("peso", r"[0-9]{1,4}\.[0-9]{1,2}", "un peso con il punto e 1 o 2 decimali"),
        Formato(
            "data", data_valida, "una data del calendario, AAAA-MM-GG, senza spazi", "scrivere la data così: 2026-04-02"
        ),
        Formato(
            "data_fattura",
            data_di_fattura,
            "una data dal 1970 in poi, AAAA-MM-GG, senza spazi",
            "scrivere la data così: 2026-04-02",
        ),
        Formato(
            "data_ora",
            data_ora_valida,
            "una data con l'ora, AAAA-MM-GGTHH:MM:SS, senza spazi",
            "scrivere data e ora così: 2026-04-02T10:30:00",
        ),
        Formato(
            "titolo",
            _titolo_valido,
            "da 2 a 10 caratteri semplici (lettere senza accenti, cifre, segni comuni)",
            lunghezza=(2, 10),
        ),
        _preciso("nazione", "(?:[A-Z]{2})?", "2 lettere maiuscole (vuoto vale IT)"),
        _preciso("destinatario", "[A-Z0-9]{6,7}", "6 (PA) o 7 lettere maiuscole o cifre"),
        _preciso(
            "posta", r"(?=[\s\S]{7,256}\Z)[^\n\r]+@[^\n\r]+[.]+[^\n\r]+", "un indirizzo di posta, da 7 a 256 caratteri"
        ),
        Formato("pec", _pec_valida, "un indirizzo di posta, fino a 256 caratteri"),
        _preciso("codice_fiscale", "[A-Z0-9]{11,16}", "da 11 a 16 lettere maiuscole o cifre"),
        _preciso("codice_fiscale_persona", "[A-Z0-9]{16}", "16 lettere maiuscole o cifre"),
        _preciso("iban", "[a-zA-Z]{2}[0-9]{2}[a-zA-Z0-9]{11,30}", "un IBAN senza spazi, da 15 a 34 caratteri"),
        _preciso("bic", "[A-Z]{6}[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?", "un BIC di 8 o 11 caratteri"),
        Formato("base64", base64_valido, "il contenuto di un file in base64", "allegare di nuovo il file"),
    )
}
