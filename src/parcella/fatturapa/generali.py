"""DatiGenerali: the document, its ritenuta, bollo, casse and wordings, and the references of the PA."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from parcella.fatturapa.campi import (
    Elemento,
    SubElement,
    aggiungi,
    aggiungi_se,
    codice,
    importo,
    manca,
    obbligatorio,
    spezza,
)
from parcella.fatturapa.latino import in_latino
from parcella.fatturapa.righe import codice_iva
from parcella.fatturapa.tracciato.tracciato import massimo
from parcella.ledger.aziende.tabelle import CAUSALI_PAGAMENTO, TIPI_CASSA
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.voci import VoceCassa
from parcella.ledger.esito import Rifiuto

_MASSIMO_CAUSALE = massimo("FatturaElettronicaBody/DatiGenerali/DatiGeneraliDocumento/Causale")
_RIFERIMENTI = {"Documento": "DatiOrdineAcquisto", "Contratto": "DatiContratto", "Convenzione": "DatiConvenzione"}


def esigibilita(fascicolo: Fascicolo) -> str:
    """S split payment, D when the IVA is due on collection (fattura sospesa), I otherwise."""
    documento = fascicolo.documento
    if documento.esigibilita_iva == "S":
        return "S"
    return "D" if documento.esigibilita_iva == "D" or documento.causale == "FS" else "I"


def scrivi_generali(corpo: Elemento, fascicolo: Fascicolo, casse: list[VoceCassa]) -> None:
    """Write DatiGenerali. ImportoTotaleDocumento is gross of the ritenuta (fatturapa.md § 4.7)."""
    documento = fascicolo.documento
    generali = SubElement(corpo, "DatiGenerali")
    dati = SubElement(generali, "DatiGeneraliDocumento")
    aggiungi(dati, "TipoDocumento", fascicolo.azienda.tipo_documento_fatturapa)
    aggiungi(dati, "Divisa", "EUR")
    aggiungi(dati, "Data", documento.data_documento.isoformat())
    numero = codice(f"{documento.serie}/{documento.numero_documento}", "numero_documento", 20)
    aggiungi(dati, "Numero", obbligatorio(numero, "numero_documento"))
    _ritenute(dati, fascicolo)
    if fascicolo.totali.bollo_virtuale:
        bollo = SubElement(dati, "DatiBollo")
        aggiungi(bollo, "BolloVirtuale", "SI")
        aggiungi(bollo, "ImportoBollo", importo(fascicolo.totali.bollo_dovuto))
    for voce in casse:
        _cassa(dati, fascicolo, voce)
    aggiungi(dati, "ImportoTotaleDocumento", importo(fascicolo.totali.totale_documento))
    for causale in _causali(fascicolo):
        aggiungi(dati, "Causale", causale)
    _riferimenti_esterni(generali, fascicolo)
    _fattura_collegata(generali, fascicolo)


def _ritenute(dati: Elemento, fascicolo: Fascicolo) -> None:
    """RT01 or RT02 tells who suffers the ritenuta, a person or not; the Enasarco withheld is a RT04 of its own."""
    totali, documento, azienda = fascicolo.totali, fascicolo.documento, fascicolo.azienda
    if totali.ritenuta_acconto:
        tipo = azienda.tipo_ritenuta or ("RT01" if azienda.cognome else "RT02")
        _ritenuta(dati, fascicolo, tipo, totali.ritenuta_acconto, documento.aliquota_rda)
    if totali.contributo_enasarco:
        if documento.perc_enasarco is None:
            raise manca("perc_enasarco")
        _ritenuta(dati, fascicolo, "RT04", totali.contributo_enasarco, documento.perc_enasarco)


def _ritenuta(dati: Elemento, fascicolo: Fascicolo, tipo: str, trattenuto: Decimal, aliquota: Decimal) -> None:
    campo = "parametri_studio.causale_pagamento_770s"
    # One issued before the parametri had it takes theirs.
    dichiarata = fascicolo.documento.causale_pagamento_770s or fascicolo.parametri.causale_pagamento_770s
    causale = obbligatorio(dichiarata, campo)
    if causale not in CAUSALI_PAGAMENTO:
        raise Rifiuto(f"Causale pagamento: «{causale}» non è fra i codici ammessi.", campo)
    ritenuta = SubElement(dati, "DatiRitenuta")
    aggiungi(ritenuta, "TipoRitenuta", tipo)
    aggiungi(ritenuta, "ImportoRitenuta", importo(trattenuto))
    aggiungi(ritenuta, "AliquotaRitenuta", importo(aliquota))
    aggiungi(ritenuta, "CausalePagamento", causale)


def _cassa(dati: Elemento, fascicolo: Fascicolo, voce: VoceCassa) -> None:
    campo = "parametri_studio.tipo_cassa_fatturapa"
    tipo = obbligatorio(voce.tipo_cassa, campo)
    if tipo not in TIPI_CASSA:
        raise Rifiuto(f"Tipo cassa: «{tipo}» non è fra i codici ammessi.", campo)
    iva = codice_iva(fascicolo, voce.codice_iva, "iva_cassa")
    cassa = SubElement(dati, "DatiCassaPrevidenziale")
    aggiungi(cassa, "TipoCassa", tipo)
    aggiungi(cassa, "AlCassa", importo(voce.percentuale))
    aggiungi(cassa, "ImportoContributoCassa", importo(voce.importo))
    aggiungi(cassa, "ImponibileCassa", importo(voce.imponibile))
    aggiungi(cassa, "AliquotaIVA", importo(iva.aliquota))
    # Without a DatiRitenuta in the document the flag would be a scarto 00415.
    if voce.soggetta_rda and fascicolo.totali.ritenuta_acconto:
        aggiungi(cassa, "Ritenuta", "SI")
    aggiungi_se(cassa, "Natura", iva.natura)


def _causali(fascicolo: Fascicolo) -> Iterator[str]:
    """The note of the document, then the wordings the law wants, each in pieces of 200 characters."""
    testi = [("note_testata", fascicolo.documento.note_testata)]
    testi += [(f"riferimenti.{nome}", fascicolo.riferimenti.get(nome)) for nome in _diciture(fascicolo)]
    for campo, testo in testi:
        if testo:
            yield from spezza(in_latino(testo, campo), _MASSIMO_CAUSALE)


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


def _riferimenti_esterni(generali: Elemento, fascicolo: Fascicolo) -> None:
    """DOC-138…141: the block by tipo, with CIG and CUP inside; no reference, no block, hence no CIG or CUP."""
    documento = fascicolo.documento
    tipo = documento.rif_ext_tipo or "Documento"
    if tipo == "Documento":
        campo, numero = "rif_ext_numero", documento.rif_ext_numero
        if numero and documento.rif_ext_sigla:
            numero = f"{documento.rif_ext_sigla} {numero}"
    else:
        campo, numero = "rif_ext_codice", documento.rif_ext_codice
    identificativo = codice(numero, campo, 20)
    if identificativo:
        blocco = SubElement(generali, _RIFERIMENTI[tipo])
        _collegamento(blocco, fascicolo, identificativo, documento.rif_ext_data)


def _fattura_collegata(generali: Elemento, fascicolo: Fascicolo) -> None:
    """DOC-149…151."""
    documento = fascicolo.documento
    identificativo = codice(documento.fattura_collegata_numero, "fattura_collegata_numero", 20)
    if identificativo:
        blocco = SubElement(generali, "DatiFattureCollegate")
        _collegamento(blocco, fascicolo, identificativo, documento.fattura_collegata_data)


def _collegamento(blocco: Elemento, fascicolo: Fascicolo, identificativo: str, giorno: date | None) -> None:
    aggiungi(blocco, "IdDocumento", identificativo)
    if giorno:
        aggiungi(blocco, "Data", giorno.isoformat())
    aggiungi_se(blocco, "CodiceCUP", codice(fascicolo.documento.cup, "cup", 15))
    aggiungi_se(blocco, "CodiceCIG", codice(fascicolo.documento.cig, "cig", 15))
