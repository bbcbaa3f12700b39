"""The selections a user keeps for a print (STA-051)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from ledger.clienti.studio import prepara
from parcella.ledger.archivio import Archivio
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto
from parcella.stampe import selezioni

VALORI: dict[str, Any] = {
    "ordine": "D", "mese": 4, "zona": "", "da_data": date(2026, 1, 1), "importo": Decimal("10.00"), "vuoto": None,
}  # fmt: skip


@pytest.fixture
def session(archivio_vuoto: Archivio) -> Iterator[Session]:
    with archivio_vuoto.scrittura() as sessione:
        prepara(sessione)
        yield sessione


@pytest.fixture
def contesto() -> Contesto:
    return Contesto(1, "STU", "P", "gabri", date(2026, 3, 20))


@pytest.mark.requisito("STA-051")
def test_si_memorizzano_e_si_richiamano_come_erano(session: Session, contesto: Contesto) -> None:
    assert selezioni.memorizza(session, contesto, "clienti-studio", " Rimini ", VALORI) == "Rimini"
    assert selezioni.richiama(session, contesto, "clienti-studio", "Rimini") == VALORI


@pytest.mark.requisito("STA-051")
def test_piu_di_una_per_utente_e_per_stampa(session: Session, contesto: Contesto) -> None:
    selezioni.memorizza(session, contesto, "clienti-studio", "Rimini", VALORI)
    selezioni.memorizza(session, contesto, "clienti-studio", "Bologna", VALORI)
    selezioni.memorizza(session, contesto, "prestazioni", "Estesa", VALORI)
    assert selezioni.memorizzate(session, contesto, "clienti-studio") == ["Bologna", "Rimini"]
    for altro in (replace(contesto, utente="carlo"), replace(contesto, azienda=2, sigla="PR1")):
        assert selezioni.memorizzate(session, altro, "clienti-studio") == []
        with pytest.raises(Rifiuto):
            selezioni.richiama(session, altro, "clienti-studio", "Rimini")


def test_lo_stesso_nome_prende_il_posto(session: Session, contesto: Contesto) -> None:
    selezioni.memorizza(session, contesto, "clienti-studio", "Rimini", VALORI)
    assert selezioni.memorizza(session, contesto, "clienti-studio", "RIMINI", {"ordine": "C"}) == "Rimini"
    assert selezioni.memorizzate(session, contesto, "clienti-studio") == ["Rimini"]
    assert selezioni.richiama(session, contesto, "clienti-studio", "Rimini") == {"ordine": "C"}


def test_senza_nome_o_troppo_lungo_si_rifiuta(session: Session, contesto: Contesto) -> None:
    for nome in ("  ", "x" * 41):
        with pytest.raises(Rifiuto):
            selezioni.memorizza(session, contesto, "clienti-studio", nome, VALORI)


def test_si_dimenticano(session: Session, contesto: Contesto) -> None:
    selezioni.memorizza(session, contesto, "clienti-studio", "Rimini", VALORI)
    selezioni.dimentica(session, contesto, "clienti-studio", "Rimini")
    assert selezioni.memorizzate(session, contesto, "clienti-studio") == []
    selezioni.dimentica(session, contesto, "clienti-studio", "Rimini")
