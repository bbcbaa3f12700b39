"""FE and PG of thousands of random parcelle: each balances, and any sequence of payments closes what was suspended."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcella.ledger.primanota.scritture import (
    ContiParcella,
    ImportiParcella,
    Ricavo,
    RigaScrittura,
    righe_fattura,
    righe_pagamento,
)
from parcella.ledger.tipi import ZERO

D = Decimal
CONTI = ContiParcella(
    cliente="CLIENTE",
    erario_ritenute="ERARIO",
    erario_ritenute_sospeso="Z-ERARIO",
    cassa_previdenza="PREVIDENZA",
    iva_vendite="IVA",
    iva_differita="Z-IVA",
    spese_anticipate="ANTICIPATE",
    spese_banca="BANCA",
    spese_banca_sospeso="Z-BANCA",
    rivalsa_inps="INPS",
    rivalsa_inps_sospeso="Z-INPS",
    bollo="BOLLO",
    arrotondamento="ARROTONDAMENTO",
)


def cent(minimo: int, massimo: int) -> st.SearchStrategy[Decimal]:
    return st.one_of(st.just(ZERO), st.integers(minimo, massimo).map(lambda n: D(n).scaleb(-2)))


@st.composite
def parcelle(draw: st.DrawFn) -> ImportiParcella:
    """Amounts that add up as those of a document do; some revenue accounts hold discounts only."""
    conti = st.sampled_from([("R1", "Z-R1"), ("R2", "Z-R2"), ("R3", "Z-R1"), ("R1", "Z-R2")])
    ricavi = [Ricavo(*draw(conti), draw(cent(-5_000, 300_000))) for _ in range(draw(st.integers(1, 5)))]
    primo = draw(st.integers(100_000, 500_000).map(lambda n: D(n).scaleb(-2)))
    ricavi.append(Ricavo("R1", "Z-R1", primo))
    parti = {
        "rivalsa_inps": draw(cent(1, 20_000)),
        "spese_anticipate": draw(cent(1, 50_000)),
        "spese_banca": draw(cent(1, 2_000)),
        "cassa_previdenza": draw(cent(1, 20_000)),
        "bollo": draw(st.sampled_from([ZERO, D("2.00")])),
        "iva": draw(cent(1, 200_000)),
    }
    ritenuta, split = draw(cent(1, 20_000)), draw(st.booleans())
    documento = sum((x.importo for x in ricavi), ZERO) + sum(parti.values(), ZERO)
    da_pagare = documento - ritenuta - (parti["iva"] if split else ZERO)
    return ImportiParcella(documento, da_pagare, tuple(ricavi), ritenuta=ritenuta, split_payment=split, **parti)


@st.composite
def pagamenti(draw: st.DrawFn, totale: Decimal) -> list[Decimal]:
    """Payments in any number that add up to `totale`."""
    centesimi = int(totale * 100)
    tagli = sorted(draw(st.sets(st.integers(1, centesimi - 1), max_size=6)))
    limiti = [0, *tagli, centesimi]
    return [D(b - a).scaleb(-2) for a, b in pairwise(limiti)]


def saldi(righe: Iterable[RigaScrittura]) -> dict[str, Decimal]:
    """The balance of each account, D positive; accounts at zero are left out."""
    somme: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for riga in righe:
        assert riga.importo >= 0
        somme[riga.conto] += riga.importo if riga.segno == "D" else -riga.importo
    assert sum(somme.values(), ZERO) == ZERO, "D = A"
    return {conto: saldo for conto, saldo in somme.items() if saldo}


def memo(righe: Iterable[RigaScrittura]) -> dict[str, Decimal]:
    """What the memo rows tell of each account, D positive."""
    somme: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for riga in righe:
        if riga.descrizione:
            assert riga.importo == ZERO
            assert riga.descrizione[-1] == riga.segno
            importo = D(riga.descrizione[:-1].replace(".", "").replace(",", "."))
            somme[riga.conto] += importo if riga.segno == "D" else -importo
    return {conto: somma for conto, somma in somme.items() if somma}


def verifica(i: ImportiParcella, incassi: list[Decimal], tipo: str, sospesa: bool) -> None:
    """However it is paid, a parcella ends where one paid on the spot ends, with nothing left on Z accounts."""
    fe = righe_fattura(i, CONTI, tipo_azienda=tipo, totalmente_pagata=False, sospesa=sospesa)
    assert saldi(fe)["CLIENTE"] == i.totale_da_pagare
    pg: list[RigaScrittura] = []
    prima = ZERO
    for pagato in incassi:
        righe = righe_pagamento(
            i,
            CONTI,
            tipo_azienda=tipo,
            totalmente_pagata=False,
            sospesa=sospesa,
            pagato=pagato,
            pagato_prima=prima,
            conto_pagamento="CASSA",
        )
        assert saldi(righe)["CASSA"] == pagato
        pg += righe
        prima += pagato
    finali = saldi([*fe, *pg])
    assert not [conto for conto in finali if conto.startswith("Z-") or conto == "CLIENTE"]

    subito_fe = righe_fattura(i, CONTI, tipo_azienda=tipo, totalmente_pagata=True, sospesa=False)
    subito_pg = righe_pagamento(
        i,
        CONTI,
        tipo_azienda=tipo,
        totalmente_pagata=True,
        sospesa=False,
        pagato=i.totale_da_pagare,
        conto_pagamento="CASSA",
    )
    assert not [x for x in [*subito_fe, *subito_pg] if x.conto.startswith("Z-")]
    assert finali == saldi([*subito_fe, *subito_pg])

    iva = ZERO if i.split_payment else i.iva
    patrimoniali = {
        "ANTICIPATE": -i.spese_anticipate,
        "PREVIDENZA": -i.cassa_previdenza,
        "BOLLO": -i.bollo,
        "IVA": -iva,
    }
    attesi = {conto: x for conto, x in patrimoniali.items() if x} if tipo == "P" else {}
    assert memo(pg) == attesi
    assert memo(subito_pg).items() >= attesi.items()
    if tipo == "P":
        senza_cliente = {c: x for c, x in finali.items() if c != "CASSA"}
        assert memo(subito_pg) == senza_cliente


def sospesa_ammessa(i: ImportiParcella, sospesa: bool) -> bool:
    """An FS and split payment exclude each other."""
    return sospesa and not i.split_payment


@pytest.mark.requisito("PRN-005", "PRN-009", "PRN-018")
@settings(max_examples=300, deadline=None)
@given(st.data(), parcelle(), st.sampled_from("PI"), st.booleans())
def test_ogni_sequenza_di_pagamenti_chiude(data: st.DataObject, i: ImportiParcella, tipo: str, sospesa: bool) -> None:
    verifica(i, data.draw(pagamenti(i.totale_da_pagare)), tipo, sospesa_ammessa(i, sospesa))


@pytest.mark.slow
@settings(max_examples=20_000, deadline=None)
@given(st.data(), parcelle(), st.sampled_from("PI"), st.booleans())
def test_ventimila_sequenze_di_pagamenti(data: st.DataObject, i: ImportiParcella, tipo: str, sospesa: bool) -> None:
    verifica(i, data.draw(pagamenti(i.totale_da_pagare)), tipo, sospesa_ammessa(i, sospesa))
