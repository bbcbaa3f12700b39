"""Clients written twice, and where a client is used."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session

from ledger.clienti.studio import OGGI, comando, prepara
from parcella.ledger.archivio import Archivio
from parcella.ledger.clienti import anagrafica, doppioni
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Rifiuto

PIVA, ALTRA = "00488410010", "00743110157"


@pytest.fixture
def session(archivio_vuoto: Archivio) -> Iterator[Session]:
    with archivio_vuoto.scrittura() as sessione:
        yield sessione


@pytest.fixture
def contesto(session: Session) -> Contesto:
    return prepara(session)


def scrivi(session: Session, contesto: Contesto, *clienti: dict[str, Any]) -> None:
    """Clients 501.00001, 501.00002…"""
    elenco = [{"codice": f"501.{n:05}", "ragione_sociale": "X"} | c for n, c in enumerate(clienti, 1)]
    anagrafica.scrivi_tutti(session, contesto, elenco, comando())


def gruppi(session: Session) -> list[tuple[str, list[int]]]:
    """Reason and numbers of each group."""
    return [(g.motivo, [int(v.codice[4:]) for v in g.clienti]) for g in doppioni.doppioni(session, 1)]


def test_the_same_number_in_either_field_is_the_same_subject(session: Session, contesto: Contesto) -> None:
    scrivi(
        session, contesto,
        {"partita_iva": PIVA}, {"codice_fiscale": PIVA}, {"partita_iva": ALTRA},
        {"codice_fiscale": "RSSMRA80A01H501U"}, {"codice_fiscale": "RSSMRA80A01H501U", "partita_iva": ALTRA},
    )  # fmt: skip
    assert gruppi(session) == [("partita_iva", [1, 2]), ("partita_iva", [3, 5]), ("codice_fiscale", [4, 5])]
    assert [v.codice for v in doppioni.uguali(session, 1, "501.00002", PIVA, None)] == ["501.00001"]
    assert doppioni.uguali(session, 1, "501.00001", None, None) == []


def test_same_name_and_comune_may_be_the_same(session: Session, contesto: Contesto) -> None:
    caffe = {"ragione_sociale": "Caffè Bontà", "comune": "Forlì"}
    scrivi(
        session, contesto, caffe, caffe | {"ragione_sociale": "CAFFE' BONTA'"}, caffe | {"comune": "Asti"},
        {"ragione_sociale": "Rossi Anna", "comune": "Bari", "partita_iva": PIVA},
        {"ragione_sociale": "Rossi Anna", "comune": "Bari", "partita_iva": ALTRA},
    )  # fmt: skip
    assert gruppi(session) == [("nome_e_comune", [1, 2])], "due omonime con partite IVA diverse sono due persone"
    assert not doppioni.doppioni(session, 1)[0].certo


def test_a_sure_pair_is_not_told_again_as_possible(session: Session, contesto: Contesto) -> None:
    scrivi(session, contesto, *[{"partita_iva": PIVA, "comune": "Asti"}] * 2)
    assert gruppi(session) == [("partita_iva", [1, 2])]


def test_a_used_client_says_where(session: Session, contesto: Contesto) -> None:
    scrivi(session, contesto, {}, {"indirizzi": [{"comune": "Asti"}]})
    for numero in (1, 2):
        session.add(Documento(azienda=1, anno=2026, serie=1, numero_documento=numero, data_documento=OGGI,
                              codice_cliente="501.00001"))  # fmt: skip
    session.flush()
    assert anagrafica.usi(session, 1, "501.00001") == ["2 documenti"]
    assert anagrafica.usi(session, 1, "501.00002") == [], "i suoi indirizzi sono parte di lui"
    with pytest.raises(Rifiuto, match="è in 2 documenti: non si può eliminare, si può annullare"):
        anagrafica.elimina(session, contesto, "501.00001")
