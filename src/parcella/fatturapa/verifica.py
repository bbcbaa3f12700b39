"""Before the number is spent: the XML a parcella definitiva would give is made and judged, and what SdI would refuse is
told on the fields of the document (FPA-081).

The writer's own refusals count as well. Nothing is kept: the file itself is made by `esportazione`, after the same
judgement.
"""

from datetime import date

from parcella.fatturapa.controlli.esito import Esito
from parcella.fatturapa.controlli.fattura import Albero
from parcella.fatturapa.controlli.giudizio import giudica
from parcella.fatturapa.scrittura import albero, in_byte
from parcella.ledger.aziende.tabelle import Azienda
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.documenti.composizione import Pronto
from parcella.ledger.documenti.emetti import Verifica
from parcella.ledger.documenti.fascicoli import fascicolo_di
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.sezionale import elettronica
from parcella.ledger.documenti.tavole import Tavole
from parcella.ledger.esito import Rifiuto, Risposte

OBBLIGO_PA = date(2014, 6, 6)
"""The first public bodies that took electronic invoices only; the others followed on 31/03/2015 (FPA-002)."""
DOMANDA = "fattura_scartata"
_PROGRESSIVO = "00000"
_NUMERO = 1  # stands for the one not given out yet
_PAGATA = "P"
_TRASMETTONO = frozenset("AI")
# Which field of a document answers for an element of the file: the first of these its number begins with.
_CAMPI = (
    ("1.1.4", "codice_cliente"),
    ("1.1.6", "codice_cliente"),
    ("1.4", "codice_cliente"),
    ("2.1.1.3", "data_documento"),
    ("2.1.1.4", "numero_documento"),
    ("2.1.1.5", "aliquota_rda"),
    ("2.1.1.11", "note_testata"),
    ("2.1.2", "rif_ext_numero"),
    ("2.1.3", "rif_ext_codice"),
    ("2.1.4", "rif_ext_codice"),
    ("2.1.6.3", "fattura_collegata_data"),
    ("2.1.6", "fattura_collegata_numero"),
    ("2.2", "righe"),
    ("2.4", "codice_pagamento"),
)
# Check characters: of somebody else's file SdI alone can say; in ours they are a slip to mend.
_NOSTRI_ERRORI = frozenset(("00300", "00301", "00303", "00305", "00306"))
# Told already by the confirm itself.
_GIA_DETTI = frozenset(("cig_mancante", "split_con_ritenuta"))


def riguarda(sigla: str, stato: str | None, cliente: Cliente, azienda: Azienda, sezionale: str | None) -> bool:
    """Whether a document will become a file of ours: a parcella definitiva, electronic."""
    return sigla == "PA" and stato == "D" and elettronica(cliente, sezionale) and azienda.trasmittente in _TRASMETTONO


def giudice(risposte: Risposte, oggi: date) -> Verifica:
    """What judges documents not numbered yet, those that will become a file of ours."""

    def giudica_pronto(tavole: Tavole, pronto: Pronto) -> None:
        testata = pronto.testata
        sigla = testata["sigla_documento"]
        sezionale = tavole.serie[sigla, testata["serie"]].fattura_elettronica
        if riguarda(sigla, testata["stato_parcella"], pronto.cliente, tavole.azienda, sezionale):
            verifica(fascicolo_di(tavole, pronto), risposte, oggi)

    return giudica_pronto


def xml_controllato(fascicolo: Fascicolo, progressivo: str, oggi: date) -> bytes:
    """The file of a parcella definitiva, if SdI would take it; Rifiuto with the first thing it would not."""
    radice = albero(fascicolo, progressivo)
    esito = _giudizio(radice, oggi, _NOSTRI_ERRORI)
    if esito.errori:
        raise Rifiuto(f"{fascicolo.nome}: {_motivo(esito)}", campo_di(esito.errori[0].posizione), "scarto")
    return in_byte(radice)


def verifica(fascicolo: Fascicolo, risposte: Risposte, oggi: date) -> None:
    """Judge the file a document would give; on an error ask whether to go on, and refuse on N.

    `fascicolo` is of a document not yet written. Raises Rifiuto with `campo` of the document, or Richiesta.
    """
    documento = fascicolo.documento
    chi = fascicolo.cliente, fascicolo.azienda, fascicolo.sezionale
    if not riguarda(documento.sigla_documento, documento.stato_parcella, *chi):
        return
    if any(rata.stato_rata == _PAGATA for rata in fascicolo.rate):
        nome = "Parcella incassata" if documento.numero_documento is None else fascicolo.nome
        avvisa_incasso(fascicolo.cliente, documento.data_documento, nome, risposte)
    if documento.numero_documento is None:
        documento.numero_documento = _NUMERO
    try:
        radice = albero(fascicolo, _PROGRESSIVO)
    except Rifiuto as rifiuto:
        _pretendi(risposte, rifiuto.messaggio, _campo_scritto(rifiuto.campo))
        return
    esito = _giudizio(radice, oggi, _NOSTRI_ERRORI)
    if esito.errori:
        _pretendi(risposte, _motivo(esito), campo_di(esito.errori[0].posizione))
    for avviso in esito.avvisi:
        if avviso.codice not in _GIA_DETTI:
            risposte.avvisa(f"fatturapa_{avviso.codice}", avviso.messaggio)


def avvisa_incasso(cliente: Cliente, data_documento: date, nome: str, risposte: Risposte) -> None:
    """FPA-009: a public body can't pay, not even in part, an invoice whose file was not sent."""
    if cliente.fattura_pa == "S" and data_documento >= OBBLIGO_PA:
        risposte.avvisa(
            "incasso_senza_file_inviato",
            f"{nome}: il file della fattura non risulta inviato, e la Pubblica Amministrazione non puo' pagare prima "
            "(art. 6 c. 6 DM 55/2013).",
        )


def _giudizio(radice: Albero, oggi: date, gravi: frozenset[str]) -> Esito:
    """The judgement of a tree of ours, where the warnings `gravi` are errors."""
    esito = giudica(radice, oggi, nostro=True)
    esito.errori += [avviso for avviso in esito.avvisi if avviso.codice in gravi]
    esito.avvisi = [avviso for avviso in esito.avvisi if avviso.codice not in gravi]
    return esito


def _pretendi(risposte: Risposte, motivo: str, campo: str | None) -> None:
    if not risposte.chiedi(DOMANDA, motivo=motivo):
        raise Rifiuto(f"Non registrato: SdI scarterebbe la fattura. {motivo}", campo, DOMANDA)


def _motivo(esito: Esito) -> str:
    primo, *altri = esito.errori
    ancora = f" (e altri {len(altri)} errori)" if len(altri) > 1 else " (e un altro errore)" if altri else ""
    return f"{primo.messaggio} [{primo.codice}] Rimedio: {primo.rimedio}{ancora}."


def campo_di(posizione: str) -> str | None:
    """The field of a document for a place of the file, whose number in the layout comes first; None for the others."""
    numero = posizione.partition(" ")[0]
    return next((campo for inizio, campo in _CAMPI if f"{numero}.".startswith(f"{inizio}.")), None)


def _campo_scritto(campo: str | None) -> str | None:
    """The writer names the field of the archive; on a document the client is one field."""
    return "codice_cliente" if campo is not None and campo.startswith("cliente.") else campo
