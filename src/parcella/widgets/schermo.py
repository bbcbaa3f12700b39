"""The base of all screens: title line, body, message line, key bar; confirm, guard on leaving, help, draft."""

import asyncio
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from parcella.keyboard.comandi import Comando
from parcella.widgets.barra import Barra
from parcella.widgets.bozza import Bozza
from parcella.widgets.comandi import ListaComandi
from parcella.widgets.domanda import Domanda, e_cancellazione
from parcella.widgets.eventi import (
    CampoLasciato,
    CampoRaggiunto,
    FineGriglia,
    FineModulo,
    Prosegui,
    RigheCambiate,
    TestoDigitato,
)
from parcella.widgets.finestra import Comandabile
from parcella.widgets.griglia import Griglia
from parcella.widgets.immissione import giorno_settimana
from parcella.widgets.messaggi import Messaggi
from parcella.widgets.modulo import Modulo
from parcella.widgets.scrittura import Scrittura
from parcella.widgets.tratti import FORTE, NORMALE, entro, striscia

T = TypeVar("T")
R = TypeVar("R")
RITARDO_BOZZA = 0.4
"""Seconds without a key before what is being typed goes to the draft."""


@dataclass(frozen=True, slots=True)
class Fatto(Generic[R]):
    """A rule was carried out, and this is what it returned."""

    valore: R


class Intestazione(Widget):
    """Who, where, when: the first line of every screen."""

    DEFAULT_CSS = "Intestazione { height: 1; background: transparent; }"

    def render_line(self, y: int) -> Strip:
        schermo = cast("Schermo[Any]", self.screen)
        sessione = schermo.programma.sessione
        largo = self.size.width
        chi = f" {sessione.azienda} {sessione.ragione_sociale}"
        quando = f"{sessione.data_di_lavoro:%d/%m/%Y} {sessione.utente} "
        lato = max(len(quando), (largo - len(schermo.titolo)) // 2 - 1)
        centro = max(0, largo - lato - len(quando))
        tratti = [(_staccato(chi, lato), NORMALE), (_staccato(schermo.titolo, centro), FORTE), (quando, NORMALE)]
        return striscia(tratti, largo)


def _staccato(testo: str, colonne: int) -> str:
    """A text in so many columns, the last of which keeps it apart from the next."""
    return entro(testo, colonne - 1) + " " if colonne > 0 else ""


class Schermo(Comandabile[T], Generic[T]):
    """A screen is declared: `titolo`, `comandi`, a `corpo` of forms, grids and lists, and one method per command."""

    DEFAULT_CSS = """
    Schermo { background: transparent; overflow: hidden; }
    Schermo > #corpo { height: 1fr; }
    """
    AUTO_FOCUS = None

    titolo = ""
    pagina_aiuto = ""
    comandi_di_serie = [
        Comando("aiuto", "f1", "Aiuto", "mostra_aiuto", lettera="h", attivo="ha_aiuto"),
        Comando("conferma", "f10", "Conferma", "chiedi_conferma", attivo="si_conferma"),
        Comando("lista_comandi", "ctrl+g", "Comandi", "elenca_comandi"),
        Comando("esci", "escape", "Esci", "esci", breve=""),
        Comando("chiusura", "ctrl+q", "Chiude il programma", "chiudi_programma", barra=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.bozza: Bozza | None = None
        self._timer_bozza: Timer | None = None
        self._ultima: Scrittura | None = None
        self._fermo: tuple[Scrittura, str] | None = None
        self._confermate: set[str] = set()
        """Questions answered S that are not to be put again with the same figures."""
        self._giorno = ""
        """The weekday of the date just left, until the next field is reached."""

    def compose(self) -> ComposeResult:
        yield Intestazione()
        with Vertical(id="corpo"):
            yield from self.corpo()
        yield Messaggi()
        yield Barra()

    # --- what a screen declares --------------------------------------------------------------------

    def corpo(self) -> ComposeResult:
        """The widgets of the screen, in the order Enter walks them."""
        raise NotImplementedError

    async def apri(self) -> None:
        """Read what the screen shows, with `esegui`; then the draft is offered."""

    async def conferma(self) -> None:
        """F10, after every field has been accepted; ends with `registrato` when all went well."""
        raise NotImplementedError

    @property
    def nome_bozza(self) -> str:
        """Name of the draft; screens that open one record add its code. Empty: no draft."""
        return type(self).__name__ if self.si_conferma else ""

    @property
    def si_conferma(self) -> bool:
        """The screen has something to confirm."""
        return type(self).conferma is not Schermo.conferma

    def trova_campo(self, percorso: str) -> Scrittura | None:
        """Put the cursor on the field that a refusal names: `cliente`, or `righe.3.codice` for the third row."""
        parti = percorso.split(".")
        if len(parti) > 1 and parti[1].isdigit():
            for griglia in self.query(Griglia):
                if parti[0] in (griglia.id, "righe"):
                    trovata = griglia.vai_a(int(parti[1]) - 1, parti[2] if len(parti) > 2 else None)
                    return griglia if trovata else None
        for modulo in self.query(Modulo):
            if modulo.vai_a(percorso) or modulo.vai_a(parti[-1]):
                return modulo
        return None

    def avvisa_sul_campo(self, scrittura: Scrittura | None, testo: str) -> None:
        """Say what is wrong with the field the cursor has been put on; its hint waits until the cursor leaves it."""
        if scrittura is not None and scrittura.campo is not None:
            self._fermo = scrittura, scrittura.campo.identificatore
        self.avvisa(testo, grave=True)

    # --- opening and leaving -----------------------------------------------------------------------

    def on_mount(self) -> None:
        sessione = self.programma.sessione
        if self.nome_bozza and sessione.archivio is not None:
            self.bozza = Bozza(sessione.archivio, sessione.utente, sessione.azienda, self.nome_bozza)
        self.programma.lavora(self._apri())

    def on_unmount(self) -> None:
        if self.bozza is not None:
            self.bozza.lascia()

    async def _apri(self) -> None:
        await self.apri()
        if self.focused is None:
            self._fuoco_al_primo()
        await self._offri_bozza()
        self.aggiorna_barra()

    def _fuoco_al_primo(self) -> None:
        primo = next((w for w in self.focus_chain if isinstance(w, Widget)), None)
        if primo is not None:
            self.set_focus(primo)

    @property
    def scritture(self) -> list[Scrittura]:
        """The forms and grids of the screen."""
        return list(self.query(Scrittura))

    @property
    def modificato(self) -> bool:
        """Something was typed and is not confirmed."""
        return any(isinstance(s, Modulo | Griglia) and s.modificato for s in self.scritture)

    def registrato(self) -> None:
        """What was typed is in the archive: it is no change any more, and the draft goes."""
        for scrittura in self.scritture:
            if isinstance(scrittura, Modulo | Griglia):
                scrittura.registrato()
        self.abbandona_bozza()

    async def lascia_dati(self) -> bool:
        """Ask before what was typed is lost; True when the screen may be left. The draft goes with the data."""
        if self.modificato:
            testo = f"{self.titolo}: i dati non confermati andranno persi. Abbandono"
            if await self.chiedi(testo, "N") != "S":
                return False
        self.abbandona_bozza()
        return True

    async def esci(self) -> None:
        """Esc."""
        if await self.lascia_dati():
            self.dismiss(None)

    async def chiudi_programma(self) -> None:
        """Ctrl+Q."""
        await self.programma.chiedi_chiusura()

    # --- questions, rules --------------------------------------------------------------------------

    async def chiedi(self, testo: str, predefinita: str | None = "N", risposte: Any = ("S", "N")) -> str | None:
        """Put a question; the letter of the answer, or None on Esc."""
        return await self.programma.attendi(Domanda(testo, predefinita, risposte))

    async def conferma_cancellazione(self, testo: str) -> bool:
        """Put a question about a deletion: a letter answers it, Enter never does."""
        return await self.chiedi(testo, None) == "S"

    async def esegui(self, funzione: Callable[..., R], *args: Any, **kwargs: Any) -> Fatto[R] | None:
        """Carry out a rule in a thread; None when it was refused or given up, with the operator told and all kept.

        A question of the rule is put to the operator and the rule is called again with `risposte`.
        """
        risposte: dict[str, str] = {}
        if "risposte" in inspect.signature(funzione).parameters:
            kwargs["risposte"] = risposte
        from parcella.ledger.esito import DOMANDE, Richiesta, Rifiuto

        while True:
            try:
                if "risposte" in kwargs:
                    kwargs["risposte"] = dict(risposte)
                return Fatto(await self.in_disparte(funzione, *args, **kwargs))
            except Rifiuto as rifiuto:
                scrittura = self.trova_campo(rifiuto.campo) if rifiuto.campo else None
                self.avvisa_sul_campo(scrittura, rifiuto.messaggio)
                return None
            except Richiesta as richiesta:
                predefinita = None if e_cancellazione(richiesta.codice) else richiesta.predefinita
                if richiesta.domanda in self._confermate:
                    risposte[richiesta.codice] = "S"
                    continue
                risposta = await self.chiedi(richiesta.domanda, predefinita)
                if risposta is None or (predefinita is None and risposta == "N"):
                    self.avvisa("Operazione non eseguita.")
                    return None
                risposte[richiesta.codice] = risposta
                domanda = DOMANDE.get(richiesta.codice)
                if risposta == "S" and domanda is not None and domanda.una_volta:
                    self._confermate.add(richiesta.domanda)

    async def accetta_tutto(self) -> bool:
        """Accept what is being typed in every form and grid, and check the required fields."""
        for scrittura in self.scritture:
            if scrittura.in_corso and not await scrittura.accetta():
                self._torna_a(scrittura)
                return False
        for scrittura in self.scritture:
            campo = None
            if isinstance(scrittura, Modulo) and (campo := scrittura.mancante()):
                scrittura.vai_a(campo.identificatore)
            elif isinstance(scrittura, Griglia) and (posto := scrittura.mancante()):
                campo = posto[1]
                scrittura.vai_a(posto[0], campo.identificatore)
            if campo is not None:
                self.avvisa_sul_campo(scrittura, f"{campo.nome}: il dato è obbligatorio.")
                return False
        return True

    async def chiedi_conferma(self) -> None:
        """F10: accept the field in course, let the screen recompute, then confirm."""
        if await self.accetta_tutto():
            await self.ricalcolato()
            await self.conferma()

    async def ricalcolato(self) -> None:
        """Wait until the screen has seen the fields accepted just now."""
        for scrittura in self.scritture:
            fatto = asyncio.Event()
            scrittura.post_message(Prosegui(fatto.set))
            await fatto.wait()

    # --- commands of every screen ------------------------------------------------------------------

    @property
    def ha_aiuto(self) -> bool:
        """The screen has a page in the manual."""
        return bool(self.pagina_aiuto)

    async def mostra_aiuto(self) -> None:
        """F1: the page of the manual, at the field."""
        from parcella.widgets.aiuto import Aiuto

        scrittura = self.focused
        campo = scrittura.campo if isinstance(scrittura, Scrittura) else None
        testo = await self.in_disparte(self.programma.leggi_aiuto, self.pagina_aiuto)
        await self.programma.attendi(Aiuto(self.titolo, testo, campo))

    async def elenca_comandi(self) -> None:
        """Ctrl+G."""
        voci = [v for v in self.voci() if v[1].id != "lista_comandi"]
        scelta = await self.programma.attendi(
            ListaComandi(voci, [self.e_attivo(v) for v in voci], self.programma.mappa)
        )
        if scelta is not None:
            self.dai_comando(scelta)

    # --- what the widgets tell ---------------------------------------------------------------------

    def on_prosegui(self, event: Prosegui) -> None:
        event.passo()

    def scorda_rifiuto(self) -> None:
        """A refusal has been read once something else begins: the hint of the field comes back in its place."""
        riga = self.query_one(Messaggi)
        if riga.grave:
            self._fermo = None
            scrittura = self.focused
            campo = scrittura.campo if isinstance(scrittura, Scrittura) else None
            riga.mostra(campo.aiuto if campo is not None else "")

    def on_campo_raggiunto(self, event: CampoRaggiunto) -> None:
        giorno, self._giorno = self._giorno, ""
        if self._fermo != (event.widget, event.identificatore):
            self._fermo = None
            self.query_one(Messaggi).suggerisci(event.aiuto, giorno)
        prima, self._ultima = self._ultima, event.widget
        if prima is not None and prima is not event.widget and prima.in_corso and prima.is_attached:
            self.programma.lavora(self._accetta_lasciata(prima))
        self.aggiorna_barra()

    async def _accetta_lasciata(self, scrittura: Scrittura) -> None:
        """A click elsewhere leaves a field too; if it is refused the cursor goes back to it."""
        if not await scrittura.accetta():
            self._torna_a(scrittura)

    def _torna_a(self, scrittura: Scrittura) -> None:
        """Back to a field that was refused, with what was said of it."""
        scrittura.focus()
        self.avvisa_sul_campo(scrittura, self.query_one(Messaggi).testo)

    def on_campo_lasciato(self, event: CampoLasciato) -> None:
        self._giorno = giorno_settimana(event.valore) if isinstance(event.valore, date) else ""
        if event.cambiato:
            self._salva_fra_poco(0)

    def on_righe_cambiate(self, event: RigheCambiate) -> None:
        self._salva_fra_poco(0)

    def on_testo_digitato(self, event: TestoDigitato) -> None:
        self._salva_fra_poco(RITARDO_BOZZA)

    def on_fine_modulo(self, event: FineModulo) -> None:
        self._passa_oltre(event.modulo, event.verso)

    def on_fine_griglia(self, event: FineGriglia) -> None:
        self._passa_oltre(event.griglia, event.verso)

    def _passa_oltre(self, da: Scrittura, verso: int) -> None:
        """From the end of a form to the next one; after the last, the way to confirm is told."""
        raggiungibili = set(self.focus_chain)  # sorted by place, and a widget just shown has none yet
        vicini = [w for w in self.query(Widget) if w in raggiungibili]
        posto = vicini.index(da) + verso if da in vicini else -1
        if 0 <= posto < len(vicini):
            vicino = vicini[posto]
            if isinstance(vicino, Scrittura):
                vicino.entra(verso)
            else:
                self.set_focus(vicino)
        elif verso > 0 and self.si_conferma:
            self.avvisa("Fine dei campi: F10 conferma, Su torna indietro.")

    def aggiorna_barra(self) -> None:
        for barra in self.query(Barra):
            barra.aggiorna()

    # --- the draft ---------------------------------------------------------------------------------

    def _nomi_scritture(self) -> Iterator[tuple[str, Modulo | Griglia]]:
        for numero, scrittura in enumerate(self.scritture):
            if isinstance(scrittura, Modulo | Griglia):
                yield scrittura.id or f"{type(scrittura).__name__}{numero}", scrittura

    def stato(self) -> dict[str, Any]:
        """All that was typed."""
        return {nome: scrittura.stato() for nome, scrittura in self._nomi_scritture()}

    def riprendi(self, stato: dict[str, Any]) -> None:
        """Put back what a draft has."""
        for nome, scrittura in self._nomi_scritture():
            if nome in stato:
                scrittura.riprendi(stato[nome])

    def salva_bozza(self) -> None:
        """Write the draft now: the program is going down."""
        if self.bozza is not None and self.modificato:
            self.bozza.salva(self.stato())

    def abbandona_bozza(self) -> None:
        """The data are confirmed or given up."""
        if self._timer_bozza is not None:
            self._timer_bozza.stop()
            self._timer_bozza = None
        if self.bozza is not None:
            self.bozza.cancella()

    def _salva_fra_poco(self, ritardo: float) -> None:
        if self.bozza is None:
            return
        if self._timer_bozza is not None:
            self._timer_bozza.stop()
        self._timer_bozza = self.set_timer(ritardo, self._salva_in_disparte) if ritardo else None
        if not ritardo:
            self._salva_in_disparte()

    def _salva_in_disparte(self) -> None:
        if self.bozza is not None and self.modificato:
            self.run_worker(self._scrivi_bozza(self.bozza, self.stato(), self.bozza.prenota()))

    async def _scrivi_bozza(self, bozza: Bozza, stato: dict[str, Any], posto: int) -> None:
        try:
            await asyncio.to_thread(bozza.salva, stato, posto)
        except OSError as errore:
            self.avvisa(f"La bozza non si può salvare: {errore.strerror}. Confermare appena possibile.", grave=True)

    async def _offri_bozza(self) -> None:
        letta = None if self.bozza is None else await asyncio.to_thread(self.bozza.leggi)
        if letta is None:
            return
        quando, stato = letta
        domanda = f"C'è una bozza del {quando:%d/%m/%Y alle %H:%M}: riprenderla"
        if await self.chiedi(domanda, "S", {"S": "riprende i dati non confermati", "N": "li abbandona"}) == "N":
            self.abbandona_bozza()
        elif self.is_attached:
            self.riprendi(stato)


class Riquadro(Schermo[T], ModalScreen[T], Generic[T]):
    """A screen in a window: filters, options of a print, further data of a row. It sees the screen underneath."""

    DEFAULT_CSS = """
    Riquadro { align: center middle; background: transparent; }
    Riquadro:ansi { background: transparent; }
    Riquadro > Vertical { border: solid ansi_default; width: 78; max-width: 100%; height: auto; max-height: 100%; }
    Riquadro #corpo { height: auto; max-height: 18; }
    Riquadro Griglia, Riquadro Elenco { height: 10; }
    """

    def compose(self) -> ComposeResult:
        with Vertical() as cornice:
            cornice.border_title = self.titolo
            with Vertical(id="corpo"):
                yield from self.corpo()
            yield Messaggi()
            yield Barra()

    @property
    def nome_bozza(self) -> str:
        """No draft of its own, unless it says so."""
        return ""
