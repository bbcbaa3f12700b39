"""The other addresses and the contacts of the clients of a sheet: a row each, added to those the client has."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlmodel import Session

from parcella.ledger.clienti import anagrafica, liste
from parcella.ledger.clienti.lotti import Record
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.scambio.fogli.clienti import codice_di, mastro_clienti
from parcella.ledger.scambio.fogli.resoconto import RIFIUTATO, Riga

_NOMI = {"indirizzi": (("descrizione",), ("indirizzo", "comune")), "contatti": (("nome",),)}
"""What a row without its number is known by: the first of these that it has."""


def scrivi(
    session: Session, contesto: Contesto, righe: Sequence[Riga], risposte: Risposte, avanza: Callable[[], None]
) -> None:
    """Write addresses or contacts, client by client; what becomes of each row is on it."""
    mastro = mastro_clienti(session, contesto.azienda)
    per_cliente: dict[str, list[Riga]] = {}
    for riga in righe:
        if riga.esito == RIFIUTATO:
            continue
        if not riga.dati.get("cliente"):
            riga.rifiuta("manca il cliente", "cliente")
            continue
        riga.codice = codice_di(session, contesto, riga.dati.pop("cliente"), mastro)
        riga.nome = riga.dati.get("nome") or riga.dati.get("descrizione") or riga.dati.get("indirizzo") or ""
        per_cliente.setdefault(riga.codice, []).append(riga)
    for codice, sue in per_cliente.items():
        if anagrafica.leggi(session, contesto.azienda, codice) is None:
            for riga in sue:
                riga.rifiuta(f"il cliente {codice} non esiste", "cliente")
            continue
        _del_cliente(session, contesto, codice, sue, risposte)
        for _ in sue:
            avanza()


def _del_cliente(session: Session, contesto: Contesto, codice: str, righe: Sequence[Riga], risposte: Risposte) -> None:
    nome = righe[0].archivio
    elenco: list[Record] = [dict(voce) for voce in liste.leggi(session, contesto.azienda, codice)[nome]]
    di_chi: dict[int, Riga] = {}
    for riga in righe:
        posto = _posto(nome, elenco, riga.dati)
        if posto is None:
            elenco.append(dict(riga.dati))
            posto, prima = len(elenco) - 1, None
        else:
            prima = dict(elenco[posto])
            elenco[posto] |= riga.dati
        if posto in di_chi:
            riga.rifiuta(f"è già alla riga {di_chi[posto].numero}")
            continue
        di_chi[posto] = riga
        riga.confronta(prima, elenco[posto], riga.dati)
    try:
        anagrafica.scrivi_tutti(
            session, contesto, [{"codice": codice, nome: elenco}], risposte, lambda _indice, campo: campo
        )
    except Rifiuto as rifiuto:
        _, _, dove = (rifiuto.campo or "").partition(".")
        posto_errato, _, colonna = dove.partition(".")
        colpevole = di_chi.get(int(posto_errato) if posto_errato.isdigit() else -1, righe[0])
        colpevole.rifiuta(rifiuto.messaggio, colonna)


def _posto(nome: str, elenco: Sequence[Record], dati: dict[str, Any]) -> int | None:
    """Where in the list of the client the row is already."""
    modi: tuple[tuple[str, ...], ...] = (("numero",), *_NOMI[nome])
    scelti = next((campi for campi in modi if any(dati.get(campo) for campo in campi)), None)
    for posto, voce in enumerate(elenco):
        if scelti and all(voce.get(campo) == dati.get(campo) for campo in scelti):
            return posto
    return None
