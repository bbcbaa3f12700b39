"""`parcella documenti` as a user or another program runs it: shapes, exit codes, questions."""

import json
from typing import Any

import pytest

from .banco_comandi import ESTINTO, VERDI, Ufficio, notula, parcella

CALCOLATE = {
    "totale_prestazioni": "100.00", "cassa_previdenza": "4.00", "rivalsa_inps": "0.00", "imponibile_esenti": "104.00",
    "totale_iva": "20.80", "bollo": "0.00", "totale_documento": "124.80", "ritenuta_acconto": "20.00",
    "totale_da_pagare": "104.80",
}  # fmt: skip
RIEPILOGO = [{"codice_iva": "20", "natura": None, "aliquota": "20.00", "imponibile": "104.00", "imposta": "20.80"}]


def test_emetti_e_mostra_danno_la_stessa_forma(ufficio: Ufficio) -> None:
    (emesso,) = ufficio.emetti(notula())
    assert emesso == ufficio.json("documenti", "mostra", "NO", "1/1") == ufficio.json("documenti", "mostra", "NO 1/1")
    assert {chiave: emesso[chiave] for chiave in CALCOLATE} == CALCOLATE
    assert emesso["riepilogo_iva"] == RIEPILOGO
    assert (emesso["serie"], emesso["numero_documento"], emesso["data_documento"]) == (1, 1, "2010-09-02")
    assert emesso["riferimenti"] == []
    (rata,) = emesso["rate"]
    assert (rata["numero_rata"], rata["data_scadenza"], rata["importo_rata"]) == (1, "2010-09-02", "104.80")
    (riga,) = emesso["righe"]
    assert (riga["numero_riga"], riga["prezzo_unitario"], riga["importo_prestazione"]) == (1, "50.00", "100.00")


def test_emetti_da_i_documenti_nell_ordine_del_file(ufficio: Ufficio) -> None:
    emessi = ufficio.emetti(parcella(), notula(), parcella(stato="P"))
    assert [(d["sigla_documento"], d["numero_documento"]) for d in emessi] == [("PA", 1), ("NO", 1), ("PA", 2)]
    assert [set(CALCOLATE) - set(d) for d in emessi] == [set()] * 3
    uno = ufficio.file(notula())  # a document alone, not in a list
    assert len(ufficio.json("documenti", "emetti", uno)) == 1
    sezione = ufficio.file({"documenti": [notula(), notula()]}, "sezione.json")
    assert len(ufficio.json("documenti", "emetti", sezione)) == 2
    persone = ufficio("documenti", "emetti", uno)
    assert (persone.codice, persone.uscita) == (0, "Emesso NO 1/5.\n")


LUNGO = notula(righe=[{"tipo_riga": ".", "descrizione_riga": "x"}] * 1001)
CATTIVI: dict[str, tuple[Any, int, str]] = {
    "lettere in un importo": (notula("dieci"), 3, "righe.0.importo_prestazione"),
    "un numero senza virgolette": (notula(100.5), 3, "righe.0.importo_prestazione"),  # type: ignore[arg-type]
    "il 31 febbraio": (notula(data_documento="2010-02-31"), 3, "data_documento"),
    "cliente sconosciuto": (notula(codice_cliente="501.00099"), 1, "Il cliente 501.00099 non è codificato"),
    "cliente annullato": (notula(codice_cliente=ESTINTO), 1, "annullato"),
    "conto bloccato": (parcella(pagamento={"conto_pagamento": "101.00009"}), 1, "Il conto 101.00009 è bloccato"),
    "conto sconosciuto": (parcella(pagamento={"conto_pagamento": "101.00077"}), 1, "non è nel piano dei conti"),
    "pagamento tratta": (notula(codice_pagamento="TR"), 1, "TRATTA non ammesso"),
    "percentuale negativa": (notula(perc_cassa="-4.00"), 3, "perc_cassa"),
    "mille e una riga": (LUNGO, 1, "al massimo 1.000 righe"),
    "numero usato": (notula(numero_documento=7), 1, "Documento gia' esistente: NO 1/7"),
    "data anteriore": (notula(data_documento="2010-09-01"), 1, "--rispondi data_precedente=S"),
    "json troncato": (b'{"sigla_documento": "NO", ', 3, "riga 1"),
    "binario": (b"\x00\x01\xff\xfe", 3, "documento.json"),
    "chiave sconosciuta": (notula(colore="blu"), 3, "colore: chiave sconosciuta"),
    "lettera sconosciuta": (parcella(stato="X"), 3, "stato_parcella"),
    "chiave che manca": ({"sigla_documento": "NO"}, 3, "manca la chiave obbligatoria"),
    "chiave calcolata": (notula(totale_documento="1.00"), 1, "non si indica su un documento da emettere"),
    "prestazione sconosciuta": (notula(righe=[{"codice_prestazione": "MANCA"}]), 1, "(riga 1, codice prestazione)"),
    "rate che non tornano": (notula(rate=[]), 1, "Impossibile salvare il documento"),
}


@pytest.mark.requisito("DOC-003")
@pytest.mark.parametrize("quale", CATTIVI)
def test_un_documento_cattivo_esce_col_suo_codice_e_non_scrive_nulla(ufficio: Ufficio, quale: str) -> None:
    contenuto, codice, messaggio = CATTIVI[quale]
    ufficio.emetti(notula(numero_documento=7))
    prima = ufficio("esporta").uscita
    esito = ufficio("--json", "documenti", "emetti", ufficio.file(contenuto))
    assert (esito.codice, esito.uscita) == (codice, "")
    assert messaggio in esito.errori
    assert "Traceback" not in esito.errori
    assert ufficio("esporta").uscita == prima


@pytest.mark.requisito("DOC-099")
@pytest.mark.parametrize(
    ("scritto", "atteso"),
    [
        ({}, "B3060"),
        ({"codice_pagamento": None}, "B3060"),
        ({"codice_pagamento": ""}, None),
        ({"codice_pagamento": "RD"}, "RD"),
    ],
)
def test_un_pagamento_vuoto_e_nessun_pagamento(ufficio: Ufficio, scritto: dict[str, Any], atteso: str | None) -> None:
    (emesso,) = ufficio.emetti(notula(codice_cliente=VERDI, **scritto))
    assert emesso.get("codice_pagamento") == atteso
    assert len(emesso["rate"]) == (2 if atteso == "B3060" else 1)


def test_un_documento_vuoto_non_prende_un_numero(ufficio: Ufficio) -> None:
    esito = ufficio("documenti", "emetti", ufficio.file(parcella(righe=[])))
    assert (esito.codice, esito.errori) == (1, "Il documento è vuoto: scrivere almeno una riga.\n")
    assert ufficio.json("documenti", "elenco") == []


def test_in_un_elenco_si_nomina_il_documento(ufficio: Ufficio) -> None:
    esito = ufficio("documenti", "emetti", ufficio.file([notula(), notula(codice_cliente="501.00099")]))
    assert (esito.codice, ufficio.json("documenti", "elenco")) == (1, [])
    assert "documento 2, codice cliente" in esito.errori


def test_file_che_manca_e_archivio_che_manca(ufficio: Ufficio, comando: Any) -> None:
    assert ufficio("documenti", "emetti", ufficio.cartella / "manca.json").codice == 3
    assert ufficio("documenti", "emetti").codice == 2
    esito = comando("--archivio", ufficio.cartella / "manca.parcella", "documenti", "elenco")
    assert esito.codice == 4


def test_rispondi_e_si(ufficio: Ufficio) -> None:
    ufficio.emetti(notula())
    ieri = ufficio.file(notula(data_documento="2010-09-01"))
    assert ufficio("documenti", "emetti", ieri, "--rispondi", "data_precedente=N").codice == 1
    assert ufficio("documenti", "emetti", ieri, "--rispondi", "data_precedente=S").codice == 0
    assert ufficio("--si", "documenti", "emetti", ieri).codice == 0
    limiti = notula(righe=[{"codice_prestazione": "LIMITI", "importo_prestazione": "80.00"}])
    assert ufficio.emetti(limiti)[0]["totale_prestazioni"] == "80.00"  # the default leaves the amount
    file = ufficio.file(limiti)
    (col_limite,) = ufficio.json("documenti", "emetti", file, "--rispondi", "massimo_fatturabile.1=S")
    assert col_limite["totale_prestazioni"] == "60.00"
    assert ufficio("documenti", "emetti", file, "--rispondi", "inventata=S").codice == 2


def test_elenco(ufficio: Ufficio) -> None:
    ufficio.emetti(notula(note_testata="urgente"), parcella(), parcella(stato="P", codice_cliente=VERDI))
    elenco = ufficio.json("documenti", "elenco")
    assert elenco[0] == {
        "documento": "NO 1/1", "data_documento": "2010-09-02", "codice_cliente": "501.00004",
        "nome_cliente": "Rossi s.r.l.", "totale_documento": "124.80", "totale_da_pagare": "104.80", "sp": "", "nc": "",
        "r": "", "p": "", "note_testata": "urgente",
    }  # fmt: skip
    assert [(d["documento"], d["sp"], d["p"]) for d in elenco[1:]] == [("PA 1/1", "D", "S"), ("PA 1/2", "", "")]

    def nomi(*opzioni: object) -> list[str]:
        return [d["documento"] for d in ufficio.json("documenti", "elenco", *opzioni)]

    assert nomi("--sigla", "NO") == ["NO 1/1"]
    assert nomi("--stato-parcella", "P", "--sigla", "PA") == nomi("--cliente", VERDI) == ["PA 1/2"]
    assert nomi("--limite", 2) == ["NO 1/1", "PA 1/1"]
    assert nomi("--da-data", "2010-09-03") == nomi("--anno", 2011) == nomi("--serie", 2) == []
    persone = ufficio("documenti", "elenco")
    assert "124,80" in persone.uscita and "02/09/2010" in persone.uscita


@pytest.mark.parametrize(
    "argomenti",
    [
        ("documenti", "elenco", "--sigla", "FT"),
        ("documenti", "elenco", "--anno", "0"),
        ("documenti", "elenco", "--serie", "99999999999999999999"),
        ("documenti", "elenco", "--limite", "99999999999999999999"),
        ("documenti", "elenco", "--da-data", "31/12/2010"),
        ("documenti", "mostra", "NO", "1/1", "--anno", "99999999999999999999"),
        ("documenti", "mostra"),
        ("documenti", "incassa", "PA", "1/1"),
        ("documenti", "incassa", "PA", "1/1", "--importo", "dieci"),
        ("documenti", "definitiva", "PA", "1/1", "--importo-pagato", "1,00"),
        ("documenti", "stampa"),
        ("documenti", "inventato"),
        ("primanota", "elenco", "--anno", "99999"),
        ("primanota", "mostra", "99999999999999999999"),
        ("scadenzario", "notule", "--limite", "0"),
    ],
)
def test_uso_errato(ufficio: Ufficio, argomenti: tuple[str, ...]) -> None:
    esito = ufficio(*argomenti)
    assert (esito.codice, esito.uscita) == (2, "")


@pytest.mark.parametrize("nome", ["NO 1/2", "NO 1/99999999999999999999", "XX 1/1", "PA 1/prov.1"])
def test_un_documento_che_non_c_e(ufficio: Ufficio, nome: str) -> None:
    ufficio.emetti(notula())
    for comando in ("mostra", "chiudi", "elimina", "definitiva"):
        assert ufficio("documenti", comando, *nome.split()).codice == 1
    assert ufficio("documenti", "mostra", "NO", "1/1", "--anno", 2009).codice == 1


class TestRivedi:
    def test_mostra_cambia_rivedi(self, ufficio: Ufficio) -> None:
        rate = [
            {"data_scadenza": "2010-10-01", "importo_rata": "100.00", "tipo_pagamento": "V"},
            {"data_scadenza": "2010-11-01", "importo_rata": "4.80"},
        ]
        (emesso,) = ufficio.emetti(notula(rate=rate))
        emesso["note_testata"] = "rivista"
        rivisto = ufficio.json("documenti", "rivedi", ufficio.file(emesso))
        assert rivisto == emesso  # the rate typed are still there
        rivisto["righe"][0]["importo_prestazione"] = "200.00"
        rivisto = ufficio.json("documenti", "rivedi", ufficio.file(rivisto))
        assert [r["importo_rata"] for r in rivisto["rate"]] == ["209.60"]
        rivisto["rate"] = [rivisto["rate"][0] | {"importo_rata": "1.00"}]
        esito = ufficio("documenti", "rivedi", ufficio.file(rivisto))
        assert esito.codice == 1 and "Impossibile salvare" in esito.errori

    def test_un_pagamento_che_non_c_e_non_diventa_quello_del_cliente(self, ufficio: Ufficio) -> None:
        (emesso,) = ufficio.emetti(notula())
        assert "codice_pagamento" not in emesso
        cliente = {"codice": "501.00004", "pagamento": "B3060", "riferimento_amministrazione_pa": "UFF"}
        ufficio.json("importa", ufficio.file({"azienda": {"sigla": "STU"}, "clienti": [cliente]}, "cliente.json"))
        assert ufficio.json("documenti", "rivedi", ufficio.file(emesso)) == emesso

    def test_la_provvisoria_diventa_definitiva(self, ufficio: Ufficio) -> None:
        (emessa,) = ufficio.emetti(parcella(stato="P"))
        emessa["stato_parcella"] = "D"
        definitiva = ufficio.json("documenti", "rivedi", ufficio.file(emessa))
        assert (definitiva["causale"], definitiva["totalmente_pagata"]) == ("FE", "S")
        esito = ufficio("documenti", "rivedi", ufficio.file(definitiva))
        assert esito.codice == 1 and "sola consultazione" in esito.errori

    def test_due_documenti_o_nessuno(self, ufficio: Ufficio) -> None:
        assert ufficio("documenti", "rivedi", ufficio.file([notula(), notula()])).codice == 3
        assert ufficio("documenti", "rivedi", ufficio.file(notula(serie=1, numero_documento=3))).codice == 1


def test_definitiva_e_incassa(ufficio: Ufficio) -> None:
    ufficio.emetti(parcella(stato="P", codice_pagamento="B3060"))
    definitiva = ufficio.json(
        "documenti", "definitiva", "PA", "1/1", "--totalmente-pagata", "N", "--importo-pagato", "4.80"
    )
    assert [(r["importo_rata"], r.get("stato_rata")) for r in definitiva["rate"]] == [
        ("4.80", "P"), ("50.00", None), ("50.00", None),
    ]  # fmt: skip
    incasso = ("documenti", "incassa", "PA", "1/1", "--data", "2010-10-05", "--conto", "101.00002", "--importo")
    assert ufficio.json(*incasso, "60.00") == {"documento": "PA 1/1", "importo": "60.00", "residuo": "40.00"}
    assert ufficio(*incasso, "40.01").codice == 1
    assert ufficio.json(*incasso, "40.00")["residuo"] == "0.00"
    assert {r["stato_rata"] for r in ufficio.json("documenti", "mostra", "PA", "1/1")["rate"]} == {"P"}
    assert ufficio("archivio", "verifica").codice == 0


@pytest.mark.requisito("DOC-045", "RIC-029")
def test_chiudi_ed_elimina_chiedono(ufficio: Ufficio) -> None:
    ufficio.emetti(notula(), parcella())
    assert ufficio("documenti", "chiudi", "NO", "1/1").codice == 1
    assert ufficio.json("documenti", "chiudi", "NO", "1/1", "--si")["chiusa_definitiva"] == "S"
    assert ufficio("documenti", "elimina", "NO", "1/1").codice == 1
    assert ufficio.json("documenti", "elimina", "NO", "1/1", "--rispondi", "elimina_documento=S") == {
        "eliminato": "NO 1/1"
    }
    esito = ufficio("documenti", "elimina", "PA", "1/1", "--rispondi", "elimina_documento=S")
    assert esito.codice == 1 and "--rispondi elimina_primanota=S" in esito.errori
    assert ufficio("documenti", "elimina", "PA", "1/1", "--si").codice == 0
    assert (ufficio.json("documenti", "elenco"), ufficio.json("primanota", "elenco")) == ([], [])


def test_emetti_con_stampa(ufficio: Ufficio) -> None:
    file, cartella = ufficio.file([notula(), parcella()]), ufficio.cartella / "pdf"
    assert ufficio("--json", "documenti", "emetti", file, "--stampa", cartella).codice == 0
    assert [f.read_bytes()[:5] for f in sorted(cartella.iterdir())] == [b"%PDF-"] * 2
    esito = ufficio("--json", "documenti", "emetti", file, "--stampa", file)  # not a folder: issued all the same
    assert (esito.codice, len(json.loads(esito.uscita))) == (0, 2)
    assert "emessi, ma non stampati" in esito.errori


@pytest.mark.requisito("RIC-043")
def test_stampa_non_cambia_l_archivio(ufficio: Ufficio) -> None:
    ufficio.emetti(notula(), parcella())
    prima = ufficio("esporta").uscita
    fatti = ufficio.json("documenti", "stampa", "NO", "1/1", "--cartella", ufficio.cartella / "pdf")
    assert [f["documento"] for f in fatti] == ["NO 1/1"]
    tutti = ufficio.json("documenti", "stampa", "--da-data", "2010-01-01", "--cartella", ufficio.cartella / "pdf")
    assert [f["documento"] for f in tutti] == ["NO 1/1", "PA 1/1"]
    assert ufficio("esporta").uscita == prima


def test_le_lettere_che_non_si_stampano_sono_dette(ufficio: Ufficio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parcella.stampe.foglio.del_sistema", lambda: None)
    file = ufficio.file(notula(note_testata="Αθήνα"))
    esito = ufficio("documenti", "emetti", file, "--stampa", file.parent / "pdf")
    assert esito.codice == 0, esito.errori
    assert "Avviso: " in esito.errori and "Αθήνα" in esito.errori


@pytest.mark.parametrize("nome", [("PA",), ("PA", "7"), ("PA", "uno/7"), ("PA", "1/7", "NO")])
@pytest.mark.parametrize(
    "parole",
    [
        ("documenti", "mostra"),
        ("documenti", "chiudi"),
        ("documenti", "definitiva"),
        ("documenti", "incassa", "--importo", "10.00"),
        ("documenti", "elimina"),
        ("documenti", "stampa"),
        ("fatturapa", "esporta"),
    ],
    ids=" ".join,
)
def test_un_nome_scritto_male_e_un_uso_errato(ufficio: Ufficio, parole: tuple[str, ...], nome: tuple[str, ...]) -> None:
    esito = ufficio(*parole, *nome)
    assert esito.codice == 2
    assert "scrivere SIGLA SERIE/NUMERO, per esempio NO 1/12" in esito.errori
    assert ufficio(*parole, "PA", "1/7").codice == 1, "scritto bene, ma non c'è"


def test_un_documento_alla_volta_o_piu_d_uno(ufficio: Ufficio) -> None:
    ufficio.emetti(notula(), notula())
    due = ufficio("documenti", "mostra", "NO", "1/1", "NO", "1/2")
    assert due.codice == 2
    assert "Un documento alla volta: indicati NO 1/1, NO 1/2." in due.errori
    stampati = ufficio.json("documenti", "stampa", "NO 1/1", "NO", "1/2", "--cartella", ufficio.cartella)
    assert [voce["documento"] for voce in stampati] == ["NO 1/1", "NO 1/2"]
    senza_archivio = ufficio.comando("--archivio", ufficio.cartella / "manca.parcella", "documenti", "mostra", "NO")
    assert senza_archivio.codice == 2, "l'uso si guarda prima dell'archivio"


def test_gli_allegati_vogliono_anche_l_anno(ufficio: Ufficio) -> None:
    esito = ufficio("documenti", "allegati", "elenco", "PA 1/3")
    assert esito.codice == 2
    assert "SIGLA ANNO SERIE/NUMERO" in esito.errori
    assert ufficio("documenti", "allegati", "elenco", "PA 2010 1/3").codice == 1
