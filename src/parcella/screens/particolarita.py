"""Particolarità prezzi of a prestazione (F11): the subject above, dates, brackets and price below (cap. 04)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session
from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.clienti import anagrafica as clienti
from parcella.ledger.clienti.nomi import nome_cliente
from parcella.ledger.esito import Rifiuto
from parcella.ledger.prestazioni import anagrafica, particolarita
from parcella.ledger.prestazioni.tabelle import Particolarita, Scaglione
from parcella.screens import ricerche
from parcella.screens.scheda import campo, descrizioni, valori_di
from parcella.screens.studio import SchermoStudio
from parcella.widgets.campo import Campo
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import CampoLasciato, RigaScelta
from parcella.widgets.griglia import Griglia
from parcella.widgets.immissione import scrivi_data, scrivi_numero
from parcella.widgets.modulo import Modulo
from parcella.widgets.schermo import Riquadro
from parcella.widgets.scrittura import Scrittura
from parcella.widgets.sorgente import Colonna, Riga, SorgenteLista

SOGGETTO = ("cliente", "tariffario", "valida_da")


class SchermoParticolarita(SchermoStudio[None]):
    """The particolarità of one prestazione, one at a time; F5 Ricerca shows them all."""

    titolo = "Particolarità prezzi"
    pagina_aiuto = "particolarita"
    comandi = [
        Comando("particolarita.ricerca", "f5", "Ricerca", "cerca", attivo="sul_soggetto"),
        Comando("particolarita.cancella", "shift+f3", "Cancella", "cancella", attivo="cancellabile"),
        Comando("particolarita.cancella_tutte", "shift+f5", "Cancella tutte", "cancella_tutte"),
    ]
    DEFAULT_CSS = "SchermoParticolarita Griglia { height: 1fr; max-height: 11; }"

    def __init__(self, prestazione: str, identificativo: int | None = None) -> None:
        super().__init__()
        self.prestazione, self.identificativo = prestazione, identificativo
        self._descrizione = ""

    @property
    def nel_giornale(self) -> tuple[str, str | int | None] | None:  # type: ignore[override]
        """With the prestazione they are of."""
        return "prestazione", self.prestazione

    @property
    def nome_bozza(self) -> str:
        return f"particolarita-{self.prestazione}"

    def corpo(self) -> ComposeResult:
        archivio, contesto = self.archivio, self.contesto
        yield Modulo(
            [
                Campo("tipo", "Tipo particolarità", larghezza=10, sola_lettura=True, sezione="Soggetto"),
                campo(
                    Particolarita,
                    "cliente",
                    "Codice conto",
                    "codice",
                    ricerca=ricerche.clienti(archivio, contesto, {"nome_cliente": "nome"}),
                    attivo=lambda v: v["tariffario"] is None or bool(v["cliente"]),
                    aiuto="Cliente a cui vale il prezzo; vuoto = tutti",
                ),
                Campo("nome_cliente", "", larghezza=40, sola_lettura=True, accanto=True),
                campo(
                    Particolarita,
                    "tariffario",
                    "Tariffario",
                    larghezza=1,
                    ricerca=ricerche.tariffari(archivio, contesto, {"nome_tariffario": "descrizione"}),
                    attivo=lambda v: not v["cliente"] or v["tariffario"] is not None,
                    aiuto="Tariffario a cui vale il prezzo; alternativo al codice conto",
                ),
                Campo("nome_tariffario", "", larghezza=7, sola_lettura=True, accanto=True),
                campo(Particolarita, "prestazione", "Prestazione", larghezza=32, sola_lettura=True, obbligatorio=False),
                Campo("descrizione", "", larghezza=24, sola_lettura=True, accanto=True),
                campo(Particolarita, "valida_da", "Validità da data", aiuto="Vuota = vale da sempre"),
            ],
            id="soggetto",
        )
        yield Modulo(
            [
                campo(
                    Particolarita,
                    "valida_a",
                    "Fino a data",
                    sezione="Prezzi",
                    aiuto="Ultimo giorno in cui vale; vuota = senza scadenza",
                ),
                campo(
                    Particolarita,
                    "modo",
                    "Fino a",
                    predefinito="F",
                    aiuto="F = valore fisso, Q = valore secondo la quantità",
                ),
            ],
            etichette=18,
            id="dettagli",
        )
        yield Griglia(
            [
                campo(Scaglione, "quantita", "Quantità", larghezza=12, aiuto="Il prezzo vale fino a questa quantità"),
                campo(Scaglione, "prezzo", "Prezzi", larghezza=16, attivo=lambda r: r["quantita"] is not None),
            ],
            nuova=lambda: {"quantita": None, "prezzo": None},
            id="scaglioni",
        )
        yield Modulo(
            [campo(Particolarita, "prezzo_oltre", "Prezzo", obbligatorio=True, predefinito=None)],
            {"prezzo_oltre": None},
            etichette=18,
            id="oltre",
        )

    @property
    def soggetto(self) -> Modulo:
        return self.query_one("#soggetto", Modulo)

    @property
    def dettagli(self) -> Modulo:
        return self.query_one("#dettagli", Modulo)

    @property
    def scaglioni(self) -> Griglia:
        return self.query_one("#scaglioni", Griglia)

    @property
    def oltre(self) -> Modulo:
        return self.query_one("#oltre", Modulo)

    # --- reading -----------------------------------------------------------------------------------

    async def apri(self) -> None:
        letta = await self.leggi(anagrafica.leggi, self.contesto.azienda, self.prestazione)
        if letta is not None and letta.valore is not None:
            self._descrizione = letta.valore.descrizione
        await self._mostra_quella(self.identificativo)

    async def _elenca(self) -> "list[Voce]":
        letti = await self.leggi(elenca, self.contesto.azienda, self.prestazione, None)
        return [] if letti is None else letti.valore

    async def _mostra_quella(self, identificativo: int | None) -> None:
        """Show a particolarità of the archive, or the form of a new one."""
        trovate = [] if identificativo is None else await self._elenca()
        voce = next((voce for voce in trovate if voce.particolarita.id == identificativo), None)
        portate = {}
        if voce is not None:
            portate = await self.in_disparte(descrizioni, self.soggetto.campi, valori_di(voce.particolarita))
        self._carica(voce, portate)

    def _carica(self, voce: "Voce | None", portate: Mapping[str, Any] | None = None) -> None:
        valori = {} if voce is None else valori_di(voce.particolarita)
        comuni = {"tipo": "P Prezzo", "prestazione": self.prestazione, "descrizione": self._descrizione}
        self.identificativo = None if voce is None else voce.particolarita.id
        self.soggetto.carica({n: valori[n] for n in SOGGETTO if n in valori} | dict(portate or {}) | comuni)
        self._carica_sotto(voce)
        self.soggetto.focus()

    def _carica_sotto(self, voce: "Voce | None") -> None:
        valori = {} if voce is None else valori_di(voce.particolarita)
        self.dettagli.carica({n: valori[n] for n in ("valida_a", "modo") if n in valori})
        self.scaglioni.carica([] if voce is None else voce.scaglioni)
        self.oltre.carica({"prezzo_oltre": valori.get("prezzo_oltre")})
        self._adatta()

    def _adatta(self) -> None:
        """With F there are no brackets, and Oltre is called Prezzo (PRE-081, PRE-082)."""
        a_quantita = self.dettagli["modo"] == "Q"
        self.scaglioni.display = a_quantita
        self.oltre.rinomina("prezzo_oltre", "Oltre" if a_quantita else "Prezzo")

    def riprendi(self, stato: dict[str, Any]) -> None:
        super().riprendi(stato)
        self._adatta()

    def on_campo_lasciato(self, event: CampoLasciato) -> None:
        if event.identificatore == "modo":
            self._adatta()
        elif event.identificatore == "valida_da" or (event.identificatore in SOGGETTO and event.cambiato):
            self.programma.lavora(self._ritrova())

    async def _ritrova(self) -> None:
        """The subject is defined: one that is already there is shown, to be changed."""
        if self.identificativo is not None or any(m.modificato for m in (self.dettagli, self.scaglioni, self.oltre)):
            return
        valori = self.soggetto.valori
        chiave = tuple(valori[nome] or None for nome in SOGGETTO)
        for voce in await self._elenca():
            if tuple(getattr(voce.particolarita, nome) for nome in SOGGETTO) == chiave:
                self.identificativo = voce.particolarita.id
                self._carica_sotto(voce)
                self.avvisa("La particolarità c'è già: ecco i suoi prezzi.")

    # --- commands ----------------------------------------------------------------------------------

    @property
    def sul_soggetto(self) -> bool:
        """The cursor is in the upper part (PRE-084)."""
        return self.focused is self.soggetto

    async def cerca(self) -> None:
        """F5 Ricerca: all those of the prestazione; Enter opens one."""
        if not await self.lascia_dati():
            return
        finestra = ElencoParticolarita(self.prestazione, scelta=True)
        identificativo = await self.programma.attendi(finestra)
        if identificativo is not None:
            await self._mostra_quella(identificativo)

    @property
    def cancellabile(self) -> bool:
        """In the lower part, on one of the archive (PRE-086)."""
        return self.identificativo is not None and isinstance(self.focused, Scrittura) and not self.sul_soggetto

    async def cancella(self) -> None:
        """⇧F3: only this one."""
        identificativo = self.identificativo or 0
        chi = self.soggetto["cliente"] or "tutti i clienti"
        domanda = f"Cancello la particolarità di {self.prestazione} per {chi}"
        if await self.conferma_cancellazione(domanda) and await self.conferma_regola(
            lambda sessione, _risposte: particolarita.elimina(sessione, self.contesto, identificativo)
        ):
            await self._da_capo("Particolarità cancellata.")

    async def cancella_tutte(self) -> None:
        """⇧F5: all those of the prestazione (PRE-085)."""
        quante = len(await self._elenca())
        if not quante:
            self.avvisa(f"{self.prestazione} non ha particolarità.", grave=True)
        elif await self.conferma_cancellazione(
            f"Cancello {'la sola' if quante == 1 else f'TUTTE le {quante}'} particolarità di {self.prestazione}"
        ) and await self.conferma_regola(
            lambda sessione, _risposte: particolarita.elimina_tutte(sessione, self.contesto, self.prestazione)
        ):
            await self._da_capo(f"Particolarità cancellate: {quante}.")

    async def conferma(self) -> None:
        valori = self.soggetto.valori | self.dettagli.valori | self.oltre.valori
        dati = {n: valori[n] for n in (*SOGGETTO, "prestazione", "valida_a", "modo", "prezzo_oltre")}
        dati["scaglioni"] = self.scaglioni.righe if valori["modo"] == "Q" else []

        def scrivi(sessione: Session, _risposte: Any) -> None:
            try:
                particolarita.salva(sessione, self.contesto, dati, self.identificativo)
            except Rifiuto as rifiuto:
                rifiuto.campo = _riga_dello_schermo(rifiuto.campo)
                raise

        if await self.conferma_regola(scrivi):
            await self._da_capo("Particolarità registrata.")

    async def _da_capo(self, detto: str) -> None:
        """Ready for the next one, with what was done told after the hints of the fields."""
        self.registrato()
        self._carica(None)
        self.set_focus(self.soggetto)
        await self.ricalcolato()
        self.avvisa(detto)


def _riga_dello_schermo(percorso: str | None) -> str | None:
    """Brackets are counted from 0 by the rule, from 1 on the screen."""
    parti = (percorso or "").split(".")
    if parti[0] == "scaglioni" and len(parti) == 3:
        parti[1] = str(int(parti[1]) + 1)
    return ".".join(parti) or None


@dataclass(frozen=True, slots=True)
class Voce:
    """A particolarità with what a list and the form show of it."""

    particolarita: Particolarita
    nome: str
    scaglioni: list[dict[str, Any]]

    @property
    def riga(self) -> Riga:
        una = self.particolarita
        prezzo = scrivi_numero(una.prezzo_oltre, 2, 5)
        prezzi = [f"{scrivi_numero(s['prezzo'], 2, 5)} fino a {scrivi_numero(s['quantita'])}" for s in self.scaglioni]
        return {
            "id": una.id,
            "prestazione": una.prestazione,
            "soggetto": self.nome or (f"tariffario {una.tariffario}" if una.tariffario else "tutti"),
            "da": scrivi_data(una.valida_da),
            "a": scrivi_data(una.valida_a),
            "prezzi": "; ".join([*prezzi, f"oltre {prezzo}"]) if prezzi else prezzo,
        }


def elenca(sessione: Session, azienda: int, prestazione: str | None, cliente: str | None) -> list[Voce]:
    """The particolarità of a prestazione or of a client."""
    voci = []
    for una in particolarita.elenco(sessione, azienda, prestazione, cliente):
        suo = clienti.leggi(sessione, azienda, una.cliente) if una.cliente else None
        scaglioni = [{"quantita": s.quantita, "prezzo": s.prezzo} for s in particolarita.leggi_scaglioni(sessione, una)]
        voci.append(Voce(una, f"{suo.codice} {nome_cliente(suo)}" if suo else "", scaglioni))
    return voci


class ElencoParticolarita(Riquadro[int], SchermoStudio[int]):
    """All those of a prestazione, or of a client (F11 Condizioni particolari): Enter chooses one, or opens it."""

    titolo = "Particolarità"
    pagina_aiuto = "particolarita"

    def __init__(self, prestazione: str | None = None, cliente: str | None = None, *, scelta: bool = False) -> None:
        super().__init__()
        self.prestazione, self.cliente, self.scelta = prestazione, cliente, scelta

    def corpo(self) -> ComposeResult:
        yield Elenco(
            [
                Colonna("prestazione", "Prestazione", 11) if self.cliente else Colonna("soggetto", "Soggetto", 24),
                Colonna("da", "Da data", 10),
                Colonna("a", "Fino a", 10),
                Colonna("prezzi", "Prezzo", 16, elastica=True),
            ],
            vuoto="Nessuna particolarità.",
        )

    async def apri(self) -> None:
        letti = await self.leggi(elenca, self.contesto.azienda, self.prestazione, self.cliente)
        if letti is not None:
            elenco = self.query_one(Elenco)
            await elenco.mostra_subito(SorgenteLista([voce.riga for voce in letti.valore], "id"))
            elenco.focus()

    def on_riga_scelta(self, event: RigaScelta) -> None:
        if self.scelta:
            self.dismiss(int(event.riga["id"]))
        else:
            self.programma.lavora(self._apri_una(event.riga))

    async def _apri_una(self, riga: Riga) -> None:
        await self.programma.attendi(SchermoParticolarita(str(riga["prestazione"]), int(riga["id"])))
        await self.apri()
