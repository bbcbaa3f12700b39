"""Who is working, for which company, on which day: passed to every operation that writes."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Contesto:
    """`data_lavoro` is the "today" of the session: no rule reads the clock."""

    azienda: int
    sigla: str
    tipo: str
    utente: str
    data_lavoro: date
