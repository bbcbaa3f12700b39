"""The registrations a parcella has made, to look at: FE or FS, and its PG (DOC-048…050)."""

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.screens.documenti_finestre import RiquadroStudio
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import RigaScelta
from parcella.widgets.sorgente import Colonna, SorgenteLista


class PrimanotaDocumento(RiquadroStudio[None]):
    """Sh+F5 goes to the invoice, Sh+F6 to the payment."""

    DEFAULT_CSS = "PrimanotaDocumento Elenco { height: 16; }"

    titolo = "Primanota"
    pagina_aiuto = "documenti"
    sola_lettura = True
    comandi = [
        Comando("primanota.fattura", "shift+f5", "Fattura (FE)", "vai_alla_fattura", attivo="ha_fattura"),
        Comando("primanota.pagamento", "shift+f6", "Pagamento (PG)", "vai_al_pagamento", attivo="ha_pagamento"),
    ]

    def __init__(self, registrazioni: Sequence[dict[str, Any]]) -> None:
        super().__init__()
        self.righe: list[dict[str, Any]] = []
        self.inizi: dict[str, int] = {}
        for registrazione in registrazioni:
            self.inizi.setdefault("PG" if registrazione["causale"] == "PG" else "FE", len(self.righe))
            dettaglio = f"Prot {p}" if (p := registrazione["protocollo"]) else registrazione["descrizione"] or ""
            testo = f"n. {registrazione['numero']} del {registrazione['data_registrazione']:%d/%m/%y} {dettaglio}"
            self.righe.append({"conto": registrazione["causale"], "descrizione": testo})
            for riga in registrazione["righe"]:
                self.righe.append(
                    {
                        "conto": riga["conto"],
                        "descrizione": riga["descrizione_conto"],
                        "dare": riga["importo"] if riga["segno"] == "D" else None,
                        "avere": riga["importo"] if riga["segno"] == "A" else None,
                    }
                )
        for numero, mostrata in enumerate(self.righe):
            mostrata["chiave"] = numero

    def corpo(self) -> ComposeResult:
        colonne = [
            Colonna("conto", "Conto", 10),
            Colonna("descrizione", "Descrizione", 20, elastica=True),
            Colonna("dare", "Dare", 12, "importo"),
            Colonna("avere", "Avere", 12, "importo"),
        ]
        yield Elenco(colonne, SorgenteLista(self.righe), vuoto="Nessuna registrazione.", id="righe")

    @property
    def ha_fattura(self) -> bool:
        return "FE" in self.inizi

    @property
    def ha_pagamento(self) -> bool:
        return "PG" in self.inizi

    def vai_alla_fattura(self) -> None:
        """Sh+F5."""
        self.query_one(Elenco).vai(self.inizi["FE"])

    def vai_al_pagamento(self) -> None:
        """Sh+F6."""
        self.query_one(Elenco).vai(self.inizi["PG"])

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.dismiss(None)
