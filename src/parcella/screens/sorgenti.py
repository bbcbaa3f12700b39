"""The long lists of clients and prestazioni, read from the archive a page at a time."""

from collections.abc import Hashable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, cast

from parcella.ledger.clienti import ricerca as clienti
from parcella.ledger.prestazioni import ricerca as prestazioni
from parcella.widgets.sorgente import Riga

if TYPE_CHECKING:
    from parcella.ledger.archivio import Archivio

Chiave = tuple[str, ...]


def riga_cliente(voce: clienti.VoceCliente) -> Riga:
    """A client as a list shows it."""
    stato = "ann" if voce.annullato == "S" else ""
    return asdict(voce) | {"identificativo": voce.partita_iva or voce.codice_fiscale or "", "stato": stato}


def riga_prestazione(voce: prestazioni.VocePrestazione) -> Riga:
    """A prestazione as a list shows it."""
    return asdict(voce)


class SorgenteClienti:
    """All the clients by name or by code."""

    def __init__(self, archivio: "Archivio", azienda: int, ordine: clienti.Ordine = "nome") -> None:
        self.archivio, self.azienda, self.ordine = archivio, azienda, ordine

    def conta(self) -> int:
        with self.archivio.lettura() as sessione:
            return clienti.conta(sessione, self.azienda)

    def pagina(
        self,
        quante: int,
        *,
        dopo: Hashable | None = None,
        prima: Hashable | None = None,
        salto: int = 0,
        dal_fondo: bool = False,
    ) -> list[Riga]:
        with self.archivio.lettura() as sessione:
            voci = clienti.pagina(
                sessione,
                self.azienda,
                self.ordine,
                dopo=cast("Chiave | None", dopo),
                prima=cast("Chiave | None", prima),
                quanti=quante,
                salto=salto,
                dal_fondo=dal_fondo,
            )
        return [riga_cliente(voce) for voce in voci]

    def posizione(self, testo: str) -> int:
        """The first client that answers to what is typed, or the one that would follow."""
        with self.archivio.lettura() as sessione:
            if self.ordine == "codice":  # a number without its mastro is a code too
                trovati = clienti.cerca(sessione, self.azienda, testo, 1)
                testo = trovati[0].codice if trovati else testo
            return clienti.posizione(sessione, self.azienda, self.ordine, testo)

    def posto_di(self, codice: str) -> int:
        """Where a client is in the list."""
        with self.archivio.lettura() as sessione:
            trovati = clienti.cerca(sessione, self.azienda, codice, 1)
            cercato = codice if self.ordine == "codice" or not trovati else trovati[0].nome
            return clienti.posizione(sessione, self.azienda, self.ordine, cercato)

    def chiave(self, riga: Mapping[str, object]) -> Chiave:
        codice = str(riga["codice"])
        return (str(riga["chiave_nome"]), codice) if self.ordine == "nome" else (codice,)


class SorgentePrestazioni:
    """The prestazioni in the order of a field."""

    def __init__(
        self,
        archivio: "Archivio",
        azienda: int,
        campo: prestazioni.Campo = "codice",
        *,
        precancellate: bool = False,
        tipologia: str | None = None,
        da: Chiave | None = None,
    ) -> None:
        """`da` is the key the list begins from."""
        self.archivio, self.azienda, self.campo = archivio, azienda, campo
        self._quali: Any = {"precancellate": precancellate, "tipologia": tipologia, "da": da}

    def conta(self) -> int:
        with self.archivio.lettura() as sessione:
            return prestazioni.conta(sessione, self.azienda, self.campo, **self._quali)

    def pagina(
        self,
        quante: int,
        *,
        dopo: Hashable | None = None,
        prima: Hashable | None = None,
        salto: int = 0,
        dal_fondo: bool = False,
    ) -> list[Riga]:
        with self.archivio.lettura() as sessione:
            voci = prestazioni.pagina(
                sessione,
                self.azienda,
                self.campo,
                dopo=cast("Chiave | None", dopo),
                prima=cast("Chiave | None", prima),
                quante=quante,
                salto=salto,
                dal_fondo=dal_fondo,
                **self._quali,
            )
        return [riga_prestazione(voce) for voce in voci]

    def chiave(self, riga: Mapping[str, object]) -> Chiave:
        return cast("Chiave", riga["chiave"])
