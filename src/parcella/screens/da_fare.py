"""The right column of the menu: what waits to be done, read after the menu has been painted."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.strip import Strip
from textual.widget import Widget

from parcella.widgets.immissione import scrivi_numero
from parcella.widgets.tratti import ACCENTO, FORTE, NORMALE, SPENTO, Tratto, entro, striscia

if TYPE_CHECKING:
    from parcella.ledger.archivio import Archivio
    from parcella.ledger.contesto import Contesto

BLOCCHI = " ▁▂▃▄▅▆▇█"
ALTEZZA = 3
"""Lines of the bar chart."""
INIZIALI = "GFMAMGLASOND"
LARGO = 40

Righe = list[list[Tratto]]


def leggi(archivio: "Archivio", contesto: "Contesto", parcellazione: bool) -> Righe:
    """Read the figures and lay them out. Runs in a thread."""
    from parcella.fatturapa.esportazione import da_esportare
    from parcella.ledger.documenti.da_fare import da_fare

    with archivio.lettura() as sessione:
        cifre = da_fare(sessione, contesto)
        senza_file = len(da_esportare(sessione, contesto))
    righe: Righe = [[("Da fare", FORTE)]]
    cose: list[Tratto] = []
    if parcellazione:
        cose += [
            _quante(cifre.notule_scadute, "notula scaduta", "notule scadute", " da oltre 30 giorni", ACCENTO),
            _quante(cifre.parcelle_provvisorie, "parcella provvisoria", "parcelle provvisorie", "", NORMALE),
            _quante(senza_file, "parcella", "parcelle", " da esportare in XML", NORMALE),
        ]
    righe += [[cosa] for cosa in cose if cosa[0]] or [[("Nulla in attesa.", SPENTO)]]
    righe += [[], _importo("Crediti da incassare", cifre.crediti_aperti, NORMALE)]
    if cifre.crediti_scaduti:
        righe.append(_importo("  di cui scaduti", cifre.crediti_scaduti, ACCENTO))
    righe += [[], _importo(f"Fatturato {contesto.data_lavoro.year}", cifre.fatturato_dell_anno, NORMALE)]
    righe += istogramma(cifre.fatturato)
    return [*righe, [], [(f"Ultimo backup: {ultimo_backup(archivio.percorso)}", NORMALE)]]


def _quante(numero: int, una: str, tante: str, coda: str, stile: Any) -> Tratto:
    return (f"{numero} {una if numero == 1 else tante}{coda}" if numero else "", stile)


def _importo(nome: str, importo: Decimal, stile: Any) -> list[Tratto]:
    cifra = scrivi_numero(importo, 2, 2) + " €"
    return [(entro(nome, LARGO - len(cifra)), stile), (cifra, stile)]


def istogramma(mesi: Sequence[Decimal]) -> Righe:
    """A bar a month, in eighths of a line, over the initials of the months."""
    massimo = max(mesi)
    if massimo <= 0:
        return []
    ottavi = [max(1, int(v * 8 * ALTEZZA / massimo)) if v > 0 else 0 for v in mesi]
    righe: Righe = []
    for piano in range(ALTEZZA - 1, -1, -1):
        colonne = (BLOCCHI[max(0, min(8, o - piano * 8))] * 2 for o in ottavi)
        righe.append([(" ".join(colonne), NORMALE)])
    return [*righe, [(" ".join(iniziale + " " for iniziale in INIZIALI), SPENTO)]]


def ultimo_backup(archivio: Path, adesso: datetime | None = None) -> str:
    """When the last automatic backup was made."""
    from parcella.ledger.copie import cartella_copie

    copie = [f.stat().st_mtime for f in cartella_copie(archivio).glob("*.parcella")]
    if not copie:
        return "mai"
    adesso = adesso or datetime.now().astimezone()
    quando = datetime.fromtimestamp(max(copie), adesso.tzinfo)
    giorni = (adesso.date() - quando.date()) // timedelta(days=1)
    giorno = {0: "oggi", 1: "ieri"}.get(giorni, f"{quando:%d/%m/%Y}")
    return f"{giorno} alle {quando:%H:%M}"


class DaFare(Widget):
    """The figures, as they come."""

    DEFAULT_CSS = "DaFare { width: 1fr; background: transparent; }"

    righe: Righe = []

    def mostra(self, righe: Righe) -> None:
        """Show the figures just read."""
        self.righe = righe
        self.refresh()

    def render_line(self, y: int) -> Strip:
        tratti = self.righe[y] if y < len(self.righe) else []
        return striscia([(" ", NORMALE), *tratti], self.size.width)
