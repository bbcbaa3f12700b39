"""Importa da fogli: what an XLSX or a CSV would bring in, row by row; then all of it, or nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.archivio import motivo
from parcella.ledger.esito import DatiNonValidi, Risposte
from parcella.ledger.scambio.fogli.archivi import TITOLI
from parcella.ledger.scambio.fogli.importa import Scelte, importa
from parcella.ledger.scambio.fogli.resoconto import RIFIUTATO, Resoconto
from parcella.ledger.scambio.fogli.resoconto import Riga as RigaFoglio
from parcella.ledger.scambio.fogli.valori import per_persone
from parcella.screens import percorsi
from parcella.widgets.campo import Campo
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import CampoLasciato, RigaIndicata, RigaScelta
from parcella.widgets.lavoro import con_avanzamento
from parcella.widgets.modulo import Modulo
from parcella.widgets.ricerca import Ricerca
from parcella.widgets.schermo import Riquadro
from parcella.widgets.sorgente import Colonna, Riga, SorgenteLista

if TYPE_CHECKING:
    from parcella.widgets.lavoro import Avanza

_ESTENSIONI = (".xlsx", ".xlsm", ".csv", ".tsv", ".txt")


class SchermoImportaFogli(percorsi.SchermoDaFile[None]):
    """F10 reads the file and shows what would happen; F10 again writes it."""

    titolo = "Importa da fogli"
    pagina_aiuto = "importa-fogli"
    comandi = [
        Comando("fogli.rileggi", "f5", "Rileggi", "leggi_il_file", attivo="letto"),
        Comando("fogli.dettaglio", "f6", "Dettaglio", "mostra_dettaglio", attivo="indicata"),
        Comando("fogli.rifiutate", "f7", "Solo rifiutate", "mostra_rifiutate", attivo="con_rifiuti"),
        Comando("fogli.tutte", "f8", "Tutte", "mostra_tutte", attivo="con_rifiuti"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.contenuto: tuple[str, bytes] | None = None
        self.resoconto: Resoconto | None = None
        self._indicata = 0
        """The row under the bar: of the first one, what matters of the whole file is said instead."""

    def corpo(self) -> ComposeResult:
        yield Modulo(
            [
                percorsi.campo("File", _ESTENSIONI, "Un foglio .xlsx o un .csv; F2 cerca. F10 legge", 60),
                Campo("tabella", "Tabella", larghezza=14, lunghezza=14, ricerca=tabelle(TITOLI),
                      aiuto="Vuoto = lo dicono il nome del foglio e le intestazioni; F2 elenco"),
                Campo("ignora_sconosciute", "Ignora colonne sconosciute", "lettera", accanto=True, predefinito="N",
                      aiuto="S = le colonne con un titolo che non si capisce restano fuori"),
            ],
            id="file",
        )  # fmt: skip
        yield Elenco(
            (
                Colonna("riga", "Riga", 5, "intero"),
                Colonna("esito", "Esito", 9),
                Colonna("codice", "Codice", 10),
                Colonna("nome", "Nome", 22),
                Colonna("spiegazione", "Che cosa", 26, elastica=True),
            ),
            titolo="Che cosa succederà, riga per riga",
            vuoto="Indicare il file e premere F10: niente è scritto prima di averlo visto.",
        )

    # --- what the commands need ----------------------------------------------------------------------

    @property
    def elenco(self) -> Elenco:
        return self.query_one(Elenco)

    @property
    def letto(self) -> bool:
        """The file has been read."""
        return self.resoconto is not None

    @property
    def indicata(self) -> bool:
        """There is a row under the bar."""
        return self.elenco.riga is not None

    @property
    def con_rifiuti(self) -> bool:
        """Some rows are refused."""
        return self.resoconto is not None and bool(self.resoconto.rifiutate)

    # --- reading -------------------------------------------------------------------------------------

    def on_campo_lasciato(self, event: CampoLasciato) -> None:
        super().on_campo_lasciato(event)
        if event.cambiato:
            self.resoconto = None  # F10 reads again

    async def conferma(self) -> None:
        """F10."""
        if self.resoconto is None:
            await self.leggi_il_file()
        else:
            await self.scrivi_tutto(self.resoconto)

    async def leggi_il_file(self) -> None:
        """F5, or the first F10."""
        self.resoconto = None
        letto = await self.esegui(_contenuto, self.percorso_scritto)
        if letto is None:
            return
        self.contenuto = letto.valore
        fatto = await con_avanzamento(self, "Prova di importazione", lambda avanza: self._importa(avanza, prova=True))
        if fatto is None:
            return
        self.resoconto = fatto.valore
        rifiutate = self.resoconto.rifiutate
        await self._mostra(rifiutate or self.resoconto.righe)
        self.elenco.focus()
        if rifiutate:
            self.avvisa(
                f"{_righe(len(rifiutate))}: correggere il file, poi F5; F8 mostra tutte.",
                grave=True,
            )
        else:
            self.avvisa(f"{self._note()}F10 scrive nell'archivio.")

    def _importa(self, avanza: "Avanza", *, prova: bool) -> Resoconto:
        valori = self.query_one("#file", Modulo).valori
        scelte = Scelte(valori["tabella"] or None, prova, valori["ignora_sconosciute"] == "S")
        contenuti = [self.contenuto] if self.contenuto else []
        return importa(self.archivio, self.contesto, contenuti, scelte, Risposte(interattive=False), avanza)

    def _note(self) -> str:
        avvisi = self.resoconto.avvisi[:2] if self.resoconto else []
        return "".join(f"{avviso.messaggio} " for avviso in avvisi)

    async def _mostra(self, righe: Sequence[RigaFoglio]) -> None:
        if self.resoconto is not None:
            self.elenco.titolo = self.resoconto.in_parole()
        self._indicata = 0
        await self.elenco.mostra_subito(SorgenteLista([_riga(n, riga) for n, riga in enumerate(righe)], "chiave"))
        self.aggiorna_barra()

    # --- looking -------------------------------------------------------------------------------------

    async def mostra_rifiutate(self) -> None:
        """F7."""
        if self.resoconto is not None:
            await self._mostra(self.resoconto.rifiutate)

    async def mostra_tutte(self) -> None:
        """F8."""
        if self.resoconto is not None:
            await self._mostra(self.resoconto.righe)

    def on_riga_indicata(self, event: RigaIndicata) -> None:
        """The whole reason, which the column may have cut."""
        if event.riga is not None and self.elenco.indice != self._indicata:
            self._indicata = self.elenco.indice
            self.avvisa(str(event.riga["spiegazione"]))

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.programma.lavora(self.mostra_dettaglio())

    async def mostra_dettaglio(self) -> None:
        """F6, or Enter."""
        if self.elenco.riga is not None:
            await self.programma.attendi(FinestraRigaFoglio(self.elenco.riga["letta"]))

    # --- writing -------------------------------------------------------------------------------------

    async def scrivi_tutto(self, resoconto: Resoconto) -> None:
        """F10 once the file has been read."""
        if resoconto.rifiutate:
            self.avvisa(f"{_righe(len(resoconto.rifiutate))}: correggere il file e premere F5.", grave=True)
            return
        if await self.chiedi(f"Scrivo nell'archivio {resoconto.in_parole()}", "S") != "S":
            return
        fatto = await con_avanzamento(self, "Importazione", lambda avanza: self._importa(avanza, prova=False))
        if fatto is None:
            return
        self.resoconto = None if fatto.valore.scritto else fatto.valore
        await self._mostra(fatto.valore.righe)
        if fatto.valore.scritto:
            self.elenco.titolo = f"Importazione finita: {fatto.valore.in_parole()}"
            self.elenco.refresh()
            self.avvisa(f"Importazione finita: {fatto.valore.in_parole()}.")
        else:  # somebody changed the archive meanwhile
            self.avvisa(f"{_righe(len(fatto.valore.rifiutate))}: non è stato scritto nulla.", grave=True)


class FinestraRigaFoglio(Riquadro[None]):
    """All that a row says, beside what the archive has."""

    pagina_aiuto = "importa-fogli"

    def __init__(self, riga: RigaFoglio) -> None:
        super().__init__()
        self.riga = riga
        self.titolo = f"Riga {riga.numero}: {riga.esito} {riga.nome}"[:70]

    def corpo(self) -> ComposeResult:
        titoli = self.riga.tavola.archivio.titoli
        prima = {variazione.campo: variazione.prima for variazione in self.riga.variazioni}
        dati = self.riga.dati | {variazione.campo: variazione.dopo for variazione in self.riga.variazioni}
        righe = [
            {
                "campo": titoli.get(nome, nome),
                "foglio": _testo(valore),
                "archivio": (_testo(prima[nome]) or "vuoto") if nome in prima else "",
            }
            for nome, valore in dati.items()
            if nome != "prezzi" and valore is not None
        ]
        yield Elenco(
            (
                Colonna("campo", "Dato", 24),
                Colonna("foglio", "Nel foglio", 24, elastica=True),
                Colonna("archivio", "In archivio, se cambia", 22),
            ),
            SorgenteLista(righe, "campo"),
            vuoto="La riga non ha dati leggibili.",
        )

    async def apri(self) -> None:
        if self.riga.spiegazione:
            self.avvisa(self.riga.spiegazione, grave=self.riga.esito == RIFIUTATO)


def tabelle(titoli: dict[str, str]) -> Ricerca:
    """The archives by name."""
    righe = [{"nome": nome, "titolo": titolo} for nome, titolo in titoli.items()]
    colonne = (Colonna("nome", "Tabella", 24), Colonna("titolo", "", 30, elastica=True))
    return Ricerca(
        "Tabelle",
        colonne,
        cerca=lambda testo, _ordine: [r for r in righe if testo.casefold() in f"{r['nome']} {r['titolo']}".casefold()],
        chiave="nome",
        ordini=("per nome",),
        non_trovato="Tabella sconosciuta: F2 per l'elenco.",
    )


def _contenuto(file: Path) -> tuple[str, bytes]:
    """Name and bytes of a file. Raises DatiNonValidi."""
    try:
        if file.is_dir():
            raise DatiNonValidi(f"{file} è una cartella: indicare un file.", "percorso")
        return file.name, file.read_bytes()
    except OSError as errore:
        raise DatiNonValidi(f"{file}: {motivo(errore)}.", "percorso") from None


def _righe(quante: int) -> str:
    return "Una riga rifiutata" if quante == 1 else f"{quante} righe rifiutate"


def _riga(chiave: int, riga: RigaFoglio) -> Riga:
    return {
        "chiave": chiave,
        "riga": riga.numero,
        "esito": riga.esito,
        "codice": riga.codice,
        "nome": riga.nome,
        "spiegazione": riga.spiegazione,
        "letta": riga,
    }


def _testo(valore: Any) -> str:
    return ", ".join(map(str, valore)) if isinstance(valore, list) else per_persone(valore)
