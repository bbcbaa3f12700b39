"""Pagamenti: the terms of payment, with the due dates they give."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlmodel import Session
from textual.app import ComposeResult
from textual.widgets import Static

from parcella.ledger.aziende.codici import elenco_pagamenti, elimina_pagamento, salva_pagamento
from parcella.ledger.aziende.rate import scadenze
from parcella.ledger.aziende.tabelle import TIPI_PAGAMENTO, Pagamento
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.tavole import termini_di
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.screens import ricerche
from parcella.screens.scheda import campo
from parcella.screens.tabella import Carta, SchermoTabella, con_descrizione, da_scrivere
from parcella.widgets.campo import Campo, Valori
from parcella.widgets.eventi import CampoLasciato
from parcella.widgets.modulo import Modulo
from parcella.widgets.ricerca import Ricerca
from parcella.widgets.sorgente import Colonna, Riga

TIPI = {
    "C": "Contanti",
    "M": "Rimessa diretta",
    "R": "Ricevuta bancaria (RiBa)",
    "B": "Bonifico",
    "A": "Addebito in conto (SDD)",
    "V": "MAV",
    "X": "Prima rimessa",
    "Y": "Seconda rimessa",
    "Z": "Terza rimessa",
    "T": "Tratta, non ammessa su notule e parcelle",
}
MOSTRATE = 12
"""Due dates shown: whoever has more rates sees that there are more."""


def tipi_pagamento() -> Ricerca:
    """The types of payment."""
    tutti = [{"codice": tipo, "descrizione": TIPI[tipo]} for tipo in TIPI_PAGAMENTO]
    return ricerche.su_righe("Tipi di pagamento", ricerche.codice_e_descrizione(6), lambda: tutti)


def anteprima(valori: Valori, giorno: date) -> str:
    """The due dates of a document of this day, in words."""
    dati = da_scrivere(Pagamento, valori)
    nomi = ("numero_rate", "giorni_prima_rata", "giorni_intervallo", "piu_giorni")
    if any(dati[nome] is None for nome in nomi) or not dati["unita"]:
        return "Scadenze: mancano numero delle rate, giorni o unità."
    try:
        date_rate = scadenze(termini_di(Pagamento(**dati)), giorno)
    except Rifiuto as rifiuto:
        return f"Scadenze: {rifiuto.messaggio}."
    except ValueError:
        return "Scadenze: i mesi esclusi sono numeri da 1 a 12 separati da virgole."
    except OverflowError:
        return "Scadenze: troppo lontane."
    scritte = "  ".join(f"{scadenza:%d/%m/%Y}" for scadenza in date_rate[:MOSTRATE])
    altre = f"  … {len(date_rate)} in tutto" if len(date_rate) > MOSTRATE else ""
    return f"Documento del {giorno:%d/%m/%Y}, scadenze: {scritte}{altre}"


class SchermoPagamenti(SchermoTabella):
    """The payment codes."""

    titolo = "Pagamenti"
    pagina_aiuto = "pagamenti"
    tabella = Pagamento
    voce = "Pagamento"
    stampa = "pagamenti"
    colonne = (
        Colonna("codice", "Codice", 8),
        Colonna("descrizione", "Descrizione", 24, elastica=True),
        Colonna("tipo_pagamento", "Tp", 2),
        Colonna("numero_rate", "Rate", 4, "intero"),
        Colonna("giorni_prima_rata", "Prima", 5, "intero"),
        Colonna("giorni_intervallo", "Ogni", 4, "intero"),
        Colonna("fine_mese", "FM", 2),
        Colonna("spese_banca", "Spese banca", 11, "importo"),
    )

    def campi(self) -> Iterable[Campo]:
        yield campo(Pagamento, "codice", "Codice", "codice")
        yield campo(Pagamento, "descrizione", "Descrizione")
        yield from con_descrizione(
            campo(
                Pagamento, "tipo_pagamento", "Tipo pagamento", "maiuscole", lunghezza=1, larghezza=2,
                ricerca=tipi_pagamento(), aiuto="F2 elenca i tipi: la RiBa è R, il bonifico B.",
            )
        )  # fmt: skip
        yield campo(Pagamento, "numero_rate", "Numero rate", larghezza=4)
        yield campo(
            Pagamento, "unita", "Unità (M/G)", accanto=True,
            aiuto="M = mesi commerciali (30 giorni sono un mese), G = giorni di calendario.",
        )  # fmt: skip
        yield campo(Pagamento, "giorni_prima_rata", "Giorni prima rata", larghezza=4, aiuto="Dalla data del documento.")
        yield campo(Pagamento, "giorni_intervallo", "fra le rate", larghezza=4, accanto=True)
        yield campo(Pagamento, "fine_mese", "Fine mese (S/N)")
        yield campo(Pagamento, "piu_giorni", "più giorni", larghezza=4, accanto=True, aiuto="Dopo la fine del mese.")
        yield campo(
            Pagamento, "giorno_fisso", "Giorno fisso", larghezza=4,
            aiuto="Le rate scadono in questo giorno del mese; 31 = l'ultimo. Vuoto = nessuno.",
        )  # fmt: skip
        yield campo(
            Pagamento, "mesi_esclusi", "Mesi esclusi", larghezza=16,
            aiuto="Per esempio 8,12: le rate di agosto e dicembre passano al mese dopo.",
        )  # fmt: skip
        yield campo(
            Pagamento, "giorno_ripresa", "giorno ripresa", larghezza=4, accanto=True,
            attivo=lambda v: bool(v["mesi_esclusi"]),
            aiuto="Il giorno delle rate spostate; vuoto = lo stesso, o la fine del mese.",
        )  # fmt: skip
        yield campo(Pagamento, "spese_banca", "Spese banca", larghezza=10, aiuto="Per ogni rata.")
        yield from con_descrizione(
            campo(
                Pagamento, "codice_iva_spese_banca", "IVA spese banca", "maiuscole", larghezza=6,
                ricerca=ricerche.codici_iva(self.archivio, self.contesto), attivo=lambda v: bool(v["spese_banca"]),
                aiuto="Vuoto = le spese si ripartiscono sulle aliquote del documento.",
            )
        )  # fmt: skip
        yield from con_descrizione(
            campo(
                Pagamento, "modalita_pagamento", "Modalità FatturaPA", "maiuscole", larghezza=6,
                ricerca=ricerche.modalita_pagamento(), aiuto="F2 elenca i codici MP; vuoto = secondo il tipo.",
            )
        )  # fmt: skip

    def elenca(self, sessione: Session, azienda: int) -> Iterable[Pagamento]:
        return elenco_pagamenti(sessione, azienda)

    def salva(self, sessione: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> object:
        return salva_pagamento(sessione, contesto, dati, risposte)

    def elimina(self, sessione: Session, contesto: Contesto, riga: Riga) -> None:
        elimina_pagamento(sessione, contesto, str(riga["codice"]))

    def carta(self, riga: Riga | None) -> Carta:
        return _CartaPagamento(self, riga)


class _CartaPagamento(Carta):
    """Below the terms, the due dates they give to a document of the data di lavoro."""

    DEFAULT_CSS = "_CartaPagamento #anteprima { height: 2; padding: 0 1; margin-top: 1; }"

    def corpo(self) -> ComposeResult:
        yield from super().corpo()
        yield Static("", markup=False, id="anteprima")

    async def apri(self) -> None:
        await super().apri()
        self._calcola()

    def on_campo_lasciato(self, event: CampoLasciato) -> None:
        self._calcola()

    def _calcola(self) -> None:
        valori = self.query_one(Modulo).valori
        self.query_one("#anteprima", Static).update(anteprima(valori, self.programma.lavoro))
