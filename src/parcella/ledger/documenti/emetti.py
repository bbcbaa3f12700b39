"""The confirm of a new document (chapters 11 and 12): compose, number, post, write, in the caller's transaction.

Screens and commands don't call this: they call `fatturapa.emissione.conferma`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from parcella.ledger.aziende.numeratori import Numeri
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti import registrazione, sezionale
from parcella.ledger.documenti.composizione import Pronto, componi
from parcella.ledger.documenti.dati import DatiDocumento
from parcella.ledger.documenti.fascicoli import fascicolo_di
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.precedente import della_corretta
from parcella.ledger.documenti.scrittura import Scrittore
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.documenti.tavole import Tavole
from parcella.ledger.esito import Avviso, Rifiuto, Risposte
from parcella.ledger.scadenzario import rate
from parcella.ledger.tipi import data_italiana

Controllo = Callable[[Fascicolo], None]
Verifica = Callable[[Tavole, Pronto], None]
SENZA_NUMERO = "AUTO"
"""In the place of the number, while it is not given."""


@dataclass(frozen=True, slots=True)
class Emesso:
    """A document just written."""

    id: int
    nome: str
    avvisi: tuple[Avviso, ...] = ()


def emetti(
    sessione: Session,
    contesto: Contesto,
    dati: DatiDocumento,
    risposte: Risposte,
    *,
    prima_di_scrivere: Controllo | None = None,
) -> Emesso:
    """Issue one document. Raises Rifiuto (nothing written) or Richiesta (answer and call again)."""
    return emetti_tutti(sessione, contesto, [dati], risposte, prima_di_scrivere=prima_di_scrivere)[0]


def emetti_tutti(
    sessione: Session,
    contesto: Contesto,
    elenco: Sequence[DatiDocumento],
    risposte: Risposte,
    *,
    verifica: Verifica | None = None,
    prima_di_scrivere: Controllo | None = None,
    campo: Callable[[int], str] | None = None,
) -> list[Emesso]:
    """Issue many documents, all or none. `campo(i)` prefixes the field of a refusal with the place of the document."""
    preparati = prepara_tutti(sessione, contesto, elenco, risposte, verifica=verifica, campo=campo)
    return scrivi_tutti(sessione, contesto, preparati, risposte, prima_di_scrivere=prima_di_scrivere, campo=campo)


@dataclass(frozen=True, slots=True)
class Preparati:
    """Documents composed and posted, without number yet: nothing is locked and nothing is written."""

    tavole: Tavole
    pronti: list[tuple[Pronto, tuple[Avviso, ...]]]


def prepara_tutti(
    sessione: Session,
    contesto: Contesto,
    elenco: Sequence[DatiDocumento],
    risposte: Risposte,
    *,
    verifica: Verifica | None = None,
    campo: Callable[[int], str] | None = None,
) -> Preparati:
    """All the reading and checking that needs no lock, `verifica` last. Raises Rifiuto or Richiesta."""
    tavole = Tavole(sessione, contesto)
    carica_nominati(tavole, elenco)
    pronti = []
    for posizione, dati in enumerate(elenco):
        prima = len(risposte.avvisi)
        with _al_posto(campo, posizione):
            pronto = componi(tavole, dati, risposte, della_corretta(tavole, dati))
            controlla_sezionale(tavole, pronto, risposte)
            completa(tavole, pronto, dati, risposte)
            if verifica is not None:
                verifica(tavole, pronto)
        pronti.append((pronto, tuple(risposte.avvisi[prima:])))
    return Preparati(tavole, pronti)


def scrivi_tutti(
    sessione: Session,
    contesto: Contesto,
    preparati: Preparati,
    risposte: Risposte,
    *,
    prima_di_scrivere: Controllo | None = None,
    campo: Callable[[int], str] | None = None,
) -> list[Emesso]:
    """Number and write what was prepared, in the write transaction of `sessione`."""
    tavole = preparati.tavole
    numeri = numeri_di(sessione, contesto)
    lavoro = NumeriDiLavoro(sessione, contesto)
    scrittore = Scrittore(sessione, contesto.azienda)
    emessi = []
    for posizione, (pronto, avvisi) in enumerate(preparati.pronti):
        prima, senza_numero = len(risposte.avvisi), nome(pronto.testata)
        with _al_posto(campo, posizione):
            numera(tavole, numeri, lavoro, pronto, risposte)
            if prima_di_scrivere is not None:
                prima_di_scrivere(fascicolo_di(tavole, pronto))
        identificativo = scrittore.nuovo(pronto)
        detti = rinomina(risposte, avvisi, senza_numero, nome(pronto.testata))
        emessi.append(Emesso(identificativo, nome(pronto.testata), detti + tuple(risposte.avvisi[prima:])))
    scrittore.scrivi()
    numeri.scrivi()
    return emessi


def rinomina(risposte: Risposte, avvisi: Iterable[Avviso], prima: str, dopo: str) -> tuple[Avviso, ...]:
    """The notes of a document that has its number now: they were put down before, when it had none."""
    if prima == dopo:
        return tuple(avvisi)
    nuovi = {id(avviso): replace(avviso, messaggio=avviso.messaggio.replace(prima, dopo)) for avviso in avvisi}
    risposte.avvisi[:] = [nuovi.get(id(avviso), avviso) for avviso in risposte.avvisi]
    return tuple(nuovi.values())


@contextmanager
def _al_posto(campo: Callable[[int], str] | None, posizione: int) -> Iterator[None]:
    """Say which document of the list a refusal is about."""
    try:
        yield
    except Rifiuto as rifiuto:
        if campo is not None:
            rifiuto.campo = campo(posizione) + (rifiuto.campo or "")
        raise


def carica_nominati(tavole: Tavole, elenco: Iterable[DatiDocumento]) -> None:
    """Read the clients and prestazioni the documents name."""
    clienti: set[str] = set()
    prestazioni: set[str] = set()
    for dati in elenco:
        clienti.add(dati.codice_cliente)
        clienti.update(c.codice_cliente for c in dati.cointestatari)
        prestazioni.update(r.codice_prestazione for r in dati.righe if r.codice_prestazione)
    tavole.carica(filter(None, clienti), prestazioni)


def completa(tavole: Tavole, pronto: Pronto, dati: DatiDocumento, risposte: Risposte, *, nuovo: bool = True) -> None:
    """The rate of a notula; the postings of a parcella definitiva."""
    testata = pronto.testata
    if testata["sigla_documento"] == "NO":
        pronto.rate_notula = rate_della_notula(tavole, pronto, dati, nuova=nuovo)
        if testata["chiusa_definitiva"] == "S":
            risposte.pretendi("chiusura_notula", "chiusa_definitiva")
    elif testata["stato_parcella"] == "D":
        incasso = registrazione.decidi_incasso(tavole, pronto, dati.pagamento, risposte)
        sospesa = registrazione.decidi_sospesa(tavole, pronto, incasso, risposte)
        registrazione.registra(tavole, pronto, incasso, sospesa, risposte)
    if testata["esigibilita_iva"] == "S" and testata["ritenuta_acconto"]:
        risposte.avvisa(
            "split_con_ritenuta",
            f"{nome(testata)}: scissione dei pagamenti insieme alla ritenuta; i compensi soggetti a ritenuta ne sono "
            "esclusi (art. 17-ter c. 1-sexies).",
        )


def rate_della_notula(
    tavole: Tavole, pronto: Pronto, dati: DatiDocumento, *, nuova: bool = True
) -> list[dict[str, Any]]:
    """NOT-012…018: the rate typed, else those of the payment; their sum is the totale da pagare (NOT-016)."""
    testata, pagamento = pronto.testata, pronto.pagamento
    totale = testata["totale_da_pagare"]
    if dati.rate is None:
        righe = rate.proposte(
            testata["azienda"],
            totale,
            testata["data_decorrenza"] or testata["data_documento"],
            pagamento.tipo_pagamento if pagamento else None,
            tavole.termini[pagamento.codice] if pagamento else None,
        )
    else:
        righe = [
            rate.riga(testata["azienda"], n, r.data_scadenza, r.tipo_pagamento, r.importo_rata)
            | {"stato_rata": r.stato_rata, "data_pagamento": r.data_pagamento}
            for n, r in enumerate(dati.rate, 1)
        ]
    rate.controlla_notula(righe, totale, nuova=nuova)
    return righe


def numera(tavole: Tavole, numeri: Numeri, lavoro: "NumeriDiLavoro", pronto: Pronto, risposte: Risposte) -> None:
    """Give the number (DOC-023…026, DOC-030, batch.md `numero_alla_definitiva`), minding date and serie."""
    testata = pronto.testata
    sigla, serie, anno = testata["sigla_documento"], testata["serie"], testata["anno"]
    if provvisoria_senza_numero(tavole, testata):
        if testata["numero_documento"] is not None:
            raise Rifiuto(
                "Una parcella provvisoria prende il numero quando diventa definitiva: lasciare AUTO.",
                "numero_documento",
            )
        testata["numero_documento"] = None
        testata["numero_lavoro"] = lavoro.prossimo(serie, anno)
        return
    giorno = testata["data_documento"]
    _controlla_data(numeri.ultima_data(sigla, serie, anno), giorno, serie, risposte)
    if testata["numero_documento"] is None:
        testata["numero_documento"], saltato = numeri.prossimo(sigla, serie, anno)
        if saltato:
            risposte.avvisa("numero_saltato", f"{nome(testata)}: i numeri precedenti erano già usati a mano.")
    elif not numeri.occupa(sigla, serie, anno, testata["numero_documento"]):
        raise Rifiuto(f"Documento gia' esistente: {nome(testata)} del {anno}.", "numero_documento")
    numeri.segna_data(sigla, serie, anno, giorno)


def provvisoria_senza_numero(tavole: Tavole, testata: dict[str, Any]) -> bool:
    """With `numero_alla_definitiva` S a provvisoria has a working number only."""
    return testata["stato_parcella"] == "P" and tavole.parametri.numero_alla_definitiva == "S"


def controlla_sezionale(tavole: Tavole, pronto: Pronto, risposte: Risposte) -> None:
    """What the serie of a document may hold, where it says so."""
    testata = pronto.testata
    sezionale.controlla(tavole.serie, testata["sigla_documento"], testata["serie"], pronto.cliente, risposte)


def _controlla_data(ultima: date | None, giorno: date, serie: int, risposte: Risposte) -> None:
    if ultima is not None and giorno < ultima:
        risposte.pretendi(
            "data_precedente",
            "data_documento",
            data=data_italiana(giorno),
            serie=str(serie),
            ultima=data_italiana(ultima),
        )


def numeri_di(sessione: Session, contesto: Contesto) -> Numeri:
    """The counters, with the numbers in use read from the documents."""

    def in_uso(documento: str, serie: int, anno: int, da: int) -> Collection[int]:
        numero = col(Documento.numero_documento)
        domanda = select(Documento.numero_documento).where(
            Documento.azienda == contesto.azienda,
            Documento.sigla_documento == documento,
            Documento.serie == serie,
            Documento.anno == anno,
            numero >= da,
        )
        return [n for n in sessione.exec(domanda) if n is not None]

    return Numeri(sessione, contesto, in_uso)


class NumeriDiLavoro:
    """Working numbers of the provvisorie: the highest in use + 1, no counter kept."""

    def __init__(self, sessione: Session, contesto: Contesto) -> None:
        self.sessione = sessione
        self.contesto = contesto
        self._ultimi: dict[tuple[int, int], int] = {}

    def prossimo(self, serie: int, anno: int) -> int:
        """The next working number of a serie and year."""
        chiave = (serie, anno)
        if chiave not in self._ultimi:
            domanda = select(func.max(Documento.numero_lavoro)).where(
                Documento.azienda == self.contesto.azienda,
                Documento.sigla_documento == "PA",
                Documento.serie == serie,
                Documento.anno == anno,
            )
            self._ultimi[chiave] = self.sessione.exec(domanda).one() or 0
        self._ultimi[chiave] += 1
        return self._ultimi[chiave]


def nome(testata: dict[str, Any]) -> str:
    """`PA 1/3`, or `PA 1/prov.7`."""
    numero = testata["numero_documento"]
    coda = (
        SENZA_NUMERO
        if numero is None and testata["numero_lavoro"] is None
        else numero or f"prov.{testata['numero_lavoro']}"
    )
    return f"{testata['sigla_documento']} {testata['serie']}/{coda}"
