"""Stampanti: the devices prints go to (menu Servizi – Configurazione – Stampanti)."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session

from parcella.keyboard.comandi import Comando
from parcella.ledger.aziende import stampanti
from parcella.ledger.aziende.tabelle import Stampante
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Risposte
from parcella.screens import percorsi
from parcella.screens.scheda import campo, valori_di
from parcella.screens.tabella import Carta, SchermoTabella
from parcella.widgets.campo import Campo
from parcella.widgets.eventi import CampoLasciato
from parcella.widgets.sorgente import Colonna, Riga

_CARTELLA = {stampanti.PAGINE: "Cartella", stampanti.FATTURA_PA: "Nome directory"}
_AIUTO_CARTELLA = {
    stampanti.PAGINE: "Dove scrivere i PDF; vuota = la cartella dei documenti dell'azienda.",
    stampanti.FATTURA_PA: "Dove scrivere i file XML: il loro nome è quello della norma, lo dà il programma.",
}
_DISPOSITIVI = {"F": "File"}


class SchermoStampanti(SchermoTabella):
    """The first of each formato is the one used when none is named."""

    titolo = "Stampanti"
    pagina_aiuto = "stampanti"
    tabella = Stampante
    chiave = ("numero",)
    voce = "Stampante"
    comandi = [
        *SchermoTabella.comandi,
        Comando("stampanti.impostazioni", "f5", "Imp. formato", "apri_impostazioni", attivo="ha_impostazioni"),
    ]
    colonne = (
        Colonna("numero", "N.", 3, "intero"),
        Colonna("descrizione", "Descrizione", 20, elastica=True),
        Colonna("dispositivo_scritto", "Dispositivo", 11),
        Colonna("formato_scritto", "Formato", 18),
        Colonna("cartella", "Cartella", 20, elastica=True),
    )

    def campi(self) -> Iterable[Campo]:
        yield campo(
            Stampante, "numero", "Numero", larghezza=2, aiuto="Da 1 a 99: se non se ne indica una, si usa la prima."
        )
        yield campo(Stampante, "descrizione", "Descrizione")
        yield campo(Stampante, "dispositivo", "Dispositivo", aiuto="F = File, in una cartella.")
        yield campo(Stampante, "formato", "Formato di stampa", aiuto="G = pagine, in PDF; F = Fattura PA, i file XML.")
        yield campo(
            Stampante, "cartella", _CARTELLA[stampanti.PAGINE], elastico=True, aiuto=_AIUTO_CARTELLA[stampanti.PAGINE],
            ricerca=percorsi.file((), cartelle=True),
        )  # fmt: skip

    def elenca(self, sessione: Session, azienda: int) -> Iterable[Stampante]:
        return stampanti.elenco_stampanti(sessione, azienda)

    def righe(self, sessione: Session) -> list[dict[str, Any]]:
        return [
            valori_di(stampante)
            | {
                "dispositivo_scritto": _DISPOSITIVI[stampante.dispositivo],
                "formato_scritto": stampanti.FORMATI[stampante.formato],
            }
            for stampante in self.elenca(sessione, self.contesto.azienda)
            if isinstance(stampante, Stampante)
        ]

    def salva(self, sessione: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> object:
        return stampanti.salva(sessione, contesto, dati, risposte)

    def elimina(self, sessione: Session, contesto: Contesto, riga: Riga) -> None:
        stampanti.elimina(sessione, contesto, int(str(riga["numero"])))

    def carta(self, riga: Riga | None) -> Carta:
        return _CartaStampante(self, riga)

    @property
    def ha_impostazioni(self) -> bool:
        """Of the pages: what the norm writes has no settings (FPA-063)."""
        riga = self.elenco.riga
        return riga is not None and riga["formato"] == stampanti.PAGINE

    async def apri_impostazioni(self) -> None:
        """F5: margins, type and columns of the pages are in the forms."""
        from parcella.screens.moduli import SchermoModuli

        await self.programma.attendi(SchermoModuli())


class _CartaStampante(Carta):
    """The folder is called Nome directory where the files are the invoices (FPA-064)."""

    async def apri(self) -> None:
        await super().apri()
        self._chiama_cartella(self.modulo.valori)

    def on_campo_lasciato(self, event: CampoLasciato) -> None:
        super().on_campo_lasciato(event)
        if event.identificatore == "formato":
            self._chiama_cartella(self.modulo.valori)

    def _chiama_cartella(self, valori: Mapping[str, Any]) -> None:
        formato = str(valori["formato"] or stampanti.PAGINE)
        self.modulo.ridefinisci(
            "cartella",
            etichetta=_CARTELLA[formato],
            aiuto=_AIUTO_CARTELLA[formato],
            obbligatorio=formato == stampanti.FATTURA_PA,
        )
