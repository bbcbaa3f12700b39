"""The registrations of a parcella definitiva, with the manual's printed figures (p. 66, 67, 85)."""

from datetime import date

import pytest

from parcella.ledger.esito import Richiesta, Rifiuto
from parcella.ledger.primanota.tabelle import Registrazione

from .banco import COMUNE, ROSSI, VERDI, Banco, apri_banco, con, euro, notula, parcella, riga

pytestmark = pytest.mark.requisito("PRN-001")


def fino_al_68(banco: Banco) -> None:
    banco.imposta(numeratori=[{"documento": "PA", "serie": 1, "anno": 2010, "ultimo_numero": 67}])


@pytest.mark.requisito(
    "PRN-004", "PRN-005", "PRN-007", "PRN-008", "PRN-009", "PRN-010", "PRN-011", "PDI-018", "DOC-032"
)
def test_totalmente_pagata_fe_68(banco: Banco) -> None:
    fino_al_68(banco)
    emessa = banco.emetti(parcella(riga(importo="350.00")))
    assert emessa.nome == "PA 1/68"
    assert banco.righe(emessa.id, "FE") == [
        "501.00004 436.80D",
        "801.00001 350.00A",
        "318.00120 14.00A",
        "110.00003 72.80A",
        "501.00004 70.00A",
        "109.00001 70.00D",
    ]
    assert banco.righe(emessa.id, "PG") == [
        "501.00004 366.80A",
        "101.00001 366.80D",
        "801.00001 0.00A 350,00A",
        "318.00120 0.00A 14,00A",
        "110.00003 0.00A 72,80A",
        "109.00001 0.00D 70,00D",
    ]
    fe, pg = banco.registrazioni(emessa.id)
    assert (fe["protocollo"], fe["numero_documento"], fe["data_documento"]) == ("V01/000068", 68, date(2010, 9, 2))
    assert (pg["descrizione"], pg["protocollo"]) == ("FE 68 DEL 02/09/10", None)
    assert banco.violazioni() == []


@pytest.mark.requisito("PRN-003", "PRN-013", "PRN-014", "PRN-015", "PRN-016", "PDI-028", "PDI-034")
def test_non_pagata_solo_la_fattura_sui_conti_sospesi(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga(importo="650.00"), pagata="N", codice_pagamento="B3060"))
    assert [r["causale"] for r in banco.registrazioni(emessa.id)] == ["FE"]
    assert banco.righe(emessa.id, "FE") == [
        "501.00004 811.20D",
        "002.00101 650.00A",
        "318.00120 26.00A",
        "110.00003 135.20A",
        "501.00004 130.00A",
        "005.00003 130.00D",
    ]
    rate = banco.leggi(emessa.id).rate
    assert [(r.importo_rata, r.stato_rata) for r in rate] == [(euro("340.60"), None), (euro("340.60"), None)]


@pytest.mark.requisito("PRN-002", "PRN-017", "PRN-018", "PRN-019", "PDI-031", "PDI-033")
def test_pagata_in_parte_81_20(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga(importo="650.00"), pagata="N", pagato="81.20", codice_pagamento="B3060"))
    assert banco.righe(emessa.id, "PG") == [
        "501.00004 81.20A",
        "101.00001 81.20D",
        "002.00101 77.48D",
        "801.00001 77.48A",
        "318.00120 0.00A 3,10A",
        "110.00003 0.00A 16,12A",
        "005.00003 15.50A",
        "109.00001 15.50D",
    ]
    rate = [(r.importo_rata, r.stato_rata, r.tipo_pagamento) for r in banco.leggi(emessa.id).rate]
    assert rate == [(euro("81.20"), "P", "M"), (euro("300.00"), None, "B"), (euro("300.00"), None, "B")]


@pytest.mark.requisito("PRN-020", "PDI-031")
def test_il_saldo_chiude_a_zero_i_conti_sospesi(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga(importo="650.00"), pagata="N", pagato="81.20"))
    fatto = banco.incassa(emessa.id, "600.00", date(2010, 10, 4))
    assert banco.righe(emessa.id, "PG", 1) == [
        "501.00004 600.00A",
        "101.00001 600.00D",
        "002.00101 572.52D",
        "801.00001 572.52A",
        "318.00120 0.00A 22,90A",
        "110.00003 0.00A 119,08A",
        "005.00003 114.50A",
        "109.00001 114.50D",
    ]
    assert fatto.residuo == 0
    assert banco.saldo("002.00101") == banco.saldo("005.00003") == banco.saldo(ROSSI) == 0
    assert [r.stato_rata for r in banco.leggi(emessa.id).rate] == ["P", "P"]
    assert banco.violazioni() == []


@pytest.mark.requisito("PAR-057", "DOC-113", "DOC-116")
def test_cassa_al_due_per_cento_di_pagina_85(banco: Banco) -> None:
    banco.imposta(parametri_studio={"perc_fondo_professionisti": "2.00"})
    documento = banco.leggi(banco.emetti(notula(riga(importo="100.00"))).id).documento
    assert (documento.cassa_previdenza, documento.totale_iva) == (euro("2.00"), euro("20.40"))
    assert (documento.totale_documento, documento.ritenuta_acconto) == (euro("122.40"), euro("20.00"))
    assert documento.totale_da_pagare == euro("102.40")


@pytest.mark.requisito("DOC-117", "PRN-023", "DOC-114", "DOC-039", "DOC-102")
def test_esempio_completo_su_due_righe(banco: Banco) -> None:
    dati = parcella(
        riga("CON22", "1000.00", "50.00"), riga("NORDA", "200.00"), spese_banca=euro("3.00"), iva_cassa="22"
    )
    emessa = banco.emetti(dati)
    documento = banco.leggi(emessa.id).documento
    assert documento.totale_documento == euro("1576.22")
    assert (documento.ritenuta_acconto, documento.totale_da_pagare) == (euro("200.00"), euro("1376.22"))
    assert banco.righe(emessa.id, "FE") == [
        "501.00004 1576.22D",
        "801.00001 1200.00A",
        "104.00001 50.00A",
        "801.00003 3.00A",
        "318.00120 48.00A",
        "110.00003 275.22A",
        "501.00004 200.00A",
        "109.00001 200.00D",
    ]


@pytest.mark.requisito("DOC-040", "DOC-038")
def test_sog_rda_n_prevale_sulle_prestazioni(banco: Banco) -> None:
    dati = parcella(riga("CON22", "1000.00", "50.00"), riga("NORDA", "200.00"), spese_banca=euro("3.00"))
    documento = banco.leggi(banco.emetti(con(dati, soggetto_rda="N")).id).documento
    assert (documento.ritenuta_acconto, documento.totale_da_pagare) == (euro("0.00"), euro("1576.22"))


@pytest.mark.requisito("PRN-024", "PRN-022")
def test_spese_anticipate_e_spese_banca_non_pagate(banco: Banco) -> None:
    dati = parcella(riga("CON22", "1000.00", "70.00"), pagata="N", spese_banca=euro("5.00"))
    emessa = banco.emetti(dati)
    assert banco.righe(emessa.id, "FE") == [
        "501.00004 1344.90D",
        "002.00101 1000.00A",
        "104.00001 70.00A",
        "002.00103 5.00A",
        "318.00120 40.00A",
        "110.00003 229.90A",
        "501.00004 200.00A",
        "005.00003 200.00D",
    ]
    banco.incassa(emessa.id, "500.00")
    assert banco.righe(emessa.id, "PG") == [
        "501.00004 500.00A",
        "101.00001 500.00D",
        "002.00101 436.72D",
        "801.00001 436.72A",
        "104.00001 0.00A 30,57A",
        "002.00103 2.18D",
        "801.00003 2.18A",
        "318.00120 0.00A 17,47A",
        "110.00003 0.00A 100,40A",
        "005.00003 87.34A",
        "109.00001 87.34D",
    ]
    banco.incassa(emessa.id, "644.90")
    for sospeso in ("002.00101", "002.00103", "005.00003", ROSSI):
        assert banco.saldo(sospeso) == 0
    assert banco.violazioni() == []


@pytest.mark.requisito("PRN-021", "CLI-008", "PAR-008")
def test_le_spese_anticipate_vanno_sul_conto_del_cliente_se_ne_ha_uno(banco: Banco) -> None:
    banco.imposta(clienti=[{"codice": ROSSI, "dati_parcellazione": {"conto_spese_anticipate": "104.00002"}}])
    banco.emetti(parcella(riga("CON22", "100.00", "30.00")))
    assert (banco.saldo("104.00002"), banco.saldo("104.00001")) == (euro("-30.00"), 0)


@pytest.mark.requisito("PDI-020", "PDI-021", "PDI-022", "PDI-023", "PDI-024", "PAR-011", "PAR-013", "PRN-012")
def test_arrotondamento_entro_la_soglia(banco: Banco) -> None:
    banco.imposta(parametri_studio={"importo_soglia_arrotondamento": "0.05"})
    dati = parcella(riga(importo="229.03"), pagato="240.00")  # da pagare 240,02
    with pytest.raises(Richiesta) as domanda:
        banco.emetti(dati)
    assert (domanda.value.codice, domanda.value.predefinita) == ("arrotondamento", "N")
    assert "L'importo pagato (240,00) e' diverso dal 'totale da pagare'" in domanda.value.domanda
    emessa = banco.emetti(dati, si=("arrotondamento",))
    assert banco.righe(emessa.id, "PG")[:3] == ["501.00004 240.02A", "101.00001 240.00D", "815.00001 0.02D"]
    (rata,) = banco.leggi(emessa.id).rate
    assert (rata.tipo_pagamento, rata.stato_rata, rata.importo_rata) == ("M", "P", euro("240.02"))
    assert banco.violazioni() == []


@pytest.mark.requisito("PDI-023")
def test_arrotondamento_a_favore(banco: Banco) -> None:
    banco.imposta(parametri_studio={"importo_soglia_arrotondamento": "0.05"})
    dati = parcella(riga(importo="229.03"), pagato="240.05")
    righe = banco.righe(banco.emetti(dati, si=("arrotondamento",)).id, "PG")
    assert righe[:3] == ["501.00004 240.02A", "101.00001 240.05D", "815.00001 0.03A"]


@pytest.mark.requisito("PDI-025", "PDI-026", "PDI-027", "PAR-014", "PAR-015")
def test_oltre_la_soglia_il_documento_non_si_conferma(banco: Banco) -> None:
    with pytest.raises(Rifiuto) as rifiuto:
        banco.emetti(parcella(riga(importo="229.03"), pagato="240.00"), si=("arrotondamento",))
    assert rifiuto.value.messaggio == (
        "ATTENZIONE La differenza (0,02) tra il 'TotaleDaPagare' (240,02) e l'ImportoPagato' (240,00) e' superiore al "
        "limite per l'arrotondamento previsto nei parametri dello studio (0,01). premere INVIO per continuare"
    )
    assert rifiuto.value.campo == "righe"
    assert banco.conta(Registrazione) == 0
    assert banco.ultimo_numero("PA") == 0


@pytest.mark.requisito("PDI-027", "PAR-012", "PAR-013")
def test_alla_soglia_esatta_si_chiede(banco: Banco) -> None:
    with pytest.raises(Richiesta, match="Confermi arrotondamento"):
        banco.emetti(parcella(riga(importo="229.03"), pagato="240.01"))


@pytest.mark.requisito("PDI-021")
def test_risposta_n_all_arrotondamento_non_scrive_nulla(banco: Banco) -> None:
    with pytest.raises(Rifiuto) as rifiuto:
        banco.emetti(parcella(riga(importo="229.03"), pagato="240.01"), no=("arrotondamento",))
    assert rifiuto.value.campo == "pagamento.importo_pagato"
    assert banco.conta(Registrazione) == 0


@pytest.mark.requisito("PDI-030", "PDI-029")
def test_senza_totalmente_pagata_la_soglia_non_si_controlla(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga(importo="229.03"), pagata="N", pagato="100.00"))
    aperte = [r.importo_rata for r in banco.leggi(emessa.id).rate if r.stato_rata is None]
    assert aperte == [euro("140.02")]


def test_pagato_oltre_il_totale_e_rifiutato(banco: Banco) -> None:
    with pytest.raises(Rifiuto, match="supera il totale da pagare"):
        banco.emetti(parcella(riga(importo="229.03"), pagata="N", pagato="240.03"))


@pytest.mark.requisito("PDI-015", "PDI-019", "PDI-032", "CTA-010")
def test_proposte_della_finestra_pagamento(banco: Banco) -> None:
    emessa = banco.emetti(con(parcella(riga(importo="350.00")), pagamento=None))
    documento = banco.leggi(emessa.id).documento
    assert documento.totalmente_pagata == "S"
    assert banco.righe(emessa.id, "PG")[1] == "101.00001 366.80D"


@pytest.mark.requisito("PDI-016")
def test_da_s_a_n_l_importo_pagato_e_zero(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga(importo="350.00"), pagata="N"))
    assert [r["causale"] for r in banco.registrazioni(emessa.id)] == ["FE"]


@pytest.mark.requisito("PDI-032")
def test_conto_di_pagamento_scelto_e_conto_bloccato(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga(importo="350.00"), conto="101.00002"))
    assert banco.righe(emessa.id, "PG")[1].startswith("101.00002")
    with pytest.raises(Rifiuto, match=r"Il conto 101\.00009 è bloccato"):
        banco.emetti(parcella(riga(importo="350.00"), conto="101.00009"))
    with pytest.raises(Rifiuto, match="non è nel piano dei conti"):
        banco.emetti(parcella(riga(importo="350.00"), conto="101.00077"))


@pytest.mark.requisito("DOC-007", "DOC-030", "PAR-017", "PDI-003", "PDI-013")
def test_provvisoria_non_tocca_i_libri(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga(importo="350.00"), stato="P"))
    fascicolo = banco.leggi(emessa.id)
    assert fascicolo.documento.causale is None
    assert banco.registrazioni(emessa.id) == []
    assert all(r.id is None for r in fascicolo.rate)


@pytest.mark.requisito("PRN-025", "DOC-012", "REV-012", "REV-013", "REV-014", "RIC-018")
def test_fattura_sospesa_per_un_ente_pubblico_non_pagata(banco: Banco) -> None:
    dati = parcella(riga("CON22", "1000.00"), cliente=COMUNE, pagata="N")
    with pytest.raises(Richiesta) as domanda:
        banco.emetti(dati)
    assert (domanda.value.codice, domanda.value.predefinita) == ("fattura_sospesa", "S")
    emessa = banco.emetti(dati, si=("fattura_sospesa",))
    assert "110.00005 228.80A" in banco.righe(emessa.id, "FS")
    banco.incassa(emessa.id, "500.00")
    righe = banco.righe(emessa.id, "PG")
    assert "110.00005 107.04D" in righe and "110.00003 107.04A" in righe
    assert "002.00101 467.81D" in righe and "005.00003 93.56A" in righe
    banco.incassa(emessa.id, "568.80")
    assert banco.saldo("110.00005") == 0
    assert banco.violazioni() == []


@pytest.mark.requisito("REV-013", "DOC-009")
def test_ente_pubblico_pagata_anche_in_parte_e_fe(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga("CON22", "1000.00"), cliente=COMUNE, pagata="N", pagato="1.00"))
    assert banco.leggi(emessa.id).documento.causale == "FE"


@pytest.mark.parametrize(("regola", "causale"), [("sempre", "FS"), ("mai", "FE")])
def test_fs_enti_pubblici_senza_domanda(banco: Banco, regola: str, causale: str) -> None:
    banco.imposta(parametri_studio={"fs_enti_pubblici": regola})
    emessa = banco.emetti(parcella(riga("CON22", "1000.00"), cliente=COMUNE, pagata="N"))
    assert banco.leggi(emessa.id).documento.causale == causale


@pytest.mark.requisito("DOC-008", "DOC-009", "DOC-010", "DOC-011")
@pytest.mark.parametrize(
    ("giorno", "cliente", "codice", "pagata", "pagato", "attesa"),
    [
        (date(2016, 3, 15), ROSSI, "CON22", "N", None, "FS"),
        (date(2016, 3, 15), ROSSI, "CON22", "N", "1.00", "FE"),
        (date(2016, 3, 15), ROSSI, "CON22", "S", None, "FE"),
        (date(2012, 11, 30), ROSSI, "CON22", "N", None, "FE"),
        (date(2016, 3, 15), VERDI, "CON22", "N", None, "FE"),
        (date(2016, 3, 15), ROSSI, "ESENTE", "N", None, "FE"),
    ],
)
def test_iva_per_cassa(
    banco: Banco, giorno: date, cliente: str, codice: str, pagata: str, pagato: str | None, attesa: str
) -> None:
    banco.imposta(azienda={"sigla": "STU", "iva_per_cassa": "S"})
    emessa = banco.emetti(
        parcella(riga(codice, "1000.00"), cliente=cliente, giorno=giorno, pagata=pagata, pagato=pagato)
    )
    assert banco.leggi(emessa.id).documento.causale == attesa


@pytest.mark.requisito("DOC-011")
def test_iva_per_cassa_per_un_privato_con_senza_partita_iva_n(banco: Banco) -> None:
    banco.imposta(azienda={"sigla": "STU", "iva_per_cassa": "S"}, clienti=[{"codice": VERDI, "senza_partita_iva": "N"}])
    emessa = banco.emetti(parcella(riga("CON22", "100.00"), cliente=VERDI, giorno=date(2016, 3, 15), pagata="N"))
    assert banco.leggi(emessa.id).documento.causale == "FS"


@pytest.mark.requisito("DOC-011")
def test_senza_regime_per_cassa_si_registra_fe(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga("CON22", "1000.00"), giorno=date(2016, 3, 15), pagata="N"))
    assert banco.leggi(emessa.id).documento.causale == "FE"


@pytest.mark.requisito("PAR-065", "PAR-066", "PAR-067", "PAR-068", "PAR-072", "CTA-013", "DOC-115")
def test_impresa_registra_su_conti_reali_anche_se_non_pagata(archivio_vuoto: object) -> None:
    from parcella.ledger.archivio import Archivio

    assert isinstance(archivio_vuoto, Archivio)
    comune = {"azienda": {"tipo": "I", "cognome": None, "nome": None}}
    impresa = {
        "conto_ricavo_sospeso": None, "conto_erario_ritenute_sospeso": None, "codice_tributo": None,
        "perc_fondo_professionisti": None, "iva_fondo_professionisti": None, "perc_fondo_previdenza": "2.00",
        "iva_fondo_previdenza": "20", "conto_cassa_previdenza": "318.00130", "aliquota_ritenuta": "4.00",
        "perc_imponibile_ritenuta": "50.00",
    }  # fmt: skip
    banco = apri_banco(archivio_vuoto, **comune, parametri_studio=impresa)
    emessa = banco.emetti(parcella(riga(importo="1000.00"), pagata="N", pagato="100.00"))
    assert banco.righe(emessa.id, "FE") == [
        "501.00004 1224.00D",
        "801.00001 1000.00A",
        "318.00130 20.00A",
        "110.00003 204.00A",
        "501.00004 20.00A",
        "109.00001 20.00D",
    ]
    assert banco.righe(emessa.id, "PG") == ["501.00004 100.00A", "101.00001 100.00D"]
    assert banco.violazioni() == []


@pytest.mark.requisito("DOC-028", "PDI-006")
def test_la_data_di_registrazione_e_quella_del_documento(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga(importo="10.00"), giorno=date(2010, 7, 1)))
    assert {r["data_registrazione"] for r in banco.registrazioni(emessa.id)} == {date(2010, 7, 1)}


def test_incasso_rifiutato_oltre_il_residuo_e_prima_della_data(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga(importo="650.00"), pagata="N"))
    with pytest.raises(Rifiuto, match="supera il residuo"):
        banco.incassa(emessa.id, "681.21")
    with pytest.raises(Rifiuto, match="anteriore"):
        banco.incassa(emessa.id, "1.00", date(2010, 9, 1))
    provvisoria = banco.emetti(parcella(riga(importo="650.00"), stato="P"))
    with pytest.raises(Rifiuto, match="solo le parcelle definitive"):
        banco.incassa(provvisoria.id, "1.00")
