"""The command line as a whole: laziness, exit codes, Italian messages."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
import typer

from parcella import __version__
from parcella.batch import principale
from parcella.batch.opzioni import Opzioni, UsoErrato
from parcella.ledger.archivio import ErroreArchivio
from parcella.ledger.esito import DOMANDE, DatiNonValidi, Rifiuto

PESANTI = ("textual", "sqlmodel", "sqlalchemy", "alembic", "rich.console", "lxml", "fpdf")


@pytest.fixture
def prova(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[], None]], None]]:
    """Put a command of the test's own among those of the program: `parcella prova`."""

    def metti(funzione: Callable[[], None]) -> None:
        app = typer.Typer()
        app.command()(funzione)
        monkeypatch.setattr(sys.modules[__name__], "app_di_prova", app, raising=False)
        monkeypatch.setitem(principale.COMANDI, "prova", (f"{__name__}:app_di_prova", "Per prova."))

    yield metti


def solleva(errore: BaseException) -> Callable[[], None]:
    def comando_di_prova() -> None:
        raise errore

    return comando_di_prova


# ---- laziness


@pytest.mark.parametrize(
    "argomenti", [["--version"], ["--help"], *([nome, "--help"] for nome in principale.COMANDI), ["domande", "--json"]]
)
def test_l_aiuto_non_carica_nulla_di_pesante(argomenti: list[str]) -> None:
    codice = f"""
import sys
from parcella.batch.principale import esegui
codice = esegui({argomenti!r})
caricati = [nome for nome in {PESANTI!r} if nome in sys.modules]
sys.exit(f"caricati: {{caricati}}" if caricati else codice)
"""
    processo = subprocess.run([sys.executable, "-c", codice], capture_output=True, text=True, check=False)
    assert (processo.returncode, processo.stderr) == (0, "")


def test_un_gruppo_si_carica_solo_se_usato() -> None:
    codice = """
import sys
from parcella.batch.principale import esegui
esegui(["domande", "--json"])
sys.exit("parcella.batch.archivio" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", codice], stdout=subprocess.DEVNULL, check=False).returncode == 0


def test_ogni_gruppo_ha_un_aiuto_in_italiano(comando: Any) -> None:
    for nome in principale.COMANDI:
        esito = comando(nome, "--help")
        assert esito.codice == 0
        assert esito.uscita.startswith(f"Uso: parcella {nome} ")
        for inglese in ("Usage", "Options", "Commands", "Arguments", "Show this", "completion", "[default", "required"):
            assert inglese not in esito.uscita


def test_senza_comando_si_apre_il_programma(comando: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import types

    avviate: list[Opzioni] = []
    programma = types.ModuleType("parcella.app")
    programma.avvia = avviate.append  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "parcella.app", programma)
    assert comando("--azienda", "AAA", "--data-lavoro", "2026-03-01").codice == 0
    assert avviate == [Opzioni(azienda="AAA", data_lavoro=date(2026, 3, 1))]


def test_versione(parcella: Any) -> None:
    assert parcella("--version").uscita == f"parcella {__version__}\n"
    assert parcella("--json", "--version").json == {"versione": __version__}


# ---- usage


@pytest.mark.parametrize(
    ("riga", "messaggio"),
    [
        ("arcivio", "Il comando «arcivio» non esiste. Forse: 'archivio'.\nPer l'aiuto: parcella --help\n"),
        ("xyz", "Il comando «xyz» non esiste.\nPer l'aiuto: parcella --help\n"),
        ("archivio crra", "Il comando «crra» non esiste. Forse: 'crea'.\nPer l'aiuto: parcella archivio --help\n"),
        ("archivio", "Manca il comando.\nPer l'aiuto: parcella archivio --help\n"),
        ("archivio backup", "Manca l'argomento FILE.\nPer l'aiuto: parcella archivio backup --help\n"),
        ("archivio stato x y", "Argomenti in più: x y.\nPer l'aiuto: parcella archivio stato --help\n"),
        ("archivio stato --pippo", "L'opzione --pippo non esiste.\nPer l'aiuto: parcella archivio stato --help\n"),
        (
            "archivio crea --tip P",
            "L'opzione --tip non esiste. Forse: --tipo.\nPer l'aiuto: parcella archivio crea --help\n",
        ),
        ("archivio crea --tipo", "L'opzione --tipo vuole un valore.\nPer l'aiuto: parcella --help\n"),
        (
            "archivio crea --tipo X",
            "Valore errato per '--tipo': 'X' non è ammesso; valori ammessi: 'P', 'I'.\n"
            "Per l'aiuto: parcella archivio crea --help\n",
        ),
        ("--pippo", "L'opzione --pippo non esiste.\nPer l'aiuto: parcella --help\n"),
    ],
)
def test_l_uso_sbagliato_si_spiega_in_italiano(comando: Any, riga: str, messaggio: str) -> None:
    esito = comando(*riga.split())
    assert (esito.codice, esito.errori, esito.uscita) == (2, messaggio, "")


def test_un_valore_che_non_e_un_numero(comando: Any, prova: Any) -> None:
    def con_numero(numero: int = typer.Option(1, min=1, max=9), obbligo: str = typer.Option(...)) -> None: ...

    prova(con_numero)
    assert comando("prova", "--obbligo", "x").codice == 0
    for valore, messaggio in (("uno", "serve un numero."), ("0", "il minimo è 1."), ("10", "il massimo è 9.")):
        esito = comando("prova", "--obbligo", "x", "--numero", valore)
        assert (esito.codice, esito.errori.splitlines()[0]) == (2, f"Valore errato per '--numero': {messaggio}")
    assert comando("prova").errori.startswith("Manca l'opzione '--obbligo'.\n")
    aiuto = comando("prova", "--help").uscita
    assert "[obbligatorio]" in aiuto
    assert "predefinito: 1" in aiuto


def test_l_aiuto_nomina_gli_argomenti_con_semplicita(comando: Any, prova: Any) -> None:
    def con_argomenti(
        file: Annotated[list[Path], typer.Argument(metavar="FILE…", help="I file.")],
        cartella: Annotated[Path | None, typer.Argument(metavar="[CARTELLA]", help="Dove.")] = None,
        quanti: Annotated[int, typer.Option(help="Quanti.")] = 1,
        mese: Annotated[int, typer.Option(help="Il mese.", min=1, max=12)] = 1,
        come: Annotated[Literal["S", "N"], typer.Option(help="Come.")] = "S",
    ) -> None: ...

    prova(con_argomenti)
    aiuto = comando("prova", "--help").uscita
    assert aiuto.startswith("Uso: parcella prova [OPZIONI] FILE… [CARTELLA]\n")
    assert "  FILE…       I file.  [obbligatorio]\n" in aiuto
    assert "  --quanti N  Quanti.  [predefinito: 1]\n" in aiuto
    assert "  --mese N    Il mese.  [predefinito: 1; 1<=x<=12]\n" in aiuto
    assert "  --come S|N  Come.  [predefinito: S]\n" in aiuto


# ---- outcomes


@pytest.mark.parametrize(
    ("errore", "codice", "messaggio"),
    [
        (Rifiuto("Il cliente non esiste.", "codice_cliente"), 1, "Il cliente non esiste.\n"),
        (Rifiuto("righe.1.prezzo: troppo.", "righe.1.prezzo"), 1, "righe.1.prezzo: troppo.\n"),
        (
            Rifiuto("Confermi (S/N): N.", None, "arrotondamento"),
            1,
            "Confermi (S/N): N.\nPer rispondere: --rispondi arrotondamento=S\n",
        ),
        (DatiNonValidi("Chiave sconosciuta.", "clienti.2.pippo"), 3, "Chiave sconosciuta. (clienti 2, pippo)\n"),
        (UsoErrato("Manca qualcosa."), 2, "Manca qualcosa.\nPer l'aiuto: parcella --help\n"),
        (ErroreArchivio("L'archivio è occupato."), 4, "L'archivio è occupato.\n"),
        (FileNotFoundError(2, "No such file", "dati.json"), 3, "Il file dati.json: il percorso non esiste.\n"),
        (PermissionError(13, "Denied", "dati.json"), 3, "Il file dati.json: permesso negato.\n"),
        (OSError(28, "No space left"), 3, "Lettura o scrittura: il disco è pieno.\n"),
        (KeyboardInterrupt(), 130, "Operazione interrotta.\n"),
        (typer.Exit(0), 0, ""),
        (typer.Exit(1), 1, ""),
        (BrokenPipeError(), 141, ""),
    ],
)
def test_ogni_esito_ha_il_suo_codice(
    comando: Any, prova: Any, errore: BaseException, codice: int, messaggio: str
) -> None:
    prova(solleva(errore))
    esito = comando("prova", "--json")
    assert (esito.codice, esito.errori, esito.uscita) == (codice, messaggio, "")


def test_un_difetto_del_programma_non_mostra_una_traccia(comando: Any, prova: Any, casa_propria: Path) -> None:
    prova(solleva(ZeroDivisionError("guaio")))
    for _ in range(2):
        esito = comando("prova")
    assert esito.codice == 70
    assert len(esito.errori.splitlines()) == 1
    diario = casa_propria / "state" / "parcella" / "log" / "errori.log"
    assert f"il dettaglio è in {diario}" in esito.errori
    assert diario.read_text().count("ZeroDivisionError: guaio") == 2
    assert stat.S_IMODE(diario.stat().st_mode) == 0o600


def test_un_difetto_si_dice_anche_senza_diario(comando: Any, prova: Any, casa_propria: Path) -> None:
    (casa_propria / "state").write_text("non una cartella")
    prova(solleva(ZeroDivisionError("guaio")))
    esito = comando("prova")
    assert esito.codice == 70
    assert "ZeroDivisionError" in esito.errori
    assert "Traceback" not in esito.errori


def test_interrotto_dalla_tastiera() -> None:
    codice = """
import signal, types, sys
import typer
from parcella.batch import principale
app = typer.Typer()
@app.command()
def aspetta():
    signal.raise_signal(signal.SIGINT)
sys.modules["di_prova"] = types.SimpleNamespace(app=app)
principale.COMANDI["aspetta"] = ("di_prova:app", "")
sys.argv = ["parcella", "aspetta"]
principale.main()
"""
    processo = subprocess.run([sys.executable, "-c", codice], capture_output=True, text=True, check=False)
    assert (processo.returncode, processo.stdout, processo.stderr) == (130, "", "Operazione interrotta.\n")


def test_chi_legge_se_ne_va() -> None:
    lettura, scrittura = os.pipe()
    os.close(lettura)
    processo = subprocess.run(
        [sys.executable, "-c", "from parcella.batch.principale import main; main()", "domande", "--json"],
        stdout=scrittura,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(scrittura)
    assert (processo.returncode, processo.stderr) == (141, "")


# ---- domande


def test_domande(comando: Any) -> None:
    elenco = comando("domande", "--json").json
    assert [voce["codice"] for voce in elenco] == list(DOMANDE)
    for voce in elenco:
        domanda = DOMANDE[voce["codice"]]
        assert voce == {"codice": domanda.codice, "testo": domanda.testo, "predefinita": domanda.predefinita}
    scritto = comando("domande").uscita
    assert all(codice in scritto for codice in DOMANDE)
