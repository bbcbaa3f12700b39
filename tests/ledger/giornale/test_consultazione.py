"""Reading the journal: newest first, by record, by person, by day; before and after as an Italian reads them."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.tabelle import Azienda, CodiceIva, Utente
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.giornale.consultazione import Filtro, VoceLetta, archivi, conta, pagina, voce

OGGI = datetime.now().astimezone().date()


@pytest.fixture
def storia(archivio_vuoto: Archivio) -> Archivio:
    """Two companies, a IVA code varied and cancelled by two people, a client with a special price."""
    archivio_vuoto.utente = "anna"
    with archivio_vuoto.scrittura() as sessione:
        sessione.add_all([Azienda(sigla=s, tipo="P", ragione_sociale=s) for s in ("STU", "ALT")])
        sessione.flush()
        sessione.add(Utente(nome="bruno"))
        sessione.add(
            CodiceIva(
                azienda=1, codice="22", aliquota=Decimal("21.00"), descrizione="IVA", valido_dal=date(2011, 9, 17)
            )
        )
        sessione.add(CodiceIva(azienda=2, codice="22", aliquota=Decimal("22.00"), descrizione="IVA"))
        sessione.add(Cliente(azienda=1, codice="501.1", ragione_sociale="Rossi", chiave_nome="ROSSI"))
    archivio_vuoto.utente = "bruno"
    with archivio_vuoto.scrittura() as sessione:
        sessione.execute(
            text("UPDATE codice_iva SET aliquota = 2200, valido_dal = NULL, descrizione_estesa = 'x' WHERE azienda = 1")
        )
    with archivio_vuoto.scrittura() as sessione:
        sessione.execute(text("DELETE FROM codice_iva WHERE azienda = 1"))
    return archivio_vuoto


def leggi(aperto: Archivio, /, quante: int = 100, azienda: int = 1, **quali: object) -> list[VoceLetta]:
    dove = {nome: quali.pop(nome) for nome in ("dopo", "prima", "salto", "dal_fondo") if nome in quali}
    with aperto.lettura() as sessione:
        return pagina(sessione, Filtro(azienda, **quali), quante, **dove)  # type: ignore[arg-type]


def test_la_storia_di_un_record_dal_piu_recente(storia: Archivio) -> None:
    voci = leggi(storia, archivio="codice_iva", chiave="22")
    assert [(v.utente, v.sintesi) for v in voci] == [
        ("bruno", "cancellazione"),
        (
            "bruno",
            "variazione · Aliquota: 21,00 → 22,00; Descrizione estesa: (vuoto) → x; Valido dal: 17/09/2011 → (vuoto)",
        ),
        ("anna", "inserimento"),
    ]
    assert [(c.campo, c.prima, c.dopo) for c in voci[1].cambiamenti] == [
        ("aliquota", Decimal("21.00"), Decimal("22.00")),
        ("descrizione_estesa", None, "x"),
        ("valido_dal", date(2011, 9, 17), None),
    ]
    assert {c.campo: c.prima for c in voci[0].cambiamenti}["aliquota"] == Decimal("22.00")


def test_la_riga_di_un_record_e_detta_con_la_sua_tabella(storia: Archivio) -> None:
    with storia.scrittura() as sessione:
        sessione.execute(text("INSERT INTO prestazione (azienda, codice, tipo, descrizione, chiave_nome, periodicita, "
                              "soggetta_ritenuta, soggetta_enasarco, soggetta_cassa, soggetta_inps, precancellata) "
                              "VALUES (1, 'C', 'R', 'C', 'C', 'N', 'N', 'N', 'N', 'N', 'N')"))  # fmt: skip
        sessione.execute(text("INSERT INTO tariffario (azienda, numero) VALUES (1, 2)"))
        sessione.execute(
            text("INSERT INTO prezzo_tariffario (azienda, prestazione, tariffario, prezzo) VALUES (1, 'C', 2, 1000000)")
        )
    with storia.scrittura() as sessione:
        sessione.execute(text("UPDATE prezzo_tariffario SET prezzo = 1250000"))
    (ultima, *_) = leggi(storia, archivio="prestazione", chiave="C")
    assert ultima.sintesi == "variazione prezzo tariffario tariffario 2 · Prezzo: 10,00 → 12,50"


def test_si_vedono_le_voci_dell_azienda_e_quelle_comuni(storia: Archivio) -> None:
    assert {(v.archivio, v.chiave) for v in leggi(storia, azienda=2)} == {
        ("azienda", "ALT"), ("utente", "bruno"), ("codice_iva", "22")
    }  # fmt: skip
    with storia.lettura() as sessione:
        assert archivi(sessione, 2) == ["azienda", "codice_iva", "utente"]
        assert voce(sessione, 2, leggi(storia)[0].numero) is None


@pytest.mark.parametrize(
    ("quali", "quante"),
    [
        ({}, 6),
        ({"utente": "bruno"}, 2),
        ({"archivio": "cliente"}, 1),
        ({"dal": OGGI, "al": OGGI}, 6),
        ({"dal": OGGI + timedelta(days=1)}, 0),
        ({"al": OGGI - timedelta(days=1)}, 0),
        ({"chiave": "22"}, 3),
    ],
)
def test_i_filtri_scelgono(storia: Archivio, quali: dict[str, object], quante: int) -> None:
    assert len(leggi(storia, **quali)) == quante
    with storia.lettura() as sessione:
        assert conta(sessione, Filtro(1, **quali)) == quante  # type: ignore[arg-type]


def test_si_legge_una_pagina_per_volta_nei_due_versi(storia: Archivio) -> None:
    tutte = [v.numero for v in leggi(storia)]
    assert tutte == sorted(tutte, reverse=True)
    assert [v.numero for v in leggi(storia, 2)] == tutte[:2]
    assert [v.numero for v in leggi(storia, 2, dopo=tutte[1])] == tutte[2:4]
    assert [v.numero for v in leggi(storia, 2, prima=tutte[3])] == tutte[1:3]
    assert [v.numero for v in leggi(storia, 2, dal_fondo=True)] == tutte[-2:]
    assert [v.numero for v in leggi(storia, 2, salto=3)] == tutte[3:5]
