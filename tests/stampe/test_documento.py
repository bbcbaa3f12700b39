"""What a document says on paper: every figure, wording and mark, read back from the PDF."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from parcella.ledger.aziende.elenchi import NAZIONI
from parcella.ledger.clienti.tabelle import IndirizzoCliente
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.tabelle import Cointestatario
from parcella.ledger.documenti.voci import Fondo, RegolaBollo
from parcella.ledger.tipi import ZERO, in_italiano
from parcella.stampe.documento import modulo_di, pdf
from parcella.stampe.nazioni import NOMI, nome_nazione

from .conftest import azienda, cliente, condizioni, fascicolo, letto, modulo, pagine, rata, riga, stampata

BOLLO = RegolaBollo(Decimal("2.00"), Decimal("77.47"), addebita=True)


def completa() -> Fascicolo:
    righe = [
        riga(1, "Redazione del bilancio", "1800.00", quantita=Decimal("2.50"), unita_misura="ore",
             prezzo_unitario=Decimal("720.00"), data_prestazione=date(2026, 2, 15)),
        riga(2, "Locazione di immobile", "400.00", codice_iva_riga="E10", soggetta_cassa="N", soggetta_rda="N"),
        riga(3, "Deposito del bilancio", "320.00", spese_anticipate_riga=Decimal("127.70")),
        riga(4, "Cessione di libri", "80.00", codice_iva_riga="10", soggetta_rda="N"),
    ]  # fmt: skip
    fondi = (Fondo(Decimal("4.00"), Decimal("60.00"), "TC02"), Fondo(Decimal("2.00"), Decimal("40.00"), "TC03"))
    return fascicolo(righe, sigla="PA", regole=condizioni(spese_banca=Decimal("5.00"), bollo=BOLLO, fondi=fondi))


@pytest.mark.parametrize(
    "importo",
    [
        "totale_prestazioni", "totale_spese_anticipate", "spese_banca", "bollo", "imponibile_esenti", "totale_iva",
        "totale_documento", "ritenuta_acconto", "totale_da_pagare",
    ],
)  # fmt: skip
def test_ogni_importo_del_piede(importo: str) -> None:
    f = completa()
    valore = getattr(f.totali, importo)
    assert valore > ZERO
    assert in_italiano(valore) in stampata(f)


def test_cassa_per_aliquota_e_riepilogo_iva() -> None:
    f = completa()
    stampa = stampata(f)
    for percentuale in (Decimal("4.00"), Decimal("2.00")):
        somma = sum((c.importo for c in f.totali.casse if c.percentuale == percentuale), ZERO)
        assert re.search(rf"Cassa previdenza {percentuale:.0f}%\s+{re.escape(in_italiano(somma))}", stampa)
    for voce in f.totali.riepilogo:
        assert in_italiano(voce.imponibile) in stampa
        assert in_italiano(voce.imposta) in stampa if voce.imposta else True
    assert "E10 – Esenti art. 10 DPR 633/72 (N4)" in stampa
    assert "Ritenuta d'acconto 20%" in stampa


def test_righe_con_i_loro_dati() -> None:
    stampa = stampata(completa())
    for parola in ("15/02/2026", "2,50", "ore", "720,00", "1.800,00", "127,70", "22%", "10%", "E10"):
        assert parola in stampa


def test_solo_se_non_zero() -> None:
    stampa = stampata(fascicolo([riga(1, "Consulenza", "100.00")], regole=condizioni(fondi=(), aliquota_rda=ZERO)))
    for assente in ("Cassa previdenza", "Rivalsa INPS", "Spese", "bollo", "Ritenuta", "Enasarco", "Q.tà", "Prezzo"):
        assert assente not in stampa
    assert "Totale da pagare" in stampa


def test_testata_con_mittente_destinatario_e_titolo() -> None:
    stampa = stampata(fascicolo([riga(1, "Consulenza", "100.00")], documento={"note_testata": "Incarico del 2/1"}))
    for parola in (
        "Studio Montanari", "Ordine dei dottori commercialisti di RN n. 412/A", "Corso d’Augusto, 118",
        "47921 Rimini (RN)", "tel. 0541 123456", "PEC studio.montanari@pec.example", "P. IVA 99000010405",
        "C.F. MNTLSE74E63H294X", "Rossi Costruzioni s.r.l.", "Via Flaminia, 171/B", "NOTULA / AVVISO DI PARCELLA",
        "n. 1/12 del 31/03/2026", "Incarico del 2/1", "pagina 1 di 1",
    ):  # fmt: skip
        assert parola in stampa


def test_una_parte_senza_dato_sparisce() -> None:
    f = fascicolo([riga(1, "Consulenza", "100.00")], azienda=azienda(telefono=None, pec=None, bic=None))
    stampa = stampata(f)
    assert "tel." not in stampa
    assert "PEC" not in stampa
    assert "BIC" not in stampa
    assert "segreteria@montanari.example" in stampa


def test_riferimenti_e_cointestatari() -> None:
    altro = cliente(ragione_sociale=None, cognome="Bianchi", nome="Anna")
    documento = {
        "cig": "8123456A1B", "cup": "J31B26000120001", "rif_ext_tipo": "Contratto", "rif_ext_codice": "CTR-9",
        "rif_ext_data": date(2026, 1, 12), "riferimento_amministrazione": "UF-FIN", "fattura_collegata_numero": "1/9",
    }  # fmt: skip
    f = fascicolo(
        [riga(1, "Consulenza", "100.00")],
        sigla="PA",
        documento=documento,
        cointestatari=(
            (Cointestatario(azienda=1, documento=1, codice_cliente="1", quota_millesimi=600), cliente()),
            (Cointestatario(azienda=1, documento=1, codice_cliente="2", quota_millesimi=400), altro),
        ),
    )
    stampa = " ".join(stampata(f).split())
    for parola in (
        "CIG 8123456A1B · CUP J31B26000120001", "Contratto CTR-9 del 12/01/2026", "Rif. amministrazione UF-FIN",
        "Fattura collegata 1/9", "Rossi Costruzioni s.r.l. (600/1000); Anna Bianchi (400/1000)",
    ):  # fmt: skip
        assert parola in stampa
    assert "Rif. documento" not in stampa


def test_la_data_di_un_riferimento_senza_nome_non_si_stampa() -> None:
    documento = {"rif_ext_tipo": "Contratto", "rif_ext_data": date(2026, 1, 12)}
    assert "12/01/2026" not in stampata(fascicolo([riga(1, "Voce", "1.00")], sigla="PA", documento=documento))


def test_indirizzo_estero_come_su_una_busta() -> None:
    estero = cliente(
        ragione_sociale="Nordlicht Messebau GmbH", indirizzo="Leopoldstraße 27", numero_civico=None, cap="00000",
        comune="80802 München", provincia="EE", nazione="DE", partita_iva="DE811234567", codice_fiscale=None,
    )  # fmt: skip
    stampa = stampata(fascicolo([riga(1, "Beratung", "100.00")], cliente=estero))
    for parola in ("Leopoldstraße 27", "80802 München", "Germania", "P. IVA DE811234567"):
        assert parola in stampa
    for segnaposto in ("00000", "(EE)", "(RN)\n80802"):
        assert segnaposto not in stampa


def test_si_spedisce_all_indirizzo_per_la_corrispondenza() -> None:
    posta = IndirizzoCliente(
        azienda=1, cliente="201.00001", presso="Studio Neri", indirizzo="Via Verdi", numero_civico="1", cap="14100",
        comune="Asti", provincia="AT", corrispondenza="S",
    )  # fmt: skip
    f = fascicolo([riga(1, "Voce", "1.00")], spedizione=posta)
    busta = stampata(f)
    assert "presso Studio Neri\nVia Verdi, 1\n14100 Asti (AT)" in busta
    assert f.cliente.indirizzo and f.cliente.indirizzo not in busta
    assert f"P. IVA {f.cliente.partita_iva}" in busta, "i dati fiscali restano quelli del cliente"


def test_le_nazioni_hanno_un_codice_che_esiste() -> None:
    assert set(NOMI) <= NAZIONI
    assert (nome_nazione("IT"), nome_nazione("CH"), nome_nazione("TV")) == ("", "Svizzera", "TV")


@pytest.mark.requisito("PDI-011")
def test_pagamento_scadenze_e_banca() -> None:
    f = fascicolo([riga(1, "Consulenza", "1000.00")])
    rate = (rata(1, date(2026, 4, 30), "500.00", stato_rata="P"), rata(2, date(2026, 5, 31), "568.80"))
    stampa = stampata(replace(f, rate=rate))
    for parola in (
        "Bonifico 30 giorni", "30/04/2026", "bonifico – pagata", "500,00", "31/05/2026", "568,80",
        "Banca Popolare di Bergamo", "IBAN IT60 X054 2811 1010 0000 0123 456",
    ):  # fmt: skip
        assert parola in stampa


def test_novantanove_rate_stanno_tutte() -> None:
    f = fascicolo([riga(1, "Canone", "9900.00")])
    rate = tuple(rata(n, date(2026 + n // 12, n % 12 + 1, 28), f"{100 + n}.11") for n in range(1, 100))
    stampa = stampata(replace(f, rate=rate))
    assert all(f"{100 + n},11" in stampa for n in range(1, 100))


def test_pagata_del_tutto_non_chiede_soldi() -> None:
    f = fascicolo([riga(1, "Consulenza", "1000.00")], sigla="PA")
    pagata = replace(f, rate=(rata(1, date(2026, 3, 31), f.totali.totale_da_pagare, parcella=True, stato_rata="P"),))
    assert "IBAN" in stampata(f)
    assert "IBAN" not in stampata(pagata)


# Wordings and marks.


def _diciture(f: Fascicolo) -> set[str]:
    return set(re.findall(r"DICITURA-(\w+)", stampata(f)))


def test_dicitura_della_notula() -> None:
    assert _diciture(fascicolo([riga(1, "Consulenza", "100.00")])) == {"NOTULA"}


def test_copia_di_cortesia_della_fattura_elettronica() -> None:
    righe = [riga(1, "Consulenza", "100.00")]
    assert _diciture(fascicolo(righe, sigla="PA")) == {"COPIA"}
    senza = cliente(tipo_fattura_elettronica="N")
    assert _diciture(fascicolo(righe, sigla="PA", cliente=senza)) == set()


@pytest.mark.requisito("DOC-053")
def test_bollo_ultima_voce_del_corpo_salvo_esclusione() -> None:
    righe = [riga(1, "Prestazione sanitaria", "100.00", codice_iva_riga="E10")]
    f = fascicolo(righe, sigla="PA", regole=condizioni(bollo=BOLLO))
    stampa = stampata(f)
    assert stampa.index("Prestazione sanitaria") < stampa.index("DICITURA-BOLLO") < stampa.index("Riepilogo IVA")
    esclusa = fascicolo(righe, sigla="PA", regole=condizioni(), documento={"escludi_bollo_virtuale": "S"})
    assert "BOLLO" not in _diciture(esclusa)
    non_addebitato = condizioni(bollo=replace(BOLLO, addebita=False))
    assert "BOLLO" in _diciture(fascicolo(righe, sigla="PA", regole=non_addebitato))
    assert "BOLLO" not in _diciture(fascicolo([riga(1, "Consulenza", "100.00")], sigla="PA"))


def test_forfettario() -> None:
    f = fascicolo(
        [riga(1, "Consulenza", "900.00", codice_iva_riga="FOR", soggetta_cassa="N", soggetta_inps="S")],
        sigla="PA",
        regole=condizioni(forfettario=True, perc_inps=Decimal("4.00"), iva_inps="FOR", fondi=(), bollo=BOLLO),
        documento={"forfettario": "S"},
    )
    assert _diciture(f) >= {"FORFETTARIO", "BOLLO"}
    stampa = stampata(f)
    assert re.search(r"Rivalsa INPS 4%\s+36,00", stampa)
    assert "938,00" in stampa
    assert "Ritenuta" not in stampa


def test_iva_per_cassa_solo_verso_chi_agisce_come_impresa() -> None:
    righe = [riga(1, "Consulenza", "100.00")]
    per_cassa = {"iva_per_cassa": "S"}
    assert "CASSA" in _diciture(fascicolo(righe, sigla="PA", documento=per_cassa))
    privato = cliente(privato="S")
    assert "CASSA" not in _diciture(fascicolo(righe, sigla="PA", documento=per_cassa, cliente=privato))
    onlus = cliente(privato="S", senza_partita_iva="N")
    assert "CASSA" in _diciture(fascicolo(righe, sigla="PA", documento=per_cassa, cliente=onlus))
    ente = cliente(ente_pubblico="S")
    assert "CASSA" not in _diciture(fascicolo(righe, sigla="PA", documento=per_cassa, cliente=ente))


def test_split_payment_toglie_l_iva_da_pagare() -> None:
    f = fascicolo(
        [riga(1, "Consulenza", "1000.00", soggetta_rda="N")],
        sigla="PA",
        regole=condizioni(split_payment=True, aliquota_rda=ZERO),
        documento={"esigibilita_iva": "S"},
    )
    stampa = stampata(f)
    assert "SPLIT" in _diciture(f)
    assert re.search(r"IVA a carico del cliente\s+– 228,80", stampa)
    assert "1.040,00" in stampa


def test_dicitura_del_modulo_quando_l_archivio_non_ne_ha() -> None:
    assert "non costituisce fattura" in stampata(replace(fascicolo([riga(1, "Consulenza", "1.00")]), riferimenti={}))


def test_la_provvisoria_si_vede() -> None:
    documento = {"stato_parcella": "P", "numero_documento": None, "numero_lavoro": 7}
    f = fascicolo([riga(n, f"Voce {n}", "10.00") for n in range(1, 80)], sigla="PA", documento=documento)
    fogli = pagine(pdf(f, modulo(f)))
    assert len(fogli) > 2
    assert all("PROVVISORIA" in foglio for foglio in fogli)
    assert "1/prov.7" in fogli[0]
    assert "Parcella provvisoria, non valida ai fini fiscali" in fogli[-1]
    assert "COPIA" not in _diciture(f)
    assert "PROVVISORIA" not in stampata(fascicolo([riga(1, "Voce", "10.00")], sigla="PA"))


# Forms, letters, sameness.


@pytest.mark.requisito("DOC-017")
def test_senza_modulo_non_si_stampa_e_non_e_un_errore() -> None:
    f = fascicolo([riga(1, "Voce", "1.00")], documento={"modulo_stampa": "Q"})
    assert modulo_di(f.documento) is None


def test_il_terzo_carattere_sceglie_il_modulo() -> None:
    f = fascicolo([riga(1, "Consulenza", "123.45"), riga(2, "Altra", "54.32")], documento={"modulo_stampa": "1"})
    stampa = stampata(f)
    assert modulo(f).nome == "NO1"
    assert "123,45" not in stampa
    assert "177,77" in stampa


@pytest.mark.requisito("TAR-004")
def test_la_descrizione_del_documento_si_puo_stampare(tmp_path: Any, cartella_utente: Any) -> None:
    f = fascicolo([riga(1, "Voce", "1.00")], descrizione_documento="Avviso di studio")
    originale = modulo(f).percorso.read_text(encoding="utf-8")
    (cartella_utente / "forms").mkdir(parents=True)
    copia = originale.replace('"NOTULA / AVVISO DI PARCELLA"', '"{descrizione}"')
    (cartella_utente / "forms" / "NO.toml").write_text(copia, encoding="utf-8")
    assert "Avviso di studio" in stampata(f)


@pytest.mark.parametrize("nome", ["Œuvre d’été “Žižek” – 100 €", "Łukasz Wiśniewski", "Ștefan Țurcanu", "Ελένη"])
def test_ogni_lettera_si_scrive(nome: str) -> None:
    f = fascicolo([riga(1, f"Consulenza a {nome}", "100.00")], cliente=cliente(ragione_sociale=nome))
    avvisi: list[Any] = []
    assert letto(pdf(f, modulo(f), avvisi)).count(nome) == 2
    assert avvisi == []


def test_senza_carattere_adatto_lo_si_dice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parcella.stampe.foglio.del_sistema", lambda: None)
    f = fascicolo([riga(1, "Consulenza", "100.00")], cliente=cliente(ragione_sociale="Řehoř Łąka"))
    avvisi: list[Any] = []
    assert "Rehor ?aka" in letto(pdf(f, modulo(f), avvisi))
    assert [a.codice for a in avvisi] == ["carattere_non_stampabile"]
    assert "«Řehoř Łąka»" in avvisi[0].messaggio


@pytest.mark.parametrize("nome", ["Rossi s.r.l.", "Łukasz"])
def test_lo_stesso_documento_da_lo_stesso_file(nome: str) -> None:
    f = fascicolo([riga(1, "Consulenza", "100.00")], cliente=cliente(ragione_sociale=nome))
    assert pdf(f, modulo(f)) == pdf(f, modulo(f))
