"""The import of files of the archive format, for commands and screens: its new parcelle are judged as those confirmed.

The books know neither XML nor SdI, so the judgement goes to them from here.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from parcella.ledger.archivio import Archivio
from parcella.ledger.documenti.composizione import Pronto
from parcella.ledger.documenti.tavole import Tavole
from parcella.ledger.esito import Risposte
from parcella.ledger.scambio import importa as archivio_importato


def importa(
    archivio: Archivio,
    contenuti: Sequence[tuple[str, bytes]],
    *,
    data_lavoro: date,
    utente: str = "",
    sigla: str | None = None,
    risposte: Risposte | None = None,
) -> list[dict[str, Any]]:
    """As `ledger.scambio.importa.importa`; a parcella definitiva without number is asked `fattura_scartata` too.

    What SdI would refuse refuses the whole import, unless the question is answered S. Documents restored with their
    number were issued already, and are not judged.
    """
    dette = risposte or Risposte(interattive=False)

    def giudica(tavole: Tavole, pronto: Pronto) -> None:
        from parcella.fatturapa.verifica import giudice  # with lxml, which most imports have no need of

        giudice(dette, data_lavoro)(tavole, pronto)

    return archivio_importato.importa(
        archivio,
        contenuti,
        data_lavoro=data_lavoro,
        utente=utente,
        sigla=sigla,
        risposte=dette,
        verifica=giudica,
    )
