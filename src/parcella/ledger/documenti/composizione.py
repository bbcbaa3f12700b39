"""From what was asked (`DatiDocumento`) to a finished document not yet written (`Pronto`).

Checks, proposals from client, payment and parametri, prices, totals: chapters 08, 11 and 12. Rows and header are
dictionaries by column, ready to be written in bulk.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from parcella.ledger.aziende.tabelle import Pagamento
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.documenti import nota_credito
from parcella.ledger.documenti.calcolo import NATURA_SPESE_ANTICIPATE
from parcella.ledger.documenti.condizioni import BOLLO_NON_CALCOLATO, bollo_di_legge, soggetto_rda, totali_di
from parcella.ledger.documenti.corpo import componi_righe
from parcella.ledger.documenti.dati import DatiDocumento, DatiPagamento
from parcella.ledger.documenti.tabelle import Cointestatario, Documento, FondoDocumento
from parcella.ledger.documenti.tavole import Tavole
from parcella.ledger.documenti.voci import Fondo, Totali
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.tabella import controlla
from parcella.ledger.tipi import CENTO, ZERO

SENZA_RITENUTA = ("RF02", "RF19")
FORFETTARIO = ("RF19",)
COINTESTATARI_MASSIMI = 8


@dataclass(slots=True)
class Pronto:
    """A document composed: header and rows by column, totals, and what its confirmation will write beside it."""

    testata: dict[str, Any]
    righe: list[dict[str, Any]]
    totali: Totali
    cliente: Cliente
    pagamento: Pagamento | None
    fondi: tuple[Fondo, ...] = ()
    cointestatari: list[dict[str, Any]] = field(default_factory=list)
    rate_notula: list[dict[str, Any]] = field(default_factory=list)
    rate_contabili: list[dict[str, Any]] = field(default_factory=list)
    registrazioni: list[tuple[dict[str, Any], list[dict[str, Any]]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Precedente:
    """What a document being revised keeps of itself: the conditions it was made with (DOC-127), and its prestazioni.

    The limits of a prestazione are compared when a row is inserted, not when it is varied (DOC-085).
    """

    condizioni: Mapping[str, Any]
    prestazioni: Collection[str] = ()
    fondi: tuple[Fondo, ...] = ()


def componi(tavole: Tavole, dati: DatiDocumento, risposte: Risposte, precedente: Precedente | None = None) -> Pronto:
    """Compose a document. Raises Rifiuto with the field at fault, or Richiesta."""
    cliente = intestatario(tavole, dati.codice_cliente)
    pagamento = _pagamento(tavole, dati, cliente)
    testata = _testata(tavole, dati, cliente, pagamento)
    if precedente is not None:
        testata.update(precedente.condizioni)
    _controlla_testata(tavole, testata)
    fondi = _fondi(tavole, dati, precedente)
    righe = componi_righe(tavole, dati, cliente, risposte, precedente.prestazioni if precedente else ())
    _spese_anticipate(testata, dati, righe)
    _controlla_spese_banca(tavole, testata, cliente, risposte)
    _fissa_iva_spese_banca(tavole, testata, righe)
    totali = totali_di(tavole, testata, righe, fondi)
    _riporta_totali(testata, totali)
    _controlla_totale(testata)
    _controlla_contenuto(testata, righe)
    nota_credito.controlla(tavole, testata, totali, risposte)
    _appalti_pubblici(testata, cliente, risposte)
    return Pronto(testata, righe, totali, cliente, pagamento, fondi, _cointestatari(tavole, dati))


def intestatario(tavole: Tavole, codice: str) -> Cliente:
    """DOC-036: an existing client account, neither annulled nor blocked."""
    if not codice:
        raise Rifiuto("Cliente: dato obbligatorio.", "codice_cliente")
    cliente = tavole.clienti.get(codice)
    if cliente is None:
        raise Rifiuto(f"Il cliente {codice} non è codificato.", "codice_cliente")
    if cliente.annullato == "S":
        raise Rifiuto(f"Il cliente {cliente.codice} è annullato.", "codice_cliente")
    if cliente.bloccato == "S":
        raise Rifiuto(f"Il conto {cliente.codice} del cliente è bloccato.", "codice_cliente")
    return cliente


def _pagamento(tavole: Tavole, dati: DatiDocumento, cliente: Cliente) -> Pagamento | None:
    """DOC-099, DOC-100: the client's habitual payment is proposed, unless a tratta; a tratta typed is refused."""
    codice = dati.codice_pagamento
    if codice is None and cliente.pagamento:
        abituale = tavole.pagamenti.get(cliente.pagamento)
        return abituale if abituale is not None and abituale.tipo_pagamento != "T" else None
    if not codice:
        return None
    pagamento = tavole.pagamenti.get(codice)
    if pagamento is None:
        raise Rifiuto(f"Il pagamento {codice} non è in tabella.", "codice_pagamento")
    if pagamento.tipo_pagamento == "T":
        raise Rifiuto("Pagamento di tipo TRATTA non ammesso.", "codice_pagamento")
    return pagamento


def _testata(tavole: Tavole, dati: DatiDocumento, cliente: Cliente, pagamento: Pagamento | None) -> dict[str, Any]:
    azienda, parametri = tavole.azienda, tavole.parametri
    e_parcella = dati.sigla_documento == "PA"
    if dati.sigla_documento not in ("NO", "PA"):
        raise Rifiuto(f"Documento {dati.sigla_documento}: sono ammessi NO e PA.", "sigla_documento")
    if not e_parcella and dati.stato_parcella:
        raise Rifiuto("Lo stato P/D è richiesto solo per le parcelle.", "stato_parcella")
    if e_parcella and dati.chiusa_definitiva:
        raise Rifiuto("La chiusura definitiva è richiesta solo per le notule.", "chiusa_definitiva")
    if e_parcella and dati.rate:
        raise Rifiuto("Le rate si scrivono solo sulle notule: una parcella le prende dal pagamento.", "rate")
    if not e_parcella and dati.pagamento is not None and dati.pagamento != DatiPagamento():
        raise Rifiuto("I dati del pagamento si scrivono solo sulle parcelle.", "pagamento")
    spese_banca = dati.spese_banca
    if spese_banca is None:
        spese_banca = pagamento.spese_banca if pagamento else ZERO
    testata: dict[str, Any] = {
        "azienda": tavole.contesto.azienda,
        "sigla_documento": dati.sigla_documento,
        "modulo_stampa": dati.modulo_stampa,
        "anno": dati.data_documento.year,
        "serie": dati.serie or cliente.sezionale_fattura_elettronica or 1 if e_parcella else dati.serie or 1,
        "numero_documento": dati.numero_documento,
        "numero_lavoro": None,
        "data_documento": dati.data_documento,
        "stato_parcella": (dati.stato_parcella or parametri.stato_parcella_proposto) if e_parcella else None,
        "nota_credito": dati.nota_credito or None,
        "codice_cliente": cliente.codice,
        "note_testata": dati.note_testata,
        "soggetto_rda": _soggetto_rda(tavole, dati, cliente),
        "chiusa_definitiva": None if e_parcella else dati.chiusa_definitiva or "N",
        "chiusura_automatica": "N",
        "escludi_bollo_virtuale": dati.escludi_bollo_virtuale or "N",
        "esigibilita_iva": dati.esigibilita_iva or cliente.esigibilita_iva or "I",
        "codice_pagamento": pagamento.codice if pagamento else None,
        "data_decorrenza": dati.data_decorrenza,
        **_percentuali(tavole, dati),
        "cassa_iva": parametri.cassa_iva,
        "inps_soggetta_rda": parametri.rivalsa_inps_soggetta_ritenuta,
        "spese_banca_soggette_rda": parametri.spese_banca_soggette_ritenuta,
        "perc_enasarco": parametri.perc_enasarco if azienda.tipo == "I" else None,
        "cod_esenzione_spese_anticipate": parametri.cod_esenzione_spese_anticipate,
        "codice_iva_spese_banca": pagamento.codice_iva_spese_banca if pagamento else None,
        "addebita_bollo": _addebita_bollo(tavole, dati, cliente),
        **bollo_di_legge(tavole, dati.data_documento),
        "forfettario": "S" if azienda.regime_fiscale in FORFETTARIO else "N",
        "iva_per_cassa": _iva_per_cassa(tavole, dati),
        "causale_pagamento_770s": parametri.causale_pagamento_770s,
        "cig": dati.cig,
        "cup": dati.cup,
        "rif_ext_tipo": dati.rif_ext_tipo,
        "rif_ext_sigla": dati.rif_ext_sigla,
        "rif_ext_numero": dati.rif_ext_numero,
        "rif_ext_codice": dati.rif_ext_codice,
        "rif_ext_data": dati.rif_ext_data,
        "riferimento_amministrazione": _scelto(dati.riferimento_amministrazione, cliente.riferimento_amministrazione_pa)
        or None,
        "fattura_collegata_numero": dati.fattura_collegata_numero,
        "fattura_collegata_data": dati.fattura_collegata_data,
        "nota_scadenzario": dati.nota_scadenzario,
        "spese_anticipate_piede": dati.totale_spese_anticipate or ZERO,
        "spese_banca": spese_banca,
        "causale": None,
        "totalmente_pagata": None,
        "utente": tavole.contesto.utente,
        "scritto_il": None,
        "versione": 1,
    }
    return testata


def _controlla_testata(tavole: Tavole, testata: dict[str, Any]) -> None:
    controlla(Documento, testata, nuovo=False)
    chiave = (testata["sigla_documento"], testata["serie"])
    if chiave not in tavole.serie:
        raise Rifiuto(f"La serie {chiave[1]} non è gestita per il documento {chiave[0]} (numeratori).", "serie")
    if testata["spese_banca"] < 0:
        raise Rifiuto("Le spese banca non possono essere negative.", "spese_banca")
    if testata["spese_anticipate_piede"] < 0:
        raise Rifiuto("Le spese anticipate non possono essere negative.", "totale_spese_anticipate")
    for campo in ("iva_cassa", "iva_inps"):
        codice = testata[campo]
        if codice is not None and codice not in tavole.codici_iva:
            raise Rifiuto(f"Il codice IVA {codice} non è in tabella.", campo)


def _soggetto_rda(tavole: Tavole, dati: DatiDocumento, cliente: Cliente) -> str:
    """DOC-038: proposed from the client; a forfettario is never withheld from (fisco § 1.6)."""
    if tavole.azienda.regime_fiscale in SENZA_RITENUTA:
        return "N"
    return dati.soggetto_rda or soggetto_rda(cliente, dati.data_documento)


def _iva_per_cassa(tavole: Tavole, dati: DatiDocumento) -> str:
    """The regime of the azienda, from the day the law has it."""
    in_vigore = tavole.legge("iva_per_cassa_dal", dati.data_documento) is not None
    return tavole.azienda.iva_per_cassa if in_vigore else "N"


def _addebita_bollo(tavole: Tavole, dati: DatiDocumento, cliente: Cliente) -> str:
    parametri = tavole.parametri
    if dati.sigla_documento == "NO" and parametri.bollo_su_notule == "N":
        return BOLLO_NON_CALCOLATO
    return "N" if cliente.ente_pubblico == "S" else parametri.addebita_bollo


def _percentuali(tavole: Tavole, dati: DatiDocumento) -> dict[str, Any]:
    """PAR-026, DOC-115, DOC-120…126: from the parametri, unless typed in the window Cassa Prev/Rda."""
    parametri = tavole.parametri
    if tavole.azienda.tipo == "P":
        cassa, iva_cassa = parametri.perc_fondo_professionisti, parametri.iva_fondo_professionisti
        tributo = tavole.tributo
        aliquota = tributo.aliquota_rda if tributo else ZERO
        imponibile = tributo.perc_imponibile_rda if tributo else CENTO
    else:
        cassa, iva_cassa = parametri.perc_fondo_previdenza, parametri.iva_fondo_previdenza
        aliquota = parametri.aliquota_ritenuta or ZERO
        imponibile = parametri.perc_imponibile_ritenuta if parametri.perc_imponibile_ritenuta is not None else CENTO
    return {
        "perc_cassa": _scelto(dati.perc_cassa, cassa),
        "tipo_cassa": parametri.tipo_cassa_fatturapa,
        "iva_cassa": _scelto(dati.iva_cassa, iva_cassa),
        "aliquota_rda": _scelto(dati.aliquota_rda, aliquota),
        "perc_imponibile_rda": _scelto(dati.perc_imponibile_rda, imponibile),
        "perc_inps": _scelto(dati.perc_inps, parametri.perc_gestione_separata_inps),
        "iva_inps": _scelto(dati.iva_inps, parametri.iva_gestione_separata_inps),
    }


def _scelto(scritto: Any, proposto: Any) -> Any:
    return proposto if scritto is None else scritto


def _fondi(tavole: Tavole, dati: DatiDocumento, precedente: Precedente | None) -> tuple[Fondo, ...]:
    """PAR-049…052, DOC-121: the rows of the studio associato; shares add up to 100."""
    associato = bool(precedente.fondi) if precedente else tavole.parametri.studio_associato == "S"
    if not associato:
        if dati.fondi_associato:
            raise Rifiuto("I fondi associato sono gestiti solo con Studio associato = S.", "fondi_associato")
        return ()
    if dati.fondi_associato is None:
        return precedente.fondi if precedente else tavole.fondi_parametri
    for n, fondo in enumerate(dati.fondi_associato, 1):
        valori = {"percentuale": fondo.percentuale, "quota": fondo.quota, "tipo_cassa": fondo.tipo_cassa}
        controlla(FondoDocumento, valori, f"fondi_associato.{n}.", nuovo=False)
    if sum((fondo.quota for fondo in dati.fondi_associato), ZERO) != CENTO:
        raise Rifiuto("La somma delle quote dei fondi deve essere 100,00.", "fondi_associato")
    return tuple(Fondo(fondo.percentuale, fondo.quota, fondo.tipo_cassa) for fondo in dati.fondi_associato)


def _spese_anticipate(testata: dict[str, Any], dati: DatiDocumento, righe: list[dict[str, Any]]) -> None:
    """DOC-103: typed in the foot only where no row has any; otherwise the foot is their sum."""
    somma = sum((riga["spese_anticipate_riga"] for riga in righe), ZERO)
    if any(riga["spese_anticipate_riga"] for riga in righe):
        scritto = dati.totale_spese_anticipate
        if scritto and scritto != somma:
            raise Rifiuto(
                "Le spese anticipate del piede non si scrivono quando una riga ne ha: sono la somma delle righe.",
                "totale_spese_anticipate",
            )
        testata["spese_anticipate_piede"] = ZERO


def _fissa_iva_spese_banca(tavole: Tavole, testata: dict[str, Any], righe: list[dict[str, Any]]) -> None:
    """With no prestazioni to spread them on, the spese banca take the ordinary code of the day, and keep it."""
    if not testata["spese_banca"] or testata["codice_iva_spese_banca"] is not None:
        return
    su_cui = (
        riga["importo_prestazione"]
        for riga in righe
        if riga["tipo_riga"] is None and tavole.codici_iva[riga["codice_iva_riga"]].natura != NATURA_SPESE_ANTICIPATE
    )
    if not sum(su_cui, ZERO):
        testata["codice_iva_spese_banca"] = tavole.codice_iva_ordinario(testata["data_documento"])


def _controlla_spese_banca(tavole: Tavole, testata: dict[str, Any], cliente: Cliente, risposte: Risposte) -> None:
    """FPA-077 and FPA-078 as a setting: for a Fatt.PA client the table of payments must give the code.

    A parcella definitiva is refused, whatever its rates; the others only warn (chapter 25, Ambiguità 10).
    """
    if tavole.parametri.rifiuta_spese_banca_ripartite != "S" or cliente.fattura_pa != "S":
        return
    if not testata["spese_banca"] or testata["codice_iva_spese_banca"] is not None:
        return
    motivo = (
        "Spese banca senza codice IVA: per un cliente con Fattura PA indicarlo nella tabella pagamenti "
        "(IVA spese banca)."
    )
    if testata["stato_parcella"] == "D":
        raise Rifiuto(motivo, "spese_banca", "spese_banca_ripartite")
    risposte.avvisa("spese_banca_ripartite", motivo)


def _riporta_totali(testata: dict[str, Any], totali: Totali) -> None:
    testata.update(
        totale_prestazioni=totali.totale_prestazioni,
        totale_spese_anticipate=totali.totale_spese_anticipate,
        cassa_previdenza=totali.cassa_previdenza,
        rivalsa_inps=totali.rivalsa_inps,
        imponibile_esenti=totali.imponibile_esenti,
        totale_iva=totali.totale_iva,
        bollo=totali.bollo,
        bollo_virtuale="S" if totali.bollo_virtuale else "N",
        totale_documento=totali.totale_documento,
        ritenuta_acconto=totali.ritenuta_acconto,
        contributo_enasarco=totali.contributo_enasarco,
        totale_da_pagare=totali.totale_da_pagare,
    )


def _controlla_contenuto(testata: dict[str, Any], righe: Sequence[Any]) -> None:
    """A document that says nothing is a slip of the keys: it would take a number, and no invoice can be made of it."""
    if not righe and not testata["totale_documento"]:
        raise Rifiuto("Il documento è vuoto: scrivere almeno una riga.", "righe")


def _controlla_totale(testata: dict[str, Any]) -> None:
    if testata["totale_documento"] < 0 or testata["totale_da_pagare"] < 0:
        raise Rifiuto("Il totale del documento è negativo: per un accredito serve la nota di credito.", "righe")


def _appalti_pubblici(testata: dict[str, Any], cliente: Cliente, risposte: Risposte) -> None:
    """DOC-133, 139, 146: the questions on CIG/CUP and external references, for parcelle."""
    if testata["sigla_documento"] != "PA":
        return
    if cliente.obbligo_riferimento_movimenti == "S" and not testata["riferimento_amministrazione"]:
        raise Rifiuto("Riferimento amministrazione richiesto ma non specificato", "riferimento_amministrazione")
    if cliente.gestione_cig_cup == "S" and not (testata["cig"] or testata["cup"]):
        risposte.pretendi("cig_cup_mancanti", "cig")
    riferimenti = any(testata[campo] for campo in ("rif_ext_numero", "rif_ext_codice"))
    if cliente.fattura_pa == "S" and (testata["cig"] or testata["cup"]) and not riferimenti:
        risposte.pretendi("riferimenti_esterni_mancanti", "rif_ext_codice")


def _cointestatari(tavole: Tavole, dati: DatiDocumento) -> list[dict[str, Any]]:
    """DOC-065…067: position 1 is the intestatario; quotas, where any is given, add up to 1000."""
    if not dati.cointestatari:
        return []
    if dati.sigla_documento != "PA":
        raise Rifiuto("I cointestatari sono ammessi solo sulle parcelle.", "cointestatari")
    if len(dati.cointestatari) > COINTESTATARI_MASSIMI:
        raise Rifiuto(f"I cointestatari sono al massimo {COINTESTATARI_MASSIMI}.", "cointestatari")
    if dati.cointestatari[0].codice_cliente != dati.codice_cliente:
        raise Rifiuto("Il cliente intestatario non e' modificabile.", "cointestatari.1.codice_cliente")
    quote = [c.quota_millesimi or 0 for c in dati.cointestatari]
    if any(quote) and sum(quote) != 1000:
        raise Rifiuto("La somma delle quote millesimali deve essere 1000.", "cointestatari")
    for posizione, cointestatario in enumerate(dati.cointestatari, 1):
        quota = {"quota_millesimi": cointestatario.quota_millesimi}
        controlla(Cointestatario, quota, f"cointestatari.{posizione}.", nuovo=False)
        if cointestatario.codice_cliente not in tavole.clienti:
            raise Rifiuto(
                f"Il cliente {cointestatario.codice_cliente} non è codificato.",
                f"cointestatari.{posizione}.codice_cliente",
            )
    return [
        {
            "azienda": tavole.contesto.azienda,
            "posizione": posizione,
            "codice_cliente": c.codice_cliente,
            "quota_millesimi": c.quota_millesimi,
        }
        for posizione, c in enumerate(dati.cointestatari, 1)
    ]
