"""What the cards of one record have in common: fields made from the columns of a table, the next record and the last.

A card shows a record, says what was changed in it, and goes from one record to the next without leaving the screen.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

from sqlmodel import SQLModel

from parcella.keyboard.comandi import Comando
from parcella.ledger.tabella import colonne, tipo_python
from parcella.ledger.tipi import Euro, Percentuale, Prezzo, Quantita
from parcella.screens.studio import SchermoStudio
from parcella.widgets.bozza import Bozza
from parcella.widgets.campo import Campo, Genere

T = TypeVar("T")
_GENERI: tuple[tuple[type, Genere], ...] = (
    (Euro, "importo"),
    (Prezzo, "prezzo"),
    (Quantita, "quantita"),
    (Percentuale, "percentuale"),
)


def campo(tabella: type[SQLModel], nome: str, etichetta: str, genere: Genere | None = None, **altro: Any) -> Campo:
    """The field of a column: its kind, length, letters and default are those of the table."""
    colonna = tabella.__table__.columns[nome]  # type: ignore[attr-defined]
    info = colonna.info
    if "valori" in info:
        proprio: dict[str, Any] = {"genere": "lettera", "valori": info["valori"]}
        proprio["obbligatorio"] = not colonna.nullable
    else:
        proprio = {"genere": _genere(colonna), "lunghezza": info.get("lunghezza", 0)}
        proprio["obbligatorio"] = info["obbligatorio"]
    if not info["obbligatorio"]:
        proprio["predefinito"] = tabella.model_fields[nome].default
    if genere is not None:
        proprio["genere"] = genere
    return Campo(nome, etichetta, **(proprio | altro))


def _genere(colonna: Any) -> Genere:
    for tipo, genere in _GENERI:
        if isinstance(colonna.type, tipo):
            return genere
    python = tipo_python(colonna)
    return "data" if python is date else "intero" if python is int else "testo"


def valori_di(record: SQLModel) -> dict[str, Any]:
    """The columns of a record as forms hold them: an empty text is the empty string."""
    valori = {c.name: getattr(record, c.name) for c in colonne(type(record))}
    testi = {c.name for c in colonne(type(record)) if tipo_python(c) is str}
    return {nome: "" if valore is None and nome in testi else valore for nome, valore in valori.items()}


def cambiati(adesso: Mapping[str, Any], prima: Mapping[str, Any], tabella: type[SQLModel]) -> dict[str, Any]:
    """The columns whose value differs from that of the record as it was read: only these are written."""
    nomi = {c.name for c in colonne(tabella)}
    return {n: v for n, v in adesso.items() if n in nomi and _valore(v) != _valore(prima.get(n))}


def _valore(valore: Any) -> Any:
    return None if valore == "" else valore


def descrizioni(campi: Sequence[Campo], valori: Mapping[str, Any]) -> dict[str, Any]:
    """What the lookups of the fields bring to other fields, for the codes of a record. Reads the archive."""
    portate: dict[str, Any] = {}
    for campo in campi:
        valore, ricerca = valori.get(campo.identificatore), campo.ricerca
        if ricerca is not None and ricerca.risolvi is not None and ricerca.riporta:
            riga = ricerca.risolvi(str(valore)) if valore not in (None, "") else None
            portate |= {altro: riga.get(colonna) if riga else "" for altro, colonna in ricerca.riporta.items()}
    return portate


class Scheda(SchermoStudio[T], Generic[T]):
    """The card of a record known by its `codice`; empty for a new one."""

    comandi_scheda = [
        Comando("scheda.precedente", "pageup", "Precedente", "precedente", attivo="esistente"),
        Comando("scheda.successivo", "pagedown", "Successivo", "successivo", attivo="esistente"),
    ]

    archivio_giornale: ClassVar[str] = ""
    """The archive, as the journal names it."""

    def __init__(self, codice: str = "") -> None:
        super().__init__()
        self.codice = codice
        self.esito = ""
        """What the screen underneath tells when the card is closed."""

    @property
    def esistente(self) -> bool:
        """The record is in the archive."""
        raise NotImplementedError

    @property
    def nel_giornale(self) -> tuple[str, str | int | None] | None:  # type: ignore[override]
        """The record, once it exists."""
        return (self.archivio_giornale, self.codice) if self.esistente else None

    async def vicino(self, verso: int) -> str | None:
        """The code of the record after this one (1) or before it (-1)."""
        raise NotImplementedError

    async def precedente(self) -> None:
        """Pag↑."""
        await self._vai_al_vicino(-1)

    async def successivo(self) -> None:
        """Pag↓."""
        await self._vai_al_vicino(1)

    async def _vai_al_vicino(self, verso: int) -> None:
        codice = await self.vicino(verso)
        if codice is None:
            self.avvisa("È l'ultimo." if verso > 0 else "È il primo.", grave=True)
        elif await self.lascia_dati():
            await self.passa_a(codice)

    async def passa_a(self, codice: str) -> None:
        """Show another record in this screen, with a draft of its own."""
        self.codice = codice
        sessione = self.programma.sessione
        if sessione.archivio is not None and self.nome_bozza:
            self.bozza = Bozza(sessione.archivio, sessione.utente, sessione.azienda, self.nome_bozza)
        await self.apri()
        await self._offri_bozza()
        self.aggiorna_barra()
