"""The body of a document: rows of prestazioni and descriptions, with the stops at `?` and the amount proposed."""

from collections.abc import Mapping, Sequence
from typing import Any

from parcella.widgets.griglia import RIGHE_MASSIME, Griglia

NASCOSTI = (
    "codice_prestazione",
    "tipo_riga",
    "prezzo_unitario",
    "prezzo_proposto",
    "iva_proposta",
    "codice_iva_riga",
    "data_prestazione",
    "soggetta_rda",
    "soggetta_cassa",
    "soggetta_inps",
    "soggetta_enasarco",
    "conto_ricavo",
    "conto_ricavo_sospeso",
    "azzera",
    "minimo_fatturabile",
    "massimo_fatturabile",
    "inserita",
    "importo_visto",
    "da_completare",
    "limite_visto",
)
"""What a row has besides its columns."""


def riga_nuova() -> dict[str, Any]:
    """What an empty row starts from."""
    return dict.fromkeys(NASCOSTI)


class Corpo(Griglia):
    """Enter on a code goes to Qta, or to the first `?` of the description; Up on Qta goes back to the description."""

    _punto = 0
    """Where in the description the next `?` is looked for."""
    _su_punto = False
    """The cursor is on a `?`, which the first character typed replaces."""
    _tratto: tuple[int, int] | None = None
    """The run of `?` under the cursor: a field as long as the run, whose characters are replaced (PRE-101, PRE-103)."""
    passa_oltre = 0
    """How many rows the code just typed has filled: Enter goes beyond them."""
    resta = False
    """The code just typed was refused: the cursor stays on it."""

    def _cella(self, identificatore: str) -> int:
        return [c.identificatore for c in self.colonne].index(identificatore)

    @property
    def identificatore(self) -> str:
        """The field the cursor is on."""
        return self.colonne[self.cella].identificatore

    # --- rows --------------------------------------------------------------------------------------

    def sostituisci(self, indice: int, righe: Sequence[Mapping[str, Any]]) -> bool:
        """Put one or more rows in the place of one; False if there is no room for them (DOC-072)."""
        if len(self._righe) + len(righe) - 1 > RIGHE_MASSIME:
            return False
        self._righe[indice : indice + 1] = [self._riga_vuota() | dict(r) for r in righe]
        self._misura()
        self.refresh()
        return True

    def segna(self, indice: int, **valori: Any) -> None:
        """Set values of a row that the screen has worked out."""
        for nome, valore in valori.items():
            self.imposta(indice, nome, valore)

    def svuota(self, indice: int) -> None:
        """The code of the row has been cleared: it is a new row."""
        self._righe[indice] = self._riga_vuota()
        self.passa_oltre = 0
        self.apri_editore()
        self.refresh()

    @property
    def spese_di_riga(self) -> bool:
        """At least one row has a spesa anticipata (DOC-103)."""
        return any(r.get("spese_anticipate_riga") for r in self._righe)

    # --- moving ------------------------------------------------------------------------------------

    def apri_editore(self) -> None:
        """On reaching an amount that is zero, Qta × Prezzo is proposed (DOC-083)."""
        campo, self._tratto = self.campo, None
        if campo is not None and campo.identificatore == "importo_prestazione":
            self._proponi_importo(self._righe[self.indice])
        super().apri_editore()

    def completa_importi(self, *, anche_corrente: bool = False) -> None:
        """Rows confirmed before the cursor reached their amount get it all the same: what is typed is never lost."""
        for indice, riga in enumerate(self._righe):
            sotto_il_cursore = indice == self.indice and self.has_focus and not anche_corrente
            if riga.get("inserita") == "S" and riga.get("importo_visto") != "S" and not sotto_il_cursore:
                self._proponi_importo(riga)
        self.refresh()

    @staticmethod
    def _proponi_importo(riga: dict[str, Any]) -> None:
        riga["importo_visto"] = "S"
        if not riga["importo_prestazione"] and riga.get("azzera") != "S" and riga.get("prezzo_unitario"):
            from parcella.ledger.documenti.proposte import importo

            riga["importo_prestazione"] = importo(riga["prezzo_unitario"], riga["quantita"])

    def lascia(self, passo: Any, obbligatorio: bool = False) -> None:
        if self._righe and self.identificatore == "descrizione_riga":
            self._punto = self._tratto[1] if self._tratto else self.editore.cursore + self._su_punto
        self._su_punto, self._tratto = False, None
        super().lascia(passo, obbligatorio)

    def muovi(self, verso: int) -> None:
        if self.resta:
            self.resta = False
            self.apri_editore()
            return
        if verso > 0 and self._righe and self.identificatore in ("codice", "descrizione_riga") and self._avanti():
            return
        super().muovi(verso)

    def _avanti(self) -> bool:
        """Where Enter goes from the code and from the description; False: where the kit says."""
        riga, sul_codice = self._righe[self.indice], self.identificatore == "codice"
        if not riga["codice"]:
            return False
        oltre, self.passa_oltre = self.passa_oltre, 0
        if riga.get("da_completare") and self._al_punto(self.indice, 0 if sul_codice else self._punto):
            return True
        riga["da_completare"] = None
        if riga.get("tipo_riga"):
            for seguente in range(self.indice + 1, len(self._righe)):
                if self._righe[seguente].get("da_completare") and self._al_punto(seguente, 0):
                    return True
            if sul_codice and oltre:
                self._cambia_riga(oltre)
                return True
        elif sul_codice:
            self._vai(self.indice, self._cella("quantita"))
            return True
        return False

    def _al_punto(self, indice: int, da: int) -> bool:
        """Stop on the next `?`, or run of them, of a description; False if there is none."""
        testo = str(self._righe[indice]["descrizione_riga"] or "")
        posto = testo.find("?", da)
        if posto < 0:
            return False
        self._vai(indice, self._cella("descrizione_riga"))
        self.editore.cursore, self.editore.selezionato = posto, False
        fine = len(testo) - len(testo[posto:].lstrip("?"))
        if fine - posto > 1:
            self._tratto = posto, fine
        else:
            self._su_punto = True
        self.refresh()
        return True

    def _nel_tratto(self, nome: str, carattere: str | None) -> bool:
        """Type over the `?` of a run; False if the key is not for it."""
        if self._tratto is None:
            return False
        inizio, fine = self._tratto
        editore, scrive = self.editore, carattere is not None and carattere.isprintable()
        if scrive and editore.cursore == fine:
            self._schermo.avvisa(f"Qui stanno {fine - inizio} caratteri: Invio passa oltre.", grave=True)
        elif scrive and inizio <= editore.cursore < fine:
            editore.scrivi_sopra(str(carattere))
            self._digitato()
        elif nome == "backspace" and inizio < editore.cursore <= fine:
            editore.sinistra()
            editore.scrivi_sopra("?")
            editore.sinistra()
            self._digitato()
        else:
            return False
        return True

    def tasto(self, nome: str, carattere: str | None) -> bool:
        if nome == "up" and self.campo is not None and self.identificatore == "quantita":
            self.lascia(lambda: self._vai(self.indice, self._cella("descrizione_riga")))
            return True
        if self._nel_tratto(nome, carattere):
            return True
        if self._su_punto and carattere is not None and carattere.isprintable():
            self.editore.cancella_avanti()
            self._su_punto = False
        return super().tasto(nome, carattere)
