"""Piano dei conti: mastri and sottoconti, with their type."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session
from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.aziende.conti import elenco_conti, elimina_conto, salva_conto
from parcella.ledger.aziende.tabelle import TIPI_CONTO, Conto
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Risposte
from parcella.screens import ricerche
from parcella.screens.scheda import campo
from parcella.screens.tabella import DESCRIZIONE, SchermoTabella, con_descrizione, descrivi
from parcella.widgets.campo import Campo
from parcella.widgets.modulo import Modulo
from parcella.widgets.ricerca import Ricerca
from parcella.widgets.schermo import Riquadro
from parcella.widgets.sorgente import Colonna, Riga

TIPI = {
    "P C": "Patrimoniale: mastro o conto di clienti",
    "P F": "Patrimoniale: mastro o conto di fornitori",
    "P G": "Patrimoniale generico",
    "P M": "Patrimoniale di magazzino",
    "P Z": "Sospeso dei professionisti, fino all'incasso",
    "E G": "Economico generico: costi e ricavi",
    "E M": "Economico di magazzino",
}


def tipi_conto() -> Ricerca:
    """The types of account."""
    tutti = [{"codice": tipo, "descrizione": TIPI[tipo]} for tipo in TIPI_CONTO]
    return ricerche.su_righe("Tipi di conto", ricerche.codice_e_descrizione(6), lambda: tutti)


class SchermoPianoConti(SchermoTabella):
    """The accounts by code; F4 shows only some."""

    titolo = "Piano dei conti"
    pagina_aiuto = "piano-conti"
    comandi = [*SchermoTabella.comandi, Comando("conti.filtra", "f4", "Filtra", "filtra")]
    tabella = Conto
    voce = "Conto"
    stampa = "piano-conti"
    colonne = (
        Colonna("codice", "Codice", 12),
        Colonna("descrizione", "Descrizione", 30, elastica=True),
        Colonna("tipo", "Tipo", 4),
        Colonna("bloccato", "Bloccato", 8),
    )

    def __init__(self) -> None:
        super().__init__()
        self.filtro: dict[str, str] = {}

    def campi(self) -> Iterable[Campo]:
        yield campo(Conto, "codice", "Codice", "codice", aiuto="Mastro, o mastro.sottoconto come 101.00001.")
        yield campo(Conto, "descrizione", "Descrizione", larghezza=50)
        yield from con_descrizione(
            campo(
                Conto, "tipo", "Tipo conto", "maiuscole", lunghezza=3, larghezza=4, ricerca=tipi_conto(),
                aiuto="F2 elenca i tipi. Il tipo di un conto usato non cambia.",
            )
        )  # fmt: skip
        yield campo(Conto, "bloccato", "Bloccato (S/N)", aiuto="S = non riceve registrazioni nuove.")

    def elenca(self, sessione: Session, azienda: int) -> Iterable[Conto]:
        tipo, testo = self.filtro.get("tipo"), self.filtro.get("testo", "").casefold()
        bloccato = self.filtro.get("bloccato")
        for conto in elenco_conti(sessione, azienda, (tipo,) if tipo else ()):
            cercato = f"{conto.codice} {conto.descrizione}".casefold()
            if testo in cercato and bloccato in (None, "", conto.bloccato):
                yield conto

    def salva(self, sessione: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> object:
        return salva_conto(sessione, contesto, dati, risposte)

    def elimina(self, sessione: Session, contesto: Contesto, riga: Riga) -> None:
        elimina_conto(sessione, contesto, str(riga["codice"]))

    async def filtra(self) -> None:
        """F4."""
        scelto = await self.programma.attendi(_Filtro(self.filtro))
        if scelto is not None:
            self.filtro = scelto
            detto = " ".join(filter(None, (scelto["tipo"], scelto["testo"])))
            detto += {"S": " bloccati", "N": " non bloccati"}.get(scelto["bloccato"], "")
            self.elenco.titolo = f"{self.titolo}: {detto}" if detto else self.titolo
            await self.rileggi()


class _Filtro(Riquadro[dict[str, str]]):
    """Which accounts are shown."""

    titolo = "Conti da mostrare"
    pagina_aiuto = "piano-conti"

    def __init__(self, filtro: dict[str, str]) -> None:
        super().__init__()
        self.filtro = filtro

    def corpo(self) -> ComposeResult:
        yield Modulo(
            [
                Campo("testo", "Con questo testo", lunghezza=40, aiuto="Nel codice o nel nome; vuoto = tutti."),
                *con_descrizione(
                    Campo(
                        "tipo", "Tipo conto", "maiuscole", 3, larghezza=4, ricerca=tipi_conto(),
                        aiuto="F2 elenca i tipi; vuoto = tutti.",
                    )
                ),
                Campo("bloccato", "Bloccato (S/N)", "lettera", aiuto="S = solo i bloccati, N = solo gli altri."),
            ]
        )  # fmt: skip

    async def apri(self) -> None:
        modulo = self.query_one(Modulo)
        vuoti = {"testo": "", "tipo": "", "bloccato": "", f"{DESCRIZIONE}tipo": None}
        modulo.carica(descrivi(modulo.campi, vuoti | self.filtro))

    async def conferma(self) -> None:
        """F10."""
        valori = self.query_one(Modulo).valori
        self.dismiss({nome: valori[nome] for nome in ("testo", "tipo", "bloccato")})
