"""Reading bytes: encodings, broken JSON, doubled keys, and the place of an error."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcella.ledger.esito import DatiNonValidi, Rifiuto
from parcella.ledger.scambio.forma import Forma, elenco, intero
from parcella.ledger.scambio.lettura import leggi, riga_di


@pytest.mark.parametrize(
    ("contenuto", "messaggio"),
    [
        pytest.param(b"", "il file è vuoto", id="vuoto"),
        pytest.param(b" \n ", "il file è vuoto", id="bianco"),
        pytest.param(b"\x89PNG\r\n\x00\x1a", "binario", id="binario"),
        pytest.param('{"a": 1}'.encode("utf-16"), "UTF-16; atteso UTF-8", id="utf-16"),
        pytest.param('{\n"a": "perché"}'.encode("latin-1"), r"riga 2: il byte 0xe9 non è UTF-8", id="latin-1"),
        pytest.param(b'{\n "a": [1,\n  2', r"riga 3, colonna 4: il file è troncato", id="troncato"),
        pytest.param(b'{\n "a": "x', r"riga 2, colonna 7: il file è troncato", id="troncato in un testo"),
        pytest.param(b'{"a": 1 "b": 2}', "riga 1, colonna 9: manca una virgola", id="virgola"),
        pytest.param(b"{'a': 1}", "manca una chiave fra virgolette", id="apici"),
        pytest.param(b'{"a": NaN}', "NaN non è un valore ammesso", id="NaN"),
        pytest.param(b'{"a": 1} x', "altri dati dopo la fine", id="coda"),
        pytest.param(b'{"a": ' + b"9" * 5000 + b"}", "numero troppo lungo", id="numero lungo"),
        pytest.param(b"[" * 100_000 + b"]" * 100_000, "annidati", id="annidato"),
        pytest.param(b'{"a": {\n"b": 1,\n"c": 2,\n"b": 3}}', "riga 4: la chiave «b» è scritta due volte", id="doppia"),
        pytest.param(b'[{"a": 1},\n{"a": 1, "a": 1}]', "riga 2: la chiave «a»", id="doppia in un elenco"),
    ],
)
def test_un_file_illeggibile_dice_dove(contenuto: bytes, messaggio: str) -> None:
    with pytest.raises(DatiNonValidi, match=messaggio) as errore:
        leggi("studio.json", contenuto)
    assert errore.value.messaggio.startswith("studio.json")


def test_il_bom_e_tollerato() -> None:
    assert leggi("x", b"\xef\xbb\xbf" + '{"è": 1}'.encode()).valore == {"è": 1}


def test_un_errore_di_forma_dice_riga_e_chiave() -> None:
    fonte = leggi("x.json", b'{\n "voci": [\n  {"n": 1},\n  {"n": 1,\n   "m": "due"}\n ]\n}')
    voce = Forma({"voci": elenco(Forma({"n": intero, "m": intero}, ("n",)))})
    with pytest.raises(DatiNonValidi) as errore:
        fonte.secondo(voce)
    assert errore.value.messaggio == (
        "x.json, riga 5, voci.1.m: trovato «due», atteso un numero intero, senza virgolette."
    )
    assert errore.value.campo == "voci.1.m"


def test_un_rifiuto_dice_riga_e_chiave() -> None:
    fonte = leggi("x.json", b'{\n "voci": [\n  {"n": 1},\n  {"n": 1}\n ]\n}')
    situato = fonte.situato(Rifiuto("Numero doppio.", "n", "doppio"), ("voci", 1))
    assert (situato.messaggio, situato.campo) == ("x.json, riga 4, voci.1.n: Numero doppio.", "voci.1.n")
    assert (type(situato), situato.codice) == (Rifiuto, "doppio")
    assert isinstance(fonte.situato(DatiNonValidi("No."), ()), DatiNonValidi)
    assert fonte.situato(Rifiuto("Altro.", "voci.1.altro"), ()).messaggio.startswith("x.json, riga 4, voci.1.altro")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda figli: st.lists(figli, max_size=4) | st.dictionaries(st.text(max_size=4), figli, max_size=4),
    max_leaves=25,
)


def percorsi(valore: Any, qui: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    figli = valore.items() if isinstance(valore, dict) else enumerate(valore) if isinstance(valore, list) else ()
    return [qui, *(p for passo, figlio in figli for p in percorsi(figlio, (*qui, passo)))]


@given(JSON, st.booleans())
def test_ogni_percorso_ha_la_sua_riga(valore: Any, compatto: bool) -> None:
    """With one value a line, paths in document order are on lines that grow."""
    testo = json.dumps(valore, indent=None if compatto else 1, ensure_ascii=False)
    righe = [riga_di(testo, percorso) for percorso in percorsi(valore)]
    assert righe == sorted(righe)
    if compatto:
        assert set(righe) == {1}
    assert riga_di(testo, ("assente", 3)) == 1
