"""Moduli di stampa: the print forms there are, and the copy of one to be changed (Personalizzazioni – Modulistica)."""

from dataclasses import asdict
from typing import Any

from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.esito import Risposte
from parcella.screens import ricerche
from parcella.screens.documenti_finestre import RiquadroStudio
from parcella.screens.studio import SchermoStudio
from parcella.stampe import moduli
from parcella.stampe.moduli import VoceModulo
from parcella.widgets.campo import Campo
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import RigaIndicata
from parcella.widgets.modulo import Modulo
from parcella.widgets.sorgente import Colonna, SorgenteLista

_DI_CHI = {moduli.DEL_PROGRAMMA: "del programma", moduli.DELLO_STUDIO: "dello studio"}


class SchermoModuli(SchermoStudio[None]):
    """The forms, by code; where the files of the studio are, on the message line."""

    titolo = "Moduli di stampa"
    pagina_aiuto = "moduli"
    sola_lettura = True
    comandi = [Comando("moduli.copia", "shift+f4", "Copia da esempi", "copia_da_esempi")]

    def corpo(self) -> ComposeResult:
        yield Elenco(
            [
                Colonna("codice", "Modulo", 6),
                Colonna("descrizione", "Descrizione", 30, elastica=True),
                Colonna("tipo_scritto", "Tipo", 16),
                Colonna("di_chi_scritto", "Di chi", 13),
            ],
            titolo="",
        )

    @property
    def elenco(self) -> Elenco:
        """The list."""
        return self.query_one(Elenco)

    async def apri(self) -> None:
        await self._mostra()

    async def _mostra(self, codice: str = "") -> None:
        righe = [_riga(voce) for voce in await self.in_disparte(moduli.elenco_moduli)]
        await self.elenco.mostra_subito(SorgenteLista(righe, "codice"))
        self.elenco.vai(next((n for n, riga in enumerate(righe) if riga["codice"] == codice), self.elenco.indice))

    def on_riga_indicata(self, event: RigaIndicata) -> None:
        """How one of the program is changed; where one of the studio is, and what that means (FPA-067)."""
        riga = event.riga
        if riga is None:
            return
        if riga["errore"]:
            self.avvisa(str(riga["errore"]))
        elif riga["di_chi"] == moduli.DELLO_STUDIO:
            self.avvisa(f"{riga['file']}. {moduli.SENZA_AGGIORNAMENTI}")
        else:
            self.avvisa("Per modificarlo se ne fa una copia con ⇧F4.")

    async def copia_da_esempi(self) -> None:
        """⇧F4 (FPA-066)."""
        riga = self.elenco.riga
        fatta = await self.programma.attendi(CopiaDaEsempi("" if riga is None else str(riga["codice"])))
        if fatta is not None:
            await self._mostra(fatta.codice)


def _riga(voce: VoceModulo) -> dict[str, Any]:
    return asdict(voce) | {
        "descrizione": voce.descrizione or "(il file non si può usare)",
        "tipo_scritto": moduli.TIPI.get(voce.tipo, ""),
        "di_chi_scritto": _DI_CHI[voce.di_chi],
    }


class CopiaDaEsempi(RiquadroStudio[VoceModulo]):
    """Which of the program's forms, and the code of the copy."""

    titolo = "Copia da esempi"
    pagina_aiuto = "moduli"

    def __init__(self, codice: str = "") -> None:
        super().__init__()
        self._codice = codice

    def corpo(self) -> ComposeResult:
        esempi = [{"codice": v.codice, "descrizione": v.descrizione} for v in moduli.esempi()]
        ricerca = ricerche.su_righe(
            "Moduli del programma",
            ricerche.codice_e_descrizione(6),
            lambda: esempi,
            non_trovato="non è un esempio: F2.",
        )
        proposto = self._codice if any(riga["codice"] == self._codice for riga in esempi) else ""
        yield Modulo(
            [
                Campo("esempio", "Modulo", "codice", 3, ricerca=ricerca, obbligatorio=True,
                      aiuto="Il modulo del programma da copiare; F2 elenco"),
                Campo("codice", "Copia con codice", "codice", 3, obbligatorio=True,
                      aiuto="La stessa sigla e un carattere: da PAE, PAX. La copia non avrà gli aggiornamenti"),
            ],
            {"esempio": proposto, "codice": ""},
        )  # fmt: skip

    async def conferma(self) -> None:
        valori = self.query_one(Modulo).valori

        def regola(risposte: dict[str, str]) -> VoceModulo:
            return moduli.copia(valori["esempio"], valori["codice"], Risposte(risposte))

        if fatto := await self.esegui(regola):
            self.dismiss(fatto.valore)
