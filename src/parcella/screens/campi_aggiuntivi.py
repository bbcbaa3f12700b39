"""Campi aggiuntivi: what the studio wants to know of its prestazioni and clients, besides what the cards ask."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from parcella.ledger.annessi import campi
from parcella.ledger.annessi.tabelle import ARCHIVI, CampoAggiuntivo
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Risposte
from parcella.screens import ricerche
from parcella.screens.scheda import campo
from parcella.screens.tabella import SchermoTabella
from parcella.widgets.campo import Campo
from parcella.widgets.sorgente import Colonna

_SCHEDE = {"prestazioni": "la scheda delle prestazioni", "clienti": "la scheda dei clienti"}


class SchermoCampiAggiuntivi(SchermoTabella):
    """A field defined here is asked by ⇧F8 on the cards of its archive (PRE-116)."""

    titolo = "Campi aggiuntivi"
    pagina_aiuto = "campi-aggiuntivi"
    tabella = CampoAggiuntivo
    chiave = ("archivio", "numero")
    voce = "Campo"
    colonne = (
        Colonna("archivio", "Archivio", 12),
        Colonna("numero", "Numero", 6, "intero"),
        Colonna("etichetta", "Etichetta", 30, elastica=True),
        Colonna("tipo", "Tipo", 6),
    )

    def campi(self) -> Iterable[Campo]:
        righe = [{"codice": nome, "descrizione": _SCHEDE[nome]} for nome in ARCHIVI]
        archivi = ricerche.su_righe("Archivi", ricerche.codice_e_descrizione(12), lambda: righe)
        yield Campo("archivio", "Archivio", lunghezza=11, ricerca=archivi, aiuto="prestazioni oppure clienti: F2")
        yield campo(CampoAggiuntivo, "numero", "Numero", aiuto="Da 1 a 20: l'ordine in cui la finestra lo chiede")
        yield campo(CampoAggiuntivo, "etichetta", "Etichetta", aiuto="Il nome del campo nella finestra ⇧F8")
        yield campo(CampoAggiuntivo, "tipo", "Tipo", aiuto="T testo, N numero, D data, S sì o no")

    def elenca(self, sessione: Session, azienda: int) -> Iterable[CampoAggiuntivo]:
        return campi.tutti(sessione, azienda)

    def salva(self, sessione: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> object:
        return campi.salva(sessione, contesto, dati, risposte)

    @property
    def si_cancella(self) -> bool:
        return self.elenco.riga is not None

    async def cancella(self) -> None:
        """⇧F3: the rule asks, and says how many records lose what they have in the field."""
        riga = self.elenco.riga
        if riga is not None and await self.conferma_regola(
            lambda sessione, risposte: campi.elimina(
                sessione, self.contesto, str(riga["archivio"]), int(riga["numero"]), risposte
            )
        ):
            await self.rileggi()
            self.avvisa(f"Campo {riga['etichetta']} cancellato.")
