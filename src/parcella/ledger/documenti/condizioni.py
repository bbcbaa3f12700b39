"""From a document's own stored header and rows to what the arithmetic asks.

Emission, verification, prints and XML all pass here, so they can only agree. Header and rows are mappings by
identifier: an emission has them before they are table rows.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.documenti.calcolo import calcola
from parcella.ledger.documenti.voci import Aliquota, Condizioni, Fondo, RegolaBollo, Totali, VoceRiga
from parcella.ledger.tipi import CENTO, ZERO

BOLLO_NON_CALCOLATO = "X"


def condizioni(
    testata: Mapping[str, Any],
    fondi: tuple[Fondo, ...],
    aliquote: Mapping[str, Aliquota],
    bollo: RegolaBollo | None,
    codice_iva_ordinario: str | None,
) -> Condizioni:
    """The conditions a document was made with. `fondi` are those of a studio associato, else the single one."""
    if not fondi and testata["perc_cassa"]:
        fondi = (Fondo(testata["perc_cassa"], CENTO, testata["tipo_cassa"]),)
    return Condizioni(
        codici_iva=aliquote,
        codice_spese_anticipate=testata["cod_esenzione_spese_anticipate"],
        fondi=fondi,
        iva_cassa=testata["iva_cassa"],
        cassa_iva=testata["cassa_iva"],
        perc_inps=testata["perc_inps"] or ZERO,
        iva_inps=testata["iva_inps"],
        inps_soggetta_rda=testata["inps_soggetta_rda"] == "S",
        soggetto_rda=testata["soggetto_rda"] == "S",
        aliquota_rda=testata["aliquota_rda"],
        perc_imponibile_rda=testata["perc_imponibile_rda"],
        perc_enasarco=testata["perc_enasarco"] or ZERO,
        spese_anticipate_piede=testata["spese_anticipate_piede"],
        spese_banca=testata["spese_banca"],
        codice_iva_spese_banca=testata["codice_iva_spese_banca"],
        codice_iva_ordinario=codice_iva_ordinario,
        spese_banca_soggette_rda=testata["spese_banca_soggette_rda"] == "S",
        bollo=bollo,
        forfettario=testata["forfettario"] == "S",
        split_payment=testata["esigibilita_iva"] == "S",
    )


def soggetto_rda(cliente: Cliente, giorno: date) -> str:
    """DOC-038: whether a document of that day proposes the ritenuta: from its date on, of a client who withholds it."""
    dal = cliente.soggetto_ritenuta_dal
    return "N" if dal is not None and giorno < dal else cliente.soggetto_ritenuta


def bollo_di_legge(tavole: Any, giorno: date) -> dict[str, Decimal | None]:
    """The bollo of the law on a day, as a document keeps it."""
    return {nome: tavole.legge(nome, giorno) for nome in ("bollo_importo", "bollo_soglia")}


def regola_bollo(testata: Mapping[str, Any]) -> RegolaBollo | None:
    """The bollo of a document: none where it is excluded, or not computed on notule, or the law had none."""
    importo, soglia = testata["bollo_importo"], testata["bollo_soglia"]
    escluso = testata["escludi_bollo_virtuale"] == "S" or testata["addebita_bollo"] == BOLLO_NON_CALCOLATO
    if escluso or importo is None or soglia is None:
        return None
    return RegolaBollo(importo, soglia, testata["addebita_bollo"] == "S")


def voci(righe: Iterable[Mapping[str, Any]]) -> list[VoceRiga]:
    """The rows that count: descriptions have neither amount nor code."""
    return [
        VoceRiga(
            importo=riga["importo_prestazione"],
            codice_iva=riga["codice_iva_riga"],
            soggetta_rda=riga["soggetta_rda"],
            soggetta_cassa=riga["soggetta_cassa"] == "S",
            soggetta_inps=riga["soggetta_inps"] == "S",
            soggetta_enasarco=riga["soggetta_enasarco"] == "S",
            spese_anticipate=riga["spese_anticipate_riga"],
        )
        for riga in righe
        if riga["tipo_riga"] is None
    ]


def totali_di(
    tavole: Any, testata: Mapping[str, Any], righe: Iterable[Mapping[str, Any]], fondi: tuple[Fondo, ...]
) -> Totali:
    """The totals of a document from its own data."""
    giorno: date = testata["data_documento"]
    return calcola(
        voci(righe),
        condizioni(testata, fondi, tavole.aliquote, regola_bollo(testata), tavole.codice_iva_ordinario(giorno)),
    )
