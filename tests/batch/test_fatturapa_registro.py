"""The register of the files by command: states, messages of SdI, the ZIP, the story of each file."""

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from fatturapa.lettura.pacchi import CATTIVI, pacco
from fatturapa.ricevute import PA, esito, messaggio, scarto, scrivi
from parcella.fatturapa.emissione import non_emessa
from parcella.fatturapa.tabelle import FileFattura
from parcella.ledger import archivio

from .banco_comandi import ROSSI, Ufficio, parcella
from .banco_comandi import nome_file as nome


def stati(ufficio: Ufficio) -> dict[str, str]:
    return {voce["file"]: voce["stato"] for voce in ufficio.json("fatturapa", "elenco")}


def leggi(ufficio: Ufficio, *percorsi: Path) -> Any:
    esito = ufficio("--json", "fatturapa", "notifiche", *percorsi)
    return esito.codice, json.loads(esito.uscita or "[]"), esito.errori


@pytest.mark.requisito("FPA-082")
def test_uno_scarto_si_registra_sulla_parcella_che_torna_da_inviare(esportate: Ufficio) -> None:
    cartella = esportate.cartella / "messaggi"
    scrivi(cartella, "ns.xml", scarto(nome("00001")))
    scrivi(cartella, "rc.xml", messaggio("RC", nome("00002")))
    codice, letti, _ = leggi(esportate, cartella)
    assert codice == 0
    assert [(letto["documento"], letto["stato"]) for letto in letti] == [
        ("PA 1/1", "scartato"),
        ("PA 1/2", "consegnato"),
    ]
    assert "entro 5 giorni" in letti[0]["avviso"]
    storia = esportate.json("fatturapa", "storia", nome("00001"))
    assert [(f["stato"], f["cosa"]) for f in storia] == [("fatto", ""), ("scartato", "Notifica di scarto")]
    assert storia[1]["testo"] == "00423 PrezzoTotale non calcolato"
    cliente = {"codice": ROSSI, "indirizzo": "Via Nuova 1"}
    corretti = esportate.file({"formato": "parcella/1", "azienda": {"sigla": "STU"}, "clienti": [cliente]})
    esportate.json("importa", corretti)
    (rifatta,) = esportate.json("fatturapa", "esporta", "--cartella", esportate.cartella / "xml")
    assert (rifatta["documento"], Path(rifatta["file"]).name) == ("PA 1/1", nome("00003"))
    assert stati(esportate) == {nome("00003"): "fatto", nome("00002"): "consegnato", nome("00001"): "scartato"}
    assert esportate.json("fatturapa", "esporta", "--cartella", esportate.cartella / "xml") == []


def test_lo_stesso_messaggio_due_volte_e_due_fuori_ordine(esportate: Ufficio) -> None:
    cartella = esportate.cartella / "messaggi"
    accettata = scrivi(cartella, "ne.xml", esito(nome("00001"), "EC01"))
    consegna = scrivi(cartella, "rc.xml", messaggio("RC", nome("00001") + ".p7m", spazio=PA))
    assert leggi(esportate, accettata)[1][0]["stato"] == "accettato"
    assert leggi(esportate, consegna)[1][0]["stato"] == "accettato"
    codice, letti, _ = leggi(esportate, accettata, consegna)
    assert (codice, {letto["esito"] for letto in letti}) == (0, {"gia_letto"})
    assert len(esportate.json("fatturapa", "storia", nome("00001"))) == 3


def test_un_messaggio_non_nostro_non_cambia_niente_e_non_ferma_gli_altri(esportate: Ufficio) -> None:
    cartella = esportate.cartella / "messaggi"
    scrivi(cartella, "a.xml", messaggio("RC", "IT01234567890_00009.xml"))
    scrivi(cartella, "b.xml", b"<non chiuso")
    scrivi(cartella, "c.xml", messaggio("MC", nome("00001")))
    scrivi(cartella, "d.xml", messaggio("MT", "IT01234567890_00009.xml"))
    (cartella / "e.xml").write_bytes((esportate.cartella / "xml" / nome("00002")).read_bytes())
    codice, letti, _ = leggi(esportate, cartella)
    assert codice == 1
    assert [letto["esito"] for letto in letti] == [
        "non_nostro", "non_leggibile", "letto", "non_nostro", "ignorato",
    ]  # fmt: skip
    assert "non è fra quelli fatti da questa azienda" in letti[0]["avviso"]
    assert "fattura ricevuta" in letti[3]["avviso"]
    assert stati(esportate) == {nome("00002"): "fatto", nome("00001"): "non_consegnato"}


def test_i_messaggi_di_uno_zip(esportate: Ufficio) -> None:
    percorso = esportate.cartella / "messaggi.zip"
    fattura = (esportate.cartella / "xml" / nome("00002")).read_bytes()
    file = ("a.xml", messaggio("RC", nome("00001"))), ("b.xml", fattura), ("c.xml", scarto(nome("00002")))
    percorso.write_bytes(pacco(*file, ("../d.xml", scarto(nome("00001")))))
    codice, letti, _ = leggi(esportate, percorso)
    assert codice == 1
    assert [(letto["file"].removeprefix(f"{percorso}/"), letto["esito"]) for letto in letti] == [
        ("../d.xml", "non_leggibile"), ("a.xml", "letto"), ("b.xml", "ignorato"), ("c.xml", "letto"),
    ]  # fmt: skip
    assert stati(esportate) == {nome("00002"): "scartato", nome("00001"): "consegnato"}
    assert leggi(esportate, percorso)[1][1]["esito"] == "gia_letto"


def test_uno_zip_guasto_non_cambia_l_archivio(esportate: Ufficio) -> None:
    percorso = esportate.cartella / "messaggi.zip"
    prima = esportate.archivio.read_bytes()
    for caso, (fa, frase) in CATTIVI.items():
        percorso.write_bytes(fa())
        codice, (letto,), _ = leggi(esportate, percorso)
        assert (codice, letto["esito"]) == (1, "non_leggibile"), caso
        assert re.search(frase, letto["avviso"])
    assert esportate.archivio.read_bytes() == prima


def test_una_cartella_vuota(esportate: Ufficio) -> None:
    (esportate.cartella / "vuota").mkdir()
    codice, _, errori = leggi(esportate, esportate.cartella / "vuota")
    assert codice == 3
    assert "non ci sono file .xml o .p7m" in errori
    controllo = esportate("fatturapa", "controlla", esportate.cartella / "vuota")
    assert (controllo.codice, controllo.errori) == (3, errori)
    for comando in ("notifiche", "importa", "controlla"):
        manca = esportate("fatturapa", comando, esportate.cartella / "manca")
        assert (manca.codice, "manca non esiste" in manca.errori) == (3, True)


@pytest.mark.requisito("FPA-003")
def test_un_file_per_la_pubblica_amministrazione_si_invia_solo_firmato(esportate: Ufficio) -> None:
    import sqlite3

    with sqlite3.connect(esportate.archivio) as db:
        db.execute("UPDATE file_fattura SET formato = 'FPA12' WHERE nome_file = ?", (nome("00001"),))
    rifiutato = esportate("fatturapa", "segna", "inviato", nome("00001"))
    assert (rifiutato.codice, "va firmato" in rifiutato.errori) == (1, True)
    esportate.json("fatturapa", "segna", "firmato", nome("00001"))
    esportate.json("fatturapa", "segna", "inviato", nome("00001"), "--nota", "dal sito")
    assert stati(esportate)[nome("00001")] == "inviato"
    indietro = esportate("fatturapa", "segna", "firmato", nome("00001"))
    assert (indietro.codice, "è già nello stato «inviato»" in indietro.errori) == (1, True)


def test_il_pacco_ha_i_file_e_accanto_il_suo_indice(esportate: Ufficio) -> None:
    esportate.json("fatturapa", "segna", "inviato", nome("00001"))
    esportate.json("fatturapa", "esporta", "PA", "1/2", "--rigenera", "--cartella", esportate.cartella / "xml")
    pacco = esportate.json("fatturapa", "zip", "--cartella", esportate.cartella / "pacchi")
    assert pacco["contenuti"] == [nome("00003")]
    with zipfile.ZipFile(pacco["file"]) as aperto:
        assert aperto.namelist() == [nome("00003")]
        assert aperto.read(nome("00003")) == (esportate.cartella / "xml" / nome("00003")).read_bytes()
    indice = Path(pacco["indice"]).read_text(encoding="utf-8-sig").splitlines()
    assert indice[1].startswith(f"{nome('00003')};PA 1/2;02/09/2010;501.00004;")
    assert Path(pacco["file"]).name == "ITBNCNNA75L41H294H_00004.zip"
    for gia in (nome("00001"), nome("00002")):
        rifiutato = esportate("fatturapa", "zip", gia, "--cartella", esportate.cartella / "pacchi")
        assert rifiutato.codice == 1
        assert ("già stato inviato" if gia == nome("00001") else "sostituito da") in rifiutato.errori


@pytest.mark.requisito("FPA-005")
def test_il_pacco_non_supera_quanto_porta_una_pec(esportate: Ufficio, monkeypatch: pytest.MonkeyPatch) -> None:
    from parcella.fatturapa import pacco

    assert pacco.LIMITE == 30_000_000
    monkeypatch.setattr(pacco, "LIMITE", 1_000)
    rifiutato = esportate("fatturapa", "zip", "--cartella", esportate.cartella / "pacchi")
    assert (rifiutato.codice, "scegliere meno file" in rifiutato.errori) == (1, True)
    assert list((esportate.cartella / "pacchi").glob("*")) == []


def test_il_contenuto_tenuto_nell_archivio_e_quello_scritto(esportate: Ufficio) -> None:
    (salvato,) = esportate.json("fatturapa", "salva", nome("00001"), "--cartella", esportate.cartella / "copia")
    originale = esportate.cartella / "xml" / nome("00001")
    assert Path(salvato["file"]).read_bytes() == originale.read_bytes()
    ancora = esportate("fatturapa", "salva", nome("00001"), "--cartella", esportate.cartella / "copia")
    assert (ancora.codice, "esiste già" in ancora.errori) == (1, True)


@pytest.mark.requisito("FPA-040")
def test_un_file_gia_inviato_non_si_rifa_senza_conferma(esportate: Ufficio) -> None:
    esportate.json("fatturapa", "segna", "inviato", nome("00001"))
    rifai = ("fatturapa", "esporta", "PA", "1/1", "--rigenera", "--cartella", esportate.cartella / "xml")
    rifiutato = esportate(*rifai)
    assert (rifiutato.codice, "seconda fattura" in rifiutato.errori) == (1, True)
    (rifatto,) = esportate.json(*rifai, "--rispondi", "rigenera_inviata=S")
    assert Path(rifatto["file"]).name == nome("00003")


@pytest.mark.requisito("FPA-071", "FPA-086")
def test_stampare_un_documento_non_e_inviarlo(esportate: Ufficio) -> None:
    prima = stati(esportate)
    stampate = esportate.json("documenti", "stampa", "PA", "1/1", "--cartella", esportate.cartella / "carta")
    assert list((esportate.cartella / "carta").glob("*.pdf"))
    assert stampate
    assert stati(esportate) == prima == {nome("00001"): "fatto", nome("00002"): "fatto"}


def test_un_file_rifatto_dice_da_quale_e_non_si_segna(esportate: Ufficio) -> None:
    cartella = esportate.cartella
    esportate.json("fatturapa", "esporta", "PA", "1/2", "--rigenera", "--cartella", cartella / "xml")
    voci = {voce["file"]: voce for voce in esportate.json("fatturapa", "elenco")}
    vecchio = voci[nome("00002")]
    assert (vecchio["stato"], vecchio["sostituito_da"]) == ("sostituito", nome("00003"))
    assert vecchio["da_fare"] == f"Sostituito da {nome('00003')}: nulla da fare."
    for stato in ("firmato", "inviato"):
        rifiutato = esportate("fatturapa", "segna", stato, nome("00002"))
        assert (rifiutato.codice, f"sostituito da {nome('00003')}" in rifiutato.errori) == (1, True)
    for filtro, trovati in (("fatto", ["00003", "00001"]), ("sostituito", ["00002"])):
        elenco = esportate.json("fatturapa", "elenco", "--stato", filtro)
        assert [voce["file"] for voce in elenco] == [nome(numero) for numero in trovati]
    leggi(esportate, scrivi(cartella / "messaggi", "rc.xml", messaggio("RC", nome("00002"))))
    da_fare = {voce["file"]: voce["da_fare"] for voce in esportate.json("fatturapa", "elenco")}
    assert da_fare[nome("00003")] == f"La parcella è già inviata con {nome('00002')}: di questo nulla da fare."
    assert f"{nome('00003')}, fatto dopo, è una seconda fattura" in da_fare[nome("00002")]


def test_un_segno_messo_per_errore_si_toglie(esportate: Ufficio) -> None:
    for stato in ("firmato", "inviato"):
        esportate.json("fatturapa", "segna", stato, nome("00001"))
    for atteso in ("firmato", "fatto"):
        assert esportate.json("fatturapa", "segna", "fatto", nome("00001")) == [
            {"file": nome("00001"), "stato": atteso}
        ]
    storia = esportate.json("fatturapa", "storia", nome("00001"))
    assert [f["stato"] for f in storia] == ["fatto", "firmato", "inviato", "firmato", "fatto"]
    assert storia[3]["testo"] == "Tolto il segno «inviato»."
    niente = esportate("fatturapa", "segna", "fatto", nome("00001"))
    assert (niente.codice, "non c'è un segno da togliere" in niente.errori) == (1, True)
    esportate.json("fatturapa", "segna", "inviato", nome("00001"))
    leggi(esportate, scrivi(esportate.cartella / "messaggi", "rc.xml", messaggio("RC", nome("00001"))))
    tardi = esportate("fatturapa", "segna", "fatto", nome("00001"))
    assert (tardi.codice, "ci sono messaggi" in tardi.errori) == (1, True)


def test_senza_cartella_i_file_vanno_in_quella_dei_documenti(ufficio: Ufficio) -> None:
    ufficio.emetti(parcella())
    azienda = {"sigla": "STU", "cartella_documenti": str(ufficio.cartella / "carte")}
    ufficio.json("importa", ufficio.file({"formato": "parcella/1", "azienda": azienda}))
    (fatto,) = ufficio.json("fatturapa", "esporta")
    assert fatto["file"] == str(ufficio.cartella / "carte" / nome("00001"))


def test_un_nome_senza_estensione_e_dei_filtri_sbagliati(esportate: Ufficio) -> None:
    senza = nome("00001").removesuffix(".xml")
    assert len(esportate.json("fatturapa", "storia", senza)) == 1
    esportate.json("fatturapa", "salva", senza, "--cartella", esportate.cartella / "copia")
    assert (esportate.cartella / "copia" / nome("00001")).is_file()
    for filtro, frase in (
        (("--da-data", "2010-12-31", "--a-data", "2010-01-01"), "la seconda data viene prima"),
        (("--cliente", "999"), "Il cliente 999 non esiste."),
    ):
        rifiutato = esportate("fatturapa", "elenco", *filtro)
        assert (rifiutato.codice, frase in rifiutato.errori) == (1, True)


@pytest.mark.requisito("FPA-082")
def test_un_file_scartato_non_si_rifa_uguale_senza_conferma(esportate: Ufficio) -> None:
    """It is told; and on N without names it is left out, by name refused, and no name is spent."""
    leggi(esportate, scrivi(esportate.cartella / "messaggi", "ns.xml", scarto(nome("00001"))))
    dove = ("--cartella", esportate.cartella / "xml")
    prima = esportate.archivio.read_bytes()
    no = ("--rispondi", "rifai_senza_correzione=N")
    lasciata = esportate("--json", "fatturapa", "esporta", *dove, *no)
    assert (lasciata.codice, lasciata.json) == (0, [])
    assert f"PA 1/1: il file {nome('00001')} è stato scartato e non è stato corretto nulla" in lasciata.errori
    nominata = esportate("fatturapa", "esporta", "PA", "1/1", *dove, *no)
    assert (nominata.codice, "un nuovo file è uguale" in nominata.errori) == (1, True)
    assert esportate.archivio.read_bytes() == prima
    rifatta = esportate("--json", "fatturapa", "esporta", *dove)
    assert "Avviso: PA 1/1: il file" in rifatta.errori and "non è stato corretto nulla" in rifatta.errori
    assert [Path(fatta["file"]).name for fatta in rifatta.json] == [nome("00003")]


def test_un_secondo_file_scartato_come_doppio_non_riapre_la_parcella(esportate: Ufficio) -> None:
    """The first file was delivered: the scarto of the second (00404) leaves nothing to correct."""
    cartella = esportate.cartella / "messaggi"
    leggi(esportate, scrivi(cartella, "rc.xml", messaggio("RC", nome("00001"))))
    rifai = ("PA", "1/1", "--rigenera", "--rispondi", "rigenera_inviata=S")
    esportate.json("fatturapa", "esporta", *rifai, "--cartella", esportate.cartella / "xml")
    doppio = scarto(nome("00003"), "00404", "Fattura duplicata", identificativo="99")
    _, (letto,), _ = leggi(esportate, scrivi(cartella, "ns.xml", doppio))
    assert f"La parcella è già inviata con {nome('00001')}: di questo nulla da fare." in letto["avviso"]
    assert esportate.json("fatturapa", "esporta", "--cartella", esportate.cartella / "xml") == []
    with archivio.apri(esportate.archivio) as aperto, aperto.lettura() as sessione:
        documento, azienda = sessione.exec(
            select(FileFattura.documento, FileFattura.azienda).where(FileFattura.nome_file == nome("00003"))
        ).one()
        assert not non_emessa(sessione, azienda, documento)
