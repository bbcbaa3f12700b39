"""Checks asked at the field (`Campo.controllo`): the ledger's own, on what was typed, blanks apart."""

import re
from collections.abc import Mapping
from typing import Any

ITALIANA = re.compile(r"(IT)?(\d{11})", re.ASCII)


def partita_iva(valore: str, _valori: Mapping[str, Any]) -> None:
    """Eleven digits must have the right check digit; the number of another country is checked on confirming."""
    from parcella.ledger.aziende import identificativi

    if trovata := ITALIANA.fullmatch(_unita(valore)):
        identificativi.partita_iva(trovata.group(2))


def partita_iva_italiana(valore: str, _valori: Mapping[str, Any]) -> None:
    """That of a company of ours."""
    from parcella.ledger.aziende import identificativi

    identificativi.partita_iva(_unita(valore))


def codice_fiscale(valore: str, _valori: Mapping[str, Any]) -> None:
    """Sixteen characters, or eleven digits."""
    from parcella.ledger.aziende import identificativi

    identificativi.codice_fiscale(_unita(valore))


def iban(valore: str, _valori: Mapping[str, Any]) -> None:
    """Length and check digits."""
    from parcella.ledger.aziende import identificativi

    identificativi.iban(_unita(valore))


def cap(valore: str, _valori: Mapping[str, Any]) -> None:
    """Five digits: the address is an Italian one."""
    from parcella.ledger.esito import Rifiuto

    if not re.fullmatch(r"\d{5}", valore.strip(), re.ASCII):
        raise Rifiuto(f"Il CAP {valore} non è valido: scrivere cinque cifre.", "cap")


def _unita(valore: str) -> str:
    return valore.replace(" ", "").upper()
