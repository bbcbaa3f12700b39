"""What the screens of small tables share: a list and, over it, the card of a record; and fields with a description.

A subclass of `SchermoTabella` says which table, which columns, which rules; `Carta` is the window of one record.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from sqlmodel import Session, SQLModel
from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.aziende.schede import trova
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.giornale.consultazione import chiave_di
from parcella.ledger.tabella import colonne
from parcella.screens.scheda import valori_di
from parcella.screens.studio import SchermoStudio
from parcella.widgets.campo import Campo, Valori
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import CampoLasciato, RigaScelta
from parcella.widgets.modulo import Modulo
from parcella.widgets.schermo import Riquadro
from parcella.widgets.sorgente import Colonna, Riga, SorgenteLista

DESCRIZIONE = "descrizione_di_"


def con_descrizione(campo: Campo, colonna: str = "descrizione") -> tuple[Campo, Campo]:
    """A coded field, and beside it what its code means, filled by its lookup."""
    nome = DESCRIZIONE + campo.identificatore
    assert campo.ricerca is not None  # noqa: S101 - declared so
    ricerca = replace(campo.ricerca, riporta={**campo.ricerca.riporta, nome: colonna})
    return replace(campo, ricerca=ricerca), Campo(
        nome, "", sola_lettura=True, accanto=True, larghezza=10, elastico=True
    )


def descrivi(campi: Sequence[Campo], valori: Valori) -> dict[str, Any]:
    """The values with the meaning of each code. Reads the archive: to be called in a thread."""
    descritti = dict(valori)
    for campo in campi:
        codice = valori.get(campo.identificatore)
        if campo.ricerca is None or campo.ricerca.risolvi is None:
            continue
        riga = campo.ricerca.risolvi(str(codice)) if codice not in (None, "") else None
        for altro, colonna in campo.ricerca.riporta.items():
            if altro.startswith(DESCRIZIONE):
                descritti[altro] = None if riga is None else riga.get(colonna)
    return descritti


def da_scrivere(tabella: type[SQLModel], valori: Valori) -> dict[str, Any]:
    """The columns of the table among the values of a form, as the rules take them: what is left empty is None."""
    scritti: dict[str, Any] = {}
    for colonna in colonne(tabella):
        if colonna.name in valori:
            valore = valori[colonna.name]
            bianco = " " if " " in colonna.info.get("valori", ()) else None
            scritti[colonna.name] = bianco if valore in ("", None) else valore
    return scritti


class SchermoTabella(SchermoStudio[None]):
    """A small table of the archive: Enter opens a record, ⇧F4 makes a new one, ⇧F3 deletes."""

    comandi = [
        Comando("tabella.cancella", "shift+f3,delete", "Cancella", "cancella", attivo="si_cancella"),
        Comando("tabella.nuovo", "shift+f4,insert", "Nuovo", "nuovo", attivo="si_aggiunge"),
        Comando("tabella.stampa", "shift+f8", "Stampa", "mostra_stampa", attivo="si_stampa"),
    ]

    tabella: ClassVar[type[SQLModel]]
    chiave: ClassVar[tuple[str, ...]] = ("codice",)
    """The columns that name a record: not changed once it exists."""
    voce: ClassVar[str]
    """A record, as messages call it: «Codice IVA»."""
    colonne: ClassVar[Sequence[Colonna]]
    etichette: ClassVar[int | None] = None
    stampa: ClassVar[str] = ""
    """The name of its print, if it has one (`stampe.prospetti.tabelle`)."""

    # --- what a table declares ---

    def campi(self) -> Iterable[Campo]:
        """The fields of the card, those of the key among them."""
        raise NotImplementedError

    def elenca(self, sessione: Session, azienda: int) -> Iterable[SQLModel]:
        """The records of the table."""
        raise NotImplementedError

    def salva(self, sessione: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> object:
        """The rule that writes a record."""
        raise NotImplementedError

    def elimina(self, sessione: Session, contesto: Contesto, riga: Riga) -> None:
        """The rule that deletes one."""
        raise NotImplementedError

    def righe(self, sessione: Session) -> list[dict[str, Any]]:
        """The rows of the list."""
        return [valori_di(record) for record in self.elenca(sessione, self.contesto.azienda)]

    def esiste(self, sessione: Session, dati: Mapping[str, Any]) -> bool:
        """A record with this key is there already."""
        chiave = {nome: dati[nome] for nome in self.chiave}
        return trova(sessione, self.tabella, azienda=self.contesto.azienda, **chiave) is not None

    def carta(self, riga: Riga | None) -> "Carta":
        """The window of a record, or of a new one."""
        return Carta(self, riga)

    def nome_di(self, riga: Valori) -> str:
        """A record by name, in messages."""
        return f"{self.voce} {' '.join(str(riga[nome]) for nome in self.chiave)}"

    # --- the list ---

    @property
    def elenco(self) -> Elenco:
        """The list."""
        return self.query_one(Elenco)

    @property
    def si_aggiunge(self) -> bool:
        """Records can be made here."""
        return True

    @property
    def si_cancella(self) -> bool:
        """There is a record that can be deleted."""
        return type(self).elimina is not SchermoTabella.elimina and self.elenco.riga is not None

    def corpo(self) -> ComposeResult:
        yield Elenco(self.colonne, titolo=self.titolo, vuoto="Nessuna riga: ⇧F4 ne aggiunge una.")

    async def apri(self) -> None:
        await self.rileggi()

    @property
    def nel_giornale(self) -> tuple[str, str | int | None] | None:  # type: ignore[override]
        """The record under the bar; the whole table when it is empty."""
        riga = self.elenco.riga
        return str(self.tabella.__tablename__), None if riga is None else chiave_di(self.tabella, riga)

    def chiave_di(self, riga: Riga) -> tuple[Any, ...]:
        """The key of a row."""
        return tuple(riga[nome] for nome in self.chiave)

    async def rileggi(self, chiave: tuple[Any, ...] | None = None) -> None:
        """Read the rows again, with the bar on a record, or where it was."""
        letto = await self.leggi(self.righe)
        if letto is not None:
            righe, indice = letto.valore, self.elenco.indice
            await self.elenco.mostra_subito(SorgenteLista(righe, self.chiave_di))
            self.elenco.vai(next((i for i, r in enumerate(righe) if self.chiave_di(r) == chiave), indice))

    def conosce(self, chiave: tuple[Any, ...]) -> bool:
        """The list has a row with this key."""
        sorgente = self.elenco.sorgente
        return isinstance(sorgente, SorgenteLista) and any(self.chiave_di(r) == chiave for r in sorgente.righe)

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.programma.lavora(self.apri_carta(event.riga))

    @property
    def si_stampa(self) -> bool:
        """The table has a print."""
        return bool(self.stampa)

    async def mostra_stampa(self) -> None:
        """⇧F8: the whole table on the screen, and from there to a file."""
        from parcella.screens.stampa_video import mostra_tabella

        await mostra_tabella(self, self.stampa)

    async def nuovo(self) -> None:
        """⇧F4."""
        await self.apri_carta(None)

    async def apri_carta(self, riga: Riga | None) -> None:
        """Open the card of a record (or of a new one), and show what came of it."""
        carta = self.carta(riga)
        messaggio = await self.programma.attendi(carta)
        await self.rileggi(carta.ultima)
        if messaggio:
            self.avvisa(messaggio)

    async def cancella(self) -> None:
        """⇧F3."""
        riga = self.elenco.riga
        if riga is None or not await self.conferma_cancellazione(f"Cancello {self.nome_di(riga)}"):
            return
        if await self.conferma_regola(lambda sessione, _: self.elimina(sessione, self.contesto, riga)):
            await self.rileggi()
            self.avvisa(f"{self.nome_di(riga)}: cancellato.")


class Carta(Riquadro[str], SchermoStudio[str]):
    """The card of a record over its list; dismissed with what was done. After a new record it waits for another."""

    def __init__(self, tavola: SchermoTabella, riga: Riga | None) -> None:
        super().__init__()
        self.tavola = tavola
        self.riga = riga
        self.nuova = riga is None
        self.titolo = f"{tavola.titolo}: nuovo" if riga is None else tavola.nome_di(riga)
        self.pagina_aiuto = tavola.pagina_aiuto
        self.ultima: tuple[Any, ...] | None = None
        """The key of the record written last."""
        self._scritti: list[str] = []

    @property
    def nome_bozza(self) -> str:
        """A draft for each record."""
        chiave = "" if self.riga is None else "-".join(str(self.riga[nome]) for nome in self.tavola.chiave)
        return f"{self.tavola.pagina_aiuto}-{chiave or 'nuovo'}"

    def corpo(self) -> ComposeResult:
        yield Modulo(list(self._campi()), etichette=self.tavola.etichette)

    def _campi(self) -> Iterable[Campo]:
        for campo in self.tavola.campi():
            if campo.identificatore in self.tavola.chiave:
                yield replace(campo, sola_lettura=not self.nuova, obbligatorio=True)
            else:
                yield campo

    @property
    def nel_giornale(self) -> tuple[str, str | int | None] | None:  # type: ignore[override]
        """The record, once it exists."""
        tabella = self.tavola.tabella
        return None if self.riga is None else (str(tabella.__tablename__), chiave_di(tabella, self.riga))

    @property
    def modulo(self) -> Modulo:
        """The form."""
        return self.query_one(Modulo)

    async def apri(self) -> None:
        valori = dict(self.riga) if self.riga is not None else _iniziali(self.modulo.campi)
        self.modulo.carica(await self.in_disparte(descrivi, self.modulo.campi, valori))

    def on_campo_lasciato(self, event: CampoLasciato) -> None:
        if self.nuova and event.cambiato and event.identificatore == self.tavola.chiave[-1]:
            chiave = self.tavola.chiave_di(self.modulo.valori)
            if self.tavola.conosce(chiave):
                self.programma.lavora(self._torna_alla_chiave())

    async def _torna_alla_chiave(self) -> None:
        """Said once, where the code was typed; whoever insists is refused at F10."""
        await self.ricalcolato()
        self.modulo.vai_a(self.tavola.chiave[-1])
        self.avvisa_sul_campo(self.modulo, self._esiste_gia())

    def _esiste_gia(self) -> str:
        return f"{self.tavola.nome_di(self.modulo.valori)} esiste già: Esc, e Invio sulla sua riga per variarlo."

    async def conferma(self) -> None:
        """F10."""
        dati = self.dati()
        fatto = await self.conferma_regola(lambda sessione, risposte: self._scrivi(sessione, dati, risposte))
        if fatto is None:
            return
        valori = self.modulo.valori
        self.ultima = self.tavola.chiave_di(valori)
        messaggio = " ".join((f"{self.tavola.nome_di(valori)}: registrato.", *fatto.valore))
        self.registrato()
        if self.nuova:
            self.modulo.carica(_iniziali(self.modulo.campi))
            await self.ricalcolato()  # the hint of the first field comes before what is said
            self.avvisa(f"{messaggio} Ora il seguente, o Esc.")
        else:
            self.dismiss(messaggio)

    def dati(self) -> dict[str, Any]:
        """What is written."""
        return da_scrivere(self.tavola.tabella, self.modulo.valori)

    def _scrivi(self, sessione: Session, dati: dict[str, Any], risposte: Risposte) -> list[str]:
        if self.nuova and self.tavola.esiste(sessione, dati):
            raise Rifiuto(self._esiste_gia(), self.tavola.chiave[-1])
        self.tavola.salva(sessione, self.contesto, dati, risposte)
        return [avviso.messaggio for avviso in risposte.avvisi]


def _iniziali(campi: Sequence[Campo]) -> dict[str, Any]:
    return {campo.identificatore: campo.iniziale() for campo in campi}
