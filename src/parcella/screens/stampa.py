"""What the screens of the prints share: the fields of the selection, ⇧F11 and F11 that keep and recall them, F10.

A subclass says which fields, and makes the print of their values; it may name the fields that have further lookups.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from parcella.keyboard.comandi import Comando
from parcella.screens.documenti_finestre import RiquadroStudio
from parcella.screens.stampa_video import mostra
from parcella.screens.studio import SchermoStudio
from parcella.stampe import selezioni
from parcella.widgets.campo import Campo
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import RigaScelta
from parcella.widgets.modulo import Modulo
from parcella.widgets.ricerca import FinestraRicerca
from parcella.widgets.sorgente import Colonna, SorgenteLista

if TYPE_CHECKING:
    from sqlmodel import Session

    from parcella.ledger.contesto import Contesto
    from parcella.stampe.prospetti.prospetto import Prospetto


class SchermoStampa(SchermoStudio[None]):
    """The selection of a print; F10 shows it, Esc leaves."""

    comandi = [
        Comando("stampa.altro_elenco", "f3", "Altro elenco", "apri_altro_elenco", attivo="ha_altro_elenco"),
        Comando("stampa.richiama", "f11", "Richiama selez.", "richiama"),
        Comando("stampa.memorizza", "shift+f11", "Memorizza selez.", "memorizza"),
    ]

    stampa: ClassVar[str]
    """The name its selections are kept under."""
    con_altro_elenco: ClassVar[Sequence[str]] = ()
    """The fields on which F3 opens the same list in its last order."""

    def __init__(self, partenza: Mapping[str, Any] | None = None) -> None:
        """`partenza` are the values of the fields that don't start from their own."""
        super().__init__()
        self._partenza = partenza or {}
        self._nome = selezioni.PREDEFINITA

    # --- what a print declares ---

    def leggi_condizioni(self, sessione: "Session") -> Any:
        """What of the archive decides which fields there are; given to `campi`."""
        return None

    def campi(self, condizioni: Any) -> Sequence[Campo]:
        """The fields."""
        raise NotImplementedError

    def prospetto(self, sessione: "Session", contesto: "Contesto", valori: Mapping[str, Any]) -> "Prospetto":
        """The print of the values of the fields: None what is empty, or closed by the others."""
        raise NotImplementedError

    # --- the form ---

    def corpo(self) -> ComposeResult:
        yield Vertical(id="selezione")

    async def apri(self) -> None:
        letto = await self.leggi(self.leggi_condizioni)
        if letto is None:
            self.dismiss(None)
            return
        await self.query_one("#selezione", Vertical).mount(Modulo(self.campi(letto.valore), self._partenza))
        self.modulo.focus()

    @property
    def modulo(self) -> Modulo:
        """The form."""
        return self.query_one(Modulo)

    @property
    def nome_bozza(self) -> str:
        """No draft: ⇧F11 keeps what is worth keeping."""
        return ""

    @property
    def modificato(self) -> bool:
        """What is typed here is a question, not data."""
        return False

    def scelti(self) -> dict[str, Any]:
        """The values of the fields that can be entered; None what is empty."""
        valori = self.modulo.valori
        for campo in self.modulo.campi:
            if valori[campo.identificatore] == "" or not (campo.attivo is None or campo.attivo(valori)):
                valori[campo.identificatore] = None
        return valori

    def sul_campo(self, *nomi: str) -> bool:
        """The cursor is on one of these fields."""
        campo = self.modulo.campo if self.query(Modulo) else None
        return campo is not None and campo.identificatore in nomi

    # --- lookups ---

    @property
    def ha_altro_elenco(self) -> bool:
        return self.sul_campo(*self.con_altro_elenco)

    async def apri_altro_elenco(self) -> None:
        """F3: the list of the field in its other order; of the prestazioni, with the precancellate too."""
        await self.cerca_sul_campo(-1)

    async def cerca_sul_campo(self, ordine: int, testo: str | None = None) -> None:
        """Open the list of the field in one of its orders, from what is typed; the choice goes to the field."""
        modulo, campo = self.modulo, self.modulo.campo
        if campo is None or campo.ricerca is None:
            return
        scritto = modulo.editore.testo.strip() if modulo.in_corso else ""
        finestra = FinestraRicerca(campo.ricerca, scritto if testo is None else testo)
        finestra.ordine = campo.ricerca.ordini[ordine]
        trovata = await self.programma.attendi(finestra)
        if trovata is not None:
            modulo.registra(campo, trovata[campo.ricerca.chiave], trovata)
            await self.ricalcolato()
            modulo.muovi(1)

    async def apri_scheda(self) -> None:
        """The card of the code typed in the field, to be looked at or changed."""
        modulo, campo = self.modulo, self.modulo.campo
        if campo is None or campo.ricerca is None or campo.ricerca.nuovo is None:
            return
        codice = await self.programma.attendi(campo.ricerca.nuovo(modulo.editore.testo.strip()))
        if codice is not None:
            trovata = await self.in_disparte(campo.ricerca.esamina, str(codice))
            if not isinstance(trovata, int):
                modulo.registra(campo, trovata[campo.ricerca.chiave], trovata)

    # --- F10, F11, ⇧F11 ---

    async def conferma(self) -> None:
        """F10: the print on the screen."""
        valori = self.scelti()

        def prepara(sessione: "Session", contesto: "Contesto") -> "Prospetto":
            return self.prospetto(sessione, contesto, valori)

        await mostra(self, prepara)

    async def memorizza(self) -> None:
        """⇧F11: store the selections under a name (STA-051)."""
        if not await self.accetta_tutto():
            return
        await self.ricalcolato()
        nome = await self.programma.attendi(NomeSelezioni(self._nome))
        if nome is None:
            return
        valori = {n: v for n, v in self.scelti().items() if v is not None}
        fatto = await self.conferma_regola(
            lambda sessione, _: selezioni.memorizza(sessione, self.contesto, self.stampa, nome, valori)
        )
        if fatto is not None:
            self._nome = fatto.valore
            self.avvisa(f"Selezioni memorizzate: {self._nome}. F11 le richiama.")

    async def richiama(self) -> None:
        """F11: take the fields from selections stored before (STA-051)."""
        letti = await self.leggi(selezioni.memorizzate, self.contesto, self.stampa)
        if letti is None:
            return
        if not letti.valore:
            self.avvisa("Non ci sono selezioni memorizzate per questa stampa: ⇧F11 le memorizza.")
            return
        nome = await self.programma.attendi(SelezioniMemorizzate(self.stampa, letti.valore))
        if nome is None:
            return
        if letto := await self.leggi(selezioni.richiama, self.contesto, self.stampa, nome):
            noti = {campo.identificatore for campo in self.modulo.campi}
            self.modulo.carica({n: v for n, v in letto.valore.items() if n in noti})
            self._nome = nome
            await self.ricalcolato()  # the hint of the first field comes before what is said
            self.avvisa(f"Selezioni richiamate: {nome}.")


class NomeSelezioni(RiquadroStudio[str]):
    """The name to keep the selections under."""

    titolo = "Memorizza selezioni"
    pagina_aiuto = "stampe"

    def __init__(self, nome: str) -> None:
        super().__init__()
        self._nome = nome

    def corpo(self) -> ComposeResult:
        aiuto = "Un nome già usato prende le selezioni nuove."
        yield Modulo([Campo("nome", "Nome", lunghezza=40, obbligatorio=True, aiuto=aiuto)], {"nome": self._nome})

    async def conferma(self) -> None:
        self.dismiss(str(self.query_one(Modulo)["nome"]))


class SelezioniMemorizzate(RiquadroStudio[str]):
    """The selections kept for a print: Enter recalls, ⇧F3 deletes."""

    titolo = "Selezioni memorizzate"
    pagina_aiuto = "stampe"
    sola_lettura = True
    comandi = [Comando("selezioni.cancella", "shift+f3", "Cancella", "cancella", attivo="su_riga")]

    def __init__(self, stampa: str, nomi: Sequence[str]) -> None:
        super().__init__()
        self.stampa = stampa
        self._nomi = list(nomi)

    def corpo(self) -> ComposeResult:
        yield Elenco([Colonna("nome", "Nome", 40, elastica=True)], vuoto="Nessuna selezione.")

    async def apri(self) -> None:
        await self.query_one(Elenco).mostra_subito(self._sorgente())

    def _sorgente(self) -> SorgenteLista:
        return SorgenteLista([{"nome": nome} for nome in self._nomi], "nome")

    @property
    def su_riga(self) -> bool:
        return self.query_one(Elenco).riga is not None

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.dismiss(str(event.riga["nome"]))

    async def cancella(self) -> None:
        """⇧F3."""
        riga = self.query_one(Elenco).riga
        if riga is None or not await self.conferma_cancellazione(f"Cancello le selezioni {riga['nome']}"):
            return
        nome = str(riga["nome"])
        regola = selezioni.dimentica
        if await self.conferma_regola(lambda sessione, _: regola(sessione, self.contesto, self.stampa, nome)):
            self._nomi.remove(nome)
            await self.query_one(Elenco).mostra_subito(self._sorgente())
