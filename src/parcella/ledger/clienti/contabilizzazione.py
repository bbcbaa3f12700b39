"""Which accounts of the client's own azienda the parcelle of the studio are posted on, or why they are not.

CONTABILIZZA PARCELLE SU AZIENDE CLIENTI (chapter 17) posts with these accounts; the client's card tells beforehand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from parcella.ledger.aziende.schede import trova
from parcella.ledger.aziende.tabelle import Azienda, ContiAutomatici, Conto

NON_CONTABILE = "Non contab: "
PG_CON_CASSA = "$"
PG_NON_CREATO = "*"
LEGENDA_PG = {
    PG_CON_CASSA: "Pagamento creato con il conto automatico 'Cassa'",
    PG_NON_CREATO: "Pagamento non creato anche se richiesto",
}
_SIGLA_MANCANTE = "Sigla azienda mancante in angr.cliente"
_FLAG_N = "Il flag di contabilizza parcelle e'= 'N'"
_SIGLA_INESISTENTE = "Sigla azienda non esistente"
CONTI_DEL_CLIENTE = ("conto_fornitore_studio", "conto_costo_prestazione", "conto_pg")
_AUTOMATICI = (
    "conto_fornitore_studio",
    "conto_costo_prestazione_studio",
    "conto_cassa",
    "conto_iva_acquisti",
    "conto_erario_ritenute_acquisti",
)


@dataclass(frozen=True, slots=True)
class AziendaCliente:
    """What is read of the client's own azienda: its tipo, its conti automatici, the type of each account named."""

    tipo: str
    automatici: Mapping[str, str | None]
    conti: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Contabilizzazione:
    """The outcome: `esito` S the FR can be posted, N not, and then `motivi` says why, as the tabulato of chapter 17.

    `conti` holds the accounts to use, by the identifier of the client's field, those found so far even with `esito` N;
    `da_conto_automatico` which of them come from the conti automatici. `esito_pg` is the last character of the
    tabulato, `note` what it means.
    """

    esito: str
    sigla_azienda: str | None
    conti: Mapping[str, str | None]
    da_conto_automatico: tuple[str, ...] = ()
    esito_pg: str = ""
    motivi: tuple[str, ...] = ()
    note: tuple[str, ...] = ()


def contabilizzazione_di(session: Session, cliente: Mapping[str, Any]) -> Contabilizzazione:
    """The outcome for a client, as its record (or the card, as typed so far) and its azienda stand now."""
    sigla = cliente.get("sigla_azienda") or None
    azienda = trova(session, Azienda, sigla=sigla) if sigla else None
    if azienda is None:
        return risolvi(cliente, None)
    registrati = trova(session, ContiAutomatici, azienda=azienda.id)
    automatici = {nome: getattr(registrati, nome) if registrati else None for nome in _AUTOMATICI}
    nominati = {codice for codice in (*automatici.values(), *map(cliente.get, CONTI_DEL_CLIENTE)) if codice}
    domanda = select(Conto.codice, Conto.tipo).where(Conto.azienda == azienda.id, col(Conto.codice).in_(nominati))
    return risolvi(cliente, AziendaCliente(azienda.tipo, automatici, dict(session.exec(domanda).all())))


def risolvi(cliente: Mapping[str, Any], azienda: AziendaCliente | None) -> Contabilizzazione:
    """The accounts of the FR and of its PG for a client (CTA-004…011, 014; CLI-012, 018…025; CPA-044…060, 064, 065).

    `cliente` are the columns of its record; `azienda` is None where the sigla is empty or names none. What depends on
    the single parcella (scadenzario, dates, payment) is not looked at; the account of the ritenute is, if the client
    is subject to it (cap. 17, Ambiguità 7).
    """
    sigla = cliente.get("sigla_azienda") or None
    if sigla is None:
        return _rifiutata(None, _SIGLA_MANCANTE)
    if cliente.get("contabilizza_come_fr") != "S":
        return _rifiutata(sigla, _FLAG_N)
    if azienda is None:
        return _rifiutata(sigla, _SIGLA_INESISTENTE)
    motivi: list[str] = []
    fornitore = cliente.get("conto_fornitore_studio") or azienda.automatici["conto_fornitore_studio"]
    _controlla(azienda, fornitore, "Codice fornitore studio", "P F", "F", motivi)
    costo = cliente.get("conto_costo_prestazione") or azienda.automatici["conto_costo_prestazione_studio"]
    atteso, nome = ("P Z", "Z") if azienda.tipo == "P" else ("E G", "EG")
    _controlla(azienda, costo, "Costo prestazione", atteso, nome, motivi)
    automatici = {"Iva acquisti": "conto_iva_acquisti"}
    if cliente.get("soggetto_ritenuta") == "S":
        automatici["Erario c.ritenute"] = "conto_erario_ritenute_acquisti"
    for nome, colonna in automatici.items():
        if azienda.automatici[colonna] not in azienda.conti:
            motivi.append(f"Conto automatico '{nome}' non esistente")
    conto_pg, esito_pg = _pagamento(cliente, azienda)
    conti = {"conto_fornitore_studio": fornitore, "conto_costo_prestazione": costo, "conto_pg": conto_pg}
    return Contabilizzazione(
        esito="N" if motivi else "S",
        sigla_azienda=sigla,
        conti=conti,
        da_conto_automatico=tuple(nome for nome, conto in conti.items() if conto and not cliente.get(nome)),
        esito_pg=esito_pg,
        motivi=tuple(NON_CONTABILE + motivo for motivo in motivi),
        note=(LEGENDA_PG[esito_pg],) if esito_pg else (),
    )


def in_parole(esito: Contabilizzazione) -> str:
    """The outcome in one line: why not, or with which accounts."""
    if esito.motivi:
        altri = len(esito.motivi) - 1
        return esito.motivi[0] + (
            f" (e altri {altri} motivi)" if altri > 1 else " (e un altro motivo)" if altri else ""
        )
    conti = esito.conti
    parti = [f"FR su {conti['conto_fornitore_studio']} e {conti['conto_costo_prestazione']}"]
    if conti["conto_pg"]:
        parti.append(f"PG su {conti['conto_pg']}" + (" (Cassa)" if esito.esito_pg == PG_CON_CASSA else ""))
    elif esito.esito_pg == PG_NON_CREATO:
        parti.append("PG senza conto: non creato")
    return ", ".join(parti)


def _rifiutata(sigla: str | None, motivo: str) -> Contabilizzazione:
    return Contabilizzazione("N", sigla, dict.fromkeys(CONTI_DEL_CLIENTE), motivi=(NON_CONTABILE + motivo,))


def _controlla(
    azienda: AziendaCliente, conto: str | None, nome: str, atteso: str, tipo: str, motivi: list[str]
) -> None:
    """The account is there and has the type `atteso`, called `tipo` in the tabulato."""
    if not conto:
        motivi.append(f"{nome} mancante")
    elif conto not in azienda.conti:
        motivi.append(f"{nome} non esistente")
    elif azienda.conti[conto] != atteso:
        motivi.append(f"{nome} non di tipo '{tipo}'")


def _pagamento(cliente: Mapping[str, Any], azienda: AziendaCliente) -> tuple[str | None, str]:
    """The account of the PG and its mark: the client's, else the conto automatico Cassa, a P G of the azienda."""
    if cliente.get("registra_pg") != "S":
        return None, ""
    suo = cliente.get("conto_pg")
    conto = suo or azienda.automatici["conto_cassa"]
    if not conto or azienda.conti.get(conto) != "P G":
        return None, PG_NON_CREATO
    return conto, "" if suo else PG_CON_CASSA
