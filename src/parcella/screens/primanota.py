"""Consulting primanota: the registrations by date, and the rows of one of them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Generic, TypeVar

from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.primanota import consultazione
from parcella.ledger.tipi import somma
from parcella.screens.sorgenti import SorgenteLibri
from parcella.screens.studio import SchermoStudio
from parcella.widgets.campo import Campo
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import FineModulo, RigaScelta
from parcella.widgets.modulo import Modulo
from parcella.widgets.schermo import Riquadro
from parcella.widgets.sorgente import Colonna, SorgenteLista

T = TypeVar("T")
CAUSALI = {
    "FE": "Fattura emessa",
    "FS": "Fattura emessa sospesa",
    "NE": "Nota di credito",
    "NS": "Nota di credito sosp.",
    "PG": "Pagamento",
    "ED": "Effetti",
}
Periodo = tuple[date | None, date | None]


class Filtro(Riquadro[T], Generic[T]):
    """The window of a filter: Enter on the last field confirms it, Esc leaves the list as it was, with no question."""

    titolo = "Filtro"

    @property
    def modificato(self) -> bool:
        """A filter given up is no loss."""
        return False

    def on_fine_modulo(self, event: FineModulo) -> None:
        if event.verso > 0:
            event.prevent_default()
            self.programma.lavora(self.chiedi_conferma())

    def date_in_ordine(self) -> bool:
        """Refuse a period that ends before it begins."""
        valori = self.query_one(Modulo).valori
        da, a = valori["da_data"], valori["a_data"]
        if da is not None and a is not None and a < da:
            self.avvisa_sul_campo(self.trova_campo("a_data"), "La data finale viene prima di quella iniziale.")
            return False
        return True


class FiltroDate(Filtro[Periodo]):
    """Two dates, bounds included; an empty one is no limit."""

    pagina_aiuto = "primanota"

    def __init__(self, periodo: Periodo) -> None:
        super().__init__()
        self._periodo = periodo

    def corpo(self) -> ComposeResult:
        da, a = self._periodo
        yield Modulo(
            [
                Campo("da_data", "Dalla data", "data", aiuto="Compresa; vuota = dall'inizio."),
                Campo("a_data", "alla data", "data", accanto=True, aiuto="Compresa; vuota = fino alla fine."),
            ],
            {"da_data": da, "a_data": a},
        )

    async def conferma(self) -> None:
        if self.date_in_ordine():
            valori = self.query_one(Modulo).valori
            self.dismiss((valori["da_data"], valori["a_data"]))


def periodo_scritto(da: date | None, a: date | None) -> str:
    """A filter by dates as the title of a list says it."""
    parti = [f"dal {da:%d/%m/%Y}" if da else "", f"al {a:%d/%m/%Y}" if a else ""]
    return " ".join(filter(None, parti)) or "tutte le date"


class SchermoPrimanota(SchermoStudio[None]):
    """The registrations of the year of the data di lavoro, or between two dates."""

    titolo = "Primanota"
    pagina_aiuto = "primanota"
    comandi = [Comando("primanota.filtro", "f4", "Filtra", "filtra")]

    def __init__(self) -> None:
        super().__init__()
        self._periodo: Periodo = None, None

    def corpo(self) -> ComposeResult:
        yield Elenco(
            [
                Colonna("data_registrazione", "Data", 10, "data"),
                Colonna("numero", "Numero", 6, "intero"),
                Colonna("causale", "Ca", 2),
                Colonna("protocollo", "Protocollo", 11),
                Colonna("documento", "Documento", 10),
                Colonna("descrizione", "Descrizione", 16, elastica=True),
                Colonna("totale", "Totale D", 13, "importo"),
            ],
            titolo="",
            vuoto="Nessuna registrazione: la primanota nasce dalle parcelle definitive. F4 cambia le date.",
        )

    async def apri(self) -> None:
        anno = self.contesto.data_lavoro.year
        await self._mostra((date(anno, 1, 1), date(anno, 12, 31)))

    async def _mostra(self, periodo: Periodo) -> None:
        """Show a period from its last registrations, which are those one looks for."""
        self._periodo = da, a = periodo
        azienda = self.contesto.azienda
        sorgente = SorgenteLibri(
            self.archivio,
            lambda sessione: consultazione.conta(sessione, azienda, da, a),
            lambda sessione, quanti, **dove: consultazione.pagina(sessione, azienda, quanti, da=da, a=a, **dove),
        )
        elenco = self.query_one(Elenco)
        elenco.titolo = f"Registrazioni: {periodo_scritto(da, a)}"
        await elenco.mostra_subito(sorgente)
        elenco.vai(elenco.totale - 1)

    async def filtra(self) -> None:
        """F4."""
        periodo = await self.programma.attendi(FiltroDate(self._periodo))
        if periodo is not None:
            await self._mostra(periodo)

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.programma.lavora(self._apri_registrazione(event.riga["id"]))

    async def _apri_registrazione(self, chiave: int) -> None:
        letta = await self.leggi(consultazione.una, self.contesto.azienda, chiave)
        if letta is not None and letta.valore is not None:
            await self.programma.attendi(SchermoRegistrazione(letta.valore))


class SchermoRegistrazione(SchermoStudio[None]):
    """One registration with its rows: account, amount D or A, memo text; both totals."""

    titolo = "Registrazione di primanota"
    pagina_aiuto = "primanota"

    def __init__(self, registrazione: Mapping[str, Any]) -> None:
        super().__init__()
        self.registrazione = registrazione

    def corpo(self) -> ComposeResult:
        fissa = partial(Campo, sola_lettura=True)
        causale = self.registrazione["causale"]
        testata = {
            **self.registrazione,
            "descrizione_causale": CAUSALI.get(causale, ""),
            "descrizione_registrazione": self.registrazione["descrizione"],
        }
        yield Modulo(
            [
                fissa("data_registrazione", "Data", "data"),
                fissa("numero", "Numero", "intero", accanto=True),
                fissa("causale", "Caus", lunghezza=2, accanto=True),
                fissa("descrizione_causale", "", larghezza=22, accanto=True),
                fissa("descrizione_registrazione", "Desc", larghezza=40),
                fissa("protocollo", "Prot", larghezza=12),
                fissa("numero_documento", "Ndoc", "intero", accanto=True),
                fissa("data_documento", "Del", "data", accanto=True),
                fissa("documento", "Documento", larghezza=12, accanto=True),
            ],
            testata,
            id="testata",
        )
        righe = [{**riga, "numero_riga": n} for n, riga in enumerate(self.registrazione["righe"], start=1)]
        yield Elenco(
            [
                Colonna("conto", "Codice", 11),
                Colonna("descrizione_conto", "Descrizione conto", 20, elastica=True),
                Colonna("importo", "Importo", 13, "importo"),
                Colonna("segno", "", 1),
                Colonna("descrizione", "Descrizione", 14),
            ],
            SorgenteLista(righe, "numero_riga"),
        )
        yield Modulo(
            [
                fissa("totale_dare", "Totale D", "importo", colonna=33, riga=0),
                fissa("totale_avere", "Totale A", "importo", colonna=33, riga=1),
            ],
            {"totale_dare": _totale(righe, "D"), "totale_avere": _totale(righe, "A")},
            id="totali",
        )

    async def apri(self) -> None:
        for modulo in self.query(Modulo):
            modulo.can_focus = False
        self.query_one(Elenco).focus()


def _totale(righe: list[dict[str, Any]], segno: str) -> Decimal:
    return somma(riga["importo"] for riga in righe if riga["segno"] == segno)
