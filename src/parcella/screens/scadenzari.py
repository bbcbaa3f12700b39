"""Both schedules: what the notule ask, and what the books wait for. Enter opens the document, F7 takes a payment."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.aziende.conti import conti_automatici
from parcella.ledger.aziende.schede import trova
from parcella.ledger.aziende.tabelle import Conto
from parcella.ledger.documenti.accredita import Compensata, compensa
from parcella.ledger.scadenzario import consultazione
from parcella.ledger.scadenzario.consultazione import Filtro
from parcella.ledger.scadenzario.tabelle import RataContabile, RataNotula
from parcella.ledger.tipi import somma
from parcella.screens import primanota, ricerche
from parcella.screens.sorgenti import SorgenteLibri
from parcella.screens.studio import SchermoStudio
from parcella.widgets.campo import Campo
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import MarcheCambiate, RigaScelta
from parcella.widgets.immissione import scrivi_numero
from parcella.widgets.modulo import Modulo
from parcella.widgets.sorgente import Colonna


class FiltroScadenze(primanota.Filtro[Filtro], SchermoStudio[Filtro]):
    """Dates, client, only what is still open."""

    pagina_aiuto = "scadenzari"

    def __init__(self, filtro: Filtro) -> None:
        super().__init__()
        self._filtro = filtro

    def corpo(self) -> ComposeResult:
        clienti = ricerche.clienti(self.archivio, self.contesto, {"nome_cliente": "nome"})
        filtro = self._filtro
        yield Modulo(
            [
                Campo("da_data", "Scadenza dal", "data", aiuto="Compresa; vuota = dall'inizio."),
                Campo("a_data", "al", "data", accanto=True, aiuto="Compresa; vuota = fino alla fine."),
                Campo("cliente", "Cliente", "codice", 12, ricerca=clienti, aiuto="Vuoto = tutti; F2 elenco."),
                Campo("nome_cliente", "", larghezza=40, sola_lettura=True, accanto=True),
                Campo("solo_aperte", "Solo aperte", "lettera", aiuto="S = solo quelle da pagare, N = anche le altre."),
            ],
            {
                "da_data": filtro.da,
                "a_data": filtro.a,
                "cliente": filtro.cliente or "",
                "solo_aperte": "S" if filtro.aperte else "N",
            },
        )

    async def conferma(self) -> None:
        if self.date_in_ordine():
            valori = self.query_one(Modulo).valori
            aperte = valori["solo_aperte"] != "N"
            self.dismiss(Filtro(valori["da_data"], valori["a_data"], valori["cliente"] or None, aperte))


def _colonne(aperte: bool) -> list[Colonna]:
    """What is still open has no state and no day of payment: the client takes their place."""
    pagate = [Colonna("stato_rata", "Sr", 2), Colonna("data_pagamento", "Pagata il", 10, "data")]
    return [
        Colonna("data_scadenza", "Scadenza", 10, "data"),
        Colonna("documento", "Documento", 10),
        Colonna("data_documento", "Del", 10, "data"),
        Colonna("nome_cliente", "Cliente", 14, elastica=True),
        Colonna("tipo_pagamento", "Tp", 2),
        Colonna("importo_rata", "Importo", 11, "importo"),
        *([] if aperte else pagate),
    ]


class _Scadenzario(SchermoStudio[None]):
    """A list of due dates by date; `tabella` says of which schedule."""

    pagina_aiuto = "scadenzari"
    tabella: Any = RataNotula
    comandi = [
        Comando("scadenzario.filtro", "f4", "Filtra", "filtra"),
        Comando("scadenzario.marche", "shift+f5", "Toglie le marche", "togli_marche", attivo="ha_marche", barra=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._filtro = Filtro()

    def corpo(self) -> ComposeResult:
        yield Elenco(
            _colonne(aperte=True),
            titolo="",
            marche={"*": "*"},
            vuoto="Nessuna scadenza con questo filtro. F4 lo cambia.",
        )

    @property
    def elenco(self) -> Elenco:
        """The list."""
        return self.query_one(Elenco)

    async def apri(self) -> None:
        await self._mostra(self._filtro)

    async def _mostra(self, filtro: Filtro) -> None:
        self._filtro = filtro
        azienda, tabella = self.contesto.azienda, self.tabella
        letta = await self.leggi(consultazione.somma, azienda, filtro, tabella)
        if letta is None:
            return
        sorgente = SorgenteLibri(
            self.archivio,
            lambda sessione: consultazione.conta(sessione, azienda, filtro, tabella),
            lambda sessione, quanti, **dove: consultazione.pagina(sessione, azienda, filtro, tabella, quanti, **dove),
        )
        parti = [
            "aperte" if filtro.aperte else "aperte e pagate",
            primanota.periodo_scritto(filtro.da, filtro.a),
            filtro.cliente or "",
            f"totale {scrivi_numero(letta.valore)} €",
        ]
        self.elenco.titolo = "Filtro: " + ", ".join(filter(None, parti))
        self.elenco.colonne = _colonne(filtro.aperte)
        await self.elenco.mostra_subito(sorgente)

    async def filtra(self) -> None:
        """F4."""
        filtro = await self.programma.attendi(FiltroScadenze(self._filtro))
        if filtro is not None:
            self.elenco.togli_marche()
            await self._mostra(filtro)

    @property
    def ha_marche(self) -> bool:
        """Some lines are marked."""
        return bool(self.elenco.righe_marcate)

    def togli_marche(self) -> None:
        """⇧F5: unmark every line."""
        self.elenco.togli_marche()

    def on_marche_cambiate(self, event: MarcheCambiate) -> None:
        marcate = event.elenco.righe_marcate.values()
        totale = somma(riga["importo_rata"] for riga in marcate)
        quante = "1 marcata" if len(marcate) == 1 else f"{len(marcate)} marcate"
        self.avvisa(f"{quante}, {scrivi_numero(totale)} €" if marcate else "")

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.programma.lavora(self._apri_documento(event.riga))

    async def _apri_documento(self, riga: Mapping[str, Any]) -> None:
        from parcella.screens.documenti import SchermoDocumenti

        await self.programma.attendi(SchermoDocumenti(riga["documento_id"]))
        await self._rileggi()

    async def _rileggi(self, documento: int | None = None) -> None:
        """Read the list again, the bar on the same line, or on the first one that a document still has."""
        indice = self.elenco.indice
        await self._mostra(self._filtro)
        if documento is not None:
            chi = self.contesto.azienda, self._filtro, self.tabella
            letta = await self.leggi(consultazione.posizione, *chi, documento)
            if letta is not None and letta.valore is not None:
                indice = letta.valore
        self.elenco.vai(indice)


class SchermoScadenzarioNotule(_Scadenzario):
    """The rate of the notule not closed."""

    titolo = "Scadenzario notule"
    tabella = RataNotula


class SchermoScadenzarioContabile(_Scadenzario):
    """The dues of the parcelle definitive."""

    titolo = "Scadenzario contabile"
    tabella = RataContabile
    comandi = [
        *_Scadenzario.comandi,
        Comando("scadenzario.incassa", "f7", "Incassa", "incassa", attivo="riga_aperta"),
        Comando("scadenzario.compensa", "shift+f7", "Compensa", "compensa", attivo="su_credito"),
    ]

    @property
    def riga_aperta(self) -> bool:
        """The line under the bar is still to be paid."""
        riga = self.elenco.riga
        return riga is not None and riga["stato_rata"] is None

    @property
    def su_credito(self) -> bool:
        """The line under the bar is of a nota di credito, still to be set off or given back."""
        riga = self.elenco.riga
        return self.riga_aperta and riga is not None and riga["importo_rata"] < 0

    async def compensa(self) -> None:
        """⇧F7: the nota di credito against what is open of the parcella it corrects, if the operator agrees."""
        riga = self.elenco.riga
        if riga is None:
            return
        fatto = await self.scrivi(_compensa, riga["documento_id"], self.programma.lavoro)
        if fatto is not None:
            await self._rileggi(riga["documento_id"])
            c = fatto.valore
            self.avvisa(
                f"Compensati {scrivi_numero(c.importo)} € fra {c.nota_credito} e {c.documento}. Restano: da rendere "
                f"{scrivi_numero(c.residuo_nota)}, da incassare {scrivi_numero(c.residuo_documento)}."
            )

    async def incassa(self) -> None:
        """F7: a payment on the line under the bar; of a nota di credito, what is given back."""
        from parcella.screens.incasso import SchermoIncasso

        riga = self.elenco.riga
        letto = await self.leggi(_conto_cassa, self.contesto.azienda)
        if riga is None or letto is None:
            return
        esito = await self.programma.attendi(SchermoIncasso(riga, *letto.valore))
        if esito is not None:
            incassato, avvisi = esito
            await self._rileggi()
            verbo, tutta = ("Resi", "resa") if riga["importo_rata"] < 0 else ("Incassati", "pagata")
            resto = f", restano {scrivi_numero(incassato.residuo)} €" if incassato.residuo else f": è tutta {tutta}"
            fatto = f"{verbo} {scrivi_numero(incassato.importo)} € su {incassato.documento}{resto}."
            self.avvisa(" ".join((fatto, *avvisi)))


def _compensa(sessione: Any, contesto: Any, chiave: int, giorno: date, *, risposte: Any) -> Compensata:
    return compensa(sessione, contesto, chiave, giorno, risposte)


def _conto_cassa(sessione: Any, azienda: int) -> tuple[str | None, str]:
    """The account proposed for payments, with its description."""
    automatici = conti_automatici(sessione, azienda)
    codice = automatici and automatici.conto_cassa
    conto = trova(sessione, Conto, azienda=azienda, codice=codice) if codice else None
    return (conto.codice, conto.descrizione) if conto else (None, "")
