"""What SdI lets pass and nobody should send: our own warnings (fatturapa.md § 5.4)."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from parcella.fatturapa.controlli.elenco import Trovato, sul_corpo
from parcella.fatturapa.controlli.fattura import Corpo
from parcella.fatturapa.controlli.parole import cifra
from parcella.fatturapa.controlli.riepilogo import TOLLERANZA_IMPONIBILE
from parcella.fatturapa.identificativi import iban_giusto
from parcella.fatturapa.tracciato.tracciato import significato
from parcella.ledger.tipi import ZERO, arrotonda

SOGLIA_BOLLO = Decimal("77.47")
_CON_BOLLO = frozenset(("N1", "N2.1", "N2.2", "N3.5", "N3.6", "N4"))
_SENZA_IVA = frozenset(("RF02", "RF19"))
_EMESSI = frozenset(["TD01", "TD02", "TD03", "TD04", "TD05", "TD06", "TD24", "TD25", "TD26"])
_RITENUTE = frozenset(("RT01", "RT02"))
_MEZZO_CENTESIMO = Decimal("0.005")
_CENTESIMI = Decimal("0.02")
_CENTESIMI_CASSA = Decimal("0.05")
_CENTO = Decimal(100)
_QUOTE_AGENTI = (Decimal(1), Decimal("0.5"), Decimal("0.2"))  # agents: on the half, or on a fifth


@sul_corpo(
    "totale_documento",
    "Il totale del documento è la somma di imponibili e imposte, al lordo della ritenuta.",
    "correggere ImportoTotaleDocumento",
    avviso=True,
)
def totale_documento(c: Corpo) -> Iterator[Trovato]:
    if c.totale is not None and not c.sconti:
        atteso = c.totale_riepilogo + c.arrotondamento
        if c.totale != atteso:
            yield (
                f"{c.nome}: il totale è {cifra(c.totale)}, imponibili e imposte fanno {cifra(atteso)}.",
                c.generali.find("ImportoTotaleDocumento"),
                "2.1.1.9",
            )


@sul_corpo(
    "importo_pagamento",
    "I pagamenti sono il totale, tolte le ritenute e l'IVA in scissione dei pagamenti.",
    "correggere gli importi delle rate",
    avviso=True,
)
def importo_pagamento(c: Corpo) -> Iterator[Trovato]:
    if not c.pagamenti or c.sconti:
        return
    ritenute = sum((r.importo for r in c.ritenute), ZERO)
    scissa = sum((r.imposta for r in c.riepiloghi if r.esigibilita == "S"), ZERO)
    atteso = c.totale_riepilogo + c.arrotondamento - ritenute - scissa
    pagamenti = sum(c.pagamenti, ZERO)
    if pagamenti != atteso:
        yield (
            f"{c.nome}: i pagamenti fanno {cifra(pagamenti)}; totale {cifra(c.totale_riepilogo)}, meno ritenute "
            f"{cifra(ritenute)}, meno IVA in scissione {cifra(scissa)}, fa {cifra(atteso)}.",
            c.nodo.find("DatiPagamento"),
            "2.4.2.6",
        )


@sul_corpo(
    "riepilogo_non_quadra",
    "L'imponibile del riepilogo non è esattamente la somma di linee e casse (SdI tollera fino a 1 euro).",
    "correggere l'imponibile o scrivere la differenza in Arrotondamento (2.2.2.4)",
    avviso=True,
)
def riepilogo_non_quadra(c: Corpo) -> Iterator[Trovato]:
    for aliquota, (riepilogati, attesi) in c.somme.items():
        if _MEZZO_CENTESIMO < abs(riepilogati - attesi) <= TOLLERANZA_IMPONIBILE:
            yield (
                f"{c.nome}, aliquota {cifra(aliquota)}: linee e casse fanno {cifra(attesi)}, l'imponibile è "
                f"{cifra(riepilogati)}.",
                c.riepiloghi[0].nodo,
                "2.2.2.5",
            )


@sul_corpo(
    "cassa_non_nel_riepilogo",
    "Il contributo alla cassa entra nell'imponibile del suo riepilogo.",
    "sommare il contributo all'imponibile del riepilogo con la stessa aliquota e Natura",
    avviso=True,
)
def cassa_non_nel_riepilogo(c: Corpo) -> Iterator[Trovato]:
    if not c.casse:
        return
    mancano: dict[tuple[Decimal, str | None], Decimal] = defaultdict(Decimal)
    for parte in c.parti:
        mancano[parte.aliquota, parte.natura] += parte.importo
    for r in c.riepiloghi:
        mancano[r.aliquota, r.natura] += r.arrotondamento - r.imponibile
    for cassa in c.casse:
        differenza = mancano[cassa.aliquota, cassa.natura]
        if abs(differenza - cassa.importo) <= _CENTESIMI < abs(differenza):
            yield (
                f"{c.nome}: il contributo {cassa.tipo} di {cifra(cassa.importo)} non è nell'imponibile del "
                f"riepilogo ad aliquota {cifra(cassa.aliquota)}{f' {cassa.natura}' if cassa.natura else ''}.",
                cassa.nodo,
                "2.1.1.7",
            )


@sul_corpo(
    "importo_cassa",
    "Il contributo alla cassa è l'imponibile della cassa per la sua aliquota.",
    "correggere l'importo del contributo, il suo imponibile o la sua aliquota",
    avviso=True,
)
def importo_cassa(c: Corpo) -> Iterator[Trovato]:
    for cassa in c.casse:
        if cassa.imponibile is None:
            continue
        atteso = arrotonda(cassa.percentuale * cassa.imponibile / _CENTO)
        if abs(cassa.importo - atteso) > _CENTESIMI_CASSA:
            yield (
                f"{c.nome}, cassa {cassa.tipo}: {cifra(cassa.percentuale)}% di {cifra(cassa.imponibile)} fa "
                f"{cifra(atteso)}, il contributo è {cifra(cassa.importo)}.",
                cassa.nodo.find("ImportoContributoCassa"),
                "2.1.1.7.3",
            )


@sul_corpo(
    "bollo_mancante",
    "Oltre 77,47 euro di operazioni senza IVA il bollo è dovuto.",
    "aggiungere il blocco DatiBollo (2.1.1.6)",
    avviso=True,
)
def bollo_mancante(c: Corpo) -> Iterator[Trovato]:
    if c.tipo in _EMESSI and not c.bollo and (somma := _senza_iva(c)) > SOGLIA_BOLLO:
        yield (
            f"{c.nome}: {cifra(somma)} di operazioni senza IVA, oltre {cifra(SOGLIA_BOLLO)}, e nessun bollo.",
            c.generali,
            "2.1.1.6",
        )


@sul_corpo(
    "bollo_superfluo",
    "Fino a 77,47 euro di operazioni senza IVA il bollo non è dovuto.",
    "togliere il blocco DatiBollo (2.1.1.6), se non è dovuto per altro",
    avviso=True,
)
def bollo_superfluo(c: Corpo) -> Iterator[Trovato]:
    if c.bollo and (somma := _senza_iva(c)) <= SOGLIA_BOLLO:
        yield (
            f"{c.nome}: c'è il bollo con {cifra(somma)} di operazioni senza IVA.",
            c.generali.find("DatiBollo"),
            "2.1.1.6",
        )


@sul_corpo(
    "importo_ritenuta",
    "La ritenuta è la sua aliquota per le linee e le casse che vi sono soggette.",
    "correggere l'importo o l'aliquota della ritenuta, o le linee soggette",
    avviso=True,
)
def importo_ritenuta(c: Corpo) -> Iterator[Trovato]:
    base = sum((parte.importo for parte in c.parti if parte.soggetta_ritenuta), ZERO)
    for ritenuta in c.ritenute:
        if ritenuta.tipo not in _RITENUTE or not base:
            continue
        attesi = [arrotonda(base * quota * ritenuta.aliquota / _CENTO) for quota in _QUOTE_AGENTI]
        if all(abs(ritenuta.importo - atteso) > _CENTESIMI for atteso in attesi):
            yield (
                f"{c.nome}: {cifra(ritenuta.aliquota)}% di {cifra(base)} fa {cifra(attesi[0])}, la ritenuta è "
                f"{cifra(ritenuta.importo)}.",
                ritenuta.nodo.find("ImportoRitenuta"),
                "2.1.1.5.2",
            )


@sul_corpo(
    "ritenuta_senza_linee",
    "Se c'è una ritenuta, le linee che vi sono soggette lo dicono.",
    "scrivere Ritenuta SI nelle linee e nelle casse soggette",
    avviso=True,
)
def ritenuta_senza_linee(c: Corpo) -> Iterator[Trovato]:
    if any(r.tipo in _RITENUTE for r in c.ritenute) and not any(parte.soggetta_ritenuta for parte in c.parti):
        yield (
            f"{c.nome}: c'è una ritenuta e nessuna linea vi è soggetta.",
            c.ritenute[0].nodo,
            "2.1.1.5",
        )


@sul_corpo(
    "causale_pagamento",
    "La causale del pagamento è quella della Certificazione Unica.",
    "usare ZO, che ha preso il posto di Z",
    avviso=True,
)
def causale_pagamento(c: Corpo) -> Iterator[Trovato]:
    for ritenuta in c.ritenute:
        if ritenuta.causale == "Z":
            nodo = ritenuta.nodo.find("CausalePagamento")
            yield f"{c.nome}: la causale Z non è più in uso.", nodo, "2.1.1.5.4"


@sul_corpo(
    "tipo_ritenuta",
    "RT01 è la ritenuta delle persone fisiche, RT02 quella degli altri: dice chi la subisce.",
    "scrivere RT01 se il cedente ha nome e cognome, RT02 se ha la denominazione",
    avviso=True,
)
def tipo_ritenuta(c: Corpo) -> Iterator[Trovato]:
    cedente = c.fattura.cedente
    # A sole trader may be written by the name of the firm: only who has Nome and Cognome is surely a person.
    for ritenuta in c.ritenute:
        if ritenuta.tipo == "RT02" and cedente.persona:
            yield (
                f"{c.nome}: ritenuta RT02 e il cedente è una persona.",
                ritenuta.nodo.find("TipoRitenuta"),
                "2.1.1.5.1",
            )


@sul_corpo(
    "ritenuta_e_regime",
    "Chi è in regime forfettario o dei minimi non subisce la ritenuta.",
    "togliere la ritenuta, o correggere il regime fiscale",
    avviso=True,
)
def ritenuta_e_regime(c: Corpo) -> Iterator[Trovato]:
    regime = c.fattura.cedente.regime or ""
    if regime in _SENZA_IVA and any(r.tipo in _RITENUTE for r in c.ritenute):
        yield f"{c.nome}: ritenuta con regime {_regime(regime)}.", c.ritenute[0].nodo, "2.1.1.5"


@sul_corpo(
    "iva_e_regime",
    "Chi è in regime forfettario o dei minimi non addebita l'IVA.",
    "scrivere aliquota 0.00 con Natura N2.2, o correggere il regime fiscale",
    avviso=True,
)
def iva_e_regime(c: Corpo) -> Iterator[Trovato]:
    regime = c.fattura.cedente.regime or ""
    if regime in _SENZA_IVA and c.tipo in _EMESSI and any(r.imposta for r in c.riepiloghi):
        yield f"{c.nome}: IVA addebitata con regime {_regime(regime)}.", c.riepiloghi[0].nodo, "2.2.2.1"


@sul_corpo(
    "natura_e_regime",
    "N2.2 è la Natura del forfettario, non del regime ordinario.",
    "scegliere la Natura giusta per l'operazione, o correggere il regime fiscale",
    avviso=True,
)
def natura_e_regime(c: Corpo) -> Iterator[Trovato]:
    if c.fattura.cedente.regime == "RF01" and c.tipo in _EMESSI:
        for parte in c.parti:
            if parte.natura == "N2.2":
                numero = "2.2.1.14" if parte.id == "2.2.1" else "2.1.1.7.7"
                yield f"{c.nome}, {parte.nome}: N2.2 con regime ordinario.", parte.nodo, numero
                return


@sul_corpo(
    "natura_e_cliente",
    "N2.1 è per i clienti esteri (artt. 7-7-septies), N3.5 vuole la dichiarazione d'intento.",
    "scegliere la Natura giusta, o aggiungere AltriDatiGestionali con TipoDato INTENTO",
    avviso=True,
)
def natura_e_cliente(c: Corpo) -> Iterator[Trovato]:
    for linea in c.linee:
        if linea.natura == "N2.1" and c.fattura.cessionario.paese in (None, "IT") and c.tipo in _EMESSI:
            yield f"Linea {linea.numero}: Natura N2.1 e cliente italiano.", linea.nodo.find("Natura"), "2.2.1.14"
        elif linea.natura == "N3.5" and "INTENTO" not in linea.dati_gestionali:
            messaggio = f"Linea {linea.numero}: Natura N3.5 senza i dati della dichiarazione d'intento."
            yield messaggio, linea.nodo.find("Natura"), "2.2.1.14"


@sul_corpo(
    "natura_con_ritenuta",
    "Le anticipazioni escluse (N1) non sono soggette a ritenuta.",
    "togliere Ritenuta dalla linea",
    avviso=True,
)
def natura_con_ritenuta(c: Corpo) -> Iterator[Trovato]:
    for linea in c.linee:
        if linea.natura == "N1" and linea.soggetta_ritenuta:
            nodo = linea.nodo.find("Ritenuta")
            yield f"Linea {linea.numero}: anticipazione (N1) soggetta a ritenuta.", nodo, "2.2.1.13"


@sul_corpo(
    "split_con_ritenuta",
    "I compensi soggetti a ritenuta sono esclusi dalla scissione dei pagamenti.",
    "scrivere esigibilità I, o togliere la ritenuta",
    avviso=True,
)
def split_con_ritenuta(c: Corpo) -> Iterator[Trovato]:
    if any(r.tipo in _RITENUTE for r in c.ritenute):
        for riepilogo in c.riepiloghi:
            if riepilogo.esigibilita == "S":
                messaggio = f"{c.nome}: scissione dei pagamenti insieme alla ritenuta."
                yield messaggio, riepilogo.nodo.find("EsigibilitaIVA"), "2.2.2.7"
                return


@sul_corpo(
    "split_e_cliente",
    "La scissione dei pagamenti vale per la PA e, fra gli altri, solo per gli enti e le società del loro elenco.",
    "cercare il cliente nell'elenco del Dipartimento delle Finanze, o scrivere esigibilità I",
    avviso=True,
)
def split_e_cliente(c: Corpo) -> Iterator[Trovato]:
    if c.fattura.formato == "FPR12":
        for riepilogo in c.riepiloghi:
            if riepilogo.esigibilita == "S":
                messaggio = f"{c.nome}: scissione dei pagamenti e il cliente non è una PA."
                yield messaggio, riepilogo.nodo.find("EsigibilitaIVA"), "2.2.2.7"
                return


@sul_corpo(
    "cig_mancante",
    "La PA chiede il CIG, e di solito rifiuta la fattura che non l'ha.",
    "aggiungere CIG (e CUP) in DatiOrdineAcquisto, DatiContratto o DatiConvenzione, se l'operazione ne ha",
    avviso=True,
)
def cig_mancante(c: Corpo) -> Iterator[Trovato]:
    if c.fattura.formato == "FPA12" and not c.ha_cig:
        yield f"{c.nome}: fattura verso la PA senza CIG.", c.nodo.find("DatiGenerali"), "2.1.2.7"


@sul_corpo(
    "iban",
    "Le cifre di controllo dell'IBAN devono tornare.",
    "correggere l'IBAN: con questo il pagamento non arriva",
    avviso=True,
)
def iban(c: Corpo) -> Iterator[Trovato]:
    for nodo in c.iban:
        if not iban_giusto(nodo.text or ""):
            yield f"{c.nome}: l'IBAN {nodo.text} ha le cifre di controllo sbagliate.", nodo, "2.4.2.13"


def _senza_iva(c: Corpo) -> Decimal:
    """The amounts the bollo is due on."""
    return abs(sum((r.imponibile for r in c.riepiloghi if r.natura in _CON_BOLLO), ZERO))


def _regime(regime: str) -> str:
    return f"{regime}, {significato('regime_fiscale', regime)}"
