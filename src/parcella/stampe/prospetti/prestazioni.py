"""Stampa prestazioni clienti (STA-037…051): the archive of the prestazioni, ridotta or estesa."""

from collections.abc import Iterator, Mapping

from sqlmodel import Session

from parcella.ledger.aziende.tabelle import Azienda
from parcella.ledger.contesto import Contesto
from parcella.ledger.prestazioni import selezione
from parcella.ledger.prestazioni.prezzi import TARIFFARIO_BASE
from parcella.ledger.prestazioni.selezione import PrestazioneScelta, Selezione
from parcella.ledger.prestazioni.tariffari import abilitati
from parcella.stampe.prospetti.prospetto import Colonna, Dettaglio, Fascia, Prospetto, Riga

NOME = "prestazioni"
_PRIMA = Fascia(
    (
        Colonna("stato", "", 1),
        Colonna("codice", "Codice", 16),
        Colonna("descrizione", "Descrizione", 36),
        Colonna("tipo", "Tp", 2),
        Colonna("cod_iva", "IVA", 5),
        Colonna("unita_misura", "Um", 3),
        Colonna("periodicita", "Per", 3),
        Colonna("mese", "Mese", 4, "intero"),
        Colonna("minimo_fatturabile", "Minimo", 11, "importo"),
        Colonna("massimo_fatturabile", "Massimo", 11, "importo"),
        Colonna("soggetta_ritenuta", "Rda", 3),
        Colonna("soggetta_cassa", "Cassa", 5),
        Colonna("soggetta_inps", "INPS", 4),
        Colonna("prezzo", "Prezzo", 13, "prezzo"),
    )
)
_ALTERNATIVO = Colonna("codice_alternativo", "Cod. alternat.", 16)
_ESTESA = Colonna("descrizione_estesa", "Ulteriore descrizione", 39)
_CONTI = (
    Colonna("conto_ricavo", "Ricavo", 12),
    Colonna("conto_ricavo_sospeso", "Ricavo sosp.", 12),
)
RIDOTTA = (_PRIMA, Fascia((_ALTERNATIVO, *_CONTI), 2))
ESTESA = (_PRIMA, Fascia((_ALTERNATIVO, _ESTESA, *_CONTI), 2))
ALTRI_PREZZI = Dettaglio(
    "altri_prezzi",
    Fascia(
        (
            Colonna("tariffario", "Tariffario", 10, "intero"),
            Colonna("nome_tariffario", "", 7),
            Colonna("prezzo_tariffario", "Prezzo", 13, "prezzo"),
        ),
        98,
    ),
)
"""The prices of the tariffari after the first, which has its column."""
_ORDINI = {"P": "codice primario", "S": "codice secondario", "D": "descrizione"}


def prospetto(session: Session, contesto: Contesto, s: Selezione) -> Prospetto:
    """The print of a selection. Raises Rifiuto as `selezione.controlla` does."""
    trovate = selezione.leggi(session, contesto, s)
    azienda = session.get_one(Azienda, contesto.azienda)
    tariffari = abilitati(session, contesto.azienda)
    estesa = s.formato == "E"
    return Prospetto(
        nome=NOME,
        titolo="Stampa prestazioni clienti",
        azienda=azienda.ragione_sociale,
        data=contesto.data_lavoro,
        selezioni=tuple(_in_parole(s)),
        fasce=ESTESA if estesa else RIDOTTA,
        righe=(_riga(scelta, tariffari) for scelta in trovate),
        dettaglio=ALTRI_PREZZI if estesa else None,
        voci=("prestazione", "prestazioni"),
    )


def _in_parole(s: Selezione) -> Iterator[tuple[str, str]]:
    """The fields filled, as the screen calls them."""
    yield "Ordine", _ORDINI[s.ordine]
    for nome, valore in (
        ("Da codice prestazione", s.da_prestazione),
        ("A codice prestazione", s.a_prestazione),
        ("Aliquota IVA", s.cod_iva),
        ("Periodicità", s.periodicita),
        ("Ritenuta d'acconto", s.ritenuta),
        ("Cassa previdenza", s.cassa_previdenza),
        ("Gestione separata INPS", s.gestione_separata_inps),
        ("Ricavo sospeso", s.conto_ricavo_sospeso),
        ("Contropartita ricavo", s.conto_ricavo),
    ):
        if valore:
            yield nome, valore
    yield "Precancellate", "incluse" if s.includi_precancellate == "S" else "escluse"
    yield "Stampa", "estesa" if s.formato == "E" else "ridotta"


def _riga(scelta: PrestazioneScelta, tariffari: Mapping[int, str]) -> Riga:
    p, prezzi = scelta.dati, scelta.prezzi
    stato = "" if p.precancellata == "N" else "+" if p.codice_sostitutivo else "-"
    altri = [
        {"tariffario": numero, "nome_tariffario": tariffari.get(numero, ""), "prezzo_tariffario": prezzo}
        for numero, prezzo in prezzi.items()
        if numero != TARIFFARIO_BASE
    ]
    return Riga({**p._mapping, "stato": stato, "prezzo": prezzi.get(TARIFFARIO_BASE)}, altri)
