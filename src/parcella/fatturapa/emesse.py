"""The invoices a studio issued with another program, gathered from their files: what its archive starts from.

Of thousands of files only what is needed stays in memory: attachments are dropped at once, a file read twice (the .xml
and its .p7m) counts once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from parcella.fatturapa.lettura.fattura import Corpo, Fattura, Soggetto, Testata
from parcella.fatturapa.lettura.lettore import NON_FATTURA, leggi
from parcella.fatturapa.lettura.origini import Archivi, Origine
from parcella.ledger.aziende.tabelle import Azienda
from parcella.ledger.esito import DatiNonValidi

NOTA_DI_CREDITO = "TD04"
_DI_CHI_COMPRA = frozenset(("TD16", "TD17", "TD18", "TD19", "TD20", "TD21", "TD22", "TD23", "TD27", "TD28", "TD29"))


@dataclass(frozen=True, slots=True)
class Emessa:
    """A document issued: the header of its file and its body."""

    testata: Testata
    corpo: Corpo

    @property
    def data(self) -> str:
        """To compare documents by date: ISO, empty before all."""
        return self.corpo.data.testo

    @property
    def di_vendita(self) -> bool:
        return self.corpo.tipo != NOTA_DI_CREDITO


@dataclass(frozen=True, slots=True)
class FileLetto:
    """What became of a file: read, left out since it is not for us, not readable."""

    file: Path
    esito: Literal["letto", "scartato", "illeggibile"]
    motivo: str = ""
    documenti: int = 0


@dataclass(slots=True)
class Raccolta:
    """What was found in the files; `emesse` from the newest to the oldest."""

    emesse: list[Emessa] = field(default_factory=list)
    file: list[FileLetto] = field(default_factory=list)

    @property
    def illeggibili(self) -> list[FileLetto]:
        return [letto for letto in self.file if letto.esito == "illeggibile"]


def raccogli(
    origini: Sequence[Origine],
    azienda: Azienda,
    *,
    tutti_i_cedenti: bool = False,
    avanza: Callable[[], object] = lambda: None,
) -> Raccolta:
    """Read the files: the invoices of `azienda`, or of anybody. A file that can't be read does not stop the others."""
    raccolta = Raccolta()
    viste: set[tuple[str, ...]] = set()
    solo_di = None if tutti_i_cedenti else azienda
    with Archivi() as archivi:
        for origine in origini:
            try:
                fattura, _ = leggi(origine, archivi)
            except DatiNonValidi as errore:
                esito: Literal["scartato", "illeggibile"] = (
                    "scartato" if errore.codice == NON_FATTURA else "illeggibile"
                )
                raccolta.file.append(FileLetto(origine.file, esito, errore.messaggio))
            else:
                raccolta.file.append(_aggiungi(raccolta, viste, origine.file, fattura, solo_di))
            avanza()
    raccolta.emesse.sort(key=lambda emessa: emessa.data, reverse=True)
    return raccolta


def _aggiungi(
    raccolta: Raccolta, viste: set[tuple[str, ...]], percorso: Path, fattura: Fattura, azienda: Azienda | None
) -> FileLetto:
    testata = fattura.testata
    if azienda is not None and not e_l_azienda(testata.cedente, azienda):
        if e_l_azienda(testata.cessionario, azienda):
            return FileLetto(percorso, "scartato", f"È una fattura ricevuta da {_chi(testata.cedente)}.")
        return FileLetto(percorso, "scartato", f"È emessa da {_chi(testata.cedente)}, non dall'azienda in uso.")
    nuovi = 0
    di_vendita = [corpo for corpo in fattura.corpi if corpo.tipo not in _DI_CHI_COMPRA]
    if not di_vendita:
        return FileLetto(percorso, "scartato", "È un'autofattura o un'integrazione: non riguarda un cliente.")
    for corpo in di_vendita:
        cedente = testata.cedente
        chiave = (cedente.id_codice or cedente.codice_fiscale, corpo.tipo, corpo.numero, corpo.data.testo)
        if chiave not in viste:
            viste.add(chiave)
            raccolta.emesse.append(Emessa(testata, replace(corpo, allegati=())))
            nuovi += 1
    if not nuovi:
        return FileLetto(percorso, "scartato", "È la copia di una fattura già letta.")
    return FileLetto(percorso, "letto", documenti=nuovi)


def e_l_azienda(soggetto: Soggetto, azienda: Azienda) -> bool:
    """True if the identifiers are those of the company: partita IVA or, without one, codice fiscale."""
    if azienda.partita_iva and soggetto.id_codice:
        return soggetto.id_codice.removeprefix("IT") == azienda.partita_iva and soggetto.id_paese in ("", "IT")
    return bool(azienda.codice_fiscale) and azienda.codice_fiscale in (soggetto.codice_fiscale, soggetto.id_codice)


def _chi(soggetto: Soggetto) -> str:
    identificativo = soggetto.partita_iva or soggetto.codice_fiscale
    return " ".join(filter(None, (soggetto.nominativo, f"({identificativo})" if identificativo else ""))) or "ignoto"
