"""From the rows of the invoices issued to the prestazioni of the studio: the descriptions used most.

Rows are of the same prestazione when they say the same but for dates, months, years and the ordinal of a period. Left
out: credit notes, spese anticipate (N1), the bollo recharged, texts without an amount, discounts and what is negative.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from parcella.fatturapa.cessionari import Tavole, codice_iva
from parcella.fatturapa.emesse import Emessa
from parcella.fatturapa.lettura.fattura import Corpo, Riga
from parcella.ledger.clienti.nomi import chiave_nome
from parcella.ledger.prestazioni.controlli import Riferimenti
from parcella.ledger.prestazioni.prezzi import TARIFFARIO_BASE
from parcella.ledger.tipi import in_italiano, prezzo_normale

_LUNGHEZZA = 80
_PREZZO_MASSIMO = Decimal(100_000_000)
_CENTOMILLESIMO = Decimal("0.00001")
_LUNGHEZZA_UM = 3
_SENZA_RITENUTA = ("RF19", "RF02")
_INPS = "TC22"
_MESI = "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre"
_MESI_BREVI = "gen|feb|mar|apr|mag|giu|lug|ago|sett?|ott|nov|dic"  # words of their own without the year
_ORDINALE = r"(?:\d{1,2}\s?[°ºª^]|[IV]{1,3}|prim[oa]|second[oa]|terz[oa]|quart[oa])"
_DEL_TEMPO = tuple(
    re.compile(espressione, re.IGNORECASE)
    for espressione in (
        r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b",
        r"\b\d{4}-\d{2}-\d{2}\b",
        rf"\b(?:\d{{1,2}}[°º]?\s)?(?:{_MESI})\b(?:\s?['’]?\d{{2,4}}\b)?",
        rf"\b(?:\d{{1,2}}[°º]?\s)?(?:{_MESI_BREVI})\b\.?\s?['’]?\d{{2,4}}\b",
        r"\b\d{1,2}[/.](?:19|20)\d{2}\b",
        r"\b(?:19|20)\d{2}(?:\s?[/-]\s?(?:(?:19|20)?\d{2}))?\b",
        rf"(?<!\w){_ORDINALE}(?=\s?(?:bim|trim|quadrim|sem|rata))",
        r"\(\s*[-–/,.]*\s*\)",
    )
)
_PERIODI = {"bim": "bimestre", "trim": "trimestre", "quadrim": "quadrimestre", "sem": "semestre"}
_ABBREVIATO = re.compile(rf"\b({'|'.join(_PERIODI)})(?:\.|\b)", re.IGNORECASE)
_CODA = re.compile(
    r"(?:^|[\s,;:./(–-])(?:de[il]|della|dell['’]|di|per|al?|dal|fino|anno|anni|mese|mesi|periodo|esercizio|relativ[oaie]+|il|e|n[.°]?|nr\.?)?"
    r"[\s,;:./(–-]*$",
    re.IGNORECASE,
)
_BOLLO = re.compile(r"\b(?:bollo|bolli)\b", re.IGNORECASE)
_PAROLE_VUOTE = frozenset(
    (
        "A", "AL", "ALLA", "CON", "DA", "DAL", "DALLA", "DEI", "DEL", "DELL", "DELLA", "DELLE", "DI", "E", "IL", "IN",
        "LA", "LE", "N", "NR", "PER", "SU",
    )
)  # fmt: skip


@dataclass(slots=True)
class Descrizione:
    """A prestazione found: its rows with their documents, from the newest, and what they say of it."""

    chiave: str
    righe: list[tuple[Riga, Corpo]] = field(default_factory=list)
    dati: dict[str, Any] = field(default_factory=dict)
    note: list[str] = field(default_factory=list)
    motivo: str = ""

    @property
    def usi(self) -> int:
        return len(self.righe)

    @property
    def ultima(self) -> date | None:
        return self.righe[0][1].data.valore


def descrizioni(
    emesse: Sequence[Emessa], tavole: Tavole, rif: Riferimenti, minimo_uso: int, codici: Collection[str]
) -> list[Descrizione]:
    """What was sold at least `minimo_uso` times, the most used first. `codici` are those taken already."""
    trovate: dict[str, Descrizione] = {}
    for emessa in emesse:
        if emessa.di_vendita:
            for riga in emessa.corpo.righe:
                if _e_prestazione(riga) and (chiave := chiave_nome(senza_tempo(riga.descrizione))):
                    trovata = trovate.setdefault(chiave, Descrizione(chiave))
                    trovata.righe.append((riga, emessa.corpo))
    usate = sorted((d for d in trovate.values() if d.usi >= minimo_uso), key=lambda d: (-d.usi, d.chiave))
    presi = set(codici)
    for descrizione in usate:
        _descrivi(descrizione, tavole, rif)
        descrizione.dati["codice"] = codice_proposto(descrizione.chiave, presi)
        presi.add(descrizione.dati["codice"])
    return usate


def senza_tempo(testo: str) -> str:
    """A description without what changes from an invoice to the next: dates, months, years, ordinals of periods."""
    pulito = _ABBREVIATO.sub(lambda trovato: _PERIODI[trovato[1].lower()], testo)
    for espressione in _DEL_TEMPO:
        pulito = espressione.sub(" ", pulito)
    pulito = " ".join(pulito.split())
    while (piu_corto := _CODA.sub("", pulito)) != pulito:
        pulito = piu_corto
    pulito = pulito.strip(" ,;:.-–/(")
    return pulito[:1].upper() + pulito[1:]


def codice_proposto(chiave: str, presi: Collection[str]) -> str:
    """A code of at most 8 letters and digits from the first words of a description, that nobody has (PRE-030, 031)."""
    parole = [parola for parola in chiave.split() if parola not in _PAROLE_VUOTE] or chiave.split() or ["PREST"]
    base = parole[0][:8] if len(parole) == 1 else parole[0][:4] + parole[1][:4]
    proposto, numero = base, 1
    while proposto in presi:
        numero += 1
        proposto = f"{base[: 8 - len(str(numero))]}{numero}"
    return proposto


def _e_prestazione(riga: Riga) -> bool:
    prezzo = riga.prezzo.valore
    return (
        prezzo is not None
        and 0 < prezzo < _PREZZO_MASSIMO
        and riga.natura != "N1"
        and riga.tipo_cessione in ("", "AC")
        and not (_BOLLO.search(riga.descrizione) and prezzo <= 16)
    )


def _descrivi(descrizione: Descrizione, tavole: Tavole, rif: Riferimenti) -> None:
    testi = Counter(senza_tempo(riga.descrizione) for riga, _ in descrizione.righe)
    testo = testi.most_common(1)[0][0]
    dati: dict[str, Any] = {"tipo": "R", "descrizione": testo[:_LUNGHEZZA].rstrip()}
    if resto := testo[_LUNGHEZZA:].strip():
        dati["descrizione_estesa"] = resto[:_LUNGHEZZA].rstrip()
    descrizione.dati = dati
    (aliquota, natura), _ = Counter((r.aliquota.valore, r.natura) for r, _ in descrizione.righe).most_common(1)[0]
    norma = next(
        (n.riferimento_normativo for _, c in descrizione.righe for n in c.riepiloghi if n.natura == natura), ""
    )
    codice = None if aliquota is None else codice_iva(tavole.codici_iva, aliquota, natura, norma, descrizione.ultima)
    if codice:
        dati["cod_iva"] = codice
    else:
        quale = f"con natura {natura}" if natura else f"al {in_italiano(aliquota)}%" if aliquota else "per le sue righe"
        descrizione.motivo = f"Nella tabella manca un codice IVA {quale}."
    prezzi = Counter(r.prezzo.valore for r, _ in descrizione.righe)
    prezzo, volte = prezzi.most_common(1)[0]
    if prezzo is not None and (volte > 1 or descrizione.usi == 1):
        esatto = prezzo.quantize(_CENTOMILLESIMO, rounding=ROUND_HALF_UP)
        dati["prezzi"] = {TARIFFARIO_BASE: prezzo_normale(esatto)}
    unita, _ = Counter(r.unita_misura for r, _ in descrizione.righe).most_common(1)[0]
    if unita and len(unita) <= _LUNGHEZZA_UM:
        dati["unita_misura"] = unita
    if _soggetta_ritenuta(descrizione, tavole):
        dati["soggetta_ritenuta"] = "S"
    _cassa_e_inps(descrizione, rif)


def _soggetta_ritenuta(descrizione: Descrizione, tavole: Tavole) -> bool:
    """As most rows of documents with ritenuta are; old programs may flag no row at all, which then means all."""
    voti = [
        riga.ritenuta or not any(altra.ritenuta for altra in corpo.righe)
        for riga, corpo in descrizione.righe
        if corpo.ritenute
    ]
    if not voti:
        return tavole.azienda.regime_fiscale not in _SENZA_RITENUTA
    return sum(voti) * 2 > len(voti)


def _cassa_e_inps(descrizione: Descrizione, rif: Riferimenti) -> None:
    """In the base of the cassa, or of the rivalsa INPS, if most of its documents have one for the IVA of the row."""
    tipi = Counter(
        "soggetta_inps" if cassa.tipo == _INPS else "soggetta_cassa"
        for riga, corpo in descrizione.righe
        for cassa in corpo.casse
        if (cassa.aliquota.valore, cassa.natura) == (riga.aliquota.valore, riga.natura)
    )
    if not tipi:
        return
    campo, volte = tipi.most_common(1)[0]
    if volte * 2 > descrizione.usi:
        if rif.con_inps if campo == "soggetta_inps" else rif.con_cassa:
            descrizione.dati[campo] = "S"
        else:
            che_cosa = "della gestione separata INPS" if campo == "soggetta_inps" else "della cassa previdenza"
            descrizione.note.append(f"Nei parametri dello studio manca la percentuale {che_cosa}.")
