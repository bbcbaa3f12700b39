"""The print forms there are, the program's and the studio's, and the copy of one to be changed (FPA-066)."""

import re
from dataclasses import dataclass
from pathlib import Path

from parcella.ledger.esito import DatiNonValidi, Rifiuto, Risposte
from parcella.risorse import copia_utente, di_serie, risorse
from parcella.stampe.intero import file_intero
from parcella.stampe.modulo import FATTURA_PA, PAGINE, leggi

TIPI = {PAGINE: "Pagine (PDF)", FATTURA_PA: "Fattura PA (XML)"}
DEL_PROGRAMMA, DELLO_STUDIO = "programma", "studio"
SENZA_AGGIORNAMENTI = (
    "È una copia dello studio: gli aggiornamenti del programma non la cambieranno, e le novità vi andranno riportate a "
    "mano."
)
_CODICE = re.compile("(NO|PA|NC)[0-9A-Z]?")


@dataclass(frozen=True, slots=True)
class VoceModulo:
    """A form of the list. `tipo` is empty, and `errore` says why, when its file can't be used."""

    codice: str
    descrizione: str
    tipo: str
    di_chi: str
    file: Path
    errore: str = ""


def elenco_moduli() -> list[VoceModulo]:
    """The forms a document may be printed on, by code; the studio's own take the place of the program's."""
    programma = di_serie("forms", "*.toml")
    return [
        _voce(codice, file, DEL_PROGRAMMA if programma.get(codice) == file else DELLO_STUDIO)
        for codice, file in sorted(risorse("forms", "*.toml").items())
    ]


def moduli_di_fattura() -> list[str]:
    """The codes of the forms of a parcella bound to the XML that can be used."""
    return [voce.codice for voce in elenco_moduli() if voce.tipo == FATTURA_PA and voce.codice.startswith("PA")]


def _voce(codice: str, file: Path, di_chi: str) -> VoceModulo:
    try:
        modulo = leggi(file)
    except DatiNonValidi as errore:
        return VoceModulo(codice, "", "", di_chi, file, errore.messaggio)
    return VoceModulo(codice, modulo.descrizione, modulo.tipo, di_chi, file)


def esempi() -> list[VoceModulo]:
    """The forms shipped, to copy from."""
    return [_voce(codice, file, DEL_PROGRAMMA) for codice, file in sorted(di_serie("forms", "*.toml").items())]


def copia(da: str, codice: str, risposte: Risposte) -> VoceModulo:
    """Copy a shipped form into the user's folder under `codice`: the same sigla, the third character as one likes.

    Asks before it takes the place of another. Raises Rifiuto or Richiesta.
    """
    programma = di_serie("forms", "*.toml")
    if da not in programma:
        raise Rifiuto(f"Fra gli esempi non c'è il modulo {da}: ci sono {', '.join(sorted(programma))}.", "esempio")
    if not _CODICE.fullmatch(codice) or codice[:2] != da[:2]:
        raise Rifiuto(
            f"Copia con codice {codice}: atteso {da[:2]} seguito, se serve, da una cifra o da una lettera maiuscola, "
            f"come {da[:2]}X.",
            "codice",
        )
    nuovo = copia_utente(f"forms/{codice}.toml")
    if nuovo.exists():
        risposte.pretendi("sostituisci_modulo", "codice", modulo=codice, di_chi="modificato dallo studio")
    elif codice in programma and codice != da:
        risposte.pretendi("sostituisci_modulo", "codice", modulo=codice, di_chi="fra quelli del programma")
    with file_intero(nuovo, "Modulo non copiato") as uscita:
        uscita.write(programma[da].read_bytes())
    return _voce(codice, nuovo, DELLO_STUDIO)
