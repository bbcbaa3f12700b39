"""Choosing among the aziende of the archive, and among its users when the login is not one of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.screens.studio import SchermoStudio
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import RigaScelta
from parcella.widgets.schermo import Schermo
from parcella.widgets.sorgente import Colonna, SorgenteLista

TIPI = {"P": "Professionista", "I": "Impresa"}


class SchermoSceltaAzienda(SchermoStudio[str]):
    """The aziende of the archive: Enter works on one; dismissed with its sigla."""

    titolo = "Scelta azienda"
    pagina_aiuto = "scelta-azienda"
    comandi = [Comando("azienda.nuova", "shift+f4", "Nuova azienda", "nuova")]

    def __init__(self, avviso: str = "") -> None:
        super().__init__()
        self._avviso = avviso

    def corpo(self) -> ComposeResult:
        yield Elenco(
            [
                Colonna("sigla", "Sigla", 5),
                Colonna("ragione_sociale", "Ragione sociale", 30, elastica=True),
                Colonna("tipo", "Tipo", 14),
                Colonna("partita_iva", "Partita IVA", 11),
            ],
            titolo="Aziende dell'archivio",
        )

    async def apri(self) -> None:
        await self._mostra(self.programma.sessione.azienda)
        if self._avviso:
            self.avvisa(self._avviso, grave=True)

    async def _mostra(self, sigla: str) -> None:
        letto = await self.leggi(_aziende)
        if letto is not None:
            elenco = self.query_one(Elenco)
            await elenco.mostra_subito(SorgenteLista(letto.valore, "sigla"))
            elenco.vai(next((i for i, a in enumerate(letto.valore) if a["sigla"] == sigla), 0))

    async def nuova(self) -> None:
        """⇧F4: another azienda, through the guided form."""
        from parcella.screens.primo_avvio import SchermoPrimoAvvio

        sigla = await self.programma.attendi(SchermoPrimoAvvio(self.archivio.percorso, self.archivio))
        if sigla is not None:
            await self._mostra(sigla)

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.programma.lavora(self._scegli(str(event.chiave)))

    async def _scegli(self, sigla: str) -> None:
        await self.studio.entra(sigla)
        self.dismiss(sigla)


def _aziende(sessione: Any) -> list[Mapping[str, Any]]:
    from parcella.ledger.aziende.anagrafica import elenco_aziende

    return [
        {
            "sigla": azienda.sigla,
            "ragione_sociale": azienda.ragione_sociale,
            "tipo": TIPI[azienda.tipo],
            "partita_iva": azienda.partita_iva or "",
        }
        for azienda in elenco_aziende(sessione)
    ]


class SchermoSceltaUtente(Schermo[str]):
    """Who works today: dismissed with the name of the user."""

    titolo = "Chi lavora"
    pagina_aiuto = "scelta-azienda"

    def __init__(self, utenti: Sequence[str], avviso: str = "") -> None:
        super().__init__()
        self._utenti = utenti
        self._avviso = avviso

    def corpo(self) -> ComposeResult:
        sorgente = SorgenteLista([{"nome": nome} for nome in self._utenti], "nome")
        yield Elenco([Colonna("nome", "Utente", 20, elastica=True)], sorgente, titolo="Utenti dello studio")

    async def apri(self) -> None:
        if self._avviso:
            self.avvisa(self._avviso, grave=True)

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.dismiss(str(event.chiave))
