"""Importing files of the archive format: every file is read and checked first, then one transaction writes them all."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from parcella.ledger.archivio import Archivio
from parcella.ledger.documenti.emetti import Verifica
from parcella.ledger.esito import Risposte
from parcella.ledger.scambio.lettura import leggi
from parcella.ledger.scambio.predefiniti import aggiungi_leggi
from parcella.ledger.scambio.scrittura import scrivi
from parcella.ledger.scambio.sezioni import FORMA_ARCHIVIO


def importa(
    archivio: Archivio,
    contenuti: Sequence[tuple[str, bytes]],
    *,
    data_lavoro: date,
    utente: str = "",
    sigla: str | None = None,
    risposte: Risposte | None = None,
    verifica: Verifica | None = None,
) -> list[dict[str, Any]]:
    """Import files, all or nothing. `contenuti` are (name, bytes); `sigla` is the azienda of a file that names none.

    `verifica` judges each new document before it is numbered: commands call `fatturapa.importazione`, which has one.
    Gives, for each file, the azienda and the number of records by section. Raises DatiNonValidi (the file is not what
    the format says) or Rifiuto (a rule refuses).
    """
    risposte = risposte or Risposte(interattive=False)
    letti = [(fonte, fonte.secondo(FORMA_ARCHIVIO)) for fonte in (leggi(nome, byte) for nome, byte in contenuti)]
    with archivio.scrittura() as session:
        aggiungi_leggi(session)
        return [
            scrivi(
                session,
                fonte,
                dati,
                risposte,
                data_lavoro=data_lavoro,
                utente=utente,
                sigla=sigla,
                verifica=verifica,
            )
            for fonte, dati in letti
        ]
