"""Changes of the law, written by the user: a new value begins on a day, and closes the one before.

What was in force on a past day is never overwritten unawares: a value that begins on a day that has one already is
refused here, and is corrected by its own rule.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from parcella.ledger.aziende.legge import Datata
from parcella.ledger.aziende.schede import apri, elenco
from parcella.ledger.aziende.tabelle import Cassa, RiferimentoNormativo, ValoreDiLegge
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte

CHIAVI: dict[type[Any], str] = {ValoreDiLegge: "nome", Cassa: "tipo_cassa", RiferimentoNormativo: "codice"}
"""The column that names what is dated, in each of the law tables."""
_UN_GIORNO = timedelta(days=1)


def elenco_periodi(session: Session, tabella: type[Datata]) -> list[Datata]:
    """Every period of a law table, by name and date."""
    return elenco(session, tabella, CHIAVI[tabella], "valido_dal")


def aggiungi_periodo(
    session: Session, contesto: Contesto, tabella: type[Datata], dati: dict[str, Any], risposte: Risposte
) -> Datata:
    """Write a value that begins on `valido_dal`: the one before ends the day before, a later one is kept."""
    dal, suoi = dati["valido_dal"], _periodi(session, tabella, dati)
    if any(periodo.valido_dal == dal for periodo in suoi):
        raise Rifiuto(f"{_nome(tabella, dati)}: dal {dal:%d/%m/%Y} un valore c'è già; si può correggere.", "valido_dal")
    prima = [periodo for periodo in suoi if periodo.valido_dal < dal]
    dopo = [periodo for periodo in suoi if periodo.valido_dal > dal]
    if prima and (prima[-1].valido_al is None or prima[-1].valido_al >= dal):
        prima[-1].valido_al = dal - _UN_GIORNO
    al = dopo[0].valido_dal - _UN_GIORNO if dopo else None
    nuovo = apri(session, tabella, dati | {"valido_al": al}, **_chiave(tabella, dati), valido_dal=dal).scrivi(session)
    _avvisa_se_passato(contesto, dal, risposte)
    return nuovo


def correggi_periodo(
    session: Session, contesto: Contesto, tabella: type[Datata], dati: dict[str, Any], risposte: Risposte
) -> Datata:
    """Put right a value that was written wrong; its dates stay."""
    dal = dati["valido_dal"]
    scritti = {nome: valore for nome, valore in dati.items() if nome != "valido_al"}
    scheda = apri(session, tabella, scritti, **_chiave(tabella, dati), valido_dal=dal)
    if scheda.nuova:
        raise Rifiuto(f"{_nome(tabella, dati)}: dal {dal:%d/%m/%Y} non c'è un valore da correggere.", "valido_dal")
    _avvisa_se_passato(contesto, dal, risposte)
    return scheda.scrivi(session)


def elimina_periodo(session: Session, tabella: type[Datata], nome: str, dal: date) -> None:
    """Delete the last value of all, written by mistake: the one before is in force again."""
    suoi = _periodi(session, tabella, {CHIAVI[tabella]: nome})
    if len(suoi) < 2 or suoi[-1].valido_dal != dal:
        raise Rifiuto(f"{nome}: si cancella solo l'ultimo valore, e quando ce n'è uno prima.", "valido_dal")
    suoi[-2].valido_al = suoi[-1].valido_al
    session.delete(suoi[-1])
    session.flush()


def _periodi(session: Session, tabella: type[Datata], dati: dict[str, Any]) -> Sequence[Datata]:
    return elenco(session, tabella, "valido_dal", **_chiave(tabella, dati))


def _chiave(tabella: type[Datata], dati: dict[str, Any]) -> dict[str, Any]:
    return {CHIAVI[tabella]: dati[CHIAVI[tabella]]}


def _nome(tabella: type[Datata], dati: dict[str, Any]) -> str:
    return str(dati[CHIAVI[tabella]])


def _avvisa_se_passato(contesto: Contesto, dal: date, risposte: Risposte) -> None:
    if dal <= contesto.data_lavoro:
        risposte.avvisa("valore_dal_passato", "Vale anche per giorni passati: i documenti già emessi non cambiano.")
