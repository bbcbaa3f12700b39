"""What is read at the opening of an azienda cliente: the attività that its studio has assigned to it (PAR-027…039)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from parcella.ledger.aziende.tabelle import Azienda, FormatoInAttesa, ParametriStudio
from parcella.ledger.clienti.nomi import nome_cliente
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.messaggi.finestra import finestra, si_mostra
from parcella.ledger.prestazioni.tabelle import Prestazione

ASSEGNATA = "A"
_PER_DOMANDA = 200


@dataclass(frozen=True, slots=True)
class Messaggio:
    """An attività assegnata as the azienda cliente reads it (cap. 01, Ambiguità 13).

    `dal` and `al` are the days of display, None where the attività has no data di lavoro.
    """

    studio: str
    nome_studio: str
    codice_cliente: str
    nome_cliente: str
    data_lavoro: date | None
    codice_prestazione: str
    descrizione: str
    quantita: Decimal | None
    unita_misura: str
    note: str
    utente: str
    dal: date | None
    al: date | None


def da_mostrare(sessione: Session, contesto: Contesto) -> list[Messaggio]:
    """The messages of the azienda of `contesto` on its data di lavoro, by data lavoro, those without one at the end.

    They come from every studio of the archive that shows its attività (Visualizza attività S, PAR-028), of clients
    whose sigla azienda is this one (PAR-029). Derived at each reading from the agenda, the clients and the parametri
    as they are now: whatever changes there changes here (PAR-030…033; Ambiguità 10, 11, 12).
    """
    trovati = [
        messaggio
        for studio, parametri in _studi(sessione, contesto)
        for messaggio in _di_uno_studio(sessione, contesto, studio, parametri)
    ]
    return sorted(trovati, key=lambda m: (m.data_lavoro is None, m.data_lavoro or date.min))


def _studi(sessione: Session, contesto: Contesto) -> list[tuple[Azienda, ParametriStudio]]:
    """The other companies that manage the messages; with Parcellazione studio N there is no agenda (PAR-004)."""
    domanda = (
        select(Azienda, ParametriStudio)
        .join(ParametriStudio, col(ParametriStudio.azienda) == col(Azienda.id))
        .where(
            Azienda.id != contesto.azienda,
            ParametriStudio.parcellazione_studio == "S",
            ParametriStudio.visualizza_attivita == "S",
        )
        .order_by(col(Azienda.sigla))
    )
    return list(sessione.exec(domanda).all())


def _di_uno_studio(
    sessione: Session, contesto: Contesto, studio: Azienda, parametri: ParametriStudio
) -> Iterator[Messaggio]:
    azienda = studio.id or 0
    anticipo, posticipo = parametri.gg_anticipo_messaggi, parametri.gg_posticipo_messaggi
    clienti = {
        cliente.codice: cliente
        for cliente in sessione.exec(
            select(Cliente).where(Cliente.azienda == azienda, Cliente.sigla_azienda == contesto.sigla)
        )
    }
    prestazioni: dict[str, Prestazione | None] = {}
    for riga in _assegnate(sessione, azienda, list(clienti)):
        giorno = date.fromisoformat(riga["data_lavoro"]) if riga.get("data_lavoro") else None
        if not si_mostra(giorno, contesto.data_lavoro, anticipo, posticipo):
            continue
        codice = riga["codice_prestazione"]
        if codice not in prestazioni:
            domanda = select(Prestazione).where(Prestazione.azienda == azienda, Prestazione.codice == codice)
            prestazioni[codice] = sessione.exec(domanda).first()
        prestazione = prestazioni[codice]
        dal, al = finestra(giorno, anticipo, posticipo) if giorno else (None, None)
        cliente = clienti[riga["codice_cliente"]]
        yield Messaggio(
            studio=studio.sigla,
            nome_studio=studio.ragione_sociale,
            codice_cliente=cliente.codice,
            nome_cliente=nome_cliente(cliente),
            data_lavoro=giorno,
            codice_prestazione=codice,
            descrizione=(prestazione.descrizione if prestazione else "") or "",
            quantita=_quantita(riga.get("quantita")),
            unita_misura=(prestazione.unita_misura if prestazione else "") or "",
            note=riga.get("note") or "",
            utente=riga.get("utente") or "",
            dal=dal,
            al=al,
        )


def _quantita(scritta: Any) -> Decimal | None:
    return None if scritta in (None, "") else Decimal(str(scritta)).quantize(Decimal("0.01"))


def _assegnate(sessione: Session, azienda: int, clienti: list[str]) -> Iterator[Mapping[str, Any]]:
    """The rows of the agenda in stato A of some clients, in the order they were written.

    Until the agenda has tables of its own its rows are those of the archive format, kept as they were given.
    """
    for inizio in range(0, len(clienti), _PER_DOMANDA):
        questi = clienti[inizio : inizio + _PER_DOMANDA]
        in_attesa = select(FormatoInAttesa.contenuto).where(
            FormatoInAttesa.azienda == azienda,
            FormatoInAttesa.sezione == "agenda",
            or_(*(col(FormatoInAttesa.contenuto).contains(f'"{codice}"', autoescape=True) for codice in questi)),
        )
        for contenuto in sessione.exec(in_attesa.order_by(col(FormatoInAttesa.posizione))):
            riga = json.loads(contenuto or "{}")
            if riga.get("stato") == ASSEGNATA and riga.get("codice_cliente") in questi:
                yield riga
