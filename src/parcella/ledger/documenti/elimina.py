"""Deletion (RIC-029…035): any notula, a parcella provvisoria; a definitiva only if nothing outside knows of it.

Counters are never moved back (DOC-026).
"""

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from parcella.ledger.annessi import legami
from parcella.ledger.annessi.tabelle import DOCUMENTI
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti import scrittura
from parcella.ledger.documenti.emetti import nome
from parcella.ledger.documenti.fascicolo import chiave_allegati
from parcella.ledger.documenti.nota_credito import rifiuta_accreditata
from parcella.ledger.documenti.registrazione import controlla_periodo
from parcella.ledger.documenti.tabelle import Documento, RiferimentoDocumento
from parcella.ledger.documenti.tavole import Tavole
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.scadenzario.tabelle import RataNotula


def elimina(sessione: Session, contesto: Contesto, chiave: int, risposte: Risposte, *, esportata: bool = False) -> str:
    """Delete a document, with its rate, and for a definitiva with its registrations and dues. Returns its name.

    `esportata`: an XML was made of it (the caller knows the register of files).
    """
    documento = sessione.exec(
        select(Documento).where(Documento.azienda == contesto.azienda, Documento.id == chiave)
    ).first()
    if documento is None:
        raise Rifiuto("Il documento non esiste più.", "documento", "documento_inesistente")
    suo_nome = nome(documento.__dict__)
    if documento.stato_parcella == "D":
        _controlla_definitiva(sessione, contesto, documento, suo_nome, esportata)
    risposte.pretendi("elimina_documento", "documento", documento=suo_nome)
    if documento.causale is not None:
        risposte.pretendi("elimina_primanota", "documento", documento=suo_nome)
        scrittura.togli_contabilita(sessione, contesto.azienda, chiave)
    if documento.sigla_documento == "NO":
        _controlla_notula(sessione, contesto.azienda, chiave, suo_nome)
        scrittura.togli_rate_notula(sessione, contesto.azienda, chiave)
    legami.elimina_di(sessione, contesto.azienda, DOCUMENTI, chiave_allegati(documento))
    scrittura.togli_corpo(sessione, contesto.azienda, chiave)
    sessione.expunge(documento)
    sessione.execute(delete(Documento).where(col(Documento.id) == chiave))
    return suo_nome


def _controlla_notula(sessione: Session, azienda: int, chiave: int, suo_nome: str) -> None:
    collegata = sessione.exec(
        select(RiferimentoDocumento.id).where(
            RiferimentoDocumento.azienda == azienda, RiferimentoDocumento.notula == chiave
        )
    ).first()
    con_effetto = sessione.exec(
        select(RataNotula.id).where(
            RataNotula.azienda == azienda, RataNotula.documento == chiave, RataNotula.stato_rata == "e"
        )
    ).first()
    if collegata is not None:
        raise Rifiuto(f"{suo_nome} ha generato una parcella: cancellare prima quella.", "documento")
    if con_effetto is not None:
        raise Rifiuto(f"{suo_nome} ha rate con effetti emessi: togliere prima gli effetti.", "documento")


def _controlla_definitiva(
    sessione: Session, contesto: Contesto, documento: Documento, suo_nome: str, esportata: bool
) -> None:
    rimedio = "per stornarla serve la nota di credito"
    if documento.nota_credito == "S":
        rimedio = "per rimediare si emette un'altra parcella"
    if esportata:
        raise Rifiuto(f"{suo_nome} è già stata esportata in XML: {rimedio}.", "documento", "nota_di_credito")
    rifiuta_accreditata(sessione, documento)
    ultimo = sessione.exec(
        select(func.max(Documento.numero_documento)).where(
            Documento.azienda == contesto.azienda,
            Documento.sigla_documento == "PA",
            Documento.anno == documento.anno,
            Documento.serie == documento.serie,
        )
    ).one()
    if documento.numero_documento != ultimo:
        raise Rifiuto(
            f"{suo_nome} non è l'ultima parcella della serie {documento.serie} del {documento.anno} (l'ultima è la "
            f"{documento.serie}/{ultimo}): {rimedio}.",
            "documento",
            "nota_di_credito",
        )
    try:
        controlla_periodo(Tavole(sessione, contesto), documento.data_documento)
    except Rifiuto as rifiuto:
        raise Rifiuto(
            f"{suo_nome}: {rifiuto.messaggio} {rimedio.capitalize()}.", "documento", "nota_di_credito"
        ) from None
