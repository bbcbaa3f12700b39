"""Intermediari: who transmits electronic invoices for the aziende of the archive (menu Aziende – Parametri di base)."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session

from parcella.ledger.aziende import intermediari
from parcella.ledger.aziende.schede import trova
from parcella.ledger.aziende.tabelle import Intermediario
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Risposte
from parcella.screens import controlli
from parcella.screens.scheda import campo
from parcella.screens.tabella import Carta, SchermoTabella
from parcella.widgets.campo import Campo
from parcella.widgets.sorgente import Colonna, Riga


class SchermoIntermediari(SchermoTabella):
    """The table F2 shows on the intermediari of the azienda; common to the archive."""

    titolo = "Intermediari"
    pagina_aiuto = "intermediari"
    tabella = Intermediario
    voce = "Intermediario"
    colonne = (
        Colonna("codice", "Codice", 8),
        Colonna("denominazione", "Denominazione", 24, elastica=True),
        Colonna("nazione", "Naz.", 4),
        Colonna("codice_fiscale", "Codice fiscale", 16),
        Colonna("progressivo_file", "Progr.", 6),
    )

    def campi(self) -> Iterable[Campo]:
        yield campo(Intermediario, "codice", "Codice", "codice", aiuto="Otto caratteri, da scrivere sull'azienda.")
        yield campo(Intermediario, "denominazione", "Denominazione", larghezza=40)
        yield campo(Intermediario, "nazione", "Nazione", "maiuscole", aiuto="La sigla di due lettere: IT, SM, DE.")
        yield campo(
            Intermediario, "codice_fiscale", "Codice fiscale", "maiuscole",
            aiuto="Va nel nome dei file; all'estero, l'identificativo di quel paese.",
        )  # fmt: skip
        yield campo(
            Intermediario, "partita_iva", "Partita IVA", controllo=controlli.partita_iva_italiana,
            aiuto="Usata nel nome dei file se manca il codice fiscale.",
        )  # fmt: skip
        yield campo(Intermediario, "progressivo_file", "Progressivo file", sola_lettura=True, predefinito="00000")

    def elenca(self, sessione: Session, azienda: int) -> Iterable[Intermediario]:
        return intermediari.elenco_intermediari(sessione)

    def salva(self, sessione: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> object:
        return intermediari.salva(sessione, contesto, dati, risposte)

    def elimina(self, sessione: Session, contesto: Contesto, riga: Riga) -> None:
        intermediari.elimina(sessione, str(riga["codice"]))

    def esiste(self, sessione: Session, dati: Mapping[str, Any]) -> bool:
        return trova(sessione, Intermediario, codice=dati["codice"]) is not None

    def carta(self, riga: Riga | None) -> Carta:
        return _CartaIntermediario(self, riga)


class _CartaIntermediario(Carta):
    """The progressivo is moved by the program only (FPA-049)."""

    def dati(self) -> dict[str, Any]:
        dati = super().dati()
        dati.pop("progressivo_file", None)
        return dati
