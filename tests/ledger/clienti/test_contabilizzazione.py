"""The accounts for posting on the client's own azienda: tables of chapters 02 and 03, checks of chapter 17."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session

from ledger.clienti.studio import comando, prepara
from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.conti import conti_automatici
from parcella.ledger.aziende.tabelle import ContiAutomatici, Conto
from parcella.ledger.clienti import anagrafica as clienti
from parcella.ledger.clienti.contabilizzazione import AziendaCliente, Contabilizzazione, contabilizzazione_di, risolvi

CONTI = {
    "601.00001": "P F", "601.00002": "P F", "701.00001": "E G", "701.00002": "E G", "001.00101": "P Z",
    "101.00001": "P G", "102.00001": "P G", "110.00001": "P G", "318.00001": "P G", "501.00001": "P C",
}  # fmt: skip
AUTOMATICI: dict[str, str | None] = {
    "conto_fornitore_studio": "601.00001",
    "conto_costo_prestazione_studio": "701.00001",
    "conto_cassa": "101.00001",
    "conto_iva_acquisti": "110.00001",
    "conto_erario_ritenute_acquisti": "318.00001",
}
CLIENTE = {"sigla_azienda": "PR1", "contabilizza_come_fr": "S", "soggetto_ritenuta": "S", "registra_pg": "N"}


def esito(tipo: str = "I", automatici: dict[str, str | None] | None = None, **cliente: Any) -> Contabilizzazione:
    return risolvi(CLIENTE | cliente, AziendaCliente(tipo, AUTOMATICI | (automatici or {}), CONTI))


@pytest.mark.requisito("CTA-002", "CTA-004", "CLI-018", "CLI-021")
@pytest.mark.parametrize(
    ("suoi", "fornitore", "costo", "automatici"),
    [
        ({}, "601.00001", "701.00001", ("conto_fornitore_studio", "conto_costo_prestazione")),
        ({"conto_fornitore_studio": "601.00002"}, "601.00002", "701.00001", ("conto_costo_prestazione",)),
        ({"conto_costo_prestazione": "701.00002"}, "601.00001", "701.00002", ("conto_fornitore_studio",)),
        (
            {"conto_fornitore_studio": "601.00002", "conto_costo_prestazione": "701.00002"},
            "601.00002",
            "701.00002",
            (),
        ),
    ],
)
def test_il_campo_del_cliente_viene_prima_del_conto_automatico_ciascuno_per_se(
    suoi: dict[str, str], fornitore: str, costo: str, automatici: tuple[str, ...]
) -> None:
    trovati = esito(**suoi)
    assert (trovati.esito, trovati.motivi) == ("S", ())
    assert (trovati.conti["conto_fornitore_studio"], trovati.conti["conto_costo_prestazione"]) == (fornitore, costo)
    assert trovati.da_conto_automatico == automatici


@pytest.mark.requisito("CTA-005", "CLI-019", "CLI-021")
def test_mancando_tutti_e_due_non_si_contabilizza() -> None:
    vuoti: dict[str, str | None] = {"conto_fornitore_studio": None, "conto_costo_prestazione_studio": None}
    senza = esito(automatici=vuoti)
    assert senza.esito == "N"
    assert senza.motivi == (
        "Non contab: Codice fornitore studio mancante",
        "Non contab: Costo prestazione mancante",
    )
    assert esito(automatici=vuoti, conto_fornitore_studio="601.00002").motivi == (
        "Non contab: Costo prestazione mancante",
    )


@pytest.mark.requisito("CTA-009")
def test_il_fornitore_e_un_conto_f_della_rubrica() -> None:
    for conto, motivo in (("501.00001", "non di tipo 'F'"), ("999.00001", "non esistente")):
        atteso = (f"Non contab: Codice fornitore studio {motivo}",)
        assert esito(conto_fornitore_studio=conto).motivi == atteso
        assert esito(automatici={"conto_fornitore_studio": conto}).motivi == atteso, "di chiunque sia il conto"


@pytest.mark.requisito("CTA-008", "CLI-021")
@pytest.mark.parametrize(
    ("tipo", "conto", "motivo"),
    [
        ("I", "701.00001", None),
        ("I", "001.00101", "non di tipo 'EG'"),
        ("I", "999.00001", "non esistente"),
        ("P", "001.00101", None),
        ("P", "701.00001", "non di tipo 'Z'"),
    ],
)
def test_il_costo_dipende_dal_tipo_dell_azienda_cliente(tipo: str, conto: str, motivo: str | None) -> None:
    attesi = () if motivo is None else (f"Non contab: Costo prestazione {motivo}",)
    assert esito(tipo, {"conto_costo_prestazione_studio": conto}).motivi == attesi
    assert esito(tipo, conto_costo_prestazione=conto).motivi == attesi, "di chiunque sia il conto"


@pytest.mark.requisito("CTA-014")
@pytest.mark.parametrize("conto", [None, "999.00001"])
def test_iva_acquisti_ed_erario_sono_in_rubrica(conto: str | None) -> None:
    assert esito(automatici={"conto_iva_acquisti": conto}).motivi == (
        "Non contab: Conto automatico 'Iva acquisti' non esistente",
    )
    assert esito(automatici={"conto_erario_ritenute_acquisti": conto}).motivi == (
        "Non contab: Conto automatico 'Erario c.ritenute' non esistente",
    )
    assert esito(automatici={"conto_erario_ritenute_acquisti": conto}, soggetto_ritenuta="N").esito == "S"


@pytest.mark.requisito("CLI-009", "CLI-012")
def test_senza_sigla_senza_consenso_o_senza_azienda() -> None:
    assert risolvi({}, None).motivi == ("Non contab: Sigla azienda mancante in angr.cliente",)
    assert risolvi({"sigla_azienda": "", "contabilizza_come_fr": "N"}, None).motivi == risolvi({}, None).motivi
    assert esito(contabilizza_come_fr="N").motivi == ("Non contab: Il flag di contabilizza parcelle e'= 'N'",)
    assert risolvi(CLIENTE, None).motivi == ("Non contab: Sigla azienda non esistente",)


@pytest.mark.requisito("CTA-011", "CLI-022", "CLI-023", "CLI-024", "CLI-025")
@pytest.mark.parametrize(
    ("registra", "suo", "cassa", "conto", "segno"),
    [
        ("N", "102.00001", "101.00001", None, ""),
        ("S", "102.00001", "101.00001", "102.00001", ""),
        ("S", None, "101.00001", "101.00001", "$"),
        ("S", None, None, None, "*"),
        ("S", None, "999.00001", None, "*"),
        ("S", "999.00001", "101.00001", None, "*"),
        ("S", "701.00001", "101.00001", None, "*"),
    ],
)
def test_il_conto_del_pagamento(
    registra: str, suo: str | None, cassa: str | None, conto: str | None, segno: str
) -> None:
    trovato = esito(automatici={"conto_cassa": cassa}, registra_pg=registra, conto_pg=suo)
    assert (trovato.conti["conto_pg"], trovato.esito_pg) == (conto, segno)
    assert trovato.esito == "S", "la FR si registra comunque"
    note = {
        "": (),
        "$": ("Pagamento creato con il conto automatico 'Cassa'",),
        "*": ("Pagamento non creato anche se richiesto",),
    }
    assert trovato.note == note[segno]


@pytest.fixture
def sessione(archivio_vuoto: Archivio) -> Iterator[Session]:
    with archivio_vuoto.scrittura() as session:
        yield session


@pytest.mark.requisito("CTA-003", "CTA-004", "CLI-009")
def test_i_conti_sono_quelli_dell_azienda_del_cliente_non_dello_studio(sessione: Session) -> None:
    contesto = prepara(sessione)
    sessione.add_all(Conto(azienda=2, codice=c, descrizione=c, tipo=t) for c, t in CONTI.items())
    sessione.add(ContiAutomatici(azienda=2, **AUTOMATICI))
    sessione.add(Conto(azienda=1, codice="601.00009", descrizione="Altro", tipo="P F"))
    sessione.flush()
    dati = {
        "codice": "501.00001", "ragione_sociale": "Rossi s.r.l.", "sigla_azienda": "PR1", "contabilizza_come_fr": "S",
        "registra_pg": "S", "soggetto_ritenuta": "S",
    }  # fmt: skip
    cliente = clienti.salva(sessione, contesto, dati, comando())
    trovati = contabilizzazione_di(sessione, cliente.model_dump())
    assert (trovati.esito, trovati.conti) == (
        "S",
        {"conto_fornitore_studio": "601.00001", "conto_costo_prestazione": "701.00001", "conto_pg": "101.00001"},
    )
    cliente = clienti.salva(
        sessione, contesto, {"codice": "501.00001", "conto_fornitore_studio": "601.00009"}, comando()
    )
    trovati = contabilizzazione_di(sessione, cliente.model_dump())
    assert trovati.motivi == ("Non contab: Codice fornitore studio non esistente",)
    automatici = conti_automatici(sessione, 2)
    assert automatici is not None
    sessione.delete(automatici)
    sessione.flush()
    assert len(contabilizzazione_di(sessione, cliente.model_dump()).motivi) == 4
