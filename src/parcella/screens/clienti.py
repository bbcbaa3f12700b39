"""Clienti: the list, where what is typed finds them."""

from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.clienti import ricerca
from parcella.screens import ricerche
from parcella.screens.cliente import SchermoCliente
from parcella.screens.sorgenti import SorgenteClienti
from parcella.screens.studio import SchermoStudio
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import RigaScelta
from parcella.widgets.ricerca import FinestraRicerca


class SchermoClienti(SchermoStudio[None]):
    """All the clients: what is typed finds them, Enter opens the card."""

    titolo = "Clienti"
    pagina_aiuto = "clienti"
    comandi = [
        Comando("clienti.ordine", "f3", "Altro ordine", "cambia_ordine"),
        Comando("clienti.ricerca", "f4", "Altre ricerche", "cerca"),
        Comando("clienti.nuovo", "shift+f4", "Nuovo", "nuovo"),
        Comando("clienti.stampa", "shift+f8", "Stampa", "stampa"),
        Comando("clienti.doppioni", "f6", "Doppioni", "apri_doppioni"),
        Comando("clienti.da_xml", "f7", "Da fatture XML", "prendi_da_xml"),
    ]
    ordine: ricerca.Ordine = "nome"

    def corpo(self) -> ComposeResult:
        vuoto = "Nessun cliente: ⇧F4 per il primo."
        yield Elenco(ricerche.COLONNE_CLIENTI, self._sorgente(), titolo=self._titolo, vuoto=vuoto)

    @property
    def nel_giornale(self) -> tuple[str, str | int | None] | None:  # type: ignore[override]
        """The client under the bar."""
        riga = self.query_one(Elenco).riga
        return None if riga is None else ("cliente", str(riga["codice"]))

    def _sorgente(self) -> SorgenteClienti:
        return SorgenteClienti(self.archivio, self.contesto.azienda, self.ordine)

    @property
    def _titolo(self) -> str:
        return "Per nome" if self.ordine == "nome" else "Per codice"

    def cambia_ordine(self) -> None:
        """F3: by code instead of by name, the bar staying on the same client."""
        codice = self._sotto_la_barra
        self.ordine = "codice" if self.ordine == "nome" else "nome"
        self.query_one(Elenco).titolo = self._titolo
        self.programma.lavora(self._mostra(codice))

    async def _mostra(self, codice: str) -> None:
        """Read the list again, with the bar on a client."""
        sorgente = self._sorgente()
        posto = await self.in_disparte(sorgente.posto_di, codice) if codice else 0
        self.query_one(Elenco).mostra(sorgente, posto)

    async def cerca(self) -> None:
        """F4: by codice fiscale, partita IVA, comune, or a part of the name."""
        trovata = await self.programma.attendi(FinestraRicerca(ricerche.clienti(self.archivio, self.contesto)))
        if trovata is not None:
            await self.apri_cliente(str(trovata["codice"]))

    async def nuovo(self) -> None:
        """⇧F4."""
        await self.apri_cliente("")

    async def apri_doppioni(self) -> None:
        """F6: the clients written twice."""
        from parcella.screens.clienti_doppioni import SchermoDoppioni

        await self.programma.attendi(SchermoDoppioni())
        await self._mostra(self._sotto_la_barra)

    @property
    def _sotto_la_barra(self) -> str:
        riga = self.query_one(Elenco).riga
        return str(riga["codice"]) if riga else ""

    async def prendi_da_xml(self) -> None:
        """F7: from the invoices of the old program."""
        from parcella.screens.clienti_da_xml import SchermoClientiDaXml

        await self.programma.attendi(SchermoClientiDaXml())
        await self._mostra("")

    async def stampa(self) -> None:
        """⇧F8: the selections of the print, in the order of the list."""
        from parcella.screens.stampa_clienti_studio import SchermoStampaClientiStudio

        partenza = {"ordine": "D" if self.ordine == "nome" else "C"}
        await self.programma.attendi(SchermoStampaClientiStudio(partenza))

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.programma.lavora(self.apri_cliente(str(event.riga["codice"])))

    async def apri_cliente(self, codice: str) -> None:
        """Open the card and come back to the client it was left on."""
        scheda = SchermoCliente(codice, self.ordine)
        registrato = await self.programma.attendi(scheda)
        await self._mostra(registrato or scheda.codice or codice)
        if scheda.esito:
            self.avvisa(scheda.esito)
