"""The rows of a document: prestazioni with their price, flags and accounts; descriptions; texts (chapter 08, corpo).

What a prestazione says at this moment is copied on the row (DOC, Ambiguità 6): a later change of the archive does not
touch the document.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.documenti.dati import DatiDocumento, DatiRiga
from parcella.ledger.documenti.tabelle import RigaDocumento
from parcella.ledger.documenti.tavole import Tavole
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.prestazioni import prezzi
from parcella.ledger.prestazioni.parametri import lunghezze
from parcella.ledger.prestazioni.tabelle import Prestazione
from parcella.ledger.tabella import controlla
from parcella.ledger.tipi import ZERO, arrotonda, in_italiano

RIGHE_MASSIME = 1000
_UNA = Decimal("1.00")


def componi_righe(
    tavole: Tavole, dati: DatiDocumento, cliente: Cliente, risposte: Risposte, gia_inserite: Collection[str] = ()
) -> list[dict[str, Any]]:
    """The rows as they will be written, numbered from 1. `gia_inserite`: the prestazioni the document had before."""
    righe = list(_esplose(tavole, dati))
    if len(righe) > RIGHE_MASSIME:
        raise Rifiuto(
            f"Un documento ha al massimo 1.000 righe: questo ne ha {in_italiano(Decimal(len(righe)), 0)}.", "righe"
        )
    note = Counter(gia_inserite)
    composte = []
    for posizione, (origine, riga) in enumerate(righe, 1):
        campo = f"righe.{origine}."
        if riga.tipo_riga:
            composte.append(_riga_descrittiva(tavole, riga, posizione, campo))
            continue
        valori = _riga_prestazione(tavole, dati, cliente, riga, posizione, campo)
        if note[valori["codice_prestazione"]]:
            note[valori["codice_prestazione"]] -= 1
        else:
            _entro_i_limiti(tavole, valori, risposte)
        composte.append(valori)
    return composte


def _esplose(tavole: Tavole, dati: DatiDocumento) -> Iterator[tuple[int, DatiRiga]]:
    """D becomes its description, V its rows (DOC-098); T stays one row, expanded in print only."""
    for origine, riga in enumerate(dati.righe, 1):
        prestazione = _prestazione(tavole, riga, origine)
        if prestazione is None or prestazione.tipo == "R" or riga.tipo_riga:
            yield origine, riga
            continue
        if riga.importo_prestazione or riga.spese_anticipate_riga:
            raise Rifiuto(
                f"Il codice {prestazione.codice} è di tipo {prestazione.tipo}: non ammette importi.",
                f"righe.{origine}.importo_prestazione",
            )
        tipo = prestazione.tipo_descrizione or "."
        if prestazione.tipo == "V" and riga.descrizione_riga is None:
            for testo in (prestazione.righe_testo or "").split("\n"):
                yield origine, DatiRiga(prestazione.codice, tipo, testo)
        else:
            scritta = riga.descrizione_riga
            if scritta is None:
                scritta = _descrizione_d(prestazione, dati) if prestazione.tipo == "D" else prestazione.descrizione
            yield origine, DatiRiga(prestazione.codice, tipo, scritta, data_prestazione=riga.data_prestazione)


def _prestazione(tavole: Tavole, riga: DatiRiga, origine: int) -> Prestazione | None:
    if riga.codice_prestazione is None:
        if riga.tipo_riga is None:
            raise Rifiuto(
                "Riga senza codice prestazione: per una descrizione libera usare il tipo riga . oppure ,",
                f"righe.{origine}.codice_prestazione",
            )
        return None
    prestazione = tavole.prestazioni.get(riga.codice_prestazione)
    if prestazione is None:
        raise Rifiuto(
            f"La prestazione {riga.codice_prestazione} non è codificata.", f"righe.{origine}.codice_prestazione"
        )
    return prestazione


def _descrizione_d(prestazione: Prestazione, dati: DatiDocumento) -> str:
    """PRE-092, 093: the message of a D code, until it expires."""
    scaduta = prestazione.scadenza_messaggio is not None and prestazione.scadenza_messaggio < dati.data_documento
    return prestazione.messaggio if prestazione.messaggio and not scaduta else prestazione.descrizione


def _riga_descrittiva(tavole: Tavole, riga: DatiRiga, posizione: int, campo: str) -> dict[str, Any]:
    """NOT-007, DOC-086: neither amounts nor expenses."""
    if riga.importo_prestazione or riga.spese_anticipate_riga:
        raise Rifiuto("Una riga descrittiva non ammette importi né spese anticipate.", campo + "importo_prestazione")
    valori = _vuota(tavole, posizione)
    valori.update(
        codice_prestazione=riga.codice_prestazione,
        tipo_riga=riga.tipo_riga,
        descrizione_riga=riga.descrizione_riga or "",
        data_prestazione=riga.data_prestazione,
    )
    controlla(
        RigaDocumento,
        {"tipo_riga": riga.tipo_riga, "descrizione_riga": riga.descrizione_riga or ""},
        campo,
        nuovo=False,
    )
    return valori


def _riga_prestazione(
    tavole: Tavole,
    dati: DatiDocumento,
    cliente: Cliente,
    riga: DatiRiga,
    posizione: int,
    campo: str,
) -> dict[str, Any]:
    prestazione = tavole.prestazioni[riga.codice_prestazione or ""]
    valori = _vuota(tavole, posizione)
    prezzo = _prezzo(tavole, dati, cliente, riga, prestazione)
    valori.update(
        codice_prestazione=prestazione.codice,
        descrizione_riga=riga.descrizione_riga
        if riga.descrizione_riga is not None
        else _descrizione(tavole, prestazione),
        unita_misura=prestazione.unita_misura,
        quantita=riga.quantita,
        prezzo_unitario=prezzo,
        importo_prestazione=_importo(riga, prezzo),
        spese_anticipate_riga=riga.spese_anticipate_riga or ZERO,
        codice_iva_riga=riga.codice_iva_riga or cliente.cod_iva or prestazione.cod_iva,
        data_prestazione=riga.data_prestazione,
        soggetta_rda=riga.soggetta_rda or prestazione.soggetta_ritenuta,
        soggetta_cassa=riga.soggetta_cassa or prestazione.soggetta_cassa,
        soggetta_inps=riga.soggetta_inps or prestazione.soggetta_inps,
        soggetta_enasarco=riga.soggetta_enasarco or prestazione.soggetta_enasarco,
        conto_ricavo=riga.conto_ricavo or prestazione.conto_ricavo or tavole.parametri.conto_ricavo_standard,
        conto_ricavo_sospeso=riga.conto_ricavo_sospeso
        or prestazione.conto_ricavo_sospeso
        or tavole.parametri.conto_ricavo_sospeso,
        azzera=riga.azzera,
    )
    _controlla_riga(tavole, dati, valori, campo)
    return valori


def _prezzo(
    tavole: Tavole, dati: DatiDocumento, cliente: Cliente, riga: DatiRiga, prestazione: Prestazione
) -> Decimal | None:
    """DOC-084, DOC-091: typed, else by PRE-087 at the date of the document."""
    if riga.prezzo_unitario is not None or riga.azzera == "S":
        return riga.prezzo_unitario
    quantita = _UNA if riga.quantita is None else riga.quantita
    return tavole.listino.prezzo(prestazione.codice, quantita, cliente.codice, cliente.tariffario, dati.data_documento)


def _importo(riga: DatiRiga, prezzo: Decimal | None) -> Decimal:
    """DOC-083: Qta × Prezzo where no amount is given; no quantity counts as one."""
    if riga.importo_prestazione is not None:
        return riga.importo_prestazione
    if prezzo is None or riga.azzera == "S":
        return ZERO
    return arrotonda((_UNA if riga.quantita is None else riga.quantita) * prezzo)


def _entro_i_limiti(tavole: Tavole, valori: dict[str, Any], risposte: Risposte) -> None:
    """DOC-085: minimo and massimo fatturabile of a row being inserted; S takes the limit."""
    prestazione, importo = tavole.prestazioni[valori["codice_prestazione"]], valori["importo_prestazione"]
    fuori = prezzi.limite(importo, prestazione.minimo_fatturabile, prestazione.massimo_fatturabile) if importo else None
    if fuori is None:
        return
    quale, limite = fuori
    figure = {"importo": in_italiano(importo), "limite": in_italiano(limite)}
    if risposte.chiedi(f"{quale}_fatturabile", str(valori["numero_riga"]), **figure):
        valori["importo_prestazione"] = limite


def _descrizione(tavole: Tavole, prestazione: Prestazione) -> str:
    misure = lunghezze(tavole.lunghezza_codice, prestazione.tipo)
    return misure.intera(prestazione.descrizione, prestazione.descrizione_estesa)


def _controlla_riga(tavole: Tavole, dati: DatiDocumento, valori: dict[str, Any], campo: str) -> None:
    controlla(RigaDocumento, valori, campo, nuovo=False)
    if valori["quantita"] is not None and valori["quantita"] < 0:
        raise Rifiuto("La quantità non può essere negativa.", campo + "quantita")
    if valori["spese_anticipate_riga"] < 0:
        raise Rifiuto("Le spese anticipate non possono essere negative.", campo + "spese_anticipate_riga")
    codice = valori["codice_iva_riga"]
    if codice is None:
        raise Rifiuto(f"La prestazione {valori['codice_prestazione']} non ha codice IVA.", campo + "codice_iva_riga")
    iva = tavole.codici_iva.get(codice)
    if iva is None:
        raise Rifiuto(f"Il codice IVA {codice} non è in tabella.", campo + "codice_iva_riga")
    giorno = dati.data_documento
    if (iva.valido_dal and giorno < iva.valido_dal) or (iva.valido_al and giorno > iva.valido_al):
        raise Rifiuto(f"Il codice IVA {codice} non è in vigore alla data del documento.", campo + "codice_iva_riga")
    for nome in ("conto_ricavo", "conto_ricavo_sospeso"):
        conto = valori[nome]
        if conto is not None and conto not in tavole.conti:
            raise Rifiuto(f"Il conto {conto} non è nel piano dei conti.", campo + nome)


def _vuota(tavole: Tavole, posizione: int) -> dict[str, Any]:
    return {
        "azienda": tavole.contesto.azienda,
        "numero_riga": posizione,
        "codice_prestazione": None,
        "tipo_riga": None,
        "descrizione_riga": None,
        "unita_misura": None,
        "quantita": None,
        "prezzo_unitario": None,
        "importo_prestazione": ZERO,
        "spese_anticipate_riga": ZERO,
        "codice_iva_riga": None,
        "data_prestazione": None,
        "soggetta_rda": None,
        "soggetta_cassa": None,
        "soggetta_inps": None,
        "soggetta_enasarco": None,
        "conto_ricavo": None,
        "conto_ricavo_sospeso": None,
        "azzera": None,
        "importo_parcellato": None,
        "spese_parcellate": None,
        "riga_notula_origine": None,
        "riga_agenda": None,
    }
