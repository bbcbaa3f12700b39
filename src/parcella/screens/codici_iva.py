"""Codici IVA: the aliquote, and with their Natura the codes of exemption."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from parcella.ledger.aziende.codici import elenco_codici_iva, elimina_codice_iva, salva_codice_iva
from parcella.ledger.aziende.tabelle import CodiceIva
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Risposte
from parcella.screens import ricerche
from parcella.screens.scheda import campo
from parcella.screens.tabella import DESCRIZIONE, Carta, SchermoTabella, con_descrizione
from parcella.widgets.campo import Campo, Valori
from parcella.widgets.eventi import CampoLasciato
from parcella.widgets.sorgente import Colonna, Riga


def _senza_aliquota(valori: Valori) -> bool:
    return not valori["aliquota"]


class SchermoCodiciIva(SchermoTabella):
    """Aliquote and exemptions, with the days they are in force."""

    titolo = "Codici IVA"
    pagina_aiuto = "codici-iva"
    tabella = CodiceIva
    voce = "Codice IVA"
    stampa = "codici-iva"
    colonne = (
        Colonna("codice", "Codice", 6),
        Colonna("descrizione", "Descrizione", 20, elastica=True),
        Colonna("aliquota", "Aliquota", 8, "percentuale"),
        Colonna("natura", "Natura", 6),
        Colonna("valido_dal", "Valido dal", 10, "data"),
        Colonna("valido_al", "fino al", 10, "data"),
    )

    def campi(self) -> Iterable[Campo]:
        yield campo(
            CodiceIva, "codice", "Codice", "codice",
            aiuto="Fino a 5 caratteri; un'esenzione comincia con una lettera.",
        )  # fmt: skip
        yield campo(CodiceIva, "descrizione", "Descrizione")
        yield campo(CodiceIva, "aliquota", "Aliquota", aiuto="0,00 per le esenzioni: allora occorre la Natura.")
        yield from con_descrizione(
            campo(
                CodiceIva, "natura", "Natura operazione FatturaPA", "maiuscole",
                lunghezza=4, ricerca=ricerche.nature(), attivo=_senza_aliquota,
                aiuto="Il motivo per cui non c'è imposta; F2 elenca i codici.",
            )
        )  # fmt: skip
        yield campo(
            CodiceIva, "descrizione_estesa", "Descrizione estesa", larghezza=44,
            aiuto="Il riferimento di legge, come va nel file della fattura.",
        )  # fmt: skip
        yield campo(CodiceIva, "valido_dal", "Valido dal", aiuto="Vuoto = da sempre.")
        yield campo(CodiceIva, "valido_al", "fino al", accanto=True, aiuto="Vuoto = ancora in vigore.")

    def elenca(self, sessione: Session, azienda: int) -> Iterable[CodiceIva]:
        return elenco_codici_iva(sessione, azienda)

    def salva(self, sessione: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> object:
        return salva_codice_iva(sessione, contesto, dati, risposte)

    def elimina(self, sessione: Session, contesto: Contesto, riga: Riga) -> None:
        elimina_codice_iva(sessione, contesto, str(riga["codice"]))

    def carta(self, riga: Riga | None) -> Carta:
        return _CartaIva(self, riga)


class _CartaIva(Carta):
    """With an aliquota there is no Natura."""

    def on_campo_lasciato(self, event: CampoLasciato) -> None:
        if event.identificatore == "aliquota" and event.valore:
            self.modulo.imposta("natura", "")
            self.modulo.imposta(f"{DESCRIZIONE}natura", None)
