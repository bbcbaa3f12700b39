"""What a studio adds to its records: fields of its own, attached files, and what becomes of them."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from ledger.clienti.studio import OGGI, comando, prepara
from parcella import allegati as su_disco
from parcella.ledger.annessi import allegati, campi, legami
from parcella.ledger.annessi.tabelle import Allegato
from parcella.ledger.archivio import Archivio
from parcella.ledger.clienti.anagrafica import salva as salva_cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import DatiNonValidi, Rifiuto, Risposte
from parcella.ledger.prestazioni import anagrafica

PDF = b"%PDF-1.7\x00\xff finto"
CONSUL = {"codice": "CONSUL", "tipo": "R", "descrizione": "Consulenza", "cod_iva": "22"}
DEFINITI = ((1, "Settore", "T"), (2, "Ore previste", "N"), (3, "Abilitata dal", "D"), (4, "Riservata", "S"))


@pytest.fixture
def session(archivio_vuoto: Archivio) -> Iterator[Session]:
    with archivio_vuoto.scrittura() as sessione:
        yield sessione


@pytest.fixture
def contesto(session: Session) -> Contesto:
    """A prestazione and a client, and four fields for the prestazioni."""
    contesto = prepara(session)
    for codice in ("CONSUL", "TENUTA"):
        anagrafica.salva(session, contesto, CONSUL | {"codice": codice}, comando())
    salva_cliente(session, contesto, {"codice": "501.00001", "ragione_sociale": "Rossi"}, comando())
    for numero, etichetta, tipo in DEFINITI:
        dati = {"archivio": "prestazioni", "numero": numero, "etichetta": etichetta, "tipo": tipo}
        campi.salva(session, contesto, dati)
    return contesto


def scrivi(session: Session, contesto: Contesto, **valori: Any) -> None:
    campi.salva_valori(session, contesto, "prestazioni", "CONSUL", {int(n[1:]): v for n, v in valori.items()})


def scritti(session: Session, codice: str = "CONSUL") -> dict[int, Any]:
    return dict(campi.valori(session, 1, "prestazioni", codice))


@pytest.mark.requisito("PRE-116")
def test_a_record_has_what_the_studio_asks_of_it(session: Session, contesto: Contesto) -> None:
    assert legami.stato(session, 1, "prestazioni", "CONSUL") == legami.Annessi()
    scrivi(session, contesto, c1=" Lavoro ", c2=Decimal("3.50"), c3=date(2026, 1, 31), c4="S")
    assert scritti(session) == {1: "Lavoro", 2: Decimal("3.5"), 3: date(2026, 1, 31), 4: "S"}
    scrivi(session, contesto, c1="", c2=None)
    assert scritti(session) == {3: date(2026, 1, 31), 4: "S"}
    assert legami.stato(session, 1, "prestazioni", "CONSUL").campi == 2
    assert scritti(session, "TENUTA") == {}


@pytest.mark.parametrize(
    ("valori", "detto"),
    [
        ({"c2": "tre"}, "Ore previste: trovato «tre», atteso un numero"),
        ({"c3": "31/01/2026"}, "Abilitata dal: .* atteso una data"),
        ({"c4": "X"}, "Riservata: .* atteso S oppure N"),
        ({"c1": "x" * 76}, "al massimo 75 caratteri"),
        ({"c9": "x"}, "Il campo aggiuntivo 9 di prestazioni non esiste"),
    ],
)
def test_a_value_is_of_the_type_of_its_field(
    session: Session, contesto: Contesto, valori: dict[str, Any], detto: str
) -> None:
    with pytest.raises(Rifiuto, match=detto) as rifiuto:
        scrivi(session, contesto, **valori)
    assert rifiuto.value.campo == f"campo_{next(iter(valori))[1:]}"


def test_only_records_that_exist(session: Session, contesto: Contesto) -> None:
    with pytest.raises(Rifiuto, match="La prestazione NIENTE non esiste"):
        campi.salva_valori(session, contesto, "prestazioni", "NIENTE", {1: "x"})
    with pytest.raises(Rifiuto, match=r"Il cliente 501\.00009 non esiste"):
        allegati.aggiungi(session, contesto, "clienti", "501.00009", "a.pdf", PDF)


def test_a_field_in_use_keeps_its_type_and_goes_only_if_one_confirms(session: Session, contesto: Contesto) -> None:
    scrivi(session, contesto, c1="Lavoro")
    with pytest.raises(Rifiuto, match="il tipo non si può cambiare"):
        campi.salva(session, contesto, {"archivio": "prestazioni", "numero": 1, "tipo": "N"})
    with pytest.raises(Rifiuto, match="schede che perdono quello che c'è scritto: 1"):
        campi.elimina(session, contesto, "prestazioni", 1, comando())
    campi.elimina(session, contesto, "prestazioni", 1, Risposte(tutte_si=True))
    assert [campo.numero for campo in campi.elenco(session, 1, "prestazioni")] == [2, 3, 4]
    assert scritti(session) == {}
    with pytest.raises(Rifiuto, match="c'è scritto: 0"):
        campi.elimina(session, contesto, "prestazioni", 2, comando())


@pytest.mark.requisito("PRE-117")
def test_files_are_attached_listed_read_and_deleted(session: Session, contesto: Contesto) -> None:
    assert allegati.aggiungi(session, contesto, "prestazioni", "CONSUL", "mandato.pdf", PDF, "Firmato") == 1
    assert allegati.aggiungi(session, contesto, "prestazioni", "CONSUL", "nota.txt", b"due") == 2
    prima, seconda = allegati.elenco(session, 1, "prestazioni", "CONSUL")
    assert (prima.nome_file, prima.descrizione, prima.dimensione, prima.aggiunto_il) == (
        "mandato.pdf", "Firmato", len(PDF), OGGI,
    )  # fmt: skip
    assert seconda.numero == 2
    assert allegati.leggi(session, 1, "prestazioni", "CONSUL", 1).contenuto == PDF
    allegati.elimina(session, contesto, "prestazioni", "CONSUL", 1)
    assert legami.stato(session, 1, "prestazioni", "CONSUL").allegati == 1
    with pytest.raises(Rifiuto, match="L'allegato 1 di CONSUL non esiste"):
        allegati.leggi(session, 1, "prestazioni", "CONSUL", 1)


@pytest.mark.parametrize(
    ("nome_file", "contenuto", "detto"),
    [
        ("vuoto.txt", b"", "è vuoto"),
        ("grande.bin", bytes(allegati.LIMITE_BYTE + 1), "supera 10 MB"),
        ("../fuori.txt", b"x", "non può essere un percorso"),
        ("..", b"x", "non può essere un percorso"),
    ],
)
def test_files_refused(session: Session, contesto: Contesto, nome_file: str, contenuto: bytes, detto: str) -> None:
    with pytest.raises(Rifiuto, match=detto):
        allegati.aggiungi(session, contesto, "prestazioni", "CONSUL", nome_file, contenuto)


def test_a_record_deleted_takes_along_what_it_has(session: Session, contesto: Contesto) -> None:
    scrivi(session, contesto, c1="Lavoro")
    allegati.aggiungi(session, contesto, "prestazioni", "CONSUL", "a.pdf", PDF)
    anagrafica.elimina(session, contesto, "CONSUL")
    assert session.exec(select(Allegato)).all() == []
    assert legami.violazioni(session, 1) == []


def test_a_record_put_in_the_place_of_another_takes_what_it_had(session: Session, contesto: Contesto) -> None:
    scrivi(session, contesto, c1="Lavoro", c4="S")
    campi.salva_valori(session, contesto, "prestazioni", "TENUTA", {1: "Suo"})
    for codice, nome in (("TENUTA", "suo.pdf"), ("CONSUL", "uno.pdf"), ("CONSUL", "due.pdf")):
        allegati.aggiungi(session, contesto, "prestazioni", codice, nome, PDF)
    assert legami.sposta(session, 1, "prestazioni", "CONSUL", "TENUTA") == (2, 1)
    assert scritti(session, "TENUTA") == {1: "Suo", 4: "S"}
    elenco = allegati.elenco(session, 1, "prestazioni", "TENUTA")
    assert [(voce.numero, voce.nome_file) for voce in elenco] == [(1, "suo.pdf"), (2, "uno.pdf"), (3, "due.pdf")]
    assert legami.stato(session, 1, "prestazioni", "CONSUL") == legami.Annessi()


def test_verifica_finds_bytes_that_changed_and_records_that_are_gone(session: Session, contesto: Contesto) -> None:
    allegati.aggiungi(session, contesto, "prestazioni", "CONSUL", "a.pdf", PDF)
    allegato = session.exec(select(Allegato)).one()
    allegato.contenuto = b"altro"
    session.flush()
    assert legami.violazioni(session, 1) == ["allegato a.pdf di prestazioni CONSUL: il contenuto è cambiato."]
    allegato.contenuto, allegato.chiave = PDF, "SPARITA"
    session.flush()
    assert legami.violazioni(session, 1) == ["prestazioni SPARITA: ha un allegato ma non esiste."]


def test_on_disk_nothing_is_overwritten(tmp_path: Path) -> None:
    assert su_disco.scrivi(str(tmp_path / "nuova"), "a.pdf", PDF).read_bytes() == PDF
    assert su_disco.scrivi(str(tmp_path / "nuova"), "a.pdf", b"2").name == "a (1).pdf"
    assert su_disco.acquisisci(str(tmp_path / "nuova" / "a.pdf")) == ("a.pdf", PDF)
    with pytest.raises(DatiNonValidi, match="è una cartella"):
        su_disco.acquisisci(str(tmp_path))
    with pytest.raises(DatiNonValidi, match="il percorso non esiste"):
        su_disco.acquisisci(str(tmp_path / "manca.pdf"))
    grande = tmp_path / "grande"
    with grande.open("wb") as file:
        file.truncate(allegati.LIMITE_BYTE + 1)
    with pytest.raises(Rifiuto, match="supera 10 MB"):
        su_disco.acquisisci(str(grande))
    with pytest.raises(Rifiuto, match="è un file: indicare una cartella"):
        su_disco.scrivi(str(grande), "a.pdf", PDF)


def test_in_the_archive_format_bytes_come_back_the_same(archivio_vuoto: Archivio, tmp_path: Path) -> None:
    import io

    from parcella.ledger import archivio
    from parcella.ledger.scambio.esporta import esporta
    from parcella.ledger.scambio.importa import importa

    def scritto(aperto: Archivio) -> str:
        with aperto.lettura() as sessione:
            foglio = io.StringIO()
            esporta(sessione, 1, foglio)
            return foglio.getvalue()

    studio: dict[str, Any] = {
        "azienda": {"sigla": "STU", "tipo": "P", "ragione_sociale": "Studio"},
        "codici_iva": [{"codice": "22", "descrizione": "IVA", "aliquota": "22.00"}],
        "prestazioni": [CONSUL],
        "campi_aggiuntivi": [{"archivio": "prestazioni", "numero": 1, "etichetta": "Ore", "tipo": "N"}],
        "valori_aggiuntivi": [{"archivio": "prestazioni", "chiave": "CONSUL", "numero": 1, "valore": "3.50"}],
        "allegati": [
            {
                "archivio": "prestazioni", "chiave": "CONSUL", "numero": 1, "nome_file": "a.pdf",
                "aggiunto_il": "2026-01-01", "contenuto": "JVBERi0xLjcA/w==",
            }
        ],
    }  # fmt: skip
    importa(archivio_vuoto, [("s.json", json.dumps(studio).encode())], data_lavoro=OGGI, risposte=comando())
    primo = scritto(archivio_vuoto)
    letto = json.loads(primo)
    assert letto["valori_aggiuntivi"][0]["valore"] == "3.5"
    assert letto["allegati"] == studio["allegati"]
    archivio.crea(tmp_path / "altro.parcella")
    with archivio.apri(tmp_path / "altro.parcella") as altro:
        importa(altro, [("s.json", primo.encode())], data_lavoro=OGGI, risposte=comando())
        assert scritto(altro) == primo
    studio["allegati"][0]["contenuto"] = "non base64"
    with pytest.raises(DatiNonValidi, match=r"allegati\.0\.contenuto: il contenuto del file non è in base64"):
        importa(archivio_vuoto, [("s.json", json.dumps(studio).encode())], data_lavoro=OGGI, risposte=comando())
