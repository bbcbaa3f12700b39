"""The layouts read from their tables: a tree of elements, each with its place, its form and its Italian name.

The writer orders and formats by it (`blocco`) and the checker judges by it: a new version of the format is a change of
tracciato.txt and codici.toml, of no code. The simplified format has tables of its own, in the same notation.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from parcella.fatturapa.tracciato.formati import Formato, leggi_formato

SPAZIO = "http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"
SPAZIO_SEMPLIFICATA = "http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.0"
RADICE = f"{{{SPAZIO}}}FatturaElettronica"
RADICE_SEMPLIFICATA = f"{{{SPAZIO_SEMPLIFICATA}}}FatturaElettronicaSemplificata"
FIRMA = "{http://www.w3.org/2000/09/xmldsig#}Signature"
_QUI = Path(__file__).parent


@dataclass(slots=True)
class Elemento:
    """An element of the format. `massimo` None means any number; `scelta` is A or B when it is one of two ways."""

    id: str
    tag: str
    nome: str
    minimo: int
    massimo: int | None
    scelta: str = ""
    formato: Formato | None = None
    figli: list["Elemento"] = field(default_factory=list)
    voci: dict[str, "Voce"] = field(default_factory=dict)
    ordine: re.Pattern[str] = field(default=re.compile(""))

    @property
    def chiamata(self) -> str:
        """How a person finds it: `Aliquota IVA (2.2.1.12 AliquotaIVA)`, `Numero (2.1.1.4)`."""
        tra_parentesi = self.id if self.tag == self.nome else f"{self.id} {self.tag}"
        return f"{self.nome} ({tra_parentesi})" if self.id else self.nome

    def trova(self, percorso: str) -> "Elemento":
        """The element under this one. Raises KeyError when the format has none."""
        elemento = self
        for tag in percorso.split("/"):
            elemento = elemento.voci[tag].elemento
        return elemento


class Voce(NamedTuple):
    """A child as its parent's `ordine` sees it, one letter for each; `vale` judges its text, None for a block."""

    lettera: str
    vale: Callable[[str], object] | None
    elemento: Elemento


@cache
def tracciato() -> Elemento:
    """The whole layout of the ordinary invoice; its root has the header and the bodies as children."""
    return _leggi("tracciato.txt", Elemento("", RADICE, "Fattura elettronica", 1, 1), codici())


@cache
def tracciato_semplificato() -> Elemento:
    """The whole layout of the simplified invoice (FSM10)."""
    radice = Elemento("", RADICE_SEMPLIFICATA, "Fattura elettronica semplificata", 1, 1)
    return _leggi("tracciato_semplificato.txt", radice, {**codici(), **_tabelle("codici_semplificata.toml")})


@cache
def codici() -> Mapping[str, Mapping[str, str]]:
    """The tables of codes of the ordinary invoice: table -> code -> meaning."""
    return _tabelle("codici.toml")


def significato(tabella: str, codice: str) -> str:
    """What a code means, or an empty text for one that is not in its table."""
    return codici()[tabella].get(codice, "")


def _tabelle(nome: str) -> Mapping[str, Mapping[str, str]]:
    with (_QUI / nome).open("rb") as file:
        return tomllib.load(file)


def _leggi(nome: str, radice: Elemento, tabelle: Mapping[str, Mapping[str, str]]) -> Elemento:
    """The root with all that the file puts below it."""
    formati: dict[str, Formato] = {}
    per_id: dict[str, Elemento] = {"": radice}
    for riga in (_QUI / nome).read_text("utf-8").splitlines():
        if not riga or riga.startswith("#"):
            continue
        numero, tag, quante, parole, chiamato = (cella.strip() for cella in riga.split("|"))
        quanti, _, scelta = quante.partition(" ")
        minimo, _, massimo = quanti.partition("..")
        if parole != "-" and parole not in formati:
            formati[parole] = leggi_formato(parole, tabelle)
        elemento = Elemento(
            numero,
            tag,
            chiamato,
            int(minimo),
            None if massimo == "N" else int(massimo or minimo),
            scelta,
            formati.get(parole),
        )
        per_id[numero] = elemento
        per_id[numero.rpartition(".")[0]].figli.append(elemento)
    radice.figli.append(Elemento("", FIRMA, "Firma", 0, 1, formato=_FIRMATO))
    for elemento in per_id.values():
        _disponi(elemento)
    return radice


_FIRMATO = Formato("firma", lambda testo: False, "una firma XAdES", "firmare di nuovo il file")  # never a mere value


def _disponi(elemento: Elemento) -> None:
    """Give each child a letter, and say as a regular expression in what order and number they come."""
    pezzi: list[str] = []
    scelte: dict[str, str] = {}
    for posto, figlio in enumerate(elemento.figli):
        lettera = chr(ord("A") + posto)
        elemento.voci[figlio.tag] = Voce(lettera, figlio.formato.vale if figlio.formato else None, figlio)
        volte = {(1, 1): "", (0, 1): "?", (1, None): "+", (0, None): "*"}[figlio.minimo, figlio.massimo]
        if figlio.scelta:
            if not scelte:
                pezzi.append("")
            scelte[figlio.scelta] = scelte.get(figlio.scelta, "") + lettera + volte
            pezzi[-1] = f"(?:{'|'.join(scelte.values())})"
        else:
            scelte = {}
            pezzi.append(lettera + volte)
    elemento.ordine = re.compile("".join(pezzi))
