"""What is still missing to make electronic invoices, in six steps; Enter opens the screen where it is put right."""

from typing import Any

from textual.app import ComposeResult

from parcella.cartelle import cartella_documenti
from parcella.fatturapa.pronto import Voce, voci
from parcella.ledger.aziende.tabelle import Azienda
from parcella.screens.studio import SchermoStudio
from parcella.stampe.moduli import moduli_di_fattura
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import RigaIndicata, RigaScelta
from parcella.widgets.schermo import Schermo
from parcella.widgets.sorgente import Colonna, Riga, SorgenteLista


class SchermoFatturePronte(SchermoStudio[None]):
    """The steps, and under Clienti those to be completed. What is said in full is on the message line."""

    titolo = "Pronti per la fattura elettronica"
    pagina_aiuto = "fatture-pronte"

    def corpo(self) -> ComposeResult:
        yield Elenco(
            [
                Colonna("passo", "", 2),
                Colonna("nome", "Passo", 28),
                Colonna("esito", "Esito", 6),
                Colonna("che_cosa", "", 20, elastica=True),
            ],
            titolo="",
        )

    @property
    def elenco(self) -> Elenco:
        """The list."""
        return self.query_one(Elenco)

    async def apri(self) -> None:
        await self._mostra()

    async def _mostra(self) -> None:
        letto = await self.leggi(self._voci)
        if letto is not None:
            indice = self.elenco.indice
            righe = [_riga(numero, voce) for numero, voce in enumerate(letto.valore)]
            await self.elenco.mostra_subito(SorgenteLista(righe, "id"))
            self.elenco.vai(indice)

    def _voci(self, sessione: Any) -> list[Voce]:
        azienda = sessione.get_one(Azienda, self.contesto.azienda)
        cartella = cartella_documenti(azienda.cartella_documenti)
        return voci(sessione, self.contesto, cartella, moduli_di_fattura())

    def on_riga_indicata(self, event: RigaIndicata) -> None:
        if event.riga is not None:
            self.avvisa(str(event.riga["che_cosa"]))

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.programma.lavora(self._rimedia(event.riga))

    async def _rimedia(self, riga: Riga) -> None:
        passo, campo, codice = int(str(riga["passo_di"])), str(riga["campo"]), str(riga["codice_cliente"])
        await self.programma.attendi(_schermo(passo, campo, codice, str(riga["che_cosa"])))
        await self._mostra()


def _riga(numero: int, voce: Voce) -> Riga:
    return {
        "id": numero,
        "passo": "" if voce.codice_cliente else voce.passo,
        "nome": voce.nome,
        "esito": "pronto" if voce.pronto else "manca",
        "che_cosa": voce.che_cosa,
        "passo_di": voce.passo,
        "campo": voce.campo or "",
        "codice_cliente": voce.codice_cliente or "",
    }


def _schermo(passo: int, campo: str, codice_cliente: str, motivo: str) -> Schermo[Any]:
    from parcella.screens.azienda import SchermoAzienda
    from parcella.screens.cliente import SchermoCliente
    from parcella.screens.clienti import SchermoClienti
    from parcella.screens.file_fatture import SchermoFileFatture
    from parcella.screens.moduli import SchermoModuli
    from parcella.screens.numeratori import SchermoNumeratori
    from parcella.screens.parametri_studio import SchermoParametriStudio
    from parcella.screens.stampanti import SchermoStampanti

    match passo:
        case 2:
            return SchermoNumeratori()
        case 3 if not campo.startswith("azienda."):
            return SchermoStampanti()
        case 4 if campo == "modulo":
            return SchermoModuli()
        case 4:
            return SchermoParametriStudio()
        case 5 if codice_cliente:
            scheda = SchermoCliente(codice_cliente)
            scheda.difetto = (campo, motivo) if campo else None
            return scheda
        case 5:
            return SchermoClienti()
        case 6:
            return SchermoFileFatture()
        case _:
            return SchermoAzienda()
