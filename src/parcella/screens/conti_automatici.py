"""Conti automatici: the accounts the program uses by itself, and with F5 the two of the prestazioni of the studio."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from sqlmodel import Session, SQLModel
from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.aziende.conti import conti_automatici, salva_conti_automatici, tipi_ammessi
from parcella.ledger.aziende.tabelle import ContiAutomatici
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Risposte
from parcella.ledger.tabella import colonne
from parcella.screens import ricerche
from parcella.screens.scheda import campo, valori_di
from parcella.screens.studio import SchermoStudio
from parcella.screens.tabella import con_descrizione, da_scrivere, descrivi
from parcella.widgets.campo import Campo
from parcella.widgets.modulo import Modulo
from parcella.widgets.schermo import Riquadro

VENDITE = (
    ("mastro_clienti", "Mastro clienti"),
    ("conto_cassa", "Cassa"),
    ("conto_iva_vendite", "IVA vendite"),
    ("conto_iva_differita", "IVA vendite differita"),
    ("conto_fondo_previdenza", "F.do previdenza prof."),
    ("conto_rivalsa_inps", "Rivalsa INPS"),
    ("conto_spese_banca", "Spese banca"),
    ("conto_bollo", "Bollo"),
)
SOSPESI = (
    ("conto_iva_vendite_sospeso", "IVA vendite (Z)"),
    ("conto_fondo_previdenza_sospeso", "F.do previdenza prof. (Z)"),
    ("conto_rivalsa_inps_sospeso", "Rivalsa INPS (Z)"),
    ("conto_spese_banca_sospeso", "Spese banca (Z)"),
)
ACQUISTI = (
    ("conto_iva_acquisti", "IVA acquisti"),
    ("conto_erario_ritenute_acquisti", "Erario c.ritenute"),
)
DELLO_STUDIO = (
    ("conto_fornitore_studio", "Codice fornitore studio"),
    ("conto_costo_prestazione_studio", "Costo prestazione parcellazione studio"),
)
SOLO_PROFESSIONISTI = ("conto_fondo_previdenza", *(nome for nome, _ in SOSPESI))
AIUTI = {
    "mastro_clienti": "Il mastro sotto cui stanno i clienti: un conto P C.",
    "conto_cassa": "Proposto come conto del pagamento di una parcella definitiva.",
    "conto_iva_differita": "L'IVA delle fatture sospese (FS) fino all'incasso.",
    "conto_fondo_previdenza": "Il debito verso la cassa di previdenza.",
    "conto_bollo": "L'imposta di bollo addebitata al cliente.",
    "conto_fornitore_studio": "Nell'azienda cliente: il fornitore (P F) che è lo studio.",
    "conto_costo_prestazione_studio": "Nell'azienda cliente: il costo delle prestazioni dello studio.",
}


def campi_conto(
    schermo: SchermoStudio[Any], tabella: type[SQLModel], nome: str, etichetta: str, **altro: Any
) -> tuple[Campo, Campo]:
    """An account of the piano dei conti with its description; F2 lists those of the types the column admits."""
    colonna = next(c for c in colonne(tabella) if c.name == nome)
    tipi = tipi_ammessi(colonna, schermo.contesto.tipo)
    ricerca = ricerche.conti(schermo.archivio, schermo.contesto, tipi)
    altro = {"aiuto": f"Conto di tipo {' o '.join(tipi)}; F2 li elenca."} | altro
    return con_descrizione(campo(tabella, nome, etichetta, "codice", ricerca=ricerca, **altro))


class _Conti(SchermoStudio[None]):
    """Accounts read and written together."""

    pagina_aiuto = "conti-automatici"
    nel_giornale = ("conti_automatici", "")
    sezioni: ClassVar[Sequence[tuple[str, Sequence[tuple[str, str]]]]]

    def _campi(self) -> Iterable[Campo]:
        for titolo, conti in self.sezioni:
            sezione = titolo
            for nome, etichetta in conti:
                if nome in SOLO_PROFESSIONISTI and self.contesto.tipo != "P":
                    continue
                aiuto = {"aiuto": AIUTI[nome]} if nome in AIUTI else {}
                yield from campi_conto(self, ContiAutomatici, nome, etichetta, sezione=sezione, **aiuto)
                sezione = ""

    def corpo(self) -> ComposeResult:
        yield Modulo(list(self._campi()))

    async def apri(self) -> None:
        modulo = self.query_one(Modulo)

        def valori(sessione: Session) -> dict[str, Any]:
            letti = valori_di(conti_automatici(sessione, self.contesto.azienda) or ContiAutomatici(azienda=0))
            miei = {c.identificatore for c in modulo.campi}
            return descrivi(modulo.campi, {nome: valore for nome, valore in letti.items() if nome in miei})

        if letto := await self.leggi(valori):
            modulo.carica(letto.valore)

    async def conferma(self) -> None:
        """F10."""
        dati = da_scrivere(ContiAutomatici, self.query_one(Modulo).valori)
        if fatto := await self.scrivi(_salva, dati):
            self.registrato()
            if not fatto.valore:  # else the operator reads first what there is to know
                self.dismiss(None)


class SchermoContiAutomatici(_Conti):
    """First screen (CTA-001)."""

    titolo = "Conti automatici"
    comandi = [Comando("conti_automatici.altri", "f5", "Altri conti", "altri")]
    sezioni = (("Vendite", VENDITE), ("Sospesi fino all'incasso", SOSPESI), ("Acquisti", ACQUISTI))

    async def altri(self) -> None:
        """F5."""
        await self.programma.attendi(SchermoAltriConti())


class SchermoAltriConti(Riquadro[None], _Conti):
    """Second screen: the accounts of the prestazioni of the studio, in the azienda of its client (CTA-001…004)."""

    titolo = "Altri conti"
    sezioni = (("", DELLO_STUDIO),)

    @property
    def nome_bozza(self) -> str:
        """A draft of its own."""
        return "altri-conti"


def _salva(sessione: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> list[str]:
    salva_conti_automatici(sessione, contesto, dati, risposte)
    return [avviso.messaggio for avviso in risposte.avvisi]
