"""The two rules every spread follows: shares with the last by difference, and the cumulative proportion."""

from decimal import Decimal
from itertools import pairwise

import pytest

from parcella.ledger.tipi import quota_cumulativa, ripartisci

D = Decimal


@pytest.mark.parametrize(
    ("totale", "pesi", "attese"),
    [
        ("4.00", ["300.00", "100.00"], ["3.00", "1.00"]),
        ("3.10", ["500.00", "333.33", "166.67"], ["1.55", "1.03", "0.52"]),
        ("1.00", ["1", "1", "1"], ["0.33", "0.33", "0.34"]),
        ("1.00", ["1", "1", "0"], ["0.50", "0.50", "0.00"]),
        ("0.05", ["1", "0", "1", "0"], ["0.03", "0.00", "0.02", "0.00"]),
        ("36.00", ["1000.00", "-100.00"], ["40.00", "-4.00"]),
    ],
)
def test_ripartisci(totale: str, pesi: list[str], attese: list[str]) -> None:
    assert [str(q) for q in ripartisci(D(totale), [D(p) for p in pesi])] == attese


def test_ripartisci_su_pesi_nulli() -> None:
    with pytest.raises(ValueError, match="somma zero"):
        ripartisci(D("1.00"), [D("1.00"), D("-1.00")])


@pytest.mark.requisito("PRN-018")
def test_quota_cumulativa_chiude() -> None:
    netto, passi = D("1068.80"), [D("0.00"), D("356.26"), D("712.52"), D("1068.80")]
    for importo in (D("1000.00"), D("40.00"), D("228.80"), D("200.00")):
        mosse = [quota_cumulativa(importo, a, b, netto) for a, b in pairwise(passi)]
        assert sum(mosse, D(0)) == importo
    assert quota_cumulativa(D("135.20"), D("0.00"), D("81.20"), D("681.20")) == D("16.12")
    assert quota_cumulativa(D("10.00"), D("0.00"), D("5.00"), D("0.00")) == D("0.00")
