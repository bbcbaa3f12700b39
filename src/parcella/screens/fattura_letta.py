"""Leggi una fattura: any FatturaPA file as a person reads it, with its attachments, its paper and its signature."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from textual import events
from textual.app import ComposeResult

from parcella import allegati as su_disco
from parcella.cartelle import cartella_documenti
from parcella.fatturapa.lettura.apertura import Aperta, apri_file
from parcella.fatturapa.lettura.fattura import Allegato
from parcella.fatturapa.lettura.origini import Origine, e_zip, elenca
from parcella.fatturapa.lettura.testo import righe
from parcella.keyboard.comandi import Comando
from parcella.ledger.esito import DatiNonValidi
from parcella.screens import percorsi
from parcella.widgets.campo import Campo
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import CampoLasciato, RigaScelta
from parcella.widgets.lavoro import Avanza, con_avanzamento
from parcella.widgets.messaggi import Messaggi
from parcella.widgets.modulo import Modulo
from parcella.widgets.schermo import Riquadro
from parcella.widgets.sorgente import Colonna, SorgenteLista

_MARGINE = 3  # of the list: the bar, the scroll bar
_LARGHEZZA_MASSIMA = 110  # longer lines are hard to follow
_LARGHEZZA_FILE = 66


class SchermoFatturaLetta(percorsi.SchermoDaFile[None]):
    """F10 reads the file; the arrows run through it. With `percorso`, that file is read at once."""

    titolo = "Leggi una fattura"
    pagina_aiuto = "fattura-letta"
    comandi = [
        Comando("lettura.cartella", "f4", "Altro file", "altro_file", attivo="in_cartella"),
        Comando("lettura.file_dopo", "f5", "File dopo", "file_dopo", attivo="ha_file_dopo"),
        Comando("lettura.file_prima", "shift+f5", "File prima", "file_prima", attivo="ha_file_prima"),
        Comando("lettura.dopo", "f6", "Documento dopo", "documento_dopo", attivo="ha_dopo"),
        Comando("lettura.prima", "shift+f6", "Documento prima", "documento_prima", attivo="ha_prima"),
        Comando("lettura.pdf", "f7", "PDF", "scrivi_pdf", attivo="letta"),
        Comando("lettura.allegati", "f8", "Allegati", "apri_allegati", attivo="con_allegati"),
    ]

    def __init__(self, percorso: Path | None = None) -> None:
        super().__init__()
        self.percorso = percorso
        self.cartella: Path | None = None
        self.trovate: Sequence[Origine] = ()
        """Those of the folder, or of the ZIP."""
        self.origine: Origine | None = None
        self.aperta: Aperta | None = None
        self.numero = 0

    def corpo(self) -> ComposeResult:
        campo = percorsi.campo(
            "File",
            percorsi.FATTURE,
            "Una fattura .xml o .p7m, oppure la cartella o lo ZIP da cui sceglierla; F2 cerca. F10 legge",
            _LARGHEZZA_FILE,
            cartelle=True,
        )
        mostrato = Campo("letto", "Letto", lunghezza=400, larghezza=_LARGHEZZA_FILE, sola_lettura=True)
        yield Modulo([campo, mostrato], {"percorso": str(self.percorso or "")}, id="file")
        yield Elenco((Colonna("testo", "", 60, elastica=True),), titolo="Nessuna fattura", vuoto="")

    # --- what the commands need ----------------------------------------------------------------------

    @property
    def letta(self) -> bool:
        """A file has been read."""
        return self.aperta is not None

    @property
    def in_cartella(self) -> bool:
        """The file was chosen from a folder, or from a ZIP."""
        return self.cartella is not None

    @property
    def _posto(self) -> int:
        """The place of the file among those of the folder; -1 if it is not one of them."""
        return self.trovate.index(self.origine) if self.origine in self.trovate else -1

    @property
    def ha_file_dopo(self) -> bool:
        """The folder has a file after this one."""
        return 0 <= self._posto < len(self.trovate) - 1

    @property
    def ha_file_prima(self) -> bool:
        """The folder has a file before this one."""
        return self._posto > 0

    @property
    def ha_dopo(self) -> bool:
        """The file has a document after this one."""
        return self.aperta is not None and self.numero + 1 < len(self.aperta.fattura.corpi)

    @property
    def ha_prima(self) -> bool:
        """The file has a document before this one."""
        return self.aperta is not None and self.numero > 0

    @property
    def con_allegati(self) -> bool:
        """The document shown has attachments."""
        return bool(self._allegati)

    @property
    def _allegati(self) -> Sequence[Allegato]:
        return () if self.aperta is None else self.aperta.fattura.corpi[self.numero].allegati

    # --- reading -------------------------------------------------------------------------------------

    async def apri(self) -> None:
        if self.percorso is not None:
            await self._leggi(Origine(self.percorso))

    def on_campo_lasciato(self, event: CampoLasciato) -> None:
        super().on_campo_lasciato(event)
        if event.cambiato:
            self.cartella, self.trovate = None, ()

    async def conferma(self) -> None:
        """F10: a file is read, of a folder or of a ZIP one is chosen first."""
        scritto = self.percorso_scritto
        if e_zip(scritto) or await asyncio.to_thread(scritto.is_dir):
            if self.cartella != scritto:
                await self._togli("Nessuna fattura")
            self.cartella = scritto
            await self.altro_file()
        else:
            self.trovate = ()
            await self._leggi(Origine(scritto))

    async def altro_file(self) -> None:
        """F4: another file of the same folder; the bar is on the last one read."""
        cartella = self.cartella
        if cartella is None:
            return
        trovati = await con_avanzamento(self, "Ricerca dei file", lambda avanza: _file(cartella, avanza))
        if trovati is None:
            return
        self.trovate = trovati.valore
        scelto: Origine | None = self.trovate[0]
        if self.trovate[1:]:
            scelto = await self.programma.attendi(FinestraFile(cartella, self.trovate, max(0, self._posto)))
        if scelto is not None:
            await self._leggi(scelto)

    async def file_dopo(self) -> None:
        """F5."""
        await self._leggi(self.trovate[self._posto + 1])

    async def file_prima(self) -> None:
        """⇧F5."""
        await self._leggi(self.trovate[self._posto - 1])

    async def _leggi(self, origine: Origine) -> None:
        self.origine = origine
        aperta = await self.esegui(apri_file, origine, self.contesto.data_lavoro)
        if aperta is None:
            detto = self.query_one(Messaggi).testo
            await self._togli(f"Nessuna fattura: {origine.nome} non si può leggere")
            self.avvisa(detto, grave=True)
            return
        self.aperta, self.numero = aperta.valore, 0
        self._di_che_file()
        await self._mostra()
        self.query_one(Elenco).focus()
        firme = aperta.valore.firme
        oggi = aperta.valore.oggi
        grave = any(f.esito(oggi) not in ("valida", "emittente_sconosciuto") for f in firme)
        stato = " ".join(f.giudizio(oggi) for f in firme) or "Il file non è firmato."
        self.avvisa(" ".join((stato, *aperta.valore.avvisi)), grave)

    async def _togli(self, titolo: str) -> None:
        """Nothing is shown any more: what was read before is not what was asked."""
        self.aperta, self.numero = None, 0
        self._di_che_file()
        elenco = self.query_one(Elenco)
        elenco.titolo = titolo
        await elenco.mostra_subito(SorgenteLista([], "numero"))
        self.aggiorna_barra()

    def _di_che_file(self) -> None:
        """The name of the file shown, and its place in the folder."""
        letto = ""
        if self.aperta is not None:
            posto = f" ({self._posto + 1} di {len(self.trovate)})" if self.trovate[1:] and self._posto >= 0 else ""
            letto = percorsi.elidi(self.aperta.file, _LARGHEZZA_FILE - len(posto)) + posto
        self.query_one("#file", Modulo).imposta("letto", letto)

    async def _mostra(self) -> None:
        """The document shown, in the width there is."""
        if self.aperta is None:
            return
        elenco, quanti = self.query_one(Elenco), len(self.aperta.fattura.corpi)
        titolo, *testo = righe(
            self.aperta.vista(self.numero), min(_LARGHEZZA_MASSIMA, max(40, elenco.size.width - _MARGINE))
        )
        elenco.titolo = titolo + (f", documento {self.numero + 1} di {quanti}" if quanti > 1 else "")
        linee = [{"numero": n, "testo": riga} for n, riga in enumerate(testo[1:])]
        await elenco.mostra_subito(SorgenteLista(linee, "numero"))
        self.aggiorna_barra()

    def on_resize(self, event: events.Resize) -> None:
        if self.aperta is not None:
            self.programma.lavora(self._mostra())

    async def documento_dopo(self) -> None:
        """F6."""
        self.numero += 1
        await self._mostra()

    async def documento_prima(self) -> None:
        """⇧F6."""
        self.numero -= 1
        await self._mostra()

    # --- writing -------------------------------------------------------------------------------------

    async def scrivi_pdf(self) -> None:
        """F7: the document shown, to a folder."""
        aperta, numero = self.aperta, self.numero
        cartella = await self._chiedi_cartella("Salva il PDF")
        if aperta is None or cartella is None:
            return

        def scrivi() -> Path:
            from parcella.stampe.blocchi import pdf

            vista = aperta.vista(numero)
            carta = pdf(vista.titolo, aperta.sottotitolo, vista.blocchi, aperta.oggi, affiancati=True)
            return su_disco.scrivi(cartella, aperta.nome_pdf(numero), carta)

        scritto = await self.esegui(scrivi)
        if scritto is not None:
            self.avvisa(f"Scritto {scritto.valore}.")

    async def apri_allegati(self) -> None:
        """F8: the attachments, to be saved one at a time or all."""
        scelti = await self.programma.attendi(FinestraAllegati(self._allegati))
        cartella = await self._chiedi_cartella("Salva gli allegati") if scelti else None
        if not scelti or cartella is None:
            return

        def scrivi() -> list[Path]:
            return [su_disco.scrivi(cartella, a.nome_file, a.contenuto()) for a in scelti]

        scritti = await self.esegui(scrivi)
        if scritti is not None:
            self.avvisa(f"Salvato: {', '.join(map(str, scritti.valore))}.")

    async def _chiedi_cartella(self, titolo: str) -> str | None:
        return await self.programma.attendi(FinestraDove(titolo))


class FinestraDove(Riquadro[str]):
    """The folder to write to."""

    pagina_aiuto = "fattura-letta"

    def __init__(self, titolo: str) -> None:
        super().__init__()
        self.titolo = titolo

    def corpo(self) -> ComposeResult:
        proposta = str(cartella_documenti(None) / "fatture lette")
        yield Modulo([percorsi.cartella_di_uscita()], {"cartella": proposta})

    async def conferma(self) -> None:
        self.dismiss(str(self.query_one(Modulo)["cartella"]))


class FinestraFile(Riquadro[Origine]):
    """The files of a folder, or of a ZIP; dismissed with the one chosen."""

    pagina_aiuto = "fattura-letta"

    def __init__(self, cartella: Path, trovati: Sequence[Origine], posto: int = 0) -> None:
        super().__init__()
        self.posto = posto
        self.titolo = f"File di {cartella.name}"
        self.trovati = trovati
        self.righe = [{"posto": n, "file": str(o.file.relative_to(cartella))} for n, o in enumerate(trovati)]

    def corpo(self) -> ComposeResult:
        elenco = Elenco((Colonna("file", "File", 60, elastica=True),), SorgenteLista(self.righe, "posto"))
        elenco.indice = self.posto
        yield elenco

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.dismiss(self.trovati[int(event.riga["posto"])])


class FinestraAllegati(Riquadro[Sequence[Allegato]]):
    """The attachments of a document; dismissed with those to save."""

    titolo = "Allegati"
    pagina_aiuto = "fattura-letta"
    comandi = [Comando("lettura.tutti", "f5", "Salva tutti", "salva_tutti")]

    def __init__(self, trovati: Sequence[Allegato]) -> None:
        super().__init__()
        self.trovati = trovati

    def corpo(self) -> ComposeResult:
        righe_: list[dict[str, Any]] = [
            {"numero": n, "file": a.nome_file, "descrizione": a.descrizione, "peso": -(-a.dimensione // 1024)}
            for n, a in enumerate(self.trovati)
        ]
        yield Elenco(
            (
                Colonna("file", "File", 26, elastica=True),
                Colonna("descrizione", "Descrizione", 30),
                Colonna("peso", "KB", 7, "intero"),
            ),
            SorgenteLista(righe_, "numero"),
        )

    async def apri(self) -> None:
        self.avvisa("Invio salva l'allegato, F5 tutti.")

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.dismiss([self.trovati[int(event.riga["numero"])]])

    def salva_tutti(self) -> None:
        """F5."""
        self.dismiss(list(self.trovati))


def _file(cartella: Path, avanza: Avanza) -> list[Origine]:
    trovati = elenca([cartella], lambda quanti: avanza("Ricerca dei file", quanti, quanti))
    if not trovati:
        raise DatiNonValidi(f"In {cartella} non c'è nessun file .xml o .p7m.", "percorso")
    return trovati
