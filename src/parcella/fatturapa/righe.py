"""DettaglioLinee: what each row of a document becomes in the file (fatturapa.md § 4.4, fisco § 1.1).

Rows with an amount are a line each; texts are joined to the Descrizione of the row before; spese anticipate, spese
banca and the recharged bollo are lines of their own after the prestazioni.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from parcella.fatturapa.blocco import Blocco, manca
from parcella.fatturapa.campi import spezza
from parcella.fatturapa.latino import in_latino
from parcella.ledger.aziende.tabelle import CodiceIva
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.tabelle import RigaDocumento
from parcella.ledger.esito import Rifiuto
from parcella.ledger.tipi import ZERO, arrotonda

MASSIMO_DESCRIZIONE = 1000
MASSIMO_LINEE = 9999
_LEGAME = " - "  # between a row and a text; the rows of one variable text (tipo V) follow each other with a blank


@dataclass(slots=True)
class Linea:
    """A DettaglioLinee. Without `quantita` the price is the amount itself, as for a lump sum."""

    descrizione: str
    importo: Decimal
    iva: CodiceIva
    soggetta_rda: bool = False
    quantita: Decimal | None = None
    unita_misura: str | None = None
    prezzo: Decimal | None = None
    accessoria: bool = False
    campo: str = "righe"


def linee(fascicolo: Fascicolo) -> list[Linea]:
    """All the lines of a document, in the order of the file."""
    tutte = [*_linee_righe(fascicolo), *_spese_banca(fascicolo), *_bollo(fascicolo)]
    if not tutte:
        raise Rifiuto(
            f"{fascicolo.nome}: il documento non ha righe con un importo, il file FatturaPA ne vuole almeno una.",
            "righe",
        )
    if len(tutte) > MASSIMO_LINEE:
        raise Rifiuto(f"{fascicolo.nome}: {len(tutte)} linee, il file FatturaPA ne ammette {MASSIMO_LINEE}.", "righe")
    return tutte


def scrivi_linee(beni: Blocco, tutte: list[Linea]) -> None:
    """Write the lines, numbered from 1."""
    for numero, linea in enumerate(tutte, 1):
        dettaglio = beni.apri("DettaglioLinee")
        dettaglio.metti("NumeroLinea", numero, "righe")
        if linea.accessoria:
            dettaglio.metti("TipoCessionePrestazione", "AC")
        dettaglio.metti("Descrizione", linea.descrizione, "righe")
        if linea.quantita is not None and linea.prezzo is not None:
            dettaglio.metti("Quantita", linea.quantita)
            dettaglio.metti("UnitaMisura", linea.unita_misura, f"{linea.campo}.unita_misura")
            dettaglio.metti("PrezzoUnitario", linea.prezzo)
        else:
            dettaglio.metti("PrezzoUnitario", linea.importo)
        dettaglio.metti("PrezzoTotale", linea.importo)
        dettaglio.metti("AliquotaIVA", linea.iva.aliquota)
        if linea.soggetta_rda:
            dettaglio.metti("Ritenuta", "SI")
        dettaglio.metti("Natura", linea.iva.natura, f"codici_iva.{linea.iva.codice}.natura")


def codice_iva(fascicolo: Fascicolo, nome: str | None, campo: str) -> CodiceIva:
    """A codice IVA of the azienda. Not taxable without its Natura is a scarto 00400."""
    if nome is None:
        raise manca(campo)
    iva = fascicolo.codici_iva.get(nome)
    if iva is None:
        raise Rifiuto(f"Il codice IVA {nome} non è nella tabella dei codici IVA.", campo)
    if not iva.aliquota and not iva.natura:
        raise Rifiuto(
            f"Il codice IVA {nome} non è imponibile e non ha la natura operazione FatturaPA.",
            f"codici_iva.{nome}.natura",
        )
    return iva


def _linee_righe(fascicolo: Fascicolo) -> Iterator[Linea]:
    """The rows. Zero-amount lines that only continue a long Descrizione bear no flag and the code of their row."""
    iniziali, precedente = "", None
    prestazioni: list[list[Linea]] = []
    spese: list[Linea] = []
    for riga in fascicolo.righe:
        descrizione = _descrizione(fascicolo, riga)
        continua = riga.codice_prestazione is not None and riga.codice_prestazione == precedente
        precedente = riga.codice_prestazione
        if _di_solo_testo(fascicolo, riga):
            legame = " " if continua else _LEGAME
            if prestazioni:
                _accoda(prestazioni[-1], descrizione, legame)
            else:
                iniziali = legame.join(filter(None, (iniziali, descrizione)))
            continue
        if not descrizione:
            raise manca(f"righe.{riga.numero_riga}.descrizione_riga")
        anticipate = _spesa_anticipata(fascicolo, riga, descrizione)
        if riga.importo_prestazione or anticipate is None:
            gruppo = _prestazione(fascicolo, riga, descrizione)
            if anticipate:
                spese.append(anticipate)
        else:
            gruppo = [anticipate]
        prestazioni.append(gruppo)
    if not any(riga.spese_anticipate_riga for riga in fascicolo.righe):
        totale = fascicolo.totali.totale_spese_anticipate
        if totale:
            spese.append(Linea("Spese anticipate", totale, _codice_spese(fascicolo)))
    if prestazioni:
        _premetti(prestazioni[0], iniziali)
    elif spese:
        _premetti(spese, iniziali)
    for gruppo in prestazioni:
        yield from gruppo
    yield from spese


def _di_solo_testo(fascicolo: Fascicolo, riga: RigaDocumento) -> bool:
    """A row whose amount can't be there: a typed text, or a code of tipo D, T or V. An amount is never lost."""
    if riga.importo_prestazione or riga.spese_anticipate_riga:
        return False
    prestazione = fascicolo.prestazioni.get(riga.codice_prestazione or "")
    tipo = prestazione.tipo if prestazione else None
    return riga.tipo_riga is not None or tipo in ("D", "T", "V") or riga.codice_iva_riga is None


def _descrizione(fascicolo: Fascicolo, riga: RigaDocumento) -> str:
    """The text of a row. A code of tipo T is one row on the screen and its whole text in the file (PRE-098)."""
    prestazione = fascicolo.prestazioni.get(riga.codice_prestazione or "")
    grezza = riga.descrizione_riga or ""
    if prestazione is not None:
        if prestazione.tipo == "T":
            grezza = prestazione.righe_testo or grezza
        elif prestazione.tipo == "V":
            grezza = grezza.replace("?", " ")  # as on paper, what was not filled in is blank
        elif not grezza and riga.tipo_riga is None:
            grezza = prestazione.descrizione
    return in_latino(grezza, f"righe.{riga.numero_riga}.descrizione_riga")


def _prestazione(fascicolo: Fascicolo, riga: RigaDocumento, descrizione: str) -> list[Linea]:
    campo = f"righe.{riga.numero_riga}"
    iva = codice_iva(fascicolo, riga.codice_iva_riga, f"{campo}.codice_iva_riga")
    prima, *seguito = spezza(descrizione, MASSIMO_DESCRIZIONE)
    linea = Linea(
        prima,
        riga.importo_prestazione,
        iva,
        soggetta_rda=bool(fascicolo.totali.ritenuta_acconto) and riga.soggetta_rda == "S",
    )
    quantita, prezzo = riga.quantita, riga.prezzo_unitario
    # A typed amount, or one taken from a minimo or massimo fatturabile, is not the product: 00423 would refuse it.
    if quantita and quantita > 0 and prezzo is not None and arrotonda(quantita * prezzo) == riga.importo_prestazione:
        linea.quantita, linea.prezzo = quantita, prezzo
        linea.unita_misura, linea.campo = riga.unita_misura, campo
    return [linea, *(Linea(testo, ZERO, iva) for testo in seguito)]


def _spesa_anticipata(fascicolo: Fascicolo, riga: RigaDocumento, descrizione: str) -> Linea | None:
    if not riga.spese_anticipate_riga:
        return None
    testo = spezza(f"Spese anticipate: {descrizione}", MASSIMO_DESCRIZIONE)[0]
    return Linea(testo, riga.spese_anticipate_riga, _codice_spese(fascicolo))


def _codice_spese(fascicolo: Fascicolo) -> CodiceIva:
    scelto = fascicolo.documento.cod_esenzione_spese_anticipate or fascicolo.parametri.cod_esenzione_spese_anticipate
    return codice_iva(fascicolo, scelto, "parametri_studio.cod_esenzione_spese_anticipate")


def _spese_banca(fascicolo: Fascicolo) -> Iterator[Linea]:
    """One line for each code they fall on; in the base of the ritenuta only by the parameter (batch.md)."""
    soggette = bool(fascicolo.totali.ritenuta_acconto) and fascicolo.documento.spese_banca_soggette_rda == "S"
    for nome, quota in fascicolo.totali.quote_spese_banca:
        iva = codice_iva(fascicolo, nome, "codice_iva_spese_banca")
        yield Linea("Spese di incasso", quota, iva, soggetta_rda=soggette, accessoria=True)


def _bollo(fascicolo: Fascicolo) -> Iterator[Linea]:
    totali = fascicolo.totali
    if totali.bollo:
        yield Linea(
            "Imposta di bollo", totali.bollo, codice_iva(fascicolo, totali.codice_iva_bollo, "codice_iva_bollo")
        )


def _accoda(gruppo: list[Linea], testo: str, legame: str) -> None:
    """Join a text to the last line of a row, or give it lines of its own when it does not fit."""
    if not testo:
        return
    ultima = gruppo[-1]
    if len(ultima.descrizione) + len(legame) + len(testo) <= MASSIMO_DESCRIZIONE:
        ultima.descrizione += legame + testo
    else:
        gruppo += [Linea(pezzo, ZERO, ultima.iva) for pezzo in spezza(testo, MASSIMO_DESCRIZIONE)]


def _premetti(gruppo: list[Linea], testo: str) -> None:
    """Join the texts that stand before the first row to it: before its own words if they fit, else after."""
    if not testo:
        return
    prima = gruppo[0]
    if len(prima.descrizione) + len(_LEGAME) + len(testo) <= MASSIMO_DESCRIZIONE:
        prima.descrizione = testo + _LEGAME + prima.descrizione
    else:
        gruppo[1:1] = [Linea(pezzo, ZERO, prima.iva) for pezzo in spezza(testo, MASSIMO_DESCRIZIONE)]
