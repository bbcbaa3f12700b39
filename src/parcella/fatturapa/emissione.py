"""The confirm of a document, for screens and commands: one call, one transaction, a document or a reason why not."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from sqlmodel import Session, col, select

from parcella.fatturapa.allegati import con_allegati
from parcella.fatturapa.stati import DA_RIFARE, PRIMA_DELL_INVIO
from parcella.fatturapa.tabelle import FileFattura
from parcella.fatturapa.verifica import Giudizio, avvisa_incasso, esamina, giudice, verifica
from parcella.ledger.archivio import Archivio
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.dati import DatiDocumento
from parcella.ledger.documenti.elimina import elimina as elimina_documento
from parcella.ledger.documenti.emetti import Controllo, Emesso, Preparati, prepara_tutti, scrivi_tutti
from parcella.ledger.documenti.fascicoli import fascicolo_di
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.incassa import Incassato
from parcella.ledger.documenti.incassa import incassa as incassa_documento
from parcella.ledger.documenti.proposte import prova
from parcella.ledger.documenti.rivedi import rivedi as rivedi_documento
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Risposte


def giudica(
    archivio: Archivio,
    contesto: Contesto,
    dati: DatiDocumento,
    risposte: Risposte,
    *,
    chiave: int | None = None,
    versione: int | None = None,
) -> Giudizio:
    """What is to be said of a parcella definitiva before its payment is asked: nothing is numbered, nothing written.

    The confirm judges again, with the payment as it was answered. Raises Rifiuto or Richiesta.
    """
    with archivio.lettura() as sessione:
        da_rifare = chiave is not None and non_emessa(sessione, contesto.azienda, chiave)
        tavole, pronto = prova(sessione, contesto, dati, risposte, chiave, versione, non_emessa=da_rifare)
        fascicolo = fascicolo_di(tavole, pronto)
        if chiave is not None:
            fascicolo = con_allegati(sessione, fascicolo)
        return esamina(fascicolo, contesto.data_lavoro)


def conferma(
    archivio: Archivio,
    contesto: Contesto,
    elenco: Sequence[DatiDocumento],
    risposte: Risposte,
    *,
    controllo: Controllo | None = None,
    campo: Callable[[int], str] | None = None,
) -> list[Emesso]:
    """Issue new documents, all or none. `controllo` sees each one finished, before its number is taken for good.

    Composing and checking go before the lock, which is held only to number and to write; so does the judgement of the
    XML that a parcella definitiva would give (`verifica`).
    """
    avvisi = len(risposte.avvisi)

    def prepara(sessione: Session) -> Preparati:
        del risposte.avvisi[avvisi:]
        return prepara_tutti(sessione, contesto, elenco, risposte, verifica=verifica_pronto, campo=campo)

    verifica_pronto = giudice(risposte, contesto.data_lavoro)

    with archivio.scrittura_preparata(prepara) as (sessione, preparati):
        return scrivi_tutti(sessione, contesto, preparati, risposte, prima_di_scrivere=controllo, campo=campo)


def rivedi(
    archivio: Archivio,
    contesto: Contesto,
    chiave: int,
    dati: DatiDocumento,
    risposte: Risposte,
    *,
    versione: int | None = None,
    controllo: Controllo | None = None,
) -> Emesso:
    """Write a document of the archive again, or bring a provvisoria to definitiva, after the judgement of its XML.

    A definitiva is written again only if its last file was scartato, or refused by the office.
    """

    with archivio.scrittura() as sessione:

        def prima_di_scrivere(fascicolo: Fascicolo) -> None:
            verifica(con_allegati(sessione, fascicolo), risposte, contesto.data_lavoro)
            if controllo is not None:
                controllo(fascicolo)

        return rivedi_documento(
            sessione,
            contesto,
            chiave,
            dati,
            risposte,
            versione=versione,
            non_emessa=non_emessa(sessione, contesto.azienda, chiave),
            prima_di_scrivere=prima_di_scrivere,
        )


def elimina(archivio: Archivio, contesto: Contesto, chiave: int, risposte: Risposte) -> str:
    """Delete a document, if no XML was made of it; returns its name."""
    with archivio.scrittura() as sessione:
        return elimina_documento(sessione, contesto, chiave, risposte, esportata=esportata(sessione, contesto, chiave))


def incassa(
    sessione: Session,
    contesto: Contesto,
    chiave: int,
    giorno: date,
    importo: Decimal,
    conto: str | None,
    risposte: Risposte,
) -> Incassato:
    """A later payment of `importo` euro; warns if a public body pays an invoice not sent yet (FPA-009)."""
    fatto = incassa_documento(sessione, contesto, chiave, giorno, importo, conto, risposte)
    documento = sessione.get_one(Documento, chiave)
    cliente = sessione.exec(
        select(Cliente).where(Cliente.azienda == contesto.azienda, Cliente.codice == documento.codice_cliente)
    ).one()
    if documento.nota_credito != "S" and not _inviata(sessione, contesto.azienda, chiave):
        avvisa_incasso(cliente, documento.data_documento, fatto.documento, risposte)
    return fatto


def _inviata(sessione: Session, azienda: int, chiave: int) -> bool:
    """Whether a file of the parcella was sent, and not refused."""
    domanda = select(FileFattura.id).where(
        FileFattura.azienda == azienda,
        FileFattura.documento == chiave,
        col(FileFattura.stato).not_in(DA_RIFARE | PRIMA_DELL_INVIO),
    )
    return sessione.exec(domanda).first() is not None


def esportata(sessione: Session, contesto: Contesto, chiave: int) -> bool:
    """Whether an XML file was ever made of a parcella."""
    domanda = select(FileFattura.id).where(FileFattura.azienda == contesto.azienda, FileFattura.documento == chiave)
    return sessione.exec(domanda).first() is not None


def non_emessa(sessione: Session, azienda: int, chiave: int) -> bool:
    """Whether the last file of a parcella was scartato, or refused, and no other one stands: it is to be corrected and
    sent again (FPA-082)."""
    stato = sessione.exec(
        select(FileFattura.stato)
        .where(FileFattura.azienda == azienda, FileFattura.documento == chiave)
        .order_by(col(FileFattura.id).desc())
    ).first()
    return stato in DA_RIFARE and not _inviata(sessione, azienda, chiave)
