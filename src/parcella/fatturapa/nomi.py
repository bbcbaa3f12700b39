"""Names of the FatturaPA files (FPA-029…041): `<IdPaese><IdCodice>_<progressivo>.xml`, never used twice."""

import re
from typing import NamedTuple

from parcella.ledger.esito import Rifiuto

CIFRE = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LUNGHEZZA_PROGRESSIVO = 5
MASSIMO_SDI = 5_000_000  # "5 MB": SdI does not say which, the smaller is safe
_NOME = re.compile(r"([A-Z]{2})([A-Za-z0-9]+)_([A-Za-z0-9]{1,5})\.xml(?:\.p7m)?")


class ParteNome(NamedTuple):
    """What a file name is made of."""

    paese: str
    identificativo: str
    progressivo: str


def nome_file(paese: str, identificativo: str, progressivo: str) -> str:
    """The name of an unsigned file, refused when SdI would (00001)."""
    if not re.fullmatch("[A-Z]{2}", paese):
        raise _rifiuto(f"il codice paese «{paese}» deve essere di due lettere maiuscole", "nazione")
    minimo, massimo = (11, 16) if paese == "IT" else (2, 28)
    if not re.fullmatch(f"[A-Za-z0-9]{{{minimo},{massimo}}}", identificativo):
        raise _rifiuto(
            f"l'identificativo «{identificativo}» del trasmittente deve avere da {minimo} a {massimo} lettere o cifre",
            "codice_fiscale",
        )
    if not re.fullmatch("[A-Za-z0-9]{1,5}", progressivo):
        raise _rifiuto(f"il progressivo «{progressivo}» deve avere da 1 a 5 lettere o cifre", "progressivo_file")
    return f"{paese}{identificativo}_{progressivo}.xml"


def leggi_nome(nome: str) -> ParteNome:
    """The parts of the name of a file, signed or not; refused when it is not in the legal form."""
    trovato = _NOME.fullmatch(nome)
    if trovato is None:
        raise _rifiuto(f"«{nome}» non ha la forma PaeseIdentificativo_progressivo.xml", "nome_file")
    parti = ParteNome(*trovato.groups())
    nome_file(*parti)
    return parti


def progressivo_successivo(progressivo: str) -> str:
    """The next progressivo: base 36, five upper-case characters; after ZZZZZ there is none."""
    if not re.fullmatch("[A-Za-z0-9]{1,5}", progressivo):
        raise _rifiuto(f"il progressivo «{progressivo}» deve avere da 1 a 5 lettere o cifre", "progressivo_file")
    numero = int(progressivo, 36) + 1
    cifre = []
    while numero:
        numero, resto = divmod(numero, 36)
        cifre.append(CIFRE[resto])
    if len(cifre) > LUNGHEZZA_PROGRESSIVO:
        raise Rifiuto(
            "I progressivi dei file FatturaPA sono finiti (ultimo ZZZZZ): serve un altro trasmittente.",
            "azienda.progressivo_file",
            "progressivo_esaurito",
        )
    return "".join(reversed(cifre)).rjust(LUNGHEZZA_PROGRESSIVO, "0")


def _rifiuto(motivo: str, campo: str) -> Rifiuto:
    return Rifiuto(f"Nome del file FatturaPA non valido: {motivo}.", f"azienda.{campo}", "nome_file_non_valido")
