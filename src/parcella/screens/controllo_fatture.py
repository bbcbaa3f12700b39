"""Controlla fatture: any FatturaPA file judged as SdI does, before it is sent or when it comes in."""

from datetime import date
from pathlib import Path
from typing import Any

from textual.app import ComposeResult

from parcella.fatturapa.controlli.esito import Esito, Rilievo
from parcella.ledger.archivio import Archivio
from parcella.screens import percorsi
from parcella.screens.studio import SchermoStudio
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import RigaIndicata, RigaScelta
from parcella.widgets.lavoro import Avanza
from parcella.widgets.modulo import Modulo
from parcella.widgets.schermo import Riquadro
from parcella.widgets.sorgente import Colonna, Riga, SorgenteLista

_ESITI = {True: "valido", False: "da scartare", None: "non controllato"}


class SchermoControlloFatture(percorsi.SchermoDaFile[None]):
    """F10 judges the files; Enter on a remark says where it is and how to mend it."""

    titolo = "Controlla fatture"
    pagina_aiuto = "controllo-fatture"

    def __init__(self, percorso: Path | None = None) -> None:
        super().__init__()
        self.percorso = percorso

    def corpo(self) -> ComposeResult:
        campo = percorsi.campo(
            "File o cartella",
            percorsi.FATTURE,
            "Una fattura .xml o .p7m, oppure la cartella o lo ZIP che le contiene; F2 cerca. F10 controlla",
            cartelle=True,
        )
        yield Modulo([campo], {"percorso": str(self.percorso or "")}, id="file")
        yield Elenco(
            (
                Colonna("nome", "File", 23),
                Colonna("esito", "Esito", 15),
                Colonna("codice", "Codice", 16),
                Colonna("messaggio", "Messaggio", 20, elastica=True),
            ),
            titolo="Nessun file controllato",
            vuoto="",
        )

    async def apri(self) -> None:
        if self.percorso is not None:
            await self.conferma()

    async def conferma(self) -> None:
        """F10: judge the file, or all those of the folder."""
        scritto = self.percorso_scritto
        oggi = self.contesto.data_lavoro
        archivio = self.archivio
        fatto = await percorsi.leggi_tutti(
            self, scritto, "Controllo", lambda avanza: _giudica(archivio, scritto, oggi, avanza)
        )
        if fatto is None:
            return
        giudizi = fatto.valore
        scartati = sum(esito.valido is False for _, esito in giudizi)
        elenco = self.query_one(Elenco)
        elenco.titolo = f"{len(giudizi)} file controllati, {scartati} da scartare"
        await elenco.mostra_subito(SorgenteLista(_righe(giudizi), "chiave"))
        elenco.focus()

    def on_riga_indicata(self, event: RigaIndicata) -> None:
        riga = event.riga
        if riga is not None:
            self.avvisa(f"{riga['messaggio']} Rimedio: {riga['rimedio']}." if riga["rimedio"] else "")

    def on_riga_scelta(self, event: RigaScelta) -> None:
        if event.riga["rimedio"]:
            self.programma.lavora(self._spiega(event.riga))

    async def _spiega(self, riga: Riga) -> None:
        await self.programma.attendi(FinestraRilievo(riga))


class FinestraRilievo(Riquadro[None], SchermoStudio[None]):
    """A remark in full."""

    titolo = "Rilievo"
    pagina_aiuto = "controllo-fatture"

    def __init__(self, riga: Riga) -> None:
        super().__init__()
        self.riga = riga

    @property
    def si_conferma(self) -> bool:
        return False

    def corpo(self) -> ComposeResult:
        righe = [
            {"chiave": numero, "testo": pezzo}
            for numero, pezzo in enumerate(
                pezzo
                for titolo, nome in (("", "messaggio"), ("Dove: ", "posizione"), ("Rimedio: ", "rimedio"))
                for pezzo in a_capo(f"{titolo}{self.riga[nome]}", 66)
            )
        ]
        titolo = f"{self.riga['esito']} {self.riga['codice']}"
        yield Elenco((Colonna("testo", "", 66, elastica=True),), SorgenteLista(righe), titolo=titolo)

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.dismiss(None)

    async def esci(self) -> None:
        self.dismiss(None)


def a_capo(testo: str, larghezza: int) -> list[str]:
    """A text in lines; a path too long for one is broken where it must be."""
    import textwrap

    return textwrap.wrap(testo, larghezza) or [""]


def _giudica(archivio: Archivio, percorso: Path, oggi: date, avanza: Avanza) -> list[tuple[str, Esito]]:
    from parcella.fatturapa.controlli.file import controlla_file
    from parcella.fatturapa.gia_mandati import Mandati
    from parcella.fatturapa.lettura.origini import Archivi, da_leggere

    giudizi: list[tuple[str, Esito]] = []
    trovati = da_leggere([percorso], lambda quanti: avanza("Ricerca dei file", quanti, quanti))
    with archivio.lettura() as sessione, Archivi() as archivi:
        gia_noti = Mandati(sessione).rilievi
        for origine in trovati:
            avanza("Controllo", len(giudizi), len(trovati))
            giudizi.append((origine.nome, controlla_file(origine, archivi, oggi, gia_noti=gia_noti)))
    return giudizi


def _righe(giudizi: list[tuple[str, Esito]]) -> list[dict[str, Any]]:
    """One row for each file, then one for each remark."""
    righe: list[dict[str, Any]] = []
    for nome, esito in giudizi:
        righe.append(_riga(nome, _ESITI[esito.valido], Rilievo("", esito.formato or "", "", "")))
        righe += [_riga("", "  errore", rilievo) for rilievo in esito.errori]
        righe += [_riga("", "  avviso", rilievo) for rilievo in esito.avvisi]
    for numero, riga in enumerate(righe):
        riga["chiave"] = numero
    return righe


def _riga(nome: str, esito: str, rilievo: Rilievo) -> dict[str, Any]:
    return {
        "nome": nome,
        "esito": esito,
        "codice": rilievo.codice,
        "messaggio": rilievo.messaggio,
        "posizione": rilievo.posizione,
        "rimedio": rilievo.rimedio,
    }
