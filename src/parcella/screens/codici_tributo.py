"""Codici tributo: the rate of the ritenuta d'acconto and the share of the fee it is computed on."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from parcella.ledger.aziende.codici import elenco_codici_tributo, elimina_codice_tributo, salva_codice_tributo
from parcella.ledger.aziende.tabelle import CodiceTributo
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Risposte
from parcella.screens.scheda import campo
from parcella.screens.tabella import SchermoTabella
from parcella.widgets.campo import Campo
from parcella.widgets.sorgente import Colonna, Riga


class SchermoCodiciTributo(SchermoTabella):
    """The table F2 shows on Codice tributo of the parametri studio (PAR-044, PAR-045)."""

    titolo = "Codici tributo"
    pagina_aiuto = "codici-tributo"
    tabella = CodiceTributo
    voce = "Codice tributo"
    stampa = "codici-tributo"
    colonne = (
        Colonna("codice", "Codice", 6),
        Colonna("descrizione", "Descrizione", 30, elastica=True),
        Colonna("aliquota_rda", "Ritenuta %", 10, "percentuale"),
        Colonna("perc_imponibile_rda", "Imponibile %", 12, "percentuale"),
    )

    def campi(self) -> Iterable[Campo]:
        yield campo(CodiceTributo, "codice", "Codice", "codice", aiuto="Di solito quello del modello F24, come 1040.")
        yield campo(CodiceTributo, "descrizione", "Descrizione", larghezza=50)
        yield campo(CodiceTributo, "aliquota_rda", "Aliquota ritenuta", aiuto="Per cento dell'imponibile.")
        yield campo(
            CodiceTributo, "perc_imponibile_rda", "% imponibile",
            aiuto="Quanta parte del compenso è soggetta: 100,00 = tutta.",
        )  # fmt: skip

    def elenca(self, sessione: Session, azienda: int) -> Iterable[CodiceTributo]:
        return elenco_codici_tributo(sessione, azienda)

    def salva(self, sessione: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> object:
        return salva_codice_tributo(sessione, contesto, dati, risposte)

    def elimina(self, sessione: Session, contesto: Contesto, riga: Riga) -> None:
        elimina_codice_tributo(sessione, contesto, str(riga["codice"]))
