"""Birth, sex and codice fiscale of a person; bank and mandate of the direct debit; what the XML can't hold."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from ledger.clienti.studio import comando, prepara
from parcella.ledger.archivio import Archivio
from parcella.ledger.clienti import anagrafica, banca
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Richiesta, Rifiuto, Risposte

IBAN = "IT60X0542811101000000123456"
MARIO: dict[str, Any] = {
    "codice": "501.00001", "cognome": "Rossi", "nome": "Mario", "codice_fiscale": "RSSMRA80A01H501U",
    "data_nascita": date(1980, 1, 1), "sesso": "M",
}  # fmt: skip
MANDATO: dict[str, Any] = {
    "codice": "501.00001", "ragione_sociale": "Rossi s.r.l.", "iban": IBAN, "identificativo_mandato": "rossi-2025/1",
    "data_mandato": date(2025, 12, 1),
}  # fmt: skip


@pytest.fixture
def session(archivio_vuoto: Archivio) -> Iterator[Session]:
    with archivio_vuoto.scrittura() as sessione:
        yield sessione


@pytest.fixture
def contesto(session: Session) -> Contesto:
    return prepara(session)


def salva(session: Session, contesto: Contesto, *parti: dict[str, Any], **altri: Any) -> tuple[Cliente, list[str]]:
    """The client as it is written, and the notes."""
    dati: dict[str, Any] = {}
    for parte in parti:
        dati |= parte
    risposte = comando()
    cliente = anagrafica.salva(session, contesto, dati | altri, risposte)
    return cliente, [avviso.messaggio for avviso in risposte.avvisi]


def rifiuta(session: Session, contesto: Contesto, *parti: dict[str, Any], **altri: Any) -> str | None:
    with pytest.raises(Rifiuto) as rifiuto:
        salva(session, contesto, *parti, **altri)
    return rifiuto.value.campo


# --- persons ---


def test_a_person_whose_codice_fiscale_agrees(session: Session, contesto: Contesto) -> None:
    assert salva(session, contesto, MARIO)[1] == []
    anna = {"cognome": "D'Amico", "nome": "Anna", "codice_fiscale": "DMCNNA92M55H294Q", "sesso": "F"}
    assert salva(session, contesto, {"codice": "501.00002", **anna}, data_nascita=date(1992, 8, 15))[1] == []


@pytest.mark.parametrize(
    ("cambiato", "detto"),
    [
        ({"data_nascita": date(1980, 1, 2)}, "la data di nascita (dice 01/01/80)"),
        ({"sesso": "F"}, "il sesso (dice M)"),
        ({"nome": "Marco"}, "il nome (dice MRA)"),
        ({"cognome": "Verdi", "sesso": "F"}, "il sesso (dice M) e con il cognome (dice RSS)"),
    ],
)
def test_a_codice_fiscale_that_says_otherwise_is_noted(
    session: Session, contesto: Contesto, cambiato: dict[str, Any], detto: str
) -> None:
    assert salva(session, contesto, MARIO, cambiato)[1] == [
        f"Il codice fiscale RSSMRA80A01H501U non concorda con {detto}."
    ]
    assert salva(session, contesto, codice="501.00001", comune="Roma")[1] == [], "non si ripete"


def test_omocodia_and_the_numeric_code_of_a_body_are_admitted(session: Session, contesto: Contesto) -> None:
    assert salva(session, contesto, MARIO, codice_fiscale="RSSMRA80A01H50MM")[1] == []
    salva(session, contesto, codice="501.00003", ragione_sociale="Comune", codice_fiscale="80016350821")
    assert rifiuta(session, contesto, MARIO, codice_fiscale="80016350822") == "codice_fiscale"
    assert rifiuta(session, contesto, MARIO, provincia_nascita="XX") == "provincia_nascita"


def test_letters_the_invoice_cannot_hold_are_noted(session: Session, contesto: Contesto) -> None:
    _, note = salva(session, contesto, codice="501.00001", ragione_sociale="Жуков “Łódź” è 100€", comune="Čierny")
    assert len(note) == 1
    assert note[0].startswith("Ragione sociale: «Ж» non è ammesso")


def test_a_foreign_vat_number_has_the_form_of_its_country(session: Session, contesto: Contesto) -> None:
    estero = {"codice": "501.00001", "ragione_sociale": "Muster GmbH", "nazione": "DE"}
    assert salva(session, contesto, estero, partita_iva="DE136695976")[0].partita_iva == "136695976"
    assert rifiuta(session, contesto, estero, partita_iva="136695977") == "partita_iva"
    assert rifiuta(session, contesto, estero, nazione="US", partita_iva="12_3") == "partita_iva"


# --- bank ---


def test_the_bank_of_an_iban() -> None:
    italiana = banca.coordinate(IBAN)
    assert (italiana.abi, italiana.cab) == ("05428", "11101")
    assert italiana.bic and italiana.istituto
    tedesca = banca.coordinate("DE89370400440532013000")
    assert (tedesca.abi, tedesca.bic, tedesca.istituto) == ("", "COBADEFFXXX", "Commerzbank")


@pytest.mark.parametrize(
    ("campo", "valore"),
    [
        ("iban", "IT64Y0542811101000000123456"),  # right check digits, wrong CIN
        ("iban", "IT60X0542811101000000123457"),
        ("iban", "DE89370400440532013001"),
        ("bic", "BLOPIT2"),
        ("codice_fiscale_intestatario", "RSSMRA80A01H501X"),
    ],
)
def test_wrong_bank_data_name_their_field(session: Session, contesto: Contesto, campo: str, valore: str) -> None:
    assert rifiuta(session, contesto, MANDATO, **{campo: valore}) == campo


def test_a_mandate_is_core_and_recurrent_if_nothing_is_said(session: Session, contesto: Contesto) -> None:
    cliente, note = salva(session, contesto, MANDATO)
    assert (cliente.identificativo_mandato, cliente.tipo_mandato, cliente.sequenza_mandato) == (
        "ROSSI-2025/1", "CORE", "RCUR",
    )  # fmt: skip
    assert note == []
    cliente, _ = salva(session, contesto, codice="501.00001", identificativo_mandato=None)
    assert (cliente.data_mandato, cliente.tipo_mandato, cliente.sequenza_mandato) == (None, None, None)


@pytest.mark.parametrize(
    ("cambiato", "campo"),
    [
        ({"identificativo_mandato": "ROSSI_1"}, "identificativo_mandato"),
        ({"identificativo_mandato": "ROSSIÈ"}, "identificativo_mandato"),
        ({"identificativo_mandato": "/ROSSI"}, "identificativo_mandato"),
        ({"identificativo_mandato": "R//1"}, "identificativo_mandato"),
        ({"identificativo_mandato": "R" * 36}, "identificativo_mandato"),
        ({"identificativo_mandato": None}, "identificativo_mandato"),
        ({"data_mandato": None}, "data_mandato"),
        ({"fine_mandato": date(2025, 11, 30)}, "fine_mandato"),
        ({"tipo_mandato": "B2B", "privato": "S"}, "tipo_mandato"),
        ({"sequenza_mandato": "XXXX"}, "sequenza_mandato"),
    ],
)
def test_a_wrong_mandate_names_its_field(
    session: Session, contesto: Contesto, cambiato: dict[str, Any], campo: str
) -> None:
    assert rifiuta(session, contesto, MANDATO, cambiato) == campo


def test_what_would_stop_a_direct_debit_is_noted(session: Session, contesto: Contesto) -> None:
    _, note = salva(session, contesto, MANDATO, iban=None)
    assert "manca l'IBAN" in note[0]
    _, note = salva(session, contesto, MANDATO, codice="501.00002", identificativo_mandato="ROSSI-2025/1")
    assert note == ["Il mandato ROSSI-2025/1 del cliente 501.00002 è già di 501.00001: la banca lo rifiuterebbe."]


def test_the_day_of_the_ritenuta_wants_who_withholds_it(session: Session, contesto: Contesto) -> None:
    dal = {"soggetto_ritenuta": "S", "soggetto_ritenuta_dal": date(2026, 3, 1)}
    assert salva(session, contesto, MANDATO, dal)[0].soggetto_ritenuta_dal == date(2026, 3, 1)
    assert rifiuta(session, contesto, MANDATO, dal, soggetto_ritenuta="N") == "soggetto_ritenuta_dal"
    cliente, _ = salva(session, contesto, codice="501.00001", soggetto_ritenuta="N")
    assert cliente.soggetto_ritenuta_dal is None


# --- zone asked on the screen ---


def test_a_zona_that_is_not_there_is_asked_on_the_screen(session: Session, contesto: Contesto) -> None:
    dati = MANDATO | {"zona": "N01"}
    with pytest.raises(Richiesta) as richiesta:
        anagrafica.salva(session, contesto, dati, Risposte())
    assert richiesta.value.codice == "zona_nuova"
    with pytest.raises(Rifiuto) as rifiuto:
        anagrafica.salva(session, contesto, dati, Risposte({"zona_nuova": "N"}))
    assert rifiuto.value.campo == "zona"
    assert anagrafica.salva(session, contesto, dati, Risposte({"zona_nuova": "S"})).zona == "N01"
