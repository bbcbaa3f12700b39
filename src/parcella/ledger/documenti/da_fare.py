"""What waits to be done, in figures, for the right column of the menu."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import case, func, select
from sqlmodel import Session

from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.scadenzario.tabelle import RataContabile, RataNotula
from parcella.ledger.tipi import ZERO, somma

GIORNI_DI_TOLLERANZA = 30


@dataclass(frozen=True, slots=True)
class DaFare:
    """`fatturato` are the prestazioni of the parcelle definitive of the year, month by month."""

    notule_scadute: int
    parcelle_provvisorie: int
    crediti_aperti: Decimal
    crediti_scaduti: Decimal
    fatturato: tuple[Decimal, ...]

    @property
    def fatturato_dell_anno(self) -> Decimal:
        """The sum of the months."""
        return somma(self.fatturato)


def da_fare(sessione: Session, contesto: Contesto) -> DaFare:
    """The figures of an azienda at the data di lavoro."""
    return DaFare(
        notule_scadute=_notule_scadute(sessione, contesto.azienda, contesto.data_lavoro),
        parcelle_provvisorie=_provvisorie(sessione, contesto.azienda),
        crediti_aperti=_crediti(sessione, contesto.azienda),
        crediti_scaduti=_crediti(sessione, contesto.azienda, contesto.data_lavoro),
        fatturato=_fatturato(sessione, contesto.azienda, contesto.data_lavoro.year),
    )


def _notule_scadute(sessione: Session, azienda: int, giorno: date) -> int:
    """Notule with an open rata due more than thirty days ago."""
    d, r = _colonne(Documento), _colonne(RataNotula)
    quante: int = sessione.execute(
        select(func.count(r.documento.distinct()))
        .join(Documento, d.id == r.documento)
        .where(
            r.azienda == azienda,
            r.data_scadenza < giorno - timedelta(days=GIORNI_DI_TOLLERANZA),
            r.stato_rata.is_(None),
            d.chiusa_definitiva == "N",
        )
    ).scalar_one()
    return quante


def _provvisorie(sessione: Session, azienda: int) -> int:
    d = _colonne(Documento)
    quante: int = sessione.execute(
        select(func.count()).select_from(Documento).where(d.azienda == azienda, d.stato_parcella == "P")
    ).scalar_one()
    return quante


def _crediti(sessione: Session, azienda: int, scaduti_al: date | None = None) -> Decimal:
    """What the scadenzario contabile still waits for; or the part of it due before a day."""
    r = _colonne(RataContabile)
    domanda = select(func.sum(r.importo_rata)).where(r.azienda == azienda, r.stato_rata.is_(None))
    if scaduti_al is not None:
        domanda = domanda.where(r.data_scadenza < scaduti_al)
    return Decimal(sessione.execute(domanda).scalar_one() or ZERO)


def _fatturato(sessione: Session, azienda: int, anno: int) -> tuple[Decimal, ...]:
    """A nota di credito takes away from the month it is of."""
    d = _colonne(Documento)
    mesi = [ZERO] * 12
    for giorno, prestazioni in sessione.execute(
        select(
            d.data_documento, func.sum(case((d.nota_credito == "S", -d.totale_prestazioni), else_=d.totale_prestazioni))
        )
        .where(
            d.azienda == azienda,
            d.data_documento.between(date(anno, 1, 1), date(anno, 12, 31)),
            d.stato_parcella == "D",
        )
        .group_by(d.data_documento)
    ):
        mesi[giorno.month - 1] += prestazioni
    return tuple(mesi)


def _colonne(tabella: Any) -> Any:
    return tabella.__table__.c
