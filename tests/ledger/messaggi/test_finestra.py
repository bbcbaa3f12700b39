"""The days of a message (cap. 01)."""

from datetime import date

import pytest

from parcella.ledger.messaggi.finestra import finestra, si_mostra

LAVORO = date(2004, 7, 10)


@pytest.mark.requisito("PAR-035", "PAR-038")
@pytest.mark.parametrize(
    ("anticipo", "primo"),
    [(5, date(2004, 7, 5)), (None, LAVORO), (0, LAVORO), (10, date(2004, 6, 30))],
)
def test_il_primo_giorno(anticipo: int | None, primo: date) -> None:
    assert finestra(LAVORO, anticipo, None)[0] == primo
    assert si_mostra(LAVORO, primo, anticipo, None)
    assert not si_mostra(LAVORO, date.fromordinal(primo.toordinal() - 1), anticipo, None)


@pytest.mark.requisito("PAR-036", "PAR-039")
@pytest.mark.parametrize(
    ("posticipo", "ultimo"),
    [(5, date(2004, 7, 15)), (None, LAVORO), (0, LAVORO), (22, date(2004, 8, 1))],
)
def test_l_ultimo_giorno(posticipo: int | None, ultimo: date) -> None:
    assert finestra(LAVORO, None, posticipo)[1] == ultimo
    assert si_mostra(LAVORO, ultimo, None, posticipo)
    assert not si_mostra(LAVORO, date.fromordinal(ultimo.toordinal() + 1), None, posticipo)


def test_senza_data_si_vede_sempre() -> None:
    assert si_mostra(None, date(1990, 1, 1), None, None)


def test_ai_confini_del_calendario_non_si_cade() -> None:
    assert finestra(date.min, 999, None)[0] == date.min
    assert finestra(date.max, None, 999)[1] == date.max
