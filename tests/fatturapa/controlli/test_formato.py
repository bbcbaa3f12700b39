"""The verdict on the layout: the same as the official schema's, and better said."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from lxml import etree

from parcella.fatturapa.controlli.formato import controlla_formato, formato_buono
from parcella.fatturapa.controlli.giudizio import giudica
from parcella.fatturapa.tracciato.tracciato import FIRMA, Elemento, codici, tracciato
from parcella.ledger.aziende.tabelle import CAUSALI_PAGAMENTO, NATURE, REGIMI, TIPI_CASSA

from .completa import completa
from .modello import OGGI
from .mutazioni import FIRMATO, PEZZI, muta

DETTAGLIO = "FatturaElettronicaBody/DatiBeniServizi/DettaglioLinee"


@pytest.fixture
def campioni(dati_prova: Path) -> list[Any]:
    cartella = dati_prova / "fatturapa" / "samples"
    firmato = cartella / "signed" / "xades_portale_AdE.xml"
    letti = [etree.parse(str(file)).getroot() for file in [*sorted(cartella.glob("invoices/*.xml")), firmato]]
    return [*letti, completa("A"), completa("B")]


@pytest.mark.dati
def test_la_tabella_dice_quel_che_dice_la_tabella_pubblicata(dati_prova: Path) -> None:
    """Every element, how many times, between what lengths."""
    with (dati_prova / "fatturapa" / "tables" / "fields.csv").open(encoding="utf-8") as file:
        pubblicati = [riga for riga in csv.DictReader(file) if riga["element"] != "ds:Signature"]
    nostri = dict(_tutti(tracciato(), "FatturaElettronica"))
    assert list(nostri) == [riga["path"] for riga in pubblicati]
    for riga in pubblicati:
        elemento = nostri[riga["path"]]
        assert f"{elemento.minimo}..{elemento.massimo or 'N'}" == riga["occurs_xsd"]
        assert bool(elemento.scelta) == bool(riga["in_choice"])
        if riga["id"] and riga["path"].count("RiferimentoNumeroLinea") == 0:
            assert elemento.id == riga["id"]
        if riga["values"]:
            assert elemento.formato is not None
            assert elemento.formato.codici is not None
            assert sorted(elemento.formato.codici) == sorted(riga["values"].split("|"))


@pytest.mark.dati
def test_le_tabelle_dei_codici_sono_quelle_pubblicate(dati_prova: Path) -> None:
    pubblicate = json.loads((dati_prova / "fatturapa" / "tables" / "codes.json").read_text("utf-8"))["types"]
    attese = {frozenset(voce["code"] for voce in tabella) for tabella in pubblicate.values()}
    assert {frozenset(tabella) for tabella in codici().values()} == attese
    assert all(significato for tabella in codici().values() for significato in tabella.values())


def test_i_codici_dell_archivio_sono_tutti_del_tracciato() -> None:
    assert set(REGIMI) == set(codici()["regime_fiscale"])
    assert set(TIPI_CASSA) == set(codici()["tipo_cassa"])
    assert set(NATURE) == set(codici()["natura"]) - {"N2", "N3", "N6"}
    assert set(CAUSALI_PAGAMENTO) == set(codici()["causale_pagamento"]) - {"Z"}


@pytest.mark.dati
@pytest.mark.parametrize("scelta", ["A", "B"])
def test_un_file_con_tutti_gli_elementi_e_valido(schema_fatturapa: etree.XMLSchema, scelta: str) -> None:
    radice = completa(scelta)
    schema_fatturapa.validate(radice)
    assert [str(errore) for errore in schema_fatturapa.error_log] == []
    assert controlla_formato(radice) == []


@pytest.mark.dati
def test_lo_stesso_verdetto_dello_schema_sui_campioni(schema_fatturapa: etree.XMLSchema, dati_prova: Path) -> None:
    cartella = dati_prova / "fatturapa" / "samples"
    attesi = json.loads((cartella / "expected.json").read_text("utf-8"))
    visti = 0
    for nome, atteso in attesi.items():
        try:
            radice = etree.fromstring(
                (cartella / nome).read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True)
            )
        except etree.XMLSyntaxError:
            continue
        visti += 1
        assert (controlla_formato(radice) == []) is atteso["xsd_valid"] is schema_fatturapa.validate(radice), nome
    assert visti >= 30


@pytest.mark.dati
@pytest.mark.parametrize(
    ("quanti", "seme"), [(400, 1), pytest.param(20_000, 2, marks=pytest.mark.slow)], ids=["poche", "molte"]
)
def test_lo_stesso_verdetto_dello_schema_sui_file_sbagliati_a_caso(
    schema_fatturapa: etree.XMLSchema, campioni: list[Any], quanti: int, seme: int
) -> None:
    caso = Random(seme)
    validi = 0
    for giro in range(quanti):
        radice = muta(caso.choice(campioni), caso)
        valido = schema_fatturapa.validate(radice)
        nostri = controlla_formato(radice)
        assert (not nostri) is valido, (giro, str(schema_fatturapa.error_log), nostri)
        assert all(rilievo.messaggio and rilievo.posizione and rilievo.rimedio for rilievo in nostri)
        giudizio = giudica(radice, OGGI)  # no file, however odd, stops the controls
        assert valido or not giudizio.valido
        validi += valido
    assert 0 < validi < quanti / 2


def test_dice_campo_valore_ammesso_e_rimedio() -> None:
    radice = completa("A")
    radice.find(f"{DETTAGLIO}[2]/AliquotaIVA").text = "22,00"
    (rilievo,) = controlla_formato(radice)
    assert rilievo.codice == "00200"
    assert rilievo.messaggio == (
        "Corpo del documento 1, Linea 2, Aliquota IVA (2.2.1.12 AliquotaIVA): trovato «22,00»; ammesso: una "
        "percentuale da 0.00 a 100.00, con il punto e 2 decimali."
    )
    assert rilievo.posizione == "2.2.1.12 FatturaElettronicaBody[1]/DatiBeniServizi/DettaglioLinee[2]/AliquotaIVA"
    assert rilievo.rimedio == "scrivere i decimali dopo il punto e non dopo la virgola"


@pytest.mark.parametrize(
    ("percorso", "valore", "messaggio"),
    [
        (f"{DETTAGLIO}/Descrizione", "Consulenza – aprile", "trovato il carattere «–» (U+2013)"),
        (f"{DETTAGLIO}/Descrizione", "a" * 1001, "trovati 1001 caratteri"),
        (f"{DETTAGLIO}/Descrizione", "", "non c'è nessun valore"),
        (f"{DETTAGLIO}/Natura", "N9", "trovato «N9»; ammesso: uno dei codici N1, N2"),
        ("FatturaElettronicaBody/DatiGenerali/DatiGeneraliDocumento/Data", " 2026-04-02", "con degli spazi intorno"),
        ("FatturaElettronicaBody/DatiGenerali/DatiGeneraliDocumento/Data", "2026-02-30", "una data dal 1970 in poi"),
    ],
)
def test_dice_che_cosa_non_va_in_un_valore(percorso: str, valore: str, messaggio: str) -> None:
    radice = completa("A")
    radice.find(percorso).text = valore
    assert messaggio in controlla_formato(radice)[0].messaggio


def test_dice_che_cosa_manca_e_dove_va() -> None:
    radice = completa("B")
    generali = radice.find("FatturaElettronicaBody/DatiGenerali/DatiGeneraliDocumento")
    generali.remove(generali.find("Numero"))
    (rilievo,) = controlla_formato(radice)
    assert rilievo.messaggio == (
        "Corpo del documento 1, Dati generali del documento (2.1.1 DatiGeneraliDocumento): manca Numero (2.1.1.4)."
    )
    assert rilievo.rimedio == "aggiungere Numero dopo Data"


def test_denominazione_insieme_al_nome() -> None:
    radice = completa("B")
    anagrafica = radice.find("FatturaElettronicaHeader/CessionarioCommittente/DatiAnagrafici/Anagrafica")
    etree.SubElement(anagrafica, "Denominazione").text = "Alfa srl"
    anagrafica.insert(0, anagrafica[-1])
    (rilievo,) = controlla_formato(radice)
    assert "ci vuole Denominazione oppure Nome e Cognome; trovati: Denominazione, Nome, Cognome" in rilievo.messaggio


def test_uno_solo_fuori_posto_e_detto_una_volta_sola() -> None:
    radice = completa("A")
    generali = radice.find("FatturaElettronicaBody/DatiGenerali/DatiGeneraliDocumento")
    generali.insert(0, generali.find("Numero"))
    (rilievo,) = controlla_formato(radice)
    assert rilievo.messaggio == "Corpo del documento 1, Numero (2.1.1.4): è fuori posto: va prima di DatiRitenuta."
    assert rilievo.rimedio == "spostare Numero prima di DatiRitenuta"


@pytest.mark.parametrize(
    ("cambia", "messaggio", "rimedio"),
    [
        (lambda sede: sede.find("CAP").set("x", "1"),
         "Cessionario o committente, Sede, CAP (1.4.2.3): l'attributo x non è previsto.", "togliere l'attributo"),
        (lambda sede: sede.append(etree.Element("Interno")),
         "Cessionario o committente, Sede (1.4.2): l'elemento Interno non è previsto.", "togliere l'elemento"),
        (lambda sede: setattr(sede[0], "tag", "indirizzo"),
         "Cessionario o committente, Sede (1.4.2): l'elemento indirizzo non è previsto.",
         "scrivere Indirizzo, con le maiuscole al loro posto"),
        (lambda sede: setattr(sede[0], "tail", "x"),
         "Cessionario o committente, Sede (1.4.2): fra gli elementi c'è il testo «x».", "togliere il testo"),
        (lambda sede: sede.append(etree.fromstring("<CAP>00100</CAP>")),
         "Cessionario o committente, Sede, CAP (1.4.2.3): compare più di una volta, e può starci una volta sola.",
         "togliere l'elemento di troppo"),
        (lambda sede: setattr(sede.find("Provincia"), "text", "r m"),
         "Cessionario o committente, Sede, Provincia (1.4.2.5): trovato «r m»; ammesso: 2 lettere maiuscole.",
         "scrivere RM"),
        (lambda sede: setattr(sede.find("NumeroCivico"), "text", None),
         "Cessionario o committente, Sede, Numero civico (1.4.2.2 NumeroCivico): non c'è nessun valore; ammesso: da 1 "
         "a 8 caratteri semplici (lettere senza accenti, cifre, segni comuni).",
         "scrivere il valore, o togliere l'elemento, che è facoltativo"),
    ],
)  # fmt: skip
def test_dice_di_chi_e_il_campo(cambia: Any, messaggio: str, rimedio: str) -> None:
    radice = completa("A")
    cambia(radice.find("FatturaElettronicaHeader/CessionarioCommittente/Sede"))
    trovati = [(r.messaggio, r.rimedio) for r in controlla_formato(radice)]
    assert (messaggio, rimedio) in trovati


def test_una_data_all_italiana() -> None:
    radice = completa("A")
    radice.find("FatturaElettronicaBody/DatiGenerali/DatiGeneraliDocumento/Data").text = "2/4/2026"
    assert controlla_formato(radice)[0].rimedio == "scrivere la data con l'anno davanti: 2026-04-02"


@pytest.mark.parametrize("tolto", PEZZI)
def test_una_firma_senza_una_sua_parte(tolto: str) -> None:
    """Like the official schema, which every signature below was tried on."""
    radice = completa("A")
    radice.append(etree.fromstring(FIRMATO))
    assert controlla_formato(radice) == []
    radice[-1] = etree.fromstring(FIRMATO.replace(tolto, ""))
    di_troppo = tolto.startswith((" Id", " URI", "AAAA"))
    assert [r.messaggio for r in controlla_formato(radice)] == (
        [] if di_troppo else ["Firma: non è una firma XAdES completa."]
    )


def test_al_massimo_cinquanta_errori() -> None:
    radice = completa("A")
    for elemento in radice.iter("IdPaese", "Nazione", "AliquotaIVA", "Natura", "Data", "Numero", "CAP", "Indirizzo"):
        elemento.text = "€€€"
    assert len(controlla_formato(radice)) == 50


def _tutti(blocco: Elemento, percorso: str) -> Iterator[tuple[str, Elemento]]:
    for elemento in blocco.figli:
        if elemento.tag != FIRMA:
            suo = f"{percorso}/{elemento.tag}"
            yield suo, elemento
            yield from _tutti(elemento, suo)


@pytest.mark.parametrize("scelta", ["A", "B"])
def test_la_via_breve_per_i_file_del_programma(scelta: str) -> None:
    """What the writer makes is looked at without the care that files of others need."""
    radice = completa(scelta)
    assert formato_buono(radice, tracciato())
    radice.find(f"{DETTAGLIO}/AliquotaIVA").text = "22"
    assert not formato_buono(radice, tracciato())
    assert giudica(radice, OGGI, nostro=True).errori == controlla_formato(radice)
