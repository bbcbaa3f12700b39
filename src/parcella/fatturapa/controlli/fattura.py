"""What the controls look at, read once from a file whose layout is good."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from parcella.ledger.tipi import ZERO

Albero = Any  # lxml's element: its stubs are not complete enough to be worth naming
UNO = Decimal(1)


@dataclass(slots=True)
class Soggetto:
    """Who sells or who buys."""

    nodo: Albero
    fiscale: Albero | None
    paese: str | None
    identificativo: str | None
    codice_fiscale: str | None
    persona: bool
    regime: str | None = None


@dataclass(slots=True)
class Sconto:
    """A ScontoMaggiorazione."""

    nodo: Albero
    tipo: str
    percentuale: Decimal | None
    importo: Decimal | None


@dataclass(slots=True)
class Parte:
    """What a riepilogo sums: a line, or a contribution to a cassa. `id` is its place in the layout."""

    nodo: Albero
    id: str
    aliquota: Decimal
    natura: str | None
    soggetta_ritenuta: bool
    importo: Decimal

    @property
    def nome(self) -> str:
        return "cassa"


@dataclass(slots=True)
class Linea(Parte):
    """A DettaglioLinee."""

    numero: str
    quantita: Decimal | None
    prezzo: Decimal
    sconti: list[Sconto]
    dati_gestionali: list[str]

    @property
    def nome(self) -> str:
        return f"linea {self.numero}"


@dataclass(slots=True)
class Cassa(Parte):
    """A DatiCassaPrevidenziale."""

    tipo: str
    percentuale: Decimal
    imponibile: Decimal | None


@dataclass(slots=True)
class Riepilogo:
    """A DatiRiepilogo."""

    nodo: Albero
    aliquota: Decimal
    natura: str | None
    arrotondamento: Decimal
    imponibile: Decimal
    imposta: Decimal
    esigibilita: str | None


@dataclass(slots=True)
class Ritenuta:
    """A DatiRitenuta."""

    nodo: Albero
    tipo: str
    importo: Decimal
    aliquota: Decimal
    causale: str


@dataclass(slots=True)
class Collegata:
    """The date of a DatiFattureCollegate."""

    nodo: Albero
    data: date


@dataclass(slots=True)
class Testata:
    """What all the documents of a file share. `oggi` is the day it would be received."""

    radice: Albero
    oggi: date
    versione: str
    formato: str
    destinatario: str
    pec: str | None
    trasmissione: Albero
    cedente: Soggetto
    cessionario: Soggetto
    rappresentante: Albero | None


@dataclass(slots=True)
class Corpo:
    """One document of the file."""

    fattura: Testata
    nodo: Albero
    generali: Albero
    tipo: str
    data: date
    numero: str
    art73: bool
    totale: Decimal | None
    arrotondamento: Decimal
    bollo: bool
    ritenute: list[Ritenuta]
    casse: list[Cassa]
    sconti: list[Sconto]
    linee: list[Linea]
    riepiloghi: list[Riepilogo]
    collegate: list[Collegata]
    pagamenti: list[Decimal]
    iban: list[Albero]
    parti: list[Parte] = field(init=False)
    totale_riepilogo: Decimal = field(init=False)
    somme: dict[Decimal, tuple[Decimal, Decimal]] = field(init=False)

    def __post_init__(self) -> None:
        self.parti = [*self.linee, *self.casse]
        self.totale_riepilogo = sum((r.imponibile + r.imposta for r in self.riepiloghi), ZERO)
        self.somme = _somme(self.parti, self.riepiloghi)

    @property
    def nome(self) -> str:
        return f"Documento {self.numero}"

    @property
    def ha_cig(self) -> bool:
        return self.nodo.find("DatiGenerali/*/CodiceCIG") is not None


@dataclass(slots=True)
class Fattura(Testata):
    """The whole file."""

    corpi: list[Corpo]


def leggi(radice: Albero, oggi: date) -> Fattura:
    """Read a file whose layout was judged good."""
    testata, *corpi = [figlio for figlio in radice if not figlio.tag.startswith("{")]
    blocchi = {figlio.tag: figlio for figlio in testata}
    trasmissione = blocchi["DatiTrasmissione"]
    dati = _valori(trasmissione)
    comuni = (
        radice,
        oggi,
        radice.get("versione"),
        dati["FormatoTrasmissione"],
        dati["CodiceDestinatario"],
        dati.get("PECDestinatario"),
        trasmissione,
        _soggetto(blocchi["CedentePrestatore"]),
        _soggetto(blocchi["CessionarioCommittente"]),
        blocchi.get("RappresentanteFiscale"),
    )
    condivisa = Testata(*comuni)  # not the Fattura itself: a circle would wait for the garbage collector
    return Fattura(*comuni, [_corpo(condivisa, corpo) for corpo in corpi])


def _somme(parti: list[Parte], riepiloghi: list[Riepilogo]) -> dict[Decimal, tuple[Decimal, Decimal]]:
    """For each rate: the imponibile of its riepiloghi, and what lines, casse and arrotondamenti add up to."""
    riepilogati: dict[Decimal, Decimal] = defaultdict(Decimal)
    attesi: dict[Decimal, Decimal] = defaultdict(Decimal)
    for riepilogo in riepiloghi:
        riepilogati[riepilogo.aliquota] += riepilogo.imponibile
        attesi[riepilogo.aliquota] += riepilogo.arrotondamento
    for parte in parti:
        attesi[parte.aliquota] += parte.importo
    return {aliquota: (riepilogati[aliquota], atteso) for aliquota, atteso in attesi.items()}


def giorno(testo: str) -> date:
    """The day of an xs:date; a year beyond 9999 is the last day there is."""
    try:
        return date.fromisoformat(testo[:10])
    except ValueError:
        return date.min if testo.startswith("-") else date.max


def _valori(blocco: Albero) -> dict[str, str]:
    return {figlio.tag: figlio.text or "" for figlio in blocco}


def _soggetto(blocco: Albero) -> Soggetto:
    anagrafici = blocco[0]
    dati = {figlio.tag: figlio for figlio in anagrafici}
    fiscale = dati.get("IdFiscaleIVA")
    paese, codice = (None, None) if fiscale is None else (fiscale[0].text, fiscale[1].text)
    return Soggetto(
        blocco,
        fiscale,
        paese,
        codice,
        dati["CodiceFiscale"].text if "CodiceFiscale" in dati else None,
        dati["Anagrafica"][0].tag == "Nome",
        dati["RegimeFiscale"].text if "RegimeFiscale" in dati else None,
    )


def _corpo(fattura: Testata, nodo: Albero) -> Corpo:
    generali, beni = nodo[0], nodo[1]
    documento = generali[0]
    dati = _valori(documento)
    ritenute, casse, sconti = [], [], []
    for figlio in documento:
        if figlio.tag == "DatiRitenuta":
            v = _valori(figlio)
            ritenute.append(
                Ritenuta(
                    figlio,
                    v["TipoRitenuta"],
                    Decimal(v["ImportoRitenuta"]),
                    Decimal(v["AliquotaRitenuta"]),
                    v["CausalePagamento"],
                )
            )
        elif figlio.tag == "DatiCassaPrevidenziale":
            casse.append(_cassa(figlio))
        elif figlio.tag == "ScontoMaggiorazione":
            sconti.append(_sconto(figlio))
    return Corpo(
        fattura,
        nodo,
        documento,
        dati["TipoDocumento"],
        giorno(dati["Data"]),
        dati["Numero"],
        "Art73" in dati,
        decimale(dati.get("ImportoTotaleDocumento")),
        Decimal(dati.get("Arrotondamento", ZERO)),
        "DatiBollo" in dati,
        ritenute,
        casse,
        sconti,
        [_linea(figlio) for figlio in beni if figlio.tag == "DettaglioLinee"],
        [_riepilogo(figlio) for figlio in beni if figlio.tag == "DatiRiepilogo"],
        list(_collegate(generali)),
        *_pagamenti(nodo),
    )


def _linea(nodo: Albero) -> Linea:
    v: dict[str, str] = {}
    sconti, gestionali = [], []
    for figlio in nodo:
        if figlio.tag == "ScontoMaggiorazione":
            sconti.append(_sconto(figlio))
        elif figlio.tag == "AltriDatiGestionali":
            gestionali.append(figlio[0].text or "")
        else:
            v[figlio.tag] = figlio.text or ""
    return Linea(
        nodo,
        "2.2.1",
        Decimal(v["AliquotaIVA"]),
        v.get("Natura"),
        "Ritenuta" in v,
        Decimal(v["PrezzoTotale"]),
        v["NumeroLinea"].strip(),
        decimale(v.get("Quantita")),
        Decimal(v["PrezzoUnitario"]),
        sconti,
        gestionali,
    )


def _cassa(nodo: Albero) -> Cassa:
    v = _valori(nodo)
    return Cassa(
        nodo,
        "2.1.1.7",
        Decimal(v["AliquotaIVA"]),
        v.get("Natura"),
        "Ritenuta" in v,
        Decimal(v["ImportoContributoCassa"]),
        v["TipoCassa"],
        Decimal(v["AlCassa"]),
        decimale(v.get("ImponibileCassa")),
    )


def _sconto(nodo: Albero) -> Sconto:
    v = _valori(nodo)
    return Sconto(nodo, v["Tipo"], decimale(v.get("Percentuale")), decimale(v.get("Importo")))


def _riepilogo(nodo: Albero) -> Riepilogo:
    v = _valori(nodo)
    return Riepilogo(
        nodo,
        Decimal(v["AliquotaIVA"]),
        v.get("Natura"),
        Decimal(v.get("Arrotondamento", ZERO)),
        Decimal(v["ImponibileImporto"]),
        Decimal(v["Imposta"]),
        v.get("EsigibilitaIVA"),
    )


def _collegate(generali: Albero) -> Iterator[Collegata]:
    for data in generali.iterfind("DatiFattureCollegate/Data"):
        yield Collegata(data, giorno(data.text or ""))


def _pagamenti(corpo: Albero) -> tuple[list[Decimal], list[Albero]]:
    importi, iban = [], []
    for pagamento in corpo.iterchildren("DatiPagamento"):
        for rata in pagamento:
            for dato in rata:
                if dato.tag == "ImportoPagamento":
                    importi.append(Decimal(dato.text or "0"))
                elif dato.tag == "IBAN":
                    iban.append(dato)
    return importi, iban


def decimale(testo: str | None) -> Decimal | None:
    """The figure of an element, None when the element is not there."""
    return None if testo is None else Decimal(testo)
