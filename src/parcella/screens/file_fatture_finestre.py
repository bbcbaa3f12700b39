"""The windows of the register of the FatturaPA files: filter, story of a file, messages read, what has no file."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult

from parcella.fatturapa import elenco as registro
from parcella.fatturapa.elenco import Filtro
from parcella.fatturapa.stati import DESCRIZIONI, SOSTITUITO, STATI
from parcella.screens import percorsi, primanota, ricerche
from parcella.screens.documenti_finestre import RiquadroStudio
from parcella.screens.studio import SchermoStudio
from parcella.widgets.campo import Campo
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import RigaIndicata, RigaScelta
from parcella.widgets.modulo import Modulo
from parcella.widgets.ricerca import Ricerca
from parcella.widgets.sorgente import Colonna, SorgenteLista

if TYPE_CHECKING:
    from parcella.fatturapa.esportazione import Errata

_ESITI = {
    "letto": "letto",
    "gia_letto": "già letto",
    "non_nostro": "non nostro",
    "non_leggibile": "non leggibile",
    "non_preso": "non preso",
    "ignorato": "lasciato stare",
}


class FiltroFile(primanota.Filtro[Filtro], SchermoStudio[Filtro]):
    """State, dates of the document, client."""

    pagina_aiuto = "file-fatture"

    def __init__(self, filtro: Filtro) -> None:
        super().__init__()
        self._filtro = filtro

    def corpo(self) -> ComposeResult:
        clienti = ricerche.clienti(self.archivio, self.contesto, {"nome_cliente": "nome"})
        yield Modulo(
            [
                Campo("stato", "Stato", larghezza=14, lunghezza=14, ricerca=_stati(), aiuto="Vuoto = tutti."),
                Campo("da_data", "Documenti dal", "data", aiuto="Compresa; vuota = dall'inizio."),
                Campo("a_data", "al", "data", accanto=True, aiuto="Compresa; vuota = fino alla fine."),
                Campo("cliente", "Cliente", "codice", 12, ricerca=clienti, aiuto="Vuoto = tutti; F2 elenco."),
                Campo("nome_cliente", "", larghezza=40, sola_lettura=True, accanto=True),
            ],
            {nome: valore for nome, valore in asdict(self._filtro).items() if valore is not None},
        )

    async def conferma(self) -> None:
        if self.date_in_ordine():
            v = self.query_one(Modulo).valori
            self.dismiss(Filtro(v["stato"] or None, v["da_data"], v["a_data"], v["cliente"] or None))


def _stati() -> Ricerca:
    tutti = [{"codice": stato, "descrizione": DESCRIZIONI[stato]} for stato in (*STATI, SOSTITUITO)]
    return ricerche.su_righe("Stati di un file", ricerche.codice_e_descrizione(14), lambda: tutti)


class StoriaFile(RiquadroStudio[None]):
    """What happened to a file; the line at the bottom says it whole, or what is to be done."""

    pagina_aiuto = "file-fatture"
    sola_lettura = True

    def __init__(self, file: str, fatti: Sequence[registro.Fatto], da_fare: str = "") -> None:
        super().__init__()
        self.titolo = file
        self._da_fare = da_fare
        self._righe = [
            asdict(fatto)
            | {
                "chiave": numero,
                "quando": f"{fatto.momento.astimezone():%d/%m/%Y %H:%M}" if fatto.momento else "",
                "stato_scritto": DESCRIZIONI.get(fatto.stato, ""),
            }
            for numero, fatto in enumerate(fatti)
        ]

    def corpo(self) -> ComposeResult:
        yield Elenco(
            [
                Colonna("quando", "Quando", 16),
                Colonna("cosa", "Messaggio", 20, elastica=True),
                Colonna("stato_scritto", "Stato", 16),
                Colonna("utente", "Utente", 10),
            ],
            SorgenteLista(self._righe),
            titolo=self._da_fare,
        )

    def on_riga_indicata(self, event: RigaIndicata) -> None:
        testo = "" if event.riga is None else str(event.riga["testo"]).replace("\n", " · ")
        self.avvisa(testo or self._da_fare)

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.dismiss(None)


class NonEsportate(RiquadroStudio[int]):
    """The parcelle of which no file can be made; the line at the bottom says why, Enter opens one."""

    titolo = "Parcelle di cui non si può fare il file"
    pagina_aiuto = "file-fatture"
    sola_lettura = True

    def __init__(self, errate: Sequence["Errata"]) -> None:
        super().__init__()
        self._righe = [
            {
                "documento": errata.documento,
                "chiave": errata.chiave,
                "motivo": errata.rifiuto.messaggio.removeprefix(f"{errata.documento}: "),
            }
            for errata in errate
        ]

    def corpo(self) -> ComposeResult:
        yield Elenco(
            [Colonna("documento", "Documento", 10), Colonna("motivo", "Motivo", 40, elastica=True)],
            SorgenteLista(self._righe, "chiave"),
            titolo="Invio apre la parcella, Esc va avanti",
        )

    def on_riga_indicata(self, event: RigaIndicata) -> None:
        self.avvisa("" if event.riga is None else str(event.riga["motivo"]))

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.dismiss(int(str(event.riga["chiave"])))


class Percorso(RiquadroStudio[Path]):
    """A file, a folder or a ZIP to be read."""

    pagina_aiuto = "file-fatture"
    aiuto = esito = ""

    def corpo(self) -> ComposeResult:
        yield Modulo(
            [
                percorsi.campo(
                    "File o cartella",
                    percorsi.FATTURE,
                    self.aiuto,
                    cartelle=True,
                )
            ],
        )

    async def conferma(self) -> None:
        percorso = Path(str(self.query_one(Modulo).valori["percorso"])).expanduser()
        if not percorso.exists():
            self.avvisa_sul_campo(self.trova_campo("percorso"), f"{percorso} non esiste.")
            return
        self.dismiss(percorso)


class PercorsoMessaggi(Percorso):
    """SdI's messages."""

    titolo = "Messaggi del Sistema di Interscambio"
    esito = "Messaggi letti"
    aiuto = "Un messaggio .xml, oppure la cartella o lo ZIP che li contiene."


class PercorsoFirmati(Percorso):
    """The files signed."""

    titolo = "Importa file firmati e messaggi"
    esito = "File importati"
    aiuto = "Il file firmato .xml.p7m o .xml, oppure la cartella o lo ZIP che li contiene."


class MessaggiLetti(RiquadroStudio[None]):
    """What became of each file read."""

    pagina_aiuto = "file-fatture"
    sola_lettura = True

    def __init__(self, letture: Sequence[Any], titolo: str = "Messaggi letti") -> None:
        super().__init__()
        self.titolo = titolo
        self._righe = [
            asdict(lettura)
            | {
                "nome": Path(lettura.file).name,
                "esito_scritto": _ESITI[lettura.esito],
                "stato_scritto": DESCRIZIONI.get(lettura.stato, ""),
            }
            for lettura in letture
        ]

    def corpo(self) -> ComposeResult:
        yield Elenco(
            [
                Colonna("tipo", "Tipo", 5),
                Colonna("esito_scritto", "Esito", 14),
                Colonna("documento", "Documento", 10),
                Colonna("stato_scritto", "Stato", 16),
                Colonna("nome", "File", 16, elastica=True),
            ],
            SorgenteLista(self._righe, "file"),
        )

    def on_riga_indicata(self, event: RigaIndicata) -> None:
        self.avvisa("" if event.riga is None else str(event.riga["avviso"]))

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.dismiss(None)
