"""The lengths of code and descriptions, and the second code, as the settings of the prestazioni say."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session

from ledger.clienti.studio import comando, prepara
from parcella.ledger.archivio import Archivio
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto
from parcella.ledger.prestazioni import anagrafica, parametri, ricerca

CONSUL: dict[str, Any] = {"codice": "CONSUL", "tipo": "R", "descrizione": "Consulenza", "cod_iva": "22"}


@pytest.fixture
def session(archivio_vuoto: Archivio) -> Iterator[Session]:
    with archivio_vuoto.scrittura() as sessione:
        yield sessione


@pytest.fixture
def contesto(session: Session) -> Contesto:
    return prepara(session)


def imposta(session: Session, contesto: Contesto, **dati: Any) -> list[str]:
    """Write the settings; gives the notes."""
    risposte = comando()
    parametri.salva(session, contesto, dati, risposte)
    return [avviso.messaggio for avviso in risposte.avvisi]


def salva(session: Session, contesto: Contesto, **dati: Any) -> Any:
    return anagrafica.salva(session, contesto, CONSUL | dati, comando())


@pytest.mark.requisito("PRE-041", "PRE-042", "PRE-045", "PRE-047")
@pytest.mark.parametrize(
    ("codice", "descrizione", "estensione", "in_lingua"),
    [(8, 32, 40, 52), (12, 28, 40, 52), (16, 24, 40, 52), (20, 20, 40, 52), (24, 16, 40, 52), (28, 12, 40, 52),
     (32, 8, 40, 48)],
)  # fmt: skip
def test_the_table_of_the_manual(codice: int, descrizione: int, estensione: int, in_lingua: int) -> None:
    misure = parametri.lunghezze(codice)
    assert (misure.codice, misure.descrizione, misure.estensione) == (codice, descrizione, estensione)
    assert misure.codice + misure.descrizione == 40
    assert misure.in_lingua == in_lingua
    assert parametri.lunghezze(codice, "D").estensione == codice
    assert (misure.a_parte, misure.in_linea) == (codice <= 20, codice > 20)


def test_without_a_length_the_columns_are_the_limit() -> None:
    misure = parametri.lunghezze(None)
    assert (misure.codice, misure.descrizione, misure.estensione) == (32, 80, 80)
    assert not misure.in_linea and not misure.a_parte


@pytest.mark.requisito("PRE-041", "PRE-045")
@pytest.mark.parametrize(
    ("dati", "campo", "detto"),
    [
        ({"codice": "CONSULENZA"}, "codice", "Il codice ha 10 caratteri: al massimo 8"),
        ({"descrizione": "x" * 33}, "descrizione", "La descrizione ha 33 caratteri: al massimo 32"),
        ({"descrizione_estesa": "x" * 41}, "descrizione_estesa", "ha 41 caratteri: al massimo 40"),
        (
            {"tipo": "D", "cod_iva": None, "descrizione_estesa": "x" * 9},
            "descrizione_estesa",
            "ha 9 caratteri: al massimo 8",
        ),
    ],
)
def test_what_does_not_fit_is_refused(
    session: Session, contesto: Contesto, dati: dict[str, Any], campo: str, detto: str
) -> None:
    imposta(session, contesto, lunghezza_codice=8)
    salva(session, contesto, descrizione="x" * 32, descrizione_estesa="y" * 40)
    with pytest.raises(Rifiuto, match=detto) as rifiuto:
        salva(session, contesto, **{"codice": "ALTRA"} | dati)
    assert rifiuto.value.campo == campo


def test_what_was_there_before_stays_until_it_is_changed(session: Session, contesto: Contesto) -> None:
    salva(session, contesto, codice="CONSULENZA", descrizione="x" * 50)
    salva(session, contesto, codice="BREVE")
    (nota,) = imposta(session, contesto, lunghezza_codice=8)
    assert nota == "Prestazioni più lunghe di quanto stabilito: 1 (CONSULENZA). Restano finché non si variano."
    assert list(parametri.fuori_misura(session, 1)) == ["CONSULENZA"]
    lunga = {"codice": "CONSULENZA", "unita_misura": "HR"}
    assert anagrafica.salva(session, contesto, lunga, comando()).unita_misura == "HR"
    with pytest.raises(Rifiuto, match="La descrizione ha 49 caratteri"):
        anagrafica.salva(session, contesto, {"codice": "CONSULENZA", "descrizione": "x" * 49}, comando())
    assert imposta(session, contesto, codice_alternativo="N") == [], "told once, when the length changes"


@pytest.mark.parametrize("lunghezza", [10, 36, 4])
def test_only_the_lengths_of_the_manual(session: Session, contesto: Contesto, lunghezza: int) -> None:
    with pytest.raises(Rifiuto) as rifiuto:
        imposta(session, contesto, lunghezza_codice=lunghezza)
    assert rifiuto.value.campo == "lunghezza_codice"


@pytest.mark.requisito("PRE-044")
@pytest.mark.parametrize(
    "testo", ["Assistenza fiscale continuativa", "Assistenza tecn ica", "Breve", "Assistenza al contenzioso"]
)
def test_in_line_the_two_parts_make_the_text_that_was_typed(testo: str) -> None:
    misure = parametri.lunghezze(24)
    descrizione, estensione = misure.parti(testo)
    assert len(descrizione) <= 16
    assert misure.intera(descrizione, estensione) == testo


@pytest.mark.requisito("PRE-044")
def test_a_word_cut_between_the_parts_is_found_whole(session: Session, contesto: Contesto) -> None:
    imposta(session, contesto, lunghezza_codice=24)
    descrizione, estensione = parametri.lunghezze(24).parti("Assistenza fiscale")
    salva(session, contesto, descrizione=descrizione, descrizione_estesa=estensione)
    assert [voce.codice for voce in ricerca.cerca(session, 1, "'.fiscale")] == ["CONSUL"]


@pytest.mark.requisito("PRE-008", "PRE-049")
def test_the_second_code_is_searched_only_where_it_is_in_use(session: Session, contesto: Contesto) -> None:
    salva(session, contesto, codice_alternativo="A23/X")
    salva(session, contesto, codice="TENUTA", codice_alternativo="A23/X")  # not unique
    assert [voce.codice for voce in ricerca.cerca(session, 1, "-A23/X")] == ["CONSUL", "TENUTA"]
    imposta(session, contesto, codice_alternativo="N")
    for scritto in ("-A23/X", "-.A23", "--A23-R-"):
        with pytest.raises(Rifiuto, match="codice alternativo non è abilitata"):
            ricerca.cerca(session, 1, scritto)
    assert [voce.codice for voce in ricerca.cerca(session, 1, "'.consul", "F2")] == ["CONSUL", "TENUTA"]
