"""The form of the identifiers (fisco § 4)."""

from collections.abc import Callable

import pytest

from parcella.ledger.aziende import identificativi as forma
from parcella.ledger.esito import Rifiuto


@pytest.mark.parametrize(
    "valore", ["RSSMRA80A01H501U", "RSSMRA80A01H50MM", "RSSMRAULALMHRLMD", "00743110157", "80012000826", "97103880585"]
)
def test_codice_fiscale_of_persons_omocodia_and_entities(valore: str) -> None:
    forma.codice_fiscale(valore)


@pytest.mark.parametrize(
    ("valore", "motivo"),
    [
        ("RSSMRA80A01H501X", "carattere di controllo"),
        ("RSSMRA80A01H501", "16 caratteri"),
        ("1SSMRA80A01H501U", "al loro posto"),
        ("00743110158", "cifra di controllo"),
        ("0074311015A", "11 cifre"),
        ("00000000000", "tutte zero"),
    ],
)
def test_codice_fiscale_refused_with_the_reason(valore: str, motivo: str) -> None:
    with pytest.raises(Rifiuto, match=motivo) as rifiuto:
        forma.codice_fiscale(valore)
    assert rifiuto.value.campo == "codice_fiscale"


def test_partita_iva_wrong_is_refused_and_unknown_office_is_told() -> None:
    assert forma.partita_iva("00743110157") is True
    assert forma.partita_iva("12345678903") is False  # office 890: right check digit, no such office
    with pytest.raises(Rifiuto, match="cifra di controllo"):
        forma.partita_iva("00743110158")


def test_foreign_vat() -> None:
    forma.partita_iva_estera("136695976", "DE")
    forma.partita_iva_estera("094259216", "GR")
    forma.partita_iva_estera("CHE123", "CH")
    assert forma.senza_prefisso("EL094259216", "GR") == "094259216"
    assert forma.senza_prefisso("DE136695976", "DE") == "136695976"
    assert forma.senza_prefisso("00743110157", "IT") == "00743110157"
    with pytest.raises(Rifiuto, match="nazione DE"):
        forma.partita_iva_estera("136695977", "DE")
    with pytest.raises(Rifiuto, match="lettere e cifre"):
        forma.partita_iva_estera("A" * 29, "US")


@pytest.mark.parametrize(
    ("controllo", "buono", "cattivo"),
    [
        (forma.iban, "IT60X0542811101000000123456", "IT60X0542811101000000123457"),
        (forma.codice_ufficio, "UFVA01", "UFVA012"),
        (forma.codice_ufficio, "ABCDEF", "ABC EF"),
        (forma.pec_destinatario, "studio@pec.example", "sdi07@pec.fatturapa.it"),
        (forma.pec_destinatario, "a.b@c.de", "a b@c.de"),
        (forma.pec_destinatario, "a.b@c.de", "senza-chiocciola.it"),
    ],
)
def test_iban_office_and_pec(controllo: Callable[[str], None], buono: str, cattivo: str) -> None:
    controllo(buono)
    with pytest.raises(Rifiuto):
        controllo(cattivo)


def test_codice_destinatario() -> None:
    forma.codice_destinatario("ABC1234", "IT")
    forma.codice_destinatario("0000000", "IT")
    forma.codice_destinatario("XXXXXXX", "DE")
    for valore, nazione in (("ABC123", "IT"), ("abc1234", "IT"), ("XXXXXXX", "IT")):
        with pytest.raises(Rifiuto):
            forma.codice_destinatario(valore, nazione)


@pytest.mark.parametrize(
    ("nazione", "provincia", "cap", "campo"),
    [
        ("XX", None, None, "nazione"),
        ("IT", "ZZ", "10121", "provincia"),
        ("IT", "EE", "10121", "provincia"),
        ("IT", "TO", "1012", "cap"),
        ("DE", "TO", "00000", "provincia"),
    ],
)
def test_address_refused(nazione: str, provincia: str | None, cap: str | None, campo: str) -> None:
    with pytest.raises(Rifiuto) as rifiuto:
        forma.indirizzo(nazione, provincia, cap)
    assert rifiuto.value.campo == campo


def test_address_accepted() -> None:
    forma.indirizzo("IT", "TO", "10121")
    forma.indirizzo("IT", None, None)
    forma.indirizzo("DE", "EE", "00000")
    forma.indirizzo("GB", None, "SW1A1")
