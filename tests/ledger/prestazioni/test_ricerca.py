"""The search grammar (PRE-005…028)."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from ledger.clienti.studio import comando, prepara
from parcella.ledger.archivio import Archivio
from parcella.ledger.esito import Rifiuto
from parcella.ledger.prestazioni import anagrafica, ricerca
from parcella.ledger.prestazioni.ricerca import Ricerca, Tasto, interpreta

_R = {"tipo": "R", "cod_iva": "22"}
PRESTAZIONI = [
    _R | {"codice": "ATTO", "descrizione": "Redazione atto A23", "codice_alternativo": "Z9"},
    _R | {"codice": "CONSUL", "descrizione": "Consulenza", "codice_alternativo": "xA23"},
    _R | {"codice": "NOTARIO", "descrizione": "Assistenza dal notaio", "precancellata": "S"},
    {"codice": "NOTACOND", "tipo": "T", "descrizione": "Condizioni", "righe_testo": ["x"]},
    _R | {"codice": "NOTIFICA", "descrizione": "Notifica d'atti", "codice_alternativo": "B1"},
    _R | {"codice": "TENA23", "descrizione": "Contabilità 100%", "precancellata": "S", "codice_sostitutivo": "CONSUL"},
    {"codice": "VARIO", "tipo": "V", "descrizione": "Varie e a23", "righe_testo": ["A??"]},
]


@pytest.fixture
def session(archivio_vuoto: Archivio) -> Iterator[Session]:
    with archivio_vuoto.scrittura() as sessione:
        anagrafica.scrivi_tutti(sessione, prepara(sessione), PRESTAZIONI, comando())
        yield sessione


def trovate(session: Session, scritto: str | Ricerca, tasto: Tasto = "INVIO") -> list[str]:
    return [voce.codice for voce in ricerca.cerca(session, 1, scritto, tasto)]


@pytest.mark.requisito("PRE-007", "PRE-017", "PRE-024", "PRE-027")
@pytest.mark.parametrize(
    ("scritto", "ricerca"),
    [
        ("CONSUL", Ricerca("codice", "CONSUL")),
        ("+CONSUL", Ricerca("codice", "CONSUL")),
        ("-A1", Ricerca("codice_alternativo", "A1")),
        ("–A1", Ricerca("codice_alternativo", "A1")),
        ("'atto", Ricerca("descrizione", "atto")),
        ("’atto", Ricerca("descrizione", "atto")),
        ("+.A23", Ricerca("codice", "A23", contiene=True)),
        ("++", Ricerca("codice", per_tipologia=True, guidata=True)),
        ("++NOT", Ricerca("codice", "NOT", per_tipologia=True, guidata=True)),
        ("++NOT+R+", Ricerca("codice", "NOT", per_tipologia=True, tipologia="R")),
        ("+++r+", Ricerca("codice", "", per_tipologia=True, tipologia="R")),
        ("++NOT++", Ricerca("codice", "NOT", per_tipologia=True)),
        ("--NOT-R-", Ricerca("codice_alternativo", "NOT", per_tipologia=True, tipologia="R")),
        ("--A-B-R-", Ricerca("codice_alternativo", "A-B", per_tipologia=True, tipologia="R")),
        ("''NOT'V'", Ricerca("descrizione", "NOT", per_tipologia=True, tipologia="V")),
        ("’’NOT’V’", Ricerca("descrizione", "NOT", per_tipologia=True, tipologia="V")),
        ("A+B", Ricerca("codice", "A+B")),
    ],
)
def test_the_grammar(scritto: str, ricerca: Ricerca) -> None:
    assert interpreta(scritto) == ricerca


def test_an_unknown_tipologia_is_refused() -> None:
    with pytest.raises(Rifiuto):
        interpreta("++NOT+X+")


@pytest.mark.requisito("PRE-010", "PRE-111")
def test_a_known_code_opens(session: Session) -> None:
    assert trovate(session, "consul") == trovate(session, "+CONSUL") == ["CONSUL"]
    assert trovate(session, "NOTARIO") == ["NOTARIO"]  # precancelled, recalled with its own code
    assert trovate(session, "CONS") == []


@pytest.mark.requisito("PRE-018", "PRE-020", "PRE-021", "PRE-022")
@pytest.mark.parametrize(
    ("scritto", "codici"),
    [
        ("'.A23", ["ATTO", "VARIO"]),
        ("’.a23", ["ATTO", "VARIO"]),
        ("-.A23", ["CONSUL"]),
        ("+.A23", ["TENA23"]),
        ("'.contabilita", ["TENA23"]),
        ("'.%", ["TENA23"]),
        ("+._", []),
        ("'.d'atti", ["NOTIFICA"]),
        ("+.ZZZ", []),
    ],
)
def test_all_and_only_those_that_contain(session: Session, scritto: str, codici: list[str]) -> None:
    assert trovate(session, scritto) == codici


@pytest.mark.requisito("PRE-009", "PRE-011", "PRE-012", "PRE-023")
@pytest.mark.parametrize(
    ("scritto", "f2", "f3"),
    [
        ("NOTB", ["NOTIFICA", "VARIO"], ["NOTIFICA", "TENA23", "VARIO"]),
        ("+.A23", [], ["TENA23", "VARIO"]),
        ("+.OT", ["NOTACOND", "NOTIFICA", "VARIO"], ["NOTACOND", "NOTARIO", "NOTIFICA", "TENA23", "VARIO"]),
        ("ZZZ", ["VARIO"], ["VARIO"]),
        ("'n", ["NOTIFICA", "ATTO", "VARIO"], ["NOTIFICA", "ATTO", "VARIO"]),
        ("-b", ["NOTIFICA", "CONSUL", "ATTO"], ["NOTIFICA", "CONSUL", "ATTO"]),
    ],
)
def test_lists_start_from_the_text(session: Session, scritto: str, f2: list[str], f3: list[str]) -> None:
    assert trovate(session, scritto, "F2") == f2
    assert trovate(session, scritto, "F3") == f3


@pytest.mark.requisito("PRE-026", "PRE-028")
def test_by_tipologia(session: Session) -> None:
    assert trovate(session, "++NOT+R+", "F3") == ["NOTARIO", "NOTIFICA", "TENA23"]
    assert trovate(session, "++NOT+R+", "F2") == trovate(session, "++NOT+R+") == ["NOTIFICA"]
    assert trovate(session, "+++T+") == ["NOTACOND"]
    assert trovate(session, "++NOT++", "F2") == ["NOTACOND", "NOTIFICA", "VARIO"]
    guidata = interpreta("++NOT")
    assert trovate(session, guidata.con_tipologia("V"), "F2") == ["VARIO"]
    assert trovate(session, guidata.con_tipologia(None), "F2") == trovate(session, "++NOT++", "F2")


@pytest.mark.requisito("PRE-014", "PRE-015", "PRE-112")
def test_what_the_window_shows(session: Session) -> None:
    voci = {voce.codice: voce for voce in ricerca.cerca(session, 1, "", "F3")}
    assert [(v.codice, v.stato) for v in voci.values() if v.stato] == [("NOTARIO", "-"), ("TENA23", "+")]
    atto = voci["ATTO"]
    assert (atto.descrizione, atto.codice_alternativo, atto.tipo) == ("Redazione atto A23", "Z9", "R")


@pytest.mark.parametrize("campo", ["codice", "codice_alternativo", "descrizione"])
def test_pages_forward_and_backward_meet(session: Session, campo: ricerca.Campo) -> None:
    tutte = ricerca.pagina(session, 1, campo, precancellate=True)
    assert len(tutte) == ricerca.conta(session, 1, precancellate=True) == 7
    assert [v.chiave for v in tutte] == sorted(v.chiave for v in tutte)
    assert ricerca.pagina(session, 1, campo, dopo=tutte[2].chiave, precancellate=True) == tutte[3:]
    assert ricerca.pagina(session, 1, campo, prima=tutte[4].chiave, quante=2, precancellate=True) == tutte[2:4]
    assert ricerca.pagina(session, 1, campo, quante=2, dal_fondo=True, precancellate=True) == tutte[-2:]
    assert ricerca.conta(session, 1, tipologia="R") == len(ricerca.pagina(session, 1, campo, tipologia="R")) == 3
