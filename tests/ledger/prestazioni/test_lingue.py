"""The foreign languages: declared by the studio, named by clients, one description in each for a prestazione."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session

from ledger.clienti.studio import OGGI, comando, prepara
from parcella.ledger.archivio import Archivio
from parcella.ledger.clienti.anagrafica import salva as salva_cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import DatiNonValidi, Rifiuto, Risposte
from parcella.ledger.prestazioni import anagrafica, lingue, parametri
from parcella.ledger.scambio.esporta import esporta
from parcella.ledger.scambio.importa import importa

CONSUL: dict[str, Any] = {"codice": "CONSUL", "tipo": "R", "descrizione": "Consulenza", "cod_iva": "22"}
ROSSI = {"codice": "501.00001", "ragione_sociale": "Rossi"}


@pytest.fixture
def session(archivio_vuoto: Archivio) -> Iterator[Session]:
    with archivio_vuoto.scrittura() as sessione:
        yield sessione


@pytest.fixture
def contesto(session: Session) -> Contesto:
    """English and German, and a prestazione."""
    contesto = prepara(session)
    for numero, codice, nome in ((1, "en", "Inglese"), (2, "DE", "Tedesco")):
        lingue.salva(session, contesto, {"numero": numero, "codice": codice, "descrizione": nome})
    anagrafica.salva(session, contesto, CONSUL, comando())
    return contesto


def descrivi(session: Session, contesto: Contesto, **testi: str | None) -> None:
    dati = {"codice": "CONSUL", "descrizioni_lingua": {int(n[1:]): testo for n, testo in testi.items()}}
    anagrafica.salva(session, contesto, dati, comando())


@pytest.mark.requisito("PRE-046")
def test_a_description_for_each_language(session: Session, contesto: Contesto) -> None:
    descrivi(session, contesto, l1="Tax advice", l2=" Beratung ")
    assert lingue.descrizioni(session, 1, "CONSUL") == {1: "Tax advice", 2: "Beratung"}
    descrivi(session, contesto, l1="", l2="Steuerberatung")
    assert lingue.descrizioni(session, 1, "CONSUL") == {2: "Steuerberatung"}
    with pytest.raises(Rifiuto, match="La lingua 3 non è dichiarata"):
        descrivi(session, contesto, l3="Conseil")
    anagrafica.elimina(session, contesto, "CONSUL")
    assert lingue.descrizioni(session, 1, "CONSUL") == {}


@pytest.mark.requisito("PRE-047")
def test_52_characters_or_as_many_as_the_italian_one(session: Session, contesto: Contesto) -> None:
    descrivi(session, contesto, l1="x" * 52)
    with pytest.raises(Rifiuto, match="La descrizione in Inglese ha 53 caratteri: al massimo 52"):
        descrivi(session, contesto, l1="x" * 53)
    parametri.salva(session, contesto, {"lunghezza_codice": 32}, comando())
    with pytest.raises(Rifiuto, match="ha 49 caratteri: al massimo 48"):
        descrivi(session, contesto, l1="x" * 49)


@pytest.mark.requisito("PRE-048")
def test_a_client_has_one_of_the_languages_declared(session: Session, contesto: Contesto) -> None:
    assert salva_cliente(session, contesto, ROSSI | {"lingua": "en"}, comando()).lingua == "EN"
    assert salva_cliente(session, contesto, ROSSI | {"lingua": "IT"}, comando()).lingua == "IT"
    assert salva_cliente(session, contesto, ROSSI | {"lingua": ""}, comando()).lingua is None
    with pytest.raises(Rifiuto, match="La lingua FR non è dichiarata") as rifiuto:
        salva_cliente(session, contesto, ROSSI | {"lingua": "FR"}, comando())
    assert rifiuto.value.campo == "lingua"


def test_a_language_of_a_client_stays(session: Session, contesto: Contesto) -> None:
    salva_cliente(session, contesto, ROSSI | {"lingua": "EN"}, comando())
    with pytest.raises(Rifiuto, match="quella di 1 cliente:"):
        lingue.elimina(session, contesto, 1, Risposte(tutte_si=True))
    with pytest.raises(Rifiuto, match="quella di 1 cliente:"):
        lingue.salva(session, contesto, {"numero": 1, "codice": "FR"})
    descrivi(session, contesto, l2="Beratung")
    assert lingue.descritte(session, 1, 2) == 1
    lingue.elimina(session, contesto, 2, Risposte(tutte_si=True))
    assert lingue.nomi(session, 1) == {1: "Inglese"}
    assert lingue.descrizioni(session, 1, "CONSUL") == {}


@pytest.mark.parametrize(
    ("dati", "detto"),
    [
        ({"numero": 3, "codice": "EN"}, "La lingua EN è già la numero 1"),
        ({"numero": 3, "codice": "IT"}, "L'italiano non si dichiara"),
        ({"numero": 10, "codice": "FR"}, "non è compreso fra 1 e 9"),
        ({"numero": 3}, "dato obbligatorio"),
    ],
)
def test_languages_refused(session: Session, contesto: Contesto, dati: dict[str, Any], detto: str) -> None:
    with pytest.raises(Rifiuto, match=detto):
        lingue.salva(session, contesto, dati)


def test_in_the_archive_format(archivio_vuoto: Archivio) -> None:
    studio: dict[str, Any] = {
        "azienda": {"sigla": "STU", "tipo": "P", "ragione_sociale": "Studio"},
        "codici_iva": [{"codice": "22", "descrizione": "IVA", "aliquota": "22.00"}],
        "lingue": [{"numero": 1, "codice": "EN", "descrizione": "Inglese"}],
        "prestazioni": [CONSUL | {"descrizioni_lingua": {"1": "Tax advice"}}],
        "parametri_prestazioni": {"lunghezza_codice": 16, "codice_alternativo": "N"},
    }

    def leggi() -> dict[str, Any]:
        importa(archivio_vuoto, [("s.json", json.dumps(studio).encode())], data_lavoro=OGGI, risposte=comando())
        with archivio_vuoto.lettura() as sessione:
            foglio = io.StringIO()
            esporta(sessione, 1, foglio)
            letto: dict[str, Any] = json.loads(foglio.getvalue())
            return letto

    scritto = leggi()
    assert scritto["prestazioni"][0]["descrizioni_lingua"] == {"1": "Tax advice"}
    assert scritto["lingue"] == studio["lingue"]
    assert scritto["parametri_prestazioni"] == studio["parametri_prestazioni"]
    studio["prestazioni"][0]["descrizioni_lingua"] = {"1": None}
    assert "descrizioni_lingua" not in leggi()["prestazioni"][0]
    studio["prestazioni"][0]["descrizioni_lingua"] = {"x": "Tax advice"}
    with pytest.raises(DatiNonValidi, match="atteso il numero di una lingua"):
        leggi()
    studio["prestazioni"] = [CONSUL | {"codice": "CONSULENZA.FISCALE"}]
    with pytest.raises(Rifiuto, match=r"prestazioni\.0\.codice: Il codice ha 18 caratteri: al massimo 16"):
        leggi()
