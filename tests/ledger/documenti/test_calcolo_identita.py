"""The identities at the end of fisco § 1.2, on thousands of random documents."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcella.ledger.documenti.calcolo import calcola
from parcella.ledger.documenti.voci import Aliquota, Condizioni, Fondo, RegolaBollo, VoceRiga
from parcella.ledger.tipi import ZERO, euro

D = Decimal
CODICI = {
    a.codice: a
    for a in (
        Aliquota("22", D("22.00")),
        Aliquota("22B", D("22.00")),
        Aliquota("10", D("10.00")),
        Aliquota("E10", ZERO, "N4"),
        Aliquota("E15", ZERO, "N1"),
        Aliquota("FORF", ZERO, "N2.2"),
        Aliquota("E7", ZERO, "N2.1"),
        Aliquota("RC", ZERO, "N6.9"),
    )
}
BOLLO = RegolaBollo(D("2.00"), D("77.47"), addebita=True)

importi = st.integers(-50_000, 3_000_000).map(lambda cent: D(cent).scaleb(-2))
piccoli = st.integers(0, 30_000).map(lambda cent: D(cent).scaleb(-2))
percentuali = st.sampled_from(["0.00", "2.00", "4.00", "5.00", "8.50", "20.00", "23.00", "50.00", "100.00"]).map(D)
righe_casuali = st.lists(
    st.builds(
        VoceRiga,
        importo=importi,
        codice_iva=st.sampled_from(sorted(CODICI)),
        soggetta_rda=st.sampled_from("SNR"),
        soggetta_cassa=st.booleans(),
        soggetta_inps=st.booleans(),
        soggetta_enasarco=st.booleans(),
        spese_anticipate=st.one_of(st.just(ZERO), piccoli),
    ),
    max_size=7,
)


@st.composite
def fondi_casuali(draw: st.DrawFn) -> tuple[Fondo, ...]:
    tagli = sorted(draw(st.lists(st.integers(1, 9_999), max_size=3, unique=True)))
    limiti = [0, *tagli, 10_000]
    quote = [D(b - a).scaleb(-2) for a, b in pairwise(limiti)]
    return tuple(Fondo(draw(percentuali), quota, f"TC{i:02}") for i, quota in enumerate(quote, 1))


condizioni_casuali = st.builds(
    Condizioni,
    codici_iva=st.just(CODICI),
    codice_spese_anticipate=st.just("E15"),
    codice_iva_ordinario=st.just("22"),
    fondi=st.one_of(st.just(()), fondi_casuali()),
    cassa_iva=st.sampled_from(["PRORATA", "CODICE"]),
    iva_cassa=st.sampled_from(["22", "10", "E10"]),
    iva_inps=st.sampled_from(["22", "E7"]),
    perc_inps=percentuali,
    inps_soggetta_rda=st.booleans(),
    soggetto_rda=st.booleans(),
    aliquota_rda=percentuali,
    perc_imponibile_rda=percentuali,
    perc_enasarco=percentuali,
    spese_anticipate_piede=piccoli,
    spese_banca=piccoli,
    codice_iva_spese_banca=st.sampled_from([None, "22", "E10"]),
    spese_banca_soggette_rda=st.booleans(),
    bollo=st.sampled_from([None, BOLLO, replace(BOLLO, addebita=False)]),
    forfettario=st.booleans(),
    split_payment=st.booleans(),
)


def r(valore: Decimal) -> Decimal:
    return valore.quantize(D("0.01"), ROUND_HALF_UP)


def verifica_identita(righe: list[VoceRiga], c: Condizioni) -> None:
    """The identities at the end of fisco § 1.2, and the sums of the spreads."""
    t = calcola(righe, c)
    voci = t.totale_prestazioni + t.totale_spese_anticipate + t.spese_banca
    assert voci + t.cassa_previdenza + t.rivalsa_inps + t.bollo == t.imponibile_esenti
    assert t.imponibile_esenti + t.totale_iva == t.totale_documento
    trattenute = t.ritenuta_acconto + t.contributo_enasarco + (t.totale_iva if c.split_payment else ZERO)
    assert t.totale_documento - trattenute == t.totale_da_pagare

    assert sum((v.imponibile for v in t.riepilogo), ZERO) == t.imponibile_esenti
    assert sum((v.imposta for v in t.riepilogo), ZERO) == t.totale_iva
    assert sum((quota for _, quota in t.quote_spese_banca), ZERO) == t.spese_banca
    assert len({v.codice_iva for v in t.riepilogo}) == len(t.riepilogo)
    # SdI 00421, 00443, 00444: the tax of each rate, an entry for each code used by rows or contributions.
    for aliquota in {v.aliquota for v in t.riepilogo if v.natura is None}:
        gruppo = [v for v in t.riepilogo if v.natura is None and v.aliquota == aliquota]
        assert sum((v.imposta for v in gruppo), ZERO) == r(sum(v.imponibile for v in gruppo) * aliquota / 100)
    assert all(v.imposta == ZERO for v in t.riepilogo if v.natura is not None)
    usati = {x.codice_iva for x in righe} | {v.codice_iva for v in t.casse}
    assert usati <= {v.codice_iva for v in t.riepilogo}

    base_cassa = sum((x.importo for x in righe if x.soggetta_cassa), ZERO)
    quote = [r(base_cassa * f.quota / 100) for f in c.fondi[:-1]]
    if c.fondi:
        quote.append(base_cassa - sum(quote, ZERO))
    attesi = [r(q * f.percentuale / 100) for q, f in zip(quote, c.fondi, strict=True)]
    assert t.cassa_previdenza == sum(attesi, ZERO)
    for fondo, base, contributo in zip(c.fondi, quote, attesi, strict=True):
        parti = [v for v in t.casse if v.tipo_cassa == fondo.tipo_cassa]
        assert sum((v.importo for v in parti), ZERO) == contributo
        assert not parti or sum((v.imponibile for v in parti), ZERO) == base
    inps = [v for v in t.casse if v.tipo_cassa == "TC22"]
    assert sum((v.importo for v in inps), ZERO) == t.rivalsa_inps
    if any(v.soggetta_rda for v in t.casse):
        assert t.ritenuta_acconto != ZERO
    if t.bollo:
        assert t.bollo_virtuale
        assert t.codice_iva_bollo is not None
    for importo in (t.totale_prestazioni, t.totale_iva, t.totale_documento, t.ritenuta_acconto, t.totale_da_pagare):
        assert importo == euro(importo)
        assert importo.as_tuple().exponent == -2


@pytest.mark.requisito("DOC-106", "DOC-107", "DOC-108", "DOC-111", "DOC-112", "DOC-113", "DOC-116")
@settings(max_examples=300, deadline=None)
@given(righe_casuali, condizioni_casuali)
def test_identita(righe: list[VoceRiga], c: Condizioni) -> None:
    verifica_identita(righe, c)


@pytest.mark.slow
@settings(max_examples=20_000, deadline=None)
@given(righe_casuali, condizioni_casuali)
def test_identita_su_ventimila_documenti(righe: list[VoceRiga], c: Condizioni) -> None:
    verifica_identita(righe, c)
