"""Documents and registrations as `esporta` wrote them, put back: taken as written, checked as `verifica` does.

Nothing is recomputed. One already there and equal is left alone, one already there and different is refused.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session, select

from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.composizione import Pronto
from parcella.ledger.documenti.condizioni import bollo_di_legge, totali_di
from parcella.ledger.documenti.dati import da_dizionario
from parcella.ledger.documenti.emetti import carica_nominati
from parcella.ledger.documenti.fascicoli import fascicoli
from parcella.ledger.documenti.fascicolo import nome_documento
from parcella.ledger.documenti.forma import documento as in_forma
from parcella.ledger.documenti.nota_credito import segno
from parcella.ledger.documenti.ricerca import riferimenti
from parcella.ledger.documenti.scrittura import Scrittore
from parcella.ledger.documenti.tabelle import Documento, RigaDocumento
from parcella.ledger.documenti.tavole import Tavole
from parcella.ledger.documenti.verifica import numeratori_indietro, verifica_documenti
from parcella.ledger.documenti.voci import Fondo
from parcella.ledger.esito import Rifiuto
from parcella.ledger.giornale import documenti as giornale
from parcella.ledger.primanota.consultazione import di_documento
from parcella.ledger.scadenzario.tabelle import RataContabile, RataNotula
from parcella.ledger.tipi import ZERO


def ripristina(
    sessione: Session,
    contesto: Contesto,
    elenco: Sequence[tuple[int, dict[str, Any]]],
    registrazioni: Sequence[dict[str, Any]],
) -> None:
    tavole = Tavole(sessione, contesto)
    carica_nominati(tavole, [da_dizionario(_senza_rate(dati)) for _, dati in elenco])
    presenti = _chiavi_presenti(sessione, contesto)
    per_documento = _per_documento(registrazioni)
    scrittore = Scrittore(sessione, contesto.azienda)
    scritti: list[int] = []
    for n, dati in elenco:
        try:
            nome = _nome(dati)
            sue = per_documento.pop((nome, dati["data_documento"].year), [])
            if (nome, dati["data_documento"].year) in presenti:
                _pretendi_uguale(sessione, contesto, presenti[nome, dati["data_documento"].year], dati, sue)
                continue
            scritti.append(_scrivi(tavole, scrittore, dati, sue))
            giornale.segna(sessione, scritti[-1], "ripristino")
        except _FuoriPosto:
            raise
        except Rifiuto as rifiuto:
            rifiuto.campo = f"documenti.{n}.{rifiuto.campo or ''}"
            raise
    for (nome, anno), sue in per_documento.items():
        if (nome, anno) not in presenti:
            raise Rifiuto(
                f"Il documento {nome} del {anno} della registrazione non esiste.", f"primanota.{sue[0][0]}.documento"
            )
    scrittore.scrivi()
    _aggiorna_date(sessione, contesto)
    violazioni = verifica_documenti(sessione, contesto, scritti)
    if violazioni:
        raise Rifiuto(violazioni[0], "documenti")


def _senza_rate(dati: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in dati.items() if k in ("sigla_documento", "data_documento", "codice_cliente")} | {
        "righe": [{"codice_prestazione": r.get("codice_prestazione")} for r in dati.get("righe", ())],
        "cointestatari": dati.get("cointestatari", ()),
    }


def _nome(dati: dict[str, Any]) -> str:
    if not dati.get("serie"):
        raise Rifiuto("Manca la serie del documento da ripristinare.", "serie")
    numero, lavoro = dati.get("numero_documento"), dati.get("numero_lavoro")
    if not isinstance(numero, int) and lavoro is None:
        raise Rifiuto("Manca il numero del documento da ripristinare.", "numero_documento")
    coda = numero if isinstance(numero, int) else f"prov.{lavoro}"
    return f"{dati['sigla_documento']} {dati['serie']}/{coda}"


def _chiavi_presenti(sessione: Session, contesto: Contesto) -> dict[tuple[str, int], int]:
    documenti = sessione.exec(select(Documento).where(Documento.azienda == contesto.azienda))
    return {(nome_documento(d), d.anno): d.id or 0 for d in documenti}


def _per_documento(
    registrazioni: Sequence[dict[str, Any]],
) -> dict[tuple[str, int], list[tuple[int, dict[str, Any]]]]:
    gruppi: dict[tuple[str, int], list[tuple[int, dict[str, Any]]]] = {}
    for n, registrazione in enumerate(registrazioni):
        nome = registrazione.get("documento")
        if not nome:
            raise Rifiuto(
                "Registrazione senza documento: si importano quelle delle parcelle.", f"primanota.{n}.documento"
            )
        giorno = registrazione.get("data_documento") or registrazione["data_registrazione"]
        gruppi.setdefault((nome, registrazione.get("anno_documento") or giorno.year), []).append((n, registrazione))
    return gruppi


def _pretendi_uguale(
    sessione: Session, contesto: Contesto, chiave: int, dati: dict[str, Any], sue: list[tuple[int, dict[str, Any]]]
) -> None:
    (fascicolo,) = fascicoli(sessione, contesto, [chiave])
    scritto = in_forma(fascicolo, riferimenti(sessione, contesto.azienda, [chiave]).get(chiave, ()))
    for campo, valore in dati.items():
        if scritto.get(campo) != valore and (valore or scritto.get(campo)):
            raise Rifiuto(f"{fascicolo.nome} è già in archivio ed è diverso ({campo}): nulla è stato importato.", campo)
    scritte = {(r["data_registrazione"].year, r["numero"]): r for r in di_documento(sessione, contesto.azienda, chiave)}
    for n, registrazione in sue:
        scritta = scritte.get((registrazione["data_registrazione"].year, registrazione["numero"]))
        if scritta is None or _in_confronto(scritta) != _in_confronto(registrazione):
            raise _FuoriPosto(
                f"La registrazione {registrazione['numero']} di {fascicolo.nome} è diversa da quella in archivio: "
                "nulla è stato importato.",
                f"primanota.{n}",
            )


class _FuoriPosto(Rifiuto):
    """A refusal that already says its place in the file."""


def _in_confronto(registrazione: dict[str, Any]) -> dict[str, Any]:
    """What two registrations must have equal: not the descriptions of the accounts, which are read when shown."""
    righe = [{k: v for k, v in r.items() if v and k != "descrizione_conto"} for r in registrazione["righe"]]
    return {k: v for k, v in registrazione.items() if v and k != "anno_documento"} | {"righe": righe}


def _scrivi(tavole: Tavole, scrittore: Scrittore, dati: dict[str, Any], sue: list[tuple[int, dict[str, Any]]]) -> int:
    cliente = tavole.clienti.get(dati["codice_cliente"])
    if cliente is None:
        raise Rifiuto(f"Il cliente {dati['codice_cliente']} non è codificato.", "codice_cliente")
    testata = _testata(tavole, dati)
    righe = [
        _completa(RigaDocumento, riga) | {"azienda": tavole.contesto.azienda, "numero_riga": n}
        for n, riga in enumerate(dati.get("righe", ()), 1)
    ]
    for n, riga in enumerate(righe):
        codice = riga["codice_prestazione"]
        if codice is not None and codice not in tavole.prestazioni:
            raise Rifiuto(f"La prestazione {codice} non è codificata.", f"righe.{n}.codice_prestazione")
        if riga["tipo_riga"] is None and riga["codice_iva_riga"] not in tavole.codici_iva:
            raise Rifiuto(f"Il codice IVA {riga['codice_iva_riga']} non è in tabella.", f"righe.{n}.codice_iva_riga")
    if any(riga["spese_anticipate_riga"] for riga in righe):
        testata["spese_anticipate_piede"] = ZERO
    fondi = tuple(Fondo(f["percentuale"], f["quota"], f.get("tipo_cassa")) for f in dati.get("fondi_associato", ()))
    pronto = Pronto(
        testata=testata,
        righe=righe,
        totali=totali_di(tavole, testata, righe, fondi),
        cliente=cliente,
        pagamento=tavole.pagamenti.get(testata["codice_pagamento"] or ""),
        fondi=fondi,
        cointestatari=[
            {"azienda": tavole.contesto.azienda, "posizione": n, "quota_millesimi": None} | c
            for n, c in enumerate(dati.get("cointestatari", ()), 1)
        ],
    )
    _pretendi_riepilogo(dati, pronto)
    notula = testata["sigla_documento"] == "NO"
    rate = [
        _completa(RataNotula if notula else RataContabile, rata)
        | {"azienda": tavole.contesto.azienda, "numero_rata": n}
        for n, rata in enumerate(dati.get("rate", ()), 1)
    ]
    if notula:
        pronto.rate_notula = rate
    chiave = scrittore.nuovo(pronto)
    pagamenti = [_registra(scrittore, tavole, chiave, testata, n, r) for n, r in sue]
    if not notula:
        for rata in rate:
            scrittore.rata_contabile(chiave, rata, _pagamento_di(rata, pagamenti))
    return chiave


def _testata(tavole: Tavole, dati: dict[str, Any]) -> dict[str, Any]:
    numero = dati.get("numero_documento")
    scritti = {k: None if v == "" else v for k, v in dati.items()}
    testata = _completa(Documento, {k: v for k, v in scritti.items() if k in _COLONNE_DOCUMENTO})
    testata.update(
        **bollo_di_legge(tavole, dati["data_documento"]),
        azienda=tavole.contesto.azienda,
        anno=dati["data_documento"].year,
        numero_documento=numero if isinstance(numero, int) else None,
        spese_anticipate_piede=dati.get("totale_spese_anticipate", ZERO),
        utente=tavole.contesto.utente,
        versione=1,
    )
    if (testata["sigla_documento"], testata["serie"]) not in tavole.serie:
        raise Rifiuto(f"La serie {testata['serie']} non è gestita per {testata['sigla_documento']}.", "serie")
    return testata


def _completa(tabella: Any, dati: dict[str, Any]) -> dict[str, Any]:
    """All columns of a table, those not given at their default."""
    return {nome: dati.get(nome, predefinito) for nome, predefinito in _PREDEFINITI[tabella].items()}


def _predefiniti(tabella: Any) -> dict[str, Any]:
    return {
        nome: (None if campo.is_required() else campo.default)
        for nome, campo in tabella.model_fields.items()
        if nome not in ("id", "documento", "registrazione")
    }


_PREDEFINITI = {t: _predefiniti(t) for t in (Documento, RigaDocumento, RataNotula, RataContabile)}
_COLONNE_DOCUMENTO = frozenset(_PREDEFINITI[Documento])


def _pretendi_riepilogo(dati: dict[str, Any], pronto: Pronto) -> None:
    scritto = {v["codice_iva"]: (v["imponibile"], v["imposta"]) for v in dati.get("riepilogo_iva", ())}
    derivato = {v.codice_iva: (v.imponibile, v.imposta) for v in pronto.totali.riepilogo}
    if "riepilogo_iva" in dati and scritto != derivato:
        raise Rifiuto("Il riepilogo IVA non corrisponde a quello ricalcolato dalle righe.", "riepilogo_iva")


def _registra(
    scrittore: Scrittore, tavole: Tavole, documento: int, testata: dict[str, Any], n: int, dati: dict[str, Any]
) -> tuple[int, date, Decimal]:
    azienda = tavole.contesto.azienda
    righe = [
        {
            "azienda": azienda,
            "numero_riga": posizione,
            "conto": riga["conto"],
            "importo": riga["importo"],
            "segno": riga["segno"],
            "descrizione": riga.get("descrizione"),
        }
        for posizione, riga in enumerate(dati["righe"], 1)
    ]
    for posizione, riga in enumerate(righe):
        if riga["conto"] not in tavole.conti and riga["conto"] not in tavole.clienti:
            raise _FuoriPosto(
                f"Il conto {riga['conto']} non è nel piano dei conti.", f"primanota.{n}.righe.{posizione}.conto"
            )
    dare = sum((r["importo"] for r in righe if r["segno"] == "D"), ZERO)
    if dare * 2 != sum((r["importo"] for r in righe), ZERO):
        raise _FuoriPosto("Dare e avere della registrazione non quadrano.", f"primanota.{n}.righe")
    giorno = dati["data_registrazione"]
    registrazione = {
        "azienda": azienda,
        "anno": giorno.year,
        "data_registrazione": giorno,
        "causale": dati["causale"],
        "descrizione": dati.get("descrizione"),
        "protocollo": dati.get("protocollo"),
        "serie": dati.get("serie"),
        "numero_documento": dati.get("numero_documento"),
        "data_documento": dati.get("data_documento"),
        "flag_parcella_pagata": testata["totalmente_pagata"] or "N",
    }
    chiave = scrittore.registrazione(documento, registrazione, righe)
    registrazione["numero"] = dati["numero"]
    mosso = righe[1]["importo"] if dati["causale"] == "PG" and len(righe) > 1 else ZERO
    return chiave, giorno, segno(testata) * mosso


def _pagamento_di(rata: dict[str, Any], pagamenti: list[tuple[int, date, Decimal]]) -> int | None:
    """The PG that paid a rata: that of its date. Two of one day are told apart by the amount."""
    if rata["stato_rata"] != "P":
        return None
    del_giorno = [
        (chiave, importo) for chiave, giorno, importo in pagamenti if giorno == rata["data_pagamento"] and importo
    ]
    esatti = [chiave for chiave, importo in del_giorno if importo == rata["importo_rata"]]
    return next(iter(esatti), del_giorno[0][0] if del_giorno else None)


def _aggiorna_date(sessione: Session, contesto: Contesto) -> None:
    """The counters come from their own section; their last date is never behind the documents."""
    for numeratore, ultima in numeratori_indietro(sessione, contesto):
        numeratore.data_ultimo = ultima
        sessione.add(numeratore)
    sessione.flush()
