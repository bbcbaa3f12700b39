"""Gestione notule/parcelle: testata, corpo, piede of a NO or a PA (chapters 08, 11, 12, 14)."""

from typing import Any

from parcella.keyboard.comandi import Comando
from parcella.ledger.documenti import proposte
from parcella.ledger.esito import DOMANDE
from parcella.screens import documenti_dati as dati
from parcella.screens.documenti_credito import DocumentoAccreditabile
from parcella.screens.documenti_ricerche import DESCRITTIVE
from parcella.screens.elenco_documenti import Ricordo, SchermoElencoDocumenti
from parcella.widgets.eventi import CampoLasciato, CampoRaggiunto, FineModulo, RigaLasciata, RigheCambiate
from parcella.widgets.scrittura import Scrittura


class SchermoDocumenti(DocumentoAccreditabile):
    """The nucleus: F8 goes round the three sections, F10 confirms, F4 on DOCUM recalls what is in the archive."""

    titolo = "Gestione notule/parcelle"
    pagina_aiuto = "documenti"
    comandi = [
        Comando("documenti.calendario", "f2", "Calendario", "apri_calendario", attivo="su_data"),
        Comando("documenti.altro_elenco", "f3", "Altro elenco", "apri_altro_elenco", attivo="ha_altro_elenco"),
        Comando("documenti.lista", "f4", "Lista documenti", "apri_lista", attivo="su_docum"),
        Comando("documenti.prestazione", "f4", "Prestazione", "apri_prestazione", attivo="su_codice"),
        Comando("documenti.altri_dati", "f4", "Altri dati riga", "vai_al_dettaglio", attivo="su_riga"),
        Comando("documenti.ultimo", "f6", "Ultimo documento", "richiama_ultimo", attivo="ha_ultimo"),
        Comando("documenti.sezione", "f8", "Sezione successiva", "sezione_successiva"),
        Comando("documenti.cointestatari", "f5", "Cointestatari", "apri_cointestatari", attivo="su_parcella"),
        Comando("documenti.scadenzario", "f11", "Scadenze", "mostra_scadenzario", attivo="ha_scadenzario"),
        Comando("documenti.cliente", "shift+f4", "Cliente", "apri_cliente", attivo="su_testata"),
        Comando("documenti.primanota", "shift+f5", "Primanota", "apri_primanota", attivo="ha_primanota"),
        Comando("documenti.accredita", "ctrl+f6", "Nota di credito", "accredita", attivo="si_accredita"),
        Comando("documenti.cassa_rda", "shift+f7", "Cassa Prev/Rda", "apri_cassa_rda", attivo="su_piede"),
        Comando("documenti.allegati", "f7", "Allegati", "apri_allegati", barra=False),
        Comando("documenti.bollo", "shift+f11", "Bollo virtuale", "apri_bollo", attivo="su_parcella", barra=False),
        Comando("documenti.esterni", "ctrl+f2", "Rif. esterni", "apri_esterni", attivo="su_parcella", barra=False),
        Comando("documenti.appalti", "ctrl+f3", "Appalti pubblici", "apri_appalti", attivo="ha_appalti", barra=False),
    ]

    def __init__(self, chiave: int | None = None) -> None:
        super().__init__(chiave)
        self.ricordo = Ricordo()
        self.da_lista = False
        self.modulo_proposto = ""

    # --- when commands can be given -----------------------------------------------------------------------

    @property
    def su_docum(self) -> bool:
        return self._sul_campo("sigla_documento") or (self.chiave is not None and self.focused is self.testata)

    @property
    def su_data(self) -> bool:
        campo = self.campo_corrente()
        return campo is not None and campo.genere == "data"

    @property
    def ha_altro_elenco(self) -> bool:
        return self._sul_campo("serie", "codice_cliente", "codice")

    @property
    def su_codice(self) -> bool:
        return self._sul_campo("codice")

    @property
    def su_riga(self) -> bool:
        return self.focused is self.griglia and bool(self.griglia.riga.get("codice")) and not self.su_codice

    @property
    def ha_ultimo(self) -> bool:
        return self.ultimo is not None and self._sul_campo("sigla_documento")

    @property
    def su_testata(self) -> bool:
        return self.focused is self.testata and (self.con_cliente or self._sul_campo("codice_cliente"))

    @property
    def su_piede(self) -> bool:
        return self.focused is self.piede and self.con_cliente

    @property
    def su_parcella(self) -> bool:
        return self.e_parcella and self.con_cliente and self.focused is not self.griglia

    @property
    def ha_appalti(self) -> bool:
        cliente = self.intestatario
        return self.su_parcella and self.avvio.gestione_scadenzario and bool(cliente and cliente.gestione_cig_cup)

    @property
    def ha_scadenzario(self) -> bool:
        return self.e_notula and self.con_cliente

    @property
    def ha_primanota(self) -> bool:
        if self.focused is not self.testata and not self.consulta:
            return False
        return self._definitiva is not None

    # --- what is typed ------------------------------------------------------------------------------------

    async def on_campo_lasciato(self, event: CampoLasciato) -> None:  # type: ignore[override]
        if event.widget is self.griglia:
            await self._lasciata_cella(event)
        elif event.widget is self.dettaglio:
            self._lasciato_dettaglio(event)
        elif event.cambiato:
            await self._lasciato_campo(event)

    async def _lasciato_campo(self, event: CampoLasciato) -> None:
        match event.identificatore:
            case "sigla_documento":
                self._scelta_sigla()
                await self._serie_ammessa("serie")
            case "codice_cliente":
                await self._scelto_cliente(event.valore)
                await self._serie_ammessa("codice_cliente")
            case "serie":
                await self._serie_ammessa("serie")
            case "data_documento":
                await self._nuova_data()
            case "stato_parcella":
                self.testata.imposta("descrizione_stato", dati.descrizione_stato(event.valore))
            case "chiusa_definitiva" if event.valore == "S":
                self.programma.lavora(self._avverti_chiusura())
            case "codice_pagamento" | "totale_spese_anticipate" | "spese_banca":
                self.programma.lavora(self.dopo_condizioni())
                return
        self.ricalcola()

    def _scelta_sigla(self) -> None:
        """DOC-033: the state of a new parcella is proposed from the parametri."""
        self.modulo_proposto = ""
        stato = self.avvio.stato_parcella if self.e_parcella else ""
        self.testata.imposta("stato_parcella", stato)
        self.testata.imposta("descrizione_stato", dati.descrizione_stato(stato))
        self.testata.imposta("chiusa_definitiva", "N")
        self.testata.ridisponi()
        self._proponi_serie()

    def _proponi_serie(self) -> None:
        """The electronic sezionale of the client, on a parcella whose serie was not typed."""
        cliente = self.intestatario
        if self.e_parcella and cliente is not None and cliente.serie and self.testata["serie"] == self.serie_usata:
            self.testata.imposta("serie", cliente.serie)

    def _proponi_modulo(self, modulo: str) -> None:
        """FPA-068: the form bound to the XML, on a new PA whose form was not typed."""
        if self.chiave is None and self.testata["sigla_documento"] in ("PA", self.modulo_proposto):
            self.modulo_proposto = f"PA{modulo}"
            self.testata.imposta("sigla_documento", self.modulo_proposto)

    async def _serie_ammessa(self, campo: str) -> None:
        """FEL-030: an electronic serie for a client not enabled stops the operator where it was typed."""
        cliente, serie = self.intestatario, self.testata["serie"]
        if not self.e_parcella or cliente is None or not serie:
            return
        letto = await self.leggi(proposte.sezionale_non_ammesso, self.contesto, serie, cliente.codice)
        if letto is not None and letto.valore:
            self.programma.lavora(self._torna_a_dire(campo, letto.valore))

    async def _torna_a_dire(self, campo: str, motivo: str) -> None:
        """Back on a field, when the cursor has moved on from it."""
        await self.ricalcolato()
        self.testata.vai_a(campo)
        self.avvisa_sul_campo(self.testata, motivo)

    async def _scelto_cliente(self, codice: str) -> None:
        """DOC-038, 046, 099: what the client brings; Ambiguità 19: proposed again if the client changes."""
        self.intestatario = None
        if not codice:
            return
        letto = await self.leggi(proposte.cliente, self.contesto, codice, self.giorno)
        if letto is None:
            self.testata.imposta("codice_cliente", "")
            self.call_later(self.testata.vai_a, "codice_cliente")  # when the cursor has moved on
            return
        cliente = self.intestatario = letto.valore
        for nome, valore in (dati.del_cliente(cliente) | {"soggetto_rda": cliente.soggetto_rda}).items():
            self.testata.imposta(nome, valore)
        for nome in ("codice_pagamento", "descrizione_pagamento", "spese_banca"):
            self.piede.imposta(nome, getattr(cliente, nome))
        self.altri["riferimento_amministrazione"] = cliente.riferimento_amministrazione or None
        self.altri.pop("cointestatari", None)
        self._proponi_serie()
        self._proponi_modulo(cliente.modulo)
        if any(riga.get("codice_prestazione") for riga in self.griglia.righe):
            self.programma.lavora(self._riproponi_righe())

    async def _riproponi_righe(self) -> None:
        """Ambiguità 19: asked, because the rows may be as they are on purpose."""
        async with self._domanda:
            if await self.chiedi("Il cliente è cambiato: rileggo i prezzi e l'IVA delle righe", "S") != "S":
                return
            for indice, riga in enumerate(self.griglia.righe):
                codice = riga.get("codice_prestazione")
                if codice and (lette := await self.righe_di(codice, riga["quantita"])):
                    self.griglia.segna(indice, **proposte.riproposta(riga, lette[0]))
            self._mostra_dettaglio()
            self.ricalcola()

    async def _nuova_data(self) -> None:
        """DOC-038: a client may be subject to the ritenuta from a day on; what was typed by hand stays."""
        prima = self.intestatario
        if prima is None or self.testata["soggetto_rda"] != prima.soggetto_rda:
            return
        if letto := await self.leggi(proposte.cliente, self.contesto, prima.codice, self.giorno):
            self.intestatario = letto.valore
            self.testata.imposta("soggetto_rda", letto.valore.soggetto_rda)

    async def _avverti_chiusura(self) -> None:
        """DOC-045."""
        async with self._domanda:
            domanda = DOMANDE["chiusura_notula"]
            if await self.chiedi(domanda.testo, domanda.predefinita) != "S":
                self.testata.imposta("chiusa_definitiva", "N")

    async def _lasciata_cella(self, event: CampoLasciato) -> None:
        indice = self.griglia.indice
        match event.identificatore:
            case "codice" if event.cambiato:
                await self._codificata(indice, event.valore, event.trovata or {})
            case "quantita" if event.cambiato:
                await self._nuova_quantita(indice)
            case "importo_prestazione":
                self._controlla_limiti(indice)
        if event.cambiato:
            self.ricalcola()

    async def _codificata(self, indice: int, codice: str, trovata: Any) -> None:
        """The rows of a code take the place of the one it was typed in (DOC-073, 076, 091, 092, 098)."""
        griglia = self.griglia
        if not codice:
            griglia.svuota(indice)
            return
        if codice in DESCRITTIVE:
            prima = griglia.riga
            testo = trovata.get("descrizione") or (prima["descrizione_riga"] if prima.get("tipo_riga") else "")
            vuota = {"tipo_riga": codice, "codice": codice, "descrizione_riga": testo}
            griglia.sostituisci(indice, [vuota])
            griglia.passa_oltre = 1 if trovata.get("descrizione") else 0
            return
        righe = await self.righe_di(codice)
        if righe is not None and griglia.sostituisci(indice, [dati.in_riga(riga, inserita=True) for riga in righe]):
            griglia.passa_oltre = len(righe) if righe[0]["tipo_riga"] else 0
        else:
            griglia.svuota(indice)
            griglia.resta = True
            if righe is not None:
                self.avvisa_sul_campo(griglia, "Un documento ha al massimo 1.000 righe.")
        self._mostra_dettaglio()

    async def _nuova_quantita(self, indice: int) -> None:
        """A price by quantity follows the quantity, unless it was typed by hand."""
        riga = self.griglia.riga
        if riga.get("prezzo_proposto") is None or riga["prezzo_proposto"] != riga["prezzo_unitario"]:
            return
        if righe := await self.righe_di(riga["codice_prestazione"], riga["quantita"]):
            prezzo = righe[0]["prezzo_unitario"]
            self.griglia.segna(indice, prezzo_unitario=prezzo, prezzo_proposto=prezzo)
            self._mostra_dettaglio()

    def _controlla_limiti(self, indice: int) -> None:
        """DOC-085: minimo and massimo, on inserting a row."""
        riga = self.griglia.riga
        importo = riga["importo_prestazione"]
        if not importo or riga.get("inserita") != "S" or riga.get("limite_visto") == importo:
            return
        self.griglia.segna(indice, limite_visto=importo)
        fuori = proposte.limite(importo, riga["minimo_fatturabile"], riga["massimo_fatturabile"])
        if fuori is not None:
            self.programma.lavora(self._assumi_limite(indice, *fuori))

    async def _assumi_limite(self, indice: int, codice: str, cifre: dict[str, str], valore: Any) -> None:
        async with self._domanda:
            domanda = DOMANDE[codice]
            if await self.chiedi(domanda.testo.format(**cifre), domanda.predefinita) == "S":
                self.griglia.segna(indice, importo_prestazione=valore, limite_visto=valore)
            self.ricalcola()

    # --- ulteriori dati riga ---------------------------------------------------------------------------------

    def on_campo_raggiunto(self, event: CampoRaggiunto) -> None:
        if event.widget is self.griglia:
            self._mostra_dettaglio()

    def on_riga_lasciata(self, event: RigaLasciata) -> None:
        self.griglia.completa_importi()
        self.ricalcola()

    def on_righe_cambiate(self, event: RigheCambiate) -> None:
        self.ricalcola()

    async def vai_al_dettaglio(self) -> None:
        """F4 on a row: DatPrest, PrezzoPrest, Iva (DOC-089)."""
        if await self.griglia.accetta():
            await self.ricalcolato()
            self._mostra_dettaglio()
            self.dettaglio.can_focus = True
            self.dettaglio.entra(1)

    def _lasciato_dettaglio(self, event: CampoLasciato) -> None:
        if event.cambiato:
            self.griglia.segna(self.griglia.indice, **{event.identificatore: event.valore or None})
            self.ricalcola()

    def on_fine_modulo(self, event: FineModulo) -> None:
        if event.modulo is self.dettaglio:
            event.prevent_default()
            self._torna_alla_riga()

    def _torna_alla_riga(self) -> None:
        self.griglia.focus()
        self.griglia.apri_editore()
        self.dettaglio.can_focus = False

    # --- sections, lists ------------------------------------------------------------------------------------

    def sezione_successiva(self) -> None:
        """F8: testata, corpo, piede, and round (DOC-013, 118)."""
        sezioni: list[Scrittura] = [self.testata, self.griglia, self.piede]
        ora = self.griglia if self.focused is self.dettaglio else self.focused
        posto = sezioni.index(ora) if isinstance(ora, Scrittura) and ora in sezioni else 0
        seguente = sezioni[(posto + 1) % len(sezioni)]
        lasciata = self.focused if isinstance(self.focused, Scrittura) else sezioni[posto]
        lasciata.lascia(lambda: self._entra(seguente))

    def _entra(self, sezione: Scrittura) -> None:
        self.dettaglio.can_focus = False
        manca = self.testata.mancante()
        if manca is not None and sezione is not self.testata and not self.consulta:
            self.testata.vai_a(manca.identificatore)
            self.avvisa_sul_campo(self.testata, f"{manca.nome}: il dato è obbligatorio.")
            return
        sezione.entra(1)
        self.ricalcola()

    def _passa_oltre(self, da: Scrittura, verso: int) -> None:
        if da is self.testata and verso > 0 and (manca := self.testata.mancante()) and not self.consulta:
            self.testata.vai_a(manca.identificatore)
            self.avvisa_sul_campo(self.testata, f"{manca.nome}: il dato è obbligatorio.")
            return
        super()._passa_oltre(da, verso)

    async def apri_lista(self) -> None:
        """F4 on DOCUM: the filter the first time, then the last list (RIC-001…004)."""
        appena_cominciato = self.chiave is None and not self.con_cliente and not self.griglia.modificato
        if appena_cominciato or await self.lascia_dati():  # a sigla is no work to be lost
            self.prepara_nuovo()
            await self._dalla_lista()

    async def _dalla_lista(self) -> None:
        chiave = await self.programma.attendi(SchermoElencoDocumenti(self.ricordo))
        self.da_lista = chiave is not None and await self.apri_documento(chiave)

    async def richiama_ultimo(self) -> None:
        """F6 on DOCUM: the last document confirmed (DOC-019)."""
        if self.ultimo is not None and await self.lascia_dati():
            self.da_lista = False
            await self.apri_documento(self.ultimo)

    # --- leaving ------------------------------------------------------------------------------------------------

    async def esci(self) -> None:
        """Esc: from the further data to the row, from a recalled document to the list, else out."""
        if self.focused is self.dettaglio:
            self._torna_alla_riga()
        elif await self.lascia_dati():
            if self.chiave is None:
                self.dismiss(None)
                return
            self.prepara_nuovo()
            if self.da_lista:
                await self._dalla_lista()
