"""What a prestazione must be, type by type (PRE-029…070, PRE-088…103)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from parcella.ledger import tabella as col
from parcella.ledger.aziende.tabelle import CodiceIva, Conto, FondoAssociato, ParametriStudio
from parcella.ledger.clienti.lotti import Record, cambiamenti, tavola
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.prestazioni import parametri
from parcella.ledger.prestazioni.tabelle import Prestazione

RIGHE_MASSIME = 200
LARGHEZZE_TESTO = {"T": 75, "V": 40}
_VIETATI_OVUNQUE = "$?"
_VIETATI_IN_TESTA = ".,-–+'’"
_CODICI = ("codice", "codice_alternativo", "codice_sostitutivo", "cod_iva")
_SOLO_A_DESTRA = ("codice", "descrizione_estesa")  # a blank before the extension parts two words (PRE-044)
_CONTI = {
    "conto_ricavo": ("E G", "E M"),
    "conto_ricavo_sospeso": ("P Z",),
}
_FLAG = ("soggetta_ritenuta", "soggetta_enasarco", "soggetta_cassa", "soggetta_inps")
_SOLO_R = ("cod_iva", "unita_misura", "mese", "minimo_fatturabile", "massimo_fatturabile", *_CONTI)
_SOLO_DESCRIZIONI = ("tipo_descrizione", "messaggio", "scadenza_messaggio", "righe_testo")


@dataclass(frozen=True, slots=True)
class Riferimenti:
    """What the prestazioni of an azienda may name, and which flags its parametri open."""

    tipo_azienda: str
    conti: Mapping[str, str]
    codici_iva: frozenset[str]
    conto_ricavo: str | None
    conto_ricavo_sospeso: str | None
    con_cassa: bool
    con_inps: bool
    con_enasarco: bool
    lunghezza_codice: int | None = None


def riferimenti(session: Session, contesto: Contesto) -> Riferimenti:
    """Read the parametri, the accounts and the IVA codes once."""
    azienda = contesto.azienda
    conto, iva, fondo = tavola(Conto), tavola(CodiceIva), tavola(FondoAssociato)
    di_tipo_p = contesto.tipo == "P"
    p = session.execute(
        select(tavola(ParametriStudio)).where(tavola(ParametriStudio).c.azienda == azienda)
    ).first() or ParametriStudio(azienda=azienda)
    fondi = session.execute(select(fondo.c.id).where(fondo.c.azienda == azienda).limit(1)).first()
    associato = p.studio_associato == "S" and fondi is not None  # "Vedi tabella" counts as filled (Ambiguità 9)
    return Riferimenti(
        tipo_azienda=contesto.tipo,
        conti={
            riga.codice: riga.tipo
            for riga in session.execute(select(conto.c.codice, conto.c.tipo).where(conto.c.azienda == azienda))
        },
        codici_iva=frozenset(session.execute(select(iva.c.codice).where(iva.c.azienda == azienda)).scalars()),
        conto_ricavo=p.conto_ricavo_standard,
        conto_ricavo_sospeso=p.conto_ricavo_sospeso if di_tipo_p else None,
        con_cassa=bool(p.perc_fondo_professionisti or associato) if di_tipo_p else bool(p.perc_fondo_previdenza),
        con_inps=bool(p.perc_gestione_separata_inps),
        con_enasarco=bool(p.perc_enasarco) and not di_tipo_p,
        lunghezza_codice=parametri.lunghezza_codice(session, azienda),
    )


def normalizza(dati: Mapping[str, Any]) -> Record:
    """What was typed, as it is kept: codes in capitals, texts as one string of lines, nothing for the empty string."""
    puliti: Record = {}
    for nome, valore in dati.items():
        if nome == "righe_testo" and isinstance(valore, list | tuple):
            valore = "\n".join(valore)
        elif isinstance(valore, str):
            valore = valore.upper() if nome in _CODICI else valore
            if nome != "righe_testo":
                valore = valore.rstrip() if nome in _SOLO_A_DESTRA else valore.strip()
        elif nome == "descrizioni_lingua" and valore:
            valore = {lingua: (testo or "").strip() or None for lingua, testo in valore.items()}
        puliti[nome] = None if valore == "" else valore
    return puliti


def completa(dati: Record, prima: Record, rif: Riferimenti, *, nuova: bool) -> Record:
    """The whole record, with what the program proposes (PRE-068, PRE-069, PRE-090) and what follows from a change."""
    intera = {**prima, **dati}
    tipo = intera["tipo"]
    if nuova and tipo == "R":
        intera["conto_ricavo"] = dati.get("conto_ricavo", rif.conto_ricavo)
        intera["conto_ricavo_sospeso"] = dati.get("conto_ricavo_sospeso", rif.conto_ricavo_sospeso)
    if nuova and tipo in ("D", "T", "V") and "tipo_descrizione" not in dati:
        intera["tipo_descrizione"] = "."
    if tipo == "V" and intera["righe_testo"]:
        intera["righe_testo"] = intera["righe_testo"].upper()  # PRE-100
    if intera["periodicita"] != "M" and "mese" not in dati:
        intera["mese"] = None
    if intera["precancellata"] == "N" and "codice_sostitutivo" not in dati:
        intera["codice_sostitutivo"] = None  # PRE-113
    return intera


def controlla(
    prestazione: Record,
    esistente: Record | None,
    vuota: Record,
    rif: Riferimenti,
    risposte: Risposte,
    *,
    conferma: bool = True,
) -> None:
    """Refuse a record that breaks a rule. `esistente` is the stored one.

    With `conferma` False the record comes from a file: it may be older than the parametri, and what only they forbid
    today is told, not refused.
    """
    _codice(prestazione, esistente)
    parametri.controlla_misure(prestazione, esistente, rif.lunghezza_codice)
    col.controlla(Prestazione, cambiamenti(prestazione, esistente or vuota), nuovo=esistente is None)
    if prestazione["tipo"] == "R":
        _prestazione(prestazione, rif, risposte)
        _flag(prestazione, esistente or vuota, rif, None if conferma else risposte)
    else:
        _descrizione(prestazione)


def _codice(prestazione: Record, esistente: Record | None) -> None:
    codice = prestazione["codice"]
    if esistente is not None:
        if prestazione["tipo"] != esistente["tipo"]:  # PRE-033
            raise Rifiuto(f"Il tipo della prestazione {codice} è {esistente['tipo']} e non si può cambiare.", "tipo")
        return
    controlla_codice(codice)


def controlla_codice(codice: str) -> None:
    """Refuse a new code that cannot be written in a search or on a row."""
    if not codice:
        raise Rifiuto("Codice: dato obbligatorio.", "codice")
    if any(segno in codice for segno in _VIETATI_OVUNQUE):  # PRE-030
        raise Rifiuto(f"Il codice {codice} non può contenere $ o ?.", "codice")
    if codice[0] in _VIETATI_IN_TESTA or codice[0].isspace():  # PRE-031
        raise Rifiuto(f"Il codice «{codice}» non può cominciare con . , - + ' o con uno spazio.", "codice")


def _prestazione(prestazione: Record, rif: Riferimenti, risposte: Risposte) -> None:
    _vuoti(prestazione, _SOLO_DESCRIZIONI, "solo per i tipi D, T e V")
    cod_iva = prestazione["cod_iva"]
    if cod_iva is None:  # PRE-050
        raise Rifiuto("L'aliquota IVA è obbligatoria.", "cod_iva")
    if cod_iva not in rif.codici_iva:
        raise Rifiuto(f"Il codice IVA {cod_iva} non esiste.", "cod_iva")
    if prestazione["periodicita"] == "M" and prestazione["mese"] is None:  # PRE-058
        raise Rifiuto("Con periodicità M il mese è obbligatorio.", "mese")
    if prestazione["periodicita"] != "M" and prestazione["mese"] is not None:
        raise Rifiuto("Il mese si indica solo con periodicità M.", "mese")
    _minimo_e_massimo(prestazione["minimo_fatturabile"], prestazione["massimo_fatturabile"])
    for campo, tipi in _CONTI.items():
        _conto(prestazione, campo, tipi, rif, risposte)


def _minimo_e_massimo(minimo: Any, massimo: Any) -> None:
    for campo, valore in (("minimo_fatturabile", minimo), ("massimo_fatturabile", massimo)):
        if valore is not None and valore < 0:
            raise Rifiuto(f"{col.etichetta(campo)}: non può essere negativo.", campo)
    if minimo and massimo and minimo > massimo:  # Ambiguità 13
        raise Rifiuto(f"Il minimo fatturabile ({minimo}) supera il massimo ({massimo}).", "minimo_fatturabile")


def _flag(prestazione: Record, prima: Record, rif: Riferimenti, solo_avvisi: Risposte | None) -> None:
    """Cassa and INPS are alternative, and each wants its percentage in the parametri (PRE-063…067).

    A flag stays where it is when the percentage is taken away: it has no effect until there is one again.
    """
    if prestazione["soggetta_cassa"] == "S" and prestazione["soggetta_inps"] == "S":
        raise Rifiuto("Cassa previdenza e Gestione separata INPS sono alternative.", "soggetta_inps")
    for campo, accessibile, che_cosa in (
        ("soggetta_cassa", rif.con_cassa, "la percentuale del fondo di previdenza"),
        ("soggetta_inps", rif.con_inps, "la percentuale della Gestione separata INPS"),
        ("soggetta_enasarco", rif.con_enasarco, "la percentuale Enasarco"),
    ):
        if prestazione[campo] != "S" or accessibile or prima[campo] == "S":
            continue
        motivo = f"{col.etichetta(campo)}: nei parametri dello studio manca {che_cosa}."
        if solo_avvisi is None:
            raise Rifiuto(motivo, campo)
        solo_avvisi.avvisa(f"{campo}_senza_percentuale", f"Prestazione {prestazione['codice']}, {motivo}")


def _conto(prestazione: Record, campo: str, tipi: tuple[str, ...], rif: Riferimenti, risposte: Risposte) -> None:
    conto = prestazione[campo]
    visibile = campo == "conto_ricavo" or rif.tipo_azienda == "P"
    if conto is None:
        if visibile:  # Ambiguità 12
            risposte.avvisa(
                f"{campo}_mancante", f"La prestazione {prestazione['codice']} non ha {col.etichetta(campo).lower()}."
            )
    elif not visibile:  # PRE-068
        raise Rifiuto("Il conto ricavo sospeso è solo delle aziende di tipo P.", campo)
    elif conto not in rif.conti:
        raise Rifiuto(f"Il conto {conto} non esiste.", campo)
    elif rif.conti[conto] not in tipi:
        raise Rifiuto(f"Il conto {conto} è di tipo {rif.conti[conto]}, non {' o '.join(tipi)}.", campo)


def _descrizione(prestazione: Record) -> None:
    """D, T, V: a kept (.) or lost (,) text, and for T and V its rows (PRE-088…101)."""
    tipo = prestazione["tipo"]
    _vuoti(prestazione, _SOLO_R, "solo per il tipo R")
    for campo in _FLAG:
        if prestazione[campo] != "N":
            raise Rifiuto(f"{col.etichetta(campo)}: solo per il tipo R.", campo)
    if prestazione["tipo_descrizione"] is None:  # PRE-091
        raise Rifiuto("Il tipo descrizione è . (il testo resta) o , (il testo si perde).", "tipo_descrizione")
    testo = prestazione["righe_testo"]
    if tipo == "D":
        _vuoti(prestazione, ("righe_testo",), "solo per i tipi T e V")
    elif not testo or not testo.strip():
        raise Rifiuto("Il testo vuole almeno una riga.", "righe_testo")
    else:
        _righe(testo.split("\n"), LARGHEZZE_TESTO[tipo])


def _righe(righe: list[str], larghezza: int) -> None:
    if len(righe) > RIGHE_MASSIME:
        raise Rifiuto(f"Il testo ha {len(righe)} righe: al massimo {RIGHE_MASSIME}.", "righe_testo")
    for numero, riga in enumerate(righe, 1):
        if len(riga) > larghezza:
            raise Rifiuto(
                f"La riga {numero} del testo ha {len(riga)} caratteri: al massimo {larghezza}.", "righe_testo"
            )


def _vuoti(prestazione: Record, campi: tuple[str, ...], quando: str) -> None:
    for campo in campi:
        if prestazione[campo] is not None:
            raise Rifiuto(f"{col.etichetta(campo)}: {quando}.", campo)
