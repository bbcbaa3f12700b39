"""Special prices and tariffari, written and read back by the price finding."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session, select

from ledger.clienti.studio import comando, prepara
from parcella.ledger.archivio import Archivio
from parcella.ledger.clienti import anagrafica as clienti
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.prestazioni import anagrafica, particolarita, prezzi, tariffari
from parcella.ledger.prestazioni.tabelle import Particolarita, PrezzoTariffario, Scaglione, Tariffario

D = Decimal
FISSA: dict[str, Any] = {"prestazione": "CONSUL", "modo": "F", "prezzo_oltre": D("70.00")}
SCAGLIONI = [{"quantita": D("4.00"), "prezzo": D("85.00")}, {"quantita": D("10.00"), "prezzo": D("80.00")}]
GIORNO = date(2026, 3, 10)


@pytest.fixture
def session(archivio_vuoto: Archivio) -> Iterator[Session]:
    with archivio_vuoto.scrittura() as sessione:
        yield sessione


@pytest.fixture
def contesto(session: Session) -> Contesto:
    contesto = prepara(session)
    base = {"tipo": "R", "descrizione": "Consulenza", "cod_iva": "22"}
    elenco: list[dict[str, Any]] = [
        base | {"codice": "CONSUL", "prezzi": {1: D("90.00"), 2: D("88.00")}},
        base | {"codice": "TENUTA", "prezzi": {1: D("150.00")}},
        {"codice": "NOTE", "tipo": "D", "descrizione": "Annotazione"},
    ]
    anagrafica.scrivi_tutti(session, contesto, elenco, comando())
    for numero in (1, 2):
        clienti.salva(session, contesto, {"codice": f"501.0000{numero}", "ragione_sociale": "Rossi"}, comando())
    return contesto


def salva(session: Session, contesto: Contesto, **dati: Any) -> Particolarita:
    return particolarita.salva(session, contesto, FISSA | dati)


def rifiuta(session: Session, contesto: Contesto, **dati: Any) -> str | None:
    with pytest.raises(Rifiuto) as rifiuto:
        salva(session, contesto, **dati)
    return rifiuto.value.campo


@pytest.mark.requisito("PRE-075", "PRE-076")
def test_subject(session: Session, contesto: Contesto) -> None:
    assert rifiuta(session, contesto, prestazione="NESSUNA") == "prestazione"
    assert rifiuta(session, contesto, prestazione="NOTE") == "prestazione"
    assert rifiuta(session, contesto, cliente="501.00001", tariffario=1) == "tariffario"
    assert rifiuta(session, contesto, cliente="101.00001") == "cliente"
    assert rifiuta(session, contesto, cliente="501.00099") == "cliente"
    assert rifiuta(session, contesto, tariffario=4) == "tariffario"
    for soggetto in ({"cliente": "501.00001"}, {"tariffario": 2}, {}):
        salva(session, contesto, **soggetto)
    assert len(particolarita.elenco(session, 1, "CONSUL")) == 3
    assert len(particolarita.elenco(session, 1, cliente="501.00001")) == 1


@pytest.mark.requisito("PRE-080", "PRE-081", "PRE-082")
def test_fixed_or_by_quantity(session: Session, contesto: Contesto) -> None:
    assert rifiuta(session, contesto, modo="X") == "modo"
    assert rifiuta(session, contesto, scaglioni=SCAGLIONI) == "scaglioni"
    assert rifiuta(session, contesto, modo="Q", scaglioni=[]) == "scaglioni"
    assert rifiuta(session, contesto, modo="Q", scaglioni=SCAGLIONI[::-1]) == "scaglioni.1.quantita"
    assert rifiuta(session, contesto, modo="Q", scaglioni=[{"quantita": D("0.00"), "prezzo": D(1)}]) == (
        "scaglioni.0.quantita"
    )
    assert rifiuta(session, contesto, prezzo_oltre=D("-1.00")) == "prezzo_oltre"
    gratis = [{"quantita": D("4.00"), "prezzo": D("0.00")}]
    riga = salva(session, contesto, modo="Q", scaglioni=gratis)  # zero accepted
    assert [(s.quantita, s.prezzo) for s in particolarita.leggi_scaglioni(session, riga)] == [(D("4.00"), D("0.00"))]


def test_written_again_it_is_changed(session: Session, contesto: Contesto) -> None:
    prima = salva(session, contesto, modo="Q", scaglioni=SCAGLIONI)
    dopo = particolarita.salva(session, contesto, {"prestazione": "CONSUL", "prezzo_oltre": D("60.00")})
    assert (dopo.id, dopo.modo, dopo.prezzo_oltre) == (prima.id, "Q", D("60.00"))
    assert len(particolarita.leggi_scaglioni(session, dopo)) == 2
    salva(session, contesto, modo="F")
    assert session.exec(select(Scaglione)).all() == []
    spostata = particolarita.salva(session, contesto, FISSA | {"valida_da": GIORNO}, prima.id)
    assert (spostata.id, spostata.valida_da) == (prima.id, GIORNO)


@pytest.mark.requisito("PRE-078", "PRE-079")
def test_overlapping_days_are_refused_with_the_dates(session: Session, contesto: Contesto) -> None:
    salva(session, contesto, cliente="501.00001", valida_da=date(2026, 1, 1), valida_a=date(2026, 6, 30))
    with pytest.raises(Rifiuto, match=r"dal 01/01/2026 al 30/06/2026"):
        salva(session, contesto, cliente="501.00001", valida_da=date(2026, 6, 30))
    assert rifiuta(session, contesto, cliente="501.00001") == "valida_da"
    assert rifiuta(session, contesto, valida_da=date(2026, 2, 1), valida_a=date(2026, 1, 1)) == "valida_a"
    salva(session, contesto, cliente="501.00001", valida_da=date(2026, 7, 1))
    salva(session, contesto, cliente="501.00001", valida_a=date(2025, 12, 31))
    salva(session, contesto, cliente="501.00002", valida_da=date(2026, 1, 1))
    salva(session, contesto, prestazione="TENUTA", cliente="501.00001", valida_da=date(2026, 1, 1))
    salva(session, contesto)


@pytest.mark.requisito("PRE-085", "PRE-086")
def test_deletion_of_one_and_of_all(session: Session, contesto: Contesto) -> None:
    una = salva(session, contesto, modo="Q", scaglioni=SCAGLIONI)
    for tariffario in (1, 2):
        salva(session, contesto, tariffario=tariffario)
    salva(session, contesto, prestazione="TENUTA")
    assert una.id is not None
    particolarita.elimina(session, contesto, una.id)
    assert session.exec(select(Scaglione)).all() == []
    assert particolarita.elimina_tutte(session, contesto, "CONSUL") == 2
    assert len(particolarita.elenco(session, 1)) == 1
    with pytest.raises(Rifiuto):
        particolarita.elimina(session, contesto, una.id)


@pytest.mark.requisito("PRE-083", "PRE-087")
def test_the_listino_of_a_run(session: Session, contesto: Contesto) -> None:
    salva(session, contesto, cliente="501.00001", modo="Q", scaglioni=SCAGLIONI)
    salva(session, contesto, tariffario=2, prezzo_oltre=D("66.00"), valida_da=date(2026, 3, 1))
    for prestazioni in (None, {"CONSUL", "TENUTA"}):
        listino = prezzi.carica(session, 1, prestazioni)
        assert listino.prezzo("CONSUL", D("4.00"), "501.00001", None, GIORNO) == D("85.00")
        assert listino.prezzo("CONSUL", D("9.00"), "501.00001", 2, GIORNO) == D("80.00")
        assert listino.prezzo("CONSUL", D("11.00"), "501.00001", 2, GIORNO) == D("70.00")
        assert listino.prezzo("CONSUL", D("1.00"), "501.00002", 2, GIORNO) == D("66.00")
        assert listino.prezzo("CONSUL", D("1.00"), "501.00002", 2, date(2026, 2, 1)) == D("88.00")
        assert listino.prezzo("CONSUL", None, None, None, GIORNO) == D("90.00")
        assert listino.prezzo("TENUTA", D("1.00"), "501.00001", 2, GIORNO) == D("150.00")
        assert listino.prezzo("NESSUNA", D("1.00"), None, None, GIORNO) is None
    assert prezzi.carica(session, 1, {"TENUTA"}).prezzo("CONSUL", D(1), None, None, GIORNO) is None
    assert prezzi.carica(session, 2).voci == {}


@pytest.mark.requisito("TAR-007", "TAR-011", "TAR-014")
def test_a_tariffario_is_enabled_by_its_description(session: Session, contesto: Contesto) -> None:
    def rifiutato(**dati: Any) -> str | None:
        with pytest.raises(Rifiuto) as rifiuto:
            tariffari.salva_tariffario(session, contesto, dati)
        return rifiuto.value.campo

    assert rifiutato(numero=3) == "descrizione"
    assert rifiutato(numero=3, descrizione="OTTOLETT") == "descrizione"
    assert rifiutato(numero=10, descrizione="X") == "numero"
    assert rifiutato(numero=1, descrizione="") == "descrizione"
    tariffari.salva_tariffario(session, contesto, {"numero": 4, "descrizione": "SOCI", "descrizione_estesa": "I soci"})
    tariffari.salva_tariffario(session, contesto, {"numero": 1, "descrizione": "LISTINO"})
    assert tariffari.abilitati(session, 1) == {1: "LISTINO", 2: "AMICI", 4: "SOCI"}  # gaps are allowed


@pytest.mark.requisito("TAR-010")
def test_tariffario_1_is_always_there(session: Session, contesto: Contesto) -> None:
    assert tariffari.abilitati(session, 2) == {1: "BASE"}
    tariffari.assicura_base(session, 2)
    tariffari.assicura_base(session, 2)
    base = session.exec(select(Tariffario).where(Tariffario.azienda == 2)).one()
    assert (base.numero, base.descrizione) == (1, "BASE")


@pytest.mark.requisito("TAR-012", "TAR-013")
def test_cancella_takes_prices_along(session: Session, contesto: Contesto) -> None:
    clienti.salva(session, contesto, {"codice": "501.00001", "tariffario": 2}, comando())
    salva(session, contesto, tariffario=2)
    assert tariffari.usi(session, 1, 2) == tariffari.Usi(prezzi=1, clienti=1, particolarita=1)
    with pytest.raises(Rifiuto):
        tariffari.elimina_tariffario(session, contesto, 1, Risposte(tutte_si=True))
    tariffari.elimina_tariffario(session, contesto, 2, Risposte(tutte_si=True))
    assert tariffari.abilitati(session, 1) == {1: "BASE"}
    assert session.exec(select(PrezzoTariffario.tariffario).distinct()).all() == [1]
    assert session.exec(select(Particolarita)).all() == []
    cliente = clienti.leggi(session, 1, "501.00001")
    assert cliente is not None and cliente.tariffario is None
