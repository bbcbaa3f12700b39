"""Stampa prestazioni clienti (STA-037…051): the selection of the prestazioni to print."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from parcella.keyboard.comandi import Comando
from parcella.ledger.prestazioni.selezione import CampiPresentati, Selezione, campi_presentati
from parcella.screens import ricerche
from parcella.screens.stampa import SchermoStampa
from parcella.stampe.prospetti import prestazioni
from parcella.widgets.campo import Campo

if TYPE_CHECKING:
    from sqlmodel import Session

    from parcella.ledger.contesto import Contesto
    from parcella.stampe.prospetti.prospetto import Prospetto

_CODICI = ("da_prestazione", "a_prestazione")


class SchermoStampaPrestazioni(SchermoStampa):
    """The archive of the prestazioni, ridotta or estesa."""

    titolo = "Stampa prestazioni clienti"
    pagina_aiuto = "stampa-prestazioni"
    stampa = prestazioni.NOME
    con_altro_elenco = _CODICI
    comandi = [
        *SchermoStampa.comandi,
        Comando("stampa.prestazione", "f4", "Prestazione", "apri_scheda", attivo="su_codice"),
    ]

    def leggi_condizioni(self, sessione: "Session") -> CampiPresentati:
        return campi_presentati(sessione, self.contesto)

    def campi(self, condizioni: CampiPresentati) -> Sequence[Campo]:
        arch, ctx = self.archivio, self.contesto
        codici = ricerche.prestazioni(arch, ctx)
        tutte = [
            Campo("ordine", "Prestazioni in ordine (P/S/D)", "lettera", valori=("P", "S", "D"), predefinito="P",
                  obbligatorio=True, aiuto="P = codice primario, S = codice secondario, D = descrizione"),
            Campo("da_prestazione", "Da codice prestazione", "codice", 32, larghezza=20, ricerca=codici,
                  aiuto="Compreso; vuoto = dal primo. F2 elenco, F3 con le precancellate, F4 la scheda"),
            Campo("a_prestazione", "A codice prestazione", "codice", 32, larghezza=20, ricerca=codici,
                  aiuto="Compreso; vuoto = fino all'ultimo. F2 elenco, F3 con le precancellate, F4 la scheda"),
            Campo("cod_iva", "Aliquota IVA", "codice", 5, ricerca=ricerche.codici_iva(arch, ctx),
                  aiuto="Aliquota o esenzione; vuoto = tutte. F2 elenco"),
            Campo("periodicita", "Periodicità (N/M/S)", "lettera", valori=("N", "M", "S", ""),
                  aiuto="N = nessuna, M = mese, S = sempre, vuoto = tutte"),
            Campo("ritenuta", "Ritenuta d'acconto (N/S)", "lettera", valori=("N", "S", ""), aiuto="Vuoto = tutte"),
            Campo("cassa_previdenza", "Cassa previdenza (N/S)", "lettera", valori=("N", "S", ""),
                  aiuto="Vuoto = tutte"),
            Campo("gestione_separata_inps", "Gestione separata INPS (N/S)", "lettera", valori=("N", "S", ""),
                  aiuto="Vuoto = tutte"),
            Campo("conto_ricavo_sospeso", "Codice ricavo sospeso", "codice", 12,
                  ricerca=ricerche.conti(arch, ctx, ("P Z",)), aiuto="Vuoto = tutti; F2 i soli conti sospesi"),
            Campo("conto_ricavo", "Codice contropartita ricavo", "codice", 12,
                  ricerca=ricerche.conti(arch, ctx, ("E G", "E M")), aiuto="Vuoto = tutti; F2 i soli conti economici"),
            Campo("includi_precancellate", "Inc. prestazioni precancellate (S/N)", "lettera", predefinito="N",
                  obbligatorio=True, aiuto="S = anche le precancellate"),
            Campo("formato", "Stampa (R/E)", "lettera", valori=("R", "E"), predefinito="R", obbligatorio=True,
                  aiuto="R = ridotta, E = estesa: con l'ulteriore descrizione e tutti i prezzi"),
        ]  # fmt: skip
        return [campo for campo in tutte if getattr(condizioni, campo.identificatore, True)]

    def prospetto(self, sessione: "Session", contesto: "Contesto", valori: Mapping[str, Any]) -> "Prospetto":
        return prestazioni.prospetto(sessione, contesto, Selezione(**valori))

    @property
    def su_codice(self) -> bool:
        return self.sul_campo(*_CODICI)
