"""A studio and an impresa with the default tables, in a transaction of the test."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import Session

from parcella.ledger.archivio import Archivio
from parcella.ledger.contesto import Contesto
from parcella.ledger.scambio.predefiniti import crea_azienda

GIORNO = date(2026, 3, 31)


@pytest.fixture
def sessione(archivio_vuoto: Archivio) -> Iterator[Session]:
    with archivio_vuoto.scrittura() as session:
        yield session


@pytest.fixture
def studio(sessione: Session) -> Contesto:
    return Contesto(crea_azienda(sessione, "STU", "P", "Studio Bianchi", GIORNO), "STU", "P", "anna", GIORNO)


@pytest.fixture
def impresa(sessione: Session) -> Contesto:
    return Contesto(crea_azienda(sessione, "IMP", "I", "Officine Neri", GIORNO), "IMP", "I", "anna", GIORNO)
