"""The F2 lookup: a list that opens over the screen, starts from what is typed, and filters as one types."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ComposeResult
from textual.timer import Timer

from parcella.keyboard.comandi import Comando
from parcella.widgets.editore import Editore
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import RigaIndicata, RigaScelta
from parcella.widgets.finestra import Finestra
from parcella.widgets.sorgente import Colonna, Riga, Sorgente, SorgenteLista

if TYPE_CHECKING:
    from parcella.widgets.schermo import Schermo

ATTESA = 0.08
"""Seconds without a key before what is typed is looked up."""


@dataclass(frozen=True, slots=True)
class Ricerca:
    """How the values of a coded field are found. `cerca` and `risolvi` run in a thread; they never touch the screen."""

    titolo: str
    colonne: Sequence[Colonna]
    cerca: Callable[[str, str], Sorgente | Sequence[Riga]]
    """Rows that answer to a text, in one of `ordini`. The empty text answers with all."""
    chiave: str = "codice"
    """Column whose value goes to the field."""
    ordini: tuple[str, ...] = ("per codice",)
    """F3 goes from one to the next."""
    risolvi: Callable[[str], Riga | None] | None = None
    """The row of a code as typed; without it the first order of `cerca` is tried for an equal code."""
    riporta: Mapping[str, str] = field(default_factory=dict)
    """Other fields (usually read-only) filled from columns of the row found: `{"ragione_sociale": "nome"}`."""
    non_trovato: str = "Codice non trovato."
    libera: bool = False
    """A text that is not found is admitted as it is."""
    nuovo: "Callable[[str], Schermo[Any]] | None" = None
    """Screen opened by ⇧F4 from the list; the code it is dismissed with goes to the field."""
    dettaglio: "Callable[[Riga], Schermo[Any]] | None" = None
    """Window opened by F3 on the row under the bar; the order then changes with F4."""
    nome_dettaglio: str = ""

    def righe(self, testo: str, ordine: str) -> Sorgente:
        """The answers as a source."""
        trovate = self.cerca(testo, ordine)
        return SorgenteLista(trovate, self.chiave) if isinstance(trovate, Sequence) else trovate

    def esamina(self, testo: str) -> Riga | int:
        """The one row meant by a text, or how many answer to it. A code that is equal wins over its likes."""
        if self.risolvi is not None and (riga := self.risolvi(testo)) is not None:
            return riga
        sorgente = self.righe(testo, self.ordini[0])
        prime = sorgente.pagina(2)
        if len(prime) == 1:
            return prime[0]
        if self.risolvi is None:
            for riga in prime:
                if str(riga[self.chiave]).casefold() == testo.casefold():
                    return riga
        return sorgente.conta()


class FinestraRicerca(Finestra[Riga]):
    """The list of a lookup; closed with the row chosen, or None."""

    DEFAULT_CSS = """
    FinestraRicerca { align: center middle; }
    FinestraRicerca Elenco { border: solid ansi_default; width: 100%; max-width: 110; height: 75%; min-height: 8; }
    """

    comandi = [
        Comando("ricerca_dettaglio", "f3", "Dettaglio", "mostra_dettaglio", attivo="ha_dettaglio"),
        Comando("ricerca_ordine", "f3", "Altro ordine", "cambia_ordine", attivo="ordine_con_f3"),
        Comando("ricerca_ordine_f4", "f4", "Altro ordine", "cambia_ordine", attivo="ordine_con_f4"),
        Comando("ricerca_nuovo", "shift+f4", "Nuovo/varia", "apri_nuovo", attivo="ha_nuovo"),
    ]

    def __init__(self, ricerca: Ricerca, testo: str = "") -> None:
        super().__init__()
        self.ricerca = ricerca
        self.editore = Editore(testo, cursore=len(testo), selezionato=False)
        self.ordine = ricerca.ordini[0]
        self.elenco = Elenco(ricerca.colonne, vuoto="Nessun codice trovato: cambiare il testo, oppure Esc.")
        self.elenco.can_focus = False
        self._timer: Timer | None = None
        self._cercato: tuple[str, str] | None = None
        self._arrivato = asyncio.Event()

    def compose(self) -> ComposeResult:
        yield self.elenco

    def on_mount(self) -> None:
        self.programma.lavora(self._cerca())

    async def _cerca(self) -> None:
        """Look up what is typed now; an answer that comes late, for another text, is dropped."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        chiesto = self.editore.testo.strip(), self.ordine
        if chiesto == self._cercato:
            return
        self._cercato = chiesto
        self._arrivato.clear()
        self._intitola()
        sorgente = await asyncio.to_thread(self.ricerca.righe, *chiesto)
        if chiesto == self._cercato:
            await self.elenco.mostra_subito(sorgente)
            self._arrivato.set()
            self._intitola()

    def _intitola(self) -> None:
        self.elenco.border_title = f"{self.ricerca.titolo}: {self.editore.testo}_"
        indice = self.elenco.indice + 1 if self.elenco.totale else 0
        self.elenco.border_subtitle = f"{self.ordine} · {indice} di {self.elenco.conteggio} · {self.legende()}"

    def legende(self) -> str:
        """The keys of the window, on its lower border."""
        voci = ["Invio Sceglie"]
        if self.ha_dettaglio:
            voci = ["Invio", f"F3 {self.ricerca.nome_dettaglio}"]
        if self.ha_ordini:
            voci.append("F4 Ordine" if self.ha_dettaglio else "F3 Altro ordine")
        if self.ha_nuovo:
            voci.append("⇧F4 Nuovo" if self.ha_dettaglio else "⇧F4 Nuovo/varia")
        return "  ".join([*voci, "Esc"])

    @property
    def ha_ordini(self) -> bool:
        return len(self.ricerca.ordini) > 1

    @property
    def ha_dettaglio(self) -> bool:
        return self.ricerca.dettaglio is not None

    @property
    def ordine_con_f3(self) -> bool:
        return self.ha_ordini and not self.ha_dettaglio

    @property
    def ordine_con_f4(self) -> bool:
        return self.ha_ordini and self.ha_dettaglio

    @property
    def ha_nuovo(self) -> bool:
        return self.ricerca.nuovo is not None

    async def cambia_ordine(self) -> None:
        """F3 (F4 where F3 is for a detail): the same rows by name instead of by code, and so on."""
        ordini = self.ricerca.ordini
        self.ordine = ordini[(ordini.index(self.ordine) + 1) % len(ordini)]
        await self._cerca()

    async def mostra_dettaglio(self) -> None:
        """F3: more of the row under the bar."""
        riga = self.elenco.riga
        if riga is not None and self.ricerca.dettaglio is not None:
            await self.programma.attendi(self.ricerca.dettaglio(riga))

    async def apri_nuovo(self) -> None:
        """⇧F4: the screen where a code is made or changed; the code it returns is chosen."""
        if self.ricerca.nuovo is None:
            return
        codice = await self.programma.attendi(self.ricerca.nuovo(self.editore.testo.strip()))
        if codice is not None:
            trovata = await asyncio.to_thread(self.ricerca.esamina, str(codice))
            if not isinstance(trovata, int):
                self.chiudi(trovata)
                return
        self._cercato = None
        await self._cerca()

    def on_key(self, event: events.Key) -> None:
        nome = event.key
        if nome == "escape":
            self.chiudi(None)
        elif nome in ("enter", "up", "down", "pageup", "pagedown", "home", "end"):
            self.programma.lavora(self._poi(nome))
        elif self.editore.tasto(nome, event.character):
            self._filtra()
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.editore.inserisci(event.text)
        self._filtra()

    def _filtra(self) -> None:
        self._intitola()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(ATTESA, lambda: self.run_worker(self._cerca()))

    async def _poi(self, nome: str) -> None:
        """Enter and the arrows act on the answer to all that was typed before them."""
        await self._cerca()
        await self._arrivato.wait()
        self.elenco.tasto(nome, None)

    def on_riga_scelta(self, event: RigaScelta) -> None:
        event.stop()
        self.chiudi(event.riga)

    def on_riga_indicata(self, event: RigaIndicata) -> None:
        event.stop()
        self._intitola()
