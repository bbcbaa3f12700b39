"""Which price applies, and the limits an amount is compared with (PRE-059…061, PRE-073…087). Pure but `carica`.

Order of PRE-087: the particolarità valid on the day, the most specific first (client, tariffario, generic), then the
list price of the client's tariffario, then that of tariffario 1. A price typed by hand never comes here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from sqlalchemy import select
from sqlmodel import Session

from parcella.ledger.prestazioni.tabelle import Particolarita, PrezzoTariffario, Scaglione
from parcella.ledger.tipi import ZERO

TARIFFARIO_BASE = 1
Soggetto = str | int | None
"""Whom a particolarità is for: a client (its code), a tariffario (its number), everybody (None)."""


@dataclass(frozen=True, slots=True)
class PrezzoParticolare:
    """A particolarità as plain values. `scaglioni`: (up to this quantity included, price); none if fixed."""

    cliente: str | None
    tariffario: int | None
    valida_da: date | None
    valida_a: date | None
    scaglioni: tuple[tuple[Decimal, Decimal], ...]
    prezzo_oltre: Decimal

    @property
    def soggetto(self) -> Soggetto:
        return self.cliente or self.tariffario

    def vale(self, giorno: date) -> bool:
        """Both ends included; an empty end has no limit (PRE-078, PRE-079)."""
        return (self.valida_da is None or self.valida_da <= giorno) and (
            self.valida_a is None or giorno <= self.valida_a
        )

    def prezzo(self, quantita: Decimal) -> Decimal:
        """The price of the bracket holds for the whole quantity (PRE-081); with none the fixed one (PRE-082)."""
        for fino_a, prezzo in self.scaglioni:
            if quantita <= fino_a:
                return prezzo
        return self.prezzo_oltre


@dataclass(slots=True)
class Voce:
    """The prices of one prestazione. Particolarità of a subject are kept with the latest Da data first."""

    particolarita: dict[Soggetto, list[PrezzoParticolare]] = field(default_factory=dict)
    prezzi: dict[int, Decimal] = field(default_factory=dict)

    def aggiungi(self, particolarita: Iterable[PrezzoParticolare]) -> None:
        """Take particolarità in any order."""
        for una in particolarita:
            self.particolarita.setdefault(una.soggetto, []).append(una)
        for stesse in self.particolarita.values():
            stesse.sort(key=lambda p: p.valida_da or date.min, reverse=True)

    def prezzo(self, quantita: Decimal | None, cliente: str | None, tariffario: int, giorno: date) -> Decimal | None:
        """The price to apply, None if there is none."""
        if self.particolarita:
            for soggetto in (cliente or tariffario, tariffario, None):
                for particolarita in self.particolarita.get(soggetto, ()):
                    if particolarita.vale(giorno):
                        return particolarita.prezzo(ZERO if quantita is None else quantita)
        di_listino = self.prezzi.get(tariffario)
        return self.prezzi.get(TARIFFARIO_BASE) if di_listino is None else di_listino


def trova(
    quantita: Decimal | None,
    cliente: str | None,
    tariffario: int | None,
    giorno: date,
    particolarita: Sequence[PrezzoParticolare],
    prezzi: Mapping[int, Decimal],
) -> Decimal | None:
    """The price of a prestazione for a quantity, a client (with its tariffario: absent is 1) and a day (PRE-087)."""
    voce = Voce(prezzi=dict(prezzi))
    voce.aggiungi(particolarita)
    return voce.prezzo(quantita, cliente, tariffario or TARIFFARIO_BASE, giorno)


def limite(
    importo: Decimal, minimo: Decimal | None, massimo: Decimal | None
) -> tuple[Literal["minimo", "massimo"], Decimal] | None:
    """The limit an amount breaks, None if it is within (PRE-059, PRE-060, DOC-085). A limit of zero is not set."""
    if minimo and importo < minimo:
        return "minimo", minimo
    if massimo and importo > massimo:
        return "massimo", massimo
    return None


@dataclass(slots=True)
class Listino:
    """The prices of a company read once, for runs of thousands of rows."""

    voci: dict[str, Voce] = field(default_factory=dict)

    def prezzo(
        self, codice: str, quantita: Decimal | None, cliente: str | None, tariffario: int | None, giorno: date
    ) -> Decimal | None:
        """As `trova`, for the prestazione `codice`."""
        voce = self.voci.get(codice)
        return None if voce is None else voce.prezzo(quantita, cliente, tariffario or TARIFFARIO_BASE, giorno)


def carica(session: Session, azienda: int, prestazioni: set[str] | None = None) -> Listino:
    """List prices and particolarità of `prestazioni`, or of all."""
    p, z = Particolarita.__table__.c, PrezzoTariffario.__table__.c  # type: ignore[attr-defined]
    s = Scaglione.__table__.c  # type: ignore[attr-defined]
    listini = select(z.prestazione, z.tariffario, z.prezzo).where(z.azienda == azienda)
    particolari = select(
        p.id, p.prestazione, p.cliente, p.tariffario, p.valida_da, p.valida_a, p.prezzo_oltre
    ).where(p.azienda == azienda)  # fmt: skip
    gli_scaglioni = (
        select(s.particolarita, s.quantita, s.prezzo)
        .join(Particolarita, p.id == s.particolarita)
        .where(s.azienda == azienda)
        .order_by(s.particolarita, s.quantita)
    )
    if prestazioni is not None:
        listini = listini.where(z.prestazione.in_(prestazioni))
        particolari = particolari.where(p.prestazione.in_(prestazioni))
        gli_scaglioni = gli_scaglioni.where(p.prestazione.in_(prestazioni))

    scaglioni: dict[int, list[tuple[Decimal, Decimal]]] = {}
    for particolarita, quantita, prezzo in session.execute(gli_scaglioni):
        scaglioni.setdefault(particolarita, []).append((quantita, prezzo))
    per_prestazione: dict[str, list[PrezzoParticolare]] = {}
    for chiave, prestazione, cliente, tariffario, da, a, oltre in session.execute(particolari):
        particolare = PrezzoParticolare(cliente, tariffario, da, a, tuple(scaglioni.get(chiave, ())), oltre)
        per_prestazione.setdefault(prestazione, []).append(particolare)

    listino = Listino()
    for prestazione, tariffario, prezzo in session.execute(listini):
        listino.voci.setdefault(prestazione, Voce()).prezzi[tariffario] = prezzo
    for prestazione, particolarita in per_prestazione.items():
        listino.voci.setdefault(prestazione, Voce()).aggiungi(particolarita)
    return listino
