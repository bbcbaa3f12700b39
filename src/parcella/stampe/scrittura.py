"""Writing prints into a folder: readable file names, whole files or none."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from parcella.ledger.clienti.nomi import nome_cliente
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.esito import Avviso
from parcella.stampe.documento import pdf
from parcella.stampe.intero import file_intero
from parcella.stampe.modulo import modulo_di

_LUNGHEZZA_NOME = 40
_DA_TOGLIERE = re.compile(r"[^\w.\-]+")


def stampa(
    fascicoli: Iterable[Fascicolo],
    cartella: Path,
    *,
    modulo: str = "",
    progresso: Callable[[], None] | None = None,
    avvisi: list[Avviso] | None = None,
) -> list[Path]:
    """Print documents into `cartella`, on their own form or on `modulo`; one without is passed over (DOC-017).

    A print made again takes the place of the one before. Raises Rifiuto if the folder can't be written.
    """
    scritti = []
    for fascicolo in fascicoli:
        forma = modulo_di(fascicolo.documento, modulo)
        if forma is not None:
            scritti.append(_scrivi(cartella / nome_file(fascicolo), pdf(fascicolo, forma, avvisi)))
        if progresso is not None:
            progresso()
    return scritti


def nome_file(fascicolo: Fascicolo) -> str:
    """`PA_1-27_2026_Rossi-s.r.l.pdf`: sigla, number, year and client, safe on every file system."""
    documento = fascicolo.documento
    numero = documento.numero_documento
    coda = str(numero) if numero is not None else f"prov{documento.numero_lavoro}"
    cliente = _DA_TOGLIERE.sub("-", nome_cliente(fascicolo.cliente))[:_LUNGHEZZA_NOME].strip("-.")
    return f"{documento.sigla_documento}_{documento.serie}-{coda}_{documento.anno}_{cliente}.pdf"


def _scrivi(percorso: Path, contenuto: bytes) -> Path:
    with file_intero(percorso) as uscita:
        uscita.write(contenuto)
    return percorso
