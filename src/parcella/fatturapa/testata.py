"""FatturaElettronicaHeader: who transmits, who sells, who buys (fatturapa.md § 1.2, § 2.1)."""

import re
from typing import Protocol

from parcella.fatturapa.campi import (
    Elemento,
    SubElement,
    aggiungi,
    aggiungi_se,
    codice,
    codice_fiscale,
    di_forma,
    obbligatorio,
    partita_iva,
    testo,
)
from parcella.fatturapa.identificativi import CASELLA_SDI
from parcella.fatturapa.tracciato.tracciato import formato as formato_di
from parcella.fatturapa.trasmittente import trasmittente
from parcella.ledger.aziende.tabelle import REGIMI, Azienda
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.esito import Rifiuto

ESTERO = "XXXXXXX"
SCONOSCIUTO = "0000000"
_CEDENTE = "FatturaElettronicaHeader/CedentePrestatore"
_DUE_LETTERE = formato_di(f"{_CEDENTE}/Sede/Provincia").vale
_CAP = formato_di(f"{_CEDENTE}/Sede/CAP").vale
_EMAIL = formato_di(f"{_CEDENTE}/Contatti/Email").vale
_PEC = formato_di("FatturaElettronicaHeader/DatiTrasmissione/PECDestinatario").vale
_UFFICIO = re.compile("[A-Z0-9]{6}").fullmatch  # 1.1.4 takes both: which one, tells the format of the file
_DESTINATARIO = re.compile("[A-Z0-9]{7}").fullmatch


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


def scrivi_testata(radice: Elemento, fascicolo: Fascicolo, progressivo: str) -> None:
    """Write the header. An intermediario is there as trasmittente, never as emittente (FPA-044)."""
    testata = SubElement(radice, "FatturaElettronicaHeader")
    _trasmissione(testata, fascicolo, progressivo)
    scrivi_cedente(
        SubElement(testata, "CedentePrestatore"), fascicolo.azienda, fascicolo.documento.riferimento_amministrazione
    )
    scrivi_cessionario(SubElement(testata, "CessionarioCommittente"), fascicolo.cliente)
    _controlla_diversi(testata)


def _trasmissione(testata: Elemento, fascicolo: Fascicolo, progressivo: str) -> None:
    azienda, cliente = fascicolo.azienda, fascicolo.cliente
    paese, identificativo, chi = trasmittente(azienda, fascicolo.trasmittente)
    dati = SubElement(testata, "DatiTrasmissione")
    _id(SubElement(dati, "IdTrasmittente"), paese, identificativo, chi)
    aggiungi(dati, "ProgressivoInvio", obbligatorio(codice(progressivo, "progressivo", 10), "progressivo"))
    aggiungi(dati, "FormatoTrasmissione", formato(cliente))
    destinatario, pec = destinatario_di(cliente)
    aggiungi(dati, "CodiceDestinatario", destinatario)
    aggiungi_se(dati, "PECDestinatario", pec)


def destinatario_di(cliente: Cliente) -> tuple[str, str | None]:
    """1.1.4 and 1.1.6. San Marino has a code of its own and is reached as Italy is, all other countries are not."""
    if cliente.fattura_pa == "S":
        ufficio = obbligatorio(cliente.codice_ufficio, "cliente.codice_ufficio").upper()
        return di_forma(ufficio, "cliente.codice_ufficio", _UFFICIO, "servono 6 lettere o cifre"), None
    dato = (cliente.codice_destinatario or "").upper()
    if cliente.nazione != "IT" and not (cliente.nazione == "SM" and dato):
        return ESTERO, None
    if dato == ESTERO:
        raise Rifiuto(
            f"Codice destinatario: {ESTERO} vale solo per un cliente estero; per un cliente italiano lasciarlo vuoto.",
            "cliente.codice_destinatario",
        )
    if dato and dato != SCONOSCIUTO:
        return di_forma(dato, "cliente.codice_destinatario", _DESTINATARIO, "servono 7 lettere o cifre"), None
    return SCONOSCIUTO, _pec(cliente.pec_destinatario)


def _pec(indirizzo: str | None) -> str | None:
    if not indirizzo:
        return None
    campo = "cliente.pec_destinatario"
    if len(indirizzo) < 7 or CASELLA_SDI.fullmatch(indirizzo):
        raise Rifiuto(f"PEC destinatario: «{indirizzo}» non è la casella di un cliente.", campo)
    return di_forma(indirizzo, campo, _PEC, "non è un indirizzo di posta")


def scrivi_cedente(cedente: Elemento, azienda: Azienda, riferimento: str | None = None) -> None:
    """Who sells. Raises Rifiuto with the field of the azienda that is missing or wrong."""
    anagrafici = SubElement(cedente, "DatiAnagrafici")
    numero = obbligatorio(azienda.partita_iva, "azienda.partita_iva")
    if azienda.nazione == "IT":
        numero = partita_iva(numero, "azienda.partita_iva")
    _id(SubElement(anagrafici, "IdFiscaleIVA"), azienda.nazione, numero, "azienda")
    if azienda.codice_fiscale and azienda.nazione == "IT":
        aggiungi(anagrafici, "CodiceFiscale", codice_fiscale(azienda.codice_fiscale, "azienda.codice_fiscale"))
    _anagrafica(anagrafici, azienda, "azienda")
    aggiungi_se(anagrafici, "AlboProfessionale", testo(azienda.albo_professionale, "azienda.albo_professionale", 60))
    if azienda.provincia_albo:
        aggiungi(anagrafici, "ProvinciaAlbo", _sigla(azienda.provincia_albo, "azienda.provincia_albo"))
    aggiungi_se(
        anagrafici,
        "NumeroIscrizioneAlbo",
        codice(azienda.numero_iscrizione_albo, "azienda.numero_iscrizione_albo", 60),
    )
    if azienda.data_iscrizione_albo:
        aggiungi(anagrafici, "DataIscrizioneAlbo", azienda.data_iscrizione_albo.isoformat())
    regime = obbligatorio(azienda.regime_fiscale, "azienda.regime_fiscale")
    if regime not in REGIMI:
        raise Rifiuto(f"Regime fiscale: «{regime}» non è fra i codici ammessi.", "azienda.regime_fiscale")
    aggiungi(anagrafici, "RegimeFiscale", regime)
    _sede(cedente, azienda, "azienda")
    _contatti(cedente, azienda)
    aggiungi_se(cedente, "RiferimentoAmministrazione", codice(riferimento, "riferimento_amministrazione", 20))


def _contatti(cedente: Elemento, azienda: Azienda) -> None:
    telefono = codice(azienda.telefono, "azienda.telefono", 12, minimo=5)
    email = codice(azienda.email, "azienda.email", 256, minimo=7)
    if email:
        di_forma(email, "azienda.email", _EMAIL, "non è un indirizzo di posta")
    if telefono or email:
        contatti = SubElement(cedente, "Contatti")
        aggiungi_se(contatti, "Telefono", telefono)
        aggiungi_se(contatti, "Email", email)


def scrivi_cessionario(cessionario: Elemento, cliente: Cliente) -> None:
    """Who buys. Raises Rifiuto with the field of the client that is missing or wrong."""
    anagrafici = SubElement(cessionario, "DatiAnagrafici")
    if cliente.nazione == "IT":
        if not cliente.partita_iva and not cliente.codice_fiscale:
            raise Rifiuto(
                "Il cliente non ha né partita IVA né codice fiscale: almeno uno è obbligatorio per il file FatturaPA.",
                "cliente.codice_fiscale",
                "dato_mancante",
            )
        if cliente.partita_iva:
            numero = partita_iva(cliente.partita_iva, "cliente.partita_iva")
            _id(SubElement(anagrafici, "IdFiscaleIVA"), "IT", numero, "cliente")
        if cliente.codice_fiscale:
            aggiungi(anagrafici, "CodiceFiscale", codice_fiscale(cliente.codice_fiscale, "cliente.codice_fiscale"))
    else:
        _id(SubElement(anagrafici, "IdFiscaleIVA"), cliente.nazione, _identificativo_estero(cliente), "cliente")
    _anagrafica(anagrafici, cliente, "cliente")
    _sede(cessionario, cliente, "cliente")


def _controlla_diversi(testata: Elemento) -> None:
    """Who sells and who buys can't have one partita IVA in a TD01 or TD06 (00471)."""
    cedente = testata.find("CedentePrestatore/DatiAnagrafici/IdFiscaleIVA")
    cessionario = testata.find("CessionarioCommittente/DatiAnagrafici/IdFiscaleIVA")
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


def _id(elemento: Elemento, paese: str, numero: str, chi: str) -> None:
    aggiungi(elemento, "IdPaese", di_forma(paese, f"{chi}.nazione", _DUE_LETTERE, "servono 2 lettere maiuscole"))
    aggiungi(elemento, "IdCodice", obbligatorio(codice(numero, f"{chi}.partita_iva", 28), f"{chi}.partita_iva"))


def _anagrafica(anagrafici: Elemento, soggetto: Azienda | Cliente, chi: str) -> None:
    """A person by Nome and Cognome, an entity by Denominazione: both or neither is a scarto 00200."""
    anagrafica = SubElement(anagrafici, "Anagrafica")
    if soggetto.cognome:
        nome = obbligatorio(testo(soggetto.nome, f"{chi}.nome", 60), f"{chi}.nome")
        aggiungi(anagrafica, "Nome", nome)
        aggiungi(anagrafica, "Cognome", obbligatorio(testo(soggetto.cognome, f"{chi}.cognome", 60), f"{chi}.cognome"))
    else:
        denominazione = testo(soggetto.ragione_sociale, f"{chi}.ragione_sociale", 80)
        aggiungi(anagrafica, "Denominazione", obbligatorio(denominazione, f"{chi}.ragione_sociale"))
    if isinstance(soggetto, Cliente):
        aggiungi_se(anagrafica, "Titolo", codice(soggetto.titolo, "cliente.titolo", 10, minimo=2))


def _sede(padre: Elemento, recapito: _Recapito, chi: str) -> None:
    italiano = recapito.nazione == "IT"
    sede = SubElement(padre, "Sede")
    indirizzo = testo(recapito.indirizzo, f"{chi}.indirizzo", 60)
    aggiungi(sede, "Indirizzo", obbligatorio(indirizzo, f"{chi}.indirizzo"))
    aggiungi_se(sede, "NumeroCivico", codice(recapito.numero_civico, f"{chi}.numero_civico", 8))
    if italiano:
        cap = obbligatorio(recapito.cap, f"{chi}.cap")
        aggiungi(sede, "CAP", di_forma(cap, f"{chi}.cap", _CAP, "servono 5 cifre"))
    else:
        aggiungi(sede, "CAP", "00000")
    aggiungi(sede, "Comune", obbligatorio(testo(recapito.comune, f"{chi}.comune", 60), f"{chi}.comune"))
    if italiano and recapito.provincia:
        aggiungi(sede, "Provincia", _sigla(recapito.provincia, f"{chi}.provincia"))
    aggiungi(sede, "Nazione", recapito.nazione)


def _sigla(provincia: str, campo: str) -> str:
    return di_forma(provincia.upper(), campo, _DUE_LETTERE, "servono 2 lettere")
