"""Documents and registrations of the archive format: emitted if they are new, restored if they carry computed keys."""

import re
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.dati import DatiDocumento, da_dizionario
from parcella.ledger.documenti.emetti import Emesso, Verifica, emetti_tutti
from parcella.ledger.documenti.tabelle import Cointestatario, Documento, FondoDocumento, RigaDocumento
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.primanota.tabelle import Registrazione, RigaPrimanota
from parcella.ledger.scadenzario.tabelle import RataContabile, RataNotula
from parcella.ledger.scambio import forma
from parcella.ledger.scambio.lettura import leggi
from parcella.ledger.scambio.ripristino import ripristina
from parcella.ledger.tabella import colonne

_CALCOLATE = frozenset(c.name for c in colonne(Documento) if c.info.get("calcolata")) - {"totale_spese_anticipate"}
_ELEMENTO = re.compile(r"\.(righe|rate|cointestatari|fondi_associato)\.(\d+)")  # a rule counts from 1, a file from 0

_FORMA_RIGA = forma.Forma(forma.voci(RigaDocumento))
_FORMA_RATA = forma.Forma(forma.voci(RataNotula) | forma.voci(RataContabile), ("data_scadenza", "importo_rata"))
_FORMA_PAGAMENTO = forma.Forma(
    {
        "totalmente_pagata": forma.fra(forma.testo, ("S", "N")),
        "importo_pagato": forma.decimale,
        "conto_pagamento": forma.facoltativa(forma.testo),
    }
)
_FORMA_RIEPILOGO = forma.Forma(
    {
        "codice_iva": forma.testo,
        "natura": forma.facoltativa(forma.testo),
        "aliquota": forma.decimale,
        "imponibile": forma.decimale,
        "imposta": forma.decimale,
    },
    ("codice_iva", "aliquota", "imponibile", "imposta"),
)

# Empty: none at all, not even the client's; absent, or null: what the client proposes.
_ANCHE_NESSUNO = ("codice_pagamento", "riferimento_amministrazione")

FORMA_DOCUMENTO = forma.Forma(
    {k: v for k, v in forma.voci(Documento).items() if k != "anno"}
    | dict.fromkeys(_ANCHE_NESSUNO, forma.facoltativa(forma.testo, vuoto_ammesso=True))
    | {
        "numero_documento": forma.parola("AUTO", forma.facoltativa(forma.entro(forma.intero, 1, 999_999_999))),
        "righe": forma.elenco(_FORMA_RIGA),
        "rate": forma.elenco(_FORMA_RATA),
        "pagamento": _FORMA_PAGAMENTO,
        "riepilogo_iva": forma.elenco(_FORMA_RIEPILOGO),
        "riferimenti": forma.elenco(forma.testo),
        "cointestatari": forma.elenco(forma.Forma(forma.voci(Cointestatario), ("codice_cliente",))),
        "fondi_associato": forma.elenco(forma.Forma(forma.voci(FondoDocumento), ("percentuale", "quota"))),
    },
    ("sigla_documento", "data_documento", "codice_cliente"),
)

FORMA_REGISTRAZIONE = forma.Forma(
    forma.voci(Registrazione)
    | {
        "documento": forma.facoltativa(forma.testo),
        "anno_documento": forma.intero,
        "righe": forma.elenco(
            forma.Forma(
                forma.voci(RigaPrimanota) | {"descrizione_conto": forma.facoltativa(forma.testo)},
                ("conto", "importo", "segno"),
            )
        ),
    },
    ("numero", "data_registrazione", "causale", "righe"),
)


def leggi_documenti(nome: str, contenuto: bytes) -> list[dict[str, Any]]:
    """One document, a list of them, or an archive file's section `documenti`, typed. Raises DatiNonValidi."""
    fonte = leggi(nome, contenuto)
    percorso: tuple[str, ...] = ()
    if isinstance(fonte.valore, dict) and "documenti" in fonte.valore:
        percorso = ("documenti",)
    elenco = isinstance(fonte.valore, list) or bool(percorso)
    letti = fonte.secondo(forma.elenco(FORMA_DOCUMENTO) if elenco else FORMA_DOCUMENTO, *percorso)
    documenti: list[dict[str, Any]] = letti if elenco else [letti]
    return [d | {"numero_documento": None} if d.get("numero_documento") == "AUTO" else d for d in documenti]


def da_rivedere(dati: dict[str, Any], rate: Sequence[dict[str, Any]] = ()) -> DatiDocumento:
    """The input of a revision: of a document shown and given back, what is computed is left out.

    `rate` are those of the document as it was shown: given back unchanged they are not typed, so that they follow the
    total; and a payment not shown is no payment, not the client's.
    """
    if not e_da_ripristinare(dati):
        return da_dizionario(dati)
    dati = {"codice_pagamento": "", "riferimento_amministrazione": ""} | dati
    if dati["sigla_documento"] == "PA" or dati.get("rate") == list(rate):
        dati.pop("rate", None)
    if any(riga.get("spese_anticipate_riga") for riga in dati.get("righe", ())):
        dati.pop("totale_spese_anticipate", None)
    return da_dizionario(dati, scarta=True)


def e_da_ripristinare(dati: dict[str, Any]) -> bool:
    """Whether a document carries computed keys, as `esporta` writes them."""
    return not _CALCOLATE.isdisjoint(dati)


def importa_documenti(
    sessione: Session,
    contesto: Contesto,
    elenco: Sequence[dict[str, Any]],
    registrazioni: Sequence[dict[str, Any]],
    risposte: Risposte,
    verifica: Verifica | None = None,
) -> list[Emesso]:
    """Restore the documents that carry computed keys, then emit the others in their order; returns those emitted.

    `verifica` judges those emitted; one restored was issued already. Raises Rifiuto with `documenti.N.` or
    `primanota.N.` (from 0) before the field.
    """
    ripristinati = [(n, dati) for n, dati in enumerate(elenco) if e_da_ripristinare(dati)]
    nuovi = [(n, dati) for n, dati in enumerate(elenco) if not e_da_ripristinare(dati)]
    if ripristinati or registrazioni:
        ripristina(sessione, contesto, ripristinati, registrazioni)
    documenti = []
    for n, dati in nuovi:
        if dati.get("numero_documento") == "AUTO":
            dati = dati | {"numero_documento": None}
        try:
            documenti.append(da_dizionario(dati))
        except Rifiuto as rifiuto:
            rifiuto.campo = f"documenti.{n}.{rifiuto.campo or ''}"
            raise
    try:
        return emetti_tutti(
            sessione,
            contesto,
            documenti,
            risposte,
            verifica=verifica,
            campo=lambda posizione: f"documenti.{nuovi[posizione][0]}.",
        )
    except Rifiuto as rifiuto:
        rifiuto.campo = _ELEMENTO.sub(lambda trovato: f".{trovato[1]}.{int(trovato[2]) - 1}", rifiuto.campo or "")
        raise
