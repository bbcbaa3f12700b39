"""Stampanti: where prints go (chapter 25). Formato G is pages, in PDF; formato F is the file of Fattura PA."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from parcella.ledger.aziende.schede import apri, elenco, trova
from parcella.ledger.aziende.tabelle import Stampante
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte

PAGINE, FATTURA_PA = "G", "F"
FORMATI = {PAGINE: "Pagine (PDF)", FATTURA_PA: "Fattura PA (XML)"}
"""What comes out, by formato (FPA-060)."""


def salva(session: Session, contesto: Contesto, dati: Mapping[str, Any], risposte: Risposte | None = None) -> Stampante:
    """Write a device, found by its number. One of formato F names its directory: the norm gives the names of the files
    (FPA-064); the pages go to the folder of the azienda, if the device names none."""
    puliti = {nome: valore.strip() if isinstance(valore, str) else valore for nome, valore in dati.items()}
    scheda = apri(session, Stampante, puliti, azienda=contesto.azienda, numero=puliti.get("numero"))
    if scheda.valori["formato"] == FATTURA_PA and not scheda.valori["cartella"]:
        raise Rifiuto("Nome directory: con il formato F Fattura PA va indicato dove scrivere i file.", "cartella")
    return scheda.scrivi(session)


def elimina(session: Session, contesto: Contesto, numero: int) -> None:
    """Delete a device: no document remembers which one it was printed on."""
    session.delete(stampante(session, contesto.azienda, numero))
    session.flush()


def stampante(session: Session, azienda: int, numero: int) -> Stampante:
    """A device by its number. Raises Rifiuto if there is none."""
    trovata = trova(session, Stampante, azienda=azienda, numero=numero)
    if trovata is None:
        raise Rifiuto(
            f"La stampante {numero} non esiste: quelle che ci sono stanno in Servizi, Stampanti.", "stampante"
        )
    return trovata


def predefinita(session: Session, azienda: int, formato: str) -> Stampante | None:
    """The device used when none is named: the first of that formato."""
    return next((s for s in elenco_stampanti(session, azienda) if s.formato == formato), None)


def elenco_stampanti(session: Session, azienda: int) -> list[Stampante]:
    """The devices, by number."""
    return elenco(session, Stampante, "numero", azienda=azienda)
