"""The windows of a client's card: other addresses, contacts. F10 writes them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from sqlmodel import Session
from textual.app import ComposeResult

from parcella.ledger.clienti import anagrafica
from parcella.ledger.clienti.tabelle import ContattoCliente, IndirizzoCliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.screens.scheda import campo
from parcella.screens.studio import SchermoStudio
from parcella.widgets.campo import Campo
from parcella.widgets.griglia import Griglia
from parcella.widgets.schermo import Riquadro


class _ListaDelCliente(Riquadro[int], SchermoStudio[int]):
    """The rows of a list of the client; dismissed with how many they are."""

    pagina_aiuto = "cliente"
    lista: ClassVar[str]
    predefiniti: ClassVar[dict[str, Any]] = {}

    def __init__(self, codice: str, righe: Sequence[dict[str, Any]]) -> None:
        super().__init__()
        self.codice, self.partenza = codice, righe
        self.titolo = f"{type(self).titolo} di {codice}"

    @property
    def nome_bozza(self) -> str:
        return f"cliente-{self.lista}-{self.codice}"

    def campi(self) -> list[Campo]:
        """The columns."""
        raise NotImplementedError

    def corpo(self) -> ComposeResult:
        righe = [{nome: "" if v is None else v for nome, v in riga.items()} for riga in self.partenza]
        yield Griglia([replace(c, obbligatorio=False) for c in self.campi()], righe, id="righe")

    async def conferma(self) -> None:
        righe = [riga for riga in self.query_one("#righe", Griglia).righe if self._piena(riga)]

        def scrivi(sessione: Session, risposte: Risposte) -> None:
            _scrivi(sessione, self.contesto, self.codice, self.lista, righe, risposte)

        if await self.conferma_regola(scrivi):
            self.registrato()
            self.dismiss(len(righe))

    def _piena(self, riga: dict[str, Any]) -> bool:
        return any(v not in (None, "", self.predefiniti.get(nome)) for nome, v in riga.items() if nome != "numero")


def _scrivi(
    sessione: Session,
    contesto: Contesto,
    codice: str,
    lista: str,
    righe: Sequence[dict[str, Any]],
    risposte: Risposte,
) -> None:
    """Write a list; a refusal names its row as screens count them, from 1."""
    try:
        anagrafica.salva(sessione, contesto, {"codice": codice, lista: righe}, risposte)
    except Rifiuto as rifiuto:
        nome, _, resto = (rifiuto.campo or "").partition(".")
        riga, _, colonna = resto.partition(".")
        if nome == lista and riga.isdecimal():
            rifiuto.campo = f"righe.{int(riga) + 1}.{colonna}"
        raise


class Indirizzi(_ListaDelCliente):
    """F5: where else the client is, and where its documents are posted."""

    titolo = "Indirizzi"
    lista = "indirizzi"
    predefiniti: ClassVar[dict[str, Any]] = {"nazione": "IT", "corrispondenza": "N"}

    def campi(self) -> list[Campo]:
        return [
            campo(IndirizzoCliente, "descrizione", "Descrizione", larghezza=11),
            campo(IndirizzoCliente, "presso", "Presso", larghezza=10),
            campo(IndirizzoCliente, "indirizzo", "Indirizzo", larghezza=14, elastico=True),
            campo(IndirizzoCliente, "numero_civico", "N.", larghezza=4),
            campo(IndirizzoCliente, "cap", "CAP"),
            campo(IndirizzoCliente, "comune", "Comune", larghezza=10),
            campo(IndirizzoCliente, "provincia", "Pr", "codice"),
            campo(IndirizzoCliente, "nazione", "Na", "codice"),
            campo(
                IndirizzoCliente,
                "corrispondenza",
                "Po",
                larghezza=2,
                aiuto="S = i documenti stampati si spediscono qui",
            ),
        ]


class Contatti(_ListaDelCliente):
    """F6: with whom one speaks at the client's."""

    titolo = "Contatti"
    lista = "contatti"

    def campi(self) -> list[Campo]:
        return [
            campo(ContattoCliente, "nome", "Nome", larghezza=16),
            campo(ContattoCliente, "ruolo", "Ruolo", larghezza=10),
            campo(ContattoCliente, "telefono", "Telefono", larghezza=11),
            campo(ContattoCliente, "cellulare", "Cellulare", larghezza=11),
            campo(ContattoCliente, "email", "E-mail", larghezza=14, elastico=True),
            campo(ContattoCliente, "note", "Note", larghezza=8),
        ]
