"""Where what is read comes from: a file, those of a folder, those of a ZIP; the one way to their bytes.

A ZIP is not trusted: its index is bounded before it is read, and what each file in it would weigh before it is opened.
Nothing of it is written to disk. What can't be opened is an `Origine` all the same, with the reason in `difetto`: who
reads a thousand files tells it of one and goes on.
"""

import errno
import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path, PurePosixPath
from types import TracebackType

from parcella.fatturapa.lettura.file import (
    ESTENSIONI,
    LIMITE,
    Contenuto,
    apri,
    dal_disco,
    non_leggibile,
    troppo_grande,
)
from parcella.ledger.archivio import motivo
from parcella.ledger.esito import DatiNonValidi

ZIP = ".zip"
ZIP_ILLEGGIBILE = "zip_illeggibile"
FILE_MASSIMI = 10_000
PESO_MASSIMO = 300_000_000  # all its files once open; SdI takes 150 MB by its widest door
_RAPPORTO_MASSIMO = 200  # the most repetitive invoice shrinks some fifty times
_PESO_INNOCUO = 1_000_000  # whatever it shrinks from
_INDICE_MASSIMO = 2_000_000  # of 10.000 files with the longest names SdI gives
_TESTATA = 30
_PEZZO = 65_536
_NOME_MASSIMO = 255
_DANNEGGIATO = "L'archivio ZIP è troncato o danneggiato, o non è uno ZIP."
_METODI = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others have no bound on what a block gives
_ROTTO = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, ValueError, EOFError, IndexError,
    OverflowError,
)  # fmt: skip
"""What zipfile raises on an archive that is damaged, or made to do harm."""


@dataclass(frozen=True, slots=True)
class Origine:
    """A file to read. `dentro` is its name in the ZIP `percorso`; `nominata` False one found in a folder or a ZIP."""

    percorso: Path
    dentro: str = ""
    difetto: str = ""
    nominata: bool = True
    posto: int = -1
    peso: int = 0

    @property
    def file(self) -> Path:
        """What it is called when it is told: `archivio.zip/nome.xml`. Not always a path to open."""
        return Path(f"{self.percorso}/{self.dentro}") if self.dentro else self.percorso

    @property
    def nome(self) -> str:
        """The name of the file alone."""
        return PurePosixPath(self.dentro).name if self.dentro else self.percorso.name

    def grandezza(self) -> int:
        """How many bytes it has, once out of the ZIP. DatiNonValidi if it can't be read."""
        if self.difetto:
            raise self.errore()
        if self.dentro:
            return self.peso
        try:
            return self.percorso.stat().st_size
        except OSError as errore:
            raise non_leggibile(f"Non si può leggere: {motivo(errore)}.", self.percorso) from errore

    def errore(self) -> DatiNonValidi:
        """Its `difetto` as a refusal."""
        return _zip_illeggibile(self.difetto) if e_zip(self.percorso) else non_leggibile(self.difetto, self.percorso)


def e_zip(percorso: Path) -> bool:
    """True for the name of a ZIP."""
    return percorso.suffix.lower() == ZIP


def elenca(percorsi: Iterable[Path], avanza: Callable[[int], object] = lambda quanti: None) -> list[Origine]:
    """The files named, and those .xml and .p7m of the folders and of the ZIPs named, in the order of their names.

    `avanza` is told now and then how many were found. A path that is not there comes back as it is.
    """
    trovate: dict[tuple[Path, int], Origine] = {}
    for percorso in percorsi:
        dove = [percorso]
        if di_cartella := percorso.is_dir():
            dove, illeggibili = _della_cartella(percorso, avanza)
            trovate.update(((origine.percorso, origine.posto), origine) for origine in illeggibili)
        for uno in dove:
            dentro = _dello_zip(uno, di_cartella) if e_zip(uno) else [Origine(uno, nominata=not di_cartella)]
            trovate.update(((origine.percorso, origine.posto), origine) for origine in dentro)
            avanza(len(trovate))
    return list(trovate.values())


def da_leggere(percorsi: Sequence[Path], avanza: Callable[[int], object] = lambda quanti: None) -> list[Origine]:
    """The same, where there must be something to read. DatiNonValidi for a path that is not there, and for no file."""
    for percorso in percorsi:
        if not percorso.exists() and not percorso.is_symlink():
            raise DatiNonValidi(f"Il file {percorso} non esiste.", "percorso")
    origini = elenca(percorsi, avanza)
    if not origini:
        raise DatiNonValidi(f"In {', '.join(map(str, percorsi))} non ci sono file .xml o .p7m.", "percorso")
    return origini


def _della_cartella(cartella: Path, avanza: Callable[[int], object]) -> tuple[list[Path], list[Origine]]:
    """The files of a folder and of those in it, and the folders that can't be read. No link to a folder is followed."""
    illeggibili: list[Origine] = []

    def annota(errore: OSError) -> None:
        frase = f"La cartella non si può leggere: {motivo(errore)}."
        illeggibili.append(Origine(Path(errore.filename), difetto=frase, nominata=False))

    trovati: list[Path] = []
    for dove, cartelle, nomi in os.walk(cartella, onerror=annota):
        cartelle[:] = [nome for nome in cartelle if nome[0] != "."]
        trovati += [Path(dove, nome) for nome in nomi if _adatto(nome, (*ESTENSIONI, ZIP))]
        avanza(len(trovati))
    return sorted(trovati), illeggibili


def _adatto(nome: str, estensioni: Sequence[str]) -> bool:
    return nome[:1] != "." and nome.lower().endswith(tuple(estensioni))


# ---- ZIP


def _dello_zip(percorso: Path, di_cartella: bool) -> list[Origine]:
    try:
        with _aperto(percorso) as pacco:
            voci = pacco.infolist()
        _esamina(voci)
    except DatiNonValidi as errore:
        return [Origine(percorso, difetto=errore.messaggio, nominata=not di_cartella)]
    per_nome: dict[str, list[tuple[int, zipfile.ZipInfo]]] = {}
    for posto, voce in enumerate(voci):
        del_sistema = voce.is_dir() or voce.filename.startswith("__MACOSX/")
        if not del_sistema and _adatto(PurePosixPath(voce.filename).name, (*ESTENSIONI, ZIP)):
            per_nome.setdefault(voce.filename, []).append((posto, voce))
    if not per_nome and not di_cartella:
        frase = "Nell'archivio ZIP non ci sono file .xml o .p7m." if voci else "L'archivio ZIP è vuoto."
        return [Origine(percorso, difetto=frase)]
    origini = []
    for uguali in per_nome.values():
        posto, voce = uguali[0]
        difetto = "Nell'archivio ZIP più file hanno questo nome: nessuno viene letto." if uguali[1:] else _difetto(voce)
        nome = voce.filename[:_NOME_MASSIMO].replace("\\", "/")
        dentro = "".join(lettera if lettera.isprintable() else "?" for lettera in nome)
        origini.append(Origine(percorso, dentro, difetto, False, posto, voce.file_size))
    return sorted(origini, key=lambda origine: origine.file)


def _esamina(voci: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse an archive that would cost too much as a whole."""
    if len(voci) > FILE_MASSIMI:
        raise DatiNonValidi(f"L'archivio ZIP ha più di {FILE_MASSIMI} file: dividerlo in più archivi.")
    in_fila = sorted(voci, key=lambda voce: voce.header_offset)
    if any(a.header_offset + _TESTATA + a.compress_size > b.header_offset for a, b in pairwise(in_fila)):
        raise DatiNonValidi("L'archivio ZIP è danneggiato o fatto per nuocere: i suoi file stanno uno sopra l'altro.")
    if sum(voce.file_size for voce in voci) > PESO_MASSIMO:
        milioni = PESO_MASSIMO // 1_000_000
        raise DatiNonValidi(f"I file dell'archivio ZIP, aperti, superano {milioni} milioni di byte: dividerlo.")


def _difetto(voce: zipfile.ZipInfo) -> str:
    """Why a file of a ZIP must not be opened; empty if it may."""
    nome = voce.filename
    if len(nome) > _NOME_MASSIMO:
        return "Il nome di questo file dell'archivio ZIP è troppo lungo."
    if nome[0] in "/\\" or ".." in nome.replace("\\", "/").split("/") or nome[1:2] == ":":
        return "Il suo nome porta fuori dall'archivio ZIP: non viene letto."
    if nome.lower().endswith(ZIP):
        return "È un archivio ZIP dentro un altro: non viene aperto; estrarlo e indicarlo da solo."
    if voce.flag_bits & 1:
        return "È protetto da una parola d'ordine: estrarlo dall'archivio ZIP e indicare il file."
    if voce.compress_type not in _METODI:
        return "È compresso in un modo che gli archivi di fatture non usano: estrarlo e indicare il file."
    if voce.file_size > max(_PESO_INNOCUO, _RAPPORTO_MASSIMO * voce.compress_size):
        return f"È compresso più di {_RAPPORTO_MASSIMO} volte: non è una fattura elettronica, e non viene aperto."
    return ""


class _Misurato(io.FileIO):
    """A file of which nobody reads much at once: zipfile reads the whole index in one go, of the size it claims."""

    def read(self, quanti: int | None = -1, /) -> bytes:
        if quanti is None or quanti < 0:
            quanti = max(0, os.fstat(self.fileno()).st_size - self.tell())
        if quanti > _INDICE_MASSIMO:
            raise _zip_illeggibile(f"L'archivio ZIP ha più di {FILE_MASSIMI} file, o è danneggiato.")
        return super().read(quanti) or b""


def _zip_illeggibile(frase: str) -> DatiNonValidi:
    errore = DatiNonValidi(frase)
    errore.codice = ZIP_ILLEGGIBILE
    return errore


def _rotto(errore: Exception, frase: str, percorso: Path) -> DatiNonValidi:
    """The archive's fault, or the disk's."""
    if isinstance(errore, OSError) and errore.errno != errno.EINVAL:  # EINVAL: it points before its own beginning
        return non_leggibile(f"Non si può leggere: {motivo(errore)}.", percorso)
    return _zip_illeggibile(frase)


@contextmanager
def _aperto(percorso: Path) -> Iterator[zipfile.ZipFile]:
    """The ZIP, its index read; DatiNonValidi if that can't be."""
    with ExitStack() as aperti:
        try:
            if not percorso.is_file():
                dal_disco(percorso)  # which says why
            pacco = aperti.enter_context(zipfile.ZipFile(aperti.enter_context(_Misurato(str(percorso)))))
        except (*_ROTTO, OSError) as errore:
            raise _rotto(errore, _DANNEGGIATO, percorso) from errore
        yield pacco


# ---- bytes


class Archivi:
    """Reads what `elenca` found, one file at a time; a ZIP stays open as long as its files are read in a row."""

    def __init__(self) -> None:
        self._aperti = ExitStack()
        self._pacco: zipfile.ZipFile | None = None
        self._di: Path | None = None

    def __enter__(self) -> "Archivi":
        return self

    def __exit__(
        self, tipo: type[BaseException] | None, errore: BaseException | None, traccia: TracebackType | None
    ) -> None:
        self._aperti.close()

    def byte(self, origine: Origine) -> bytes:
        """The bytes of a file, at most `LIMITE`. DatiNonValidi, in one sentence, with the file in `campo`."""
        try:
            if origine.difetto:
                raise origine.errore()
            return self._dello_zip(origine) if origine.dentro else dal_disco(origine.percorso)
        except DatiNonValidi as errore:
            errore.campo = str(origine.file)
            raise

    def leggi(self, origine: Origine) -> Contenuto:
        """The XML in a file and its envelopes; the XML itself is not looked at (`xml.analizza`)."""
        dati = self.byte(origine)
        try:
            return apri(dati)
        except DatiNonValidi as errore:
            errore.campo = str(origine.file)
            raise

    def _dello_zip(self, origine: Origine) -> bytes:
        if self._di != origine.percorso or self._pacco is None:
            self._aperti.close()
            self._pacco = self._aperti.enter_context(_aperto(origine.percorso))
            self._di = origine.percorso
        if origine.peso > LIMITE:
            raise troppo_grande()
        scritto = bytearray()
        try:
            with self._pacco.open(self._pacco.infolist()[origine.posto]) as file:
                while pezzo := file.read(_PEZZO):
                    scritto += pezzo
                    if len(scritto) > LIMITE:
                        raise troppo_grande()
        except (*_ROTTO, OSError) as errore:
            raise _rotto(errore, "Nell'archivio ZIP questo file è danneggiato.", origine.percorso) from errore
        return bytes(scritto)


def leggi(origine: Origine) -> Contenuto:
    """The XML in a file and its envelopes, of one file alone."""
    with Archivi() as archivi:
        return archivi.leggi(origine)
