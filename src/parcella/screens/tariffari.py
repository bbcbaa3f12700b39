"""Tariffari: the nine price lists, each enabled by its short description (cap. 18)."""

from typing import Any

from sqlmodel import Session
from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto
from parcella.ledger.prestazioni import tariffari
from parcella.ledger.prestazioni.prezzi import TARIFFARIO_BASE
from parcella.ledger.prestazioni.tabelle import Tariffario
from parcella.screens.scheda import campo
from parcella.screens.studio import SchermoStudio
from parcella.widgets.griglia import Griglia

QUANTI = 9


class SchermoTariffari(SchermoStudio[None]):
    """Nine rows: a description enables a tariffario, ⇧F3 disables it with its prices."""

    titolo = "Tariffari"
    pagina_aiuto = "tariffari"
    nel_giornale = ("tariffario", None)
    comandi = [
        Comando("tariffari.cancella", "shift+f3", "Cancella", "cancella", attivo="cancellabile"),
        Comando("tariffari.stampa", "shift+f8", "Stampa", "mostra_stampa"),
    ]

    def corpo(self) -> ComposeResult:
        yield Griglia(
            [
                campo(
                    Tariffario, "descrizione", "Descriz.", larghezza=9, aiuto="Sette caratteri: abilita il tariffario"
                ),
                campo(Tariffario, "descrizione_estesa", "Descrizione estesa", larghezza=40),
            ],
            fissa=True,
            id="tariffari",
        )

    @property
    def griglia(self) -> Griglia:
        return self.query_one(Griglia)

    async def apri(self) -> None:
        letti = await self.leggi(tariffari.elenco_tariffari, self.contesto.azienda)
        if letti is not None:
            definiti = {t.numero: t for t in letti.valore}
            self._abilitati = frozenset(definiti)
            self.griglia.carica([_riga(numero, definiti.get(numero)) for numero in range(1, QUANTI + 1)])
            self._letti = self.griglia.righe

    async def conferma(self) -> None:
        cambiate = [riga for riga, letta in zip(self.griglia.righe, self._letti, strict=True) if riga != letta]
        if await self.conferma_regola(lambda sessione, _risposte: _scrivi(sessione, self.contesto, cambiate)):
            self.registrato()
            self.dismiss(None)

    async def mostra_stampa(self) -> None:
        """⇧F8: the tariffari as they are in the archive, on the screen and from there to a file."""
        from parcella.screens.stampa_video import mostra_tabella

        await mostra_tabella(self, "tariffari")

    @property
    def cancellabile(self) -> bool:
        """From the second on, if it is enabled (TAR-012)."""
        numero = self.griglia.riga.get("numero")
        return numero != TARIFFARIO_BASE and numero in getattr(self, "_abilitati", ())

    async def cancella(self) -> None:
        """⇧F3: the description goes, with the prices of the prestazioni in it; the rule asks (TAR-013)."""
        if self.modificato:
            self.avvisa("Prima confermare con F10 quello che è stato scritto.", grave=True)
            return
        riga = self.griglia.riga
        if await self.conferma_regola(
            lambda sessione, risposte: tariffari.elimina_tariffario(sessione, self.contesto, riga["numero"], risposte)
        ):
            await self.apri()
            self.griglia.vai_a(riga["numero"] - 1)
            await self.ricalcolato()
            self.avvisa(f"Tariffario {riga['numero']} cancellato.")


def _riga(numero: int, tariffario: Tariffario | None) -> dict[str, Any]:
    return {
        "numero": numero,
        "descrizione": (tariffario.descrizione or "") if tariffario else "",
        "descrizione_estesa": (tariffario.descrizione_estesa or "") if tariffario else "",
    }


def _scrivi(sessione: Session, contesto: Contesto, righe: list[dict[str, Any]]) -> None:
    """Write the rows that changed; a refusal names its row."""
    for riga in righe:
        try:
            tariffari.salva_tariffario(sessione, contesto, riga)
        except Rifiuto as rifiuto:
            rifiuto.campo = f"tariffari.{riga['numero']}.{rifiuto.campo}"
            raise
