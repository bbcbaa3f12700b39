"""What forms and grids have in common: one live editor on the current field, and how a field is left."""

from typing import TYPE_CHECKING, Any, cast

from rich.style import Style
from textual import events
from textual.scroll_view import ScrollView

from parcella.keyboard.comandi import Comando
from parcella.widgets.campo import Campo
from parcella.widgets.editore import Editore
from parcella.widgets.eventi import CampoLasciato, CampoRaggiunto, Prosegui, TestoDigitato
from parcella.widgets.immissione import ErroreImmissione, scrivi_data, sposta_data
from parcella.widgets.sorgente import Riga
from parcella.widgets.tratti import BARRA, CURSORE, IMMETTIBILE, SPENTO, Tratto, entro

if TYPE_CHECKING:
    from parcella.widgets.programma import Programma
    from parcella.widgets.ricerca import Ricerca
    from parcella.widgets.schermo import Schermo


class Scrittura(ScrollView, can_focus=True):
    """Fields drawn as lines, with one live editor: eighty fields cost what one does."""

    comandi = [Comando("elenco_campo", "f2", "Elenco", "apri_elenco", attivo="ha_elenco")]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.editore = Editore()
        self._partenza = ""
        """The text of the editor when the field was reached."""

    # --- what forms and grids tell apart -----------------------------------------------------------

    @property
    def campo(self) -> Campo | None:
        """The field the cursor is on."""
        raise NotImplementedError

    @property
    def valori_correnti(self) -> dict[str, Any]:
        """The values the current field belongs to: those of the form, or of the row."""
        raise NotImplementedError

    def muovi(self, verso: int) -> None:
        """Go to the next enterable field, or to the one before."""
        raise NotImplementedError

    def entra(self, verso: int) -> None:
        """Take the cursor coming from above (1) or from below (-1)."""
        raise NotImplementedError

    def ridisegna_campo(self) -> None:
        """Draw the current field again."""
        raise NotImplementedError

    # --- the editor --------------------------------------------------------------------------------

    @property
    def programma(self) -> "Programma":
        """The running program: its session, its windows, its keyboard."""
        return cast("Programma", self.app)

    @property
    def _schermo(self) -> "Schermo[Any]":
        return cast("Schermo[Any]", self.screen)

    @property
    def in_corso(self) -> bool:
        """Something has been typed in the current field and not accepted yet."""
        return self.campo is not None and self.editore.testo != self._partenza

    @property
    def solo_testo(self) -> bool:
        """A character typed now changes the text of the field, and nothing else."""
        return self.campo is not None

    def apri_editore(self) -> None:
        """Start editing the current field from its value."""
        campo = self.campo
        if campo is None:
            return
        self._partenza = campo.da_modificare(self.valori_correnti.get(campo.identificatore))
        maiuscole = campo.genere in ("maiuscole", "codice", "lettera") and campo.ricerca is None
        self.editore = Editore(self._partenza, 0 if campo.ricerca else campo.massimo, maiuscole)
        if self.has_focus:
            self.post_message(CampoRaggiunto(self, campo.identificatore, campo.aiuto))

    def on_focus(self) -> None:
        campo = self.campo
        if campo is not None:
            self.post_message(CampoRaggiunto(self, campo.identificatore, campo.aiuto))
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        if self.tasto(event.key, event.character):
            event.stop()
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if self.campo is not None:
            self.editore.inserisci("".join(c if c.isprintable() else " " for c in event.text))
            self._digitato()

    def tasto(self, nome: str, carattere: str | None) -> bool:
        """Obey a key; False if it is not for the fields."""
        passo = {"enter": 1, "down": 1, "tab": 1, "up": -1, "shift+tab": -1}.get(nome)
        if self.campo is None:  # what was computed has closed the field under the cursor
            if passo is not None:
                self.muovi(passo)
            return passo is not None
        if passo is not None:
            self.lascia(lambda: self.muovi(passo), obbligatorio=nome == "enter")
            return True
        if self._sposta_giorno(carattere) or self.editore.tasto(nome, carattere):
            self._digitato()
            return True
        return False

    def _digitato(self) -> None:
        if self.editore.rifiutato and self.campo is not None:
            self._schermo.avvisa(f"{self.campo.nome}: al massimo {self.editore.lunghezza} caratteri.", grave=True)
        else:
            self.post_message(TestoDigitato())
        self.ridisegna_campo()

    def _sposta_giorno(self, carattere: str | None) -> bool:
        """`+` and `-` on a date just reached move it by a day."""
        campo = self.campo
        if campo is None or campo.genere != "data" or carattere not in ("+", "-"):
            return False
        if self.editore.testo and not self.editore.selezionato:
            return False
        try:
            attuale = campo.leggi(self.editore.testo, self.programma.lavoro) or self.programma.lavoro
            self.editore.sostituisci(scrivi_data(sposta_data(attuale, 1 if carattere == "+" else -1)))
        except ErroreImmissione as errore:
            self._schermo.avvisa(errore.messaggio, grave=True)
        return True

    # --- leaving a field ---------------------------------------------------------------------------

    def lascia(self, passo: Any, obbligatorio: bool = False) -> None:
        """Accept what was typed, then take the step; a refusal keeps the cursor and the text where they are."""
        esito = self._accetta_subito(obbligatorio)
        if esito is None:
            self.programma.lavora(self._accetta_e_prosegui(passo))
        elif esito:
            self.post_message(Prosegui(passo))

    async def _accetta_e_prosegui(self, passo: Any) -> None:
        if await self._accetta_cercando():
            self.post_message(Prosegui(passo))

    async def accetta(self) -> bool:
        """Accept what was typed in the current field; False if it was refused. For confirms, not for key handlers."""
        esito = self._accetta_subito(False)
        return await self._accetta_cercando() if esito is None else esito

    def _accetta_subito(self, obbligatorio: bool) -> bool | None:
        """True accepted, False refused, None when the text has to be looked up, or checked by a rule, first."""
        campo = self.campo
        if campo is None:
            return True
        prima = self.valori_correnti.get(campo.identificatore)
        if not self.in_corso:
            if obbligatorio and campo.obbligatorio and prima in (None, ""):
                return self.rifiuta(f"{campo.nome}: il dato è obbligatorio.")
            self.post_message(CampoLasciato(self, campo.identificatore, prima, cambiato=False))
            return True
        testo = self.editore.testo
        if campo.ricerca is not None and testo.strip():
            return None
        try:
            valore = campo.leggi(testo, self.programma.lavoro, prima)
        except ErroreImmissione as errore:
            return self.rifiuta(errore.messaggio)
        if obbligatorio and campo.obbligatorio and valore in (None, ""):
            return self.rifiuta(f"{campo.nome}: il dato è obbligatorio.")
        if campo.controllo is not None and valore not in (None, ""):
            return None
        self.registra(campo, valore)
        return True

    async def _accetta_cercando(self) -> bool:
        campo, testo = self.campo, self.editore.testo.strip()
        if campo is None:
            return True
        if campo.ricerca is None:
            return await self._accetta_controllando(campo)
        trovata = await self._schermo.in_disparte(campo.ricerca.esamina, testo)
        if isinstance(trovata, int) and trovata > 1:
            trovata = await self._scegli(campo.ricerca, testo)
            if trovata is None:
                return False
        if isinstance(trovata, int):
            if not campo.ricerca.libera:
                return self.rifiuta(f"{campo.nome}: {campo.ricerca.non_trovato}")
            try:
                self.registra(campo, campo.leggi(testo, self.programma.lavoro))
            except ErroreImmissione as errore:
                return self.rifiuta(errore.messaggio)
            return True
        self.registra(campo, trovata[campo.ricerca.chiave], trovata)
        return True

    async def _accetta_controllando(self, campo: Campo) -> bool:
        from parcella.ledger.esito import Rifiuto

        valore = campo.leggi(self.editore.testo, self.programma.lavoro, self.valori_correnti.get(campo.identificatore))
        if campo.controllo is not None:
            try:
                await self._schermo.in_disparte(campo.controllo, valore, dict(self.valori_correnti))
            except Rifiuto as rifiuto:
                return self.rifiuta(rifiuto.messaggio)
        self.registra(campo, valore)
        return True

    def registra(self, campo: Campo, valore: Any, trovata: Riga | None = None) -> None:
        """Make `valore` the value of the current field, with what its lookup brings to other fields."""
        valori = self.valori_correnti
        cambiato = valori.get(campo.identificatore) != valore
        valori[campo.identificatore] = valore
        if campo.ricerca is not None:
            for altro, colonna in campo.ricerca.riporta.items():
                valori[altro] = None if trovata is None else trovata.get(colonna)
        self._partenza = campo.da_modificare(valore)
        self.editore.sostituisci(self._partenza)
        self.refresh()
        self.post_message(CampoLasciato(self, campo.identificatore, valore, cambiato, trovata))

    def rifiuta(self, messaggio: str) -> bool:
        """Say what is wrong; the cursor and the text stay, and typing replaces it."""
        self.editore.da_rifare()
        self.ridisegna_campo()
        self._schermo.avvisa(messaggio, grave=True)
        return False

    # --- F2 ----------------------------------------------------------------------------------------

    @property
    def ha_elenco(self) -> bool:
        """The current field has a lookup."""
        return self.campo is not None and self.campo.ricerca is not None

    async def apri_elenco(self) -> None:
        """F2: the list, starting from what is typed; a single hit is taken without it."""
        campo = self.campo
        if campo is None or campo.ricerca is None:
            return
        testo = self.editore.testo.strip() if self.in_corso else ""
        trovata = await self._schermo.in_disparte(campo.ricerca.esamina, testo) if testo else 0
        if isinstance(trovata, int):
            trovata = await self._scegli(campo.ricerca, testo)
        if trovata is not None:
            self.registra(campo, trovata[campo.ricerca.chiave], trovata)
            self.post_message(Prosegui(lambda: self.muovi(1)))

    async def _scegli(self, ricerca: "Ricerca", testo: str) -> Riga | None:
        from parcella.widgets.ricerca import FinestraRicerca

        return await self.programma.attendi(FinestraRicerca(ricerca, testo))

    # --- drawing -----------------------------------------------------------------------------------

    def tratti_valore(self, campo: Campo, valore: Any, colonne: int, corrente: bool, si_immette: bool) -> list[Tratto]:
        """The value of a field in its columns; with the cursor if it is the current one and the widget has focus."""
        if corrente and self.has_focus:
            return self._tratti_editore(colonne)
        testo = self.editore.testo if corrente and self.in_corso else campo.mostra(valore)
        stile: Style = IMMETTIBILE if si_immette else SPENTO
        if campo.in_rilievo and testo:
            return [(testo, BARRA), (" " * (colonne - len(testo)), stile)]
        if campo.tenue_da:
            testo = entro(testo, colonne)
            return [(testo[: campo.tenue_da], stile), (testo[campo.tenue_da :], stile + SPENTO)]
        return [(entro(testo, colonne, campo.numerico), stile)]

    def _tratti_editore(self, colonne: int) -> list[Tratto]:
        testo, cursore = self.editore.finestra(colonne)
        testo = entro(testo, colonne)
        if self.editore.selezionato:
            return [(testo[:cursore], BARRA), (testo[cursore : cursore + 1], CURSORE), (testo[cursore + 1 :], BARRA)]
        return [
            (testo[:cursore], IMMETTIBILE),
            (testo[cursore : cursore + 1], CURSORE),
            (testo[cursore + 1 :], IMMETTIBILE),
        ]
