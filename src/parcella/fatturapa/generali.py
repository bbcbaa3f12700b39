"""DatiGenerali: the document, its ritenuta, bollo, casse and wordings, and the references of the PA."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from parcella.fatturapa.blocco import Blocco, manca
from parcella.fatturapa.campi import spezza
from parcella.fatturapa.latino import in_latino
from parcella.fatturapa.righe import codice_iva
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.voci import VoceCassa
from parcella.ledger.primanota.tabelle import SOSPESE

NOTA_DI_CREDITO = "TD04"
_RIFERIMENTI = {"Documento": "DatiOrdineAcquisto", "Contratto": "DatiContratto", "Convenzione": "DatiConvenzione"}


def esigibilita(fascicolo: Fascicolo) -> str:
    """S split payment, D when the IVA is due on collection (fattura sospesa), I otherwise."""
    documento = fascicolo.documento
    if documento.esigibilita_iva == "S":
        return "S"
    return "D" if documento.esigibilita_iva == "D" or documento.causale in SOSPESE else "I"


def scrivi_generali(generali: Blocco, fascicolo: Fascicolo, casse: list[VoceCassa]) -> None:
    """Write DatiGenerali. ImportoTotaleDocumento is gross of the ritenuta (fatturapa.md § 4.7)."""
    documento = fascicolo.documento
    dati = generali.apri("DatiGeneraliDocumento")
    tipo = NOTA_DI_CREDITO if documento.nota_credito == "S" else fascicolo.azienda.tipo_documento_fatturapa
    dati.metti("TipoDocumento", tipo, "azienda.tipo_documento_fatturapa")
    dati.metti("Divisa", "EUR")
    dati.metti("Data", documento.data_documento, "data_documento")
    dati.metti("Numero", f"{documento.serie}/{documento.numero_documento}", "numero_documento")
    _ritenute(dati, fascicolo)
    if fascicolo.totali.bollo_virtuale:
        bollo = dati.apri("DatiBollo")
        bollo.metti("BolloVirtuale", "SI")
        bollo.metti("ImportoBollo", fascicolo.totali.bollo_dovuto)
    for voce in casse:
        _cassa(dati.apri("DatiCassaPrevidenziale"), fascicolo, voce)
    dati.metti("ImportoTotaleDocumento", fascicolo.totali.totale_documento)
    for causale in _causali(fascicolo, dati.massimo("Causale")):
        dati.metti("Causale", causale)
    _riferimenti_esterni(generali, fascicolo)
    _fattura_collegata(generali, fascicolo)


def _ritenute(dati: Blocco, fascicolo: Fascicolo) -> None:
    """RT01 or RT02 tells who suffers the ritenuta, a person or not; the Enasarco withheld is a RT04 of its own."""
    totali, documento, azienda = fascicolo.totali, fascicolo.documento, fascicolo.azienda
    if totali.ritenuta_acconto:
        tipo = azienda.tipo_ritenuta or ("RT01" if azienda.cognome else "RT02")
        _ritenuta(dati.apri("DatiRitenuta"), fascicolo, tipo, totali.ritenuta_acconto, documento.aliquota_rda)
    if totali.contributo_enasarco:
        if documento.perc_enasarco is None:
            raise manca("perc_enasarco")
        trattenuto = totali.contributo_enasarco
        _ritenuta(dati.apri("DatiRitenuta"), fascicolo, "RT04", trattenuto, documento.perc_enasarco)


def _ritenuta(ritenuta: Blocco, fascicolo: Fascicolo, tipo: str, trattenuto: Decimal, aliquota: Decimal) -> None:
    # One issued before the parametri had it takes theirs.
    causale = fascicolo.documento.causale_pagamento_770s or fascicolo.parametri.causale_pagamento_770s
    ritenuta.metti("TipoRitenuta", tipo, "azienda.tipo_ritenuta")
    ritenuta.metti("ImportoRitenuta", trattenuto)
    ritenuta.metti("AliquotaRitenuta", aliquota, "aliquota_rda")
    ritenuta.metti("CausalePagamento", causale, "parametri_studio.causale_pagamento_770s")


def _cassa(cassa: Blocco, fascicolo: Fascicolo, voce: VoceCassa) -> None:
    iva = codice_iva(fascicolo, voce.codice_iva, "iva_cassa")
    cassa.metti("TipoCassa", voce.tipo_cassa, "parametri_studio.tipo_cassa_fatturapa")
    cassa.metti("AlCassa", voce.percentuale)
    cassa.metti("ImportoContributoCassa", voce.importo)
    cassa.metti("ImponibileCassa", voce.imponibile)
    cassa.metti("AliquotaIVA", iva.aliquota)
    # Without a DatiRitenuta in the document the flag would be a scarto 00415.
    if voce.soggetta_rda and fascicolo.totali.ritenuta_acconto:
        cassa.metti("Ritenuta", "SI")
    cassa.metti("Natura", iva.natura, f"codici_iva.{iva.codice}.natura")


def _causali(fascicolo: Fascicolo, massimo: int) -> Iterator[str]:
    """The note of the document, then the wordings the law wants, each in pieces of `massimo` characters."""
    testi = [("note_testata", fascicolo.documento.note_testata)]
    testi += [(f"riferimenti.{nome}", fascicolo.riferimenti.get(nome)) for nome in _diciture(fascicolo)]
    for campo, testo in testi:
        if testo:
            yield from spezza(in_latino(testo, campo), massimo)


def _diciture(fascicolo: Fascicolo) -> Iterator[str]:
    """Which legal wordings this document needs, by their code in the table of riferimenti normativi."""
    totali = fascicolo.totali
    quando = esigibilita(fascicolo)
    if fascicolo.documento.forfettario == "S":
        yield "forfettario"
    if totali.totale_spese_anticipate:
        yield "art_15"
    if totali.bollo_virtuale:
        yield "bollo_virtuale"
    # Towards a public body the deferral is that of art. 6 c. 5 DPR 633/72, whatever the regime of the azienda.
    if fascicolo.documento.iva_per_cassa == "S" and quando == "D" and fascicolo.cliente.ente_pubblico != "S":
        yield "iva_per_cassa"
    if quando == "S" and totali.totale_iva:
        yield "split_payment"


def _riferimenti_esterni(generali: Blocco, fascicolo: Fascicolo) -> None:
    """DOC-138…141: the block by tipo, with CIG and CUP inside; no reference, no block, hence no CIG or CUP."""
    documento = fascicolo.documento
    tipo = documento.rif_ext_tipo or "Documento"
    if tipo == "Documento":
        campo, numero = "rif_ext_numero", documento.rif_ext_numero
        if numero and documento.rif_ext_sigla:
            numero = f"{documento.rif_ext_sigla} {numero}"
    else:
        campo, numero = "rif_ext_codice", documento.rif_ext_codice
    if numero and numero.strip():
        _collegamento(generali.apri(_RIFERIMENTI[tipo]), fascicolo, numero, documento.rif_ext_data, campo)


def _fattura_collegata(generali: Blocco, fascicolo: Fascicolo) -> None:
    """DOC-149…151."""
    numero, giorno = fascicolo.documento.fattura_collegata_numero, fascicolo.documento.fattura_collegata_data
    if numero and numero.strip():
        blocco = generali.apri("DatiFattureCollegate")
        _collegamento(blocco, fascicolo, numero, giorno, "fattura_collegata_numero")


def _collegamento(blocco: Blocco, fascicolo: Fascicolo, numero: str, giorno: date | None, campo: str) -> None:
    blocco.metti("IdDocumento", numero, campo)
    blocco.metti("Data", giorno)
    blocco.metti("CodiceCUP", fascicolo.documento.cup, "cup")
    blocco.metti("CodiceCIG", fascicolo.documento.cig, "cig")
