"""Documents just confirmed, or printed again from the list: the file of the electronic invoice, and the PDF."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from parcella.cartelle import cartella_documenti

if TYPE_CHECKING:
    from parcella.screens.studio import SchermoStudio
    from parcella.uscite import Uscita


async def stampa(
    schermo: "SchermoStudio[Any]", chiavi: Sequence[int], modulo: str = "", stampante: int | None = None
) -> str:
    """Print, and say where it is. A failure is told, and undoes nothing: a file not made stays to be made (FPA-070).

    `modulo` and `stampante` are those chosen instead of the documents' own form and of the first device.
    """
    from parcella.ledger.archivio import ErroreArchivio
    from parcella.ledger.esito import Rifiuto

    try:
        uscita = await schermo.in_disparte(_decidi, schermo.archivio, schermo.contesto, chiavi, modulo, stampante)
        fattura = await _fattura(schermo, uscita)
        scritti = await schermo.in_disparte(_pagine, uscita)
    except OSError as errore:
        return f"Il PDF non si è potuto scrivere: {errore.strerror or errore}."
    except (Rifiuto, ErroreArchivio) as errore:
        return f"Il PDF non è stato fatto: {errore.messaggio}"
    except Exception as errore:  # noqa: BLE001 - the document is in the archive: a print must never take it down
        return f"Il PDF non è stato fatto ({type(errore).__name__}: {errore})."
    if not scritti:
        return "Non c'è un modulo di stampa: nessun PDF."
    detti = [fattura, "PDF: " + ", ".join(map(str, scritti)), *(avviso.messaggio for avviso in uscita.avvisi)]
    return " ".join(filter(None, detti))


def _decidi(archivio: Any, contesto: Any, chiavi: Sequence[int], modulo: str, stampante: int | None) -> "Uscita":
    from parcella.uscite import decidi

    with archivio.lettura() as sessione:
        return decidi(sessione, contesto, chiavi, modulo=modulo, numero=stampante)


async def _fattura(schermo: "SchermoStudio[Any]", uscita: "Uscita") -> str:
    """The file, made by the register: where it is, or why it is not. The pages are printed all the same."""
    if not uscita.fatture:
        return ""

    def regola(risposte: dict[str, str]) -> str:
        from parcella.ledger.esito import Rifiuto, Risposte
        from parcella.uscite import fai_fatture

        try:
            fatte = fai_fatture(schermo.archivio, schermo.contesto, uscita, Risposte(risposte))
        except Rifiuto as rifiuto:
            return f"Il file della fattura resta da fare: {rifiuto.messaggio}"
        return "Fattura: " + ", ".join(str(fatta.file) for fatta in fatte) + "." if fatte else ""

    fatto = await schermo.esegui(regola)
    return "Il file della fattura resta com'era." if fatto is None else fatto.valore


def _pagine(uscita: "Uscita") -> list[Path]:
    from parcella.uscite import fai_pagine

    if not uscita.pagine:
        return []
    altrove = cartella_documenti(uscita.pagine[0].azienda.cartella_documenti)
    return [file for _, file in fai_pagine(uscita, altrove)]
