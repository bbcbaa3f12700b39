"""What a check says of a file: errors, for which SdI would refuse it, and warnings."""

from dataclasses import dataclass, field

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
