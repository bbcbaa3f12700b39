"""Parametri studio (chapter 01): the settings that drive the parcellazione, in the layout of the tipo azienda."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session
from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.aziende.parametri import fondi_associato, parametri_studio, salva_parametri, voci_accessibili
from parcella.ledger.aziende.tabelle import FondoAssociato, ParametriStudio
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Risposte
from parcella.screens.parametri_campi import campi_parametri
from parcella.screens.parametri_finestre import FinestraCausale, FinestraFondi, FinestraTipiCassa, FinestraTipoCassa
from parcella.screens.scheda import valori_di
from parcella.screens.studio import SchermoStudio
from parcella.screens.tabella import da_scrivere, descrivi
from parcella.widgets.eventi import CampoLasciato
from parcella.widgets.immissione import scrivi_numero
from parcella.widgets.modulo import Modulo
from parcella.widgets.scrittura import Scrittura

FONDI = "fondi_associato"


class SchermoParametriStudio(SchermoStudio[None]):
    """One form, its sections under one another; F5, F6 and F7 open the windows of the manual."""

    titolo = "Parametri studio"
    pagina_aiuto = "parametri-studio"
    nel_giornale = ("parametri_studio", "")
    comandi = [
        Comando("parametri.cassa", "f5", "Tipo cassa", "tipo_cassa", attivo="attiva"),
        Comando("parametri.causale", "f6", "Causale pagamento", "causale_pagamento", attivo="attiva"),
        Comando("parametri.fondi", "f7", "Studio associato", "fondi", attivo="associato"),
        Comando("parametri.sezione", "f8", "Sezione", "sezione_seguente"),
    ]
    DEFAULT_CSS = "SchermoParametriStudio Modulo { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._in_creazione = False
        """The parcellazione was off when the screen was opened."""

    def corpo(self) -> ComposeResult:
        yield Modulo(campi_parametri(self, self.accessibile))

    @property
    def modulo(self) -> Modulo:
        """The form."""
        return self.query_one(Modulo)

    def accessibile(self, nome: str, valori: Mapping[str, Any]) -> bool:
        """Whether a field may be entered, as the form stands (PAR-004, 053, 062, 071)."""
        return voci_accessibili(self.contesto.tipo, valori, in_creazione=self._in_creazione).get(nome, True)

    @property
    def attiva(self) -> bool:
        """Parcellazione studio is S."""
        return bool(self.modulo["parcellazione_studio"] == "S")

    @property
    def associato(self) -> bool:
        """The table of the funds is in use (PAR-049)."""
        return self.accessibile(FONDI, self.modulo.valori)

    # --- reading ---

    async def apri(self) -> None:
        if letto := await self.leggi(self._leggi):
            self.modulo.carica(letto.valore)

    def _leggi(self, sessione: Session) -> dict[str, Any]:
        azienda = self.contesto.azienda
        valori = valori_di(parametri_studio(sessione, azienda) or ParametriStudio(azienda=azienda))
        valori["riporta_nota_proposto"] = valori["riporta_nota_proposto"].strip()
        valori[FONDI] = [valori_di(fondo) for fondo in fondi_associato(sessione, azienda)]
        valori["vedi_tabella"] = _vedi_tabella(valori)
        self._in_creazione = valori["parcellazione_studio"] != "S"
        return descrivi(self.modulo.campi, valori)

    # --- one field changes another ---

    def on_campo_lasciato(self, event: CampoLasciato) -> None:
        if event.identificatore != "studio_associato" or not event.cambiato:
            return
        if event.valore == "S":
            self.modulo.imposta("perc_fondo_professionisti", None)
        else:
            self.modulo.imposta(FONDI, [])
        self._ridici()
        if event.valore == "S":
            self.programma.lavora(self.fondi())

    def _ridici(self) -> None:
        """What the windows hold is read on the form too."""
        self.modulo.imposta("vedi_tabella", _vedi_tabella(self.modulo.valori))
        for nome, valore in descrivi(self.modulo.campi, self.modulo.valori).items():
            if nome.startswith("descrizione_di_"):
                self.modulo.imposta(nome, valore)

    # --- the windows ---

    async def tipo_cassa(self) -> None:
        """F5: one code, or one for each fund of a studio associato (PAR-041, 042)."""
        valori = self.modulo.valori
        if self.associato:
            if not valori[FONDI]:
                await self.fondi()
                return
            fondi = await self.programma.attendi(FinestraTipiCassa(valori[FONDI]))
            if fondi is not None:
                await self._riporta(FONDI, fondi)
            return
        codice = await self.programma.attendi(FinestraTipoCassa(valori["tipo_cassa_fatturapa"]))
        if codice is not None:
            await self._riporta("tipo_cassa_fatturapa", codice)

    async def causale_pagamento(self) -> None:
        """F6 (PAR-040)."""
        codice = await self.programma.attendi(FinestraCausale(self.modulo["causale_pagamento_770s"]))
        if codice is not None:
            await self._riporta("causale_pagamento_770s", codice)

    async def fondi(self) -> None:
        """F7: percentages and shares of a studio associato (PAR-049…051)."""
        fondi = await self.programma.attendi(FinestraFondi(self.modulo[FONDI]))
        if fondi is not None:
            await self._riporta(FONDI, fondi)

    async def _riporta(self, nome: str, valore: Any) -> None:
        self.modulo.imposta(nome, valore)
        self._ridici()
        self._salva_fra_poco(0)

    def sezione_seguente(self) -> None:
        """F8: to the first field of the next section, and from the last to the beginning."""
        modulo = self.modulo
        inizi = [0, *(i for i, campo in enumerate(modulo.campi) if campo.sezione)]
        meta = next((i for i in inizi if i > modulo.indice), 0)
        campi = [*modulo.campi[meta:], *modulo.campi[:meta]]
        prossimo = next((c for c in campi if c.si_immette(modulo.valori)), modulo.campi[0])
        modulo.lascia(lambda: modulo.vai_a(prossimo.identificatore))

    # --- confirming ---

    def trova_campo(self, percorso: str) -> Scrittura | None:
        """The funds are behind their window: a refusal about them goes to the field that opens it."""
        return super().trova_campo("studio_associato" if percorso.startswith(FONDI) else percorso)

    async def conferma(self) -> None:
        """F10: all in one transaction; what is missing for the postings is told before leaving."""
        valori = self.modulo.valori
        dati = da_scrivere(ParametriStudio, valori)
        dati[FONDI] = [da_scrivere(FondoAssociato, fondo) for fondo in valori[FONDI]]
        if fatto := await self.scrivi(_salva, dati):
            self.registrato()
            await self.studio.rileggi()
            if not fatto.valore:
                self.dismiss(None)
                return
            self.avvisa(f"Registrato. {' '.join(fatto.valore)} Esc esce.")


def _salva(sessione: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> list[str]:
    salva_parametri(sessione, contesto, dati, risposte)
    return [avviso.messaggio for avviso in risposte.avvisi]


def _vedi_tabella(valori: Mapping[str, Any]) -> str:
    """PAR-049: in place of the percentage, that it is in the table; and what the table says."""
    if valori["studio_associato"] != "S":
        return ""
    fondi: Sequence[Mapping[str, Any]] = valori[FONDI]
    righe = (f"{scrivi_numero(f['percentuale'], 0, 2)}%×{scrivi_numero(f['quota'], 0, 2)}" for f in fondi)
    return f"Vedi tabella  {' + '.join(righe)}".rstrip()
