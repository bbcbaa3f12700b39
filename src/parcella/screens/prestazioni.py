"""Prestazioni clienti: the code and its search first, then the list that answers (cap. 04)."""

from typing import Any, cast

from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.prestazioni import anagrafica, parametri, ricerca
from parcella.ledger.prestazioni.controlli import controlla_codice
from parcella.screens import ricerche
from parcella.screens.prestazione import SchermoPrestazione
from parcella.screens.prestazioni_campi import TIPI
from parcella.screens.prestazioni_finestre import FinestraPrezziDi
from parcella.screens.sorgenti import prestazioni_per, riga_prestazione
from parcella.screens.studio import SchermoStudio
from parcella.widgets.campo import Campo
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import CampoRaggiunto, FineModulo, RigaScelta
from parcella.widgets.modulo import Modulo
from parcella.widgets.ricerca import FinestraRicerca
from parcella.widgets.sorgente import Sorgente, SorgenteLista

__all__ = ["SchermoPrestazione", "SchermoPrestazioni"]

_ORDINI: dict[ricerca.Campo, str] = {
    "codice": "codice",
    "codice_alternativo": "codice alternativo",
    "descrizione": "descrizione",
}
TUTTE = "TUTTE"
GUIDA = "Codice; + codice, - alternativo, ' descrizione; col punto ('.iva) in mezzo"
GUIDA_SENZA_ALTERNATIVO = "Codice; + codice, ' descrizione; col punto ('.iva) in mezzo"
LUNGHEZZA_CERCATA = 40
"""Room for a second code or for a part of a description (PRE-006)."""


class CodiceCercato(Modulo):
    """The field of the code: the arrows go down into the list."""

    def tasto(self, nome: str, carattere: str | None) -> bool:
        if nome in ("down", "pagedown", "tab"):
            cast("SchermoPrestazioni", self.screen).vai_all_elenco()
            return True
        return super().tasto(nome, carattere)


class SchermoPrestazioni(SchermoStudio[None]):
    """Enter opens a code (or makes it), F2 and F3 list from there on, without and with the precancelled."""

    titolo = "Prestazioni clienti"
    pagina_aiuto = "prestazioni"
    comandi = [
        Comando("prestazioni.elenco", "f2", "Elenco", "elenca"),
        Comando("prestazioni.precancellate", "f3", "Con precancellate", "elenca_tutte", attivo="nel_codice"),
        Comando("prestazioni.prezzo", "f3", "Prezzo", "mostra_prezzi", attivo="nell_elenco"),
        Comando("prestazioni.duplica", "f5", "Duplica", "duplica", attivo="duplicabile"),
        Comando("prestazioni.stampa", "shift+f8", "Stampa", "stampa"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.guida = GUIDA
        self.ultima = ""
        """The last prestazione consulted: the sample of F5."""

    def corpo(self) -> ComposeResult:
        yield CodiceCercato([Campo("codice", "Codice", lunghezza=LUNGHEZZA_CERCATA)], id="codice")
        sorgente = prestazioni_per(self.archivio, self.contesto.azienda)
        vuoto = "Nessuna prestazione."
        yield Elenco(ricerche.COLONNE_PRESTAZIONI, sorgente, titolo="Prestazioni per codice", vuoto=vuoto)

    async def apri(self) -> None:
        letti = await self.leggi(parametri.leggi, self.contesto.azienda)
        if letti is not None and letti.valore.codice_alternativo == "N":  # PRE-005, PRE-006
            lunghezza = parametri.lunghezze(letti.valore.lunghezza_codice).codice + 1
            self.codice.ridefinisci("codice", lunghezza=lunghezza)
            self.guida = GUIDA_SENZA_ALTERNATIVO
        self.avvisa(self.guida)

    def on_campo_raggiunto(self, event: CampoRaggiunto) -> None:
        """There is one field: what was said last stays in sight."""
        event.prevent_default()
        self.aggiorna_barra()

    @property
    def modificato(self) -> bool:
        """What is typed here is a question, not data."""
        return False

    @property
    def codice(self) -> Modulo:
        return self.query_one(CodiceCercato)

    @property
    def elenco(self) -> Elenco:
        return self.query_one(Elenco)

    @property
    def nel_giornale(self) -> tuple[str, str | int | None] | None:  # type: ignore[override]
        """The prestazione under the bar."""
        riga = self.elenco.riga
        return ("prestazione", str(riga["codice"])) if riga is not None and self.nell_elenco else None

    @property
    def scritto(self) -> str:
        """What is in the field now."""
        return self.codice.editore.testo.strip()

    @property
    def nell_elenco(self) -> bool:
        return self.elenco.has_focus and self.elenco.riga is not None

    @property
    def nel_codice(self) -> bool:
        return not self.elenco.has_focus

    def vai_all_elenco(self) -> None:
        self.elenco.focus()

    async def stampa(self) -> None:
        """⇧F8: the selections of the print."""
        from parcella.screens.stampa_prestazioni import SchermoStampaPrestazioni

        await self.programma.attendi(SchermoStampaPrestazioni())

    async def esci(self) -> None:
        """Esc: from the list back to the code, then out."""
        if self.elenco.has_focus:
            self.codice.entra(1)
        else:
            self.dismiss(None)

    # --- Enter, F2, F3 -----------------------------------------------------------------------------

    def on_fine_modulo(self, event: FineModulo) -> None:
        event.prevent_default()
        if event.verso > 0:
            self.programma.lavora(self.invio())

    async def invio(self) -> None:
        """Enter: the code, the one or the many that answer, or a new code (PRE-010, PRE-018…022, PRE-032)."""
        cercata = await self._interpreta()
        if cercata is None:
            return
        if cercata.per_tipologia:
            await self._mostra_da(cercata, "F2")
            return
        trovate = await self.leggi(ricerca.cerca, self.contesto.azienda, cercata)
        if trovate is None:
            return
        if len(trovate.valore) == 1:
            await self.apri_scheda(SchermoPrestazione(trovate.valore[0].codice))
        elif trovate.valore:
            righe = [riga_prestazione(voce) for voce in trovate.valore]
            self._mostra(SorgenteLista(righe, "codice"), f"Prestazioni con «{cercata.testo}»")
        elif cercata.contiene or cercata.campo != "codice":
            self.avvisa("Codice non trovato.", grave=True)
        else:
            await self._nuova(cercata.testo.upper())

    async def elenca(self) -> None:
        """F2: from what is typed on, without the precancelled (PRE-009, PRE-011)."""
        await self._elenca("F2")

    async def elenca_tutte(self) -> None:
        """F3: the precancelled too."""
        await self._elenca("F3")

    async def _elenca(self, tasto: ricerca.Tasto) -> None:
        if not self.scritto:
            await self._mostra_da(ricerca.Ricerca(), tasto)
        elif (cercata := await self._interpreta()) is not None:
            await self._mostra_da(cercata, tasto)

    async def _interpreta(self) -> ricerca.Ricerca | None:
        """What is typed, read; None if it was refused, or if there is nothing (then the list is shown)."""
        if not self.scritto:
            self.vai_all_elenco()
            return None
        letta = await self.esegui(ricerca.interpreta, self.scritto)
        if letta is None or await self.leggi(ricerca.pretendi_abilitata, self.contesto.azienda, letta.valore) is None:
            return None
        return await self._con_tipologia(letta.valore) if letta.valore.guidata else letta.valore

    async def _con_tipologia(self, cercata: ricerca.Ricerca) -> ricerca.Ricerca:
        """`++`: the tipologia is chosen in a window; Esc is none (PRE-025, PRE-026)."""
        righe = [{"codice": tipo, "descrizione": nome} for tipo, nome in {TUTTE: "", **TIPI}.items()]
        finestra = ricerche.su_righe("Tipologia", ricerche.codice_e_descrizione(6), lambda: righe)
        scelta = await self.programma.attendi(FinestraRicerca(finestra))
        tipo = None if scelta is None or scelta["codice"] == TUTTE else str(scelta["codice"])
        return cercata.con_tipologia(tipo)

    async def _mostra_da(self, cercata: ricerca.Ricerca, tasto: ricerca.Tasto) -> None:
        """All the prestazioni from the first that answers on."""
        azienda = self.contesto.azienda
        prima = await self.leggi(ricerca.cerca, azienda, cercata, tasto, 1)
        if prima is None:
            return
        if not prima.valore:
            self.avvisa("Codice non trovato.", grave=True)
            return
        titolo = f"Prestazioni per {_ORDINI[cercata.campo]}" + (", anche precancellate" if tasto == "F3" else "")
        self._mostra(ricerche.da_qui(self.archivio, azienda, cercata, prima.valore, tasto), titolo)

    def _mostra(self, sorgente: Sorgente, titolo: str) -> None:
        self.codice.imposta("codice", self.scritto)  # Esc comes back to it
        self.elenco.titolo = titolo
        self.elenco.mostra(sorgente)
        self.vai_all_elenco()

    async def mostra_prezzi(self) -> None:
        """F3 in the list: the prices of the prestazione under the bar (PRE-016)."""
        codice = str((self.elenco.riga or {})["codice"])
        await self.programma.attendi(FinestraPrezziDi(codice))

    # --- the card ----------------------------------------------------------------------------------

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.programma.lavora(self.apri_scheda(SchermoPrestazione(str(event.riga["codice"]))))

    async def _nuova(self, codice: str, campione: str = "") -> None:
        """A new code: its TIPO CODICE is asked, then its card opens (PRE-032, PRE-038)."""
        if await self.esegui(controlla_codice, codice) is None:
            return
        if campione:
            letta = await self.leggi(anagrafica.leggi, self.contesto.azienda, campione)
            if letta is None or letta.valore is None:
                return
            tipi = {letta.valore.tipo: TIPI[letta.valore.tipo]}
            domanda = f"{codice} come {campione}. Tipo codice"
        else:
            tipi, domanda = TIPI, f"{codice} non c'è ancora. Tipo codice"
        tipo = await self.chiedi(domanda, next(iter(tipi)), tipi)
        if tipo is not None:
            await self.apri_scheda(SchermoPrestazione(codice, tipo, campione))

    @property
    def duplicabile(self) -> bool:
        """A prestazione was consulted, and another code is typed (PRE-039)."""
        return bool(self.ultima and self.nel_codice and self.scritto and self.scritto.upper() != self.ultima)

    async def duplica(self) -> None:
        """F5: the new code, with the values of the last prestazione consulted."""
        codice = self.scritto.upper()
        letta = await self.leggi(anagrafica.leggi, self.contesto.azienda, codice)
        if letta is None:
            return
        if letta.valore is not None:
            self.avvisa(f"Il codice {codice} c'è già: per duplicare {self.ultima} scriverne uno nuovo.", grave=True)
        else:
            await self._nuova(codice, self.ultima)

    async def apri_scheda(self, scheda: SchermoPrestazione) -> None:
        """Open a card and come back to the code, ready for the next."""
        registrato: Any = await self.programma.attendi(scheda)
        if registrato or scheda.esistente:
            self.ultima = scheda.codice
        self.elenco.ricarica()
        self.codice.imposta("codice", scheda.codice)
        self.codice.entra(1)
        self.avvisa(scheda.esito or self.guida)
