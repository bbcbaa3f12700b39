"""The command line as a whole: laziness, shared options, exit codes, Italian messages, output."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import typer

from parcella import __version__
from parcella.batch import principale, uscita
from parcella.batch.opzioni import Opzioni, UsoErrato, contesto, leggi, risposte
from parcella.ledger.archivio import Archivio, ErroreArchivio
from parcella.ledger.aziende.tabelle import Azienda, Utente
from parcella.ledger.esito import DOMANDE, Avviso, DatiNonValidi, Rifiuto

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


# ---- shared options


@pytest.mark.parametrize(
    ("riga", "attese", "resto"),
    [
        ("archivio stato --archivio a.p --json", Opzioni(archivio="a.p", json=True), ["archivio", "stato"]),
        ("--archivio=a.p archivio --si stato", Opzioni(archivio="a.p", si=True), ["archivio", "stato"]),
        ("x --utente ANNA --azienda AAA y", Opzioni(utente="ANNA", azienda="AAA"), ["x", "y"]),
        ("x --data-lavoro 2026-02-28", Opzioni(data_lavoro=date(2026, 2, 28)), ["x"]),
        ("x --rispondi fattura_sospesa=N", Opzioni(rispondi={"fattura_sospesa": "N"}), ["x"]),
        (
            "x --rispondi minimo_fatturabile.3=S --rispondi arrotondamento=S",
            Opzioni(rispondi={"minimo_fatturabile.3": "S", "arrotondamento": "S"}),
            ["x"],
        ),
        ("cerca -- --json --azienda", Opzioni(), ["cerca", "--", "--json", "--azienda"]),
        ("x --nota=--json --jsonx", Opzioni(), ["x", "--nota=--json", "--jsonx"]),
        ("x --azienda AAA --azienda BBB", Opzioni(azienda="BBB"), ["x"]),
        ("--archivio -strano x", Opzioni(archivio="-strano"), ["x"]),
    ],
)
def test_le_opzioni_generali_valgono_dovunque(riga: str, attese: Opzioni, resto: list[str]) -> None:
    assert leggi(riga.split(), {}) == (attese, resto)


def test_l_ambiente_vale_meno_della_riga() -> None:
    ambiente = {
        "PARCELLA_ARCHIVIO": "a.p",
        "PARCELLA_AZIENDA": "AAA",
        "PARCELLA_DATA_LAVORO": "2026-01-02",
        "PARCELLA_UTENTE": "ANNA",
        "PARCELLA_JSON": "1",
    }
    attese = Opzioni(archivio="a.p", azienda="BBB", data_lavoro=date(2026, 1, 2), utente="ANNA")
    assert leggi(["x", "--azienda", "BBB"], ambiente) == (attese, ["x"])
    assert leggi([], {"PARCELLA_AZIENDA": ""}) == (Opzioni(), [])


@pytest.mark.parametrize(
    ("riga", "messaggio"),
    [
        ("--data-lavoro 2026-02-30", "--data-lavoro: «2026-02-30» non è una data; scriverla AAAA-MM-GG"),
        ("--data-lavoro 20260228", "non è una data"),
        ("--data-lavoro 2026-W01-1", "non è una data"),
        ("--data-lavoro 0026-02-28", "non è una data"),
        ("--data-lavoro 28/02/2026", "non è una data"),
        ("--data-lavoro", "L'opzione --data-lavoro vuole un valore."),
        ("--azienda --json", "L'opzione --azienda vuole un valore."),
        ("--azienda= x", "L'opzione --azienda vuole un valore."),
        ("--json=si", "L'opzione --json non prende un valore."),
        ("--rispondi pippo=S", "nessuna domanda ha il codice «pippo»"),
        ("--rispondi arrotondamento", "scrivere CODICE=S oppure CODICE=N"),
        ("--rispondi arrotondamento=X", "scrivere CODICE=S oppure CODICE=N"),
    ],
)
def test_opzioni_generali_sbagliate(comando: Any, riga: str, messaggio: str) -> None:
    esito = comando("domande", *riga.split())
    assert esito.codice == 2
    assert messaggio in esito.errori
    assert esito.uscita == ""


def test_l_archivio_predefinito_sta_fra_i_dati_dell_utente(casa_propria: Path) -> None:
    assert Opzioni().percorso_archivio() == casa_propria / "data" / "parcella" / "studio.parcella"
    assert Opzioni(archivio="~/a.p").percorso_archivio() == casa_propria / "a.p"
    with pytest.raises(UsoErrato, match="un file di questo computer"):
        Opzioni(archivio="postgresql://x/y").percorso_archivio()


def test_risposte_dei_comandi() -> None:
    date_ = risposte(Opzioni(rispondi={"arrotondamento": "S", "fattura_sospesa": "N"}))
    assert date_.chiedi("arrotondamento")
    assert not date_.chiedi("fattura_sospesa")
    assert date_.chiedi("ricalcolo_rate")  # the default
    assert not date_.chiedi("elimina_documento")  # the default
    tutte = risposte(Opzioni(si=True, rispondi={"arrotondamento": "N"}))
    assert tutte.chiedi("elimina_documento")
    assert not tutte.chiedi("arrotondamento")


# ---- who works, for whom, when


def metti(archivio_vuoto: Archivio, *righe: Any) -> None:
    with archivio_vuoto.scrittura() as sessione:
        sessione.add_all(righe)


def azienda(sigla: str) -> Azienda:
    return Azienda(sigla=sigla, tipo="P", ragione_sociale=f"STUDIO {sigla}")


def test_l_unica_azienda_non_va_nominata(archivio_vuoto: Archivio) -> None:
    metti(archivio_vuoto, azienda("AAA"))
    with archivio_vuoto.lettura() as sessione:
        trovato = contesto(sessione, Opzioni(data_lavoro=date(2026, 3, 1), utente="ANNA"))
        assert (trovato.sigla, trovato.tipo, trovato.data_lavoro) == ("AAA", "P", date(2026, 3, 1))
        assert sessione.get_one(Azienda, trovato.azienda).sigla == "AAA"
        oggi = datetime.now().astimezone().date()
        assert contesto(sessione, Opzioni()).data_lavoro in (oggi, datetime.now().astimezone().date())


def test_fra_piu_aziende_bisogna_scegliere(archivio_vuoto: Archivio) -> None:
    metti(archivio_vuoto, azienda("BBB"), azienda("AAA"))
    with archivio_vuoto.lettura() as sessione:
        assert contesto(sessione, Opzioni(azienda="BBB")).sigla == "BBB"
        with pytest.raises(UsoErrato, match=r"più aziende \(AAA, BBB\): indicarne una con --azienda"):
            contesto(sessione, Opzioni())
        with pytest.raises(Rifiuto, match="L'azienda «CCC» non è nell'archivio; ci sono AAA, BBB"):
            contesto(sessione, Opzioni(azienda="CCC"))


def test_un_archivio_senza_aziende(archivio_vuoto: Archivio) -> None:
    with archivio_vuoto.lettura() as sessione, pytest.raises(Rifiuto, match="non ha ancora aziende"):
        contesto(sessione, Opzioni())


@pytest.mark.parametrize(
    ("accesso", "nominato", "atteso"),
    [
        ("anna", "BRUNO", "BRUNO"),
        ("anna", None, "anna"),
        ("root", None, "BRUNO"),  # the first active one: CARLA comes later, ADA is not active
    ],
)
def test_chi_lavora(
    archivio_vuoto: Archivio, monkeypatch: pytest.MonkeyPatch, accesso: str, nominato: str | None, atteso: str
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: accesso)
    utenti = [Utente(nome="CARLA"), Utente(nome="anna"), Utente(nome="BRUNO"), Utente(nome="ADA", attivo="N")]
    metti(archivio_vuoto, azienda("AAA"), *utenti)
    with archivio_vuoto.lettura() as sessione:
        assert contesto(sessione, Opzioni(utente=nominato)).utente == atteso
        for estraneo in ("DARIO", "ADA"):
            with pytest.raises(Rifiuto, match=f"L'utente «{estraneo}» non è fra gli utenti attivi"):
                contesto(sessione, Opzioni(utente=estraneo))


def test_chi_lavora_dove_non_ci_sono_utenti(archivio_vuoto: Archivio, monkeypatch: pytest.MonkeyPatch) -> None:
    metti(archivio_vuoto, azienda("AAA"))
    with archivio_vuoto.lettura() as sessione:
        monkeypatch.setattr("getpass.getuser", lambda: "un.nome.di.accesso.molto.lungo")
        assert contesto(sessione, Opzioni()).utente == "un.nome.di.accesso.m"
        assert contesto(sessione, Opzioni(utente="ANNA")).utente == "ANNA"

        def nessuno() -> str:
            raise OSError

        monkeypatch.setattr("getpass.getuser", nessuno)
        assert contesto(sessione, Opzioni()).utente == "parcella"


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


# ---- outcomes


@pytest.mark.parametrize(
    ("errore", "codice", "messaggio"),
    [
        (Rifiuto("Il cliente non esiste.", "codice_cliente"), 1, "Il cliente non esiste. (codice_cliente)\n"),
        (Rifiuto("righe.1.prezzo: troppo.", "righe.1.prezzo"), 1, "righe.1.prezzo: troppo.\n"),
        (
            Rifiuto("Confermi (S/N): N.", None, "arrotondamento"),
            1,
            "Confermi (S/N): N.\nPer rispondere: --rispondi arrotondamento=S\n",
        ),
        (DatiNonValidi("Chiave sconosciuta.", "clienti.2.pippo"), 3, "Chiave sconosciuta. (clienti.2.pippo)\n"),
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


# ---- output


def mostra(capsys: pytest.CaptureFixture[str], valore: Any, json_: bool = False, **altro: Any) -> str:
    uscita.stampa(valore, Opzioni(json=json_), **altro)
    return capsys.readouterr().out


VALORE = {
    "totale": Decimal("1040.00"),
    "prezzo": Decimal("1.5"),
    "quanto": Decimal("1E+3"),
    "quando": date(2026, 12, 31),
    "istante": datetime(2026, 12, 31, 10, 30, tzinfo=UTC),
    "file": Path("a/b"),
    "niente": None,
    "città": "Forlì",
    "numeri": [1, 2],
    "righe": [{"conto": "101", "importo": Decimal("-0.05")}],
}


def test_json_e_un_solo_valore_con_le_cifre_intere(capsys: pytest.CaptureFixture[str]) -> None:
    scritto = mostra(capsys, VALORE, json_=True, testo="una frase", tabella=["conto"])
    assert json.loads(scritto) == {
        "totale": "1040.00",
        "prezzo": "1.50",
        "quanto": "1000.00",
        "quando": "2026-12-31",
        "istante": "2026-12-31T10:30:00+00:00",
        "file": "a/b",
        "niente": None,
        "città": "Forlì",
        "numeri": [1, 2],
        "righe": [{"conto": "101", "importo": "-0.05"}],
    }
    assert "Forlì" in scritto
    assert list(json.loads(scritto)) == list(VALORE)


def test_un_float_non_passa(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(TypeError, match="float"):
        mostra(capsys, {"importo": 0.1}, json_=True)
    assert capsys.readouterr().out == ""


def test_le_persone_leggono_numeri_e_date_italiane(capsys: pytest.CaptureFixture[str]) -> None:
    scritto = mostra(capsys, VALORE)
    assert "Totale   1.040,00" in scritto
    assert "Quando   31/12/2026" in scritto
    assert "Righe\n" in scritto
    assert "-0,05" in scritto
    assert "Niente" not in scritto


def test_una_tabella_ha_le_colonne_scelte_e_i_numeri_a_destra(capsys: pytest.CaptureFixture[str]) -> None:
    righe = [
        {"conto": "[101]", "importo": Decimal("1040.00"), "interno": "no"},
        {"conto": "2", "importo": None, "interno": "no"},
        {"conto": "3", "importo": Decimal("5.00"), "interno": "no"},
    ]
    linee = mostra(capsys, righe, tabella={"importo": "Euro", "conto": "Conto"}).splitlines()
    assert [linea.split() for linea in linee if "─" not in linea] == [
        ["Euro", "Conto"],
        ["1.040,00", "[101]"],
        ["2"],
        ["5,00", "3"],
    ]
    assert linee[2].index("0 ") == linee[4].index("0 ")


def test_un_elenco_vuoto_lo_dice(capsys: pytest.CaptureFixture[str]) -> None:
    assert mostra(capsys, []) == "Nessun elemento.\n"
    assert json.loads(mostra(capsys, [], json_=True)) == []


def test_gli_avvisi_e_l_avanzamento_non_sporcano_l_uscita(capsys: pytest.CaptureFixture[str]) -> None:
    uscita.stampa_avvisi([Avviso("x", "La PEC manca.")])
    with uscita.avanzamento("Stampo", 25) as avanza:
        for _ in range(25):
            avanza()
    scritto = capsys.readouterr()
    assert scritto.out == ""
    linee = scritto.err.splitlines()
    assert linee[0] == "Avviso: La PEC manca."
    assert linee[1] == "Stampo: 3 di 25"
    assert linee[-1] == "Stampo: 25 di 25"
    assert len(linee) == 1 + 9


def test_l_avanzamento_a_terminale_e_una_barra(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with uscita.avanzamento("Stampo", 2) as avanza:
        avanza()
        avanza()
    scritto = capsys.readouterr()
    assert scritto.out == ""
    assert "2/2" in scritto.err


# ---- domande


def test_domande(comando: Any) -> None:
    elenco = comando("domande", "--json").json
    assert [voce["codice"] for voce in elenco] == list(DOMANDE)
    for voce in elenco:
        domanda = DOMANDE[voce["codice"]]
        assert voce == {"codice": domanda.codice, "testo": domanda.testo, "predefinita": domanda.predefinita}
    scritto = comando("domande").uscita
    assert all(codice in scritto for codice in DOMANDE)
