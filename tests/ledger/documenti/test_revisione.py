"""Revision of what is not yet final, from provvisoria to definitiva, closing (chapters 11 and 14)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from parcella.ledger.documenti.tabelle import RigaDocumento
from parcella.ledger.esito import Richiesta, Rifiuto
from parcella.ledger.primanota.tabelle import Registrazione

from .banco import OGGI, VERDI, Banco, con, descrittiva, euro, notula, parcella, rata, riga

FISSI: list[tuple[str, Any]] = [
    ("sigla_documento", "PA"),
    ("serie", 2),
    ("numero_documento", 9),
    ("data_documento", date(2010, 9, 3)),
    ("codice_cliente", VERDI),
]


@pytest.mark.requisito("NOT-029")
@pytest.mark.parametrize(("campo", "valore"), FISSI)
def test_una_notula_non_cambia_identita(banco: Banco, campo: str, valore: Any) -> None:
    emessa = banco.emetti(notula(riga(importo="100.00")))
    with pytest.raises(Rifiuto, match="non si può modificare") as rifiuto:
        banco.rivedi(emessa.id, con(banco.dati(emessa.id), **{campo: valore}))
    assert rifiuto.value.campo == campo


@pytest.mark.requisito("REV-003", "REV-016", "DOC-031", "PDI-005")
@pytest.mark.parametrize("stato", ["P", "D"])
@pytest.mark.parametrize(("campo", "valore"), [("sigla_documento", "NO"), *FISSI[1:]])
def test_una_provvisoria_non_cambia_identita(banco: Banco, campo: str, valore: Any, stato: str) -> None:
    emessa = banco.emetti(parcella(riga(importo="100.00"), stato="P"))
    with pytest.raises(Rifiuto, match="non si può modificare") as rifiuto:
        banco.rivedi(emessa.id, con(banco.dati(emessa.id), stato_parcella=stato, **{campo: valore}))
    assert rifiuto.value.campo == campo
    assert banco.conta(Registrazione) == 0


@pytest.mark.requisito("REV-015", "REV-017", "REV-018", "NOT-029")
@pytest.mark.parametrize("sigla", ["NO", "PA"])
def test_tutto_il_resto_si_puo_cambiare(banco: Banco, sigla: str) -> None:
    dati = notula(riga(importo="100.00", spese="5.00"), descrittiva("vecchia"), note_testata="prima", cliente=VERDI)
    if sigla == "PA":
        dati = con(dati, sigla_documento="PA", stato_parcella="P")
    emessa = banco.emetti(dati)
    cambiati: dict[str, Any] = {
        "note_testata": None,
        "soggetto_rda": "S",
        "modulo_stampa": "1",
        "codice_pagamento": "RD",
        "data_decorrenza": date(2010, 12, 1),
        "spese_banca": euro("3.00"),
        "perc_cassa": euro("2.00"),
        "aliquota_rda": euro("23.00"),
        "escludi_bollo_virtuale": "S",
        "esigibilita_iva": "D",
    }
    righe = [descrittiva("nuova"), riga("CON22", "200.00"), riga(importo="10.00")]
    banco.rivedi(emessa.id, con(banco.dati(emessa.id), **cambiati, righe=righe, rate=None))
    documento = banco.documento(emessa.id)
    assert {campo: getattr(documento, campo) for campo in cambiati} == cambiati
    assert [r.descrizione_riga for r in banco.leggi(emessa.id).righe] == ["nuova", "CONSULENZA 22", "CONSULENZA"]
    assert documento.totale_prestazioni == euro("210.00")
    assert (documento.versione, documento.numero_documento, banco.conta(RigaDocumento)) == (2, 1, 3)
    assert [r.data_scadenza for r in banco.leggi(emessa.id).rate] == [date(2010, 12, 1)]
    assert banco.registrazioni(emessa.id) == []
    assert banco.violazioni() == []


def test_le_rate_scritte_restano_finche_il_totale_non_cambia(banco: Banco) -> None:
    scritte = [rata(date(2010, 12, 1), "100.00", "V"), rata(date(2010, 12, 31), "4.80", "C")]
    emessa = banco.emetti(notula(riga(importo="100.00"), codice_pagamento="RD", rate=scritte))
    dati = replace(banco.dati(emessa.id), rate=None)
    banco.rivedi(emessa.id, con(dati, note_testata="rivista"))
    assert [r.tipo_pagamento for r in banco.leggi(emessa.id).rate] == ["V", "C"]
    banco.rivedi(emessa.id, con(dati, righe=[riga(importo="200.00")]))
    assert [(r.tipo_pagamento, r.importo_rata) for r in banco.leggi(emessa.id).rate] == [("M", euro("209.60"))]


@pytest.mark.requisito("NOT-016", "SCN-023")
def test_anche_in_revisione_le_rate_devono_tornare(banco: Banco) -> None:
    emessa = banco.emetti(notula(riga(importo="100.00")))
    with pytest.raises(Rifiuto) as rifiuto:
        banco.rivedi(emessa.id, con(banco.dati(emessa.id), righe=[riga(importo="200.00")]))
    assert rifiuto.value.codice == "rate_diverse"


@pytest.mark.requisito("REV-001", "REV-002", "REV-004", "REV-006", "REV-010", "PDI-006")
def test_da_provvisoria_a_definitiva(banco: Banco) -> None:
    banco.imposta(numeratori=[{"documento": "PA", "serie": 1, "anno": 2010, "ultimo_numero": 67}])
    emessa = banco.emetti(parcella(riga(importo="300.00"), stato="P", giorno=date(2010, 8, 20)))
    dati = con(banco.dati(emessa.id), stato_parcella="D", righe=[riga(importo="350.00")])
    assert banco.rivedi(emessa.id, dati).nome == "PA 1/68"
    fe, pg = banco.registrazioni(emessa.id)
    assert (fe["causale"], fe["protocollo"], fe["data_registrazione"]) == ("FE", "V01/000068", date(2010, 8, 20))
    assert (pg["causale"], banco.saldo("101.00001")) == ("PG", euro("366.80"))
    assert [(r.tipo_pagamento, r.stato_rata) for r in banco.leggi(emessa.id).rate] == [("M", "P")]
    assert banco.ultimo_numero("PA") == 68
    assert banco.violazioni() == []


@pytest.mark.requisito("REV-009", "REV-010")
def test_la_finestra_pagamento_vale_come_nell_emissione_diretta(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga(importo="229.03"), stato="P"))  # 240,02 to pay
    pagamento = parcella(pagato="240.00").pagamento
    definitiva = con(banco.dati(emessa.id), stato_parcella="D", pagamento=pagamento)
    with pytest.raises(Rifiuto) as rifiuto:
        banco.rivedi(emessa.id, definitiva)
    assert rifiuto.value.codice == "soglia_arrotondamento"
    assert banco.documento(emessa.id).stato_parcella == "P"
    banco.imposta(parametri_studio={"importo_soglia_arrotondamento": "0.02"})
    with pytest.raises(Richiesta, match="Confermi arrotondamento"):
        banco.rivedi(emessa.id, definitiva)
    banco.rivedi(emessa.id, con(definitiva, pagamento=parcella(pagata="N", pagato="40.02").pagamento))
    assert [(r.importo_rata, r.stato_rata) for r in banco.leggi(emessa.id).rate] == [
        (euro("40.02"), "P"),
        (euro("200.00"), None),
    ]
    assert banco.violazioni() == []


@pytest.mark.requisito("DOC-034")
def test_una_definitiva_non_torna_provvisoria(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga(importo="100.00")))
    prima = banco.impronta()
    for stato in ("P", "D"):
        with pytest.raises(Rifiuto, match="La parcella è definitiva: sola consultazione") as rifiuto:
            banco.rivedi(emessa.id, con(banco.dati(emessa.id), stato_parcella=stato))
        assert rifiuto.value.codice == "sola_consultazione"
    assert banco.impronta() == prima


@pytest.mark.requisito("DOC-029")
def test_lo_stato_e_p_o_d(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga(importo="100.00"), stato="P"))
    with pytest.raises(Rifiuto) as rifiuto:
        banco.rivedi(emessa.id, con(banco.dati(emessa.id), stato_parcella="X"))
    assert rifiuto.value.campo == "stato_parcella"


@pytest.mark.requisito("DOC-042", "NOT-041", "SCN-025")
def test_una_notula_chiusa_si_guarda_soltanto(banco: Banco) -> None:
    emessa = banco.emetti(notula(riga(importo="100.00")))
    assert banco.chiudi(emessa.id) == "NO 1/1"
    prima = banco.impronta()
    for dati in (banco.dati(emessa.id), con(banco.dati(emessa.id), chiusa_definitiva="N")):
        with pytest.raises(Rifiuto, match="La notula è chiusa in modo definitivo"):
            banco.rivedi(emessa.id, dati)
    with pytest.raises(Rifiuto):
        banco.chiudi(emessa.id)
    assert banco.impronta() == prima


@pytest.mark.requisito("DOC-045", "DOC-041")
def test_la_chiusura_chiede(banco: Banco) -> None:
    emessa = banco.emetti(notula(riga(importo="100.00")))
    with pytest.raises(Richiesta) as domanda:
        banco.chiudi(emessa.id, si=())
    assert domanda.value.codice == "chiusura_notula"
    dati = con(banco.dati(emessa.id), chiusa_definitiva="S")
    with pytest.raises(Richiesta):
        banco.rivedi(emessa.id, dati)
    banco.rivedi(emessa.id, dati, si=("chiusura_notula",))
    assert banco.documento(emessa.id).chiusa_definitiva == "S"
    with pytest.raises(Rifiuto, match="Solo le notule"):
        banco.chiudi(banco.emetti(parcella(riga(importo="1.00"), stato="P")).id)


def test_due_operatori_non_si_sovrascrivono(banco: Banco) -> None:
    emessa = banco.emetti(notula(riga(importo="100.00")))
    di_anna, di_gabri = banco.dati(emessa.id), banco.dati(emessa.id)
    banco.rivedi(emessa.id, con(di_anna, note_testata="di Anna"), versione=1)
    with pytest.raises(Rifiuto, match="modificato nel frattempo da un altro operatore"):
        banco.rivedi(emessa.id, con(di_gabri, note_testata="di Gabri"), versione=1)
    assert banco.documento(emessa.id).note_testata == "di Anna"
    banco.rivedi(emessa.id, con(di_gabri, note_testata="di Gabri"), versione=2)
    banco.elimina(emessa.id)
    with pytest.raises(Rifiuto, match="non esiste più"):
        banco.rivedi(emessa.id, di_anna, versione=3)


def test_una_revisione_rifiutata_lascia_il_documento_com_era(banco: Banco) -> None:
    emessa = banco.emetti(notula(riga(importo="100.00")))
    prima = banco.impronta()
    for guasto in ({"codice_pagamento": "TR"}, {"righe": [riga("MANCA")]}, {"perc_cassa": euro("-1.00")}):
        with pytest.raises(Rifiuto):
            banco.rivedi(emessa.id, con(banco.dati(emessa.id), **guasto))
    assert banco.impronta() == prima


@pytest.mark.requisito("REV-050")
def test_una_riga_azzerata_resta_a_zero(banco: Banco) -> None:
    emessa = banco.emetti(notula(riga(azzera="S"), riga("LIMITI", "30.00")))
    banco.rivedi(emessa.id, con(banco.dati(emessa.id), note_testata="rivista"))
    prima = banco.leggi(emessa.id).righe[0]
    assert (prima.prezzo_unitario, prima.importo_prestazione, prima.azzera) == (None, 0, "S")
    assert banco.documento(emessa.id).data_documento == OGGI
