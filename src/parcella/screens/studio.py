"""The base of the screens that work on the open archive: rules are called with a session, in a thread."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

from parcella.keyboard.comandi import Comando
from parcella.widgets.finestra import Voce
from parcella.widgets.schermo import Fatto, Schermo

if TYPE_CHECKING:
    from parcella.ledger.archivio import Archivio
    from parcella.ledger.contesto import Contesto

T = TypeVar("T")
R = TypeVar("R")
GIORNALE = Comando("giornale", "f12", "Giornale", "mostra_giornale", attivo="nel_giornale", barra=False)
"""Who changed the record on the screen: one key, on every card and on every list of records."""


class Studio(Protocol):
    """What these screens ask of the program, besides what the kit does."""

    parcellazione: bool

    @property
    def archivio(self) -> "Archivio": ...
    @property
    def contesto(self) -> "Contesto": ...
    def annota_origine(self, schermo: str) -> None: ...
    async def entra(self, sigla: str) -> None: ...
    async def rileggi(self) -> None: ...
    async def mostra_messaggi(self) -> None: ...


class SchermoStudio(Schermo[T], Generic[T]):
    """A screen of the studio: `leggi` and `scrivi` open the unit of work and call a rule of the ledger."""

    nel_giornale: tuple[str, str | int | None] | None = None
    """The record on the screen as the journal knows it: archive and key (of a document, its internal key)."""

    def voci(self) -> list[Voce]:
        """All commands of the moment; where there are records, the journal too."""
        voci = super().voci()
        return voci if type(self).nel_giornale is None else [*voci, (self, GIORNALE)]

    async def mostra_giornale(self) -> None:
        """F12."""
        from parcella.screens.giornale import SchermoGiornale

        if self.nel_giornale is not None:
            await self.programma.attendi(SchermoGiornale(*self.nel_giornale))

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

        self.studio.annota_origine(self.titolo)
        try:
            return await super().esegui(funzione, *args, **kwargs)
        except ErroreArchivio as errore:
            self.avvisa(errore.messaggio, grave=True)
            return None
