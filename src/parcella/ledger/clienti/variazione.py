"""The mass change of the electronic invoicing of clients (cap. 24: FEL-037…042)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session

from parcella.ledger.aziende.tabelle import Serie
from parcella.ledger.clienti import anagrafica
from parcella.ledger.clienti.lotti import tavola
from parcella.ledger.clienti.nomi import nome_cliente
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte

_C = tavola(Cliente).c


@dataclass(frozen=True, slots=True)
class Selezione:
    """Which clients: those with electronic invoicing S or N, those on a sezionale; None is all (FEL-037, FEL-038)."""

    fatturazione_elettronica: str | None = None
    sezionale: int | None = None


@dataclass(frozen=True, slots=True)
class Variata:
    """A client the change is for, as it was and as it will be."""

    codice: str
    nome: str
    tipo_prima: str
    sezionale_prima: int | None
    tipo_dopo: str
    sezionale_dopo: int | None


def variazioni(
    session: Session, contesto: Contesto, selezione: Selezione, fatturazione: str, sezionale: int | None
) -> list[Variata]:
    """What the change would do, client by client, those it would leave as they are not counted. Raises Rifiuto.

    Cancelled clients are left alone; a client with Fatt. PA stays electronic (FEL-011).
    """
    _controlla(session, contesto, fatturazione, sezionale)
    variate = []
    for cliente in session.execute(_domanda(contesto, selezione)):
        dopo = (fatturazione, sezionale)
        if fatturazione == "N" and cliente.fattura_pa == "S":
            continue
        if dopo != (cliente.tipo_fattura_elettronica, cliente.sezionale_fattura_elettronica):
            variate.append(
                Variata(
                    cliente.codice,
                    nome_cliente(cliente),
                    cliente.tipo_fattura_elettronica,
                    cliente.sezionale_fattura_elettronica,
                    *dopo,
                )
            )
    return variate


def varia(
    session: Session,
    contesto: Contesto,
    selezione: Selezione,
    fatturazione: str,
    sezionale: int | None,
    risposte: Risposte,
) -> list[Variata]:
    """Write the change, all or nothing, and give what was changed."""
    variate = variazioni(session, contesto, selezione, fatturazione, sezionale)
    elenco: list[Mapping[str, Any]] = [
        {
            "codice": variata.codice,
            "tipo_fattura_elettronica": variata.tipo_dopo,
            "sezionale_fattura_elettronica": variata.sezionale_dopo,
        }
        for variata in variate
    ]
    anagrafica.scrivi_tutti(session, contesto, elenco, risposte)
    return variate


def _controlla(session: Session, contesto: Contesto, fatturazione: str, sezionale: int | None) -> None:
    """FEL-039, FEL-040, FEL-041. A serie that doesn't say what it holds takes both (cap. 24, Ambiguità 2)."""
    if fatturazione not in ("S", "N"):
        raise Rifiuto("Fatturaz.elettronica: sono ammessi S e N.", "var_fatturazione_elettronica")
    if fatturazione == "N":
        if sezionale is not None:
            raise Rifiuto("Con Fatturaz.elettronica = N il sezionale non deve essere indicato.", "var_sezionale")
        return
    if sezionale is None:
        raise Rifiuto("Indicare il sezionale IVA da abilitare.", "var_sezionale")
    s = tavola(Serie).c
    trovata = session.execute(
        select(s.fattura_elettronica).where(s.azienda == contesto.azienda, s.documento == "PA", s.serie == sezionale)
    ).first()
    if trovata is None:
        raise Rifiuto(f"La serie {sezionale} delle parcelle non esiste.", "var_sezionale")
    if trovata.fattura_elettronica == "N":
        raise Rifiuto("Il sezionale indicato non e' abilitato alla fatturazione elettronica.", "var_sezionale")


def _domanda(contesto: Contesto, selezione: Selezione) -> Any:
    domanda = select(
        _C.codice, _C.ragione_sociale, _C.cognome, _C.nome, _C.fattura_pa,
        _C.tipo_fattura_elettronica, _C.sezionale_fattura_elettronica,
    ).where(_C.azienda == contesto.azienda, _C.annullato == "N")  # fmt: skip
    abilitato = or_(_C.tipo_fattura_elettronica == "S", _C.fattura_pa == "S")  # cap. 24, Ambiguità 7
    if selezione.fatturazione_elettronica is not None:
        domanda = domanda.where(abilitato if selezione.fatturazione_elettronica == "S" else ~abilitato)
    if selezione.sezionale is not None:
        domanda = domanda.where(_C.sezionale_fattura_elettronica == selezione.sezionale)
    return domanda.order_by(_C.chiave_nome, _C.codice)
