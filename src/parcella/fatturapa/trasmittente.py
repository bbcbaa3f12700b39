"""Who transmits the files of an azienda: its identifier is in their names and in 1.1.1 (FPA-027…035, FPA-047)."""

from typing import NamedTuple

from parcella.fatturapa.campi import codice_fiscale, obbligatorio
from parcella.ledger.aziende.tabelle import Azienda, Intermediario
from parcella.ledger.esito import Rifiuto


class Trasmittente(NamedTuple):
    """Country and identifier; `chi` is the table of the archive they are read from."""

    paese: str
    identificativo: str
    chi: str


def trasmittente(azienda: Azienda, intermediario: Intermediario | None) -> Trasmittente:
    """The azienda, or the intermediario it names. Raises Rifiuto if nobody transmits, or a datum is missing."""
    if azienda.trasmittente == "A":
        suo = azienda.codice_fiscale or (None if azienda.cognome else azienda.partita_iva)
        return _con(azienda.nazione, suo, "azienda")
    if azienda.trasmittente != "I":
        raise Rifiuto(
            "L'azienda non trasmette fatture elettroniche (trasmittente vuoto): nessun file.", "azienda.trasmittente"
        )
    if intermediario is None:
        raise Rifiuto(
            "Le fatture le trasmette un intermediario (trasmittente I), ma l'azienda non dice quale.",
            "azienda.intermediario_trasmittente",
            "dato_mancante",
        )
    return _con(intermediario.nazione, intermediario.codice_fiscale or intermediario.partita_iva, "intermediario")


def _con(paese: str, identificativo: str | None, chi: str) -> Trasmittente:
    numero = obbligatorio(identificativo, f"{chi}.codice_fiscale").upper()
    if paese == "IT":
        numero = codice_fiscale(numero, f"{chi}.codice_fiscale")
    return Trasmittente(paese, numero, chi)
