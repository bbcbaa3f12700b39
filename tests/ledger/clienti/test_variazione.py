"""The mass change of the electronic invoicing (FEL-037…042): serie 1 electronic, 2 paper, 3 both."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from ledger.clienti.studio import comando, prepara
from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.tabelle import Serie
from parcella.ledger.clienti import anagrafica, variazione
from parcella.ledger.clienti.variazione import Selezione
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto

TUTTI = Selezione()
Stato = tuple[str, int | None]


@pytest.fixture
def session(archivio_vuoto: Archivio) -> Iterator[Session]:
    with archivio_vuoto.scrittura() as sessione:
        yield sessione


@pytest.fixture
def contesto(session: Session) -> Contesto:
    contesto = prepara(session)
    session.add(Serie(azienda=1, documento="PA", serie=3))
    clienti = [
        {"codice": "501.00001", "ragione_sociale": "Alfa", "tipo_fattura_elettronica": "N"},
        {"codice": "501.00002", "ragione_sociale": "Beta", "sezionale_fattura_elettronica": 1},
        {"codice": "501.00003", "ragione_sociale": "Comune", "ente_pubblico": "S", "fattura_pa": "S",
         "codice_ufficio": "UFVA01"},
        {"codice": "501.00004", "ragione_sociale": "Delta", "tipo_fattura_elettronica": "N", "annullato": "S"},
    ]  # fmt: skip
    anagrafica.scrivi_tutti(session, contesto, clienti, comando())
    return contesto


def stati(session: Session) -> dict[str, Stato]:
    clienti = [anagrafica.leggi(session, 1, f"501.0000{n}") for n in (1, 2, 3, 4)]
    return {c.codice[-1]: (c.tipo_fattura_elettronica, c.sezionale_fattura_elettronica) for c in clienti if c}


PRIMA: dict[str, Stato] = {"1": ("N", None), "2": ("S", 1), "3": ("S", None), "4": ("N", None)}


@pytest.mark.requisito("FEL-039", "FEL-040", "FEL-041", "FEL-042")
@pytest.mark.parametrize(
    ("fatturazione", "sezionale", "frase"),
    [
        ("S", None, "Indicare il sezionale IVA da abilitare"),
        ("N", 1, "Con Fatturaz.elettronica = N il sezionale non deve essere indicato"),
        ("S", 2, "Il sezionale indicato non e' abilitato alla fatturazione elettronica"),
        ("S", 9, "La serie 9 delle parcelle non esiste"),
        ("X", None, "sono ammessi S e N"),
    ],
)
def test_cio_che_non_si_puo_chiedere(
    session: Session, contesto: Contesto, fatturazione: str, sezionale: int | None, frase: str
) -> None:
    with pytest.raises(Rifiuto, match=frase):
        variazione.varia(session, contesto, TUTTI, fatturazione, sezionale, comando())
    assert stati(session) == PRIMA


@pytest.mark.requisito("FEL-042")
def test_abilita_tutti_su_un_sezionale_e_poi_toglie(session: Session, contesto: Contesto) -> None:
    variate = variazione.varia(session, contesto, TUTTI, "S", 3, comando())
    assert [v.codice for v in variate] == ["501.00001", "501.00002", "501.00003"]
    assert stati(session) == {"1": ("S", 3), "2": ("S", 3), "3": ("S", 3), "4": ("N", None)}
    assert variazione.varia(session, contesto, TUTTI, "S", 3, comando()) == []
    variazione.varia(session, contesto, TUTTI, "N", None, comando())
    assert stati(session) == {"1": ("N", None), "2": ("N", None), "3": ("S", 3), "4": ("N", None)}


@pytest.mark.requisito("FEL-037", "FEL-038")
def test_solo_chi_e_gia_abilitato_o_su_un_sezionale(session: Session, contesto: Contesto) -> None:
    def codici(**selezione: object) -> list[str]:
        return [v.codice for v in variazione.variazioni(session, contesto, Selezione(**selezione), "S", 3)]

    assert codici(fatturazione_elettronica="S") == ["501.00002", "501.00003"]
    assert codici(fatturazione_elettronica="N") == ["501.00001"]
    assert codici(sezionale=1) == ["501.00002"]
    assert stati(session) == PRIMA
