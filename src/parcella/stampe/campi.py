"""The fields a form may name in its texts, the wordings' cases, and how a text is filled.

A text of a form is plain: `{campo}` is replaced, and a part in square brackets is left out when a field in it is
empty, as in `[P. IVA {partita_iva}][ · C.F. {codice_fiscale}]`. There is nothing else: no expressions, no macros.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from parcella.ledger.aziende.elenchi import PROVINCIA_ESTERA
from parcella.ledger.clienti.tabelle import Cliente, IndirizzoCliente
from parcella.ledger.documenti.fascicolo import Fascicolo, nome_documento
from parcella.ledger.documenti.sezionale import elettronica
from parcella.ledger.tipi import data_italiana, in_italiano
from parcella.stampe.nazioni import nome_nazione

PARENTESI = re.compile(r"\[([^\[\]]*)\]")
CAMPO = re.compile(r"\{([^{}]*)\}")
_ORLI = " ·–,;|"
CAP_ESTERO = "00000"

Valore = str | Decimal | date | None

IMPORTI = (
    "totale_prestazioni", "totale_spese_anticipate", "spese_banca", "cassa_previdenza", "rivalsa_inps", "bollo",
    "bollo_dovuto", "imponibile_esenti", "totale_iva", "totale_documento", "base_ritenuta", "ritenuta_acconto",
    "contributo_enasarco", "iva_split", "totale_da_pagare",
)  # fmt: skip

DI_PAGINA = ("pagina", "pagine")
DI_VOCE = ("percentuale",)
DI_QR = ("qr_importo", "qr_rata")


def importo(f: Fascicolo, nome: str) -> Decimal:
    """One of IMPORTI. `iva_split` is the IVA the client keeps back, and pays to the State."""
    if nome == "iva_split":
        return f.totali.totale_iva if f.documento.esigibilita_iva == "S" else Decimal("0.00")
    valore: Decimal = getattr(f.totali, nome)
    return valore


def percentuale(valore: Decimal | None) -> str:
    """4.00 as 4%, 1.50 as 1,5%; nothing for nothing."""
    return f"{in_italiano(valore).rstrip('0').rstrip(',')}%" if valore else ""


def iban_leggibile(iban: str | None) -> str:
    """In groups of four, as on a bank's paper."""
    lettere = re.sub(r"\s", "", iban or "")
    return " ".join(lettere[i : i + 4] for i in range(0, len(lettere), 4))


def nome_persona(ragione_sociale: str | None, cognome: str | None, nome: str | None) -> str:
    """A firm's name, or a person's: name first, as on an envelope."""
    return ragione_sociale or " ".join(parte for parte in (nome, cognome) if parte)


def _via(indirizzo: str | None, numero: str | None) -> str:
    return ", ".join(parte for parte in (indirizzo, numero) if parte)


def _se_italiano(f: Fascicolo, valore: str | None, segnaposto: str) -> str:
    """What the archive writes for the want of an Italian CAP or provincia is no part of an address abroad."""
    return "" if _dove(f).nazione != "IT" and valore == segnaposto else valore or ""


def _dove(f: Fascicolo) -> Cliente | IndirizzoCliente:
    """The address of the envelope: where the client wants its post, else its own."""
    return f.spedizione or f.cliente


def _cointestatari(f: Fascicolo) -> str:
    voci = []
    for voce, cliente in f.cointestatari:
        nome = nome_persona(cliente.ragione_sociale, cliente.cognome, cliente.nome)
        voci.append(f"{nome} ({voce.quota_millesimi}/1000)" if voce.quota_millesimi else nome)
    return "; ".join(voci) if len(voci) > 1 else ""


def _rif_esterno(f: Fascicolo, tipo: str) -> str:
    d = f.documento
    if (d.rif_ext_tipo or "Documento") != tipo:
        return ""
    if tipo == "Documento":
        return " ".join(parte for parte in (d.rif_ext_sigla, d.rif_ext_numero) if parte)
    return d.rif_ext_codice or ""


def _rif_data(f: Fascicolo) -> date | None:
    """A date refers to nothing when the document it is of has no name."""
    nomi = (_rif_esterno(f, tipo) for tipo in ("Documento", "Contratto", "Convenzione"))
    return f.documento.rif_ext_data if any(nomi) else None


CAMPI: Mapping[str, Callable[[Fascicolo], Valore]] = {
    "azienda": lambda f: f.azienda.ragione_sociale,
    "indirizzo": lambda f: _via(f.azienda.indirizzo, f.azienda.numero_civico),
    "cap": lambda f: f.azienda.cap,
    "comune": lambda f: f.azienda.comune,
    "provincia": lambda f: f.azienda.provincia,
    "partita_iva": lambda f: f.azienda.partita_iva,
    "codice_fiscale": lambda f: f.azienda.codice_fiscale,
    "telefono": lambda f: f.azienda.telefono,
    "email": lambda f: f.azienda.email,
    "pec": lambda f: f.azienda.pec,
    "iban": lambda f: iban_leggibile(f.azienda.iban),
    "bic": lambda f: f.azienda.bic,
    "banca": lambda f: f.azienda.istituto_finanziario,
    "albo": lambda f: f.azienda.albo_professionale,
    "provincia_albo": lambda f: f.azienda.provincia_albo,
    "numero_albo": lambda f: f.azienda.numero_iscrizione_albo,
    "data_albo": lambda f: f.azienda.data_iscrizione_albo,
    "cliente": lambda f: nome_persona(f.cliente.ragione_sociale, f.cliente.cognome, f.cliente.nome),
    "cliente_codice": lambda f: f.cliente.codice,
    "cliente_titolo": lambda f: f.cliente.titolo,
    "cliente_presso": lambda f: f.spedizione.presso if f.spedizione else None,
    "cliente_indirizzo": lambda f: _via(_dove(f).indirizzo, _dove(f).numero_civico),
    "cliente_cap": lambda f: _se_italiano(f, _dove(f).cap, CAP_ESTERO),
    "cliente_comune": lambda f: _dove(f).comune,
    "cliente_provincia": lambda f: _se_italiano(f, _dove(f).provincia, PROVINCIA_ESTERA),
    "cliente_nazione": lambda f: nome_nazione(_dove(f).nazione),
    "cliente_partita_iva": lambda f: f.cliente.partita_iva,
    "cliente_codice_fiscale": lambda f: f.cliente.codice_fiscale,
    "cointestatari": _cointestatari,
    "responsabile": lambda f: f.nome_responsabile,
    "sigla": lambda f: f.documento.sigla_documento,
    "numero": lambda f: nome_documento(f.documento).partition(" ")[2],
    "data": lambda f: f.documento.data_documento,
    "descrizione": lambda f: f.descrizione_documento,
    "note": lambda f: f.documento.note_testata,
    "decorrenza": lambda f: f.documento.data_decorrenza,
    "pagamento": lambda f: f.pagamento.descrizione if f.pagamento else "",
    "cig": lambda f: f.documento.cig,
    "cup": lambda f: f.documento.cup,
    "rif_documento": lambda f: _rif_esterno(f, "Documento"),
    "rif_contratto": lambda f: _rif_esterno(f, "Contratto"),
    "rif_convenzione": lambda f: _rif_esterno(f, "Convenzione"),
    "rif_data": _rif_data,
    "riferimento_amministrazione": lambda f: f.documento.riferimento_amministrazione,
    "fattura_collegata": lambda f: f.documento.fattura_collegata_numero,
    "fattura_collegata_data": lambda f: f.documento.fattura_collegata_data,
    "aliquota_rda": lambda f: percentuale(f.documento.aliquota_rda),
    "perc_imponibile_rda": lambda f: percentuale(f.documento.perc_imponibile_rda),
    "perc_enasarco": lambda f: percentuale(f.documento.perc_enasarco),
    "perc_inps": lambda f: percentuale(f.documento.perc_inps),
}

NOMI_CAMPI = frozenset((*CAMPI, *IMPORTI, *DI_PAGINA, *DI_VOCE, *DI_QR))


def compilatore(f: Fascicolo) -> Callable[..., str]:
    """A function that fills the texts of a form with the fields of one document; each field is worked out once."""
    noti: dict[str, str] = {}

    def valore(nome: str, altri: Mapping[str, str]) -> str:
        if nome in altri:
            return altri[nome]
        if nome not in noti:
            if nome in CAMPI:
                noti[nome] = _in_parole(CAMPI[nome](f))
            else:
                noti[nome] = in_italiano(importo(f, nome)) if nome in IMPORTI else ""
        return noti[nome]

    def compila(testo: str, **altri: str) -> str:
        if "{" not in testo and "[" not in testo:
            return testo

        def parte(trovata: re.Match[str]) -> str:
            vuota = any(not valore(nome, altri) for nome in CAMPO.findall(trovata[1]))
            return "" if vuota else trovata[1]

        ridotto = PARENTESI.sub(parte, testo)
        return CAMPO.sub(lambda trovato: valore(trovato[1], altri), ridotto).strip(_ORLI)

    return compila


def _in_parole(valore: Valore) -> str:
    if isinstance(valore, date):
        return data_italiana(valore)
    return in_italiano(valore) if isinstance(valore, Decimal) else valore or ""


def _e_parcella(f: Fascicolo) -> bool:
    return f.documento.sigla_documento == "PA"


def _iva_per_cassa(f: Fascicolo) -> bool:
    """Art. 32-bis DL 83/2012: towards who acts as a business, with IVA on the document, never with split payment.

    A public body puts the IVA off by another rule, art. 6 c. 5 DPR 633/72.
    """
    cliente, documento = f.cliente, f.documento
    a_impresa = (cliente.privato != "S" or cliente.senza_partita_iva == "N") and cliente.ente_pubblico != "S"
    ordinaria = documento.esigibilita_iva != "S" and bool(f.totali.totale_iva)
    return _e_parcella(f) and documento.iva_per_cassa == "S" and a_impresa and ordinaria


def _copia_cortesia(f: Fascicolo) -> bool:
    return _e_parcella(f) and f.documento.stato_parcella == "D" and elettronica(f.cliente, f.sezionale)


def e_provvisoria(f: Fascicolo) -> bool:
    """A parcella not yet definitiva."""
    return _e_parcella(f) and f.documento.stato_parcella == "P"


CASI: Mapping[str, Callable[[Fascicolo], bool]] = {
    "sempre": lambda f: True,
    "notula_non_fattura": lambda f: not _e_parcella(f),
    "bollo_virtuale": lambda f: f.totali.bollo_virtuale and f.documento.escludi_bollo_virtuale != "S",
    "forfettario": lambda f: f.documento.forfettario == "S",
    "iva_per_cassa": _iva_per_cassa,
    "split_payment": lambda f: bool(importo(f, "iva_split")),
    "copia_cortesia": _copia_cortesia,
    "provvisoria": e_provvisoria,
}
