"""Casse e valori di legge: what the law sets, with the day each value begins; the past is not overwritten unawares."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session
from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.aziende.periodi import (
    CHIAVI,
    aggiungi_periodo,
    correggi_periodo,
    elenco_periodi,
    elimina_periodo,
)
from parcella.ledger.aziende.tabelle import Cassa, RiferimentoNormativo, ValoreDiLegge
from parcella.ledger.esito import Risposte
from parcella.screens import ricerche
from parcella.screens.scheda import campo, valori_di
from parcella.screens.studio import SchermoStudio
from parcella.screens.tabella import con_descrizione, da_scrivere, descrivi
from parcella.widgets.campo import Campo
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import RigaScelta
from parcella.widgets.modulo import Modulo
from parcella.widgets.ricerca import Ricerca
from parcella.widgets.schermo import Riquadro
from parcella.widgets.sorgente import Colonna, Riga, SorgenteLista

VALORI = {
    "iva_ordinaria": "Aliquota IVA ordinaria, per cento",
    "bollo_importo": "Imposta di bollo, euro",
    "bollo_soglia": "Importo senza IVA oltre il quale c'è il bollo",
    "rivalsa_inps": "Rivalsa INPS della gestione separata, per cento",
    "limite_contanti": "Pagamenti in contanti: la soglia vietata, euro",
    "iva_per_cassa_dal": "Regime dell'IVA per cassa: 1,00 da quando esiste",
}
DICITURE = {
    "art_15": "Spese anticipate fuori campo IVA",
    "bollo_virtuale": "Bollo assolto in modo virtuale",
    "copia_cortesia": "Copia di una fattura elettronica",
    "forfettario": "Regime forfettario",
    "iva_per_cassa": "IVA per cassa",
    "notula_non_fattura": "La notula non è una fattura",
    "split_payment": "Scissione dei pagamenti",
}
DATE = (Colonna("valido_dal", "Dal", 10, "data"), Colonna("valido_al", "al", 10, "data"))


def _ricerca(titolo: str, codici: Mapping[str, str]) -> Ricerca:
    righe = [{"codice": codice, "descrizione": descrizione} for codice, descrizione in codici.items()]
    return ricerche.su_righe(titolo, ricerche.codice_e_descrizione(20), lambda: righe)


def _campi_cassa() -> Iterable[Campo]:
    yield Campo("tipo_cassa", "Tipo cassa", "maiuscole", larghezza=6, ricerca=ricerche.tipi_cassa(), obbligatorio=True)
    yield campo(Cassa, "descrizione", "Descrizione", elastico=True)
    yield campo(
        Cassa, "percentuale", "Contributo %", aiuto="Il contributo integrativo; vuoto = la cassa non lo addebita."
    )


def _campi_valore() -> Iterable[Campo]:
    valori = _ricerca("Valori di legge", VALORI)
    yield from con_descrizione(Campo("nome", "Nome", lunghezza=20, ricerca=valori, obbligatorio=True))
    yield campo(ValoreDiLegge, "valore", "Valore", obbligatorio=True, predefinito=None)
    yield campo(ValoreDiLegge, "fonte", "Fonte", elastico=True, aiuto="La norma da cui viene, per ricordarsene.")


def _campi_dicitura() -> Iterable[Campo]:
    diciture = _ricerca("Diciture", DICITURE)
    yield from con_descrizione(Campo("codice", "Dicitura", lunghezza=20, ricerca=diciture, obbligatorio=True))
    yield campo(RiferimentoNormativo, "testo", "Testo", elastico=True, aiuto="Si stampa sui documenti di quei giorni.")


@dataclass(frozen=True, slots=True)
class Parte:
    """One of the three tables of the screen."""

    titolo: str
    tabella: type[Any]
    colonne: tuple[Colonna, ...]
    campi: Callable[[], Iterable[Campo]]
    nomi: Mapping[str, str]

    @property
    def chiave(self) -> str:
        return CHIAVI[self.tabella]


CASSE = Parte(
    "Casse previdenza",
    Cassa,
    (
        Colonna("tipo_cassa", "Tipo", 5),
        Colonna("descrizione", "Descrizione", 20, elastica=True),
        Colonna("percentuale", "Contributo", 10, "percentuale"),
        *DATE,
    ),
    _campi_cassa,
    {},
)
VALORI_DI_LEGGE = Parte(
    "Valori di legge",
    ValoreDiLegge,
    (
        Colonna("significato", "Valore di legge", 20, elastica=True),
        Colonna("valore", "Valore", 10, "importo"),
        *DATE,
    ),
    _campi_valore,
    VALORI,
)
DICITURE_DI_LEGGE = Parte(
    "Diciture di legge",
    RiferimentoNormativo,
    (Colonna("significato", "Dicitura", 24), Colonna("testo", "Testo", 10, elastica=True), *DATE),
    _campi_dicitura,
    DICITURE,
)


class SchermoLegge(SchermoStudio[None]):
    """Invio (or ⇧F4) writes a value with a date of its own, F4 corrects one, ⇧F3 takes the last away."""

    titolo = "Casse e valori di legge"
    pagina_aiuto = "legge"
    comandi = [
        Comando("legge.cancella", "shift+f3,delete", "Cancella", "cancella", attivo="ha_riga"),
        Comando("legge.nuovo", "shift+f4,insert", "Nuovo valore", "nuovo"),
        Comando("legge.correggi", "f4", "Correggi", "correggi", attivo="ha_riga"),
        Comando("legge.casse", "f5", "Casse", "casse"),
        Comando("legge.valori", "f6", "Valori", "valori"),
        Comando("legge.diciture", "f7", "Diciture", "diciture"),
        Comando("legge.storia", "f8", "Storia", "storia"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.parte = CASSE
        self.tutta_la_storia = False

    @property
    def elenco(self) -> Elenco:
        """The list."""
        return self.query_one(Elenco)

    @property
    def ha_riga(self) -> bool:
        """There is a value under the bar."""
        return self.elenco.riga is not None

    @property
    def nel_giornale(self) -> tuple[str, str | int | None] | None:  # type: ignore[override]
        """All the periods of the value under the bar."""
        riga = self.elenco.riga
        return str(self.parte.tabella.__tablename__), None if riga is None else f"{riga[self.parte.chiave]} *"

    def corpo(self) -> ComposeResult:
        yield Elenco(CASSE.colonne, titolo=CASSE.titolo, vuoto="Nessun valore in vigore: F8 mostra tutta la storia.")

    async def apri(self) -> None:
        await self._mostra()
        self.avvisa("Invio scrive un valore nuovo con la sua data; F4 corregge uno sbaglio.")

    def _righe(self, sessione: Session) -> list[dict[str, Any]]:
        oggi = self.contesto.data_lavoro
        righe = [valori_di(periodo) for periodo in elenco_periodi(sessione, self.parte.tabella)]
        for riga in righe:
            nome = riga[self.parte.chiave]
            riga["significato"] = self.parte.nomi.get(nome, nome)
        return [r for r in righe if self.tutta_la_storia or r["valido_al"] is None or r["valido_al"] >= oggi]

    def _chiave(self, riga: Riga) -> tuple[str, date]:
        return riga[self.parte.chiave], riga["valido_dal"]

    async def _mostra(self, chiave: tuple[str, date] | None = None) -> None:
        letto = await self.leggi(self._righe)
        if letto is None:
            return
        righe, indice = letto.valore, self.elenco.indice
        quali = "tutta la storia" if self.tutta_la_storia else f"dal {self.contesto.data_lavoro:%d/%m/%Y} in poi"
        self.elenco.colonne = self.parte.colonne
        self.elenco.titolo = f"{self.parte.titolo}, {quali}"
        await self.elenco.mostra_subito(SorgenteLista(righe, self._chiave))
        self.elenco.vai(next((i for i, r in enumerate(righe) if self._chiave(r) == chiave), indice))

    async def _passa_a(self, parte: Parte) -> None:
        self.parte = parte
        self.elenco.indice = 0
        await self._mostra()

    async def casse(self) -> None:
        """F5."""
        await self._passa_a(CASSE)

    async def valori(self) -> None:
        """F6."""
        await self._passa_a(VALORI_DI_LEGGE)

    async def diciture(self) -> None:
        """F7."""
        await self._passa_a(DICITURE_DI_LEGGE)

    async def storia(self) -> None:
        """F8: past values too, or only those in force and to come."""
        riga = self.elenco.riga
        self.tutta_la_storia = not self.tutta_la_storia
        await self._mostra(self._chiave(riga) if riga is not None else None)

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.programma.lavora(self.nuovo())

    async def nuovo(self) -> None:
        """⇧F4: a value with its date, starting from the one under the bar."""
        await self._apri_carta(correzione=False)

    async def correggi(self) -> None:
        """F4: the value under the bar was written wrong."""
        riga = self.elenco.riga
        if riga is not None:
            testo = f"{self._nome(riga)} dal {riga['valido_dal']:%d/%m/%Y}: correggo il valore, anche per il passato"
            if await self.chiedi(testo, "N") == "S":
                await self._apri_carta(correzione=True)

    async def _apri_carta(self, correzione: bool) -> None:
        carta = _CartaPeriodo(self.parte, self.elenco.riga, correzione)
        messaggio = await self.programma.attendi(carta)
        if messaggio is not None:
            await self._mostra(carta.scritta)
            self.avvisa(messaggio)

    async def cancella(self) -> None:
        """⇧F3."""
        riga, parte = self.elenco.riga, self.parte
        if riga is None:
            return
        testo = f"Cancello {self._nome(riga)} dal {riga['valido_dal']:%d/%m/%Y}; torna in vigore il valore di prima"
        if await self.conferma_cancellazione(testo) and await self.conferma_regola(
            lambda sessione, _: elimina_periodo(sessione, parte.tabella, *self._chiave(riga))
        ):
            await self._mostra()

    def _nome(self, riga: Riga) -> str:
        return str(riga["tipo_cassa"] if self.parte is CASSE else riga["significato"])


class _CartaPeriodo(Riquadro[str], SchermoStudio[str]):
    """A value with the day it begins; dismissed with what was done."""

    pagina_aiuto = "legge"

    def __init__(self, parte: Parte, riga: Riga | None, correzione: bool) -> None:
        super().__init__()
        self.parte, self.riga, self.correzione = parte, riga, correzione
        self.titolo = f"{parte.titolo}: {'correzione' if correzione else 'valore nuovo'}"
        self.scritta: tuple[str, date] | None = None

    @property
    def nome_bozza(self) -> str:
        """No draft: a few fields, and the value it starts from may have changed."""
        return ""

    def corpo(self) -> ComposeResult:
        dal = campo(
            self.parte.tabella, "valido_dal", "Valido dal", obbligatorio=True, predefinito=None,
            aiuto="Il primo giorno: il valore di prima finisce il giorno avanti.",
        )  # fmt: skip
        primo, *altri = self.parte.campi()
        yield Modulo([self._fissato(primo), *altri[: self._seguono], self._fissato(dal), *altri[self._seguono :]])

    @property
    def _seguono(self) -> int:
        """The meaning of the name stays beside it."""
        return 1 if self.parte.nomi else 0

    def _fissato(self, voce: Campo) -> Campo:
        return replace(voce, sola_lettura=self.correzione)

    async def apri(self) -> None:
        modulo = self.query_one(Modulo)
        valori = dict(self.riga or {})
        if not self.correzione:
            valori["valido_dal"] = None
        iniziali = {c.identificatore: c.iniziale() for c in modulo.campi}
        modulo.carica(descrivi(modulo.campi, iniziali | valori))
        if not self.correzione and self.riga is not None:
            modulo.vai_a("valido_dal")

    async def conferma(self) -> None:
        """F10."""
        valori = self.query_one(Modulo).valori
        dati = {n: v for n, v in da_scrivere(self.parte.tabella, valori).items() if n != "valido_al"}
        fatto = await self.conferma_regola(lambda sessione, risposte: self._scrivi(sessione, dati, risposte))
        if fatto is not None:
            self.registrato()
            self.scritta = dati[self.parte.chiave], dati["valido_dal"]
            inizio = f"{dati[self.parte.chiave]}: registrato dal {dati['valido_dal']:%d/%m/%Y}."
            self.dismiss(" ".join((inizio, *fatto.valore)))

    def _scrivi(self, sessione: Session, dati: dict[str, Any], risposte: Risposte) -> list[str]:
        regola = correggi_periodo if self.correzione else aggiungi_periodo
        regola(sessione, self.contesto, self.parte.tabella, dati, risposte)
        return [avviso.messaggio for avviso in risposte.avvisi]
