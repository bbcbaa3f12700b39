"""What opens over a document: lists, calendar and cards for a field; the windows of its further data."""

from dataclasses import asdict
from typing import Any, cast

from parcella.ledger.documenti import proposte
from parcella.screens import documenti_finestre as finestre
from parcella.screens.documenti_conferma import DocumentoConfermabile
from parcella.widgets.ricerca import FinestraRicerca
from parcella.widgets.scrittura import Scrittura

_LETTI = ("perc_cassa", "iva_cassa", "aliquota_rda", "perc_imponibile_rda", "perc_inps", "iva_inps")


class DocumentoConFinestre(DocumentoConfermabile):
    """One method per command; what a window confirms goes back in the document."""

    # --- for the field under the cursor ---------------------------------------------------------------------

    async def apri_altro_elenco(self) -> None:
        """F3: the same list in another order; on a code, with the precancellate too (DOC-022, 036, 074)."""
        scrittura, campo = cast(Scrittura, self.focused), self.campo_corrente()
        if campo is None or campo.ricerca is None:
            return
        finestra = FinestraRicerca(campo.ricerca, scrittura.editore.testo.strip() if scrittura.in_corso else "")
        if campo.identificatore != "serie":
            finestra.ordine = campo.ricerca.ordini[-1]
        trovata = await self.programma.attendi(finestra)
        if trovata is not None:
            scrittura.registra(campo, trovata[campo.ricerca.chiave], trovata)
            await self.ricalcolato()
            scrittura.muovi(1)

    async def apri_calendario(self) -> None:
        """F2 on a date (DOC-027)."""
        from parcella.screens.documenti_calendario import Calendario

        scrittura, campo = cast(Scrittura, self.focused), self.campo_corrente()
        if campo is None:
            return
        attuale = scrittura.valori_correnti.get(campo.identificatore) or self.programma.lavoro
        giorno = await self.programma.attendi(Calendario(attuale))
        if giorno is not None:
            scrittura.registra(campo, giorno)
            await self.ricalcolato()
            scrittura.muovi(1)

    async def apri_cliente(self) -> None:
        """Sh+F4: the card of the client, new or to change (DOC-037)."""
        testata = self.testata
        scritto = testata.editore.testo.strip() if self._sul_campo("codice_cliente") else testata["codice_cliente"]
        campo = next(c for c in testata.campi if c.identificatore == "codice_cliente")
        await self._apri_scheda(testata, campo, scritto)

    async def apri_prestazione(self) -> None:
        """F4 on a code: the card of the prestazione, new or to change (DOC-075)."""
        campo = self.campo_corrente()
        if campo is not None:
            await self._apri_scheda(self.griglia, campo, self.griglia.editore.testo.strip())

    async def _apri_scheda(self, scrittura: Scrittura, campo: Any, scritto: str) -> None:
        scheda = campo.ricerca.nuovo(scritto)
        difetto = self.difetto
        if difetto is not None and difetto.origine and scritto == self.testata["codice_cliente"]:
            scheda.difetto = difetto.origine, difetto.frase
        codice = await self.programma.attendi(scheda)
        if codice is None or not campo.si_immette(scrittura.valori_correnti):
            return
        trovata = await self.in_disparte(campo.ricerca.esamina, str(codice))
        if not isinstance(trovata, int):
            scrittura.registra(campo, trovata[campo.ricerca.chiave], trovata)
            await self.ricalcolato()
            scrittura.muovi(1)

    # --- further data -------------------------------------------------------------------------------------------

    async def _finestra(self, finestra: finestre.RiquadroValori) -> None:
        valori = await self.programma.attendi(finestra)
        if valori is not None:
            self.altri |= valori
            self._salva_fra_poco(0)
            self.ricalcola()

    async def apri_cassa_rda(self) -> None:
        """Sh+F7 in the foot (DOC-119…128)."""
        await self.ricalcola_ora()
        testata = self.calcolo.testata if self.calcolo else {}
        valori = {nome: testata.get(nome) for nome in _LETTI} | {k: v for k, v in self.altri.items() if v is not None}
        if self.avvio.studio_associato and not valori.get("fondi_associato"):
            letti = await self.leggi(proposte.fondi, self.contesto)
            valori["fondi_associato"] = [asdict(fondo) for fondo in letti.valore] if letti else []
        associato = self.avvio.studio_associato
        await self._finestra(finestre.CassaRda(valori, associato=associato, sola_lettura=self.consulta))

    async def apri_allegati(self) -> None:
        """F7: the files attached; those of a parcella go in its XML (2.5)."""
        from parcella.ledger.annessi.legami import chiave_documento
        from parcella.ledger.annessi.tabelle import DOCUMENTI
        from parcella.screens.annessi import SchermoAllegati

        if self.chiave is None:
            come = "come provvisoria" if self.e_parcella else ""
            self.avvisa(f"Prima registrare il documento {come}".rstrip() + ", poi allegare i file.", grave=True)
            return
        t = self.testata
        numero = str(t["numero_documento"])
        cifre = int(numero.removeprefix("prov."))
        numeri = (cifre, None) if numero.isdecimal() else (None, cifre)
        nome = chiave_documento(str(t["sigla_documento"])[:2], t["data_documento"].year, t["serie"], *numeri)
        await self.programma.attendi(SchermoAllegati(DOCUMENTI, nome))

    async def apri_appalti(self) -> None:
        """Ctrl+F3."""
        await self._finestra(finestre.AppaltiPubblici(self.altri, sola_lettura=self.consulta))

    async def apri_esterni(self) -> None:
        """Ctrl+F2."""
        fattura_pa = bool(self.intestatario and self.intestatario.fattura_pa)
        await self._finestra(finestre.RiferimentiEsterni(self.altri, fattura_pa=fattura_pa, sola_lettura=self.consulta))

    async def apri_bollo(self) -> None:
        """Sh+F11."""
        await self._finestra(finestre.BolloVirtuale(self.altri, sola_lettura=self.consulta))

    async def apri_cointestatari(self) -> None:
        """F5 in the header of a parcella."""
        primo = {"codice_cliente": self.testata["codice_cliente"], "quota_millesimi": None}
        righe = self.altri.get("cointestatari") or [primo]
        codici = [riga["codice_cliente"] for riga in righe]
        letti = await self.leggi(proposte.nomi_clienti, self.contesto, codici)
        nomi = letti.valore if letti else {}
        mostrate = [riga | {"nome": nomi.get(riga["codice_cliente"], "")} for riga in righe]
        scelti = await self.programma.attendi(finestre.Cointestatari(mostrate, sola_lettura=self.consulta))
        if scelti is not None:
            nomi_dati = ("codice_cliente", "quota_millesimi")
            self.altri["cointestatari"] = [{nome: riga[nome] for nome in nomi_dati} for riga in scelti]
            self.testata.rinomina("codice_cliente", "Cointes" if scelti else "Cliente")
            self._salva_fra_poco(0)

    async def apri_primanota(self) -> None:
        """Sh+F5: FE and PG of the parcella (DOC-048…050)."""
        from parcella.ledger.primanota.consultazione import di_documento
        from parcella.screens.documenti_primanota import PrimanotaDocumento

        letta = await self.leggi(di_documento, self.contesto.azienda, self._definitiva)
        if letta is not None:
            await self.programma.attendi(PrimanotaDocumento(letta.valore))

    @property
    def _definitiva(self) -> int | None:
        """The parcella whose registrations Sh+F5 shows: the one on the screen, else the last confirmed (DOC-048)."""
        if self.chiave is not None:
            return self.chiave if self.testata["stato_parcella"] == "D" and self.consulta else None
        return self.ultimo if self.ultima_definitiva else None
