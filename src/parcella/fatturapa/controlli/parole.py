"""How a value of a file is quoted in a message, and what is said of one that has not the form it should."""

import re
from decimal import Decimal

from parcella.fatturapa.tracciato.formati import Formato
from parcella.ledger.tipi import in_italiano

_MASSIMO = 60
_ALL_ITALIANA = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")


def mostra(testo: str) -> str:
    """A value between quotes, cut when long; characters that can't be seen are told by their code."""
    corto = testo if len(testo) <= _MASSIMO else testo[:_MASSIMO] + "…"
    return f"«{''.join(c if c.isprintable() else f'[U+{ord(c):04X}]' for c in corto)}»"


def difetto(formato: Formato, testo: str) -> tuple[str, str]:
    """What is wrong with a text that has not the form, and what to do."""
    if testo == "":
        return "non c'è nessun valore", "scrivere il valore"
    if formato.ultimo_carattere is not None:
        estraneo = next((c for c in testo if c > formato.ultimo_carattere), None)
        if estraneo is not None:
            return (
                f"trovato il carattere {mostra(estraneo)} (U+{ord(estraneo):04X}) in {mostra(testo)}",
                "riscrivere il testo con i caratteri ammessi",
            )
    if formato.lunghezza is not None and not formato.lunghezza[0] <= len(testo) <= formato.lunghezza[1]:
        return f"trovati {len(testo)} caratteri, {mostra(testo)}", formato.rimedio
    if testo != testo.strip() and formato.vale(testo.strip()):
        return f"trovato {mostra(testo)} con degli spazi intorno", "togliere gli spazi e gli a capo intorno al valore"
    vicino = re.sub(r"\s", "", testo).upper()
    if vicino and formato.vale(vicino):
        return f"trovato {mostra(testo)}", f"scrivere {vicino}"
    giorno = _ALL_ITALIANA.fullmatch(testo.strip())
    if giorno and formato.vale(scritto := f"{giorno[3]}-{giorno[2]:0>2}-{giorno[1]:0>2}"):
        return f"trovato {mostra(testo)}", f"scrivere la data con l'anno davanti: {scritto}"
    if "," in testo and formato.vale(testo.replace(".", "").replace(",", ".")):
        return f"trovato {mostra(testo)}", "scrivere i decimali dopo il punto e non dopo la virgola"
    return f"trovato {mostra(testo)}", formato.rimedio


def cifra(valore: Decimal | None) -> str:
    """A number as an Italian reads it, with two decimals or all those it has."""
    if valore is None:
        return ""
    pulito = valore.normalize()
    esponente = pulito.as_tuple().exponent
    return in_italiano(valore, max(2, -esponente if isinstance(esponente, int) else 2))
