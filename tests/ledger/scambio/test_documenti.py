"""Documents and registrations of the archive format: restored as written, refused at the first disagreement."""

import io
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import func, select

from parcella.batch.studio_dimostrativo import studio_dimostrativo
from parcella.ledger import archivio
from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.tabelle import Azienda
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.documenti.verifica import verifica
from parcella.ledger.esito import DatiNonValidi, Rifiuto
from parcella.ledger.primanota.tabelle import Registrazione
from parcella.ledger.scambio.esporta import esporta
from parcella.ledger.scambio.importa import importa

from ..documenti.banco import (
    COMUNE,
    OGGI,
    VERDI,
    Banco,
    apri_banco,
    banco_di,
    euro,
    notula,
    parcella,
    riga,
    studio,
)

Dati = dict[str, Any]


def carica(libro: Archivio, dati: Any, nome: str = "studio.json") -> None:
    importa(libro, [(nome, json.dumps(dati, indent=1).encode())], data_lavoro=OGGI)


def esportato(libro: Archivio) -> str:
    foglio = io.StringIO()
    with libro.lettura() as sessione:
        esporta(sessione, sessione.exec(select(Azienda.id)).one() or 0, foglio)
    return foglio.getvalue()


def quanti(libro: Archivio, tabella: Any = Documento) -> int:
    with libro.lettura() as sessione:
        return sessione.exec(select(func.count()).select_from(tabella)).one()


def violazioni(libro: Archivio) -> list[str]:
    with libro.lettura() as sessione:
        return verifica(sessione)


@pytest.fixture
def nuovo(archivio_modello: Path, tmp_path: Path) -> Iterator[Callable[[], Archivio]]:
    """Another empty archive, as often as asked."""
    aperti: list[Archivio] = []

    def apri() -> Archivio:
        percorso = tmp_path / f"altro{len(aperti)}.parcella"
        shutil.copy(archivio_modello, percorso)
        percorso.chmod(0o600)
        aperti.append(archivio.apri(percorso))
        return aperti[-1]

    yield apri
    for libro in aperti:
        libro.chiudi()


@pytest.fixture(scope="module")
def scritto(archivio_modello: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A studio with a notula, typed rate, a parcella of each kind, a later payment, a gap and a typed number."""
    percorso = tmp_path_factory.mktemp("scritto") / "a.parcella"
    shutil.copy(archivio_modello, percorso)
    percorso.chmod(0o600)
    with archivio.apri(percorso) as libro:
        banco: Banco = apri_banco(libro)
        carica(libro, {"formato": "parcella/1", "azienda": {"sigla": "STU"}, "documenti": NUOVI})
        acconto = banco.emetti(parcella(riga(importo="650.00"), pagata="N", pagato="81.20", cliente=VERDI))
        banco.incassa(acconto.id, "100.00")
        banco.elimina(banco.emetti(parcella(riga(importo="1.00"), serie=2), si=("serie_cartacea",)).id)
        banco.emetti(parcella(riga("CON22", "9.00"), cliente=COMUNE, pagata="N"), si=("fattura_sospesa",))
        banco.imposta(parametri_studio={"numero_alla_definitiva": "S"})
        banco.emetti(parcella(riga(importo="7.00"), stato="P"))
        assert banco.violazioni() == []
        return esportato(libro)


NUOVI: list[Dati] = [
    {
        "sigla_documento": "NO", "data_documento": "2010-03-31", "codice_cliente": "501.00004", "numero_documento": 40,
        "righe": [
            {"codice_prestazione": "CONS", "importo_prestazione": "100.00", "spese_anticipate_riga": "16.00"},
            {"tipo_riga": ".", "descrizione_riga": "Assistenza alla verifica"},
        ],
        "rate": [
            {"data_scadenza": "2010-05-31", "importo_rata": "100.00", "tipo_pagamento": "R"},
            {"data_scadenza": "2010-06-30", "importo_rata": "20.80"},
        ],
    },
    {
        "sigla_documento": "PA", "serie": 1, "numero_documento": "AUTO", "data_documento": "2010-04-02",
        "codice_cliente": "501.00005", "stato_parcella": "D", "note_testata": "perché no",
        "righe": [{"codice_prestazione": "CON22", "importo_prestazione": "333.33"}],
        "cointestatari": [
            {"codice_cliente": "501.00005", "quota_millesimi": 600},
            {"codice_cliente": "501.00004", "quota_millesimi": 400},
        ],
    },
]  # fmt: skip


def guastato(scritto: str, guasto: Callable[[Dati], None]) -> Dati:
    dati: Dati = json.loads(scritto)
    guasto(dati)
    return dati


def test_esporta_importa_esporta_da_gli_stessi_byte(scritto: str, nuovo: Callable[[], Archivio]) -> None:
    libro = nuovo()
    carica(libro, json.loads(scritto))
    assert esportato(libro) == scritto
    assert violazioni(libro) == []


@pytest.mark.slow
def test_anche_lo_studio_dimostrativo_va_e_torna(nuovo: Callable[[], Archivio]) -> None:
    primo, secondo = nuovo(), nuovo()
    carica(primo, studio_dimostrativo(2026))
    assert violazioni(primo) == []
    carica(secondo, json.loads(esportato(primo)))
    assert esportato(secondo) == esportato(primo)
    assert violazioni(secondo) == []


def test_si_riprende_a_lavorare_da_dove_si_era(scritto: str, nuovo: Callable[[], Archivio]) -> None:
    libro = nuovo()
    carica(libro, json.loads(scritto))
    banco = banco_di(libro)
    assert banco.emetti(notula(riga(importo="1.00"))).nome == "NO 1/1"  # 40 was typed
    assert banco.emetti(parcella(riga(importo="1.00"))).nome == "PA 1/3"
    aperta = next(v for v in banco.cerca() if v.documento == "PA 1/2")
    assert banco.incassa(aperta.id, "500.00").residuo == aperta.totale_da_pagare - euro("681.20")
    assert banco.violazioni() == []


def test_uguale_si_lascia_stare(scritto: str, nuovo: Callable[[], Archivio]) -> None:
    libro = nuovo()
    carica(libro, json.loads(scritto))
    solo = {k: json.loads(scritto)[k] for k in ("formato", "azienda", "documenti", "primanota")}
    carica(libro, solo)
    assert esportato(libro) == scritto


def _doc(nome: str, dati: Dati) -> Dati:
    sigla, resto = nome.split()
    serie, numero = map(int, resto.split("/"))
    chiave = (sigla, serie, numero)
    return next(d for d in dati["documenti"] if (d["sigla_documento"], d["serie"], d.get("numero_documento")) == chiave)


DIVERSO = {
    "note": lambda d: _doc("PA 1/1", d).update(note_testata="altro"),
    "una riga": lambda d: _doc("NO 1/40", d)["righe"][0].update(quantita="2.00"),
    "una rata": lambda d: _doc("NO 1/40", d)["rate"][0].update(tipo_pagamento="B"),
    "una registrazione": lambda d: d["primanota"][0]["righe"][1].update(descrizione="altro"),
}


@pytest.mark.parametrize("guasto", DIVERSO)
def test_diverso_da_quello_in_archivio_e_rifiutato(scritto: str, nuovo: Callable[[], Archivio], guasto: str) -> None:
    libro = nuovo()
    carica(libro, json.loads(scritto))
    with pytest.raises(Rifiuto, match=r"studio\.json, riga \d+.*nulla è stato importato"):
        carica(libro, guastato(scritto, DIVERSO[guasto]))
    assert esportato(libro) == scritto


def _primanota(causale: str, dati: Dati) -> Dati:
    return next(r for r in dati["primanota"] if r["causale"] == causale)


MANOMESSO = {
    "un totale": (lambda d: _doc("PA 1/1", d).update(totale_documento="1.00"), "PA 1/1"),
    "un totale di notula": (lambda d: _doc("NO 1/40", d).update(totale_da_pagare="120.81"), "NO 1/40"),
    "il riepilogo": (lambda d: _doc("PA 1/1", d)["riepilogo_iva"][0].update(imposta="1.00"), "riepilogo IVA"),
    "una rata": (lambda d: _doc("NO 1/40", d)["rate"][0].update(importo_rata="99.99"), "NO 1/40: totale rate"),
    "una scadenza": (lambda d: _doc("PA 1/2", d)["rate"].pop(), "PA 1/2: scadenzario contabile"),
    "una scrittura": (lambda d: _primanota("FE", d)["righe"][0].update(importo="1.00"), "non quadrano"),
    "due importi": (
        lambda d: [r.update(importo="1.00") for r in _primanota("FS", d)["righe"]] and None,
        "quadrano|non corrispondono",
    ),
    "un conto": (lambda d: _primanota("FE", d)["righe"][1].update(conto="999.00001"), "999.00001 non è nel piano"),
    "una registrazione che manca": (
        lambda d: d["primanota"].remove(_primanota("FE", d)),
        "attesa una registrazione FE, trovate 0",
    ),
    "un pagamento che manca": (
        lambda d: d["primanota"].remove(_primanota("PG", d)),
        "attesa una registrazione PG",
    ),
    "un cliente": (lambda d: _doc("PA 1/1", d).update(codice_cliente="501.00099"), "501.00099 non è codificato"),
    "una prestazione": (
        lambda d: _doc("PA 1/1", d)["righe"][0].update(codice_prestazione="MANCA"),
        "MANCA non è codificata",
    ),
    "una registrazione di nessuno": (
        lambda d: _primanota("FE", d).update(documento="PA 1/77"),
        "PA 1/77 del 2010 della registrazione non esiste",
    ),
    "la serie": (lambda d: _doc("PA 1/1", d).update(serie=9), "serie 9 non è gestita|non esiste"),
}


@pytest.mark.parametrize("guasto", MANOMESSO)
def test_un_documento_manomesso_e_rifiutato_e_nulla_e_scritto(
    scritto: str, nuovo: Callable[[], Archivio], guasto: str
) -> None:
    manometti, messaggio = MANOMESSO[guasto]
    libro = nuovo()
    with pytest.raises(Rifiuto, match=messaggio):
        carica(libro, guastato(scritto, manometti))
    assert [quanti(libro, t) for t in (Azienda, Documento, Registrazione)] == [0, 0, 0]


def test_i_documenti_nuovi_sono_emessi_nell_ordine_del_file(scritto: str) -> None:
    documenti = json.loads(scritto)["documenti"]
    assert [(d["sigla_documento"], d["numero_documento"]) for d in documenti[:3]] == [("NO", 40), ("PA", 1), ("PA", 2)]


def test_tutto_o_niente_con_file_riga_e_chiave(nuovo: Callable[[], Archivio]) -> None:
    libro = nuovo()
    cattivo = NUOVI[1] | {"righe": [{"codice_prestazione": "CONS"}, {"codice_prestazione": "MANCA"}]}
    dati = studio(documenti=[NUOVI[0], cattivo])
    with pytest.raises(Rifiuto) as rifiuto:
        carica(libro, dati, "da emettere.json")
    righe = json.dumps(dati, indent=1).splitlines()
    numero = next(n for n, r in enumerate(righe, 1) if '"MANCA"' in r)
    assert rifiuto.value.messaggio.startswith(
        f"da emettere.json, riga {numero}, documenti.1.righe.1.codice_prestazione: "
    )
    assert quanti(libro, Azienda) == 0


@pytest.mark.parametrize(
    ("campo", "valore", "chiave"),
    [
        ("data_documento", "2010-02-31", "documenti.0.data_documento"),
        ("spese_banca", "dieci", "documenti.0.spese_banca"),
        ("perc_cassa", "-4.00", "documenti.0.perc_cassa"),
        ("colore", "blu", "documenti.0.colore: chiave sconosciuta"),
        ("stato_parcella", "X", "documenti.0.stato_parcella"),
        ("serie", "1", "documenti.0.serie"),
        ("numero_documento", "UNO", "documenti.0.numero_documento"),
    ],
)
def test_cio_che_il_formato_non_ammette(nuovo: Callable[[], Archivio], campo: str, valore: str, chiave: str) -> None:
    libro = nuovo()
    with pytest.raises(DatiNonValidi, match=chiave):
        carica(libro, studio(documenti=[NUOVI[1] | {campo: valore}]))
    assert quanti(libro, Azienda) == 0


@pytest.mark.requisito("FEL-015")
@pytest.mark.parametrize("documento", [None, "PA 2/9"])
def test_una_fattura_non_si_registra_senza_la_sua_parcella(archivio_vuoto: Archivio, documento: str | None) -> None:
    """The one way in for a registration the program has not made is closed to those of no parcella."""
    banco = apri_banco(archivio_vuoto)
    registrazione = {
        "numero": 1, "causale": "FE", "data_registrazione": "2010-09-02",
        "righe": [{"conto": VERDI, "importo": "10.00", "segno": "D"}],
    } | ({"documento": documento, "anno_documento": 2010} if documento else {})  # fmt: skip
    motivo = "Registrazione senza documento" if documento is None else "Il documento PA 2/9 del 2010 .* non esiste"
    with pytest.raises(Rifiuto, match=motivo):
        carica(banco.archivio, {"azienda": {"sigla": "STU"}, "primanota": [registrazione]}, "primanota.json")
    assert quanti(banco.archivio, Registrazione) == 0
