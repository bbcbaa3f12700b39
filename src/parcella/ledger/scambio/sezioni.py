"""The sections of the archive format, in the order `esporta` writes them, and the form of each (batch.md)."""

from typing import Any

from parcella.ledger.annessi.tabelle import Allegato, CampoAggiuntivo, ValoreAggiuntivo
from parcella.ledger.aziende.tabelle import (
    Azienda,
    Cassa,
    CodiceIva,
    CodiceTributo,
    ContiAutomatici,
    Conto,
    DescrizioneDocumento,
    FondoAssociato,
    Intermediario,
    Numeratore,
    Pagamento,
    ParametriStudio,
    Serie,
    Stampante,
    Utente,
)
from parcella.ledger.clienti.liste import LISTE
from parcella.ledger.clienti.tabelle import CategoriaStatistica, Cliente, Zona
from parcella.ledger.prestazioni.tabelle import (
    DescrizioneInLingua,
    Lingua,
    ParametriPrestazioni,
    Particolarita,
    Prestazione,
    PrezzoTariffario,
    Scaglione,
    Tariffario,
)
from parcella.ledger.scambio.documenti import FORMA_DOCUMENTO, FORMA_REGISTRAZIONE
from parcella.ledger.scambio.forma import (
    Forma,
    FormaErrata,
    Voce,
    data,
    decimale,
    di_colonna,
    elenco,
    entro,
    facoltativa,
    fra,
    intero,
    mappa,
    prezzo,
    testo,
    voci,
)
from parcella.ledger.tabella import colonne

FORMATO = "parcella/1"
DATI_PARCELLAZIONE = "dati_parcellazione"


def _tariffario(nome: str) -> int:
    if len(nome) != 1 or nome not in "123456789":
        raise FormaErrata("atteso il numero di un tariffario, da 1 a 9")
    return int(nome)


def _lingua(nome: str) -> int:
    if len(nome) != 1 or nome not in "123456789":
        raise FormaErrata("atteso il numero di una lingua, da 1 a 9")
    return int(nome)


def _colonna(tabella: Any, nome: str) -> Voce:
    return di_colonna(next(colonna for colonna in colonne(tabella) if colonna.name == nome))


def _lettera(valori: str) -> Voce:
    return facoltativa(fra(testo, valori), vuoto_ammesso=" " in valori)


_TESTO = facoltativa(testo)
_IMPORTO = facoltativa(decimale)
_PREZZO = facoltativa(prezzo)
_DATA = facoltativa(data)
_NUMERO = facoltativa(entro(intero, 0, 999_999_999))
_SN = _lettera("SN")

# contratti and agenda are checked for form only, until their own chapters are built (requisiti 05 and 06, Dati).
_RATA = Forma({"numero_rata": _NUMERO, "data_rata": _DATA, "importo": _IMPORTO, "spese_anticipate": _IMPORTO})
_PRESTAZIONE_DEL_CONTRATTO = Forma(
    {
        "codice_prestazione": testo,
        "duplicabile": _SN,
        "nota": _TESTO,
        "riporta_nota": _lettera(" .,"),
        "quantita": _IMPORTO,
        "prezzo": _PREZZO,
        "importo": _IMPORTO,
        "spese_anticipate": _IMPORTO,
        "totale": _IMPORTO,
        "azzera": _SN,
        "periodicita": _lettera("DMTSAP"),
        "cadenza_gg": facoltativa(entro(intero, 1, 31)),
        "compenso": _lettera("USP"),
        "numero_rate": _NUMERO,
        "rate": elenco(_RATA),
        "in_agenda": _SN,
    },
    ("codice_prestazione",),
)
_CONTRATTO = Forma(
    {
        "codice": _NUMERO,
        "descrizione": _TESTO,
        "tipo": _lettera("BC"),
        "stato": _lettera("CAN"),
        "codice_categoria": _TESTO,
        "codice_cliente": _TESTO,
        "responsabile": _TESTO,
        "nota": _TESTO,
        "anno": facoltativa(entro(intero, 1990, 2999)),
        "decorrenza_dal": _DATA,
        "fine_rapporto": _DATA,
        "prestazioni": elenco(_PRESTAZIONE_DEL_CONTRATTO),
    }
)
_RIGA_AGENDA = Forma(
    {
        "stato": _lettera("AFPNS"),
        "tipo_documento": facoltativa(fra(testo, ("NO", "PA"))),
        "serie_documento": _NUMERO,
        "numero_documento": _NUMERO,
        "data_documento": _DATA,
        "origine": _lettera("MCG"),
        "data_lavoro": _DATA,
        "riporta_data": _SN,
        "codice_prestazione": testo,
        "quantita": _IMPORTO,
        "prezzo": _PREZZO,
        "azzera": _SN,
        "totale_prestazione": _IMPORTO,
        "totale_calcolato": _SN,
        "spesa_anticipata": _IMPORTO,
        "utente": _TESTO,
        "codice_cliente": _TESTO,
        "riporta_nota": _lettera(" .,"),
        "note": _TESTO,
        "stato_prima_documento": _lettera("FS"),
        "data_da_documento": _SN,
        "allegati": elenco(testo),
    },
    ("codice_prestazione",),
)

_PREZZI = mappa(_tariffario, _colonna(PrezzoTariffario, "prezzo"))
_IN_LINGUA = mappa(_lingua, facoltativa(_colonna(DescrizioneInLingua, "descrizione")))
_FONDI = elenco(Forma(voci(FondoAssociato)))
_SCAGLIONI = elenco(Forma(voci(Scaglione), ("quantita", "prezzo")))
_PARTI_DEL_CLIENTE = {DATI_PARCELLAZIONE: Forma(voci(Cliente, gruppo=DATI_PARCELLAZIONE))} | {
    nome: elenco(Forma(voci(tabella))) for nome, tabella in LISTE.items()
}

FORMA_ARCHIVIO = Forma(
    {
        "formato": fra(testo, (FORMATO,)),
        "azienda": Forma(voci(Azienda)),
        "parametri_studio": Forma(voci(ParametriStudio) | {"fondi_associato": _FONDI}),
        "descrizioni_documento": elenco(Forma(voci(DescrizioneDocumento), ("sigla",))),
        "numeratori": elenco(Forma(voci(Serie) | voci(Numeratore), ("documento", "serie"))),
        "codici_iva": elenco(Forma(voci(CodiceIva), ("codice",))),
        "codici_tributo": elenco(Forma(voci(CodiceTributo), ("codice",))),
        "casse": elenco(Forma(voci(Cassa), ("tipo_cassa", "valido_dal"))),
        "pagamenti": elenco(Forma(voci(Pagamento), ("codice",))),
        "conti": elenco(Forma(voci(Conto), ("codice",))),
        "conti_automatici": Forma(voci(ContiAutomatici)),
        "intermediari": elenco(Forma(voci(Intermediario), ("codice",))),
        "stampanti": elenco(Forma(voci(Stampante), ("numero",))),
        "utenti": elenco(Forma(voci(Utente), ("nome",))),
        "lingue": elenco(Forma(voci(Lingua), ("numero",))),
        "tariffari": elenco(Forma(voci(Tariffario), ("numero",))),
        "prestazioni": elenco(
            Forma(voci(Prestazione) | {"prezzi": _PREZZI, "descrizioni_lingua": _IN_LINGUA}, ("codice",))
        ),
        "parametri_prestazioni": Forma(voci(ParametriPrestazioni)),
        "particolarita": elenco(Forma(voci(Particolarita) | {"scaglioni": _SCAGLIONI}, ("prestazione",))),
        "zone": elenco(Forma(voci(Zona), ("codice",))),
        "categorie_statistiche": elenco(Forma(voci(CategoriaStatistica), ("codice",))),
        "clienti": elenco(Forma(voci(Cliente) | _PARTI_DEL_CLIENTE, ("codice",))),
        "campi_aggiuntivi": elenco(Forma(voci(CampoAggiuntivo), ("archivio", "numero"))),
        "valori_aggiuntivi": elenco(Forma(voci(ValoreAggiuntivo), ("archivio", "chiave", "numero"))),
        "allegati": elenco(Forma(voci(Allegato), ("archivio", "chiave", "numero"))),
        "contratti": elenco(_CONTRATTO),
        "agenda": elenco(_RIGA_AGENDA),
        "documenti": elenco(FORMA_DOCUMENTO),
        "primanota": elenco(FORMA_REGISTRAZIONE),
    }
)

SEZIONI = tuple(FORMA_ARCHIVIO.voci)
