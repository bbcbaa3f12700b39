"""Rates, Natura and sums: lines and casse against the riepiloghi."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from parcella.fatturapa.controlli.elenco import Trovato, sul_corpo
from parcella.fatturapa.controlli.fattura import UNO, Corpo, Parte, Riepilogo
from parcella.fatturapa.controlli.parole import cifra
from parcella.ledger.tipi import ZERO, arrotonda

TOLLERANZA_IMPOSTA = Decimal("0.01")
TOLLERANZA_IMPONIBILE = UNO
GENERICHE = frozenset(("N2", "N3", "N6"))
_NON_PIU_GENERICHE = date(2021, 1, 1)
_INVERSIONE_INTERNA = "TD16"
_CENTO = Decimal(100)
_METTI_NATURA = "scrivere la Natura dell'operazione (N1, N2.2, N4…), o l'aliquota"
_TOGLI_NATURA = "togliere la Natura, o scrivere aliquota 0.00"
_IDENTIFICATIVI = {"2.2.1": ("2.2.1.12", "2.2.1.14"), "2.1.1.7": ("2.1.1.7.5", "2.1.1.7.7")}


@sul_corpo("00400", "Una linea ad aliquota zero deve avere la Natura.", _METTI_NATURA)
def linea_senza_natura(c: Corpo) -> Iterator[Trovato]:
    yield from _senza_natura(c, c.linee)


@sul_corpo("00401", "Una linea con IVA non può avere la Natura (ma può in un TD16).", _TOGLI_NATURA)
def linea_con_natura(c: Corpo) -> Iterator[Trovato]:
    if c.tipo != _INVERSIONE_INTERNA:
        yield from _con_natura(c, c.linee)


@sul_corpo("00413", "Una cassa ad aliquota zero deve avere la Natura.", _METTI_NATURA)
def cassa_senza_natura(c: Corpo) -> Iterator[Trovato]:
    yield from _senza_natura(c, c.casse)


@sul_corpo("00414", "Una cassa con IVA non può avere la Natura.", _TOGLI_NATURA)
def cassa_con_natura(c: Corpo) -> Iterator[Trovato]:
    yield from _con_natura(c, c.casse)


@sul_corpo("00429", "Un riepilogo ad aliquota zero deve avere la Natura.", _METTI_NATURA)
def riepilogo_senza_natura(c: Corpo) -> Iterator[Trovato]:
    for riepilogo in c.riepiloghi:
        if not riepilogo.aliquota and riepilogo.natura is None:
            yield f"{c.nome}: riepilogo ad aliquota 0,00 senza Natura.", riepilogo.nodo, "2.2.2.2"


@sul_corpo("00430", "Un riepilogo con IVA non può avere la Natura (ma può in un TD16).", _TOGLI_NATURA)
def riepilogo_con_natura(c: Corpo) -> Iterator[Trovato]:
    if c.tipo != _INVERSIONE_INTERNA:
        for riepilogo in c.riepiloghi:
            if riepilogo.aliquota and riepilogo.natura is not None:
                yield (
                    f"{c.nome}: riepilogo ad aliquota {cifra(riepilogo.aliquota)} con Natura {riepilogo.natura}.",
                    riepilogo.nodo.find("Natura"),
                    "2.2.2.2",
                )


@sul_corpo(
    "00445",
    "Nei file mandati dal 2021 i codici Natura generici N2, N3 e N6 non sono più ammessi.",
    "scrivere il codice di dettaglio: N2.1 o N2.2, da N3.1 a N3.6, da N6.1 a N6.9",
)
def natura_generica(c: Corpo) -> Iterator[Trovato]:
    if c.fattura.oggi < _NON_PIU_GENERICHE:
        return
    allora = ", ammessa alla data del documento e oggi non più" if c.data < _NON_PIU_GENERICHE else ""
    for parte in c.parti:
        if parte.natura in GENERICHE:
            yield _di_natura(c, parte, f"Natura generica {parte.natura}{allora}")
    for riepilogo in c.riepiloghi:
        if riepilogo.natura in GENERICHE:
            yield (
                f"{c.nome}, riepilogo: Natura generica {riepilogo.natura}{allora}.",
                riepilogo.nodo.find("Natura"),
                "2.2.2.2",
            )


@sul_corpo(
    "00424",
    "L'aliquota è una percentuale: 22.00 e non 0.22.",
    "scrivere l'aliquota in percentuale, per esempio 22.00",
)
def aliquota_non_percentuale(c: Corpo) -> Iterator[Trovato]:
    for parte in c.parti:
        if ZERO < parte.aliquota < UNO:
            yield (
                f"{c.nome}, {parte.nome}: aliquota {cifra(parte.aliquota)}.",
                parte.nodo.find("AliquotaIVA"),
                _IDENTIFICATIVI[parte.id][0],
            )
    for riepilogo in c.riepiloghi:
        if ZERO < riepilogo.aliquota < UNO:
            yield (
                f"{c.nome}, riepilogo: aliquota {cifra(riepilogo.aliquota)}.",
                riepilogo.nodo.find("AliquotaIVA"),
                "2.2.2.1",
            )


@sul_corpo(
    "00419",
    "I riepiloghi devono essere almeno tanti quante le aliquote di linee e casse.",
    "aggiungere un riepilogo per ogni aliquota",
)
def riepiloghi_mancanti(c: Corpo) -> Iterator[Trovato]:
    aliquote = {parte.aliquota for parte in c.parti}
    if len(c.riepiloghi) < len(aliquote):
        elenco = ", ".join(cifra(aliquota) for aliquota in sorted(aliquote))
        yield (
            f"{c.nome}: linee e casse hanno {len(aliquote)} aliquote ({elenco}), i riepiloghi sono "
            f"{len(c.riepiloghi)}.",
            c.nodo.find("DatiBeniServizi"),
            "2.2.2",
        )


@sul_corpo(
    "00420",
    "L'inversione contabile (N6) non va d'accordo con la scissione dei pagamenti (S).",
    "togliere l'esigibilità S dal riepilogo, o cambiare la Natura",
)
def inversione_con_scissione(c: Corpo) -> Iterator[Trovato]:
    for riepilogo in c.riepiloghi:
        if riepilogo.esigibilita == "S" and (riepilogo.natura or "").startswith("N6"):
            yield (
                f"{c.nome}: riepilogo con Natura {riepilogo.natura} ed esigibilità S.",
                riepilogo.nodo.find("EsigibilitaIVA"),
                "2.2.2.7",
            )


@sul_corpo(
    "00421",
    "L'imposta di un riepilogo è l'imponibile per l'aliquota, arrotondato al centesimo.",
    "correggere l'imposta: si calcola una volta sola, sull'imponibile del riepilogo",
)
def imposta(c: Corpo) -> Iterator[Trovato]:
    for riepilogo in c.riepiloghi:
        attesa = arrotonda(riepilogo.aliquota * riepilogo.imponibile / _CENTO)
        if abs(riepilogo.imposta - attesa) > TOLLERANZA_IMPOSTA:
            yield (
                f"{c.nome}: {cifra(riepilogo.aliquota)}% di {cifra(riepilogo.imponibile)} fa {cifra(attesa)}, "
                f"l'imposta è {cifra(riepilogo.imposta)} (tolleranza {cifra(TOLLERANZA_IMPOSTA)}).",
                riepilogo.nodo.find("Imposta"),
                "2.2.2.6",
            )


@sul_corpo(
    "00422",
    "L'imponibile dei riepiloghi di un'aliquota è la somma delle linee, delle casse e degli arrotondamenti.",
    "correggere l'imponibile del riepilogo, o la linea o la cassa che manca o avanza",
)
def imponibile(c: Corpo) -> Iterator[Trovato]:
    for aliquota, (riepilogati, attesi) in c.somme.items():
        if abs(riepilogati - attesi) > TOLLERANZA_IMPONIBILE:
            yield (
                f"{c.nome}, aliquota {cifra(aliquota)}: linee, casse e arrotondamenti fanno {cifra(attesi)}, "
                f"l'imponibile è {cifra(riepilogati)} (differenza {cifra(riepilogati - attesi)}, tolleranza "
                f"{cifra(TOLLERANZA_IMPONIBILE)}).",
                _del_riepilogo(c, aliquota),
                "2.2.2.5",
            )


@sul_corpo(
    "00443",
    "Le aliquote di linee e casse e quelle dei riepiloghi devono essere le stesse.",
    "aggiungere il riepilogo dell'aliquota, o correggere l'aliquota",
)
def aliquote_corrispondenti(c: Corpo) -> Iterator[Trovato]:
    riepilogate = {riepilogo.aliquota for riepilogo in c.riepiloghi}
    usate: set[Decimal] = set()
    for parte in c.parti:
        if parte.aliquota not in riepilogate and parte.aliquota not in usate:
            yield (
                f"{c.nome}, {parte.nome}: l'aliquota {cifra(parte.aliquota)} non ha un riepilogo.",
                parte.nodo.find("AliquotaIVA"),
                _IDENTIFICATIVI[parte.id][0],
            )
        usate.add(parte.aliquota)
    for riepilogo in c.riepiloghi:
        if riepilogo.aliquota not in usate:
            yield (
                f"{c.nome}: nessuna linea e nessuna cassa ha l'aliquota {cifra(riepilogo.aliquota)} del riepilogo.",
                riepilogo.nodo.find("AliquotaIVA"),
                "2.2.2.1",
            )


@sul_corpo(
    "00444",
    "Le Nature di linee e casse e quelle dei riepiloghi devono essere le stesse.",
    "aggiungere il riepilogo di quella Natura, o correggere la Natura",
)
def nature_corrispondenti(c: Corpo) -> Iterator[Trovato]:
    riepilogate = {riepilogo.natura for riepilogo in c.riepiloghi}
    usate: set[str | None] = {None}
    for parte in c.parti:
        if parte.natura not in riepilogate and parte.natura not in usate:
            yield _di_natura(c, parte, f"la Natura {parte.natura} non ha un riepilogo")
        usate.add(parte.natura)
    for riepilogo in c.riepiloghi:
        if riepilogo.natura not in usate:
            yield (
                f"{c.nome}: nessuna linea e nessuna cassa ha la Natura {riepilogo.natura} del riepilogo.",
                riepilogo.nodo.find("Natura"),
                "2.2.2.2",
            )


def _senza_natura(c: Corpo, parti: Sequence[Parte]) -> Iterator[Trovato]:
    for parte in parti:
        if not parte.aliquota and parte.natura is None:
            numero = _IDENTIFICATIVI[parte.id][1]
            yield f"{c.nome}, {parte.nome}: aliquota 0,00 senza Natura.", parte.nodo, numero


def _con_natura(c: Corpo, parti: Sequence[Parte]) -> Iterator[Trovato]:
    for parte in parti:
        if parte.aliquota and parte.natura is not None:
            yield _di_natura(c, parte, f"aliquota {cifra(parte.aliquota)} con Natura {parte.natura}")


def _di_natura(c: Corpo, parte: Parte, cosa: str) -> Trovato:
    return f"{c.nome}, {parte.nome}: {cosa}.", parte.nodo.find("Natura"), _IDENTIFICATIVI[parte.id][1]


def _del_riepilogo(c: Corpo, aliquota: Decimal) -> object:
    """The riepilogo of a rate; where there is none, the block they should be in."""
    suo: Riepilogo | None = next((r for r in c.riepiloghi if r.aliquota == aliquota), None)
    return suo.nodo.find("ImponibileImporto") if suo else c.nodo.find("DatiBeniServizi")
