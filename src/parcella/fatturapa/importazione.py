"""The import of files of the archive format, for commands and screens: its new parcelle are judged as those confirmed.

The books know neither XML nor SdI, so the judgement goes to them from here.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from parcella.ledger.archivio import Archivio
from parcella.ledger.documenti.composizione import Pronto
from parcella.ledger.documenti.tavole import Tavole
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.scambio import importa as archivio_importato

NON_REGISTRATO = "Non registrato: "
"""How the refusal of a confirm begins."""


def importa(
    archivio: Archivio,
    contenuti: Sequence[tuple[str, bytes]],
    *,
    data_lavoro: date,
    utente: str = "",
    sigla: str | None = None,
    risposte: Risposte | None = None,
) -> list[dict[str, Any]]:
    """As `ledger.scambio.importa.importa`; what SdI would refuse of a parcella definitiva without number is told.

    It is written all the same, since a file can't be mended field by field, unless `fattura_scartata` is answered N:
    then the whole import is refused. Documents restored with their number were issued already, and are not judged.
    """
    dette = risposte or Risposte(interattive=False)

    def giudica(tavole: Tavole, pronto: Pronto) -> None:
        from parcella.fatturapa.verifica import DOMANDA, giudice  # with lxml, which most imports have no need of

        sue = Risposte(dette.date, interattive=False)
        try:
            giudice(sue, data_lavoro)(tavole, pronto)
        except Rifiuto as rifiuto:
            if rifiuto.codice != DOMANDA or dette.date.get(DOMANDA) == "N":
                raise
            dette.avvisa(DOMANDA, rifiuto.messaggio.removeprefix(NON_REGISTRATO))
        dette.avvisi += sue.avvisi

    return archivio_importato.importa(
        archivio,
        contenuti,
        data_lavoro=data_lavoro,
        utente=utente,
        sigla=sigla,
        risposte=dette,
        verifica=giudica,
    )
