"""Utenti: the people who work in the studio."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session

from parcella.ledger.aziende.anagrafica import elenco_utenti, salva_utente
from parcella.ledger.aziende.schede import trova
from parcella.ledger.aziende.tabelle import Utente
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Risposte
from parcella.screens.scheda import campo
from parcella.screens.tabella import SchermoTabella
from parcella.widgets.campo import Campo
from parcella.widgets.sorgente import Colonna


class SchermoUtenti(SchermoTabella):
    """Nobody is deleted, since the work done bears their name: who leaves is no longer active."""

    titolo = "Utenti"
    pagina_aiuto = "utenti"
    tabella = Utente
    chiave = ("nome",)
    voce = "Utente"
    colonne = (
        Colonna("nome", "Utente", 20),
        Colonna("nome_completo", "Nominativo", 20, elastica=True),
        Colonna("gruppo", "Gruppo", 16),
        Colonna("attivo", "Attivo", 6),
    )

    def campi(self) -> Iterable[Campo]:
        yield campo(Utente, "nome", "Utente", aiuto="Di solito il nome con cui si entra nel computer.")
        yield campo(Utente, "nome_completo", "Nominativo", aiuto="Come compare sui documenti e negli elenchi.")
        yield campo(Utente, "gruppo", "Gruppo", aiuto="Facoltativo: l'ufficio o il settore.")
        yield campo(Utente, "attivo", "Attivo (S/N)", aiuto="N = non lavora più nello studio; il suo lavoro resta.")

    def elenca(self, sessione: Session, azienda: int) -> Iterable[Utente]:
        return elenco_utenti(sessione)

    def salva(self, sessione: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> object:
        return salva_utente(sessione, contesto, dati, risposte)

    def esiste(self, sessione: Session, dati: Mapping[str, Any]) -> bool:
        return trova(sessione, Utente, nome=dati["nome"]) is not None
