"""The journal: who changed what, newest first; of the whole azienda, or of the record it is called from."""

from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.giornale import consultazione
from parcella.ledger.giornale.consultazione import Filtro, VoceLetta, leggibile
from parcella.ledger.tabella import etichetta
from parcella.screens import primanota, ricerche
from parcella.screens.documenti_finestre import RiquadroStudio
from parcella.screens.sorgenti import SorgenteLibri
from parcella.screens.studio import SchermoStudio
from parcella.widgets.campo import Campo
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import RigaIndicata, RigaScelta
from parcella.widgets.modulo import Modulo
from parcella.widgets.sorgente import Colonna, Riga, SorgenteLista

if TYPE_CHECKING:
    from parcella.ledger.archivio import Archivio


class FiltroGiornale(primanota.Filtro[Filtro], SchermoStudio[Filtro]):
    """Archive, record, person, days."""

    pagina_aiuto = "giornale"

    def __init__(self, filtro: Filtro) -> None:
        super().__init__()
        self._filtro = filtro

    def corpo(self) -> ComposeResult:
        f = self._filtro
        archivi = ricerche.su_righe(
            "Archivi del giornale", ricerche.codice_e_descrizione(24), lambda: _archivi(self.archivio, f.azienda)
        )
        yield Modulo(
            [
                Campo("archivio_dati", "Archivio", larghezza=24, lunghezza=40, ricerca=archivi,
                      aiuto="Vuoto = tutti; F2 elenca quelli di cui il giornale ha qualcosa."),
                Campo("chiave", "Chiave", larghezza=32, lunghezza=120,
                      aiuto="Il codice intero; un * alla fine = tutti quelli che cominciano così."),
                Campo("operatore", "Operatore", larghezza=20, lunghezza=20, aiuto="Chi ha fatto il cambiamento."),
                Campo("da_data", "Dal", "data", aiuto="Compresa; vuota = dall'inizio."),
                Campo("a_data", "al", "data", accanto=True, aiuto="Compresa; vuota = fino a oggi."),
            ],
            {
                "archivio_dati": f.archivio or "", "chiave": f.chiave or "", "operatore": f.utente or "",
                "da_data": f.dal, "a_data": f.al,
            },
        )  # fmt: skip

    async def conferma(self) -> None:
        if self.date_in_ordine():
            v = {nome: valore or None for nome, valore in self.query_one(Modulo).valori.items()}
            self.dismiss(
                Filtro(self._filtro.azienda, v["archivio_dati"], v["chiave"], v["operatore"], v["da_data"], v["a_data"])
            )


def _archivi(archivio: "Archivio", azienda: int) -> list[Riga]:
    with archivio.lettura() as sessione:
        return [{"codice": nome, "descrizione": etichetta(nome)} for nome in consultazione.archivi(sessione, azienda)]


class SchermoGiornale(SchermoStudio[None]):
    """The entries a page at a time. Enter shows one with before and after."""

    titolo = "Giornale"
    pagina_aiuto = "giornale"
    comandi = [Comando("giornale.filtra", "f4", "Filtra", "filtra")]

    def __init__(self, archivio: str | None = None, chiave: str | int | None = None) -> None:
        """`chiave` is the key of the record, or the internal one of a document; without, all of the archive."""
        super().__init__()
        self._archivio, self._chiave = archivio, chiave
        self._filtro: Filtro | None = None

    def corpo(self) -> ComposeResult:
        colonne = [
            Colonna("quando", "Quando", 16),
            Colonna("utente", "Utente", 8),
            Colonna("archivio", "Archivio", 12),
            Colonna("chiave", "Chiave", 12),
            Colonna("sintesi", "Che cosa", 20, elastica=True),
        ]
        if self._archivio is not None and self._chiave is not None:  # the title says which record
            del colonne[2:4]
        yield Elenco(
            colonne, titolo="", vuoto="Nessun cambiamento: il giornale comincia dalla versione 2 dell'archivio."
        )

    @property
    def elenco(self) -> Elenco:
        """The list."""
        return self.query_one(Elenco)

    async def apri(self) -> None:
        if isinstance(self._chiave, int):
            letto = await self.leggi(consultazione.nome_di_documento, self._chiave)
            self._chiave = None if letto is None else letto.valore
        await self._mostra(Filtro(self.contesto.azienda, self._archivio, self._chiave))

    async def _mostra(self, filtro: Filtro) -> None:
        self._filtro = filtro
        self.elenco.titolo = descrivi(filtro)
        await self.elenco.mostra_subito(
            SorgenteLibri(
                self.archivio,
                lambda sessione: consultazione.conta(sessione, filtro),
                lambda sessione, quante, **dove: consultazione.pagina(sessione, filtro, quante, **dove),
                _riga,
                lambda riga: riga["voce"].numero,
            )
        )

    async def filtra(self) -> None:
        """F4."""
        if self._filtro is not None and (filtro := await self.programma.attendi(FiltroGiornale(self._filtro))):
            await self._mostra(filtro)

    def on_riga_indicata(self, event: RigaIndicata) -> None:
        """Whole, what the columns may have cut."""
        riga = event.riga
        self.avvisa("" if riga is None else f"{riga['archivio']} {riga['chiave']}: {riga['sintesi']}")

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.programma.lavora(self._apri_voce(event.riga["voce"]))

    async def _apri_voce(self, voce: VoceLetta) -> None:
        await self.programma.attendi(FinestraVoce(voce))


def _riga(voce: VoceLetta) -> dict[str, Any]:
    return {
        "voce": voce,
        "quando": leggibile(voce.momento),
        "utente": voce.utente,
        "archivio": etichetta(voce.archivio),
        "chiave": voce.chiave,
        "sintesi": voce.sintesi.replace("\n", " · "),
    }


def descrivi(filtro: Filtro) -> str:
    """The filter in a line, above the list."""
    parti = [etichetta(filtro.archivio) if filtro.archivio else "tutti gli archivi"]
    if filtro.chiave:
        parti[0] += f" {filtro.chiave}"
    if filtro.utente:
        parti.append(f"operatore {filtro.utente}")
    if filtro.dal or filtro.al:
        parti.append(primanota.periodo_scritto(filtro.dal, filtro.al))
    return "Giornale: " + ", ".join(parti)


class FinestraVoce(RiquadroStudio[None]):
    """An entry: each field before and after."""

    pagina_aiuto = "giornale"
    sola_lettura = True

    def __init__(self, voce: VoceLetta) -> None:
        super().__init__()
        self.voce = voce
        self.titolo = f"{etichetta(voce.archivio)} {voce.chiave}: {voce.azione}".replace("  ", " ")

    def corpo(self) -> ComposeResult:
        v = self.voce
        righe = [
            {"numero": n, "campo": etichetta(c.campo), "prima": leggibile(c.prima), "dopo": leggibile(c.dopo)}
            for n, c in enumerate(v.cambiamenti)
        ]
        chi = " · ".join(filter(None, (leggibile(v.momento), v.utente, v.origine, v.riga)))
        yield Elenco(
            [
                Colonna("campo", "Campo", 24),
                Colonna("prima", "Prima", 20, elastica=True),
                Colonna("dopo", "Dopo", 20, elastica=True),
            ],
            SorgenteLista(righe, "numero"),
            titolo=chi,
            vuoto="Il contenuto è stato tolto per legge." if v.tolto else "Nessun campo.",
        )

    def on_riga_indicata(self, event: RigaIndicata) -> None:
        if (riga := event.riga) is not None:
            self.avvisa(f"{riga['campo']}: {riga['prima'] or '(vuoto)'} → {riga['dopo'] or '(vuoto)'}")

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.dismiss(None)
