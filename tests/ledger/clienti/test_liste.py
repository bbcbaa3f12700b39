"""Addresses, contacts, typical prestazioni, zone and categorie of the clients."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from ledger.clienti.studio import comando, prepara
from parcella.ledger import archivio
from parcella.ledger.annessi import campi, legami
from parcella.ledger.archivio import Archivio
from parcella.ledger.clienti import anagrafica, liste, ricerca, statistica, verifica
from parcella.ledger.clienti.tabelle import Cliente, IndirizzoCliente, Zona
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.prestazioni import anagrafica as prestazioni

ROSSI: dict[str, Any] = {"codice": "501.00001", "ragione_sociale": "Rossi s.r.l."}
VIA_PO = {"descrizione": "Magazzino", "indirizzo": "Via Po 3", "cap": "10123", "comune": "Torino", "provincia": "to"}
CASELLA = {"presso": "Studio Neri", "comune": "Asti", "corrispondenza": "S"}
CONSUL: dict[str, Any] = {"prestazione": "CONSUL"}
CONGELATO = Path(__file__).parents[2] / "archivi" / "v1.parcella"


@pytest.fixture
def session(archivio_vuoto: Archivio) -> Iterator[Session]:
    with archivio_vuoto.scrittura() as sessione:
        yield sessione


@pytest.fixture
def contesto(session: Session) -> Contesto:
    contesto = prepara(session)
    consul = {"codice": "CONSUL", "tipo": "R", "descrizione": "Consulenza", "cod_iva": "22"}
    prestazioni.scrivi_tutti(session, contesto, [consul], comando())
    anagrafica.scrivi_tutti(session, contesto, [ROSSI], comando())
    return contesto


def scrivi(session: Session, contesto: Contesto, **altri: Any) -> dict[str, Any]:
    """The lists of Rossi, after they are written."""
    anagrafica.salva(session, contesto, {"codice": "501.00001", **altri}, comando())
    return liste.leggi(session, contesto.azienda, "501.00001")


def rifiuta(session: Session, contesto: Contesto, **altri: Any) -> str | None:
    with pytest.raises(Rifiuto) as rifiuto:
        scrivi(session, contesto, **altri)
    return rifiuto.value.campo


def test_a_list_given_takes_the_place_of_the_old_one(session: Session, contesto: Contesto) -> None:
    lette = scrivi(session, contesto, indirizzi=[VIA_PO, CASELLA], contatti=[{"nome": "Anna", "numero": 3}])
    assert [(i["numero"], i["comune"], i["provincia"]) for i in lette["indirizzi"]] == [
        (1, "Torino", "TO"), (2, "Asti", None),
    ]  # fmt: skip
    assert [(c["numero"], c["nome"], c["email"]) for c in lette["contatti"]] == [(3, "Anna", None)]
    lette = scrivi(session, contesto, indirizzi=[CASELLA])
    assert [i["comune"] for i in lette["indirizzi"]] == ["Asti"]
    assert len(lette["contatti"]) == 1, "la lista che manca resta"
    assert scrivi(session, contesto, contatti=[])["contatti"] == []


def test_what_has_not_changed_is_not_written_again(session: Session, contesto: Contesto) -> None:
    scrivi(session, contesto, indirizzi=[VIA_PO])
    prima = session.exec(select(IndirizzoCliente.id)).all()
    dati = [{"codice": "501.00001", "indirizzi": [VIA_PO | {"numero": 1}]}]
    assert anagrafica.scrivi_tutti(session, contesto, dati, comando()) == (0, 0)
    assert session.exec(select(IndirizzoCliente.id)).all() == prima
    assert anagrafica.scrivi_tutti(session, contesto, [dati[0] | {"indirizzi": []}], comando()) == (0, 1)


@pytest.mark.parametrize(
    ("lista", "righe", "campo"),
    [
        ("indirizzi", [CASELLA, VIA_PO | {"cap": "1"}], "indirizzi.1.cap"),
        ("indirizzi", [VIA_PO | {"provincia": "ZZ"}], "indirizzi.0.provincia"),
        ("indirizzi", [{"descrizione": "Nulla"}], "indirizzi.0.indirizzo"),
        ("indirizzi", [CASELLA, CASELLA], "indirizzi.1.corrispondenza"),
        ("indirizzi", [VIA_PO | {"numero": 2}, VIA_PO | {"numero": 2}], "indirizzi.1.numero"),
        ("contatti", [{"ruolo": "Capo"}], "contatti.0.nome"),
        ("contatti", [{"nome": "Anna", "email": "anna"}], "contatti.0.email"),
        ("prestazioni_tipiche", [CONSUL, {"prestazione": "ZZZ"}], "prestazioni_tipiche.1.prestazione"),
        ("prestazioni_tipiche", [CONSUL | {"mese": 13}], "prestazioni_tipiche.0.mese"),
        ("prestazioni_tipiche", [CONSUL | {"riga": 256}], "prestazioni_tipiche.0.riga"),
        ("prestazioni_tipiche", [CONSUL | {"prezzo": Decimal("-1.00")}], "prestazioni_tipiche.0.prezzo"),
        ("prestazioni_tipiche", [CONSUL] * 256, "prestazioni_tipiche"),
    ],
)  # fmt: skip
def test_a_wrong_row_names_its_field(
    session: Session, contesto: Contesto, lista: str, righe: list[dict[str, Any]], campo: str
) -> None:
    assert rifiuta(session, contesto, **{lista: righe}) == campo


@pytest.mark.requisito("CLI-030")
def test_up_to_255_typical_prestazioni(session: Session, contesto: Contesto) -> None:
    tante = [{"prestazione": "consul", "quantita": Decimal("2.00"), "mese": n % 12 + 1} for n in range(255)]
    lette = scrivi(session, contesto, prestazioni_tipiche=tante)["prestazioni_tipiche"]
    assert [riga["riga"] for riga in lette] == list(range(1, 256))
    assert lette[0]["prestazione"] == "CONSUL"


@pytest.mark.requisito("CLI-030", "PRE-108")
def test_a_prestazione_typical_of_a_client_is_in_use(session: Session, contesto: Contesto) -> None:
    assert not prestazioni.usata(session, 1, "CONSUL")
    scrivi(session, contesto, prestazioni_tipiche=[{"prestazione": "CONSUL"}])
    assert prestazioni.usata(session, 1, "CONSUL")
    with pytest.raises(Rifiuto):
        prestazioni.elimina(session, contesto, "CONSUL")


def test_a_client_never_used_goes_with_its_lists(session: Session, contesto: Contesto) -> None:
    scrivi(session, contesto, indirizzi=[VIA_PO], prestazioni_tipiche=[{"prestazione": "CONSUL"}])
    anagrafica.elimina(session, contesto, "501.00001")
    assert session.exec(select(IndirizzoCliente)).all() == []


def test_a_client_never_used_goes_with_what_the_studio_added_to_it(session: Session, contesto: Contesto) -> None:
    campi.salva(session, contesto, {"archivio": "clienti", "numero": 1, "etichetta": "Nota", "tipo": "T"}, comando())
    valore = {"archivio": "clienti", "chiave": "501.00001", "numero": 1, "valore": "x"}
    campi.salva_valore(session, contesto, valore, comando())
    anagrafica.elimina(session, contesto, "501.00001")
    assert legami.stato(session, 1, "clienti", "501.00001") == legami.Annessi()


def test_where_documents_are_posted(session: Session, contesto: Contesto) -> None:
    scrivi(session, contesto, indirizzi=[VIA_PO])
    assert liste.indirizzo_corrispondenza(session, 1, ["501.00001"]) == {}
    scrivi(session, contesto, indirizzi=[VIA_PO, CASELLA])
    assert liste.indirizzo_corrispondenza(session, 1, ["501.00001"])["501.00001"].presso == "Studio Neri"


# --- zone and categorie ---


def test_a_zona_that_is_not_there_is_added_by_a_command(session: Session, contesto: Contesto) -> None:
    risposte = comando()
    anagrafica.salva(session, contesto, {"codice": "501.00001", "zona": "n01", "categoria": "ind"}, risposte)
    assert [a.codice for a in risposte.avvisi] == ["zona_aggiunta", "categoria_aggiunta"]
    assert [(z.codice, z.descrizione) for z in statistica.elenco_zone(session, 1)] == [("N01", "N01")]
    anagrafica.salva(session, contesto, {"codice": "501.00001", "zona": "N01"}, risposte)
    assert len(risposte.avvisi) == 2


def test_a_zona_of_a_client_stays(session: Session, contesto: Contesto) -> None:
    statistica.salva_zona(session, contesto, {"codice": "n01", "descrizione": "Nord"}, Risposte())
    anagrafica.salva(session, contesto, {"codice": "501.00001", "zona": "N01"}, Risposte())
    with pytest.raises(Rifiuto, match="1 client"):
        statistica.elimina(session, contesto, "zona", "N01")
    anagrafica.salva(session, contesto, {"codice": "501.00001", "zona": None}, Risposte())
    statistica.elimina(session, contesto, "zona", "N01")
    assert session.exec(select(Zona)).all() == []
    with pytest.raises(Rifiuto):
        statistica.elimina(session, contesto, "categoria", "ZZ")


def test_verification_names_what_does_not_follow(session: Session, contesto: Contesto) -> None:
    assert list(verifica.violazioni(session, 1)) == []
    session.execute(text("UPDATE cliente SET comune = 'Asti', zona = 'ZZ'"))
    assert list(verifica.violazioni(session, 1)) == [
        "Cliente 501.00001: non si cerca con il nome e i codici che ha.",
        "Cliente 501.00001: la zona ZZ non è in tabella.",
    ]


# --- an archive of the first version ---


def test_an_older_archive_gets_zone_categorie_and_what_clients_are_searched_for(tmp_path: Path) -> None:
    percorso = tmp_path / "studio.parcella"
    shutil.copy(CONGELATO, percorso)
    with closing(sqlite3.connect(percorso)) as db, db:
        (codice,) = db.execute("SELECT codice FROM cliente LIMIT 1").fetchone()
        db.execute("UPDATE cliente SET zona = 'n1', categoria = 'ab', comune = 'Łódź-Straße dell''Ær' WHERE codice = ?",
                   (codice,))  # fmt: skip
    with archivio.apri(percorso) as aperto, aperto.lettura() as sessione:
        clienti = sessione.exec(select(Cliente)).all()
        assert len(clienti) > 1
        assert [(c.codice, c.chiave_ricerca) for c in clienti] == [
            (c.codice, anagrafica.chiavi(c.model_dump())["chiave_ricerca"]) for c in clienti
        ]
        azienda = clienti[0].azienda
        assert [v.codice for v in ricerca.cerca(sessione, azienda, "dellær lodz")] == [codice]
        assert [z.codice for z in statistica.elenco_zone(sessione, azienda)] == ["N1"]
        assert [c.codice for c in statistica.elenco_categorie(sessione, azienda)] == ["AB"]
