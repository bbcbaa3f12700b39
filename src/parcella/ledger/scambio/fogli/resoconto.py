"""What an import found, row by row: new, changed, equal, refused and why."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from parcella.ledger.clienti.lotti import Record
from parcella.ledger.esito import Avviso, Rifiuto, Risposte
from parcella.ledger.scambio.fogli.intestazioni import titolo
from parcella.ledger.scambio.fogli.righe import RigaLetta, Tavola
from parcella.ledger.scambio.fogli.valori import per_persone

NUOVO, VARIATO, UGUALE, RIFIUTATO = "nuovo", "variato", "uguale", "rifiutato"
ESITI = (NUOVO, VARIATO, UGUALE, RIFIUTATO)
_NOMI = {
    "clienti": ("cliente", "clienti", False),
    "indirizzi": ("indirizzo", "indirizzi", False),
    "contatti": ("contatto", "contatti", False),
    "prestazioni": ("prestazione", "prestazioni", True),
    "prezzi": ("prezzo", "prezzi", False),
    "particolarita": ("particolarità", "particolarità", True),
}
"""One, many, whether feminine."""


class Variazione(NamedTuple):
    """A datum that changes: its identifier, what it was, what it will be."""

    campo: str
    prima: Any
    dopo: Any


@dataclass(slots=True)
class Riga:
    """A row of a sheet and what becomes of it."""

    tavola: Tavola
    numero: int
    dati: dict[str, Any]
    codice: str = ""
    nome: str = ""
    esito: str = ""
    motivo: str = ""
    dove: str = ""
    note: list[str] = field(default_factory=list)
    variazioni: list[Variazione] = field(default_factory=list)

    @classmethod
    def da(cls, tavola: Tavola, letta: RigaLetta) -> "Riga":
        """The row as it was read."""
        riga = cls(tavola, letta.numero, letta.dati, note=letta.note)
        if letta.motivo:
            riga.esito, riga.motivo, riga.dove = RIFIUTATO, letta.motivo, letta.dove
        return riga

    @property
    def archivio(self) -> str:
        """Which archive the row goes to."""
        return self.tavola.archivio.nome

    @property
    def luogo(self) -> str:
        """File, sheet, row and, of a refusal, column."""
        return self.tavola.foglio.luogo(self.numero, self.dove or None)

    @property
    def frase(self) -> str:
        """The refusal as one sentence."""
        return f"{self.luogo}: {self.motivo.rstrip('.')}."

    @property
    def spiegazione(self) -> str:
        """Why it is refused, what changes, what was put right."""
        perche = f"{self.dove}: {self.motivo}" if self.dove and self.motivo else self.motivo
        return "; ".join(parte.rstrip(".") for parte in (perche, *self.cambi, *self.note) if parte)

    @property
    def cambi(self) -> list[str]:
        """What changes: `Comune: Rimini → Riccione`."""
        titoli = self.tavola.archivio.titoli
        return [
            f"{titoli.get(v.campo) or titolo(v.campo)}: {_o_vuoto(v.prima)} → {_o_vuoto(v.dopo)}"
            for v in self.variazioni
        ]

    def rifiuta(self, motivo: str, campo: str | None = None) -> None:
        """The row is refused, because of a column if it has it."""
        self.esito, self.motivo, self.dove = RIFIUTATO, motivo, self.tavola.colonna(campo)

    def confronta(self, prima: Mapping[str, Any] | None, dopo: Mapping[str, Any], campi: Iterable[str]) -> None:
        """New, changed or equal to what there was."""
        if prima is None:
            self.esito = NUOVO
            return
        diversi = [Variazione(c, prima.get(c), dopo.get(c)) for c in campi if prima.get(c) != dopo.get(c)]
        self.variazioni += diversi
        self.esito = VARIATO if self.variazioni else UGUALE


@dataclass
class Resoconto:
    """All the rows of an import, and whether they were written."""

    righe: list[Riga] = field(default_factory=list)
    avvisi: list[Avviso] = field(default_factory=list)
    scritto: bool = False

    @property
    def rifiutate(self) -> list[Riga]:
        """The rows refused."""
        return [riga for riga in self.righe if riga.esito == RIFIUTATO]

    def conteggi(self) -> dict[str, dict[str, int]]:
        """How many rows, by archive and outcome."""
        conti: dict[str, dict[str, int]] = {}
        for riga in self.righe:
            suoi = conti.setdefault(riga.archivio, dict.fromkeys(ESITI, 0))
            suoi[riga.esito] += 1
        return conti

    def in_parole(self) -> str:
        """`1.998 clienti nuovi, 2 rifiutati; 1 prestazione uguale`."""
        return "; ".join(_contati(nome, conti) for nome, conti in self.conteggi().items())


class Ascolto:
    """Hears from a rule what becomes of each record, and puts it on the row it comes from (`lotti.Resoconto`)."""

    def __init__(
        self,
        righe: Sequence[Riga],
        risposte: Risposte,
        campi: Sequence[str],
        nome: Callable[[Mapping[str, Any]], str],
        avanza: Callable[[], None],
    ) -> None:
        self.righe, self.risposte, self.campi, self.nome, self.avanza = righe, risposte, campi, nome, avanza

    def accettato(self, indice: int, prima: Record | None, dopo: Record) -> None:
        riga = self.righe[indice]
        riga.codice, riga.nome = dopo["codice"], self.nome(dopo)
        riga.confronta(prima, dopo, self.campi)
        riga.note += [avviso.messaggio for avviso in self.risposte.avvisi]
        self.risposte.avvisi.clear()
        self.avanza()

    def rifiutato(self, indice: int, rifiuto: Rifiuto) -> None:
        self.righe[indice].rifiuta(rifiuto.messaggio, rifiuto.campo)
        self.risposte.avvisi.clear()
        self.avanza()

    def annotato(self, indice: int, avviso: Avviso) -> None:
        self.righe[indice].note.append(avviso.messaggio)


def _contati(nome: str, conti: Mapping[str, int]) -> str:
    """The counts of an archive: what they are is said once."""
    uno, molti, femminile = _NOMI[nome]
    parti: list[str] = []
    for esito, quanti in conti.items():
        if quanti:
            finale = ("a" if femminile else "o") if quanti == 1 else ("e" if femminile else "i")
            aggettivo = ("uguale" if quanti == 1 else "uguali") if esito == UGUALE else esito[:-1] + finale
            chi = "" if parti else f"{uno if quanti == 1 else molti} "
            parti.append(f"{_migliaia(quanti)} {chi}{aggettivo}")
    return ", ".join(parti)


def _migliaia(numero: int) -> str:
    return f"{numero:_}".replace("_", ".")


def _o_vuoto(valore: Any) -> str:
    return per_persone(valore) or "vuoto"
