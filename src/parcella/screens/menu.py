"""The menu: type the number or the letters, or move; Enter opens. It is painted before the ledger is imported."""

import asyncio
import importlib
from collections.abc import Sequence
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from parcella.keyboard.comandi import Comando
from parcella.screens import da_fare
from parcella.screens.da_fare import DaFare
from parcella.screens.studio import SchermoStudio
from parcella.screens.voci import MENU, Voce
from parcella.widgets.schermo import Schermo
from parcella.widgets.tratti import BARRA, NORMALE, SPENTO, entro, filetto, striscia

LARGHEZZA = 38
LUNGHEZZA_ETICHETTA = LARGHEZZA - len(">10 ") - 1
"""What a line has for the label of a voice: one longer would be cut."""


class VoceScelta(Message):
    """Enter, or a click, on a voice."""

    def __init__(self, voce: Voce) -> None:
        super().__init__()
        self.voce = voce


class Voci(Widget, can_focus=True):
    """The lines of a menu; what is typed filters them by number or by the letters of a word."""

    DEFAULT_CSS = f"Voci {{ width: {LARGHEZZA}; height: 1fr; background: transparent; }}"

    def __init__(self, voci: Sequence[Voce]) -> None:
        super().__init__()
        self.voci = list(voci)
        self.testo = ""
        self.voce: Voce | None = self.voci[0] if voci else None

    def mostra(self, voci: Sequence[Voce]) -> None:
        """Show other voices, the bar staying where it is if it can."""
        self.voci = list(voci)
        numero = self.voce.numero if self.voce else 0
        self.voce = next((v for v in self.trovate if v.numero == numero), next(iter(self.trovate), None))
        self.refresh()

    @property
    def trovate(self) -> list[Voce]:
        """The voices that answer to what is typed."""
        return [v for v in self.voci if _risponde(v, self.testo)]

    def cerca(self, testo: str) -> None:
        """Filter; the bar goes to the voice whose number is typed, or to the first. What nobody answers is refused."""
        prima, self.testo = self.testo, testo
        trovate = self.trovate
        if not trovate and testo:
            self.testo = prima
            self.app.bell()
            return
        self.voce = next((v for v in trovate if str(v.numero) == testo), next(iter(trovate), None))
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        if self._tasto(event.key, event.character):
            event.stop()
            event.prevent_default()

    def _tasto(self, nome: str, carattere: str | None) -> bool:
        passi = {"up": -1, "shift+tab": -1, "down": 1, "tab": 1, "home": -99, "end": 99, "pageup": -99, "pagedown": 99}
        if nome in passi:
            self._muovi(passi[nome])
        elif nome == "enter":
            if self.voce is not None:
                self.post_message(VoceScelta(self.voce))
        elif nome == "backspace":
            self.cerca(self.testo[:-1])
        elif nome == "escape" and self.testo:
            self.cerca("")
        elif carattere and carattere.isprintable():
            self.cerca(self.testo + carattere)
        else:
            return False
        return True

    def _muovi(self, passo: int) -> None:
        trovate = self.trovate
        if trovate:
            posto = trovate.index(self.voce) if self.voce in trovate else 0
            nuovo = (posto + passo) % len(trovate) if abs(passo) == 1 else posto + passo
            self.voce = trovate[max(0, min(nuovo, len(trovate) - 1))]
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        riga = self._prima + event.y
        if event.y < self.size.height - 1 and riga < len(self.trovate):
            self.voce = self.trovate[riga]
            self.refresh()
            self.post_message(VoceScelta(self.voce))

    @property
    def _prima(self) -> int:
        """The first voice in sight, on a terminal with few lines."""
        trovate = self.trovate
        posto = trovate.index(self.voce) if self.voce in trovate else 0
        return max(0, posto - max(1, self.size.height - 1) + 1)

    @property
    def _altre(self) -> str:
        """How many voices are out of sight, above and below."""
        sotto = len(self.trovate) - self._prima - max(1, self.size.height - 1)
        return "  ".join(f"{freccia} ancora {n}" for freccia, n in (("↑", self._prima), ("↓", sotto)) if n > 0)

    def render_line(self, y: int) -> Strip:
        largo = self.size.width
        if y == self.size.height - 1:
            altre = self._altre
            return striscia([(entro(f" Cerca: {self.testo}_", largo - len(altre) - 1) + altre, NORMALE)], largo)
        posto = self._prima + y
        if posto >= len(self.trovate):
            return Strip.blank(largo)
        voce = self.trovate[posto]
        sulla_barra = voce == self.voce
        testo = f"{'>' if sulla_barra else ' '}{voce.numero:>2} {voce.etichetta}"
        return striscia([(entro(testo, largo - 1), BARRA if sulla_barra else NORMALE)], largo)


def _risponde(voce: Voce, testo: str) -> bool:
    cercato = testo.strip().casefold()
    if cercato.isdigit():
        return str(voce.numero).startswith(cercato)
    nome = voce.etichetta.casefold()
    return any(nome.startswith(cercato, i) for i, c in enumerate(nome) if i == 0 or not nome[i - 1].isalnum())


class _Filetto(Widget):
    DEFAULT_CSS = "_Filetto { height: 1; background: transparent; }"

    def render_line(self, y: int) -> Strip:
        return filetto("", self.size.width)


class SchermoVoci(SchermoStudio[None]):
    """A menu of voices, the first or one inside it."""

    pagina_aiuto = "menu"

    def __init__(self, titolo: str, voci: Sequence[Voce]) -> None:
        super().__init__()
        self.titolo = titolo
        self._tutte = tuple(voci)

    @property
    def voci_visibili(self) -> list[Voce]:
        """The voices of this azienda: without parcellazione studio its own are not displayed."""
        return [v for v in self._tutte if self.studio.parcellazione or not v.parcellazione]

    def corpo(self) -> ComposeResult:
        yield _Filetto()
        yield Voci(self.voci_visibili)

    def on_voce_scelta(self, event: VoceScelta) -> None:
        self.programma.lavora(self.apri_voce(event.voce))

    async def apri_voce(self, voce: Voce) -> None:
        """Open the screen of a voice (or its voices) and come back here when it is left."""
        if voce.voci:
            schermo: Schermo[Any] = SchermoVoci(voce.etichetta, voce.voci)
        else:
            modulo, _, classe = voce.schermo.partition(":")
            schermo = getattr(await self.in_disparte(importlib.import_module, modulo), classe)()
        elenco = self.query_one(Voci)
        elenco.cerca("")
        elenco.voce = voce
        await self.programma.attendi(schermo)
        await self.aggiorna()

    async def aggiorna(self) -> None:
        """The azienda or its parametri may have changed: show the voices of now, and the messages of one just open."""
        from parcella.ledger.archivio import ErroreArchivio
        from parcella.ledger.esito import Rifiuto

        try:
            await self.studio.rileggi()
        except (ErroreArchivio, Rifiuto) as errore:
            self.avvisa(errore.messaggio, grave=True)
        if self.is_attached:
            self.rinfresca()
        await self.studio.mostra_messaggi()

    def rinfresca(self) -> None:
        """What is on the screen, as it is now."""
        self.query_one(Voci).mostra(self.voci_visibili)
        self.query_one("Intestazione").refresh()


class Menu(SchermoVoci):
    """The first screen, with what waits to be done beside the voices."""

    comandi = [Comando("menu.azienda", "f9", "Cambia azienda", "cambia_azienda")]

    def __init__(self) -> None:
        super().__init__("parcella", MENU)
        self._mostrato_alle = 0.0

    def corpo(self) -> ComposeResult:
        yield _Filetto()
        with Horizontal():
            yield Voci(self.voci_visibili)
            yield DaFare()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        self._mostrato_alle = event.time

    async def esci(self) -> None:
        """Esc: leave the program; not with one struck before the menu was there, once too often on the way back."""
        if self.programma.battuto_alle >= self._mostrato_alle:
            await self.programma.chiedi_chiusura()

    async def cambia_azienda(self) -> None:
        """F9."""
        from parcella.screens.scelta_azienda import SchermoSceltaAzienda

        await self.programma.attendi(SchermoSceltaAzienda())
        await self.aggiorna()

    def rinfresca(self) -> None:
        super().rinfresca()
        self.run_worker(self._leggi_da_fare(), exclusive=True)

    async def _leggi_da_fare(self) -> None:
        """Read the figures without keeping anybody waiting; an archive in trouble is told where it is used."""
        from parcella.ledger.archivio import ErroreArchivio

        colonna = self.query_one(DaFare)
        try:
            righe = await asyncio.to_thread(da_fare.leggi, self.archivio, self.contesto, self.studio.parcellazione)
        except ErroreArchivio as errore:
            righe = [[(errore.messaggio, SPENTO)]]
        colonna.mostra(righe)
