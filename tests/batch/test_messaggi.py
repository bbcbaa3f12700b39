"""`parcella messaggi`: what the opening of the azienda cliente shows."""

from typing import Any

import pytest

from .banco_comandi import ROSSI, Ufficio

ATTIVITA = {
    "stato": "A", "data_lavoro": "2010-09-02", "codice_prestazione": "CONS", "quantita": "3.00",
    "codice_cliente": ROSSI, "note": "Portare il verbale",
}  # fmt: skip


def cambia(ufficio: Ufficio, **sezioni: Any) -> None:
    contenuto = {"formato": "parcella/1", "azienda": {"sigla": "STU"}, **sezioni}
    esito = ufficio("importa", ufficio.file(contenuto, "variazione.json"))
    assert esito.codice == 0, esito.errori


@pytest.fixture
def con_cliente(ufficio: Ufficio) -> Ufficio:
    pr1 = {"formato": "parcella/1", "azienda": {"sigla": "PR1", "tipo": "I", "ragione_sociale": "Rossi s.r.l."}}
    assert ufficio("importa", ufficio.file(pr1, "pr1.json")).codice == 0
    cambia(
        ufficio,
        parametri_studio={"visualizza_attivita": "S", "gg_anticipo_messaggi": 5},
        clienti=[{"codice": ROSSI, "dati_parcellazione": {"sigla_azienda": "PR1"}}],
        agenda=[ATTIVITA],
    )
    return ufficio


@pytest.mark.requisito("PAR-028", "PAR-030", "CLI-014")
def test_i_messaggi_dell_azienda_cliente(con_cliente: Ufficio) -> None:
    (messaggio,) = con_cliente.json("--azienda", "PR1", "messaggi")
    assert messaggio == {
        "studio": "STU",
        "nome_studio": "Studio Bianchi",
        "codice_cliente": ROSSI,
        "nome_cliente": "Rossi s.r.l.",
        "data_lavoro": "2010-09-02",
        "codice_prestazione": "CONS",
        "descrizione": "CONSULENZA",
        "quantita": "3.00",
        "unita_misura": "HR",
        "note": "Portare il verbale",
        "utente": "",
        "dal": "2010-08-28",
        "al": "2010-09-02",
    }
    assert "Portare il verbale" in con_cliente("--azienda", "PR1", "messaggi").uscita
    assert con_cliente.json("--azienda", "STU", "messaggi") == []
    assert con_cliente.json("--azienda", "PR1", "--data-lavoro", "2010-08-27", "messaggi") == []
    cambia(con_cliente, parametri_studio={"visualizza_attivita": "N"})
    assert con_cliente.json("--azienda", "PR1", "messaggi") == []
