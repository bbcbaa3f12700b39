"""The windows of a prestazione: prices by tariffario, rows of a text, codice sostitutivo, a new code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Vertical

from parcella.keyboard.comandi import Comando
from parcella.ledger.prestazioni import anagrafica, tariffari
from parcella.ledger.prestazioni.controlli import LARGHEZZE_TESTO, RIGHE_MASSIME
from parcella.ledger.prestazioni.tabelle import Prestazione
from parcella.screens.prestazioni_campi import TIPI
from parcella.screens.scheda import campo
from parcella.screens.studio import SchermoStudio
from parcella.widgets.campo import Campo
from parcella.widgets.eventi import CampoRaggiunto, FineModulo
from parcella.widgets.griglia import Griglia
from parcella.widgets.modulo import Modulo
from parcella.widgets.schermo import Intestazione, Riquadro, Schermo

if TYPE_CHECKING:
    from sqlmodel import Session

    from parcella.widgets.ricerca import Ricerca

Prezzi = Mapping[int, Decimal | None]


class FinestraPrezzi(Riquadro[Prezzi]):
    """F8 Tariffari: a price for each tariffario enabled; F10 takes them to the card."""

    titolo = "Tariffari"
    pagina_aiuto = "prestazione"

    def __init__(self, tariffari: Mapping[int, str], prezzi: Prezzi, *, titolo: str) -> None:
        super().__init__()
        self.titolo = titolo
        self.tariffari, self.prezzi = tariffari, prezzi

    def corpo(self) -> ComposeResult:
        yield _listini(self.tariffari, self.prezzi)

    async def conferma(self) -> None:
        valori = self.query_one(Modulo).valori
        self.dismiss({numero: valori[f"prezzo_{numero}"] for numero in self.tariffari})


def _listini(tariffari: Mapping[int, str], prezzi: Prezzi, *, sola_lettura: bool = False) -> Modulo:
    campi = [
        Campo(f"prezzo_{numero}", f"{numero} {descrizione}", "prezzo", sola_lettura=sola_lettura)
        for numero, descrizione in tariffari.items()
    ]
    return Modulo(campi, {f"prezzo_{numero}": prezzo for numero, prezzo in prezzi.items()})


class FinestraPrezziDi(Riquadro[None], SchermoStudio[None]):
    """The prices of the prestazione under the bar of a list, only to be looked at (PRE-016)."""

    titolo = "Prezzi"
    pagina_aiuto = "prestazione"

    def __init__(self, codice: str) -> None:
        super().__init__()
        self.codice = codice
        self.titolo = f"Prezzi di {codice}"

    def corpo(self) -> ComposeResult:
        yield Vertical(id="prezzi")

    async def apri(self) -> None:
        letti = await self.leggi(_prezzi, self.contesto.azienda, self.codice)
        if letti is not None:
            listini, prezzi = letti.valore
            contenitore = self.query_one("#prezzi", Vertical)
            contenitore.styles.height = len(listini)
            await contenitore.mount(_listini(listini, prezzi, sola_lettura=True))


def _prezzi(sessione: "Session", azienda: int, codice: str) -> tuple[Mapping[int, str], Prezzi]:
    return tariffari.abilitati(sessione, azienda), anagrafica.prezzi(sessione, azienda, codice)


class FinestraLingue(Riquadro[Mapping[int, str]]):
    """F2 on the description: what it is in each language declared; F10 takes them to the card (PRE-046)."""

    titolo = "Descrizioni in lingua"
    pagina_aiuto = "prestazione"

    def __init__(self, lingue: Mapping[int, str], descrizioni: Mapping[int, str], lunghezza: int) -> None:
        super().__init__()
        self.lingue, self.descrizioni, self.lunghezza = lingue, descrizioni, lunghezza

    def corpo(self) -> ComposeResult:
        campi = [
            Campo(f"lingua_{numero}", nome[:20], lunghezza=self.lunghezza, larghezza=52)
            for numero, nome in self.lingue.items()
        ]
        yield Modulo(campi, {f"lingua_{numero}": testo for numero, testo in self.descrizioni.items()})

    async def conferma(self) -> None:
        valori = self.query_one(Modulo).valori
        self.dismiss({numero: str(valori[f"lingua_{numero}"]) for numero in self.lingue})


class FinestraSostitutivo(Riquadro[str]):
    """The code to be used in the place of a precancelled one; it may be left empty (PRE-110)."""

    titolo = "Codice sostitutivo"
    pagina_aiuto = "prestazione"

    def __init__(self, ricerca: "Ricerca") -> None:
        super().__init__()
        self.ricerca = ricerca

    def corpo(self) -> ComposeResult:
        yield Modulo(
            [
                Campo(
                    "codice_sostitutivo",
                    "Codice sostitutivo",
                    "codice",
                    32,
                    ricerca=self.ricerca,
                    aiuto="F2 elenco; vuoto = nessuno. F10 conferma",
                )
            ]
        )

    def on_fine_modulo(self, event: FineModulo) -> None:
        event.prevent_default()
        if event.verso > 0:
            self.programma.lavora(self.chiedi_conferma())

    async def conferma(self) -> None:
        self.dismiss(str(self.query_one(Modulo)["codice_sostitutivo"]))


class FinestraCodice(Riquadro[str]):
    """The code of a new prestazione, asked where none was typed."""

    titolo = "Prestazione nuova"
    pagina_aiuto = "prestazioni"

    def corpo(self) -> ComposeResult:
        yield Modulo([campo(Prestazione, "codice", "Codice", "codice")])

    def on_fine_modulo(self, event: FineModulo) -> None:
        event.prevent_default()
        if event.verso > 0:
            self.programma.lavora(self.chiedi_conferma())

    async def conferma(self) -> None:
        self.dismiss(str(self.query_one(Modulo)["codice"]))


@dataclass(frozen=True, slots=True)
class RigaMaiuscola(Campo):
    """A row of a testo variabile: capitals as it is typed, blanks at the beginning kept."""

    def _leggi(self, testo: str, lavoro: date, precedente: Any) -> Any:
        return testo.rstrip().upper()


class SchermoTesto(Schermo[str]):
    """The rows of a text T or V: always as many as there can be, Enter goes down (PRE-095, PRE-096, PRE-100)."""

    pagina_aiuto = "prestazione"
    comandi = [
        Comando("testo.cancella", "f5", "Cancella riga", "cancella_riga"),
        Comando("testo.inserisci", "f6", "Inserisci riga", "inserisci_riga"),
    ]
    DEFAULT_CSS = "SchermoTesto Griglia { scrollbar-size: 0 0; scrollbar-gutter: auto; }"

    def __init__(self, codice: str, tipo: str, testo: str) -> None:
        super().__init__()
        self.codice, self.tipo, self.testo = codice, tipo, testo
        self.titolo = f"{TIPI[tipo].upper()} riga 1"

    @property
    def nome_bozza(self) -> str:
        return f"testo-{self.codice}"

    @property
    def griglia(self) -> Griglia:
        return self.query_one(Griglia)

    def corpo(self) -> ComposeResult:
        larghezza = LARGHEZZE_TESTO[self.tipo]
        if self.tipo == "V":
            aiuto = "I punti interrogativi diventano campi da compilare nel documento. F10 conferma il testo"
            colonna: Campo = RigaMaiuscola("testo", "", "maiuscole", larghezza, larghezza=larghezza, aiuto=aiuto)
        else:
            aiuto = "F10 conferma il testo"
            colonna = Campo("testo", "", lunghezza=larghezza, larghezza=larghezza, aiuto=aiuto)
        yield Griglia([colonna], self._duecento(self.testo.split("\n")), fissa=True)

    @staticmethod
    def _duecento(righe: Sequence[str]) -> list[dict[str, str]]:
        vuote = [""] * (RIGHE_MASSIME - len(righe))
        return [{"testo": riga} for riga in [*righe, *vuote]][:RIGHE_MASSIME]

    def on_campo_raggiunto(self, event: CampoRaggiunto) -> None:
        self.titolo = f"{TIPI[self.tipo].upper()} riga {self.griglia.indice + 1}"
        self.query_one(Intestazione).refresh()

    async def inserisci_riga(self) -> None:
        """F6: an empty row here; the last one, if it is empty, gives its place."""
        righe = await self._righe()
        if righe[-1]:
            self.avvisa(f"Il testo ha già {RIGHE_MASSIME} righe.", grave=True)
        else:
            self._mostra([*righe[: self.griglia.indice], "", *righe[self.griglia.indice : -1]])

    async def cancella_riga(self) -> None:
        """F5: asks, unless the row is empty."""
        righe = await self._righe()
        indice = self.griglia.indice
        domanda = f"Cancello la riga {indice + 1}: {righe[indice].strip()[:40]}"
        if not righe[indice] or await self.conferma_cancellazione(domanda):
            self._mostra([*righe[:indice], *righe[indice + 1 :], ""])

    async def _righe(self) -> list[str]:
        await self.griglia.accetta()
        return [str(riga["testo"]) for riga in self.griglia.righe]

    def _mostra(self, righe: Sequence[str]) -> None:
        stato = {"righe": self._duecento(righe), "riga": self.griglia.indice, "cella": 0, "testo": None}
        self.griglia.riprendi(stato)

    async def conferma(self) -> None:
        testo = "\n".join(await self._righe()).rstrip("\n")
        self.registrato()
        self.dismiss(testo)
