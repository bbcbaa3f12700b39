"""The options every command shares: read from the command line and the environment, and what follows from them.

`--archivio`, `--azienda`, `--data-lavoro`, `--utente`, `--json`, `--si` and `--rispondi` are taken out of the command
line here, wherever they stand, before Typer sees it; what follows `--` is left alone. A command finds them with
`opzioni_di(ctx)`.
"""

import getpass
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import DOMANDE, Rifiuto, Risposte

if TYPE_CHECKING:
    import typer
    from sqlmodel import Session

    from parcella.ledger.archivio import Archivio
    from parcella.ledger.aziende.tabelle import Azienda

_CON_VALORE = ("--archivio", "--azienda", "--data-lavoro", "--utente", "--rispondi")
_SENZA_VALORE = ("--json", "--si")
_AMBIENTE = ("--archivio", "--azienda", "--data-lavoro", "--utente")
_ANNI = range(1990, 3000)

AIUTO = (
    ("--archivio FILE", "L'archivio su cui lavorare (PARCELLA_ARCHIVIO)."),
    ("--azienda SIGLA", "L'azienda dell'archivio (PARCELLA_AZIENDA); non serve se è una sola."),
    ("--data-lavoro AAAA-MM-GG", "La data di lavoro (PARCELLA_DATA_LAVORO); altrimenti oggi."),
    ("--utente NOME", "Chi lavora (PARCELLA_UTENTE)."),
    ("--json", "Scrive un solo valore JSON sull'uscita."),
    ("--si", "Risponde S a tutte le domande."),
    ("--rispondi CODICE=S", "Risponde S o N a una domanda; i codici: «parcella domande»."),
)


class UsoErrato(Exception):  # noqa: N818 - the house word
    """Wrong options or arguments: exit 2."""

    def __init__(self, messaggio: str) -> None:
        super().__init__(messaggio)
        self.messaggio = messaggio


@dataclass(frozen=True, slots=True)
class Opzioni:
    """The shared options as given; None is "not given"."""

    archivio: str | None = None
    azienda: str | None = None
    data_lavoro: date | None = None
    utente: str | None = None
    json: bool = False
    si: bool = False
    rispondi: Mapping[str, str] = field(default_factory=dict)
    comando: str = ""
    """`parcella importa`: what the journal says a change comes from."""

    def percorso_archivio(self) -> Path:
        """The file of the archive: the one named, or the one in the platform's data folder."""
        if self.archivio is None:
            from platformdirs import user_data_path

            return user_data_path("parcella", appauthor=False) / "studio.parcella"
        if "://" in self.archivio:
            raise UsoErrato(f"--archivio {self.archivio}: indicare un file di questo computer.")
        return Path(self.archivio).expanduser()

    def giorno(self) -> date:
        """The data di lavoro: the one given, or the local date."""
        return self.data_lavoro or datetime.now().astimezone().date()


def leggi(argomenti: Sequence[str], ambiente: Mapping[str, str]) -> tuple[Opzioni, list[str]]:
    """Take the shared options out of a command line; gives them and the rest. Raises UsoErrato."""
    valori = {nome: ambiente[_variabile(nome)] for nome in _AMBIENTE if ambiente.get(_variabile(nome))}
    presenti: set[str] = set()
    rispondi: dict[str, str] = {}
    resto: list[str] = []
    coda = list(argomenti)
    while coda:
        parola = coda.pop(0)
        if parola == "--":
            resto += [parola, *coda]
            break
        nome, uguale, valore = parola.partition("=")
        if nome in _SENZA_VALORE:
            if uguale:
                raise UsoErrato(f"L'opzione {nome} non prende un valore.")
            presenti.add(nome)
        elif nome in _CON_VALORE:
            if not uguale:
                if not coda or coda[0].startswith("--"):
                    raise UsoErrato(f"L'opzione {nome} vuole un valore.")
                valore = coda.pop(0)
            if not valore:
                raise UsoErrato(f"L'opzione {nome} vuole un valore.")
            if nome == "--rispondi":
                codice, risposta = _risposta(valore)
                rispondi[codice] = risposta
            else:
                valori[nome] = valore
        else:
            resto.append(parola)
    data_lavoro = valori.get("--data-lavoro")
    opzioni = Opzioni(
        archivio=valori.get("--archivio"),
        azienda=valori.get("--azienda"),
        data_lavoro=None if data_lavoro is None else data_iso(data_lavoro, "--data-lavoro"),
        utente=valori.get("--utente"),
        json="--json" in presenti,
        si="--si" in presenti,
        rispondi=rispondi,
    )
    return opzioni, resto


def data_iso(testo: str, opzione: str) -> date:
    """The date of an option, AAAA-MM-GG. Raises UsoErrato."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", testo, re.ASCII):
            raise ValueError
        giorno = date.fromisoformat(testo)
        if giorno.year not in _ANNI:
            raise ValueError
    except ValueError:
        raise UsoErrato(
            f"{opzione}: «{testo}» non è una data; scriverla AAAA-MM-GG, con l'anno fra {_ANNI[0]} e {_ANNI[-1]}."
        ) from None
    return giorno


def opzioni_di(contesto_del_comando: "typer.Context") -> Opzioni:
    """The shared options of the command that is running."""
    opzioni = cast(Opzioni, contesto_del_comando.find_object(Opzioni))
    return replace(opzioni, comando=contesto_del_comando.command_path)


@contextmanager
def apri_archivio(opzioni: Opzioni) -> "Iterator[Archivio]":
    """The archive of the options, open; a writer that has to wait says so once on standard error."""
    from parcella.ledger.archivio import apri

    detto = False

    def in_attesa(_secondi: float) -> None:
        nonlocal detto
        if not detto:
            detto = True
            import typer

            typer.echo("L'archivio è in uso: attendo…", err=True)

    with apri(opzioni.percorso_archivio(), in_attesa=in_attesa) as archivio:
        archivio.origine = opzioni.comando
        archivio.utente = opzioni.utente or archivio.utente
        yield archivio


def contesto(sessione: "Session", opzioni: Opzioni) -> Contesto:
    """Who works, for which azienda, on which day. Raises UsoErrato or Rifiuto."""
    azienda = _azienda(sessione, opzioni.azienda)
    utente = _utente(sessione, opzioni.utente)
    sessione.info["utente"] = utente  # for the journal
    return Contesto(
        azienda=cast(int, azienda.id),
        sigla=azienda.sigla,
        tipo=azienda.tipo,
        utente=utente,
        data_lavoro=opzioni.giorno(),
    )


def risposte(opzioni: Opzioni) -> Risposte:
    """The answers given on the command line; the questions left take their default."""
    return Risposte(date=opzioni.rispondi, interattive=False, tutte_si=opzioni.si)


def _variabile(opzione: str) -> str:
    return "PARCELLA_" + opzione.removeprefix("--").replace("-", "_").upper()


def _risposta(valore: str) -> tuple[str, str]:
    codice, _, risposta = valore.partition("=")
    if risposta not in ("S", "N"):
        raise UsoErrato(f"--rispondi {valore}: scrivere CODICE=S oppure CODICE=N.")
    if codice.partition(".")[0] not in DOMANDE:  # `minimo_fatturabile.3` answers for one row
        raise UsoErrato(f"--rispondi {valore}: nessuna domanda ha il codice «{codice}»; vedere «parcella domande».")
    return codice, risposta


def nomi_documenti(argomenti: Sequence[str]) -> list[str]:
    """The `SIGLA SERIE/NUMERO` of the command line, two words each. Raises UsoErrato if one is not written so."""
    from parcella.ledger.documenti.fascicoli import leggi_nome

    parole = " ".join(argomenti).split()
    nomi = [" ".join(parole[n : n + 2]) for n in range(0, len(parole), 2)]
    for nome in nomi or [""]:
        come_uso(leggi_nome, nome)
    return nomi


def nome_documento(argomenti: Sequence[str]) -> str:
    """The one document a command is about."""
    nomi = nomi_documenti(argomenti)
    if len(nomi) > 1:
        raise UsoErrato(f"Un documento alla volta: indicati {', '.join(nomi)}.")
    return nomi[0]


def come_uso(leggi: Callable[[str], object], argomento: str) -> None:
    """Read an argument whose form a rule knows: what it refuses is wrong usage."""
    try:
        leggi(argomento)
    except Rifiuto as rifiuto:
        raise UsoErrato(rifiuto.messaggio) from None


def _azienda(sessione: "Session", sigla: str | None) -> "Azienda":
    from parcella.ledger.aziende.anagrafica import elenco_aziende

    aziende = elenco_aziende(sessione)
    sigle = ", ".join(azienda.sigla for azienda in aziende)
    if not aziende:
        raise Rifiuto("L'archivio non ha ancora aziende: importarne una con «parcella importa».")
    if sigla is None:
        if len(aziende) > 1:
            raise UsoErrato(f"L'archivio ha più aziende ({sigle}): indicarne una con --azienda.")
        return aziende[0]
    for azienda in aziende:
        if azienda.sigla == sigla:
            return azienda
    raise Rifiuto(f"L'azienda «{sigla}» non è nell'archivio; ci sono {sigle}.", "azienda")


def _utente(sessione: "Session", nome: str | None) -> str:
    from parcella.ledger.aziende.anagrafica import elenco_utenti

    attivi = [utente.nome for utente in elenco_utenti(sessione, solo_attivi=True)]
    if nome is not None:
        if attivi and nome not in attivi:
            raise Rifiuto(
                f"L'utente «{nome}» non è fra gli utenti attivi dell'archivio: {', '.join(attivi)}.", "utente"
            )
        return nome[:20]
    try:
        accesso = getpass.getuser()
    except (OSError, KeyError):  # no login name: a service without a user
        accesso = "parcella"
    return accesso[:20] if accesso in attivi or not attivi else attivi[0]
