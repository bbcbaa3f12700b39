"""Names of the files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcella.fatturapa.nomi import leggi_nome, nome_file, progressivo_successivo
from parcella.ledger.esito import Rifiuto


@pytest.mark.requisito("FPA-011", "FPA-032", "FPA-033", "FPA-034", "FPA-037", "FPA-038")
def test_nome_del_file() -> None:
    assert nome_file("IT", "01234567891", "U33DZ") == "IT01234567891_U33DZ.xml"
    assert nome_file("DE", "12", "1") == "DE12_1.xml"


@pytest.mark.requisito("FPA-039", "FPA-041")
def test_progressivo_in_base_36_maiuscola() -> None:
    assert progressivo_successivo("0000Z") == "00010"
    assert progressivo_successivo("00010") == "00011"
    assert progressivo_successivo("00000") == "00001"
    assert nome_file("IT", "RSSMRA80A01H501U", progressivo_successivo("0000Z")) == "ITRSSMRA80A01H501U_00010.xml"


@pytest.mark.requisito("FPA-035", "FPA-036", "FPA-041")
@pytest.mark.parametrize(
    ("paese", "identificativo", "progressivo", "motivo"),
    [
        ("it", "01234567891", "00001", "maiuscole"),
        ("ITA", "01234567891", "00001", "paese"),
        ("IT", "0123456789", "00001", "da 11 a 16"),
        ("IT", "01234567891234567", "00001", "da 11 a 16"),
        ("DE", "1", "00001", "da 2 a 28"),
        ("IT", "01234567891", "000001", "da 1 a 5"),
        ("IT", "01234567891", "", "da 1 a 5"),
        ("IT", "01234567891", "00-01", "da 1 a 5"),
    ],
)
def test_nomi_rifiutati(paese: str, identificativo: str, progressivo: str, motivo: str) -> None:
    with pytest.raises(Rifiuto, match=motivo):
        nome_file(paese, identificativo, progressivo)


@pytest.mark.requisito("FPA-037", "FPA-038", "FPA-041")
def test_lettura_di_un_nome() -> None:
    assert leggi_nome("IT01234567891_U33DZ.xml") == ("IT", "01234567891", "U33DZ")
    assert leggi_nome("IT01234567891_U33DZ.xml.p7m").progressivo == "U33DZ"
    for sbagliato in (
        "IT01234567891-U33DZ.xml",
        "it01234567891_U33DZ.xml",
        "IT0123456789_1.xml",
        "IT01234567891_1.pdf",
    ):
        with pytest.raises(Rifiuto):
            leggi_nome(sbagliato)


@pytest.mark.requisito("FPA-030")
def test_finiti_i_progressivi_si_dice() -> None:
    with pytest.raises(Rifiuto, match="finiti"):
        progressivo_successivo("ZZZZZ")
    with pytest.raises(Rifiuto):
        progressivo_successivo("0_0")


@pytest.mark.requisito("FPA-030", "FPA-036", "FPA-039")
@given(numero=st.integers(0, 36**5 - 2))
def test_ogni_progressivo_ha_il_suo_successivo(numero: int) -> None:
    def scritto(valore: int) -> str:
        cifre = ""
        for _ in range(5):
            valore, resto = divmod(valore, 36)
            cifre = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[resto] + cifre
        return cifre

    assert progressivo_successivo(scritto(numero)) == scritto(numero + 1)
