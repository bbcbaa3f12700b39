"""The PDF of documents just confirmed, or printed again from the list, in the studio's documents folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from parcella.ledger.esito import Avviso
    from parcella.screens.studio import SchermoStudio


def cartella_documenti(scelta: str | None) -> Path:
    """The folder of the azienda, else `parcella` in the user's documents."""
    if scelta:
        return Path(scelta).expanduser()
    from platformdirs import user_documents_path

    return user_documents_path() / "parcella"


async def stampa(schermo: "SchermoStudio[Any]", chiavi: Sequence[int]) -> str:
    """Make the PDFs and say where they are. A failure is told, and undoes nothing."""
    from parcella.ledger.archivio import ErroreArchivio
    from parcella.ledger.esito import Rifiuto

    try:
        scritti, avvisi = await schermo.in_disparte(_stampa, schermo.archivio, schermo.contesto, chiavi)
    except OSError as errore:
        return f"Il PDF non si è potuto scrivere: {errore.strerror or errore}."
    except (Rifiuto, ErroreArchivio) as errore:
        return f"Il PDF non è stato fatto: {errore.messaggio}"
    except Exception as errore:  # noqa: BLE001 - the document is in the archive: a print must never take it down
        return f"Il PDF non è stato fatto ({type(errore).__name__}: {errore})."
    if not scritti:
        return "Non c'è un modulo di stampa: nessun PDF."
    return " ".join(["PDF: " + ", ".join(map(str, scritti)), *avvisi])


def _stampa(archivio: Any, contesto: Any, chiavi: Sequence[int]) -> tuple[list[Path], list[str]]:
    """The files made, and what could not be printed as it is written."""
    from parcella.ledger.documenti.fascicoli import fascicoli
    from parcella.stampe.modulo import modulo_di
    from parcella.stampe.scrittura import stampa as scrivi

    with archivio.lettura() as sessione:
        da_stampare = [f for f in fascicoli(sessione, contesto, chiavi) if modulo_di(f.documento) is not None]
    if not da_stampare:
        return [], []
    avvisi: list[Avviso] = []
    cartella = cartella_documenti(da_stampare[0].azienda.cartella_documenti)
    return scrivi(da_stampare, cartella, avvisi=avvisi), [avviso.messaggio for avviso in avvisi]
