"""Changes of the law: a new value closes the one before, the past is corrected only on purpose."""

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session

from parcella.ledger.aziende import legge
from parcella.ledger.aziende.periodi import aggiungi_periodo, correggi_periodo, elenco_periodi, elimina_periodo
from parcella.ledger.aziende.tabelle import Cassa, RiferimentoNormativo, ValoreDiLegge
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.scambio.predefiniti import aggiungi_leggi

D = Decimal


@pytest.fixture
def leggi(sessione: Session) -> Session:
    aggiungi_leggi(sessione)
    return sessione


def test_un_valore_nuovo_chiude_quello_di_prima(leggi: Session, studio: Contesto) -> None:
    risposte = Risposte()
    dati = {"nome": "iva_ordinaria", "valido_dal": date(2027, 1, 1), "valore": D("23.00"), "fonte": "Legge di prova"}
    aggiungi_periodo(leggi, studio, ValoreDiLegge, dati, risposte)
    assert legge.valore(leggi, "iva_ordinaria", date(2026, 12, 31)) == D("22.00")
    assert legge.valore(leggi, "iva_ordinaria", date(2027, 1, 1)) == D("23.00")
    suoi = [p for p in elenco_periodi(leggi, ValoreDiLegge) if p.nome == "iva_ordinaria"]
    assert [p.valido_al for p in suoi][-2:] == [date(2026, 12, 31), None]
    assert not risposte.avvisi


def test_un_valore_fra_due_finisce_dove_comincia_il_seguente(leggi: Session, studio: Contesto) -> None:
    risposte = Risposte()
    dati = {"nome": "iva_ordinaria", "valido_dal": date(2012, 1, 1), "valore": D("21.50")}
    nuovo = aggiungi_periodo(leggi, studio, ValoreDiLegge, dati, risposte)
    assert nuovo.valido_al == date(2013, 9, 30)
    assert legge.valore(leggi, "iva_ordinaria", date(2011, 12, 31)) == D("21.00")
    assert [a.codice for a in risposte.avvisi] == ["valore_dal_passato"]


def test_il_primo_valore_di_una_cassa(leggi: Session, studio: Contesto) -> None:
    dati = {"tipo_cassa": "TC17", "valido_dal": date(2010, 1, 1), "descrizione": "EPPI", "percentuale": D("2.00")}
    assert aggiungi_periodo(leggi, studio, Cassa, dati, Risposte()).valido_al == date(2014, 12, 31)


def test_un_giorno_che_ha_gia_un_valore_si_corregge(leggi: Session, studio: Contesto) -> None:
    dati = {"tipo_cassa": "TC04", "valido_dal": date(2011, 1, 1), "descrizione": "Inarcassa", "percentuale": D("5.00")}
    with pytest.raises(Rifiuto, match="c'è già") as rifiuto:
        aggiungi_periodo(leggi, studio, Cassa, dati, Risposte())
    assert rifiuto.value.campo == "valido_dal"
    corretto = correggi_periodo(leggi, studio, Cassa, dati | {"valido_al": date(2020, 1, 1)}, Risposte())
    assert (corretto.percentuale, corretto.valido_al) == (D("5.00"), None)
    with pytest.raises(Rifiuto, match="da correggere"):
        correggi_periodo(leggi, studio, Cassa, dati | {"valido_dal": date(2012, 1, 1)}, Risposte())


def test_si_cancella_solo_l_ultimo(leggi: Session, studio: Contesto) -> None:
    with pytest.raises(Rifiuto, match="solo l'ultimo"):
        elimina_periodo(leggi, Cassa, "TC04", date(1900, 1, 1))
    with pytest.raises(Rifiuto, match="solo l'ultimo"):
        elimina_periodo(leggi, Cassa, "TC01", date(1900, 1, 1))
    elimina_periodo(leggi, Cassa, "TC04", date(2011, 1, 1))
    assert legge.percentuale_cassa(leggi, "TC04", date(2026, 1, 1)) == D("2.00")


def test_una_dicitura_che_cambia(leggi: Session, studio: Contesto) -> None:
    dati = {"codice": "notula_non_fattura", "valido_dal": date(2028, 1, 1), "testo": "Dicitura nuova"}
    aggiungi_periodo(leggi, studio, RiferimentoNormativo, dati, Risposte())
    assert legge.riferimenti(leggi, date(2028, 1, 1))["notula_non_fattura"] == "Dicitura nuova"
    assert legge.riferimenti(leggi, date(2027, 12, 31))["notula_non_fattura"] != "Dicitura nuova"
