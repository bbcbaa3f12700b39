"""Stampanti: where pages and electronic invoices go."""

import pytest
from sqlmodel import Session

from parcella.ledger.aziende import stampanti
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto

FATTURE = {"numero": 2, "descrizione": "Fatture", "formato": "F", "cartella": "/studio/fatture"}


@pytest.mark.requisito("FPA-060")
def test_una_stampante_scrive_pagine_o_fatture_pa(sessione: Session, studio: Contesto) -> None:
    stampanti.salva(sessione, studio, FATTURE)
    stampanti.salva(sessione, studio, {"numero": 1, "descrizione": "Archivio"})
    assert [(s.numero, s.dispositivo, s.formato) for s in stampanti.elenco_stampanti(sessione, studio.azienda)] == [
        (1, "F", "G"),
        (2, "F", "F"),
    ]
    with pytest.raises(Rifiuto, match="Formato"):
        stampanti.salva(sessione, studio, FATTURE | {"formato": "X"})


@pytest.mark.requisito("FPA-064")
def test_quella_delle_fatture_vuole_la_directory(sessione: Session, studio: Contesto) -> None:
    for senza in ("", "  ", None):
        with pytest.raises(Rifiuto, match="Nome directory") as rifiuto:
            stampanti.salva(sessione, studio, FATTURE | {"cartella": senza})
        assert rifiuto.value.campo == "cartella"
    stampanti.salva(sessione, studio, FATTURE)
    with pytest.raises(Rifiuto, match="Nome directory"):  # also when the change takes it away
        stampanti.salva(sessione, studio, {"numero": 2, "cartella": ""})
    stampanti.salva(sessione, studio, {"numero": 1, "descrizione": "Archivio"})  # pages have the azienda's


def test_si_usa_la_prima_del_suo_formato(sessione: Session, studio: Contesto) -> None:
    assert stampanti.predefinita(sessione, studio.azienda, "F") is None
    for numero in (7, 3):
        stampanti.salva(sessione, studio, FATTURE | {"numero": numero})
    stampanti.salva(sessione, studio, {"numero": 1, "descrizione": "Archivio"})
    prima = stampanti.predefinita(sessione, studio.azienda, "F")
    assert prima is not None
    assert prima.numero == 3


def test_si_cancella_e_non_si_usa_piu(sessione: Session, studio: Contesto) -> None:
    stampanti.salva(sessione, studio, FATTURE)
    stampanti.elimina(sessione, studio, 2)
    for regola in (stampanti.stampante, stampanti.elimina):
        with pytest.raises(Rifiuto, match="La stampante 2 non esiste"):
            regola(sessione, studio.azienda if regola is stampanti.stampante else studio, 2)
