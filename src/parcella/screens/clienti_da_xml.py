"""Clienti da fatture elettroniche: the clients and prestazioni of the invoices of the old program, to choose from."""

from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from textual.app import ComposeResult

from parcella.fatturapa import anagrafiche, emesse
from parcella.fatturapa.anagrafiche import Proposta
from parcella.fatturapa.emesse import Raccolta
from parcella.fatturapa.lettura.origini import elenca
from parcella.keyboard.comandi import Comando
from parcella.ledger.aziende.tabelle import Azienda
from parcella.ledger.esito import DatiNonValidi, Risposte
from parcella.ledger.tabella import etichetta
from parcella.screens import percorsi
from parcella.widgets.campo import Campo
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import CampoLasciato, MarcheCambiate, RigaIndicata, RigaScelta
from parcella.widgets.lavoro import Avanza
from parcella.widgets.messaggi import Messaggi
from parcella.widgets.modulo import Modulo
from parcella.widgets.schermo import Riquadro
from parcella.widgets.sorgente import Colonna, Riga, SorgenteLista

_MARCA = "*"
_STATI = {"nuovo": "nuovo", "presente": "c'è già", "scartato": "scartato"}
_SIGLE = {"cliente": "Cliente", "prestazione": "Prestaz."}


class SchermoClientiDaXml(percorsi.SchermoDaFile[None]):
    """F10 reads the files, then writes what is marked."""

    titolo = "Clienti da fatture elettroniche"
    pagina_aiuto = "clienti-da-xml"
    comandi = [
        Comando("clientixml.leggi", "f5", "Rileggi", "leggi_i_file", attivo="letto"),
        Comando("clientixml.dettaglio", "f6", "Dettaglio", "mostra_dettaglio", attivo="indicata"),
        Comando("clientixml.file", "f7", "File non presi", "mostra_file", attivo="con_scarti"),
        Comando("clientixml.tutte", "f8", "Marca tutti", "marca_tutti", attivo="letto"),
        Comando("clientixml.nessuna", "shift+f8", "Nessuno", "togli_marche", attivo="letto"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.raccolta: Raccolta | None = None
        self.proposte: dict[str, Proposta] = {}
        self._indicata = self._spiegata = ""

    def corpo(self) -> ComposeResult:
        yield Modulo(
            [
                percorsi.campo(
                    "File o cartella",
                    percorsi.FATTURE,
                    "Una fattura .xml o .p7m, oppure la cartella o lo ZIP che le contiene; F2 cerca. F10 legge",
                    cartelle=True,
                ),
                Campo(
                    "minimo_uso",
                    "Minimo uso",
                    "intero",
                    larghezza=4,
                    obbligatorio=True,
                    aiuto="Le prestazioni che si trovano almeno in tante righe di fattura",
                ),
                Campo(
                    "tutti_i_cedenti",
                    "Tutti i cedenti",
                    "lettera",
                    valori=("S", "N"),
                    accanto=True,
                    aiuto="N = solo le fatture emesse da questa azienda",
                ),
            ],
            {"minimo_uso": 2, "tutti_i_cedenti": "N"},
            id="file",
        )
        yield Elenco(
            (
                Colonna("tipo", "Tipo", 8),
                Colonna("stato", "Stato", 8),
                Colonna("codice", "Codice", 10),
                Colonna("nome", "Nome", 24, elastica=True),
                Colonna("dato", "Identificativo", 16),
                Colonna("usi", "Usi", 4, "intero"),
            ),
            titolo="Clienti e prestazioni delle fatture",
            marche={" ": _MARCA},
            vuoto="Indicare i file e premere F10.",
        )

    # --- what the commands need ----------------------------------------------------------------------

    @property
    def elenco(self) -> Elenco:
        return self.query_one(Elenco)

    @property
    def letto(self) -> bool:
        """The files have been read."""
        return self.raccolta is not None

    @property
    def indicata(self) -> bool:
        """There is a proposal under the bar."""
        return self.elenco.riga is not None

    @property
    def con_scarti(self) -> bool:
        """Some files were not taken."""
        return self.raccolta is not None and any(f.esito != "letto" for f in self.raccolta.file)

    # --- reading -------------------------------------------------------------------------------------

    def on_campo_lasciato(self, event: CampoLasciato) -> None:
        super().on_campo_lasciato(event)
        if event.cambiato:
            self.raccolta = None  # F10 reads again

    async def conferma(self) -> None:
        """F10."""
        if self.raccolta is None:
            await self.leggi_i_file()
        else:
            await self.scrivi_le_marcate(self.raccolta)

    async def leggi_i_file(self) -> None:
        """F5, or the first F10."""
        tutti = self.query_one("#file", Modulo).valori["tutti_i_cedenti"] == "S"
        dove, azienda = self.percorso_scritto, await self.leggi(anagrafiche.azienda_in_uso, self.contesto)
        if azienda is None:
            return
        di_chi = azienda.valore
        raccolta = await percorsi.leggi_tutti(
            self, dove, "Lettura delle fatture", lambda avanza: _raccogli(dove, di_chi, tutti, avanza)
        )
        if raccolta is not None:
            self.raccolta = raccolta.valore
            self.elenco.togli_marche()
            await self._proponi(self.raccolta)
            self.marca_tutti()
            self.elenco.focus()
            self.elenco.titolo = _riassunto(self.raccolta)
            if self.raccolta.emesse:
                self.avvisa("Spazio marca la riga, F10 scrive nell'archivio quelle marcate.")
            else:
                da_chi = f"Nessuna fattura emessa da {self.contesto.sigla}"
                self.avvisa(f"{da_chi}: con Tutti i cedenti S si prendono lo stesso.", grave=True)

    async def _proponi(self, raccolta: Raccolta) -> None:
        minimo = int(self.query_one("#file", Modulo)["minimo_uso"])
        lette = await self.leggi(anagrafiche.proponi, self.contesto, raccolta, minimo)
        if lette is not None:
            await self._mostra(lette.valore)

    async def _mostra(self, proposte: Sequence[Proposta]) -> None:
        self.proposte = {p.chiave: p for p in proposte}
        self._indicata = next(iter(self.proposte), "")  # the bar goes there by itself
        await self.elenco.mostra_subito(SorgenteLista([_riga(p) for p in proposte], "chiave"))
        self.aggiorna_barra()

    # --- choosing ------------------------------------------------------------------------------------

    def on_marche_cambiate(self, event: MarcheCambiate) -> None:
        """Only what is new can be written."""
        for chiave in [c for c in self.elenco.segni if self.proposte[str(c)].stato != "nuovo"]:
            del self.elenco.segni[chiave], self.elenco.righe_marcate[chiave]
            proposta = self.proposte[str(chiave)]
            self.avvisa(f"{proposta.nome}: {_STATI[proposta.stato]}, non si scrive.", grave=True)

    def marca_tutti(self) -> None:
        """F8."""
        self._marca(p.chiave for p in self.proposte.values() if p.stato == "nuovo")

    def togli_marche(self) -> None:
        """⇧F8."""
        self._marca(())

    def _marca(self, chiavi: Iterable[str]) -> None:
        self.elenco.segni = dict.fromkeys(chiavi, _MARCA)
        self.elenco.righe_marcate = {chiave: {} for chiave in self.elenco.segni}
        self.elenco.refresh()

    def on_riga_indicata(self, event: RigaIndicata) -> None:
        """Explain the row the bar goes to; what was said of the one before goes away."""
        chiave = str(event.riga["chiave"]) if event.riga else ""
        if chiave == self._indicata or chiave not in self.proposte:
            return
        self._indicata = chiave
        spiegazione = self.proposte[chiave].spiegazione
        if spiegazione or self.query_one(Messaggi).testo == self._spiegata:
            self.avvisa(spiegazione)
        self._spiegata = spiegazione

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.programma.lavora(self.mostra_dettaglio())

    async def mostra_dettaglio(self) -> None:
        """F6, or Enter."""
        proposta = self.proposte.get(str(self.elenco.chiave))
        if proposta is not None:
            await self.programma.attendi(FinestraProposta(proposta))

    async def mostra_file(self) -> None:
        """F7."""
        if self.raccolta is not None:
            scarti = [f for f in self.raccolta.file if f.esito != "letto"]
            righe = [{"numero": n, "file": f.file.name, "motivo": f.motivo} for n, f in enumerate(scarti, 1)]
            await self.programma.attendi(FinestraFileNonPresi(righe))

    # --- writing -------------------------------------------------------------------------------------

    async def scrivi_le_marcate(self, raccolta: Raccolta) -> None:
        """F10 once the files have been read."""
        scelte = {str(chiave) for chiave in self.elenco.segni}
        if not scelte:
            self.avvisa("Nessuna riga marcata: Spazio marca la riga, F8 tutte.", grave=True)
            return
        illeggibili = len(raccolta.illeggibili)
        avvertenza = f"{illeggibili} file non si sono potuti leggere. " if illeggibili else ""
        quanti = anagrafiche.in_parole(self.proposte[chiave] for chiave in scelte)
        if await self.chiedi(f"{avvertenza}Scrivo nell'archivio {quanti}", "S") != "S":
            return
        minimo = int(self.query_one("#file", Modulo)["minimo_uso"])
        risposte = Risposte(interattive=False)

        def scrivi_tutto() -> list[Proposta]:
            return anagrafiche.scrivi(self.archivio, self.contesto, raccolta, minimo, risposte, scelte)

        if await self.esegui(scrivi_tutto) is not None:
            self.elenco.togli_marche()
            await self._proponi(raccolta)
            avvisi = " ".join(avviso.messaggio for avviso in risposte.avvisi[:3])
            self.avvisa(f"Scritti {quanti}. {avvisi}".strip())


class FinestraProposta(Riquadro[None]):
    """All that is known of a client or of a prestazione, beside what the archive has."""

    pagina_aiuto = "clienti-da-xml"

    def __init__(self, proposta: Proposta) -> None:
        super().__init__()
        self.proposta = proposta
        self.titolo = proposta.nome[:60]

    def corpo(self) -> ComposeResult:
        differenze = self.proposta.differenze or {}
        righe = [
            {"campo": etichetta(campo), "fatture": _testo(valore), "archivio": _testo(differenze.get(campo, ("",))[0])}
            for campo, valore in self.proposta.dati.items()
        ]
        yield Elenco(
            (
                Colonna("campo", "Dato", 24),
                Colonna("fatture", "Nelle fatture", 24, elastica=True),
                Colonna("archivio", "In archivio, se diverso", 24),
            ),
            SorgenteLista(righe, "campo"),
        )

    async def apri(self) -> None:
        self.avvisa(self.proposta.spiegazione)


class FinestraFileNonPresi(Riquadro[None]):
    """The files left out, and why."""

    titolo = "File non presi"
    pagina_aiuto = "clienti-da-xml"

    def __init__(self, righe: Sequence[Riga]) -> None:
        super().__init__()
        self.righe = righe

    def corpo(self) -> ComposeResult:
        colonne = (Colonna("file", "File", 26), Colonna("motivo", "Motivo", 44, elastica=True))
        yield Elenco(colonne, SorgenteLista(self.righe, "numero"))

    def on_riga_indicata(self, event: RigaIndicata) -> None:
        if event.riga:
            self.avvisa(f"{event.riga['file']}: {event.riga['motivo']}")


def _raccogli(dove: Path, azienda: Azienda, tutti_i_cedenti: bool, avanza: Avanza) -> Raccolta:
    """Read the files of a path; refuses one with none."""
    if not dove.exists():
        raise DatiNonValidi(f"{dove}: il percorso non esiste.", "percorso")
    trovati = elenca([dove], lambda quanti: avanza("Ricerca dei file", quanti, quanti))
    if not trovati:
        raise DatiNonValidi(f"In {dove} non c'è nessun file .xml o .p7m.", "percorso")
    fatti = count(1)
    return emesse.raccogli(
        trovati,
        azienda,
        tutti_i_cedenti=tutti_i_cedenti,
        avanza=lambda: avanza("Lettura delle fatture", next(fatti), len(trovati)),
    )


def _riassunto(raccolta: Raccolta) -> str:
    emesse, scarti = len(raccolta.emesse), sum(f.esito != "letto" for f in raccolta.file)
    fatture = "1 fattura" if emesse == 1 else f"{emesse} fatture"
    return fatture + (f", {scarti} file non pres{'o' if scarti == 1 else 'i'} (F7)" if scarti else "")


def _riga(proposta: Proposta) -> dict[str, Any]:
    dati = proposta.dati
    return {
        "chiave": proposta.chiave,
        "tipo": _SIGLE[proposta.che_cosa],
        "stato": _STATI[proposta.stato],
        "codice": proposta.codice or "",
        "nome": proposta.nome,
        "dato": dati.get("partita_iva") or dati.get("codice_fiscale") or dati.get("cod_iva") or "",
        "usi": proposta.usi,
    }


def _testo(valore: Any) -> str:
    if isinstance(valore, dict):
        return ", ".join(str(prezzo) for prezzo in valore.values())
    return "" if valore is None else str(valore)
