"""A document in the shape of the archive format (batch.md): what `documenti mostra --json` and `esporta` give.

Computed keys are always present; the others only where they have a value.
"""

from collections.abc import Iterable
from typing import Any

from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.tabelle import Documento, RigaDocumento
from parcella.ledger.scadenzario.tabelle import RataContabile, RataNotula
from parcella.ledger.tabella import colonne

# A document restored takes these as written; they are none of a person's business when they are the usual ones.
_SENZA = {"azienda", "anno"}
_SOLITI: dict[str, Any] = {
    "chiusura_automatica": "N",
    "escludi_bollo_virtuale": "N",
    "forfettario": "N",
    "iva_per_cassa": "N",
    "spese_banca_soggette_rda": "N",
    "numero_lavoro": None,
}


def documento(fascicolo: Fascicolo, riferimenti: Iterable[str] = ()) -> dict[str, Any]:
    """The document with its rows, computed keys, rate and references; values are Decimal, date, int, str."""
    testata = fascicolo.documento
    valori = _colonne(Documento, testata)
    valori["righe"] = [_colonne(RigaDocumento, riga) for riga in fascicolo.righe]
    valori["riepilogo_iva"] = [
        {
            "codice_iva": voce.codice_iva,
            "natura": voce.natura,
            "aliquota": voce.aliquota,
            "imponibile": voce.imponibile,
            "imposta": voce.imposta,
        }
        for voce in fascicolo.totali.riepilogo
    ]
    scritte = [rata for rata in fascicolo.rate if rata.id is not None]
    tabella: Any = RataNotula if testata.sigla_documento == "NO" else RataContabile
    valori["rate"] = [_colonne(tabella, rata) for rata in scritte]
    valori["riferimenti"] = list(riferimenti)
    if fascicolo.cointestatari:
        valori["cointestatari"] = [
            {"codice_cliente": c.codice_cliente, "quota_millesimi": c.quota_millesimi}
            for c, _ in fascicolo.cointestatari
        ]
    if fascicolo.fondi:
        valori["fondi_associato"] = [
            {"percentuale": f.percentuale, "quota": f.quota, "tipo_cassa": f.tipo_cassa} for f in fascicolo.fondi
        ]
    return valori


def _colonne(tabella: Any, riga: Any) -> dict[str, Any]:
    valori: dict[str, Any] = {}
    for colonna in colonne(tabella):
        valore = getattr(riga, colonna.name)
        if colonna.name in _SENZA or (valore is None and not colonna.info.get("calcolata")):
            continue
        if colonna.name in _SOLITI and valore == _SOLITI[colonna.name]:
            continue
        if colonna.info.get("calcolata") and valore is None:
            continue
        valori[colonna.name] = valore
    return valori
