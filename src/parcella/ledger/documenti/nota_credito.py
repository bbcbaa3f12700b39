"""The nota di credito (TD04): a parcella that takes back, wholly or in part, what another charged.

Its amounts are positive, as the law wants them in the file; in the books they go on the other side, and its due is
negative until it is given back or set against the parcella it corrects. That one is named by `fattura_collegata_numero`
(`SERIE/NUMERO`) and date; one issued by another program is not in the archive, and then nothing is compared.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, func, select

from parcella.ledger.documenti.tabelle import Documento, RiepilogoIva
from parcella.ledger.documenti.tavole import Tavole
from parcella.ledger.documenti.voci import Totali
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.tipi import ZERO, in_italiano

_NOSTRO = re.compile(r"([1-9][0-9]?)/([1-9][0-9]{0,8})")


def segno(documento: Mapping[str, Any]) -> int:
    """-1 for a nota di credito, 1 for all the others: of its dues, and of what comes in for them."""
    return -1 if documento["nota_credito"] == "S" else 1


def causale(documento: Mapping[str, Any], sospesa: bool) -> str:
    """How its registration is called: NE or NS, FE or FS; S when the IVA is put off."""
    return ("N" if documento["nota_credito"] == "S" else "F") + ("S" if sospesa else "E")


def numero(documento: Documento) -> str:
    """How a nota di credito names the parcella it corrects, as its file does."""
    return f"{documento.serie}/{documento.numero_documento}"


def corretta(tavole: Tavole, collegata: str | None, giorno: Any) -> Documento | None:
    """The parcella definitiva of the archive with that number and date."""
    trovato = _NOSTRO.fullmatch(collegata or "")
    if trovato is None or giorno is None:
        return None
    return tavole.sessione.exec(
        select(Documento).where(
            Documento.azienda == tavole.contesto.azienda,
            Documento.sigla_documento == "PA",
            Documento.anno == giorno.year,
            Documento.serie == int(trovato[1]),
            Documento.numero_documento == int(trovato[2]),
            Documento.data_documento == giorno,
            Documento.stato_parcella == "D",
        )
    ).first()


def di(tavole: Tavole, testata: Mapping[str, Any]) -> Documento | None:
    """The parcella a nota di credito corrects, if it is in the archive; None for all other documents."""
    if testata["nota_credito"] != "S":
        return None
    return corretta(tavole, testata["fattura_collegata_numero"], testata["fattura_collegata_data"])


def rifiuta_accreditata(sessione: Session, documento: Documento) -> None:
    """Rifiuto for a parcella that a nota di credito corrects: what that says of it must stay true."""
    trovata = sessione.exec(
        select(Documento.serie, Documento.numero_documento).where(
            Documento.azienda == documento.azienda,
            Documento.codice_cliente == documento.codice_cliente,
            Documento.nota_credito == "S",
            Documento.fattura_collegata_numero == numero(documento),
            Documento.fattura_collegata_data == documento.data_documento,
        )
    ).first()
    if trovata is not None and documento.nota_credito != "S":
        serie, sua = trovata
        raise Rifiuto(
            f"La parcella {numero(documento)} ha una nota di credito ({serie}/{sua or 'prov.'}): non si può più "
            "cambiare.",
            "documento",
            "accreditata",
        )


def controlla(tavole: Tavole, testata: Mapping[str, Any], totali: Totali, risposte: Risposte) -> None:
    """What a nota di credito must say, and of which parcella it may. Raises Rifiuto with the field."""
    if testata["nota_credito"] != "S":
        return
    if testata["sigla_documento"] != "PA":
        raise Rifiuto("La nota di credito corregge una parcella: il documento è PA.", "nota_credito")
    collegata, giorno = testata["fattura_collegata_numero"], testata["fattura_collegata_data"]
    if not collegata or giorno is None:
        raise Rifiuto(
            "Nota di credito: indicare numero e data della parcella che corregge.",
            "fattura_collegata_data" if collegata else "fattura_collegata_numero",
            "dato_mancante",
        )
    if testata["data_documento"] < giorno:
        raise Rifiuto(
            f"La nota di credito è anteriore alla parcella che corregge ({giorno:%d/%m/%Y}).", "data_documento"
        )
    originale = corretta(tavole, collegata, giorno)
    if originale is None:
        _manca(tavole, collegata, giorno, risposte)
        return
    if originale.nota_credito == "S":
        raise Rifiuto(f"{collegata} è una nota di credito: si corregge una parcella.", "fattura_collegata_numero")
    if originale.codice_cliente != testata["codice_cliente"]:
        raise Rifiuto(
            f"La parcella {collegata} del {giorno:%d/%m/%Y} è del cliente {originale.codice_cliente}.", "codice_cliente"
        )
    ancora = resta(tavole.sessione, originale, testata)
    if testata["totale_documento"] > ancora:
        raise Rifiuto(
            f"La nota di credito è di {in_italiano(testata['totale_documento'])}, ma della parcella {collegata} del "
            f"{giorno:%d/%m/%Y} ne restano da accreditare {in_italiano(ancora)}.",
            "righe",
            "accredito_eccessivo",
        )
    _avvisa_altre_aliquote(tavole, originale, totali, risposte)


def _manca(tavole: Tavole, collegata: str, giorno: date, risposte: Risposte) -> None:
    """A parcella not found: of another program, which is only told, or named with a slip of the keys."""
    trovato = re.fullmatch(r"(?:([0-9]{1,2})/)?([0-9]{1,9})", collegata)
    d = Documento
    if trovato is not None:
        serie, suo = trovato[1], int(trovato[2])
        dell_anno = select(d).where(
            d.azienda == tavole.contesto.azienda,
            d.sigla_documento == "PA",
            d.anno == giorno.year,
            d.stato_parcella == "D",
            *([d.serie == int(serie)] if serie else []),
        )
        stesso = tavole.sessione.exec(dell_anno.where(d.numero_documento == suo)).first()
        if stesso is not None:
            raise Rifiuto(
                f"In archivio c'è la parcella {numero(stesso)} del {stesso.data_documento:%d/%m/%Y}: se è quella da "
                "correggere, scrivere così numero e data.",
                "fattura_collegata_data" if serie else "fattura_collegata_numero",
                "corretta_diversa",
            )
        if serie and tavole.sessione.exec(dell_anno.where(col(d.numero_documento) < suo)).first() is not None:
            raise Rifiuto(f"La parcella {collegata} del {giorno.year} non è in archivio.", "fattura_collegata_numero")
    risposte.avvisa(
        "corretta_non_in_archivio",
        f"La parcella {collegata} del {giorno:%d/%m/%Y} non è in archivio: verificarne numero e data.",
    )


def _avvisa_altre_aliquote(tavole: Tavole, originale: Documento, totali: Totali, risposte: Risposte) -> None:
    """IVA is taken back at the rates it was charged at (art. 26 DPR 633/72)."""
    addebitati = tavole.sessione.exec(
        select(RiepilogoIva.codice_iva).where(
            RiepilogoIva.azienda == originale.azienda, RiepilogoIva.documento == originale.id
        )
    ).all()
    codici = tavole.codici_iva
    usati = {(codici[c].aliquota, codici[c].natura) for c in addebitati if c in codici}
    for voce in totali.riepilogo:
        if voce.imponibile and (voce.aliquota, voce.natura) not in usati:
            risposte.avvisa(
                "accredito_altra_iva",
                f"La nota di credito ha il codice IVA {voce.codice_iva}, che nella parcella {numero(originale)} non "
                "c'è.",
            )


def resta(sessione: Session, originale: Documento, esclusa: Mapping[str, Any] | None = None) -> Decimal:
    """What of the totale documento no nota di credito has taken back yet, in euro; `esclusa` is not counted."""
    condizioni: list[Any] = [
        Documento.azienda == originale.azienda,
        Documento.codice_cliente == originale.codice_cliente,
        Documento.nota_credito == "S",
        Documento.stato_parcella == "D",
        Documento.fattura_collegata_numero == numero(originale),
        Documento.fattura_collegata_data == originale.data_documento,
    ]
    if esclusa is not None:
        condizioni.append(
            (col(Documento.anno) != esclusa["anno"])
            | (col(Documento.serie) != esclusa["serie"])
            | (col(Documento.numero_documento) != (esclusa["numero_documento"] or 0))
        )
    somma = sessione.exec(select(func.sum(Documento.totale_documento)).where(*condizioni)).one()
    return originale.totale_documento - Decimal(somma or ZERO)
