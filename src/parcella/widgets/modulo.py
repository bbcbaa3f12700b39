"""A form: fields with their labels, several a line, drawn as lines of the screen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip

from parcella.widgets.campo import Campo
from parcella.widgets.eventi import FineModulo
from parcella.widgets.scrittura import Scrittura
from parcella.widgets.tratti import NORMALE, SPENTO, Tratto, entro, filetto, striscia


@dataclass(frozen=True, slots=True)
class Posto:
    """Where a field is drawn."""

    indice: int
    y: int
    x: int
    x_valore: int
    colonne: int


class Modulo(Scrittura):
    """A form of `Campo`s. Enter goes on, Up goes back, a click goes there; `valori` are the accepted values."""

    DEFAULT_CSS = "Modulo { height: auto; background: transparent; scrollbar-size: 1 1; overflow-x: hidden; }"

    def __init__(
        self,
        campi: Sequence[Campo],
        valori: Mapping[str, Any] | None = None,
        *,
        etichette: int | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.campi = list(campi)
        self._indici = {campo.identificatore: indice for indice, campo in enumerate(self.campi)}
        self._etichette = etichette
        self._posti: list[Posto] = []
        self._sezioni: dict[int, str] = {}
        self._altezza = 0
        self._valori: dict[str, Any] = {}
        self._base: dict[str, Any] = {}
        self.indice = 0
        self.carica(valori or {})

    # --- what screens ask --------------------------------------------------------------------------

    @property
    def valori(self) -> dict[str, Any]:
        """The accepted values of all fields."""
        return dict(self._valori)

    def __getitem__(self, identificatore: str) -> Any:
        return self._valori[identificatore]

    def carica(self, valori: Mapping[str, Any]) -> None:
        """Show a record (or, with nothing, a new one): what is there is not a change of the operator's."""
        self._valori = {c.identificatore: c.iniziale() for c in self.campi} | dict(valori)
        self._base = dict(self._valori)
        self.indice = self._cerca(0, 1, compreso=True)
        self.apri_editore()
        self.refresh()

    def imposta(self, identificatore: str, valore: Any) -> None:
        """Set a value the screen has worked out."""
        self._valori[identificatore] = valore
        campo = self.campo
        if campo is not None and campo.identificatore == identificatore:
            self.apri_editore()
        self.refresh()

    def mostra_a_lato(self, identificatore: str, valore: Any) -> None:
        """Set a read-only value that follows from elsewhere: no change of the operator's."""
        self._base[identificatore] = valore
        self.imposta(identificatore, valore)

    def ridefinisci(self, identificatore: str, **altro: Any) -> None:
        """Change what a field is: its length, for one that depends on what the archive says."""
        indice = self._indici[identificatore]
        self.campi[indice] = replace(self.campi[indice], **altro)
        self._disponi(self.size.width)
        self.apri_editore()
        self.refresh()

    def rinomina(self, identificatore: str, etichetta: str) -> None:
        """Change the label of a field that another gives its meaning to."""
        indice = self._indici[identificatore]
        if self.campi[indice].etichetta != etichetta:
            self.campi[indice] = replace(self.campi[indice], etichetta=etichetta)
            self._disponi(self.size.width)
            self.refresh()

    def vai_a(self, identificatore: str) -> bool:
        """Put the cursor on a field, and the focus on the form; False if there is no such field."""
        indice = self._indici.get(identificatore)
        if indice is None:
            return False
        self._vai(indice)
        self.focus()
        return True

    def vai_in_cima(self, identificatore: str) -> None:
        """Put the cursor on a field, with its line, or the rule above it, on top of what is in sight."""
        if self.vai_a(identificatore):
            posto = self._posti[self.indice]
            alto = posto.y - 1 if posto.y - 1 in self._sezioni else posto.y
            self.scroll_to(y=alto, animate=False, force=True, immediate=True)

    @property
    def modificato(self) -> bool:
        """Something differs from the record shown."""
        return self.in_corso or self._valori != self._base

    def registrato(self) -> None:
        """What is there has been saved: it is the record now."""
        self._base = dict(self._valori)

    def mancante(self) -> Campo | None:
        """The first required field that is empty."""
        for campo in self.campi:
            vuoto = self._valori.get(campo.identificatore) in (None, "")
            if campo.obbligatorio and vuoto and campo.si_immette(self._valori):
                return campo
        return None

    def stato(self) -> dict[str, Any]:
        """All that was typed, for the draft."""
        return {"valori": self.valori, "campo": self.indice, "testo": self.editore.testo if self.in_corso else None}

    def riprendi(self, stato: Mapping[str, Any]) -> None:
        """Put back what a draft has; the record it started from stays the term of comparison."""
        noti = self._valori.keys()
        self._valori |= {k: v for k, v in stato["valori"].items() if k in noti}
        self._vai(min(int(stato["campo"]), len(self.campi) - 1))
        if stato["testo"] is not None:
            self.editore.sostituisci(str(stato["testo"]))
            self.editore.fine()
            self.editore.selezionato = False
        self.refresh()

    # --- the current field -------------------------------------------------------------------------

    @property
    def campo(self) -> Campo | None:
        return self.campi[self.indice] if self.campi and self.campi[self.indice].si_immette(self._valori) else None

    @property
    def valori_correnti(self) -> dict[str, Any]:
        return self._valori

    def _cerca(self, da: int, verso: int, compreso: bool = False) -> int:
        """Index of the next enterable field, or `da` itself if there is none."""
        indice = da if compreso else da + verso
        while 0 <= indice < len(self.campi):
            if self.campi[indice].si_immette(self._valori) and not self.campi[indice].di_lato:
                return indice
            indice += verso
        return da

    def muovi(self, verso: int) -> None:
        trovato = self._cerca(self.indice, verso)
        if trovato == self.indice:
            self.apri_editore()
            self.post_message(FineModulo(self, verso))
        else:
            self._vai(trovato)

    def entra(self, verso: int) -> None:
        inizio = 0 if verso > 0 else len(self.campi) - 1
        self._vai(self._cerca(inizio, verso, compreso=True))
        self.focus()

    def _vai(self, indice: int) -> None:
        self.indice = indice
        self.apri_editore()
        self._in_vista()
        self.refresh()

    def tasto(self, nome: str, carattere: str | None) -> bool:
        if nome in ("ctrl+home", "ctrl+end"):
            meta = self._cerca(0, 1, True) if nome == "ctrl+home" else self._cerca(len(self.campi) - 1, -1, True)
            self.lascia(lambda: self._vai(meta))
            return True
        if nome == "right" and (campo := self.campo) is not None and campo.a_destra and self.editore.alla_fine:
            self.lascia(lambda: self._vai(self._indici[campo.a_destra]))
            return True
        return super().tasto(nome, carattere)

    def on_click(self, event: events.Click) -> None:
        riga = event.y + int(self.scroll_offset.y)
        for posto in self._posti:
            if posto.y == riga and posto.x <= event.x < posto.x_valore + posto.colonne:
                self._clic(posto, event.x - posto.x_valore)

    def _clic(self, posto: Posto, colonna: int) -> None:
        if posto.indice == self.indice:
            if colonna >= 0:
                self.editore.cursore = min(colonna, len(self.editore.testo))
                self.editore.selezionato = False
                self.refresh()
        elif self.campi[posto.indice].si_immette(self._valori):
            self.lascia(lambda: self._vai(posto.indice))

    # --- layout and drawing ------------------------------------------------------------------------

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._disponi(width)
        return self._altezza

    def on_resize(self) -> None:
        self._disponi(self.size.width)
        self.virtual_size = Size(self.size.width, self._altezza)
        self._in_vista()
        self.refresh()

    def _disponi(self, largo: int) -> None:
        """Give each field its place: one a line, or beside the one before, or where it says."""
        incolonnati = [len(c.etichetta) for c in self.campi if not c.accanto and c.colonna is None]
        etichette = self._etichette if self._etichette is not None else max(incolonnati, default=0)
        self._posti, self._sezioni = [], {}
        y, x = -1, 1
        for indice, campo in enumerate(self.campi):
            if campo.sezione:
                y += 1
                self._sezioni[y] = campo.sezione
            largo_etichetta = len(campo.etichetta)
            if campo.riga is not None:
                y = campo.riga
                x = 1 if campo.colonna is None else campo.colonna
            elif campo.accanto and x + largo_etichetta + 1 + campo.colonne <= largo:
                x = x if campo.colonna is None else campo.colonna
            else:
                y += 1
                x = 1 if campo.colonna is None else campo.colonna
                largo_etichetta = max(largo_etichetta, etichette if campo.colonna is None else 0)
            x_valore = x + largo_etichetta + (1 if largo_etichetta else 0)
            libere = max(1, largo - x_valore - 1)
            colonne = libere if campo.elastico else min(campo.colonne, libere)
            self._posti.append(Posto(indice, y, x, x_valore, colonne))
            x = x_valore + colonne + 2
        self._altezza = max((p.y for p in self._posti), default=-1) + 1

    def _posto_corrente(self) -> Posto | None:
        return self._posti[self.indice] if self.indice < len(self._posti) else None

    def _in_vista(self) -> None:
        posto = self._posto_corrente()
        if posto is None or not self.size.height:
            return
        alto = int(self.scroll_offset.y)
        sopra = posto.y - 1 if posto.y - 1 in self._sezioni or posto.y == 1 else posto.y
        nuovo = min(alto, sopra) if posto.y < alto + self.size.height else posto.y - self.size.height + 1
        if nuovo != alto:
            self.scroll_to(y=nuovo, animate=False, force=True, immediate=True)

    def ridisegna_campo(self) -> None:
        posto = self._posto_corrente()
        if posto is not None:
            self.refresh(Region(0, posto.y - int(self.scroll_offset.y), self.size.width, 1))

    def _superati(self) -> Collection[str]:
        """The fields that belong to the code that was there: while another is being typed they would mislead."""
        campo = self.campo
        return campo.ricerca.riporta if campo is not None and campo.ricerca is not None and self.in_corso else ()

    def render_line(self, y: int) -> Strip:
        largo = self.size.width
        riga = y + int(self.scroll_offset.y)
        if riga in self._sezioni:
            return filetto(self._sezioni[riga], largo)
        tratti: list[Tratto] = []
        superati = self._superati()
        x = 0
        for posto in (p for p in self._posti if p.y == riga):
            campo = self.campi[posto.indice]
            si_immette = campo.si_immette(self._valori)
            tratti.append((" " * (posto.x - x), NORMALE))
            etichetta = entro(campo.etichetta, posto.x_valore - posto.x)
            tratti.append((etichetta, NORMALE if si_immette else SPENTO))
            valore = None if campo.identificatore in superati else self._valori.get(campo.identificatore)
            corrente = posto.indice == self.indice and si_immette
            tratti += self.tratti_valore(campo, valore, posto.colonne, corrente, si_immette)
            x = posto.x_valore + posto.colonne
        return striscia(tratti, largo)
