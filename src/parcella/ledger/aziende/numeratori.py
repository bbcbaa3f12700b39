"""Numbers of the documents, given inside the transaction that writes them (DOC-023…026, DOC ambiguity 3).

AUTO takes last number + 1 of (documento, serie, anno) and moves the counter; a number typed moves nothing; a number
already typed by hand is stepped over.
"""

from collections.abc import Callable, Collection
from datetime import date

from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from parcella.ledger.aziende.tabelle import Numeratore
from parcella.ledger.contesto import Contesto

Chiave = tuple[str, int, int]
InUso = Callable[[str, int, int, int], Collection[int]]


class Numeri:
    """The counters of a transaction: read at first use, written back once by `scrivi`.

    `in_uso(documento, serie, anno, da)` gives the numbers on documents from `da` up, wherever those are kept.
    """

    def __init__(self, sessione: Session, contesto: Contesto, in_uso: InUso) -> None:
        self.sessione = sessione
        self.contesto = contesto
        self._leggi_in_uso = in_uso
        self._righe: dict[Chiave, Numeratore | None] = {}
        self._ultimi: dict[Chiave, int] = {}
        self._date: dict[Chiave, date | None] = {}
        self._in_uso: dict[Chiave, set[int]] = {}

    def prossimo(self, documento: str, serie: int, anno: int) -> tuple[int, bool]:
        """The number AUTO gives, and whether one typed by hand was stepped over."""
        chiave = (documento, serie, anno)
        self._carica(chiave)
        numero = self._ultimi[chiave] + 1
        saltato = False
        while numero in self._in_uso[chiave]:
            numero += 1
            saltato = True
        self._ultimi[chiave] = numero
        self._in_uso[chiave].add(numero)
        return numero, saltato

    def occupa(self, documento: str, serie: int, anno: int, numero: int) -> bool:
        """Take a number typed by hand; False if it is already used."""
        chiave = (documento, serie, anno)
        self._carica(chiave)
        if numero in self._in_uso[chiave] or numero in self._leggi_in_uso(documento, serie, anno, numero):
            return False
        self._in_uso[chiave].add(numero)
        return True

    def ultima_data(self, documento: str, serie: int, anno: int) -> date | None:
        """The latest date given in the serie."""
        chiave = (documento, serie, anno)
        self._carica(chiave)
        return self._date[chiave]

    def segna_data(self, documento: str, serie: int, anno: int, giorno: date) -> None:
        """Remember the date of a document just numbered."""
        chiave = (documento, serie, anno)
        ultima = self._date[chiave]
        self._date[chiave] = giorno if ultima is None else max(ultima, giorno)

    def _carica(self, chiave: Chiave) -> None:
        if chiave in self._ultimi:
            return
        documento, serie, anno = chiave
        riga = self.sessione.exec(
            select(Numeratore).where(
                Numeratore.azienda == self.contesto.azienda,
                Numeratore.documento == documento,
                Numeratore.serie == serie,
                Numeratore.anno == anno,
            )
        ).first()
        self._righe[chiave] = riga
        self._ultimi[chiave] = riga.ultimo_numero if riga else 0
        self._date[chiave] = riga.data_ultimo if riga else None
        self._in_uso[chiave] = set(self._leggi_in_uso(documento, serie, anno, self._ultimi[chiave] + 1))

    def scrivi(self) -> None:
        """Write the counters that moved."""
        for chiave, riga in self._righe.items():
            documento, serie, anno = chiave
            valori = {"ultimo_numero": self._ultimi[chiave], "data_ultimo": self._date[chiave]}
            if riga is None:
                self.sessione.execute(
                    insert(Numeratore).values(
                        azienda=self.contesto.azienda, documento=documento, serie=serie, anno=anno, **valori
                    )
                )
            elif (riga.ultimo_numero, riga.data_ultimo) != (valori["ultimo_numero"], valori["data_ultimo"]):
                self.sessione.execute(update(Numeratore).where(col(Numeratore.id) == riga.id).values(**valori))
        self.sessione.flush()
