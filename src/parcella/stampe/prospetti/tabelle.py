"""The prints of the small tables: all their records, by code."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from parcella.ledger.aziende.codici import elenco_codici_iva, elenco_codici_tributo, elenco_pagamenti
from parcella.ledger.aziende.conti import elenco_conti
from parcella.ledger.aziende.tabelle import Azienda
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto
from parcella.ledger.prestazioni.tariffari import elenco_tariffari
from parcella.stampe.prospetti.prospetto import Colonna, Fascia, Prospetto, Riga


@dataclass(frozen=True, slots=True)
class Tabella:
    """What is printed of a table."""

    titolo: str
    elenco: Callable[[Session, int], Iterable[Any]]
    voci: tuple[str, str]
    colonne: tuple[Colonna, ...]


TABELLE = {
    "piano-conti": Tabella(
        "Piano dei conti",
        elenco_conti,
        ("conto", "conti"),
        (
            Colonna("codice", "Codice", 12),
            Colonna("descrizione", "Descrizione", 50),
            Colonna("tipo", "Tipo", 4),
            Colonna("bloccato", "Bloccato", 8, tace="N"),
        ),
    ),
    "codici-iva": Tabella(
        "Codici IVA",
        elenco_codici_iva,
        ("codice", "codici"),
        (
            Colonna("codice", "Codice", 6),
            Colonna("descrizione", "Descrizione", 30),
            Colonna("aliquota", "Aliquota", 8, "importo"),
            Colonna("natura", "Natura", 6),
            Colonna("descrizione_estesa", "Descrizione estesa", 40),
            Colonna("valido_dal", "Valido dal", 10, "data"),
            Colonna("valido_al", "Fino al", 10, "data"),
        ),
    ),
    "codici-tributo": Tabella(
        "Codici tributo",
        elenco_codici_tributo,
        ("codice", "codici"),
        (
            Colonna("codice", "Codice", 6),
            Colonna("descrizione", "Descrizione", 45),
            Colonna("aliquota_rda", "Ritenuta %", 10, "importo"),
            Colonna("perc_imponibile_rda", "Su %", 8, "importo"),
        ),
    ),
    "pagamenti": Tabella(
        "Pagamenti",
        elenco_pagamenti,
        ("pagamento", "pagamenti"),
        (
            Colonna("codice", "Codice", 8),
            Colonna("descrizione", "Descrizione", 40),
            Colonna("tipo_pagamento", "Tp", 2),
            Colonna("numero_rate", "Rate", 4, "intero"),
            Colonna("giorni_prima_rata", "Prima", 5, "intero"),
            Colonna("giorni_intervallo", "Ogni", 4, "intero"),
            Colonna("unita", "Un", 2),
            Colonna("fine_mese", "FM", 2),
            Colonna("piu_giorni", "Più gg", 6, "intero"),
            Colonna("giorno_fisso", "Fisso", 5, "intero"),
            Colonna("mesi_esclusi", "Mesi esclusi", 12),
            Colonna("giorno_ripresa", "Ripresa", 7, "intero"),
            Colonna("spese_banca", "Spese banca", 11, "importo"),
        ),
    ),
    "tariffari": Tabella(
        "Tariffari",
        elenco_tariffari,
        ("tariffario", "tariffari"),
        (
            Colonna("numero", "N.", 2, "intero"),
            Colonna("descrizione", "Descriz.", 8),
            Colonna("descrizione_estesa", "Descrizione estesa", 40),
        ),
    ),
}
"""The small tables that are printed, by the name of their print."""


def prospetto(session: Session, contesto: Contesto, nome: str) -> Prospetto:
    """The print of a table of TABELLE. Raises Rifiuto for another name."""
    tabella = TABELLE.get(nome)
    if tabella is None:
        raise Rifiuto(f"La stampa {nome} non esiste: ci sono {', '.join(TABELLE)}.", "stampa")
    azienda = session.get_one(Azienda, contesto.azienda)
    nomi = [colonna.nome for colonna in tabella.colonne]
    return Prospetto(
        nome=nome,
        titolo=tabella.titolo,
        azienda=azienda.ragione_sociale,
        data=contesto.data_lavoro,
        selezioni=(),
        fasce=(Fascia(tabella.colonne),),
        righe=(Riga({n: getattr(r, n) for n in nomi}) for r in tabella.elenco(session, contesto.azienda)),
        voci=tabella.voci,
    )
