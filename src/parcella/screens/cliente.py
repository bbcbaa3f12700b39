"""Cliente: the card with anagrafica, condizioni, banca, fattura elettronica and dati parcellazione."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.aziende.serie import elettroniche
from parcella.ledger.clienti import anagrafica, banca, controlli, doppioni, liste, lotti, ricerca
from parcella.ledger.clienti.contabilizzazione import contabilizzazione_di, in_parole, risolvi
from parcella.ledger.clienti.nomi import nome_cliente
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.esito import Risposte
from parcella.ledger.prestazioni import particolarita
from parcella.screens import clienti_campi, clienti_dati
from parcella.screens.annessi import SchedaConAnnessi
from parcella.screens.clienti_campi import (
    CONTABILIZZA,
    DELLA_CONTABILIZZAZIONE,
    FORMATO_PA,
    NUOVO,
    PARTI,
    SENZA_SEZIONALI,
)
from parcella.screens.clienti_finestre import Contatti, Indirizzi
from parcella.screens.scheda import cambiati, descrizioni, valori_di
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import CampoLasciato
from parcella.widgets.modulo import Modulo
from parcella.widgets.schermo import Intestazione
from parcella.widgets.scrittura import Scrittura
from parcella.widgets.sorgente import SorgenteLista


class SchermoCliente(SchedaConAnnessi[str]):
    """One client. Without a code, or with one that nobody has, a new one."""

    titolo = "Cliente"
    pagina_aiuto = "cliente"
    archivio_giornale = "cliente"
    archivio_annessi = "clienti"
    DEFAULT_CSS = "SchermoCliente Modulo { height: 1fr; }"
    comandi = [
        Comando("cliente.parte", "f8", "Altra parte", "altra_parte"),
        Comando(
            "cliente.parcellazione",
            "shift+f4",
            "Dati parcellazione",
            "apri_parcellazione",
            attivo="ha_parcellazione",
            breve="Parcellazione",
        ),
        Comando("cliente.anagrafica", "shift+f4", "Anagrafica", "apri_anagrafica", attivo="in_parcellazione"),
        Comando("cliente.indirizzi", "f5", "Indirizzi", "apri_indirizzi", attivo="esistente"),
        Comando("cliente.contatti", "f6", "Contatti", "apri_contatti", attivo="esistente"),
        Comando("cliente.elettronica", "shift+f5", "Fatt.elettronica", "apri_elettronica"),
        Comando("cliente.doppione", "f7", "Doppione", "apri_doppione", attivo="ha_doppione"),
        Comando("cliente.particolarita", "f11", "Cond.particolari", "apri_particolarita", attivo="esistente"),
        Comando("cliente.cancella", "shift+f3", "Cancella", "cancella", attivo="cancellabile"),
        Comando("cliente.ripristina", "shift+f3", "Ripristina", "ripristina", attivo="annullato"),
        *SchedaConAnnessi.comandi_annessi,
        *SchedaConAnnessi.comandi_scheda,
    ]

    def __init__(self, codice: str = "", ordine: ricerca.Ordine = "codice") -> None:
        super().__init__(codice)
        self.ordine: ricerca.Ordine = ordine
        self._letto: Cliente | None = None
        self._valori: Mapping[str, Any] = {}
        self._proposto = ""
        self._senza_sezionali = False
        self._doppione = ""
        """The code of another client with the identifier just typed."""
        self.difetto: tuple[str, str] | None = None
        """The field that a document found at fault, `cliente.cap`, and why: the card opens there."""

    @property
    def nome_bozza(self) -> str:
        return f"cliente-{self.codice}"

    def corpo(self) -> ComposeResult:
        yield Modulo(clienti_campi.anagrafica(self.archivio, self.contesto), id="anagrafica")
        altra = Modulo(
            clienti_campi.parcellazione(self.archivio, self.contesto, self._sigla_del_cliente), id="parcellazione"
        )
        altra.display = False
        yield altra
        tipiche = Elenco(
            clienti_dati.COLONNE_TIPICHE,
            titolo="Prestazioni tipiche, dall'archivio di prima",
            vuoto="Nessuna prestazione tipica.",
        )
        tipiche.display = False
        yield tipiche

    @property
    def anagrafica(self) -> Modulo:
        return self.query_one("#anagrafica", Modulo)

    @property
    def parcellazione(self) -> Modulo:
        return self.query_one("#parcellazione", Modulo)

    def _sigla_del_cliente(self) -> str:
        return str(self.parcellazione["sigla_azienda"])

    # --- reading -----------------------------------------------------------------------------------

    @property
    def esistente(self) -> bool:
        return self._letto is not None

    async def apri(self) -> None:
        azienda = self.contesto.azienda
        elettronici = await self.leggi(elettroniche, azienda)
        self._senza_sezionali = elettronici is not None and not elettronici.valore
        letto = await self.leggi(clienti_dati.leggi, azienda, self.codice) if self.codice else None
        self._letto, quante, sue = letto.valore if letto is not None else (None, 0, {})
        self._doppione = ""
        self.query_one(Elenco).mostra(SorgenteLista(sue.get("prestazioni_tipiche", []), "riga"))
        if self._letto is None:
            await self._apri_nuovo()
            return
        self.codice = self._letto.codice
        campi = self.anagrafica.campi + self.parcellazione.campi
        valori = valori_di(self._letto)
        valori |= await self.in_disparte(descrizioni, campi, valori)
        valori["stato"] = "ANNULLATO" if self._letto.annullato == "S" else ""
        valori["particolarita"] = "P" if quante else ""
        valori["cliente"] = f"{self.codice} {nome_cliente(self._letto)}"
        valori["formato_fattura"] = FORMATO_PA if self._letto.fattura_pa == "S" else ""
        valori["recapiti"] = clienti_dati.quanti(len(sue["indirizzi"]), len(sue["contatti"]))
        valori["abi_cab"] = await self.in_disparte(clienti_dati.abi_cab, self._letto.iban)
        self.titolo = f"Cliente {valori['cliente']}"
        if esito := await self.leggi(contabilizzazione_di, valori):
            valori["contabilizzazione"] = in_parole(esito.valore)
        self._carica(valori)
        await self.rileggi_annessi()
        if self.difetto is not None:
            (campo, motivo), self.difetto = self.difetto, None
            self.avvisa_sul_campo(self.trova_campo(campo.rpartition(".")[2]), motivo)

    async def _apri_nuovo(self) -> None:
        """A new client, with the next code; what was typed in a lookup is its code or its name."""
        scritto, self.codice = self.codice, ""
        proposto = await self.leggi(anagrafica.prossimo_codice, self.contesto)
        self._proposto = "" if proposto is None else proposto.valore
        e_codice = scritto[:1].isdecimal()
        nome = "" if e_codice else scritto
        esito = {"contabilizzazione": in_parole(risolvi({}, None))}
        codice = scritto.upper() if e_codice and "." in scritto else self._proposto
        self._carica({"codice": codice, "ragione_sociale": nome, NUOVO: "S", "cliente": "nuovo cliente"} | esito)

    def _carica(self, valori: Mapping[str, Any]) -> None:
        valori = dict(valori) | {SENZA_SEZIONALI: "S" if self._senza_sezionali else "N"}
        for modulo in (self.anagrafica, self.parcellazione):
            propri = {campo.identificatore for campo in modulo.campi} | {NUOVO, SENZA_SEZIONALI}
            modulo.carica({nome: valore for nome, valore in valori.items() if nome in propri})
        self._valori = dict(valori) if self.esistente else {}
        self._nomina_azienda()
        self._mostra_pagina(self.parcellazione if self.in_parcellazione else self.anagrafica)
        self.query_one(Intestazione).refresh()

    async def vicino(self, verso: int) -> str | None:
        assert self._letto is not None  # noqa: S101 - the command is active only then
        chiave = (self._letto.chiave_nome, self.codice) if self.ordine == "nome" else (self.codice,)
        da = {"dopo": chiave} if verso > 0 else {"prima": chiave}
        trovati = await self.leggi(ricerca.pagina, self.contesto.azienda, self.ordine, quanti=1, **da)
        return trovati.valore[0].codice if trovati is not None and trovati.valore else None

    # --- the two pages -----------------------------------------------------------------------------

    @property
    def in_parcellazione(self) -> bool:
        """The page in sight is that of the dati parcellazione."""
        return self.parcellazione.display or self.query_one(Elenco).display

    @property
    def ha_parcellazione(self) -> bool:
        """CLI-001: only with Parcellazione studio."""
        return self.studio.parcellazione and not self.in_parcellazione

    async def apri_parcellazione(self) -> None:
        """⇧F4: dati parcellazione."""
        if await self.anagrafica.accetta():
            nome = self.anagrafica["ragione_sociale"] or self.anagrafica["cognome"]
            self.parcellazione.imposta("cliente", f"{self.anagrafica['codice']} {nome}")
            await self._ridici_esito()
            self._mostra_pagina(self.parcellazione)

    async def apri_anagrafica(self) -> None:
        """⇧F4 again, or Esc."""
        if await self.parcellazione.accetta():
            self._mostra_pagina(self.anagrafica)

    async def altra_parte(self) -> None:
        """F8: the next part of the card; in the dati parcellazione the other videata (CLI-002)."""
        if self.in_parcellazione:
            if await self.parcellazione.accetta():
                self._mostra_pagina(self.query_one(Elenco) if self.parcellazione.display else self.parcellazione)
        elif await self.anagrafica.accetta():
            campo = self.anagrafica.campo
            nomi = [c.identificatore for c in self.anagrafica.campi]
            qui = nomi.index(campo.identificatore) if campo is not None else 0
            parte = next((p for p in PARTI if nomi.index(p) > qui), PARTI[0])
            self.anagrafica.vai_in_cima(self._primo_elettronico if parte == PARTI[-1] else parte)

    async def apri_elettronica(self) -> None:
        """⇧F5: whether the client's documents go on electronic sezionali (FEL-008, FEL-009)."""
        if self._senza_sezionali:
            self.avvisa("Nessun sezionale IVA vendite e' abilitato alla fatturazione elettronica.", grave=True)
        elif await (self.parcellazione if self.parcellazione.display else self.anagrafica).accetta():
            self._mostra_pagina(self.anagrafica)
            self.anagrafica.vai_in_cima(self._primo_elettronico)

    @property
    def _primo_elettronico(self) -> str:
        """The first field of the part that can be entered: with Fattura PA the type can't."""
        modulo = self.anagrafica
        nomi = [campo.identificatore for campo in modulo.campi]
        parte = modulo.campi[nomi.index(PARTI[-1]) :]
        return next(campo.identificatore for campo in parte if campo.si_immette(modulo.valori))

    def _mostra_pagina(self, pagina: Modulo | Elenco) -> None:
        for altra in (self.anagrafica, self.parcellazione, self.query_one(Elenco)):
            altra.display = altra is pagina
        if isinstance(pagina, Elenco):
            self.avvisa("")  # the hint of the field just left is not about the list
        pagina.focus()

    async def esci(self) -> None:
        """Esc goes back from the dati parcellazione before it leaves the card."""
        if not self.in_parcellazione:
            await super().esci()
        elif not await self.parcellazione.accetta():  # Esc always leads out: the field is left as it was
            self.parcellazione.apri_editore()
            self.avvisa_sul_campo(self.parcellazione, "Campo lasciato com'era: di nuovo Esc torna all'anagrafica.")
        else:
            self._mostra_pagina(self.anagrafica)

    def trova_campo(self, percorso: str) -> Scrittura | None:
        nomi = {campo.identificatore for campo in self.parcellazione.campi}
        self._mostra_pagina(self.parcellazione if percorso in nomi else self.anagrafica)
        return super().trova_campo(percorso)

    # --- what follows from a field -----------------------------------------------------------------

    def on_campo_lasciato(self, event: CampoLasciato) -> None:
        if not event.cambiato:
            return
        match event.identificatore, event.valore:
            case "codice", _:
                self.programma.lavora(self._guarda_codice(str(event.valore)))
            case ("codice_fiscale" | "partita_iva") as nome, valore:
                self.programma.lavora(self._guarda_doppioni(nome, str(valore)))
            case "iban", iban:
                self.programma.lavora(self._proponi_banca(str(iban)))
            case "ente_pubblico", "N":
                self.anagrafica.imposta("fattura_pa", "N")
                self.anagrafica.imposta("codice_ufficio", "")
                self.anagrafica.imposta("formato_fattura", "")
            case "fattura_pa", fattura_pa:
                self.anagrafica.imposta("formato_fattura", FORMATO_PA if fattura_pa == "S" else "")
                if fattura_pa == "S":
                    self.anagrafica.imposta("tipo_fattura_elettronica", "S")
            case "tipo_fattura_elettronica", "N":
                self.anagrafica.imposta("sezionale_fattura_elettronica", None)
            case "sigla_azienda", sigla:
                self._nomina_azienda()
                if not sigla:
                    self.parcellazione.imposta("contabilizza_come_fr", "N")
        if event.identificatore in DELLA_CONTABILIZZAZIONE:
            self.programma.lavora(self._ridici_esito())

    async def _guarda_codice(self, codice: str) -> None:
        """A code that is already there is that client's: its card is opened."""
        letto = await self.leggi(anagrafica.leggi, self.contesto.azienda, codice)
        if letto is None or letto.valore is None:
            return
        self.registrato()
        await self.passa_a(codice)
        self.avvisa(f"Il cliente {codice} c'è già: eccolo.")

    async def _guarda_doppioni(self, nome: str, valore: str) -> None:
        """Said when the field is left: another client has this number."""
        scritto = controlli.numero_normale(nome, valore, str(self.anagrafica["nazione"]))
        numeri = {"codice_fiscale": None, "partita_iva": None, nome: scritto}
        codice = str(self.anagrafica["codice"])
        letto = await self.leggi(doppioni.uguali, self.contesto.azienda, codice, **numeri)
        altri = letto.valore if letto is not None else []
        self._doppione = altri[0].codice if altri else ""
        self.aggiorna_barra()
        if altri:
            await self.ricalcolato()  # the hint of the next field comes before
            chi = ", ".join(f"{voce.codice} {voce.nome}" for voce in altri[:2])
            self.avvisa_sul_campo(self.anagrafica, f"{scritto} è già di {chi}: F7 apre la sua scheda.")

    @property
    def ha_doppione(self) -> bool:
        """Another client with the identifier just typed has been found."""
        return bool(self._doppione)

    async def apri_doppione(self) -> None:
        """F7: the card of the other client, over this one."""
        await self.programma.attendi(SchermoCliente(self._doppione))

    async def _proponi_banca(self, iban: str) -> None:
        """BIC and bank of the IBAN, where they are empty; ABI and CAB are shown."""
        valore = controlli.normalizza({"iban": iban})["iban"]
        della_banca = await self.in_disparte(banca.coordinate, valore) if valore else banca.Coordinate()
        modulo = self.anagrafica
        modulo.mostra_a_lato("abi_cab", clienti_dati.in_mostra(della_banca))
        for nome, proposto in (("bic", della_banca.bic), ("istituto_finanziario", della_banca.istituto)):
            if proposto and not modulo[nome]:
                modulo.imposta(nome, proposto)

    async def _ridici_esito(self) -> None:
        """Whether the parcelle will be posted on the client's azienda, as the card stands."""
        if esito := await self.leggi(contabilizzazione_di, self.anagrafica.valori | self.parcellazione.valori):
            self.parcellazione.imposta("contabilizzazione", in_parole(esito.valore))

    def _nomina_azienda(self) -> None:
        sigla = self._sigla_del_cliente() or "XXX"
        self.parcellazione.rinomina("contabilizza_come_fr", f"{CONTABILIZZA} {sigla}")

    # --- writing -----------------------------------------------------------------------------------

    async def conferma(self) -> None:
        valori = self.parcellazione.valori | self.anagrafica.valori
        dati = cambiati(valori, self._valori, Cliente) | {"codice": valori["codice"]}
        proposto = "" if self.esistente else self._proposto
        note: list[str] = []

        def scrivi(sessione: Session, risposte: Risposte) -> str:
            adesso = anagrafica.leggi(sessione, self.contesto.azienda, valori["codice"])
            lotti.pretendi_come_visto(adesso, self._letto, dati, f"Il cliente {valori['codice']}", risposte)
            codice = clienti_dati.scrivi(
                sessione, self.contesto, dati, risposte, nuovo=not self.esistente, proposto=proposto
            )
            note[:] = [avviso.messaggio for avviso in risposte.avvisi]
            return codice

        fatto = await self.conferma_regola(scrivi)
        if fatto is not None:
            self.registrato()
            self.esito = " ".join([f"Cliente {fatto.valore} registrato.", *note])
            self.dismiss(fatto.valore)

    @property
    def annullato(self) -> bool:
        """The client has been cancelled logically."""
        return self._letto is not None and self._letto.annullato == "S"

    @property
    def cancellabile(self) -> bool:
        """The client is there and is not cancelled yet."""
        return self.esistente and not self.annullato

    async def cancella(self) -> None:
        """⇧F3: a client never used goes for good; one that was used is cancelled, and stays in its documents."""
        usato = await self.leggi(anagrafica.usato, self.contesto.azienda, self.codice)
        if usato is None:
            return
        chi = f"{self.codice} {self.anagrafica['ragione_sociale'] or self.anagrafica['cognome']}"
        risposte = {"A": "lo annulla: resta nei documenti, non è più da usare", "N": "lo lascia com'è"}
        testo = f"Il cliente {chi} è usato in documenti o registrazioni: non si può eliminare."
        if not usato.valore:
            risposte = {"C": "lo cancella dall'archivio, con le sue particolarità"} | risposte
            testo = f"Cancello il cliente {chi}: non è mai stato usato."
        risposta = await self.chiedi(testo, None, risposte)
        if risposta == "C" and await self.conferma_regola(
            lambda s, _r: anagrafica.elimina(s, self.contesto, self.codice)
        ):
            await self._lascia(f"Cliente {chi} cancellato.")
        elif risposta == "A":
            await self._annulla(True, f"Cliente {chi} annullato.")

    async def ripristina(self) -> None:
        """⇧F3 on a cancelled client."""
        if await self.chiedi(f"Il cliente {self.codice} è annullato. Lo ripristino", None) == "S":
            await self._annulla(False, f"Cliente {self.codice} ripristinato.")

    async def _annulla(self, annullato: bool, esito: str) -> None:
        def scrivi(sessione: Session, _risposte: Risposte) -> None:
            anagrafica.annulla(sessione, self.contesto, self.codice, annullato=annullato)

        if await self.conferma_regola(scrivi):
            await self._lascia(esito)

    async def _lascia(self, esito: str) -> None:
        self.registrato()
        self.esito = esito
        self.dismiss(self.codice)

    async def apri_indirizzi(self) -> None:
        """F5."""
        await self._apri_lista(Indirizzi, "indirizzi")

    async def apri_contatti(self) -> None:
        """F6."""
        await self._apri_lista(Contatti, "contatti")

    async def _apri_lista(self, finestra: type[Indirizzi] | type[Contatti], nome: str) -> None:
        letto = await self.leggi(liste.leggi, self.contesto.azienda, self.codice)
        if letto is None:
            return
        quanti = await self.programma.attendi(finestra(self.codice, letto.valore[nome]))
        if quanti is not None:
            sue = {lista: len(righe) for lista, righe in letto.valore.items()} | {nome: quanti}
            self.anagrafica.mostra_a_lato("recapiti", clienti_dati.quanti(sue["indirizzi"], sue["contatti"]))
            self.avvisa(f"{finestra.titolo} registrati.")

    async def apri_particolarita(self) -> None:
        """F11 Condizioni particolari (PRE-083)."""
        from parcella.screens.particolarita import ElencoParticolarita

        await self.programma.attendi(ElencoParticolarita(cliente=self.codice))
        quante = await self.leggi(particolarita.elenco, self.contesto.azienda, None, self.codice)
        if quante is not None:
            self.anagrafica.imposta("particolarita", "P" if quante.valore else "")
