"""Gestione notule/parcelle, header and body: what an operator presses, what is saved, what is shown."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from parcella.ledger import archivio
from parcella.ledger.clienti import anagrafica as clienti
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Risposte
from parcella.screens.cliente import SchermoCliente
from parcella.screens.prestazione import SchermoPrestazione
from parcella.screens.scadenzario_notula import ScadenzarioNotula
from parcella.widgets.modulo import Modulo
from screens.studio_documenti import LAVORO, ManiDocumenti, euro, gestione


async def notula(mani: ManiDocumenti, importo: str = "100") -> None:
    await mani.testata("no")
    await mani.riga("tenuta", "", importo)
    await mani.premi("f10")


@pytest.mark.requisito(
    "DOC-001", "DOC-004", "DOC-005", "DOC-023", "DOC-024", "NOT-001", "NOT-002", "NOT-025", "NOT-018"
)
async def test_una_notula_digitata_di_corsa(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.scrivi("no\n\n\n\n\nrossi\n\n\nconsul\n4\n\n16\n.Assistenza alla verifica\n")
        await mani.premi("f10")
        f = mani.ultimo
        assert f.nome == "NO 1/28"
        assert (f.documento.codice_cliente, f.documento.data_documento) == ("501.00001", date(2026, 3, 20))
        assert [(r.codice_prestazione, r.tipo_riga, r.descrizione_riga) for r in f.righe] == [
            ("CONSUL", None, "CONSULENZA FISCALE"),
            (None, ".", "Assistenza alla verifica"),
        ]
        assert (f.righe[0].quantita, f.righe[0].importo_prestazione) == (euro("4"), euro("360.00"))
        assert f.documento.totale_da_pagare == sum(r.importo_rata for r in f.rate)
        assert mani.registrazioni(f.documento.id) == []
        assert "NO 1/28 registrato" in mani.messaggio
        assert mani.schermo.chiave is None
        assert mani.campo() == "sigla_documento", "pronto per il prossimo"
        assert mani.schermo.testata["codice_cliente"] == ""


async def test_f10_battuto_due_volte_lascia_in_vista_dov_e_il_pdf(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.testata("no")
        await mani.riga("tenuta", "", "100")
        await mani.premi("f10", "f10")
        assert mani.messaggio.startswith("NO 1/28 registrato. PDF: ")
        assert len(mani.documenti()) == 1
        await mani.premi("f10")
        assert mani.messaggio.startswith("NO 1/28 registrato. PDF: "), "anche con calma"
        await mani.scrivi("no\n")
        await mani.premi("f10")
        assert "il dato è obbligatorio" in mani.messaggio, "un altro documento è cominciato"
        assert len(mani.documenti()) == 1


@pytest.mark.requisito("DOC-014", "DOC-016", "DOC-015", "PDI-001")
async def test_docum_ammette_no_e_pa_con_un_modulo(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.scrivi("xx\n")
        assert "sono ammessi NO e PA" in mani.messaggio
        assert mani.campo() == "sigla_documento"
        await mani.premi("backspace", "backspace", "f2")
        assert any("NO" in r and "Notula" in r for r in mani.video)
        assert any("PA" in r and "Parcella" in r for r in mani.video)
        await mani.premi("escape")
        await mani.testata("no1")
        await mani.riga("tenuta")
        await mani.premi("f10")
        assert mani.ultimo.documento.modulo_stampa == "1"
        await mani.premi("f6")
        assert mani.schermo.testata["sigla_documento"] == "NO1"


@pytest.mark.requisito("DOC-019", "NOT-026", "NOT-028", "NOT-029")
async def test_l_ultimo_documento_si_richiama_e_si_rivede(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.premi("f6")
        assert "ora non è possibile" in mani.messaggio
        await notula(mani)
        await mani.premi("f6")
        assert mani.schermo.chiave == mani.ultimo.documento.id
        assert mani.campo() == "note_testata", "sigla, serie, numero, data e cliente sono fissi"
        await mani.scrivi("rivista\n")
        await mani.premi("f8", "enter", "enter")
        await mani.scrivi("250\n\n")
        await mani.premi("f10")
        documento = mani.ultimo.documento
        assert (documento.note_testata, documento.totale_prestazioni) == ("rivista", euro("250.00"))
        assert len(mani.documenti()) == 1
        assert sum(r.importo_rata for r in mani.ultimo.rate) == documento.totale_da_pagare
        assert "riscritto" in mani.messaggio


@pytest.mark.requisito("DOC-021", "DOC-022")
async def test_serie_con_elenco_descrizione_numero_e_data(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.scrivi("pa\n")
        await mani.premi("f3")
        x = "\n".join(mani.video)
        assert "Parcelle" in x
        assert "67" in x
        assert "Enti" in x
        await mani.premi("down", "enter")
        assert mani.schermo.testata["serie"] == 2
        await mani.premi("up")
        await mani.scrivi("7\n")
        assert "non è gestita" in mani.messaggio


@pytest.mark.requisito("DOC-023", "DOC-024", "DOC-025")
async def test_numero_a_mano_non_muove_il_numeratore(studio: Path) -> None:
    async with gestione(studio) as mani:
        for numero in ("", "50", ""):
            await mani.scrivi(f"no\n\n{numero}\n\n\n501.00001\n\n\n")
            await mani.riga("tenuta")
            await mani.premi("f10")
        assert [d.numero_documento for d in mani.documenti()] == [28, 50, 29]
        await mani.scrivi("no\n\nabc\n")
        assert "AUTO oppure un numero" in mani.messaggio
        assert mani.campo() == "numero_documento"


@pytest.mark.requisito("DOC-027")
async def test_la_data_e_il_calendario(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.scrivi("no\n\n\n")
        assert mani.campo() == "data_documento"
        await mani.premi("f2")
        assert any("Marzo 2026" in r for r in mani.video)
        await mani.premi("down", "left", "enter")
        assert mani.schermo.testata["data_documento"] == date(2026, 3, 26)
        assert mani.campo() == "note_testata"


@pytest.mark.requisito("DOC-029", "DOC-033", "DOC-041", "PDI-002", "PDI-003")
async def test_stato_solo_sulle_parcelle_e_chiusura_solo_sulle_notule(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.scrivi("pa\n\n\n\n")
        assert mani.campo() == "stato_parcella"
        assert mani.schermo.testata["stato_parcella"] == "D", "dal parametro Crea parcelle Prov/Definitive"
        assert any("Stato   D Definitiva" in r for r in mani.video)
        await mani.scrivi("x\n")
        assert mani.campo() == "stato_parcella"
        await mani.premi("escape", "s")
    async with gestione(studio) as mani:
        await mani.scrivi("no\n")
        assert any("Ch.Def" in r for r in mani.video)
        assert not any("Stato " in r for r in mani.video)


@pytest.mark.requisito("DOC-035", "DOC-036", "DOC-038", "DOC-046", "DOC-099")
async def test_il_cliente_porta_le_sue_proposte(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.scrivi("no\n\n\n\n" + "n" * 50 + "\n")
        assert mani.schermo.testata["note_testata"] == "n" * 50
        await mani.scrivi("zzz\n")
        assert "non trovato" in mani.messaggio
        await mani.premi(*["backspace"] * 3)
        await mani.scrivi("00488410010\n")
        testata = mani.schermo.testata
        assert (testata["codice_cliente"], testata["nome_cliente"]) == ("501.00001", "Rossi s.r.l.")
        assert testata["responsabile"] == "Gabriella Neri"
        assert testata["soggetto_rda"] == "S"
        assert any("Via Roma 1 - 10121 Torino (TO)" in r for r in mani.video)
        assert any("Gabriella" in r for r in mani.video)
        await mani.premi("up")
        await mani.scrivi("banca\n")
        assert mani.schermo.piede["codice_pagamento"] == "RB3060"
        assert mani.schermo.piede["spese_banca"] == euro("5.00")
        await mani.premi("up")
        await mani.scrivi("tratta\n")
        assert mani.schermo.piede["codice_pagamento"] == "", "una tratta non si propone"


@pytest.mark.requisito("DOC-036")
async def test_il_cliente_si_cerca_per_nome_e_per_codice(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.scrivi("no\n\n\n\n\n")
        await mani.premi("f3")
        assert "per codice" in "\n".join(mani.video)
        await mani.premi("escape", "f2")
        assert "per nome" in "\n".join(mani.video)
        await mani.premi("escape")


@pytest.mark.requisito("DOC-039", "DOC-040", "DOC-102", "DOC-105", "DOC-107", "DOC-111", "DOC-112", "DOC-113",
                       "DOC-114", "DOC-116", "DOC-117", "NOT-003", "PDI-012")  # fmt: skip
async def test_il_piede_si_ricalcola_mentre_si_scrive(studio: Path) -> None:
    """The example of DOC-117."""
    async with gestione(studio) as mani:
        await mani.testata("no")
        await mani.riga("tenuta", "", "1000", "50")
        await mani.riga("pre2", "", "200")
        await mani.premi("f8")
        assert mani.campo() == "codice_pagamento"
        await mani.premi("enter", "enter")
        assert mani.campo() == "spese_banca", "Sp.Antic è la somma delle righe"
        await mani.scrivi("3\n")
        await mani.premi("n")  # ricalcolo rate
        piede = mani.schermo.piede
        attesi = {
            "totale_prestazioni": "1200.00",
            "totale_spese_anticipate": "50.00",
            "cassa_previdenza": "48.00",
            "imponibile_esenti": "1301.00",
            "totale_iva": "275.22",
            "totale_documento": "1576.22",
            "ritenuta_acconto": "200.00",
            "totale_da_pagare": "1376.22",
        }
        assert {nome: piede[nome] for nome in attesi} == {nome: euro(v) for nome, v in attesi.items()}
        assert any("Rit.Ac. 20,00" in r for r in mani.video)
        await mani.premi("f8")
        while mani.campo() != "soggetto_rda":
            await mani.premi("enter")
        await mani.scrivi("n\n")
        assert piede["ritenuta_acconto"] == euro("0.00")
        assert piede["totale_da_pagare"] == euro("1576.22")


@pytest.mark.requisito("DOC-045", "DOC-042", "NOT-041")
async def test_chiudere_una_notula_avverte_e_poi_e_sola_consultazione(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.scrivi("no\n\n\n\n\n501.00001\n\ns\n")
        assert "chiusa in modo DEFINITIVO" in "".join(mani.video).replace("║", "").replace("  ", "")
        await mani.premi("n")
        assert mani.schermo.testata["chiusa_definitiva"] == "N"
        mani.schermo.testata.vai_a("chiusa_definitiva")
        await mani.scrivi("s\n")
        await mani.premi("s")
        await mani.riga("tenuta")
        await mani.premi("f10")
        assert mani.ultimo.documento.chiusa_definitiva == "S"
        await mani.premi("f6")
        assert "sola visualizzazione" in mani.messaggio
        assert not any("F10" in r for r in mani.video[-1:])
        await mani.premi("f10")
        assert mani.ultimo.documento.versione == 1


@pytest.mark.requisito("DOC-013", "DOC-118", "NOT-011")
async def test_f8_gira_le_tre_sezioni(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.premi("f8")
        assert "obbligatorio" in mani.messaggio, "prima la testata"
        await mani.testata("no")
        await mani.premi("f8")
        assert mani.campo() == "codice_pagamento"
        await mani.premi("f8")
        assert mani.app.focused is mani.schermo.testata
        await mani.premi("f8")
        assert mani.app.focused is mani.schermo.griglia


@pytest.mark.requisito("DOC-073", "DOC-076", "DOC-077", "NOT-007", "NOT-010")
async def test_righe_descrittive_senza_importi(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.testata("no")
        await mani.scrivi(".\nprima\n,seconda\ntenuta\n\n\n\n")
        assert mani.schermo.griglia.indice == 3
        await mani.premi("f10")
        assert [(r.tipo_riga, r.descrizione_riga, r.importo_prestazione) for r in mani.ultimo.righe] == [
            (".", "prima", euro("0.00")),
            (",", "seconda", euro("0.00")),
            (None, "TENUTA CONTABILITA'", euro("150.00")),
        ]


@pytest.mark.requisito("DOC-074")
async def test_f2_nasconde_le_precancellate_f3_le_mostra(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.testata("no")
        await mani.premi("f2")
        assert not any("VECCHIA" in r for r in mani.video)
        await mani.premi("escape", "f3")
        assert any("VECCHIA" in r for r in mani.video)
        await mani.premi("escape")


@pytest.mark.requisito("DOC-078", "DOC-079", "DOC-080", "DOC-081", "NOT-004", "PDI-007")
async def test_descrizione_raggiunta_da_su_e_fermate_sui_punti(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.testata("no")
        await mani.scrivi("tenuta\n")
        assert mani.campo() == "quantita"
        await mani.premi("up")
        assert mani.campo() == "descrizione_riga"
        await mani.scrivi("Tenuta di marzo\n")
        assert mani.campo() == "quantita"
        await mani.scrivi("\n\n\nassist\n")
        assert mani.campo() == "descrizione_riga", "il primo ?"
        await mani.scrivi("12/03\n")
        assert mani.campo() == "descrizione_riga", "il secondo ?"
        await mani.scrivi("la sede\n")
        assert mani.campo() == "quantita"
        await mani.premi("f10")
        assert [r.descrizione_riga for r in mani.ultimo.righe] == [
            "Tenuta di marzo",
            "ASSISTENZA DEL 12/03 PRESSO la sede",
        ]
        assert mani.ultimo.righe[0].quantita is None
        assert mani.ultimo.righe[0].unita_misura == "ME"


@pytest.mark.requisito("DOC-083", "NOT-005", "PDI-008")
async def test_importo_proposto_solo_se_zero(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.testata("no")
        await mani.scrivi("tenuta\n3\n")
        griglia = mani.schermo.griglia
        assert griglia.riga["importo_prestazione"] == euro("450.00")
        await mani.premi("shift+tab")
        await mani.scrivi("4\n")
        assert griglia.riga["importo_prestazione"] == euro("450.00"), "non più zero: resta"
        await mani.scrivi("0\n")
        await mani.premi("shift+tab")
        assert griglia.riga["importo_prestazione"] == euro("600.00")
        await mani.scrivi("0\n\n")
        await mani.premi("f10")
        assert mani.ultimo.righe[0].importo_prestazione == euro("0.00")


@pytest.mark.requisito("DOC-084", "DOC-091")
async def test_il_prezzo_segue_particolarita_e_quantita(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.testata("no", "501.00002")
        await mani.scrivi("consul\n")
        griglia = mani.schermo.griglia
        assert griglia.riga["prezzo_unitario"] == euro("80.00")
        await mani.scrivi("12\n")
        assert griglia.riga["prezzo_unitario"] == euro("70.00")
        assert griglia.riga["importo_prestazione"] == euro("840.00")


@pytest.mark.requisito("DOC-085")
async def test_minimo_fatturabile_sulla_riga_inserita(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.testata("no")
        await mani.scrivi("consul\n\n30\n")
        assert any("minimo fatturabile" in r for r in mani.video)
        await mani.premi("s")
        assert mani.schermo.griglia.riga["importo_prestazione"] == euro("50.00")
        await mani.scrivi("\nconsul\n\n2000\n")
        await mani.premi("enter")  # N: resta
        await mani.premi("f10")
        assert [r.importo_prestazione for r in mani.ultimo.righe] == [euro("50.00"), euro("2000.00")]
        await mani.premi("f6", "f8", "enter", "enter")
        await mani.scrivi("40\n")
        assert not any("minimo fatturabile" in r for r in mani.video), "variando non si controlla"


@pytest.mark.requisito("DOC-086", "DOC-104")
async def test_spese_anticipate_di_riga_fuori_iva(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.testata("no")
        await mani.riga("tenuta", "", "100", "16")
        assert mani.schermo.piede["totale_iva"] == euro("22.88")
        assert mani.schermo.piede["ritenuta_acconto"] == euro("20.00")
        assert mani.schermo.piede["totale_spese_anticipate"] == euro("16.00")


@pytest.mark.requisito("DOC-089", "DOC-090", "DOC-091", "DOC-092")
async def test_ulteriori_dati_riga(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.testata("no")
        await mani.scrivi("tenuta\n2")
        await mani.premi("f4")
        assert mani.campo() == "data_prestazione"
        assert mani.schermo.dettaglio["codice_iva_riga"] == "22"
        await mani.scrivi("12\n33,5\nzz\n")
        assert "non trovato" in mani.messaggio
        await mani.premi("backspace", "backspace")
        await mani.scrivi("20\n")
        assert mani.app.focused is mani.schermo.griglia
        assert mani.campo() == "quantita"
        await mani.premi("enter")
        assert mani.schermo.griglia.riga["importo_prestazione"] == euro("67.00")
        await mani.premi("f10")
        riga = mani.ultimo.righe[0]
        assert (riga.data_prestazione, riga.prezzo_unitario, riga.codice_iva_riga) == (
            date(2026, 3, 12),
            Decimal("33.50"),
            "20",
        )


@pytest.mark.requisito("DOC-093", "DOC-094", "DOC-096")
async def test_cancella_inserisce_prima_e_ultima_riga(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.testata("no")
        for codice in ("tenuta", "consul", "pre2"):
            await mani.riga(codice, "", "100")
        await mani.premi("shift+f5")
        assert mani.schermo.griglia.indice == 0
        await mani.premi("f5", "s")
        await mani.premi("f6")
        await mani.scrivi(".In testa\n")
        await mani.premi("shift+f6")
        assert mani.schermo.griglia.indice == 3
        assert mani.schermo.piede["totale_prestazioni"] == euro("200.00")
        await mani.premi("f10")
        assert [r.codice_prestazione or r.descrizione_riga for r in mani.ultimo.righe] == ["In testa", "CONSUL", "PRE2"]


@pytest.mark.requisito("DOC-072")
async def test_la_riga_1001_si_rifiuta(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.testata("no")
        riga = {"codice": ".", "tipo_riga": ".", "descrizione_riga": "x"}
        mani.schermo.griglia.carica([riga] * 999 + [{}])
        await mani.premi("shift+f6")
        await mani.scrivi("verbale\n")
        assert "1.000 righe" in mani.messaggio
        await mani.scrivi(".ultima\n")
        assert len(mani.schermo.griglia.righe) == 1000
        await mani.premi("shift+f6", "f6")
        assert "ora non è possibile" in mani.messaggio


async def test_codici_d_t_v_nel_corpo(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.testata("no")
        await mani.scrivi("incar\nnotacond\nverbale\n")
        assert mani.campo() == "descrizione_riga", "la prima riga con ?"
        await mani.scrivi("12/03\n")
        assert mani.schermo.griglia.indice == 4
        assert mani.campo() == "descrizione_riga"
        await mani.scrivi("7\ntenuta\n\n\n\n")
        await mani.premi("f10")
        assert [(r.codice_prestazione, r.tipo_riga, r.descrizione_riga) for r in mani.ultimo.righe] == [
            ("INCAR", ".", "COME DA INCARICO"),
            ("NOTACOND", ".", "CONDIZIONI"),
            ("VERBALE", ".", "VERBALE DEL 12/03"),
            ("VERBALE", ".", "PRESSO LA SEDE"),
            ("VERBALE", ".", "REGISTRATO AL N. 7"),
            ("TENUTA", None, "TENUTA CONTABILITA'"),
        ]


async def test_un_importo_mai_raggiunto_vale_comunque_qta_per_prezzo(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.testata("no")
        await mani.scrivi("consul\n3")
        await mani.premi("f10")
        (riga,) = mani.ultimo.righe
        assert (riga.quantita, riga.importo_prestazione) == (euro("3"), euro("270.00"))


async def test_in_revisione_il_piede_usa_le_percentuali_del_documento(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.testata("no")
        await mani.riga("consul", "1", "100")
        await mani.premi("f10")
        mani.parametri(perc_fondo_professionisti=euro("2.00"))
        await mani.premi("f6")
        await mani.premi("f8", "enter", "enter")
        await mani.scrivi("200\n\n")
        assert mani.schermo.piede["cassa_previdenza"] == euro("8.00")
        await mani.premi("f10")
        assert mani.ultimo.documento.cassa_previdenza == euro("8.00")


@pytest.mark.requisito("DOC-037")
async def test_dal_cliente_si_apre_la_sua_scheda(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.scrivi("no\n\n\n\n\n")
        await mani.scrivi("501.00001")
        await mani.premi("shift+f4")
        scheda = mani.app.screen
        assert isinstance(scheda, SchermoCliente) and scheda.query_one("#anagrafica", Modulo)["codice"] == "501.00001"
        await mani.premi("escape")
        assert mani.campo() == "codice_cliente"
        await mani.premi("ctrl+u", "shift+f4")
        nuova = mani.app.screen
        assert isinstance(nuova, SchermoCliente)
        await mani.scrivi("\nNeri s.r.l.\n\n\n\nVia Po 1\n\n10121\nTorino\nto\n")
        await mani.premi("f10")
        assert mani.schermo.testata["codice_cliente"] not in ("", "501.00001")


@pytest.mark.requisito("DOC-075")
async def test_dal_codice_si_apre_la_scheda_della_prestazione(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.testata("no")
        await mani.scrivi("consul")
        await mani.premi("f4")
        assert isinstance(mani.app.screen, SchermoPrestazione)
        assert mani.dove("CONSULENZA FISCALE")
        await mani.premi("escape")
        assert mani.app.screen is mani.schermo


@pytest.mark.requisito("PAR-020")
@pytest.mark.parametrize("apertura", ["S", "N"])
async def test_f11_apre_lo_scadenzario_comunque(studio: Path, apertura: str) -> None:
    async with gestione(studio) as mani:
        mani.parametri(apertura_automatica_scadenzario=apertura)
        await mani.testata("no")
        await mani.riga("consul", "1", "100")
        await mani.premi("f11")
        assert isinstance(mani.app.screen, ScadenzarioNotula)


@pytest.mark.requisito("DOC-038")
async def test_la_ritenuta_di_chi_la_trattiene_da_un_giorno_segue_la_data(studio: Path) -> None:
    with archivio.apri(studio) as aperto, aperto.scrittura() as sessione:
        dal = {"codice": "501.00001", "soggetto_ritenuta": "S", "soggetto_ritenuta_dal": date(2026, 3, 20)}
        clienti.salva(sessione, Contesto(1, "STU", "P", "anna", LAVORO), dal, Risposte(interattive=False))
    async with gestione(studio) as mani:
        await mani.testata("no")
        testata = mani.schermo.testata
        assert testata["soggetto_rda"] == "S"
        testata.vai_a("data_documento")
        await mani.scrivi("190326\n")
        assert testata["soggetto_rda"] == "N", "il giorno prima non la tratteneva"
        testata.vai_a("soggetto_rda")
        await mani.scrivi("s\n")
        testata.vai_a("data_documento")
        await mani.scrivi("180326\n")
        assert testata["soggetto_rda"] == "S", "scritta a mano resta"
