"""What a check says of a file: errors, for which SdI would refuse it, and warnings."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from parcella.ledger.parole import quanti

NON_CONFORME = "00200"


@dataclass(frozen=True, slots=True)
class Rilievo:
    """One remark: SdI's code (or ours, in words), what was found, where, how to mend it."""

    codice: str
    messaggio: str
    posizione: str
    rimedio: str


@dataclass(slots=True)
class Esito:
    """The judgement of one file. `valido` None means recognised but not judged (a message of SdI)."""

    formato: str | None = None
    giudicato: bool = True
    errori: list[Rilievo] = field(default_factory=list)
    avvisi: list[Rilievo] = field(default_factory=list)

    @property
    def valido(self) -> bool | None:
        return not self.errori if self.giudicato or self.errori else None


def in_totale(validi: Collection[bool | None]) -> str:
    """«48 file: 35 validi, 13 da scartare», of the `valido` of each."""
    conti = Counter(validi)
    parti = [quanti(conti[True], "valido", "validi")] if conti[True] else []
    parti += [f"{conti[False]} da scartare"] if conti[False] else []
    parti += [quanti(conti[None], "non controllato", "non controllati")] if conti[None] else []
    return ": ".join(filter(None, (f"{len(validi)} file", ", ".join(parti))))


def in_conto(esito: Esito) -> str:
    """«2 errori, 1 avviso», nothing for none."""
    parole = ((len(esito.errori), "errore", "errori"), (len(esito.avvisi), "avviso", "avvisi"))
    return ", ".join(quanti(numero, uno, molti) for numero, uno, molti in parole if numero)
