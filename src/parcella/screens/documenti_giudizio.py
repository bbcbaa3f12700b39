"""Before a parcella definitiva is asked its payment: what SdI would refuse, and what it would let pass to its harm.

Every fault is told at once; Enter on one goes to its field, and ⇧F4 from there to the field of the client's card.
"""

from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult

from parcella.fatturapa import emissione
from parcella.fatturapa.verifica import DOMANDA, Difetto, Giudizio, motivo, senza_nome
from parcella.ledger.documenti.dati import DatiDocumento
from parcella.ledger.esito import DOMANDE, Risposte
from parcella.screens.documenti_stato import DocumentoAperto
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import RigaIndicata, RigaScelta
from parcella.widgets.schermo import Riquadro
from parcella.widgets.sorgente import Colonna, SorgenteLista


class ControlliSdi(Riquadro[int]):
    """All the faults of a document; dismissed with the place of the one to be mended."""

    titolo = "Controlli SdI"
    pagina_aiuto = "controlli-sdi"

    def __init__(self, difetti: Sequence[Difetto]) -> None:
        super().__init__()
        self.difetti = difetti

    def corpo(self) -> ComposeResult:
        righe = [{"posto": n, "messaggio": difetto.messaggio} for n, difetto in enumerate(self.difetti)]
        yield Elenco([Colonna("messaggio", "", 20, elastica=True)], SorgenteLista(righe, "posto"))

    def on_riga_indicata(self, event: RigaIndicata) -> None:
        if event.riga is not None:
            self.avvisa(self.difetti[int(str(event.riga["posto"]))].frase)

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.dismiss(int(str(event.riga["posto"])))


class DocumentoGiudicato(DocumentoAperto):
    """The judgement, with its two questions."""

    def __init__(self, chiave: int | None = None) -> None:
        super().__init__(chiave)
        self.difetto: Difetto | None = None
        """The fault the cursor was last put on."""
        self._accettati: set[str] = set()
        """The warnings somebody has seen and confirmed, on this document."""
        self.chiesti: frozenset[str] = frozenset()
        """The codes of those of the last judgement: they are not told again once it is written."""

    def _segna_base(self) -> None:
        super()._segna_base()
        self.difetto, self._accettati, self.chiesti = None, set(), frozenset()

    async def _giudicato(self, raccolti: DatiDocumento, gia_date: dict[str, str]) -> dict[str, str] | None:
        """The answers given, those of the composition too; None where the operator goes back to the document."""
        self.difetto = None
        date: dict[str, str] = {}

        def regola(risposte: dict[str, str]) -> Giudizio:
            date.update(risposte)
            return emissione.giudica(
                self.archivio,
                self.contesto,
                replace(raccolti),
                Risposte(gia_date | risposte),
                chiave=self.chiave,
                versione=self.versione,
            )

        fatto = await self.esegui(regola)
        if fatto is None:
            return None
        giudizio: Giudizio = fatto.valore
        self.chiesti = frozenset(avviso.codice for avviso in giudizio.gravi)
        if giudizio.difetti:
            if not await self._conferma_difetti(giudizio.difetti):
                return None
            date[DOMANDA] = "S"
        return date if await self._conferma_gravi(giudizio) else None

    async def _conferma_difetti(self, difetti: list[Difetto]) -> bool:
        """FPA-081: to go on all the same; E lists them, where there are more."""
        domanda = DOMANDE[DOMANDA]
        testo = domanda.testo.format(motivo=motivo(difetti))
        risposte = {"S": "registra lo stesso", "N": "torna al documento"}
        if len(difetti) > 1:
            risposte["E"] = f"elenca tutti e {len(difetti)} gli errori"
        while True:
            risposta = await self.chiedi(testo, domanda.predefinita, risposte)
            if risposta == "S":
                return True
            posto: int | None = 0
            if risposta == "E":
                posto = await self.programma.attendi(ControlliSdi(difetti))
            if posto is not None:
                quanti = len(difetti) - 1
                altri = {0: "", 1: " C'è un altro errore: F10."}.get(quanti, f" Ci sono altri {quanti} errori: F10.")
                self._torna_sul(difetti[posto], f"SdI scarterebbe la fattura. {difetti[posto].frase}{altri}")
                return False

    async def _conferma_gravi(self, giudizio: Giudizio) -> bool:
        """What SdI lets pass and costs a nota di credito, or a fine: one question, once for the same things."""
        nuovi = [avviso for avviso in giudizio.gravi if avviso.messaggio not in self._accettati]
        if not nuovi:
            return True
        gravi = [senza_nome(avviso) for avviso in giudizio.gravi]
        elenco = "\n".join(f"- {grave.messaggio}" for grave in gravi)
        testo = f"ATTENZIONE Il Sistema di Interscambio accetterebbe la fattura, ma:\n{elenco}\nConfermi lo stesso"
        if await self.chiedi(testo, "N", {"S": "registra lo stesso", "N": "torna al documento"}) != "S":
            self._torna_sul(gravi[0], gravi[0].frase)
            return False
        self._accettati |= {avviso.messaggio for avviso in nuovi}
        return True

    def _torna_sul(self, difetto: Difetto, testo: str) -> None:
        """The cursor on the field at fault, with what is wrong and where it is put right."""
        self.difetto = difetto
        scheda = " ⇧F4 apre la scheda del cliente." if difetto.origine else ""
        if difetto.campo == "righe":
            self.griglia.vai_a(0)
            scrittura = self.griglia
        else:
            scrittura = self.trova_campo(difetto.campo) if difetto.campo else None  # type: ignore[assignment]
        self.avvisa_sul_campo(scrittura, f"Non registrato: {testo}{scheda}")
