"""The F2 lookups that screens share: each function takes the open archive and the contesto and gives a `Ricerca`.

    Campo("cod_iva", "Aliquota IVA", "codice", 5, ricerca=ricerche.codici_iva(self.archivio, self.contesto))

`riporta` names the fields of the form filled from the row found: `{"descrizione_iva": "descrizione"}`. The columns of
each row are written beside its function. Nothing here touches the screen: the kit calls it in a thread.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from parcella.fatturapa import codici as codici_pubblici
from parcella.ledger.aziende.anagrafica import elenco_aziende, elenco_utenti
from parcella.ledger.aziende.codici import elenco_codici_iva, elenco_codici_tributo, elenco_pagamenti
from parcella.ledger.aziende.conti import elenco_conti
from parcella.ledger.aziende.intermediari import elenco_intermediari
from parcella.ledger.aziende.serie import elenco_serie
from parcella.ledger.clienti import ricerca as clienti_ricerca
from parcella.ledger.clienti import statistica
from parcella.ledger.prestazioni import ricerca as prestazioni_ricerca
from parcella.ledger.prestazioni.lingue import elenco as elenco_lingue
from parcella.ledger.prestazioni.tariffari import elenco_tariffari
from parcella.screens.sorgenti import SorgenteClienti, prestazioni_per, riga_cliente, riga_prestazione
from parcella.widgets.ricerca import Ricerca
from parcella.widgets.sorgente import Colonna, Riga, Sorgente, SorgenteLista

if TYPE_CHECKING:
    from sqlmodel import Session

    from parcella.ledger.archivio import Archivio
    from parcella.ledger.contesto import Contesto
    from parcella.widgets.schermo import Schermo

Riporta = Mapping[str, str] | None
MOSTRATI = 200
"""Rows of a lookup once something is typed: whoever wants more types more."""

# --- clienti and prestazioni ---


def clienti(archivio: "Archivio", contesto: "Contesto", riporta: Riporta = None) -> Ricerca:
    """Columns: codice, nome, comune, provincia, codice_fiscale, partita_iva, identificativo, stato, annullato."""
    azienda = contesto.azienda

    def cerca(testo: str, ordine: str) -> Sorgente | Sequence[Riga]:
        per_codice = ordine == "per codice"
        if not testo:
            return SorgenteClienti(archivio, azienda, "codice" if per_codice else "nome")
        with archivio.lettura() as sessione:
            voci = clienti_ricerca.cerca(sessione, azienda, testo, MOSTRATI)
        righe = [riga_cliente(voce) for voce in voci]
        return sorted(righe, key=lambda r: str(r["codice"])) if per_codice else righe

    def risolvi(testo: str) -> Riga | None:
        with archivio.lettura() as sessione:
            codice = clienti_ricerca.risolvi(sessione, azienda, testo)
            voci = clienti_ricerca.cerca(sessione, azienda, codice, 1) if codice else []
            return riga_cliente(voci[0]) if voci else None

    def nuovo(testo: str) -> "Schermo[Any]":
        from parcella.screens.cliente import SchermoCliente

        return SchermoCliente(testo)

    return Ricerca(
        "Clienti",
        COLONNE_CLIENTI,
        cerca,
        ordini=("per nome", "per codice"),
        risolvi=risolvi,
        riporta=riporta or {},
        non_trovato="cliente non trovato: F2 elenco, ⇧F4 dall'elenco per un cliente nuovo.",
        nuovo=nuovo,
    )


COLONNE_CLIENTI = (
    Colonna("codice", "Codice", 10),
    Colonna("nome", "Ragione sociale", 20, elastica=True),
    Colonna("comune", "Comune", 13),
    Colonna("identificativo", "P.IVA/cod.fisc.", 16),
    Colonna("stato", "", 3),
)

COLONNE_PRESTAZIONI = (
    Colonna("stato", "", 1),
    Colonna("codice", "Codice", 16),
    Colonna("descrizione", "Descrizione", 20, elastica=True),
    Colonna("codice_alternativo", "Cod. alternativo", 16),
    Colonna("tipo", "Tp", 2),
)

_CON_PRECANCELLATE = "per codice, anche precancellate"


@dataclass(frozen=True, slots=True)
class RicercaPrestazioni(Ricerca):
    """The search engine of cap. 04 on a field: Invio takes an exact code, the list begins from what is typed."""

    invio: Callable[[str], Sequence[Riga]] = lambda _testo: ()

    def esamina(self, testo: str) -> Riga | int:
        """The one prestazione that answers to Invio (PRE-010, PRE-018), or how many do."""
        righe = self.invio(testo)
        return righe[0] if len(righe) == 1 else len(righe)


def prestazioni(archivio: "Archivio", contesto: "Contesto", riporta: Riporta = None) -> Ricerca:
    """Columns: codice, descrizione, codice_alternativo, tipo, stato (+ or - if precancelled)."""
    azienda = contesto.azienda

    def cerca(testo: str, ordine: str) -> Sorgente | Sequence[Riga]:
        precancellate = ordine == _CON_PRECANCELLATE
        per_descrizione = ordine == "per descrizione"
        if not testo:
            campo: prestazioni_ricerca.Campo = "descrizione" if per_descrizione else "codice"
            return prestazioni_per(archivio, azienda, campo, precancellate=precancellate)
        letta = _interpreta(testo)
        if per_descrizione and letta.campo == "codice":
            letta = prestazioni_ricerca.Ricerca("descrizione", letta.testo, letta.contiene)
        tasto: prestazioni_ricerca.Tasto = "F3" if precancellate else "F2"
        with archivio.lettura() as sessione:
            if letta.contiene:
                trovate = prestazioni_ricerca.cerca(sessione, azienda, letta, "INVIO", MOSTRATI)
                return [riga_prestazione(voce) for voce in trovate]
            return da_qui(
                archivio, azienda, letta, prestazioni_ricerca.cerca(sessione, azienda, letta, tasto, 1), tasto
            )

    def invio(testo: str) -> Sequence[Riga]:
        letta = _interpreta(testo)
        with archivio.lettura() as sessione:
            trovate = prestazioni_ricerca.cerca(sessione, azienda, letta, "INVIO", 2)
            if not trovate and letta.testo and not letta.contiene and not letta.per_tipologia:
                vicine = prestazioni_ricerca.cerca(sessione, azienda, letta, "F2", 2)
                trovate = [voce for voce in vicine if voce.codice.startswith(letta.testo.upper())]
        return [riga_prestazione(voce) for voce in trovate]

    def nuovo(testo: str) -> "Schermo[Any]":
        from parcella.screens.prestazioni import SchermoPrestazione

        return SchermoPrestazione(testo)

    def dettaglio(riga: Riga) -> "Schermo[Any]":
        from parcella.screens.prestazioni_finestre import FinestraPrezziDi

        return FinestraPrezziDi(str(riga["codice"]))

    return RicercaPrestazioni(
        "Prestazioni",
        COLONNE_PRESTAZIONI,
        cerca,
        ordini=("per codice", "per descrizione", _CON_PRECANCELLATE),
        riporta=riporta or {},
        nuovo=nuovo,
        dettaglio=dettaglio,
        nome_dettaglio="Prezzo",
        invio=invio,
    )


def da_qui(
    archivio: "Archivio",
    azienda: int,
    letta: prestazioni_ricerca.Ricerca,
    prima: Sequence[prestazioni_ricerca.VocePrestazione],
    tasto: prestazioni_ricerca.Tasto,
) -> Sorgente:
    """The list that F2 or F3 shows: all the prestazioni from the first that answers on."""
    if not prima:
        return SorgenteLista([])
    return prestazioni_per(
        archivio,
        azienda,
        letta.campo,
        precancellate=tasto == "F3",
        tipologia=letta.tipologia,
        da=prima[0].chiave,
    )


def _interpreta(testo: str) -> prestazioni_ricerca.Ricerca:
    """The grammar as typed so far: one half typed (`++NOT+X`) finds nothing, it isn't a fault."""
    from parcella.ledger.esito import Rifiuto

    try:
        return prestazioni_ricerca.interpreta(testo)
    except Rifiuto:
        return prestazioni_ricerca.Ricerca(testo=testo)


# --- tables of the azienda ---


def conti(
    archivio: "Archivio",
    contesto: "Contesto",
    tipi: Collection[str] = (),
    riporta: Riporta = None,
    *,
    libera: bool = False,
) -> Ricerca:
    """The piano dei conti, or its accounts of some types: conti(…, ("P G",)). Columns: codice, descrizione, tipo."""

    def leggi(sessione: "Session") -> Iterable[Riga]:
        return righe(elenco_conti(sessione, contesto.azienda, tipi), "codice", "descrizione", "tipo")

    titolo = "Conti " + ", ".join(tipi) if tipi else "Piano dei conti"
    colonne = (*codice_e_descrizione(12), Colonna("tipo", "Tipo", 4))
    return _tabella(archivio, titolo, colonne, leggi, riporta=riporta, libera=libera, non_trovato=_conto_assente(tipi))


def _conto_assente(tipi: Collection[str]) -> str:
    return f"conto non trovato fra quelli di tipo {' o '.join(tipi)}." if tipi else "conto non trovato."


def conti_di(
    archivio: "Archivio", sigla: Callable[[], str], tipi: Collection[str] = (), riporta: Riporta = None
) -> Ricerca:
    """The piano dei conti of another azienda of the archive, named by `sigla()`; what isn't found is admitted."""

    def leggi(sessione: "Session") -> Iterable[Riga]:
        azienda = next((a for a in elenco_aziende(sessione) if a.sigla == sigla()), None)
        if azienda is None or azienda.id is None:
            return []
        return righe(elenco_conti(sessione, azienda.id, tipi), "codice", "descrizione", "tipo")

    colonne = (*codice_e_descrizione(12), Colonna("tipo", "Tipo", 4))
    return _tabella(archivio, "Conti dell'azienda del cliente", colonne, leggi, riporta=riporta, libera=True)


def codici_iva(archivio: "Archivio", contesto: "Contesto", riporta: Riporta = None) -> Ricerca:
    """Columns: codice, descrizione, aliquota, natura."""

    def leggi(sessione: "Session") -> Iterable[Riga]:
        return righe(elenco_codici_iva(sessione, contesto.azienda), "codice", "descrizione", "aliquota", "natura")

    colonne = (
        *codice_e_descrizione(6),
        Colonna("aliquota", "Aliquota", 8, "percentuale"),
        Colonna("natura", "Natura", 6),
    )
    return _tabella(archivio, "Codici IVA", colonne, leggi, riporta=riporta, non_trovato="codice IVA non trovato.")


def codici_tributo(archivio: "Archivio", contesto: "Contesto", riporta: Riporta = None) -> Ricerca:
    """Columns: codice, descrizione, aliquota_rda, perc_imponibile_rda."""

    def leggi(sessione: "Session") -> Iterable[Riga]:
        nomi = ("codice", "descrizione", "aliquota_rda", "perc_imponibile_rda")
        return righe(elenco_codici_tributo(sessione, contesto.azienda), *nomi)

    colonne = (
        *codice_e_descrizione(6),
        Colonna("aliquota_rda", "Ritenuta %", 10, "percentuale"),
        Colonna("perc_imponibile_rda", "su %", 7, "percentuale"),
    )
    return _tabella(archivio, "Codici tributo", colonne, leggi, riporta=riporta)


def pagamenti(archivio: "Archivio", contesto: "Contesto", riporta: Riporta = None) -> Ricerca:
    """Columns: codice, descrizione, tipo_pagamento, numero_rate, spese_banca."""

    def leggi(sessione: "Session") -> Iterable[Riga]:
        nomi = ("codice", "descrizione", "tipo_pagamento", "numero_rate", "spese_banca")
        return righe(elenco_pagamenti(sessione, contesto.azienda), *nomi)

    colonne = (
        *codice_e_descrizione(8),
        Colonna("tipo_pagamento", "Tp", 2),
        Colonna("numero_rate", "Rate", 4, "intero"),
        Colonna("spese_banca", "Spese", 8, "importo"),
    )
    return _tabella(archivio, "Pagamenti", colonne, leggi, riporta=riporta, non_trovato="pagamento non trovato.")


def serie(archivio: "Archivio", contesto: "Contesto", documento: str, riporta: Riporta = None) -> Ricerca:
    """The series of NO or PA. Columns: serie (a number), descrizione, fattura_elettronica."""

    def leggi(sessione: "Session") -> Iterable[Riga]:
        nomi = ("serie", "descrizione", "fattura_elettronica")
        return righe(elenco_serie(sessione, contesto.azienda, documento), *nomi)

    colonne = (
        Colonna("serie", "Serie", 5, "intero"),
        Colonna("descrizione", "Descrizione", 20, elastica=True),
        Colonna("fattura_elettronica", "Elettronica", 11),
    )
    return _tabella(archivio, f"Serie {documento}", colonne, leggi, "serie", riporta, non_trovato="serie non trovata.")


def serie_elettroniche(archivio: "Archivio", contesto: "Contesto") -> Ricerca:
    """Those of PA that electronic invoices may go on (FPA-054); a paper one typed is told by the rule (FEL-013)."""
    tutte = serie(archivio, contesto, "PA")

    def cerca(testo: str, ordine: str) -> Sequence[Riga]:
        trovate = tutte.cerca(testo, ordine)
        return [r for r in trovate if r["fattura_elettronica"] != "N"] if isinstance(trovate, Sequence) else []

    return replace(tutte, titolo="Sezionali elettronici", cerca=cerca)


def lingue(archivio: "Archivio", contesto: "Contesto", riporta: Riporta = None) -> Ricerca:
    """The languages documents are printed in. Columns: codice, descrizione. Italian needs no line."""

    def leggi(sessione: "Session") -> Iterable[Riga]:
        dichiarate = righe(elenco_lingue(sessione, contesto.azienda), "codice", "descrizione")
        return [{"codice": "IT", "descrizione": "Italiano"}, *(r for r in dichiarate if r["codice"] != "IT")]

    assente = "lingua non dichiarata: si aggiunge in Azienda e tabelle, Lingue."
    return _tabella(archivio, "Lingue", codice_e_descrizione(6), leggi, riporta=riporta, non_trovato=assente)


def tariffari(archivio: "Archivio", contesto: "Contesto", riporta: Riporta = None) -> Ricerca:
    """Those enabled. Columns: numero (a number), descrizione, descrizione_estesa."""

    def leggi(sessione: "Session") -> Iterable[Riga]:
        return righe(elenco_tariffari(sessione, contesto.azienda), "numero", "descrizione", "descrizione_estesa")

    colonne = (
        Colonna("numero", "N.", 2, "intero"),
        Colonna("descrizione", "Descriz.", 8),
        Colonna("descrizione_estesa", "Descrizione estesa", 20, elastica=True),
    )
    assente = "tariffario non abilitato."
    return _tabella(archivio, "Tariffari", colonne, leggi, "numero", riporta, non_trovato=assente)


def utenti(archivio: "Archivio", riporta: Riporta = None) -> Ricerca:
    """The people of the studio who still work there. Columns: nome, descrizione (nome completo, else login), gruppo."""

    def leggi(sessione: "Session") -> Iterable[Riga]:
        for utente in elenco_utenti(sessione, solo_attivi=True):
            nome = utente.nome_completo or utente.nome
            yield {"nome": utente.nome, "descrizione": nome, "gruppo": utente.gruppo or ""}

    colonne = (
        Colonna("descrizione", "Nominativo", 20, elastica=True),
        Colonna("gruppo", "Gruppo", 20),
        Colonna("nome", "Utente", 12),
    )
    return _tabella(archivio, "Utenti", colonne, leggi, "nome", riporta, non_trovato="utente non trovato.")


def zone(archivio: "Archivio", contesto: "Contesto", riporta: Riporta = None) -> Ricerca:
    """Columns: codice, descrizione. A code that isn't there is admitted: the confirm asks whether to add it."""

    def leggi(sessione: "Session") -> Iterable[Riga]:
        return righe(statistica.elenco_zone(sessione, contesto.azienda), "codice", "descrizione")

    return _tabella(archivio, "Zone", codice_e_descrizione(6), leggi, riporta=riporta, libera=True)


def categorie(archivio: "Archivio", contesto: "Contesto", riporta: Riporta = None) -> Ricerca:
    """Columns: codice, descrizione. A code that isn't there is admitted, as a zona is."""

    def leggi(sessione: "Session") -> Iterable[Riga]:
        return righe(statistica.elenco_categorie(sessione, contesto.azienda), "codice", "descrizione")

    return _tabella(archivio, "Categorie statistiche", codice_e_descrizione(6), leggi, riporta=riporta, libera=True)


def aziende(archivio: "Archivio", riporta: Riporta = None) -> Ricerca:
    """The companies of the archive. Columns: sigla, ragione_sociale, tipo."""

    def leggi(sessione: "Session") -> Iterable[Riga]:
        return righe(elenco_aziende(sessione), "sigla", "ragione_sociale", "tipo")

    colonne = (
        Colonna("sigla", "Sigla", 5),
        Colonna("ragione_sociale", "Ragione sociale", 20, elastica=True),
        Colonna("tipo", "Tipo", 4),
    )
    assente = "azienda non codificata nell'archivio."
    return _tabella(archivio, "Aziende", colonne, leggi, "sigla", riporta, non_trovato=assente)


def intermediari(archivio: "Archivio") -> Ricerca:
    """Columns: codice, descrizione (the denominazione)."""

    def leggi(sessione: "Session") -> Iterable[Riga]:
        return ({"codice": i.codice, "descrizione": i.denominazione} for i in elenco_intermediari(sessione))

    return _tabella(archivio, "Intermediari", codice_e_descrizione(8), leggi)


def _tabella(
    archivio: "Archivio",
    titolo: str,
    colonne: Sequence[Colonna],
    leggi: "Callable[[Session], Iterable[Riga]]",
    chiave: str = "codice",
    riporta: Riporta = None,
    *,
    libera: bool = False,
    non_trovato: str = "codice non trovato.",
) -> Ricerca:
    """A small table of the archive, read each time: it may just have been changed from another screen."""

    def tutte() -> list[Riga]:
        with archivio.lettura() as sessione:
            return list(leggi(sessione))

    return su_righe(titolo, colonne, tutte, chiave, riporta, libera=libera, non_trovato=non_trovato)


# --- codes fixed for everybody: columns codice, descrizione ---


def regimi_fiscali(riporta: Riporta = None) -> Ricerca:
    return _codici("Regimi fiscali", codici_pubblici.REGIMI_FISCALI, riporta)


def nature(riporta: Riporta = None) -> Ricerca:
    return _codici("Nature IVA", codici_pubblici.NATURE, riporta)


def tipi_cassa(riporta: Riporta = None) -> Ricerca:
    return _codici("Tipi di cassa", codici_pubblici.CASSE, riporta)


def causali_pagamento(riporta: Riporta = None) -> Ricerca:
    return _codici("Causali di pagamento", codici_pubblici.CAUSALI_PAGAMENTO, riporta)


def modalita_pagamento(riporta: Riporta = None) -> Ricerca:
    return _codici("Modalità di pagamento", codici_pubblici.MODALITA_PAGAMENTO, riporta)


def _codici(titolo: str, codici: Mapping[str, str], riporta: Riporta) -> Ricerca:
    tutte = [{"codice": codice, "descrizione": descrizione} for codice, descrizione in codici.items()]
    return su_righe(titolo, codice_e_descrizione(6), lambda: tutte, riporta=riporta)


# --- how a lookup on a short list of rows is made; screens with a list of their own use these too ---


def codice_e_descrizione(larghezza: int) -> tuple[Colonna, Colonna]:
    """The first two columns of most tables."""
    return Colonna("codice", "Codice", larghezza), Colonna("descrizione", "Descrizione", 20, elastica=True)


def righe(record: Iterable[Any], *nomi: str) -> list[Riga]:
    """Some columns of records of the ledger."""
    return [{nome: getattr(uno, nome) for nome in nomi} for uno in record]


def su_righe(
    titolo: str,
    colonne: Sequence[Colonna],
    tutte: Callable[[], Sequence[Riga]],
    chiave: str = "codice",
    riporta: Riporta = None,
    *,
    libera: bool = False,
    non_trovato: str = "codice non trovato.",
) -> Ricerca:
    """A lookup on rows at hand: what is typed is looked for in every column, an equal code wins."""

    def cerca(testo: str, ordine: str) -> Sequence[Riga]:
        cercato = testo.casefold()
        trovate = [r for r in tutte() if any(cercato in str(v).casefold() for v in r.values() if v is not None)]
        inizia = [r for r in trovate if str(r[chiave]).casefold().startswith(cercato)]
        trovate = inizia + [r for r in trovate if r not in inizia]
        if ordine == "per descrizione":
            trovate.sort(key=lambda r: str(r.get("descrizione") or "").casefold())
        return trovate

    def risolvi(testo: str) -> Riga | None:
        return next((r for r in tutte() if str(r[chiave]).casefold() == testo.casefold()), None)

    return Ricerca(
        titolo,
        colonne,
        cerca,
        chiave=chiave,
        ordini=("per codice", "per descrizione"),
        risolvi=risolvi,
        riporta=riporta or {},
        non_trovato=non_trovato,
        libera=libera,
    )
