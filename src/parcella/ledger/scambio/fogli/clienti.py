"""The clients of a sheet: recognised by code, codice fiscale, partita IVA or name, else given the next codes."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from parcella.ledger.aziende.schede import trova
from parcella.ledger.aziende.tabelle import ContiAutomatici
from parcella.ledger.clienti import anagrafica, lotti
from parcella.ledger.clienti.controlli import normalizza
from parcella.ledger.clienti.nomi import chiave_nome, nome_di
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Avviso, Risposte
from parcella.ledger.scambio.fogli.resoconto import NUOVO, RIFIUTATO, Ascolto, Riga
from parcella.ledger.tabella import colonne

_CIFRE_SOTTOCONTO = 5
_UFFICIO = 6
_PER_VOLTA = 2000
_TOTALE = re.compile(r"tot(ale|ali|\.)(\W|$)", re.IGNORECASE)
_IDENTIFICATIVI = (("codice_fiscale", "il codice fiscale"), ("partita_iva", "la partita IVA"))


def scrivi(
    session: Session, contesto: Contesto, righe: Sequence[Riga], risposte: Risposte, avanza: Callable[[], None]
) -> None:
    """Write the clients of these rows; what becomes of each is on its row."""
    mastro = mastro_clienti(session, contesto.azienda)
    for riga in righe:
        _prepara(riga, mastro)
    _riconosci(session, contesto, righe)
    _rifiuta_doppie(righe)
    _numera(session, contesto, righe)
    buone = [riga for riga in righe if riga.esito != RIFIUTATO]
    campi = [colonna.name for colonna in colonne(Cliente)]
    for inizio in range(0, len(buone), _PER_VOLTA):  # so that the bar never stands still for long
        queste = buone[inizio : inizio + _PER_VOLTA]
        ascolto = Ascolto(queste, risposte, campi, _nome, avanza)
        anagrafica.scrivi_tutti(
            session, contesto, [riga.dati for riga in queste], risposte, lambda _indice, campo: campo, ascolto
        )
    _avvisa_senza_ritenuta(contesto, buone, risposte)


def _avvisa_senza_ritenuta(contesto: Contesto, righe: Sequence[Riga], risposte: Risposte) -> None:
    """Say it when the sheet is silent on the ritenuta, and brings in clients with a partita IVA, who would withhold."""
    nuovi = [riga for riga in righe if riga.esito == NUOVO and riga.dati.get("partita_iva")]
    if contesto.tipo == "P" and nuovi and "soggetto_ritenuta" not in nuovi[0].tavola.posti:
        titolo = nuovi[0].tavola.archivio.titoli["soggetto_ritenuta"]
        risposte.avvisi.append(
            Avviso(
                "clienti_senza_ritenuta",
                f"{nuovi[0].tavola.foglio.luogo()}: i clienti nuovi entrano con N in «{titolo}», che nel foglio non "
                "c'è: sulle loro parcelle la ritenuta non verrà calcolata.",
            )
        )


def mastro_clienti(session: Session, azienda: int) -> str | None:
    """The mastro the codes of the clients begin with."""
    conti = trova(session, ContiAutomatici, azienda=azienda)
    return None if conti is None else conti.mastro_clienti


def codice_intero(codice: str, mastro: str | None) -> str:
    """A client's code whole: «12» and «00012» are 501.00012."""
    codice = codice.strip().upper()
    if mastro is None or not (codice.isascii() and codice.isdigit()):
        return codice
    return f"{mastro}.{codice.lstrip('0').rjust(_CIFRE_SOTTOCONTO, '0')}"


def codice_di(session: Session, contesto: Contesto, scritto: str, mastro: str | None) -> str:
    """The code of a client named by its code or, if only one has it, by its name; else the code as it was written."""
    codice, c = codice_intero(scritto, mastro), lotti.tavola(Cliente)
    domanda = select(c.c.codice).where(c.c.azienda == contesto.azienda)
    if session.execute(domanda.where(c.c.codice == codice)).first() is not None:
        return codice
    omonimi = list(session.execute(domanda.where(c.c.chiave_nome == chiave_nome(scritto)).limit(2)).scalars())
    return omonimi[0] if len(omonimi) == 1 else codice


def _prepara(riga: Riga, mastro: str | None) -> None:
    """What other programs write in another way."""
    dati = riga.dati
    if dati.get("codice"):
        scritto = dati["codice"]
        dati["codice"] = codice_intero(scritto, mastro)
        if dati["codice"] != scritto.upper():
            riga.note.append(f"codice {scritto} letto come {dati['codice']}")
    if dati.get("nome") and dati.get("ragione_sociale") and "cognome" not in riga.tavola.posti:
        dati["cognome"] = dati.pop("ragione_sociale")  # one column for firms and surnames, one for first names
    if len(dati.get("codice_destinatario", "")) == _UFFICIO and "codice_ufficio" not in riga.tavola.posti:
        dati["codice_ufficio"] = dati.pop("codice_destinatario")
        dati.setdefault("ente_pubblico", "S")
        dati.setdefault("fattura_pa", "S")
        riga.note.append(f"{dati['codice_ufficio']} letto come codice ufficio di un ente pubblico")
    nome = _nome(dati)
    if set(dati) <= {"ragione_sociale"} and _TOTALE.match(nome):
        riga.rifiuta("sembra la riga dei totali, non un cliente: toglierla dal foglio", "ragione_sociale")
    riga.nome, riga.codice = nome, dati.get("codice", "")


def _nome(cliente: Mapping[str, Any]) -> str:
    return nome_di(cliente.get("ragione_sociale"), cliente.get("cognome"), cliente.get("nome"))


def _riconosci(session: Session, contesto: Contesto, righe: Sequence[Riga]) -> None:
    """Give the rows without a code that of the client they speak of, if it is in the archive."""
    senza = [riga for riga in righe if riga.esito != RIFIUTATO and not riga.dati.get("codice")]
    if not senza:
        return
    c = lotti.tavola(Cliente)
    colonne_note = ("codice_fiscale", "partita_iva", "chiave_nome")
    di_chi: dict[str, dict[str, list[str]]] = {colonna: defaultdict(list) for colonna in colonne_note}
    domanda = select(c.c.codice, *(c.c[nome] for nome in colonne_note)).where(c.c.azienda == contesto.azienda)
    for codice, *valori in session.execute(domanda.order_by(c.c.codice)):
        for colonna, valore in zip(colonne_note, valori, strict=True):
            if valore:
                di_chi[colonna][valore].append(codice)
    for riga in senza:
        _dai_codice(riga, _identificativi(riga), di_chi)


def _identificativi(riga: Riga) -> Mapping[str, Any]:
    return normalizza({colonna: riga.dati.get(colonna) for colonna, _ in _IDENTIFICATIVI})


def _dai_codice(riga: Riga, dati: Mapping[str, Any], di_chi: Mapping[str, Mapping[str, list[str]]]) -> None:
    trovati: dict[str, str] = {}
    for colonna, detto in _IDENTIFICATIVI:
        codici = di_chi[colonna].get(dati.get(colonna) or "", [])
        if len(codici) > 1:
            riga.rifiuta(f"{detto} {dati[colonna]} è di più clienti ({', '.join(codici)}): indicare il codice", colonna)
            return
        if codici:
            trovati[codici[0]] = colonna
    if len(trovati) > 1:
        riga.rifiuta(f"il codice fiscale e la partita IVA sono di due clienti diversi ({', '.join(trovati)})")
        return
    identificato = any(dati.get(colonna) for colonna, _ in _IDENTIFICATIVI)
    omonimi = [] if identificato else di_chi["chiave_nome"].get(chiave_nome(riga.nome), [])
    if omonimi:
        if len(omonimi) > 1:
            riga.rifiuta(f"il nome è di più clienti ({', '.join(omonimi)}): indicare il codice", "ragione_sociale")
            return
        trovati[omonimi[0]] = "nome"
        riga.note.append(f"riconosciuto dal nome: {omonimi[0]}")
    for codice in trovati:
        riga.dati["codice"] = codice


def _rifiuta_doppie(righe: Sequence[Riga]) -> None:
    """A client written on two rows: the second is refused, naming the first."""
    prime: dict[tuple[str, str], Riga] = {}
    for riga in righe:
        if riga.esito == RIFIUTATO:
            continue
        for colonna, valore in _chiavi(riga):
            prima = prime.setdefault((colonna, valore), riga)
            if prima is not riga:
                riga.rifiuta(f"{_detto(colonna, valore)} è già alla {_dove(prima, riga)}", colonna)
                break


def _chiavi(riga: Riga) -> Iterator[tuple[str, str]]:
    """What a row is known by: its code if it has one, else its identifiers, else its name."""
    if codice := riga.dati.get("codice"):
        yield "codice", codice
        return
    dati = _identificativi(riga)
    identificativi = [(colonna, dati[colonna]) for colonna, _ in _IDENTIFICATIVI if dati[colonna]]
    nome = chiave_nome(riga.nome)
    yield from identificativi or ([("ragione_sociale", nome)] if nome else [])


def _detto(colonna: str, valore: str) -> str:
    nomi = {"codice": "il codice", "ragione_sociale": "il nome", **dict(_IDENTIFICATIVI)}
    return f"{nomi[colonna]} {valore}"


def _dove(prima: Riga, questa: Riga) -> str:
    stesso = prima.tavola is questa.tavola
    return f"riga {prima.numero}" + ("" if stesso else f" di {prima.tavola.foglio.luogo()}")


def _numera(session: Session, contesto: Contesto, righe: Sequence[Riga]) -> None:
    """The next codes to the rows that still have none, in their order."""
    nuove = [riga for riga in righe if riga.esito != RIFIUTATO and not riga.dati.get("codice")]
    if not nuove:
        return
    presi = [riga.dati["codice"] for riga in righe if riga.dati.get("codice")]
    liberi = anagrafica.codici_liberi(session, contesto, presi)
    for riga in nuove:
        riga.dati["codice"] = next(liberi)
