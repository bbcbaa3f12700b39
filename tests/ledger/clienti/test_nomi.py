"""The key of a name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcella.ledger.clienti.nomi import chiave_nome, fine_prefisso, nome_cliente
from parcella.ledger.clienti.tabelle import Cliente


@pytest.mark.parametrize(
    ("nome", "chiave"),
    [
        ("Dell'Orto & C. s.n.c.", "DELLORTO C SNC"),
        ("Dell’Orto & C. s.n.c.", "DELLORTO C SNC"),
        ("Straße", "STRASSE"),
        ("Łódź", "LODZ"),
        ("Søren Æblegård", "SOREN AEBLEGARD"),
        ("  Rossi-Bianchi \t Nicolò ", "ROSSI BIANCHI NICOLO"),
        ("È già ﬁnita", "E GIA FINITA"),
        ("3M Italia", "3M ITALIA"),
        ("'.", ""),
    ],
)
def test_key_of_a_name(nome: str, chiave: str) -> None:
    assert chiave_nome(nome) == chiave


@given(st.text())
def test_the_key_is_its_own_key(testo: str) -> None:
    chiave = chiave_nome(testo)
    assert chiave_nome(chiave) == chiave
    assert chiave == " ".join(chiave.split())
    assert all(c.isalnum() or c == " " for c in chiave)


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_case_and_composition_do_not_matter(testo: str) -> None:
    chiave = chiave_nome(testo)
    assert chiave_nome(unicodedata.normalize("NFD", testo)) == chiave_nome(unicodedata.normalize("NFC", testo))
    assert chiave_nome(chiave.lower()) == chiave
    assert chiave == chiave.upper()


@given(st.text(st.characters(codec="latin-1"), min_size=1), st.text(st.characters(codec="latin-1")))
def test_what_begins_with_a_prefix_lies_in_its_range(prefisso: str, resto: str) -> None:
    assert prefisso <= prefisso + resto < fine_prefisso(prefisso)


def test_name_of_a_client() -> None:
    assert nome_cliente(Cliente(codice="1", ragione_sociale="Alfa s.r.l.", cognome="Rossi")) == "Alfa s.r.l."
    assert nome_cliente(Cliente(codice="1", cognome="Rossi", nome="Maria")) == "Rossi Maria"
    assert nome_cliente(Cliente(codice="1", cognome="Rossi")) == "Rossi"
