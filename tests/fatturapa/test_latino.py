"""Respelling in the characters FatturaPA admits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcella.fatturapa.latino import in_ascii, in_latino
from parcella.ledger.esito import Rifiuto

CAMPO = "righe.3.descrizione_riga"


@pytest.mark.parametrize(
    ("testo", "atteso"),
    [
        ("già così è più", "già così è più"),
        ("‘l’ora’ “della” „verità”", '\'l\'ora\' "della" "verità"'),
        ("2025–2026 — fine…", "2025-2026 - fine..."),
        ("100 € • punto", "100 EUR - punto"),
        ("spazio\u00a0fisso\u2009e\u202fsottile", "spazio fisso e sottile"),
        ("riga\nnuova\te tabulazione", "riga nuova e tabulazione"),
        ("ﬁnale eﬀetto", "finale effetto"),
        ("žluťoučký Łódź Œuvre œ ı", "zlutoucký Lódz OEuvre oe i"),
        ("e\u0300 in due caratteri", "è in due caratteri"),
        ("zero\u200blargo \u200fverso", "zerolargo verso"),
        ("№ 5 ™ ⅓", "No 5 TM 1/3"),
        ("  ai margini  ", "ai margini"),
    ],
)
def test_in_latino(testo: str, atteso: str) -> None:
    assert in_latino(testo, CAMPO) == atteso


@pytest.mark.parametrize(
    ("testo", "atteso"),
    [("12/bis", "12/bis"), ("m²", "m2"), ("n° 5", "no 5"), ("Perché «sì»", 'Perche "si"'), ("Straße ½", "Strasse 1/2")],
)
def test_in_ascii(testo: str, atteso: str) -> None:
    assert in_ascii(testo, "numero_civico") == atteso


@pytest.mark.parametrize(
    ("carattere", "codice"), [("中", "U+4E2D"), ("☎", "U+260E"), ("\x07", "U+0007"), ("Ж", "U+0416")]
)
def test_il_rifiuto_nomina_campo_e_carattere(carattere: str, codice: str) -> None:
    with pytest.raises(Rifiuto) as rifiuto:
        in_latino(f"Consulenza {carattere}", CAMPO)
    assert codice in rifiuto.value.messaggio
    assert rifiuto.value.messaggio.startswith("Descrizione riga (riga 3)")
    assert rifiuto.value.campo == CAMPO


@pytest.mark.parametrize(("riscrivi", "limite"), [(in_latino, 0xFF), (in_ascii, 0x7F)])
@given(testo=st.text())
def test_mai_un_carattere_fuori_dall_insieme(riscrivi: object, limite: int, testo: str) -> None:
    try:
        reso = riscrivi(testo, CAMPO)  # type: ignore[operator]
    except Rifiuto:
        return
    assert all(ord(c) <= limite and (c.isprintable() or c == "\u00ad") for c in reso)
