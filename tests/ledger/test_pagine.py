"""A page of a long list by the key of its neighbours: the same pages a whole reading would be cut into."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.tabelle import ValoreDiLegge
from parcella.ledger.pagine import leggi_pagina

V = ValoreDiLegge.__table__.c  # type: ignore[attr-defined]
CHIAVE = (V.valido_dal, V.id)
DOMANDA = sa.select(V.valido_dal, V.id)


@pytest.fixture
def session(archivio_vuoto: Archivio) -> Iterator[Session]:
    """Thirty rows, two a day: the day alone does not tell them apart."""
    with archivio_vuoto.scrittura() as sessione:
        sessione.execute(sa.delete(ValoreDiLegge))
        for n in range(30):
            sessione.add(ValoreDiLegge(nome=f"v{n % 2}", valido_dal=date(2026, 1, 1) + timedelta(days=n // 2)))
        sessione.flush()
        yield sessione


def tutte(session: Session, *, decrescente: bool = False) -> list[tuple[Any, ...]]:
    righe = [tuple(r) for r in session.execute(DOMANDA.order_by(*CHIAVE))]
    return righe[::-1] if decrescente else righe


def pagina(session: Session, quante: int | None, **dove: Any) -> list[tuple[Any, ...]]:
    return [tuple(r) for r in leggi_pagina(session, DOMANDA, CHIAVE, quante, **dove)]


@pytest.mark.parametrize("decrescente", [False, True])
@pytest.mark.parametrize("quante", [1, 7, 30])
def test_pagina_dopo_pagina_si_legge_tutto(session: Session, quante: int, decrescente: bool) -> None:
    attese = tutte(session, decrescente=decrescente)
    lette: list[tuple[Any, ...]] = []
    while parte := pagina(session, quante, dopo=lette[-1] if lette else None, decrescente=decrescente):
        lette += parte
    assert lette == attese
    indietro: list[tuple[Any, ...]] = []
    while parte := pagina(session, quante, prima=indietro[0] if indietro else None,
                          dal_fondo=not indietro, decrescente=decrescente):  # fmt: skip
        indietro = parte + indietro
    assert indietro == attese


@pytest.mark.parametrize("decrescente", [False, True])
def test_il_salto_e_il_fondo(session: Session, decrescente: bool) -> None:
    attese = tutte(session, decrescente=decrescente)
    assert pagina(session, 5, dopo=attese[3], salto=4, decrescente=decrescente) == attese[8:13]
    assert pagina(session, 5, salto=4, decrescente=decrescente) == attese[4:9]
    assert pagina(session, 5, dal_fondo=True, decrescente=decrescente) == attese[-5:]
    assert pagina(session, 5, prima=attese[2], decrescente=decrescente) == attese[:2]
    assert pagina(session, None, decrescente=decrescente) == attese
    assert pagina(session, -1, decrescente=decrescente) == attese


def test_oltre_l_ultima_e_prima_della_prima_non_c_e_nulla(session: Session) -> None:
    attese = tutte(session)
    assert pagina(session, 5, dopo=attese[-1]) == []
    assert pagina(session, 5, prima=attese[0]) == []
