"""Partita IVA, codice fiscale, IBAN and BIC: what can be checked without asking anybody (fisco § 4).

A wrong check digit is a refusal; an office nobody knows is a question, because the list of offices has grown before.
"""

import re

from parcella.ledger.esito import Rifiuto, Risposte

_UNDICI_CIFRE = re.compile(r"\d{11}", re.ASCII)


def controlla_partita_iva(valore: str, risposte: Risposte, campo: str = "partita_iva") -> None:
    """An Italian partita IVA: 11 digits, check digit, known office (else the question `partita_iva_ufficio`)."""
    if not _UNDICI_CIFRE.fullmatch(valore):
        raise Rifiuto(f"Partita IVA {valore}: deve avere 11 cifre.", campo)
    from stdnum import luhn
    from stdnum.exceptions import InvalidComponent
    from stdnum.it import iva

    if not luhn.is_valid(valore) or valore.startswith("0000000"):
        raise Rifiuto(f"Partita IVA {valore}: la cifra di controllo non corrisponde.", campo)
    try:
        iva.validate(valore)
    except InvalidComponent:
        risposte.pretendi("partita_iva_ufficio", campo, partita_iva=valore)


def controlla_codice_fiscale(valore: str, risposte: Risposte, campo: str = "codice_fiscale") -> None:
    """A codice fiscale: 16 characters of a person (omocodia too), or the 11 digits of an entity."""
    if _UNDICI_CIFRE.fullmatch(valore):
        controlla_partita_iva(valore, risposte, campo)
        return
    from stdnum.exceptions import ValidationError
    from stdnum.it import codicefiscale

    try:
        if codicefiscale.validate(valore) != valore:
            raise Rifiuto(f"Codice fiscale {valore}: scriverlo in maiuscolo, senza spazi.", campo)
    except ValidationError:
        raise Rifiuto(f"Codice fiscale {valore}: non è formalmente corretto.", campo) from None


def controlla_iban(valore: str, campo: str = "iban") -> None:
    """An IBAN: length of its country, control digits; for an Italian one the CIN too."""
    import schwifty
    from schwifty.exceptions import SchwiftyException

    try:
        if schwifty.IBAN(valore, validate_bban=True).compact != valore:
            raise Rifiuto(f"IBAN {valore}: scriverlo in maiuscolo, senza spazi.", campo)
    except SchwiftyException:
        raise Rifiuto(f"IBAN {valore}: i caratteri di controllo non corrispondono.", campo) from None


def controlla_bic(valore: str, campo: str = "bic") -> None:
    """A BIC of 8 or 11 characters."""
    import schwifty
    from schwifty.exceptions import SchwiftyException

    try:
        schwifty.BIC(valore)
    except SchwiftyException:
        raise Rifiuto(f"BIC {valore}: non è formalmente corretto.", campo) from None
