"""How the codes of the prestazioni are made: length of the code and of the descriptions, second code (PRE-029).

With a length L, code and description are 40 characters together and the extension is 40 more, L for a D (PRE-041,
PRE-042, PRE-045). Without one, nothing but the width of the columns holds: so are archives where nobody has set it.

Codes stored before L was set are not refused: a description is checked when it is changed, a code when it is new.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from parcella.ledger.aziende import schede
from parcella.ledger.clienti.lotti import tavola
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.prestazioni.tabelle import LUNGHEZZA_CODICE, ParametriPrestazioni, Prestazione

LUNGHEZZE_CODICE = (8, 12, 16, 20, 24, 28, 32)
TOTALE = 40
_PASSO = 4
_SENZA_LIMITE = 80
_IN_LINGUA = 52
_NOMINATI = 5


@dataclass(frozen=True, slots=True)
class Lunghezze:
    """How many characters each field of a prestazione has. `in_linea`: the extension goes on from the description."""

    codice: int
    descrizione: int
    estensione: int
    in_lingua: int
    in_linea: bool = False
    a_parte: bool = False
    """The extension is a field of its own, reached with the right arrow (PRE-043)."""

    def intera(self, descrizione: str | None, estensione: str | None) -> str:
        """The two parts as one text: a word cut between them is whole again."""
        if self.in_linea and estensione and len(descrizione or "") <= self.descrizione:
            return f"{descrizione or '':<{self.descrizione}}{estensione}"
        return " ".join(filter(None, (descrizione, estensione)))

    def parti(self, testo: str) -> tuple[str, str]:
        """A text written in line, as it is kept: description and extension (PRE-044)."""
        return testo[: self.descrizione].rstrip(), testo[self.descrizione :].rstrip()


def lunghezze(lunghezza_codice: int | None, tipo: str = "R") -> Lunghezze:
    """The table of PRE-042; `tipo` D has an extension as long as the code (PRE-045)."""
    if lunghezza_codice is None:
        return Lunghezze(LUNGHEZZA_CODICE, _SENZA_LIMITE, _SENZA_LIMITE, _IN_LINGUA)
    descrizione = TOTALE - lunghezza_codice
    estensione = lunghezza_codice if tipo == "D" else TOTALE
    in_lingua = descrizione + TOTALE if lunghezza_codice == LUNGHEZZA_CODICE else _IN_LINGUA  # PRE-047
    in_linea = lunghezza_codice > TOTALE // 2
    return Lunghezze(lunghezza_codice, descrizione, estensione, in_lingua, in_linea, not in_linea)


def leggi(session: Session, azienda: int) -> ParametriPrestazioni:
    """The settings of the azienda: those of serie if nobody has written them."""
    scritti = schede.trova(session, ParametriPrestazioni, azienda=azienda)
    return scritti if scritti is not None else ParametriPrestazioni(azienda=azienda)


def lunghezza_codice(session: Session, azienda: int) -> int | None:
    """The length set for the codes, None if there is none."""
    t = tavola(ParametriPrestazioni)
    lunghezza: int | None = session.execute(select(t.c.lunghezza_codice).where(t.c.azienda == azienda)).scalar()
    return lunghezza


def con_codice_alternativo(session: Session, azienda: int) -> bool:
    """The second code is in use (PRE-008, PRE-106)."""
    t = tavola(ParametriPrestazioni)
    return session.execute(select(t.c.codice_alternativo).where(t.c.azienda == azienda)).scalar() != "N"


def salva(session: Session, contesto: Contesto, dati: Mapping[str, Any], risposte: Risposte) -> ParametriPrestazioni:
    """Write the settings. Those that do not fit a new length are told, and stay as they are until they are changed."""
    scheda = schede.apri(session, ParametriPrestazioni, dati, azienda=contesto.azienda)
    lunghezza = scheda.valori["lunghezza_codice"]
    if lunghezza is not None and lunghezza % _PASSO:
        ammesse = ", ".join(map(str, LUNGHEZZE_CODICE))
        raise Rifiuto(
            f"La lunghezza del codice è una di {ammesse}, oppure vuota; trovato {lunghezza}.", "lunghezza_codice"
        )
    cambia = scheda.prima is None or scheda.prima.lunghezza_codice != lunghezza
    scritti = scheda.scrivi(session)
    if cambia and (fuori := list(fuori_misura(session, contesto.azienda))):
        nomi = ", ".join(fuori[:_NOMINATI]) + (" …" if len(fuori) > _NOMINATI else "")
        risposte.avvisa(
            "prestazioni_fuori_misura",
            f"Prestazioni più lunghe di quanto stabilito: {len(fuori)} ({nomi}). Restano finché non si variano.",
        )
    return scritti


def fuori_misura(session: Session, azienda: int) -> Iterator[str]:
    """The codes that do not fit the lengths set, by code."""
    lunghezza = lunghezza_codice(session, azienda)
    t = tavola(Prestazione)
    domanda = select(t.c.codice, t.c.tipo, t.c.descrizione, t.c.descrizione_estesa).where(t.c.azienda == azienda)
    for riga in session.execute(domanda.order_by(t.c.codice)):
        misure = lunghezze(lunghezza, riga.tipo)
        if (
            len(riga.codice) > misure.codice
            or len(riga.descrizione) > misure.descrizione
            or len(riga.descrizione_estesa or "") > misure.estensione
        ):
            yield riga.codice


def controlla_misure(
    prestazione: Mapping[str, Any], esistente: Mapping[str, Any] | None, lunghezza: int | None
) -> None:
    """Refuse a new code, or a description that changes, longer than the lengths set (PRE-041, PRE-045)."""
    misure = lunghezze(lunghezza, prestazione["tipo"])
    for campo, massimo, che_cosa in (
        ("codice", misure.codice, "Il codice"),
        ("descrizione", misure.descrizione, "La descrizione"),
        ("descrizione_estesa", misure.estensione, "L'estensione della descrizione"),
    ):
        valore = prestazione[campo] or ""
        if len(valore) > massimo and (esistente is None or valore != esistente[campo]):
            perche = "" if lunghezza is None else f" con codici di {lunghezza}"
            raise Rifiuto(f"{che_cosa} ha {len(valore)} caratteri: al massimo {massimo}{perche}.", campo)
