"""Parametri prestazioni: the length of the codes and the second code (PRE-029)."""

from typing import Any

from sqlmodel import Session
from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.esito import Risposte
from parcella.ledger.prestazioni import anagrafica, parametri
from parcella.ledger.prestazioni.tabelle import ParametriPrestazioni
from parcella.screens import ricerche
from parcella.screens.scheda import campo
from parcella.screens.studio import SchermoStudio
from parcella.widgets.campo import Campo
from parcella.widgets.modulo import Modulo
from parcella.widgets.ricerca import FinestraRicerca

NESSUNA = ""


class SchermoParametriPrestazioni(SchermoStudio[None]):
    """What is there already stays as it is until it is changed; F4 says which codes do not fit."""

    titolo = "Parametri prestazioni"
    pagina_aiuto = "parametri-prestazioni"
    comandi = [Comando("parametri_prestazioni.fuori", "f4", "Fuori misura", "mostra_fuori_misura")]

    def corpo(self) -> ComposeResult:
        yield Modulo(
            [
                Campo(
                    "lunghezza_codice",
                    "Lunghezza del codice",
                    "lettera",
                    valori=(*map(str, parametri.LUNGHEZZE_CODICE), NESSUNA),
                    aiuto="8, 12, 16, 20, 24, 28, 32 o vuoto: con la descrizione fa 40 caratteri",
                ),
                campo(
                    ParametriPrestazioni,
                    "codice_alternativo",
                    "Codice alternativo",
                    aiuto="S = le prestazioni hanno anche un secondo codice; si cercano con -",
                ),
            ]
        )

    @property
    def modulo(self) -> Modulo:
        """The form."""
        return self.query_one(Modulo)

    async def apri(self) -> None:
        letti = await self.leggi(parametri.leggi, self.contesto.azienda)
        if letti is not None:
            lunghezza = letti.valore.lunghezza_codice
            scritta = NESSUNA if lunghezza is None else str(lunghezza)
            self.modulo.carica({"lunghezza_codice": scritta, "codice_alternativo": letti.valore.codice_alternativo})

    async def conferma(self) -> None:
        """F10."""
        valori = self.modulo.valori
        lunghezza = valori["lunghezza_codice"]
        dati = {
            "lunghezza_codice": int(lunghezza) if lunghezza else None,
            "codice_alternativo": valori["codice_alternativo"],
        }
        note: list[str] = []

        def scrivi(sessione: Session, risposte: Risposte) -> None:
            parametri.salva(sessione, self.contesto, dati, risposte)
            note[:] = [avviso.messaggio for avviso in risposte.avvisi]

        if await self.conferma_regola(scrivi):
            self.registrato()
            self.avvisa(" ".join(["Parametri registrati.", *note, "F4 le elenca." if note else ""]).strip())

    async def mostra_fuori_misura(self) -> None:
        """F4: the codes longer than what is set; Enter opens one."""
        letti = await self.leggi(_fuori_misura, self.contesto.azienda)
        if letti is None:
            return
        if not letti.valore:
            self.avvisa("Tutte le prestazioni rientrano nella lunghezza registrata.")
            return
        finestra = ricerche.su_righe("Fuori misura", ricerche.codice_e_descrizione(20), lambda: letti.valore)
        scelta = await self.programma.attendi(FinestraRicerca(finestra))
        if scelta is not None:
            from parcella.screens.prestazione import SchermoPrestazione

            await self.programma.attendi(SchermoPrestazione(str(scelta["codice"])))


def _fuori_misura(sessione: Session, azienda: int) -> list[dict[str, Any]]:
    fuori = [anagrafica.leggi(sessione, azienda, codice) for codice in parametri.fuori_misura(sessione, azienda)]
    return [{"codice": p.codice, "descrizione": p.descrizione} for p in fuori if p is not None]
