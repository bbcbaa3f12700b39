"""The card of a prestazione, laid out by its type R, D, T or V (cap. 04)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlmodel import Session
from textual.app import ComposeResult
from textual.containers import Vertical

from parcella.keyboard.comandi import Comando
from parcella.ledger.clienti import lotti
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.prestazioni import anagrafica, controlli, lingue, parametri, ricerca, tariffari
from parcella.ledger.prestazioni.tabelle import Prestazione
from parcella.screens import prestazioni_campi, ricerche
from parcella.screens.annessi import SchedaConAnnessi
from parcella.screens.prestazioni_campi import TIPI, Forma
from parcella.screens.prestazioni_finestre import (
    FinestraCodice,
    FinestraLingue,
    FinestraPrezzi,
    FinestraSostitutivo,
    SchermoTesto,
)
from parcella.screens.scheda import cambiati, descrizioni, valori_di
from parcella.widgets.immissione import scrivi_numero
from parcella.widgets.modulo import Modulo

CHIAVI: dict[str, tuple[ricerca.Campo, str]] = {
    "P": ("codice", "codice primario"),
    "D": ("descrizione", "descrizione"),
    "S": ("codice_alternativo", "codice secondario"),
}
"""The keys of PRE-106."""
_NON_SI_DUPLICANO = ("codice", "precancellata", "codice_sostitutivo", "data_aggiornamento")


@dataclass(frozen=True, slots=True)
class Lettura:
    """What the archive has of a code, and what its card depends on."""

    prestazione: Prestazione | None
    prezzi: Mapping[int, Decimal]
    usata: bool
    tariffari: Mapping[int, str]
    riferimenti: controlli.Riferimenti
    descrizioni_lingua: Mapping[int, str]
    lingue: Mapping[int, str]
    codice_alternativo: bool


def _leggi(sessione: Session, contesto: Contesto, codice: str) -> Lettura:
    letta = anagrafica.leggi(sessione, contesto.azienda, codice) if codice else None
    return Lettura(
        letta,
        anagrafica.prezzi(sessione, contesto.azienda, letta.codice) if letta else {},
        anagrafica.usata(sessione, contesto.azienda, letta.codice) if letta else False,
        tariffari.abilitati(sessione, contesto.azienda),
        controlli.riferimenti(sessione, contesto),
        lingue.descrizioni(sessione, contesto.azienda, letta.codice) if letta else {},
        lingue.nomi(sessione, contesto.azienda),
        parametri.con_codice_alternativo(sessione, contesto.azienda),
    )


class SchermoPrestazione(SchedaConAnnessi[str]):
    """One prestazione; a code that nobody has is a new one, of the type given or asked, like `campione` if there is."""

    titolo = "Prestazione"
    pagina_aiuto = "prestazione"
    archivio_giornale = "prestazione"
    comandi = [
        Comando("prestazione.lingue", "f2", "In lingua", "apri_lingue", attivo="nella_descrizione"),
        Comando("prestazione.chiave", "f3", "Chiave Pag", "scegli_chiave", attivo="ha_chiavi"),
        Comando("prestazione.testo", "f5", "Testo", "modifica_testo", attivo="ha_testo"),
        Comando("prestazione.tariffari", "f8", "Tariffari", "apri_tariffari", attivo="ha_prezzi"),
        Comando("prestazione.particolarita", "f11", "Particolarità", "apri_particolarita", attivo="ha_particolarita"),
        Comando("prestazione.cancella", "shift+f3", "Cancella", "cancella", attivo="cancellabile"),
        Comando("prestazione.precancella", "shift+f4", "Precancella", "precancella", attivo="precancellabile"),
        Comando("prestazione.ripristina", "shift+f4", "Ripristina", "ripristina", attivo="precancellata"),
        *SchedaConAnnessi.comandi_annessi,
        *SchedaConAnnessi.comandi_scheda,
    ]
    archivio_annessi = "prestazioni"

    def __init__(self, codice: str = "", tipo: str = "", campione: str = "") -> None:
        super().__init__(codice)
        self.tipo, self.campione = tipo, campione
        self._letta: Lettura | None = None
        self._valori: Mapping[str, Any] = {}
        self.scorrimento: ricerca.Campo = "codice"
        """The key that Pag↑ and Pag↓ go by."""

    @property
    def nome_bozza(self) -> str:
        return f"prestazione-{self.codice}"

    def corpo(self) -> ComposeResult:
        yield Vertical(id="scheda")

    @property
    def modulo(self) -> Modulo | None:
        """The form, once the type is known."""
        return next(iter(self.query(Modulo)), None)

    @property
    def valori(self) -> dict[str, Any]:
        """What the form has."""
        return self.modulo.valori if self.modulo is not None else {}

    # --- reading -----------------------------------------------------------------------------------

    @property
    def esistente(self) -> bool:
        return self._letta is not None and self._letta.prestazione is not None

    async def apri(self) -> None:
        if not self.codice:
            self.codice = await self.programma.attendi(FinestraCodice()) or ""
        letta = await self.leggi(_leggi, self.contesto, self.codice) if self.codice else None
        if letta is None:
            self.dismiss(None)
            return
        self._letta = letta.valore
        if self._letta.prestazione is not None:
            await self._mostra(self._letta.prestazione, self._letta)
        elif not await self._apri_nuova(self._letta):
            self.dismiss(None)

    async def _apri_nuova(self, letta: Lettura) -> bool:
        """A new code: of the type asked, with what the parametri propose or the sample has. False if given up."""
        self.codice = self.codice.upper()
        if await self.esegui(controlli.controlla_codice, self.codice) is None:
            return False
        self.tipo = self.tipo or await self.chiedi(f"{self.codice} non c'è ancora. Tipo codice", "R", TIPI) or ""
        if not self.tipo:
            return False
        valori: dict[str, Any] = {}
        if self.campione:
            campione = await self.leggi(_leggi, self.contesto, self.campione)
            if campione is None or campione.valore.prestazione is None:
                return False
            valori = _come(campione.valore, campione.valore.prestazione)
        elif self.tipo == "R":
            rif = letta.riferimenti
            valori = {
                "conto_ricavo": rif.conto_ricavo or "",
                "conto_ricavo_sospeso": rif.conto_ricavo_sospeso or "",
            }
        valori |= {"codice": self.codice, "tipo": self.tipo, "precancellata": "N", "codice_sostitutivo": ""}
        await self._monta(valori, letta)
        return True

    async def _mostra(self, prestazione: Prestazione, letta: Lettura) -> None:
        self.codice, self.tipo = prestazione.codice, prestazione.tipo
        valori = valori_di(prestazione) | _chiavi("prezzo", letta.prezzi) | _chiavi("lingua", letta.descrizioni_lingua)
        self._valori = dict(valori)
        await self._monta(valori, letta)

    async def _monta(self, valori: dict[str, Any], letta: Lettura) -> None:
        """The form of the type, in the place of the one before."""
        rif = letta.riferimenti
        forma = Forma(self.misure, letta.codice_alternativo, bool(letta.lingue))
        if self.tipo == "R":
            campi = prestazioni_campi.prestazione(self.archivio, self.contesto, rif, forma)
        else:
            campi = prestazioni_campi.descrizione(self.tipo, forma)
        if self.misure.in_linea:
            valori |= {"descrizione": self.misure.intera(valori.get("descrizione"), valori.get("descrizione_estesa"))}
        valori |= {f"lingua_{numero}": valori.get(f"lingua_{numero}") or "" for numero in letta.lingue}
        valori |= {f"prezzo_{numero}": valori.get(f"prezzo_{numero}") for numero in letta.tariffari}
        valori |= {"righe_testo": valori.get("righe_testo") or "", "tipo_mostrato": f"{self.tipo} {TIPI[self.tipo]}"}
        valori |= await self.in_disparte(descrizioni, campi, valori)
        scheda = self.query_one("#scheda", Vertical)
        await scheda.remove_children()
        modulo = Modulo(campi, valori, id="prestazione")
        await scheda.mount(modulo)
        modulo.focus()
        self._riassumi()
        await self.rileggi_annessi()

    def _riassumi(self) -> None:
        """Show what windows and keys have set: state, prices, text."""
        modulo, valori = self.modulo, self.valori
        if modulo is None or self._letta is None:
            return
        cancellata = valori["precancellata"] == "S"
        derivati = {"stato": ("CAN +" if valori["codice_sostitutivo"] else "CAN -") if cancellata else ""}
        prezzi = [
            f"{nome} {scrivi_numero(valori[f'prezzo_{numero}'], 2, 5)}"
            for numero, nome in self._letta.tariffari.items()
            if valori.get(f"prezzo_{numero}") is not None
        ]
        derivati["prezzi_mostrati"] = "   ".join(prezzi) or "nessun prezzo: F8"
        righe = valori["righe_testo"].split("\n") if valori["righe_testo"] else []
        derivati["testo_mostrato"] = f"{len(righe)} righe: {righe[0].strip()}" if righe else "vuoto"
        for nome in derivati.keys() & {campo.identificatore for campo in modulo.campi}:
            modulo.mostra_a_lato(nome, derivati[nome])

    def riprendi(self, stato: dict[str, Any]) -> None:
        super().riprendi(stato)
        self._riassumi()

    async def vicino(self, verso: int) -> str | None:
        letta = self._letta.prestazione if self._letta is not None else None
        if letta is None:
            return None
        chiave = ricerca.chiave(letta, self.scorrimento)
        da = {"dopo": chiave} if verso > 0 else {"prima": chiave}
        azienda = self.contesto.azienda
        trovate = await self.leggi(ricerca.pagina, azienda, self.scorrimento, quante=1, precancellate=True, **da)
        return trovate.valore[0].codice if trovate is not None and trovate.valore else None

    @property
    def ha_chiavi(self) -> bool:
        """PRE-106: there is another key where the second code is in use."""
        return self.esistente and self._letta is not None and self._letta.codice_alternativo

    async def scegli_chiave(self) -> None:
        """F3: the key Pag↑ and Pag↓ go by."""
        attuale = next(lettera for lettera, (campo, _nome) in CHIAVI.items() if campo == self.scorrimento)
        nomi = {lettera: nome for lettera, (_campo, nome) in CHIAVI.items()}
        if scelta := await self.chiedi("Chiave con cui Pag↑ e Pag↓ scorrono l'archivio", attuale, nomi):
            self.scorrimento, nome = CHIAVI[scelta]
            self.avvisa(f"Pag↑ e Pag↓ scorrono per {nome}.")

    # --- windows -----------------------------------------------------------------------------------

    @property
    def misure(self) -> parametri.Lunghezze:
        """How long code and descriptions are."""
        lunghezza = self._letta.riferimenti.lunghezza_codice if self._letta is not None else None
        return parametri.lunghezze(lunghezza, self.tipo or "R")

    @property
    def nella_descrizione(self) -> bool:
        """The cursor is on the description, and there are languages."""
        campo = self.modulo.campo if self.modulo is not None else None
        return bool(campo and campo.identificatore == "descrizione" and self._letta and self._letta.lingue)

    async def apri_lingue(self) -> None:
        """F2 on the description (PRE-046)."""
        if self.modulo is None or self._letta is None or not await self.modulo.accetta():
            return
        nomi = self._letta.lingue
        scritte = {numero: str(self.valori[f"lingua_{numero}"]) for numero in nomi}
        nuove = await self.programma.attendi(FinestraLingue(nomi, scritte, self.misure.in_lingua))
        if nuove is not None:
            for nome, testo in _chiavi("lingua", nuove).items():
                self.modulo.imposta(nome, testo)

    @property
    def ha_testo(self) -> bool:
        return self.tipo in ("T", "V") and self.modulo is not None

    @property
    def ha_prezzi(self) -> bool:
        return self.tipo == "R" and self.modulo is not None

    @property
    def ha_particolarita(self) -> bool:
        return self.tipo == "R" and self.esistente

    async def modifica_testo(self) -> None:
        """F5: the rows of the text; confirmed there, they are written with the card (PRE-097)."""
        if self.modulo is not None and await self.modulo.accetta():
            testo = await self.programma.attendi(SchermoTesto(self.codice, self.tipo, self.valori["righe_testo"]))
            if testo is not None:
                self.modulo.imposta("righe_testo", testo)
                self._riassumi()

    async def apri_tariffari(self) -> None:
        """F8 (PRE-071)."""
        if self.modulo is None or self._letta is None or not await self.modulo.accetta():
            return
        listini = self._letta.tariffari
        prezzi = {numero: self.valori[f"prezzo_{numero}"] for numero in listini}
        nuovi = await self.programma.attendi(FinestraPrezzi(listini, prezzi, titolo=f"Tariffari di {self.codice}"))
        if nuovi is not None:
            for nome, prezzo in _chiavi("prezzo", nuovi).items():
                self.modulo.imposta(nome, prezzo)
            self._riassumi()

    async def apri_particolarita(self) -> None:
        """F11 (PRE-072)."""
        from parcella.screens.particolarita import SchermoParticolarita

        await self.programma.attendi(SchermoParticolarita(self.codice))

    # --- precancellazione, deletion ----------------------------------------------------------------

    @property
    def precancellata(self) -> bool:
        return self.valori.get("precancellata") == "S"

    @property
    def precancellabile(self) -> bool:
        return self.esistente and not self.precancellata

    @property
    def cancellabile(self) -> bool:
        """PRE-108: only a code that was never used."""
        return self.esistente and self._letta is not None and not self._letta.usata

    async def precancella(self) -> None:
        """⇧F4: hidden from F2 once the card is confirmed, with the code to use in its place if any."""
        testo = f"ATTENZIONE {self.codice} non sarà più negli elenchi (F2), resterà nei documenti. Precancello"
        if await self.chiedi(testo, "N") == "S":
            sostitutivo = await self.programma.attendi(
                FinestraSostitutivo(ricerche.prestazioni(self.archivio, self.contesto))
            )
            if sostitutivo is not None:
                self._segna("S", sostitutivo)

    def ripristina(self) -> None:
        """⇧F4 on a precancelled code (PRE-113)."""
        self._segna("N", "")

    def _segna(self, precancellata: str, sostitutivo: str) -> None:
        if self.modulo is not None:
            self.modulo.imposta("precancellata", precancellata)
            self.modulo.imposta("codice_sostitutivo", sostitutivo)
            self._riassumi()
            self.avvisa("F10 conferma " + ("la precancellazione." if precancellata == "S" else "il ripristino."))

    async def cancella(self) -> None:
        """⇧F3 (PRE-107)."""
        domanda = f"Cancello {self.codice} {self.valori['descrizione']}, con i suoi prezzi e le sue particolarità"
        if await self.conferma_cancellazione(domanda) and await self.conferma_regola(
            lambda sessione, _risposte: anagrafica.elimina(sessione, self.contesto, self.codice)
        ):
            self.registrato()
            self.esito = f"Prestazione {self.codice} cancellata."
            self._letta = None
            self.dismiss(None)

    # --- writing -----------------------------------------------------------------------------------

    async def conferma(self) -> None:
        valori = self._in_parti(self.valori)
        dati = cambiati(valori, self._valori, Prestazione) | {"codice": self.codice, "tipo": self.tipo}
        if self.tipo == "R":
            prezzi = {n: valori[f"prezzo_{n}"] for n in (self._letta.tariffari if self._letta else {})}
            dati["prezzi"] = {n: p for n, p in prezzi.items() if p != self._valori.get(f"prezzo_{n}")}
        scritte = {n: valori[f"lingua_{n}"] for n in (self._letta.lingue if self._letta else {})}
        dati["descrizioni_lingua"] = {n: t for n, t in scritte.items() if t != (self._valori.get(f"lingua_{n}") or "")}
        nuova = not self.esistente
        note: list[str] = []

        def scrivi(sessione: Session, risposte: Risposte) -> str:
            if nuova and anagrafica.leggi(sessione, self.contesto.azienda, self.codice) is not None:
                raise Rifiuto(f"Il codice {self.codice} è stato appena inserito da un altro.", "codice")
            adesso = anagrafica.leggi(sessione, self.contesto.azienda, self.codice)
            visto = self._letta.prestazione if self._letta else None
            lotti.pretendi_come_visto(adesso, visto, dati, f"La prestazione {self.codice}", risposte)
            codice = anagrafica.salva(sessione, self.contesto, dati, risposte).codice
            note[:] = [avviso.messaggio for avviso in risposte.avvisi]
            return codice

        fatto = await self.conferma_regola(scrivi)
        if fatto is not None:
            self.registrato()
            self.esito = " ".join([f"Prestazione {fatto.valore} registrata.", *note])
            self.dismiss(fatto.valore)

    def _in_parti(self, valori: dict[str, Any]) -> dict[str, Any]:
        """A description written in line, as it is kept; as it was, if it was not touched (PRE-044)."""
        if not self.misure.in_linea:
            return valori
        prima = self._valori.get("descrizione"), self._valori.get("descrizione_estesa")
        if valori["descrizione"] == self.misure.intera(*prima):
            descrizione, estesa = prima
        else:
            descrizione, estesa = self.misure.parti(valori["descrizione"])
        return valori | {"descrizione": descrizione, "descrizione_estesa": estesa}


def _chiavi(nome: str, valori: Mapping[int, Any]) -> dict[str, Any]:
    """The fields `prezzo_1`, `lingua_2` of the form."""
    return {f"{nome}_{numero}": valore for numero, valore in valori.items()}


def _come(letta: Lettura, campione: Prestazione) -> dict[str, Any]:
    """The values a new code takes from its sample (PRE-039)."""
    valori = valori_di(campione) | _chiavi("prezzo", letta.prezzi) | _chiavi("lingua", letta.descrizioni_lingua)
    return {nome: valore for nome, valore in valori.items() if nome not in _NON_SI_DUPLICANO}
