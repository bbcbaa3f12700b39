"""The states of a file: worked out from all its messages, whatever the order they come in."""

from datetime import UTC, datetime
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcella.fatturapa import stati
from parcella.fatturapa.stati import Detto, stato_del_messaggio, valuta


def detto(chiave: int, tipo: str, invio: str = "11", giorno: int | None = None, *, duplicato: bool = False) -> Detto:
    """A message of a transmission; EC01 and EC02 are outcomes, told by a NE."""
    sigla, esito = ("NE", tipo) if tipo.startswith("EC0") else (tipo, None)
    momento = datetime(2026, 3, giorno, tzinfo=UTC) if giorno else None
    return Detto(chiave, sigla, stato_del_messaggio(sigla, esito), invio, momento, duplicato=duplicato)


@pytest.mark.parametrize(
    ("messaggi", "stato"),
    [
        (("RC",), "consegnato"),
        (("NS",), "scartato"),
        (("MC",), "non_consegnato"),
        (("MC", "RC"), "consegnato"),
        (("MC", "AT"), "impossibile"),
        (("RC", "DT"), "termini"),
        (("RC", "EC01"), "accettato"),
        (("MC", "RC", "EC02"), "rifiutato"),
        (("EC02", "DT"), "rifiutato"),
        (("MT",), "inviato"),
        (("SE",), "inviato"),
        (("RC", "NS"), "consegnato"),
        (("MC", "NS"), "non_consegnato"),
        (("AT", "NS"), "impossibile"),
        (("DT", "NS"), "termini"),
        (("EC01", "NS"), "accettato"),
        (("RC", "MC", "NS"), "consegnato"),
    ],
)
def test_lo_stato_non_dipende_dall_ordine_di_lettura(messaggi: tuple[str, ...], stato: str) -> None:
    for ordine in permutations(messaggi):
        assert valuta("inviato", [detto(n, tipo) for n, tipo in enumerate(ordine)]).stato == stato


@pytest.mark.parametrize("emesso", ["RC", "MC", "AT", "DT", "EC01", "EC02"])
@pytest.mark.requisito("FPA-082")
def test_uno_scarto_non_riapre_una_fattura_emessa(emesso: str) -> None:
    """A NS of the same transmission contradicts what issued it; one of another is about that one alone."""
    for invio, frase in (("11", "Messaggio contrario"), ("22", "un altro invio con lo stesso nome")):
        valutato = valuta("inviato", [detto(1, emesso), detto(2, "NS", invio)])
        assert (valutato.stato, valutato.identificativo) == (
            stati.piu_avanti("inviato", [detto(1, emesso).stato]),
            "11",
        )
        assert frase in valutato.contrari[2] and 1 not in valutato.contrari


def test_di_due_esiti_vale_il_primo_per_la_sua_data() -> None:
    for ordine in permutations([detto(1, "RC"), detto(3, "EC02", giorno=12), detto(2, "EC01", giorno=10)]):
        valutato = valuta("inviato", ordine)
        assert (valutato.stato, list(valutato.contrari)) == ("accettato", [3])
    assert valuta("inviato", [detto(2, "EC02"), detto(1, "EC01")]).stato == "accettato"  # without a date, as read


def test_di_due_scarti_si_racconta_quello_che_dice_l_errore() -> None:
    scarti = [detto(1, "NS", "11", duplicato=True), detto(2, "NS", "22")]
    assert valuta("inviato", scarti) == valuta("inviato", scarti[::-1])
    assert (valuta("inviato", scarti).stato, valuta("inviato", scarti).identificativo) == ("scartato", "22")


_EMESSO = st.sampled_from([("RC",), ("MC",), ("MC", "RC"), ("MC", "AT"), ("RC", "DT"), ("RC", "EC01"), ("RC", "EC02")])
_SCARTI = st.lists(st.sampled_from(["22", "33", "44"]), unique=True, max_size=3)


@given(_EMESSO, _SCARTI, st.booleans(), st.booleans(), st.randoms(use_true_random=False))
def test_qualunque_ordine_porta_allo_stesso_stato(
    emesso: tuple[str, ...], scarti: list[str], neutri: bool, contrario: bool, caso: Random
) -> None:
    """One transmission issued, others refused, read one at a time: the state ends on what the issued one says."""
    messaggi = [(tipo, "11") for tipo in emesso] + [("NS", invio) for invio in scarti]
    messaggi += [("MT", "11"), ("SE", "11")] if neutri else []
    messaggi += [("NS", "11")] if contrario else []
    caso.shuffle(messaggi)
    stato, arrivati = "inviato", []
    for numero, (tipo, invio) in enumerate(messaggi):
        arrivati.append(detto(numero, tipo, invio, duplicato=invio != "11"))
        valutato = valuta(stato, arrivati)
        stato = valutato.stato
    assert stato == stati.piu_avanti("inviato", [detto(0, tipo).stato for tipo in emesso])
    assert valutato.identificativo == "11"
    assert len(valutato.contrari) == len(scarti) + contrario


@given(st.lists(st.tuples(st.sampled_from(["RC", "MC", "NS", "AT", "DT", "EC01", "EC02", "MT"]), st.sampled_from("123"),
                          st.integers(1, 28)), min_size=1, max_size=6), st.randoms(use_true_random=False))  # fmt: skip
def test_anche_di_messaggi_che_si_contraddicono_non_conta_l_ordine(
    messaggi: list[tuple[str, str, int]], caso: Random
) -> None:
    detti = [detto(numero, *messaggio) for numero, messaggio in enumerate(messaggi)]
    mischiati = list(detti)
    caso.shuffle(mischiati)
    assert valuta("inviato", mischiati) == valuta("inviato", detti)


@pytest.mark.parametrize("stato", stati.STATI)
def test_di_ogni_stato_si_sa_il_nome_e_che_cosa_fare(stato: str) -> None:
    assert stati.DESCRIZIONI[stato]
    for ente in (True, False):
        assert stati.cosa_fare(stato, pubblica_amministrazione=ente).endswith(".")


def test_di_un_file_rifatto_si_dice_da_quale() -> None:
    for stato in stati.PRIMA_DELL_INVIO | stati.DA_RIFARE:
        detto_cosi = stati.cosa_fare(stato, pubblica_amministrazione=False, sostituito_da="IT1_2.xml")
        assert detto_cosi == "Sostituito da IT1_2.xml: nulla da fare."
        inviata = stati.cosa_fare(stato, pubblica_amministrazione=False, gia_inviata_con="IT1_1.xml")
        assert inviata == "La parcella è già inviata con IT1_1.xml: di questo nulla da fare."
    assert "IT1_2.xml, fatto dopo, è una seconda fattura" in stati.cosa_fare(
        stati.CONSEGNATO, pubblica_amministrazione=False, sostituito_da="IT1_2.xml"
    )
