"""2.5 Allegati: the files attached to a parcella, all of them, inside its XML."""

import base64
from dataclasses import replace
from pathlib import PurePath

from sqlmodel import Session, col, select

from parcella.fatturapa.campi import Elemento, SubElement, aggiungi, aggiungi_se, codice, obbligatorio, testo
from parcella.ledger.annessi.tabelle import DOCUMENTI, Allegato
from parcella.ledger.documenti.fascicolo import Fascicolo, chiave_allegati

_NOME, _DESCRIZIONE, _FORMATO = 60, 100, 10


def con_allegati(sessione: Session, fascicolo: Fascicolo) -> Fascicolo:
    """The document with the files attached to it."""
    trovati = sessione.exec(
        select(Allegato)
        .where(
            Allegato.azienda == fascicolo.azienda.id,
            Allegato.archivio == DOCUMENTI,
            Allegato.chiave == chiave_allegati(fascicolo.documento),
        )
        .order_by(col(Allegato.numero))
    )
    return replace(fascicolo, allegati=tuple(trovati))


def scrivi_allegati(corpo: Elemento, fascicolo: Fascicolo) -> None:
    """One block for each file."""
    for allegato in fascicolo.allegati:
        dati = SubElement(corpo, "Allegati")
        aggiungi(dati, "NomeAttachment", obbligatorio(testo(_breve(allegato.nome_file), "allegati", _NOME), "allegati"))
        estensione = PurePath(allegato.nome_file).suffix.removeprefix(".").upper()
        if len(estensione) <= _FORMATO:
            aggiungi_se(dati, "FormatoAttachment", codice(estensione, "allegati", _FORMATO))
        aggiungi_se(dati, "DescrizioneAttachment", testo(allegato.descrizione, "allegati", _DESCRIZIONE))
        aggiungi(dati, "Attachment", base64.b64encode(allegato.contenuto).decode())


def _breve(nome: str) -> str:
    """A name that fits, with its extension."""
    suffisso = PurePath(nome).suffix
    return nome if len(nome) <= _NOME else nome[: _NOME - len(suffisso)] + suffisso
