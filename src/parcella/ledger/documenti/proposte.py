"""What a screen is told while a document is being typed: proposals, rows of a code, totals. Nothing is written.

Each question is answered from the same rules a confirm goes through, so that what is seen is what will be saved.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from parcella.ledger.aziende import stampanti
from parcella.ledger.aziende.codici import nome_a_schermo
from parcella.ledger.aziende.tabelle import Utente
from parcella.ledger.clienti.nomi import nome_cliente
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti import sezionale
from parcella.ledger.documenti.composizione import Pronto, componi, intestatario
from parcella.ledger.documenti.condizioni import soggetto_rda
from parcella.ledger.documenti.corpo import componi_righe
from parcella.ledger.documenti.correzione import scritta_prima
from parcella.ledger.documenti.dati import DatiDocumento, DatiPagamento, DatiRiga
from parcella.ledger.documenti.emetti import carica_nominati
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.precedente import della_corretta, precedente
from parcella.ledger.documenti.registrazione import Incasso, controlla_periodo, decidi_incasso, rate_contabili
from parcella.ledger.documenti.rivedi import componi_di_nuovo
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.documenti.tavole import Tavole
from parcella.ledger.documenti.voci import Fondo
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.prestazioni import prezzi
from parcella.ledger.scadenzario import rate
from parcella.ledger.tipi import ZERO, arrotonda, in_italiano

_UNA = Decimal("1.00")
MODULO_FATTURA = "E"
"""The third character of a parcella printed on the form bound to its XML: PAE."""
LIMITI = {"minimo_fatturabile": "N", "massimo_fatturabile": "N"}
"""Minimo and massimo are asked when a row is typed (DOC-085): what is on the screen stays as it is."""


@dataclass(frozen=True, slots=True)
class Avvio:
    """What a new document starts from."""

    stato_parcella: str
    apertura_automatica_scadenzario: bool
    gestione_scadenzario: bool
    cartella_documenti: str | None
    descrizioni: dict[str, str]
    studio_associato: bool
    ritenuta_ammessa: bool


@dataclass(frozen=True, slots=True)
class PropostaCliente:
    """What a client brings to the header and to the foot (DOC-038, 046, 099; FEL)."""

    codice: str
    nome: str
    indirizzo: str
    identificativo: str
    responsabile: str
    soggetto_rda: str
    codice_pagamento: str
    descrizione_pagamento: str
    spese_banca: Decimal
    serie: int | None
    modulo: str
    gestione_cig_cup: bool
    fattura_pa: bool
    riferimento_amministrazione: str


@dataclass(frozen=True, slots=True)
class Calcolo:
    """The document typed so far, composed: header and foot by column, and the rate its payment gives."""

    testata: dict[str, Any]
    rate: list[dict[str, Any]]
    aliquota_rda: Decimal


def avvio(sessione: Session, contesto: Contesto) -> Avvio:
    """The parameters a new document is opened with."""
    tavole = Tavole(sessione, contesto)
    parametri, azienda = tavole.parametri, tavole.azienda
    return Avvio(
        stato_parcella=parametri.stato_parcella_proposto,
        apertura_automatica_scadenzario=parametri.apertura_automatica_scadenzario == "S",
        gestione_scadenzario=azienda.gestione_scadenzario == "S",
        cartella_documenti=azienda.cartella_documenti,
        descrizioni={sigla: nome_a_schermo(testo) for sigla, testo in tavole.descrizioni_documento.items()},
        studio_associato=parametri.studio_associato == "S",
        ritenuta_ammessa=azienda.regime_fiscale not in ("RF02", "RF19"),
    )


def cliente(sessione: Session, contesto: Contesto, codice: str, giorno: date) -> PropostaCliente:
    """What the client proposes to a document of that day.

    Raises Rifiuto if it is not there, annulled or blocked (DOC-036).
    """
    tavole = Tavole(sessione, contesto)
    tavole.carica([codice], [])
    return proposta_di(tavole, intestatario(tavole, codice), giorno)


def proposta_di(tavole: Tavole, trovato: Cliente, giorno: date) -> PropostaCliente:
    """The proposal of a client already read."""
    pagamento = tavole.pagamenti.get(trovato.pagamento or "")
    if pagamento is not None and pagamento.tipo_pagamento == "T":
        pagamento = None
    responsabile = trovato.responsabile or ""
    utente = tavole.sessione.exec(select(Utente).where(col(Utente.nome) == responsabile)).first()
    con_ritenuta = tavole.azienda.regime_fiscale not in ("RF02", "RF19")
    luogo = " ".join(filter(None, (trovato.cap, trovato.comune, f"({trovato.provincia})" * bool(trovato.provincia))))
    via = " ".join(filter(None, (trovato.indirizzo, trovato.numero_civico)))
    return PropostaCliente(
        codice=trovato.codice,
        nome=nome_cliente(trovato),
        indirizzo=" - ".join(filter(None, (via, luogo))),
        identificativo=trovato.partita_iva or trovato.codice_fiscale or "",
        responsabile=(utente.nome_completo if utente is not None else None) or responsabile,
        soggetto_rda=soggetto_rda(trovato, giorno) if con_ritenuta else "N",
        codice_pagamento=pagamento.codice if pagamento else "",
        descrizione_pagamento=pagamento.descrizione if pagamento else "",
        spese_banca=pagamento.spese_banca if pagamento else ZERO,
        serie=trovato.sezionale_fattura_elettronica,
        modulo=_modulo(tavole, trovato),
        gestione_cig_cup=trovato.gestione_cig_cup == "S",
        fattura_pa=trovato.fattura_pa == "S",
        riferimento_amministrazione=trovato.riferimento_amministrazione_pa or "",
    )


def _modulo(tavole: Tavole, trovato: Cliente) -> str:
    """FPA-068: of a client with electronic invoices, where there is a device to make their files on."""
    azienda = tavole.azienda
    if azienda.id is None or not azienda.trasmittente.strip() or not sezionale.abilitato(trovato):
        return ""
    per_fatture = stampanti.predefinita(tavole.sessione, azienda.id, stampanti.FATTURA_PA)
    return "" if per_fatture is None else MODULO_FATTURA


def sezionale_non_ammesso(sessione: Session, contesto: Contesto, serie: int, codice: str) -> str:
    """Why a client can't have a serie of the parcelle (FEL-030), or nothing."""
    tavole = Tavole(sessione, contesto)
    tavole.carica([codice], [])
    try:
        sezionale.ammetti(tavole.serie, "PA", serie, tavole.clienti[codice])
    except Rifiuto as rifiuto:
        return rifiuto.messaggio
    return ""


def sezionale_confermato(
    sessione: Session, contesto: Contesto, serie: int, codice: str, risposte: dict[str, str]
) -> None:
    """What is asked of the serie of a parcella before its payment is (FEL-025, FEL-029)."""
    tavole = Tavole(sessione, contesto)
    tavole.carica([codice], [])
    if ("PA", serie) in tavole.serie:
        sezionale.controlla(tavole.serie, "PA", serie, tavole.clienti[codice], Risposte(risposte))


def proposta_salvata(sessione: Session, contesto: Contesto, fascicolo: Fascicolo) -> PropostaCliente:
    """The same for a document of the archive, whose client may have been annulled since."""
    return proposta_di(Tavole(sessione, contesto), fascicolo.cliente, fascicolo.documento.data_documento)


def righe_di(
    sessione: Session, contesto: Contesto, codice: str, codice_cliente: str, giorno: date, quantita: Decimal | None
) -> list[dict[str, Any]]:
    """The rows a code puts in the body: one for R and T, its description for D, the exploded text for V (DOC-098).

    To each row of a prestazione `minimo_fatturabile` and `massimo_fatturabile` are added.
    """
    tavole = Tavole(sessione, contesto)
    dati = DatiDocumento("NO", giorno, codice_cliente, righe=[DatiRiga(codice, quantita=quantita)])
    carica_nominati(tavole, [dati])
    intestatario = tavole.clienti.get(codice_cliente)
    if intestatario is None:
        raise Rifiuto("Cliente: dato obbligatorio.", "codice_cliente")
    righe = componi_righe(tavole, dati, intestatario, Risposte(LIMITI))
    prestazione = tavole.prestazioni[codice]
    for riga in righe:
        riga["minimo_fatturabile"] = prestazione.minimo_fatturabile
        riga["massimo_fatturabile"] = prestazione.massimo_fatturabile
    return righe


def importo(prezzo: Decimal | None, quantita: Decimal | None) -> Decimal:
    """DOC-083: Qta × Prezzo, at the cent; no quantity counts as one."""
    if prezzo is None:
        return ZERO
    return arrotonda((_UNA if quantita is None else quantita) * prezzo)


def riproposta(riga: Mapping[str, Any], nuova: Mapping[str, Any]) -> dict[str, Any]:
    """What another client changes on a row already there (cap. 08, Ambiguità 19): what was typed by hand stays.

    `riga` is as the body shows it, with what had been proposed to it; `nuova` the row as it would be put in now.
    """
    cambi: dict[str, Any] = {}
    if riga["codice_iva_riga"] == riga.get("iva_proposta"):
        cambi |= dict.fromkeys(("codice_iva_riga", "iva_proposta"), nuova["codice_iva_riga"])
    prezzo, quantita = riga["prezzo_unitario"], riga["quantita"]
    if prezzo == riga.get("prezzo_proposto"):
        cambi |= dict.fromkeys(("prezzo_unitario", "prezzo_proposto"), nuova["prezzo_unitario"])
        if (riga["importo_prestazione"] or ZERO) == importo(prezzo, quantita):
            cambi["importo_prestazione"] = importo(nuova["prezzo_unitario"], quantita) or None
    return cambi


def limite(
    valore: Decimal, minimo: Decimal | None, massimo: Decimal | None
) -> tuple[str, dict[str, str], Decimal] | None:
    """The question an amount out of its limits raises (DOC-085): code, figures of the text, the limit."""
    fuori = prezzi.limite(valore, minimo, massimo) if valore else None
    if fuori is None:
        return None
    return f"{fuori[0]}_fatturabile", {"importo": in_italiano(valore), "limite": in_italiano(fuori[1])}, fuori[1]


def calcola(sessione: Session, contesto: Contesto, dati: DatiDocumento, chiave: int | None = None) -> Calcolo:
    """The totals of what is typed (NOT-003); of the document `chiave`, if one is being revised.

    Raises Rifiuto while something is missing.
    """
    pronto, tavole = _componi(sessione, contesto, dati, chiave)
    testata, pagamento = pronto.testata, pronto.pagamento
    proposte = []
    if testata["sigla_documento"] == "NO":
        proposte = rate.proposte(
            contesto.azienda,
            testata["totale_da_pagare"],
            testata["data_decorrenza"] or testata["data_documento"],
            pagamento.tipo_pagamento if pagamento else None,
            tavole.termini[pagamento.codice] if pagamento else None,
        )
    return Calcolo(testata, proposte, testata["aliquota_rda"])


def _componi(sessione: Session, contesto: Contesto, dati: DatiDocumento, chiave: int | None) -> tuple[Pronto, Tavole]:
    tavole = Tavole(sessione, contesto)
    carica_nominati(tavole, [dati])
    documento = sessione.get(Documento, chiave) if chiave is not None else None
    da_prima = della_corretta(tavole, dati) if documento is None else precedente(sessione, documento, dati)
    return componi(tavole, dati, Risposte(LIMITI, tutte_si=True), da_prima), tavole


def incasso(
    sessione: Session,
    contesto: Contesto,
    dati: DatiDocumento,
    pagamento: DatiPagamento,
    risposte: Risposte,
    chiave: int | None = None,
) -> Incasso:
    """Check the window DATI REGISTRAZIONE PAGAMENTO before anything is written (PDI-020…032)."""
    pronto, tavole = _componi(sessione, contesto, dati, chiave)
    return decidi_incasso(tavole, pronto, pagamento, risposte)


def prova(
    sessione: Session,
    contesto: Contesto,
    dati: DatiDocumento,
    risposte: Risposte,
    chiave: int | None = None,
    versione: int | None = None,
    *,
    non_emessa: bool = False,
) -> tuple[Tavole, Pronto]:
    """A parcella definitiva as it would be written, before its payment is asked: its dues are those of the payment that
    `dati` has, or that would be proposed. Raises Rifiuto or Richiesta, as the confirm does."""
    if chiave is None:
        tavole = Tavole(sessione, contesto)
        carica_nominati(tavole, [dati])
        pronto = componi(tavole, dati, risposte, della_corretta(tavole, dati))
    else:
        _, _, tavole, pronto = componi_di_nuovo(
            sessione, contesto, chiave, dati, risposte, versione=versione, non_emessa=non_emessa
        )
    controlla_periodo(tavole, pronto.testata["data_documento"])
    pagamento = dati.pagamento or DatiPagamento()
    incasso = Incasso(pagamento.tutta, pagamento.importo_pagato or ZERO, None)
    pronto.rate_contabili = rate_contabili(tavole, pronto, incasso)
    return tavole, pronto


def pagamento_scritto(sessione: Session, contesto: Contesto, chiave: int) -> DatiPagamento | None:
    """How a parcella definitiva that is being corrected was paid. Raises Rifiuto if it can't be corrected any more."""
    documento = sessione.get_one(Documento, chiave)
    return scritta_prima(sessione, contesto, documento).pagamento if documento.stato_parcella == "D" else None


def conto_di_incasso(sessione: Session, contesto: Contesto, conto: str | None = None) -> tuple[str, str]:
    """The account proposed for a payment, `conto` or Cassa (PDI-032), and its description."""
    tavole = Tavole(sessione, contesto)
    codice = conto or tavole.conti_automatici.conto_cassa or ""
    return codice, tavole.conti[codice].descrizione if codice in tavole.conti else ""


def totale_rate_di(righe: list[dict[str, Any]], totale: Decimal) -> tuple[Decimal, Decimal]:
    """TOTALE RATE and DIFFERENZA DA SCADENZARE of a schedule still being typed (NOT-021, NOT-022)."""
    scritte = [riga | {"importo_rata": riga.get("importo_rata") or ZERO} for riga in righe]
    return rate.totale_rate(scritte), rate.differenza_da_scadenzare(scritte, totale)


def residuo(totale: Decimal, pagato: Decimal | None) -> Decimal:
    """PDI-029: what is left to pay."""
    return totale - (pagato or ZERO)


def stato_parcellazione(importo_riga: Decimal | None, parcellato: Decimal | None) -> str:
    """DOC-087: blank to be invoiced (or nothing to invoice), P in part, T wholly."""
    if not importo_riga or not parcellato:
        return " "
    return "T" if abs(parcellato) >= abs(importo_riga) else "P"


def somma_da_pagare(voci: Sequence[Mapping[str, Any]]) -> Decimal:
    """What the documents marked in a list add up to."""
    return sum((voce["totale_da_pagare"] for voce in voci), ZERO)


def fondi(sessione: Session, contesto: Contesto) -> tuple[Fondo, ...]:
    """The funds of the studio associato, as the parametri have them today (DOC-121)."""
    return Tavole(sessione, contesto).fondi_parametri


def nomi_clienti(sessione: Session, contesto: Contesto, codici: Sequence[str]) -> dict[str, str]:
    """The names of some clients by code."""
    tavole = Tavole(sessione, contesto)
    tavole.carica(codici, [])
    return {codice: nome_cliente(trovato) for codice, trovato in tavole.clienti.items()}
