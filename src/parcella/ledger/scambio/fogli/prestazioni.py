"""The prestazioni of a sheet, their prices and their particolarità."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from parcella.ledger.clienti import lotti
from parcella.ledger.clienti.lotti import Record, tavola
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Avviso, Rifiuto, Risposte
from parcella.ledger.prestazioni import anagrafica, controlli, particolarita, tariffari
from parcella.ledger.prestazioni.tabelle import Particolarita, Prestazione, PrezzoTariffario, Scaglione
from parcella.ledger.scambio.fogli.clienti import codice_di, mastro_clienti
from parcella.ledger.scambio.fogli.resoconto import NUOVO, RIFIUTATO, VARIATO, Ascolto, Riga, Variazione
from parcella.ledger.tabella import colonne

_CHIAVE = ("prestazione", "cliente", "tariffario", "valida_da")
Prezzi = Mapping[tuple[str, int], Decimal]


def scrivi(
    session: Session, contesto: Contesto, righe: Sequence[Riga], risposte: Risposte, avanza: Callable[[], None]
) -> None:
    """Write prestazioni, with the prices beside them; what becomes of each is on its row."""
    tipi = _tipi(session, contesto.azienda)
    _rimetti_gli_zeri(righe, "codice", tipi)
    for riga in righe:
        dati = riga.dati
        if codice := dati.get("codice"):
            dati["codice"] = codice.upper()
            if dati["codice"] not in tipi:
                dati.setdefault("tipo", "R")
        dati["prezzi"] = {int(nome.partition(".")[2]): dati.pop(nome) for nome in list(dati) if nome[:7] == "prezzi."}
        riga.codice, riga.nome = dati.get("codice", ""), dati.get("descrizione", "")
    _rifiuta_doppie(righe, lambda riga: riga.dati.get("codice"), "il codice {}")
    buone = [riga for riga in righe if riga.esito != RIFIUTATO]
    prima = _prezzi(session, contesto.azienda, [riga.dati["codice"] for riga in buone if riga.dati.get("codice")])
    for riga in buone:
        _confronta_prezzi(riga, riga.dati["prezzi"], prima, tipi)
    # The date of the last change follows from the change: it is one only if the sheet says so.
    campi = [colonna.name for colonna in colonne(Prestazione)]
    if not any("data_aggiornamento" in riga.tavola.posti for riga in buone):
        campi.remove("data_aggiornamento")
    ascolto = Ascolto(buone, risposte, campi, lambda prestazione: prestazione["descrizione"] or "", avanza)
    anagrafica.scrivi_tutti(
        session, contesto, [riga.dati for riga in buone], risposte, lambda _indice, campo: campo, resoconto=ascolto
    )
    _avvisa_dei_silenzi(session, contesto, [riga for riga in buone if riga.esito == NUOVO], risposte)


def _avvisa_dei_silenzi(session: Session, contesto: Contesto, nuove: Sequence[Riga], risposte: Risposte) -> None:
    """Say it when the sheet is silent on cassa and ritenuta: the screen asks (PRE-064), a sheet would let N pass."""
    rif = controlli.riferimenti(session, contesto)
    contributi = {nome for nome, c_e in (("soggetta_cassa", rif.con_cassa), ("soggetta_inps", rif.con_inps)) if c_e}
    da_dire = [contributi, {"soggetta_ritenuta"} if contesto.tipo == "P" else set()]  # cassa or INPS, one is enough
    compensi = [riga for riga in nuove if riga.dati.get("tipo") == "R"]
    for riga in compensi[:1]:
        taciuti = [nome for voce in da_dire if not voce & set(riga.tavola.posti) for nome in sorted(voce)]
        if taciuti:
            titoli = " e ".join(f"«{riga.tavola.archivio.titoli[nome]}»" for nome in taciuti)
            risposte.avvisi.append(
                Avviso(
                    "prestazioni_senza_soggezioni",
                    f"{riga.tavola.foglio.luogo()}: le prestazioni nuove entrano con N in {titoli}, che nel foglio non "
                    "ci sono: sulle parcelle quei contributi e ritenute non verranno calcolati.",
                )
            )


def scrivi_prezzi(
    session: Session, contesto: Contesto, righe: Sequence[Riga], risposte: Risposte, avanza: Callable[[], None]
) -> None:
    """Write the prices of a list codice, tariffario, prezzo."""
    tipi = _tipi(session, contesto.azienda)
    listini = tariffari.abilitati(session, contesto.azienda)
    _rimetti_gli_zeri(righe, "codice", tipi)
    for riga in righe:
        riga.codice = riga.dati["codice"] = riga.dati.get("codice", "").upper()
        riga.nome = listini.get(riga.dati.get("tariffario", 0), "")
        for nome in ("codice", "tariffario", "prezzo"):
            if riga.esito != RIFIUTATO and riga.dati.get(nome) in (None, ""):
                riga.rifiuta(f"manca il dato «{riga.tavola.archivio.titoli[nome]}»", nome)
    _rifiuta_doppie(righe, lambda riga: (riga.dati["codice"], riga.dati.get("tariffario")), "il prezzo di {}")
    buone = [riga for riga in righe if riga.esito != RIFIUTATO]
    prima = _prezzi(session, contesto.azienda, [riga.codice for riga in buone])
    nuovi: dict[str, dict[int, Decimal]] = {}
    for riga in buone:
        avanza()
        dati = riga.dati
        if riga.codice not in tipi:
            riga.rifiuta(f"la prestazione {riga.codice} non esiste", "codice")
            continue
        prezzo = {dati["tariffario"]: dati["prezzo"]}
        try:
            tariffari.controlla_prezzi(prezzo, tipi[riga.codice], listini)
        except Rifiuto as rifiuto:
            riga.rifiuta(rifiuto.messaggio, "prezzo" if "negativo" in rifiuto.messaggio else "tariffario")
            continue
        vecchio = prima.get((riga.codice, dati["tariffario"]))
        riga.confronta(None if vecchio is None else {"prezzo": vecchio}, dati, ("prezzo",))
        nuovi.setdefault(riga.codice, {}).update(prezzo)
    tariffari.scrivi_prezzi(session, contesto.azienda, nuovi)


def scrivi_particolarita(
    session: Session, contesto: Contesto, righe: Sequence[Riga], risposte: Risposte, avanza: Callable[[], None]
) -> None:
    """Write the particolarità, each known by its prestazione, its subject and its first day."""
    _rimetti_gli_zeri(righe, "prestazione", _tipi(session, contesto.azienda))
    mastro = mastro_clienti(session, contesto.azienda)
    for riga in righe:
        _prepara_particolarita(session, contesto, riga, mastro)
    _rifiuta_doppie(
        righe,
        lambda riga: tuple(riga.dati.get(nome) for nome in _CHIAVE),
        "la particolarità di {} con lo stesso inizio",
    )
    prima = _particolarita(session, contesto.azienda)
    campi = [colonna.name for colonna in colonne(Particolarita)]
    for riga in righe:
        avanza()
        if riga.esito == RIFIUTATO:
            continue
        vecchia = prima.get(tuple(riga.dati.get(nome) for nome in _CHIAVE))
        try:
            scritta = particolarita.salva(session, contesto, riga.dati)
        except Rifiuto as rifiuto:
            riga.rifiuta(rifiuto.messaggio, _colonna_di(rifiuto.campo))
            continue
        dopo: dict[str, Any] = {nome: getattr(scritta, nome) for nome in campi}
        dopo |= _stesi(particolarita.leggi_scaglioni(session, scritta))
        riga.confronta(vecchia, dopo, sorted(dopo.keys() | (vecchia or {}).keys()))


def _prepara_particolarita(session: Session, contesto: Contesto, riga: Riga, mastro: str | None) -> None:
    dati = riga.dati
    riga.codice = dati.get("prestazione", "").upper()
    dati["prestazione"] = riga.codice or None
    if cliente := dati.get("cliente"):
        dati["cliente"] = codice_di(session, contesto, cliente, mastro)
        riga.nome = dati["cliente"]
    passi = sorted({int(nome.split(".")[1]) for nome in dati if nome.startswith("scaglioni.")})
    scaglioni = [
        {parte: dati.pop(f"scaglioni.{passo}.{parte}", None) for parte in ("quantita", "prezzo")} for passo in passi
    ]
    dati.setdefault("modo", "Q" if scaglioni else "F")
    if scaglioni or dati["modo"] == "F":
        dati["scaglioni"] = scaglioni
    if riga.esito != RIFIUTATO and dati["modo"] == "F" and dati.get("prezzo_oltre") is None:
        riga.rifiuta("manca il prezzo", "prezzo_oltre")


def _colonna_di(campo: str | None) -> str | None:
    """The column of the sheet for a field of the rule, which counts the brackets from 0."""
    parti = (campo or "").split(".")
    return f"scaglioni.{int(parti[1]) + 1}.{parti[2]}" if len(parti) == 3 else campo


def _stesi(scaglioni: Sequence[Any]) -> Record:
    """The brackets as the columns of a sheet."""
    stesi: Record = {}
    for numero, scaglione in enumerate(scaglioni, 1):
        stesi[f"scaglioni.{numero}.quantita"] = scaglione.quantita
        stesi[f"scaglioni.{numero}.prezzo"] = scaglione.prezzo
    return stesi


def _particolarita(session: Session, azienda: int) -> dict[tuple[Any, ...], Record]:
    """Those in the archive, by their key, with their brackets."""
    s = tavola(Scaglione)
    scaglioni: dict[int, list[Any]] = {}
    for scaglione in session.execute(select(s).where(s.c.azienda == azienda).order_by(s.c.quantita)):
        scaglioni.setdefault(scaglione.particolarita, []).append(scaglione)
    trovate: dict[tuple[Any, ...], Record] = {}
    p = tavola(Particolarita)
    for riga in session.execute(select(p).where(p.c.azienda == azienda)):
        valori = {colonna.name: getattr(riga, colonna.name) for colonna in colonne(Particolarita)}
        trovate[tuple(valori[nome] for nome in _CHIAVE)] = valori | _stesi(scaglioni.get(riga.id, []))
    return trovate


def _tipi(session: Session, azienda: int) -> dict[str, str]:
    """The codes in the archive, with their type."""
    t = tavola(Prestazione)
    return {
        riga.codice: riga.tipo for riga in session.execute(select(t.c.codice, t.c.tipo).where(t.c.azienda == azienda))
    }


def _prezzi(session: Session, azienda: int, codici: Sequence[str]) -> Prezzi:
    return {
        (riga["prestazione"], riga["tariffario"]): riga["prezzo"]
        for riga in lotti.leggi(session, PrezzoTariffario, azienda, "prestazione", codici)
    }


def _confronta_prezzi(riga: Riga, prezzi: Mapping[int, Decimal], prima: Prezzi, tipi: Mapping[str, str]) -> None:
    if riga.dati.get("codice") not in tipi:
        return
    for numero, prezzo in prezzi.items():
        vecchio = prima.get((riga.dati["codice"], numero))
        if vecchio != prezzo:
            riga.variazioni.append(Variazione(f"prezzi.{numero}", vecchio, prezzo))
            riga.esito = VARIATO


def _rimetti_gli_zeri(righe: Sequence[Riga], campo: str, tipi: Mapping[str, str]) -> None:
    """A code of digits alone may have lost its zeros: it is that of the archive with the same number, if only one."""
    per_numero: dict[int, list[str]] = {}
    for codice in tipi:
        if codice.isascii() and codice.isdigit():
            per_numero.setdefault(int(codice), []).append(codice)
    for riga in righe:
        codice = riga.dati.get(campo, "")
        if codice.isascii() and codice.isdigit() and codice not in tipi:
            interi = per_numero.get(int(codice), [])
            if len(interi) == 1:
                riga.dati[campo] = interi[0]
                riga.note.append(f"codice {codice} letto come {interi[0]}")


def _rifiuta_doppie(righe: Sequence[Riga], chiave: Callable[[Riga], Any], detto: str) -> None:
    prime: dict[Any, Riga] = {}
    for riga in righe:
        sua = chiave(riga)
        if riga.esito == RIFIUTATO or not sua:
            continue
        prima = prime.setdefault(sua, riga)
        if prima is not riga:
            dove = "" if prima.tavola is riga.tavola else f" di {prima.tavola.foglio.luogo()}"
            riga.rifiuta(f"{detto.format(riga.codice)} è già alla riga {prima.numero}{dove}", "codice")
