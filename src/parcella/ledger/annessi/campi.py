"""The additional fields of a studio: their definition, and what each record has in them (PRE-116).

    salva(session, contesto, {"archivio": "clienti", "numero": 1, "etichetta": "Settore", "tipo": "T"})
    salva_valori(session, contesto, "clienti", "501.00001", {1: "Edilizia", 2: Decimal("3.5"), 3: None})
    valori(session, azienda, "clienti", "501.00001")  # {1: "Edilizia", 2: Decimal("3.5")}

A value is text (T), a Decimal (N), a date (D), S or N (S); None or the empty string takes it away.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Table, delete, func, insert, select
from sqlmodel import Session

from parcella.ledger.annessi import legami
from parcella.ledger.annessi.tabelle import LUNGHEZZA_VALORE, CampoAggiuntivo, ValoreAggiuntivo
from parcella.ledger.aziende import schede
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import DatiNonValidi, Rifiuto, Risposte

Valore = str | Decimal | date

_V: Table = ValoreAggiuntivo.__table__  # type: ignore[attr-defined]
_NUMERO = re.compile(r"-?\d{1,11}(\.\d{1,5})?", re.ASCII)
_ATTESI = {"N": "un numero come 1040.50", "D": "una data come 2026-12-31", "S": "S oppure N"}


def elenco(session: Session, azienda: int, archivio: str) -> list[CampoAggiuntivo]:
    """The fields defined for an archive, by number."""
    return schede.elenco(session, CampoAggiuntivo, "numero", azienda=azienda, archivio=archivio)


def tutti(session: Session, azienda: int) -> list[CampoAggiuntivo]:
    """The fields defined for every archive."""
    return schede.elenco(session, CampoAggiuntivo, "archivio", "numero", azienda=azienda)


def salva(
    session: Session, contesto: Contesto, dati: Mapping[str, Any], risposte: Risposte | None = None
) -> CampoAggiuntivo:
    """Define a field or change it, known by archivio and numero. A type some value would not fit is refused."""
    chiave = {"archivio": dati.get("archivio"), "numero": dati.get("numero")}
    scheda = schede.apri(session, CampoAggiuntivo, dati, azienda=contesto.azienda, **chiave)
    if scheda.prima is not None and scheda.valori["tipo"] != scheda.prima.tipo and usi(session, contesto, **chiave):
        raise Rifiuto(
            f"Il campo {scheda.prima.etichetta} è già compilato in qualche record: il tipo non si può cambiare.", "tipo"
        )
    return scheda.scrivi(session)


def usi(session: Session, contesto: Contesto, archivio: Any, numero: Any) -> int:
    """How many records have something in a field."""
    di_questo = (_V.c.azienda == contesto.azienda, _V.c.archivio == archivio, _V.c.numero == numero)
    return int(session.execute(select(func.count()).select_from(_V).where(*di_questo)).scalar_one())


def elimina(session: Session, contesto: Contesto, archivio: str, numero: int, risposte: Risposte) -> None:
    """Delete a field, with what the records have in it: a question says how many. Raises Rifiuto or Richiesta."""
    campo = schede.trova(session, CampoAggiuntivo, azienda=contesto.azienda, archivio=archivio, numero=numero)
    if campo is None:
        raise Rifiuto(f"Il campo aggiuntivo {numero} di {archivio} non esiste.", "numero")
    quante = usi(session, contesto, archivio, numero)
    risposte.pretendi("elimina_campo_aggiuntivo", "numero", etichetta=campo.etichetta, quante=str(quante))
    di_questo = (_V.c.azienda == contesto.azienda, _V.c.archivio == archivio, _V.c.numero == numero)
    session.execute(delete(_V).where(*di_questo))
    session.delete(campo)
    session.flush()


def valori(session: Session, azienda: int, archivio: str, chiave: str) -> dict[int, Valore]:
    """What a record has in the additional fields, by number; those empty are not there."""
    tipi = {campo.numero: campo.tipo for campo in elenco(session, azienda, archivio)}
    suoi = (_V.c.azienda == azienda, _V.c.archivio == archivio, _V.c.chiave == chiave)
    letti = session.execute(select(_V.c.numero, _V.c.valore).where(*suoi).order_by(_V.c.numero))
    return {numero: _letto(tipi[numero], valore) for numero, valore in letti}


def salva_valori(
    session: Session, contesto: Contesto, archivio: str, chiave: str, dati: Mapping[int, Valore | None]
) -> None:
    """Write the fields given, by number; the others stay. Values may be text as the archive format has them.

    A refusal names `campo_<numero>`. Raises DatiNonValidi for a value that is not of the type of its field.
    """
    legami.pretendi(session, contesto.azienda, archivio, chiave)
    definiti = {campo.numero: campo for campo in elenco(session, contesto.azienda, archivio)}
    nuovi = []
    for numero, valore in dati.items():
        if numero not in definiti:
            raise Rifiuto(f"Il campo aggiuntivo {numero} di {archivio} non esiste.", f"campo_{numero}")
        testo = _testo(definiti[numero], valore)
        if testo is not None:
            nuovi.append({"chiave": chiave, "numero": numero, "valore": testo})
    suoi = (_V.c.azienda == contesto.azienda, _V.c.archivio == archivio, _V.c.chiave == chiave)
    session.execute(delete(_V).where(*suoi, _V.c.numero.in_(list(dati))))
    if nuovi:
        comuni = {"azienda": contesto.azienda, "archivio": archivio}
        session.execute(insert(_V), [comuni | nuovo for nuovo in nuovi])


def salva_valore(session: Session, contesto: Contesto, dati: Mapping[str, Any], risposte: Risposte) -> None:
    """One record of the section `valori_aggiuntivi`: {archivio, chiave, numero, valore}."""
    salva_valori(session, contesto, dati["archivio"], dati["chiave"], {dati["numero"]: dati.get("valore")})


def _testo(campo: CampoAggiuntivo, valore: Valore | None) -> str | None:
    """A value as it is kept."""
    if isinstance(valore, str):
        valore = valore.strip()
    if valore is None or valore == "":
        return None
    testo = f"{valore.normalize():f}" if isinstance(valore, Decimal) else str(valore)
    if not _e_del_tipo(campo.tipo, testo):
        raise DatiNonValidi(
            f"{campo.etichetta}: trovato «{testo}», atteso {_ATTESI[campo.tipo]}.", f"campo_{campo.numero}"
        )
    if campo.tipo == "N":
        testo = f"{Decimal(testo).normalize() + 0:f}"
    if len(testo) > LUNGHEZZA_VALORE:
        raise Rifiuto(
            f"{campo.etichetta}: al massimo {LUNGHEZZA_VALORE} caratteri, trovati {len(testo)}.",
            f"campo_{campo.numero}",
        )
    return testo


def _e_del_tipo(tipo: str, testo: str) -> bool:
    if tipo == "N":
        return _NUMERO.fullmatch(testo) is not None
    if tipo == "S":
        return testo in ("S", "N")
    if tipo == "D":
        try:
            return date.fromisoformat(testo).isoformat() == testo
        except ValueError:
            return False
    return True


def _letto(tipo: str, testo: str) -> Valore:
    return Decimal(testo) if tipo == "N" else date.fromisoformat(testo) if tipo == "D" else testo
