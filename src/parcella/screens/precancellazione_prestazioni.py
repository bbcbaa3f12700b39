"""Precancellazione prestazioni: hide or show again all the prestazioni of a selection (PRE-115)."""

from typing import Any

from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.parole import quanti
from parcella.ledger.prestazioni import precancellazione
from parcella.ledger.prestazioni.precancellazione import Filtro, Operazione
from parcella.ledger.prestazioni.tabelle import Prestazione
from parcella.screens import ricerche
from parcella.screens.scheda import campo
from parcella.screens.studio import SchermoStudio
from parcella.widgets.campo import Campo
from parcella.widgets.elenco import Elenco
from parcella.widgets.modulo import Modulo
from parcella.widgets.sorgente import Colonna, SorgenteLista

_TIPI = ("R", "D", "T", "V", "")
_FATTO: dict[Operazione, str] = {"P": "precancellate", "R": "ripristinate"}


class SchermoPrecancellazionePrestazioni(SchermoStudio[None]):
    """F5 lists the prestazioni of the selection, F10 changes them."""

    titolo = "Precancellazione prestazioni"
    pagina_aiuto = "precancellazione-prestazioni"
    comandi = [Comando("precancellazione.prova", "f5", "Prova", "prova")]

    def corpo(self) -> ComposeResult:
        iva = ricerche.codici_iva(self.archivio, self.contesto)
        yield Modulo(
            [
                Campo("operazione", "Operazione", "lettera", valori=("P", "R"), predefinito="P", obbligatorio=True,
                      aiuto="P precancella, R ripristina quelle precancellate"),
                Campo("con_sostitutivo", "Con sostitutivo", "lettera", valori=("S", "N", ""), accanto=True,
                      attivo=lambda v: v["operazione"] == "R", aiuto="S solo quelle che l'hanno, N solo le altre"),
                Campo("da_codice", "Da codice", "codice", 32, larghezza=20, sezione="Quali prestazioni"),
                Campo("a_codice", "a", "codice", 32, larghezza=20, accanto=True,
                      aiuto="Compresi i codici che cominciano così"),
                Campo("tipo", "Tipo", "lettera", valori=_TIPI, aiuto="R, D, T, V; vuoto tutti"),
                campo(Prestazione, "cod_iva", "Aliquota IVA", "codice", accanto=True, ricerca=iva, aiuto="F2 elenco"),
                Campo("descrizione", "Descrizione", lunghezza=40, larghezza=20, accanto=True,
                      aiuto="Solo quelle che hanno questo testo nella descrizione"),
                Campo("non_usate_dal", "Non usate dal", "data", aiuto="Da quel giorno in poi non sono in documenti"),
                Campo("aggiornate_prima_del", "Aggiornate prima del", "data", accanto=True,
                      aiuto="La data dell'ultimo aggiornamento della scheda"),
            ]
        )  # fmt: skip
        yield Elenco(
            [
                Colonna("codice", "Codice", 16),
                Colonna("tipo", "Tp", 2),
                Colonna("descrizione", "Descrizione", 20, elastica=True),
                Colonna("codice_sostitutivo", "Sostitutivo", 16),
            ],
            vuoto="F5 elenca le prestazioni della selezione.",
        )

    @property
    def richiesta(self) -> tuple[Operazione, Filtro]:
        """What is asked: the operation and the selection."""
        valori = self.query_one(Modulo).valori
        operazione: Operazione = "R" if valori.pop("operazione") == "R" else "P"
        if operazione == "P":
            valori["con_sostitutivo"] = None
        return operazione, Filtro(**{nome: valore or None for nome, valore in valori.items()})

    async def prova(self) -> None:
        """F5."""
        if not await self.accetta_tutto():
            return
        trovate = await self._elenca()
        if trovate is not None:
            self.avvisa(f"Prestazioni della selezione: {len(trovate)}. F10 le cambia.")

    async def _elenca(self) -> list[dict[str, Any]] | None:
        operazione, filtro = self.richiesta
        letto = await self.leggi(precancellazione.trova, self.contesto.azienda, operazione, filtro)
        if letto is None:
            return None
        righe = [{nome: valore or "" for nome, valore in trovata.items()} for trovata in letto.valore]
        await self.query_one(Elenco).mostra_subito(SorgenteLista(righe, "codice"))
        return righe

    async def conferma(self) -> None:
        """F10: after saying how many."""
        operazione, filtro = self.richiesta
        trovate = await self._elenca()
        if trovate is None:
            return
        if not trovate:
            self.avvisa("Nessuna prestazione da cambiare.", grave=True)
            return
        che_cosa = "Precancello" if operazione == "P" else "Ripristino"
        if await self.chiedi(f"{che_cosa} {quanti(len(trovate), 'prestazione', 'prestazioni')}", "N") != "S":
            return
        fatto = await self.conferma_regola(
            lambda sessione, _risposte: precancellazione.esegui(sessione, self.contesto, operazione, filtro)
        )
        if fatto is not None:
            self.registrato()
            await self._elenca()
            self.avvisa(f"Prestazioni {_FATTO[operazione]}: {fatto.valore}.")
