"""A client with a foreign language reads the descriptions in it; the XML and the archive stay Italian."""

import pytest

from ledger.documenti.banco import ROSSI, VERDI, Banco, apri_banco, parcella, riga
from parcella.fatturapa.scrittura import xml
from parcella.ledger.archivio import Archivio

from .conftest import stampata

CLIENTE = {"codice": ROSSI, "lingua": "EN", "codice_destinatario": "ABC1234"}


@pytest.fixture
def banco(archivio_vuoto: Archivio) -> Banco:
    banco = apri_banco(archivio_vuoto)
    banco.imposta(
        lingue=[{"numero": 1, "codice": "EN", "descrizione": "Inglese"}],
        prestazioni=[
            {"codice": "CONS", "descrizioni_lingua": {"1": "Tax advice"}},
            {"codice": "AVVISO", "descrizioni_lingua": {"1": "Notice"}},
        ],
        clienti=[CLIENTE],
    )
    return banco


@pytest.mark.requisito("PRE-048")
def test_the_print_is_in_the_language_of_the_client(banco: Banco) -> None:
    righe = (
        riga(importo="100.00"),
        riga(importo="50.00", descrizione_riga="Consulenza di marzo"),
        riga("CON22", "10.00"),
        riga("AVVISO"),
    )
    fascicolo = banco.leggi(banco.emetti(parcella(*righe), si=("fattura_sospesa",)).id)
    stampa = stampata(fascicolo)
    assert "Tax advice" in stampa and "Notice" in stampa
    assert "Consulenza di marzo" in stampa, "a description written by hand is printed as it is"
    assert "CONSULENZA 22" in stampa, "where there is no translation, the Italian one"
    fattura = xml(fascicolo, "00001").decode()
    assert "CONSULENZA" in fattura and "Tax advice" not in fattura
    assert fascicolo.righe[0].descrizione_riga == "CONSULENZA"


@pytest.mark.requisito("PRE-048")
def test_for_the_others_it_stays_italian(banco: Banco) -> None:
    italiano = banco.leggi(banco.emetti(parcella(riga(importo="100.00"), cliente=VERDI)).id)
    assert "CONSULENZA" in stampata(italiano) and "Tax advice" not in stampata(italiano)


@pytest.mark.requisito("PRE-101")
def test_what_was_not_filled_in_is_blank_on_paper_and_in_the_xml(banco: Banco) -> None:
    righe = (riga(importo="100.00", descrizione_riga="Serve altro?"), riga("VARIA"))
    fascicolo = banco.leggi(banco.emetti(parcella(*righe), si=("fattura_sospesa",)).id)
    assert fascicolo.righe[1].descrizione_riga == "DAL ????"
    for scritto in (stampata(fascicolo), xml(fascicolo, "00001").decode()):
        assert "Serve altro?" in scritto and "DAL" in scritto and "??" not in scritto
