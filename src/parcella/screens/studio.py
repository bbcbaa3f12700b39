"""The base of the screens that work on the open archive: rules are called with a session, in a thread."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

from parcella.widgets.schermo import Fatto, Schermo

if TYPE_CHECKING:
    from parcella.ledger.archivio import Archivio
    from parcella.ledger.contesto import Contesto

T = TypeVar("T")
R = TypeVar("R")


class Studio(Protocol):
    """What these screens ask of the program, besides what the kit does."""

    parcellazione: bool

    @property
    def archivio(self) -> "Archivio": ...
    @property
    def contesto(self) -> "Contesto": ...
    async def entra(self, sigla: str) -> None: ...
    async def rileggi(self) -> None: ...
    async def mostra_messaggi(self) -> None: ...


class SchermoStudio(Schermo[T], Generic[T]):
    """A screen of the studio: `leggi` and `scrivi` open the unit of work and call a rule of the ledger."""

    @property
    def studio(self) -> Studio:
        """The program, with its archive and its session."""
        return cast(Studio, self.app)

    @property
    def archivio(self) -> "Archivio":
        """The open archive."""
        return self.studio.archivio

    @property
    def contesto(self) -> "Contesto":
        """Company, user and data di lavoro of the session."""
        return self.studio.contesto

    async def leggi(self, regola: Callable[..., R], *argomenti: Any, **nominati: Any) -> Fatto[R] | None:
        """Call `regola(session, …)` on a consistent view of the archive."""

        def in_lettura() -> R:
            with self.archivio.lettura() as sessione:
                return regola(sessione, *argomenti, **nominati)

        return await self.esegui(in_lettura)

    async def scrivi(self, regola: Callable[..., R], *argomenti: Any, **nominati: Any) -> Fatto[R] | None:
        """Call `regola(session, contesto, …, risposte)` in one transaction; its notes are shown at the end."""

        def in_scrittura(sessione: Any, risposte: Any) -> R:
            return regola(sessione, self.contesto, *argomenti, risposte=risposte, **nominati)

        return await self.conferma_regola(in_scrittura)

    async def conferma_regola(self, regola: Callable[[Any, Any], R]) -> Fatto[R] | None:
        """Call `regola(session, risposte)` in one transaction, putting its questions and showing its notes."""
        avvisi: list[Any] = []

        def in_scrittura(risposte: dict[str, str]) -> R:
            from parcella.ledger.esito import Risposte

            date = Risposte(risposte)
            with self.archivio.scrittura() as sessione:
                esito = regola(sessione, date)
            avvisi[:] = date.avvisi
            return esito

        fatto = await self.esegui(in_scrittura)
        if fatto is not None and avvisi:
            self.avvisa(" ".join(avviso.messaggio for avviso in avvisi))
        return fatto

    async def esegui(self, funzione: Callable[..., R], *args: Any, **kwargs: Any) -> Fatto[R] | None:
        """As the kit's, with the failures of the archive told on the message line too."""
        from parcella.ledger.archivio import ErroreArchivio

        try:
            return await super().esegui(funzione, *args, **kwargs)
        except ErroreArchivio as errore:
            self.avvisa(errore.messaggio, grave=True)
            return None
