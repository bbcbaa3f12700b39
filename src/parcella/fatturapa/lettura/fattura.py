"""What an electronic invoice says, as plain values.

A figure keeps the text it was written with beside its value, since a reader must see also what is no number.
"""

import base64
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from parcella.ledger.esito import DatiNonValidi

_NON_DA_NOME = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
_CIFRA = re.compile(r"[+-]?\d{1,21}(\.\d{1,21})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cifra:
    """A figure as written; `valore` is None if it is absent, or no number."""

    testo: str = ""

    @property
    def valore(self) -> Decimal | None:
        return Decimal(self.testo) if _CIFRA.fullmatch(self.testo) else None


@dataclass(frozen=True, slots=True)
class Giorno:
    """A date as written; `valore` is None if it is absent, or no date."""

    testo: str = ""

    @property
    def valore(self) -> date | None:
        try:
            return date.fromisoformat(self.testo[:10])
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Indirizzo:
    """Sede, or stabile organizzazione."""

    indirizzo: str = ""
    numero_civico: str = ""
    cap: str = ""
    comune: str = ""
    provincia: str = ""
    nazione: str = ""


@dataclass(frozen=True, slots=True)
class Soggetto:
    """Who sells, who buys, who represents them."""

    id_paese: str = ""
    id_codice: str = ""
    codice_fiscale: str = ""
    denominazione: str = ""
    cognome: str = ""
    nome: str = ""
    titolo: str = ""
    regime_fiscale: str = ""
    albo: str = ""
    sede: Indirizzo = Indirizzo()
    stabile_organizzazione: Indirizzo = Indirizzo()
    rea: str = ""
    telefono: str = ""
    email: str = ""
    riferimento_amministrazione: str = ""

    @property
    def nominativo(self) -> str:
        return self.denominazione or " ".join(filter(None, (self.cognome, self.nome)))

    @property
    def partita_iva(self) -> str:
        """With its country: IT01234567890."""
        return self.id_paese + self.id_codice


@dataclass(frozen=True, slots=True)
class Testata:
    """FatturaElettronicaHeader: what the bodies of a file have in common."""

    formato: str = ""
    trasmittente: str = ""
    progressivo_invio: str = ""
    codice_destinatario: str = ""
    pec_destinatario: str = ""
    cedente: Soggetto = Soggetto()
    rappresentante: Soggetto | None = None
    cessionario: Soggetto = Soggetto()
    terzo_intermediario: Soggetto | None = None
    soggetto_emittente: str = ""


@dataclass(frozen=True, slots=True)
class Ritenuta:
    """DatiRitenuta."""

    tipo: str
    importo: Cifra
    aliquota: Cifra
    causale: str


@dataclass(frozen=True, slots=True)
class Cassa:
    """DatiCassaPrevidenziale."""

    tipo: str
    percentuale: Cifra
    importo: Cifra
    imponibile: Cifra
    aliquota: Cifra
    ritenuta: bool
    natura: str


@dataclass(frozen=True, slots=True)
class Sconto:
    """ScontoMaggiorazione, of a line or of the document."""

    tipo: str
    percentuale: Cifra
    importo: Cifra


@dataclass(frozen=True, slots=True)
class Riferimento:
    """An order, a contract, another invoice…; `che_cosa` is the name of its element."""

    che_cosa: str
    documento: str
    data: Giorno
    righe: tuple[str, ...]
    commessa: str
    cup: str
    cig: str


@dataclass(frozen=True, slots=True)
class Riga:
    """DettaglioLinee. `altri_dati` are TipoDato with the text, number and date that go with it."""

    numero: str = ""
    tipo_cessione: str = ""
    codici: tuple[tuple[str, str], ...] = ()
    descrizione: str = ""
    quantita: Cifra = Cifra()
    unita_misura: str = ""
    dal: Giorno = Giorno()
    al: Giorno = Giorno()
    prezzo: Cifra = Cifra()
    sconti: tuple[Sconto, ...] = ()
    totale: Cifra = Cifra()
    aliquota: Cifra = Cifra()
    ritenuta: bool = False
    natura: str = ""
    altri_dati: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Riepilogo:
    """DatiRiepilogo."""

    aliquota: Cifra
    natura: str
    spese_accessorie: Cifra
    arrotondamento: Cifra
    imponibile: Cifra
    imposta: Cifra
    esigibilita: str
    riferimento_normativo: str


@dataclass(frozen=True, slots=True)
class Rata:
    """DettaglioPagamento, with the CondizioniPagamento it stands under."""

    condizioni: str
    beneficiario: str
    modalita: str
    scadenza: Giorno
    importo: Cifra
    istituto: str
    iban: str
    bic: str
    codice: str


@dataclass(frozen=True, slots=True)
class Allegato:
    """A file inside the invoice. `base64` is as it was written."""

    nome: str
    compressione: str
    formato: str
    descrizione: str
    base64: str = field(repr=False)

    @property
    def nome_file(self) -> str:
        """The name to save it with: never a path, with the extension its format or its compression says."""
        nome = _NON_DA_NOME.sub("_", re.split(r"[/\\]", self.nome)[-1]).strip(". ") or "allegato"
        if self.compressione:
            estensione = "zip" if self.compressione.upper() == "ZIP" else self.compressione.lower()
            return nome if nome.lower().endswith(f".{estensione}") else f"{nome}.{_NON_DA_NOME.sub('', estensione)}"
        formato = _NON_DA_NOME.sub("", self.formato).strip(". ").lower()
        return nome if "." in nome or not formato else f"{nome}.{formato}"

    @property
    def dimensione(self) -> int:
        """In bytes, without unpacking it."""
        return max(0, len(self.base64.rstrip("=")) * 3 // 4)

    def contenuto(self) -> bytes:
        """The bytes of the file."""
        try:
            return base64.b64decode(self.base64, validate=True)
        except ValueError as errore:
            raise DatiNonValidi(f"L'allegato {self.nome} è danneggiato: non è un base64 valido.") from errore


@dataclass(frozen=True, slots=True)
class Corpo:
    """FatturaElettronicaBody: one document."""

    tipo: str = ""
    divisa: str = ""
    data: Giorno = Giorno()
    numero: str = ""
    ritenute: tuple[Ritenuta, ...] = ()
    bollo: str = ""
    importo_bollo: Cifra = Cifra()
    casse: tuple[Cassa, ...] = ()
    sconti: tuple[Sconto, ...] = ()
    totale: Cifra = Cifra()
    arrotondamento: Cifra = Cifra()
    causali: tuple[str, ...] = ()
    art73: bool = False
    riferimenti: tuple[Riferimento, ...] = ()
    righe: tuple[Riga, ...] = ()
    riepiloghi: tuple[Riepilogo, ...] = ()
    rate: tuple[Rata, ...] = ()
    allegati: tuple[Allegato, ...] = ()


@dataclass(frozen=True, slots=True)
class Fattura:
    """A file: one header, one body or, for a lotto, many."""

    testata: Testata
    corpi: tuple[Corpo, ...]
    versione: str = ""
    semplificata: bool = False
