"""Anagrafica azienda: who the azienda is, and what its electronic invoices say of it (menu Aziende)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlmodel import Session
from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.aziende.anagrafica import salva_azienda
from parcella.ledger.aziende.schede import trova
from parcella.ledger.aziende.tabelle import Azienda
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.screens import controlli, ricerche
from parcella.screens.scheda import campo, valori_di
from parcella.screens.studio import SchermoStudio
from parcella.screens.tabella import con_descrizione, da_scrivere, descrivi
from parcella.widgets.campo import Campo
from parcella.widgets.modulo import Modulo
from parcella.widgets.ricerca import Ricerca


def _c(nome: str, etichetta: str, genere: Any = None, **altro: Any) -> Campo:
    return campo(Azienda, nome, etichetta, genere, **altro)


def _anagrafica() -> Iterable[Campo]:
    yield _c("sigla", "Sigla", sola_lettura=True)
    yield _c("tipo", "Tipo", sola_lettura=True, accanto=True)
    yield _c("ragione_sociale", "Ragione sociale", elastico=True, aiuto="Il nome come va sui documenti.")
    yield _c("cognome", "Cognome", larghezza=24, aiuto="Solo per una persona; vuoto per studi associati e società.")
    yield _c("nome", "Nome", larghezza=24, accanto=True, attivo=lambda v: bool(v["cognome"]))
    yield _c("partita_iva", "Partita IVA", aiuto="11 cifre.", controllo=controlli.partita_iva_italiana)
    yield _c("codice_fiscale", "Codice fiscale", "maiuscole", accanto=True, controllo=controlli.codice_fiscale)
    yield _c("indirizzo", "Indirizzo", larghezza=40)
    yield _c("numero_civico", "N.", accanto=True)
    yield _c("cap", "CAP")
    yield _c("comune", "Comune", larghezza=26, accanto=True)
    yield _c("provincia", "Prov.", "maiuscole", accanto=True)
    yield _c("nazione", "Nazione", "maiuscole", aiuto="La sigla di due lettere: IT, SM, DE.")
    yield _c("telefono", "Telefono", accanto=True)
    yield _c("email", "E-mail", larghezza=50)
    yield _c("pec", "PEC", larghezza=50)


def _banca() -> Iterable[Campo]:
    yield _c(
        "iban",
        "IBAN",
        "maiuscole",
        sezione="Banca",
        aiuto="Va sui documenti da pagare con bonifico.",
        controllo=controlli.iban,
    )
    yield _c("bic", "BIC", "maiuscole", accanto=True)
    yield _c("istituto_finanziario", "Istituto", elastico=True)


def _attivita(trovati: Ricerca) -> Iterable[Campo]:
    yield from con_descrizione(
        _c(
            "regime_fiscale", "Regime fiscale FatturaPA", "maiuscole", larghezza=5, lunghezza=4, obbligatorio=True,
            ricerca=ricerche.regimi_fiscali(), sezione="IVA e FatturaPA", aiuto="F2 elenca i regimi; RF19 forfettario.",
        )
    )  # fmt: skip
    yield _c("iva_per_cassa", "IVA per cassa (S/N)")
    yield _c(
        "gestione_iva_differita", "IVA differita (S/N)", accanto=True, aiuto="S = può emettere fatture sospese (FS)."
    )
    yield _c("gestione_scadenzario", "Scadenzario (S/N)", accanto=True, aiuto="S = apre le scadenze delle parcelle.")
    yield _c("socio_unico", "Socio unico (S/N)", aiuto="Solo per le società; vuoto = non riguarda.")
    yield _c("tipo_documento_fatturapa", "Tipo documento FatturaPA", aiuto="TD06 = parcella, TD01 = fattura.")
    yield _c(
        "tipo_ritenuta", "Tipo ritenuta", accanto=True,
        aiuto="RT01 = persona fisica, RT02 = gli altri; vuoto = secondo l'anagrafica.",
    )  # fmt: skip
    yield _c(
        "trasmittente", "Trasmittente FatturaPA", accanto=False, obbligatorio=False,
        aiuto="A = trasmette l'azienda, I = un intermediario, vuoto = non trasmette.",
    )  # fmt: skip
    yield _c("progressivo_file", "Progressivo file", sola_lettura=True, accanto=True)
    yield from con_descrizione(
        _c(
            "intermediario_trasmittente", "Intermediario trasmitt.", "codice", ricerca=trovati,
            attivo=lambda v: v["trasmittente"] == "I", aiuto="F2 elenca la tabella Intermediari.",
        )
    )  # fmt: skip
    yield _c("emittente", "Emittente FatturaPA", aiuto="A o vuoto = l'azienda, I = un intermediario, che firma i file.")
    yield from con_descrizione(
        _c(
            "intermediario_emittente", "Intermediario emittente", "codice", ricerca=trovati,
            attivo=lambda v: v["emittente"] == "I", aiuto="La responsabilità fiscale resta dell'azienda.",
        )
    )  # fmt: skip
    yield _c("albo_professionale", "Albo professionale", larghezza=34, sezione="Albo")
    yield _c("provincia_albo", "Prov.", "maiuscole", accanto=True)
    yield _c("numero_iscrizione_albo", "Numero iscrizione", larghezza=16)
    yield _c("data_iscrizione_albo", "del", accanto=True)


def _archivio() -> Iterable[Campo]:
    yield _c(
        "cartella_documenti", "Cartella documenti", elastico=True, sezione="Nel programma",
        aiuto="Dove vanno i PDF e i file delle fatture; vuota = parcella, nei documenti.",
    )  # fmt: skip
    yield _c(
        "periodo_chiuso_al", "Periodo chiuso al",
        aiuto="Fino a questo giorno non si registra più niente; vuoto = tutto aperto.",
    )  # fmt: skip


class SchermoAzienda(SchermoStudio[None]):
    """The azienda one works on. Its sigla and its tipo are for ever; F4 goes on to the parametri studio (PAR-001)."""

    titolo = "Anagrafica azienda"
    pagina_aiuto = "azienda"
    comandi = [Comando("azienda.dati", "f4", "Dati aziendali", "dati_aziendali")]
    DEFAULT_CSS = "SchermoAzienda Modulo { height: 1fr; }"

    def corpo(self) -> ComposeResult:
        yield Modulo([*_anagrafica(), *_banca(), *_attivita(ricerche.intermediari(self.archivio)), *_archivio()])

    def __init__(self) -> None:
        super().__init__()
        self._chiuso_al: date | None = None

    @property
    def nel_giornale(self) -> tuple[str, str | int | None] | None:  # type: ignore[override]
        """The azienda one works on."""
        return "azienda", self.contesto.sigla

    @property
    def modulo(self) -> Modulo:
        """The form."""
        return self.query_one(Modulo)

    async def apri(self) -> None:
        letto = await self.leggi(trova, Azienda, sigla=self.contesto.sigla)
        if letto is not None and letto.valore is not None:
            self._chiuso_al = letto.valore.periodo_chiuso_al
            valori = valori_di(letto.valore)
            valori["trasmittente"] = valori["trasmittente"].strip()
            self.modulo.carica(await self.in_disparte(descrivi, self.modulo.campi, valori))

    async def dati_aziendali(self) -> None:
        """F4: the parametri studio of this azienda."""
        from parcella.screens.parametri_studio import SchermoParametriStudio

        await self.programma.attendi(SchermoParametriStudio())

    async def conferma(self) -> None:
        """F10."""
        dati = da_scrivere(Azienda, self.modulo.valori)
        dati.pop("progressivo_file")  # the program moves it on by itself
        if not await self._riapre(dati["periodo_chiuso_al"]):
            self.modulo.vai_a("periodo_chiuso_al")
            return
        fatto = await self.conferma_regola(lambda sessione, risposte: self._salva(sessione, dati, risposte))
        if fatto is not None:
            self.registrato()
            await self.studio.rileggi()
            if not fatto.valore:
                self.dismiss(None)

    async def _riapre(self, giorno: date | None) -> bool:
        """A closed period is opened again only on purpose."""
        chiuso = self._chiuso_al
        if chiuso is None or (giorno is not None and giorno >= chiuso):
            return True
        testo = f"Il periodo chiuso al {chiuso:%d/%m/%Y} si riapre, e vi si potrà registrare. Confermi"
        return await self.chiedi(testo, "N") == "S"

    def _salva(self, sessione: Session, dati: dict[str, Any], risposte: Risposte) -> list[str]:
        if trova(sessione, Azienda, sigla=dati["sigla"]) is None:
            raise Rifiuto(f"L'azienda {dati['sigla']} non è più nell'archivio.")
        salva_azienda(sessione, dati, risposte)
        return [avviso.messaggio for avviso in risposte.avvisi]
