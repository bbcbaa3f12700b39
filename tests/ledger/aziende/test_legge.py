"""The law with its dates: the tables at the top of the fisco page, and the casse of § 1.3."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from sqlmodel import Session, select

from parcella.ledger.aziende import legge
from parcella.ledger.aziende.tabelle import Cassa, RiferimentoNormativo, ValoreDiLegge
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.scambio.predefiniti import aggiungi_leggi

D = Decimal


@pytest.mark.parametrize(
    ("nome", "giorno", "atteso"),
    [
        ("iva_ordinaria", date(2011, 9, 16), "20.00"),
        ("iva_ordinaria", date(2011, 9, 17), "21.00"),
        ("iva_ordinaria", date(2013, 9, 30), "21.00"),
        ("iva_ordinaria", date(2013, 10, 1), "22.00"),
        ("bollo_importo", date(2013, 6, 25), "1.81"),
        ("bollo_importo", date(2013, 6, 26), "2.00"),
        ("bollo_soglia", date(2004, 1, 1), "77.47"),
        ("rivalsa_inps", date(1996, 9, 25), None),
        ("rivalsa_inps", date(2026, 1, 1), "4.00"),
        ("limite_contanti", date(2026, 1, 1), "5000.00"),
        ("iva_per_cassa_dal", date(2012, 11, 30), None),
        ("iva_per_cassa_dal", date(2012, 12, 1), "1.00"),
        ("inesistente", date(2026, 1, 1), None),
    ],
)
def test_un_valore_a_una_data(sessione: Session, nome: str, giorno: date, atteso: str | None) -> None:
    aggiungi_leggi(sessione)
    assert legge.valore(sessione, nome, giorno) == (None if atteso is None else D(atteso))


@pytest.mark.parametrize(
    ("cassa", "giorno", "atteso"),
    [
        ("TC02", date(2026, 1, 1), "4.00"),
        ("TC03", date(2014, 12, 31), "4.00"),
        ("TC03", date(2015, 1, 1), "5.00"),
        ("TC04", date(2010, 12, 31), "2.00"),
        ("TC04", date(2011, 1, 1), "4.00"),
        ("TC05", date(2026, 1, 1), None),
        ("TC18", date(2022, 4, 15), "2.00"),
        ("TC18", date(2022, 4, 16), "4.00"),
        ("TC22", date(2026, 1, 1), "4.00"),
    ],
)
def test_una_cassa_a_una_data(sessione: Session, cassa: str, giorno: date, atteso: str | None) -> None:
    aggiungi_leggi(sessione)
    assert legge.percentuale_cassa(sessione, cassa, giorno) == (None if atteso is None else D(atteso))


def test_le_casse_sono_ventidue(sessione: Session) -> None:
    aggiungi_leggi(sessione)
    assert [c.tipo_cassa for c in legge.casse(sessione, date(2026, 1, 1))] == [f"TC{n:02}" for n in range(1, 23)]


def test_gli_articoli_cambiano_col_testo_unico(sessione: Session) -> None:
    aggiungi_leggi(sessione)
    prima = legge.riferimenti(sessione, date(2026, 12, 31))
    dopo = legge.riferimenti(sessione, date(2027, 1, 1))
    assert prima.keys() == dopo.keys() >= {"notula_non_fattura", "bollo_virtuale", "forfettario", "art_15"}
    for codice in ("notula_non_fattura", "split_payment", "art_15"):
        assert "DPR 633/72" in prima[codice]
        assert "DPR 633/72" not in dopo[codice]
        assert "D.Lgs. 10/2026" in dopo[codice]
        assert "art." not in dopo[codice]


@pytest.mark.parametrize(
    ("tabella", "chiave"), [(ValoreDiLegge, "nome"), (Cassa, "tipo_cassa"), (RiferimentoNormativo, "codice")]
)
def test_i_periodi_non_si_accavallano(sessione: Session, tabella: type, chiave: str) -> None:
    aggiungi_leggi(sessione)
    per_chiave: dict[str, list[tuple[date, date]]] = {}
    for riga in sessione.exec(select(tabella)):
        per_chiave.setdefault(getattr(riga, chiave), []).append((riga.valido_dal, riga.valido_al or date.max))
    for periodi in per_chiave.values():
        ordinati = sorted(periodi)
        assert all(fine < inizio for (_, fine), (inizio, _) in pairwise(ordinati))


def test_le_leggi_non_si_aggiungono_due_volte_e_restano_corrette(sessione: Session, studio: Contesto) -> None:
    prima = len(sessione.exec(select(Cassa)).all())
    dati = {"tipo_cassa": "TC12", "valido_dal": date(1900, 1, 1), "percentuale": D("3.00")}
    legge.salva_cassa(sessione, studio, dati, Risposte())
    aggiungi_leggi(sessione)
    assert len(sessione.exec(select(Cassa)).all()) == prima
    assert legge.percentuale_cassa(sessione, "TC12", date(2026, 1, 1)) == D("3.00")
    with pytest.raises(Rifiuto):
        legge.salva_cassa(sessione, studio, dati | {"valido_al": date(1899, 1, 1)}, Risposte())
