"""The days on which an attività assegnata is shown as a message (PAR-035…039)."""

from datetime import date, timedelta


def finestra(data_lavoro: date, anticipo: int | None, posticipo: int | None) -> tuple[date, date]:
    """First and last day of display, both included; `anticipo` and `posticipo` in calendar days, None as zero."""
    return _spostato(data_lavoro, -(anticipo or 0)), _spostato(data_lavoro, posticipo or 0)


def si_mostra(data_lavoro: date | None, oggi: date, anticipo: int | None, posticipo: int | None) -> bool:
    """Whether the message is shown on the day `oggi`. Without data di lavoro it always is (cap. 01, Ambiguità 9)."""
    if data_lavoro is None:
        return True
    primo, ultimo = finestra(data_lavoro, anticipo, posticipo)
    return primo <= oggi <= ultimo


def _spostato(giorno: date, giorni: int) -> date:
    try:
        return giorno + timedelta(days=giorni)
    except OverflowError:
        return date.max if giorni > 0 else date.min
