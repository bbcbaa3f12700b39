"""The bank of a client and its mandate for the direct debit (SDD): what they must be, what an IBAN proposes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parcella.ledger.aziende import identificativi as forma
from parcella.ledger.clienti.lotti import Record
from parcella.ledger.esito import Rifiuto, Risposte

_CON_ABI = ("IT", "SM")
_SEPA = re.compile(r"[A-Z0-9/\-?:().,'+ ]+")
_DEL_MANDATO = ("data_mandato", "tipo_mandato", "sequenza_mandato", "fine_mandato")
TIPO_PROPOSTO, SEQUENZA_PROPOSTA = "CORE", "RCUR"


@dataclass(frozen=True, slots=True)
class Coordinate:
    """What an IBAN tells of its bank; the empty string for what it doesn't."""

    abi: str = ""
    cab: str = ""
    bic: str = ""
    istituto: str = ""


def coordinate(iban: str) -> Coordinate:
    """The bank of a valid IBAN: ABI and CAB for Italy and San Marino, BIC and name where the registry has them."""
    from schwifty import IBAN
    from schwifty.exceptions import SchwiftyException

    try:
        conto = IBAN(iban)
        abi, cab = (conto.bank_code, conto.branch_code) if conto.country_code in _CON_ABI else ("", "")
        return Coordinate(abi, cab, str(conto.bic or ""), (conto.bank_name or "")[:80])
    except SchwiftyException:
        return Coordinate()


def completa(intero: Record, dati: Mapping[str, Any]) -> None:
    """A mandate is CORE and recurrent if nothing else is said; without its identificativo there is none."""
    if intero["identificativo_mandato"] is None:
        if "identificativo_mandato" in dati:
            intero.update({campo: None for campo in _DEL_MANDATO if dati.get(campo) is None})
        return
    intero["tipo_mandato"] = intero["tipo_mandato"] or TIPO_PROPOSTO
    intero["sequenza_mandato"] = intero["sequenza_mandato"] or SEQUENZA_PROPOSTA


def controlla(cliente: Mapping[str, Any], cambiati: Mapping[str, Any], risposte: Risposte) -> None:
    """Refuse an IBAN, a BIC, a holder or a mandate that can't be. Only what is in `cambiati` is told in a note."""
    if cliente["iban"]:
        forma.iban(cliente["iban"])
    if cliente["bic"]:
        forma.bic(cliente["bic"])
    if cliente["codice_fiscale_intestatario"]:
        forma.codice_fiscale(cliente["codice_fiscale_intestatario"], "codice_fiscale_intestatario")
    identificativo = cliente["identificativo_mandato"]
    if identificativo is None:
        for campo in _DEL_MANDATO:
            if cliente[campo] is not None:
                raise Rifiuto("Indicare prima l'identificativo del mandato.", "identificativo_mandato")
        return
    _controlla_identificativo(identificativo)
    if cliente["data_mandato"] is None:
        raise Rifiuto(f"Il mandato {identificativo} vuole la data della firma.", "data_mandato")
    if cliente["fine_mandato"] is not None and cliente["fine_mandato"] < cliente["data_mandato"]:
        raise Rifiuto("Il mandato finisce prima della firma.", "fine_mandato")
    if cliente["tipo_mandato"] == "B2B" and cliente["privato"] == "S" and cliente["senza_partita_iva"] != "N":
        raise Rifiuto("Un mandato B2B è solo di un'impresa: per un privato va CORE.", "tipo_mandato")
    if not cliente["iban"] and "identificativo_mandato" in cambiati:
        risposte.avvisa("mandato_senza_iban", f"Il mandato {identificativo} non si può incassare finché manca l'IBAN.")


def _controlla_identificativo(identificativo: str) -> None:
    if not _SEPA.fullmatch(identificativo):
        sbagliato = next(c for c in identificativo if not _SEPA.fullmatch(c))
        raise Rifiuto(
            f"L'identificativo del mandato non può contenere «{sbagliato}»: solo lettere senza accento, cifre, "
            "spazi e / - ? : ( ) . , ' +",
            "identificativo_mandato",
        )
    if identificativo.startswith("/") or identificativo.endswith("/") or "//" in identificativo:
        raise Rifiuto(
            "L'identificativo del mandato non comincia e non finisce con / e non contiene //.", "identificativo_mandato"
        )
