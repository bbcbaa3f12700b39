"""The controls against those of the tests, written apart: the same codes on files spoilt at random."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from fatturapa.controlli_sdi import controlla
from parcella.fatturapa.controlli.giudizio import giudica

from .modello import CASSA, LINEA, OGGI, RIEPILOGO, albero

# 00421…00423 are exact there and have SdI's tolerances here; 00444 there counts "no Natura" as one.
A_CONFRONTO = frozenset(
    [
        "00313",
        "00400",
        "00401",
        "00411",
        "00413",
        "00414",
        "00415",
        "00417",
        "00419",
        "00420",
        "00424",
        "00425",
        "00427",
        "00428",
        "00429",
        "00430",
        "00443",
        "00445",
    ]
)
PARTI = ("DettaglioLinee", "DatiCassaPrevidenziale", "DatiRiepilogo")
PRIMA_DI_NATURA = {"DettaglioLinee": "Ritenuta", "DatiCassaPrevidenziale": "Ritenuta", "DatiRiepilogo": "AliquotaIVA"}


def _parte(radice: Any, caso: Random) -> Any:
    return caso.choice([e for parte in PARTI for e in radice.iter(parte)])


def _aliquota(radice: Any, caso: Random) -> None:
    _parte(radice, caso).find("AliquotaIVA").text = caso.choice(("22.00", "10.00", "0.00", "0.22", "1.00"))


def _natura(radice: Any, caso: Random) -> None:
    parte = _parte(radice, caso)
    for gia in parte.findall("Natura"):
        parte.remove(gia)
    if caso.random() < 0.7:
        dopo = parte.find(PRIMA_DI_NATURA[parte.tag])
        if dopo is None:
            dopo = parte.find("AliquotaIVA")
        natura = dopo.makeelement("Natura")
        natura.text = caso.choice(("N1", "N2", "N2.2", "N4", "N6", "N6.1"))
        dopo.addnext(natura)


def _ritenuta(radice: Any, caso: Random) -> None:
    for dove in ("DatiRitenuta", "Ritenuta"):
        trovati = list(radice.iter(dove))
        if trovati and caso.random() < 0.5:
            tolto = caso.choice(trovati)
            tolto.getparent().remove(tolto)


def _valore(radice: Any, caso: Random) -> None:
    nome, valori = caso.choice(
        (
            ("EsigibilitaIVA", ("I", "D", "S")),
            ("Numero", ("uno", "1/27")),
            ("CodiceDestinatario", ("ABC1234", "ABC123", "XXXXXXX")),
            ("FormatoTrasmissione", ("FPA12", "FPR12")),
        )
    )
    for elemento in radice.iter(nome):
        elemento.text = caso.choice(valori)


def _cliente(radice: Any, caso: Random) -> None:
    anagrafici = radice.find("FatturaElettronicaHeader/CessionarioCommittente/DatiAnagrafici")
    for nome in ("IdFiscaleIVA", "CodiceFiscale"):
        trovato = anagrafici.find(nome)
        if trovato is not None and caso.random() < 0.5:
            anagrafici.remove(trovato)


GUASTI: tuple[Callable[[Any, Random], None], ...] = (_aliquota, _natura, _ritenuta, _valore, _cliente)


@pytest.mark.parametrize("seme", range(5))
def test_gli_stessi_codici(seme: int) -> None:
    caso = Random(seme)
    visti: set[str] = set()
    for _ in range(150):
        radice = albero(
            (LINEA, LINEA * 2), (CASSA, CASSA * 2), (RIEPILOGO, RIEPILOGO + RIEPILOGO.replace("22.00", "10.00"))
        )
        for numero, linea in enumerate(radice.iter("DettaglioLinee"), 1):
            linea.find("NumeroLinea").text = str(numero)
        for _ in range(caso.randint(1, 4)):
            caso.choice(GUASTI)(radice, caso)
        riepiloghi = [(r.findtext("AliquotaIVA"), r.findtext("Natura")) for r in radice.iter("DatiRiepilogo")]
        if len(set(riepiloghi)) < len(riepiloghi):
            continue  # two of a kind: the other refuses to look
        nostri = {errore.codice for errore in giudica(radice, OGGI).errori}
        assert "00200" not in nostri
        assert nostri & A_CONFRONTO == set(controlla(radice)) & A_CONFRONTO
        visti |= nostri & A_CONFRONTO
    assert len(visti) >= 12
