"""The body: prices and amounts, limits, descriptive rows, texts, IVA of a row; and that it stays as it was written."""

from datetime import date
from decimal import Decimal

import pytest

from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Richiesta, Rifiuto

from .banco import OGGI, ROSSI, VERDI, Banco, con, descrittiva, euro, notula, parcella, riga


def importi(banco: Banco, chiave: int) -> list[Decimal]:
    return [r.importo_prestazione for r in banco.leggi(chiave).righe]


def descrizioni(banco: Banco, chiave: int) -> list[tuple[str | None, str | None]]:
    return [(r.tipo_riga, r.descrizione_riga) for r in banco.leggi(chiave).righe]


@pytest.mark.requisito("DOC-083", "NOT-004", "DOC-081", "PDI-007")
def test_quantita_per_prezzo_solo_se_l_importo_manca(banco: Banco) -> None:
    emessa = banco.emetti(notula(riga(quantita=euro("3.00")), riga(importo="70.00", quantita=euro("3.00")), riga()))
    assert importi(banco, emessa.id) == [euro("150.00"), euro("70.00"), euro("50.00")]
    righe = banco.dati(emessa.id).righe
    righe[0].quantita = euro("4.00")
    banco.rivedi(emessa.id, con(banco.dati(emessa.id), righe=righe))
    assert importi(banco, emessa.id)[0] == euro("150.00")
    righe[0].importo_prestazione = None
    banco.rivedi(emessa.id, con(banco.dati(emessa.id), righe=righe, rate=None))
    assert importi(banco, emessa.id)[0] == euro("200.00")


@pytest.mark.requisito("DOC-083")
def test_l_importo_si_arrotonda_al_centesimo(banco: Banco) -> None:
    emessa = banco.emetti(notula(riga(quantita=euro("1.50"), prezzo_unitario=Decimal("33.333"))))
    assert importi(banco, emessa.id) == [euro("50.00")]
    emessa = banco.emetti(notula(riga(quantita=euro("0.50"), prezzo_unitario=Decimal("0.01"))))
    assert importi(banco, emessa.id) == [euro("0.01")]


@pytest.mark.requisito("DOC-084", "DOC-091", "PRE-087")
def test_il_prezzo_e_del_tariffario_del_cliente_o_della_particolarita_alla_data(banco: Banco) -> None:
    banco.imposta(
        particolarita=[
            {"prestazione": "CONS", "cliente": ROSSI, "valida_da": "2010-09-01", "modo": "F", "prezzo_oltre": "45.00"}
        ]
    )
    di_verdi = banco.emetti(notula(riga(), cliente=VERDI, giorno=date(2010, 8, 1)))
    prima = banco.emetti(notula(riga(), giorno=date(2010, 8, 31)))
    dopo = banco.emetti(notula(riga(), giorno=date(2010, 9, 1)))
    assert [banco.leggi(e.id).righe[0].prezzo_unitario for e in (di_verdi, prima, dopo)] == [40, 50, 45]
    assert importi(banco, dopo.id) == [euro("45.00")]
    a_mano = banco.emetti(notula(riga(prezzo_unitario=euro("12.50"), quantita=euro("2.00"))))
    assert importi(banco, a_mano.id) == [euro("25.00")]


@pytest.mark.requisito("DOC-085", "PRE-059", "PRE-060")
@pytest.mark.parametrize(
    ("importo", "codice", "limite"),
    [("5.00", "minimo_fatturabile", "10.00"), ("80.00", "massimo_fatturabile", "60.00")],
)
def test_fuori_dai_limiti_si_chiede_e_il_predefinito_lascia_l_importo(
    banco: Banco, importo: str, codice: str, limite: str
) -> None:
    dati = notula(riga(importo="1.00"), riga("LIMITI", importo))
    with pytest.raises(Richiesta) as domanda:
        banco.emetti(dati)
    assert (domanda.value.codice, domanda.value.predefinita) == (f"{codice}.2", "N")
    assert importi(banco, banco.emetti(dati, no=(codice,)).id)[1] == euro(importo)
    assert importi(banco, banco.emetti(dati, si=(f"{codice}.2",)).id)[1] == euro(limite)


@pytest.mark.requisito("DOC-085")
def test_i_limiti_si_confrontano_all_inserimento_non_in_revisione(banco: Banco) -> None:
    emessa = banco.emetti(notula(riga("LIMITI", "80.00")), no=("massimo_fatturabile",))
    dati = banco.dati(emessa.id)
    dati.righe[0].importo_prestazione = euro("90.00")
    dati.rate = None
    banco.rivedi(emessa.id, dati, si=("massimo_fatturabile",))
    assert importi(banco, emessa.id) == [euro("90.00")]
    dati.righe.append(riga("LIMITI", "85.00"))
    with pytest.raises(Richiesta) as domanda:
        banco.rivedi(emessa.id, dati)
    assert domanda.value.codice == "massimo_fatturabile.2"


@pytest.mark.requisito("DOC-085")
@pytest.mark.parametrize("importo", ["0.00", "10.00", "60.00"])
def test_ai_limiti_e_a_zero_non_si_chiede(banco: Banco, importo: str) -> None:
    assert importi(banco, banco.emetti(notula(riga("LIMITI", importo))).id) == [euro(importo)]


@pytest.mark.requisito("DOC-073", "NOT-002", "DOC-077")
def test_righe_descrittive_col_punto_e_con_la_virgola(banco: Banco) -> None:
    emessa = banco.emetti(
        notula(
            riga(importo="10.00"), descrittiva("Assistenza alla verifica"), descrittiva("Da saldare entro il mese", ",")
        )
    )
    assert descrizioni(banco, emessa.id)[1:] == [(".", "Assistenza alla verifica"), (",", "Da saldare entro il mese")]
    assert banco.documento(emessa.id).totale_prestazioni == euro("10.00")


@pytest.mark.requisito("NOT-007", "DOC-086")
@pytest.mark.parametrize("campo", ["importo_prestazione", "spese_anticipate_riga"])
def test_una_riga_descrittiva_non_ha_importi(banco: Banco, campo: str) -> None:
    descrittiva = riga(None, tipo_riga=".", descrizione_riga="Testo", **{campo: euro("1.00")})
    with pytest.raises(Rifiuto, match="riga descrittiva non ammette importi"):
        banco.emetti(notula(riga(importo="10.00"), descrittiva))
    with pytest.raises(Rifiuto, match="tipo T: non ammette importi"):
        banco.emetti(notula(riga("FISSO", **{campo: euro("1.00")})))


@pytest.mark.requisito("DOC-073")
def test_una_riga_vuota_o_di_codice_sconosciuto_e_rifiutata(banco: Banco) -> None:
    with pytest.raises(Rifiuto, match="La prestazione MANCA non è codificata") as rifiuto:
        banco.emetti(notula(riga(importo="10.00"), riga("MANCA", "10.00")))
    assert rifiuto.value.campo == "righe.2.codice_prestazione"
    with pytest.raises(Rifiuto, match="Riga senza codice prestazione"):
        banco.emetti(notula(riga(None, "10.00")))


@pytest.mark.requisito("DOC-098", "PRE-092", "PRE-093")
def test_un_codice_d_porta_il_messaggio_fino_alla_scadenza(banco: Banco) -> None:
    valido = banco.emetti(notula(riga("AVVISO"), riga(importo="1.00"), giorno=date(2010, 8, 31)))
    assert descrizioni(banco, valido.id)[0] == (",", "Studio chiuso in agosto")
    scaduto = banco.emetti(notula(riga("AVVISO"), riga(importo="1.00"), giorno=date(2010, 9, 1)))
    assert descrizioni(banco, scaduto.id)[0] == (",", "AVVISO")


@pytest.mark.requisito("DOC-098", "PRE-098", "PRE-099")
def test_v_esplode_e_t_resta_una_riga(banco: Banco) -> None:
    emessa = banco.emetti(notula(riga("VARIA"), riga("FISSO"), riga(importo="1.00")))
    assert descrizioni(banco, emessa.id) == [
        (".", "DAL ????"),
        (".", "AL ????"),
        (".", "CONDIZIONI"),
        (None, "CONSULENZA"),
    ]
    assert [r.numero_riga for r in banco.leggi(emessa.id).righe] == [1, 2, 3, 4]


@pytest.mark.requisito("DOC-072")
def test_mille_righe_si_e_mille_e_una_no(banco: Banco) -> None:
    mille = [riga(importo="0.01") if n % 2 else descrittiva(f"Riga {n}") for n in range(1000)]
    emessa = banco.emetti(notula(*mille))
    assert len(banco.leggi(emessa.id).righe) == 1000
    for di_troppo in (descrittiva("Riga di troppo"), riga("VARIA")):
        with pytest.raises(Rifiuto, match=r"al massimo 1\.000 righe: questo ne ha 1\.00[12]"):
            banco.emetti(notula(*mille, di_troppo))
    assert banco.conta(Documento) == 1


@pytest.mark.requisito("DOC-092")
def test_l_iva_del_cliente_viene_prima_di_quella_della_prestazione(banco: Banco) -> None:
    banco.imposta(clienti=[{"codice": VERDI, "cod_iva": "E10"}])
    dati = notula(riga(importo="10.00"), riga(importo="10.00", codice_iva_riga="22"), cliente=VERDI)
    assert [r.codice_iva_riga for r in banco.leggi(banco.emetti(dati).id).righe] == ["E10", "22"]
    dati = notula(riga(importo="10.00"))
    assert [r.codice_iva_riga for r in banco.leggi(banco.emetti(dati).id).righe] == ["20"]


@pytest.mark.requisito("DOC-092")
def test_un_codice_iva_sconosciuto_o_non_in_vigore_e_rifiutato(banco: Banco) -> None:
    banco.imposta(codici_iva=[{"codice": "22", "aliquota": "22.00", "valido_dal": "2013-10-01"}])
    with pytest.raises(Rifiuto, match="Il codice IVA 99 non è in tabella"):
        banco.emetti(notula(riga(importo="10.00", codice_iva_riga="99")))
    with pytest.raises(Rifiuto, match="Il codice IVA 22 non è in vigore"):
        banco.emetti(notula(riga("CON22", "10.00")))


@pytest.mark.requisito("DOC-078", "DOC-080", "DOC-127")
def test_il_documento_resta_com_e_quando_cambia_la_prestazione(banco: Banco) -> None:
    emessa = banco.emetti(notula(riga(importo="100.00"), riga(importo="50.00", descrizione_riga="Parere scritto")))
    prima, totali = descrizioni(banco, emessa.id), banco.documento(emessa.id)
    banco.imposta(
        prestazioni=[
            {"codice": "CONS", "descrizione": "ALTRO", "cod_iva": "22", "soggetta_ritenuta": "N", "soggetta_cassa": "N"}
        ]
    )
    assert descrizioni(banco, emessa.id) == prima == [(None, "CONSULENZA"), (None, "Parere scritto")]
    banco.rivedi(emessa.id, con(banco.dati(emessa.id), note_testata="rivista"))
    dopo = banco.documento(emessa.id)
    assert (dopo.totale_documento, dopo.ritenuta_acconto) == (totali.totale_documento, totali.ritenuta_acconto)
    assert banco.leggi(emessa.id).righe[0].unita_misura == "HR"
    assert banco.violazioni() == []


@pytest.mark.requisito("DOC-090")
def test_data_prestazione_sulla_riga(banco: Banco) -> None:
    emessa = banco.emetti(notula(riga(importo="1.00", data_prestazione=date(2010, 7, 15))))
    assert banco.leggi(emessa.id).righe[0].data_prestazione == date(2010, 7, 15)


@pytest.mark.requisito("PDI-008", "NOT-005", "REV-049")
def test_prestazioni_non_valorizzate(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga(importo="0.00"), riga(azzera="S"), riga(importo="10.00"), stato="P"))
    assert importi(banco, emessa.id) == [0, 0, euro("10.00")]
    assert banco.emetti(notula(riga(importo="0.00"))).nome == "NO 1/1"


@pytest.mark.parametrize(
    ("campo", "valore", "messaggio"),
    [
        ("quantita", "-1.00", "quantità non può essere negativa"),
        ("spese_anticipate_riga", "-1.00", "spese anticipate non possono essere negative"),
        ("conto_ricavo", "801.00077", r"conto 801\.00077 non è nel piano"),
    ],
)
def test_valori_di_riga_rifiutati(banco: Banco, campo: str, valore: str, messaggio: str) -> None:
    scritto = valore if campo == "conto_ricavo" else euro(valore)
    with pytest.raises(Rifiuto, match=messaggio) as rifiuto:
        banco.emetti(notula(riga(importo="10.00", **{campo: scritto})))
    assert rifiuto.value.campo == f"righe.1.{campo}"


def test_uno_sconto_e_una_riga_negativa_ma_il_documento_non_lo_e(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga(importo="100.00"), riga(importo="-20.00"), giorno=OGGI))
    assert banco.documento(emessa.id).totale_prestazioni == euro("80.00")
    with pytest.raises(Rifiuto, match="nota di credito"):
        banco.emetti(parcella(riga(importo="-0.01")))
