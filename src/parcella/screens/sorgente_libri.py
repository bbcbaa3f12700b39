"""The lists of the books, read a page at a time: any `pagina` of the ledger that goes by key."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, cast

from parcella.widgets.sorgente import Riga

if TYPE_CHECKING:
    from parcella.ledger.archivio import Archivio


class SorgenteLibri:
    """`conta(session)` and `pagina(session, quanti, dopo=…, prima=…, dalla_fine=…, salto=…)` of the ledger."""

    def __init__(self, archivio: "Archivio", conta: Callable[[Any], int], pagina: Callable[..., Sequence[Any]]) -> None:
        self._archivio, self._conta, self._pagina = archivio, conta, pagina

    def conta(self) -> int:
        with self._archivio.lettura() as sessione:
            return self._conta(sessione)

    def pagina(
        self,
        quante: int,
        *,
        dopo: Hashable | None = None,
        prima: Hashable | None = None,
        salto: int = 0,
        dal_fondo: bool = False,
    ) -> Sequence[Riga]:
        with self._archivio.lettura() as sessione:
            voci = self._pagina(sessione, quante, dopo=dopo, prima=prima, dalla_fine=dal_fondo, salto=salto)
            return [asdict(voce) for voce in voci]

    def chiave(self, riga: Riga) -> Hashable:
        return cast(Hashable, riga["chiave"])
