"""What the confirm of a parcella definitiva writes in the books: FE or FS, PG, scadenzario contabile (cap. 12, 15)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from parcella.ledger.documenti import nota_credito
from parcella.ledger.documenti.composizione import Pronto
from parcella.ledger.documenti.dati import DatiPagamento
from parcella.ledger.documenti.tavole import Tavole
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.primanota.scritture import (
    ContiParcella,
    ImportiParcella,
    Ricavo,
    RigaScrittura,
    righe_fattura,
    righe_pagamento,
)
from parcella.ledger.primanota.tabelle import SOSPESE
from parcella.ledger.scadenzario import rate
from parcella.ledger.tipi import ZERO, in_italiano


@dataclass(frozen=True, slots=True)
class Incasso:
    """The payment window, decided: how much came in, on which account, and whether the parcella is totally paid."""

    totalmente_pagata: bool
    importo_pagato: Decimal
    conto_pagamento: str | None


def decidi_incasso(tavole: Tavole, pronto: Pronto, dati: DatiPagamento | None, risposte: Risposte) -> Incasso:
    """PDI-015…032: proposals, rounding threshold and its question. Raises Rifiuto or Richiesta."""
    dati = dati or DatiPagamento()
    if pronto.testata["nota_credito"] == "S":
        return _nessun_incasso(dati)
    totale = pronto.testata["totale_da_pagare"]
    tutta = dati.tutta
    pagato = dati.importo_pagato
    if pagato is None:
        pagato = totale if tutta else ZERO
    if pagato < ZERO:
        raise Rifiuto("L'importo pagato non può essere negativo.", "pagamento.importo_pagato")
    if not tutta and pagato > totale:
        raise Rifiuto(
            f"L'importo pagato ({in_italiano(pagato)}) supera il totale da pagare ({in_italiano(totale)}).",
            "pagamento.importo_pagato",
        )
    if not tutta and pagato == totale > ZERO:
        tutta = risposte.chiedi("pagata_per_intero")
    if tutta:
        _controlla_soglia(tavole, totale, pagato, risposte)
    conto = dati.conto_pagamento or tavole.conti_automatici.conto_cassa
    if pagato > ZERO:
        controlla_incasso(tavole, pronto.testata["data_documento"], conto, pagato, risposte)
    return Incasso(tutta, pagato, conto)


def _nessun_incasso(dati: DatiPagamento) -> Incasso:
    """A nota di credito is set against its parcella, or given back, once it is issued."""
    if dati.totalmente_pagata == "S" or dati.importo_pagato:
        raise Rifiuto(
            "Il rimborso di una nota di credito si registra dopo averla emessa.", "pagamento.totalmente_pagata"
        )
    return Incasso(totalmente_pagata=False, importo_pagato=ZERO, conto_pagamento=None)


def controlla_incasso(tavole: Tavole, giorno: date, conto: str | None, pagato: Decimal, risposte: Risposte) -> None:
    """The account money comes in on: there, open, P G; a note at the legal limit for cash."""
    _controlla_conto_pagamento(tavole, conto)
    limite = tavole.legge("limite_contanti", giorno)
    if limite is not None and conto == tavole.conti_automatici.conto_cassa and pagato >= limite:
        risposte.avvisa(
            "limite_contanti",
            f"L'incasso di {in_italiano(pagato)} sul conto Cassa raggiunge il limite di legge per i contanti "
            f"({in_italiano(limite)}).",
        )


def _controlla_soglia(tavole: Tavole, totale: Decimal, pagato: Decimal, risposte: Risposte) -> None:
    """PAR-013…015, PDI-020…027: within the threshold a question, beyond it a refusal."""
    differenza = abs(totale - pagato)
    if differenza == ZERO:
        return
    soglia = tavole.parametri.importo_soglia_arrotondamento
    if differenza > soglia:
        raise Rifiuto(
            f"ATTENZIONE La differenza ({in_italiano(differenza)}) tra il 'TotaleDaPagare' ({in_italiano(totale)}) e "
            f"l'ImportoPagato' ({in_italiano(pagato)}) e' superiore al limite per l'arrotondamento previsto nei "
            f"parametri dello studio ({in_italiano(soglia)}). premere INVIO per continuare",
            "righe",
            "soglia_arrotondamento",
        )
    if tavole.parametri.conto_arrotondamento_pagamento is None:
        raise Rifiuto(
            "Manca il conto arrotondamento pagamento parcella (parametri studio).", "pagamento.importo_pagato"
        )
    risposte.pretendi("arrotondamento", "pagamento.importo_pagato", pagato=in_italiano(pagato))


def _controlla_conto_pagamento(tavole: Tavole, conto: str | None) -> None:
    if conto is None:
        raise Rifiuto(
            "Conto per pagamento: dato obbligatorio (il conto automatico Cassa non è impostato).",
            "pagamento.conto_pagamento",
        )
    voce = tavole.conti.get(conto)
    if voce is None:
        raise Rifiuto(f"Il conto {conto} non è nel piano dei conti.", "pagamento.conto_pagamento")
    if voce.bloccato == "S":
        raise Rifiuto(f"Il conto {conto} è bloccato.", "pagamento.conto_pagamento")
    if voce.tipo != "P G":
        raise Rifiuto(
            f"Il conto {conto} non è un conto patrimoniale di tipo P G sul quale incassare.",
            "pagamento.conto_pagamento",
        )


def decidi_sospesa(tavole: Tavole, pronto: Pronto, incasso: Incasso, risposte: Risposte) -> bool:
    """FS rather than FE (DOC-008…012, REV-012, batch.md): only if nothing is paid and there is IVA to put off."""
    testata, cliente = pronto.testata, pronto.cliente
    corretta = nota_credito.di(tavole, testata)
    if corretta is not None:
        return corretta.causale in SOSPESE
    if incasso.totalmente_pagata or incasso.importo_pagato > ZERO or testata["totale_iva"] == ZERO:
        return False
    if testata["esigibilita_iva"] == "S":
        return False
    if _iva_per_cassa(pronto):
        return True
    if cliente.ente_pubblico != "S":
        return False
    regola = tavole.parametri.fs_enti_pubblici
    return regola == "sempre" or (regola == "chiedi" and risposte.chiedi("fattura_sospesa"))


def _iva_per_cassa(pronto: Pronto) -> bool:
    cliente = pronto.cliente
    impresa = cliente.privato != "S" or cliente.senza_partita_iva == "N"
    return pronto.testata["iva_per_cassa"] == "S" and impresa


def registra(tavole: Tavole, pronto: Pronto, incasso: Incasso, sospesa: bool, risposte: Risposte) -> None:
    """Fill `registrazioni` and `rate_contabili` of the document. Their numbers and ids come at the writing."""
    testata = pronto.testata
    giorno = testata["data_documento"]
    controlla_periodo(tavole, giorno)
    testata["totalmente_pagata"] = "S" if incasso.totalmente_pagata else "N"
    if testata["totale_documento"] == ZERO:
        risposte.avvisa("totale_zero", "Il totale del documento è zero: nessuna registrazione in primanota.")
        return
    testata["causale"] = nota_credito.causale(testata, sospesa)
    importi = importi_parcella(testata, pronto.righe)
    conti = conti_parcella(tavole, testata["codice_cliente"], pronto.cliente.conto_spese_anticipate)
    comuni: Any = {
        "tipo_azienda": tavole.azienda.tipo,
        "totalmente_pagata": incasso.totalmente_pagata,
        "sospesa": sospesa,
    }
    flag = "S" if incasso.totalmente_pagata else "N"
    righe = righe_fattura(importi, conti, **comuni)
    controlla_conti(tavole, righe)
    pronto.registrazioni.append((_testata_fattura(testata, flag), in_colonne(tavole, righe)))
    if incasso.totalmente_pagata or incasso.importo_pagato > ZERO:
        righe = righe_pagamento(
            importi,
            conti,
            **comuni,
            pagato=incasso.importo_pagato,
            pagato_prima=ZERO,
            conto_pagamento=incasso.conto_pagamento or "",
        )
        controlla_conti(tavole, righe)
        pronto.registrazioni.append((testata_pagamento(testata, giorno, flag), in_colonne(tavole, righe)))
    pronto.rate_contabili = rate_contabili(tavole, pronto, incasso)


def controlla_periodo(tavole: Tavole, giorno: date) -> None:
    """Refuse a date in a period already closed."""
    chiuso = tavole.azienda.periodo_chiuso_al
    if chiuso is not None and giorno <= chiuso:
        raise Rifiuto(
            f"La data {giorno:%d/%m/%Y} cade in un periodo già chiuso (fino al {chiuso:%d/%m/%Y}).", "data_documento"
        )


def importi_parcella(testata: Mapping[str, Any], righe: Iterable[Mapping[str, Any]]) -> ImportiParcella:
    """The foot of a stored parcella, with its ricavi by account, as the postings need it."""
    ricavi = tuple(
        Ricavo(riga["conto_ricavo"], riga["conto_ricavo_sospeso"], riga["importo_prestazione"])
        for riga in righe
        if riga["importo_prestazione"]
    )
    for riga in righe:
        if riga["importo_prestazione"] and riga["conto_ricavo"] is None:
            raise Rifiuto(
                f"Manca il conto ricavo di {riga['codice_prestazione']} (prestazione o parametri studio).",
                f"righe.{riga['numero_riga']}.conto_ricavo",
            )
    importi = ImportiParcella(
        totale_documento=testata["totale_documento"],
        totale_da_pagare=testata["totale_da_pagare"],
        ricavi=ricavi,
        rivalsa_inps=testata["rivalsa_inps"],
        spese_anticipate=testata["totale_spese_anticipate"],
        spese_banca=testata["spese_banca"],
        cassa_previdenza=testata["cassa_previdenza"],
        bollo=testata["bollo"],
        iva=testata["totale_iva"],
        ritenuta=testata["ritenuta_acconto"],
        split_payment=testata["esigibilita_iva"] == "S",
    )
    return importi.rovesciati() if testata["nota_credito"] == "S" else importi


def conti_parcella(tavole: Tavole, cliente: str, conto_spese_cliente: str | None) -> ContiParcella:
    """PAR-008, 059, 068; CLI-008; CTA-012, 013: where each component goes."""
    parametri, automatici = tavole.parametri, tavole.conti_automatici
    professionista = tavole.azienda.tipo == "P"
    return ContiParcella(
        cliente=cliente,
        erario_ritenute=parametri.conto_erario_ritenute,
        erario_ritenute_sospeso=parametri.conto_erario_ritenute_sospeso,
        cassa_previdenza=automatici.conto_fondo_previdenza if professionista else parametri.conto_cassa_previdenza,
        iva_vendite=automatici.conto_iva_vendite,
        iva_differita=automatici.conto_iva_differita,
        spese_anticipate=conto_spese_cliente or parametri.conto_spese_anticipate,
        spese_banca=automatici.conto_spese_banca,
        spese_banca_sospeso=automatici.conto_spese_banca_sospeso,
        rivalsa_inps=automatici.conto_rivalsa_inps,
        rivalsa_inps_sospeso=automatici.conto_rivalsa_inps_sospeso,
        bollo=automatici.conto_bollo,
        arrotondamento=parametri.conto_arrotondamento_pagamento,
    )


def controlla_conti(tavole: Tavole, righe: Iterable[RigaScrittura]) -> None:
    """Refuse a posting on an account that is not there or is blocked. The client's account is its own archive."""
    for riga in righe:
        conto = tavole.conti.get(riga.conto)
        if conto is None and riga.conto not in tavole.clienti:
            raise Rifiuto(f"Il conto {riga.conto} non è nel piano dei conti.", "conto")
        if conto is not None and conto.bloccato == "S":
            raise Rifiuto(f"Il conto {riga.conto} è bloccato.", "conto")


def _testata_fattura(testata: Mapping[str, Any], flag: str) -> dict[str, Any]:
    """PRN-008: the number and the protocollo are completed when the document has its number."""
    giorno = testata["data_documento"]
    return {
        "azienda": testata["azienda"],
        "anno": giorno.year,
        "data_registrazione": giorno,
        "causale": testata["causale"],
        "descrizione": None,
        "protocollo": None,
        "serie": testata["serie"],
        "numero_documento": None,
        "data_documento": giorno,
        "flag_parcella_pagata": flag,
    }


def testata_pagamento(testata: Mapping[str, Any], giorno: date, flag: str) -> dict[str, Any]:
    """PRN-011: described by the invoice it pays."""
    return {
        "azienda": testata["azienda"],
        "anno": giorno.year,
        "data_registrazione": giorno,
        "causale": "PG",
        "descrizione": None,
        "protocollo": None,
        "serie": None,
        "numero_documento": None,
        "data_documento": None,
        "flag_parcella_pagata": flag,
    }


def completa(testata: Mapping[str, Any], registrazioni: Iterable[dict[str, Any]]) -> None:
    """Protocollo, number and description, once the parcella has its number."""
    numero, serie = testata["numero_documento"], testata["serie"]
    for registrazione in registrazioni:
        if registrazione["causale"] == "PG":
            registrazione["descrizione"] = f"{testata['causale']} {numero} DEL {testata['data_documento']:%d/%m/%y}"
        else:
            registrazione["numero_documento"] = numero
            registrazione["protocollo"] = f"V{serie:02}/{numero:06}"


def in_colonne(tavole: Tavole, righe: Iterable[RigaScrittura]) -> list[dict[str, Any]]:
    """The rows of a registration by column, numbered from 1."""
    return [
        {
            "azienda": tavole.contesto.azienda,
            "numero_riga": n,
            "conto": riga.conto,
            "importo": riga.importo,
            "segno": riga.segno,
            "descrizione": riga.descrizione or None,
        }
        for n, riga in enumerate(righe, 1)
    ]


def rate_contabili(tavole: Tavole, pronto: Pronto, incasso: Incasso) -> list[dict[str, Any]]:
    """PDI-010, 024, 033, 034: one rate M paid for the whole, or the part paid and the residue by PAG."""
    testata = pronto.testata
    azienda, giorno, totale = testata["azienda"], testata["data_documento"], testata["totale_da_pagare"]
    if totale == ZERO:
        return []
    if testata["nota_credito"] == "S":
        return [rate.riga(azienda, 1, giorno, rate.RIMESSA, -totale)]
    pagato = totale if incasso.totalmente_pagata else incasso.importo_pagato
    fatte = []
    if pagato:
        fatte.append(
            rate.riga(azienda, 1, giorno, rate.RIMESSA, pagato) | {"stato_rata": "P", "data_pagamento": giorno}
        )
    pagamento = pronto.pagamento
    aperte = rate.proposte(
        azienda,
        totale - pagato,
        testata["data_decorrenza"] or giorno,
        pagamento.tipo_pagamento if pagamento else None,
        tavole.termini[pagamento.codice] if pagamento else None,
    )
    for n, rata in enumerate(aperte, len(fatte) + 1):
        rata["numero_rata"] = n
    return fatte + aperte
