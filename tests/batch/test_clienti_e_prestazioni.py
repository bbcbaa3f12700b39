"""`parcella clienti` and `parcella prestazioni`, on the studio of the contract."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from ledger.clienti.studio import OGGI, prepara
from ledger.clienti.studio import comando as risposte
from parcella.batch import principale
from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.tabelle import ContiAutomatici, Conto
from parcella.ledger.clienti import anagrafica as clienti
from parcella.ledger.contesto import Contesto
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
        altri = [
            {"codice": "501.00002", "cognome": "Verdi", "nome": "Aldo"},
            {"codice": "501.00003", "ragione_sociale": "Bo"},
        ]
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
        assert cliente["contabilizzazione"]["motivi"] == ["Non contab: Sigla azienda mancante in angr.cliente"]
    assert "Sigla azienda mancante" in da("clienti", "mostra", "1").uscita
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


@pytest.mark.requisito("CTA-002", "CTA-004", "CLI-009", "CLI-018", "CLI-025")
def test_a_client_tells_whether_its_parcelle_will_be_posted(da: Comando, archivio_vuoto: Archivio) -> None:
    with archivio_vuoto.scrittura() as sessione:
        conti = {"601.00001": "P F", "701.00001": "E G", "101.00001": "P G"}
        sessione.add_all(Conto(azienda=2, codice=c, descrizione=c, tipo=t) for c, t in conti.items())
        sessione.flush()
        automatici = {"conto_iva_acquisti": "101.00001", "conto_cassa": "101.00001"}
        sessione.add(ContiAutomatici(azienda=2, conto_fornitore_studio="601.00001", **automatici))
        contesto = Contesto(1, "STU", "P", "gabri", OGGI)
        dati = {"codice": "501.00001", "sigla_azienda": "PR1", "contabilizza_come_fr": "S", "registra_pg": "S"}
        clienti.salva(sessione, contesto, dati, risposte())
    assert da("clienti", "mostra", "1", "--json").json["contabilizzazione"] == {
        "esito": "N",
        "sigla_azienda": "PR1",
        "conti": {"conto_fornitore_studio": "601.00001", "conto_costo_prestazione": None, "conto_pg": "101.00001"},
        "da_conto_automatico": ["conto_fornitore_studio", "conto_pg"],
        "esito_pg": "$",
        "motivi": ["Non contab: Costo prestazione mancante"],
        "note": ["Pagamento creato con il conto automatico 'Cassa'"],
    }
    with archivio_vuoto.scrittura() as sessione:
        clienti.salva(sessione, contesto, {"codice": "501.00001", "conto_costo_prestazione": "701.00001"}, risposte())
    assert da("clienti", "mostra", "1", "--json").json["contabilizzazione"]["esito"] == "S"
    assert "FR su 601.00001 e 701.00001, PG su 101.00001 (Cassa)" in da("clienti", "mostra", "1").uscita


# --- the other commands of the clients ---


def test_words_in_any_order_find_a_client(da: Comando) -> None:
    assert [c["codice"] for c in da("clienti", "cerca", "torino", "rossi", "--json").json] == ["501.00001"]
    assert da("clienti", "cerca", "zzz", "--json").json == []


def test_filters_of_the_list(da: Comando, archivio_vuoto: Archivio) -> None:
    def codici(*parole: str) -> list[str]:
        return [c["codice"] for c in da("clienti", "elenco", *parole, "--json").json]

    assert da("clienti", "annulla", "verdi", "--json").json == {"codice": "501.00002", "annullato": "S"}
    assert codici("--annullati", "A") == ["501.00002"]
    assert codici("--annullati", "n") == ["501.00003", "501.00001"]
    assert codici("--responsabile", "gabri") == ["501.00001"]
    assert codici("--responsabile", "gabri", "--provincia", "mi") == []
    assert codici("--cerca", "o", "--annullati", "A") == ["501.00002"]
    assert da("clienti", "elenco", "--annullati", "X").codice == 2
    assert "riattivato" in da("clienti", "riattiva", "501.00002").uscita
    assert codici("--annullati", "A") == []


def test_a_client_never_used_is_deleted_if_confirmed(da: Comando) -> None:
    assert da("clienti", "elimina", "501.00003").codice == 1
    assert "501.00003" in da("clienti", "elenco").uscita
    assert da("clienti", "elimina", "501.00003", "--si", "--json").json == {"eliminato": "501.00003"}
    assert "501.00003" not in da("clienti", "elenco").uscita
    assert da("clienti", "annulla", "501.00099").codice == 1


def test_clients_written_twice(da: Comando, archivio_vuoto: Archivio) -> None:
    assert da("clienti", "doppioni", "--json").json == []
    assert "Nessun doppione" in da("clienti", "doppioni").uscita
    with archivio_vuoto.scrittura() as sessione:
        altri = [ROSSI | {"codice": "501.00005"}, {"codice": "501.00006", "ragione_sociale": "Bo", "comune": "Asti"},
                 {"codice": "501.00007", "ragione_sociale": "Bò", "comune": "asti"}]  # fmt: skip
        clienti.scrivi_tutti(sessione, Contesto(1, "STU", "P", "gabri", OGGI), altri, risposte())
    trovati = da("clienti", "doppioni", "--json").json
    assert [(g["motivo"], g["certo"], [c["codice"] for c in g["clienti"]]) for g in trovati] == [
        ("partita_iva", "S", ["501.00001", "501.00005"]),
        ("nome_e_comune", "N", ["501.00006", "501.00007"]),
    ]
    assert len(da("clienti", "doppioni", "--solo-certi", "--json").json) == 1
    assert "Possibile" in da("clienti", "doppioni").uscita


def test_the_lists_of_a_client_are_shown(da: Comando, archivio_vuoto: Archivio) -> None:
    with archivio_vuoto.scrittura() as sessione:
        dati = {"codice": "501.00001", "contatti": [{"nome": "Anna Neri", "ruolo": "Paghe"}]}
        clienti.scrivi_tutti(sessione, Contesto(1, "STU", "P", "gabri", OGGI), [dati], risposte())
    mostrato = da("clienti", "mostra", "1", "--json").json
    assert mostrato["contatti"] == [{"numero": 1, "nome": "Anna Neri", "ruolo": "Paghe"}]
    assert "indirizzi" not in mostrato
    assert "Anna Neri" in da("clienti", "mostra", "1").uscita
