"""The nota di credito that takes back the whole of a parcella, and the two set one against the other."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.dati import DatiDocumento
from parcella.ledger.documenti.emetti import nome
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.incassa import incassa, residuo
from parcella.ledger.documenti.nota_credito import corretta, numero, resta
from parcella.ledger.documenti.rivedi import dati_di
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.documenti.tavole import Tavole
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.tipi import ZERO, in_italiano


def nota_di_credito(sessione: Session, fascicolo: Fascicolo, giorno: date) -> DatiDocumento:
    """The input of a nota di credito for the whole parcella; rows and amounts may then be made less.

    Raises Rifiuto for what is not a parcella definitiva, or was wholly credited already.
    """
    documento = fascicolo.documento
    if documento.sigla_documento != "PA" or documento.stato_parcella != "D" or documento.nota_credito == "S":
        raise Rifiuto(
            f"{fascicolo.nome}: la nota di credito si fa di una parcella definitiva.", "documento", "non_accreditabile"
        )
    if resta(sessione, documento) <= ZERO:
        raise Rifiuto(f"{fascicolo.nome} è già stata accreditata per intero.", "documento", "accreditata")
    dati = dati_di(fascicolo)
    dati.nota_credito, dati.stato_parcella = "S", "D"
    dati.numero_documento, dati.data_documento = None, giorno
    dati.fattura_collegata_numero = numero(documento)
    dati.fattura_collegata_data = documento.data_documento
    dati.data_decorrenza, dati.nota_scadenzario, dati.note_testata = None, None, None
    return dati


@dataclass(frozen=True, slots=True)
class Compensata:
    """A nota di credito set against the parcella it corrects, in euro, and what is left open of both."""

    nota_credito: str
    documento: str
    importo: Decimal
    residuo_nota: Decimal
    residuo_documento: Decimal


def compensa(sessione: Session, contesto: Contesto, chiave: int, giorno: date, risposte: Risposte) -> Compensata:
    """Close the dues of a nota di credito with those of the parcella it corrects, as far as both are open.

    No money moves: both payments pass on the conto di giro, so that what was put off (Z accounts, IVA) turns real on
    one side and on the other, to nothing. Raises Rifiuto if there is nothing to set off.
    """
    nota = sessione.get(Documento, chiave)
    if nota is None or nota.azienda != contesto.azienda or nota.nota_credito != "S":
        raise Rifiuto("Si compensano solo le note di credito.", "documento")
    tavole = Tavole(sessione, contesto)
    originale = corretta(tavole, nota.fattura_collegata_numero, nota.fattura_collegata_data)
    if originale is None or originale.id is None:
        raise Rifiuto(
            f"La parcella {nota.fattura_collegata_numero} non è in archivio: registrare il rimborso.", "documento"
        )
    importo = min(residuo(sessione, nota), residuo(sessione, originale))
    if not importo:
        raise Rifiuto(
            "Nulla da compensare: una delle due non ha più scadenze aperte. Ciò che è già stato incassato si rende "
            "al cliente con un rimborso.",
            "documento",
            "nulla_da_compensare",
        )
    conto = tavole.parametri.conto_giro_effetti_notule
    if conto is None:
        raise Rifiuto(
            "Manca il conto di giro (parametri studio): serve a compensare.",
            "conto_giro_effetti_notule",
            "conto_mancante",
        )
    nomi = {"nota": nome(nota.__dict__), "documento": nome(originale.__dict__)}
    risposte.pretendi("compensa_nota", "documento", importo=in_italiano(importo), **nomi)
    incassata = incassa(sessione, contesto, originale.id, giorno, importo, conto, risposte)
    resa = incassa(sessione, contesto, chiave, giorno, importo, conto, risposte)
    return Compensata(resa.documento, incassata.documento, importo, resa.residuo, incassata.residuo)
