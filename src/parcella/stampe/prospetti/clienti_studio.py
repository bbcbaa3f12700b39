"""Stampa clienti studio (STA-016…036): the clients with what the parcellazione asks of them."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session

from parcella.ledger.aziende.elenchi import PROVINCIA_ESTERA
from parcella.ledger.aziende.tabelle import Azienda
from parcella.ledger.clienti import selezione
from parcella.ledger.clienti.nomi import nome_cliente
from parcella.ledger.clienti.selezione import ClienteScelto, PrestazioneTrovata, Selezione
from parcella.ledger.contesto import Contesto
from parcella.stampe.campi import CAP_ESTERO
from parcella.stampe.prospetti.prospetto import Colonna, Dettaglio, Fascia, Prospetto, Riga, Valori

NOME = "clienti-studio"
_MARGINE = 11
"""The bands after the first begin under the name."""
FASCE = (
    Fascia(
        (
            Colonna("codice", "Codice", 10),
            Colonna("nome", "Ragione sociale", 44),
            Colonna("partita_iva", "Partita IVA", 16),
            Colonna("responsabile", "Responsabile", 18),
            Colonna("soggetto_ritenuta", "Rda", 3),
            Colonna("cod_iva", "IVA", 5),
            Colonna("pagamento", "Pagam.", 8),
            Colonna("tariffario", "Tar", 3),
            Colonna("tipo_fattura_elettronica", "FE", 2),
            Colonna("sezionale_fattura_elettronica", "Sez", 3),
            Colonna("zona", "Zona", 4),
            Colonna("categoria", "Cat.", 4),
        )
    ),
    Fascia(
        (
            Colonna("indirizzo", "Indirizzo", 44),
            Colonna("codice_fiscale", "Codice fiscale", 16),
            Colonna("telefono", "Telefono", 18),
            Colonna("email", "E-mail", 40),
        ),
        _MARGINE,
    ),
    Fascia(
        (
            Colonna("sigla_azienda", "Azienda", 7),
            Colonna("contabilizza_come_fr", "FR", 2, tace="N"),
            Colonna("conto_fornitore_studio", "Forn.studio", 12),
            Colonna("conto_costo_prestazione", "Costo", 12),
            Colonna("registra_pg", "PG", 2, tace="N"),
            Colonna("conto_pg", "Conto PG", 12),
            Colonna("conto_spese_anticipate", "Spese antic.", 12),
            Colonna("annullato", "Ann.", 4, tace="N"),
        ),
        _MARGINE,
    ),
)
PRESTAZIONI = Dettaglio(
    "prestazioni",
    Fascia(
        (
            Colonna("codice_prestazione", "Prestazione", 16),
            Colonna("descrizione", "Descrizione", 40),
            Colonna("periodicita", "Per", 3),
            Colonna("mese", "Mese", 4, "intero"),
            Colonna("quantita", "Quantità", 9, "quantita"),
            Colonna("prezzo", "Prezzo", 12, "prezzo"),
            Colonna("origine", "Da", 18),
        ),
        _MARGINE,
    ),
)
_CONTI_ANNULLATI = {"S": "tutti", "N": "solo attivi", "A": "solo annullati"}


def prospetto(session: Session, contesto: Contesto, s: Selezione) -> Prospetto:
    """The print of a selection. Raises Rifiuto as `selezione.controlla` does."""
    trovati = selezione.leggi(session, contesto.azienda, s)
    azienda = session.get_one(Azienda, contesto.azienda)
    return Prospetto(
        nome=NOME,
        titolo="Stampa clienti studio",
        azienda=azienda.ragione_sociale,
        data=contesto.data_lavoro,
        selezioni=tuple(_in_parole(s)),
        fasce=FASCE,
        righe=map(_riga, trovati),
        dettaglio=PRESTAZIONI if s.solo_con_prestazione == "S" else None,
        voci=("cliente", "clienti"),
    )


def _in_parole(s: Selezione) -> Iterator[tuple[str, str]]:
    """The fields filled, as the screen calls them."""
    yield "Ordine stampa", "codice" if s.ordine == "C" else "descrizione"
    for nome, valore in (("Dal cliente", s.da_cliente), ("Al cliente", s.a_cliente)):
        if valore:
            yield nome, valore
    yield "Conti annullati", _CONTI_ANNULLATI[s.conti_annullati]
    if s.solo_con_prestazione == "S":
        yield "Solo clienti con prestazione", s.codice_prestazione or "qualsiasi"
        if s.periodo_prestazione == "M":
            yield "Periodo prestazione", "mese specifico" if s.mese is None else f"mese {s.mese}"
    for nome, valore in (
        ("Responsabile", s.responsabile),
        ("Provincia", s.provincia),
        ("Zona", s.zona),
        ("Categoria statistica", s.categoria_statistica),
        ("Tipo pagamento", s.tipo_pagamento),
        ("Codice pagamento", s.codice_pagamento),
    ):
        if valore:
            yield nome, valore
    if s.con_sigla_azienda != "T":
        yield "Sigla azienda", "solo con" if s.con_sigla_azienda == "S" else "solo senza"


def _riga(cliente: ClienteScelto) -> Riga:
    c = cliente.dati
    con_sigla = bool(c.sigla_azienda)
    valori: dict[str, Any] = {
        **c._mapping,
        "nome": nome_cliente(c),
        "responsabile": c.nome_responsabile or c.responsabile,
        "indirizzo": _indirizzo(c),
        "telefono": c.telefono or c.cellulare,
        "contabilizza_come_fr": c.contabilizza_come_fr if con_sigla else None,
        "registra_pg": c.registra_pg if con_sigla else None,
    }
    return Riga(valori, [_prestazione(voce) for voce in cliente.prestazioni])


def _indirizzo(c: Any) -> str:
    """On one line; what the archive writes for the want of an Italian CAP or provincia is no part of it."""
    via = ", ".join(filter(None, (c.indirizzo, c.numero_civico)))
    estero = c.nazione != "IT"
    cap = "" if estero and c.cap == CAP_ESTERO else c.cap
    provincia = f"({c.provincia})" if c.provincia and not (estero and c.provincia == PROVINCIA_ESTERA) else ""
    comune = " ".join(filter(None, (cap, c.comune, provincia, c.nazione if estero else "")))
    return " - ".join(filter(None, (via, comune)))


def _prestazione(voce: PrestazioneTrovata) -> Valori:
    return {
        "codice_prestazione": voce.prestazione,
        "descrizione": voce.descrizione,
        "periodicita": voce.periodicita,
        "mese": voce.mese,
        "quantita": voce.quantita,
        "prezzo": voce.prezzo,
        "origine": voce.origine,
    }
