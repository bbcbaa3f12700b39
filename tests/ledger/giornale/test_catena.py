"""The chain: whatever is altered, removed or moved afterwards is found, and named."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from parcella.ledger import archivio as libro
from parcella.ledger import copie
from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.tabelle import Azienda, Conto, Utente
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.giornale.oblio import dimentica
from parcella.ledger.giornale.tabelle import OperazioneGiornale, VoceGiornale

SCRIVE = """
import sys
from pathlib import Path
from parcella.ledger import archivio
from parcella.ledger.aziende.tabelle import Utente
print("pronto", flush=True)
sys.stdin.readline()
with archivio.apri(Path(sys.argv[1])) as aperto:
    for n in range(20):
        with aperto.scrittura() as sessione:
            sessione.add(Utente(nome=f"{sys.argv[2]}{n}"))
"""

UCCISO = """
import sys
from pathlib import Path
from parcella.ledger import archivio
from parcella.ledger.aziende.tabelle import Utente
with archivio.apri(Path(sys.argv[1])) as aperto, aperto.scrittura() as sessione:
    sessione.add(Utente(nome="mai"))
    sessione.flush()
    print("pronto", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def storia(archivio_vuoto: Archivio) -> Path:
    """An archive with five operations: a user added, four times varied."""
    archivio_vuoto.utente, archivio_vuoto.origine = "anna", "prova"
    with archivio_vuoto.scrittura() as sessione:
        sessione.add_all([Utente(nome="bruno"), Utente(nome="carla")])
    for gruppo in ("soci", "praticanti", "segreteria", "ospiti"):
        with archivio_vuoto.scrittura() as sessione:
            sessione.exec(select(Utente).where(Utente.nome == "bruno")).one().gruppo = gruppo
    archivio_vuoto.chiudi()
    return archivio_vuoto.percorso


def sql(percorso: Path, *istruzioni: str) -> None:
    """What somebody would do with the file in hand."""
    with closing(sqlite3.connect(percorso)) as db:
        for istruzione in istruzioni:
            db.execute(istruzione)
        db.commit()


def test_ogni_operazione_dice_chi_quando_e_da_dove(storia: Path) -> None:
    with libro.apri(storia) as aperto, aperto.lettura() as sessione:
        operazioni = sessione.exec(select(OperazioneGiornale).order_by(OperazioneGiornale.id)).all()
        assert [(o.id, o.utente, o.origine, o.voci, o.prima_voce) for o in operazioni] == [
            (1, "anna", "prova", 2, 1), *((n, "anna", "prova", 1, n + 1) for n in range(2, 6))
        ]  # fmt: skip
        assert all(o.momento is not None and len(o.anello) == 64 for o in operazioni)
    assert copie.verifica_giornale(storia) == []


@pytest.mark.parametrize(
    ("alterazione", "operazione"),
    [
        ("UPDATE voce_giornale SET contenuto = replace(contenuto, 'soci', 'capi') WHERE id = 3", 2),
        ("UPDATE voce_giornale SET chiave = 'carla' WHERE id = 4", 3),
        ("UPDATE voce_giornale SET azione = 'C' WHERE id = 4", 3),
        ("UPDATE voce_giornale SET impronta = (SELECT impronta FROM voce_giornale WHERE id = 5) WHERE id = 4", 3),
        ("UPDATE operazione_giornale SET utente = 'dario' WHERE id = 4", 4),
        ("UPDATE operazione_giornale SET momento = momento - 86400 WHERE id = 1", 1),
        ("UPDATE operazione_giornale SET origine = '' WHERE id = 5", 5),
        ("DELETE FROM voce_giornale WHERE id = 2", 1),
        ("DELETE FROM operazione_giornale WHERE id = 3", 4),
        ("UPDATE voce_giornale SET operazione = 2 WHERE id = 4", 2),
    ],
)
def test_un_alterazione_si_vede_alla_prima_operazione_che_tocca(
    storia: Path, alterazione: str, operazione: int
) -> None:
    sql(storia, alterazione)
    (difetto,) = copie.verifica_giornale(storia)
    assert f"operazione {operazione} del" in difetto


def test_due_voci_scambiate_si_vedono(storia: Path) -> None:
    campi = "operazione, azienda, archivio, chiave, tabella, azione, contenuto, sale, impronta"
    sql(
        storia,
        f"CREATE TABLE s AS SELECT id, {campi} FROM voce_giornale WHERE id IN (1, 2)",
        f"UPDATE voce_giornale SET ({campi}) = (SELECT {campi} FROM s WHERE s.id = 3 - voce_giornale.id) WHERE id < 3",
        "DROP TABLE s",
    )
    (difetto,) = copie.verifica_giornale(storia)
    assert "operazione 1 del" in difetto
    assert "alterata" in difetto


def test_voci_senza_operazione_si_vedono(storia: Path) -> None:
    sql(storia, "DELETE FROM operazione_giornale WHERE id = 5")
    assert copie.verifica_giornale(storia) == ["giornale: 1 voce di un'operazione che non c'è (5)."]


def test_un_contenuto_tolto_senza_dirlo_si_vede(storia: Path) -> None:
    sql(storia, "UPDATE voce_giornale SET contenuto = NULL, sale = NULL WHERE id = 3")
    assert copie.verifica_giornale(storia) == [
        "giornale: il contenuto di 1 voce di utente bruno è stato tolto senza che il giornale lo dica."
    ]


def test_il_giornale_di_una_copia_continua_nell_archivio(storia: Path, tmp_path: Path) -> None:
    copia = tmp_path / "copia.parcella"
    ultimo = copie.copia(storia, copia)
    assert ultimo is not None
    assert ultimo.operazione == 5
    with libro.apri(storia) as aperto, aperto.scrittura() as sessione:
        sessione.add(Utente(nome="dario"))
    assert copie.continua(storia, copia) == ultimo
    assert copie.ultimo_anello(storia) != ultimo


def test_un_giornale_riscritto_da_capo_non_continua_quello_della_copia(
    storia: Path, archivio_modello: Path, tmp_path: Path
) -> None:
    """Whole in itself: only what was kept elsewhere can tell."""
    copia = tmp_path / "copia.parcella"
    copie.copia(storia, copia)
    sql(storia, "DELETE FROM voce_giornale", "DELETE FROM operazione_giornale", "DELETE FROM utente")
    with libro.apri(storia) as aperto:
        for nome in "abcdefg":
            with aperto.scrittura() as sessione:
                sessione.add(Utente(nome=nome))
    assert copie.verifica_giornale(storia) == []
    with pytest.raises(Rifiuto, match="l'operazione 5 del giornale non è quella che la copia registra"):
        copie.continua(storia, copia)


def test_togliere_le_ultime_operazioni_si_vede_dalla_copia(storia: Path, tmp_path: Path) -> None:
    copia = tmp_path / "copia.parcella"
    copie.copia(storia, copia)
    sql(storia, "DELETE FROM voce_giornale WHERE operazione = 5", "DELETE FROM operazione_giornale WHERE id = 5")
    assert copie.verifica_giornale(storia) == []
    with pytest.raises(Rifiuto, match="l'archivio è più vecchio della copia, o ne sono state tolte operazioni"):
        copie.continua(storia, copia)


def test_una_copia_senza_giornale_non_prova_nulla(storia: Path) -> None:
    vecchia = Path(__file__).parents[2] / "archivi" / "v1.parcella"
    assert copie.ultimo_anello(vecchia) is None
    with pytest.raises(Rifiuto, match="versione senza giornale"):
        copie.continua(storia, vecchia)


def contesto(aperto: Archivio) -> Contesto:
    from datetime import date

    with aperto.scrittura() as sessione:
        sessione.add(Azienda(id=1, sigla="STU", tipo="P", ragione_sociale="Studio"))
        sessione.flush()
        sessione.add(Conto(azienda=1, codice="101.1", descrizione="Cassa di Bruno"))
    return Contesto(1, "STU", "P", "anna", date(2026, 1, 1))


def test_un_contenuto_tolto_per_legge_lascia_intera_la_catena(storia: Path) -> None:
    with libro.apri(storia) as aperto:
        chi = contesto(aperto)
        with aperto.scrittura() as sessione:
            assert dimentica(sessione, chi, "utente", "bruno", Risposte(tutte_si=True)) == 5
        with aperto.scrittura() as sessione:
            dimentica(sessione, chi, "conto", "101.1", Risposte(tutte_si=True))
        with aperto.lettura() as sessione:
            voci = sessione.exec(select(VoceGiornale).order_by(VoceGiornale.id)).all()
    tolte = [v for v in voci if v.chiave == "bruno"]
    assert [(v.azione, v.contenuto, v.sale is None) for v in tolte] == [
        ("I", None, True), *[("V", None, True)] * 4, ("R", '{"voci": 5}', False)
    ]  # fmt: skip
    assert copie.verifica_giornale(storia) == []
    copie.svuota_registro(storia)
    assert b"praticanti" not in storia.read_bytes()
    assert b"Cassa di Bruno" in storia.read_bytes()  # the record itself is still there


def test_dopo_il_contenuto_tolto_la_catena_si_guarda_ancora(storia: Path) -> None:
    with libro.apri(storia) as aperto:
        chi = contesto(aperto)
        with aperto.scrittura() as sessione:
            dimentica(sessione, chi, "utente", "bruno", Risposte(tutte_si=True))
    sql(storia, "UPDATE voce_giornale SET azione = 'C' WHERE id = 3")
    (difetto,) = copie.verifica_giornale(storia)
    assert "operazione 2 del" in difetto


@pytest.mark.parametrize(
    ("archivio", "chiave", "motivo"),
    [
        ("documento", "PA 1/3 2026", "solo eventi e impronte"),
        ("utente", "nessuno", "non ha contenuti da togliere"),
    ],
)
def test_non_si_toglie_cio_che_non_c_e(storia: Path, archivio: str, chiave: str, motivo: str) -> None:
    with (
        libro.apri(storia) as aperto,
        pytest.raises(Rifiuto, match=motivo),
        aperto.scrittura() as sessione,
    ):
        dimentica(sessione, contesto_senza_azienda(), archivio, chiave, Risposte(tutte_si=True))


def contesto_senza_azienda() -> Contesto:
    from datetime import date

    return Contesto(1, "STU", "P", "anna", date(2026, 1, 1))


def test_senza_conferma_non_si_toglie_nulla(storia: Path) -> None:
    with libro.apri(storia) as aperto:
        with pytest.raises(Rifiuto, match="contenuto di 5 voci di utente bruno"), aperto.scrittura() as sessione:
            dimentica(sessione, contesto_senza_azienda(), "utente", "bruno", Risposte(interattive=False))
        with aperto.lettura() as sessione:
            assert all(json.loads(v.contenuto or "") for v in sessione.exec(select(VoceGiornale)))


def test_due_processi_scrivono_una_catena_sola(storia: Path, altro_processo: Callable[..., Any]) -> None:
    altri = [altro_processo(SCRIVE, storia, nome) for nome in ("a", "b")]
    for altro in altri:
        altro.stdin.write("\n")
        altro.stdin.flush()
    for altro in altri:
        altro.communicate()
        assert altro.returncode == 0
    assert copie.verifica_giornale(storia) == []
    ultimo = copie.ultimo_anello(storia)
    assert ultimo is not None
    assert ultimo.operazione == 45


def test_un_processo_ucciso_non_lascia_traccia(storia: Path, altro_processo: Callable[..., Any]) -> None:
    altro = altro_processo(UCCISO, storia)
    altro.kill()
    altro.wait()
    assert copie.verifica_giornale(storia) == []
    ultimo = copie.ultimo_anello(storia)
    assert ultimo is not None
    assert ultimo.operazione == 5
