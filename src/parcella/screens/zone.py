"""Zone and categorie statistiche of the clients: two tables of code and description."""

from collections.abc import Iterable
from typing import Any, ClassVar

from sqlmodel import Session, SQLModel

from parcella.ledger.clienti import statistica
from parcella.ledger.clienti.tabelle import CategoriaStatistica, Zona
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Risposte
from parcella.screens.ricerche import codice_e_descrizione
from parcella.screens.scheda import campo
from parcella.screens.tabella import SchermoTabella
from parcella.widgets.campo import Campo
from parcella.widgets.sorgente import Riga


class _TabellaDeiClienti(SchermoTabella):
    """A table a column of the client takes its codes from."""

    colonne = codice_e_descrizione(6)
    colonna: ClassVar[str]
    """The column of the client."""

    def campi(self) -> Iterable[Campo]:
        yield campo(self.tabella, "codice", "Codice", "codice", aiuto="Quattro caratteri, da scrivere sui clienti.")
        yield campo(self.tabella, "descrizione", "Descrizione", larghezza=40)

    def elimina(self, sessione: Session, contesto: Contesto, riga: Riga) -> None:
        statistica.elimina(sessione, contesto, self.colonna, str(riga["codice"]))


class SchermoZone(_TabellaDeiClienti):
    """The table F2 shows on Zona of a client."""

    titolo = "Zone"
    pagina_aiuto = "zone"
    tabella = Zona
    voce = "Zona"
    colonna = "zona"

    def elenca(self, sessione: Session, azienda: int) -> Iterable[SQLModel]:
        return statistica.elenco_zone(sessione, azienda)

    def salva(self, sessione: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> object:
        return statistica.salva_zona(sessione, contesto, dati, risposte)


class SchermoCategorie(_TabellaDeiClienti):
    """The table F2 shows on Categoria of a client."""

    titolo = "Categorie statistiche"
    pagina_aiuto = "categorie-statistiche"
    tabella = CategoriaStatistica
    voce = "Categoria"
    colonna = "categoria"

    def elenca(self, sessione: Session, azienda: int) -> Iterable[SQLModel]:
        return statistica.elenco_categorie(sessione, azienda)

    def salva(self, sessione: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> object:
        return statistica.salva_categoria(sessione, contesto, dati, risposte)
