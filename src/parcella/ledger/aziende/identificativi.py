"""The form of the identifiers: codice fiscale, partita IVA, IBAN, addresses of the electronic invoice (fisco § 4).

Each function takes a value already normalised (capitals, no blanks) and refuses it, naming the field.
"""

import re

from parcella.ledger.aziende.elenchi import NAZIONI, PROVINCE, PROVINCIA_ESTERA
from parcella.ledger.esito import Rifiuto

ITALIA = "IT"
_CON_CIN = ("IT", "SM")
CODICE_DESTINATARIO_ESTERO = "XXXXXXX"
_INDIRIZZO = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_CASELLA_SDI = re.compile(r"sdi\d*@pec\.fatturapa\.it", re.IGNORECASE)


def codice_fiscale(valore: str, campo: str = "codice_fiscale") -> None:
    """Sixteen characters of a person, omocodia included, or eleven digits of an entity."""
    if len(valore) == 11:
        _undici_cifre(valore, "Il codice fiscale {} non è valido", campo)
        return
    from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidLength, ValidationError
    from stdnum.it import codicefiscale

    try:
        if codicefiscale.validate(valore) == valore:
            return
        motivo = "va scritto in maiuscolo, senza spazi"
    except InvalidLength:
        motivo = f"deve avere 16 caratteri (persona) o 11 cifre (ente), non {len(valore)}"
    except InvalidChecksum:
        motivo = "il carattere di controllo è errato"
    except InvalidComponent:
        motivo = "la data di nascita che contiene non esiste"
    except ValidationError:
        motivo = "lettere e cifre non sono al loro posto"
    raise Rifiuto(f"Il codice fiscale {valore} non è valido: {motivo}.", campo)


def partita_iva(valore: str, campo: str = "partita_iva") -> bool:
    """Refuse an Italian partita IVA with a wrong check digit; True if its office (digits 8-10) is known."""
    _undici_cifre(valore, "La partita IVA {} non è valida", campo)
    ufficio = valore[7:10]
    return "001" <= ufficio <= "100" or ufficio in ("120", "121", "888", "999")


def _undici_cifre(valore: str, frase: str, campo: str) -> None:
    from stdnum import luhn

    if not re.fullmatch(r"[0-9]{11}", valore):
        motivo = "deve avere 11 cifre"
    elif valore.startswith("0000000"):
        motivo = "le prime sette cifre non possono essere tutte zero"
    elif not luhn.is_valid(valore):
        motivo = "la cifra di controllo è errata"
    else:
        return
    raise Rifiuto(f"{frase.format(valore)}: {motivo}.", campo)


def senza_prefisso(partita_iva: str, nazione: str) -> str:
    """A VAT number without the country it may begin with (Greece writes EL)."""
    for prefisso in {nazione, "EL" if nazione == "GR" else nazione}:
        if partita_iva.startswith(prefisso):
            return partita_iva.removeprefix(prefisso)
    return partita_iva


def partita_iva_estera(valore: str, nazione: str, campo: str = "partita_iva") -> None:
    """The VIES format for the countries of the Union; letters and digits, up to 28, elsewhere."""
    from stdnum.eu import vat

    if not re.fullmatch(r"[0-9A-Z+*]{1,28}", valore):
        raise Rifiuto(f"La partita IVA estera {valore} ammette solo lettere e cifre, al massimo 28.", campo)
    if nazione.lower() in vat.MEMBER_STATES:
        prefisso = "EL" if nazione == "GR" else nazione
        if not vat.is_valid(prefisso + valore):
            raise Rifiuto(f"La partita IVA {valore} non è valida per la nazione {nazione}.", campo)


def iban(valore: str, campo: str = "iban") -> None:
    """Length and check digits of the country; for Italy the CIN too."""
    from stdnum import iban as modulo

    if not modulo.is_valid(valore):
        raise Rifiuto(f"L'IBAN {valore} non è valido: lunghezza o caratteri di controllo errati.", campo)
    if valore[:2] in _CON_CIN:
        from schwifty import IBAN
        from schwifty.exceptions import SchwiftyException

        try:
            IBAN(valore, validate_bban=True)
        except SchwiftyException:
            raise Rifiuto(f"L'IBAN {valore} non è valido: il CIN, la lettera {valore[4]}, è errato.", campo) from None


def bic(valore: str, campo: str = "bic") -> None:
    """A BIC of 8 or 11 characters."""
    from schwifty import BIC
    from schwifty.exceptions import SchwiftyException

    try:
        BIC(valore)
    except SchwiftyException:
        raise Rifiuto(f"Il BIC {valore} non è valido.", campo) from None


def posta_elettronica(valore: str, campo: str) -> None:
    """An e-mail address of 7 to 256 characters. Whether it is a PEC can't be told from its form."""
    if not 7 <= len(valore) <= 256 or not _INDIRIZZO.fullmatch(valore):
        raise Rifiuto(f"L'indirizzo di posta {valore} non è valido.", campo)


def pec_destinatario(valore: str, campo: str = "pec_destinatario") -> None:
    """A PEC, not a mailbox of the Sistema di Interscambio itself."""
    posta_elettronica(valore, campo)
    if _CASELLA_SDI.fullmatch(valore):
        raise Rifiuto(f"{valore} è una casella del Sistema di Interscambio, non la PEC del cliente.", campo)


def codice_destinatario(valore: str, nazione: str, campo: str = "codice_destinatario") -> None:
    """Seven capitals or digits; XXXXXXX only abroad."""
    if not re.fullmatch(r"[A-Z0-9]{7}", valore):
        raise Rifiuto(f"Il codice destinatario {valore} deve avere 7 caratteri fra A-Z e 0-9.", campo)
    if valore == CODICE_DESTINATARIO_ESTERO and nazione == ITALIA:
        raise Rifiuto("Il codice destinatario XXXXXXX è riservato ai clienti esteri.", campo)


def codice_ufficio(valore: str, campo: str = "codice_ufficio") -> None:
    """The six capitals or digits of indicepa.gov.it."""
    if not re.fullmatch(r"[A-Z0-9]{6}", valore):
        raise Rifiuto(f"Il codice ufficio {valore} deve avere 6 caratteri fra A-Z e 0-9.", campo)


def indirizzo(nazione: str, provincia: str | None, cap: str | None) -> None:
    """Country of ISO 3166; in Italy a CAP of five digits and a province of the list, abroad nothing or EE."""
    if nazione not in NAZIONI:
        raise Rifiuto(f"La nazione {nazione} non esiste: indicare le due lettere ISO 3166 (IT, DE, FR…).", "nazione")
    if nazione != ITALIA:
        if provincia not in (None, PROVINCIA_ESTERA):
            raise Rifiuto(f"Per la nazione {nazione} la provincia è EE o vuota, non {provincia}.", "provincia")
        return
    if provincia is not None and provincia not in PROVINCE:
        raise Rifiuto(f"La provincia {provincia} non esiste.", "provincia")
    if cap is not None and not re.fullmatch(r"[0-9]{5}", cap):
        raise Rifiuto(f"Il CAP {cap} deve avere 5 cifre.", "cap")
