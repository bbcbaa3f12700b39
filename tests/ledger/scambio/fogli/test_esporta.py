"""Writing the archives for a spreadsheet, and reading them back."""

import csv
import io
import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from ledger.documenti.banco import studio as studio_con_documenti
from parcella.ledger.archivio import Archivio
from parcella.ledger.clienti import anagrafica
from parcella.ledger.esito import Risposte
from parcella.ledger.prestazioni.tariffari import abilitati
from parcella.ledger.scambio.fogli import intestazioni
from parcella.ledger.scambio.fogli.archivi import ORDINE
from parcella.ledger.scambio.fogli.archivi import archivio as archivio_di
from parcella.ledger.scambio.fogli.elenchi import ELENCHI, leggi
from parcella.ledger.scambio.fogli.scrittura import scrivi_csv, scrivi_xlsx
from parcella.ledger.scambio.importa import importa

from .banco import GIORNO, STU, carica

CATTIVI = "=1+1"


def in_xlsx(archivio: Archivio, *nomi: str) -> bytes:
    uscita = io.BytesIO()
    with archivio.lettura() as session:
        scrivi_xlsx((leggi(session, 1, nome) for nome in nomi or ELENCHI), uscita)
    return uscita.getvalue()


def in_csv(archivio: Archivio, nome: str, separatore: str = ";") -> str:
    uscita = io.StringIO(newline="")
    with archivio.lettura() as session:
        scrivi_csv(leggi(session, 1, nome), uscita, separatore)
    return uscita.getvalue()


@pytest.fixture
def strano(archivio: Archivio) -> Archivio:
    """The small studio, with texts that a spreadsheet would take for something else."""
    with archivio.scrittura() as session:
        dati: dict[str, Any] = {"codice": "501.00003", "ragione_sociale": CATTIVI, "cap": "00121",
                "telefono": "+39 0541 1", "note": "-1; «virgolette \"doppie\"»", "comune": "@Roma",
                "data_nascita": GIORNO}  # fmt: skip
        anagrafica.salva(session, STU, dati, Risposte(interattive=False))
    return archivio


@pytest.mark.parametrize("formato", ["xlsx", ";", ",", "\t"])
def test_esportato_e_reimportato_non_cambia_nulla(strano: Archivio, formato: str) -> None:
    for nome in ORDINE:
        contenuto = in_xlsx(strano, nome) if formato == "xlsx" else in_csv(strano, nome, formato).encode("utf-8-sig")
        fatto = carica(strano, contenuto, nome=f"{nome}.{formato if formato == 'xlsx' else 'csv'}")
        assert fatto.righe and {riga.esito for riga in fatto.righe} == {"uguale"}, nome
        assert [nota for riga in fatto.righe for nota in riga.note] == []


def test_tutti_gli_archivi_in_un_libro(strano: Archivio) -> None:
    """The sheets that can't be imported are left out when the workbook comes back."""
    libro = in_xlsx(strano)
    assert load_workbook(io.BytesIO(libro)).sheetnames == [elenco.titolo for elenco in ELENCHI.values()]
    fatto = carica(strano, libro)
    assert {riga.esito for riga in fatto.righe} == {"uguale"}
    (avviso,) = fatto.avvisi
    assert avviso.codice == "fogli_saltati" and "«Piano dei conti»" in avviso.messaggio


def test_celle_di_un_foglio(strano: Archivio) -> None:
    foglio = load_workbook(io.BytesIO(in_xlsx(strano, "clienti", "prestazioni")))["Clienti"]
    titoli = [cella.value for cella in foglio[1]]
    terzo = dict(zip(titoli, foglio[4], strict=True))
    assert (terzo["Ragione sociale"].value, terzo["Ragione sociale"].data_type) == (CATTIVI, "s")
    assert (terzo["CAP"].value, terzo["CAP"].number_format) == ("00121", "@")
    assert (terzo["Data nascita"].value, terzo["Data nascita"].number_format) == (
        datetime(GIORNO.year, GIORNO.month, GIORNO.day),  # noqa: DTZ001
        "dd/mm/yyyy",
    )
    assert (foglio.freeze_panes, foglio.auto_filter.ref[:3]) == ("A2", "A1:")
    assert foglio.column_dimensions["B"].width == 42


def test_i_prezzi_accanto_alle_prestazioni(archivio: Archivio) -> None:
    foglio = load_workbook(io.BytesIO(in_xlsx(archivio, "prestazioni")))["Prestazioni"]
    titoli = [cella.value for cella in foglio[1]]
    prima = dict(zip(titoli, foglio[2], strict=True))
    assert (prima["Prezzo BASE"].value, prima["Prezzo AMICI"].value) == (90, 85.125)
    assert prima["Prezzo AMICI"].number_format == "#,##0.00###"


def test_un_csv_come_lo_vuole_excel(strano: Archivio) -> None:
    testo = in_csv(strano, "clienti")
    righe = list(csv.DictReader(io.StringIO(testo, newline=""), delimiter=";"))
    assert righe[2]["Ragione sociale"] == "'=1+1" and righe[2]["Comune"] == "'@Roma"
    assert righe[2]["Data nascita"] == "31/03/2026"
    assert '"-1; «virgolette ""doppie""»"' not in testo  # quoted after the sign that makes it a text
    assert list(csv.DictReader(io.StringIO(in_csv(strano, "prezzi", ",")), delimiter=","))[1]["Prezzo"] == "85.1250"


def test_i_documenti_e_la_primanota(archivio_vuoto: Archivio) -> None:
    dati = studio_con_documenti()
    documento = {
        "sigla_documento": "PA", "data_documento": "2010-09-02", "codice_cliente": "501.00004", "stato_parcella": "D",
        "righe": [{"codice_prestazione": "CONS", "importo_prestazione": "100.00"}],
    }  # fmt: skip
    contenuto = json.dumps(dati | {"documenti": [documento]}).encode()
    importa(archivio_vuoto, [("s.json", contenuto)], data_lavoro=GIORNO.replace(year=2010),
            risposte=Risposte(interattive=False, tutte_si=True))  # fmt: skip
    with archivio_vuoto.lettura() as session:
        testata = leggi(session, 1, "documenti")
        titoli = [colonna.titolo for colonna in testata.colonne]
        (riga,) = testata.righe
        scritta = dict(zip(titoli, riga, strict=True))
        assert (scritta["Sigla documento"], scritta["Codice cliente"]) == ("PA", "501.00004")
        assert scritta["Totale prestazioni"] == Decimal("100.00")
        (corpo,) = leggi(session, 1, "righe_documenti").righe
        assert corpo[:4] == ("PA", 2010, 1, 1) and "CONS" in corpo
        registrazione = list(leggi(session, 1, "primanota").righe)
        assert {voce[3] for voce in registrazione} >= {"FE"} and len(registrazione) > 2


def test_ogni_intestazione_scritta_si_capisce(archivio: Archivio) -> None:
    """Whatever column is added to a table, its heading is not another's."""
    with archivio.lettura() as session:
        listini = abilitati(session, 1)
        for nome in ORDINE:
            quale = archivio_di(nome, listini)
            scritte = leggi(session, 1, nome).colonne
            capite = {intestazioni.riconosci(quale.chiavi, colonna.titolo) for colonna in scritte}
            assert len(capite) == len(scritte) and None not in capite
            assert len(set(map(intestazioni.normale, quale.titoli.values()))) == len(quale.titoli)


def test_nessun_sinonimo_dice_due_cose(archivio: Archivio) -> None:
    """A word that means two columns would be read as whichever comes first."""
    for nome in ORDINE:
        quale = archivio_di(nome, {1: "BASE"})
        di_chi: dict[str, str] = {}
        for colonna, elenco in intestazioni.SINONIMI[nome].items():
            assert colonna in quale.colonne, colonna
            for voce in filter(None, map(intestazioni.normale, elenco.split(";"))):
                assert di_chi.setdefault(voce, colonna) == colonna, (nome, voce)
