"""Stampa clienti studio (STA-016…036): the selection of the clients to print."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.aziende.schede import trova
from parcella.ledger.aziende.tabelle import Pagamento
from parcella.ledger.clienti.selezione import Selezione
from parcella.screens import ricerche
from parcella.screens.documenti_finestre import RiquadroStudio
from parcella.screens.pagamenti import anteprima, tipi_pagamento
from parcella.screens.scheda import valori_di
from parcella.screens.stampa import SchermoStampa
from parcella.stampe.prospetti import clienti_studio
from parcella.widgets.campo import Campo, Valori
from parcella.widgets.modulo import Modulo

if TYPE_CHECKING:
    from sqlmodel import Session

    from parcella.ledger.contesto import Contesto
    from parcella.stampe.prospetti.prospetto import Prospetto

_CLIENTI = ("da_cliente", "a_cliente")
_PER_NOME = 1


def _con_prestazione(valori: Valori) -> bool:
    return bool(valori["solo_con_prestazione"] == "S")


def _di_un_mese(valori: Valori) -> bool:
    return _con_prestazione(valori) and valori["periodo_prestazione"] == "M"


class SchermoStampaClientiStudio(SchermoStampa):
    """The clients with what the parcellazione asks of them."""

    titolo = "Stampa clienti studio"
    pagina_aiuto = "stampa-clienti-studio"
    stampa = clienti_studio.NOME
    con_altro_elenco = (*_CLIENTI, "responsabile", "codice_prestazione")
    comandi = [
        *SchermoStampa.comandi,
        Comando("stampa.pagamento", "f3", "Dettaglio pagam.", "mostra_pagamento", attivo="su_pagamento"),
        Comando("stampa.ricerche", "f4", "Altre ricerche", "altre_ricerche", attivo="su_cliente"),
        Comando("stampa.cliente", "shift+f4", "Cliente", "apri_scheda", attivo="su_cliente"),
    ]

    def campi(self, condizioni: Any) -> Sequence[Campo]:
        arch, ctx = self.archivio, self.contesto
        clienti = replace(ricerche.clienti(arch, ctx), ordini=("per codice", "per nome"), libera=True)
        return [
            Campo("ordine", "Ordine stampa (C/D)", "lettera", valori=("C", "D"), predefinito="C", obbligatorio=True,
                  aiuto="C = per codice, D = per descrizione"),
            Campo("da_cliente", "Dal cliente", "codice", 12, ricerca=clienti,
                  aiuto="Compreso; vuoto = dal primo. F2 per codice, F3 per nome, F4 altre ricerche"),
            Campo("a_cliente", "Al cliente", "codice", 12, ricerca=clienti, accanto=True,
                  aiuto="Compreso; vuoto = fino all'ultimo. F2 per codice, F3 per nome, F4 altre ricerche"),
            Campo("conti_annullati", "Includi conti annullati (S/N/A)", "lettera", valori=("S", "N", "A"),
                  predefinito="N", obbligatorio=True, aiuto="S = tutti, N = solo attivi, A = solo annullati"),
            Campo("responsabile", "Responsabile", lunghezza=20,
                  ricerca=replace(ricerche.utenti(arch), ordini=("per codice", "per descrizione"), libera=True),
                  aiuto="Il responsabile di oggi; vuoto = tutti. F2 per codice, F3 per descrizione"),
            Campo("solo_con_prestazione", "Solo clienti con prestazione", "lettera", predefinito="N",
                  obbligatorio=True, aiuto="S = solo chi ne ha una nei contratti attivi o fra le tipiche"),
            Campo("codice_prestazione", "Codice prestazione", "codice", 32, ricerca=ricerche.prestazioni(arch, ctx),
                  larghezza=20, attivo=_con_prestazione, aiuto="Vuoto = qualsiasi. F2 elenco, F3 con le precancellate"),
            Campo("periodo_prestazione", "Periodo prestazione", "lettera", valori=("T", "M"), predefinito="T",
                  attivo=_con_prestazione, aiuto="T = tutte, M = solo quelle con un mese specifico"),
            Campo("mese", "Mese", "intero", larghezza=2, accanto=True, attivo=_di_un_mese,
                  aiuto="Da 1 a 12; vuoto = qualsiasi mese"),
            Campo("provincia", "Provincia", "maiuscole", 2, aiuto="La sigla; vuoto = tutte"),
            Campo("zona", "Zona", "codice", 4, ricerca=ricerche.zone(arch, ctx),
                  aiuto="Vuoto = tutte; F2 elenco"),
            Campo("categoria_statistica", "Categoria statistica", "codice", 4,
                  ricerca=ricerche.categorie(arch, ctx), accanto=True,
                  aiuto="Vuoto = tutte; F2 elenco"),
            Campo("tipo_pagamento", "Tipo pagamento", "maiuscole", 1, larghezza=2, ricerca=tipi_pagamento(),
                  aiuto="Vuoto = tutti; F2 elenco"),
            Campo("codice_pagamento", "Codice pagamento", "codice", 8, ricerca=ricerche.pagamenti(arch, ctx),
                  accanto=True, aiuto="Vuoto = tutti; F2 elenco, F3 dettaglio"),
            Campo("con_sigla_azienda", "Solo clienti con sig. azienda (T/S/N)", "lettera", valori=("T", "S", "N"),
                  predefinito="T", obbligatorio=True, aiuto="T = tutti, S = solo con la sigla, N = solo senza"),
        ]  # fmt: skip

    def prospetto(self, sessione: "Session", contesto: "Contesto", valori: Mapping[str, Any]) -> "Prospetto":
        return clienti_studio.prospetto(sessione, contesto, Selezione(**valori))

    @property
    def su_cliente(self) -> bool:
        return self.sul_campo(*_CLIENTI)

    async def altre_ricerche(self) -> None:
        """F4: by a part of the name, codice fiscale, partita IVA, comune."""
        await self.cerca_sul_campo(_PER_NOME, "")

    @property
    def su_pagamento(self) -> bool:
        return self.sul_campo("codice_pagamento")

    async def mostra_pagamento(self) -> None:
        """F3 on the code: its terms (STA-032)."""
        if not await self.modulo.accetta():
            return
        codice = self.modulo["codice_pagamento"]
        letto = await self.leggi(trova, Pagamento, azienda=self.contesto.azienda, codice=codice)
        if letto is None or letto.valore is None:
            self.avvisa("Scrivere prima un codice di pagamento: F2 per l'elenco.")
            return
        await self.programma.attendi(DettaglioPagamento(valori_di(letto.valore)))


class DettaglioPagamento(RiquadroStudio[None]):
    """The terms of a payment, to be read."""

    titolo = "Pagamento"
    pagina_aiuto = "pagamenti"
    sola_lettura = True

    def __init__(self, valori: Mapping[str, Any]) -> None:
        super().__init__()
        self._valori = valori

    def corpo(self) -> ComposeResult:
        campi = [
            Campo("codice", "Codice", larghezza=8),
            Campo("descrizione", "Descrizione", larghezza=40, accanto=True),
            Campo("tipo_pagamento", "Tipo pagamento", larghezza=2),
            Campo("numero_rate", "Numero rate", "intero", larghezza=3),
            Campo("giorni_prima_rata", "Giorni prima rata", "intero", larghezza=4),
            Campo("giorni_intervallo", "Intervallo", "intero", larghezza=4, accanto=True),
            Campo("unita", "Unità", "lettera", valori=("M", "G"), accanto=True),
            Campo("fine_mese", "Fine mese", "lettera"),
            Campo("spese_banca", "Spese banca", "importo"),
        ]
        yield Modulo([replace(campo, sola_lettura=True) for campo in campi], self._valori)

    async def apri(self) -> None:
        self.avvisa(anteprima(self._valori, self.contesto.data_lavoro))
