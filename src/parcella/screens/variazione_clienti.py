"""The mass change of the electronic invoicing of clients (chapter 24): what, to whom, and a list before writing."""

from dataclasses import asdict
from typing import Any

from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.clienti import variazione
from parcella.ledger.clienti.variazione import Selezione
from parcella.screens import ricerche
from parcella.screens.studio import SchermoStudio
from parcella.widgets.campo import Campo
from parcella.widgets.elenco import Elenco
from parcella.widgets.modulo import Modulo
from parcella.widgets.sorgente import Colonna, SorgenteLista


class SchermoVariazioneClienti(SchermoStudio[None]):
    """F5 lists the clients that would change, F10 changes them."""

    titolo = "Variazione condizioni clienti"
    pagina_aiuto = "variazione-clienti"
    comandi = [Comando("variazione.prova", "f5", "Prova", "prova")]

    def corpo(self) -> ComposeResult:
        serie = ricerche.serie(self.archivio, self.contesto, "PA")
        yield Modulo(
            [
                Campo("var_fatturazione_elettronica", "Fatturaz.elettronica", "lettera", valori=("S", "N"),
                      obbligatorio=True, sezione="Che cosa cambia", aiuto="S = la abilita, N = la toglie."),
                Campo("var_sezionale", "Sezionale", "intero", larghezza=3, accanto=True, ricerca=serie,
                      attivo=lambda v: v["var_fatturazione_elettronica"] == "S",
                      aiuto="Il sezionale IVA delle fatture elettroniche; F2 elenco."),
                Campo("sel_fatturazione_elettronica", "Solo con fatturaz.elettronica", "lettera",
                      valori=("S", "N", ""), sezione="Per quali clienti",
                      aiuto="S solo chi la ha, N solo chi non la ha, vuoto tutti."),
                Campo("sel_sezionale", "Sul sezionale", "intero", larghezza=3, accanto=True, ricerca=serie,
                      aiuto="Solo i clienti su questo sezionale; vuoto tutti."),
            ],
        )  # fmt: skip
        yield Elenco(
            [
                Colonna("codice", "Codice", 12),
                Colonna("nome", "Cliente", 20, elastica=True),
                Colonna("tipo_prima", "Era", 3),
                Colonna("sezionale_prima", "Sez.", 4),
                Colonna("tipo_dopo", "Ora", 3),
                Colonna("sezionale_dopo", "Sez.", 4),
            ],
            vuoto="F5 elenca i clienti che cambierebbero.",
        )

    @property
    def _richiesta(self) -> tuple[Selezione, str, int | None]:
        v: Any = self.query_one(Modulo).valori
        selezione = Selezione(v["sel_fatturazione_elettronica"] or None, v["sel_sezionale"])
        return selezione, v["var_fatturazione_elettronica"], v["var_sezionale"]

    async def prova(self) -> None:
        """F5."""
        letto = await self.leggi(variazione.variazioni, self.contesto, *self._richiesta)
        if letto is not None:
            await self._mostra(letto.valore)
            self.avvisa(f"Cambierebbero {_quanti(letto.valore)}. F10 li cambia.")

    async def conferma(self) -> None:
        """F10: after saying how many."""
        richiesta = self._richiesta
        letto = await self.leggi(variazione.variazioni, self.contesto, *richiesta)
        if letto is None:
            return
        await self._mostra(letto.valore)
        if not letto.valore:
            self.avvisa("Nessun cliente cambierebbe.")
            return
        if await self.chiedi(f"Cambio {_quanti(letto.valore)}", "N") != "S":
            return
        if fatto := await self.scrivi(variazione.varia, *richiesta):
            self.registrato()
            self.avvisa(f"Cambiati {_quanti(fatto.valore)}.")

    async def _mostra(self, variate: list[variazione.Variata]) -> None:
        righe = [{nome: "" if v is None else v for nome, v in asdict(variata).items()} for variata in variate]
        await self.query_one(Elenco).mostra_subito(SorgenteLista(righe, "codice"))


def _quanti(variate: list[variazione.Variata]) -> str:
    return "1 cliente" if len(variate) == 1 else f"{len(variate)} clienti"
