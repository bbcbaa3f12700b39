"""The sezionali of NO and PA and their counters (numeratori)."""

from typing import Any

from sqlalchemy import func
from sqlmodel import Session, select

from parcella.ledger.aziende.schede import apri, elenco, trova
from parcella.ledger.aziende.tabelle import Numeratore, Serie
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte

_DEL_NUMERATORE = ("anno", "ultimo_numero", "data_ultimo")


def salva_serie(
    session: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte, *, da_archivio: bool = False
) -> Serie:
    """Write a sezionale, and the counter of a year if one is given.

    A counter without `anno` is of the year of the data di lavoro; `ultimo_numero` 0 without a year only declares the
    serie, so that a file of parameters read twice never takes a counter back. `da_archivio`: the data come from a
    file of the archive format.
    """
    chiave = {"azienda": contesto.azienda, "documento": dati.get("documento"), "serie": dati.get("serie")}
    scheda = apri(session, Serie, {nome: v for nome, v in dati.items() if nome not in _DEL_NUMERATORE}, **chiave)
    if scheda.valori["fattura_elettronica"] == "S" and scheda.valori["documento"] != "PA":
        raise Rifiuto("Le notule non sono mai fatture elettroniche: FattElettr vale per le PA.", "fattura_elettronica")
    if scheda.prima is not None and scheda.prima.fattura_elettronica == "S":
        _disattivabile(session, scheda.prima, scheda.valori["fattura_elettronica"])
    if scheda.valori["fattura_elettronica"] == "N" and (
        scheda.prima is None or scheda.prima.fattura_elettronica != "N"
    ):
        _cartacea(session, contesto.azienda, scheda.valori, risposte, da_archivio)
    serie = scheda.scrivi(session)
    if dati.get("anno") is not None or dati.get("ultimo_numero"):
        _salva_numeratore(session, contesto, serie, dati)
    return serie


def _disattivabile(session: Session, serie: Serie, fattura_elettronica: str | None) -> None:
    """FEL-007: a serie reserved to electronic invoices goes back only with its counters at zero and no last date."""
    numeratori = elenco(session, Numeratore, azienda=serie.azienda, documento=serie.documento, serie=serie.serie)
    if fattura_elettronica != "S" and any(n.ultimo_numero or n.data_ultimo for n in numeratori):
        raise Rifiuto(
            "Per disattivare la fatturazione elettronica occorre azzerare i dati del sezionale.", "fattura_elettronica"
        )


def _cartacea(session: Session, azienda: int, valori: dict[str, Any], risposte: Risposte, da_archivio: bool) -> None:
    """FEL-013, from its other side: the sezionale of electronic clients can't become one of paper.

    A file of the archive format may make it so, with a note: it may change those clients too.
    """
    from parcella.ledger.clienti.tabelle import Cliente

    suoi = session.exec(
        select(Cliente.codice)
        .where(
            Cliente.azienda == azienda,
            Cliente.sezionale_fattura_elettronica == valori["serie"],
            Cliente.annullato == "N",
        )
        .order_by(Cliente.codice)
    ).all()
    if valori["documento"] != "PA" or not suoi:
        return
    altri = f" e di altri {len(suoi) - 1}" if len(suoi) > 2 else f" e di {suoi[1]}" if len(suoi) == 2 else ""
    motivo = f"Il sezionale {valori['serie']} è quello delle fatture elettroniche di {suoi[0]}{altri}"
    if not da_archivio:
        raise Rifiuto(f"{motivo}: prima darne un altro a quei clienti.", "fattura_elettronica", "sezionale_cartaceo")
    risposte.avvisa("sezionale_cartaceo", f"{motivo}, e diventa cartaceo.")


def _salva_numeratore(session: Session, contesto: Contesto, serie: Serie, dati: dict[str, Any]) -> None:
    """The counter of a year; it can't go below a number already given."""
    anno = dati.get("anno") or contesto.data_lavoro.year
    valori = {"documento": serie.documento, "serie": serie.serie, "anno": anno}
    valori |= {nome: dati[nome] for nome in ("ultimo_numero", "data_ultimo") if nome in dati}
    chiave = {"documento": serie.documento, "serie": serie.serie, "anno": anno}
    scheda = apri(session, Numeratore, valori, azienda=contesto.azienda, **chiave)
    prima = scheda.prima.ultimo_numero if scheda.prima is not None else 0
    numero = scheda.valori["ultimo_numero"]
    if numero < prima and numero < (dato := _ultimo_dato(session, contesto.azienda, serie, anno)):
        raise Rifiuto(
            f"Il numeratore {serie.documento} serie {serie.serie} del {anno} non può tornare a {numero}: "
            f"è già stato dato il numero {dato}.",
            "ultimo_numero",
        )
    scheda.scrivi(session)


def _ultimo_dato(session: Session, azienda: int, serie: Serie, anno: int) -> int:
    from parcella.ledger.documenti.tabelle import Documento

    return (
        session.exec(
            select(func.max(Documento.numero_documento)).where(
                Documento.azienda == azienda,
                Documento.sigla_documento == serie.documento,
                Documento.serie == serie.serie,
                Documento.anno == anno,
            )
        ).one()
        or 0
    )


def elimina_serie(session: Session, contesto: Contesto, documento: str, serie: int) -> None:
    """Delete a sezionale that has given no number."""
    chiave = {"azienda": contesto.azienda, "documento": documento, "serie": serie}
    trovata = trova(session, Serie, **chiave)
    if trovata is None:
        raise Rifiuto(f"Serie {documento} {serie} inesistente.", "serie")
    numeratori = elenco(session, Numeratore, **chiave)
    if any(numeratore.ultimo_numero for numeratore in numeratori):
        raise Rifiuto(f"La serie {documento} {serie} ha già dato numeri.", "serie", "in_uso")
    for numeratore in numeratori:
        session.delete(numeratore)
    session.flush()
    session.delete(trovata)
    session.flush()


def elenco_serie(session: Session, azienda: int, documento: str | None = None) -> list[Serie]:
    """The sezionali, NO first; or those of one document."""
    filtro = {"documento": documento} if documento else {}
    return elenco(session, Serie, "documento", "serie", azienda=azienda, **filtro)


def elenco_numeratori(session: Session, azienda: int) -> list[Numeratore]:
    """The counters, by serie and year."""
    return elenco(session, Numeratore, "documento", "serie", "anno", azienda=azienda)


def elettroniche(session: Session, azienda: int) -> bool:
    """FEL-009: at least one sezionale of the parcelle takes electronic invoices."""
    return any(serie.fattura_elettronica != "N" for serie in elenco_serie(session, azienda, "PA"))
