"""Writing what a file says into the archive, inside the one transaction of an import, section after section.

The order is that of the references: what is named comes before what names it, whatever the order in the file.
A refusal names file, line and key.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlmodel import Session, SQLModel, col, func, insert, select

from parcella.ledger.annessi import allegati, campi
from parcella.ledger.annessi.tabelle import Allegato, CampoAggiuntivo, ValoreAggiuntivo
from parcella.ledger.aziende import intermediari, stampanti
from parcella.ledger.aziende.anagrafica import salva_azienda, salva_utente
from parcella.ledger.aziende.codici import (
    salva_codice_iva,
    salva_codice_tributo,
    salva_descrizione_documento,
    salva_pagamento,
)
from parcella.ledger.aziende.conti import salva_conti_automatici, salva_conto
from parcella.ledger.aziende.legge import salva_cassa
from parcella.ledger.aziende.parametri import salva_parametri
from parcella.ledger.aziende.serie import salva_serie
from parcella.ledger.aziende.tabelle import (
    Azienda,
    Cassa,
    CodiceIva,
    CodiceTributo,
    Conto,
    FormatoInAttesa,
    Intermediario,
    Pagamento,
    Stampante,
    Utente,
)
from parcella.ledger.clienti import anagrafica as clienti
from parcella.ledger.clienti.statistica import salva_categoria, salva_zona
from parcella.ledger.clienti.tabelle import CategoriaStatistica, Cliente, Zona
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.emetti import Verifica
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.prestazioni import anagrafica as prestazioni
from parcella.ledger.prestazioni import lingue, particolarita
from parcella.ledger.prestazioni import parametri as parametri_prestazioni
from parcella.ledger.prestazioni.tabelle import Lingua, Prestazione, Tariffario
from parcella.ledger.prestazioni.tariffari import assicura_base
from parcella.ledger.scambio.documenti import importa_documenti
from parcella.ledger.scambio.lettura import Fonte, Percorso, riga_di
from parcella.ledger.scambio.sezioni import DATI_PARCELLAZIONE
from parcella.ledger.tabella import colonne

Salva = Callable[[Session, Contesto, dict[str, Any], Risposte], Any]
Dati = Mapping[str, Any]


@dataclass(frozen=True)
class Lavoro:
    """What an import works with."""

    session: Session
    fonte: Fonte
    contesto: Contesto
    risposte: Risposte
    verifica: Verifica | None = None


def scrivi(
    session: Session,
    fonte: Fonte,
    dati: Dati,
    risposte: Risposte,
    *,
    data_lavoro: date,
    utente: str,
    sigla: str | None = None,
    verifica: Verifica | None = None,
) -> dict[str, Any]:
    """Write one file, already typed; gives the azienda and how many records each section had."""
    if "intermediari" in dati:  # common to the archive, and named by the azienda
        comune = Lavoro(session, fonte, Contesto(0, "", "", utente, data_lavoro), risposte)
        _scrivi_intermediari(comune, "intermediari", dati["intermediari"])
    azienda, nuova = _azienda(session, fonte, dati, risposte, sigla)
    contesto = Contesto(cast(int, azienda.id), azienda.sigla, azienda.tipo, utente, data_lavoro)
    lavoro = Lavoro(session, fonte, contesto, risposte, verifica)
    for nome, scrivi_sezione in _SEZIONI:
        if nome in dati:
            scrivi_sezione(lavoro, nome, dati[nome])
    if nuova:
        assicura_base(session, contesto.azienda)
    _documenti(lavoro, dati)
    if "allegati" in dati:  # a document may have them
        _scrivi_allegati(lavoro, "allegati", dati["allegati"])
    return {
        "file": fonte.nome,
        "azienda": azienda.sigla,
        "nuova": "S" if nuova else "N",
        "sezioni": {nome: len(valore) for nome, valore in dati.items() if isinstance(valore, list)},
    }


def _azienda(session: Session, fonte: Fonte, dati: Dati, risposte: Risposte, sigla: str | None) -> tuple[Azienda, bool]:
    """The azienda of the file, made if its sigla is new; without one, that of the options or the only one there is."""
    scritta = dati.get("azienda", {})
    sigla = scritta.get("sigla") or sigla
    domanda = select(Azienda) if sigla is None else select(Azienda).where(Azienda.sigla == sigla)
    trovate = session.exec(domanda).all()
    if len(trovate) > 1 or (not trovate and sigla is None):
        messaggio = "manca l'azienda: indicare azienda.sigla nel file, oppure l'opzione --azienda"
        raise fonte.non_valido(messaggio, ("azienda",) if "azienda" in dati else ())
    if not trovate:
        _pretendi_obbligatori(fonte, Azienda, {"sigla": sigla, **scritta}, ("azienda",))
    elif not scritta:
        return trovate[0], False
    with _situato(fonte, ("azienda",)):
        prima = trovate[0].sigla if trovate else sigla
        return salva_azienda(session, {"sigla": prima, **scritta}, risposte), not trovate


def _uno(salva: Salva) -> Callable[[Lavoro, str, Any], None]:
    """A section that is one record."""

    def scrivi_sezione(lavoro: Lavoro, nome: str, valore: Any) -> None:
        with _situato(lavoro.fonte, (nome,)):
            salva(lavoro.session, lavoro.contesto, valore, lavoro.risposte)

    return scrivi_sezione


def _ciascuno(salva: Salva) -> Callable[[Lavoro, str, Any], None]:
    """A section that is a list of records, written one by one."""

    def scrivi_sezione(lavoro: Lavoro, nome: str, valore: Any) -> None:
        for posizione, record in enumerate(valore):
            with _situato(lavoro.fonte, (nome, posizione)):
                salva(lavoro.session, lavoro.contesto, record, lavoro.risposte)

    return scrivi_sezione


def _con_codice(
    scrivi_sezione: Callable[[Lavoro, str, Any], None], tabella: type[SQLModel], *chiave: str
) -> Callable[[Lavoro, str, Any], None]:
    """Before a section is written: no key twice in the file, and new records have their obligatory data."""

    def controlla_e_scrivi(lavoro: Lavoro, nome: str, valore: Any) -> None:
        tavola = tabella.__table__  # type: ignore[attr-defined]
        domanda = select(*(tavola.c[colonna] for colonna in chiave))
        if "azienda" in tavola.c:
            domanda = domanda.where(tavola.c.azienda == lavoro.contesto.azienda)
        esistenti = {tuple(riga) for riga in lavoro.session.execute(domanda)}
        posizioni: dict[tuple[Any, ...], int] = {}
        for posizione, record in enumerate(valore):
            sua = tuple(record.get(colonna) for colonna in chiave)
            if sua in posizioni:
                raise _doppio(lavoro.fonte, nome, sua, posizioni[sua], posizione)
            posizioni[sua] = posizione
            if sua not in esistenti:
                _pretendi_obbligatori(lavoro.fonte, tabella, record, (nome, posizione))
        scrivi_sezione(lavoro, nome, valore)

    return controlla_e_scrivi


def _doppio(fonte: Fonte, sezione: str, chiave: tuple[Any, ...], prima: int, dopo: int) -> Rifiuto:
    nome = " ".join(str(parte) for parte in chiave)
    riga = riga_di(fonte.testo, (sezione, prima))
    return fonte.situato(Rifiuto(f"{nome} è già scritto alla riga {riga}."), (sezione, dopo))


def _pretendi_obbligatori(fonte: Fonte, tabella: type[SQLModel], record: Dati, percorso: Percorso) -> None:
    for colonna in colonne(tabella):
        if colonna.info["obbligatorio"] and record.get(colonna.name) is None:
            raise fonte.non_valido(f"manca la chiave obbligatoria «{colonna.name}»", percorso)


def _scrivi_clienti(lavoro: Lavoro, nome: str, valore: Sequence[dict[str, Any]]) -> None:
    stesi = [
        {chiave: dato for chiave, dato in record.items() if chiave != DATI_PARCELLAZIONE}
        | record.get(DATI_PARCELLAZIONE, {})
        for record in valore
    ]
    with _situato(lavoro.fonte):
        clienti.scrivi_tutti(lavoro.session, lavoro.contesto, stesi, lavoro.risposte, da_archivio=True)


def _scrivi_prestazioni(lavoro: Lavoro, nome: str, valore: Sequence[dict[str, Any]]) -> None:
    with _situato(lavoro.fonte):
        prestazioni.scrivi_tutti(lavoro.session, lavoro.contesto, valore, lavoro.risposte)


def _salva_serie(session: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> None:
    salva_serie(session, contesto, dati, risposte, da_archivio=True)


def _salva_tariffario(session: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> None:
    prestazioni.salva_tariffario(session, contesto, dati)


def _salva_particolarita(session: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> None:
    particolarita.salva(session, contesto, dati)


def _in_attesa(lavoro: Lavoro, nome: str, valore: Sequence[Any]) -> None:
    """Keep as given the records not there yet: the same record read twice is kept once."""
    session, azienda = lavoro.session, lavoro.contesto.azienda
    qui = (col(FormatoInAttesa.azienda) == azienda, col(FormatoInAttesa.sezione) == nome)
    presenti = Counter(session.exec(select(FormatoInAttesa.contenuto).where(*qui)).all())
    prossima = (session.exec(select(func.max(FormatoInAttesa.posizione)).where(*qui)).one() or 0) + 1
    righe: list[dict[str, Any]] = []
    for grezzo in lavoro.fonte.valore[nome]:
        contenuto = json.dumps(grezzo, ensure_ascii=False, separators=(",", ":"))
        if presenti[contenuto]:
            presenti[contenuto] -= 1
            continue
        chiave = {"azienda": azienda, "sezione": nome, "posizione": prossima + len(righe)}
        righe.append({**chiave, "contenuto": contenuto})
    if righe:
        session.execute(insert(FormatoInAttesa), righe)


def _documenti(lavoro: Lavoro, dati: Dati) -> None:
    if not dati.get("documenti") and not dati.get("primanota"):
        return
    with _situato(lavoro.fonte):
        importa_documenti(
            lavoro.session,
            lavoro.contesto,
            dati.get("documenti", []),
            dati.get("primanota", []),
            lavoro.risposte,
            lavoro.verifica,
        )


@contextmanager
def _situato(fonte: Fonte, percorso: Percorso = ()) -> Iterator[None]:
    """Refusals raised inside name file, line and key; their `campo` starts from the record at `percorso`."""
    try:
        yield
    except Rifiuto as rifiuto:
        raise fonte.situato(rifiuto, percorso) from None


_scrivi_allegati = _con_codice(_ciascuno(allegati.salva), Allegato, "archivio", "chiave", "numero")
_scrivi_intermediari = _con_codice(_ciascuno(intermediari.salva), Intermediario, "codice")
# Accounts, codes and payments before what names them; the azienda is written first of all, the documents last.
_SEZIONI: tuple[tuple[str, Callable[[Lavoro, str, Any], None]], ...] = (
    ("casse", _con_codice(_ciascuno(salva_cassa), Cassa, "tipo_cassa", "valido_dal")),
    ("stampanti", _con_codice(_ciascuno(stampanti.salva), Stampante, "numero")),
    ("utenti", _con_codice(_ciascuno(salva_utente), Utente, "nome")),
    ("descrizioni_documento", _ciascuno(salva_descrizione_documento)),
    ("conti", _con_codice(_ciascuno(salva_conto), Conto, "codice")),
    ("codici_iva", _con_codice(_ciascuno(salva_codice_iva), CodiceIva, "codice")),
    ("codici_tributo", _con_codice(_ciascuno(salva_codice_tributo), CodiceTributo, "codice")),
    ("pagamenti", _con_codice(_ciascuno(salva_pagamento), Pagamento, "codice")),
    ("numeratori", _ciascuno(_salva_serie)),
    ("parametri_studio", _uno(salva_parametri)),
    ("conti_automatici", _uno(salva_conti_automatici)),
    ("tariffari", _con_codice(_ciascuno(_salva_tariffario), Tariffario, "numero")),
    ("lingue", _con_codice(_ciascuno(lingue.salva), Lingua, "numero")),
    ("prestazioni", _con_codice(_scrivi_prestazioni, Prestazione, "codice")),
    # After them: those of an archive where a length was set later come back as they were.
    ("parametri_prestazioni", _uno(parametri_prestazioni.salva)),
    ("zone", _con_codice(_ciascuno(salva_zona), Zona, "codice")),
    ("categorie_statistiche", _con_codice(_ciascuno(salva_categoria), CategoriaStatistica, "codice")),
    ("clienti", _con_codice(_scrivi_clienti, Cliente, "codice")),
    ("particolarita", _ciascuno(_salva_particolarita)),
    ("campi_aggiuntivi", _con_codice(_ciascuno(campi.salva), CampoAggiuntivo, "archivio", "numero")),
    (
        "valori_aggiuntivi",
        _con_codice(_ciascuno(campi.salva_valore), ValoreAggiuntivo, "archivio", "chiave", "numero"),
    ),
    ("contratti", _in_attesa),
    ("agenda", _in_attesa),
)
