"""Reading the messages of the Sistema di Interscambio: receipts, scarti, outcomes (fatturapa § 6.2).

A message is told by its root element, never by its file name. Its fields are read by local name: the families of the
Pubblica Amministrazione and of private clients have the same ones.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from parcella.fatturapa.stati import DUPLICATI, Detto, stato_del_messaggio
from parcella.ledger.esito import DatiNonValidi

if TYPE_CHECKING:
    from lxml import etree

_RADICI = {
    "RicevutaConsegna": "RC",
    "NotificaScarto": "NS",
    "RicevutaScarto": "NS",
    "NotificaMancataConsegna": "MC",
    "RicevutaImpossibilitaRecapito": "MC",
    "NotificaEsito": "NE",
    "NotificaDecorrenzaTermini": "DT",
    "AttestazioneTrasmissioneFattura": "AT",
    "NotificaEsitoCommittente": "EC",
    "ScartoEsitoCommittente": "SE",
    "MetadatiInvioFile": "MT",
    "FileMetadati": "MT",
}
DESCRIZIONI = {
    "RC": "Ricevuta di consegna",
    "NS": "Notifica di scarto",
    "MC": "Mancata consegna",
    "NE": "Notifica di esito",
    "DT": "Decorrenza dei termini",
    "AT": "Attestazione di avvenuta trasmissione",
    "EC": "Esito del committente",
    "SE": "Scarto dell'esito del committente",
    "MT": "Metadati",
}
_SPAZI = ("http://www.fatturapa.gov.it/sdi/messaggi/", "http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fattura/")
SENZA_FILE = ("EC", "SE")
"""Messages that name their invoice by its IdentificativoSdI alone."""
MASSIMO = 1_000_000
"""Bytes of a message: the longest, a scarto with two hundred errors, has some hundred thousand."""
_ERRORI_MASSIMI = 200  # as the layout of the scarto has them
_PAROLE_MASSIME = 5_000
_LUNGHEZZA_IDENTIFICATIVO = 36
_NOME_MESSAGGIO = re.compile(r"(?P<file>[^/\\]{3,40})_(?P<tipo>RC|NS|MC|NE|DT|AT|EC|SE|MT)_\w{1,3}\.xml", re.I)
_CODICE = re.compile(r"^\d{5}\b", re.ASCII | re.MULTILINE)
_NOME_FILE = re.compile(r"[A-Z]{2}[A-Za-z0-9]{2,28}_[A-Za-z0-9]{1,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Errore:
    """A control of SdI that the file did not pass."""

    codice: str
    descrizione: str
    suggerimento: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.codice, self.descrizione, self.suggerimento)))


@dataclass(frozen=True, slots=True)
class Messaggio:
    """What a message says. `nome_file` is the one of the invoice file; a document of a lotto has its `numero`."""

    tipo: str
    identificativo_sdi: str
    nome_file: str = ""
    message_id: str = ""
    momento: datetime | None = None
    impronta: str = ""
    esito: str | None = None
    errori: tuple[Errore, ...] = ()
    testo: str = ""
    numero_fattura: str = ""
    anno_fattura: str = ""

    @property
    def radice_file(self) -> str:
        """The name of the invoice file without extensions: `IT01234567890_11111`."""
        trovato = _NOME_FILE.match(self.nome_file)
        return trovato[0] if trovato else ""

    @property
    def descrizione(self) -> str:
        """All it says, in lines: the errors, the outcome, the words of who sent it."""
        esito = {"EC01": "Fattura accettata.", "EC02": "Fattura rifiutata."}.get(self.esito or "", "")
        return "\n".join(filter(None, (esito, *map(str, self.errori), self.testo)))


def detto_da(chiave: int, messaggio: Any) -> Detto:
    """A message as it weighs on the state of its file: a `Messaggio`, or a row of the archive."""
    return Detto(
        chiave=chiave,
        tipo=messaggio.tipo,
        stato=stato_del_messaggio(messaggio.tipo, messaggio.esito),
        identificativo=messaggio.identificativo_sdi or "",
        momento=messaggio.momento,
        message_id=messaggio.message_id or "",
        duplicato=messaggio.tipo == "NS" and solo_duplicati(messaggio.descrizione or ""),
    )


def solo_duplicati(descrizione: str) -> bool:
    """Whether the errors in the words of a scarto say only that its name or its number was sent before."""
    codici = set(_CODICE.findall(descrizione))
    return bool(codici) and codici <= DUPLICATI


def nome_di_messaggio(nome: str) -> tuple[str, str] | None:
    """The invoice file and the type that the name of a message states: `IT01234567890_11111_RC_001.xml`."""
    trovato = _NOME_MESSAGGIO.fullmatch(nome)
    return (trovato["file"], trovato["tipo"].upper()) if trovato else None


def leggi(xml: bytes, nome: str = "") -> Messaggio:
    """The message in an XML; DatiNonValidi, in one sentence, if it is none. `nome` is the message's own file name."""
    from parcella.fatturapa.lettura.xml import analizza

    messaggio = da_albero(analizza(xml), nome)
    if len(xml) > MASSIMO:
        raise DatiNonValidi("Supera un milione di byte: non è un messaggio del Sistema di Interscambio.")
    return messaggio


def e_messaggio(radice: "etree._Element") -> bool:
    """True for the root of a message of SdI, good or not."""
    spazio, _, locale = str(radice.tag).rpartition("}")
    return locale in _RADICI and spazio.lstrip("{").startswith(_SPAZI)


def da_albero(radice: "etree._Element", nome: str = "") -> Messaggio:
    """The same from a tree already read."""
    locale = str(radice.tag).rpartition("}")[2]
    if not e_messaggio(radice):
        raise DatiNonValidi(f"Non è un messaggio del Sistema di Interscambio: comincia con «{locale[:60]}».")
    tipo = _RADICI[locale]
    identificativo = _testo(radice, "IdentificativoSdI")
    if not identificativo or len(identificativo) > _LUNGHEZZA_IDENTIFICATIVO:
        raise DatiNonValidi(f"{DESCRIZIONI[tipo]} senza un IdentificativoSdI valido.")
    esito = _testo(radice, "Esito")
    if tipo in ("NE", "EC") and esito not in ("EC01", "EC02"):
        raise DatiNonValidi(f"{DESCRIZIONI[tipo]} senza l'esito: atteso EC01 oppure EC02.")
    nome_file = _testo(radice, "NomeFile") or (nome if tipo in SENZA_FILE else "")
    messaggio = Messaggio(
        tipo=tipo,
        identificativo_sdi=identificativo,
        nome_file=nome_file,
        message_id=_testo(radice, "MessageId")[:_LUNGHEZZA_IDENTIFICATIVO],
        momento=_momento(_testo(radice, "DataOraConsegna") or _testo(radice, "DataOraRicezione") or _firmato(radice)),
        impronta=(_testo(radice, "Hash") or _testo(radice, "HashFileOriginale")).lower(),
        esito=esito or None,
        errori=tuple(islice((_errore(nodo) for nodo in radice.iter() if _locale(nodo) == "Errore"), _ERRORI_MASSIMI)),
        testo="\n".join(dict.fromkeys(filter(None, (_testo(radice, nome) for nome in ("Descrizione", "Note"))))),
        numero_fattura=_testo(radice, "NumeroFattura"),
        anno_fattura=_testo(radice, "AnnoFattura"),
    )
    if tipo not in SENZA_FILE and not messaggio.radice_file:
        raise DatiNonValidi(f"{DESCRIZIONI[tipo]} senza un nome di file valido: trovato «{nome_file[:60]}».")
    return messaggio


def _firmato(radice: "etree._Element") -> str:
    """When SdI signed it: the only moment in an outcome or in the end of the terms."""
    quando = next((nodo for nodo in radice.iter() if _locale(nodo) == "SigningTime"), None)
    return "" if quando is None else (quando.text or "")[:_PAROLE_MASSIME].strip()


def _errore(nodo: "etree._Element") -> Errore:
    return Errore(_testo(nodo, "Codice"), _testo(nodo, "Descrizione"), _testo(nodo, "Suggerimento"))


def _testo(nodo: "etree._Element", nome: str) -> str:
    """The text of the first element of that name which is not inside the list of the errors or the archive's data."""
    for figlio in nodo:
        locale = _locale(figlio)
        if locale == nome:
            return " ".join((figlio.text or "")[:_PAROLE_MASSIME].split())
        if locale in ("EsitoCommittente", "RiferimentoFattura") and (dentro := _testo(figlio, nome)):
            return dentro
    return ""


def _locale(nodo: "etree._Element") -> str:
    return nodo.tag.rpartition("}")[2] if isinstance(nodo.tag, str) else ""


def _momento(testo: str) -> datetime | None:
    """The moment a message states, UTC; one without zone is taken as UTC."""
    try:
        letto = datetime.fromisoformat(testo)
        return letto.astimezone(UTC) if letto.tzinfo else letto.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
