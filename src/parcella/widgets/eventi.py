"""What the widgets of the kit tell the screen: `on_campo_lasciato`, `on_riga_scelta` and so on."""

from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from parcella.widgets.elenco import Elenco
    from parcella.widgets.griglia import Griglia
    from parcella.widgets.modulo import Modulo
    from parcella.widgets.scrittura import Scrittura


class CampoLasciato(Message):
    """A field was left with an accepted value: the screen recomputes. `trovata` is the row its lookup found."""

    def __init__(
        self,
        widget: "Scrittura",
        identificatore: str,
        valore: Any,
        cambiato: bool,
        trovata: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__()
        self.widget = widget
        self.identificatore = identificatore
        self.valore = valore
        self.cambiato = cambiato
        self.trovata = trovata


class Prosegui(Message):
    """Follows `CampoLasciato` by the same way, so that the cursor moves on only when the screen has recomputed."""

    def __init__(self, passo: Callable[[], object]) -> None:
        super().__init__()
        self.passo = passo


class TestoDigitato(Message):
    """Something was typed: the draft is due."""


class CampoRaggiunto(Message):
    """The cursor is on a field: its hint is shown, the key bar may change."""

    def __init__(self, widget: "Scrittura", identificatore: str, aiuto: str) -> None:
        super().__init__()
        self.widget, self.identificatore, self.aiuto = widget, identificatore, aiuto


class FineModulo(Message):
    """Enter on the last field of a form (`verso` 1), or Up on the first (-1)."""

    def __init__(self, modulo: "Modulo", verso: int) -> None:
        super().__init__()
        self.modulo, self.verso = modulo, verso


class RigaLasciata(Message):
    """A row of a grid was left."""

    def __init__(self, griglia: "Griglia", indice: int, riga: Mapping[str, Any]) -> None:
        super().__init__()
        self.griglia, self.indice, self.riga = griglia, indice, riga


class RigheCambiate(Message):
    """Rows of a grid were inserted or deleted."""

    def __init__(self, griglia: "Griglia") -> None:
        super().__init__()
        self.griglia = griglia


class FineGriglia(Message):
    """Enter on the empty row at the end of a grid (`verso` 1), or Up on its first row (-1)."""

    def __init__(self, griglia: "Griglia", verso: int) -> None:
        super().__init__()
        self.griglia, self.verso = griglia, verso


class RigaScelta(Message):
    """Enter (or a double click) on a row of a list."""

    def __init__(self, elenco: "Elenco", chiave: Hashable, riga: Mapping[str, Any]) -> None:
        super().__init__()
        self.elenco, self.chiave, self.riga = elenco, chiave, riga


class RigaIndicata(Message):
    """The bar of a list is on another row (None: the list is empty)."""

    def __init__(self, elenco: "Elenco", riga: Mapping[str, Any] | None) -> None:
        super().__init__()
        self.elenco, self.riga = elenco, riga


class MarcheCambiate(Message):
    """A row of a list was marked or unmarked: the screen sums what is marked."""

    def __init__(self, elenco: "Elenco") -> None:
        super().__init__()
        self.elenco = elenco
