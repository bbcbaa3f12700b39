"""Esporta in fogli: every archive, or one, for a spreadsheet."""

from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from parcella.ledger.esito import DatiNonValidi
from parcella.ledger.scambio.fogli.elenchi import ELENCHI
from parcella.screens.importa_fogli import tabelle
from parcella.screens.studio import SchermoStudio
from parcella.stampe.fogli import scrivi
from parcella.widgets.campo import Campo
from parcella.widgets.lavoro import con_avanzamento
from parcella.widgets.modulo import Modulo

if TYPE_CHECKING:
    from parcella.widgets.lavoro import Avanza

_SEPARATORI = {"P": ";", "V": ",", "T": "\t"}


class SchermoEsportaFogli(SchermoStudio[None]):
    """F10 writes the file."""

    titolo = "Esporta in fogli"
    pagina_aiuto = "esporta-fogli"

    def corpo(self) -> ComposeResult:
        predefinito = Path.home() / f"{self.contesto.sigla}-{self.programma.lavoro:%Y-%m-%d}.xlsx"
        yield Modulo(
            [
                Campo("percorso", "File", lunghezza=400, larghezza=56, obbligatorio=True, predefinito=str(predefinito),
                      aiuto="Il file da scrivere: .xlsx, oppure .csv per una tabella sola"),
                Campo("tabella", "Tabella", larghezza=22, lunghezza=22,
                      ricerca=tabelle({nome: elenco.titolo for nome, elenco in ELENCHI.items()}),
                      aiuto="Vuoto = tutte, una in ogni foglio del file .xlsx; F2 elenco"),
                Campo("separatore", "Separatore del CSV", "lettera", valori=tuple(_SEPARATORI), predefinito="P",
                      aiuto="P punto e virgola, come lo apre Excel; V virgola; T tabulazione"),
            ],
            id="file",
        )  # fmt: skip

    @property
    def nome_bozza(self) -> str:
        return ""

    @property
    def modificato(self) -> bool:
        """What is typed here is no datum to lose."""
        return False

    async def conferma(self) -> None:
        valori = self.query_one("#file", Modulo).valori
        controllato = await self.esegui(_percorso, str(valori["percorso"]), str(valori["tabella"]))
        if controllato is None:
            return
        percorso = controllato.valore
        if percorso.exists() and await self.chiedi(f"Il file {percorso} c'è già: lo riscrivo", "N") != "S":
            return
        righe: dict[str, int] = {}

        def esporta(avanza: "Avanza") -> None:
            nomi = [valori["tabella"]] if valori["tabella"] else list(ELENCHI)

            def passo(titolo: str, quante: int) -> None:
                righe[titolo] = quante
                avanza(f"{titolo}: riga {quante}. Tabella", len(righe), len(nomi))

            with self.archivio.lettura() as sessione:
                scrivi(sessione, self.contesto.azienda, percorso, nomi, _SEPARATORI[valori["separatore"]], passo)

        if await con_avanzamento(self, "Esportazione", esporta) is not None:
            quante = sum(righe.values())
            scritte = "1 riga" if quante == 1 else f"{quante:_} righe".replace("_", ".")
            self.avvisa(f"Scritto {percorso}: {scritte}.")


def _percorso(scritto: str, tabella: str) -> Path:
    """Where to write. Raises DatiNonValidi: neither XLSX nor CSV, or a CSV of all the archives."""
    percorso = Path(scritto.strip()).expanduser()
    if percorso.suffix.lower() not in (".xlsx", ".csv"):
        raise DatiNonValidi("Il nome del file deve finire con .xlsx oppure .csv.", "percorso")
    if percorso.suffix.lower() == ".csv" and not tabella:
        raise DatiNonValidi("Un file CSV è di una tabella sola: indicare quale, oppure un file .xlsx.", "tabella")
    return percorso
