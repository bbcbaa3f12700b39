"""Importing sheets into the archives, all or nothing; or only saying, row by row, what would happen.

The files are read before the archive is taken for writing. A row refused does not stop the others from being checked,
so that everything wrong is told at once; then nothing is written.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from parcella.ledger.archivio import Archivio
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Avviso, DatiNonValidi, Risposte
from parcella.ledger.prestazioni import tariffari
from parcella.ledger.scambio.fogli import clienti, liste, prestazioni
from parcella.ledger.scambio.fogli.archivi import ORDINE
from parcella.ledger.scambio.fogli.elenchi import ELENCHI
from parcella.ledger.scambio.fogli.foglio import leggi
from parcella.ledger.scambio.fogli.intestazioni import elencate, normale
from parcella.ledger.scambio.fogli.resoconto import RIFIUTATO, Resoconto, Riga
from parcella.ledger.scambio.fogli.righe import Tavola, avvisi, leggi_righe, riconosci_foglio

Avanza = Callable[[str, int, int], None]
"""Hears how far the work is: what is being done, steps done, steps in all. May raise to give the import up."""
Scrivi = Callable[[Session, Contesto, Sequence[Riga], Risposte, Callable[[], None]], None]

LETTURA, CONTROLLO = "Lettura", "Controllo e scrittura"
_SCRITTURE: Mapping[str, Scrivi] = {
    "clienti": clienti.scrivi,
    "indirizzi": liste.scrivi,
    "contatti": liste.scrivi,
    "prestazioni": prestazioni.scrivi,
    "prezzi": prestazioni.scrivi_prezzi,
    "particolarita": prestazioni.scrivi_particolarita,
}
_OGNI = 100
_SOLO_ESPORTATI = {normale(elenco.titolo) for nome, elenco in ELENCHI.items() if nome not in ORDINE}


@dataclass(frozen=True)
class Scelte:
    """`tabella` says what the sheets are, when they don't; `prova` writes nothing."""

    tabella: str | None = None
    prova: bool = False
    ignora_sconosciute: bool = False


class _Ritorno(Exception):  # noqa: N818 - never leaves this module
    """Give the transaction up."""


def importa(
    archivio: Archivio,
    contesto: Contesto,
    contenuti: Sequence[tuple[str, bytes]],
    scelte: Scelte,
    risposte: Risposte | None = None,
    avanza: Avanza = lambda _fase, _fatti, _totale: None,
) -> Resoconto:
    """Import the sheets of some files; `contenuti` are (name, bytes). Nothing is written if a row is refused.

    Raises DatiNonValidi when a file can't be read or its headings are not understood.
    """
    resoconto = leggi_tutto(archivio, contesto, contenuti, scelte, avanza)
    risposte = risposte or Risposte(interattive=False)
    try:
        with archivio.scrittura() as session:
            _scrivi(session, contesto, resoconto, risposte, avanza)
            if scelte.prova or resoconto.rifiutate:
                raise _Ritorno
    except _Ritorno:
        return resoconto
    resoconto.scritto = True
    return resoconto


def leggi_tutto(
    archivio: Archivio, contesto: Contesto, contenuti: Sequence[tuple[str, bytes]], scelte: Scelte, avanza: Avanza
) -> Resoconto:
    """The rows of all the sheets, typed; those that can't be are refused already."""
    with archivio.lettura() as session:
        listini = tariffari.abilitati(session, contesto.azienda)
    resoconto = Resoconto()
    tavole: list[Tavola] = []
    for nome, contenuto in contenuti:
        avanza(LETTURA, 0, 0)
        tavole += _tavole(nome, contenuto, listini, scelte, resoconto.avvisi)
    totale, prima = sum(tavola.foglio.quante for tavola in tavole), 0
    for tavola in tavole:

        def letta(numero: int, prima: int = prima) -> None:
            if numero % _OGNI == 0:
                avanza(LETTURA, prima + numero, max(totale, prima + numero))

        resoconto.righe += [Riga.da(tavola, riga) for riga in leggi_righe(tavola, listini, letta)]
        prima += tavola.foglio.quante
    if not resoconto.righe:
        raise DatiNonValidi(f"{contenuti[0][0]}: sotto le intestazioni non c'è nessuna riga.")
    return resoconto


def _tavole(
    nome: str, contenuto: bytes, listini: Mapping[int, str], scelte: Scelte, note: list[Avviso]
) -> list[Tavola]:
    fogli = leggi(nome, contenuto)
    visibili = [foglio for foglio in fogli if not foglio.nascosto] or fogli
    tavole, saltati = [], []
    for foglio in visibili:
        tavola = None
        if len(visibili) == 1 or normale(foglio.nome) not in _SOLO_ESPORTATI:
            tavola = riconosci_foglio(
                foglio, listini, scelte.tabella, ignora=scelte.ignora_sconosciute, solo=len(visibili) == 1
            )
        if tavola is not None:
            tavole.append(tavola)
            note += avvisi(tavola)
        elif next(foglio.righe(), None) is not None:
            saltati.append(foglio.nome)
    if not tavole:
        raise DatiNonValidi(
            f"{nome}: nessun foglio è un elenco di clienti, prestazioni, prezzi o particolarità: "
            "controllare le intestazioni o indicare la tabella."
        )
    if saltati:
        note.append(Avviso("fogli_saltati", f"{nome}: fogli che non si importano, saltati: {elencate(saltati)}."))
    if nascosti := [foglio.nome for foglio in fogli if foglio not in visibili]:
        note.append(Avviso("fogli_nascosti", f"{nome}: fogli nascosti, non importati: {elencate(nascosti)}."))
    return tavole


def _scrivi(session: Session, contesto: Contesto, resoconto: Resoconto, risposte: Risposte, avanza: Avanza) -> None:
    fatte, totale = 0, len(resoconto.righe)

    def passo() -> None:
        nonlocal fatte
        fatte += 1
        if fatte % _OGNI == 0:
            avanza(CONTROLLO, fatte, totale)

    for nome in ORDINE:
        righe = [riga for riga in resoconto.righe if riga.archivio == nome]
        if righe:
            fatte += sum(riga.esito == RIFIUTATO for riga in righe)
            _SCRITTURE[nome](session, contesto, righe, risposte, passo)
            resoconto.avvisi += risposte.avvisi
            risposte.avvisi.clear()
    avanza(CONTROLLO, totale, totale)
