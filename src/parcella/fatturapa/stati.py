"""The states of a file sent to the Sistema di Interscambio, and what each message of SdI does to them (cap. 25, Stati).

A state is a step on one stair: whatever order the messages are read in, the file ends on the highest step they say,
so that a message read late, or twice, changes nothing that is already known.
"""

from collections.abc import Iterable

FATTO, CONTROLLATO, FIRMATO, INVIATO = "fatto", "controllato", "firmato", "inviato"
NON_CONSEGNATO, IMPOSSIBILE, CONSEGNATO = "non_consegnato", "impossibile", "consegnato"
TERMINI, ACCETTATO, RIFIUTATO, SCARTATO = "termini", "accettato", "rifiutato", "scartato"

STATI = (
    FATTO, CONTROLLATO, FIRMATO, INVIATO, NON_CONSEGNATO, IMPOSSIBILE, CONSEGNATO,
    TERMINI, ACCETTATO, RIFIUTATO, SCARTATO,
)  # fmt: skip
"""From the lowest step to the highest."""

DESCRIZIONI = {
    FATTO: "Fatto",
    CONTROLLATO: "Controllato",
    FIRMATO: "Firmato",
    INVIATO: "Inviato",
    NON_CONSEGNATO: "Mancata consegna",
    IMPOSSIBILE: "Recapito impossibile",
    CONSEGNATO: "Consegnato",
    TERMINI: "Decorsi i termini",
    ACCETTATO: "Accettato",
    RIFIUTATO: "Rifiutato",
    SCARTATO: "Scartato",
}

PRIMA_DELL_INVIO = frozenset({FATTO, CONTROLLATO, FIRMATO})
DA_RIFARE = frozenset({SCARTATO, RIFIUTATO})
"""The parcella was not issued, or the office refused it: it is corrected and goes again under a new file name."""

ESITI = {"EC01": ACCETTATO, "EC02": RIFIUTATO}
_DEI_MESSAGGI = {
    "RC": CONSEGNATO,
    "NS": SCARTATO,
    "MC": NON_CONSEGNATO,
    "AT": IMPOSSIBILE,
    "DT": TERMINI,
}


def stato_del_messaggio(tipo: str, esito: str | None = None) -> str | None:
    """The step a message puts its file on; None for one that moves nothing (MT, SE)."""
    return ESITI.get(esito or "") if tipo in ("NE", "EC") else _DEI_MESSAGGI.get(tipo)


def piu_avanti(stato: str, altri: Iterable[str | None]) -> str:
    """The highest of some steps."""
    return max((stato, *(altro for altro in altri if altro is not None)), key=STATI.index)


def cosa_fare(stato: str, *, pubblica_amministrazione: bool) -> str:
    """What the operator has to do of a file in this state, in one sentence (fatturapa § 6.3)."""
    if stato == NON_CONSEGNATO and pubblica_amministrazione:
        return "La fattura è emessa: il Sistema di Interscambio riprova per 10 giorni; avvisare intanto l'ufficio."
    return _COSA_FARE[stato]


_COSA_FARE = {
    FATTO: "Da inviare al Sistema di Interscambio.",
    CONTROLLATO: "Da inviare al Sistema di Interscambio.",
    FIRMATO: "Da inviare al Sistema di Interscambio.",
    INVIATO: "Attendere la risposta del Sistema di Interscambio, entro 5 giorni.",
    NON_CONSEGNATO: "La fattura è emessa e sta nell'area riservata del cliente: avvertirlo e dargliene copia.",
    IMPOSSIBILE: "La fattura è emessa: inviarla all'ufficio con altro mezzo, insieme all'attestazione.",
    CONSEGNATO: "La fattura è emessa e consegnata: per correggerla occorre una nota di credito.",
    TERMINI: "L'ufficio non ha risposto entro 15 giorni: non è un'accettazione; sentire l'ufficio.",
    ACCETTATO: "L'ufficio ha accettato la fattura: nulla da fare.",
    RIFIUTATO: "L'ufficio ha rifiutato la fattura: correggerla e inviarla di nuovo, con lo stesso numero.",
    SCARTATO: "La fattura non è emessa: correggerla e inviarla di nuovo entro 5 giorni, con lo stesso numero e data.",
}
