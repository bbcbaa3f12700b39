"""How a value of a file is quoted in a message, and what is said of one that has not the form it should."""

from decimal import Decimal

from parcella.fatturapa.tracciato.formati import Formato, stringi
from parcella.ledger.tipi import in_italiano

_MASSIMO = 60


def mostra(testo: str) -> str:
    """A value between quotes, cut when long; characters that can't be seen are told by their code."""
    corto = testo if len(testo) <= _MASSIMO else testo[:_MASSIMO] + "…"
    return f"«{''.join(c if c.isprintable() else f'[U+{ord(c):04X}]' for c in corto)}»"


def difetto(formato: Formato, testo: str) -> tuple[str, str]:
    """What is wrong with a text that has not the form, and what to do."""
    if testo == "":
        return "è vuoto", "scrivere il valore, o togliere l'elemento se è facoltativo"
    if formato.codici is not None:
        vicino = stringi(testo).upper()
        if vicino in formato.codici:
            return f"trovato {mostra(testo)}", f"scrivere {vicino}, maiuscolo e senza spazi"
        return f"trovato {mostra(testo)}", formato.rimedio
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
