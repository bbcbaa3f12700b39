"""The simplified invoice (FSM10, TD07-TD09): the few controls that surely hold for it, and what is left unsaid.

It is received, never written by the program: its lines are of one kind, without riepiloghi, so the controls of the
ordinary invoice don't apply as they are.
"""

from collections.abc import Iterator
from decimal import Decimal

from parcella.fatturapa.controlli.elenco import Trovato, sulla_semplificata
from parcella.fatturapa.controlli.fattura import UNO
from parcella.fatturapa.controlli.fattura_semplificata import Semplificata
from parcella.fatturapa.controlli.parole import cifra, mostra
from parcella.fatturapa.controlli.riepilogo import GENERICHE
from parcella.fatturapa.controlli.soggetti import DA_VERIFICARE, codice_fiscale_sbagliato, partita_iva_sbagliata
from parcella.ledger.tipi import ZERO, data_italiana

LIMITE = Decimal(400)
_SENZA_LIMITE = frozenset(("RF19", "RF20"))
_FATTURA = "TD07"
_PAESE = "IdFiscaleIVA/IdPaese"


@sulla_semplificata(
    "00417",
    "Il cliente deve avere la partita IVA o il codice fiscale.",
    "aggiungere la partita IVA (1.3.1.1) o il codice fiscale (1.3.1.2) del cliente",
)
def cliente_senza_identificativo(f: Semplificata) -> Iterator[Trovato]:
    if not len(f.cliente):
        yield "Il cliente non ha né partita IVA né codice fiscale.", f.cliente, "1.3.1"


@sulla_semplificata(
    "00476", "Cedente e cliente non possono essere tutti e due esteri.", "uno dei due deve avere il paese IT"
)
def tutti_e_due_esteri(f: Semplificata) -> Iterator[Trovato]:
    cedente, cliente = f.cedente.findtext(_PAESE), f.cliente.findtext(_PAESE)
    if cliente is not None and cedente != "IT" and cliente != "IT":
        yield f"Il cedente è {cedente} e il cliente {cliente}.", f.cedente.find(_PAESE), "1.2.1.1"


@sulla_semplificata("00425", "Il numero del documento deve avere almeno una cifra.", "mettere una cifra nel numero")
def numero_senza_cifre(f: Semplificata) -> Iterator[Trovato]:
    for documento in f.documenti:
        if not any(carattere in "0123456789" for carattere in documento.numero):
            messaggio = f"Il numero {mostra(documento.numero)} non ha nessuna cifra."
            yield messaggio, documento.generali.find("Numero"), "2.1.1.4"


@sulla_semplificata(
    "00409",
    "Nello stesso file due documenti dello stesso tipo non possono avere lo stesso numero nello stesso anno.",
    "dare un altro numero a uno dei due",
)
def numero_ripetuto(f: Semplificata) -> Iterator[Trovato]:
    visti: set[tuple[str, str, int]] = set()
    for documento in f.documenti:
        chiave = (documento.tipo, documento.numero, documento.data.year)
        if chiave in visti:
            messaggio = f"Il documento {documento.numero} del {data_italiana(documento.data)} è ripetuto nel file."
            yield messaggio, documento.generali.find("Numero"), "2.1.1.4"
        visti.add(chiave)


@sulla_semplificata(
    "00400", "Una riga ad aliquota zero deve avere la Natura.", "scrivere la Natura dell'operazione, o l'aliquota"
)
def riga_senza_natura(f: Semplificata) -> Iterator[Trovato]:
    for nome, voce in f.voci():
        if voce.aliquota == ZERO and voce.natura is None:
            yield f"{nome}: aliquota 0,00 senza Natura.", voce.nodo, "2.2.4"


@sulla_semplificata(
    "00401", "Una riga con IVA non può avere la Natura.", "togliere la Natura, o scrivere aliquota 0.00"
)
def riga_con_natura(f: Semplificata) -> Iterator[Trovato]:
    for nome, voce in f.voci():
        if voce.aliquota and voce.natura is not None:
            messaggio = f"{nome}: aliquota {cifra(voce.aliquota)} con Natura {voce.natura}."
            yield messaggio, voce.nodo.find("Natura"), "2.2.4"


@sulla_semplificata(
    "00445",
    "I codici Natura generici N2 e N3 non sono più ammessi dal 2021.",
    "scrivere il codice di dettaglio: N2.1 o N2.2, da N3.1 a N3.6",
)
def natura_generica(f: Semplificata) -> Iterator[Trovato]:
    for nome, voce in f.voci():
        if voce.natura in GENERICHE:
            yield f"{nome}: Natura generica {voce.natura}.", voce.nodo.find("Natura"), "2.2.4"


@sulla_semplificata(
    "00403",
    "La data del documento è posteriore al giorno in cui il file sarebbe ricevuto.",
    "mandare il file da quel giorno in poi, o correggere la data",
    avviso=True,
)
def data_futura(f: Semplificata) -> Iterator[Trovato]:
    for documento in f.documenti:
        if documento.data > f.oggi:
            yield (
                f"{documento.nome}: la data {data_italiana(documento.data)} viene dopo il {data_italiana(f.oggi)}.",
                documento.generali.find("Data"),
                "2.1.1.3",
            )


@sulla_semplificata(
    "00424",
    "L'aliquota è una percentuale: 22.00 e non 0.22.",
    "scrivere l'aliquota in percentuale, per esempio 22.00",
    avviso=True,
)
def aliquota_non_percentuale(f: Semplificata) -> Iterator[Trovato]:
    for nome, voce in f.voci():
        if voce.aliquota is not None and ZERO < voce.aliquota < UNO:
            yield f"{nome}: aliquota {cifra(voce.aliquota)}.", voce.nodo.find("DatiIVA/Aliquota"), "2.2.3.2"


@sulla_semplificata(
    "00460",
    "Una fattura semplificata non supera i 400 euro, se non rettifica un'altra fattura.",
    "fare una fattura ordinaria",
    avviso=True,
)
def oltre_il_limite(f: Semplificata) -> Iterator[Trovato]:
    if f.cedente.findtext("RegimeFiscale") in _SENZA_LIMITE:
        return
    for documento in f.documenti:
        totale = sum((voce.importo for voce in documento.voci), ZERO)
        if documento.tipo == _FATTURA and not documento.rettifica and totale > LIMITE:
            messaggio = f"{documento.nome}: il totale è {cifra(totale)}, il massimo è {cifra(LIMITE)}."
            yield messaggio, documento.voci[0].nodo.find("Importo"), "2.2.2"


@sulla_semplificata("00300", "L'identificativo del trasmittente non esiste.", DA_VERIFICARE, avviso=True)
def trasmittente_inesistente(f: Semplificata) -> Iterator[Trovato]:
    yield from partita_iva_sbagliata(f.trasmittente, "del trasmittente", "1.1.1.2", persona=True)


@sulla_semplificata("00301", "La partita IVA del cedente non esiste.", DA_VERIFICARE, avviso=True)
def cedente_inesistente(f: Semplificata) -> Iterator[Trovato]:
    yield from partita_iva_sbagliata(f.cedente.find("IdFiscaleIVA"), "del cedente", "1.2.1.2")


@sulla_semplificata("00305", "La partita IVA del cliente non esiste.", DA_VERIFICARE, avviso=True)
def cliente_inesistente(f: Semplificata) -> Iterator[Trovato]:
    yield from partita_iva_sbagliata(f.cliente.find("IdFiscaleIVA"), "del cliente", "1.3.1.1.2")


@sulla_semplificata("00306", "Il codice fiscale del cliente non esiste.", DA_VERIFICARE, avviso=True)
def codice_fiscale_inesistente(f: Semplificata) -> Iterator[Trovato]:
    yield from codice_fiscale_sbagliato(f.cliente.find("CodiceFiscale"), "1.3.1.2")


@sulla_semplificata(
    "controllo_parziale",
    "Di una fattura semplificata si controllano il tracciato e pochi controlli del Sistema di Interscambio.",
    "controllarla anche sul sito dell'Agenzia delle Entrate, se serve",
    avviso=True,
)
def controllo_parziale(f: Semplificata) -> Iterator[Trovato]:
    yield (
        "È una fattura semplificata: controllati il tracciato e, del Sistema di Interscambio, solo i controlli su "
        "cliente, numero, data, aliquota e Natura; gli altri no.",
        None,
        "file",
    )
