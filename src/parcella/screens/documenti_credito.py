"""From a parcella definitiva on the screen to its nota di credito, typed as a new document (TD04)."""

from datetime import date
from typing import TYPE_CHECKING

from parcella.ledger.documenti import proposte
from parcella.ledger.documenti.accredita import nota_di_credito
from parcella.ledger.documenti.fascicoli import fascicolo
from parcella.ledger.documenti.proposte import PropostaCliente
from parcella.screens import documenti_dati as dati
from parcella.screens.documenti_aperture import DocumentoConFinestre

if TYPE_CHECKING:
    from sqlmodel import Session

    from parcella.ledger.contesto import Contesto


class DocumentoAccreditabile(DocumentoConFinestre):
    """The whole of the parcella is proposed: rows and amounts may be made less before F10."""

    @property
    def si_accredita(self) -> bool:
        """A parcella definitiva, looked at, that is not a nota di credito itself."""
        definitiva = self.chiave is not None and self.consulta and self.testata["stato_parcella"] == "D"
        return definitiva and self.altri.get("nota_credito") != "S"

    async def apri_documento(self, chiave: int) -> bool:
        aperto = await super().apri_documento(chiave)
        if aperto and self.si_accredita:
            self.di_e_resta("La parcella è definitiva: sola consultazione. ^F6 ne fa la nota di credito.")
        return aperto

    async def accredita(self) -> None:
        """Ctrl+F6."""
        letto = await self.leggi(_da_accreditare, self.contesto, self.chiave or 0, self.programma.lavoro)
        if letto is None:
            return
        mostrato, proposta = letto.valore
        self.chiave, self.versione, self.consulta = None, None, False
        self._carica(mostrato, proposta)
        self._base = {}  # nothing was typed, and yet it is there to be lost
        await self.ricalcola_ora()
        self.griglia.focus()
        self.di_e_resta(
            f"Nota di credito a storno della {mostrato.altri['fattura_collegata_numero']}: togliere o ridurre ciò che "
            "resta dovuto, poi F10."
        )


def _da_accreditare(
    sessione: "Session", contesto: "Contesto", chiave: int, giorno: date
) -> tuple[dati.Mostrato, PropostaCliente]:
    letto = fascicolo(sessione, contesto, chiave)
    proposta = proposte.proposta_salvata(sessione, contesto, letto)
    return dati.di_nota_credito(letto, nota_di_credito(sessione, letto, giorno), proposta), proposta
