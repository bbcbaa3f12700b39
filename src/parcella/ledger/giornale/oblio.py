"""Removing by law what the journal says of a record: the digests stay, and with them the chain."""

import json

from sqlalchemy import Table, func, or_, select, update
from sqlmodel import Session

from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.giornale.documenti import ARCHIVIO as DOCUMENTO
from parcella.ledger.giornale.tabelle import VoceGiornale

_VOCI: Table = VoceGiornale.__table__  # type: ignore[attr-defined]


def dimentica(sessione: Session, contesto: Contesto, archivio: str, chiave: str, risposte: Risposte) -> int:
    """Remove for ever the content of the entries of a record; returns how many. The removal is an entry itself.

    When, who and on which key stay. Copies of the archive made before keep what they have.
    """
    if archivio == DOCUMENTO:
        raise Rifiuto(
            "Del documento il giornale tiene solo eventi e impronte: non c'è contenuto da togliere.", "archivio"
        )
    scelte = (
        or_(_VOCI.c.azienda == contesto.azienda, _VOCI.c.azienda.is_(None)),
        _VOCI.c.archivio == archivio,
        _VOCI.c.chiave == chiave,
        _VOCI.c.azione.in_(("I", "V", "C")),
        _VOCI.c.contenuto.is_not(None),
    )
    quante, azienda = sessione.execute(select(func.count(), func.max(_VOCI.c.azienda)).where(*scelte)).one()
    if not quante:
        raise Rifiuto(f"Il giornale non ha contenuti da togliere per {archivio} {chiave}.", "chiave")
    risposte.pretendi("dimentica_giornale", "chiave", voci=str(quante), archivio=archivio, chiave=chiave)
    sessione.connection().exec_driver_sql("PRAGMA secure_delete = ON")  # the pages are wiped, not only let go
    sessione.execute(update(_VOCI).where(*scelte).values(contenuto=None, sale=None))
    sessione.info.setdefault("voci_giornale", []).append(
        (azienda, archivio, chiave, "voce_giornale", "R", json.dumps({"voci": quante}))
    )
    return int(quante)
