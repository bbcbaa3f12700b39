"""What the studio adds to a record, from its card: additional fields (⇧F8) and attached files (F4).

A card derives from `SchedaConAnnessi`, says its `archivio_annessi`, adds `comandi_annessi` to its commands and calls
`rileggi_annessi` once its record is shown; a field `vid` of its form shows the mark VID. The windows serve by
themselves too: `FinestraCampi("clienti", "501.00001")`, `SchermoAllegati("clienti", "501.00001")`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, ClassVar, Generic, TypeVar

from sqlmodel import Session
from textual.app import ComposeResult
from textual.containers import Vertical

from parcella import allegati as su_disco
from parcella.cartelle import cartella_documenti
from parcella.keyboard.comandi import Comando
from parcella.ledger.annessi import allegati, campi, legami
from parcella.ledger.annessi.legami import Annessi
from parcella.ledger.annessi.tabelle import LUNGHEZZA_VALORE, Allegato, CampoAggiuntivo
from parcella.screens import percorsi
from parcella.screens.scheda import Scheda
from parcella.screens.scheda import campo as campo_di
from parcella.screens.studio import SchermoStudio
from parcella.widgets.campo import Campo
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import RigaScelta
from parcella.widgets.modulo import Modulo
from parcella.widgets.schermo import Riquadro
from parcella.widgets.sorgente import Colonna, SorgenteLista

T = TypeVar("T")
MARCA = "VID"
_GENERI: dict[str, dict[str, Any]] = {
    "T": {"lunghezza": LUNGHEZZA_VALORE, "larghezza": 40},
    "N": {"genere": "quantita", "decimali": (0, 5), "larghezza": 16},
    "D": {"genere": "data"},
    "S": {"genere": "lettera", "valori": ("S", "N", ""), "aiuto": "S, N, oppure vuoto"},
}


class SchedaConAnnessi(Scheda[T], Generic[T]):
    """A card with the keys of what the studio adds."""

    archivio_annessi: ClassVar[str] = ""
    """The archive of the records: «prestazioni» or «clienti»."""
    comandi_annessi = [
        Comando("annessi.campi", "shift+f8", "Altri dati", "apri_campi_aggiuntivi", attivo="esistente"),
        Comando("annessi.acquisisci", "f4", "Acquisisci", "acquisisci_allegato", attivo="senza_allegati"),
        Comando("annessi.allegati", "f4", "Allegati", "apri_allegati", attivo="con_allegati"),
    ]
    annessi = Annessi()

    @property
    def senza_allegati(self) -> bool:
        """The record is there, and nothing is attached to it yet."""
        return self.esistente and not self.annessi.allegati

    @property
    def con_allegati(self) -> bool:
        """Something is attached to the record."""
        return self.esistente and self.annessi.allegati > 0

    async def rileggi_annessi(self) -> None:
        """Count the fields filled and the attachments of the record shown, and show the mark."""
        self.annessi = Annessi()
        if self.esistente:
            letti = await self.leggi(legami.stato, self.contesto.azienda, self.archivio_annessi, self.codice)
            self.annessi = letti.valore if letti is not None else self.annessi
        for modulo in self.query(Modulo):
            if any(campo.identificatore == "vid" for campo in modulo.campi):
                modulo.mostra_a_lato("vid", MARCA if self.annessi.campi else "")
        self.aggiorna_barra()

    async def apri_campi_aggiuntivi(self) -> None:
        """⇧F8 (PRE-116)."""
        definiti = await self.leggi(campi.elenco, self.contesto.azienda, self.archivio_annessi)
        if definiti is None:
            return
        if not definiti.valore:
            self.avvisa("Nessun campo aggiuntivo: si definiscono in Azienda e tabelle, Campi aggiuntivi.", grave=True)
            return
        if await self.programma.attendi(FinestraCampi(self.archivio_annessi, self.codice)):
            await self.rileggi_annessi()
            self.avvisa("Altri dati registrati.")

    async def acquisisci_allegato(self) -> None:
        """F4 Acquisisci (PRE-117)."""
        nome = await self.programma.attendi(FinestraAcquisisci(self.archivio_annessi, self.codice))
        await self.rileggi_annessi()
        if nome:
            self.avvisa(f"{nome} allegato: F4 mostra gli allegati.")

    async def apri_allegati(self) -> None:
        """F4 Allegati (PRE-117)."""
        await self.programma.attendi(SchermoAllegati(self.archivio_annessi, self.codice))
        await self.rileggi_annessi()


class FinestraCampi(Riquadro[bool], SchermoStudio[bool]):
    """⇧F8: the additional fields of a record; F10 writes them."""

    titolo = "Altri dati"
    pagina_aiuto = "annessi"

    def __init__(self, archivio_annessi: str, chiave: str) -> None:
        super().__init__()
        self.archivio_annessi, self.chiave = archivio_annessi, chiave
        self.titolo = f"Altri dati di {chiave}"

    def corpo(self) -> ComposeResult:
        yield Vertical(id="campi")

    async def apri(self) -> None:
        letti = await self.leggi(_campi_e_valori, self.contesto.azienda, self.archivio_annessi, self.chiave)
        if letti is not None:
            definiti, valori = letti.valore
            contenitore = self.query_one("#campi", Vertical)
            contenitore.styles.height = max(1, len(definiti))
            modulo = Modulo([_campo(campo) for campo in definiti], {f"campo_{n}": v for n, v in valori.items()})
            await contenitore.mount(modulo)
            modulo.focus()

    async def conferma(self) -> None:
        nuovi = {int(nome.removeprefix("campo_")): v for nome, v in self.query_one(Modulo).valori.items()}

        def scrivi(sessione: Session, _risposte: Any) -> None:
            campi.salva_valori(sessione, self.contesto, self.archivio_annessi, self.chiave, nuovi)

        if await self.conferma_regola(scrivi):
            self.registrato()
            self.dismiss(True)


class FinestraAcquisisci(Riquadro[str], SchermoStudio[str]):
    """The file to attach; dismissed with its name."""

    titolo = "Acquisisci un file"
    pagina_aiuto = "annessi"

    def __init__(self, archivio_annessi: str, chiave: str) -> None:
        super().__init__()
        self.archivio_annessi, self.chiave = archivio_annessi, chiave

    def corpo(self) -> ComposeResult:
        yield Modulo(
            [
                Campo(
                    "percorso",
                    "File",
                    lunghezza=400,
                    larghezza=58,
                    obbligatorio=True,
                    aiuto=f"Il percorso del file, al massimo {allegati.LIMITE_MB} MB: se ne tiene una copia",
                ),
                campo_di(Allegato, "descrizione", "Descrizione", larghezza=58, aiuto="Facoltativa. F10 acquisisce"),
            ]
        )

    async def conferma(self) -> None:
        valori = self.query_one(Modulo).valori
        letto = await self.esegui(su_disco.acquisisci, str(valori["percorso"]))
        if letto is None:
            return
        nome, contenuto = letto.valore

        def scrivi(sessione: Session, risposte: Any) -> None:
            dove = (self.archivio_annessi, self.chiave)
            descrizione = str(valori["descrizione"]) or None
            allegati.aggiungi(sessione, self.contesto, *dove, nome, contenuto, descrizione, risposte)

        if await self.conferma_regola(scrivi):
            self.registrato()
            self.dismiss(nome)


class FinestraCartella(Riquadro[str]):
    """The folder an attachment is saved to."""

    titolo = "Salva il file"
    pagina_aiuto = "annessi"

    def corpo(self) -> ComposeResult:
        proposta = str(cartella_documenti(None) / "allegati")
        yield Modulo([percorsi.cartella_di_uscita()], {"cartella": proposta})

    async def conferma(self) -> None:
        self.dismiss(str(self.query_one(Modulo)["cartella"]))


class SchermoAllegati(Riquadro[None], SchermoStudio[None]):
    """F4 Allegati: the files attached to a record."""

    titolo = "Allegati"
    pagina_aiuto = "annessi"
    comandi = [
        Comando("allegati.acquisisci", "f4", "Acquisisci", "acquisisci"),
        Comando("allegati.salva", "f5", "Salva su disco", "salva", attivo="indicato"),
        Comando("allegati.cancella", "shift+f3,delete", "Cancella", "cancella", attivo="indicato"),
    ]

    def __init__(self, archivio_annessi: str, chiave: str) -> None:
        super().__init__()
        self.archivio_annessi, self.chiave = archivio_annessi, chiave
        self.titolo = f"Allegati di {chiave}"

    def corpo(self) -> ComposeResult:
        yield Elenco(
            (
                Colonna("numero", "N.", 3, "intero"),
                Colonna("nome_file", "File", 20, elastica=True),
                Colonna("descrizione", "Descrizione", 22),
                Colonna("peso", "KB", 7, "intero"),
                Colonna("aggiunto_il", "Aggiunto il", 11, "data"),
            ),
            vuoto="Nessun allegato: F4 ne acquisisce uno.",
        )

    @property
    def elenco(self) -> Elenco:
        return self.query_one(Elenco)

    @property
    def indicato(self) -> bool:
        """There is an attachment under the bar."""
        return self.elenco.riga is not None

    async def apri(self) -> None:
        await self.rileggi()

    async def rileggi(self) -> None:
        """Read the list again."""
        letti = await self.leggi(allegati.elenco, self.contesto.azienda, self.archivio_annessi, self.chiave)
        if letti is not None:
            righe = [asdict(voce) | {"peso": -(-voce.dimensione // 1024)} for voce in letti.valore]
            await self.elenco.mostra_subito(SorgenteLista(righe, "numero"))
            self.aggiorna_barra()

    async def acquisisci(self) -> None:
        """F4."""
        nome = await self.programma.attendi(FinestraAcquisisci(self.archivio_annessi, self.chiave))
        if nome:
            await self.rileggi()
            self.avvisa(f"{nome} allegato.")

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.programma.lavora(self.salva())

    async def salva(self) -> None:
        """F5, or Enter: the file under the bar, to a folder."""
        riga = self.elenco.riga
        if riga is None:
            return
        cartella = await self.programma.attendi(FinestraCartella())
        if not cartella:
            return
        letto = await self.leggi(
            allegati.leggi, self.contesto.azienda, self.archivio_annessi, self.chiave, riga["numero"]
        )
        if letto is None:
            return
        scritto = await self.esegui(su_disco.scrivi, cartella, letto.valore.nome_file, letto.valore.contenuto)
        if scritto is not None:
            self.avvisa(f"Salvato in {scritto.valore}.")

    async def cancella(self) -> None:
        """⇧F3."""
        riga = self.elenco.riga
        if riga is None or not await self.conferma_cancellazione(f"Cancello l'allegato {riga['nome_file']}"):
            return
        numero = int(riga["numero"])
        if await self.conferma_regola(
            lambda sessione, _risposte: allegati.elimina(
                sessione, self.contesto, self.archivio_annessi, self.chiave, numero
            )
        ):
            await self.rileggi()
            self.avvisa(f"{riga['nome_file']} cancellato.")


def _campi_e_valori(
    sessione: Session, azienda: int, archivio: str, chiave: str
) -> tuple[Sequence[CampoAggiuntivo], Mapping[int, campi.Valore]]:
    return campi.elenco(sessione, azienda, archivio), campi.valori(sessione, azienda, archivio, chiave)


def _campo(definito: CampoAggiuntivo) -> Campo:
    return Campo(f"campo_{definito.numero}", definito.etichetta, **_GENERI[definito.tipo])
