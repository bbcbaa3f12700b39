"""Controlla fatture: any FatturaPA file judged as SdI does, before it is sent or when it comes in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from textual.app import ComposeResult

from parcella.fatturapa.controlli.esito import Esito, Rilievo, in_conto, in_totale
from parcella.keyboard.comandi import Comando
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
_ESITI_BREVI = {True: "valido", False: "da scartare", None: "non contr."}
_CODICE = 5  # of SdI; ours are words, and are read with Enter
_NOME, _NOME_LARGO = 23, 44
_SCHERMO_LARGO = 120
_PARTI = (("", "messaggio"), ("File: ", "file"), ("Dove: ", "posizione"), ("Rimedio: ", "rimedio"))


@dataclass(frozen=True, slots=True)
class Giudizio:
    """A file and what was found in it; `numero` is its place among those judged."""

    numero: int
    file: str
    nome: str
    esito: Esito


class SchermoControlloFatture(percorsi.SchermoDaFile[None]):
    """F10 judges the files; Enter on a remark says where it is and how to mend it."""

    titolo = "Controlla fatture"
    pagina_aiuto = "controllo-fatture"
    comandi = [
        Comando("controllo.scartati", "f5", "Solo scartati", "solo_scartati", breve="Scartati", attivo="ha_scartati"),
        Comando("controllo.dopo", "f6", "Scartato dopo", "scartato_dopo", breve="Dopo", attivo="ha_scartati"),
        Comando("controllo.prima", "shift+f6", "Scartato prima", "scartato_prima", breve="Prima", attivo="ha_scartati"),
    ]

    def __init__(self, percorso: Path | None = None) -> None:
        super().__init__()
        self.percorso = percorso
        self.giudizi: Sequence[Giudizio] = ()
        self.righe: list[dict[str, Any]] = []
        self.solo = False
        """Only the files that would be refused are shown."""

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
                Colonna("nome", "File", self._largo_nome),
                Colonna("esito", "Esito", 11),
                Colonna("sigla", "Cod.", 5),
                Colonna("messaggio", "Messaggio", 20, elastica=True),
            ),
            titolo="Nessun file controllato",
            vuoto="",
        )

    @property
    def _largo_nome(self) -> int:
        return _NOME_LARGO if self.app.size.width >= _SCHERMO_LARGO else _NOME

    @property
    def ha_scartati(self) -> bool:
        """A file would be refused."""
        return any(giudizio.esito.valido is False for giudizio in self.giudizi)

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
        self.giudizi, self.solo = fatto.valore, False
        await self._mostra()
        self.query_one(Elenco).focus()

    async def _mostra(self, chiave: int = 0) -> None:
        """The rows, all or of the files to be refused, with the bar on that of the key or on the first after it."""
        mostrati = [g for g in self.giudizi if not self.solo or g.esito.valido is False]
        self.righe = [riga for giudizio in mostrati for riga in _righe(giudizio, self._largo_nome)]
        elenco = self.query_one(Elenco)
        elenco.titolo = in_totale([g.esito.valido for g in self.giudizi]) + (", solo da scartare" if self.solo else "")
        await elenco.mostra_subito(SorgenteLista(self.righe, "chiave"))
        elenco.vai(next((n for n, riga in enumerate(self.righe) if riga["chiave"] >= (chiave, 0)), 0))
        self.aggiorna_barra()

    async def solo_scartati(self) -> None:
        """F5: the files to be refused alone, then all again."""
        self.solo = not self.solo
        riga = self.query_one(Elenco).riga
        await self._mostra(riga["chiave"][0] if riga else 0)

    def scartato_dopo(self) -> None:
        """F6: the next file that would be refused."""
        self._vai_allo_scartato(range(self.query_one(Elenco).indice + 1, len(self.righe)))

    def scartato_prima(self) -> None:
        """⇧F6: the one before."""
        self._vai_allo_scartato(range(self.query_one(Elenco).indice - 1, -1, -1))

    def _vai_allo_scartato(self, indici: range) -> None:
        for indice in indici:
            if self.righe[indice]["scartato"]:
                self.query_one(Elenco).vai(indice)
                return
        self.avvisa("Non ci sono altri file da scartare in questa direzione.", grave=True)

    def on_riga_indicata(self, event: RigaIndicata) -> None:
        riga = event.riga
        if riga is None:
            return
        if riga["rimedio"]:
            self.avvisa(f"{Path(riga['file']).name}: {riga['messaggio']} Rimedio: {riga['rimedio']}.")
        else:
            detto = riga["messaggio"] or _ESITI[riga["valido"]]
            self.avvisa(f"{percorsi.elidi(Path(riga['file']), self.size.width - len(detto) - 4)}: {detto}")

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
                for titolo, nome in _PARTI
                if self.riga.get(nome)
                for pezzo in a_capo(f"{titolo}{self.riga[nome]}", 66)
            )
        ]
        titolo = f"{self.riga['esito'].strip()} {self.riga['codice']}"
        yield Elenco((Colonna("testo", "", 66, elastica=True),), SorgenteLista(righe), titolo=titolo)

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.dismiss(None)

    async def esci(self) -> None:
        self.dismiss(None)


def a_capo(testo: str, larghezza: int) -> list[str]:
    """A text in lines; a path too long for one is broken where it must be."""
    import textwrap

    return textwrap.wrap(testo, larghezza) or [""]


def _giudica(archivio: Archivio, percorso: Path, oggi: date, avanza: Avanza) -> list[Giudizio]:
    from parcella.fatturapa.controlli.file import controlla_file
    from parcella.fatturapa.gia_mandati import Mandati
    from parcella.fatturapa.lettura.origini import Archivi, da_leggere

    giudizi: list[Giudizio] = []
    trovati = da_leggere([percorso], lambda quanti: avanza("Ricerca dei file", quanti, quanti))
    with archivio.lettura() as sessione, Archivi() as archivi:
        gia_noti = Mandati(sessione).rilievi
        for origine in trovati:
            avanza("Controllo", len(giudizi), len(trovati))
            giudizi.append(
                Giudizio(
                    len(giudizi),
                    str(origine.file),
                    origine.nome,
                    controlla_file(origine, archivi, oggi, gia_noti=gia_noti),
                )
            )
    return giudizi


def _righe(giudizio: Giudizio, largo: int) -> list[dict[str, Any]]:
    """One row for the file, then one for each remark; each says the file it is about."""
    esito = giudizio.esito
    comuni = {"file": giudizio.file, "nome": _nome_in(giudizio.nome, largo), "valido": esito.valido}
    testa = Rilievo("", in_conto(esito), "", "")
    voci = [(_ESITI_BREVI[esito.valido], esito.formato or "", testa)]
    voci += [(f" {specie}", r.codice, r) for specie, suoi in _specie(esito) for r in suoi]
    return [
        {
            **comuni,
            "chiave": (giudizio.numero, posto),
            "scartato": not posto and esito.valido is False,
            "esito": titolo,
            "sigla": codice if len(codice) <= _CODICE else "",
            "codice": rilievo.codice,
            "messaggio": rilievo.messaggio,
            "posizione": rilievo.posizione,
            "rimedio": rilievo.rimedio,
        }
        for posto, (titolo, codice, rilievo) in enumerate(voci)
    ]


def _specie(esito: Esito) -> Sequence[tuple[str, Sequence[Rilievo]]]:
    return ("errore", esito.errori), ("avviso", esito.avvisi)


def _nome_in(nome: str, largo: int) -> str:
    """A name too long loses its middle: files of a folder begin, and end, alike."""
    return nome if len(nome) <= largo else f"{nome[: largo // 3]}…{nome[len(nome) - (largo - largo // 3 - 1) :]}"
