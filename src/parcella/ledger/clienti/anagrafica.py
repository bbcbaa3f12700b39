"""The clients: writing them one or many at a time, reading, cancelling (cap. 03; client data of cap. 24 and 25)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, func, select
from sqlmodel import Session

from parcella.ledger.annessi import legami
from parcella.ledger.aziende.schede import tutte_le_tavole
from parcella.ledger.aziende.tabelle import ContiAutomatici, Conto, FormatoInAttesa
from parcella.ledger.clienti import controlli, liste, lotti, statistica
from parcella.ledger.clienti.lotti import Record, Resoconto, cambiamenti, tavola
from parcella.ledger.clienti.nomi import chiave_nome, chiave_ricerca, fine_prefisso, nome_di
from parcella.ledger.clienti.tabelle import LUNGHEZZA_CONTO, LUNGHEZZA_RICERCA, Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Avviso, Rifiuto, Risposte
from parcella.ledger.prestazioni.tabelle import Particolarita, Scaglione
from parcella.ledger.primanota.tabelle import RigaPrimanota

_CIFRE_SOTTOCONTO = 5
_PARTI_DEL_CLIENTE = {"particolarita", *(tavola(tabella).name for tabella in liste.LISTE.values())}
_NOMI_DEGLI_USI = {
    "documento": "documenti",
    "cointestatario": "documenti cointestati",
    "contratto": "contratti",
    "riga_agenda": "righe d'agenda",
}
_LUNGHEZZA_CHIAVE = 120
_DOPPIONI = (
    ("codice_fiscale", "codice_fiscale_doppio", "Il codice fiscale {} del cliente {} è anche di {}."),
    ("partita_iva", "partita_iva_doppia", "La partita IVA {} del cliente {} è anche di {}."),
    ("sigla_azienda", "azienda_doppia", "L'azienda {} del cliente {} è anche di {}."),
    ("identificativo_mandato", "mandato_doppio", "Il mandato {} del cliente {} è già di {}: la banca lo rifiuterebbe."),
)


def campo_del_formato(indice: int, chiave: str) -> str:
    """The place of a field in the archive format: `clienti.2.dati_parcellazione.responsabile`."""
    colonna = tavola(Cliente).c.get(chiave)
    gruppo = None if colonna is None else colonna.info.get("gruppo")
    return ".".join(filter(None, ("clienti", str(indice), gruppo, chiave)))


def salva(session: Session, contesto: Contesto, dati: Mapping[str, Any], risposte: Risposte) -> Cliente:
    """Write a client: keys present are written, keys absent stay. Without `codice` the next one is taken."""
    if not dati.get("codice"):
        dati = {**dati, "codice": prossimo_codice(session, contesto)}
    scrivi_tutti(session, contesto, [dati], risposte, lambda _indice, campo: campo)
    codice = controlli.normalizza({"codice": dati["codice"]})["codice"]
    return _presente(session, contesto, codice)


def scrivi_tutti(
    session: Session,
    contesto: Contesto,
    elenco: Sequence[Mapping[str, Any]],
    risposte: Risposte,
    campo: Callable[[int, str], str] = campo_del_formato,
    resoconto: Resoconto | None = None,
    *,
    da_archivio: bool = False,
) -> tuple[int, int]:
    """Write many clients as `salva` does, and count those new and those changed. `campo` names a field of a record.

    A record may have its lists too (`liste.LISTE`): the rows given take the place of those there were. A zona or a
    categoria not in its table is added to it, with a note. `da_archivio`: they come from a file of the archive format.
    """
    session.flush()
    normali = [controlli.normalizza({k: v for k, v in dati.items() if k not in liste.LISTE}) for dati in elenco]
    codici = [dati["codice"] for dati in normali if dati.get("codice")]
    archivio = {r["codice"]: r for r in lotti.leggi(session, Cliente, contesto.azienda, "codice", codici)}
    rif = controlli.riferimenti(session, contesto)
    vuoto = {**lotti.predefiniti(Cliente), "azienda": contesto.azienda, "codice": None, "chiave_nome": None}
    scritti: dict[str, Record] = {}
    posti: dict[str, int] = {}
    sue_liste: dict[str, dict[str, list[Record]]] = {}
    for indice, dati in enumerate(normali):
        codice = dati.get("codice") or ""
        esistente = scritti.get(codice) or archivio.get(codice)
        cliente = controlli.completa(dati, esistente or vuoto)
        try:
            if cliente != esistente:
                controlli.controlla(cliente, esistente, vuoto, rif, risposte, da_archivio=da_archivio)
                cliente |= chiavi(cliente)
                scritti[cliente["codice"]] = cliente
            if date := {nome: elenco[indice][nome] for nome in liste.LISTE if elenco[indice].get(nome) is not None}:
                sue_liste[codice] = sue_liste.get(codice, {}) | {
                    nome: liste.pulite(nome, righe, nome.__add__) for nome, righe in date.items()
                }
            posti[codice] = indice
        except Rifiuto as rifiuto:
            rifiuto.campo = campo(indice, rifiuto.campo or "codice")
            if resoconto is None:
                raise
            resoconto.rifiutato(indice, rifiuto)
        else:
            if resoconto is not None:
                resoconto.accettato(indice, esistente, cliente)
    nuovi = [cliente for codice, cliente in scritti.items() if codice not in archivio]
    variati = {codice: cambiamenti(scritti[codice], archivio[codice]) for codice in scritti if codice in archivio}
    for codice, avviso in _doppi(session, contesto, nuovi + [{"codice": c, **v} for c, v in variati.items()]):
        if resoconto is None:
            risposte.avvisi.append(avviso)
        else:
            resoconto.annotato(posti[codice], avviso)
    statistica.aggiungi_mancanti(session, contesto, scritti.values(), risposte)
    lotti.scrivi(session, Cliente, nuovi, {archivio[codice]["id"]: v for codice, v in variati.items() if v})
    cambiati = liste.scrivi(session, contesto.azienda, sue_liste, lambda codice, nome: campo(posti[codice], nome))
    return len(nuovi), len(variati.keys() | (cambiati & archivio.keys()))


def chiavi(cliente: Mapping[str, Any]) -> Record:
    """What a client is sorted and searched by."""
    nome = nome_di(cliente["ragione_sociale"], cliente["cognome"], cliente["nome"])
    chiave = chiave_nome(nome)[:_LUNGHEZZA_CHIAVE]
    altri = (cliente[colonna] for colonna in ("comune", "codice", "partita_iva", "codice_fiscale"))
    return {"chiave_nome": chiave, "chiave_ricerca": chiave_ricerca(chiave, *altri)[:LUNGHEZZA_RICERCA]}


def _doppi(session: Session, contesto: Contesto, scritti: Sequence[Record]) -> Iterator[tuple[str, Avviso]]:
    """An identifier given to two clients, an azienda to two, are noted, not refused (cap. 03, Ambiguità 4)."""
    for colonna, avviso, frase in _DOPPIONI:
        di_chi = {c["codice"]: c[colonna] for c in scritti if c.get(colonna)}
        altri: dict[str, list[str]] = {}
        for riga in lotti.leggi(session, Cliente, contesto.azienda, colonna, di_chi.values(), ("codice", colonna)):
            if riga["codice"] not in di_chi:
                altri.setdefault(riga[colonna], []).append(riga["codice"])
        for codice, valore in di_chi.items():
            stessi = altri.setdefault(valore, [])
            if stessi:
                yield codice, Avviso(avviso, frase.format(valore, codice, ", ".join(stessi)))
            stessi.append(codice)


def prossimo_codice(session: Session, contesto: Contesto) -> str:
    """The code proposed for a new client: mastro clienti, point, the number after the highest one used."""
    return next(codici_liberi(session, contesto))


def codici_liberi(session: Session, contesto: Contesto, presi: Iterable[str] = ()) -> Iterator[str]:
    """The codes for new clients, one after the other: those in the archive and those in `presi` are taken."""
    conti_automatici = tavola(ContiAutomatici)
    mastro = session.execute(
        select(conti_automatici.c.mastro_clienti).where(conti_automatici.c.azienda == contesto.azienda)
    ).scalar()
    if mastro is None:
        raise Rifiuto("Nei conti automatici manca il mastro clienti: indicare il codice del cliente.", "codice")
    prefisso = f"{mastro}."
    usati = {codice.removeprefix(prefisso) for codice in presi if codice.startswith(prefisso)}
    for tabella in (tavola(Cliente), tavola(Conto)):
        codici = select(tabella.c.codice).where(
            tabella.c.azienda == contesto.azienda,
            tabella.c.codice >= prefisso,
            tabella.c.codice < fine_prefisso(prefisso),
        )
        usati.update(codice.removeprefix(prefisso) for codice in session.execute(codici).scalars())
    numeri = {int(sottoconto): len(sottoconto) for sottoconto in usati if sottoconto.isdecimal()}
    ultimo = max(numeri, default=0)
    cifre = numeri.get(ultimo, _CIFRE_SOTTOCONTO)
    dopo_l_ultimo = range(ultimo + 1, 10**cifre)
    buchi = (numero for numero in range(1, ultimo) if numero not in numeri)  # once the last number is taken
    for numero in chain(dopo_l_ultimo, buchi):
        codice = f"{prefisso}{numero:0{cifre}}"
        if len(codice) <= LUNGHEZZA_CONTO:
            yield codice
    raise Rifiuto(f"Il mastro clienti {mastro} non ha più numeri liberi.", "codice")


def leggi(session: Session, azienda: int, codice: str) -> Cliente | None:
    """The client with this code, as it is in the archive now."""
    t = tavola(Cliente)
    domanda = select(Cliente).where(t.c.azienda == azienda, t.c.codice == codice)
    return session.execute(domanda, execution_options={"populate_existing": True}).scalars().first()


def annulla(session: Session, contesto: Contesto, codice: str, *, annullato: bool = True) -> Cliente:
    """Cancel a client logically: it stays in the archive and in its documents. Or take it back."""
    _presente(session, contesto, codice)
    return salva(session, contesto, {"codice": codice, "annullato": "S" if annullato else "N"}, Risposte())


def elimina(session: Session, contesto: Contesto, codice: str) -> None:
    """Delete a client never used, with its particolarità. One that was used can only be cancelled (`annulla`)."""
    cliente = _presente(session, contesto, codice)
    if dove := usi(session, contesto.azienda, codice):
        raise Rifiuto(
            f"Il cliente {codice} è in {', '.join(dove)}: non si può eliminare, si può annullare.",
            "codice",
            "cliente_usato",
        )
    particolarita, scaglioni = tavola(Particolarita), tavola(Scaglione)
    sue = select(particolarita.c.id).where(
        particolarita.c.azienda == contesto.azienda, particolarita.c.cliente == codice
    )
    session.execute(delete(scaglioni).where(scaglioni.c.particolarita.in_(sue)))
    session.execute(
        delete(particolarita).where(particolarita.c.azienda == contesto.azienda, particolarita.c.cliente == codice)
    )
    liste.elimina(session, contesto.azienda, codice)
    legami.elimina_di(session, contesto.azienda, "clienti", codice)
    session.delete(cliente)
    session.flush()


def usato(session: Session, azienda: int, codice: str) -> bool:
    """True if a document, a registration, a contratto, an agenda row or any other record names the client."""
    return bool(usi(session, azienda, codice))


def usi(session: Session, azienda: int, codice: str) -> list[str]:
    """Where the client is named: «3 documenti», «12 righe di primanota»."""
    trovati = []
    for nome, tabella, condizione in _dove_si_nomina(codice):
        quanti = session.execute(
            select(func.count()).select_from(tabella).where(tabella.c.azienda == azienda, condizione)
        ).scalar_one()
        if quanti:
            trovati.append(f"{quanti} {nome}")
    return trovati


def _dove_si_nomina(codice: str) -> Iterator[tuple[str, Table, ColumnElement[bool]]]:
    """Every table with a reference to a client, but those that are part of it; and what names it without one."""
    cliente = tavola(Cliente).c.codice
    for tabella in tutte_le_tavole():
        for chiave in tabella.foreign_keys:
            if chiave.column is cliente and tabella.name not in _PARTI_DEL_CLIENTE:
                nome = _NOMI_DEGLI_USI.get(tabella.name, tabella.name.replace("_", " "))
                yield nome, tabella, chiave.parent == codice
    riga, in_attesa = tavola(RigaPrimanota), tavola(FormatoInAttesa)
    yield "righe di primanota", riga, riga.c.conto == codice
    yield "righe di contratti e agenda", in_attesa, in_attesa.c.contenuto.contains(f'"{codice}"', autoescape=True)


def _presente(session: Session, contesto: Contesto, codice: str) -> Cliente:
    cliente = leggi(session, contesto.azienda, codice)
    if cliente is None:
        raise Rifiuto(f"Il cliente {codice} non esiste.", "codice")
    return cliente
