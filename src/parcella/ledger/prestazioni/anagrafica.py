"""The prestazioni: writing them one or many at a time, prices, precancellazione, deletion (cap. 04)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session

from parcella.ledger.annessi import legami
from parcella.ledger.aziende.tabelle import FormatoInAttesa
from parcella.ledger.clienti import lotti
from parcella.ledger.clienti.lotti import Record, cambiamenti, tavola
from parcella.ledger.clienti.nomi import chiave_nome
from parcella.ledger.clienti.tabelle import PrestazioneTipica
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.tabelle import RigaDocumento
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.prestazioni import controlli, lingue, parametri, tariffari
from parcella.ledger.prestazioni.tabelle import (
    DescrizioneInLingua,
    Particolarita,
    Prestazione,
    PrezzoTariffario,
    Scaglione,
)
from parcella.ledger.prestazioni.tariffari import elimina_tariffario, salva_tariffario

__all__ = [
    "elimina",
    "elimina_tariffario",
    "leggi",
    "precancella",
    "prezzi",
    "ripristina",
    "salva",
    "salva_prezzi",
    "salva_tariffario",
    "scrivi_tutti",
    "usata",
]
_LUNGHEZZA_CHIAVE = 160


def salva(session: Session, contesto: Contesto, dati: Mapping[str, Any], risposte: Risposte) -> Prestazione:
    """Write a prestazione: keys present are written, keys absent stay.

    `prezzi` may be given by tariffario, `descrizioni_lingua` by number of language.
    """
    senza_data = {nome: valore for nome, valore in dati.items() if nome != "data_aggiornamento"}  # PRE-070
    scrivi_tutti(session, contesto, [senza_data], risposte, lambda _indice, campo: campo, conferma=True)
    return _presente(session, contesto, controlli.normalizza({"codice": dati["codice"]})["codice"])


def scrivi_tutti(
    session: Session,
    contesto: Contesto,
    elenco: Sequence[Mapping[str, Any]],
    risposte: Risposte,
    campo: Callable[[int, str], str] = lambda indice, chiave: f"prestazioni.{indice}.{chiave}",
    *,
    conferma: bool = False,
    resoconto: lotti.Resoconto | None = None,
) -> tuple[int, int]:
    """Write many prestazioni as `salva` does, and count those new and those changed. `campo` names a field of a record.

    With `conferma`, the date of the last update moves even if nothing changed, as F10 does.
    """
    session.flush()
    normali = [controlli.normalizza(dati) for dati in elenco]
    prezzi = [dati.pop("prezzi", None) or {} for dati in normali]
    tradotte = [dati.pop("descrizioni_lingua", None) or {} for dati in normali]
    codici = [dati["codice"] for dati in normali if dati.get("codice")]
    archivio = {r["codice"]: r for r in lotti.leggi(session, Prestazione, contesto.azienda, "codice", codici)}
    rif = controlli.riferimenti(session, contesto)
    listini = tariffari.abilitati(session, contesto.azienda)
    dichiarate = lingue.nomi(session, contesto.azienda) if any(tradotte) else {}
    vuota = {
        **lotti.predefiniti(Prestazione),
        "azienda": contesto.azienda,
        **dict.fromkeys(("codice", "tipo", "descrizione", "chiave_nome")),
    }
    scritte: dict[str, Record] = {}

    def rifiuta(indice: int, rifiuto: Rifiuto) -> None:
        rifiuto.campo = campo(indice, rifiuto.campo or "codice")
        if resoconto is None:
            raise rifiuto
        prezzi[indice] = tradotte[indice] = {}
        resoconto.rifiutato(indice, rifiuto)

    for indice, dati in enumerate(normali):
        codice = dati.get("codice") or ""
        esistente = scritte.get(codice) or archivio.get(codice)
        prestazione = controlli.completa(dati, esistente or vuota, rif, nuova=esistente is None)
        try:
            if prestazione != esistente or conferma:
                controlli.controlla(prestazione, esistente, vuota, rif, risposte, conferma=conferma)
                prestazione["chiave_nome"] = _chiave(prestazione, rif)
                prestazione["data_aggiornamento"] = _data(dati, esistente, contesto.data_lavoro)
                scritte[codice] = prestazione
            tariffari.controlla_prezzi(prezzi[indice], prestazione["tipo"], listini)
            misure = parametri.lunghezze(rif.lunghezza_codice, prestazione["tipo"])
            lingue.controlla_descrizioni(tradotte[indice], misure.in_lingua, dichiarate)
        except Rifiuto as rifiuto:
            rifiuta(indice, rifiuto)
        else:
            if resoconto is not None:
                resoconto.accettato(indice, esistente, prestazione)
    for codice, rifiutato in _controlla_sostitutivi(session, contesto, scritte):
        rifiuta(next(i for i, dati in enumerate(normali) if dati.get("codice") == codice), rifiutato)
    nuove = [prestazione for codice, prestazione in scritte.items() if codice not in archivio]
    variate = {codice: cambiamenti(p, archivio[codice]) for codice, p in scritte.items() if codice in archivio}
    lotti.scrivi(session, Prestazione, nuove, {archivio[codice]["id"]: v for codice, v in variate.items() if v})
    con_prezzi = {dati["codice"]: suoi for dati, suoi in zip(normali, prezzi, strict=True) if suoi}
    con_lingue = {dati["codice"]: sue for dati, sue in zip(normali, tradotte, strict=True) if sue}
    altre = tariffari.scrivi_prezzi(session, contesto.azienda, con_prezzi)
    altre |= lingue.scrivi_descrizioni(session, contesto.azienda, con_lingue)
    variate_di_fatto = {codice for codice, variazioni in variate.items() if variazioni}
    return len(nuove), len(variate_di_fatto | (altre & archivio.keys()))


def salva_prezzi(session: Session, contesto: Contesto, codice: str, prezzi: Mapping[int, Decimal | None]) -> None:
    """Write the prices of the window F8 (PRE-071): one a tariffario, None takes it away."""
    prestazione = _presente(session, contesto, codice)
    tariffari.controlla_prezzi(prezzi, prestazione.tipo, tariffari.abilitati(session, contesto.azienda))
    tariffari.scrivi_prezzi(session, contesto.azienda, {codice: prezzi})


def prezzi(session: Session, azienda: int, codice: str) -> dict[int, Decimal]:
    """The prices of a prestazione by tariffario."""
    t = tavola(PrezzoTariffario)
    domanda = select(t.c.tariffario, t.c.prezzo).where(t.c.azienda == azienda, t.c.prestazione == codice)
    return {riga.tariffario: riga.prezzo for riga in session.execute(domanda.order_by(t.c.tariffario))}


def leggi(session: Session, azienda: int, codice: str) -> Prestazione | None:
    """The prestazione with this code, as it is in the archive now, precancelled or not (PRE-111)."""
    t = tavola(Prestazione)
    domanda = select(Prestazione).where(t.c.azienda == azienda, t.c.codice == codice.upper())
    return session.execute(domanda, execution_options={"populate_existing": True}).scalars().first()


def precancella(session: Session, contesto: Contesto, codice: str, sostitutivo: str | None = None) -> Prestazione:
    """Hide a code from F2, with the one to use in its place if any (PRE-109, PRE-110)."""
    _presente(session, contesto, codice)
    dati = {"codice": codice, "precancellata": "S", "codice_sostitutivo": sostitutivo}
    return salva(session, contesto, dati, Risposte())


def ripristina(session: Session, contesto: Contesto, codice: str) -> Prestazione:
    """Take the precancellazione away (PRE-113)."""
    _presente(session, contesto, codice)
    return salva(session, contesto, {"codice": codice, "precancellata": "N"}, Risposte())


def elimina(session: Session, contesto: Contesto, codice: str) -> None:
    """Delete a prestazione never used, with its prices and particolarità (PRE-107, PRE-108; Ambiguità 22)."""
    prestazione = _presente(session, contesto, codice)
    codice = prestazione.codice
    if usata(session, contesto.azienda, codice):
        raise Rifiuto(
            f"La prestazione {codice} è usata in documenti, agenda o contratti: non si può eliminare, "
            "si può precancellare.",
            "codice",
            "prestazione_usata",
        )
    p, s, z, d = (tavola(t) for t in (Particolarita, Scaglione, PrezzoTariffario, DescrizioneInLingua))
    sue = select(p.c.id).where(p.c.azienda == contesto.azienda, p.c.prestazione == codice)
    session.execute(delete(s).where(s.c.particolarita.in_(sue)))
    for t in (p, z, d):
        session.execute(delete(t).where(t.c.azienda == contesto.azienda, t.c.prestazione == codice))
    legami.elimina_di(session, contesto.azienda, "prestazioni", codice)
    session.delete(prestazione)
    session.flush()


def usata(session: Session, azienda: int, codice: str) -> bool:
    """True if a document, a contratto, an agenda row, another code as its sostitutivo or a client names it."""
    riga, attesa, altra = tavola(RigaDocumento), tavola(FormatoInAttesa), tavola(Prestazione)
    tipica = tavola(PrestazioneTipica)
    return any(
        session.execute(select(t.c.id).where(t.c.azienda == azienda, uso).limit(1)).first()
        for t, uso in (
            (riga, riga.c.codice_prestazione == codice),
            (attesa, attesa.c.contenuto.contains(f'"{codice}"', autoescape=True)),
            (altra, altra.c.codice_sostitutivo == codice),
            (tipica, tipica.c.prestazione == codice),
        )
    )


def _controlla_sostitutivi(
    session: Session, contesto: Contesto, scritte: Mapping[str, Record]
) -> Iterator[tuple[str, Rifiuto]]:
    """A codice sostitutivo exists, is another code of the same type and isn't precancelled itself (Ambiguità 23)."""
    con_sostitutivo = {codice: p for codice, p in scritte.items() if p["codice_sostitutivo"]}
    nominati = [p["codice_sostitutivo"] for p in con_sostitutivo.values()]
    altre = {r["codice"]: r for r in lotti.leggi(session, Prestazione, contesto.azienda, "codice", nominati)}
    altre.update(scritte)
    for codice, prestazione in con_sostitutivo.items():
        sostitutivo = prestazione["codice_sostitutivo"]
        altra = altre.get(sostitutivo)
        if prestazione["precancellata"] == "N":
            motivo = "si indica solo per una prestazione precancellata"
        elif altra is None:
            motivo = "non esiste"
        elif sostitutivo == codice:
            motivo = "è la prestazione stessa"
        elif altra["tipo"] != prestazione["tipo"]:
            motivo = f"è di tipo {altra['tipo']}, non {prestazione['tipo']}"
        elif altra["precancellata"] == "S" and sostitutivo not in scritte:  # those written together are as they were
            motivo = "è precancellato"
        else:
            continue
        yield codice, Rifiuto(f"Il codice sostitutivo {sostitutivo} {motivo}.", "codice_sostitutivo")


def _chiave(prestazione: Record, rif: controlli.Riferimenti) -> str:
    misure = parametri.lunghezze(rif.lunghezza_codice, prestazione["tipo"])
    testo = misure.intera(prestazione["descrizione"], prestazione["descrizione_estesa"])
    return chiave_nome(testo)[:_LUNGHEZZA_CHIAVE]


def _data(dati: Record, esistente: Record | None, oggi: date) -> date:
    """The date of the last update is never moved backwards (PRE-070). A restored record brings its own."""
    nuova: date = dati.get("data_aggiornamento") or oggi
    vecchia = esistente["data_aggiornamento"] if esistente else None
    return max(nuova, vecchia) if vecchia else nuova


def _presente(session: Session, contesto: Contesto, codice: str) -> Prestazione:
    prestazione = leggi(session, contesto.azienda, codice)
    if prestazione is None:
        raise Rifiuto(f"La prestazione {codice} non esiste.", "codice")
    return prestazione
