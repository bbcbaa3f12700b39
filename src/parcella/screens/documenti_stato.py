"""The document open on the screen: its widgets, what is beside them, its totals worked out while one types."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from parcella.fatturapa.emissione import non_emessa
from parcella.ledger.documenti import proposte, ricerca
from parcella.ledger.documenti.dati import DatiDocumento
from parcella.ledger.documenti.fascicoli import fascicolo
from parcella.ledger.documenti.proposte import Avvio, Calcolo, PropostaCliente
from parcella.ledger.documenti.rivedi import motivo_sola_consultazione
from parcella.ledger.esito import Rifiuto
from parcella.screens import documenti_campi as campi
from parcella.screens import documenti_dati as dati
from parcella.screens.documenti_corpo import Corpo, riga_nuova
from parcella.screens.studio import SchermoStudio
from parcella.widgets.bozza import Bozza
from parcella.widgets.campo import Campo
from parcella.widgets.modulo import Modulo
from parcella.widgets.tratti import filetto

if TYPE_CHECKING:
    from sqlmodel import Session

    from parcella.ledger.contesto import Contesto

ZERO = Decimal("0.00")


class Filetto(Widget):
    """The rule above a section."""

    DEFAULT_CSS = "Filetto { height: 1; background: transparent; }"

    def __init__(self, titolo: str) -> None:
        super().__init__()
        self.titolo = titolo

    def render_line(self, y: int) -> Strip:
        return filetto(self.titolo, self.size.width)


class DocumentoAperto(SchermoStudio[None]):
    """`chiave` is the document of the archive being revised or looked at; None while a new one is typed."""

    DEFAULT_CSS = """
    DocumentoAperto #testata, DocumentoAperto #piede { height: 4; }
    DocumentoAperto #dettaglio { height: 1; }
    """

    def __init__(self, chiave: int | None = None) -> None:
        super().__init__()
        self.da_aprire = chiave
        self.chiave: int | None = None
        self.versione: int | None = None
        self.consulta = False
        self.avvio = Avvio("P", False, True, None, {"NO": "Notula", "PA": "Parcella"}, False, True)
        self.intestatario: PropostaCliente | None = None
        self.altri: dict[str, Any] = {}
        self.rate: list[dict[str, Any]] = []
        self.rate_a_mano = False
        self.rate_apertura: list[dict[str, Any]] = []
        self.calcolo: Calcolo | None = None
        self.serie_usata = 1
        self._base: dict[str, Any] = {}
        self._con_spese_di_riga = False
        self._giro = 0
        self._in_calcolo = 0

    def corpo(self) -> ComposeResult:
        yield campi.testata(self)
        yield Filetto("Corpo")
        yield Corpo(campi.colonne_corpo(self), nuova=riga_nuova, id="righe")
        yield campi.dettaglio(self)
        yield Filetto("Piede")
        yield campi.piede(self)

    @property
    def nel_giornale(self) -> tuple[str, str | int | None] | None:  # type: ignore[override]
        """The document of the archive, by its internal key."""
        return None if self.chiave is None else ("documento", self.chiave)

    @property
    def testata(self) -> campi.ModuloDocumento:
        return self.query_one("#testata", campi.ModuloDocumento)

    @property
    def griglia(self) -> Corpo:
        return self.query_one("#righe", Corpo)

    @property
    def dettaglio(self) -> Modulo:
        return self.query_one("#dettaglio", Modulo)

    @property
    def piede(self) -> campi.ModuloDocumento:
        return self.query_one("#piede", campi.ModuloDocumento)

    @property
    def spese_di_riga(self) -> bool:
        """The spese anticipate of the foot are the sum of the rows (DOC-103)."""
        return self.is_mounted and self.griglia.spese_di_riga

    @property
    def e_notula(self) -> bool:
        return campi.e_notula(self.testata.valori)

    @property
    def e_parcella(self) -> bool:
        return campi.e_parcella(self.testata.valori)

    @property
    def con_cliente(self) -> bool:
        return bool(self.testata["codice_cliente"])

    # --- a new document, one of the archive -----------------------------------------------------------

    async def apri(self) -> None:
        if letto := await self.leggi(proposte.avvio, self.contesto):
            self.avvio = letto.valore
        self.prepara_nuovo()
        if self.da_aprire is not None:
            await self.apri_documento(self.da_aprire)

    def prepara_nuovo(self) -> None:
        """An empty document, the cursor on DOCUM."""
        self.chiave, self.versione, self.consulta = None, None, False
        self.intestatario, self.calcolo = None, None
        self.altri, self.rate, self.rate_a_mano, self.rate_apertura = {}, [], False, []
        self.griglia.fissa = False
        partenza = {
            "serie": self.serie_usata,
            "numero_documento": campi.AUTO,
            "data_documento": self.programma.lavoro,
            "chiusa_definitiva": "N",
        }
        self.testata.carica(partenza)
        self.testata.rinomina("codice_cliente", "Cliente")
        self.testata.ridisponi()
        self.griglia.carica([])
        self.dettaglio.carica({})
        self.piede.carica({})
        self._segna_base()
        self.usa_bozza()
        self.testata.vai_a("sigla_documento")

    async def apri_documento(self, chiave: int) -> bool:
        """Recall a document: to revise it, or to look at it where it may not be changed."""
        letto = await self.leggi(_leggi, self.contesto, chiave)
        if letto is None:
            return False
        mostrato, proposta, motivo, da_rifare, versione = letto.valore
        self.chiave, self.versione, self.consulta = chiave, versione, motivo is not None
        self._carica(mostrato, proposta)
        if self.consulta:
            self.griglia.focus()
            self.di_e_resta(motivo or "")
        else:
            await self._confronta_rate()
            self.testata.entra(1)
            await self._offri_bozza()
            if da_rifare:
                self.di_e_resta("La fattura non è stata accettata: correggerla e confermare, poi farne il nuovo file.")
        return True

    def _carica(self, mostrato: dati.Mostrato, proposta: PropostaCliente) -> None:
        self.intestatario, self.calcolo = proposta, None
        self.altri, self.rate, self.rate_apertura = mostrato.altri, mostrato.rate, mostrato.rate
        self.griglia.fissa = False
        self.testata.carica(mostrato.testata)
        self.testata.rinomina("codice_cliente", "Cointes" if self.altri.get("cointestatari") else "Cliente")
        self.testata.ridisponi()
        self.griglia.carica(mostrato.righe)
        self.griglia.fissa = self.consulta
        self.piede.carica(mostrato.piede)
        self._mostra_dettaglio()
        self._segna_base()
        self.usa_bozza()

    async def _confronta_rate(self) -> None:
        """Rate that the payment would give again have never been edited: they go on following the totals."""
        self.rate_a_mano = False
        if self.e_notula and (calcolo := await self._componi(self.raccogli())) is not None:
            self.calcolo = calcolo
            self.rate_a_mano = [dati.in_rata(rata) for rata in calcolo.rate] != self.rate

    def di_e_resta(self, testo: str) -> None:
        """Say something that the hint of the field under the cursor does not cover."""
        for scrittura in (self.focused, self.testata):
            if isinstance(scrittura, Modulo | Corpo) and scrittura.campo is not None:
                self._fermo = scrittura, scrittura.campo.identificatore
                break
        self.avvisa(testo)

    # --- modified, draft ------------------------------------------------------------------------------

    def _segna_base(self) -> None:
        self._base = dict(self.altri)
        self._con_spese_di_riga = self.griglia.spese_di_riga

    @property
    def modificato(self) -> bool:
        if self.consulta:
            return False
        moduli = (self.testata, self.griglia, self.piede)
        cambiate = self.rate_a_mano and self.rate != self.rate_apertura
        return any(m.modificato for m in moduli) or self.altri != self._base or cambiate

    @property
    def si_conferma(self) -> bool:
        return not self.consulta

    @property
    def nome_bozza(self) -> str:
        if self.consulta:
            return ""
        return "documento" if self.chiave is None else f"documento-{self.chiave}"

    def usa_bozza(self) -> None:
        """Each document has its own draft."""
        sessione = self.programma.sessione
        self.bozza = None
        if self.nome_bozza and sessione.archivio is not None:
            self.bozza = Bozza(sessione.archivio, sessione.utente, sessione.azienda, self.nome_bozza)

    def stato(self) -> dict[str, Any]:
        return super().stato() | {
            "altri": self.altri,
            "rate": self.rate,
            "rate_a_mano": self.rate_a_mano,
            "versione": self.versione,
        }

    def riprendi(self, stato: dict[str, Any]) -> None:
        super().riprendi(stato)
        self.altri = stato.get("altri", {})
        self.rate, self.rate_a_mano = stato.get("rate", []), stato.get("rate_a_mano", False)
        self.versione = stato.get("versione", self.versione)
        self._con_spese_di_riga = self.griglia.spese_di_riga
        self.testata.ridisponi()
        self.programma.lavora(self._dopo_ripresa())

    async def _dopo_ripresa(self) -> None:
        if codice := self.testata["codice_cliente"]:
            letto = await self.leggi(proposte.cliente, self.contesto, codice, self.giorno)
            self.intestatario = letto.valore if letto else None
        await self.ricalcola_ora()

    @property
    def giorno(self) -> date:
        """The date of the document, or that of the session while there is none."""
        giorno: date | None = self.testata["data_documento"]
        return giorno or self.programma.lavoro

    # --- totals ---------------------------------------------------------------------------------------

    def raccogli(self, *, con_rate: bool = False) -> DatiDocumento:
        """What is on the screen, for the rules."""
        rate = self.rate if con_rate else None
        return dati.in_dati(self.testata.valori, self.griglia.righe, self.piede.valori, self.altri, rate)

    @property
    def in_calcolo(self) -> bool:
        """The totals on the screen are not yet those of what is typed."""
        return bool(self._in_calcolo)

    def ricalcola(self) -> None:
        """Work the totals out again, off the screen's thread: keys do not wait for it (NOT-003)."""
        if not self.consulta:
            self._in_calcolo += 1
            self.run_worker(self._ricalcola_e_conta())

    async def _ricalcola_e_conta(self) -> None:
        try:
            await self.ricalcola_ora()
        finally:
            self._in_calcolo -= 1

    async def ricalcola_ora(self) -> None:
        """The same, and wait for it."""
        self._giro += 1
        giro = self._giro
        self._sistema_spese()
        raccolti = self.raccogli()
        completi = raccolti.sigla_documento and raccolti.codice_cliente and raccolti.data_documento
        calcolo = await self._componi(raccolti) if completi else None
        if giro == self._giro:
            self._mostra(calcolo)

    async def _componi(self, raccolti: DatiDocumento) -> Calcolo | None:
        try:
            return await asyncio.to_thread(self._calcola, raccolti)
        except Rifiuto:
            return None

    def _calcola(self, raccolti: DatiDocumento) -> Calcolo:
        with self.archivio.lettura() as sessione:
            return proposte.calcola(sessione, self.contesto, raccolti, self.chiave)

    def _sistema_spese(self) -> None:
        """The foot's own expenses give way to those of the rows, and come back empty when the rows have none."""
        scritte = self.piede["totale_spese_anticipate"]
        if self.spese_di_riga:
            if scritte and not self._con_spese_di_riga:
                self.avvisa("Le spese anticipate del piede sono ora la somma di quelle delle righe.")
        elif self._con_spese_di_riga:
            self.piede.imposta("totale_spese_anticipate", ZERO)
        self._con_spese_di_riga = self.spese_di_riga

    def _mostra(self, calcolo: Calcolo | None) -> None:
        self.calcolo = calcolo
        valori: Mapping[str, Any] = dati.senza_totali() if calcolo is None else dati.del_piede(calcolo.testata)
        for nome, valore in valori.items():
            self.piede.imposta(nome, valore)
        if calcolo is None:
            return
        if self.spese_di_riga:
            self.piede.imposta("totale_spese_anticipate", calcolo.testata["totale_spese_anticipate"])
        if not self.rate_a_mano:
            self.rate = [dati.in_rata(rata) for rata in calcolo.rate]

    # --- rows of a code ---------------------------------------------------------------------------------

    async def righe_di(self, codice: str, quantita: Decimal | None = None) -> list[dict[str, Any]] | None:
        """What a code puts in the body; None with the reason told."""
        testata = self.testata

        def leggi() -> list[dict[str, Any]]:
            with self.archivio.lettura() as sessione:
                return proposte.righe_di(
                    sessione,
                    self.contesto,
                    codice,
                    testata["codice_cliente"],
                    testata["data_documento"] or self.programma.lavoro,
                    quantita,
                )

        try:
            return await asyncio.to_thread(leggi)
        except Rifiuto as rifiuto:
            self.avvisa_sul_campo(self.griglia, rifiuto.messaggio)
            return None

    def _mostra_dettaglio(self) -> None:
        """The further data of the row under the cursor."""
        riga = self.griglia.riga
        valori = {nome: riga.get(nome) for nome in ("data_prestazione", "prezzo_unitario")}
        self.dettaglio.carica(valori | {"codice_iva_riga": riga.get("codice_iva_riga") or ""})

    def campo_corrente(self) -> Campo | None:
        """The field the cursor is on."""
        scrittura = self.focused
        return scrittura.campo if isinstance(scrittura, Modulo | Corpo) else None

    def _sul_campo(self, *nomi: str) -> bool:
        campo = self.campo_corrente()
        return campo is not None and campo.identificatore in nomi


def _leggi(
    sessione: "Session", contesto: "Contesto", chiave: int
) -> tuple[Any, PropostaCliente, str | None, bool, int]:
    """The document as it is shown; why it can't be changed; whether its invoice is to be corrected; its version."""
    f = fascicolo(sessione, contesto, chiave)
    proposta = proposte.proposta_salvata(sessione, contesto, f)
    nomi: Sequence[str] = ricerca.riferimenti(sessione, contesto.azienda, [chiave]).get(chiave, [])
    da_rifare = non_emessa(sessione, contesto.azienda, chiave)
    motivo = motivo_sola_consultazione(sessione, f.documento, non_emessa=da_rifare)
    return dati.mostra(f, proposta, nomi), proposta, motivo, da_rifare, f.documento.versione
