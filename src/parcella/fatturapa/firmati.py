"""What comes back from outside about our files: the file signed with the user's own tool, the messages of SdI.

A signed file is one of ours if it has its name and, the signature taken away, its content: the same bytes or, since
who signs may write the XML again, the same canonical XML. An altered signature is refused; what a whole one is worth
is told, and stops nothing.

The files are read twice, the second time in the transaction that keeps them: held together they might be too many.
"""

import hashlib
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, Table, insert, select, update
from sqlmodel import Session

from parcella.fatturapa.lettura.file import Contenuto, apri
from parcella.fatturapa.lettura.origini import Archivi, Origine, da_leggere
from parcella.fatturapa.messaggi import DESCRIZIONI as MESSAGGI
from parcella.fatturapa.messaggi import e_messaggio
from parcella.fatturapa.nomi import MASSIMO_SDI
from parcella.fatturapa.ricevute import (
    GIA_LETTO,
    IGNORATO,
    LETTO,
    NON_LEGGIBILE,
    NON_NOSTRO,
    NON_PRESO,
    Arrivato,
    Lettura,
    applica,
    arriva,
)
from parcella.fatturapa.stati import DESCRIZIONI, FIRMATO, PRIMA_DELL_INVIO, cosa_fare
from parcella.fatturapa.tabelle import FileFattura, MessaggioSdi, PassaggioFile
from parcella.ledger.archivio import Archivio
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import DatiNonValidi, Rifiuto

if TYPE_CHECKING:
    from cryptography import x509
    from lxml import etree

FIRMA = "firma"
"""The type of a row about a signed file, where that of a message has RC, NS and so on."""
_FILE: Table = FileFattura.__table__  # type: ignore[attr-defined]
_PASSAGGI: Table = PassaggioFile.__table__  # type: ignore[attr-defined]
_MESSAGGI: Table = MessaggioSdi.__table__  # type: ignore[attr-defined]
_D: Any = Documento.__table__.c  # type: ignore[attr-defined]
_DS_FIRMA = "{http://www.w3.org/2000/09/xmldsig#}Signature"
_NOME = re.compile(r"[A-Z]{2}[A-Za-z0-9]{2,28}_[A-Za-z0-9]{1,5}(?![A-Za-z0-9])", re.ASCII)
_NOTA_MASSIMA = 200
_SENZA_FIRMA = "senza_firma"


class _GiaPreso(Exception):  # noqa: N818 - not an error
    """The same bytes were taken before."""


@dataclass(frozen=True, slots=True)
class _Tornato:
    """A signed file that may be kept."""

    origine: Origine
    chiave: int
    nome_firmato: str
    impronta: str
    giudizio: str


def importa(
    archivio: Archivio,
    contesto: Contesto,
    percorsi: Sequence[Path],
    avanza: Callable[[int, int], object] = lambda fatti, totale: None,
) -> list[Lettura]:
    """Take back signed files and messages, of folders and ZIPs too: one outcome each, one transaction for those taken.

    Raises DatiNonValidi when there is nothing to read.
    """
    origini = da_leggere(percorsi)
    letture: dict[int, Lettura] = {}
    tornati: dict[int, _Tornato] = {}
    arrivati: dict[int, Arrivato] = {}
    peso = 0
    fidati = _fidati()
    with Archivi() as archivi:
        with archivio.lettura() as sessione:
            for posto, origine in enumerate(origini):
                try:
                    letto = _esamina(sessione, contesto, origine, archivi.byte(origine), fidati, peso)
                except (Rifiuto, _GiaPreso) as errore:
                    letture[posto] = _detto(origine, errore)
                else:
                    if isinstance(letto, Arrivato):
                        arrivati[posto] = letto
                        peso += letto.peso
                    else:
                        tornati[posto] = letto
                avanza(posto + 1, len(origini))
        if tornati or arrivati:
            with archivio.scrittura() as sessione:
                for posto, tornato in tornati.items():
                    letture[posto] = _prendi(sessione, contesto, tornato, archivi)
                fatte = applica(sessione, contesto, list(arrivati.values()))
                letture.update(zip(arrivati, fatte, strict=True))
    return [letture[posto] for posto in range(len(origini))]


def _detto(origine: Origine, errore: Exception) -> Lettura:
    avviso = errore.messaggio if isinstance(errore, Rifiuto) else "È già nell'archivio, uguale."
    if isinstance(errore, _GiaPreso):
        return Lettura(str(origine.file), GIA_LETTO, FIRMA, str(errore), stato=FIRMATO, avviso=avviso)
    esito = NON_LEGGIBILE if isinstance(errore, DatiNonValidi) else NON_PRESO
    if isinstance(errore, Rifiuto) and errore.codice == _SENZA_FIRMA and not origine.nominata:
        esito = IGNORATO
    elif isinstance(errore, Rifiuto) and errore.codice == NON_NOSTRO:
        esito = NON_NOSTRO
    return Lettura(str(origine.file), esito, avviso=avviso)


# ---- what a file is


def _esamina(
    sessione: Session,
    contesto: Contesto,
    origine: Origine,
    dati: bytes,
    fidati: "Sequence[x509.Certificate]",
    peso: int,
) -> "_Tornato | Arrivato":
    """A message, or one of our files signed. Raises Rifiuto for anything else, _GiaPreso for what was taken before."""
    from parcella.fatturapa.lettura.firma import firme
    from parcella.fatturapa.lettura.xml import analizza

    contenuto = apri(dati)
    radice = analizza(contenuto.xml)
    if e_messaggio(radice):
        return arriva(origine, contenuto.xml, peso)
    if _locale(radice) != "FatturaElettronica":
        nome = _locale(radice)[:60]
        raise DatiNonValidi(f"Non è una fattura elettronica né un messaggio: comincia con «{nome}».")
    riga = _riga(sessione, contesto.azienda, origine.nome)
    _controlla_contenuto(riga, contenuto, radice)
    if len(dati) > MASSIMO_SDI:
        raise Rifiuto("Firmato supera 5 milioni di byte: il Sistema di Interscambio non lo accetta.", "file")
    impronta = hashlib.sha256(dati).hexdigest()
    _ammetti(sessione, contesto.azienda, riga, impronta)
    trovate = firme(contenuto, fidati)
    alterata = next((f for f in trovate if f.stato == "alterata"), None)
    if alterata is not None:
        raise Rifiuto(f"{alterata.giudizio(contesto.data_lavoro)} SdI lo scarterebbe: firmarlo di nuovo.", "file")
    giudizio = " ".join(f"{f.tipo} di {f.firmatario or 'ignoto'}. {f.giudizio(contesto.data_lavoro)}" for f in trovate)
    return _Tornato(origine, riga.id, riga.nome_file + (".p7m" if contenuto.buste else ""), impronta, giudizio)


def _riga(sessione: Session, azienda: int, nome: str) -> Any:
    trovato = _NOME.match(nome)
    riga = None
    if trovato is not None:
        domanda = _domanda().where(_FILE.c.azienda == azienda, _FILE.c.nome_file == f"{trovato[0]}.xml")
        riga = sessione.execute(domanda).one_or_none()
    if riga is None:
        frase = "Non è fra i file fatti da questa azienda: il nome deve cominciare come quello del file."
        raise Rifiuto(frase, "file", NON_NOSTRO)
    return riga


def _domanda() -> Select[Any]:
    f = _FILE.c
    return select(
        f.id, f.nome_file, f.formato, f.sha256, f.stato, f.contenuto, f.nome_firmato, f.firmato, f.documento,
        _D.sigla_documento, _D.serie, _D.numero_documento,
    ).join(Documento, _D.id == f.documento)  # fmt: skip


def _controlla_contenuto(riga: Any, contenuto: Contenuto, radice: "etree._Element") -> None:
    """Refuse a file that is not signed, or not the one we made."""
    if not contenuto.buste and radice.find(_DS_FIRMA) is None:
        if _stesso(riga, contenuto.xml, radice):
            raise Rifiuto("È il file com'è stato fatto: non è firmato.", "file", _SENZA_FIRMA)
        raise Rifiuto("Non è firmato, e non è uguale al file fatto dal programma.", "file")
    if not _stesso(riga, contenuto.xml, radice):
        if riga.contenuto is None:
            frase = "il contenuto del file non è nell'archivio, perché fatto con una versione precedente del programma"
            raise Rifiuto(f"Non si può confrontare: {frase}.", "file")
        raise Rifiuto("La fattura firmata non è quella fatta dal programma con questo nome.", "file")


def _stesso(riga: Any, xml: bytes, radice: "etree._Element | None" = None) -> bool:
    """True if an XML, its signature taken away, is the one of a row of the register."""
    from parcella.fatturapa.lettura.xml import analizza

    if hashlib.sha256(xml).hexdigest() == riga.sha256:
        return True
    if riga.contenuto is None:
        return False
    nostro = analizza(zlib.decompress(riga.contenuto))
    return _canonico(analizza(xml) if radice is None else radice) == _canonico(nostro)


def _canonico(radice: "etree._Element") -> bytes:
    """The XML without its signature, comments and blanks between elements. The tree is changed."""
    from lxml import etree

    for firma in radice.findall(_DS_FIRMA):
        radice.remove(firma)
    for elemento in radice.iter():
        if len(elemento) and not (elemento.text or "").strip():
            elemento.text = None
        if not (elemento.tail or "").strip():
            elemento.tail = None
    scritto: bytes = etree.tostring(radice, method="c14n", exclusive=True, with_comments=False)
    return scritto


def _locale(radice: "etree._Element") -> str:
    return str(radice.tag).rpartition("}")[2]


def _fidati() -> "list[x509.Certificate]":
    from parcella.fatturapa.lettura.firma import cartella_certificati, certificati_fidati

    return certificati_fidati(cartella_certificati())[0]


# ---- keeping


def _ammetti(sessione: Session, azienda: int, riga: Any, impronta: str) -> None:
    """Refuse a file whose turn to be signed has gone; _GiaPreso if these very bytes are there."""
    if riga.firmato is not None:
        if hashlib.sha256(zlib.decompress(riga.firmato)).hexdigest() == impronta:
            raise _GiaPreso(riga.nome_file)
        raise Rifiuto(f"{riga.nome_file} è già nell'archivio firmato, con un'altra firma: resta quella.", "file")
    if riga.stato not in PRIMA_DELL_INVIO:
        stato = DESCRIZIONI[riga.stato].lower()
        raise Rifiuto(f"{riga.nome_file} è già stato inviato (stato «{stato}»): non si firma più.", "file")
    f = _FILE.c
    ultimo = sessione.execute(
        select(f.nome_file).where(f.azienda == azienda, f.documento == riga.documento).order_by(f.id.desc()).limit(1)
    ).scalar_one()
    if ultimo != riga.nome_file:
        raise Rifiuto(f"{riga.nome_file} è stato sostituito da {ultimo}: va firmato quello.", "file")


def _prendi(sessione: Session, contesto: Contesto, tornato: _Tornato, archivi: Archivi) -> Lettura:
    """Keep a signed file, in the caller's transaction."""
    origine = tornato.origine
    try:
        dati = archivi.byte(origine)
        if hashlib.sha256(dati).hexdigest() != tornato.impronta:
            raise Rifiuto("È cambiato mentre veniva letto: importarlo di nuovo.", "file")
        riga = sessione.execute(_domanda().where(_FILE.c.id == tornato.chiave)).one()
        _ammetti(sessione, contesto.azienda, riga, tornato.impronta)
    except (Rifiuto, _GiaPreso) as errore:
        return _detto(origine, errore)
    valori = {"stato": FIRMATO, "nome_firmato": tornato.nome_firmato, "firmato": zlib.compress(dati)}
    sessione.execute(update(_FILE).where(_FILE.c.id == riga.id).values(**valori))
    passo = {
        "azienda": contesto.azienda,
        "file": riga.id,
        "stato": FIRMATO,
        "momento": datetime.now(UTC),
        "utente": contesto.utente[:20] or None,
        "nota": tornato.giudizio[:_NOTA_MASSIMA],
    }
    sessione.execute(insert(_PASSAGGI), [passo])
    documento = f"{riga.sigla_documento} {riga.serie}/{riga.numero_documento}"
    da_fare = cosa_fare(FIRMATO, pubblica_amministrazione=riga.formato == "FPA12")
    avviso = f"{tornato.giudizio} {da_fare}"
    return Lettura(str(origine.file), LETTO, FIRMA, riga.nome_file, documento, FIRMATO, avviso)


# ---- archivio verifica


def verifica(sessione: Session) -> Iterator[str]:
    """What the archive keeps of the files and of SdI's messages, read again: one sentence for each that changed."""
    f = _FILE.c
    colonne = (f.nome_file, f.sha256, f.contenuto, f.nome_firmato, f.firmato)
    for riga in sessione.execute(select(*colonne).order_by(f.id).execution_options(yield_per=1)):
        if riga.contenuto is not None and not _intero(riga.contenuto, riga.sha256):
            yield f"{riga.nome_file}: il contenuto tenuto nell'archivio non è quello scritto allora."
        elif riga.firmato is not None and not _firmato_buono(riga):
            yield f"{riga.nome_firmato}: il file firmato tenuto nell'archivio non contiene quello fatto dal programma."
    m = _MESSAGGI.c
    messaggi = select(m.tipo, m.nome_messaggio, m.sha256, m.contenuto).order_by(m.id)
    for riga in sessione.execute(messaggi.execution_options(yield_per=1)):
        if not _intero(riga.contenuto, riga.sha256):
            yield f"{riga.nome_messaggio}: {MESSAGGI[riga.tipo].lower()} cambiata da quando è stata letta."


def _intero(compresso: bytes, impronta: str) -> bool:
    try:
        return hashlib.sha256(zlib.decompress(compresso)).hexdigest() == impronta
    except zlib.error:
        return False


def _firmato_buono(riga: Any) -> bool:
    try:
        return _stesso(riga, apri(zlib.decompress(riga.firmato)).xml)
    except (zlib.error, DatiNonValidi):
        return False
