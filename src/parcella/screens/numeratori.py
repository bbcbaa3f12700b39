"""Numeratori: the series of notule and parcelle, and the last number of each in a year."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session

from parcella.ledger.aziende.schede import trova
from parcella.ledger.aziende.serie import elenco_numeratori, elenco_serie, elimina_serie, salva_serie
from parcella.ledger.aziende.tabelle import Numeratore, Serie
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Risposte
from parcella.screens.scheda import campo, valori_di
from parcella.screens.tabella import Carta, SchermoTabella, da_scrivere
from parcella.widgets.campo import Campo, Valori
from parcella.widgets.sorgente import Colonna, Riga


class SchermoNumeratori(SchermoTabella):
    """A line for each serie and year; a serie never used has one without numbers."""

    titolo = "Numeratori"
    pagina_aiuto = "numeratori"
    tabella = Numeratore
    chiave = ("documento", "serie", "anno")
    voce = "Numeratore"
    colonne = (
        Colonna("documento", "Doc", 3),
        Colonna("serie", "Serie", 5, "intero"),
        Colonna("descrizione", "Descrizione", 20, elastica=True),
        Colonna("fattura_elettronica", "FattElettr", 10),
        Colonna("anno", "Anno", 4),
        Colonna("ultimo_numero", "Ultimo n.", 9, "intero"),
        Colonna("data_ultimo", "Ultima data", 11, "data"),
    )

    def campi(self) -> Iterable[Campo]:
        yield campo(Serie, "documento", "Documento", predefinito="PA", aiuto="NO = notule, PA = parcelle.")
        yield campo(Serie, "serie", "Serie", larghezza=4, aiuto="Il sezionale: da 1 a 99.")
        yield campo(
            Numeratore, "anno", "Anno", larghezza=4, predefinito=self.contesto.data_lavoro.year,
            aiuto="Ogni anno la serie ricomincia da 1.",
        )  # fmt: skip
        yield campo(Serie, "descrizione", "Descrizione")
        yield campo(
            Serie, "fattura_elettronica", "FattElettr (S/N)",
            aiuto="S = solo fatture elettroniche, N = solo cartacee, vuoto = tutte e due.",
            attivo=lambda v: v["documento"] == "PA",
        )  # fmt: skip
        yield campo(
            Numeratore, "ultimo_numero", "Ultimo numero", aiuto="Il prossimo documento con AUTO prende quello dopo."
        )
        yield campo(Numeratore, "data_ultimo", "Data ultimo documento")

    def righe(self, sessione: Session) -> list[dict[str, Any]]:
        azienda = self.contesto.azienda
        numeri: dict[tuple[str, int], list[Numeratore]] = {}
        for numeratore in elenco_numeratori(sessione, azienda):
            numeri.setdefault((numeratore.documento, numeratore.serie), []).append(numeratore)
        righe: list[dict[str, Any]] = []
        for serie in elenco_serie(sessione, azienda):
            vuota = {"anno": None, "ultimo_numero": None, "data_ultimo": None}
            suoi = [valori_di(uno) for uno in numeri.get((serie.documento, serie.serie), ())] or [vuota]
            righe += [valori_di(serie) | uno for uno in suoi]
        return righe

    def salva(self, sessione: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> object:
        return salva_serie(sessione, contesto, dati, risposte)

    def elimina(self, sessione: Session, contesto: Contesto, riga: Riga) -> None:
        elimina_serie(sessione, contesto, str(riga["documento"]), int(riga["serie"]))

    def esiste(self, sessione: Session, dati: Mapping[str, Any]) -> bool:
        chiave = {nome: dati[nome] for nome in self.chiave}
        return trova(sessione, Numeratore, azienda=self.contesto.azienda, **chiave) is not None

    def nome_di(self, riga: Valori) -> str:
        anno = f" del {riga['anno']}" if riga["anno"] else ""
        return f"Numeratore {riga['documento']} serie {riga['serie']}{anno}"

    def carta(self, riga: Riga | None) -> Carta:
        return _CartaNumeratore(self, riga)


class _CartaNumeratore(Carta):
    """What is written is of two tables: the serie, and its numbers of a year."""

    async def apri(self) -> None:
        await super().apri()
        if self.riga is not None and not self.riga["anno"]:
            self.modulo.imposta("anno", self.contesto.data_lavoro.year)
            self.modulo.imposta("ultimo_numero", 0)
            self.modulo.registrato()

    def dati(self) -> dict[str, Any]:
        valori = self.modulo.valori
        return da_scrivere(Serie, valori) | da_scrivere(Numeratore, valori)
