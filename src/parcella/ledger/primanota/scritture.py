"""The rows of the registrations of a parcella: FE (or FS) and PG (PRN-003…PRN-025, batch.md "Postings").

Pure: amounts and accounts in, rows out, in the order of the manual (p. 66-67). A component goes D or A by its nature; a
negative one (a revenue account left with discounts only) changes side, never sign. What is zero is not written.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from parcella.ledger.esito import Rifiuto
from parcella.ledger.tipi import ZERO, in_italiano, quota_cumulativa

_PARAMETRI_STUDIO = "parametri studio"
_CONTI_AUTOMATICI = "conti automatici"

# field of ContiParcella: (name of the account in Italian, where it is set, identifier of the field)
_CONTI: dict[str, tuple[str, str, str]] = {
    "erario_ritenute": ("erario c/ritenute", _PARAMETRI_STUDIO, "conto_erario_ritenute"),
    "erario_ritenute_sospeso": ("erario c/ritenute sospeso", _PARAMETRI_STUDIO, "conto_erario_ritenute_sospeso"),
    "cassa_previdenza": (
        "fondo previdenza",
        f"{_CONTI_AUTOMATICI} (impresa: {_PARAMETRI_STUDIO})",
        "conto_fondo_previdenza",
    ),
    "iva_vendite": ("IVA vendite", _CONTI_AUTOMATICI, "conto_iva_vendite"),
    "iva_differita": ("IVA a esigibilità differita", _CONTI_AUTOMATICI, "conto_iva_differita"),
    "spese_anticipate": ("spese anticipate", f"{_PARAMETRI_STUDIO} o sul cliente", "conto_spese_anticipate"),
    "spese_banca": ("spese banca", _CONTI_AUTOMATICI, "conto_spese_banca"),
    "spese_banca_sospeso": ("spese banca sospeso", _CONTI_AUTOMATICI, "conto_spese_banca_sospeso"),
    "rivalsa_inps": ("rivalsa INPS", _CONTI_AUTOMATICI, "conto_rivalsa_inps"),
    "rivalsa_inps_sospeso": ("rivalsa INPS sospeso", _CONTI_AUTOMATICI, "conto_rivalsa_inps_sospeso"),
    "bollo": ("bollo addebitato", _CONTI_AUTOMATICI, "conto_bollo"),
    "arrotondamento": ("arrotondamento pagamenti parcella", _PARAMETRI_STUDIO, "conto_arrotondamento_pagamento"),
}


@dataclass(frozen=True, slots=True)
class Ricavo:
    """The part of the fees of one prestazione's accounts. `conto_sospeso` (Z) is needed only if not totally paid."""

    conto: str
    conto_sospeso: str | None
    importo: Decimal


@dataclass(frozen=True, slots=True)
class ImportiParcella:
    """The foot of a parcella as the postings need it, in euro. `bollo` is the amount recharged."""

    totale_documento: Decimal
    totale_da_pagare: Decimal
    ricavi: tuple[Ricavo, ...]
    rivalsa_inps: Decimal
    spese_anticipate: Decimal
    spese_banca: Decimal
    cassa_previdenza: Decimal
    bollo: Decimal
    iva: Decimal
    ritenuta: Decimal
    split_payment: bool = False

    def rovesciati(self) -> "ImportiParcella":
        """Those of a nota di credito: the same amounts, that go on the other side."""
        nomi = (campo.name for campo in fields(self) if campo.name not in ("ricavi", "split_payment"))
        ricavi = tuple(replace(ricavo, importo=-ricavo.importo) for ricavo in self.ricavi)
        return replace(self, ricavi=ricavi, **{nome: -getattr(self, nome) for nome in nomi})


@dataclass(frozen=True, slots=True)
class ContiParcella:
    """The accounts at hand. None is accepted until that account is needed."""

    cliente: str
    erario_ritenute: str | None = None
    erario_ritenute_sospeso: str | None = None
    cassa_previdenza: str | None = None
    iva_vendite: str | None = None
    iva_differita: str | None = None
    spese_anticipate: str | None = None
    spese_banca: str | None = None
    spese_banca_sospeso: str | None = None
    rivalsa_inps: str | None = None
    rivalsa_inps_sospeso: str | None = None
    bollo: str | None = None
    arrotondamento: str | None = None


@dataclass(frozen=True, slots=True)
class RigaScrittura:
    """A row: account, amount never negative, D or A. A memo row has importo 0.00 and the amount in the description."""

    conto: str
    importo: Decimal
    segno: str
    descrizione: str = ""


def righe_fattura(
    importi: ImportiParcella, conti: ContiParcella, *, tipo_azienda: str, totalmente_pagata: bool, sospesa: bool
) -> list[RigaScrittura]:
    """The rows of the FE, or of the FS with `sospesa` (PRN-007, PRN-015, PRN-025).

    A professional's parcella not totally paid uses the Z accounts; an impresa books real accounts, paid or not.
    """
    su_sospesi = tipo_azienda == "P" and not totalmente_pagata
    righe = _Scrittura(conti)
    righe.scrivi(conti.cliente, importi.totale_documento, "D")
    for conto, importo in _ricavi_per_conto(importi.ricavi, su_sospesi):
        righe.scrivi(conto, importo, "A")
    righe.componente("rivalsa_inps", importi.rivalsa_inps, "A", su_sospesi)
    righe.componente("spese_anticipate", importi.spese_anticipate, "A")
    righe.componente("spese_banca", importi.spese_banca, "A", su_sospesi)
    righe.componente("cassa_previdenza", importi.cassa_previdenza, "A")
    righe.componente("bollo", importi.bollo, "A")
    conto_iva = "iva_differita" if sospesa else "iva_vendite"
    righe.componente(conto_iva, importi.iva, "A")
    righe.scrivi(conti.cliente, importi.ritenuta, "A")
    righe.componente("erario_ritenute", importi.ritenuta, "D", su_sospesi)
    if importi.split_payment:
        righe.scrivi(conti.cliente, importi.iva, "A")
        righe.componente(conto_iva, importi.iva, "D")
    return righe.quadrate()


def righe_pagamento(
    importi: ImportiParcella,
    conti: ContiParcella,
    *,
    tipo_azienda: str,
    totalmente_pagata: bool,
    sospesa: bool,
    pagato: Decimal,
    pagato_prima: Decimal = ZERO,
    conto_pagamento: str,
) -> list[RigaScrittura]:
    """The rows of a PG (PRN-009, PRN-017, PDI-022).

    `totalmente_pagata` tells how the FE was booked: paid on the spot, on real accounts. Then the client is closed for
    the whole totale da pagare, the difference from `pagato` goes to the rounding account (less received: D), and the
    components are memo rows. Otherwise the share paid turns the Z accounts into real ones, `pagato_prima` being the sum
    of the payments before this one. An impresa has neither memo nor giro, but for the IVA of an FS that falls due. What
    is given back on a nota di credito is negative, as its amounts are.
    """
    prima = ZERO if totalmente_pagata else pagato_prima
    dovuto = importi.totale_da_pagare if totalmente_pagata else pagato
    righe = _Scrittura(conti)
    righe.scrivi(conti.cliente, dovuto, "A")
    righe.scrivi(conto_pagamento, pagato, "D")
    righe.componente("arrotondamento", dovuto - pagato, "D")
    if tipo_azienda == "P" or sospesa:
        quote = _quote(importi, prima, prima + dovuto)
        if tipo_azienda == "P":
            _incassa(righe, importi, quote, totalmente_pagata=totalmente_pagata, sospesa=sospesa)
        else:
            righe.esigibile(quote.iva)
    return righe.quadrate()


def _incassa(
    righe: "_Scrittura", importi: ImportiParcella, quote: "_Quote", *, totalmente_pagata: bool, sospesa: bool
) -> None:
    """The rows that tell what was cashed: giro of what was on Z, memo of what was on real accounts from the start."""
    su_sospesi = not totalmente_pagata
    if su_sospesi:
        for ricavo, importo in quote.ricavi:
            righe.giro(_conto_ricavo(ricavo, True), ricavo.conto, importo, "A")
    else:
        for conto, importo in _ricavi_per_conto(importi.ricavi, False):
            righe.memo(conto, importo, "A")
    righe.incasso("rivalsa_inps", quote.rivalsa_inps, "A", su_sospesi)
    righe.incasso("spese_anticipate", quote.spese_anticipate, "A")
    righe.incasso("spese_banca", quote.spese_banca, "A", su_sospesi)
    righe.incasso("cassa_previdenza", quote.cassa_previdenza, "A")
    righe.incasso("bollo", quote.bollo, "A")
    righe.incasso("iva_vendite", quote.iva, "A")
    if sospesa:
        righe.esigibile(quote.iva)
    righe.incasso("erario_ritenute", quote.ritenuta, "D", su_sospesi)


@dataclass(frozen=True, slots=True)
class _Quote:
    """What each component moves with one payment."""

    ricavi: tuple[tuple[Ricavo, Decimal], ...]
    rivalsa_inps: Decimal
    spese_anticipate: Decimal
    spese_banca: Decimal
    cassa_previdenza: Decimal
    bollo: Decimal
    iva: Decimal
    ritenuta: Decimal


def _quote(importi: ImportiParcella, prima: Decimal, dopo: Decimal) -> _Quote:
    """The cumulative rule on the totale da pagare (PRN-018); the ricavo takes the difference.

    With split payment the client does not pay the IVA, so that it has no part in what is cashed.
    """
    totale = importi.totale_da_pagare

    def quota(importo: Decimal) -> Decimal:
        return quota_cumulativa(importo, prima, dopo, totale) if importo else ZERO

    rivalsa, anticipate, banca = (
        quota(importi.rivalsa_inps),
        quota(importi.spese_anticipate),
        quota(importi.spese_banca),
    )
    cassa, bollo, ritenuta = quota(importi.cassa_previdenza), quota(importi.bollo), quota(importi.ritenuta)
    iva = ZERO if importi.split_payment else quota(importi.iva)
    ricavo = dopo - prima + ritenuta - cassa - iva - anticipate - bollo - banca - rivalsa

    mossi: list[tuple[Ricavo, Decimal]] = []
    ricavi = _ricavi_per_coppia(importi.ricavi)
    for voce in ricavi[:-1]:
        mosso = quota(voce.importo)
        mossi.append((voce, mosso))
        ricavo -= mosso
    mossi += [(voce, ricavo) for voce in ricavi[-1:]]
    return _Quote(tuple(mossi), rivalsa, anticipate, banca, cassa, bollo, iva, ritenuta)


def _conto_ricavo(ricavo: Ricavo, su_sospesi: bool) -> str:
    if not su_sospesi:
        return ricavo.conto
    if ricavo.conto_sospeso is None:
        raise Rifiuto(
            f"Manca il conto ricavo sospeso accanto al ricavo {ricavo.conto}: "
            "si imposta sulla prestazione (proposto dai parametri studio)",
            "conto_ricavo_sospeso",
            "conto_mancante",
        )
    return ricavo.conto_sospeso


def _ricavi_per_conto(ricavi: Iterable[Ricavo], su_sospesi: bool) -> Iterable[tuple[str, Decimal]]:
    """One amount per distinct account, in order of first appearance."""
    somme: dict[str, Decimal] = {}
    for ricavo in ricavi:
        if ricavo.importo:
            conto = _conto_ricavo(ricavo, su_sospesi)
            somme[conto] = somme.get(conto, ZERO) + ricavo.importo
    return somme.items()


def _ricavi_per_coppia(ricavi: Sequence[Ricavo]) -> list[Ricavo]:
    """One entry per distinct couple of real and suspended account that is not zero, in order of first appearance."""
    if len(ricavi) == 1:
        return list(ricavi)
    somme: dict[tuple[str, str | None], Decimal] = {}
    for ricavo in ricavi:
        coppia = (ricavo.conto, ricavo.conto_sospeso)
        somme[coppia] = somme.get(coppia, ZERO) + ricavo.importo
    return [Ricavo(conto, sospeso, importo) for (conto, sospeso), importo in somme.items() if importo]


_OPPOSTO = {"D": "A", "A": "D"}


class _Scrittura:
    """The rows of a registration being written."""

    __slots__ = ("_conti", "_righe")

    def __init__(self, conti: ContiParcella) -> None:
        self._conti = conti
        self._righe: list[RigaScrittura] = []

    def scrivi(self, conto: str, importo: Decimal, segno: str) -> None:
        """A row, on the other side if the amount is negative; nothing if it is zero."""
        if importo > 0:
            self._righe.append(RigaScrittura(conto, importo, segno))
        elif importo < 0:
            self._righe.append(RigaScrittura(conto, -importo, _OPPOSTO[segno]))

    def memo(self, conto: str, importo: Decimal, segno: str) -> None:
        """A row of 0,00 with the amount in the description, for the registro cronologico (PRN-010)."""
        if importo:
            lato = segno if importo > 0 else _OPPOSTO[segno]
            self._righe.append(RigaScrittura(conto, ZERO, lato, in_italiano(abs(importo)) + lato))

    def giro(self, da: str, a: str, importo: Decimal, segno: str) -> None:
        """From the account where the FE left `importo` on the side `segno`, to the one it belongs to when paid.

        Written as the manual does: a revenue leaves the Z account first (D / A), a ritenuta too (A / D).
        """
        self.scrivi(da, importo, _OPPOSTO[segno])
        self.scrivi(a, importo, segno)

    def componente(self, nome: str, importo: Decimal, segno: str, su_sospesi: bool = False) -> None:
        """A row of a component of the foot, on its Z account if it has to be."""
        if importo:
            self.scrivi(self._conto(f"{nome}_sospeso" if su_sospesi else nome), importo, segno)

    def incasso(self, nome: str, importo: Decimal, segno: str, su_sospesi: bool = False) -> None:
        """What a payment says of a component: giro if it was suspended, memo if not."""
        if not importo:
            return
        if su_sospesi:
            self.giro(self._conto(f"{nome}_sospeso"), self._conto(nome), importo, segno)
        else:
            self.memo(self._conto(nome), importo, segno)

    def esigibile(self, iva: Decimal) -> None:
        """The IVA of an FS that falls due with a payment (PRN-025)."""
        if iva:
            self.giro(self._conto("iva_differita"), self._conto("iva_vendite"), iva, "A")

    def quadrate(self) -> list[RigaScrittura]:
        """The rows, if D = A: amounts that do not add up to the total must not reach the books."""
        if sum(self._segnati(), ZERO):
            raise ValueError("scrittura sbilanciata: gli importi non danno il totale del documento")
        return self._righe

    def _segnati(self) -> Iterator[Decimal]:
        return (riga.importo if riga.segno == "D" else -riga.importo for riga in self._righe)

    def _conto(self, nome: str) -> str:
        conto: str | None = getattr(self._conti, nome)
        if conto is None:
            descrizione, dove, campo = _CONTI[nome]
            raise Rifiuto(f"Manca il conto {descrizione}: si imposta in {dove}", campo, "conto_mancante")
        return conto
