"""The guided first run: an azienda ready for its first document, from the little that is asked."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, update

from parcella.ledger import archivio as libro
from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende import legge
from parcella.ledger.aziende.anagrafica import elenco_aziende, salva_azienda, salva_utente
from parcella.ledger.aziende.parametri import salva_parametri
from parcella.ledger.aziende.schede import trova
from parcella.ledger.aziende.tabelle import Azienda, Cassa, CodiceIva, CodiceTributo, Utente
from parcella.ledger.clienti.nomi import chiave_nome
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.prestazioni.tabelle import Prestazione
from parcella.ledger.scambio.predefiniti import crea_azienda, leggi_di_serie

SENZA_IVA = {"RF02": "F2", "RF19": "FOR"}
"""Regimes that charge no IVA and suffer no ritenuta, with the code N2.2 of the default table."""
CODICE_RITENUTA = "1040"
INPS = "TC22"


@dataclass(frozen=True, slots=True)
class Scelte:
    """What the guided form asks besides the data of the azienda."""

    utente: str
    tipo_cassa: str | None = None
    perc_cassa: Decimal | None = None
    rivalsa_inps: bool = False
    ritenuta: bool = False


def crea_studio(
    percorso: Path, azienda: dict[str, Any], scelte: Scelte, data_lavoro: date, risposte: dict[str, str]
) -> str:
    """Make the archive, if there is none, and the azienda in it; gives its sigla. All or nothing."""
    nuovo = not percorso.exists()
    if nuovo:
        libro.crea(percorso)
    try:
        with libro.apri(percorso) as aperto:
            aperto.utente, aperto.origine = scelte.utente or aperto.utente, "Primo avvio"
            return aggiungi_studio(aperto, azienda, scelte, data_lavoro, risposte)
    except BaseException:
        if nuovo:
            percorso.unlink(missing_ok=True)  # made a moment ago
        raise


def aggiungi_studio(
    archivio: Archivio, azienda: dict[str, Any], scelte: Scelte, data_lavoro: date, risposte: dict[str, str]
) -> str:
    """Make an azienda in an open archive, in one transaction; gives its sigla."""
    with archivio.scrittura() as sessione:
        return nuovo_studio(sessione, azienda, scelte, data_lavoro, Risposte(risposte))


def nuovo_studio(
    sessione: Session, azienda: dict[str, Any], scelte: Scelte, data_lavoro: date, risposte: Risposte
) -> str:
    """The azienda with default tables, its parametri and prestazioni adapted to regime, cassa and ritenuta."""
    sigla, tipo = azienda["sigla"], azienda["tipo"]
    if trova(sessione, Azienda, sigla=sigla) is not None:
        raise Rifiuto(f"La sigla {sigla} è già di un'altra azienda.", "sigla")
    if azienda.get("cognome") and not azienda.get("codice_fiscale"):
        raise Rifiuto("Codice fiscale: per una persona è obbligatorio.", "codice_fiscale")
    salva_azienda(sessione, azienda, risposte)  # its refusals name the fields of the form
    chiave = crea_azienda(sessione, sigla, tipo, azienda["ragione_sociale"], data_lavoro, azienda, risposte)
    contesto = Contesto(chiave, sigla, tipo, scelte.utente, data_lavoro)
    senza_iva = SENZA_IVA.get(azienda["regime_fiscale"])
    iva = senza_iva or _aliquota_ordinaria(sessione, contesto)
    ritenuta = scelte.ritenuta and senza_iva is None
    salva_parametri(sessione, contesto, _parametri(sessione, contesto, scelte, iva, ritenuta), risposte)
    _adatta_prestazioni(sessione, contesto, scelte, iva, ritenuta)
    if trova(sessione, Utente, nome=scelte.utente) is None:
        salva_utente(sessione, contesto, {"nome": scelte.utente}, risposte)
    return str(sigla)


def _aliquota_ordinaria(sessione: Session, contesto: Contesto) -> str:
    aliquota = legge.valore(sessione, "iva_ordinaria", contesto.data_lavoro)
    codice = trova(sessione, CodiceIva, azienda=contesto.azienda, aliquota=aliquota)
    if codice is None:
        raise Rifiuto(f"La data di lavoro {contesto.data_lavoro:%d/%m/%Y} non ha un'aliquota IVA ordinaria.")
    return codice.codice


def _parametri(sessione: Session, contesto: Contesto, scelte: Scelte, iva: str, ritenuta: bool) -> dict[str, Any]:
    cassa = scelte.perc_cassa if scelte.tipo_cassa else None
    fondo = "professionisti" if contesto.tipo == "P" else "previdenza"
    inps = legge.valore(sessione, "rivalsa_inps", contesto.data_lavoro) if scelte.rivalsa_inps else None
    parametri: dict[str, Any] = {
        "tipo_cassa_fatturapa": scelte.tipo_cassa,
        f"perc_fondo_{fondo}": cassa,
        f"iva_fondo_{fondo}": iva if cassa else None,
        "perc_gestione_separata_inps": inps,
        "iva_gestione_separata_inps": iva if inps else None,
        "causale_pagamento_770s": "A" if ritenuta else None,
        "numero_alla_definitiva": "S",
    }
    if contesto.tipo == "P":
        return parametri | {"codice_tributo": CODICE_RITENUTA if ritenuta else None}
    tributo = trova(sessione, CodiceTributo, azienda=contesto.azienda, codice=CODICE_RITENUTA) if ritenuta else None
    return parametri | {
        "aliquota_ritenuta": tributo and tributo.aliquota_rda,
        "perc_imponibile_ritenuta": tributo and tributo.perc_imponibile_rda,
    }


def _adatta_prestazioni(sessione: Session, contesto: Contesto, scelte: Scelte, iva: str, ritenuta: bool) -> None:
    """The prestazioni of the default archive: the IVA of the regime, and subject to what the studio charges."""
    sue = col(Prestazione.azienda) == contesto.azienda
    sessione.execute(update(Prestazione).where(sue, col(Prestazione.cod_iva).is_not(None)).values(cod_iva=iva))
    soggette = {
        "soggetta_ritenuta": "S" if ritenuta else "N",
        "soggetta_cassa": "S" if scelte.tipo_cassa and scelte.perc_cassa else "N",
        "soggetta_inps": "S" if scelte.rivalsa_inps else "N",
    }
    compensi = (sue, col(Prestazione.tipo) == "R", col(Prestazione.soggetta_ritenuta) != "R")
    sessione.execute(update(Prestazione).where(*compensi).values(soggette))


def proponi_sigla(nome: str, usate: Collection[str] = ()) -> str:
    """Three characters from a name, different from those already used."""
    radice = re.sub(r"[^A-Z0-9]", "", chiave_nome(nome))[:3]
    if radice and radice not in usate:
        return radice
    return next((f"{radice[:2]}{n}" for n in range(2, 10) if radice and f"{radice[:2]}{n}" not in usate), "")


def casse_di_serie(giorno: date) -> list[dict[str, Any]]:
    """The casse that charge a contribution on a day, by the shipped law; the rivalsa INPS is another thing."""
    return [
        cassa
        for cassa in leggi_di_serie()["casse"]
        if cassa["valido_dal"] <= giorno <= (cassa.get("valido_al") or date.max)
        and cassa.get("percentuale")
        and cassa["tipo_cassa"] != INPS
    ]


def casse_in_vigore(sessione: Session, giorno: date) -> list[Cassa]:
    """The same by the law tables of the archive, as the user may have corrected them."""
    return [c for c in legge.casse(sessione, giorno) if c.percentuale and c.tipo_cassa != INPS]


def sigle_usate(archivio: Archivio) -> list[str]:
    """The sigle of the aziende of an archive."""
    with archivio.lettura() as sessione:
        return [azienda.sigla for azienda in elenco_aziende(sessione)]
