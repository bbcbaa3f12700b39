"""F10: the schedule of a notula, the payment of a parcella definitiva, the confirm, the PDF (chapters 11, 12, 14)."""

import asyncio
from dataclasses import replace
from typing import Any

from parcella.fatturapa import emissione
from parcella.fatturapa.verifica import senza_prefisso
from parcella.ledger.documenti import proposte
from parcella.ledger.documenti.dati import DatiDocumento, DatiPagamento
from parcella.ledger.esito import DOMANDE, Risposte
from parcella.screens import documenti_dati as dati
from parcella.screens import documenti_stampa
from parcella.screens.documenti_giudizio import DocumentoGiudicato
from parcella.screens.documenti_stato import ZERO
from parcella.screens.pagamento import DatiRegistrazionePagamento, Pagamento
from parcella.screens.scadenzario_notula import ScadenzarioNotula


class DocumentoConfermabile(DocumentoGiudicato):
    """The confirm; and the questions about the rate while one types."""

    def __init__(self, chiave: int | None = None) -> None:
        super().__init__(chiave)
        self.ultimo: int | None = None
        self.ultima_definitiva = False
        self.esito = ""
        """What the last confirm did, and where its PDF is; until another document is recalled."""
        self._domanda = asyncio.Lock()
        self._totale_deciso: Any = None
        self._pagamento: tuple[Any, DatiPagamento] | None = None
        """What the window was answered for this document, and the totale da pagare of then."""

    def _segna_base(self) -> None:
        super()._segna_base()
        self._pagamento = None

    # --- the schedule -----------------------------------------------------------------------------------

    async def dopo_condizioni(self) -> None:
        """PAG, Sp.Antic or Sp.Banca have changed: ask whether the rate follow (NOT-012…015)."""
        async with self._domanda:
            prima = self.rate
            await self.ricalcola_ora()
            if not self.e_notula or self.calcolo is None or not (prima or self.rate):
                return
            domanda = DOMANDE["ricalcolo_rate"]
            if await self.chiedi(domanda.testo, domanda.predefinita) == "S":
                self._rigenera()
            else:
                self.rate, self.rate_a_mano = prima, True
                self._totale_deciso = self.totale

    @property
    def totale(self) -> Any:
        """The totale da pagare of what is typed."""
        return self.calcolo.testata["totale_da_pagare"] if self.calcolo else ZERO

    def _rigenera(self) -> None:
        if self.calcolo is not None:
            self.rate = [dati.in_rata(rata) for rata in self.calcolo.rate]
            self.rate_a_mano = False

    async def mostra_scadenzario(self) -> None:
        """F11: at any moment of the notula (NOT-020)."""
        if not self.consulta:
            if not await self.accetta_tutto():
                return
            await self.ricalcola_ora()
        await self._apri_scadenzario(bloccante=False)

    async def _apri_scadenzario(self, *, bloccante: bool) -> bool:
        testata = self.testata
        totale = self.piede["totale_da_pagare"] if self.consulta else self.totale
        esito = await self.programma.attendi(
            ScadenzarioNotula(
                self.rate,
                totale or ZERO,
                cliente=f"{testata['codice_cliente']} {testata['nome_cliente'] or ''}",
                documento=f"{testata['serie']}/{testata['numero_documento']}",
                nota=self.altri.get("nota_scadenzario"),
                all_apertura=self.rate_apertura or self.rate,
                proposte_da_pag=self._proposte_da_pag,
                bloccante=bloccante,
                sola_lettura=self.consulta,
            )
        )
        if esito is None:
            return False
        if esito.rate != self.rate:
            self.rate, self.rate_a_mano = esito.rate, esito.rate != self._proposte_da_pag()
            self._totale_deciso = self.totale
        self.altri["nota_scadenzario"] = esito.nota
        return True

    def _proposte_da_pag(self) -> list[dict[str, Any]]:
        return [dati.in_rata(rata) for rata in self.calcolo.rate] if self.calcolo else []

    async def _conferma_rate(self) -> bool:
        """NOT-016…019: the schedule opens if the studio wants it, or if the totals disagree."""
        differenza = proposte.totale_rate_di(self.rate, self.totale)[1]
        if differenza and self._totale_deciso != self.totale:
            domanda = DOMANDE["ricalcolo_rate"]
            if await self.chiedi(domanda.testo, domanda.predefinita) == "S":
                self._rigenera()
                differenza = proposte.totale_rate_di(self.rate, self.totale)[1]
            self._totale_deciso = self.totale
        if differenza or (self.avvio.apertura_automatica_scadenzario and self.rate):
            return await self._apri_scadenzario(bloccante=True)
        return True

    # --- the confirm --------------------------------------------------------------------------------------

    async def chiedi_conferma(self) -> None:
        """F10; struck once too often, on the empty document that follows, it leaves what the first one did in sight."""
        if self.esito and self.chiave is None and not self.modificato:
            self.di_e_resta(self.esito)
        else:
            await super().chiedi_conferma()

    async def apri_documento(self, chiave: int) -> bool:
        self.esito = ""
        return await super().apri_documento(chiave)

    async def conferma(self) -> None:
        async with self._domanda:  # a question about the field just left comes first
            pass
        self.griglia.completa_importi(anche_corrente=True)
        calcolato = await self.leggi(proposte.calcola, self.contesto, self.raccogli(), self.chiave)
        if calcolato is None:
            return
        self._giro += 1
        self._mostra(calcolato.valore)
        risposte = dict(proposte.LIMITI)
        if self.testata["chiusa_definitiva"] == "S":
            risposte["chiusura_notula"] = "S"  # asked when it was set (DOC-045)
        raccolti = self.raccogli()
        if self.e_notula:
            if not await self._conferma_rate():
                return
            raccolti = self.raccogli(con_rate=True)
        elif not await self._conferma_parcella(raccolti, risposte):
            return
        await self._scrivi(raccolti, risposte)

    async def _conferma_parcella(self, raccolti: DatiDocumento, risposte: dict[str, str]) -> bool:
        """SdI's judgement, the serie, the payment: in this order, since a refusal would cost answering the others."""
        da_pagare = raccolti.stato_parcella == "D" and raccolti.nota_credito != "S"
        if da_pagare:
            proposto = await self.leggi(self._pagamento_proposto)
            if proposto is None:
                return False
            raccolti.pagamento = proposto.valore
        if raccolti.stato_parcella == "D":
            giudicate = await self._giudicato(raccolti, risposte)
            if giudicate is None:
                return False
            risposte |= giudicate
        confermate = await self._conferma_sezionale()
        if confermate is None:
            return False
        risposte |= confermate
        if da_pagare:
            pagamento = await self._chiedi_pagamento(raccolti)
            if pagamento is None:
                return False
            raccolti.pagamento = pagamento.dati
            risposte |= pagamento.risposte
        return True

    def _pagamento_proposto(self, sessione: Any) -> DatiPagamento | None:
        """What was answered a moment ago; of a parcella that is being corrected, how it was paid."""
        if self._pagamento is None:
            return proposte.pagamento_scritto(sessione, self.contesto, self.chiave) if self.chiave else None
        totale, dati = self._pagamento
        return dati if totale == self.totale else replace(dati, importo_pagato=None) if dati.tutta else dati

    async def _conferma_sezionale(self) -> dict[str, str] | None:
        """The questions about the serie of a new parcella, with their answers: before those of the payment."""
        date: dict[str, str] = {}
        serie, cliente = self.testata["serie"], self.testata["codice_cliente"]

        def regola(risposte: dict[str, str]) -> None:
            date.update(risposte)
            with self.archivio.lettura() as sessione:
                proposte.sezionale_confermato(sessione, self.contesto, serie, cliente, risposte)

        if self.chiave is not None:
            return date
        return None if await self.esegui(regola) is None else date

    async def _chiedi_pagamento(self, raccolti: DatiDocumento) -> Pagamento | None:
        """The window of a definitiva; beyond the rounding threshold the cursor goes back to the body (PDI-026)."""
        proposto = raccolti.pagamento or DatiPagamento()
        conto = await self.leggi(proposte.conto_di_incasso, self.contesto, proposto.conto_pagamento)
        if conto is None:
            return None
        pagamento = await self.programma.attendi(
            DatiRegistrazionePagamento(raccolti, self.totale, *conto.valore, chiave=self.chiave, proposto=proposto)
        )
        if pagamento is not None and pagamento.rifiuto:
            self.griglia.vai_a(0)
            self.avvisa_sul_campo(self.griglia, pagamento.rifiuto)
            return None
        if pagamento is not None:
            self._pagamento = self.totale, pagamento.dati
        return pagamento

    async def _scrivi(self, raccolti: DatiDocumento, gia_date: dict[str, str]) -> None:
        chiave, versione = self.chiave, self.versione

        def regola(risposte: dict[str, str]) -> Any:
            date = Risposte(gia_date | risposte)
            if chiave is None:
                return emissione.conferma(self.archivio, self.contesto, [raccolti], date)[0]
            return emissione.rivedi(self.archivio, self.contesto, chiave, raccolti, date, versione=versione)

        fatto = await self.esegui(regola)
        if fatto is None:
            return
        emesso = fatto.valore
        self.registrato()
        self.ultimo, self.ultima_definitiva = emesso.id, raccolti.stato_parcella == "D"
        self.serie_usata = self.testata["serie"]
        self._totale_deciso = None
        chiesti = self.chiesti
        self.prepara_nuovo()
        stampato = await documenti_stampa.stampa(self, [emesso.id])
        verbo = "registrato" if chiave is None else "riscritto"
        avvisi = [avviso.messaggio for avviso in emesso.avvisi if senza_prefisso(avviso.codice) not in chiesti]
        self.esito = " ".join([f"{emesso.nome} {verbo}.", *avvisi, stampato])
        self.di_e_resta(self.esito)
