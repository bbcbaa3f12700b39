"""DatiRiepilogo: one for each rate and Natura, and the check that it is the sum of lines and casse (00422)."""

from dataclasses import dataclass
from decimal import Decimal

from parcella.fatturapa.blocco import Blocco
from parcella.fatturapa.campi import spezza
from parcella.fatturapa.generali import esigibilita
from parcella.fatturapa.latino import in_latino
from parcella.fatturapa.righe import Linea, codice_iva
from parcella.ledger.aziende.tabelle import CodiceIva
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.voci import VoceCassa
from parcella.ledger.esito import Rifiuto
from parcella.ledger.tipi import ZERO

Chiave = tuple[Decimal, str | None]


@dataclass(slots=True)
class _Gruppo:
    """What the file tells of a rate: the sums of the document, and what its own lines and casse add up to."""

    imponibile: Decimal = ZERO
    imposta: Decimal = ZERO
    somma: Decimal = ZERO
    usato: bool = False
    riferimenti: dict[str, None] | None = None


def scrivi_riepilogo(beni: Blocco, fascicolo: Fascicolo, linee: list[Linea], casse: list[VoceCassa]) -> None:
    """Write the riepiloghi of the rates in use. Codes of the same rate and Natura are one."""
    gruppi = _gruppi(fascicolo, linee, casse)
    _controlla(gruppi)
    quando = esigibilita(fascicolo)
    for (aliquota, natura), gruppo in gruppi.items():
        if not gruppo.usato:
            continue
        riepilogo = beni.apri("DatiRiepilogo")
        riepilogo.metti("AliquotaIVA", aliquota)
        riepilogo.metti("Natura", natura)
        riepilogo.metti("ImponibileImporto", gruppo.imponibile)
        riepilogo.metti("Imposta", gruppo.imposta)
        if natura is None:
            riepilogo.metti("EsigibilitaIVA", quando)
        elif gruppo.riferimenti:
            riferimenti = spezza("; ".join(gruppo.riferimenti), riepilogo.massimo("RiferimentoNormativo"))
            riepilogo.metti("RiferimentoNormativo", riferimenti[0])


def _gruppi(fascicolo: Fascicolo, linee: list[Linea], casse: list[VoceCassa]) -> dict[Chiave, _Gruppo]:
    gruppi: dict[Chiave, _Gruppo] = {}
    for voce in fascicolo.totali.riepilogo:
        gruppo = gruppi.setdefault((voce.aliquota, voce.natura), _Gruppo())
        gruppo.imponibile += voce.imponibile
        gruppo.imposta += voce.imposta
    addendi = [(linea.iva, linea.importo) for linea in linee]
    addendi += [(codice_iva(fascicolo, voce.codice_iva, "iva_cassa"), voce.importo) for voce in casse]
    for iva, quota in addendi:
        gruppo = gruppi.setdefault((iva.aliquota, iva.natura), _Gruppo())
        gruppo.somma += quota
        gruppo.usato = True
        if iva.natura:
            if gruppo.riferimenti is None:
                gruppo.riferimenti = {}
            gruppo.riferimenti[_riferimento(iva)] = None
    return gruppi


def _riferimento(iva: CodiceIva) -> str:
    """FPA-056: the descrizione estesa of the code, or its descrizione."""
    return in_latino(iva.descrizione_estesa or iva.descrizione, f"codici_iva.{iva.codice}.descrizione_estesa")


def _controlla(gruppi: dict[Chiave, _Gruppo]) -> None:
    """Lines and casse must add up to the imponibile of the document exactly; SdI would let 1 euro pass."""
    for (aliquota, natura), gruppo in gruppi.items():
        if gruppo.somma != gruppo.imponibile:
            raise Rifiuto(
                f"Il file FatturaPA non quadra: all'aliquota {aliquota}{f' {natura}' if natura else ''} le righe danno "
                f"{gruppo.somma} e il riepilogo {gruppo.imponibile}.",
                "righe",
                "file_non_quadra",
            )
