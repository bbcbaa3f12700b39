"""`parcella clienti` and `parcella prestazioni`, on the studio of the contract."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from ledger.clienti.studio import comando as risposte
from ledger.clienti.studio import prepara
from parcella.batch import principale
from parcella.ledger.archivio import Archivio
from parcella.ledger.clienti import anagrafica as clienti
from parcella.ledger.prestazioni import anagrafica as prestazioni

Comando = Callable[..., Any]

ROSSI = {
    "codice": "501.00001", "ragione_sociale": "Rossi s.r.l.", "partita_iva": "00488410010", "comune": "Torino",
    "responsabile": "gabri",
}  # fmt: skip
CONSUL = {
    "codice": "CONSUL", "tipo": "R", "descrizione": "Consulenza A23", "cod_iva": "22",
    "prezzi": {1: Decimal("90.00"), 2: Decimal("80.12500")}, "minimo_fatturabile": Decimal("50.00"),
}  # fmt: skip
NOTA = {"codice": "NOTA", "tipo": "T", "descrizione": "Condizioni", "righe_testo": ["Una", "Due"]}
TENUTA = CONSUL | {"codice": "TENUTA", "descrizione": "Tenuta", "precancellata": "S"}


@pytest.fixture
def da(archivio_vuoto: Archivio, comando: Comando, monkeypatch: pytest.MonkeyPatch) -> Comando:
    """Run a command on a small studio."""
    for gruppo in ("clienti", "prestazioni"):
        monkeypatch.setitem(principale.COMANDI, gruppo, (f"parcella.batch.{gruppo}:app", gruppo))
    with archivio_vuoto.scrittura() as sessione:
        contesto = prepara(sessione)
        altri = [{"codice": "501.00002", "cognome": "Verdi", "nome": "Aldo"}, {"codice": "501.00003", "cognome": "Bo"}]
        clienti.scrivi_tutti(sessione, contesto, [ROSSI, *altri], risposte())
        prestazioni.scrivi_tutti(sessione, contesto, [CONSUL, NOTA, TENUTA], risposte())
    return lambda *parole: comando("--archivio", archivio_vuoto.percorso, "--azienda", "STU", *parole)


def test_list_of_clients(da: Comando) -> None:
    assert [c["codice"] for c in da("clienti", "elenco", "--json").json] == ["501.00003", "501.00001", "501.00002"]
    assert [c["nome"] for c in da("clienti", "elenco", "--per", "codice", "--limite", "2", "--json").json] == [
        "Rossi s.r.l.",
        "Verdi Aldo",
    ]
    assert [c["codice"] for c in da("clienti", "elenco", "--cerca", "torino", "--json").json] == ["501.00001"]
    assert "Verdi Aldo" in da("clienti", "elenco").uscita
    assert da("clienti", "elenco", "--per", "data").codice == 2


def test_a_client_in_the_form_of_the_archive_format(da: Comando) -> None:
    for codice in ("501.00001", "1", "rossi"):
        cliente = da("clienti", "mostra", codice, "--json").json
        assert cliente["partita_iva"] == "00488410010"
        assert cliente["dati_parcellazione"]["responsabile"] == "gabri"
        assert "chiave_nome" not in cliente and "azienda" not in cliente
    esito = da("clienti", "mostra", "nessuno", "--json")
    assert (esito.codice, esito.uscita) == (1, "") and "nessuno" in esito.errori


@pytest.mark.requisito("PRE-009", "PRE-018")
def test_list_and_search_of_prestazioni(da: Comando) -> None:
    def codici(*parole: str) -> list[str]:
        esito = da("--json", "prestazioni", *parole)
        assert esito.codice == 0
        return [voce["codice"] for voce in esito.json]

    assert codici("elenco") == ["CONSUL", "NOTA"]
    assert codici("elenco", "--precancellate") == ["CONSUL", "NOTA", "TENUTA"]
    assert codici("cerca", "'.A23") == ["CONSUL"]
    assert codici("cerca", "ZZZ") == []
    assert codici("cerca", "N", "--elenco") == ["NOTA"]
    assert codici("cerca", "N", "--elenco", "--precancellate") == ["NOTA", "TENUTA"]
    assert codici("cerca", "+++R+", "--precancellate") == ["CONSUL", "TENUTA"]
    assert codici("cerca", "--", "-.A23") == []
    assert da("prestazioni", "cerca", "++A+X+").codice == 1


def test_a_prestazione_in_the_form_of_the_archive_format(da: Comando) -> None:
    prestazione = da("prestazioni", "mostra", "consul", "--json").json
    assert prestazione["prezzi"] == {"1": "90.00", "2": "80.125"}
    assert prestazione["minimo_fatturabile"] == "50.00"
    assert prestazione["data_aggiornamento"] == "2026-03-10"
    assert da("prestazioni", "mostra", "NOTA", "--json").json["righe_testo"] == ["Una", "Due"]
    assert da("prestazioni", "mostra", "ZZZ").codice == 1
    per_persone = da("prestazioni", "mostra", "CONSUL").uscita
    assert "90,00" in per_persone and "10/03/2026" in per_persone
