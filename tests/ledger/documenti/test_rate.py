"""The schedule of a notula (chapter 10) and of a parcella: made from the payment, or typed and adding up."""

from datetime import date

import pytest

from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Rifiuto
from parcella.ledger.scadenzario import rate as regole
from parcella.ledger.scadenzario.tabelle import RataNotula

from .banco import OGGI, ROSSI, VERDI, Banco, con, euro, notula, parcella, rata, riga

# With cassa 4 %, IVA 20 % and ritenuta 20 % a fee of 100,00 is 104,80 to pay.
DATI = notula(riga(importo="100.00"), codice_pagamento="B3060")


def rate(banco: Banco, chiave: int) -> list[tuple[int, date, str, str]]:
    return [
        (r.numero_rata, r.data_scadenza, r.tipo_pagamento, f"{r.importo_rata:.2f}") for r in banco.leggi(chiave).rate
    ]


@pytest.mark.requisito("NOT-018", "SCN-001", "SCN-005", "SCN-007", "SCN-018", "NOT-025", "DOC-005")
def test_le_rate_nascono_dal_pagamento(banco: Banco) -> None:
    emessa = banco.emetti(DATI)
    assert rate(banco, emessa.id) == [
        (1, date(2010, 10, 2), "B", "52.40"),
        (2, date(2010, 11, 2), "B", "52.40"),
    ]
    assert [r.stato_rata for r in banco.leggi(emessa.id).rate] == [None, None]
    assert banco.registrazioni(emessa.id) == []
    assert banco.violazioni() == []


@pytest.mark.requisito("DOC-101")
def test_le_rate_partono_da_decor(banco: Banco) -> None:
    emessa = banco.emetti(con(DATI, data_decorrenza=date(2010, 9, 30)))
    assert [r[1] for r in rate(banco, emessa.id)] == [date(2010, 10, 30), date(2010, 11, 30)]


def test_i_centesimi_che_avanzano_vanno_sull_ultima(banco: Banco) -> None:
    banco.imposta(pagamenti=[{"codice": "T3", "descrizione": "Tre rate", "tipo_pagamento": "M", "numero_rate": 3}])
    emessa = banco.emetti(con(DATI, codice_pagamento="T3", righe=[riga(importo="1019.85")]))
    assert [r[3] for r in rate(banco, emessa.id)] == ["356.26", "356.26", "356.28"]


def test_senza_pagamento_una_rimessa_alla_data(banco: Banco) -> None:
    assert rate(banco, banco.emetti(notula(riga(importo="100.00"))).id) == [(1, OGGI, "M", "104.80")]
    assert rate(banco, banco.emetti(notula(riga(importo="0.00"))).id) == []


@pytest.mark.requisito("SCN-003", "SCN-006")
def test_lo_scadenzario_riguarda_il_solo_documento(banco: Banco) -> None:
    prima, seconda = banco.emetti(DATI), banco.emetti(con(DATI, righe=[riga(importo="200.00")]))
    assert [len(rate(banco, e.id)) for e in (prima, seconda)] == [2, 2]
    assert {r[3] for r in rate(banco, seconda.id)} == {"104.80"}


@pytest.mark.requisito("NOT-016", "NOT-023", "SCN-023")
@pytest.mark.parametrize("importi", [("52.40", "52.39"), ("52.40", "52.41"), ("52.40",), ()])
def test_il_totale_rate_deve_essere_il_totale_da_pagare(banco: Banco, importi: tuple[str, ...]) -> None:
    with pytest.raises(Rifiuto, match="Impossibile salvare il documento") as rifiuto:
        banco.emetti(con(DATI, rate=[rata(OGGI, importo) for importo in importi]))
    assert (rifiuto.value.codice, rifiuto.value.campo) == ("rate_diverse", "rate")
    assert (banco.conta(Documento), banco.ultimo_numero("NO")) == (0, 0)


@pytest.mark.requisito("SCN-007", "SCN-018")
def test_le_rate_scritte_si_tengono_come_sono(banco: Banco) -> None:
    scritte = [rata(date(2010, 12, 1), "100.00", "V"), rata(date(2010, 10, 1), "4.80", "C")]
    emessa = banco.emetti(con(DATI, rate=scritte))
    assert rate(banco, emessa.id) == [
        (1, date(2010, 12, 1), "V", "100.00"),
        (2, date(2010, 10, 1), "C", "4.80"),
    ]


@pytest.mark.requisito("NOT-022")
@pytest.mark.parametrize(
    ("importi", "differenza"),
    [(("100.00", "100.00", "90.00"), "10.00"), (("100.00", "100.00", "100.00", "5.00"), "-5.00")],
)
def test_differenza_da_scadenzare(importi: tuple[str, ...], differenza: str) -> None:
    righe = [regole.riga(1, n, OGGI, "M", euro(importo)) for n, importo in enumerate(importi, 1)]
    assert regole.differenza_da_scadenzare(righe, euro("300.00")) == euro(differenza)


@pytest.mark.requisito("SCN-008")
def test_i_tipi_di_pagamento_di_una_rata(banco: Banco) -> None:
    for tipo in "CMRBAVXYZ":
        emessa = banco.emetti(con(DATI, rate=[rata(OGGI, "104.80", tipo)]))
        assert rate(banco, emessa.id)[0][2] == tipo
    for tipo in ("T", "x", "", "CM"):
        with pytest.raises(Rifiuto, match="Rata 1: tipo"):
            banco.emetti(con(DATI, rate=[rata(OGGI, "104.80", tipo)]))


@pytest.mark.requisito("SCN-017", "NOT-024", "SCN-016")
@pytest.mark.parametrize("stato", ["P", "S", "e", "X"])
def test_lo_stato_non_si_scrive_su_una_notula_nuova(banco: Banco, stato: str) -> None:
    with pytest.raises(Rifiuto, match="Rata 1: lo stato non si scrive") as rifiuto:
        banco.emetti(con(DATI, rate=[rata(OGGI, "104.80", stato_rata=stato)]))
    assert rifiuto.value.campo == "rate.1.stato_rata"


@pytest.mark.requisito("SCN-027", "SCN-026")
def test_la_data_pagamento_non_si_scrive_su_una_notula_nuova(banco: Banco) -> None:
    with pytest.raises(Rifiuto, match="la data pagamento non si scrive"):
        banco.emetti(con(DATI, rate=[rata(OGGI, "104.80", data_pagamento=OGGI)]))


@pytest.mark.requisito("SCN-004")
def test_al_massimo_novantanove_rate(banco: Banco) -> None:
    novantanove = [rata(OGGI, "1.00")] * 98 + [rata(OGGI, "6.80")]
    assert len(rate(banco, banco.emetti(con(DATI, rate=novantanove)).id)) == 99
    with pytest.raises(Rifiuto, match="al massimo 99"):
        banco.emetti(con(DATI, rate=[*novantanove[:-1], rata(OGGI, "3.40"), rata(OGGI, "3.40")]))


@pytest.mark.parametrize("importi", [("104.80", "0.00"), ("105.80", "-1.00")])
def test_rate_a_zero_o_negative_sono_rifiutate(banco: Banco, importi: tuple[str, str]) -> None:
    with pytest.raises(Rifiuto, match="Rata 2: l'importo deve essere maggiore di zero"):
        banco.emetti(con(DATI, rate=[rata(OGGI, importo) for importo in importi]))


@pytest.mark.requisito("SCN-011")
def test_un_effetto_emesso_resta_sulla_sua_rata_in_revisione(banco: Banco) -> None:
    emessa = banco.emetti(DATI)
    banco.sql("UPDATE rata_notula SET stato_rata = 'e', numero_distinta = 7 WHERE numero_rata = 1")
    dati = con(banco.dati(emessa.id), note_testata="rivista")
    banco.rivedi(emessa.id, dati)
    prima, seconda = banco.leggi(emessa.id).rate
    assert isinstance(prima, RataNotula)
    assert (prima.stato_rata, prima.numero_distinta, seconda.stato_rata) == ("e", 7, None)
    assert dati.rate is not None
    dati.rate[1].stato_rata = "e"
    with pytest.raises(Rifiuto, match="lo scrive solo l'emissione effetti"):
        banco.rivedi(emessa.id, dati)
    dati.rate[0].stato_rata = dati.rate[1].stato_rata = None
    banco.rivedi(emessa.id, dati)
    assert [r.stato_rata for r in banco.leggi(emessa.id).rate] == [None, None]


@pytest.mark.requisito("PDI-009", "SCN-001")
def test_una_parcella_non_ha_scadenzario_notule(banco: Banco) -> None:
    banco.emetti(parcella(riga(importo="100.00"), stato="P", codice_pagamento="B3060"))
    banco.emetti(parcella(riga(importo="100.00"), pagata="N", codice_pagamento="B3060"))
    assert banco.conta(RataNotula) == 0
    with pytest.raises(Rifiuto, match="Le rate si scrivono solo sulle notule"):
        banco.emetti(con(parcella(riga(importo="100.00")), rate=[rata(OGGI, "104.80")]))


@pytest.mark.requisito("PDI-010")
def test_il_residuo_di_una_parcella_si_scadenza_col_pagamento(banco: Banco) -> None:
    dati = parcella(riga(importo="100.00"), pagata="N", pagato="4.80", codice_pagamento="B3060", cliente=ROSSI)
    assert rate(banco, banco.emetti(dati).id) == [
        (1, OGGI, "M", "4.80"),
        (2, date(2010, 10, 2), "B", "50.00"),
        (3, date(2010, 11, 2), "B", "50.00"),
    ]
    senza = con(dati, codice_pagamento="")
    assert rate(banco, banco.emetti(senza).id) == [(1, OGGI, "M", "4.80"), (2, OGGI, "M", "100.00")]


@pytest.mark.requisito("DOC-006", "DOC-043")
def test_le_rate_delle_notule_chiuse_si_ignorano(banco: Banco) -> None:
    from parcella.ledger.scadenzario.consultazione import Filtro, conta, notule, pagina, somma

    chiusa, aperta = banco.emetti(DATI), banco.emetti(con(DATI, codice_cliente=VERDI, codice_pagamento="RD"))
    banco.chiudi(chiusa.id)
    with banco.archivio.lettura() as sessione:
        azienda = banco.contesto.azienda
        assert {v.documento_id for v in notule(sessione, azienda, Filtro())} == {aperta.id}
        assert conta(sessione, azienda, Filtro(), RataNotula) == 1
        assert [v.nome_cliente for v in pagina(sessione, azienda, Filtro(), RataNotula, 10)] == ["Verdi Aldo"]
        assert somma(sessione, azienda, Filtro(cliente=ROSSI), RataNotula) == 0
