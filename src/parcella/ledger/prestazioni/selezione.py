"""The prestazioni a print selects (STA-037…051): filters in AND, read in the order asked, with their prices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlmodel import Session

from parcella.ledger.clienti import lotti
from parcella.ledger.clienti.lotti import tavola
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto
from parcella.ledger.prestazioni import controlli
from parcella.ledger.prestazioni.parametri import con_codice_alternativo
from parcella.ledger.prestazioni.tabelle import Prestazione, PrezzoTariffario

_P = tavola(Prestazione).c
_PER_VOLTA = 500
_ORDINI = {
    "P": (_P.codice,),
    "S": (func.coalesce(_P.codice_alternativo, ""), _P.codice),
    "D": (_P.chiave_nome, _P.codice),
}
_LETTERE = {
    "ordine": "PSD", "periodicita": "NMS", "ritenuta": "NS", "cassa_previdenza": "NS", "gestione_separata_inps": "NS",
    "includi_precancellate": "SN", "formato": "RE",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Selezione:
    """The fields of the screen; None selects everything. `formato` R ridotta, E estesa."""

    ordine: str = "P"
    da_prestazione: str | None = None
    a_prestazione: str | None = None
    cod_iva: str | None = None
    periodicita: str | None = None
    ritenuta: str | None = None
    cassa_previdenza: str | None = None
    gestione_separata_inps: str | None = None
    conto_ricavo_sospeso: str | None = None
    conto_ricavo: str | None = None
    includi_precancellate: str = "N"
    formato: str = "R"


@dataclass(frozen=True, slots=True)
class PrestazioneScelta:
    """A prestazione with its prices by tariffario."""

    dati: Row[Any]
    prezzi: Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class CampiPresentati:
    """The fields that not every azienda has (STA-039, STA-044, STA-045)."""

    ordine: bool
    cassa_previdenza: bool
    gestione_separata_inps: bool


def campi_presentati(session: Session, contesto: Contesto) -> CampiPresentati:
    """Which fields the print asks for: those of what the azienda manages."""
    rif = controlli.riferimenti(session, contesto)
    return CampiPresentati(con_codice_alternativo(session, contesto.azienda), rif.con_cassa, rif.con_inps)


def controlla(session: Session, contesto: Contesto, s: Selezione) -> None:
    """Refuse letters that are none, and fields that this azienda is not asked for."""
    for campo, ammesse in _LETTERE.items():
        valore = getattr(s, campo)
        if valore is not None and valore not in tuple(ammesse):
            raise Rifiuto(f"{_nome(campo)}: sono ammessi {', '.join(ammesse)}.", campo)
    presentati = campi_presentati(session, contesto)
    for campo, perche, presentato in (
        ("ordine", "il codice alternativo non è gestito", presentati.ordine or s.ordine == "P"),
        ("cassa_previdenza", "nei parametri studio non c'è la percentuale della cassa", presentati.cassa_previdenza),
        (
            "gestione_separata_inps",
            "nei parametri studio non c'è la percentuale della gestione separata",
            presentati.gestione_separata_inps,
        ),
    ):
        if getattr(s, campo) is not None and not presentato:
            raise Rifiuto(f"{_nome(campo)}: {perche}.", campo)
    if s.da_prestazione and s.a_prestazione and s.da_prestazione > s.a_prestazione:
        raise Rifiuto(f"Da {s.da_prestazione} viene dopo A {s.a_prestazione}.", "a_prestazione")


def _nome(campo: str) -> str:
    return campo.replace("_", " ").capitalize()


def leggi(session: Session, contesto: Contesto, s: Selezione) -> Iterator[PrestazioneScelta]:
    """The prestazioni selected, a few hundred at a time from the archive. Raises Rifiuto as `controlla` does."""
    controlla(session, contesto, s)
    return _leggi(session, contesto.azienda, s)


def _leggi(session: Session, azienda: int, s: Selezione) -> Iterator[PrestazioneScelta]:
    domanda = select(tavola(Prestazione)).where(*_condizioni(azienda, s)).order_by(*_ORDINI[s.ordine])
    for parte in session.execute(domanda, execution_options={"yield_per": _PER_VOLTA}).partitions():
        prezzi: dict[str, dict[int, Decimal]] = {}
        codici = [riga.codice for riga in parte]
        for prezzo in lotti.leggi(session, PrezzoTariffario, azienda, "prestazione", codici):
            prezzi.setdefault(prezzo["prestazione"], {})[prezzo["tariffario"]] = prezzo["prezzo"]
        for riga in parte:
            yield PrestazioneScelta(riga, dict(sorted(prezzi.get(riga.codice, {}).items())))


def _condizioni(azienda: int, s: Selezione) -> Iterator[ColumnElement[bool]]:
    yield _P.azienda == azienda
    if s.da_prestazione:
        yield _P.codice >= s.da_prestazione
    if s.a_prestazione:
        yield _P.codice <= s.a_prestazione
    if s.ritenuta:  # R, a rimborso analitico, is not subject to it
        yield _P.soggetta_ritenuta == "S" if s.ritenuta == "S" else _P.soggetta_ritenuta != "S"
    if s.includi_precancellate == "N":
        yield _P.precancellata == "N"
    for colonna, valore in (
        (_P.cod_iva, s.cod_iva),
        (_P.periodicita, s.periodicita),
        (_P.soggetta_cassa, s.cassa_previdenza),
        (_P.soggetta_inps, s.gestione_separata_inps),
        (_P.conto_ricavo_sospeso, s.conto_ricavo_sospeso),
        (_P.conto_ricavo, s.conto_ricavo),
    ):
        if valore:
            yield colonna == valore
