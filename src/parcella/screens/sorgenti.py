"""The lists of the books, read from the archive a page at a time: any `pagina` of the ledger that goes by key."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, cast

from parcella.ledger.clienti import ricerca as clienti
from parcella.ledger.prestazioni import ricerca as prestazioni
from parcella.widgets.sorgente import Riga

if TYPE_CHECKING:
    from parcella.ledger.archivio import Archivio

Chiave = tuple[str, ...]


class SorgenteLibri:
    """`conta(session)` and `pagina(session, quante, dopo=…, prima=…, salto=…, dal_fondo=…)` of the ledger."""

    def __init__(
        self,
        archivio: "Archivio",
        conta: Callable[[Any], int],
        pagina: Callable[..., Sequence[Any]],
        riga: Callable[[Any], Riga] = asdict,
        chiave: Callable[[Riga], Hashable] = lambda riga: cast("Hashable", riga["chiave"]),
    ) -> None:
        """`riga` makes what the list shows of what `pagina` found; `chiave` is what the list goes by."""
        self.archivio = archivio
        self._conta, self._pagina, self._riga, self._chiave = conta, pagina, riga, chiave

    def conta(self) -> int:
        with self.archivio.lettura() as sessione:
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
        with self.archivio.lettura() as sessione:
            voci = self._pagina(sessione, quante, dopo=dopo, prima=prima, salto=salto, dal_fondo=dal_fondo)
        return [self._riga(voce) for voce in voci]

    def chiave(self, riga: Riga) -> Hashable:
        return self._chiave(riga)


def riga_cliente(voce: clienti.VoceCliente) -> Riga:
    """A client as a list shows it."""
    stato = "ann" if voce.annullato == "S" else ""
    return asdict(voce) | {"identificativo": voce.partita_iva or voce.codice_fiscale or "", "stato": stato}


def riga_prestazione(voce: prestazioni.VocePrestazione) -> Riga:
    """A prestazione as a list shows it."""
    return asdict(voce)


class SorgenteClienti(SorgenteLibri):
    """All the clients by name or by code."""

    def __init__(self, archivio: "Archivio", azienda: int, ordine: clienti.Ordine = "nome") -> None:
        self.azienda, self.ordine = azienda, ordine
        super().__init__(
            archivio,
            lambda sessione: clienti.conta(sessione, azienda),
            lambda sessione, quanti, **dove: clienti.pagina(sessione, azienda, ordine, quanti=quanti, **dove),
            riga_cliente,
            _per_nome if ordine == "nome" else _per_codice,
        )

    def posizione(self, testo: str) -> int:
        """The client that answers best to what is typed, wherever it has it, or the one that would follow."""
        with self.archivio.lettura() as sessione:
            if trovati := clienti.cerca(sessione, self.azienda, testo, 1):
                testo = trovati[0].codice if self.ordine == "codice" else trovati[0].nome
            return clienti.posizione(sessione, self.azienda, self.ordine, testo)

    def posto_di(self, codice: str) -> int:
        """Where a client is in the list."""
        with self.archivio.lettura() as sessione:
            trovati = clienti.cerca(sessione, self.azienda, codice, 1)
            cercato = codice if self.ordine == "codice" or not trovati else trovati[0].nome
            return clienti.posizione(sessione, self.azienda, self.ordine, cercato)


def _per_nome(riga: Riga) -> Chiave:
    return str(riga["chiave_nome"]), str(riga["codice"])


def _per_codice(riga: Riga) -> Chiave:
    return (str(riga["codice"]),)


def prestazioni_per(
    archivio: "Archivio",
    azienda: int,
    campo: prestazioni.Campo = "codice",
    *,
    precancellate: bool = False,
    tipologia: str | None = None,
    da: Chiave | None = None,
) -> SorgenteLibri:
    """The prestazioni in the order of a field; `da` is the key the list begins from."""
    quali: dict[str, Any] = {"precancellate": precancellate, "tipologia": tipologia, "da": da}
    return SorgenteLibri(
        archivio,
        lambda sessione: prestazioni.conta(sessione, azienda, campo, **quali),
        lambda sessione, quante, **dove: prestazioni.pagina(sessione, azienda, campo, quante=quante, **dove, **quali),
        riga_prestazione,
    )
