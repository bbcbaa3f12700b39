"""The console command: `parcella` alone opens the program full screen, `parcella COMANDO …` runs a command.

Lazy on purpose: `--version` and every `--help` import neither Textual nor SQLModel, and a group's module is imported
only when its command is used. Every outcome becomes an exit code here (`esegui`), with one Italian sentence on
standard error and never a traceback:

    0 done · 1 refused by a rule · 2 wrong usage · 3 file or data not readable · 4 archive unusable
    70 a fault of the program (traceback in the log file) · 130 interrupted · 141 the reader of the output went away
"""

import importlib
import os
import re
import sys
import traceback
from collections.abc import Iterator, MutableMapping, Sequence
from datetime import UTC, datetime
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from parcella import __version__
from parcella.batch.opzioni import AIUTO, UsoErrato, leggi
from parcella.batch.uscita import stampa
from parcella.ledger.esito import DOMANDE, DatiNonValidi, Rifiuto

# A group is one line here: name, Typer app (module:name) and what it does, which --help shows without importing it.
COMANDI: dict[str, tuple[str, str]] = {
    "archivio": ("parcella.batch.archivio:app", "Crea, verifica, copia, ripristina e aggiorna l'archivio."),
    "importa": ("parcella.batch.importa:app", "Importa file dell'archivio, o fogli CSV e XLSX: tutto o niente."),
    "esporta": ("parcella.batch.esporta:app", "Scrive un'azienda nel formato dell'archivio, o in fogli XLSX e CSV."),
    "clienti": ("parcella.batch.clienti:app", "Elenca e mostra i clienti."),
    "prestazioni": (
        "parcella.batch.prestazioni:app",
        "Le prestazioni: elenco, ricerca, precancellazione, sostituzione, parametri, allegati.",
    ),
    "tariffari": ("parcella.batch.tariffari:app", "I tariffari: elenco, abilitazione, cancellazione."),
    "lingue": ("parcella.batch.lingue:app", "Le lingue in cui stampare i documenti."),
    "documenti": ("parcella.batch.documenti:app", "Notule e parcelle: elenco, emissione, revisione, incasso, stampa."),
    "scadenzario": ("parcella.batch.scadenzario:app", "Scadenzario delle notule e scadenzario contabile."),
    "primanota": ("parcella.batch.primanota:app", "Le registrazioni di primanota."),
    "messaggi": ("parcella.batch.messaggi:app", "Elenca i messaggi dello studio sull'azienda del cliente."),
    "moduli": ("parcella.batch.moduli:app", "I moduli di stampa di notule e parcelle: elenco, copia da esempi."),
    "stampa": ("parcella.batch.stampa:app", "Le stampe del menù: in PDF, testo, CSV o JSON."),
    "fatturapa": ("parcella.batch.fatturapa:app", "Fattura elettronica: i file XML delle parcelle."),
    "giornale": ("parcella.batch.giornale:app", "Chi ha cambiato che cosa, con il prima e il dopo."),
    "demo": ("parcella.batch.demo:app", "Crea uno studio dimostrativo e ne esegue il ciclo."),
    "domande": ("parcella.batch.domande:app", "Elenca le domande che i comandi possono porre."),
}

_DICONO_DA_SE = frozenset(("cartella", "documento", "file", "percorso", "stato"))
"""What messages about these are of, they say in full."""
FATTO, RIFIUTATO, USO, DATI, ARCHIVIO, DIFETTO, INTERROTTO, LETTORE_ASSENTE = 0, 1, 2, 3, 4, 70, 130, 141

_PRESENTAZIONE = (
    "Parcellazione, fatturazione elettronica e primanota per lo studio professionale. "
    "Senza comando apre il programma a tutto schermo."
)


def main() -> None:
    """Entry point of the console script."""
    codice = esegui(sys.argv[1:])
    if codice == LETTORE_ASSENTE:  # Python would try to flush again on its way out, and complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(codice)


def esegui(argomenti: Sequence[str]) -> int:
    """Run a command line; gives the exit code."""
    try:
        codice = _esegui(argomenti)
        sys.stdout.flush()
        return codice
    except typer.Exit as uscita:
        return uscita.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return _fine(INTERROTTO, "Operazione interrotta.")
    except BrokenPipeError:
        return LETTORE_ASSENTE
    except UsoErrato as errore:
        return _fine(USO, f"{errore.messaggio}\nPer l'aiuto: parcella --help")
    except typer.TyperException as errore:
        comando = getattr(getattr(errore, "ctx", None), "command_path", "parcella")
        return _fine(USO, f"{_in_italiano(errore.format_message())}\nPer l'aiuto: {comando} --help")
    except DatiNonValidi as errore:
        return _fine(DATI, _con_campo(errore))
    except Rifiuto as errore:
        messaggio = _con_campo(errore)
        if errore.codice in DOMANDE:
            messaggio += f"\nPer rispondere: --rispondi {errore.codice}=S"
        return _fine(RIFIUTATO, messaggio)
    except Exception as errore:  # noqa: BLE001 - the last resort: never a traceback on the operator's screen
        return altro_errore(errore)


def _esegui(argomenti: Sequence[str]) -> int:
    opzioni, resto = leggi(argomenti, os.environ)
    if opzioni.json and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    if not resto:
        from parcella.app import avvia

        return avvia(opzioni) or FATTO
    if resto == ["--version"]:
        stampa({"versione": __version__}, opzioni, testo=f"parcella {__version__}")
        return FATTO
    radice = Radice()
    with radice.make_context("parcella", resto, obj=opzioni) as contesto:
        radice.invoke(contesto)
    return FATTO


def _fine(codice: int, messaggio: str) -> int:
    typer.echo(messaggio, err=True)
    return codice


def _con_campo(errore: Rifiuto) -> str:
    """The message, with what is to be looked for in the file that was given: the place, or the name of a field.

    A rule says by itself what it refuses; of data that can't be read the name of the field is often all there is.
    """
    campo, messaggio = errore.campo or "", errore.messaggio
    if not campo or campo in messaggio:
        return messaggio
    if os.sep in campo:  # the name of a file
        return f"{messaggio} ({campo})"
    if any(c.isdecimal() for c in campo):
        posto = re.sub(r"\.(\d+)", r" \1", campo).replace("righe ", "riga ").replace(".", ", ").replace("_", " ")
        return f"{messaggio} ({posto})"
    nome = campo.rpartition(".")[2].replace("_", " ").capitalize()
    if not isinstance(errore, DatiNonValidi) or campo in _DICONO_DA_SE or nome.lower() in messaggio.lower():
        return messaggio
    return f"{messaggio} (campo {nome})"


def altro_errore(errore: Exception) -> int:
    """Tell an exception that is no refusal; gives the exit code."""
    from parcella.ledger.archivio import ErroreArchivio, motivo

    if isinstance(errore, ErroreArchivio):
        return _fine(ARCHIVIO, errore.messaggio)
    if isinstance(errore, OSError):
        nome = f"Il file {os.fsdecode(errore.filename)}" if errore.filename else "Lettura o scrittura"
        return _fine(DATI, f"{nome}: {motivo(errore)}.")
    dove = _annota(errore)
    return _fine(DIFETTO, f"Errore interno di parcella, ce ne scusiamo: {dove}.")


def _annota(errore: Exception) -> str:
    """Append the traceback to the log file of the user; gives where it is."""
    from platformdirs import user_log_path

    diario = user_log_path("parcella", appauthor=False) / "errori.log"
    try:
        diario.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descrittore = os.open(diario, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descrittore, "a", encoding="utf-8") as foglio:
            foglio.write(f"--- {datetime.now(UTC).isoformat(timespec='seconds')} parcella {__version__}\n")
            foglio.writelines(traceback.format_exception(errore))
    except OSError:
        return f"{type(errore).__name__} ({diario} non scrivibile)"
    return f"il dettaglio è in {diario}"


class _ComandiPigri(MutableMapping[str, Any]):
    """The commands of COMANDI, each imported the first time it is used."""

    def __init__(self) -> None:
        self._pronti: dict[str, Any] = {}

    def __getitem__(self, nome: str) -> Any:
        if nome not in self._pronti:
            modulo, _, app = COMANDI[nome][0].partition(":")
            self[nome] = get_command(getattr(importlib.import_module(modulo), app))
        return self._pronti[nome]

    def __setitem__(self, nome: str, comando: Any) -> None:
        comando.name = nome
        self._pronti[nome] = _italianizza(comando)

    def __delitem__(self, nome: str) -> None:
        del self._pronti[nome]

    def __iter__(self) -> Iterator[str]:
        return iter(COMANDI)

    def __len__(self) -> int:
        return len(COMANDI)


class Radice(TyperGroup):
    """The root command."""

    def __init__(self) -> None:
        super().__init__(name="parcella", help=_PRESENTAZIONE)
        self.commands = _ComandiPigri()
        _italianizza(self)


# ---- Typer in Italian: its help and its messages have no translation


def _italianizza(comando: Any) -> Any:
    """Make a command, and those inside it, show an Italian help."""
    comando.format_help = lambda contesto, foglio: _aiuto(comando, contesto, foglio)
    comando.options_metavar = "[OPZIONI]"
    comando.params = [parametro for parametro in comando.params if parametro.name not in _COMPLETAMENTO]
    if isinstance(comando, TyperGroup):
        comando.subcommand_metavar = "COMANDO [ARGOMENTI]…" if isinstance(comando, Radice) or comando.commands else ""
        if not isinstance(comando, Radice):
            for interno in comando.commands.values():
                _italianizza(interno)
    return comando


def _aiuto(comando: Any, contesto: Any, foglio: Any) -> None:
    uso = _tradotto(" ".join(comando.collect_usage_pieces(contesto)), _NELL_USO).strip()
    foglio.write_usage(contesto.command_path, uso, prefix="Uso: ")
    comando.format_help_text(contesto, foglio)
    voci: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
    for parametro in comando.get_params(contesto):
        voce = parametro.get_help_record(contesto)
        if voce is not None:
            voci[parametro.param_type_name].append((_tradotto(voce[0], _NELL_AIUTO), _tradotto(voce[1], _NELL_AIUTO)))
    comandi: list[tuple[str, str]] = []
    if isinstance(comando, Radice):
        comandi = [(nome, spiegazione) for nome, (_, spiegazione) in COMANDI.items()]
        voci["option"].append(("--version", "Mostra la versione ed esce."))
    elif isinstance(comando, TyperGroup):
        comandi = [(nome, interno.get_short_help_str(200)) for nome, interno in comando.commands.items()]
    generali = list(AIUTO) if isinstance(comando, Radice) else []
    titoli = ("Argomenti", voci["argument"]), ("Comandi", comandi), ("Opzioni", voci["option"])
    for titolo, righe in (*titoli, ("Opzioni generali, prima o dopo il comando", generali)):
        if righe:
            with foglio.section(titolo):
                foglio.write_dl(righe)
    if not generali:
        foglio.write_paragraph()
        foglio.write_text("Le opzioni generali sono in «parcella --help».")


_COMPLETAMENTO = ("install_completion", "show_completion")  # Typer adds them to every app

_NELL_USO = (
    (r"\[\[(.+?)\]\]", r"[\1]"),
    (r"\{(.+?)\}", r"\1"),
    (r"…\](…|\.\.\.)", "…]"),
    (r"…?\.\.\.", "…"),
)

_NELL_AIUTO = (
    (r"^([^-].*?) <.*>$", r"\1"),  # an argument says what it is by its name
    (r"Show this message and exit\.", "Mostra questo aiuto ed esce."),
    (r"\[default: ", "[predefinito: "),
    (r"; default: ", "; predefinito: "),
    (r"\brequired\]$", "obbligatorio]"),
    (r"<str>$", "TESTO"),
    (r"<int( range)?>$", "N"),
    (r"<(file|path)>$", "FILE"),
    (r"<directory>$", "CARTELLA"),
    (r"<([^<>]*\|[^<>]*)>$", r"\1"),
)

_NEI_MESSAGGI = (
    (r"No such option: (\S+)", r"L'opzione \1 non esiste."),
    (r" \(Possible options?: (.*)\)", r" Forse: \1."),
    (r"No such command '(.*?)'\.?", r"Il comando «\1» non esiste."),
    (r"\.+ Did you mean (.*)\?", r". Forse: \1."),
    (r"^Missing command\.", "Manca il comando."),
    (r"^Missing argument '(.*?)'\.", r"Manca l'argomento \1."),
    (r"^Missing option (.*?)\.(?= |$)", r"Manca l'opzione \1."),
    (r"^Missing parameter", "Manca un parametro"),
    (r"Choose from:\s*", "Valori ammessi: "),
    (r"^Invalid value for (.*?): ", r"Valore errato per \1: "),
    (r"^Invalid value: ", "Valore errato: "),
    (r"^Got unexpected extra arguments?(?:\(s\))? \((.*)\)", r"Argomenti in più: \1."),
    (r"^Option '(.*?)' requires an argument\.", r"L'opzione \1 vuole un valore."),
    (r"^Option '(.*?)' requires (\d+) arguments\.", r"L'opzione \1 vuole \2 valori."),
    (r"^Option '(.*?)' does not take a value\.", r"L'opzione \1 non prende un valore."),
    (r"^Argument '(.*?)' takes (\d+) values\.", r"L'argomento \1 vuole \2 valori."),
    (r"Value error, ('.*?') is not one of (.*)", r"\1 non è ammesso; valori ammessi: \2"),
    (r"Input should be a valid (integer|number|decimal)\b.*", "serve un numero."),
    (r"Input should be greater than or equal to (\S+)", r"il minimo è \1."),
    (r"Input should be less than or equal to (\S+)", r"il massimo è \1."),
    (r"Input should be (.*)", r"valori ammessi: \1."),
    (r"(?:File|Path|Directory|Value) ('.*?') does not exist\.", r"\1 non esiste."),
    (r"(?:File|Path|Directory|Value) ('.*?') is a directory\.", r"\1 è una cartella."),
    (r"(?:File|Path|Directory|Value) ('.*?') is a file\.", r"\1 è un file."),
    (r"(?:File|Path|Directory|Value) ('.*?') is not readable\.", r"\1 non è leggibile."),
    (r"(?:File|Path|Directory|Value) ('.*?') is not writable\.", r"\1 non è scrivibile."),
    (r" or ('[^']*'\.)", r" o \1"),
)


def _in_italiano(messaggio: str) -> str:
    return _tradotto(messaggio, _NEI_MESSAGGI)


def _tradotto(testo: str, regole: Sequence[tuple[str, str]]) -> str:
    for inglese, italiano in regole:
        testo = re.sub(inglese, italiano, testo)
    return testo
