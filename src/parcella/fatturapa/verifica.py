"""Before the number is spent: the XML a parcella definitiva would give is made and judged, and what SdI would refuse is
told on the fields of the document (FPA-081).

The writer's own refusals count as well. Nothing is kept: the file itself is made by `esportazione`, after the same
judgement.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from parcella.fatturapa.controlli.esito import Esito, Rilievo
from parcella.fatturapa.controlli.fattura import Albero
from parcella.fatturapa.controlli.giudizio import giudica
from parcella.fatturapa.nomi import MASSIMO_SDI
from parcella.fatturapa.scrittura import albero, difetti, in_byte
from parcella.ledger.aziende.tabelle import Azienda
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.documenti.composizione import Pronto
from parcella.ledger.documenti.emetti import SENZA_NUMERO, Verifica
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
# Which field of the client's card answers for it, where the first table says that the client does.
_DEL_CLIENTE = (
    ("1.1.4", "codice_destinatario"),
    ("1.1.6", "pec_destinatario"),
    ("1.4.1.1", "partita_iva"),
    ("1.4.1.2", "codice_fiscale"),
    ("1.4.1.3.2", "nome"),
    ("1.4.1.3.3", "cognome"),
    ("1.4.1.3.4", "titolo"),
    ("1.4.1", "ragione_sociale"),
    ("1.4.2.2", "numero_civico"),
    ("1.4.2.3", "cap"),
    ("1.4.2.4", "comune"),
    ("1.4.2.5", "provincia"),
    ("1.4.2.6", "nazione"),
    ("1.4.2", "indirizzo"),
)
# Check characters: of somebody else's file SdI alone can say; in ours they are a slip to mend.
_NOSTRI_ERRORI = frozenset(("00300", "00301", "00303", "00305", "00306"))
# Told already by the confirm itself.
_GIA_DETTI = frozenset(("cig_mancante", "split_con_ritenuta"))
# SdI lets them pass, and the number is spent on a document that is to be credited, or that costs a fine.
_GRAVI = frozenset(
    (
        "bollo_mancante",
        "iban",
        "iva_e_regime",
        "natura_con_ritenuta",
        "natura_e_cliente",
        "natura_e_regime",
        "ritenuta_e_regime",
        "split_con_ritenuta",
        "tipo_ritenuta",
    )
)
_CLIENTE = "cliente."
_PREFISSO = "fatturapa_"
_NOME = re.compile(r"(?:Documento|PA) \S+?[:,] ")


@dataclass(frozen=True, slots=True)
class Difetto:
    """Something for which there would be no file, or SdI would refuse it.

    `campo` is the field of the document, `origine` that of the archive where it comes from elsewhere: `cliente.cap`.
    """

    messaggio: str
    campo: str | None = None
    rimedio: str = ""
    origine: str | None = None

    @property
    def frase(self) -> str:
        """All of it, in a line."""
        return f"{self.messaggio} Rimedio: {self.rimedio}." if self.rimedio else self.messaggio


@dataclass(frozen=True, slots=True)
class Giudizio:
    """What is to be said of a document before its number is spent."""

    difetti: list[Difetto] = field(default_factory=list)
    avvisi: list[Rilievo] = field(default_factory=list)

    @property
    def gravi(self) -> list[Rilievo]:
        """The warnings to be asked about rather than told afterwards."""
        return [avviso for avviso in self.avvisi if avviso.codice in _GRAVI]


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
    esito = _giudizio(radice, oggi)
    if esito.errori:
        primo, *altri = [_difetto(rilievo, fascicolo) for rilievo in esito.errori]
        raise Rifiuto(f"{fascicolo.nome}: {primo.frase}{_quanti(altri)}", primo.campo, "scarto")
    contenuto = in_byte(radice)
    if troppo := _troppo_grande(fascicolo, contenuto):
        raise Rifiuto(f"{fascicolo.nome}: {troppo.frase}", troppo.campo, "scarto")
    return contenuto


def esamina(fascicolo: Fascicolo, oggi: date) -> Giudizio:
    """Judge the file that a document not yet written would give; nothing is said of one that gives none."""
    documento = fascicolo.documento
    chi = fascicolo.cliente, fascicolo.azienda, fascicolo.sezionale
    if not riguarda(documento.sigla_documento, documento.stato_parcella, *chi):
        return Giudizio()
    senza_numero = documento.numero_documento is None
    if senza_numero:
        documento.numero_documento = _NUMERO
    try:
        radice = albero(fascicolo, _PROGRESSIVO)
    except Rifiuto:
        return Giudizio([_scritto(rifiuto) for rifiuto in difetti(fascicolo, _PROGRESSIVO)])
    esito = _giudizio(radice, oggi)
    trovati = [_difetto(rilievo, fascicolo) for rilievo in esito.errori]
    if fascicolo.allegati and (troppo := _troppo_grande(fascicolo, in_byte(radice))):
        trovati.append(troppo)
    avvisi = [_con_nome(avviso, fascicolo) for avviso in esito.avvisi] if senza_numero else esito.avvisi
    return Giudizio(trovati, avvisi)


def verifica(fascicolo: Fascicolo, risposte: Risposte, oggi: date) -> None:
    """Judge the file a document would give; on an error ask whether to go on, and refuse on N.

    `fascicolo` is of a document not yet written. Raises Rifiuto with `campo` of the document, or Richiesta.
    """
    documento = fascicolo.documento
    chi = fascicolo.cliente, fascicolo.azienda, fascicolo.sezionale
    if riguarda(documento.sigla_documento, documento.stato_parcella, *chi) and any(
        rata.stato_rata == _PAGATA for rata in fascicolo.rate
    ):
        nome = "Parcella incassata" if documento.numero_documento is None else fascicolo.nome
        avvisa_incasso(fascicolo.cliente, documento.data_documento, nome, risposte)
    giudizio = esamina(fascicolo, oggi)
    if giudizio.difetti and not risposte.chiedi(DOMANDA, motivo=motivo(giudizio.difetti)):
        righe = [difetto.frase for difetto in giudizio.difetti]
        raise Rifiuto(
            f"Non registrato: SdI scarterebbe la fattura. {chr(10).join(righe)}", giudizio.difetti[0].campo, DOMANDA
        )
    for avviso in giudizio.avvisi:
        if avviso.codice not in _GIA_DETTI:
            risposte.avvisa(f"{_PREFISSO}{avviso.codice}", avviso.messaggio)


def motivo(trovati: list[Difetto]) -> str:
    """The first thing wrong, and how many more there are."""
    primo, *altri = trovati
    return f"{primo.frase}{_quanti(altri)}"


def senza_nome(avviso: Rilievo) -> Difetto:
    """A warning for somebody who has the document before him."""
    messaggio = _NOME.sub("", avviso.messaggio)
    return Difetto(messaggio[:1].upper() + messaggio[1:], campo_di(avviso.posizione), avviso.rimedio)


def senza_prefisso(codice: str) -> str:
    """The warning a note is of, by the code the controls know it by."""
    return codice.removeprefix(_PREFISSO)


def avvisa_incasso(cliente: Cliente, data_documento: date, nome: str, risposte: Risposte) -> None:
    """FPA-009: a public body can't pay, not even in part, an invoice whose file was not sent."""
    if cliente.fattura_pa == "S" and data_documento >= OBBLIGO_PA:
        risposte.avvisa(
            "incasso_senza_file_inviato",
            f"{nome}: il file della fattura non risulta inviato, e la Pubblica Amministrazione non puo' pagare prima "
            "(art. 6 c. 6 DM 55/2013).",
        )


def _giudizio(radice: Albero, oggi: date) -> Esito:
    """The judgement of a tree of ours, where a wrong check character is an error."""
    esito = giudica(radice, oggi, nostro=True)
    esito.errori += [avviso for avviso in esito.avvisi if avviso.codice in _NOSTRI_ERRORI]
    esito.avvisi = [avviso for avviso in esito.avvisi if avviso.codice not in _NOSTRI_ERRORI]
    return esito


def _quanti(altri: list[Difetto]) -> str:
    if not altri:
        return ""
    return f" (e altri {len(altri)} errori)" if len(altri) > 1 else " (e un altro errore)"


def _difetto(rilievo: Rilievo, fascicolo: Fascicolo) -> Difetto:
    origine = _origine(rilievo.posizione, fascicolo.cliente)
    return Difetto(f"{rilievo.messaggio} [{rilievo.codice}]", campo_di(rilievo.posizione), rilievo.rimedio, origine)


def _scritto(rifiuto: Rifiuto) -> Difetto:
    """The writer names the field of the archive; on a document the client is one field."""
    campo = rifiuto.campo
    if campo is not None and campo.startswith(_CLIENTE):
        return Difetto(rifiuto.messaggio, "codice_cliente", origine=campo)
    return Difetto(rifiuto.messaggio, campo)


def _troppo_grande(fascicolo: Fascicolo, contenuto: bytes) -> Difetto | None:
    if len(contenuto) <= MASSIMO_SDI:
        return None
    che_cosa = "con i suoi allegati il file supera" if fascicolo.allegati else "il file supera"
    messaggio = f"{che_cosa} {MASSIMO_SDI // 1_000_000} MB, il massimo del Sistema di Interscambio. [00003]"
    return Difetto(messaggio[:1].upper() + messaggio[1:], "allegati", "togliere degli allegati, o ridurli")


def _con_nome(avviso: Rilievo, fascicolo: Fascicolo) -> Rilievo:
    """The document by the name it has while it waits for its number."""
    serie = fascicolo.documento.serie
    nome = f"{fascicolo.documento.sigla_documento} {serie}/{SENZA_NUMERO}"
    return replace(avviso, messaggio=avviso.messaggio.replace(f"Documento {serie}/{_NUMERO}", nome))


def _origine(posizione: str, cliente: Cliente) -> str | None:
    numero = posizione.partition(" ")[0]
    campo = next((campo for inizio, campo in _DEL_CLIENTE if f"{numero}.".startswith(f"{inizio}.")), None)
    if campo == "codice_destinatario" and cliente.fattura_pa == "S":
        campo = "codice_ufficio"
    return f"{_CLIENTE}{campo}" if campo else None


def campo_di(posizione: str) -> str | None:
    """The field of a document for a place of the file, whose number in the layout comes first; None for the others."""
    numero = posizione.partition(" ")[0]
    return next((campo for inizio, campo in _CAMPI if f"{numero}.".startswith(f"{inizio}.")), None)
