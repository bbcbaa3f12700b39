"""FatturaElettronicaHeader: who transmits, who sells, who buys (fatturapa.md § 1.2, § 2.1)."""

import re
from collections.abc import Callable
from typing import Protocol

from parcella.fatturapa.blocco import Blocco
from parcella.fatturapa.campi import codice_fiscale, obbligatorio, partita_iva
from parcella.fatturapa.identificativi import CASELLA_SDI
from parcella.fatturapa.latino import nome_campo
from parcella.fatturapa.trasmittente import trasmittente
from parcella.ledger.aziende.tabelle import Azienda
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.esito import Rifiuto

ESTERO = "XXXXXXX"
SCONOSCIUTO = "0000000"
_CAP_ESTERO = "00000"
# 1.1.4 takes both: which one, tells the format of the file.
_UFFICIO = re.compile("[A-Z0-9]{6}")
_DESTINATARIO = re.compile("[A-Z0-9]{7}")


class _Recapito(Protocol):
    """What azienda and client share of an address."""

    indirizzo: str | None
    numero_civico: str | None
    cap: str | None
    comune: str | None
    provincia: str | None
    nazione: str


def formato(cliente: Cliente) -> str:
    """FPA12 for the Pubblica Amministrazione, FPR12 for everybody else."""
    return "FPA12" if cliente.fattura_pa == "S" else "FPR12"


def scrivi_testata(testata: Blocco, fascicolo: Fascicolo, progressivo: str) -> None:
    """Write the header. An intermediario is there as trasmittente, never as emittente (FPA-044)."""
    for parte in parti_testata(testata, fascicolo, progressivo):
        parte()
    _controlla_diversi(testata)


def parti_testata(testata: Blocco, fascicolo: Fascicolo, progressivo: str) -> tuple[Callable[[], None], ...]:
    """The three groups of the header, each to be written by itself."""
    riferimento = fascicolo.documento.riferimento_amministrazione
    return (
        lambda: _trasmissione(testata.apri("DatiTrasmissione"), fascicolo, progressivo),
        lambda: scrivi_cedente(testata.apri("CedentePrestatore"), fascicolo.azienda, riferimento),
        lambda: scrivi_cessionario(testata.apri("CessionarioCommittente"), fascicolo.cliente),
    )


def _trasmissione(dati: Blocco, fascicolo: Fascicolo, progressivo: str) -> None:
    azienda, cliente = fascicolo.azienda, fascicolo.cliente
    paese, identificativo, chi = trasmittente(azienda, fascicolo.trasmittente)
    _id(dati.apri("IdTrasmittente"), paese, identificativo, chi)
    dati.metti("ProgressivoInvio", progressivo, "progressivo")
    dati.metti("FormatoTrasmissione", formato(cliente))
    scrivi_destinatario(dati, cliente)


def scrivi_destinatario(dati: Blocco, cliente: Cliente) -> None:
    """Write 1.1.4 and 1.1.6. Raises Rifiuto with the field of the client that is missing or wrong."""
    destinatario, pec = _destinatario(cliente)
    dati.metti("CodiceDestinatario", destinatario)
    dati.metti("PECDestinatario", pec, "cliente.pec_destinatario")


def _destinatario(cliente: Cliente) -> tuple[str, str | None]:
    """San Marino has a code of its own and is reached as Italy is, all other countries are not."""
    if cliente.fattura_pa == "S":
        campo = "cliente.codice_ufficio"
        return _di_forma(obbligatorio(cliente.codice_ufficio, campo), campo, _UFFICIO, 6), None
    dato = (cliente.codice_destinatario or "").upper()
    if cliente.nazione != "IT" and not (cliente.nazione == "SM" and dato):
        return ESTERO, None
    if dato == ESTERO:
        raise Rifiuto(
            f"Codice destinatario: {ESTERO} vale solo per un cliente estero; per un cliente italiano lasciarlo vuoto.",
            "cliente.codice_destinatario",
        )
    if dato and dato != SCONOSCIUTO:
        return _di_forma(dato, "cliente.codice_destinatario", _DESTINATARIO, 7), None
    return SCONOSCIUTO, _pec(cliente.pec_destinatario)


def _di_forma(codice: str, campo: str, forma: re.Pattern[str], quanti: int) -> str:
    codice = codice.upper()
    if not forma.fullmatch(codice):
        raise Rifiuto(
            f"{nome_campo(campo)}: «{codice}» non è valido per il file FatturaPA, che vuole {quanti} lettere o cifre.",
            campo,
        )
    return codice


def _pec(indirizzo: str | None) -> str | None:
    if indirizzo and (len(indirizzo) < 7 or CASELLA_SDI.fullmatch(indirizzo)):
        raise Rifiuto(f"PEC destinatario: «{indirizzo}» non è la casella di un cliente.", "cliente.pec_destinatario")
    return indirizzo


def scrivi_cedente(cedente: Blocco, azienda: Azienda, riferimento: str | None = None) -> None:
    """Who sells. Raises Rifiuto with the field of the azienda that is missing or wrong."""
    anagrafici = cedente.apri("DatiAnagrafici")
    numero = obbligatorio(azienda.partita_iva, "azienda.partita_iva")
    if azienda.nazione == "IT":
        numero = partita_iva(numero, "azienda.partita_iva")
    _id(anagrafici.apri("IdFiscaleIVA"), azienda.nazione, numero, "azienda")
    if azienda.codice_fiscale and azienda.nazione == "IT":
        anagrafici.metti("CodiceFiscale", codice_fiscale(azienda.codice_fiscale, "azienda.codice_fiscale"))
    _anagrafica(anagrafici.apri("Anagrafica"), azienda, "azienda")
    anagrafici.metti("AlboProfessionale", azienda.albo_professionale, "azienda.albo_professionale")
    anagrafici.metti("ProvinciaAlbo", _maiuscolo(azienda.provincia_albo), "azienda.provincia_albo")
    anagrafici.metti("NumeroIscrizioneAlbo", azienda.numero_iscrizione_albo, "azienda.numero_iscrizione_albo")
    anagrafici.metti("DataIscrizioneAlbo", azienda.data_iscrizione_albo, "azienda.data_iscrizione_albo")
    anagrafici.metti("RegimeFiscale", azienda.regime_fiscale, "azienda.regime_fiscale")
    _sede(cedente.apri("Sede"), azienda, "azienda")
    if azienda.telefono or azienda.email:
        contatti = cedente.apri("Contatti")
        contatti.metti("Telefono", azienda.telefono, "azienda.telefono")
        contatti.metti("Email", azienda.email, "azienda.email")
    cedente.metti("RiferimentoAmministrazione", riferimento, "riferimento_amministrazione")


def scrivi_cessionario(cessionario: Blocco, cliente: Cliente) -> None:
    """Who buys. Raises Rifiuto with the field of the client that is missing or wrong."""
    anagrafici = cessionario.apri("DatiAnagrafici")
    if cliente.nazione == "IT":
        if not cliente.partita_iva and not cliente.codice_fiscale:
            raise Rifiuto(
                "Il cliente non ha né partita IVA né codice fiscale: almeno uno è obbligatorio per il file FatturaPA.",
                "cliente.codice_fiscale",
                "dato_mancante",
            )
        if cliente.partita_iva:
            numero = partita_iva(cliente.partita_iva, "cliente.partita_iva")
            _id(anagrafici.apri("IdFiscaleIVA"), "IT", numero, "cliente")
        if cliente.codice_fiscale:
            anagrafici.metti("CodiceFiscale", codice_fiscale(cliente.codice_fiscale, "cliente.codice_fiscale"))
    else:
        _id(anagrafici.apri("IdFiscaleIVA"), cliente.nazione, _identificativo_estero(cliente), "cliente")
    anagrafica = anagrafici.apri("Anagrafica")
    _anagrafica(anagrafica, cliente, "cliente")
    anagrafica.metti("Titolo", cliente.titolo, "cliente.titolo")
    _sede(cessionario.apri("Sede"), cliente, "cliente")


def _controlla_diversi(testata: Blocco) -> None:
    """Who sells and who buys can't have one partita IVA in a TD01 or TD06 (00471)."""
    cedente = testata.nodo.find("CedentePrestatore/DatiAnagrafici/IdFiscaleIVA")
    cessionario = testata.nodo.find("CessionarioCommittente/DatiAnagrafici/IdFiscaleIVA")
    if cessionario is not None and [e.text for e in cedente] == [e.text for e in cessionario]:
        raise Rifiuto(
            "Il cliente ha la stessa partita IVA dell'azienda: una fattura a sé stessi non si emette così.",
            "cliente.partita_iva",
            "cedente_uguale_cessionario",
        )


def _identificativo_estero(cliente: Cliente) -> str:
    """Who has no VAT number gets, by convention, another identifier: his tax code, else his code in our archive."""
    numero = (cliente.partita_iva or "").removeprefix(cliente.nazione) or cliente.codice_fiscale or cliente.codice
    return "".join(c for c in numero if c.isascii() and c.isalnum()).upper()


def _id(identificativo: Blocco, paese: str, numero: str, chi: str) -> None:
    identificativo.metti("IdPaese", paese, f"{chi}.nazione")
    identificativo.metti("IdCodice", numero, f"{chi}.partita_iva")


def _anagrafica(anagrafica: Blocco, soggetto: Azienda | Cliente, chi: str) -> None:
    """A person by Nome and Cognome, an entity by Denominazione: both or neither is a scarto 00200."""
    if soggetto.cognome:
        anagrafica.metti("Nome", soggetto.nome, f"{chi}.nome")
        anagrafica.metti("Cognome", soggetto.cognome, f"{chi}.cognome")
    else:
        anagrafica.metti("Denominazione", soggetto.ragione_sociale, f"{chi}.ragione_sociale")


def _sede(sede: Blocco, recapito: _Recapito, chi: str) -> None:
    italiano = recapito.nazione == "IT"
    sede.metti("Indirizzo", recapito.indirizzo, f"{chi}.indirizzo")
    sede.metti("NumeroCivico", recapito.numero_civico, f"{chi}.numero_civico")
    sede.metti("CAP", recapito.cap if italiano else _CAP_ESTERO, f"{chi}.cap")
    sede.metti("Comune", recapito.comune, f"{chi}.comune")
    if italiano:
        sede.metti("Provincia", _maiuscolo(recapito.provincia), f"{chi}.provincia")
    sede.metti("Nazione", recapito.nazione, f"{chi}.nazione")


def _maiuscolo(sigla: str | None) -> str | None:
    return sigla.upper() if sigla else None
