"""The messages of the studio, shown once when the azienda of one of its clients is opened (PAR-027, PAR-028)."""

from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import ComposeResult

from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import RigaIndicata, RigaScelta
from parcella.widgets.schermo import Riquadro
from parcella.widgets.sorgente import Colonna, SorgenteLista


class SchermoMessaggi(Riquadro[None]):
    """Read and closed, with Invio or Esc: nothing here is deleted or changed."""

    titolo = "Messaggi dello studio"
    pagina_aiuto = "messaggi"
    sola_lettura = True

    def __init__(self, messaggi: Sequence[Mapping[str, Any]]) -> None:
        """`messaggi` are those of `ledger.messaggi.elenco`, as mappings."""
        super().__init__()
        self._righe = [{**m, "chiave": numero} for numero, m in enumerate(messaggi)]

    def corpo(self) -> ComposeResult:
        yield Elenco(
            [
                Colonna("data_lavoro", "Data lavoro", 11, "data"),
                Colonna("descrizione", "Attività", 20, elastica=True),
                Colonna("quantita", "Q.tà", 8, "quantita"),
                Colonna("unita_misura", "Um", 3),
                Colonna("utente", "Utente", 10),
                Colonna("studio", "Da", 3),
            ],
            SorgenteLista(self._righe),
        )

    def on_riga_indicata(self, event: RigaIndicata) -> None:
        """The rest of the message under the bar: prestazione, client and note, whole."""
        if (riga := event.riga) is not None:
            parti = (riga["codice_prestazione"], f"{riga['codice_cliente']} {riga['nome_cliente']}", riga["note"])
            self.avvisa(" · ".join(filter(None, parti)))

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.dismiss(None)
