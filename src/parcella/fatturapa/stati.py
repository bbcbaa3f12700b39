"""The states of a file sent to the Sistema di Interscambio, and what each message of SdI does to them (cap. 25, Stati).

SdI gives each transmission an IdentificativoSdI of its own, and either refuses it (NS) or issues the invoice (all the
others). The state is worked out from all the messages of a file together, so that it is the same whatever the order
they are read in; one that contradicts the others is told, and what says that the invoice is issued holds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

FATTO, CONTROLLATO, FIRMATO, INVIATO = "fatto", "controllato", "firmato", "inviato"
NON_CONSEGNATO, IMPOSSIBILE, CONSEGNATO = "non_consegnato", "impossibile", "consegnato"
TERMINI, ACCETTATO, RIFIUTATO, SCARTATO = "termini", "accettato", "rifiutato", "scartato"

STATI = (
    FATTO, CONTROLLATO, FIRMATO, INVIATO, NON_CONSEGNATO, IMPOSSIBILE, CONSEGNATO,
    TERMINI, ACCETTATO, RIFIUTATO, SCARTATO,
)  # fmt: skip
"""From the lowest step to the highest."""
SOSTITUITO = "sostituito"
"""How a file not sent, of which a newer one was made, is shown and looked for; in the archive it keeps its state."""

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
    SOSTITUITO: "Sostituito",
}

PRIMA_DELL_INVIO = frozenset({FATTO, CONTROLLATO, FIRMATO})
DA_RIFARE = frozenset({SCARTATO, RIFIUTATO})
"""The parcella was not issued, or the office refused it: it is corrected and goes again under a new file name."""
DUPLICATI = frozenset({"00002", "00404"})
"""The controls of SdI that refuse a file since its name, or its number, was sent before."""

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


@dataclass(frozen=True, slots=True)
class Detto:
    """What a message says of its file. `chiave` tells it apart and grows as messages are read; `duplicato` is a scarto
    because the name or the number was sent before (00002, 00404), which takes nothing from what was sent before."""

    chiave: int
    tipo: str
    stato: str | None
    identificativo: str = ""
    momento: datetime | None = None
    message_id: str = ""
    duplicato: bool = False

    @property
    def _quando(self) -> tuple[datetime, int, int]:
        """Its place among the others: its own moment, else the number SdI gave it, else as it was read."""
        numero = int(self.message_id) if self.message_id.isascii() and self.message_id.isdigit() else 10**40
        return self.momento or datetime.max.replace(tzinfo=UTC), numero, self.chiave


@dataclass(frozen=True, slots=True)
class Valutazione:
    """The state of a file, the transmission it is about, and the messages that contradict it, each with a sentence."""

    stato: str
    identificativo: str | None
    contrari: dict[int, str] = field(default_factory=dict)


def valuta(base: str, detti: Iterable[Detto]) -> Valutazione:
    """Where the messages of a file leave it; `base` is its state before any of them."""
    invii: dict[str, list[Detto]] = {}
    for detto in detti:
        invii.setdefault(detto.identificativo, []).append(detto)
    if not invii:
        return Valutazione(base, None)
    suo = min(invii, key=lambda invio: _precedenza(invio, invii[invio]))
    emesso = [detto for detto in invii[suo] if detto.stato not in (None, SCARTATO)]
    scarti = [detto for detto in invii[suo] if detto.stato == SCARTATO]
    if not emesso:
        return Valutazione(SCARTATO if scarti else base, suo or None, {})
    esito, contrari = _esito(emesso)
    contrari |= {scarto.chiave: _SCARTO_CONTRARIO for scarto in scarti}
    for altro, delli in invii.items():
        if altro != suo:
            contrari |= {detto.chiave: _ALTRO_INVIO.format(altro) for detto in delli}
    return Valutazione(piu_avanti(INVIATO, esito), suo or None, contrari)


def _precedenza(identificativo: str, detti: Sequence[Detto]) -> tuple[object, ...]:
    """Of the transmissions under one name: that which was issued, else refused for a fault of its own; the first.

    An outcome alone (EC) names no file, and says less than a receipt.
    """
    emesso = any(detto.stato not in (None, SCARTATO) and detto.tipo != "EC" for detto in detti)
    per_esito = any(detto.tipo == "EC" for detto in detti)
    suo_scarto = any(detto.stato == SCARTATO and not detto.duplicato for detto in detti)
    scarto = any(detto.stato == SCARTATO for detto in detti)
    prima = min(detto.momento or datetime.max.replace(tzinfo=UTC) for detto in detti)
    return not emesso, not per_esito, not suo_scarto, not scarto, prima, len(identificativo), identificativo


def _esito(detti: Sequence[Detto]) -> tuple[list[str | None], dict[int, str]]:
    """The steps of a transmission that was issued. Of two outcomes that differ the first one given holds."""
    esiti = sorted((detto for detto in detti if detto.stato in (ACCETTATO, RIFIUTATO)), key=lambda d: d._quando)
    altri = [detto.stato for detto in detti if detto.stato not in (ACCETTATO, RIFIUTATO)]
    if not esiti:
        return altri, {}
    primo = esiti[0].stato
    frase = _ESITO_CONTRARIO.format(DESCRIZIONI[primo or ""].lower())
    return [*altri, primo], {esito.chiave: frase for esito in esiti if esito.stato != primo}


_SCARTO_CONTRARIO = (
    "Messaggio contrario: è lo scarto di un invio che altri messaggi dicono emesso; lo stato del file non cambia."
)
_ESITO_CONTRARIO = "Esito contrario già ricevuto: vale il primo («{}»), lo stato del file non cambia."
_ALTRO_INVIO = "Riguarda un altro invio con lo stesso nome (identificativo {}): lo stato del file non cambia."


def cosa_fare(
    stato: str, *, pubblica_amministrazione: bool, sostituito_da: str | None = None, gia_inviata_con: str | None = None
) -> str:
    """What the operator has to do of a file in this state (fatturapa § 6.3), given the other files of its parcella."""
    if stato in PRIMA_DELL_INVIO | DA_RIFARE:
        if gia_inviata_con:
            return f"La parcella è già inviata con {gia_inviata_con}: di questo nulla da fare."
        if sostituito_da:
            return f"Sostituito da {sostituito_da}: nulla da fare."
    frase = _da_solo(stato, pubblica_amministrazione=pubblica_amministrazione)
    return f"{frase} Attenzione: {sostituito_da}, fatto dopo, è una seconda fattura." if sostituito_da else frase


def _da_solo(stato: str, *, pubblica_amministrazione: bool) -> str:
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
    CONSEGNATO: "La fattura è emessa e consegnata: si corregge con una nota di credito (sulla parcella, ^F6).",
    TERMINI: "L'ufficio non ha risposto entro 15 giorni: non è un'accettazione; sentire l'ufficio.",
    ACCETTATO: "L'ufficio ha accettato la fattura: nulla da fare.",
    RIFIUTATO: "L'ufficio ha rifiutato la fattura: correggerla e inviarla di nuovo, con lo stesso numero.",
    SCARTATO: "La fattura non è emessa: correggerla e inviarla di nuovo entro 5 giorni, con lo stesso numero e data.",
}
