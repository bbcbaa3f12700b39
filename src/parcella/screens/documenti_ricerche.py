"""The lookups only a document has: sigle, series with their counters, payments but tratte, codes of the body."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from parcella.ledger.aziende.codici import elenco_pagamenti, nomi_documenti
from parcella.ledger.aziende.serie import elenco_numeratori, elenco_serie
from parcella.screens import ricerche
from parcella.screens.ricerche import RicercaPrestazioni
from parcella.widgets.ricerca import Ricerca
from parcella.widgets.sorgente import Colonna, Riga

if TYPE_CHECKING:
    from parcella.ledger.archivio import Archivio
    from parcella.ledger.contesto import Contesto

SIGLE = ("NO", "PA")
DESCRITTIVE = ".,"


@dataclass(frozen=True, slots=True)
class RicercaCorpo(RicercaPrestazioni):
    """A prestazione, or a description that begins with `.` or `,` (DOC-073)."""

    def esamina(self, testo: str) -> Riga | int:
        if testo[0] in DESCRITTIVE:
            return {"codice": testo[0], "descrizione": testo[1:].strip()}
        return super(RicercaCorpo, self).esamina(testo)


def codici_corpo(archivio: "Archivio", contesto: "Contesto") -> Ricerca:
    """The codes of a row. F3 on the field shows the precancellate too (DOC-074)."""
    condivisa = ricerche.prestazioni(archivio, contesto)
    valori = {campo.name: getattr(condivisa, campo.name) for campo in fields(condivisa)}
    valori["non_trovato"] = "non trovato: scrivere un codice (F2 elenco), oppure . o , e una descrizione libera."
    return RicercaCorpo(**valori)


def sigle_di(archivio: "Archivio", contesto: "Contesto") -> Ricerca:
    """NO and PA with the names they have in the archive (TAR-003)."""

    def nomi() -> dict[str, str]:
        with archivio.lettura() as sessione:
            return nomi_documenti(sessione, contesto.azienda)

    return sigle(nomi)


def sigle(descrizioni: Callable[[], dict[str, str]]) -> Ricerca:
    """NO and PA with their names; a third character chooses the print form (DOC-014, 016)."""

    def cerca(testo: str, ordine: str) -> Sequence[Riga]:
        inizio = testo.upper()[:2]
        return [{"codice": s, "descrizione": descrizioni().get(s, "")} for s in SIGLE if s.startswith(inizio)]

    def risolvi(testo: str) -> Riga | None:
        sigla, modulo = testo[:2].upper(), testo[2:].upper()
        if sigla not in SIGLE or len(modulo) > 1 or (modulo and not modulo.isalnum()):
            return None
        return {"codice": sigla + modulo, "descrizione": descrizioni().get(sigla, "")}

    return Ricerca(
        "Documenti",
        ricerche.codice_e_descrizione(6),
        cerca,
        risolvi=risolvi,
        riporta={"descrizione_documento": "descrizione"},
        non_trovato="sono ammessi NO e PA, seguiti se serve da un carattere per il modulo di stampa.",
    )


def serie(archivio: "Archivio", contesto: "Contesto", sigla: Callable[[], str], anno: Callable[[], int]) -> Ricerca:
    """The sezionali of the document, with the last number and date given in the year (DOC-022)."""

    def tutte() -> Sequence[Riga]:
        with archivio.lettura() as sessione:
            numeratori = elenco_numeratori(sessione, contesto.azienda)
            gestite = elenco_serie(sessione, contesto.azienda, sigla() or None)
        usati = {(n.documento, n.serie): n for n in numeratori if n.anno == anno()}
        trovate = []
        for voce in gestite:
            usato = usati.get((voce.documento, voce.serie))
            trovate.append(
                {
                    "serie": voce.serie,
                    "descrizione": voce.descrizione or "",
                    "elettronica": {"S": "elettronica", "N": "cartacea"}.get(voce.fattura_elettronica or "", ""),
                    "ultimo_numero": usato.ultimo_numero if usato else 0,
                    "data_ultimo": usato.data_ultimo if usato else None,
                }
            )
        return trovate

    colonne = (
        Colonna("serie", "Serie", 5, "intero"),
        Colonna("descrizione", "Descrizione", 20, elastica=True),
        Colonna("elettronica", "", 11),
        Colonna("ultimo_numero", "Ultimo n.", 9, "intero"),
        Colonna("data_ultimo", "Del", 10, "data"),
    )

    def cerca(testo: str, ordine: str) -> Sequence[Riga]:
        cercato = testo.casefold()
        return [r for r in tutte() if str(r["serie"]) == testo or cercato in str(r["descrizione"]).casefold()]

    assente = "la serie non è gestita nei numeratori: F3 per l'elenco."
    return Ricerca("Serie", colonne, cerca, chiave="serie", non_trovato=assente)


def pagamenti(archivio: "Archivio", contesto: "Contesto") -> Ricerca:
    """The payment codes; those of type tratta are not admitted (DOC-099, 100)."""

    def tutti() -> Sequence[Riga]:
        with archivio.lettura() as sessione:
            voci = elenco_pagamenti(sessione, contesto.azienda)
        nomi = ("codice", "descrizione", "tipo_pagamento", "numero_rate", "spese_banca")
        return ricerche.righe((v for v in voci if v.tipo_pagamento != "T"), *nomi)

    condivisa = ricerche.pagamenti(archivio, contesto)
    propria = ricerche.su_righe("Pagamenti", condivisa.colonne, tutti)
    return replace(
        propria,
        riporta={"descrizione_pagamento": "descrizione", "spese_banca": "spese_banca"},
        non_trovato="il pagamento non è in tabella, oppure è una TRATTA, non ammessa: F2 per l'elenco.",
    )
