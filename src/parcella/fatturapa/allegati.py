"""2.5 Allegati: the files attached to a parcella, all of them, inside its XML."""

from dataclasses import replace
from pathlib import PurePath

from sqlmodel import Session, col, select

from parcella.fatturapa.blocco import Blocco
from parcella.ledger.annessi.tabelle import DOCUMENTI, Allegato
from parcella.ledger.documenti.fascicolo import Fascicolo, chiave_allegati


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


def scrivi_allegati(corpo: Blocco, fascicolo: Fascicolo) -> None:
    """One block for each file."""
    for allegato in fascicolo.allegati:
        dati = corpo.apri("Allegati")
        dati.metti("NomeAttachment", _breve(allegato.nome_file, dati.massimo("NomeAttachment")), "allegati")
        estensione = PurePath(allegato.nome_file).suffix.removeprefix(".").upper()
        if len(estensione) <= dati.massimo("FormatoAttachment"):
            dati.metti("FormatoAttachment", estensione, "allegati")
        dati.metti("DescrizioneAttachment", allegato.descrizione, "allegati")
        dati.metti("Attachment", allegato.contenuto, "allegati")


def _breve(nome: str, massimo: int) -> str:
    """A name that fits, with its extension."""
    suffisso = PurePath(nome).suffix
    return nome if len(nome) <= massimo else nome[: massimo - len(suffisso)] + suffisso
