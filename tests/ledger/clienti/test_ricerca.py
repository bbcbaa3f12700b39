"""Finding the clients."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from ledger.clienti.studio import OGGI, comando, prepara
from parcella.ledger.archivio import Archivio
from parcella.ledger.clienti import anagrafica, ricerca
from parcella.ledger.clienti.ricerca import Ordine
from parcella.ledger.contesto import Contesto

CLIENTI = [
    {"codice": "501.00001", "ragione_sociale": "Rossi s.r.l.", "partita_iva": "00488410010", "comune": "Torino"},
    {"codice": "501.00002", "cognome": "Verdi", "nome": "Aldo", "codice_fiscale": "RSSMRA80A01H501U"},
    {"codice": "501.00003", "ragione_sociale": "Dell'Orto & C. s.n.c.", "comune": "Forlì"},
    {"codice": "501.00004", "ragione_sociale": "Rossini Gomme", "comune": "Pesaro"},
    {"codice": "501.00010", "ragione_sociale": "Caffè Bontà", "comune": "Torino"},
    {"codice": "501.00011", "ragione_sociale": "Grossisti Riuniti 100%"},
]


@pytest.fixture
def session(archivio_vuoto: Archivio) -> Iterator[Session]:
    with archivio_vuoto.scrittura() as sessione:
        anagrafica.scrivi_tutti(sessione, prepara(sessione), CLIENTI, comando())
        yield sessione


@pytest.mark.parametrize("ordine", ["nome", "codice"])
def test_pages_forward_and_backward_meet(session: Session, ordine: Ordine) -> None:
    tutti = ricerca.pagina(session, 1, ordine)
    assert [v.chiave(ordine) for v in tutti] == sorted(v.chiave(ordine) for v in tutti)
    assert len(tutti) == ricerca.conta(session, 1) == 6
    prima = ricerca.pagina(session, 1, ordine, quanti=4)
    dopo = ricerca.pagina(session, 1, ordine, dopo=prima[-1].chiave(ordine), quanti=4)
    assert prima + dopo == tutti
    assert ricerca.pagina(session, 1, ordine, prima=dopo[0].chiave(ordine), quanti=2) == tutti[2:4]
    assert ricerca.pagina(session, 1, ordine, quanti=2, dal_fondo=True) == tutti[-2:]
    assert ricerca.pagina(session, 1, ordine, dopo=tutti[0].chiave(ordine), salto=2, quanti=1) == tutti[3:4]


def test_position_of_what_is_typed(session: Session) -> None:
    assert ricerca.posizione(session, 1, "nome", "dell'o") == 1
    assert ricerca.posizione(session, 1, "codice", "501.00004") == 3


def test_names_are_sorted_without_accents_and_apostrophes(session: Session) -> None:
    assert [v.nome for v in ricerca.pagina(session, 1, quanti=2)] == ["Caffè Bontà", "Dell'Orto & C. s.n.c."]


@pytest.mark.parametrize(
    ("testo", "trovati"),
    [
        ("rossi", ["501.00001", "501.00004", "501.00011"]),  # beginnings of the name before what contains it
        ("DELL’ORTO", ["501.00003"]),
        ("bonta", ["501.00010"]),
        ("torino", ["501.00010", "501.00001"]),
        ("0048841", ["501.00001"]),
        ("mra80", ["501.00002"]),
        ("501.0001", ["501.00010", "501.00011"]),
        ("4", ["501.00004", "501.00001"]),  # its own number, then whoever has a 4
        ("gomme pesaro", ["501.00004"]),  # words of several fields, in any order
        ("TORINO rossi", ["501.00001"]),
        ("s r l ssi", ["501.00001"]),
        ("aldo verdi", ["501.00002"]),
        ("ssi ross", ["501.00001", "501.00004", "501.00011"]),  # beginnings of words before what contains them
        ("riuniti GROS", ["501.00011"]),
        ("forli", ["501.00003"]),
        ("IT00488410010", ["501.00001"]),
        ("rss mra 80a01", ["501.00002"]),
        ("rossi milano", []),
        ("%", []),
        ("nessuno", []),
    ],
)
def test_what_is_typed_finds(session: Session, testo: str, trovati: list[str]) -> None:
    assert [v.codice for v in ricerca.cerca(session, 1, testo)] == trovati


def test_search_stops_at_the_number_asked(session: Session) -> None:
    assert [v.codice for v in ricerca.cerca(session, 1, "rossi", 2)] == ["501.00001", "501.00004"]
    assert len(ricerca.cerca(session, 1, "", 3)) == 3


def test_the_search_follows_what_changes(session: Session) -> None:
    anagrafica.salva(
        session, Contesto(1, "STU", "P", "gabri", OGGI), {"codice": "501.00003", "comune": "Asti"}, comando()
    )
    assert ricerca.cerca(session, 1, "forli") == []
    assert [v.codice for v in ricerca.cerca(session, 1, "asti orto")] == ["501.00003"]


@pytest.mark.requisito("DOC-036")
@pytest.mark.parametrize(
    ("testo", "codice"),
    [
        ("501.00001", "501.00001"),
        ("00011", "501.00011"),
        ("11", "501.00011"),
        ("rssmra80a01h501u", "501.00002"),
        ("IT 00488410010", "501.00001"),
        ("caffe", "501.00010"),
        ("verdi aldo", "501.00002"),
        ("Rossi", None),  # two begin so
        ("Rossi srl", "501.00001"),
        ("zeta", None),
        ("", None),
    ],
)
def test_the_one_client_meant(session: Session, testo: str, codice: str | None) -> None:
    assert ricerca.risolvi(session, 1, testo) == codice
