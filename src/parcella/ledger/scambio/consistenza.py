"""How much an archive holds, azienda by azienda."""

from typing import Any

from sqlmodel import Session, col, func, select

from parcella.ledger.aziende.anagrafica import elenco_aziende
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.prestazioni.tabelle import Prestazione
from parcella.ledger.primanota.tabelle import Registrazione


def consistenza(sessione: Session) -> list[dict[str, Any]]:
    """The companies by sigla, with the number of their clienti, prestazioni, documenti and registrazioni."""
    tabelle: dict[str, Any] = {
        "clienti": Cliente,
        "prestazioni": Prestazione,
        "documenti": Documento,
        "registrazioni": Registrazione,
    }
    conteggi = {
        nome: dict(sessione.exec(select(col(tabella.azienda), func.count()).group_by(col(tabella.azienda))).all())
        for nome, tabella in tabelle.items()
    }
    return [
        {"sigla": azienda.sigla, "tipo": azienda.tipo, "ragione_sociale": azienda.ragione_sociale}
        | {nome: per_azienda.get(azienda.id or 0, 0) for nome, per_azienda in conteggi.items()}
        for azienda in elenco_aziende(sessione)
    ]
