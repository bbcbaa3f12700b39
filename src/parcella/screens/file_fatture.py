"""The register of the FatturaPA files: states, what is to be done, SdI's messages, the ZIP for the upload."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import ComposeResult

from parcella.cartelle import cartella_documenti
from parcella.fatturapa import elenco as registro
from parcella.fatturapa.elenco import Filtro
from parcella.fatturapa.stati import DESCRIZIONI, FIRMATO, INVIATO
from parcella.keyboard.comandi import Comando
from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.tabelle import Azienda
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Risposte
from parcella.ledger.parole import quanti as conta
from parcella.screens import percorsi, primanota
from parcella.screens.file_fatture_finestre import (
    FiltroFile,
    MessaggiLetti,
    NonEsportate,
    Percorso,
    PercorsoFirmati,
    PercorsoMessaggi,
    StoriaFile,
)
from parcella.screens.sorgenti import SorgenteLibri
from parcella.screens.studio import SchermoStudio
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import RigaScelta
from parcella.widgets.lavoro import Avanza
from parcella.widgets.schermo import Fatto
from parcella.widgets.sorgente import Colonna

if TYPE_CHECKING:
    from parcella.fatturapa.esportazione import Errata

R = TypeVar("R")


class SchermoFileFatture(SchermoStudio[None]):
    """The files, the newest first. Enter tells the story of one."""

    titolo = "File delle fatture elettroniche"
    pagina_aiuto = "file-fatture"
    comandi = [
        Comando("file.filtra", "f4", "Filtra", "filtra"),
        Comando("file.messaggi", "f5", "Legge messaggi", "leggi_messaggi"),
        Comando("file.esporta", "f6", "Fa i file", "esporta"),
        Comando("file.zip", "f7", "ZIP", "impacchetta"),
        Comando("file.salva", "f8", "Salva", "salva", attivo="su_riga"),
        Comando("file.importa", "shift+f8", "Importa", "importa", barra=False),
        Comando("file.inviato", "f9", "Inviato", "segna_inviato", attivo="su_riga"),
        Comando("file.firmato", "shift+f9", "Firmato", "segna_firmato", attivo="su_riga", barra=False),
        Comando("file.fatto", "shift+f7", "Toglie il segno", "togli_segno", attivo="su_riga", barra=False),
        Comando("file.documento", "shift+f5", "Documento", "apri_documento", attivo="su_riga", barra=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._filtro = Filtro()

    def corpo(self) -> ComposeResult:
        yield Elenco(
            [
                Colonna("nome", "File", 24),
                Colonna("documento", "Documento", 10),
                Colonna("data_documento", "Del", 10, "data"),
                Colonna("nome_cliente", "Cliente", 10, elastica=True),
                Colonna("stato_scritto", "Stato", 16),
            ],
            titolo="",
            marche={" ": "*"},
            vuoto="Nessun file con questo filtro. F6 fa quelli delle parcelle da inviare, F4 cambia il filtro.",
        )

    @property
    def elenco(self) -> Elenco:
        """The list."""
        return self.query_one(Elenco)

    @property
    def su_riga(self) -> bool:
        """There is a file under the bar."""
        return self.elenco.riga is not None

    @property
    def nel_giornale(self) -> tuple[str, str | int | None] | None:  # type: ignore[override]
        """The file under the bar."""
        riga = self.elenco.riga
        return None if riga is None else ("file_fattura", str(riga["file"]))

    @property
    def scelti(self) -> list[int]:
        """The files marked, or the one under the bar."""
        marcati = [int(str(riga["id"])) for riga in self.elenco.righe_marcate.values()]
        riga = self.elenco.riga
        return marcati or ([] if riga is None else [int(str(riga["id"]))])

    async def apri(self) -> None:
        await self._mostra()

    async def _mostra(self) -> None:
        azienda, filtro, indice = self.contesto.azienda, self._filtro, self.elenco.indice
        sorgente = SorgenteLibri(
            self.archivio,
            lambda sessione: registro.conta(sessione, azienda, filtro),
            lambda sessione, quanti, **dove: registro.pagina(sessione, azienda, filtro, quanti, **dove),
            _riga,
            lambda riga: riga["id"],
        )
        periodo = primanota.periodo_scritto(filtro.da_data, filtro.a_data)
        stato = DESCRIZIONI[filtro.stato].lower() if filtro.stato else "tutti gli stati"
        self.elenco.titolo = "Filtro: " + ", ".join(filter(None, (stato, periodo, filtro.cliente or "")))
        await self.elenco.mostra_subito(sorgente)
        self.elenco.vai(indice)

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.programma.lavora(self._racconta(event.riga))

    async def _racconta(self, riga: Any) -> None:
        if fatto := await self.leggi(registro.storia, self.contesto.azienda, riga["id"]):
            await self.programma.attendi(StoriaFile(str(riga["file"]), fatto.valore, str(riga["da_fare"])))

    async def filtra(self) -> None:
        """F4."""
        filtro = await self.programma.attendi(FiltroFile(self._filtro))
        if filtro is not None:
            self._filtro = filtro
            self.elenco.togli_marche()
            await self._mostra()

    async def leggi_messaggi(self) -> None:
        """F5: read SdI's messages from a file or a folder, and say what each one did."""
        from parcella.fatturapa.ricevute import leggi_messaggi

        await self._riprendi(leggi_messaggi, PercorsoMessaggi(), "Lettura dei messaggi")

    async def importa(self) -> None:
        """Sh+F8: take back files signed with other programs, and messages."""
        from parcella.fatturapa.firmati import importa

        await self._riprendi(importa, PercorsoFirmati(), "Importazione")

    async def _riprendi(self, regola: Callable[..., Sequence[Any]], dove: Percorso, titolo: str) -> None:
        percorso = await self.programma.attendi(dove)
        if percorso is None:
            return

        def leggi(avanza: Avanza) -> Sequence[Any]:
            def passo(fatti: int, totale: int) -> None:
                avanza(titolo, fatti, totale)

            return regola(self.archivio, self.contesto, [percorso], passo)

        if fatto := await percorsi.leggi_tutti(self, percorso, titolo, leggi):
            await self._mostra()
            await self.programma.attendi(MessaggiLetti(fatto.valore, dove.esito))

    async def esporta(self) -> None:
        """F6: make the files of the parcelle to be sent which the filter lets through; those that can't be made are
        listed before the others are, and can be opened."""
        if (chiavi := await self._da_esportare()) is None or (cartella := await self._cartella()) is None:
            return
        quante = "di 1 parcella" if len(chiavi) == 1 else f"di {len(chiavi)} parcelle"
        if await self.chiedi(f"Faccio i file {quante}{self._del_filtro} in {cartella}", "S") != "S":
            return
        fatto = await self.esegui(_fa_i_file, self.archivio, self.contesto, chiavi, cartella)
        while fatto is not None and (errate := fatto.valore.errate):
            documento = await self.programma.attendi(NonEsportate(errate))
            if documento is not None:
                await self._apri_parcella(documento)
                fatto = await self.esegui(_fa_i_file, self.archivio, self.contesto, chiavi, cartella)
                continue
            altre = len(chiavi) - len(errate)
            domanda = "Faccio il file dell'altra" if altre == 1 else f"Faccio i file delle altre {altre}"
            if not altre or await self.chiedi(domanda, "N") != "S":
                self.avvisa("Nessun file è stato fatto.")
                return
            fatto = await self.esegui(_fa_i_file, self.archivio, self.contesto, chiavi, cartella, salta=True)
        await self._dopo(fatto, lambda fatti: fatti.detto(cartella))

    async def _da_esportare(self) -> list[int] | None:
        """The parcelle to be sent which the filter lets through; None, told, if there are none."""
        from parcella.fatturapa.esportazione import da_esportare

        f = self._filtro
        letto = await self.leggi(
            lambda sessione: da_esportare(
                sessione, self.contesto, da_data=f.da_data, a_data=f.a_data, cliente=f.cliente
            )
        )
        if letto is not None and not letto.valore:
            self.avvisa(f"Non ci sono parcelle definitive da inviare senza il loro file{self._del_filtro}.")
            return None
        return letto.valore if letto else None

    @property
    def _del_filtro(self) -> str:
        """What a question says of the filter, which bounds also what is made."""
        f = self._filtro
        periodo = primanota.periodo_scritto(f.da_data, f.a_data)
        quali = ", ".join(filter(None, (f"cliente {f.cliente}" if f.cliente else "", periodo)))
        return f" ({quali})" if quali else ""

    async def impacchetta(self) -> None:
        """F7: a ZIP of the files marked, or of all those not sent yet."""
        from parcella.fatturapa.pacco import impacchetta

        chiavi = [int(str(riga["id"])) for riga in self.elenco.righe_marcate.values()]
        if not chiavi:
            letto = await self.leggi(registro.da_inviare, self.contesto.azienda)
            chiavi = letto.valore if letto else []
        if (cartella := await self._cartella()) is None:
            return
        fatto = await self.esegui(impacchetta, self.archivio, self.contesto, chiavi, cartella)
        await self._dopo(fatto, lambda pacco: f"{len(pacco.contenuti)} file in {pacco.file}; indice accanto.")

    async def salva(self) -> None:
        """F8: write again the files kept in the archive."""
        from parcella.fatturapa.pacco import salva

        if (cartella := await self._cartella()) is None:
            return
        letto = await self.leggi(registro.contenuti, self.contesto.azienda, self.scelti)
        if letto is None:
            return
        fatto = await self.esegui(salva, letto.valore, cartella)
        await self._dopo(fatto, lambda scritti: f"{conta(len(scritti), 'file scritto', 'file scritti')} in {cartella}.")

    async def segna_inviato(self) -> None:
        """F9."""
        await self._segna(INVIATO)

    async def segna_firmato(self) -> None:
        """Sh+F9."""
        await self._segna(FIRMATO)

    async def _segna(self, stato: str) -> None:
        from parcella.fatturapa.registro import segna

        chiavi = self.scelti
        quanti = "il file" if len(chiavi) == 1 else f"{len(chiavi)} file"
        if await self.chiedi(f"Segno {quanti} come {stato}", "N") != "S":
            return
        archivio, contesto = self.archivio, self.contesto

        def scrivi() -> int:
            with archivio.scrittura() as sessione:
                segna(sessione, contesto, chiavi, stato)
            return len(chiavi)

        await self._dopo(
            await self.esegui(scrivi), lambda n: f"{conta(n, 'file segnato', 'file segnati')} come {stato}."
        )

    async def togli_segno(self) -> None:
        """Sh+F7: take back the last mark, put by mistake."""
        from parcella.fatturapa.registro import togli_segno

        chiavi = self.scelti
        quanti = "al file" if len(chiavi) == 1 else f"a {len(chiavi)} file"
        if await self.chiedi(f"Tolgo {quanti} l'ultimo segno", "N") != "S":
            return
        archivio, contesto = self.archivio, self.contesto

        def scrivi() -> list[str]:
            with archivio.scrittura() as sessione:
                return sorted({DESCRIZIONI[stato] for stato in togli_segno(sessione, contesto, chiavi).values()})

        await self._dopo(await self.esegui(scrivi), lambda stati: f"Tornati nello stato: {', '.join(stati)}.")

    async def apri_documento(self) -> None:
        """Sh+F5: the parcella of the file under the bar."""
        riga = self.elenco.riga
        if riga is not None:
            await self._apri_parcella(int(str(riga["chiave_documento"])))

    async def _apri_parcella(self, documento: int) -> None:
        from parcella.screens.documenti import SchermoDocumenti

        await self.programma.attendi(SchermoDocumenti(documento))
        await self._mostra()

    async def _dopo(self, fatto: Fatto[R] | None, dice: Callable[[R], str]) -> None:
        if fatto is not None:
            self.elenco.togli_marche()
            await self._mostra()
            self.avvisa(dice(fatto.valore))

    async def _cartella(self) -> Path | None:
        """Where the files go: the directory of their device, else the folder of the azienda's documents (FPA-017)."""
        letto = await self.leggi(_cartella_file, self.contesto)
        return letto.valore if letto else None


def _cartella_file(sessione: Any, contesto: Contesto) -> Path:
    from parcella.uscite import cartella_fatture

    azienda = sessione.get_one(Azienda, contesto.azienda)
    return cartella_fatture(sessione, contesto) or cartella_documenti(azienda.cartella_documenti)


def _fa_i_file(
    archivio: Archivio,
    contesto: Contesto,
    chiavi: Sequence[int],
    cartella: Path,
    *,
    salta: bool = False,
    risposte: Mapping[str, str],
) -> "_Fatti":
    """The files made, and the parcelle that stopped them all; with `salta` those are left out. Asks of each parcella
    that was refused, and of which nothing was corrected."""
    from parcella.fatturapa.esportazione import NON_CORRETTA, SALTA, NonEsportabili, esporta

    dette = Risposte({SALTA: "S" if salta else "N"} | dict(risposte))
    try:
        fatte = esporta(archivio, contesto, chiavi, cartella, risposte=dette, nominate=False)
    except NonEsportabili as rifiuto:
        return _Fatti(errate=rifiuto.errate)
    lasciate = [avviso.messaggio.split(":")[0] for avviso in dette.avvisi if avviso.codice == NON_CORRETTA]
    return _Fatti(len(fatte), lasciate)


@dataclass(frozen=True, slots=True)
class _Fatti:
    """How many files were made; the parcelle left since nothing in them was corrected, those that stopped all."""

    quanti: int = 0
    lasciate: Sequence[str] = ()
    errate: "Sequence[Errata]" = ()

    def detto(self, cartella: Path) -> str:
        """What is told at the end."""
        fatti = (
            f"{conta(self.quanti, 'file scritto', 'file scritti')} in {cartella}."
            if self.quanti
            else "Nessun file è stato fatto."
        )
        if not self.lasciate:
            return fatti
        una = len(self.lasciate) == 1
        restano = f"{self.lasciate[0]} resta" if una else f"{len(self.lasciate)} parcelle restano"
        return f"{fatti} {restano} da correggere."


def _riga(voce: registro.Voce) -> dict[str, Any]:
    return asdict(voce) | {
        "nome": voce.file.removesuffix(".xml"),
        "stato_scritto": DESCRIZIONI[voce.stato_mostrato],
        "da_fare": registro.da_fare(voce),
    }
