"""Words that agree with a number."""

from parcella.ledger.parole import quanti


def test_una_e_piu() -> None:
    assert quanti(1, "documento", "documenti") == "1 documento"
    assert [quanti(n, "voce", "voci") for n in (0, 2)] == ["0 voci", "2 voci"]
