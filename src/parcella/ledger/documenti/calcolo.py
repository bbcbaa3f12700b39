"""The sums of a document: what the piede shows, and how each part falls on the IVA codes.

The algorithm is fisco § 1.2 (steps 2-9) with the settled points of batch.md; requirements DOC-102…DOC-117, PAR-046…061.
All amounts are euro with 2 decimals, rounded half-up once, where the rule says. Pure: no archive, no clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from parcella.ledger.documenti.voci import Aliquota, Condizioni, Totali, VoceCassa, VoceRiepilogo, VoceRiga
from parcella.ledger.esito import Rifiuto
from parcella.ledger.tipi import CENTO, ZERO, arrotonda, ripartisci

NATURA_SPESE_ANTICIPATE = "N1"
NATURE_BOLLO = frozenset({"N1", "N2.1", "N2.2", "N3.5", "N3.6", "N4"})
TIPO_CASSA_INPS = "TC22"
_UNO = Decimal(1)


@dataclass(slots=True)
class _Corpo:
    """The sums of the rows: by IVA code in order of appearance (P, C, I of fisco § 1.2), and as a whole."""

    prestazioni: dict[str, Decimal] = field(default_factory=dict)
    cassa: dict[str, Decimal] = field(default_factory=dict)
    inps: dict[str, Decimal] = field(default_factory=dict)
    ritenuta: Decimal = ZERO
    enasarco: Decimal = ZERO
    spese_anticipate: Decimal = ZERO
    con_spese: bool = False
    valorizzati: dict[str, None] = field(default_factory=dict)


def calcola(righe: Sequence[VoceRiga], condizioni: Condizioni) -> Totali:
    """The totals of a document from its rows and conditions."""
    c = condizioni
    corpo = _somma_righe(righe, c)
    spese_anticipate = corpo.spese_anticipate if corpo.con_spese else c.spese_anticipate_piede
    rivalsa = _percento(sum(corpo.inps.values(), ZERO), c.perc_inps)
    base_ritenuta, ritenuta = _ritenuta(corpo, rivalsa, c)
    voci_cassa = _cassa_previdenza(corpo, c)
    voci_inps = _rivalsa_inps(corpo, rivalsa, bool(ritenuta), c)
    quote_banca = _spese_banca(corpo, c)

    basi = dict(corpo.prestazioni)
    for voce in (*voci_cassa, *voci_inps):
        _aggiungi(basi, voce.codice_iva, voce.importo)
    for codice, quota in quote_banca:
        _aggiungi(basi, codice, quota)
    if spese_anticipate:
        _aggiungi(basi, _codice_n1(c), spese_anticipate)
    bollo, bollo_virtuale, codice_bollo = _bollo(basi, corpo, c)
    if codice_bollo is not None:
        _aggiungi(basi, codice_bollo, bollo)

    imposte = _imposte(basi, c.codici_iva)
    imponibile_esenti = sum(basi.values(), ZERO)
    totale_iva = sum(imposte.values(), ZERO)
    totale_documento = imponibile_esenti + totale_iva
    enasarco = _percento(corpo.enasarco, c.perc_enasarco)
    return Totali(
        totale_prestazioni=sum(corpo.prestazioni.values(), ZERO),
        totale_spese_anticipate=spese_anticipate,
        spese_banca=c.spese_banca,
        cassa_previdenza=_somma(voci_cassa),
        rivalsa_inps=rivalsa,
        bollo=bollo,
        bollo_virtuale=bollo_virtuale,
        bollo_dovuto=c.bollo.importo if bollo_virtuale and c.bollo is not None else ZERO,
        codice_iva_bollo=codice_bollo,
        imponibile_esenti=imponibile_esenti,
        totale_iva=totale_iva,
        totale_documento=totale_documento,
        base_ritenuta=base_ritenuta,
        ritenuta_acconto=ritenuta,
        contributo_enasarco=enasarco,
        totale_da_pagare=totale_documento - ritenuta - enasarco - (totale_iva if c.split_payment else ZERO),
        riepilogo=_riepilogo(basi, imposte, c.codici_iva),
        casse=voci_cassa + voci_inps,
        quote_spese_banca=quote_banca,
    )


def _percento(base: Decimal, percentuale: Decimal) -> Decimal:
    return arrotonda(base * percentuale / CENTO)


def _aggiungi(somme: dict[str, Decimal], codice: str, importo: Decimal) -> None:
    somme[codice] = somme.get(codice, ZERO) + importo


def _somma(voci: Iterable[VoceCassa]) -> Decimal:
    return sum((voce.importo for voce in voci), ZERO)


def _aliquota(codici_iva: Mapping[str, Aliquota], codice: str) -> Aliquota:
    try:
        return codici_iva[codice]
    except KeyError:
        raise Rifiuto(f"Codice IVA {codice} inesistente", "codice_iva", "codice_iva_inesistente") from None


def _somma_righe(righe: Sequence[VoceRiga], c: Condizioni) -> _Corpo:
    """Step 2: nothing is rounded here, the rows are at the cent already. `R` rows bear IVA and no ritenuta."""
    corpo = _Corpo()
    for riga in righe:
        codice, importo = riga.codice_iva, riga.importo
        _aliquota(c.codici_iva, codice)
        _aggiungi(corpo.prestazioni, codice, importo)
        if importo:
            corpo.valorizzati[codice] = None
            if riga.soggetta_cassa:
                _aggiungi(corpo.cassa, codice, importo)
            if riga.soggetta_inps:
                _aggiungi(corpo.inps, codice, importo)
            if riga.soggetta_rda == "S":
                corpo.ritenuta += importo
            if riga.soggetta_enasarco:
                corpo.enasarco += importo
        if riga.spese_anticipate:
            corpo.spese_anticipate += riga.spese_anticipate
            corpo.con_spese = True
    return corpo


def _codici_contributo(
    basi: Mapping[str, Decimal], scelto: str | None, campo: str, corpo: _Corpo, c: Condizioni
) -> tuple[list[str], list[Decimal]]:
    """Step 3, the IVA codes a contribution falls on and their weights (DOC-109, DOC-110).

    a. nothing taxed in the document: its first exemption code; b. one code besides N1: that code, even with CODICE;
    c. mixed: PRORATA on the base of each code, or the one code of the parameters. Rows of 0.00 decide nothing.
    """
    nature = {codice: c.codici_iva[codice].natura for codice in corpo.valorizzati}
    codici = [k for k, natura in nature.items() if natura != NATURA_SPESE_ANTICIPATE] or list(nature)
    if len(codici) == 1 or all(nature[k] is not None for k in codici):
        return codici[:1], [_UNO]
    if c.cassa_iva == "CODICE":
        if scelto is None:
            raise Rifiuto(
                "Documento a più codici IVA: manca l'assoggettamento IVA del contributo (parametri studio)",
                campo,
                "codice_iva_mancante",
            )
        _aliquota(c.codici_iva, scelto)
        return [scelto], [_UNO]
    accrescono = {k: base for k, base in basi.items() if base}
    return list(accrescono), list(accrescono.values())


def _cassa_previdenza(corpo: _Corpo, c: Condizioni) -> tuple[VoceCassa, ...]:
    """Step 3: imp_i = r(ΣC × quota_i / 100), the last by difference; cassa_i = r(imp_i × rate_i / 100) (DOC-107, 108).

    One entry for each fund and IVA code; those of a fund add up to its contribution and to its base.
    """
    base = sum(corpo.cassa.values(), ZERO)
    if not base or not c.fondi:
        return ()
    imponibili = _imponibili_fondi(base, [fondo.quota for fondo in c.fondi])
    voci: list[VoceCassa] = []
    for fondo, imponibile in zip(c.fondi, imponibili, strict=True):
        contributo = _percento(imponibile, fondo.percentuale)
        if contributo:
            codici, pesi = _codici_contributo(corpo.cassa, c.iva_cassa, "iva_cassa", corpo, c)
            voci += _voci_cassa(fondo.tipo_cassa, fondo.percentuale, imponibile, contributo, codici, pesi)
    return tuple(voci)


def _imponibili_fondi(base: Decimal, quote: Sequence[Decimal]) -> list[Decimal]:
    """The base of each fund of a studio associato: half-up, the last by difference (DOC-108, PAR-051)."""
    parti = [_percento(base, quota) for quota in quote[:-1]]
    return [*parti, base - sum(parti, ZERO)]


def _rivalsa_inps(corpo: _Corpo, rivalsa: Decimal, porta_ritenuta: bool, c: Condizioni) -> tuple[VoceCassa, ...]:
    """Step 4: the rivalsa on the IVA codes as the cassa is; flagged only where the document bears a ritenuta."""
    if not rivalsa:
        return ()
    codici, pesi = _codici_contributo(corpo.inps, c.iva_inps, "iva_inps", corpo, c)
    base = sum(corpo.inps.values(), ZERO)
    soggetta = porta_ritenuta and c.inps_soggetta_rda
    return tuple(_voci_cassa(TIPO_CASSA_INPS, c.perc_inps, base, rivalsa, codici, pesi, soggetta))


def _voci_cassa(
    tipo: str | None,
    percentuale: Decimal,
    imponibile: Decimal,
    contributo: Decimal,
    codici: list[str],
    pesi: list[Decimal],
    soggetta_rda: bool = False,
) -> list[VoceCassa]:
    if len(codici) == 1:
        return [VoceCassa(tipo, percentuale, imponibile, contributo, codici[0], soggetta_rda)]
    return [
        VoceCassa(tipo, percentuale, base, quota, codice, soggetta_rda)
        for codice, base, quota in zip(codici, ripartisci(imponibile, pesi), ripartisci(contributo, pesi), strict=True)
    ]


def _spese_banca(corpo: _Corpo, c: Condizioni) -> tuple[tuple[str, Decimal], ...]:
    """Step 5: the code of the payment table, else a share for each code of the prestazioni (DOC-106).

    N1 takes no part. With no prestazioni to spread on (ΣP = 0), all at the standard rate.
    """
    if not c.spese_banca:
        return ()
    if c.codice_iva_spese_banca is not None:
        _aliquota(c.codici_iva, c.codice_iva_spese_banca)
        return ((c.codice_iva_spese_banca, c.spese_banca),)
    importi = {
        codice: importo
        for codice, importo in corpo.prestazioni.items()
        if importo and c.codici_iva[codice].natura != NATURA_SPESE_ANTICIPATE
    }
    pesi = list(importi.values())
    if sum(pesi, ZERO):
        return tuple(zip(importi, ripartisci(c.spese_banca, pesi), strict=True))
    if c.codice_iva_ordinario is None:
        raise Rifiuto(
            "Spese banca senza prestazioni: manca il codice IVA ordinario (tabella codici IVA)",
            "codice_iva_spese_banca",
            "codice_iva_mancante",
        )
    _aliquota(c.codici_iva, c.codice_iva_ordinario)
    return ((c.codice_iva_ordinario, c.spese_banca),)


def _codice_n1(c: Condizioni) -> str:
    """The code of the spese anticipate, also that of the bollo recharged: it must be excluded ex art. 15 (N1)."""
    codice = c.codice_spese_anticipate
    if codice is None:
        raise Rifiuto(
            "Manca il codice esenzione IVA delle spese anticipate (parametri studio)",
            "cod_esenzione_spese_anticipate",
            "codice_iva_mancante",
        )
    if _aliquota(c.codici_iva, codice).natura != NATURA_SPESE_ANTICIPATE:
        raise Rifiuto(
            f"Il codice {codice} delle spese anticipate (parametri studio) deve avere natura N1",
            "cod_esenzione_spese_anticipate",
            "natura_non_valida",
        )
    return codice


def _bollo(basi: Mapping[str, Decimal], corpo: _Corpo, c: Condizioni) -> tuple[Decimal, bool, str | None]:
    """Step 7: amount recharged, due or not, code it falls on. The test comes before the bollo itself is added.

    Recharged at N1; for a forfettario with the code of the fee, its first exemption code (batch.md).
    """
    if c.bollo is None:
        return ZERO, False, None
    fuori_iva = sum((base for codice, base in basi.items() if c.codici_iva[codice].natura in NATURE_BOLLO), ZERO)
    if fuori_iva <= c.bollo.soglia:
        return ZERO, False, None
    if not c.bollo.addebita:
        return ZERO, True, None
    codice = _codice_onorario_esente(corpo, c) if c.forfettario else None
    return c.bollo.importo, True, codice or _codice_n1(c)


def _codice_onorario_esente(corpo: _Corpo, c: Condizioni) -> str | None:
    nature = ((codice, c.codici_iva[codice].natura) for codice in corpo.valorizzati)
    return next((k for k, natura in nature if natura is not None and natura != NATURA_SPESE_ANTICIPATE), None)


def _ritenuta(corpo: _Corpo, rivalsa: Decimal, c: Condizioni) -> tuple[Decimal, Decimal]:
    """Step 9: the base W and r(r(W × % imponibile / 100) × aliquota / 100) (DOC-114, PAR-046).

    W = rows with the flag S, plus the rivalsa INPS and, by parameter, the spese banca. A client that does not withhold
    (Sog.Rda = N) and a forfettario, who is never withheld from, have neither.
    """
    if not c.soggetto_rda or c.forfettario:
        return ZERO, ZERO
    base = corpo.ritenuta
    if c.inps_soggetta_rda:
        base += rivalsa
    if c.spese_banca_soggette_rda:
        base += c.spese_banca
    return base, _percento(_percento(base, c.perc_imponibile_rda), c.aliquota_rda)


def _imposte(basi: Mapping[str, Decimal], codici_iva: Mapping[str, Aliquota]) -> dict[str, Decimal]:
    """Step 8: the tax once per rate (DOC-112). Codes of one rate share it, the last by difference, as the XML."""
    per_aliquota: dict[Decimal, list[str]] = {}
    for codice, base in basi.items():
        voce = codici_iva[codice]
        if base and voce.natura is None:
            per_aliquota.setdefault(voce.aliquota, []).append(codice)
    imposte: dict[str, Decimal] = {}
    for aliquota, codici in per_aliquota.items():
        resto = _percento(sum((basi[k] for k in codici), ZERO), aliquota)
        for codice in codici[:-1]:
            imposte[codice] = _percento(basi[codice], aliquota)
            resto -= imposte[codice]
        imposte[codici[-1]] = resto
    return imposte


def _riepilogo(
    basi: Mapping[str, Decimal], imposte: Mapping[str, Decimal], codici_iva: Mapping[str, Aliquota]
) -> tuple[VoceRiepilogo, ...]:
    """One entry per code in order of first appearance: rows, contributions, spese banca, spese anticipate, bollo.

    A code of the rows is there even at 0.00: SdI wants a riepilogo for every rate a line has (00443, 00444).
    """
    voci = []
    for codice, base in basi.items():
        voce = codici_iva[codice]
        voci.append(VoceRiepilogo(codice, voce.aliquota, voce.natura, base, imposte.get(codice, ZERO)))
    return tuple(voci)
