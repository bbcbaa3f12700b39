"""The check characters of partita IVA, codice fiscale and IBAN, and the mailboxes of SdI."""

import re
from functools import lru_cache

CASELLA_SDI = re.compile(r"sdi\d+@pec\.fatturapa\.it", re.IGNORECASE)


@lru_cache(maxsize=4096)
def controllo_11(numero: str) -> bool:
    """Whether the check digit of a partita IVA, or of an entity's codice fiscale, is right."""
    from stdnum import luhn

    # Not stdnum.it.iva: it refuses the office codes it does not know, which exist.
    return len(numero) == 11 and numero.isascii() and numero.isdigit() and bool(luhn.is_valid(numero))


@lru_cache(maxsize=4096)
def controllo_16(numero: str) -> bool:
    """Whether the check character of a person's codice fiscale is right."""
    from stdnum.it import codicefiscale

    return len(numero) == 16 and bool(codicefiscale.is_valid(numero))


@lru_cache(maxsize=4096)
def iban_giusto(iban: str) -> bool:
    """Whether the check digits of an IBAN, letters and digits without blanks, are right."""
    cifre = "".join(str(int(carattere, 36)) for carattere in iban[4:] + iban[:4])
    return int(cifre) % 97 == 1
