"""Messages follow the agenda, the client and the parametri as they are now: nothing of them is kept."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session, select

from ledger.clienti.studio import OGGI, comando, prepara
from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.parametri import parametri_studio
from parcella.ledger.aziende.tabelle import Azienda, FormatoInAttesa
from parcella.ledger.clienti import anagrafica as clienti
from parcella.ledger.contesto import Contesto
from parcella.ledger.messaggi.elenco import Messaggio, da_mostrare
from parcella.ledger.prestazioni.tabelle import Prestazione

ROSSI, VERDI = "501.00001", "501.00002"
PR1 = Contesto(2, "PR1", "I", "gabri", OGGI)


class Studio:
    """The studio STU, its client Rossi with the azienda PR1, Verdi without; `assegna` writes in the agenda."""

    def __init__(self, sessione: Session) -> None:
        self.sessione = sessione
        self.contesto = prepara(sessione, parcellazione_studio="S", visualizza_attivita="S")
        sessione.add(
            Prestazione(
                azienda=1,
                codice="CONS",
                tipo="R",
                descrizione="Consulenza",
                unita_misura="HR",
                chiave_nome="CONSULENZA",
            )
        )
        self.cliente(codice=ROSSI, ragione_sociale="Rossi s.r.l.", sigla_azienda="PR1")
        self.cliente(codice=VERDI, ragione_sociale="Verdi s.n.c.")

    def cliente(self, **dati: Any) -> None:
        clienti.salva(self.sessione, self.contesto, dati, comando())

    def parametri(self, **valori: Any) -> None:
        parametri = parametri_studio(self.sessione, 1)
        assert parametri is not None
        for nome, valore in valori.items():
            setattr(parametri, nome, valore)
        self.sessione.flush()

    def assegna(self, giorno: date | None = OGGI, **altro: Any) -> FormatoInAttesa:
        riga: dict[str, Any] = {"stato": "A", "codice_prestazione": "CONS", "codice_cliente": ROSSI}
        riga |= {"data_lavoro": giorno.isoformat()} if giorno else {}
        posizione = len(self.sessione.exec(select(FormatoInAttesa)).all()) + 1
        scritta = FormatoInAttesa(
            azienda=1, sezione="agenda", posizione=posizione, contenuto=json.dumps(riga | altro, ensure_ascii=False)
        )
        self.sessione.add(scritta)
        self.sessione.flush()
        return scritta

    def cambia(self, riga: FormatoInAttesa, **altro: Any) -> None:
        riga.contenuto = json.dumps(json.loads(riga.contenuto or "{}") | altro)
        self.sessione.flush()

    def messaggi(self, contesto: Contesto = PR1, giorno: date = OGGI) -> list[Messaggio]:
        oggi = Contesto(contesto.azienda, contesto.sigla, contesto.tipo, contesto.utente, giorno)
        return da_mostrare(self.sessione, oggi)

    def note(self, **altro: Any) -> list[str]:
        return [m.note for m in self.messaggi(**altro)]


@pytest.fixture
def studio(archivio_vuoto: Archivio) -> Iterator[Studio]:
    with archivio_vuoto.scrittura() as sessione:
        yield Studio(sessione)


@pytest.mark.requisito("PAR-027", "PAR-028", "PAR-030", "CLI-014", "FIS-010", "FIS-014", "AGE-002")
def test_un_attivita_assegnata_e_un_messaggio_per_l_azienda_del_cliente(studio: Studio) -> None:
    studio.assegna(quantita="3.00", note="Portare il verbale", utente="gabri")
    assert studio.messaggi() == [
        Messaggio(
            studio="STU",
            nome_studio="Studio Bianchi",
            codice_cliente=ROSSI,
            nome_cliente="Rossi s.r.l.",
            data_lavoro=OGGI,
            codice_prestazione="CONS",
            descrizione="Consulenza",
            quantita=Decimal("3.00"),
            unita_misura="HR",
            note="Portare il verbale",
            utente="gabri",
            dal=OGGI,
            al=OGGI,
        )
    ]
    assert studio.messaggi(studio.contesto) == [], "lo studio non scrive a sé stesso"


@pytest.mark.requisito("PAR-028", "FIS-009")
def test_con_visualizza_attivita_n_non_se_ne_mostra_nessuno(studio: Studio) -> None:
    studio.assegna()
    studio.parametri(visualizza_attivita="N")
    assert studio.messaggi() == []
    studio.parametri(visualizza_attivita="S")
    assert len(studio.messaggi()) == 1, "le righe di prima valgono di nuovo"
    studio.parametri(parcellazione_studio="N")
    assert studio.messaggi() == []


@pytest.mark.requisito("PAR-029", "CLI-014", "FIS-011", "AGE-003")
def test_ci_vuole_un_cliente_con_la_sigla_di_questa_azienda(studio: Studio) -> None:
    studio.sessione.add(Azienda(id=3, sigla="ALT", tipo="I", ragione_sociale="Altra"))
    studio.sessione.flush()
    studio.assegna(codice_cliente=VERDI)
    studio.assegna(codice_cliente=None)
    assert studio.messaggi() == []
    studio.cliente(codice=VERDI, sigla_azienda="ALT")
    assert studio.messaggi() == []
    assert [m.nome_cliente for m in studio.messaggi(Contesto(3, "ALT", "I", "gabri", OGGI))] == ["Verdi s.n.c."]
    studio.cliente(codice=VERDI, sigla_azienda="PR1")
    assert [m.nome_cliente for m in studio.messaggi()] == ["Verdi s.n.c."]
    studio.cliente(codice=VERDI, sigla_azienda=None)
    assert studio.messaggi() == []


@pytest.mark.requisito("PAR-031", "FIS-015", "AGE-004")
def test_cambiando_l_attivita_cambia_il_messaggio(studio: Studio) -> None:
    riga = studio.assegna(note="prima")
    studio.cambia(riga, note="dopo")
    assert studio.note() == ["dopo"]
    studio.cambia(riga, codice_cliente=VERDI)
    assert studio.messaggi() == []


@pytest.mark.requisito("PAR-032", "FIS-016", "AGE-005")
@pytest.mark.parametrize("stato", ["F", "P", "N", "S"])
def test_fuori_dallo_stato_a_il_messaggio_sparisce_e_tornando_ad_a_torna(studio: Studio, stato: str) -> None:
    riga = studio.assegna()
    studio.cambia(riga, stato=stato)
    assert studio.messaggi() == []
    studio.cambia(riga, stato="A")
    assert len(studio.messaggi()) == 1


@pytest.mark.requisito("PAR-033", "FIS-017", "AGE-006")
def test_cancellata_l_attivita_il_messaggio_non_c_e_piu(studio: Studio) -> None:
    riga = studio.assegna()
    studio.sessione.delete(riga)
    studio.sessione.flush()
    assert studio.messaggi() == []


@pytest.mark.requisito("PAR-035", "PAR-036", "PAR-037", "PAR-038", "PAR-039", "FIS-018", "AGE-007")
def test_l_esempio_del_manuale(studio: Studio) -> None:
    studio.assegna(date(2004, 7, 10))

    def si_vede(giorno: int) -> bool:
        return bool(studio.messaggi(giorno=date(2004, 7, giorno)))

    assert [g for g in range(1, 32) if si_vede(g)] == [10]
    studio.parametri(gg_anticipo_messaggi=5)
    assert [g for g in range(1, 32) if si_vede(g)] == [5, 6, 7, 8, 9, 10], "vale subito per i messaggi che ci sono"
    studio.parametri(gg_anticipo_messaggi=None, gg_posticipo_messaggi=5)
    assert [g for g in range(1, 32) if si_vede(g)] == [10, 11, 12, 13, 14, 15]


def test_per_data_e_quelli_senza_data_in_fondo(studio: Studio) -> None:
    studio.parametri(gg_anticipo_messaggi=9, gg_posticipo_messaggi=9)
    studio.assegna(None, note="quando può")
    studio.assegna(date(2026, 3, 12), note="giovedì")
    studio.assegna(date(2026, 3, 11), note="mercoledì")
    assert studio.note() == ["mercoledì", "giovedì", "quando può"]
    assert studio.messaggi()[-1].dal is None


def test_una_prestazione_che_non_c_e_piu_e_un_codice_soltanto(studio: Studio) -> None:
    studio.assegna(codice_prestazione="IGNOTA", quantita=2)
    (messaggio,) = studio.messaggi()
    assert (messaggio.codice_prestazione, messaggio.descrizione, messaggio.quantita) == ("IGNOTA", "", Decimal("2.00"))
