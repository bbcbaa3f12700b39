"""The clients and prestazioni of a studio from the invoices it issued with its old program: proposed, then written.

What is proposed has passed the rules of the ledger already: what they refuse is `scartato`, with their reason.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import select
from sqlmodel import Session

from parcella.fatturapa.cessionari import Cessionario, Tavole, cessionari, nominativo
from parcella.fatturapa.descrizioni import Descrizione, descrizioni, senza_tempo
from parcella.fatturapa.emesse import Raccolta
from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.codici import elenco_codici_iva, elenco_pagamenti
from parcella.ledger.aziende.tabelle import Azienda
from parcella.ledger.clienti import anagrafica as clienti
from parcella.ledger.clienti import controlli as regole_clienti
from parcella.ledger.clienti import lotti
from parcella.ledger.clienti.lotti import Record, tavola
from parcella.ledger.clienti.nomi import chiave_nome, nome_di
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.prestazioni import anagrafica as prestazioni
from parcella.ledger.prestazioni import controlli as regole_prestazioni
from parcella.ledger.prestazioni.tabelle import Prestazione
from parcella.ledger.tabella import etichetta

Stato = Literal["nuovo", "presente", "scartato"]


@dataclass(frozen=True, slots=True)
class Proposta:
    """A client or a prestazione found in the invoices.

    `chiave` names it from a reading to the next. `codice` is that of the archive if it is there, else the one proposed
    for a prestazione; `differenze` are the fields that the archive has otherwise, (archive, invoices).
    """

    che_cosa: Literal["cliente", "prestazione"]
    chiave: str
    nome: str
    stato: Stato
    codice: str | None
    dati: Mapping[str, Any]
    usi: int
    ultima: date | None
    motivo: str = ""
    note: tuple[str, ...] = ()
    differenze: Mapping[str, tuple[Any, Any]] | None = None

    @property
    def spiegazione(self) -> str:
        """Why it was left out, or what was left out of it and how the archive has it otherwise."""
        if self.motivo:
            return self.motivo
        diversi = (
            f"{etichetta(campo)}: {dopo}, in archivio {prima or 'vuoto'}."
            for campo, (prima, dopo) in (self.differenze or {}).items()
        )
        return " ".join((*self.note, *diversi))


def in_parole(proposte: Iterable[Proposta]) -> str:
    """How many they are: «12 clienti e 1 prestazione»."""
    quali = [proposta.che_cosa for proposta in proposte]
    persone, voci = quali.count("cliente"), quali.count("prestazione")
    return f"{persone} client{'e' if persone == 1 else 'i'} e {voci} prestazion{'e' if voci == 1 else 'i'}"


def azienda_in_uso(session: Session, contesto: Contesto) -> Azienda:
    """The company whose invoices are looked for."""
    return session.get_one(Azienda, contesto.azienda)


def proponi(session: Session, contesto: Contesto, raccolta: Raccolta, minimo_uso: int) -> list[Proposta]:
    """Clients by name, then prestazioni from the most used; `minimo_uso` = the rows a prestazione must have."""
    tavole = Tavole(
        azienda_in_uso(session, contesto),
        elenco_codici_iva(session, contesto.azienda),
        elenco_pagamenti(session, contesto.azienda),
    )
    trovati = cessionari(raccolta.emesse, tavole)
    return _clienti(session, contesto, trovati) + _prestazioni(session, contesto, raccolta, tavole, minimo_uso)


def scrivi(
    archivio: Archivio,
    contesto: Contesto,
    raccolta: Raccolta,
    minimo_uso: int,
    risposte: Risposte,
    scelte: Collection[str] | None = None,
) -> list[Proposta]:
    """Write what is new, or only the keys of `scelte`, in one transaction; gives the proposals with their codes.

    They are worked out again on the archive as it is now: what somebody entered meanwhile is there already.
    """
    with archivio.scrittura_preparata(lambda s: proponi(s, contesto, raccolta, minimo_uso)) as (sessione, proposte):
        da_scrivere = [p for p in proposte if p.stato == "nuovo" and (scelte is None or p.chiave in scelte)]
        codici = _codici(sessione, contesto, da_scrivere)
        nuovi = [{**p.dati, "codice": codici[p.chiave]} for p in da_scrivere if p.che_cosa == "cliente"]
        if nuovi:
            clienti.scrivi_tutti(sessione, contesto, nuovi, risposte)
        nuove = [p.dati for p in da_scrivere if p.che_cosa == "prestazione"]
        if nuove:
            prestazioni.scrivi_tutti(sessione, contesto, nuove, risposte)
    return [_con_codice(p, codici.get(p.chiave, p.codice)) for p in proposte]


def _codici(session: Session, contesto: Contesto, da_scrivere: Sequence[Proposta]) -> dict[str, str]:
    nuovi = [p.chiave for p in da_scrivere if p.che_cosa == "cliente"]
    if not nuovi:
        return {}
    return dict(zip(nuovi, clienti.codici_liberi(session, contesto), strict=False))


def _con_codice(proposta: Proposta, codice: str | None) -> Proposta:
    return proposta if codice == proposta.codice else replace(proposta, codice=codice)


def _clienti(session: Session, contesto: Contesto, trovati: Sequence[Cessionario]) -> list[Proposta]:
    esistenti = _Esistenti(session, contesto.azienda, trovati)
    rif = regole_clienti.riferimenti(session, contesto)
    vuoto = {**lotti.predefiniti(Cliente), "azienda": contesto.azienda, "codice": None, "chiave_nome": None}
    proposte = []
    for trovato in trovati:
        dati = regole_clienti.normalizza(trovato.dati)
        archivio = esistenti.come(trovato)
        stato: Stato = "nuovo" if archivio is None else "presente"
        motivo = trovato.motivo if archivio is None else ""
        if archivio is None and not motivo:
            prova = {**dati, "codice": f"{rif.mastro or ''}.0"}
            try:
                completo = regole_clienti.completa(prova, vuoto)
                regole_clienti.controlla(completo, None, vuoto, rif, Risposte(interattive=False))
            except Rifiuto as rifiuto:
                motivo = rifiuto.messaggio
        proposte.append(
            Proposta(
                che_cosa="cliente",
                chiave=f"cliente|{trovato.chiave}",
                nome=nominativo(dati),
                stato="scartato" if motivo else stato,
                codice=archivio["codice"] if archivio else None,
                dati=dati,
                usi=len(trovato.emesse),
                ultima=trovato.ultima,
                motivo=motivo,
                note=tuple(trovato.note),
                differenze=_differenze(dati, archivio),
            )
        )
    return proposte


def _differenze(dati: Mapping[str, Any], archivio: Record | None) -> dict[str, tuple[Any, Any]] | None:
    if archivio is None:
        return None
    return {campo: (archivio[campo], valore) for campo, valore in dati.items() if archivio[campo] != valore}


class _Esistenti:
    """The clients of the archive that may be those found, read in three questions."""

    def __init__(self, session: Session, azienda: int, trovati: Sequence[Cessionario]) -> None:
        soggetti = [emessa.testata.cessionario for trovato in trovati for emessa in trovato.emesse]
        numeri = {numero for s in soggetti for numero in (s.id_codice, s.id_codice.removeprefix(s.id_paese))}
        self._fiscali = self._per(session, azienda, "codice_fiscale", (s.codice_fiscale for s in soggetti))
        self._partite = self._per(session, azienda, "partita_iva", numeri)
        self._nomi = self._per(session, azienda, "chiave_nome", (chiave_nome(s.nominativo) for s in soggetti))

    @staticmethod
    def _per(session: Session, azienda: int, colonna: str, valori: Iterable[str]) -> dict[str, list[Record]]:
        trovati: dict[str, list[Record]] = {}
        for riga in lotti.leggi(session, Cliente, azienda, colonna, filter(None, valori)):
            trovati.setdefault(riga[colonna], []).append(riga)
        return trovati

    def come(self, trovato: Cessionario) -> Record | None:
        """The client of the archive that this is: by codice fiscale, partita IVA, or name and comune without them."""
        for emessa in trovato.emesse:
            chi = emessa.testata.cessionario
            stessi = list(self._fiscali.get(chi.codice_fiscale, ())) if chi.codice_fiscale else []
            for numero in filter(None, dict.fromkeys((chi.id_codice, chi.id_codice.removeprefix(chi.id_paese)))):
                stessi += [
                    c
                    for c in self._partite.get(numero, ())
                    if c["nazione"] == (chi.id_paese or c["nazione"])
                    and (not chi.codice_fiscale or c["codice_fiscale"] in (None, chi.codice_fiscale))
                ]
            if not chi.codice_fiscale and not chi.id_codice:
                comune = chiave_nome(chi.sede.comune)
                omonimi = self._nomi.get(chiave_nome(chi.nominativo), ())
                stessi += [c for c in omonimi if chiave_nome(c["comune"] or "") == comune]
            for cliente in stessi:
                if not trovato.ufficio or cliente["codice_ufficio"] in (None, trovato.ufficio):
                    return cliente
        return None


def _prestazioni(
    session: Session, contesto: Contesto, raccolta: Raccolta, tavole: Tavole, minimo_uso: int
) -> list[Proposta]:
    p = tavola(Prestazione).c
    domanda = select(p.codice, p.descrizione, p.descrizione_estesa).where(p.azienda == contesto.azienda)
    codici: set[str] = set()
    presenti: dict[str, str] = {}
    for codice, breve, estesa in session.execute(domanda):
        codici.add(codice)
        presenti.setdefault(chiave_nome(senza_tempo(nome_intero(breve, estesa))), codice)
    rif = regole_prestazioni.riferimenti(session, contesto)
    vuota = {
        **lotti.predefiniti(Prestazione),
        "azienda": contesto.azienda,
        **dict.fromkeys(("codice", "tipo", "descrizione", "chiave_nome")),
    }
    proposte = []
    for trovata in descrizioni(raccolta.emesse, tavole, rif, minimo_uso, codici):
        presente = presenti.get(chiave_nome(senza_tempo(_testo(trovata))))
        motivo = "" if presente else trovata.motivo or _rifiuto_prestazione(trovata, vuota, rif)
        proposte.append(
            Proposta(
                che_cosa="prestazione",
                chiave=f"prestazione|{trovata.chiave}",
                nome=_testo(trovata),
                stato="presente" if presente else "scartato" if motivo else "nuovo",
                codice=presente or trovata.dati["codice"],
                dati=trovata.dati,
                usi=trovata.usi,
                ultima=trovata.ultima,
                motivo=motivo,
                note=tuple(trovata.note),
            )
        )
    return proposte


def _rifiuto_prestazione(trovata: Descrizione, vuota: Record, rif: regole_prestazioni.Riferimenti) -> str:
    dati = {nome: valore for nome, valore in trovata.dati.items() if nome != "prezzi"}
    intera = regole_prestazioni.completa(regole_prestazioni.normalizza(dati), vuota, rif, nuova=True)
    try:
        regole_prestazioni.controlla(intera, None, vuota, rif, Risposte(interattive=False))
    except Rifiuto as rifiuto:
        return rifiuto.messaggio
    return ""


def _testo(trovata: Descrizione) -> str:
    return nome_intero(trovata.dati["descrizione"], trovata.dati.get("descrizione_estesa"))


def nome_intero(breve: str, estesa: str | None) -> str:
    """Description and its extension, as one."""
    return nome_di(None, breve, estesa)
