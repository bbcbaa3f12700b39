"""Codici IVA, codici tributo, pagamenti and names of the documents (menu Aziende – Parametri di base)."""

import re
from decimal import Decimal
from typing import Any

from sqlalchemy import Column
from sqlmodel import Session, SQLModel

from parcella.ledger.aziende.rate import Termini
from parcella.ledger.aziende.schede import apri, elenco, elimina, rifiuta_se_in_uso, trova
from parcella.ledger.aziende.tabelle import CodiceIva, CodiceTributo, DescrizioneDocumento, Pagamento
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.tabella import etichetta
from parcella.ledger.tipi import in_italiano

_NUMERO = re.compile(r"\d{1,2}([.,]\d{1,2})?", re.ASCII)
_MODALITA_PAGAMENTO = re.compile(r"MP(0[1-9]|1\d|2[0-3])")


def salva_codice_iva(session: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> CodiceIva:
    """Write a codice IVA: an aliquota, or at rate zero an exemption with its Natura."""
    scheda = apri(session, CodiceIva, dati, azienda=contesto.azienda, codice=dati.get("codice"))
    valori = scheda.valori
    if valori["aliquota"] == 0 and valori["natura"] is None:
        raise Rifiuto(f"Codice IVA {valori['codice']}: ad aliquota zero occorre la natura.", "natura")
    if valori["aliquota"] != 0 and valori["natura"] is not None:
        raise Rifiuto(f"Codice IVA {valori['codice']}: con un'aliquota la natura non va indicata.", "natura")
    _pretendi_aliquota_del_numero(valori, scheda.prima)
    dal, al = valori["valido_dal"], valori["valido_al"]
    if dal is not None and al is not None and al < dal:
        raise Rifiuto(f"Codice IVA {valori['codice']}: finisce di valere prima di cominciare.", "valido_al")
    prima = scheda.prima
    if prima is not None and (prima.aliquota, prima.natura) != (valori["aliquota"], valori["natura"]):
        nome = "Aliquota e natura non cambiano, ci vuole un altro codice: codice IVA"
        rifiuta_se_in_uso(session, nome, contesto.azienda, prima.codice, _usi_nei_documenti())
    return scheda.scrivi(session)


def _pretendi_aliquota_del_numero(valori: dict[str, Any], prima: CodiceIva | None) -> None:
    """A code that is a number is that rate (PRE-051). One stored before is asked only if its rate changes."""
    codice, aliquota = str(valori["codice"] or ""), valori["aliquota"]
    if not _NUMERO.fullmatch(codice) or (prima is not None and prima.aliquota == aliquota):
        return
    numero = Decimal(codice.replace(",", "."))
    if 0 < numero < 100 and numero != aliquota:
        raise Rifiuto(f"Codice IVA {codice}: il numero è l'aliquota, non {in_italiano(aliquota)}.", "aliquota")


def _usi_nei_documenti() -> list[Column[Any]]:
    """Where a document names a codice IVA: its IVA is worked out again from them (PAR-026)."""
    from parcella.ledger.documenti.tabelle import RiepilogoIva, RigaDocumento

    tavole = SQLModel.metadata.tables
    return [
        tavole[str(RigaDocumento.__tablename__)].c.codice_iva_riga,
        tavole[str(RiepilogoIva.__tablename__)].c.codice_iva,
    ]


def pretendi_codice_iva(session: Session, azienda: int, codice: str, campo: str) -> CodiceIva:
    """The codice IVA, if the table has it."""
    trovato = trova(session, CodiceIva, azienda=azienda, codice=codice)
    if trovato is None:
        nome = etichetta(campo.rpartition(".")[2])
        raise Rifiuto(f"{nome}: il codice IVA {codice} non esiste.", campo, "codice_iva_inesistente")
    return trovato


def salva_codice_tributo(
    session: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte
) -> CodiceTributo:
    """Write a codice tributo: the rate of the ritenuta, and the share of the fee it is computed on (PAR-046)."""
    return apri(session, CodiceTributo, dati, azienda=contesto.azienda, codice=dati.get("codice")).scrivi(session)


def salva_pagamento(session: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> Pagamento:
    """Write the terms of a payment (fisco § 5)."""
    scheda = apri(session, Pagamento, dati, azienda=contesto.azienda, codice=dati.get("codice"))
    valori = scheda.valori
    if valori["codice_iva_spese_banca"] is not None:
        pretendi_codice_iva(session, contesto.azienda, valori["codice_iva_spese_banca"], "codice_iva_spese_banca")
    if valori["spese_banca"] < 0:
        raise Rifiuto("Le spese banca non possono essere negative.", "spese_banca")
    if valori["modalita_pagamento"] is not None and not _MODALITA_PAGAMENTO.fullmatch(valori["modalita_pagamento"]):
        raise Rifiuto(f"Modalità di pagamento {valori['modalita_pagamento']}: attesa MP01…MP23.", "modalita_pagamento")
    Termini(numero_rate=valori["numero_rate"], mesi_esclusi=_mesi(valori["mesi_esclusi"]))
    if valori["numero_rate"] > 1 and valori["giorni_intervallo"] == 0:
        risposte.avvisa("rate_stesso_giorno", f"Pagamento {valori['codice']}: le rate scadono tutte lo stesso giorno.")
    return scheda.scrivi(session)


def _mesi(scritti: str | None) -> frozenset[int]:
    mesi = [int(mese) for mese in (scritti or "").split(",") if mese]
    if len(set(mesi)) != len(mesi) or not set(mesi) <= set(range(1, 13)):
        raise Rifiuto(f"Mesi esclusi {scritti}: atteso un elenco di mesi diversi fra 1 e 12.", "mesi_esclusi")
    return frozenset(mesi)


def salva_descrizione_documento(
    session: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte
) -> DescrizioneDocumento:
    """Write the name of a sigla NO or PA; no sigla is added or taken away (TAR-001…005)."""
    return apri(session, DescrizioneDocumento, dati, azienda=contesto.azienda, sigla=dati.get("sigla")).scrivi(session)


def nome_a_schermo(descrizione: str) -> str:
    """The name of a document as the screens show it: as it is written, but one all in capitals (TAR-003)."""
    return descrizione.capitalize() if descrizione.isupper() else descrizione


def nomi_documenti(session: Session, azienda: int) -> dict[str, str]:
    """The names of NO and PA, as the screens show them."""
    return {riga.sigla: nome_a_schermo(riga.descrizione) for riga in elenco_descrizioni_documento(session, azienda)}


def elimina_codice_iva(session: Session, contesto: Contesto, codice: str) -> None:
    """Delete a codice IVA nothing names."""
    elimina(session, CodiceIva, "Codice IVA", contesto.azienda, codice)


def elimina_codice_tributo(session: Session, contesto: Contesto, codice: str) -> None:
    """Delete a codice tributo nothing names."""
    elimina(session, CodiceTributo, "Codice tributo", contesto.azienda, codice)


def elimina_pagamento(session: Session, contesto: Contesto, codice: str) -> None:
    """Delete a pagamento nothing names."""
    elimina(session, Pagamento, "Pagamento", contesto.azienda, codice)


def elenco_codici_iva(session: Session, azienda: int) -> list[CodiceIva]:
    """The codici IVA, by code."""
    return elenco(session, CodiceIva, "codice", azienda=azienda)


def elenco_codici_tributo(session: Session, azienda: int) -> list[CodiceTributo]:
    """The codici tributo, by code (PAR-045)."""
    return elenco(session, CodiceTributo, "codice", azienda=azienda)


def elenco_pagamenti(session: Session, azienda: int) -> list[Pagamento]:
    """The pagamenti, by code."""
    return elenco(session, Pagamento, "codice", azienda=azienda)


def elenco_descrizioni_documento(session: Session, azienda: int) -> list[DescrizioneDocumento]:
    """The names of the documents, NO then PA."""
    return elenco(session, DescrizioneDocumento, "sigla", azienda=azienda)
