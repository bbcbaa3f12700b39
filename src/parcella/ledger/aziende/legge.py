"""The law, dated: rates, thresholds, casse and printed wordings as they were on a day.

Rows are data (`predefiniti/legge.json`), added to an archive once and corrected by the user; no rate is in the code.

Names of the values: `iva_ordinaria`, `bollo_importo`, `bollo_soglia`, `rivalsa_inps`, `limite_contanti`,
`iva_per_cassa_dal` (1,00 where the regime exists: none before it began).
"""

from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, select

from parcella.ledger.aziende.schede import apri
from parcella.ledger.aziende.tabelle import Cassa, RiferimentoNormativo, ValoreDiLegge
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte

Datata = TypeVar("Datata", ValoreDiLegge, Cassa, RiferimentoNormativo)


def valore(session: Session, nome: str, giorno: date) -> Decimal | None:
    """A rate or threshold on a day, or None where the law had none."""
    riga = session.exec(select(ValoreDiLegge).where(ValoreDiLegge.nome == nome, *_in_vigore(ValoreDiLegge, giorno)))
    trovata = riga.first()
    return None if trovata is None else trovata.valore


def riferimenti(session: Session, giorno: date) -> dict[str, str]:
    """The wordings in force on a day, by code."""
    return {riga.codice: riga.testo for riga in _elenco(session, RiferimentoNormativo, giorno)}


def casse(session: Session, giorno: date) -> list[Cassa]:
    """The casse previdenza as they were on a day, by code."""
    return sorted(_elenco(session, Cassa, giorno), key=lambda cassa: cassa.tipo_cassa)


def percentuale_cassa(session: Session, tipo_cassa: str, giorno: date) -> Decimal | None:
    """The contributo integrativo of a cassa on a day; None for a cassa that charges none."""
    return next((c.percentuale for c in casse(session, giorno) if c.tipo_cassa == tipo_cassa), None)


def salva_cassa(session: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> Cassa:
    """Write the contributo of a cassa from a date on; casse are common to the archive."""
    scheda = apri(session, Cassa, dati, tipo_cassa=dati.get("tipo_cassa"), valido_dal=dati.get("valido_dal"))
    valori = scheda.valori
    if valori["valido_al"] is not None and valori["valido_al"] < valori["valido_dal"]:
        raise Rifiuto(f"Cassa {valori['tipo_cassa']}: finisce di valere prima di cominciare.", "valido_al")
    return scheda.scrivi(session)


def _elenco(session: Session, tabella: type[Datata], giorno: date) -> list[Datata]:
    return list(session.exec(select(tabella).where(*_in_vigore(tabella, giorno))).all())


def _in_vigore(tabella: Any, giorno: date) -> tuple[ColumnElement[bool], ...]:
    return tabella.valido_dal <= giorno, or_(tabella.valido_al.is_(None), tabella.valido_al >= giorno)
