"""Random documents: each file is valid, passes the controls of SdI and tells the totals of its document."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from parcella.fatturapa.controlli.giudizio import giudica
from parcella.fatturapa.scrittura import xml
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.tabelle import RigaDocumento
from parcella.ledger.documenti.voci import Fondo
from parcella.ledger.tipi import arrotonda

from .controlli_sdi import controlla, leggi, numero, valori
from .fascicoli import BOLLO, CODICI, ente, fascicolo, nota, riga

D = Decimal
parole_casuali = st.text(alphabet="abc àè’“…–€ž\n", min_size=1, max_size=600).filter(
    lambda t: t.strip(" \n\u200b") != ""
)
importi = st.integers(-20_000, 900_000).map(lambda cent: D(cent).scaleb(-2))


@st.composite
def righe_casuali(draw: st.DrawFn) -> RigaDocumento:
    if draw(st.integers(0, 3)) == 0:
        return nota(draw(parole_casuali), draw(st.sampled_from(".,")))
    contributo = draw(st.sampled_from(["cassa", "inps", "niente"]))
    quantita, prezzo = D(draw(st.integers(0, 2_000))).scaleb(-2), D(draw(st.integers(-99, 9_999_999))).scaleb(-5)
    importo = arrotonda(quantita * prezzo) if draw(st.booleans()) else draw(importi)
    return riga(
        str(importo),
        draw(st.sampled_from(["22", "22B", "10", "E10", "FORF", "E7"])),
        rda=draw(st.sampled_from("SNR")),
        cassa="S" if contributo == "cassa" else "N",
        inps="S" if contributo == "inps" else "N",
        spese=str(draw(st.one_of(st.just(D(0)), st.integers(1, 20_000).map(lambda cent: D(cent).scaleb(-2))))),
        descrizione=draw(parole_casuali),
        soggetta_enasarco=draw(st.sampled_from("SN")),
        quantita=str(quantita),
        prezzo_unitario=str(prezzo),
    )


@st.composite
def fascicoli_casuali(draw: st.DrawFn) -> Fascicolo:
    percentuali = st.sampled_from([D("0.00"), D("2.00"), D("4.00")])
    righe = draw(st.lists(righe_casuali(), max_size=6))
    return fascicolo(
        *righe,
        riga("10.00"),
        cliente=ente(),
        fondi=draw(st.sampled_from([(), (Fondo(D("4.00"), tipo_cassa="TC01"),), _DUE_FONDI])),
        cassa_iva=draw(st.sampled_from(["PRORATA", "CODICE"])),
        perc_inps=draw(percentuali),
        soggetto_rda=draw(st.booleans()),
        aliquota_rda=draw(st.sampled_from([D("0.00"), D("20.00"), D("23.00")])),
        perc_enasarco=draw(percentuali),
        spese_anticipate_piede=draw(st.sampled_from([D("0.00"), D("100.00")])),
        spese_banca=draw(st.sampled_from([D("0.00"), D("3.01")])),
        codice_iva_spese_banca=draw(st.sampled_from([None, "22", "E10"])),
        spese_banca_soggette_rda=draw(st.booleans()),
        bollo=draw(st.sampled_from([None, BOLLO])),
        forfettario=draw(st.booleans()),
        split_payment=draw(st.booleans()),
    )


_DUE_FONDI = (Fondo(D("2.00"), D("33.33"), "TC01"), Fondo(D("4.00"), D("66.67"), "TC02"))


# What random documents of a random studio may well deserve; never a sum that does not add up.
DEL_CASO = {"cig_mancante", "natura_e_cliente", "natura_e_regime", "split_con_ritenuta", "bollo_mancante"}


@pytest.mark.dati
@pytest.mark.requisito("FPA-010", "FPA-080")
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(documento=fascicoli_casuali())
def test_ogni_file_e_valido_e_quadra(schema_fatturapa: etree.XMLSchema, documento: Fascicolo) -> None:
    radice = leggi(xml(documento, "0000A"))
    schema_fatturapa.validate(radice)
    assert [str(errore) for errore in schema_fatturapa.error_log] == []
    assert controlla(radice) == []
    giudizio = giudica(radice, date(2026, 12, 31))
    assert giudizio.errori == []
    # Among rows below zero the rounding of a contribution divided pro rata is as large as the shares are.
    sotto_zero = {"importo_cassa"} if any(r.importo_prestazione < 0 for r in documento.righe) else set()
    assert {avviso.codice for avviso in giudizio.avvisi} <= DEL_CASO | sotto_zero
    generali = radice.find("FatturaElettronicaBody/DatiGenerali/DatiGeneraliDocumento")
    riepiloghi = list(radice.iterfind("FatturaElettronicaBody/DatiBeniServizi/DatiRiepilogo"))
    totale = numero(generali, "ImportoTotaleDocumento")
    assert totale == documento.totali.totale_documento
    assert totale == sum(numero(r, "ImponibileImporto") + numero(r, "Imposta") for r in riepiloghi)
    ritenute = sum(map(D, valori(generali, "DatiRitenuta/ImportoRitenuta")))
    scisse = sum(numero(r, "Imposta") for r in riepiloghi if valori(r, "EsigibilitaIVA") == ["S"])
    pagamenti = sum(map(D, valori(radice, "FatturaElettronicaBody/DatiPagamento/DettaglioPagamento/ImportoPagamento")))
    assert pagamenti == totale - ritenute - scisse == documento.totali.totale_da_pagare
    assert set(valori(radice, ".//Natura")) <= {codice.natura for codice in CODICI.values()}
