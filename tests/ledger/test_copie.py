"""Backups and restores."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from parcella.ledger import archivio, copie
from parcella.ledger.archivio import Archivio, ErroreArchivio
from parcella.ledger.aziende.tabelle import Utente

TIENE_APERTO = """
import sys
from pathlib import Path
from sqlmodel import select
from parcella.ledger import archivio
from parcella.ledger.aziende.tabelle import Utente
with archivio.apri(Path(sys.argv[1])) as aperto:
    with aperto.lettura() as sessione:
        sessione.exec(select(Utente)).all()
    print("pronto", flush=True)
    sys.stdin.readline()
"""


def scrivi(percorso: Path, nome: str) -> None:
    with archivio.apri(percorso) as aperto, aperto.scrittura() as sessione:
        sessione.add(Utente(nome=nome))


def utenti(percorso: Path) -> list[str]:
    with closing(sqlite3.connect(percorso)) as db:
        return [nome for (nome,) in db.execute("SELECT nome FROM utente ORDER BY nome")]


@pytest.fixture
def percorso(archivio_modello: Path, tmp_path: Path) -> Path:
    """An archive nobody has open, with one user in it."""
    percorso = tmp_path / "studio.parcella"
    shutil.copy(archivio_modello, percorso)
    percorso.chmod(0o600)
    scrivi(percorso, "ANNA")
    return percorso


def test_la_copia_di_un_archivio_in_uso_e_intera(archivio_vuoto: Archivio, tmp_path: Path) -> None:
    copia = tmp_path / "copie" / "oggi.parcella"
    with archivio_vuoto.scrittura() as sessione:
        sessione.add(Utente(nome="ANNA"))
    with archivio_vuoto.scrittura() as sessione:
        sessione.add(Utente(nome="A META'"))
        sessione.flush()
        copie.copia(archivio_vuoto.percorso, copia)
    assert utenti(copia) == ["ANNA"]
    assert stat.S_IMODE(copia.stat().st_mode) == 0o600
    assert [p.name for p in copia.parent.iterdir()] == ["oggi.parcella"]
    copie.controlla_file(copia)


def test_una_copia_non_ne_copre_un_altra(percorso: Path, tmp_path: Path) -> None:
    altra = tmp_path / "altra"
    altra.write_text("mia")
    with pytest.raises(ErroreArchivio, match="esiste già: indicare un altro nome"):
        copie.copia(percorso, altra)
    assert altra.read_text() == "mia"


def test_una_copia_difettosa_non_prende_il_nome(percorso: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def danneggiata(_percorso: Path) -> None:
        raise ErroreArchivio("danneggiata")

    monkeypatch.setattr(copie, "controlla_file", danneggiata)
    copia = percorso.with_name("copia.parcella")
    with pytest.raises(ErroreArchivio, match="danneggiata"):
        copie.copia(percorso, copia)
    assert [p.name for p in percorso.parent.iterdir()] == ["studio.parcella"]


def test_copia_dove_non_si_puo(percorso: Path) -> None:
    with pytest.raises(ErroreArchivio, match="Copia non eseguita"):
        copie.copia(percorso, percorso / "sotto" / "copia.parcella")


def test_restano_le_ultime_cinque_copie_automatiche(percorso: Path) -> None:
    fatte = []
    for numero in range(copie.COPIE_AUTOMATICHE + 3):
        fatte.append(copie.copia_automatica(percorso))
        scrivi(percorso, f"U{numero}")
    rimaste = sorted(copie.cartella_copie(percorso).iterdir())
    assert rimaste == fatte[-copie.COPIE_AUTOMATICHE :]
    assert utenti(rimaste[-1]) == ["ANNA", *(f"U{n}" for n in range(7))]
    assert stat.S_IMODE(rimaste[0].parent.stat().st_mode) == 0o700


def test_ripristino(percorso: Path) -> None:
    copia = percorso.with_name("copia.parcella")
    copie.copia(percorso, copia)
    scrivi(percorso, "BRUNO")
    prima = copie.ripristina(percorso, copia)
    assert utenti(percorso) == ["ANNA"]
    assert prima is not None
    assert utenti(prima) == ["ANNA", "BRUNO"]
    assert {p.name for p in percorso.parent.iterdir()} == {"studio.parcella", "copia.parcella", "studio.parcella.copie"}
    scrivi(percorso, "CARLA")
    assert utenti(percorso) == ["ANNA", "CARLA"]


def test_ripristino_dove_non_c_era_nulla(percorso: Path, tmp_path: Path) -> None:
    nuovo = tmp_path / "altrove" / "studio.parcella"
    assert copie.ripristina(nuovo, percorso) is None
    assert utenti(nuovo) == ["ANNA"]
    assert stat.S_IMODE(nuovo.stat().st_mode) == 0o600


def test_il_ripristino_lascia_permessi_e_gruppo(percorso: Path) -> None:
    percorso.chmod(0o660)
    gruppo = 65534 if os.getuid() == 0 else os.getgid()
    os.chown(percorso, -1, gruppo)
    copia = percorso.with_name("copia.parcella")
    copie.copia(percorso, copia)
    copie.ripristina(percorso, copia)
    assert stat.S_IMODE(percorso.stat().st_mode) == 0o660
    assert percorso.stat().st_gid == gruppo


def test_si_ripristina_anche_la_piu_vecchia_delle_copie_automatiche(percorso: Path) -> None:
    prima = copie.copia_automatica(percorso)
    scrivi(percorso, "BRUNO")
    for _ in range(copie.COPIE_AUTOMATICHE - 1):
        copie.copia_automatica(percorso)
    copie.ripristina(percorso, prima)
    assert utenti(percorso) == ["ANNA"]


def test_nessun_ripristino_mentre_un_altro_processo_usa_l_archivio(
    percorso: Path, altro_processo: Callable[..., Any]
) -> None:
    copia = percorso.with_name("copia.parcella")
    copie.copia(percorso, copia)
    scrivi(percorso, "BRUNO")
    altro = altro_processo(TIENE_APERTO, percorso)
    with pytest.raises(ErroreArchivio, match="è aperto da un altro programma: chiuderlo e riprovare"):
        copie.ripristina(percorso, copia)
    assert utenti(percorso) == ["ANNA", "BRUNO"]
    altro.communicate("\n")
    copie.ripristina(percorso, copia)
    assert utenti(percorso) == ["ANNA"]


def test_durante_il_ripristino_nessuno_puo_cominciare_a_scrivere(
    percorso: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copia = percorso.with_name("copia.parcella")
    copie.copia(percorso, copia)
    tentativi: list[str] = []
    vera = copie.copia_automatica

    def mentre_arriva_un_altro(archivio_: Path) -> Path:
        with pytest.raises(ErroreArchivio) as rifiuto:
            scrivi(percorso, "BRUNO")
        tentativi.append(rifiuto.value.messaggio)
        return vera(archivio_)

    monkeypatch.setattr(copie, "copia_automatica", mentre_arriva_un_altro)
    copie.ripristina(percorso, copia)
    assert "occupato" in tentativi[0]


@pytest.mark.parametrize(
    ("guasto", "messaggio"),
    [
        (lambda dati: b"non un archivio" * 500, "non è un archivio"),
        (lambda dati: dati[: len(dati) // 2], "danneggiato"),
        (lambda dati: dati[:4096] + b"\xff" * 4096 + dati[8192:], "danneggiato"),
    ],
)
def test_una_copia_guasta_non_si_ripristina(percorso: Path, guasto: Callable[[bytes], bytes], messaggio: str) -> None:
    copia = percorso.with_name("copia.parcella")
    copie.copia(percorso, copia)
    copia.write_bytes(guasto(copia.read_bytes()))
    with pytest.raises(ErroreArchivio, match=messaggio):
        copie.ripristina(percorso, copia)
    assert utenti(percorso) == ["ANNA"]
    assert not copie.cartella_copie(percorso).exists()


def test_una_copia_piu_recente_non_si_ripristina(percorso: Path) -> None:
    copia = percorso.with_name("copia.parcella")
    copie.copia(percorso, copia)
    with closing(sqlite3.connect(copia)) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(ErroreArchivio, match=r"più recente \(99\)"):
        copie.ripristina(percorso, copia)


def test_un_archivio_rovinato_si_ripristina_e_non_va_perso(percorso: Path) -> None:
    copia = percorso.with_name("copia.parcella")
    copie.copia(percorso, copia)
    percorso.write_bytes(b"rovinato" * 1000)
    prima = copie.ripristina(percorso, copia)
    assert utenti(percorso) == ["ANNA"]
    assert prima is not None
    assert prima.read_bytes() == b"rovinato" * 1000


def test_un_riferimento_mancante_e_un_danno(percorso: Path) -> None:
    with closing(sqlite3.connect(percorso)) as db:
        db.execute("INSERT INTO conto (azienda, codice, descrizione, tipo, bloccato) VALUES (9, '1', 'X', 'P G', 'N')")
        db.commit()
    with pytest.raises(ErroreArchivio, match="riferimento mancante nella tabella conto"):
        copie.controlla_file(percorso)
    with archivio.apri(percorso) as aperto, aperto.lettura() as sessione:
        assert len(sessione.exec(select(Utente)).all()) == 1
