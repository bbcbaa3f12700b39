"""Exporting: fixed order, and the round trip through a new archive gives the same bytes."""

import io
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parcella.batch.studio_dimostrativo import studio_dimostrativo
from parcella.ledger import archivio as archivi
from parcella.ledger.archivio import Archivio
from parcella.ledger.scambio.esporta import esporta
from parcella.ledger.scambio.importa import importa
from parcella.ledger.scambio.predefiniti import crea_azienda
from parcella.ledger.scambio.sezioni import SEZIONI

from .studio import byte, studio

GIORNO = date(2026, 3, 31)
DOCUMENTI = [
    {
        "sigla_documento": "NO",
        "serie": 1,
        "numero_documento": "AUTO",
        "data_documento": "2026-03-31",
        "codice_cliente": "501.00001",
        "codice_pagamento": "RB",
        "righe": [{"codice_prestazione": "CONSUL", "quantita": "4.00"}, {"tipo_riga": ".", "descrizione_riga": "nota"}],
    },
    {
        "sigla_documento": "PA",
        "serie": 1,
        "data_documento": "2026-03-31",
        "stato_parcella": "D",
        "codice_cliente": "501.00002",
        "righe": [{"codice_prestazione": "CONSUL", "importo_prestazione": "350.00"}],
        "pagamento": {"totalmente_pagata": "S", "conto_pagamento": "101.00001"},
    },
]

Nuovo = Callable[[], Archivio]


@pytest.fixture
def nuovo(archivio_modello: Path, tmp_path: Path) -> Iterator[Nuovo]:
    with ExitStack() as aperti:

        def apri() -> Archivio:
            percorso = tmp_path / f"{len(list(tmp_path.iterdir()))}.parcella"
            shutil.copy(archivio_modello, percorso)
            return aperti.enter_context(archivi.apri(percorso))

        yield apri


def esportato(archivio: Archivio, azienda: int = 1) -> str:
    foglio = io.StringIO()
    with archivio.lettura() as session:
        esporta(session, azienda, foglio)
    return foglio.getvalue()


def carica(archivio: Archivio, *contenuti: bytes) -> None:
    importa(archivio, [("studio.json", contenuto) for contenuto in contenuti], data_lavoro=GIORNO)


def andata_e_ritorno(nuovo: Nuovo, primo: Archivio) -> dict[str, Any]:
    scritto = esportato(primo)
    secondo = nuovo()
    carica(secondo, scritto.encode())
    assert esportato(secondo) == scritto
    carica(secondo, scritto.encode())  # and again over itself
    assert esportato(secondo) == scritto
    letto: dict[str, Any] = json.loads(scritto)
    return letto


def test_uno_studio_va_e_torna(nuovo: Nuovo) -> None:
    archivio = nuovo()
    carica(archivio, byte(studio()))
    letto = andata_e_ritorno(nuovo, archivio)
    atteso = studio()
    assert set(atteso) <= set(letto)
    for sezione in ("casse", "utenti", "contratti", "agenda"):
        assert [
            voce.items() >= originale.items() for voce, originale in zip(letto[sezione], atteso[sezione], strict=True)
        ]
    assert letto["agenda"] == atteso["agenda"]
    assert letto["contratti"] == atteso["contratti"]
    assert letto["prestazioni"][0]["prezzi"] == {"1": "90.00", "2": "85.125"}
    assert letto["pagamenti"][0]["mesi_esclusi"] == [8, 12]


def test_con_documenti_e_primanota(nuovo: Nuovo) -> None:
    archivio = nuovo()
    carica(archivio, byte(studio() | {"documenti": DOCUMENTI}))
    letto = andata_e_ritorno(nuovo, archivio)
    assert [d["sigla_documento"] for d in letto["documenti"]] == ["NO", "PA"]
    assert [r["causale"] for r in letto["primanota"]] == ["FE", "PG"]


@pytest.mark.parametrize("tipo", ["P", "I"])
def test_i_predefiniti_vanno_e_tornano(nuovo: Nuovo, tipo: str) -> None:
    archivio = nuovo()
    with archivio.scrittura() as session:
        crea_azienda(session, "NUO", tipo, "Nuova azienda", GIORNO)
    andata_e_ritorno(nuovo, archivio)


def test_lo_studio_dimostrativo_va_e_torna(nuovo: Nuovo) -> None:
    archivio = nuovo()
    importa(archivio, [("demo.json", byte(studio_dimostrativo(2026)))], data_lavoro=date(2026, 12, 31))
    andata_e_ritorno(nuovo, archivio)


def test_l_ordine_non_dipende_da_quello_di_entrata(nuovo: Nuovo) -> None:
    dritto, rovescio = nuovo(), nuovo()
    carica(dritto, byte(studio()))
    rovesciato = {
        nome: valore[::-1] if isinstance(valore, list) and nome not in ("contratti", "agenda") else valore
        for nome, valore in reversed(studio().items())
    }
    carica(rovescio, byte(rovesciato))
    assert esportato(dritto) == esportato(rovescio)


def test_l_ordine_delle_sezioni_e_l_aspetto(nuovo: Nuovo) -> None:
    archivio = nuovo()
    carica(archivio, byte(studio()))
    scritto = esportato(archivio)
    letto = json.loads(scritto)
    assert list(letto) == [sezione for sezione in SEZIONI if sezione in letto]
    assert scritto == json.dumps(letto, indent=1, ensure_ascii=False) + "\n"


def test_solo_la_propria_azienda(nuovo: Nuovo) -> None:
    archivio = nuovo()
    carica(archivio, byte(studio("UNO")), byte(studio("DUE")))
    assert json.loads(esportato(archivio, 1)) | {"azienda": None} == json.loads(esportato(archivio, 2)) | {
        "azienda": None
    }
    assert json.loads(esportato(archivio, 2))["azienda"]["sigla"] == "DUE"


def test_le_casse_del_programma_non_si_esportano(nuovo: Nuovo) -> None:
    archivio = nuovo()
    senza = studio()
    del senza["casse"]
    carica(archivio, byte(senza))
    assert "casse" not in json.loads(esportato(archivio))
    prima = studio()["casse"][0]
    carica(archivio, byte({"casse": [prima]}))
    assert json.loads(esportato(archivio))["casse"] == [prima]
    assert Decimal(prima["percentuale"]) == 4
