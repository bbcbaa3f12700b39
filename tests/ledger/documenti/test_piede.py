"""The foot and the header: expenses, bank charges, percentages kept on the document, co-holders, public contracts."""

from decimal import Decimal

import pytest

from parcella.ledger.documenti.dati import DatiCointestatario
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Richiesta, Rifiuto

from .banco import COMUNE, ESTINTO, OGGI, ROSSI, VERDI, Banco, con, euro, notula, parcella, riga


def riepilogo(banco: Banco, chiave: int) -> dict[str, tuple[Decimal, Decimal]]:
    return {v.codice_iva: (v.imponibile, v.imposta) for v in banco.leggi(chiave).totali.riepilogo}


@pytest.mark.requisito("DOC-103", "DOC-104", "PDI-012")
def test_spese_anticipate_dalle_righe_o_dal_piede(banco: Banco) -> None:
    dalle_righe = banco.emetti(notula(riga(importo="100.00", spese="10.00"), riga(importo="1.00", spese="6.00")))
    dal_piede = banco.emetti(notula(riga(importo="101.00"), totale_spese_anticipate=euro("16.00")))
    for emessa in (dalle_righe, dal_piede):
        documento = banco.documento(emessa.id)
        assert documento.totale_spese_anticipate == euro("16.00")
        assert (documento.cassa_previdenza, documento.ritenuta_acconto) == (euro("4.04"), euro("20.20"))
        assert riepilogo(banco, emessa.id)["S15"] == (euro("16.00"), 0)
        assert documento.totale_documento == euro("142.05")  # 105,04 + 21,01 + 16,00


@pytest.mark.requisito("DOC-103")
def test_il_piede_non_si_scrive_se_una_riga_ha_spese(banco: Banco) -> None:
    dati = notula(riga(importo="100.00", spese="10.00"), totale_spese_anticipate=euro("16.00"))
    with pytest.raises(Rifiuto, match="sono la somma delle righe") as rifiuto:
        banco.emetti(dati)
    assert rifiuto.value.campo == "totale_spese_anticipate"
    assert banco.emetti(con(dati, totale_spese_anticipate=euro("10.00"))).nome == "NO 1/1"


@pytest.mark.requisito("DOC-105")
def test_spese_banca_dal_pagamento_ma_modificabili(banco: Banco) -> None:
    dati = notula(riga(importo="100.00"), codice_pagamento="RB30")
    assert banco.documento(banco.emetti(dati).id).spese_banca == euro("5.00")
    assert banco.documento(banco.emetti(con(dati, spese_banca=euro("0.00"))).id).spese_banca == 0
    assert banco.documento(banco.emetti(con(dati, spese_banca=euro("7.10"))).id).spese_banca == euro("7.10")


@pytest.mark.requisito("DOC-106")
def test_spese_banca_ripartite_sui_codici_delle_prestazioni(banco: Banco) -> None:
    banco.imposta(parametri_studio={"perc_fondo_professionisti": None})
    dati = notula(riga("CON22", "300.00"), riga("ESENTE", "100.00"), spese_banca=euro("4.00"), soggetto_rda="N")
    assert riepilogo(banco, banco.emetti(con(dati, escludi_bollo_virtuale="S")).id) == {
        "22": (euro("303.00"), euro("66.66")),
        "E10": (euro("101.00"), 0),
    }
    banco.imposta(pagamenti=[{"codice": "RB30", "codice_iva_spese_banca": "22"}])
    dati = con(dati, codice_pagamento="RB30", escludi_bollo_virtuale="S")
    assert riepilogo(banco, banco.emetti(dati).id)["22"] == (euro("304.00"), euro("66.88"))


@pytest.mark.requisito("DOC-099")
def test_il_pagamento_abituale_e_proposto(banco: Banco) -> None:
    assert banco.documento(banco.emetti(notula(riga(importo="1.00"), cliente=VERDI)).id).codice_pagamento == "B3060"
    dati = notula(riga(importo="1.00"), cliente=VERDI, codice_pagamento="RD")
    assert banco.documento(banco.emetti(dati).id).codice_pagamento == "RD"
    with pytest.raises(Rifiuto, match="Il pagamento XX non è in tabella"):
        banco.emetti(con(dati, codice_pagamento="XX"))


@pytest.mark.requisito("DOC-100")
def test_tratta_rifiutata_e_mai_proposta(banco: Banco) -> None:
    with pytest.raises(Rifiuto, match="Pagamento di tipo TRATTA non ammesso") as rifiuto:
        banco.emetti(notula(riga(importo="1.00"), codice_pagamento="TR"))
    assert rifiuto.value.campo == "codice_pagamento"
    banco.imposta(clienti=[{"codice": ROSSI, "pagamento": "TR"}])
    emessa = banco.emetti(notula(riga(importo="1.00")))
    assert banco.documento(emessa.id).codice_pagamento is None
    assert [r.tipo_pagamento for r in banco.leggi(emessa.id).rate] == ["M"]


@pytest.mark.requisito("PAR-026", "DOC-127", "DOC-120", "DOC-122", "DOC-123", "DOC-124", "DOC-125", "DOC-126")
def test_le_percentuali_sono_del_documento(banco: Banco) -> None:
    vecchia = banco.emetti(notula(riga(importo="100.00", soggetta_inps="N")))
    prima = banco.documento(vecchia.id)
    assert (prima.perc_cassa, prima.iva_cassa, prima.aliquota_rda, prima.perc_imponibile_rda) == (4, "20", 20, 100)
    banco.imposta(
        parametri_studio={"perc_fondo_professionisti": "2.00", "iva_fondo_professionisti": "22"},
        codici_tributo=[{"codice": "1040", "aliquota_rda": "23.00", "perc_imponibile_rda": "50.00"}],
    )
    assert banco.violazioni() == []
    banco.rivedi(vecchia.id, con(banco.dati(vecchia.id), note_testata="rivista"))
    assert banco.documento(vecchia.id).totale_da_pagare == prima.totale_da_pagare == euro("104.80")
    nuova = banco.documento(banco.emetti(notula(riga(importo="100.00"))).id)
    assert (nuova.perc_cassa, nuova.iva_cassa, nuova.aliquota_rda, nuova.perc_imponibile_rda) == (2, "22", 23, 50)
    assert (nuova.cassa_previdenza, nuova.ritenuta_acconto) == (euro("2.00"), euro("11.50"))
    assert banco.violazioni() == []


@pytest.mark.requisito("PAR-026", "DOC-127")
def test_anche_le_regole_di_calcolo_sono_del_documento(banco: Banco) -> None:
    """PRORATA or CODICE, bollo recharged or not, a cassa the studio had not: a revision computes as then."""
    banco.imposta(parametri_studio={"perc_fondo_professionisti": None, "tipo_cassa_fatturapa": None})
    righe = (riga("CON22", "100.00"), riga("ESENTE", "100.00", soggetta_cassa="S"))
    senza_cassa = banco.emetti(parcella(*righe, stato="P"))
    banco.imposta(parametri_studio={"perc_fondo_professionisti": "4.00", "tipo_cassa_fatturapa": "TC02"})
    prorata = banco.emetti(parcella(*righe, stato="P"))
    prima = [banco.documento(e.id).totale_documento for e in (senza_cassa, prorata)]
    assert prima == [euro("223.81"), euro("232.69")]  # 122 + 100 + 1,81; 104 × 1,22 + 104 + 1,81
    banco.imposta(
        parametri_studio={"cassa_iva": "CODICE", "addebita_bollo": "N", "iva_fondo_professionisti": "22"},
    )
    for emessa in (senza_cassa, prorata):
        banco.rivedi(emessa.id, con(banco.dati(emessa.id), note_testata="rivista"))
    assert [banco.documento(e.id).totale_documento for e in (senza_cassa, prorata)] == prima
    assert banco.documento(banco.emetti(parcella(*righe, stato="P")).id).totale_documento == euro("231.76")
    assert banco.violazioni() == []


@pytest.mark.requisito("DOC-120", "DOC-123", "DOC-126")
def test_le_percentuali_si_scrivono_sul_documento(banco: Banco) -> None:
    dati = notula(
        riga(importo="100.00", soggetta_inps="S", soggetta_cassa="N"),
        riga(importo="100.00"),
        perc_cassa=euro("5.00"),
        aliquota_rda=euro("10.00"),
        perc_imponibile_rda=euro("50.00"),
        perc_inps=euro("4.00"),
    )
    documento = banco.documento(banco.emetti(dati).id)
    assert (documento.cassa_previdenza, documento.rivalsa_inps) == (euro("5.00"), euro("4.00"))
    assert documento.ritenuta_acconto == euro("10.20")
    for campo in ("perc_cassa", "aliquota_rda", "perc_imponibile_rda", "perc_inps"):
        for valore in ("-0.01", "100.01"):
            with pytest.raises(Rifiuto) as rifiuto:
                banco.emetti(con(dati, **{campo: euro(valore)}))
            assert rifiuto.value.campo == campo


@pytest.mark.requisito("DOC-014")
@pytest.mark.parametrize("sigla", ["FT", "no", "", "N"])
def test_solo_no_e_pa(banco: Banco, sigla: str) -> None:
    with pytest.raises(Rifiuto) as rifiuto:
        banco.emetti(con(notula(riga(importo="1.00")), sigla_documento=sigla))
    assert rifiuto.value.campo == "sigla_documento"


@pytest.mark.requisito("DOC-014", "DOC-015", "NOT-001", "PDI-001")
def test_il_modulo_di_stampa_resta_sul_documento(banco: Banco) -> None:
    emesse = [banco.emetti(notula(riga(importo="1.00"), modulo_stampa="1")) for _ in range(2)]
    banco.emetti(parcella(riga(importo="1.00"), modulo_stampa="D"))
    assert [banco.documento(e.id).modulo_stampa for e in emesse] == ["1", "1"]
    assert [v.documento for v in banco.cerca()] == ["NO1 1/1", "NO1 1/2", "PAD 1/1"]
    with pytest.raises(Rifiuto):
        banco.emetti(notula(riga(importo="1.00"), modulo_stampa="AB"))


@pytest.mark.requisito("DOC-035")
def test_le_note_hanno_cinquanta_caratteri(banco: Banco) -> None:
    assert (
        banco.documento(banco.emetti(notula(riga(importo="1.00"), note_testata="x" * 50)).id).note_testata == "x" * 50
    )
    with pytest.raises(Rifiuto) as rifiuto:
        banco.emetti(notula(riga(importo="1.00"), note_testata="x" * 51))
    assert rifiuto.value.campo == "note_testata"


@pytest.mark.requisito("DOC-036")
@pytest.mark.parametrize(
    ("cliente", "messaggio"),
    [("501.00099", "non è codificato"), (ESTINTO, "è annullato"), ("", "dato obbligatorio")],
)
def test_il_cliente_deve_esserci(banco: Banco, cliente: str, messaggio: str) -> None:
    with pytest.raises(Rifiuto, match=messaggio) as rifiuto:
        banco.emetti(notula(riga(importo="1.00"), cliente=cliente))
    assert rifiuto.value.campo == "codice_cliente"


def test_un_cliente_bloccato_e_rifiutato(banco: Banco) -> None:
    banco.imposta(clienti=[{"codice": ROSSI, "bloccato": "S"}])
    with pytest.raises(Rifiuto, match=r"conto 501\.00004 del cliente è bloccato"):
        banco.emetti(notula(riga(importo="1.00")))


@pytest.mark.requisito("DOC-052")
def test_escludi_bollo(banco: Banco) -> None:
    dati = parcella(riga("ESENTE", "100.00"), stato="P", giorno=OGGI)
    con_bollo = banco.documento(banco.emetti(dati).id)
    assert (con_bollo.bollo, con_bollo.bollo_virtuale) == (euro("1.81"), "S")
    senza = banco.documento(banco.emetti(con(dati, escludi_bollo_virtuale="S")).id)
    assert (senza.bollo, senza.bollo_virtuale, senza.totale_documento) == (0, "N", euro("100.00"))


class TestCointestatari:
    @staticmethod
    def fra(*quote: tuple[str, int | None]) -> object:
        elenco = [DatiCointestatario(cliente, quota) for cliente, quota in quote]
        return parcella(riga(importo="100.00"), stato="P", cointestatari=elenco)

    @pytest.mark.requisito("DOC-067")
    def test_le_quote_fanno_mille(self, banco: Banco) -> None:
        emessa = banco.emetti(self.fra((ROSSI, 500), (VERDI, 300), (COMUNE, 200)))
        assert [(c.codice_cliente, c.quota_millesimi) for c, _ in banco.leggi(emessa.id).cointestatari] == [
            (ROSSI, 500), (VERDI, 300), (COMUNE, 200),
        ]  # fmt: skip
        with pytest.raises(Rifiuto, match="La somma delle quote millesimali deve essere 1000"):
            banco.emetti(self.fra((ROSSI, 500), (VERDI, 300), (COMUNE, 199)))
        assert banco.emetti(self.fra((ROSSI, None), (VERDI, None))).nome == "PA 1/2"  # quotas are optional
        with pytest.raises(Rifiuto):
            banco.emetti(self.fra((ROSSI, 1200), (VERDI, -200)))

    @pytest.mark.requisito("DOC-066")
    def test_il_primo_e_l_intestatario(self, banco: Banco) -> None:
        with pytest.raises(Rifiuto, match="Il cliente intestatario non e' modificabile"):
            banco.emetti(self.fra((VERDI, 500), (ROSSI, 500)))

    @pytest.mark.requisito("DOC-065")
    def test_al_massimo_otto_e_solo_su_parcelle(self, banco: Banco) -> None:
        with pytest.raises(Rifiuto, match="al massimo 8"):
            banco.emetti(self.fra((ROSSI, None), *[(VERDI, None)] * 8))
        with pytest.raises(Rifiuto, match="solo sulle parcelle"):
            banco.emetti(notula(riga(importo="1.00"), cointestatari=[DatiCointestatario(ROSSI)]))
        with pytest.raises(Rifiuto, match=r"501\.00099 non è codificato"):
            banco.emetti(self.fra((ROSSI, None), ("501.00099", None)))

    @pytest.mark.requisito("DOC-071")
    def test_le_ricerche_vedono_solo_l_intestatario(self, banco: Banco) -> None:
        from parcella.ledger.documenti.ricerca import Filtro

        banco.emetti(self.fra((ROSSI, 500), (VERDI, 500)))
        assert banco.cerca(Filtro(cliente_da=VERDI, cliente_a=VERDI)) == []
        assert [v.codice_cliente for v in banco.cerca()] == [ROSSI]


class TestAppaltiPubblici:
    DATI = parcella(riga("CON22", "10.00"), cliente=COMUNE, stato="P")

    @pytest.mark.requisito("DOC-133")
    def test_cig_e_cup_mancanti_si_chiedono(self, banco: Banco) -> None:
        banco.imposta(clienti=[{"codice": COMUNE, "gestione_cig_cup": "S"}])
        with pytest.raises(Richiesta) as domanda:
            banco.emetti(self.DATI)
        assert (domanda.value.codice, domanda.value.predefinita) == ("cig_cup_mancanti", "N")
        assert banco.emetti(self.DATI, si=("cig_cup_mancanti",)).nome == "PA 2/1"
        assert banco.emetti(con(notula(riga("CON22", "10.00")), codice_cliente=COMUNE)).nome == "NO 1/1"

    @pytest.mark.requisito("DOC-139")
    def test_riferimenti_esterni_mancanti_si_chiedono(self, banco: Banco) -> None:
        dati = con(self.DATI, cig="Z0000000AA")
        with pytest.raises(Richiesta) as domanda:
            banco.emetti(dati)
        assert (domanda.value.codice, domanda.value.predefinita) == ("riferimenti_esterni_mancanti", "N")
        assert (
            "non saranno riportati nel file FatturaPA. Confermi il salvataggio del documento" in domanda.value.domanda
        )
        with pytest.raises(Rifiuto):
            banco.emetti(dati, no=("riferimenti_esterni_mancanti",))
        assert banco.conta(Documento) == 0
        assert banco.emetti(dati, si=("riferimenti_esterni_mancanti",)).nome == "PA 2/1"
        completa = con(dati, rif_ext_tipo="Contratto", rif_ext_codice="C-1")
        assert banco.emetti(completa).nome == "PA 2/2"

    @pytest.mark.requisito("DOC-144", "DOC-146")
    def test_riferimento_amministrazione_obbligatorio(self, banco: Banco) -> None:
        banco.imposta(clienti=[{"codice": COMUNE, "obbligo_riferimento_movimenti": "S"}])
        with pytest.raises(Rifiuto, match=r"^Riferimento amministrazione richiesto ma non specificato$"):
            banco.emetti(self.DATI)

    @pytest.mark.requisito("DOC-143", "DOC-145", "DOC-148", "DOC-153")
    def test_riferimento_amministrazione_proposto_e_modificabile(self, banco: Banco) -> None:
        assert banco.documento(banco.emetti(self.DATI).id).riferimento_amministrazione is None
        banco.imposta(clienti=[{"codice": COMUNE, "riferimento_amministrazione_pa": "UFF-7"}])
        proposti = [
            self.DATI,
            con(self.DATI, riferimento_amministrazione="LIBERO"),
            con(self.DATI, riferimento_amministrazione=""),
        ]
        assert [banco.documento(banco.emetti(d).id).riferimento_amministrazione for d in proposti] == [
            "UFF-7", "LIBERO", None,
        ]  # fmt: skip


def test_fondi_di_uno_studio_associato_restano_sul_documento(banco: Banco) -> None:
    """DOC-108, DOC-121: the funds are those of the document, also when the parametri change."""
    banco.imposta(
        parametri_studio={
            "studio_associato": "S",
            "perc_fondo_professionisti": None,
            "tipo_cassa_fatturapa": None,
            "fondi_associato": [
                {"percentuale": "2.00", "quota": "60.00", "tipo_cassa": "TC11"},
                {"percentuale": "4.00", "quota": "40.00", "tipo_cassa": "TC02"},
            ],
        }
    )
    emessa = banco.emetti(notula(riga(importo="1000.00")))
    assert banco.documento(emessa.id).cassa_previdenza == euro("28.00")
    banco.imposta(
        parametri_studio={"studio_associato": "N", "fondi_associato": [], "perc_fondo_professionisti": "5.00"}
    )
    banco.rivedi(emessa.id, con(banco.dati(emessa.id), note_testata="rivista", fondi_associato=None))
    assert banco.documento(emessa.id).cassa_previdenza == euro("28.00")
    assert [f.percentuale for f in banco.leggi(emessa.id).fondi] == [2, 4]
    assert banco.violazioni() == []
