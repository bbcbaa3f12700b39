"""The states of a file: a stair, climbed whatever the order the messages come in."""

from itertools import permutations

import pytest

from parcella.fatturapa import stati
from parcella.fatturapa.stati import piu_avanti, stato_del_messaggio


@pytest.mark.parametrize(
    ("messaggi", "stato"),
    [
        ((("RC", None),), "consegnato"),
        ((("NS", None),), "scartato"),
        ((("MC", None),), "non_consegnato"),
        ((("MC", None), ("RC", None)), "consegnato"),
        ((("MC", None), ("AT", None)), "impossibile"),
        ((("RC", None), ("DT", None)), "termini"),
        ((("RC", None), ("NE", "EC01")), "accettato"),
        ((("MC", None), ("RC", None), ("NE", "EC02")), "rifiutato"),
        ((("MT", None),), "inviato"),
        ((("SE", None),), "inviato"),
    ],
)
def test_lo_stato_non_dipende_dall_ordine_di_lettura(messaggi: tuple[tuple[str, str | None], ...], stato: str) -> None:
    for ordine in permutations(messaggi):
        adesso = "inviato"
        for tipo, esito in ordine:
            adesso = piu_avanti(adesso, [stato_del_messaggio(tipo, esito)])
        assert adesso == stato


@pytest.mark.parametrize("stato", stati.STATI)
def test_di_ogni_stato_si_sa_il_nome_e_che_cosa_fare(stato: str) -> None:
    assert stati.DESCRIZIONI[stato]
    for ente in (True, False):
        assert stati.cosa_fare(stato, pubblica_amministrazione=ente).endswith(".")
