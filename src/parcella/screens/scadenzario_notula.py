"""The scadenzario of one notula: its rate, their note, and how far they are from the totale da pagare (chapter 10)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.documenti import proposte
from parcella.ledger.esito import DOMANDE, Rifiuto
from parcella.ledger.scadenzario import rate as regole
from parcella.screens import ricerche
from parcella.screens.documenti_finestre import NotaScadenzario, RiquadroStudio
from parcella.widgets.campo import Campo, Valori
from parcella.widgets.eventi import CampoLasciato, FineGriglia, RigheCambiate
from parcella.widgets.griglia import Griglia
from parcella.widgets.modulo import Modulo
from parcella.widgets.ricerca import Ricerca

TIPI = {
    "C": "CONTANTI",
    "M": "RIMESSA",
    "R": "RIC. BANC.",
    "B": "BONIFICO",
    "A": "ADDEB. C/C",
    "V": "M.A.V.",
    "X": "1 RIMESSA",
    "Y": "2 RIMESSA",
    "Z": "3 RIMESSA",
}


def _tipi(testo: str, ordine: str) -> list[dict[str, str]]:
    scritto = testo.upper()
    return [{"codice": t, "descrizione": d} for t, d in TIPI.items() if scritto in ("", t) or d.startswith(scritto)]


_TIPI = Ricerca(
    "Tipi di pagamento",
    ricerche.codice_e_descrizione(6),
    _tipi,
    riporta={"descrizione_tipo": "descrizione"},
    risolvi=lambda testo: next((tipo for tipo in _tipi("", "") if tipo["codice"] == testo.upper()), None),
    non_trovato=f"sono ammessi {', '.join(TIPI)}: F2 per l'elenco.",
)


@dataclass(slots=True)
class Scadenzario:
    """What was confirmed: the rate and the note."""

    rate: list[dict[str, Any]]
    nota: str | None


class Rate(Griglia):
    """At most 99 rows."""

    @property
    def puo_crescere(self) -> bool:
        return not self.fissa and len(self._righe) < regole.RATE_MASSIME


class ScadenzarioNotula(RiquadroStudio[Scadenzario]):
    """`bloccante`: the document is being confirmed, and the totals must agree (NOT-023)."""

    DEFAULT_CSS = "ScadenzarioNotula #corpo { max-height: 20; } ScadenzarioNotula Griglia { height: 11; }"

    titolo = "Scadenzario notule"
    pagina_aiuto = "scadenzario-notule"
    comandi = [
        Comando("scadenzario.nota", "f4", "Note", "apri_nota"),
        Comando("scadenzario.ricalcola", "f7", "Ricalcola", "ricalcola", attivo="si_conferma"),
        Comando("scadenzario.ripristina", "f8", "Ripristina", "ripristina", attivo="si_conferma"),
    ]

    def __init__(
        self,
        rate: Sequence[dict[str, Any]],
        totale: Decimal,
        *,
        cliente: str,
        documento: str,
        nota: str | None = None,
        all_apertura: Sequence[dict[str, Any]] | None = None,
        proposte_da_pag: Callable[[], Sequence[dict[str, Any]]] = tuple,
        bloccante: bool = False,
        sola_lettura: bool = False,
    ) -> None:
        super().__init__()
        self.partenza = [dict(rata) for rata in rate]
        self.all_apertura = [dict(rata) for rata in (rate if all_apertura is None else all_apertura)]
        self.totale = totale
        self.cliente, self.documento = cliente, documento
        self.nota = nota
        self.proposte_da_pag = proposte_da_pag
        self.bloccante = bloccante
        self.sola_lettura = sola_lettura

    def corpo(self) -> ComposeResult:
        def libera(_: Valori) -> bool:
            return not self.sola_lettura

        yield Modulo(
            [
                Campo("cliente", "Cliente", elastico=True, sola_lettura=True),
                Campo("nota", "Nota", elastico=True, sola_lettura=True),
            ],
            {"cliente": self.cliente, "nota": self.nota or ""},
            id="intestazione",
        )
        yield Rate(
            [
                Campo("documento", "Se/Numero", larghezza=9, sola_lettura=True),
                Campo("data_scadenza", "Data scad", "data", obbligatorio=True, attivo=libera),
                Campo(
                    "tipo_pagamento", "Tp", larghezza=2, lunghezza=1, obbligatorio=True, attivo=libera, ricerca=_TIPI
                ),
                Campo("descrizione_tipo", "", larghezza=10, sola_lettura=True),
                Campo(
                    "stato_rata",
                    "Sr",
                    "lettera",
                    valori=("",),
                    larghezza=2,
                    attivo=lambda r: libera(r) and r.get("stato_rata") == "e",
                    aiuto="Vuoto toglie l'effetto emesso; gli altri stati li scrive il programma",
                ),
                Campo("importo_rata", "Importo rata", "importo", larghezza=13, obbligatorio=True, attivo=libera),
                Campo("data_pagamento", "Data pagam", "data", sola_lettura=True),
            ],
            self._mostrate(self.partenza),
            nuova=lambda: {"documento": self.documento},
            fissa=self.sola_lettura,
            id="rate",
        )
        totali = [("totale_da_pagare", "Tot. da pagare"), ("totale_rate", "Tot. rate"), ("differenza", "Diff.")]
        yield Modulo(
            [
                Campo(nome, etichetta, "importo", larghezza=12, sola_lettura=True, accanto=bool(n))
                for n, (nome, etichetta) in enumerate(totali)
            ],
            {"totale_da_pagare": self.totale},
            id="totali",
        )

    def _mostrate(self, rate: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            rata | {"documento": self.documento, "descrizione_tipo": TIPI.get(rata["tipo_pagamento"], "")}
            for rata in rate
        ]

    @property
    def griglia(self) -> Rate:
        return self.query_one("#rate", Rate)

    async def apri(self) -> None:
        for nome in ("#intestazione", "#totali"):
            self.query_one(nome, Modulo).can_focus = False
        self._somma()
        self.griglia.focus()

    def _somma(self) -> None:
        somma, differenza = proposte.totale_rate_di(self.griglia.righe, self.totale)
        piede = self.query_one("#totali", Modulo)
        piede.imposta("totale_rate", somma)
        piede.imposta("differenza", differenza)

    def on_campo_lasciato(self, event: CampoLasciato) -> None:
        if event.cambiato:
            self._somma()

    def on_righe_cambiate(self, event: RigheCambiate) -> None:
        self._somma()

    def on_fine_griglia(self, event: FineGriglia) -> None:
        event.prevent_default()
        if event.verso > 0 and not self.griglia.puo_crescere and not self.sola_lettura:
            self.avvisa(f"Le rate di un documento sono al massimo {regole.RATE_MASSIME}.", grave=True)
        elif event.verso > 0 and not self.sola_lettura:
            self.avvisa("Fine delle rate: F10 conferma.")

    async def apri_nota(self) -> None:
        """F4."""
        finestra = NotaScadenzario({"nota_scadenzario": self.nota}, sola_lettura=self.sola_lettura)
        scritta = await self.programma.attendi(finestra)
        if scritta is not None:
            self.nota = scritta["nota_scadenzario"]
            self.query_one("#intestazione", Modulo).imposta("nota", self.nota or "")

    async def ricalcola(self) -> None:
        """F7: the rate of the payment again."""
        if await self.chiedi("Confermi il ricalcolo delle rate", "S") == "S":
            self._metti(self.proposte_da_pag())

    async def ripristina(self) -> None:
        """F8: the rate as they were when the document was opened."""
        if await self.chiedi(DOMANDE["ripristino_rate"].testo, DOMANDE["ripristino_rate"].predefinita) == "S":
            self._metti(self.all_apertura)

    def _metti(self, rate: Sequence[dict[str, Any]]) -> None:
        self.griglia.carica(self._mostrate(rate))
        self._somma()
        self.griglia.focus()

    async def conferma(self) -> None:
        righe = self.griglia.righe
        nomi = ("data_scadenza", "tipo_pagamento", "stato_rata", "importo_rata", "data_pagamento")
        rate = [{nome: riga[nome] for nome in nomi} for riga in righe]

        def controlla() -> None:
            try:
                regole.controlla_notula([r | {"stato_rata": r["stato_rata"] or None} for r in rate], self.totale)
            except Rifiuto as rifiuto:
                if self.bloccante or rifiuto.codice != "rate_diverse":
                    raise

        if await self.esegui(controlla):
            self.dismiss(Scadenzario(rate, self.nota))
