"""The program: it paints the menu first, then imports the ledger and opens the archive in a thread, and works on it.

`avvia` is what `parcella` without a command calls. Screens find here the open archive and the context of the session.
"""

import asyncio
import getpass
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from parcella.risorse import risorsa
from parcella.screens.menu import Menu
from parcella.widgets.domanda import Domanda
from parcella.widgets.programma import Programma, Sessione

if TYPE_CHECKING:
    from parcella.ledger.archivio import Archivio
    from parcella.ledger.aziende.tabelle import Azienda
    from parcella.ledger.contesto import Contesto

ARCHIVIO_INUTILIZZABILE = 4
"""Exit code when the archive cannot be opened, as every command gives it."""
OGNI_QUANTO = 20.0
"""Seconds between two looks at the calendar."""


class Avvio(Protocol):
    """What the command line says: `batch.opzioni.Opzioni`."""

    @property
    def azienda(self) -> str | None: ...
    @property
    def utente(self) -> str | None: ...
    @property
    def data_lavoro(self) -> date | None: ...
    def percorso_archivio(self) -> Path: ...
    def giorno(self) -> date: ...


def avvia(opzioni: Avvio) -> int:
    """Run the program full screen; gives its exit code. Raises the error of ours that ended it, if one did."""
    programma = Parcella(opzioni)
    programma.run()
    if programma.difetto is not None:
        raise programma.difetto
    return programma.return_code or 0


def leggi_aiuto(pagina: str) -> str:
    """A page of the user's manual: the studio's own copy, or the one of the program."""
    try:
        return risorsa(f"docs/schermi/{pagina}.md").read_text(encoding="utf-8")
    except FileNotFoundError:
        return f"# {pagina}\n\nQuesta pagina del manuale non si trova fra i file del programma."


@dataclass(frozen=True, slots=True)
class Aperto:
    """The archive just opened, with its companies and the people who work on it."""

    archivio: "Archivio"
    aziende: "list[Azienda]"
    utenti: list[str]


class Parcella(Programma):
    """The program on an archive."""

    def __init__(self, opzioni: Avvio, *, mappa: Mapping[str, tuple[str, ...]] | None = None) -> None:
        sessione = Sessione(opzioni.percorso_archivio(), "", "", opzioni.utente or "", opzioni.giorno())
        super().__init__(sessione, leggi_aiuto=leggi_aiuto, mappa=mappa)
        self.opzioni = opzioni
        self.menu = Menu()
        self.parcellazione = True
        """Parcellazione studio of the azienda is S (shown so until the archive is open)."""
        self._archivio: Archivio | None = None
        self._contesto: Contesto | None = None
        self._giorno_visto = self.oggi()
        self._motivo: str | None = None
        """Why the archive cannot be used, when the operator leaves for that."""
        self._messaggi: list[dict[str, object]] = []
        """What the studio has left for the azienda just opened, until it is shown."""

    @property
    def archivio(self) -> "Archivio":
        """The open archive."""
        assert self._archivio is not None, "l'archivio non è ancora aperto"  # noqa: S101 - keys wait until it is
        return self._archivio

    @property
    def contesto(self) -> "Contesto":
        """Azienda, user and data di lavoro."""
        assert self._contesto is not None, "l'azienda non è ancora scelta"  # noqa: S101 - keys wait until it is
        return self._contesto

    def get_default_screen(self) -> Menu:
        """The menu is the first screen: no blank one is laid out before it."""
        return self.menu

    def on_mount(self) -> None:
        self.lavora(self._inizia())

    def on_unmount(self) -> None:
        if self._archivio is not None:
            self._archivio.chiudi()

    # --- starting ---

    async def _inizia(self) -> None:
        """Let the menu be painted; then, with the keys waiting, do all that it needs to open a voice."""
        menu = self.menu
        dipinto = asyncio.Event()
        menu.call_after_refresh(dipinto.set)
        await dipinto.wait()
        aperto = await self._apri()
        if aperto is not None and await self._scegli_utente(aperto) and await self._scegli_azienda(aperto):
            await menu.aggiorna()
            self.set_interval(OGNI_QUANTO, self._guarda_il_giorno)
        else:
            self.exit(return_code=0 if self._motivo is None else ARCHIVIO_INUTILIZZABILE)

    async def _apri(self) -> Aperto | None:
        """Open the archive; make it with the guided first run where there is none. None: the operator gave up."""
        percorso = self.opzioni.percorso_archivio()
        while True:
            esito = await asyncio.to_thread(_apri, percorso)
            if isinstance(esito, str):
                self._motivo = esito
                if await self._riprova(esito) != "R":
                    return None
                self._motivo = None
            elif esito is None or not esito.aziende:
                from parcella.screens.primo_avvio import SchermoPrimoAvvio

                if esito is not None:
                    esito.archivio.chiudi()
                if await self.attendi(SchermoPrimoAvvio(percorso)) is None:
                    return None
            else:
                self._archivio = esito.archivio
                return esito

    async def _riprova(self, motivo: str) -> str | None:
        risposte = {"R": "riprova ad aprire l'archivio", "E": "esce dal programma"}
        return await self.attendi(Domanda(motivo, "E", risposte))

    async def _scegli_utente(self, aperto: Aperto) -> bool:
        """The one of the command line, else the login if it is known, else the only one, else who the operator says."""
        nome = self.opzioni.utente or _accesso()
        if aperto.utenti and nome not in aperto.utenti:
            if self.opzioni.utente is None and len(aperto.utenti) == 1:
                nome = aperto.utenti[0]
            else:
                from parcella.screens.scelta_azienda import SchermoSceltaUtente

                avviso = f"L'utente {nome} non è fra quelli attivi." if self.opzioni.utente else ""
                nome = await self.attendi(SchermoSceltaUtente(aperto.utenti, avviso)) or ""
        self.sessione = replace(self.sessione, utente=nome[:20])
        return bool(nome)

    async def _scegli_azienda(self, aperto: Aperto) -> bool:
        """The one of the command line, else the only one, else the one chosen."""
        chiesta = self.opzioni.azienda
        trovata = next((a for a in aperto.aziende if a.sigla == chiesta), None)
        if chiesta is None and len(aperto.aziende) == 1:
            trovata = aperto.aziende[0]
        if trovata is not None:
            return await self._entra_subito(trovata.sigla)
        from parcella.screens.scelta_azienda import SchermoSceltaAzienda

        avviso = f"L'azienda {chiesta} non è nell'archivio." if chiesta else ""
        return await self.attendi(SchermoSceltaAzienda(avviso)) is not None

    async def _entra_subito(self, sigla: str) -> bool:
        """Work on the azienda the program opens with; an archive whose pages are ruined may tell only now."""
        from parcella.ledger.archivio import ErroreArchivio

        try:
            await self.entra(sigla)
        except ErroreArchivio as errore:
            self._motivo = errore.messaggio
            await self.attendi(Domanda(errore.messaggio, "E", {"E": "esce dal programma"}))
            return False
        return True

    # --- the session ---

    async def entra(self, sigla: str) -> None:
        """Work on an azienda from now on; the menu shows its messages (`mostra_messaggi`)."""
        await self._passa_a(sigla)
        self._messaggi = await asyncio.to_thread(_leggi_messaggi, self.archivio, self.contesto)

    async def _passa_a(self, sigla: str) -> None:
        self._contesto, nome, self.parcellazione = await asyncio.to_thread(
            _leggi_azienda, self.archivio, sigla, self.sessione.utente, self.lavoro
        )
        self.sessione = replace(self.sessione, azienda=sigla, ragione_sociale=nome)

    async def rileggi(self) -> None:
        """Name and parametri of the azienda may have been changed."""
        if self._contesto is not None:
            await self._passa_a(self._contesto.sigla)

    async def mostra_messaggi(self) -> None:
        """What the studio has left for the azienda of its client, once at each opening of it (PAR-028)."""
        messaggi, self._messaggi = self._messaggi, []
        if messaggi:
            from parcella.screens.messaggi import SchermoMessaggi

            await self.attendi(SchermoMessaggi(messaggi))

    def annota_origine(self, schermo: str) -> None:
        """What the journal says of the next change: who works, on which screen."""
        if self._archivio is not None:
            self._archivio.utente, self._archivio.origine = self.sessione.utente, schermo

    def cambia_data(self, giorno: date) -> None:
        """The data di lavoro from now on."""
        self.sessione = replace(self.sessione, data_di_lavoro=giorno)
        if self._contesto is not None:
            self._contesto = replace(self._contesto, data_lavoro=giorno)

    def oggi(self) -> date:
        """The date on the calendar."""
        return datetime.now().astimezone().date()

    def _guarda_il_giorno(self) -> None:
        """Past midnight, ask for the data di lavoro, when no screen but the menu is open; never over what is typed."""
        if self.opzioni.data_lavoro is None and self.oggi() != self._giorno_visto and isinstance(self.screen, Menu):
            self._giorno_visto = self.oggi()
            self.lavora(self._chiedi_il_giorno(self._giorno_visto))

    async def _chiedi_il_giorno(self, oggi: date) -> None:
        testo = f"È passata la mezzanotte: la data di lavoro è ancora {self.lavoro:%d/%m/%Y}. Passo al {oggi:%d/%m/%Y}"
        if await self.attendi(Domanda(testo, "S")) == "S":
            self.cambia_data(oggi)
            if isinstance(self.screen, Menu):
                await self.screen.aggiorna()


def _accesso() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no login name: a service without a user
        return "parcella"


def _apri(percorso: Path) -> Aperto | str | None:
    """The archive opened, or why it can't be; None if there is none. Runs in a thread: SQLAlchemy is imported here."""
    from parcella.ledger import archivio
    from parcella.ledger.aziende.anagrafica import elenco_aziende, elenco_utenti

    if not percorso.exists():
        return None
    try:
        aperto = archivio.apri(percorso)
        with aperto.lettura() as sessione:
            utenti = [utente.nome for utente in elenco_utenti(sessione, solo_attivi=True)]
            return Aperto(aperto, elenco_aziende(sessione), utenti)
    except archivio.ErroreArchivio as errore:
        return errore.messaggio


def _leggi_messaggi(archivio: "Archivio", contesto: "Contesto") -> list[dict[str, object]]:
    from dataclasses import asdict

    from parcella.ledger.messaggi.elenco import da_mostrare

    with archivio.lettura() as sessione:
        return [asdict(messaggio) for messaggio in da_mostrare(sessione, contesto)]


def _leggi_azienda(archivio: "Archivio", sigla: str, utente: str, giorno: date) -> "tuple[Contesto, str, bool]":
    from parcella.ledger.aziende.parametri import parametri_studio
    from parcella.ledger.aziende.schede import trova
    from parcella.ledger.aziende.tabelle import Azienda
    from parcella.ledger.contesto import Contesto
    from parcella.ledger.esito import Rifiuto

    with archivio.lettura() as sessione:
        azienda = trova(sessione, Azienda, sigla=sigla)
        if azienda is None or azienda.id is None:
            raise Rifiuto(f"L'azienda {sigla} non è più nell'archivio.")
        parametri = parametri_studio(sessione, azienda.id)
        contesto = Contesto(azienda.id, azienda.sigla, azienda.tipo, utente, giorno)
        return contesto, azienda.ragione_sociale, parametri is not None and parametri.parcellazione_studio == "S"
