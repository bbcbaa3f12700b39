"""The files attached to a record, bytes and all (PRE-117).

    numero = aggiungi(session, contesto, "clienti", "501.00001", "mandato.pdf", contenuto, "Mandato firmato")
    for voce in elenco(session, azienda, "clienti", "501.00001"): ...   # no bytes are read
    allegato = leggi(session, azienda, "clienti", "501.00001", numero)  # with `contenuto`
    elimina(session, contesto, "clienti", "501.00001", numero)

Reading and writing files is not for the books: `parcella.allegati` does it, for screens and commands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Table, func, select
from sqlmodel import Session

from parcella.ledger.annessi import legami
from parcella.ledger.annessi.tabelle import Allegato
from parcella.ledger.aziende import schede
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte

LIMITE_MB = 10
LIMITE_BYTE = LIMITE_MB * 1024 * 1024
"""A file goes with every copy of the archive: larger ones belong in a folder of the studio."""
_A: Table = Allegato.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class VoceAllegato:
    """An attachment as a list shows it; `dimensione` in bytes."""

    numero: int
    nome_file: str
    descrizione: str | None
    dimensione: int
    aggiunto_il: date | None


def elenco(session: Session, azienda: int, archivio: str, chiave: str) -> list[VoceAllegato]:
    """The attachments of a record, by number."""
    colonne = (_A.c[nome] for nome in VoceAllegato.__slots__)
    suoi = (_A.c.azienda == azienda, _A.c.archivio == archivio, _A.c.chiave == chiave)
    return [VoceAllegato(*riga) for riga in session.execute(select(*colonne).where(*suoi).order_by(_A.c.numero))]


def leggi(session: Session, azienda: int, archivio: str, chiave: str, numero: int) -> Allegato:
    """One attachment, with its bytes."""
    allegato = schede.trova(session, Allegato, azienda=azienda, archivio=archivio, chiave=chiave, numero=numero)
    if allegato is None:
        raise Rifiuto(f"L'allegato {numero} di {chiave} non esiste.", "numero")
    return allegato


def aggiungi(
    session: Session,
    contesto: Contesto,
    archivio: str,
    chiave: str,
    nome_file: str,
    contenuto: bytes,
    descrizione: str | None = None,
    risposte: Risposte | None = None,
) -> int:
    """Attach a file to a record; gives its number. With `risposte`, the same bytes twice are asked about."""
    suoi = (_A.c.azienda == contesto.azienda, _A.c.archivio == archivio, _A.c.chiave == chiave)
    uguale = _A.c.sha256 == sha256(contenuto).hexdigest()
    gia = session.execute(select(_A.c.nome_file, _A.c.numero).where(*suoi, uguale)).first()
    if gia is not None and risposte is not None:
        risposte.pretendi("allegato_doppio", "percorso", file=nome_file, gia=f"{gia.numero}, {gia.nome_file}")
    numero = (session.execute(select(func.max(_A.c.numero)).where(*suoi)).scalar() or 0) + 1
    dati = {
        "archivio": archivio,
        "chiave": chiave,
        "numero": numero,
        "nome_file": nome_file,
        "descrizione": descrizione,
        "aggiunto_il": contesto.data_lavoro,
        "contenuto": contenuto,
    }
    salva(session, contesto, dati)
    return numero


def salva(session: Session, contesto: Contesto, dati: Mapping[str, Any], risposte: Risposte | None = None) -> Allegato:
    """One record of the section `allegati`, known by archivio, chiave and numero."""
    chiave = {nome: dati.get(nome) for nome in ("archivio", "chiave", "numero")}
    scheda = schede.apri(session, Allegato, dati, azienda=contesto.azienda, **chiave)
    legami.pretendi(session, contesto.azienda, scheda.valori["archivio"], scheda.valori["chiave"])
    nome_file, contenuto = scheda.valori["nome_file"], scheda.valori["contenuto"]
    if "/" in nome_file or "\\" in nome_file or nome_file.strip(" .") == "":
        raise Rifiuto(f"Il nome «{nome_file}» non va bene per un file: non può essere un percorso.", "nome_file")
    if not contenuto:
        raise Rifiuto(f"Il file {nome_file} è vuoto.", "contenuto")
    if len(contenuto) > LIMITE_BYTE:
        raise Rifiuto(f"Il file {nome_file} supera {LIMITE_MB} MB: è troppo grande per l'archivio.", "contenuto")
    scheda.dati |= {"dimensione": len(contenuto), "sha256": sha256(contenuto).hexdigest()}
    return scheda.scrivi(session)


def elimina(session: Session, contesto: Contesto, archivio: str, chiave: str, numero: int) -> None:
    """Delete one attachment. The question is the caller's."""
    session.delete(leggi(session, contesto.azienda, archivio, chiave, numero))
    session.flush()
