"""The document and its lines: number, date, ritenuta, discounts, line totals."""

from collections.abc import Iterator
from decimal import Decimal

from parcella.fatturapa.controlli.elenco import Trovato, sul_corpo, sul_file
from parcella.fatturapa.controlli.fattura import UNO, Corpo, Fattura, Linea, Sconto
from parcella.fatturapa.controlli.parole import cifra, mostra
from parcella.ledger.tipi import data_italiana

NOTA_DI_CREDITO = "TD04"
TOLLERANZA_RIGA = Decimal("0.01")
_CENTO = Decimal(100)


@sul_corpo("00425", "Il numero del documento deve avere almeno una cifra.", "mettere una cifra nel numero")
def numero_senza_cifre(c: Corpo) -> Iterator[Trovato]:
    if not any(cifra in "0123456789" for cifra in c.numero):
        yield f"Il numero {mostra(c.numero)} non ha nessuna cifra.", c.generali.find("Numero"), "2.1.1.4"


@sul_file(
    "00409",
    "Nello stesso file due documenti non possono avere lo stesso numero nello stesso anno.",
    "dare un altro numero a uno dei due",
)
def numero_ripetuto(f: Fattura) -> Iterator[Trovato]:
    visti: list[Corpo] = []
    for corpo in f.corpi:
        if any(_stesso_documento(corpo, altro) for altro in visti):
            yield (
                f"Il documento {corpo.numero} del {data_italiana(corpo.data)} è ripetuto nel file.",
                corpo.generali.find("Numero"),
                "2.1.1.4",
            )
        visti.append(corpo)


def _stesso_documento(a: Corpo, b: Corpo) -> bool:
    """A nota di credito may take the number of a document of another kind; with Art73 the whole date counts."""
    if a.numero != b.numero or (NOTA_DI_CREDITO in (a.tipo, b.tipo) and a.tipo != b.tipo):
        return False
    return a.data == b.data if a.art73 and b.art73 else a.data.year == b.data.year


@sul_corpo(
    "00403",
    "La data del documento è posteriore al giorno in cui il file sarebbe ricevuto.",
    "mandare il file da quel giorno in poi, o correggere la data",
    avviso=True,
)
def data_futura(c: Corpo) -> Iterator[Trovato]:
    if c.data > c.fattura.oggi:
        yield (
            f"{c.nome}: la data {data_italiana(c.data)} viene dopo il {data_italiana(c.fattura.oggi)}.",
            c.generali.find("Data"),
            "2.1.1.3",
        )


@sul_corpo(
    "00418",
    "Una nota di credito non può essere anteriore alla fattura a cui si riferisce.",
    "correggere la data del documento o quella della fattura collegata",
)
def nota_anteriore(c: Corpo) -> Iterator[Trovato]:
    if c.tipo == NOTA_DI_CREDITO:
        yield from _collegate_posteriori(c)


@sul_corpo(
    "00418",
    "Il documento è anteriore alla fattura a cui si riferisce.",
    "correggere la data del documento o quella della fattura collegata",
    avviso=True,
)
def documento_anteriore(c: Corpo) -> Iterator[Trovato]:
    if c.tipo != NOTA_DI_CREDITO:
        yield from _collegate_posteriori(c)


def _collegate_posteriori(c: Corpo) -> Iterator[Trovato]:
    for collegata in c.collegate:
        if c.data < collegata.data:
            yield (
                f"{c.nome}: la data {data_italiana(c.data)} viene prima di quella della fattura collegata, "
                f"{data_italiana(collegata.data)}.",
                collegata.nodo,
                "2.1.6.3",
            )


@sul_corpo(
    "00411",
    "Una linea è soggetta a ritenuta e il documento non ha i dati della ritenuta.",
    "aggiungere il blocco DatiRitenuta (2.1.1.5), o togliere Ritenuta dalle linee",
)
def linea_senza_dati_ritenuta(c: Corpo) -> Iterator[Trovato]:
    if not c.ritenute:
        for linea in c.linee:
            if linea.soggetta_ritenuta:
                yield (
                    f"{c.nome}: la linea {linea.numero} è soggetta a ritenuta e manca DatiRitenuta.",
                    linea.nodo,
                    "2.2.1.13",
                )
                return


@sul_corpo(
    "00415",
    "Una cassa è soggetta a ritenuta e il documento non ha i dati della ritenuta.",
    "aggiungere il blocco DatiRitenuta (2.1.1.5), o togliere Ritenuta dalla cassa",
)
def cassa_senza_dati_ritenuta(c: Corpo) -> Iterator[Trovato]:
    if not c.ritenute:
        for cassa in c.casse:
            if cassa.soggetta_ritenuta:
                yield (
                    f"{c.nome}: la cassa {cassa.tipo} è soggetta a ritenuta e manca DatiRitenuta.",
                    cassa.nodo,
                    "2.1.1.7.6",
                )
                return


@sul_corpo(
    "00437",
    "Lo sconto (o la maggiorazione) del documento non ha né percentuale né importo.",
    "aggiungere Percentuale o Importo, o togliere ScontoMaggiorazione",
)
def sconto_vuoto(c: Corpo) -> Iterator[Trovato]:
    for sconto in c.sconti:
        if sconto.percentuale is None and sconto.importo is None:
            yield f"{c.nome}: lo sconto non ha né percentuale né importo.", sconto.nodo, "2.1.1.8.1"


@sul_corpo(
    "00438",
    "Lo sconto (o la maggiorazione) di una linea non ha né percentuale né importo.",
    "aggiungere Percentuale o Importo, o togliere ScontoMaggiorazione",
)
def sconto_di_linea_vuoto(c: Corpo) -> Iterator[Trovato]:
    for linea in c.linee:
        for sconto in linea.sconti:
            if sconto.percentuale is None and sconto.importo is None:
                yield (
                    f"Lo sconto della linea {linea.numero} non ha né percentuale né importo.",
                    sconto.nodo,
                    "2.2.1.10.1",
                )


@sul_corpo(
    "00423",
    "Il prezzo totale di una linea è il prezzo unitario, con sconti e maggiorazioni, per la quantità.",
    "correggere quantità, prezzo o totale; per un importo a corpo togliere la quantità e scrivere il totale nel prezzo",
)
def totale_di_linea(c: Corpo) -> Iterator[Trovato]:
    for linea in c.linee:
        atteso = prezzo_scontato(linea) * (linea.quantita if linea.quantita is not None else UNO)
        if abs(linea.importo - atteso) > TOLLERANZA_RIGA:
            conto = cifra(linea.prezzo)
            conto += "".join(f" {_in_parole(s)}" for s in linea.sconti)
            conto += f" per {cifra(linea.quantita)}" if linea.quantita is not None else ""
            yield (
                f"Linea {linea.numero}: {conto} fa {cifra(atteso)}, il prezzo totale è {cifra(linea.importo)} "
                f"(differenza {cifra(linea.importo - atteso)}, tolleranza {cifra(TOLLERANZA_RIGA)}).",
                linea.nodo.find("PrezzoTotale"),
                "2.2.1.11",
            )


def prezzo_scontato(linea: Linea) -> Decimal:
    """The unit price after each discount in turn; an amount wins over a percentage, nothing is rounded."""
    prezzo = linea.prezzo
    for sconto in linea.sconti:
        segno = -1 if sconto.tipo == "SC" else 1
        if sconto.importo is not None:
            prezzo += segno * sconto.importo
        elif sconto.percentuale is not None:
            prezzo *= 1 + segno * sconto.percentuale / _CENTO
    return prezzo


def _in_parole(sconto: Sconto) -> str:
    segno = "meno" if sconto.tipo == "SC" else "più"
    if sconto.importo is not None:
        return f"{segno} {cifra(sconto.importo)}"
    return f"{segno} {cifra(sconto.percentuale)}%" if sconto.percentuale is not None else ""


@sul_corpo(
    "00474",
    "In un'autofattura per splafonamento (TD21) nessuna linea può avere aliquota zero.",
    "scrivere l'aliquota della linea, o cambiare il tipo di documento",
)
def splafonamento_senza_iva(c: Corpo) -> Iterator[Trovato]:
    if c.tipo == "TD21":
        for linea in c.linee:
            if not linea.aliquota:
                yield (
                    f"La linea {linea.numero} ha aliquota 0,00 in un TD21.",
                    linea.nodo.find("AliquotaIVA"),
                    "2.2.1.12",
                )
